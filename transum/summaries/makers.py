"""How each summarizer is made: the rows of ``SUMMARIZERS`` name these functions, which open what they need."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from transum.engines.encoder import Encoder
from transum.summaries import prompts
from transum.summaries.anew import Retranslate
from transum.summaries.extractive import ExtractiveSummarizer
from transum.summaries.prompts import Prompt
from transum.summaries.protocol import Summarizer
from transum.summaries.writer import Writer

if TYPE_CHECKING:
    from transum.summaries.abstractive import AbstractiveSummarizer


@dataclass(frozen=True, slots=True)
class Order:
    """What a maker is given; see ``summaries.summarizer`` for the parts."""

    model: str
    encoder: Encoder
    retranslate: Retranslate | None
    prompt: Prompt | None
    base_url: str | None
    api_key: str | None
    faithful: bool
    download: bool


def extractive(order: Order) -> ExtractiveSummarizer:
    """Of the article's own sentences."""
    return ExtractiveSummarizer(order.encoder, order.retranslate)


def seq2seq(order: Order) -> Summarizer:
    """By a summarization model."""
    from transum.summaries.seq2seq import load

    return _abstractive(order, load(order.model, download=order.download), instructed=False)


def chat(order: Order) -> Summarizer:
    """By a local model that follows instructions."""
    from transum.summaries.chat import load

    return _abstractive(order, load(order.model, download=order.download), instructed=True)


def openai(order: Order) -> Summarizer:
    """By a model behind a server."""
    from transum.summaries.openai import OpenAIWriter

    writer = OpenAIWriter(order.model, base_url=order.base_url, api_key=order.api_key)
    return _abstractive(order, writer, instructed=True)


def _abstractive(order: Order, writer: Writer, *, instructed: bool) -> "AbstractiveSummarizer":
    from transum.summaries.abstractive import AbstractiveSummarizer

    return AbstractiveSummarizer(
        writer,
        order.encoder,
        fallback=extractive(order),
        prompt=(order.prompt or prompts.find(prompts.DEFAULT, None)) if instructed else None,
        notes=prompts.find(prompts.PART, None) if instructed else None,
        only_faithful=order.faithful,
        # Who translates from Indonesian into English translates anew, too.
        from_indonesian=order.retranslate is not None,
    )
