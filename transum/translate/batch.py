"""What every engine shares: batches of like length, and how long an output may grow."""

from collections.abc import Sequence
from typing import Final

BATCH_TOKENS: Final = 2048  # source tokens, padding included: larger batches leave the processor's cache
REPEATED_NGRAM: Final = 3  # with ``avoid_repeats`` no run of so many tokens comes twice
TOKEN_LIMIT: Final = 200  # source tokens: news sentences beyond it are rare, and rarer in what models are trained on
_LONGEST_GROWTH: Final = 3  # output tokens a source token, and 20 more: beyond that it is a loop, not a translation


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """The indices of ``lengths``, shortest first, in batches of at most ``BATCH_TOKENS`` padded tokens.

    Batches of like length have a common bound, so that a short text can't babble as long as a long one.

    >>> batches([1500, 10, 1400])
    [[1], [2], [0]]
    """
    groups: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if not groups or (len(groups[-1]) + 1) * lengths[index] > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(index)
    return groups


def longest_output(source_tokens: int, positions: int) -> int:
    """How many tokens may be generated for ``source_tokens``, in a model that knows so many ``positions``.

    >>> longest_output(10, 512), longest_output(200, 512)
    (50, 511)
    """
    return min(_LONGEST_GROWTH * source_tokens + 20, positions - 1)
