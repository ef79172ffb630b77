"""What every engine shares: what it says of its model, batches of like length, and how long an output may grow."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from transum.document import ModelInfo
from transum.engines.pieces import Pieces, language_code
from transum.shelf.formats import positions_of, weights_of

BATCH_TOKENS: Final = 1024  # source tokens, padding included: twice as many are 5% faster, and take 90 MB more
REPEATED_NGRAM: Final = 3  # with ``avoid_repeats`` no run of so many tokens comes twice
TOKEN_LIMIT: Final = 200  # source tokens: news sentences beyond it are rare, and rarer in what models are trained on
_BUCKET: Final = 64  # tokens
_LEAST: Final = 4 * _BUCKET  # padded tokens: batches of fewer sentences cost more than another processor saves
_LONGEST_GROWTH: Final = 3  # output tokens a source token, and 20 more: beyond that it is a loop, not a translation


class LocalModel:
    """The part of ``Translator`` that is the same for every model in a folder."""

    def __init__(self, folder: Path, pieces: Pieces, info: ModelInfo) -> None:
        self._pieces = pieces
        self._positions = positions_of(folder)
        self._info = replace(
            info,
            source_language=language_code(info.source_language),
            target_language=language_code(info.target_language),
            weights=weights_of(folder),
        )

    @property
    def info(self) -> ModelInfo:
        """What the output records of the model."""
        return self._info

    @property
    def fingerprint(self) -> str:
        """See ``Translator``."""
        return repr(self._info)

    @property
    def token_limit(self) -> int:
        """See ``Translator``."""
        return min(TOKEN_LIMIT, self._positions // 2)

    def count_tokens(self, text: str) -> int:
        """How many source tokens ``text`` is, end mark not counted."""
        return self._pieces.count(text)


def padded(length: int) -> int:
    """The one length that a text of ``length`` tokens is padded to, whatever shares its batch.

    Padding changes the order of floating-point sums, and with it, now and then, a translation: where it depends on the
    text alone, so does the translation. Engines that leave padding out of all but the attention lose nothing by
    a wide step, and an article's sentences fill one batch instead of five.

    >>> padded(5), padded(64), padded(65)
    (64, 64, 128)
    """
    return -(-length // _BUCKET) * _BUCKET


def batches(lengths: Sequence[int], workers: int = 1, *, most: int = BATCH_TOKENS) -> list[list[int]]:
    """The indices of ``lengths`` in batches of one padded length, longest first.

    A batch has at most ``most`` tokens, and fewer where ``workers`` would otherwise have nothing to do.

    >>> batches([1500, 10, 1501, 3])
    [[2], [0], [1, 3]]
    """
    room = min(most, max(_LEAST, -(-sum(map(padded, lengths)) // workers)))
    groups: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        size = padded(lengths[index])
        if not groups or padded(lengths[groups[-1][0]]) != size or (len(groups[-1]) + 1) * size > room:
            groups.append([])
        groups[-1].append(index)
    return groups


def longest_output(source_tokens: int, positions: int) -> int:
    """How many tokens may be generated for ``source_tokens``, in a model that knows so many ``positions``.

    >>> longest_output(10, 512), longest_output(200, 512)
    (50, 511)
    """
    return min(_LONGEST_GROWTH * source_tokens + 20, positions - 1)
