"""The CTranslate2 engine: MarianMT in int8 on the processor."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from transum.document import Candidate, ModelInfo
from transum.errors import ModelError

_BATCH_TOKENS: Final = 2048  # source tokens, padding included: larger batches leave the processor's cache
_LONGEST_GROWTH: Final = 3  # output tokens a source token, and 20 more: beyond that it is a loop, not a translation
_REPEATED_NGRAM: Final = 3


def default_threads() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


class CT2Translator:
    """A Marian model in a CTranslate2 folder that also holds its SentencePiece model ``source.spm``.

    ``threads`` is the number of processor threads. Loading and translating raise ``ModelError``.
    """

    token_limit = 200  # the embedded model was trained on sentences of at most 110 tokens; its positions end at 512

    def __init__(self, folder: Path, *, name: str, version: str, beam: int = 4, threads: int | None = None) -> None:
        import ctranslate2
        import sentencepiece

        try:
            self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
            self._model: Any = ctranslate2.Translator(
                str(folder), device="cpu", compute_type="int8", inter_threads=1,
                intra_threads=threads or default_threads(),
            )  # fmt: skip
        except (RuntimeError, ValueError, OSError) as exc:
            raise ModelError(f"can't load the translator in {folder}: {exc}", hint="transum doctor") from exc
        self._info = ModelInfo(name=name, version=version, engine="ctranslate2", beam=beam)

    @property
    def info(self) -> ModelInfo:
        """What the output records of the model."""
        return self._info

    def count_tokens(self, text: str) -> int:
        """How many source tokens ``text`` is, end mark not counted."""
        return len(self._pieces.encode(text))

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        """See ``Translator``; texts of like length share a batch."""
        tokens = [[*self._pieces.encode(text, out_type=str), "</s>"] for text in texts]
        # Batches of like length have a common bound, so that a short text can't babble as long as a long one.
        order = sorted(range(len(texts)), key=lambda index: len(tokens[index]))
        results: list[list[Candidate]] = [[] for _ in texts]
        for batch in _batches(order, [len(sequence) for sequence in tokens]):
            found = self._translate_batch(
                [tokens[index] for index in batch],
                beam_size=max(candidates, beam or self._info.beam),
                num_hypotheses=candidates,
                no_repeat_ngram_size=_REPEATED_NGRAM if avoid_repeats else 0,
            )
            for index, best in zip(batch, found, strict=True):
                results[index] = best
        return results

    def _translate_batch(self, tokens: list[list[str]], **options: int) -> list[list[Candidate]]:
        longest = max(map(len, tokens))
        try:
            results = self._model.translate_batch(
                tokens,
                return_scores=True,
                replace_unknowns=False,
                max_input_length=0,
                max_decoding_length=_LONGEST_GROWTH * longest + 20,
                **options,
            )
        except (RuntimeError, ValueError) as exc:
            raise ModelError(f"the translator failed: {exc}", hint="transum doctor") from exc
        return [
            [
                Candidate(self._pieces.decode(hypothesis).strip(), float(score))
                for hypothesis, score in zip(result.hypotheses, result.scores, strict=True)
            ]
            for result in results
        ]


def _batches(order: list[int], lengths: list[int]) -> list[list[int]]:
    """``order`` (by length) in batches of at most ``_BATCH_TOKENS`` padded tokens."""
    batches: list[list[int]] = []
    for index in order:
        if not batches or (len(batches[-1]) + 1) * lengths[index] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(index)
    return batches
