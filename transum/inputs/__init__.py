"""File formats in: whatever holds an article → its words, and for some the layout that takes their translation back.

Reading order: here (which format is it), ``seam`` (errors), then a module a family: ``html``, ``office`` and ``epub``
on ``archive``, ``pdf`` with ``paper``; ``markdown`` and ``subtitles`` on ``layout``.
"""

import re
from enum import StrEnum
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.archive import opened
from transum.inputs.docx import MAIN, read_docx
from transum.inputs.epub import INDEX, read_epub
from transum.inputs.failures import reading, require_words
from transum.inputs.html import read_html
from transum.inputs.markdown import read_markdown
from transum.inputs.pdf import read_pdf
from transum.inputs.subtitles import read_subtitles

if TYPE_CHECKING:
    from transum.document import Layout

SUFFIXES: Final = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".docx", ".pdf", ".srt", ".vtt", ".epub"}
)
"""What is taken from a folder."""

LAID_OUT: Final = frozenset({".md", ".markdown", ".srt", ".vtt"})
"""Suffixes of files that are translated into files of their own kind."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_SUBRIP = re.compile(r"\s*\d+[ \t]*\r?\n[ \t]*\d+:\d{2}:\d{2},\d{1,3}[ \t]*-->")


class FileType(StrEnum):
    """What a file is, which its name may hide."""

    PLAIN = "text"
    MARKDOWN = "markdown"
    SUBTITLES = "subtitles"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    EPUB = "epub"


def container(data: bytes, name: str) -> FileType | None:
    """The type of a file that isn't text itself, by its bytes alone; None where these bytes are no such file.

    Raises ``InputError`` for other containers of a kind that is known.
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return FileType.PDF
    if data.startswith(b"PK\x03\x04"):
        return _archive_type(data, name)
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise InputError(f"{name} is protected with a password", hint="Save it without the password.")
    return None


def _archive_type(data: bytes, name: str) -> FileType:
    with opened(data, name, "a ZIP container (docx, epub)") as archive:
        members = set(archive.namelist())
    if INDEX in members:
        return FileType.EPUB
    if MAIN in members:
        return FileType.DOCX
    raise InputError(f"{name} is a ZIP container, but no Word file or EPUB book", hint="Unpack it first.")


def contained(data: bytes, file_type: FileType, name: str) -> str:
    """The text in a container; raises ``InputError`` where there is none, and where its library is missing."""
    readers = {FileType.PDF: read_pdf, FileType.DOCX: read_docx, FileType.EPUB: read_epub}
    return readers[file_type](data, name)


def text_type(content: str, path: str) -> FileType:
    """The type of a decoded text, by what it begins with, else by its name.

    >>> text_type("WEBVTT", "-"), text_type("Banjir.", "berita.md")
    (<FileType.SUBTITLES: 'subtitles'>, <FileType.MARKDOWN: 'markdown'>)
    """
    suffix = PurePath(path).suffix.lower()
    if _HTML.match(content) or suffix in {".html", ".htm", ".xhtml"}:
        return FileType.HTML
    if suffix in {".srt", ".vtt"} or re.match(r"WEBVTT(?:\s|\Z)", content) or _SUBRIP.match(content):
        return FileType.SUBTITLES
    return FileType.MARKDOWN if suffix in {".md", ".markdown"} else FileType.PLAIN


def words_of(content: str, file_type: FileType, name: str) -> tuple[str, "Layout | None"]:
    """The words in a text of that type, and for Markdown and subtitles the layout that takes their translation.

    A file that is no subtitles for all its name is plain text. Raises ``InputError`` where there are no words.
    """
    if file_type is FileType.HTML:
        return read_html(content, name), None
    if file_type is FileType.SUBTITLES:
        found = read_subtitles(content)
        return found or (content, None)
    if file_type is FileType.MARKDOWN:
        with reading(name, "a Markdown file"):
            return read_markdown(content, name) or (require_words("", name), None)
    return content, None
