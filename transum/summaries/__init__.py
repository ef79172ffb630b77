"""The summarizers by name, as ``--summarizer`` gives it."""

from typing import Final

from transum.engines.encoder import Encoder
from transum.errors import UsageError
from transum.summaries import chat, prompts, seq2seq
from transum.summaries.abstractive import AbstractiveSummarizer
from transum.summaries.extractive import ExtractiveSummarizer
from transum.summaries.openai import OpenAIWriter
from transum.summaries.prompts import Prompt
from transum.summaries.protocol import Summarizer

EXTRACTIVE: Final = "extractive"
_WITH_MODEL: Final = ("seq2seq", "chat", "openai")
_FORMS: Final = "There are extractive, seq2seq:MODEL, chat:MODEL and openai:MODEL."


def summarizer(
    name: str,
    *,
    encoder: Encoder,
    prompt: Prompt | None = None,
    base_url: str | None = None,
    api_key: str | None = None,
    faithful: bool = False,
    download: bool = False,
) -> Summarizer:
    """The summarizer that ``name`` names: ``extractive``, ``seq2seq:MODEL``, ``chat:MODEL`` or ``openai:MODEL``.

    ``prompt`` is for the two that follow instructions (``brief`` by default), ``base_url`` and ``api_key`` for
    ``openai``. ``faithful`` drops sentences with facts that are not in the article; ``download`` permits fetching a
    model. Raises ``UsageError`` for a name or a combination that means nothing, ``ModelError`` for a missing model.
    """
    engine, _, model = name.partition(":")
    _check(name, prompt=prompt, base_url=base_url)
    if engine == EXTRACTIVE:
        return ExtractiveSummarizer(encoder)
    if engine == "seq2seq":
        checkpoint = seq2seq.load(model, download=download)
        return AbstractiveSummarizer(
            checkpoint, encoder, fallback=ExtractiveSummarizer(encoder), only_faithful=faithful
        )
    writer = (
        chat.load(model, download=download)
        if engine == "chat"
        else OpenAIWriter(model, base_url=base_url, api_key=api_key)
    )
    return AbstractiveSummarizer(
        writer,
        encoder,
        fallback=ExtractiveSummarizer(encoder),
        prompt=prompt or prompts.find(prompts.DEFAULT, None),
        notes=prompts.find(prompts.PART, None),
        only_faithful=faithful,
    )


def _check(name: str, *, prompt: Prompt | None, base_url: str | None) -> None:
    """Raise ``UsageError`` unless ``name`` has the form of a summarizer's, and the options fit it."""
    engine, _, model = name.partition(":")
    if engine in _WITH_MODEL and not model:
        raise UsageError(f"the summarizer {name!r} names no model", hint=f"Give one: {engine}:MODEL.")
    if engine not in _WITH_MODEL and name != EXTRACTIVE:
        raise UsageError(f"there is no summarizer {name!r}", hint=_FORMS)
    if prompt and engine not in {"chat", "openai"}:
        raise UsageError(f"--prompt is not for the summarizer {engine}", hint="It is for chat:MODEL and openai:MODEL.")
    if base_url and engine != "openai":
        raise UsageError(f"--base-url is not for the summarizer {engine}", hint="It is for openai:MODEL.")
