"""The CTranslate2 engine: MarianMT, NLLB-200 and M2M-100 on the processor, in int8 where the folder holds int8."""

import logging
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from transum.document import ENGLISH, INDONESIAN, Candidate, ModelInfo
from transum.engines.batching import REPEATED_NGRAM, LocalModel, batches, longest_output, padded
from transum.engines.pieces import REINSTALL, Pieces
from transum.engines.protocol import BEAM
from transum.engines.replacement import Question, Replacement, Said, fitting
from transum.errors import ModelError
from transum.shelf.formats import compute_type, read_vocabulary
from transum.shelf.manifest import read_json

_READ_AGAIN: Final = 512  # source tokens of a batch that is read again: its likelihoods take 80 kB a step and sentence


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
        vocabulary = read_vocabulary(folder)
        pieces = Pieces.load(
            folder, vocabulary, source_language=source_language, target_language=target_language,
            adds_end=bool(read_json(folder / "config.json").get("add_source_eos")),
        )  # fmt: skip
        self._vocabulary = vocabulary
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

    def replacements(self, questions: Sequence[Question]) -> list[tuple[Replacement | None, ...]]:
        """See ``Replacer``; a question has the same answers in any company."""
        given = [self._pieces.encode(question.text) for question in questions]
        said = [self._pieces.target.encode(question.translation, out_type=str) for question in questions]
        found: list[tuple[Replacement | None, ...]] = [()] * len(questions)
        waiting = batches([len(sequence) for sequence in given], most=_READ_AGAIN)
        try:
            # The likelihoods of all tokens at every step are large: no more batches wait than there are workers.
            for first in range(0, len(waiting), self._workers):
                some = waiting[first : first + self._workers]
                running = [self._read_again([given[n] for n in batch], [said[n] for n in batch]) for batch in some]
                for batch, promises in zip(some, running, strict=True):
                    for n, promise in zip(batch, promises, strict=False):
                        told = Said.of(given[n], said[n], promise.result())
                        found[n] = tuple(fitting(questions[n], told, self._numbers))
        except (RuntimeError, ValueError) as exc:
            raise ModelError(f"the translator failed: {exc}", hint="transum doctor") from exc
        return found

    def _read_again(self, given: list[list[str]], said: list[list[str]]) -> list[Any]:
        """Hand a batch to the engine, which says what it is told to."""
        filled = self._filled(given)
        promises: list[Any] = self._model.translate_batch(
            filled,
            target_prefix=[*said, *[said[0][:1]] * (len(filled) - len(given))],
            beam_size=1,
            return_logits_vocab=True,
            return_attention=True,
            max_input_length=0,
            max_decoding_length=max(map(len, said)) + 1,
            asynchronous=True,
        )
        return promises

    @cached_property
    def _number_of(self) -> dict[str, int]:
        return {token: number for number, token in enumerate(self._vocabulary)}

    def _numbers(self, word: str) -> list[int]:
        """The numbers of the tokens of ``word``; -1: there is none."""
        return [self._number_of.get(piece, -1) for piece in self._pieces.target.encode(word, out_type=str)]

    def _begin(self, tokens: list[list[str]], options: dict[str, int]) -> list[Any]:
        """Hand a batch to the engine."""
        filled = self._filled(tokens)
        promises: list[Any] = self._model.translate_batch(
            filled,
            target_prefix=[list(self._pieces.prefix)] * len(filled) if self._pieces.prefix else None,
            return_scores=True,
            replace_unknowns=False,
            max_input_length=0,
            max_decoding_length=longest_output(max(map(len, filled)), self._positions),
            asynchronous=True,
            **options,
        )
        return promises

    def _filled(self, tokens: list[list[str]]) -> list[list[str]]:
        """A batch with a filler, whose translation nobody asks for, that pads all to their own length.

        It is made of end marks, which a model has the least to say about: six tokens, where words would make thirty.
        """
        longest = max(map(len, tokens))
        length = min(padded(longest), self._positions - 1)
        return [*tokens, tokens[0][-1:] * length] if longest < length else tokens

    def _candidates(self, result: Any) -> list[Candidate]:
        return [
            Candidate(self._pieces.decode(tokens), float(score))
            for tokens, score in zip(result.hypotheses, result.scores, strict=True)
        ]
