"""The numbers that Word sets before paragraphs: they stand nowhere in the file, only how to count does.

ECMA-376, part 1, 17.9: a paragraph, or its style, names a list and a level; the list's definition has a text for each
level ("%1.%2)") and the kind of its figures.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transum.inputs.numerals import figure
from transum.inputs.paragraphs import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS: Final = 9
_LARGEST: Final = 10_000
_FIGURES: Final = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "decimalZero": "01",
    "bullet": "bullet",
    "none": "none",
}
_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    figures: str
    text: str
    start: int


class Numbers:
    """The lists of a document, counted as its paragraphs come."""

    def __init__(self, numbering: "_Element | None", styles: "_Element | None") -> None:
        self._lists: dict[str, str] = {}  # the definition that a list is made by
        self._counted_alone: set[str] = set()  # lists that don't go on where the last one of their definition ended
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int]] = {}
        self._of_styles = _numbered_styles(styles)
        if numbering is not None:
            for each in numbering.iter("{*}abstractNum"):
                self._definitions[attribute(each, "abstractNumId")] = dict(map(_level, each.iter("{*}lvl")))
            for each in numbering.iter("{*}num"):
                self._lists[attribute(each, "numId")] = attribute(each.find("{*}abstractNumId"), "val")
                if each.find("{*}lvlOverride/{*}startOverride") is not None:
                    self._counted_alone.add(attribute(each, "numId"))

    def mark(self, properties: "_Element | None", style: str) -> str:
        """What stands before a paragraph of these properties, with a space behind it; "" where nothing does."""
        number, level = _named(properties) if properties is not None else ("", None)
        inherited, inherited_level = self._of_styles.get(style, ("", None))
        listed = number or inherited
        definition = self._lists.get(listed, "")
        depth = next((each for each in (level, inherited_level) if each is not None), 0)
        found = self._definitions.get(definition, {}).get(depth)
        if found is None or found.figures == "none":
            return ""
        if found.figures == "bullet":
            return "- "
        return self._counted(listed if listed in self._counted_alone else f"/{definition}", definition, depth)

    def _counted(self, counted: str, definition: str, depth: int) -> str:
        levels = self._definitions[definition]
        counts = self._counts.setdefault(counted, [0] * _LEVELS)
        counts[depth] = min(counts[depth] + 1, _LARGEST) if counts[depth] else levels[depth].start
        counts[depth + 1 :] = [0] * (_LEVELS - depth - 1)

        def number(place: re.Match[str]) -> str:
            index = int(place[1]) - 1
            level = levels.get(index)
            return figure(counts[index] or level.start, level.figures) if level else ""

        text = _PLACE.sub(number, levels[depth].text).strip()
        return f"{text} " if text else ""


def _level(element: "_Element") -> tuple[int, _Level]:
    start = _number(attribute(element.find("{*}start"), "val"), 1)
    figures = _FIGURES.get(attribute(element.find("{*}numFmt"), "val"), "1")
    text = attribute(element.find("{*}lvlText"), "val")[:100]
    return min(_number(attribute(element, "ilvl"), 0), _LEVELS - 1), _Level(figures, text, start)


def _numbered_styles(styles: "_Element | None") -> dict[str, tuple[str, int | None]]:
    if styles is None:
        return {}
    found = {}
    for style in styles.iter("{*}style"):
        properties = style.find("{*}pPr")
        if properties is not None and (named := _named(properties))[0]:
            found[attribute(style, "styleId")] = named
    return found


def _named(properties: "_Element") -> tuple[str, int | None]:
    """The list and level that a paragraph or style names."""
    named = properties.find("{*}numPr")
    if named is None:
        return "", None
    level = named.find("{*}ilvl")
    depth = None if level is None else min(_number(attribute(level, "val"), 0), _LEVELS - 1)
    return attribute(named.find("{*}numId"), "val"), depth


def _number(text: str, otherwise: int) -> int:
    return min(int(text), _LARGEST) if text.isascii() and text.isdecimal() and len(text) < 9 else otherwise
