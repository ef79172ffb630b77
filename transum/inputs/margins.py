"""What stands around the story of an office document: headers and footers, what pictures show, the file's title.

It is read only where the document is to become one of its own kind: nobody wants it in an article. In headers a tab
parts what stands left from what stands right, so it ends a line here, and is put back when the words are others.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from transum.inputs.blocks import Block, Form
from transum.inputs.paragraphs import Read

if TYPE_CHECKING:
    from lxml.etree import _Element

_DUBLIN: Final = "{http://purl.org/dc/elements/1.1/}"
_PROPERTIES: Final = ("title", "subject", "description")


@dataclass(frozen=True, slots=True)
class Part:
    """A member of the file with text in it: its tree, and the paragraphs that were read, in order."""

    member: str
    root: "_Element"
    paragraphs: tuple[Read, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """Words that stand alone in an attribute or an element of a part; ``put`` writes others in their place."""

    part: Part
    words: str
    put: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Margins:
    """All that stands around a story."""

    parts: tuple[Part, ...]
    labels: tuple[Label, ...]
    tabs: "tuple[Tabs, ...]" = ()


def blocks_of(parts: Sequence[Part], labels: Sequence[Label] = ()) -> Iterator[Block]:
    """All of it as blocks: the paragraphs of the parts, then each label that says something new."""
    yield from (read.block for part in parts for read in part.paragraphs)
    yield from (Block(words, Form.CELL) for words in dict.fromkeys(label.words for label in labels))


def as_margins(reads: Sequence[Read]) -> tuple[Read, ...]:
    """Paragraphs of headers and footers, of which none goes on with what the last one began."""
    return tuple(replace(read, block=replace(read.block, form=Form.CELL)) for read in reads)


def properties(part: Part) -> Iterator[Label]:
    """What the file says of itself in words, by the names of Dublin Core."""
    for name in _PROPERTIES:
        for element in part.root.iter(f"{_DUBLIN}{name}"):
            yield from label_in(part, element)


def label_in(part: Part, element: "_Element") -> Iterator[Label]:
    """The words that are all of an element."""
    yield from _label(part, element.text or "", lambda words: setattr(element, "text", words))


def label_at(part: Part, element: "_Element", attribute: str) -> Iterator[Label]:
    """The words of an attribute."""
    yield from _label(part, str(element.get(attribute, "")), lambda words: element.set(attribute, words))


def _label(part: Part, words: str, put: Callable[[str], object]) -> Iterator[Label]:
    words = " ".join(words.split())
    if any(map(str.isalpha, words)):
        yield Label(part, words, put)


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph as it was, and what parts its words: before the first of them, and between each two."""

    was: "_Element"
    leading: "Sequence[_Element]"
    between: "Sequence[Sequence[_Element]]"


class Tabs:
    """The tabs of paragraphs, while line ends (``line_end``, a tag) stand for them: they are parts of no sentence.

    ``is_tab`` tells which elements are tabs. Line ends that were there before stay what they are.
    """

    def __init__(self, root: "_Element", is_tab: "Callable[[_Element], bool]", line_end: str) -> None:
        self._line_end = line_end
        self._lines: dict[_Element, _Line] = {}
        for element in list(root.iter("{*}p", "{*}h")):
            if element.find(".//{*}p") is None and any(map(is_tab, element.iter())):  # no text box is in it
                self._divide(element, is_tab)

    def _divide(self, element: "_Element", is_tab: "Callable[[_Element], bool]") -> None:
        from lxml import etree

        first, *others = self._gaps(element, is_tab)
        was, between, last = deepcopy(element), others[:-1], others[-1] if others else []
        self._lines[element] = _Line(
            was, [deepcopy(each) for each in first], [list(map(deepcopy, gap)) for gap in between]
        )
        for gap in between:
            gap[0].addprevious(etree.Element(self._line_end))
        for gap in (first, *between, last):
            for each in gap:
                _replace(each, [])

    def _gaps(self, element: "_Element", is_tab: "Callable[[_Element], bool]") -> "list[list[_Element]]":
        """The tabs and line ends before all words, between each two that they part, and behind all."""
        from lxml import etree

        gaps: list[list[_Element]] = [[]]
        is_said = False
        for event, each in etree.iterwalk(element, events=("start", "end")):
            if event == "start" and (is_tab(each) or self._is_line_end(each)):
                if is_said:
                    gaps.append([])
                gaps[-1].append(each)
                is_said = False
            said = each.text if event == "start" else each.tail if each is not element else None
            is_said = is_said or bool(said and said.strip())
        return [*gaps, []] if is_said else gaps

    def _is_line_end(self, element: "_Element") -> bool:
        return element.tag == self._line_end and not element.attrib

    def restore(self, changed: "Collection[_Element]", *, is_bilingual: bool = False) -> None:
        """Put the tabs back; paragraphs that are not among the ``changed`` ones become what they were.

        ``is_bilingual``: before a changed one stands another, of the original.
        """
        for element, line in self._lines.items():
            if element not in changed:
                _replace(element, [line.was])
                continue
            before = element.getprevious() if is_bilingual else None
            for each in (element,) if before is None else (before, element):
                places = [place for place in each.iter(self._line_end) if self._is_line_end(place)]
                for place, gap in zip(places, line.between, strict=False):
                    _replace(place, [deepcopy(tab) for tab in gap])
                _put_first(each, [deepcopy(tab) for tab in line.leading])


def _replace(element: "_Element", others: "Sequence[_Element]") -> None:
    """Put others where an element stands; the words behind it stay."""
    holder = element.getparent()
    if holder is None:
        return
    words, previous = element.tail or "", element.getprevious()
    for other in others:
        other.tail = None
        element.addprevious(other)
    element.tail = None
    holder.remove(element)
    if others:
        others[-1].tail = words or None
    elif previous is not None:
        previous.tail = (previous.tail or "") + words or None
    else:
        holder.text = (holder.text or "") + words or None


def _put_first(paragraph: "_Element", tabs: "Sequence[_Element]") -> None:
    """Tabs before the first words, in the element that holds these."""
    first = next((each for each in paragraph.iter() if each.text and each.text.strip()), None)
    if first is None or not tabs:
        return
    if first.tag.endswith("}t") and first is not paragraph:  # Word's, beside which tabs stand, and not in it
        for tab in tabs:
            tab.tail = None
            first.addprevious(tab)
        return
    tabs[-1].tail, first.text = first.text, None
    for place, tab in enumerate(tabs):
        first.insert(place, tab)
