"""A local model that follows instructions (SmolLM2, Qwen, Llama, Gemma, …), by transformers with its chat template."""

from pathlib import Path
from typing import Any, Final

from transum.errors import ModelError
from transum.shelf.checkpoint import translated_errors
from transum.summaries import checkpoint
from transum.summaries.writer import Draft

_CONTEXT: Final = 8192  # tokens; more is slow on a processor, and small models lose the thread before their own limit
_MARGIN: Final = 32  # for what a chat template counts otherwise when it is filled


class ChatWriter(checkpoint.LocalWriter):
    """A causal language model in Hugging Face format whose tokenizer has a chat template; greedy, so reproducible."""

    def __init__(self, name: str, folder: Path) -> None:
        super().__init__(f"chat:{name}", folder)
        self._tokenizer = checkpoint.load_tokenizer(folder)
        if not self._tokenizer.chat_template:
            raise ModelError(
                f"the model {name} has no chat template, so it follows no instructions",
                hint="Use the model's -Instruct or -chat version.",
            )
        self._model = checkpoint.load_model("AutoModelForCausalLM", folder)
        self._context = min(getattr(self._model.config, "max_position_embeddings", None) or _CONTEXT, _CONTEXT)
        self._ends = _ends(self._model, self._tokenizer)

    def room(self, max_tokens: int) -> int:
        """The most tokens of a prompt: the context, less the chat template and what is to be written."""
        template: int = self._inputs("")["input_ids"].shape[1]
        return self._context - template - max_tokens - _MARGIN

    def count_tokens(self, text: str) -> int:
        """How many tokens ``text`` is."""
        return len(self._tokenizer.encode(text, add_special_tokens=False, verbose=False))

    def write(self, text: str, max_tokens: int) -> Draft:
        """The model's answer to the prompt ``text``; raises ``ModelError``."""
        import torch

        inputs = self._inputs(text)
        length = inputs["input_ids"].shape[1]
        if length + max_tokens > self._context:
            raise ModelError(f"the model {self.name} was given {length} tokens, and its context is {self._context}")
        with translated_errors(f"the summarizer {self.name}"), torch.inference_mode():
            output = self._model.generate(
                **inputs,
                max_new_tokens=max_tokens,
                max_length=None,
                do_sample=False,
                temperature=None,
                top_p=None,
                top_k=None,
                pad_token_id=self._ends[0],
                eos_token_id=self._ends,
            )
        written = output[0, length:].tolist()
        return Draft(
            self._tokenizer.decode(written, skip_special_tokens=True).strip(),
            finished=bool(set(written) & set(self._ends)),
        )

    def _inputs(self, text: str) -> Any:
        try:
            return self._tokenizer.apply_chat_template(
                [{"role": "user", "content": text}],
                add_generation_prompt=True,
                return_dict=True,
                return_tensors="pt",
                enable_thinking=False,  # for Qwen 3 and its like; other templates don't look at it
            )
        except Exception as exc:  # a template is a program of the model's author: it may raise anything
            raise ModelError(f"the chat template of {self.name} failed: {exc}", hint="Try another model.") from exc


def load(name: str, *, download: bool) -> ChatWriter:
    """The writer for a Hugging Face id or a folder; raises ``ModelError``."""
    return ChatWriter(name, checkpoint.find(name, download=download))


def _ends(model: Any, tokenizer: Any) -> list[int]:
    """The tokens that end an answer: a model may have several, and its tokenizer another."""
    named = model.generation_config.eos_token_id
    ends = named if isinstance(named, list) else [named]
    return [end for end in dict.fromkeys([*ends, tokenizer.eos_token_id]) if end is not None] or [0]
