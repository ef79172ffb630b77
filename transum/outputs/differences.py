"""Two translations of one sentence, word by word: where they differ."""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

Span = tuple[int, int]
_WORD: Final = re.compile(r"\w+(?:['’.,-]\w+)*|[^\w\s]")
_MOST: Final = 2000  # words; of longer texts the comparison takes time by the square


def differences(one: str, other: str) -> tuple[list[Span], list[Span]]:
    """The words of ``one`` that ``other`` hasn't there, and those of ``other``; neighbours are one span.

    >>> differences("The price rose.", "Prices rose.")
    ([(0, 9)], [(0, 6)])
    """
    ours, theirs = ([match.span() for match in _WORD.finditer(text)] for text in (one, other))
    if len(ours) + len(theirs) > _MOST:
        return ([], []) if one == other else (_whole(ours), _whole(theirs))
    words = ([one[start:end] for start, end in ours], [other[start:end] for start, end in theirs])
    changed = [block for block in SequenceMatcher(None, *words, autojunk=False).get_opcodes() if block[0] != "equal"]
    return (
        _spans(ours, ((start, end) for _, start, end, _, _ in changed)),
        _spans(theirs, ((start, end) for _, _, _, start, end in changed)),
    )


def _spans(words: Sequence[Span], runs: Iterable[tuple[int, int]]) -> list[Span]:
    return [(words[start][0], words[end - 1][1]) for start, end in runs if start < end]


def _whole(words: Sequence[Span]) -> list[Span]:
    return [(words[0][0], words[-1][1])] if words else []


def parts(text: str, spans: Iterable[Span]) -> Iterator[tuple[str, bool]]:
    """``text`` in pieces, each with whether it lies in one of the spans, which follow one another.

    >>> list(parts("Prices rose.", [(0, 6)]))
    [('Prices', True), (' rose.', False)]
    """
    end = 0
    for start, stop in spans:
        if end < start:
            yield text[end:start], False
        yield text[start:stop], True
        end = stop
    if end < len(text):
        yield text[end:], False
