"""Seq2seq summarization models (BART, PEGASUS, T5, mT5, …): by transformers, or converted to CTranslate2."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from transum.engines.pieces import REINSTALL
from transum.errors import ModelError
from transum.shelf.checkpoint import translated_errors
from transum.summaries import checkpoint
from transum.summaries.writer import Draft

_BEAM: Final = 4
_NO_REPEAT: Final = 3  # n-grams, as in the checkpoints' own generation settings for news
_SOURCE_TOKENS: Final = 512  # what T5 and mT5 were trained on, which name no limit; BART and PEGASUS name theirs
_TARGET_TOKENS: Final = 512
_SPECIAL_TOKENS: Final = 2


@dataclass(frozen=True, slots=True)
class Intake:
    """What a model takes: the ``prefix`` it wants in front of an article, and at most ``limit`` tokens in all."""

    tokenizer: Any
    prefix: str
    limit: int

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` is, end mark not counted."""
        return len(self.tokenizer.encode(text, add_special_tokens=False, verbose=False))

    @property
    def room(self) -> int:
        """The most tokens of an article."""
        return self.limit - _SPECIAL_TOKENS - self.count_tokens(self.prefix)

    def ids(self, article: str) -> list[int]:
        """The model's input; raises ``ModelError`` for an article that it would have to cut."""
        ids: list[int] = self.tokenizer.encode(self.prefix + article, verbose=False)
        if len(ids) > self.limit:
            raise ModelError(f"the summarizer takes {self.limit} tokens and was given {len(ids)}")
        return ids

    def draft(self, ids: list[int], most: int) -> Draft:
        """What the model wrote; BART ends it with the end mark even where it had to stop after ``most`` tokens."""
        text = self.tokenizer.decode(ids, skip_special_tokens=True).strip()
        return Draft(text, finished=self.tokenizer.eos_token_id in ids[: most - 1])


class Seq2SeqWriter(checkpoint.LocalWriter):
    """A checkpoint in Hugging Face format, run by transformers with beam search.

    The checkpoint's own minimum length is ignored: for a short article it would make the model invent.
    """

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(f"seq2seq:{name}", folder)
        tokenizer = checkpoint.load_tokenizer(folder)
        self._model = checkpoint.load_model("AutoModelForSeq2SeqLM", folder)
        config = self._model.config
        prefix = _prefix(tokenizer, getattr(config, "task_specific_params", None))
        self._intake = Intake(tokenizer, prefix, _limit(tokenizer, config))
        self._most = min(getattr(config, "max_position_embeddings", None) or _TARGET_TOKENS, _TARGET_TOKENS) - 1

    def room(self, max_tokens: int) -> int:  # noqa: ARG002  the decoder's length takes nothing from the encoder's
        """The most tokens of an article."""
        return self._intake.room

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` is, end mark not counted."""
        return self._intake.count_tokens(text)

    def write(self, text: str, max_tokens: int) -> Draft:
        """The model's summary of ``text``; raises ``ModelError``."""
        import torch

        ids = torch.tensor([self._intake.ids(text)])
        most = min(max_tokens, self._most)
        with translated_errors(f"the summarizer {self.name}"), torch.inference_mode():
            written = self._model.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                num_beams=_BEAM,
                no_repeat_ngram_size=_NO_REPEAT,
                do_sample=False,
                min_length=0,
                max_length=None,
                max_new_tokens=most,
            )
        return self._intake.draft(written[0, 1:].tolist(), most)  # behind the decoder's start mark


class CT2Seq2SeqWriter(checkpoint.LocalWriter):
    """A checkpoint converted to CTranslate2, with its tokenizer's files in the same folder; needs no torch."""

    def __init__(self, name: str, folder: Path) -> None:
        try:
            import ctranslate2
        except ImportError as exc:
            raise ModelError(f"CTranslate2 can't be loaded: {exc}", hint=REINSTALL) from exc
        super().__init__(f"seq2seq:{name}", folder)
        tokenizer = checkpoint.load_tokenizer(folder)
        try:
            self._model: Any = ctranslate2.Translator(str(folder), device="cpu")
        except (RuntimeError, ValueError, IndexError) as exc:
            raise ModelError(f"can't load the model in {folder}: {exc}", hint="Convert it again.") from exc
        self._intake = Intake(tokenizer, _prefix(tokenizer, None), _limit(tokenizer, None))

    def room(self, max_tokens: int) -> int:  # noqa: ARG002  the decoder's length takes nothing from the encoder's
        """The most tokens of an article."""
        return self._intake.room

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` is, end mark not counted."""
        return self._intake.count_tokens(text)

    def write(self, text: str, max_tokens: int) -> Draft:
        """The model's summary of ``text``; raises ``ModelError``."""
        tokenizer = self._intake.tokenizer
        most = min(max_tokens, _TARGET_TOKENS - 1)
        try:
            result = self._model.translate_batch(
                [tokenizer.convert_ids_to_tokens(self._intake.ids(text))],
                beam_size=_BEAM,
                no_repeat_ngram_size=_NO_REPEAT,
                max_input_length=0,
                max_decoding_length=most,
                return_end_token=True,
            )
        except (RuntimeError, ValueError) as exc:
            raise ModelError(f"the summarizer {self.name} failed: {exc}", hint="Try another model.") from exc
        return self._intake.draft(tokenizer.convert_tokens_to_ids(result[0].hypotheses[0]), most)


def load(name: str, *, download: bool) -> Seq2SeqWriter | CT2Seq2SeqWriter:
    """The writer for a Hugging Face id, a folder in its format, or a CTranslate2 folder; raises ``ModelError``."""
    folder = checkpoint.find(name, download=download)
    converted = (folder / "model.bin").is_file() and not any(folder.glob("*.safetensors"))
    return CT2Seq2SeqWriter(name, folder) if converted else Seq2SeqWriter(name, folder)


def _limit(tokenizer: Any, config: Any) -> int:
    """The least of what tokenizer and model say they take; what neither says is ``_SOURCE_TOKENS``."""
    said = [getattr(config, name, None) for name in ("max_position_embeddings", "n_positions")]
    said += [tokenizer.model_max_length if tokenizer.model_max_length < 1_000_000 else None]
    return min([limit for limit in said if limit], default=_SOURCE_TOKENS)


def _prefix(tokenizer: Any, params: dict[str, Any] | None) -> str:
    """What T5 wants in front of an article. mT5 has no ``<extra_id_0>``, and was taught no prefix."""
    if params:
        return str(params.get("summarization", {}).get("prefix", ""))
    return "summarize: " if "<extra_id_0>" in tokenizer.get_vocab() else ""
