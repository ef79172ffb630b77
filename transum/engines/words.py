"""Which words of a translation belong to which of the original.

Two witnesses are asked: the encoder, whose vectors of words are near where their meanings are (SimAlign, Jalili Sabet
et al. 2020, arXiv 2004.08728), and the reverse model, which looks at the words that it says back. What each of them
gets right is measured in ``benchmarks/inline.md``.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Protocol

from transum.document import Alignment, word_spans

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TEMPERATURE: Final = 0.025  # of cosines
_STRAY: Final = 0.4  # of a sentence: how far from its place a word is moved without surprise
_MOST_WORDS: Final = 200  # in a sentence: a longer one is a list, and its table of weights would be large


class WordEncoder(Protocol):
    """Turns the words of a text into vectors; raises ``ModelError``."""

    def word_vectors(self, texts: Sequence[str]) -> "list[NDArray[np.float32]]":
        """For each text a unit vector a word."""
        ...


class Reader(Protocol):
    """Says an original back from its translation; raises ``ModelError``."""

    def attention(self, pairs: Sequence[tuple[str, str]]) -> "list[NDArray[np.float32]]":
        """For each pair what it looks at: a row a word of the original, a column a word of the translation."""
        ...


class WordAligner:
    """Aligns the words of pairs; thread-safe as its models are. Without ``reader`` the encoder alone is asked."""

    def __init__(self, encoder: WordEncoder, reader: Reader | None = None) -> None:
        self._encoder = encoder
        self._reader = reader

    def align(self, pairs: Sequence[tuple[str, str]]) -> list[Alignment | None]:
        """For each sentence and its translation their alignment; None where one has no words, or too many."""
        found = {pair: None for pair in pairs if not all(0 < len(word_spans(text)) <= _MOST_WORDS for text in pair)}
        asked = [pair for pair in dict.fromkeys(pairs) if pair not in found]
        aligned = dict(zip(asked, self._aligned(asked), strict=True))
        return [aligned.get(pair) for pair in pairs]

    def _aligned(self, pairs: Sequence[tuple[str, str]]) -> "Iterator[Alignment]":
        import numpy as np

        vectors = self._encoder.word_vectors([text for pair in pairs for text in pair])
        looks = self._reader.attention(pairs) if self._reader else [None] * len(pairs)
        for ours, theirs, look in zip(vectors[::2], vectors[1::2], looks, strict=True):
            weights = _shared(theirs @ ours.T)
            if look is not None:
                weights += _shares(look.T)
            yield Alignment(np.rint(255 * _shares(weights)).astype(np.uint8).tobytes())


def _shared(cosines: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """What each two words have of each other, both ways, where they stand in about the same part of the sentence."""
    import numpy as np

    rows, columns = ((np.arange(size) + 0.5) / size for size in cosines.shape)
    stray = (rows[:, None] - columns[None, :]) / _STRAY
    logits = cosines / _TEMPERATURE - stray**2 / 2
    ways = [np.exp(logits - logits.max(axis, keepdims=True)) for axis in (0, 1)]
    both = np.sqrt(np.prod([way / way.sum(axis, keepdims=True) for axis, way in enumerate(ways)], axis=0))
    return _shares(both)


def _shares(weights: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """Each row's shares of its sum."""
    import numpy as np

    return np.asarray(weights / np.maximum(weights.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)
