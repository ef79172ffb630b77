"""An EPUB book with its words translated: every chapter as a web page is, its markup, links and notes as they stand.

With them the title and the description in the package, its language, and the labels of the table of contents, which
are those of the headings. Pictures, fonts, styles and the order of the archive stay. Written with lxml and zipfile:
EbookLib is under the AGPL, and writes a package and a table of contents of its own.
"""

import html
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from transum.document import Edition, Translation
from transum.errors import InputError
from transum.inputs.archive import bounded, opened, tree
from transum.inputs.blocks import told
from transum.inputs.dividing import pieces_of
from transum.inputs.epub import DUBLIN, Book, decoded, is_marked_up, is_table, read_book
from transum.inputs.html_refill import Words, labels_layout, page_layout, warn_of_missing, words_at
from transum.inputs.languages import is_of
from transum.inputs.layout import SlotLayout
from transum.inputs.placing import filled
from transum.inputs.repacked import repacked
from transum.inputs.slots import Piece, Slot

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_Pieces = Mapping[int, Sequence[Piece]]


def refill_epub(data: bytes, name: str, translation: Translation, edition: Edition) -> bytes:
    """The book ``data`` with the targets of ``translation`` for its sentences.

    Raises ``InputError`` where the translation is of another text than the book's.
    """
    with opened(data, name, "an EPUB book") as archive:
        book = read_book(archive, name)
        text, spans = told(book.blocks)
        if text != translation.document.text:
            raise InputError(f"{name} is not the file that was translated", hint="Was it changed? Run it again.")
        words = words_at(text, spans)
        chapters, others = _parted(book, words)
        layouts = list(_chapters(book, chapters, edition, words.places))
        slots = [slot for layout in layouts for slot in layout.slots]
        warn_of_missing(name, chapters, slots)
        slots += [Slot(start, words, words) for words, start in zip(others.words, others.starts, strict=True)]
        known = {slot.text: slot.start for slot in reversed(slots)}  # the first of those that say the same
        pieces = pieces_of(translation, slots)
        changed = {
            page.member: layout.holding(pieces, edition).encode(page.encoding, errors="xmlcharrefreplace")
            for page, layout in zip(book.pages, layouts, strict=True)
        }
        changed |= {member: _table(archive, member, known, pieces, edition) for member in book.contents}
        return repacked(archive, {**changed, book.package: _package(archive, book, known, pieces, edition)})


def _parted(book: Book, found: Words) -> tuple[Words, Words]:
    """The blocks of the chapters, and those before and behind them."""
    first, last = sum(len(page.blocks) for page in book.details), len(found.words) - len(book.labels)
    others = Words(found.words[:first] + found.words[last:], found.starts[:first] + found.starts[last:])
    return Words(found.words[first:last], found.starts[first:last]), others


def _chapters(book: Book, found: Words, edition: Edition, titles: Mapping[str, int]) -> Iterator[SlotLayout]:
    at = 0
    for page in book.pages:
        stop = at + len(page.blocks)
        yield page_layout(page.content, Words(found.words[at:stop], found.starts[at:stop]), edition, titles)
        at = stop


def _table(archive: ZipFile, member: str, known: Mapping[str, int], pieces: _Pieces, edition: Edition) -> bytes:
    """A table of contents: a page, or the one of EPUB 2, which is no page."""
    if not is_table(member):
        content, encoding = decoded(bounded(archive, member))
        layout = labels_layout(content, known, edition)
        return layout.holding(pieces, edition).encode(encoding, errors="xmlcharrefreplace")
    root = tree(archive, member)
    for label in root.iter("{*}text"):
        words = " ".join((label.text or "").split())
        if words in known:
            label.text = _said(words, known[words], pieces)
    _say_language(root, edition)
    return _serialised(root)


def _said(words: str, start: int, pieces: _Pieces) -> str:
    return filled(Slot(start, words, words), pieces[start]).text


def _package(archive: ZipFile, book: Book, known: Mapping[str, int], pieces: _Pieces, edition: Edition) -> bytes:
    """The package, its title, its description and its language being those of the translation."""
    root = tree(archive, book.package)
    for detail in book.details:
        element = next(root.iter(f"{DUBLIN}{detail.member}"))
        layout = labels_layout(detail.content, known, replace(edition, is_bilingual=False))
        made = layout.holding(pieces)
        element.text = made if is_marked_up(detail.content) else html.unescape(made)
    _say_language(root, edition)
    return _serialised(root)


def _say_language(root: "_Element", edition: Edition) -> None:
    """The language of a book, and of what a member says of itself."""
    for element in list(root.iter(f"{DUBLIN}language")):
        if is_of((element.text or "").strip(), edition.original):
            if edition.is_bilingual:
                element.addnext(deepcopy(element))
            element.text = edition.translation
    if is_of(root.get(_LANGUAGE, ""), edition.original):
        root.set(_LANGUAGE, edition.translation)


def _serialised(root: "_Element") -> bytes:
    from lxml import etree

    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")
