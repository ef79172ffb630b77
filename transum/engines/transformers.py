"""The transformers engine: MarianMT, NLLB-200 and M2M-100 checkpoints, run by torch as they are."""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from transum.document import ENGLISH, INDONESIAN, Candidate, ModelInfo
from transum.engines.batching import REPEATED_NGRAM, LocalModel, batches, longest_output, padded
from transum.engines.pieces import Pieces
from transum.engines.protocol import BEAM
from transum.shelf.checkpoint import load_model, load_tokenizer, target_vocabulary, translated_errors

if TYPE_CHECKING:
    import torch


class TransformersTranslator(LocalModel):
    """The checkpoint in ``folder`` (Hugging Face format, safetensors), in float32 on the processor.

    ``threads`` sets torch's threads, which are one number for the whole process; None leaves them. Raises
    ``ModelError``, and ``UsageError`` for a language that the model doesn't know.
    """

    def __init__(
        self,
        folder: Path,
        *,
        name: str,
        version: str,
        beam: int = BEAM,
        threads: int | None = None,
        jobs: int | None = None,  # noqa: ARG002 - one batch at a time: torch has one set of threads
        source_language: str = INDONESIAN,
        target_language: str = ENGLISH,
    ) -> None:
        with translated_errors(f"loading {name} with transformers"):
            import torch
            import transformers

            if threads:
                torch.set_num_threads(threads)
            tokenizer = load_tokenizer(folder)
            self._model = load_model(transformers.AutoModelForSeq2SeqLM, folder, dtype=torch.float32).eval()
            # What the checkpoint's own generation settings say would mix with those of each call.
            self._model.generation_config = transformers.GenerationConfig()  # type: ignore[no-untyped-call]
        self._source_ids: dict[str, int] = dict(tokenizer.get_vocab())
        self._target_ids = target_vocabulary(tokenizer)
        self._target_tokens = {index: token for token, index in self._target_ids.items()}
        self._unknown = self._source_ids[str(tokenizer.unk_token)]
        pieces = Pieces.load(folder, self._source_ids, source_language=source_language, target_language=target_language)
        super().__init__(
            folder, pieces, ModelInfo(name, version, "transformers", beam, source_language, target_language)
        )
        self._lock = Lock()

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        """See ``Translator``; a text has the same translation in any company."""
        sources = [self._pieces.encode(text) for text in texts]
        width = max(candidates, beam or self._info.beam)
        results: list[list[Candidate]] = [[] for _ in texts]
        with self._lock, translated_errors(f"translating with {self._info.name}"):
            for batch in batches([len(tokens) for tokens in sources]):
                found = self._translate_batch([sources[index] for index in batch], candidates, width, avoid_repeats)
                for index, best in zip(batch, found, strict=True):
                    results[index] = best
        return results

    def _translate_batch(
        self,
        sources: list[list[str]],
        candidates: int,
        beam: int,
        avoid_repeats: bool,  # noqa: FBT001 as the protocol has it
    ) -> list[list[Candidate]]:
        import torch

        length = padded(max(map(len, sources)))
        ids = torch.full((len(sources), length), self._model.config.pad_token_id)
        mask = torch.zeros_like(ids)
        for row, tokens in enumerate(sources):
            ids[row, : len(tokens)] = torch.tensor([self._source_ids.get(token, self._unknown) for token in tokens])
            mask[row, : len(tokens)] = 1
        with torch.inference_mode():
            outputs = self._model.generate(
                input_ids=ids,
                attention_mask=mask,
                generation_config=self._settings(candidates, beam, ids.shape[1], avoid_repeats=avoid_repeats),
            )
            scores = self._scores(ids, mask, outputs, candidates)
        found = [
            Candidate(self._pieces.decode([self._target_tokens.get(index, "<unk>") for index in row]), score)
            for row, score in zip(outputs.tolist(), scores, strict=True)
        ]
        return [found[start : start + candidates] for start in range(0, len(found), candidates)]

    def _settings(self, candidates: int, beam: int, source_tokens: int, *, avoid_repeats: bool) -> Any:
        import transformers

        config = self._model.config
        prefix = [self._target_ids[token] for token in self._pieces.prefix]
        return transformers.GenerationConfig(  # type: ignore[no-untyped-call]
            do_sample=False,
            num_beams=beam,
            num_return_sequences=candidates,
            early_stopping=beam > 1,
            length_penalty=1.0,
            max_new_tokens=longest_output(source_tokens, self._positions),
            no_repeat_ngram_size=REPEATED_NGRAM if avoid_repeats else None,
            bad_words_ids=[[index] for index in self._never] or None,
            forced_bos_token_id=prefix[0] if prefix else None,
            decoder_start_token_id=config.decoder_start_token_id,
            eos_token_id=config.eos_token_id,
            pad_token_id=config.pad_token_id,
        )

    @property
    def _never(self) -> list[int]:
        """Marian's padding is no word: it only stands in for the empty start of a target."""
        config = self._model.config
        return [config.pad_token_id] if config.model_type == "marian" else []

    def _scores(
        self, ids: "torch.Tensor", mask: "torch.Tensor", outputs: "torch.Tensor", candidates: int
    ) -> list[float]:
        """The mean log-probability of each output's tokens, reckoned as CTranslate2 does.

        The end mark counts; the language token counts too, with the probability 1, since it is given.
        """
        import torch

        config = self._model.config
        logits = self._model(
            input_ids=ids.repeat_interleave(candidates, dim=0),
            attention_mask=mask.repeat_interleave(candidates, dim=0),
            decoder_input_ids=outputs[:, :-1],
        ).logits
        logits[..., self._never] = -torch.inf
        targets = outputs[:, 1:]
        chances = logits.log_softmax(-1).gather(-1, targets.unsqueeze(-1)).squeeze(-1)
        chances[:, : len(self._pieces.prefix)] = 0
        # A token counts up to and with the first end mark; what follows it is padding.
        ends = targets == config.eos_token_id
        counts = (ends.cumsum(-1) - ends.long()) == 0
        return [float(value) for value in chances.masked_fill(~counts, 0).sum(-1) / counts.sum(-1)]
