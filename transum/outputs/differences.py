"""Two translations of one sentence, word by word: where they differ."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final, Literal

Span = tuple[int, int]
Change = Literal["=", "-", "+"]
"""What becomes of words on the way from one text to another: they stay, they go, they come."""
MARKS: Final[Mapping[Change, tuple[str, str]]] = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}
"""What stands around words where no style can be seen, as wdiff writes it."""
_WORD: Final = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")
_MOST: Final = 2000  # words; of longer texts the comparison takes time by the square


def differences(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """The words of ``one`` that ``other`` hasn't there, and those of ``other``; neighbours are one span.

    >>> differences("The price rose.", "Prices rose.")
    ([(0, 9)], [(0, 6)])
    """
    changed = [(ours, theirs) for ours, theirs, is_same in _runs(one, other) if not is_same]
    return [ours for ours, _ in changed if any(ours)], [theirs for _, theirs in changed if any(theirs)]


def changes(one: str, other: str) -> list[tuple[str, Change]]:
    """How ``one`` becomes ``other``, piece by piece; what stays is written as ``other`` has it.

    >>> changes("Prices rose.", "The price rose.")
    [('Prices', '-'), (' ', '='), ('The price', '+'), (' rose.', '=')]
    """
    pieces: list[tuple[str, Change]] = []
    left = written = 0  # how far the two texts were read
    for (start, stop), (begin, close), is_same in _runs(one, other):
        gone, come = one[start:stop], other[begin:close]
        gap = one[left:start] if gone and not is_same else other[written:begin]
        if is_same:
            pieces.append((gap + come, "="))
        else:
            between = " " if gone[-1:].isalnum() and come[:1].isalnum() else ""
            pieces += [(gap, "="), (gone, "-"), (between, "="), (come, "+")]
        left, written = max(left, stop), max(written, close)
    return [(text, change) for text, change in pieces if text]


def parts(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """``text`` in pieces, each with whether it lies in one of the spans, which follow one another.

    >>> list(parts("Prices rose.", [(0, 6)]))
    [('Prices', True), (' rose.', False)]
    """
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    for index, (start, stop) in enumerate(pairwise(edges)):
        if start < stop:
            yield text[start:stop], index % 2 == 1


def _runs(one: str, other: str) -> Iterator[tuple[Span, Span, bool]]:
    """Runs of words of both texts that belong together, and whether they are the same; one of the two may be empty."""
    ours, theirs = ([match.span() for match in _WORD.finditer(text)] for text in (one, other))
    if len(ours) + len(theirs) > _MOST:
        yield _span(ours, 0, len(ours)), _span(theirs, 0, len(theirs)), one == other
        return
    words = ([one[start:end] for start, end in ours], [other[start:end] for start, end in theirs])
    for tag, start, stop, begin, close in SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        yield _span(ours, start, stop), _span(theirs, begin, close), tag == "equal"


def _span(words: Sequence[Span], start: int, stop: int) -> Span:
    return (words[start][0], words[stop - 1][1]) if start < stop else (0, 0)
