"""EPUB books: title and description, then the chapters in reading order (EPUB 3.3, https://www.w3.org/TR/epub-33/).

A ZIP of XHTML pages, an index that names the package file, and in it the spine. Read with lxml, since the one library
for it, EbookLib, is under the AGPL.
"""

import codecs
import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote
from zipfile import ZipFile

from transum.errors import InputError
from transum.inputs.archive import bounded, opened, tree
from transum.inputs.blocks import Block, Form, story
from transum.inputs.failures import require_words
from transum.inputs.html_blocks import blocks, parsed
from transum.inputs.html_source import window_title

if TYPE_CHECKING:
    from lxml.etree import _Element

INDEX: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_DECLARED: Final = re.compile(rb"""(?i)\b(?:encoding|charset)\s*=\s*["']?([a-z][\w.:-]{0,39})""")
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html"})
DUBLIN: Final = "{http://purl.org/dc/elements/1.1/}"
_TABLE: Final = "application/x-dtbncx+xml"
_ITEM: Final = re.compile(r"(?:- |\d+\. )")
_LETTER: Final = re.compile(r"[^\W\d_]{2}")
_LEADING: Final = 20  # blocks, among which a book says its title itself
_LONGEST_LABEL: Final = 500  # characters


def read_epub(data: bytes, name: str) -> str:
    """The text of a book, a blank line between paragraphs; raises ``InputError``."""
    with opened(data, name, "an EPUB book") as archive:
        return require_words(story(read_book(archive, name).blocks), name)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the book that has words: its source as text, what that was encoded in, and its blocks.

    ``member`` is where it lies in the archive.
    """

    member: str
    content: str
    encoding: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A book as it is read. ``package`` is the member that holds its index.

    ``details`` are the title and the description in the package, each as a page of its own whose ``member`` is the name
    of the element: what the chapters say themselves has no blocks there. ``labels`` are those of the table of contents
    that no block says; ``contents`` are the members that hold such a table.
    """

    package: str
    details: tuple[Page, ...]
    pages: tuple[Page, ...]
    contents: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def blocks(self) -> list[Block]:
        """All blocks in the order in which they are read."""
        read = [block for page in (*self.details, *self.pages) for block in page.blocks]
        return [*read, *(Block(label, Form.HEADING) for label in self.labels)]


def read_book(archive: ZipFile, name: str) -> Book:
    """The book in an archive; raises ``InputError`` for one that is protected or has no package."""
    _require_readable(archive, name)
    package = _package(archive, name)
    root = tree(archive, package)
    items = _Items.of(root, package, set(archive.namelist()))
    pages = tuple(_page(archive, member) for member in items.spine)
    said = {block.text: None for page in pages for block in page.blocks}
    details = tuple(_details(root, list(said)[:_LEADING]))
    said |= {block.text: None for page in details for block in page.blocks}
    labels = dict.fromkeys(label for member in items.contents for label in _labels(archive, member))
    return Book(package, details, pages, items.contents, tuple(label for label in labels if label not in said))


def _require_readable(archive: ZipFile, name: str) -> None:
    """Fonts may be encrypted (they are not read), pages not."""
    if _ENCRYPTION in archive.namelist():
        encrypted = [element.get("URI", "") for element in tree(archive, _ENCRYPTION).iter("{*}CipherReference")]
        if any(place.lower().endswith(("html", "htm", "xml", "opf")) for place in encrypted):
            raise InputError(f"{name} is protected against copying (DRM)", hint="Give a copy without protection.")


def _package(archive: ZipFile, name: str) -> str:
    rootfile = next(tree(archive, INDEX).iter("{*}rootfile"), None)
    if rootfile is None:
        raise InputError(f"{name} names no book in its index", hint="It may be damaged: open and save it again.")
    return rootfile.get("full-path", "")


@dataclass(frozen=True, slots=True)
class _Items:
    """The members that a package names: chapters, each once, in the order of the spine, and tables of contents."""

    spine: tuple[str, ...]
    contents: tuple[str, ...]

    @classmethod
    def of(cls, root: "_Element", package: str, members: set[str]) -> "_Items":
        spine: dict[str, None] = {}
        contents: dict[str, None] = {}
        items = {item.get("id"): item for item in root.iter("{*}item")}
        ordered = [items[each.get("idref")] for each in root.iter("{*}itemref") if each.get("idref") in items]
        for item in [*ordered, *items.values()]:
            place = unquote(item.get("href", "").partition("#")[0])
            member = posixpath.normpath(posixpath.join(posixpath.dirname(package), place))
            kind = item.get("media-type")
            if member not in members:
                continue
            if kind == _TABLE or (kind in _PAGES and "nav" in (item.get("properties") or "").split()):
                contents[member] = None
            elif kind in _PAGES and item in ordered:
                spine[member] = None
        return cls(tuple(spine), tuple(contents))


def _page(archive: ZipFile, member: str) -> Page:
    content, encoding = decoded(bounded(archive, member))
    return Page(member, content, encoding, tuple(_blocks(content)))


def _details(root: "_Element", leading: list[str]) -> Iterator[Page]:
    """The title and the description that the package gives, without blocks where the book begins with these words."""
    for name, form in (("title", Form.HEADING), ("description", Form.PARAGRAPH)):
        element = next(root.iter(f"{DUBLIN}{name}"), None)
        text = (element.text or "").strip() if element is not None else ""
        if text:
            content = text if is_marked_up(text) else html.escape(text, quote=False)
            found = [Block(each.text, form) if form is Form.HEADING else each for each in _blocks(content)]
            yield Page(name, content, "", tuple(each for each in found if each.text not in leading))


def is_marked_up(text: str) -> bool:
    """Whether a description is HTML, as some programs write it."""
    return re.search(r"</?[a-zA-Z][^<>]*>", text) is not None


def is_table(member: str) -> bool:
    """Whether a table of contents is that of EPUB 2, which is no page."""
    return member.lower().endswith(".ncx")


def _labels(archive: ZipFile, member: str) -> list[str]:
    """What a table of contents says of its chapters."""
    if is_table(member):
        found = [" ".join((each.text or "").split()) for each in tree(archive, member).iter("{*}text")]
    else:
        content = decoded(bounded(archive, member))[0]
        labels = (_ITEM.sub("", block.text) if block.form is Form.ITEM else block.text for block in _blocks(content))
        found = [*labels, window_title(content)]
    return [each for each in found if _LETTER.search(each) and len(each) <= _LONGEST_LABEL]


def _blocks(content: str) -> Iterator[Block]:
    root = parsed(content.encode("utf-8", errors="replace")) if content.strip() else None
    if root is not None:
        yield from blocks(root)


def decoded(page: bytes) -> tuple[str, str]:
    """A page and its encoding: UTF-8 where it doesn't say otherwise; "Latin-1" is Windows-1252 on the web."""
    if page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return page.decode("utf-16", errors="replace"), "utf-16"
    try:
        return page.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        declared = _DECLARED.search(page[:1024])
        name = _known(declared[1].decode("ascii").lower() if declared else "")
        return page.decode(name, errors="replace"), name


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        b" ".decode(name, errors="replace")
    except LookupError:  # also of codecs that make no text
        return "cp1252"
    return "cp1252" if name in {"ascii", "iso8859-1", "utf-8"} else name
