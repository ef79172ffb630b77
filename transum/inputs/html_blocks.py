"""HTML by its blocks: the words of each paragraph, heading, list item and cell, in order."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from transum.inputs.blocks import Block, Form

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rb ruby s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
_SILENT: Final = frozenset(
    "script style head title template svg math noscript rt rp select button textarea iframe object audio video".split()
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_CELLS: Final = frozenset("td th dt".split())
_HIDDEN: Final = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")


def blocks(root: "_Element") -> Iterator[Block]:
    """The words of each block, white space collapsed; without recursion, whatever the depth."""
    reading = _Reading()
    for event, element in _walk(root):
        tag = tag_of(element)
        if tag and tag not in _INLINE:
            yield from reading.finished()
            if event == "start":
                reading.enter(tag, element)
            else:
                reading.leave(tag)
        if event == "start" and element.text and tag and not is_silent(element):
            reading.parts.append(element.text)
        if event == "end" and element.tail:
            reading.parts.append(element.tail)
    yield from reading.finished()


def tag_of(element: "_Element") -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def is_silent(element: "_Element") -> bool:
    """Whether readers of a page don't see what is in an element."""
    style = element.get("style")
    return tag_of(element) in _SILENT or element.get("hidden") is not None or bool(style and _HIDDEN.search(str(style)))


class _Reading:
    """The block that is being read, and what it lies in."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._lists: list[int | None] = []  # the number of the next item; None in lists without numbers
        self._mark = ""
        self._form = Form.PARAGRAPH

    def enter(self, tag: str, element: "_Element") -> None:
        if tag in {"ol", "ul", "menu"}:
            self._lists.append(_first_number(element) if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self._mark = "- " if number is None else f"{number}. "
            if number is not None:
                self._lists[-1] = number + 1
        elif tag in _HEADINGS:
            self._form = Form.HEADING
        elif tag in _CELLS:
            self._form = Form.CELL

    def leave(self, tag: str) -> None:
        if tag in {"ol", "ul", "menu"} and self._lists:
            self._lists.pop()
        elif tag in _HEADINGS or tag in _CELLS:
            self._form = Form.PARAGRAPH
        elif tag == "li":
            self._mark = ""

    def finished(self) -> Iterator[Block]:
        words = " ".join("".join(self.parts).split())
        self.parts.clear()
        if words:
            yield Block(self._mark + words, Form.ITEM if self._mark else self._form)
            self._mark = ""


def _first_number(element: "_Element") -> int:
    start = element.get("start", "1")
    return int(start) if str(start).isdecimal() and len(start) < 9 else 1


def _walk(root: "_Element") -> Iterator[tuple[str, "_Element"]]:
    """Each element as it opens and closes; what is inside silent ones is passed over."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event in {"comment", "pi"}:
            yield "end", element
            continue
        yield event, element
        if event == "start" and is_silent(element):
            walker.skip_subtree()
