"""Where the markup of a slot goes among its translated words: to those that it belongs to, and none is lost.

First where the marked words stand unchanged (names, numbers, code), then where the alignment has them, and where that
can't be told, around the whole sentence. Without models to align: names, then the same part of the sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cmp_to_key
from typing import Final

from transum.inputs.slots import Mark, Piece, Slot, Span

_WORD = re.compile(r"\S+")
_TOKEN = re.compile(r"[^\s(]{4,200}[^\s.,;:!?)]")
_NAMED = re.compile(r"[A-Z\d]")
_EDGES: Final = ".,;:!?\"'“”‘’()[]"
_OPENING: Final = "\"'“‘(["
_CLOSING: Final = ".,;:!?\"'”’)]"
_ALIKE: Final = 0.75
_MANY: Final = 50  # marks in a slot: a list of links, where comparing all with all would take long
_FAR: Final = 2_000  # characters: two pages, and more than a sentence has
EMPTY: Final = "…"
"""What stands for a link that no word is left for."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot's words translated: what each mark now stands around, and those that no word is left for."""

    text: str
    placed: tuple[tuple[Mark, Span], ...]
    homeless: tuple[Mark, ...]


def filled(slot: Slot, pieces: Sequence[Piece]) -> Filled:
    """The words that the pieces put in the place of the slot's."""
    filling = _Filling.of(pieces, slot)
    return _with_marks(filling, slot)


@dataclass(frozen=True, slots=True)
class _Filling:
    """The translated words of a slot, and where in them each piece is."""

    text: str
    pieces: tuple[Piece, ...]
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, pieces: Sequence[Piece], slot: Slot) -> "_Filling":
        """The pieces joined; white space at the slot's edges stays, and a line break between two sentences."""
        pieces = [piece for piece in pieces if piece.target] or [Piece(0, len(slot.text), EMPTY, is_same=False)]
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

    def aligned(self, start: int, end: int) -> Span | None:
        """Where the words of ``[start, end)`` of the slot's words are here; None where that can't be told."""
        spans: list[Span] = []
        for piece, offset in self._touched(start, end):
            begin, stop = max(start, piece.start), min(end, piece.end)
            is_whole = (begin, stop) == (piece.start, piece.end)
            span = (0, len(piece.target)) if is_whole else piece.carry(begin, stop) if piece.carry else None
            if span is None:
                return None
            spans.append((offset + span[0], offset + span[1]))
        return _hull(spans)

    @property
    def is_aligned(self) -> bool:
        """Whether models are asked which words belong to which; for all sentences or none."""
        return all(piece.carry for piece in self.pieces)

    def is_inside(self, position: int) -> bool:
        """Whether ``position`` of the slot's words is in the middle of a sentence."""
        return any(piece.start < position < piece.end for piece in self.pieces)

    def sentences(self, start: int, end: int) -> Span | None:
        """The whole of the sentences that ``[start, end)`` of the slot's words are in; None without models to align."""
        touched = self._touched(start, end) if self.is_aligned else ()
        return _hull([(offset, offset + len(piece.target)) for piece, offset in touched])

    def _touched(self, start: int, end: int) -> Iterator[tuple[Piece, int]]:
        return (
            (piece, offset)
            for piece, offset in zip(self.pieces, self.offsets, strict=True)
            if piece.start < end and start < piece.end
        )


def _hull(spans: Sequence[Span]) -> Span | None:
    return (min(start for start, _ in spans), max(end for _, end in spans)) if spans else None


def _with_marks(filling: _Filling, slot: Slot) -> Filled:
    """Each mark in its place, and those that there is no place for.

    Marks never cross, and two that were apart, or one in the other, stay so; but what only looks different may come to
    lie around what was apart from it, where nothing tells its own words. Looks that are the same become one there.
    """
    placed: list[tuple[Mark, Span]] = []
    untold, homeless = [], []
    for mark in slot.marks:
        found = _first_fitting(mark, _candidates(mark, filling, slot), placed)
        placed += [(mark, found)] if found else []
        untold += [] if found else [mark]
    for mark in untold:
        around = _around(mark, filling, placed)
        if found := around or _first_fitting(mark, _guesses(mark, filling, slot), placed):
            placed = [*(each for each in placed if not (around and _is_covered(*each, mark, around))), (mark, found)]
        elif mark.is_essential:
            homeless.append(mark)
    numbers = {id(mark): number for number, mark in enumerate(slot.marks)}

    def order(one: tuple[Mark, Span], other: tuple[Mark, Span]) -> int:
        return _order(one[1], other[1]) or numbers[id(one[0])] - numbers[id(other[0])]

    placed.sort(key=cmp_to_key(order))
    return Filled(filling.text, tuple(placed), tuple(homeless))


def _first_fitting(mark: Mark, spans: Iterator[Span], placed: Sequence[tuple[Mark, Span]]) -> Span | None:
    return next((span for span in spans if _fits(mark, span, placed)), None)


def _around(mark: Mark, filling: _Filling, placed: Sequence[tuple[Mark, Span]]) -> Span | None:
    """The sentences that a mark is in; None where it can't lie around all that is in them, or across their ends."""
    span = None if mark.is_kept else filling.sentences(mark.start, mark.end)
    if span is None or any(_crosses(span, where) for _, where in placed):
        return None
    return span if not mark.is_essential or _fits(mark, span, placed) else None


def _is_covered(other: Mark, where: Span, mark: Mark, around: Span) -> bool:
    """Whether ``other`` adds nothing inside of ``mark``: both look the same."""
    is_same = (other.before, other.after) == (mark.before, mark.after)
    return is_same and not other.is_kept and _relation(where, around) == "inside"


def _crosses(one: Span, other: Span) -> bool:
    return _relation(one, other) == _relation(other, one) == "crossing"


def _order(one: Span, other: Span) -> int:
    """Less than 0 where ``one`` lies around ``other``, more where it is the other way round."""
    if one == other or one[0] == one[1] or other[0] == other[1]:
        return 0
    return -(_relation(other, one) == "inside") or int(_relation(one, other) == "inside")


def _candidates(mark: Mark, filling: _Filling, slot: Slot) -> Iterator[Span]:
    """The places for a mark, the likeliest first."""
    if mark.start == mark.end:
        yield _between_words(mark.start, filling, slot)
    elif mark.is_kept:
        marked, near = slot.text[mark.start : mark.end], filling.place(mark.start)
        yield from _unchanged(marked, filling.text, near)
        yield from _damaged(marked, filling.text) if len(slot.marks) < _MANY else ()
        aligned = filling.aligned(mark.start, mark.end)
        if aligned and _is_no_more(filling.text[slice(*aligned)], marked):
            yield aligned
    elif mark.end - mark.start == len(slot.text):
        yield 0, len(filling.text)
    else:
        yield from _likely(mark, filling, slot)


def _likely(mark: Mark, filling: _Filling, slot: Slot) -> Iterator[Span]:
    """The places for a mark on some of the slot's words, the likeliest first."""
    start, end = _trimmed(mark, slot)
    marked = slot.text[start:end]
    guess = filling.place(start), filling.place(end, ends=True)
    aligned = filling.aligned(start, end)
    near = (aligned or guess)[0]
    for span in _unchanged(marked, filling.text, near):
        if aligned is None or _relation(span, aligned) != "apart":  # "air" is water, and no air
            yield span
    if aligned:
        yield _with_punctuation(aligned, marked, filling.text)
    elif not filling.is_aligned:
        yield from _around_names(marked, filling.text, guess[0]) if len(slot.marks) < _MANY else ()
        yield from (guess,) if guess[0] < guess[1] else ()


def _trimmed(mark: Mark, slot: Slot) -> Span:
    """The marked words without white space at their edges; it was marked with them, and means nothing."""
    marked = slot.text[mark.start : mark.end]
    words = marked.strip()
    if not words:
        return mark.start, mark.end
    start = mark.start + marked.index(words)
    return start, start + len(words)


def _guesses(mark: Mark, filling: _Filling, slot: Slot) -> Iterator[Span]:
    """Where a mark may go that nothing is told of: the same part of the sentence; for a link any word."""
    guess = filling.place(mark.start), filling.place(mark.end, ends=True)
    if mark.is_kept or mark.start == mark.end:
        return
    if guess[0] < guess[1]:
        yield guess
    if mark.is_essential and len(slot.marks) < _MANY:
        yield from sorted((m.span() for m in _WORD.finditer(filling.text)), key=lambda span: abs(span[0] - guess[0]))


def _between_words(position: int, filling: _Filling, slot: Slot) -> Span:
    """Where a thing between words goes: behind the word that it stood behind (the mark of a note), else before one."""
    if position >= len(slot.text):
        return len(filling.text), len(filling.text)
    is_behind = position > 0 and not slot.text[position - 1].isspace()
    at = filling.place(position, ends=is_behind)
    if filling.is_aligned and filling.is_inside(position):
        words = [match.span() for match in _WORD.finditer(slot.text) if (match.start() < position) is is_behind]
        word = (words[-1][0], position) if is_behind else words[0] if words else None
        span = filling.aligned(*word) if word else None
        at = span[is_behind] if span else at
    return at, at


def _unchanged(marked: str, words: str, near: int) -> list[Span]:
    """Where the marked words stand as they are, the nearest first; not far away, or long texts would take long.

    Words are whole ones; the mark of a note stands right behind one.
    """
    before, after = (r"(?<!\w)" if marked[:1].isalnum() else ""), (r"(?!\w)" if marked[-1:].isalnum() else "")
    pattern = re.compile(f"{before}{re.escape(marked)}{after}", re.IGNORECASE)
    spans = (match.span() for match in pattern.finditer(words, max(0, near - _FAR), near + _FAR))
    return sorted(spans, key=lambda span: abs(span[0] - near))


def _with_punctuation(span: Span, marked: str, words: str) -> Span:
    """The span, and the quotes and stops at its edges where those of the marked words were marked with them."""
    start, end = span
    if marked[0] in _OPENING and words[start - 1 : start] in tuple(_OPENING):
        start -= 1
    for _ in range(len(marked) - len(marked.rstrip(_CLOSING))):
        if words[end : end + 1] in tuple(_CLOSING):
            end += 1
    return start, end


def _around_names(marked: str, words: str, near: int) -> Iterator[Span]:
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


def _damaged(kept: str, words: str) -> Iterator[Span]:
    """The word that the model made of an address or a name in code, if there is one."""
    for match in _TOKEN.finditer(words):
        if SequenceMatcher(None, kept, match[0], autojunk=False).ratio() > _ALIKE:
            yield match.span()


def _is_no_more(translated: str, kept: str) -> bool:
    """Whether the words that ``kept`` would take the place of are hardly more than it is: none but its own are lost."""
    return len(translated.split()) <= len(kept.split()) + 1


def _fits(mark: Mark, span: Span, placed: Sequence[tuple[Mark, Span]]) -> bool:
    return all(
        _relation((mark.start, mark.end), (other.start, other.end)) == _relation(span, where)
        and not (other.is_kept and where[0] < span[0] < where[1])
        for other, where in placed
        if mark.start < mark.end or other.is_kept
        if other.start < other.end
    )


def _relation(one: Span, other: Span) -> str:
    if one[1] <= other[0] or other[1] <= one[0]:
        return "apart"
    return "inside" if other[0] <= one[0] and one[1] <= other[1] else "crossing"
