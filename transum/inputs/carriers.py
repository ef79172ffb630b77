"""Paragraphs of office documents, taken apart and put together again: what carries their words, and how these look.

A paragraph is read as *carriers* in order (runs of Word, pieces of text between two tags of OpenDocument), each with
its look. Most words have the look of the *base*; the others are marks on the slot that the paragraph is, as things
between words are (pictures, the marks of notes). Filled with other words, it comes back as segments.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from transum.document import Translation
from transum.errors import InputError
from transum.inputs.blocks import told
from transum.inputs.dividing import pieces_of
from transum.inputs.margins import Label, Part, blocks_of
from transum.inputs.paragraphs import Read
from transum.inputs.placing import EMPTY, Filled, filled
from transum.inputs.slots import Mark, Piece, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

_SPACE: Final = re.compile(r"\s+")
NOTE_MARK = "["
"""The words of a carrier that is the mark of a note: its number is known to the reader alone."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """What carries words of a paragraph: its element, its words, the link that it is in, and its look, to be compared.

    ``is_thing``: it is kept as it is; ``is_repeated``: and may stand there twice, as the number of the page may.
    """

    element: "_Element"
    text: str
    link: "_Element | None"
    look: tuple[object, ...]
    is_thing: bool = False
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that look like their carrier, or a thing."""

    text: str
    carrier: Carrier


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A paragraph that is to hold other words: what it is, the words that it held, and what it is made of now.

    ``words`` and ``translated`` are these words alone, for where else they stand: in a table of contents.
    """

    read: Read
    words: str
    translated: str
    original: tuple[Segment, ...]
    segments: tuple[Segment, ...]


def rewritten(  # noqa: PLR0917 - what is read, how, and what of it is said now
    parts: Sequence[Part],
    labels: Sequence[Label],
    carriers_of: "Callable[[_Element], Sequence[Carrier]]",
    bare: "Callable[[_Element], Carrier]",
    name: str,
    translation: Translation,
) -> tuple[list[Rewritten], list[tuple[Label, str]]]:
    """The paragraphs, and the labels, whose words are others in ``translation``.

    ``bare`` makes the carrier of words in a paragraph in which none has any. Raises ``InputError`` where the
    translation is of another text.
    """
    reads = [read for part in parts for read in part.paragraphs]
    text, spans = told(blocks_of(parts, labels))
    if text != translation.document.text:
        raise InputError(f"{name} is not the file that was translated", hint="Was it changed meanwhile? Run it again.")
    begins = [*(start for start, _ in spans[1:]), len(text)]
    slots = []
    for read, (start, end), following in zip(reads, spans, begins, strict=False):
        begin = start + len(read.mark)
        carriers = _with_base(carriers_of(read.element), bare(read.element))
        slots.append((read, carriers, _slot(begin, text[begin : min(end, following)], read.mark, carriers)))
    words = dict.fromkeys(label.words for label in labels)
    known = {each: Slot(start, each, each) for each, (start, _) in zip(words, spans[len(reads) :], strict=False)}
    pieces = pieces_of(translation, [*(slot for _, _, slot in slots), *known.values()])
    changed = []
    for read, carriers, slot in slots:
        if _is_other(found := pieces[slot.start]):
            filling = filled(slot, found)
            segments = tuple(_segments(filling, carriers))
            changed.append(Rewritten(read, slot.text, filling.text, _as_before(carriers), segments))
    said = {
        each: filled(slot, pieces[slot.start]).text for each, slot in known.items() if _is_other(pieces[slot.start])
    }
    return changed, [(label, said[label.words]) for label in labels if label.words in said]


def _is_other(pieces: Sequence[Piece]) -> bool:
    return bool(pieces) and not all(piece.is_same for piece in pieces)


def _as_before(carriers: Sequence[Carrier]) -> tuple[Segment, ...]:
    """What stands in a paragraph that keeps its words beside the other: the words, and what may be there twice."""
    return tuple(
        Segment("", replace(each, element=deepcopy(each.element))) if each.is_thing else Segment(each.text, each)
        for each in carriers[:-1]
        if each.is_repeated or (each.text and not each.is_thing)
    )


def _with_base(carriers: Sequence[Carrier], bare: Carrier) -> list[Carrier]:
    """The carriers, and behind them one without a link that looks like most of the paragraph: for all other words."""
    sizes: dict[tuple[object, ...], int] = {}
    first: dict[tuple[object, ...], Carrier] = {}
    for carrier in carriers:
        if not carrier.is_thing and carrier.text:
            first.setdefault(carrier.look, carrier)
            # Words of links are seldom most of a paragraph; they are blue and underlined.
            size = 1 if carrier.link is not None else 1 + len(carrier.text)
            sizes[carrier.look] = sizes.get(carrier.look, 0) + size
    base = first[max(sizes, key=lambda look: sizes[look])] if sizes else bare
    return [*carriers, replace(base, text="", link=None)]


def _slot(start: int, inside: str, lead: str, carriers: Sequence[Carrier]) -> Slot:
    """The paragraph's words, with what is kept or looks different as marks that are named by their carriers."""
    base = carriers[-1]
    reached = 0
    marks: list[Mark] = []
    for index, carrier in enumerate(carriers[:-1]):
        begin = _begin(inside, reached, carrier.text)
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


def _begin(inside: str, reached: int, words: str) -> int:
    """Where the words of a carrier begin: there may be white space before them that is nobody's."""
    begin = reached
    while begin < len(inside) and inside[begin].isspace() and not inside.startswith(words, begin):
        begin += 1
    return begin if inside.startswith(words, begin) else reached


def _end(inside: str, begin: int, words: str) -> int:
    """Where the words of a carrier end; the mark of a note is as long as it is."""
    if words == NOTE_MARK:
        closing = inside.find("]", begin)
        return closing + 1 if inside.startswith("[", begin) and closing > 0 else begin
    if not inside.startswith(words, begin):  # white space at the edges of the paragraph is not in it
        words = words.lstrip() if begin == 0 or inside.startswith(words.lstrip(), begin) else words
    return min(begin + len(words), len(inside))


def _segments(found: Filled, carriers: Sequence[Carrier]) -> Iterator[Segment]:
    """What a paragraph is made of now: words by what they look like, and between them what was kept."""
    owner, things = _owners(found, carriers)
    begin = 0
    for position in range(len(found.text) + 1):
        is_edge = position == len(found.text) or (position and owner[position] != owner[position - 1])
        if (is_edge or things.get(position)) and position > begin:
            index = owner[begin]
            if index is not None:
                yield Segment(found.text[begin:position], carriers[index])
            begin = position
        for index in things.get(position, ()):
            carrier = carriers[index]
            yield Segment("" if carrier.is_thing else EMPTY, carrier)  # a link that no word is left for


def _owners(found: Filled, carriers: Sequence[Carrier]) -> tuple[list[int | None], Mapping[int, list[int]]]:
    """For each character the carrier that it looks like, None where a thing stands for it; and the things by place."""
    owner: list[int | None] = [len(carriers) - 1] * len(found.text)
    looks = [(mark, span) for mark, span in found.placed if not carriers[int(mark.before)].is_thing]
    for mark, (start, end) in sorted(looks, key=lambda each: each[1][0] - each[1][1]):  # the longest is around others
        owner[start:end] = [int(mark.before)] * (end - start)
    for gap in _SPACE.finditer(found.text):
        one, other = owner[gap.start() - 1], owner[min(gap.end(), len(owner) - 1)]
        link = carriers[one].link if one is not None else None
        if gap.start() and one is not None and other is not None and link is not None and link is carriers[other].link:
            owner[gap.start() : gap.end()] = [one] * (gap.end() - gap.start())  # one link, and not two
    things: dict[int, list[int]] = {}
    reached = 0
    for mark, (start, end) in sorted(found.placed, key=lambda each: int(each[0].before)):
        if carriers[int(mark.before)].is_thing:
            reached = max(reached, start)  # the parts of a field stay in order
            things.setdefault(reached, []).append(int(mark.before))
            owner[start:end] = [None] * (end - start)
    things.setdefault(len(found.text), []).extend(int(mark.before) for mark in found.homeless)
    return owner, things
