"""Text ↔ token ids: a SentencePiece model and the ``vocab.json`` that gives every piece its row of the embedding.

As in every Marian checkpoint ``</s>`` is row 0, ``<unk>`` row 1, and ``<pad>`` the last row.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import sentencepiece
from numpy.typing import NDArray

from training.sampling import Sampler
from transum.errors import ModelError

Ids: TypeAlias = NDArray[np.int32]

END: Final = 0
UNKNOWN: Final = 1
TOKENIZER_FILES: Final = ("source.spm", "target.spm", "vocab.json", "tokenizer_config.json")


class Pieces:
    """The vocabulary in ``folder`` (``source.spm`` and ``vocab.json``); raises ``ModelError``."""

    def __init__(self, folder: Path) -> None:
        try:
            self._model: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
            rows: dict[str, int] = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, RuntimeError) as exc:
            raise ModelError(f"no vocabulary in {folder}: {exc}", hint="Make one with training.vocabulary.") from exc
        self.padding = rows["<pad>"]
        self.size = len(rows)
        names = [self._model.id_to_piece(index) for index in range(self._model.get_piece_size())]
        self._rows = np.array([rows.get(name, UNKNOWN) for name in names], dtype=np.int32)
        self._names = {row: name for name, row in rows.items()}
        self._sampler: Sampler | None = None

    def encode(self, texts: Sequence[str]) -> list[Ids]:
        """For each text its rows, ``</s>`` at the end."""
        return self._with_end(self._model.encode(list(texts), out_type=int))

    def sampled(self, texts: Sequence[str], alpha: float, random: np.random.Generator) -> list[Ids]:
        """As ``encode``, each text cut into pieces at random (see ``sampling``)."""
        if self._sampler is None or self._sampler.alpha != alpha:
            self._sampler = Sampler(self._model, alpha)
        return self._with_end(self._sampler.sampled(texts, random))

    def _with_end(self, texts: Iterable[list[int]]) -> list[Ids]:
        end = np.array([END], dtype=np.int32)
        # An empty list would index as floats.
        return [np.concatenate([self._rows[ids or [self._model.unk_id()]], end]) for ids in texts]

    def decode(self, rows: Iterable[int]) -> str:
        """The text of ``rows`` up to the first ``</s>``, padding left out."""
        names: list[str] = []
        for row in rows:
            if row == END:
                break
            if row != self.padding:
                names.append(self._names[row])
        return str(self._model.decode(names))
