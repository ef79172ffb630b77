"""What transum can read: whatever holds an article → its words, and for some the layout that takes their translation.

``INPUTS`` is the list; a new input is a file beside this one and a row. Which type a file is, the endings that are
taken from folders, help, errors and the documentation derive from it. ``decode`` reads a file through it.

Reading order: here (which type is it), ``budget`` and ``apart`` (so much time and memory for each), ``failures``
(errors), ``archive`` and ``blocks`` (what several readers share), then a module a type; ``markdown`` and ``subtitles``
on ``layout``.
"""

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.archive import members

if TYPE_CHECKING:
    from transum.document import Edition, Layout, Translation

__all__ = ["INPUTS", "LAID_OUT", "MOST_BYTES", "PLAIN", "REFILLED", "SUFFIXES", "Input", "container", "text_type"]


@dataclass(frozen=True, slots=True)
class Input:
    """A row of the table.

    ``name`` is what results call the type; ``what`` is what errors call such a file, with its article; ``about`` is
    said in the help. ``reader`` is ``module:function`` in this folder, opened when it is used. A file is known

    - by its bytes: ``magic`` matches at their start, or ``member`` a name in the ZIP container that it is. Its function
      takes the bytes and the file's name, and returns its words;
    - by its text: ``opening`` matches at its start, or else it has one of the ``suffixes``. Its function takes the
      decoded text and the file's name, and returns its words, with their layout if it ``keeps_layout``: files of this
      kind are translated into files of their own kind. None: the text is no such file for all its name.

    ``whole`` is likewise ``module:function``, for files of which the reader takes a part: all that is in them.
    ``margins`` likewise, for files that have words around their story (headers, what pictures show): these as well,
    since a file of its own kind is to have them in its own language.
    ``refiller`` is likewise ``module:function``, for files that can be translated into files of their own kind where
    that is asked for.
    """

    name: str
    what: str
    about: str
    suffixes: tuple[str, ...]
    reader: str = ""
    magic: re.Pattern[bytes] | None = None
    member: re.Pattern[str] | None = None
    opening: re.Pattern[str] | None = None
    keeps_layout: bool = False
    whole: str = ""
    margins: str = ""
    refiller: str = ""

    @property
    def is_container(self) -> bool:
        """Whether the file is no text itself."""
        return self.magic is not None or self.member is not None

    def words(
        self, source: bytes | str, name: str, *, whole: bool = False, margins: bool = False
    ) -> "tuple[str, Layout | None]":
        """The words of a file of this type, and their layout.

        ``source`` are its bytes for a container, else its text; ``whole``: also what is no part of the article;
        ``margins``: also what stands around it, behind it.
        Raises ``InputError`` where there are no words, the file is damaged or hostile, and where the library for it
        is missing.
        """
        if not self.reader:
            return str(source), None
        module, _, function = ((whole and self.whole) or (margins and self.margins) or self.reader).partition(":")
        found = getattr(import_module(f"transum.inputs.{module}"), function)(source, name)
        if found is None:
            return str(source), None
        return (found, None) if isinstance(found, str) else found

    def refilled(self, data: bytes, name: str, translation: "Translation", edition: "Edition") -> bytes:
        """The file ``data`` with the targets of ``translation`` for its sentences; all else in it stays.

        Only where there is a ``refiller``. Raises ``InputError`` where the translation is of another text.
        """
        module, _, function = self.refiller.partition(":")
        refilled: bytes = getattr(import_module(f"transum.inputs.{module}"), function)(data, name, translation, edition)
        return refilled


INPUTS: Final = (
    Input("pdf", "a PDF", "PDF with a text layer", (".pdf",), "pdf:read_pdf", magic=re.compile(rb"\s*%PDF-")),
    Input(
        "epub",
        "an EPUB book",
        "EPUB books without copy protection",
        (".epub",),
        "epub:read_epub",
        member=re.compile(r"META-INF/container\.xml"),
        refiller="epub_refill:refill_epub",
    ),
    Input(
        "docx",
        "a Word file",
        "Word documents and templates",
        (".docx", ".docm", ".dotx", ".dotm"),
        "docx:read_docx",
        member=re.compile(r"word/document\d*\.xml"),
        margins="docx:read_whole_docx",
        refiller="docx_refill:refill_docx",
    ),
    Input(
        "odt",
        "an OpenDocument text",
        "OpenDocument texts and templates",
        (".odt", ".ott"),
        "odt:read_odt",
        member=re.compile(r"content\.xml"),
        margins="odt:read_whole_odt",
        refiller="odt_refill:refill_odt",
    ),
    Input(
        "rtf",
        "an RTF file",
        "Rich Text Format",
        (".rtf",),
        "rtf:read_rtf",
        magic=re.compile(rb"\s*\{\\rtf"),
    ),
    Input(
        "html",
        "a web page",
        "web pages: the article on them",
        (".html", ".htm", ".xhtml"),
        "html:read_html",
        opening=re.compile(
            r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype html|html)\b",
            re.IGNORECASE | re.DOTALL,
        ),
        whole="html:read_whole_page",
        refiller="html_refill:refill_html",
    ),
    Input(
        "subtitles",
        "a subtitle file",
        "subtitles: SubRip and WebVTT",
        (".srt", ".vtt"),
        "subtitles:read_subtitles",
        opening=re.compile(r"WEBVTT(?:\s|\Z)|\s*\d+[ \t]*\r?\n[ \t]*\d+:\d{2}:\d{2},\d{1,3}[ \t]*-->"),
        keeps_layout=True,
    ),
    Input(
        "markdown",
        "a Markdown file",
        "Markdown, as CommonMark and its common extensions",
        (".md", ".markdown"),
        "markdown:read_markdown",
        keeps_layout=True,
    ),
    Input("text", "a text file", "plain text in any encoding", (".txt", ".text")),
)
"""What can be read, in the order in which it is looked for; what is none of it is plain text."""

PLAIN: Final = INPUTS[-1]

SUFFIXES: Final = frozenset(suffix for row in INPUTS for suffix in row.suffixes)
"""What is taken from a folder."""

REFILLED: Final = frozenset(suffix for row in INPUTS if row.refiller for suffix in row.suffixes)
"""Suffixes of files that ``Input.refilled`` translates into files of their own kind, where that is asked for."""

LAID_OUT: Final = frozenset(suffix for row in INPUTS if row.keeps_layout for suffix in row.suffixes)
"""Suffixes of files that are translated into files of their own kind."""

MOST_BYTES: Final = 50_000_000
"""Of an input, where nothing else is said."""

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def container(data: bytes, name: str) -> Input | None:
    """The type of a file that isn't text itself, by its bytes alone; None where these bytes are no such file.

    Raises ``InputError`` for other containers of a kind that is known.
    """
    for row in INPUTS:
        if row.magic and row.magic.match(data[:1024]):
            return row
    if data.startswith(_ZIP):
        return _archive_type(data, name)
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(f"{name} is protected with a password", hint="Save it without the password.")
    return None


def _archive_type(data: bytes, name: str) -> Input:
    inside = members(data, name)
    rows = [row for row in INPUTS if row.member]
    for row in rows:
        if row.member and any(map(row.member.fullmatch, inside)):
            return row
    others = " or ".join(row.what.partition(" ")[2] for row in rows)
    raise InputError(f"{name} is a ZIP container, but no {others}", hint="Unpack it first.")


def text_type(content: str, path: str) -> Input:
    """The type of a decoded text, by what it begins with, else by its name.

    >>> text_type("WEBVTT", "-").name, text_type("Banjir.", "berita.md").name
    ('subtitles', 'markdown')
    """
    texts = [row for row in INPUTS if not row.is_container]
    suffix = PurePath(path).suffix.lower()
    known = (row for row in texts if row.opening and row.opening.match(content))
    named = (row for row in texts if suffix in row.suffixes)
    return next(known, None) or next(named, PLAIN)
