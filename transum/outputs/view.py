"""What of an article is shown, and how text is made fit to be shown."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Format(StrEnum):
    """How a result is written; ``auto`` is side by side on a terminal, text anywhere else."""

    AUTO = "auto"
    SIDE_BY_SIDE = "side-by-side"
    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    TSV = "tsv"
    CSV = "csv"
    MARKDOWN = "markdown"
    HTML = "html"
    DOCX = "docx"


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
    """What of an article is shown. ``parts`` empty: what the format shows by itself.

    ``facts``: at a glance also where a format leaves that out. ``template``: a page of one's own in the place of ours.
    ``front``: the path from a page to that of its folder, for a link. ``raw``: the cells of tables as they are, though
    a spreadsheet may take one for a formula.
    """

    parts: frozenset[Part] = frozenset()
    language: SummaryLanguage = SummaryLanguage.ENGLISH
    facts: bool = False
    template: Path | None = None
    front: str = ""
    raw: bool = False

    def shows(self, part: Part, *, by_default: bool = True) -> bool:
        """Whether ``part`` belongs to the view."""
        return part in self.parts if self.parts else by_default

    @property
    def shows_facts(self) -> bool:
        """Whether an article's facts belong to the view, in a format that always has a place for them."""
        return self.facts or not self.parts or Part.SUMMARY in self.parts


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    r"""``text`` with control and direction characters made visible: a terminal would obey them.

    >>> printable("a\x1b[31mb")
    'a�[31mb'
    """
    return _CONTROL.sub("\ufffd", text)
