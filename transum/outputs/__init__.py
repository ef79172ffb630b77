"""What transum can write: an ``Article`` in, bytes out.

``OUTPUTS`` is the list; a new output is a file beside this one, a member of ``Format`` and a row. Help, ``--format``,
the endings that ``-o`` understands, results in folders and the documentation derive from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Final

from transum.document import Article
from transum.errors import UsageError
from transum.inputs import LAID_OUT, REFILLED
from transum.outputs.growing import Growing
from transum.outputs.view import Format, Part, View

__all__ = ["BY_SUFFIX", "OUTPUTS", "Output", "require_part", "require_terminal_shows"]


@dataclass(frozen=True, slots=True)
class Output:
    """A row of the table.

    ``renderer`` is ``module:function`` in this folder, opened when it is used: help needs the table, not the libraries
    behind it. The function takes an ``Article`` and a ``View`` and returns text or bytes. ``suffixes`` are the endings
    of such files, the first that of results in a folder (none: no file there is of this kind); ``joins`` says whether
    the results of several articles, one behind the other, are a result as well; ``parts`` what it has a place for;
    ``growing`` is a class that meets ``Growing``, likewise, for a format that can be written while the article is still
    being translated. ``about`` is said in the help; what is no text, no terminal shows. ``kept`` are the endings of
    inputs whose results are files of the inputs' own kind; all else in a folder becomes text where no ``suffixes`` are.
    """

    format: Format
    renderer: str
    about: str
    growing: str = field(default="", kw_only=True)
    suffixes: tuple[str, ...] = ()
    joins: bool = False
    parts: frozenset[Part] = frozenset(Part)
    is_text: bool = True
    kept: frozenset[str] = frozenset()

    def begin(self, begun: Article, view: View) -> Growing | None:
        """What writes the article as it is translated; None where it is written in the end. See ``growing.begun``."""
        if not self.growing:
            return None
        module, _, name = self.growing.partition(":")
        growing: Growing = getattr(import_module(f"transum.outputs.{module}"), name)(begun, view)
        return growing

    def render(self, article: Article, view: View) -> bytes:
        """The article in this format; lone surrogates become question marks."""
        module, _, function = self.renderer.partition(":")
        rendered: str | bytes = getattr(import_module(f"transum.outputs.{module}"), function)(article, view)
        return rendered if isinstance(rendered, bytes) else rendered.encode("utf-8", errors="replace")


_SENTENCES: Final = frozenset({Part.ORIGINAL, Part.TRANSLATION})
_ROWS: Final = (
    Output(Format.SIDE_BY_SIDE, "terminal:render_side_by_side", "original and translation in columns", joins=True),
    Output(
        Format.TEXT,
        "text:render_text",
        "the translation, with what to check below",
        (".txt",),
        joins=True,
        growing="text:GrowingText",
        kept=LAID_OUT,
    ),
    Output(Format.JSON, "json:render_json", "one object an article, for programs", (".json",)),
    Output(Format.JSONL, "json:render_jsonl", "the same object on a line of its own", (".jsonl",), joins=True),
    Output(
        Format.TSV,
        "tsv:render_tsv",
        "a row a sentence, tabs between the cells",
        (".tsv",),
        growing="tsv:GrowingTsv",
        parts=_SENTENCES,
    ),
    Output(
        Format.CSV,
        "csv:render_csv",
        "a row a sentence, for spreadsheets",
        (".csv",),
        growing="csv:GrowingCsv",
        parts=_SENTENCES,
    ),
    Output(Format.MARKDOWN, "markdown:render_markdown", "a Markdown document", (".md",), joins=True),
    Output(Format.HTML, "html:render_html", "a page that needs no network", (".html", ".htm")),
    Output(Format.DOCX, "docx:render_docx", "a Word file, doubts as comments", (".docx",), is_text=False),
    Output(
        Format.SAME,
        "same:render_same",
        "a file of the input's own kind: Word, OpenDocument, EPUB, web pages, Markdown, subtitles",
        parts=frozenset({Part.TRANSLATION}),
        kept=LAID_OUT | REFILLED,
    ),
)
OUTPUTS: Final[Mapping[Format, Output]] = {row.format: row for row in _ROWS}
"""What can be written; every member of ``Format`` but ``auto`` is here, which a test holds it to."""

BY_SUFFIX: Final[Mapping[str, Format]] = {suffix: row.format for row in _ROWS for suffix in row.suffixes}
"""Which format an ending of ``-o`` asks for."""


def require_terminal_shows(form: Format) -> None:
    """Raise ``UsageError`` for a format that a terminal can't show."""
    if form in OUTPUTS and not OUTPUTS[form].is_text:
        suffix = OUTPUTS[form].suffixes[0]
        raise UsageError(f"--format {form} is nothing for a terminal", hint=f"Give a file: -o article{suffix}")


def require_part(form: Format, parts: frozenset[Part]) -> None:
    """Raise ``UsageError`` where nothing of ``parts`` (empty: what is usual) has a place in ``form``."""
    if form in OUTPUTS and parts and not parts & OUTPUTS[form].parts:
        missing = " and ".join(sorted(parts))
        raise UsageError(f"--format {form} has no place for {missing}", hint="Try text or json.")
