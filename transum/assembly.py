"""From what a user chose to the engines that do it. Nothing is loaded before ``assemble`` is called."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from transum import folders
from transum.engines.ct2 import default_threads
from transum.engines.encoder import CT2Encoder, RememberingEncoder
from transum.engines.load import load
from transum.engines.pieces import language_code
from transum.engines.protocol import Translator
from transum.memory.people import People
from transum.memory.remembering import RememberingTranslator
from transum.memory.store import Memory
from transum.pipeline import Pipeline
from transum.revise.glossary import Glossary
from transum.shelf import Shelf
from transum.shelf.manifest import embedded
from transum.shelf.progress import DownloadBar
from transum.summaries import EXTRACTIVE, prompts, summarizer
from transum.summaries.openai import key_from
from transum.summaries.protocol import Limit


@dataclass(frozen=True, slots=True)
class Choice:
    """Which engines, and how they are set. ``summary`` None: no summary; ``threads`` None: every processor."""

    model: str = "default"
    engine: Literal["auto", "ctranslate2", "transformers"] = "auto"
    download: bool = False
    beam: int = 4
    source_language: str = "id"
    target_language: str = "en"
    threads: int | None = None
    jobs: int | None = None
    summary: Limit | None = field(default_factory=lambda: Limit(3, "sentences"))
    summarizer: str = EXTRACTIVE
    prompt: str | None = None
    base_url: str | None = None
    faithful: bool = False
    glossary: Path | None = None
    repair: bool = True
    memory: bool = True

    @property
    def is_for_indonesian(self) -> bool:
        """Whether texts have to look Indonesian: not where they are said to be in another language."""
        return language_code(self.source_language) == "id"


def _translator(choice: Choice, *, quiet: bool) -> Translator:
    with DownloadBar() if choice.download and not quiet else nullcontext() as bar:
        return load(
            choice.model,
            engine=choice.engine,
            beam=choice.beam,
            threads=choice.threads,
            jobs=choice.jobs,
            source_language=choice.source_language,
            target_language=choice.target_language,
            shelf=Shelf(folders.models()),
            download=choice.download,
            on_progress=bar.report if bar else None,
        )


@contextmanager
def _silent_hub() -> Iterator[None]:
    """The hub's own library, where it is installed, draws no bars meanwhile: it would, also into a file or a pipe."""
    try:
        from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars
    except ImportError:
        yield
        return
    drawn = not are_progress_bars_disabled()
    disable_progress_bars()
    try:
        yield
    finally:
        if drawn:
            enable_progress_bars()


def assemble(choice: Choice, *, quiet: bool = False) -> Pipeline:
    """The pipeline for a choice; ``quiet``: nothing is drawn while a model is fetched.

    Raises ``ModelError`` for a model that is missing or damaged, ``UsageError`` for names that mean nothing, and
    ``InputError`` for a glossary or a prompt that can't be read.
    """
    with _silent_hub() if choice.download and quiet else nullcontext():
        return _assembled(choice, quiet=quiet)


def _assembled(choice: Choice, *, quiet: bool) -> Pipeline:
    glossary = Glossary.read(choice.glossary) if choice.glossary else None
    prompt = prompts.find(choice.prompt, folders.configuration() / "prompts") if choice.prompt else None
    translator = _translator(choice, quiet=quiet)
    encoder = RememberingEncoder(CT2Encoder(embedded("encoder"), threads=choice.threads or default_threads()))
    return Pipeline(
        translator=RememberingTranslator(
            translator,
            Memory(folders.memory()) if choice.memory else None,
            people=People(folders.people(), folders.old_memory()) if choice.memory else None,
        ),
        summarizer=summarizer(
            choice.summarizer,
            encoder=encoder,
            prompt=prompt,
            base_url=choice.base_url,
            api_key=key_from(os.environ),
            faithful=choice.faithful,
            download=choice.download,
        )
        if choice.summary
        else None,
        encoder=encoder,
        limit=choice.summary or Limit(3, "sentences"),
        glossary=glossary,
        repair=choice.repair,
    )
