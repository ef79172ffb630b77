"""A translation divided over the slots of a file: which of its words belong into each."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, pairwise
from typing import Final

from transum.document import Alignment, SentencePair, Translation
from transum.inputs.slots import Carry, Piece, Slot, Span

_WORD: Final = re.compile(r"\S+")
_NOTE_MARK: Final = r"\[\d*\]"
_PUNCTUATION_BONUS: Final = 6  # characters that a cut may be farther away, to stand behind a comma


def pieces_of(translation: Translation, slots: Iterable[Slot]) -> dict[int, list[Piece]]:
    """What of the translation belongs into each slot, by where the slot begins in the document."""
    places = sorted({slot.start: slot for slot in slots}.values(), key=lambda slot: slot.start)
    aligned = _alignments(translation, places)
    pieces: dict[int, list[Piece]] = {slot.start: [] for slot in places}
    for pair in translation.pairs:
        for slot, piece in _divided(pair, places, aligned):
            found = pieces[slot.start]
            found.append(piece if found else _without(slot.lead.strip(), piece))
    return pieces


_Alignments = Mapping[tuple[str, str], Alignment | None]


def _alignments(translation: Translation, places: Sequence[Slot]) -> _Alignments | None:
    """The alignments of the sentences in which a mark begins or ends, all at once; None without models for it."""
    if translation.align is None:
        return None
    edges = sorted({slot.start + edge for slot in places for mark in slot.marks for edge in (mark.start, mark.end)})
    asked = [
        (pair.source.text, pair.target)
        for pair in translation.pairs
        if bisect_right(edges, pair.source.start) < bisect_left(edges, pair.source.end)
    ]
    return dict(zip(asked, translation.align(asked), strict=True)) if asked else {}


def _without(lead: str, piece: Piece) -> Piece:
    """The piece without the number of an item or a note, which its file holds otherwise; what is left of one, too."""
    found = re.match(rf"{re.escape(lead)}|{_NOTE_MARK}", piece.target) if lead else None
    if not found or (not piece.target.startswith(lead) and not re.fullmatch(_NOTE_MARK, lead)):
        return piece
    target = piece.target[found.end() :].lstrip()
    carry, removed = piece.carry, len(piece.target) - len(target)
    return replace(piece, target=target, carry=partial(_moved, carry, removed, len(target)) if carry else None)


def _moved(carry: Carry, removed: int, length: int, start: int, end: int) -> Span | None:
    """What ``carry`` finds in a text, in that text without ``removed`` characters before and what is behind."""
    span = carry(start, end)
    if span is None:
        return None
    begin, stop = max(0, span[0] - removed), min(length, span[1] - removed)
    return (begin, stop) if begin < stop else None


def _divided(pair: SentencePair, places: Sequence[Slot], aligned: _Alignments | None) -> Iterator[tuple[Slot, Piece]]:
    """The parts of a sentence's translation that belong into each slot, by the length of what they stand for."""
    source = pair.source
    first = bisect_right(places, source.start, key=lambda slot: slot.end)
    last = first
    while last < len(places) and places[last].start < source.end:
        last += 1
    spans = [(max(slot.start, source.start), min(slot.end, source.end)) for slot in places[first:last]]
    if not spans:  # a mark before the words of a slot
        return
    targets = _figures(pair, spans) or divide(pair.target, [end - start for start, end in spans])
    at = 0
    for slot, (start, end), target in zip(places[first:last], spans, targets, strict=True):
        at = pair.target.index(target, at)
        carry = None
        if aligned is not None:
            alignment = aligned.get((source.text, pair.target))
            carry = partial(_moved, partial(_carried, pair, alignment, slot.start - source.start), at, len(target))
        yield slot, Piece(start - slot.start, end - slot.start, target, pair.target == source.text, carry)
        at += len(target)


def _figures(pair: SentencePair, spans: Sequence[Span]) -> list[str]:
    """The cells of a row of figures, each with its own again; nothing for sentences with words."""
    words = pair.target.split()
    is_row = len(spans) > 1 and not any(map(str.isalpha, pair.source.text))
    if not is_row or " ".join(words) != pair.target or len(words) != len(pair.source.text.split()):
        return []
    begin = pair.source.start
    counts = [len(pair.source.text[start - begin : end - begin].split()) for start, end in spans]
    ends = list(accumulate(counts))
    return [" ".join(words[end - count : end]) for end, count in zip(ends, counts, strict=True)]


def _carried(pair: SentencePair, alignment: Alignment | None, at: int, start: int, end: int) -> Span | None:
    """Where in the translation the words of ``[start, end)`` are, counted from ``at`` in the sentence."""
    return alignment.carried(pair.source.text, pair.target, start + at, end + at) if alignment else None


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
