"""A translator for text by the million: a CTranslate2 folder on processors, which also scores given translations.

transum's own engine gives a text the same translation in any company, at a price that training text needs not pay.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import ctranslate2
import sentencepiece

from training.commandline import available_processors
from transum.document import Candidate
from transum.errors import ModelError

_END: Final = "</s>"
_BATCH: Final = 1024  # tokens
# A score for every piece of the vocabulary at every token: larger batches leave the processor's caches.
_SCORED: Final = 600


class Engine:
    """The model in ``folder`` (CTranslate2 files and ``source.spm``); raises ``ModelError`` for whatever goes wrong."""

    def __init__(self, folder: Path, *, threads: int = 0, beam: int = 1) -> None:
        self._beam = beam
        try:
            self._pieces: Any = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
            self._model: Any = ctranslate2.Translator(
                str(folder), device="cpu", compute_type="int8",
                inter_threads=threads or available_processors(), intra_threads=1,
            )  # fmt: skip
        except (OSError, RuntimeError, ValueError) as exc:
            raise ModelError(f"can't load the translator in {folder}: {exc}") from exc

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many pieces each text is, its end mark included."""
        return [len(pieces) + 1 for pieces in self._pieces.encode(list(texts), out_type=str)]

    def translate(self, texts: Sequence[str], *, candidates: int = 1) -> list[list[Candidate]]:
        """For each text its ``candidates`` best translations."""
        tokens = self._tokens(texts)
        try:
            results = self._model.translate_batch(
                tokens, beam_size=max(self._beam, candidates), num_hypotheses=candidates, return_scores=True,
                max_batch_size=_BATCH, batch_type="tokens",
                max_decoding_length=int(1.6 * max(map(len, tokens), default=0)) + 8,
            )  # fmt: skip
        except (RuntimeError, ValueError) as exc:
            raise ModelError(f"the translator failed: {exc}") from exc
        return [
            [Candidate(self._pieces.decode(t), float(s)) for t, s in zip(result.hypotheses, result.scores, strict=True)]
            for result in results
        ]

    def scores(self, texts: Sequence[str], translations: Sequence[str]) -> list[float]:
        """How likely each of ``translations`` is for its text: the mean log-probability of its pieces."""
        try:
            results = self._model.score_batch(
                self._tokens(texts), [tokens[:-1] for tokens in self._tokens(translations)],
                max_batch_size=_SCORED, batch_type="tokens",
            )  # fmt: skip
        except (RuntimeError, ValueError) as exc:
            raise ModelError(f"the translator failed: {exc}") from exc
        return [sum(result.log_probs) / max(1, len(result.log_probs)) for result in results]

    def _tokens(self, texts: Sequence[str]) -> list[list[str]]:
        return [[*pieces, _END] for pieces in self._pieces.encode(list(texts), out_type=str)]
