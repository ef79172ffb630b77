"""Web pages: the article, in the page's own blocks and their order; menus, comments and other stories are left out.

trafilatura tells where on the page the article is. It drops headings and lists on many pages, and writes tables as
Markdown; so what it found only marks the blocks of the page, and those between them that are of the story count too.
"""

import logging
import re
import socket
from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.blocks import Block, Form, story
from transum.inputs.failures import reading, require_words
from transum.inputs.html_blocks import Placed, blocks, parsed, placed_blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

log = logging.getLogger(__name__)

# trafilatura's time grows with the square of these; a long article has some hundred elements.
_MOST_ELEMENTS: Final = 20_000
_MOST_WORDS: Final = 500_000  # characters
_LARGEST: Final = 32 << 20  # characters, of which the scripts and styles of a page are most

_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_HALVES: Final = re.compile(r"(?P<title>.*\S)\s+[-–—|•·»]{1,2}\s+(?P<site>\S.{0,60})")
_PAGE_NUMBER: Final = re.compile(r"(?i)\s+(?:[-–—|]\s+)?(?:halaman|page)\s+(?:all|semua|\d+)\Z")
_DOMAIN: Final = re.compile(r"(?i)[\w-]+(?:\.[a-z]{2,4}){1,2}")
_SURE: Final = 12  # letters: a shorter block is found in any text
_LINKED: Final = 0.8  # of a block: then it leads to another story, and tells none
_TOP: Final = 50  # blocks at the head of a page
_PROSE: Final = 80  # characters
_MOST_OF_IT: Final = 0.5  # of what seems to be the article: what is surely of it may be only an answer in a forum
_REACH: Final = 2  # elements around a list, a table or a heading, of which only the outer one may hold the story
# Advertisements, captions, and the titles of other stories.
_OTHER: Final = re.compile(
    r"(?is)\W*(?:advertisement|iklan|scroll to continue with content|lanjut baca.{0,40}"
    r"|(?:sumber )?(?:foto|photo|image|ilustrasi|dok)\s*[:/].{0,300}"
    r"|.{0,300}\((?:sumber )?(?:foto|photo|dok|image)\s*[:.].{0,100}\)"
    r"|(?:©|(?:copyright|hak cipta)\W*(?:\(c\)|©|\d{4})).{0,200}"
    r"|(?:baca|lihat|simak)(?: juga)?\s*:.{0,200})\W*"
)


def read_html(content: str, name: str) -> str:
    """The article on a page, its title first, a blank line between paragraphs; raises ``InputError``.

    Warns where prose outside of menus, forms and the like was left out.
    """
    with reading(name, "a web page"):
        return require_words(story(read_blocks(content, name)), name)


def read_whole_page(content: str, name: str) -> str:
    """All words that a reader of a page sees, in their order, menus and teasers too; raises ``InputError``."""
    with reading(name, "a web page"):
        return require_words(story(whole_blocks(content, name)), name)


def whole_blocks(content: str, name: str) -> list[Block]:
    """All blocks of the page."""
    root = _parsed(content, name)
    return [] if root is None else list(blocks(root))


def read_blocks(content: str, name: str, *, warns: bool = True) -> list[Block]:
    """The blocks of the article, never none."""
    root = _parsed(content, name)
    if root is None:
        return [Block(require_words("", name))]
    page = list(placed_blocks(root))
    text, title = _found(root)
    if not text.strip():
        return [Block(require_words("", name, hint="No article was found on the page: save its text in a .txt file."))]
    kept = _article(page, text)
    if warns:
        _warn(page, kept, name)
    told = [each.block for each in kept] or [Block(line) for line in text.splitlines() if line.strip()]
    return told if _is_name_of_the_site(title, page) else _titled(told, _without_site(title, root))


def _found(root: "HtmlElement") -> tuple[str, str]:
    """The text and the title of the article, as trafilatura finds them; of its other metadata, dates take seconds."""
    trafilatura = _without_sockets()
    from trafilatura.metadata import extract_title

    def text(**options: bool) -> str:
        found = trafilatura.bare_extraction(root, include_comments=False, **options)
        return (found.text or "") if found else ""

    # Without either it would take the first smaller heading, of whatever.
    is_titled = next(root.iter("h1", "title"), None) is not None
    title: str | None = extract_title(root) if is_titled else None
    whole = text()
    sure = text(favor_precision=True)
    return sure if len(sure) >= _MOST_OF_IT * len(whole) else whole, title or ""


def _without_sockets() -> ModuleType:
    """trafilatura, without the socket that urllib3 binds when it is imported, to see whether there is IPv6."""
    has_ipv6 = socket.has_ipv6
    socket.has_ipv6 = False
    try:
        import trafilatura
    finally:
        socket.has_ipv6 = has_ipv6
    return trafilatura


def _article(page: Sequence[Placed], text: str) -> list[Placed]:
    """The blocks of the article: those that are in ``text``, and between them what is of the same story."""
    lines = {_letters(line) for line in text.splitlines()}
    whole = "".join(map(_letters, text.splitlines()))
    is_found = [_is_found(_letters(each.block.text), lines, whole) for each in page]
    if True not in is_found:
        return []
    first, last = is_found.index(True), len(page) - is_found[::-1].index(True)
    region = list(zip(page[first:last], is_found[first:last], strict=True))
    # On some pages what holds the story has a name like those of what stands beside it.
    beside = sum(each.is_beside for each, found in region if found)
    trusts_names = 2 * beside < sum(found for _, found in region)
    holders = {each.holders[0] for each, found in region if found and each.holders}
    told: list[tuple[Placed, bool]] = []
    introduces = False
    for each, found in region:
        is_kept = _is_told(each, found=found, holders=holders, trusts_names=trusts_names, is_listed=introduces)
        told.append((each, is_kept))
        introduces = is_kept and (each.block.text.endswith(":") or (introduces and each.block.form is Form.ITEM))
    followed = [*(is_kept or each.block.form is Form.HEADING for each, is_kept in told[1:]), False]
    return [
        each for (each, is_kept), goes_on in zip(told, followed, strict=True)
        if is_kept and (each.block.form is not Form.HEADING or goes_on)
    ]  # fmt: skip


def _is_found(letters: str, lines: set[str], whole: str) -> bool:
    return letters in lines or (len(letters) >= _SURE and letters in whole)


def _is_told(placed: Placed, *, found: bool, holders: set[int], trusts_names: bool, is_listed: bool) -> bool:
    """Whether a block is of the story: not by its own look another's, and in a place where the story is."""
    block = placed.block
    is_link = placed.linked >= _LINKED and not (is_listed and block.form is Form.ITEM)
    if is_link or placed.is_caption or _OTHER.fullmatch(block.text):
        return False
    if found and not trusts_names:
        return True
    reach = 1 if block.form is Form.PARAGRAPH else _REACH
    return not placed.is_beside and (found or not holders.isdisjoint(placed.holders[:reach]))


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).lower()


def _is_name_of_the_site(title: str, page: Sequence[Placed]) -> bool:
    """Whether what seems to be the title leads somewhere, as a logo does."""
    letters = _letters(title)
    return any(each.linked >= _LINKED and _letters(each.block.text) == letters for each in page[:_TOP])


def _without_site(title: str, root: "HtmlElement") -> str:
    """The title without what a site writes behind each: its name, the number of a page.

    trafilatura takes the half of the window's title in which there is no dot: "Naik Rp1.500 - detikcom".
    """
    window = " ".join((next(root.iter("title"), root).text or "").split())
    halves = _HALVES.fullmatch(window)
    if halves and " ".join(title.split()) == halves["site"] and not _DOMAIN.fullmatch(halves["title"]):
        title = halves["title"]
    return _PAGE_NUMBER.sub("", title)


def _titled(blocks: list[Block], title: str) -> list[Block]:
    title = " ".join(title.split())
    if not title or any(title.startswith(each.text) or each.text.startswith(title) for each in blocks[:3]):
        return blocks
    return [Block(title, Form.HEADING), *blocks]


def _warn(page: Sequence[Placed], kept: Sequence[Placed], name: str) -> None:
    """Say how much was left out that may have been worth reading."""
    chosen = {id(each) for each in kept}
    left = [
        each.block.text
        for each in page
        if id(each) not in chosen
        and len(each.block.text) >= _PROSE
        and each.linked < _LINKED
        and not (each.is_beside or each.is_caption)
    ]
    if kept and left:
        log.warning(
            "%s: %d of %d paragraphs on the page seemed no part of its article and were left out, the first of them: "
            "%.60s… (--whole-page takes all)",
            name, len(left), len(kept) + len(left), left[0],
        )  # fmt: skip


def _parsed(content: str, name: str) -> "HtmlElement | None":
    from lxml import etree

    if len(content) > _LARGEST:
        raise InputError(f"{name} is larger than {_LARGEST:,} characters", hint="Save the article's text instead.")
    root = parsed(content.encode("utf-8", errors="replace"))
    if root is None:
        return None
    etree.strip_elements(root, "script", "style", "svg", with_tail=False)
    elements = sum(1 for _ in root.iter())
    words = sum(len(text) for text in root.itertext())
    if elements > _MOST_ELEMENTS or words > _MOST_WORDS:
        raise InputError(
            f"{name} is no article's page: it has {elements:,} elements and {words:,} characters of text",
            hint="Save the article's text in a .txt file.",
        )
    return root
