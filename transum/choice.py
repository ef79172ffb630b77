"""What a user chose, as a value: which engines, and how they are set. Every default stands here, or where its room is.

Nothing is loaded by a choice: the command line shows these defaults in its help.
"""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

from transum.document import ENGLISH, INDONESIAN
from transum.engines.protocol import BEAM
from transum.summaries import EXTRACTIVE
from transum.summaries.protocol import USUAL, Limit

EngineName = Literal["auto", "ctranslate2", "transformers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which engines, and how they are set.

    ``summary`` None: no summary; ``threads`` None: every processor; ``quick``: without the reverse model.
    """

    model: str = "default"
    engine: EngineName = "auto"
    download: bool = False
    source_language: str = INDONESIAN
    target_language: str = ENGLISH
    beam: int = BEAM
    glossary: Path | None = None
    repair: bool = True
    quick: bool = False
    summary: Limit | None = USUAL
    summarizer: str = EXTRACTIVE
    prompt: str | None = None
    base_url: str | None = None
    faithful: bool = False
    memory: bool = True
    threads: int | None = None
    jobs: int | None = None


def words() -> frozenset[str]:
    """What can be chosen, by name."""
    return frozenset(field.name for field in fields(Choice))
