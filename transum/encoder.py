"""Sentence embeddings: the embedded multilingual encoder, run by CTranslate2."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns sentences of Indonesian or English into vectors that are near where the meaning is."""

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit vectors, shape ``(len(texts), 384)``."""
        ...
