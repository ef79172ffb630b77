"""Files that keep their structure: what is translated, what stays, and how the one goes back into the other.

A file is read as *slots* (the words of a heading, a list item, a cue) with the file's own bytes between them, verbatim.
The words of all slots, without markup, are the document; its translation is laid into the slots again.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from transum.document import SentencePair, Translation

_WORD = re.compile(r"\S+")
_TOKEN = re.compile(r"[^\s(]{4,200}[^\s.,;:!?)]")
_NAMED = re.compile(r"[A-Z\d]")
_EDGES: Final = ".,;:!?\"'“”‘’()[]"
_ALIKE: Final = 0.75
_MANY: Final = 50  # marks in a slot: a list of links, where comparing all with all would take long
_EMPTY: Final = "…"  # a slot that no word is left for
_PUNCTUATION_BONUS: Final = 6  # characters that a cut may be farther away, to stand behind a comma
_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Aside:
    """Words inside markup (what a picture shows): ``slot`` is for ``[start, end)`` of the markup, before or after."""

    start: int
    end: int
    slot: "Slot"
    is_after: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Markup in a slot: ``before`` and ``after`` stand around ``[start, end)`` of the slot's words.

    ``is_kept``: the words themselves are not translated (code, an address); ``before`` then holds them with their
    markup. ``is_essential``: more than looks are lost without it (a link). An empty span is a thing between words.
    ``asides`` are in the order of their places.
    """

    start: int
    end: int
    before: str
    after: str = ""
    is_kept: bool = False
    is_essential: bool = False
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """``text`` are the words at ``start`` in the document; ``raw`` is what stands in the file for them.

    ``dialect`` is there where it differs from the file's. Slots that begin at the same place are for the same words:
    what the file says twice and the document once. ``lead`` stands before the words in the document, and in the file
    only as what it means (the number of an item): it is taken from the translation.
    """

    start: int
    text: str
    raw: str
    marks: tuple[Mark, ...] = ()
    dialect: "Dialect | None" = None
    lead: str = ""

    @property
    def end(self) -> int:
        """The offset behind the words, in the document."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What differs between file types: ``fold`` puts line breaks for spaces, ``escape`` guards translated words.

    Both are given the slot that the words are for.
    """

    fold: Callable[[str, Slot], str]
    escape: Callable[[str, Slot], str]


@dataclass(frozen=True, slots=True)
class SlotLayout:
    """A file: ``verbatim[0]``, the first slot, ``verbatim[1]``, the second slot, … ``verbatim[-1]``."""

    verbatim: tuple[str, ...]
    slots: tuple[Slot, ...]
    dialect: Dialect

    def rebuild(self, translation: Translation) -> str:
        """The file with its words translated; a slot whose sentences are all as they were stays byte for byte."""
        asides = (aside.slot for slot in self.slots for mark in slot.marks for aside in mark.asides)
        pieces = pieces_of(translation, [*self.slots, *asides])
        parts = [self.verbatim[0]]
        for slot, verbatim in zip(self.slots, self.verbatim[1:], strict=True):
            parts += [self._filled(slot, pieces), verbatim]
        return "".join(parts)

    def _filled(self, slot: Slot, pieces: "Mapping[int, Sequence[Piece]]") -> str:
        marks = tuple(self._with_asides(mark, pieces) for mark in slot.marks)
        found = pieces[slot.start]
        if all(piece.is_same for piece in found) and marks == slot.marks:
            return slot.raw
        slot = replace(slot, marks=marks)
        dialect = slot.dialect or self.dialect
        filling = _Filling.of(found, slot)
        words = dialect.fold(filling.text, slot)
        return "".join(_marked(words, filling, slot, dialect.escape))

    def _with_asides(self, mark: Mark, pieces: "Mapping[int, Sequence[Piece]]") -> Mark:
        for aside in reversed(mark.asides):
            markup = mark.after if aside.is_after else mark.before
            markup = markup[: aside.start] + self._filled(aside.slot, pieces) + markup[aside.end :]
            mark = replace(mark, after=markup) if aside.is_after else replace(mark, before=markup)
        return mark


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot's words translated: what each mark now stands around, and those that no word is left for."""

    text: str
    placed: tuple[tuple[Mark, _Span], ...]
    homeless: tuple[Mark, ...]


def filled(slot: Slot, pieces: "Sequence[Piece]") -> Filled:
    """The words that the pieces put in the place of the slot's, for files that are no text."""
    filling = _Filling.of(pieces, slot)
    placed, homeless = _places(filling, slot)
    return Filled(filling.text, tuple(placed), tuple(homeless))


def pieces_of(translation: Translation, slots: Iterable[Slot]) -> "dict[int, list[Piece]]":
    """What of the translation belongs into each slot, by where the slot begins in the document."""
    places = sorted({slot.start: slot for slot in slots}.values(), key=lambda slot: slot.start)
    pieces: dict[int, list[Piece]] = {slot.start: [] for slot in places}
    for pair in translation.pairs:
        for slot, piece in _divided(pair, places):
            is_led = not pieces[slot.start] and slot.lead.strip() and piece.target.startswith(slot.lead.strip())
            target = piece.target.removeprefix(slot.lead.strip()).lstrip() if is_led else piece.target
            pieces[slot.start].append(replace(piece, target=target))
    return pieces


def _divided(pair: SentencePair, places: Sequence[Slot]) -> Iterator[tuple[Slot, "Piece"]]:
    """The parts of a sentence's translation that belong into each slot, by the length of what they stand for."""
    source = pair.source
    first = bisect_right(places, source.start, key=lambda slot: slot.end)
    last = first
    while last < len(places) and places[last].start < source.end:
        last += 1
    spans = [(max(slot.start, source.start), min(slot.end, source.end)) for slot in places[first:last]]
    if not spans:  # a mark before the words of a slot
        return
    targets = divide(pair.target, [end - start for start, end in spans])
    for slot, (start, end), target in zip(places[first:last], spans, targets, strict=True):
        yield slot, Piece(start - slot.start, end - slot.start, target, is_same=pair.target == source.text)


def divide(text: str, weights: Sequence[int]) -> list[str]:
    """``text`` in as many parts as there are weights, cut between words, their lengths in proportion; all its words.

    A part is empty only where there are fewer words than parts.

    >>> divide("The president left for Bali, she said.", [20, 10])
    ['The president left for Bali,', 'she said.']
    """
    if len(weights) == 1:
        return [text.strip()]
    ends = [match.end() for match in _WORD.finditer(text)]
    begins = [match.start() for match in _WORD.finditer(text)]
    cuts, weight = [0], 0
    for index, each in enumerate(weights[:-1], start=1):
        weight += each
        goal = len(text) * weight / max(1, sum(weights))
        choices = range(cuts[-1] + 1, len(ends) - (len(weights) - index) + 1)
        cuts.append(
            min(choices, key=lambda cut: _distance(text, ends[cut - 1], goal), default=min(cuts[-1] + 1, len(ends)))
        )
    cuts.append(len(ends))
    return [text[begins[a] : ends[b - 1]] if a < b else "" for a, b in pairwise(cuts)]


def _distance(text: str, end: int, goal: float) -> float:
    return abs(end - goal) - (_PUNCTUATION_BONUS if text[end - 1] in ",.;:!?" else 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words for ``[start, end)`` of a slot's words; ``is_same`` if the sentence was left as it was."""

    start: int
    end: int
    target: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class _Filling:
    """The translated words of a slot, and where in them each piece is."""

    text: str
    pieces: tuple[Piece, ...]
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, pieces: Sequence[Piece], slot: Slot) -> "_Filling":
        """The pieces joined; white space at the slot's edges stays, and a line break between two sentences."""
        pieces = [piece for piece in pieces if piece.target] or [Piece(0, len(slot.text), _EMPTY, is_same=False)]
        text = slot.text[: len(slot.text) - len(slot.text.lstrip())]
        offsets, reached = [], 0
        for number, piece in enumerate(pieces):
            if number:
                text += "\n" if "\n" in slot.text[reached : piece.start] else " "
            offsets.append(len(text))
            text += piece.target
            reached = piece.end
        return cls(text + slot.text[len(slot.text.rstrip()) :], tuple(pieces), tuple(offsets))

    def place(self, position: int, *, ends: bool = False) -> int:
        """Where ``position`` of the slot's words is here: in proportion, at the start (or end) of a word."""
        for piece, offset in zip(self.pieces, self.offsets, strict=True):
            if position <= piece.start and not (ends and position == piece.start and offset):
                return offset
            if position < piece.end:
                goal = offset + len(piece.target) * (position - piece.start) / (piece.end - piece.start)
                spans = [match.span() for match in _WORD.finditer(piece.target)]
                edges = [offset + (end if ends else start) for start, end in spans]
                return min(edges, key=lambda edge: abs(edge - goal), default=offset)
            if position == piece.end and ends:
                return offset + len(piece.target)
        return len(self.text)


def _marked(words: str, filling: _Filling, slot: Slot, escape: Callable[[str, Slot], str]) -> Iterator[str]:
    """The words with their markup, in order."""
    placed, homeless = _places(filling, slot)
    events = sorted(
        [(end, 0, -n, mark.after) for n, (mark, (start, end)) in enumerate(placed) if start < end]
        + [(start, 1, n, mark.before) for n, (mark, (start, end)) in enumerate(placed)]
    )
    kept = [span for mark, span in placed if mark.is_kept]
    done = 0
    for position, _, _, markup in events:
        if position > done and not any(start <= done < end for start, end in kept):
            yield escape(words[done:position], slot)
        yield markup
        done = max(done, position)
    yield escape(words[done:], slot)
    for mark in homeless:
        yield f" ({mark.before}{'' if mark.is_kept else _EMPTY}{mark.after})"


def _places(filling: _Filling, slot: Slot) -> tuple[list[tuple[Mark, _Span]], list[Mark]]:
    """Where each mark goes, and those that there is no place for but that must not be lost.

    First where the marked words stand unchanged (names, numbers, code), nearest to where they should be, then the
    words in the same part of the sentence. Marks never cross: two that were apart, or one in the other, stay so.
    """
    placed: list[tuple[Mark, _Span]] = []
    homeless = []
    for mark in slot.marks:
        spans = (span for span in _candidates(mark, filling, slot) if _fits(mark, span, placed))
        span = next(spans, None)
        if span is not None:
            placed.append((mark, span))
        elif mark.is_essential:
            homeless.append(mark)
    return placed, homeless


def _candidates(mark: Mark, filling: _Filling, slot: Slot) -> Iterator[_Span]:
    start, end = filling.place(mark.start), filling.place(mark.end, ends=True)
    if mark.start == mark.end:
        if mark.start and not slot.text[mark.start - 1].isspace():  # it stands behind a word (the mark of a note)
            start = filling.place(mark.start, ends=True)
        yield (start, start) if mark.start < len(slot.text) else (len(filling.text), len(filling.text))
        return
    if mark.end - mark.start == len(slot.text) and not mark.is_kept:
        yield 0, len(filling.text)
        return
    pattern = re.compile(rf"(?<!\w){re.escape(slot.text[mark.start : mark.end])}(?!\w)", re.IGNORECASE)
    yield from sorted((m.span() for m in pattern.finditer(filling.text)), key=lambda span: abs(span[0] - start))
    if not mark.is_kept and len(slot.marks) < _MANY:
        yield from _around_names(slot.text[mark.start : mark.end], filling.text, start)
    if mark.is_kept and len(slot.marks) < _MANY:
        yield from _damaged(slot.text[mark.start : mark.end], filling.text)
    elif start < end and not mark.is_kept:
        yield start, end
    if mark.is_essential and not mark.is_kept and len(slot.marks) < _MANY:  # any word rather than none
        yield from sorted((m.span() for m in _WORD.finditer(filling.text)), key=lambda span: abs(span[0] - start))


def _around_names(marked: str, words: str, near: int) -> Iterator[_Span]:
    """Where the names and numbers among the marked words stand, with as many words before and behind as there were.

    >>> list(_around_names("Presiden Joko Widodo", "It was President Joko Widodo who spoke.", 0))
    [(7, 28)]
    """
    given = [word.strip(_EDGES) for word in marked.split()]
    tokens = [(match[0].strip(_EDGES), match.span()) for match in _WORD.finditer(words)]
    unchanged = {word for word, _ in tokens if _NAMED.match(word)}
    named = [index for index, word in enumerate(given) if word in unchanged]
    if len(given) < 2 or not named:
        return
    first, last = named[0], named[-1]
    begins = [index for index, (word, _) in enumerate(tokens) if word == given[first]]
    for begin in sorted(begins, key=lambda index: abs(tokens[index][1][0] - near)):
        ends = range(begin, min(len(tokens), begin + last - first + 3))
        end = next((index for index in ends if tokens[index][0] == given[last]), None)
        if end is not None:
            whole = tokens[max(0, begin - first)], tokens[min(len(tokens) - 1, end + len(given) - 1 - last)]
            start, stop = whole[0][1][0], whole[1][1][1]
            yield start, start + len(words[start:stop].rstrip(_EDGES))


def _damaged(kept: str, words: str) -> Iterator[_Span]:
    """The word that the model made of an address or a name in code, if there is one."""
    for match in _TOKEN.finditer(words):
        if SequenceMatcher(None, kept, match[0], autojunk=False).ratio() > _ALIKE:
            yield match.span()


def _fits(mark: Mark, span: _Span, placed: Sequence[tuple[Mark, _Span]]) -> bool:
    return all(
        _relation((mark.start, mark.end), (other.start, other.end)) == _relation(span, where)
        and not (other.is_kept and where[0] < span[0] < where[1])
        for other, where in placed
        if mark.start < mark.end or other.is_kept
        if other.start < other.end
    )


def _relation(one: _Span, other: _Span) -> str:
    if one[1] <= other[0] or other[1] <= one[0]:
        return "apart"
    return "inside" if other[0] <= one[0] and one[1] <= other[1] else "crossing"
