"""Which summarizers there are: ``--summarizer`` names one of ``SUMMARIZERS``, and a model where it needs one.

A new summarizer is a file beside this one, a function of ``makers`` and a row. Help, error messages and documentation
derive from the rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Final

from transum.errors import UsageError

if TYPE_CHECKING:
    from transum.engines.encoder import Encoder
    from transum.summaries.anew import Retranslate
    from transum.summaries.makers import Order
    from transum.summaries.prompts import Prompt
    from transum.summaries.protocol import Summarizer

__all__ = ["EXTRACTIVE", "SUMMARIZERS", "SummarizerRow", "forms", "summarizer"]

EXTRACTIVE: Final = "extractive"


@dataclass(frozen=True, slots=True)
class SummarizerRow:
    """A row of the table.

    ``name`` is that of the function of ``makers``, too, which is opened when it is used: help needs the table, not the
    libraries behind it. ``needs_model`` says whether the name is followed by a colon and a model; ``takes_prompt`` and
    ``takes_base_url`` whether ``--prompt`` and ``--base-url`` are for it; ``about`` is said in the help.
    """

    name: str
    about: str
    needs_model: bool = True
    takes_prompt: bool = False
    takes_base_url: bool = False

    @property
    def make(self) -> "Callable[[Order], Summarizer]":
        """Builds it."""
        made: Callable[[Order], Summarizer] = getattr(import_module("transum.summaries.makers"), self.name)
        return made

    @property
    def form(self) -> str:
        """How it is named: ``chat:MODEL``."""
        return f"{self.name}:MODEL" if self.needs_model else self.name


_ROWS: Final = (
    SummarizerRow(EXTRACTIVE, "the article's own sentences, shortened; built in", needs_model=False),
    SummarizerRow("seq2seq", "a summarization model such as BART or T5, by its name or folder"),
    SummarizerRow("chat", "a local model that follows instructions, by its name or folder", takes_prompt=True),
    SummarizerRow(
        "openai",
        "a model behind an OpenAI-compatible server; Ollama's without --base-url",
        takes_prompt=True,
        takes_base_url=True,
    ),
)
SUMMARIZERS: Final[Mapping[str, SummarizerRow]] = {row.name: row for row in _ROWS}
"""The summarizers by the name that ``--summarizer`` gives before any colon."""


def forms(*, takes: str = "", joiner: str = "and") -> str:
    """How summarizers are named, in one phrase; with ``takes`` only those that an option (``prompt``) is for.

    >>> forms(), forms(takes="base_url")
    ('extractive, seq2seq:MODEL, chat:MODEL and openai:MODEL', 'openai:MODEL')
    """
    *first, last = [row.form for row in _ROWS if not takes or getattr(row, f"takes_{takes}")]
    return f"{', '.join(first)} {joiner} {last}" if first else last


def summarizer(
    name: str,
    *,
    encoder: "Encoder",
    retranslate: "Retranslate | None" = None,
    prompt: "Prompt | None" = None,
    base_url: str | None = None,
    api_key: str | None = None,
    faithful: bool = False,
    download: bool = False,
) -> "Summarizer":
    """The summarizer that ``name`` names: a row of ``SUMMARIZERS``, with a colon and a model where it needs one.

    ``retranslate`` translates sentences that were shortened; without it none is. ``prompt`` is for those that follow
    instructions (``brief`` by default), ``base_url`` and ``api_key`` for ``openai``. ``faithful`` drops sentences with
    facts that are not in the article; ``download`` permits fetching a model. Raises ``UsageError`` for a name or a
    combination that means nothing, ``ModelError`` for a missing model.
    """
    row, model = _row(name)
    if prompt and not row.takes_prompt:
        raise UsageError(f"--prompt is not for the summarizer {row.name}", hint=f"It is for {forms(takes='prompt')}.")
    if base_url and not row.takes_base_url:
        raise UsageError(
            f"--base-url is not for the summarizer {row.name}", hint=f"It is for {forms(takes='base_url')}."
        )
    order = import_module("transum.summaries.makers").Order
    return row.make(order(model, encoder, retranslate, prompt, base_url, api_key, faithful, download))


def _row(name: str) -> tuple[SummarizerRow, str]:
    """The row of a name, and its model; raises ``UsageError`` for a name of another form."""
    engine, colon, model = name.partition(":")
    row = SUMMARIZERS.get(engine)
    if row is None or (colon and not row.needs_model):
        raise UsageError(f"there is no summarizer {name!r}", hint=f"There are {forms()}.")
    if row.needs_model and not model:
        raise UsageError(f"the summarizer {name!r} names no model", hint=f"Give one: {row.form}.")
    return row, model
