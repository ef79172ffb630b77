"""What users and other programs see: an ``Article`` in, text out."""

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """How a result is written; ``auto`` is side by side on a terminal, text anywhere else."""

    AUTO = "auto"
    SIDE_BY_SIDE = "side-by-side"
    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    TSV = "tsv"
    MARKDOWN = "markdown"
    HTML = "html"


class Part(StrEnum):
    """What ``--only`` can ask for."""

    ORIGINAL = "original"
    TRANSLATION = "translation"
    SUMMARY = "summary"


class SummaryLanguage(StrEnum):
    """The language that a summary is shown in."""

    ENGLISH = "en"
    INDONESIAN = "id"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class View:
    """What of an article is shown. ``parts`` empty: what the format shows by itself."""

    parts: frozenset[Part] = frozenset()
    language: SummaryLanguage = SummaryLanguage.ENGLISH

    def shows(self, part: Part, *, by_default: bool = True) -> bool:
        """Whether ``part`` belongs to the view."""
        return part in self.parts if self.parts else by_default
