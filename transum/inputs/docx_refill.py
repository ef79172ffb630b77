"""A Word file with its words translated: the same file, its paragraphs holding other runs.

Styles, tables, pictures, headers, numbering, notes and their marks, links and comments stay. What is set differently in
a paragraph (bold, a colour, a link) goes to the words that it belongs to: those that stand unchanged, else those in the
same part of the sentence; where no word is left for a link, it stands at the end. Tabs inside of sentences become
spaces; changes that were tracked are taken as made.
"""

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from transum.document import Translation
from transum.errors import InputError
from transum.inputs.archive import opened
from transum.inputs.blocks import told
from transum.inputs.dividing import pieces_of
from transum.inputs.docx import PASSED_OVER, WRITTEN, Part, is_hidden, read_parts
from transum.inputs.paragraphs import Read, attribute, local
from transum.inputs.placing import filled
from transum.inputs.slots import Mark, Piece, Slot
from transum.inputs.symbols import symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_STAYING: Final = frozenset(
    {"pPr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd"}
)
_WORDED: Final = frozenset({"t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym"})
_NO_THING: Final = _WORDED | {"rPr", "lastRenderedPageBreak", "delText"}
# What makes two runs look different to a reader; languages and the like don't.
_LOOKS: Final = frozenset(
    {"b", "i", "u", "strike", "dstrike", "color", "highlight", "shd", "vertAlign", "rStyle", "smallCaps", "caps", "sz"}
)


def refill_docx(data: bytes, name: str, translation: Translation) -> bytes:
    """The file ``data`` with the targets of ``translation`` for its sentences; paragraphs left alone are untouched.

    Raises ``InputError`` where the translation is of another text than the file's.
    """
    with opened(data, name, "a Word file") as archive:
        parts = read_parts(archive)
        _refill(parts, name, translation)
        return _saved(archive, parts)


def _refill(parts: Sequence[Part], name: str, translation: Translation) -> None:
    reads = [read for part in parts for read in part.paragraphs]
    text, spans = told(read.block for read in reads)
    if text != translation.document.text:
        raise InputError(f"{name} is not the file that was translated", hint="Was it changed meanwhile? Run it again.")
    begins = [*(start for start, _ in spans[1:]), len(text)]
    filling = []
    for read, (start, end), following in zip(reads, spans, begins, strict=False):
        begin = start + len(read.mark)
        carriers = _with_base(list(_carriers(read.element)))
        filling.append((read, carriers, _slot(begin, text[begin : min(end, following)], read.mark, carriers)))
    pieces = pieces_of(translation, [slot for _, _, slot in filling])
    for read, carriers, slot in filling:
        found = pieces[slot.start]
        if found and not all(piece.is_same for piece in found):
            _rewrite(read, carriers, slot, found)


@dataclass(frozen=True, slots=True)
class _Carrier:
    """A run, or what stands for one, of a paragraph: its words, its link, and whether it is kept as it is."""

    element: "_Element"
    text: str
    link: "_Element | None"
    is_thing: bool

    @property
    def look(self) -> tuple[object, ...]:
        """What its letters look like, to be compared."""
        properties = self.element.find(f"{{{_WORD}}}rPr")
        looks = () if properties is None else tuple(properties)
        return tuple(
            sorted(
                (local(each), tuple(sorted((str(k), str(v)) for k, v in each.attrib.items())))
                for each in looks
                if local(each) in _LOOKS
            )
        )


def _carriers(paragraph: "_Element") -> Iterator[_Carrier]:
    """What a paragraph shows, in order; paragraphs inside of it (text boxes) are part of what carries them."""
    from lxml import etree

    walker = etree.iterwalk(paragraph, events=("start", "end"))
    links: list[_Element] = []
    for event, element in walker:
        name = local(element)
        if name == "hyperlink":
            links.append(element) if event == "start" else links.pop()
        if event == "end":
            continue
        if name in PASSED_OVER or is_hidden(name, element):
            walker.skip_subtree()
        elif name in {"r", "oMath"}:
            walker.skip_subtree()
            things = [each for each in element if local(each) not in _NO_THING]
            is_thing = name == "oMath" or bool(things)
            yield _Carrier(element, _text(element), links[-1] if links else None, is_thing)


def _text(run: "_Element") -> str:
    """The words of a run as the reader has them, without those of a text box in it."""
    from lxml import etree

    parts = []
    walker = etree.iterwalk(run, events=("start",))
    for _, element in walker:
        name = local(element)
        if name == "p" or name in PASSED_OVER:
            walker.skip_subtree()
        elif name == "t":
            parts.append(element.text or "")
        elif name == "sym":
            parts.append(symbol(attribute(element, "font"), attribute(element, "char")))
        elif name in {"footnoteReference", "endnoteReference"}:
            parts.append("[")  # its number is known to the reader alone
        elif name in WRITTEN:
            parts.append(WRITTEN[name])
    return "".join(parts)


def _slot(start: int, inside: str, lead: str, carriers: Sequence[_Carrier]) -> Slot:
    """The paragraph's words, with what is kept or looks different as marks that are named by their carriers."""
    base = carriers[-1]
    reached = 0
    marks: list[Mark] = []
    for index, carrier in enumerate(carriers[:-1]):
        begin = reached
        end = _end(inside, begin, carrier.text)
        reached = end
        if carrier.is_thing:
            marks.append(Mark(begin, end, str(index), is_kept=end > begin, is_essential=True))
        elif end > begin and (carrier.link is not None or carrier.look != base.look):
            last = marks[-1] if marks and marks[-1].end == begin and not marks[-1].is_kept else None
            before = carriers[int(last.before)] if last else None
            if last and before and before.link is carrier.link and before.look == carrier.look and not before.is_thing:
                marks[-1] = replace(last, end=end)
            else:
                marks.append(Mark(begin, end, str(index), is_essential=carrier.link is not None))
    return Slot(start, inside, inside, tuple(marks), lead=lead)


def _end(inside: str, begin: int, words: str) -> int:
    """Where the words of a carrier end; the mark of a note is as long as it is."""
    if words == "[":
        closing = inside.find("]", begin)
        return closing + 1 if inside.startswith("[", begin) and closing > 0 else begin
    if not inside.startswith(words, begin):  # white space at the edges of the paragraph is not in it
        words = words.lstrip() if begin == 0 or inside.startswith(words.lstrip(), begin) else words
    return min(begin + len(words), len(inside))


def _with_base(carriers: list[_Carrier]) -> list[_Carrier]:
    """The carriers, and behind them one without a link that looks like most of the paragraph: for all other words."""
    sizes: dict[tuple[object, ...], int] = {}
    first: dict[tuple[object, ...], _Carrier] = {}
    for carrier in carriers:
        if not carrier.is_thing and carrier.text:
            look = carrier.look
            first.setdefault(look, carrier)
            # Words of links are seldom most of a paragraph; they are blue and underlined.
            sizes[look] = sizes.get(look, 0) + (1 if carrier.link is not None else 1 + len(carrier.text))
    if not sizes:
        return [*carriers, _Carrier(_element("r"), "", None, is_thing=False)]
    base = first[max(sizes, key=lambda look: sizes[look])]
    return [*carriers, replace(base, text="", link=None)]


def _rewrite(read: Read, carriers: Sequence[_Carrier], slot: Slot, pieces: Sequence[Piece]) -> None:
    found = filled(slot, pieces)
    base = len(carriers) - 1
    owner: list[int | None] = [base] * len(found.text)
    things: list[tuple[int, int]] = []
    reached = 0
    looks = [(mark, span) for mark, span in found.placed if not carriers[int(mark.before)].is_thing]
    for mark, (start, end) in sorted(looks, key=lambda each: each[1][0] - each[1][1]):  # the longest is around others
        owner[start:end] = [int(mark.before)] * (end - start)
    for mark, (start, end) in sorted(found.placed, key=lambda each: int(each[0].before)):
        if carriers[int(mark.before)].is_thing:
            reached = max(reached, start)  # the parts of a field stay in order
            things.append((reached, int(mark.before)))
            owner[start:end] = [None] * (end - start)
    things += [(len(found.text), int(mark.before)) for mark in found.homeless]
    new = list(_runs(found.text, owner, things, carriers))
    paragraph = read.element
    for child in list(paragraph):
        if local(child) not in _STAYING:
            paragraph.remove(child)
    paragraph.extend(new)


def _runs(
    text: str, owner: Sequence[int | None], things: Sequence[tuple[int, int]], carriers: Sequence[_Carrier]
) -> Iterator["_Element"]:
    """The new runs of a paragraph: words by what they look like, and between them what was kept."""
    waiting = sorted(things)
    begin = 0
    for position in range(len(text) + 1):
        is_edge = position == len(text) or (position and owner[position] != owner[position - 1])
        is_place = bool(waiting) and waiting[0][0] <= position
        if (is_edge or is_place) and position > begin:
            index = owner[begin]
            if index is not None:
                yield _run(text[begin:position], carriers[index])
            begin = position
        while waiting and waiting[0][0] <= position:
            carrier = carriers[waiting.pop(0)[1]]
            if not carrier.is_thing:  # a link that no word is left for
                yield _run("…", carrier)
                continue
            yield _linked(carrier.element, carrier.link)  # itself: what is in it may be translated yet


def _run(words: str, carrier: _Carrier) -> "_Element":
    """A run of words that looks like its carrier."""
    from lxml import etree

    run = _element("r")
    properties = carrier.element.find(f"{{{_WORD}}}rPr")
    if properties is not None:
        run.append(deepcopy(properties))
    for number, line in enumerate(words.split("\n")):
        if number:
            etree.SubElement(run, f"{{{_WORD}}}br")
        written = etree.SubElement(run, f"{{{_WORD}}}t")
        written.text = "".join(char for char in line if char >= " " and not 0xD800 <= ord(char) <= 0xDFFF)
        written.set(_SPACE, "preserve")
    return _linked(run, carrier.link)


def _element(name: str) -> "_Element":
    from lxml import etree

    return etree.Element(f"{{{_WORD}}}{name}")


def _linked(run: "_Element", link: "_Element | None") -> "_Element":
    from lxml import etree

    run.tail = None
    if link is None:
        return run
    whole = etree.Element(link.tag, {str(key): str(value) for key, value in link.attrib.items()})
    whole.append(run)
    return whole


def _saved(archive: ZipFile, parts: Sequence[Part]) -> bytes:
    from lxml import etree

    changed = {
        part.member: etree.tostring(part.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for part in parts
    }
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as written:
        for member in archive.infolist():
            written.writestr(member, changed.get(member.filename) or archive.read(member))
    return file.getvalue()
