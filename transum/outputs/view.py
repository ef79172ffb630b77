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
    SAME = "same"


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
class Beside:
    """A second translation of the article: what it is called, and its text for each sentence, "" for none."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What of an article is shown. ``parts`` empty: what the format shows by itself.

    ``facts``: at a glance also where a format leaves that out. ``template``: a page of one's own in the place of ours.
    ``front``: the path from a page to that of its folder, for a link. ``raw``: the cells of tables as they are, though
    a spreadsheet may take one for a formula. ``links``: numbers of sentences lead to the file that they stand in.
    ``beside``: a translation to compare with.
    ``bilingual``: in a file of the input's own kind, each paragraph's original before it.
    """

    parts: frozenset[Part] = frozenset()
    language: SummaryLanguage = SummaryLanguage.ENGLISH
    facts: bool = False
    template: Path | None = None
    front: str = ""
    raw: bool = False
    links: bool = False
    beside: Beside | None = None
    bilingual: bool = False

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


_UNDECODED = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]")


def displayable(path: str) -> str:
    r"""``path`` for messages and results: what of it is not UTF-8 is shown as U+FFFD.

    >>> displayable("caf\udce9.txt") == "caf\ufffd.txt"
    True
    """
    return _UNDECODED.sub("\ufffd", path)


def on_one_line(path: str) -> str:
    r"""``path`` as a part of a line that a person reads: no name may end the line and begin one of its own.

    >>> on_one_line("a\ntransum: 9 done.txt") == "a\ufffdtransum: 9 done.txt"
    True
    """
    return _LINE_END.sub("\ufffd", printable(displayable(path)))
