"""How much each sentence belongs into a summary: what two kinds of networks say, in numpy.

The first is that of ``training/summarizer/network.py``, which trains it with torch: embeddings, features and position
are projected to one width and added; two pre-norm encoder layers (Xiong et al. 2020, arXiv 2002.04745) let the
sentences see each other; a linear head gives a log-odds a sentence. The others go by words and places
(``recurrent.py``). They err in different places, so that their mean errs less than each of them.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transum.errors import ModelError
from transum.summaries.features import Passage, measure
from transum.summaries.recurrent import log_odds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEADS: Final = 4
LAYERS: Final = 2
POSITIONS: Final = 32  # the last one stands for everything behind it
WEIGHTS: Final = "scorer.npz"
SURFACE: Final = 0.65  # of the log-odds: the share of what words and places say
_QUERY_BLOCK: Final = 512
_CHAPTER: Final = 1024  # sentences that see each other: the time that a book takes grows as the book does


@dataclass(frozen=True, slots=True)
class Scorer:
    """A trained scorer: its arrays by their name in the torch network."""

    arrays: "dict[str, NDArray[np.float32]]"

    @classmethod
    def load(cls, folder: Path) -> "Scorer":
        """Read ``scorer.npz``; raises ``ModelError`` if it is missing or no such file."""
        import zipfile

        import numpy as np

        path = folder / WEIGHTS
        try:
            with np.load(path, allow_pickle=False) as stored:
                return cls({name: stored[name].astype(np.float32) for name in stored.files})
        except (OSError, EOFError, ValueError, zipfile.BadZipFile) as exc:
            raise ModelError(f"can't read the summarizer's weights {path}: {exc}", hint="transum doctor") from exc

    def score(self, passage: Passage, vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
        """The probability, from 0 to 1, that a careful editor keeps the sentence; one a sentence, in order.

        ``vectors`` are the encoder's embeddings of ``passage.texts``.
        """
        import numpy as np

        mean = self.arrays["mean"]
        features = measure(passage, vectors, mean)
        chapters = _chapters(len(vectors))
        meant = [self._logits(vectors[part] - mean, features[part], part.start) for part in chapters]
        logits = (1 - SURFACE) * np.concatenate(meant) + SURFACE * log_odds(self.arrays, passage, chapters)
        return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float32)

    def _logits(
        self, centred: "NDArray[np.float32]", features: "NDArray[np.float32]", start: int
    ) -> "NDArray[np.float32]":
        """Of the sentences of a chapter, whose first is sentence ``start``."""
        states = self._embed(centred, features, start)
        for layer in range(LAYERS):
            states = self._layer(states, f"layers.{layer}.")
        return self._linear(self._norm(states, "norm"), "head")[:, 0]

    def _embed(
        self, centred: "NDArray[np.float32]", features: "NDArray[np.float32]", start: int
    ) -> "NDArray[np.float32]":
        import numpy as np

        positions = np.minimum(np.arange(start, start + len(centred)), POSITIONS - 1)
        meaning = self._linear(centred * self.arrays["scale"], "meaning")
        return meaning + self._linear(features, "features") + self.arrays["position"][positions]

    def _layer(self, states: "NDArray[np.float32]", name: str) -> "NDArray[np.float32]":
        import numpy as np

        states = states + self._attend(self._norm(states, name + "norm1"), name)
        inner = np.maximum(self._linear(self._norm(states, name + "norm2"), name + "wide"), 0)
        return states + self._linear(inner, name + "narrow")

    def _attend(self, states: "NDArray[np.float32]", name: str) -> "NDArray[np.float32]":
        import numpy as np

        size, width = states.shape
        joint = self._linear(states, name + "qkv").reshape(size, 3, HEADS, width // HEADS)
        query, key, value = joint.transpose(1, 2, 0, 3)
        blocks = []
        for start in range(0, size, _QUERY_BLOCK):
            weights = query[:, start : start + _QUERY_BLOCK] @ key.transpose(0, 2, 1) / np.sqrt(width // HEADS)
            weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
            blocks.append(weights / weights.sum(axis=-1, keepdims=True) @ value)
        mixed = np.concatenate(blocks, axis=1).transpose(1, 0, 2).reshape(size, width)
        return self._linear(mixed.astype(np.float32), name + "out")

    def _linear(self, states: "NDArray[np.float32]", name: str) -> "NDArray[np.float32]":
        return states @ self.arrays[name + ".weight"].T + self.arrays[name + ".bias"]

    def _norm(self, states: "NDArray[np.float32]", name: str) -> "NDArray[np.float32]":
        import numpy as np

        centred = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5)
        return np.asarray(centred / spread * self.arrays[name + ".weight"] + self.arrays[name + ".bias"])


def _chapters(size: int) -> list[slice]:
    """So many sentences in parts of like size, none longer than a chapter may be.

    >>> _chapters(1500)
    [slice(0, 750, None), slice(750, 1500, None)]
    """
    count = -(-size // _CHAPTER)
    bounds = [size * number // count for number in range(count + 1)] if count else [0]
    return [slice(start, end) for start, end in pairwise(bounds)]
