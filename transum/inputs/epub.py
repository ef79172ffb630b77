"""EPUB books: the chapters in reading order (EPUB 3.3, https://www.w3.org/TR/epub-33/).

A ZIP of XHTML pages, an index that names the package file, and in it the spine. Read with lxml, since the one library
for it, EbookLib, is under the AGPL.
"""

import codecs
import posixpath
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote
from zipfile import ZipFile

from transum.errors import InputError
from transum.inputs.archive import bounded, opened, tree
from transum.inputs.blocks import Block, story
from transum.inputs.failures import require_words
from transum.inputs.html_blocks import blocks

INDEX: Final = "META-INF/container.xml"
_ENCRYPTION: Final = "META-INF/encryption.xml"
_DECLARED: Final = re.compile(rb"""(?i)\b(?:encoding|charset)\s*=\s*["']?([a-z][\w.:-]{0,39})""")
_PAGES: Final = frozenset({"application/xhtml+xml", "text/html"})


def read_epub(data: bytes, name: str) -> str:
    """The text of a book, a blank line between paragraphs; raises ``InputError``."""
    with opened(data, name, "an EPUB book") as archive:
        _require_readable(archive, name)
        pages = _pages(archive, name)
        return require_words(story(block for page in pages for block in _words(bounded(archive, page))), name)


def _require_readable(archive: ZipFile, name: str) -> None:
    """Fonts may be encrypted (they are not read), pages not."""
    if _ENCRYPTION in archive.namelist():
        encrypted = [element.get("URI", "") for element in tree(archive, _ENCRYPTION).iter("{*}CipherReference")]
        if any(place.lower().endswith(("html", "htm", "xml", "opf")) for place in encrypted):
            raise InputError(f"{name} is protected against copying (DRM)", hint="Give a copy without protection.")


def _pages(archive: ZipFile, name: str) -> Iterator[str]:
    """The members of the archive that hold the chapters, each once, in the order of the spine."""
    rootfile = next(tree(archive, INDEX).iter("{*}rootfile"), None)
    if rootfile is None:
        raise InputError(f"{name} names no book in its index", hint="It may be damaged: open and save it again.")
    package = rootfile.get("full-path", "")
    root = tree(archive, package)
    items = {item.get("id"): item for item in root.iter("{*}item")}
    members = set(archive.namelist())
    seen: set[str] = set()
    for reference in root.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or item.get("media-type") not in _PAGES or "nav" in (item.get("properties") or "").split():
            continue
        place = unquote(item.get("href", "").partition("#")[0])
        member = posixpath.normpath(posixpath.join(posixpath.dirname(package), place))
        if member in members and member not in seen:
            seen.add(member)
            yield member


def _words(page: bytes) -> Iterator[Block]:
    from lxml import html

    if page.strip():
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        yield from blocks(html.document_fromstring(_decoded(page).encode(), parser=parser))


def _decoded(page: bytes) -> str:
    """XHTML is UTF-8 where it doesn't say otherwise; what says Latin-1 is Windows-1252 on the web."""
    if page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return page.decode("utf-16", errors="replace")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError:
        declared = _DECLARED.search(page[:1024])
        name = declared[1].decode("ascii").lower() if declared else ""
        return page.decode(_known(name), errors="replace")


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding).name
        b" ".decode(name, errors="replace")
    except LookupError:  # also of codecs that make no text
        return "cp1252"
    return "cp1252" if name in {"ascii", "iso8859-1", "utf-8"} else name
