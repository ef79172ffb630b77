"""PDF files: the lines of their pages, by pypdf, which is safe only within the ``budget``."""

import io
import logging
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.failures import MOST_WORDS, reading, require_words
from transum.inputs.pdf_paragraphs import Line, story

if TYPE_CHECKING:
    from pypdf import PageObject

_MOST_PAGES: Final = 2_000
_SCANNED: Final = "Its pages are pictures, it seems: give it a text layer first, with ocrmypdf for instance."


def read_pdf(data: bytes, name: str) -> str:
    """The text of a PDF, a blank line between paragraphs; raises ``InputError``, also for a scanned one."""
    with reading(name, "a PDF"):
        return require_words(story(_pages(data, name)), name, hint=_SCANNED)


def _pages(data: bytes, name: str) -> list[list[Line]]:
    from pypdf import PasswordType, PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it tells of every oddity that it passes over
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise InputError(f"{name} is protected with a password", hint="Save it without the password.")
    if len(reader.pages) > _MOST_PAGES:
        raise InputError(f"{name} has {len(reader.pages):,} pages, more than {_MOST_PAGES:,}", hint="Divide it.")
    pages: list[list[Line]] = []
    size = 0
    for page in reader.pages:
        pages.append(list(_lines(page)))
        size += sum(len(line.text) for line in pages[-1])
        if size > MOST_WORDS:
            break
    return pages


def _lines(page: "PageObject") -> Iterator[Line]:
    """The lines of a page in the order in which they were printed."""
    pieces: list[tuple[str, float, float, float]] = []

    def take(text: str, outer: Sequence[float], inner: Sequence[float], _: object, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = math.hypot(inner[2] * outer[0] + inner[3] * outer[2], inner[2] * outer[1] + inner[3] * outer[3])
        pieces.append((text, x, y, size * scale))

    page.extract_text(visitor_text=take)
    text, place = "", (0.0, 0.0, 0.0)
    for piece, *where in pieces:
        for part in piece.splitlines(keepends=True):
            if part.strip() and not text.strip():
                place = (where[0], where[1], round(where[2], 1))
            text += part
            if part.endswith("\n"):
                yield Line(text.strip(), *place)
                text = ""
    yield Line(text.strip(), *place)
