"""The CTranslate2 engine: MarianMT, NLLB-200 and M2M-100 on the processor, in int8 where the folder holds int8."""

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transum.document import ENGLISH, INDONESIAN, Candidate, ModelInfo
from transum.engines.batching import REPEATED_NGRAM, LocalModel, batches, longest_output, padded
from transum.engines.pieces import REINSTALL, Pieces
from transum.engines.protocol import BEAM
from transum.errors import ModelError
from transum.shelf.formats import compute_type, read_vocabulary
from transum.shelf.manifest import read_json


def default_threads() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class CT2Translator(LocalModel):
    """A CTranslate2 folder that also holds its SentencePiece models (see ``pieces``).

    ``threads`` is the number of processor threads, ``jobs`` how many batches they work on at a time: as many, by
    default, since threads on one batch wait for each other. Loading and translating raise ``ModelError``; a language
    that the model doesn't know is a ``UsageError``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        version: str,
        beam: int = BEAM,
        threads: int | None = None,
        jobs: int | None = None,
        source_language: str = INDONESIAN,
        target_language: str = ENGLISH,
    ) -> None:
        try:
            import ctranslate2
        except ImportError as exc:
            raise ModelError(f"CTranslate2 can't be loaded: {exc}", hint=REINSTALL) from exc
        ctranslate2.set_log_level(logging.ERROR)  # it would warn of weights in half precision, which it converts
        pieces = Pieces.load(
            folder, read_vocabulary(folder), source_language=source_language, target_language=target_language,
            adds_end=bool(read_json(folder / "config.json").get("add_source_eos")),
        )  # fmt: skip
        processors = threads or default_threads()
        self._workers = min(jobs or processors, processors)
        try:
            self._model: Any = ctranslate2.Translator(
                str(folder), device="cpu", compute_type=compute_type(folder), inter_threads=self._workers,
                intra_threads=processors // self._workers,
            )  # fmt: skip
        except (RuntimeError, ValueError, OSError) as exc:
            raise ModelError(f"can't load the translator in {folder}: {exc}", hint="transum doctor") from exc
        super().__init__(
            folder, pieces, ModelInfo(name, version, "ctranslate2", beam, source_language, target_language)
        )

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        """See ``Translator``; a text has the same translation in any company."""
        tokens = [self._pieces.encode(text) for text in texts]
        options = {
            "beam_size": max(candidates, beam or self._info.beam),
            "num_hypotheses": candidates,
            "no_repeat_ngram_size": REPEATED_NGRAM if avoid_repeats else 0,
        }
        results: list[list[Candidate]] = [[] for _ in texts]
        try:
            # All batches wait in the engine's queue at once, so that no worker is idle before the last of them.
            running = [
                (batch, self._begin([tokens[index] for index in batch], options))
                for batch in batches([len(sequence) for sequence in tokens], self._workers)
            ]
            for batch, promises in running:
                for index, promise in zip(batch, promises, strict=False):
                    results[index] = self._candidates(promise.result())
        except (RuntimeError, ValueError) as exc:
            raise ModelError(f"the translator failed: {exc}", hint="transum doctor") from exc
        return results

    def _begin(self, tokens: list[list[str]], options: dict[str, int]) -> list[Any]:
        """Hand a batch to the engine; a filler, whose translation nobody asks for, pads all to their own length.

        It is made of end marks, which a model has the least to say about: six tokens, where words would make thirty.
        """
        longest = max(map(len, tokens))
        length = min(padded(longest), self._positions - 1)
        if longest < length:
            tokens = [*tokens, tokens[0][-1:] * length]
        promises: list[Any] = self._model.translate_batch(
            tokens,
            target_prefix=[list(self._pieces.prefix)] * len(tokens) if self._pieces.prefix else None,
            return_scores=True,
            replace_unknowns=False,
            max_input_length=0,
            max_decoding_length=longest_output(length, self._positions),
            asynchronous=True,
            **options,
        )
        return promises

    def _candidates(self, result: Any) -> list[Candidate]:
        return [
            Candidate(self._pieces.decode(tokens), float(score))
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
        ]
