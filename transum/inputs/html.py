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
from transum.inputs.html_blocks import Placed, placed_blocks

if TYPE_CHECKING:
    from lxml.html import HtmlElement

log = logging.getLogger(__name__)

# trafilatura's time grows with the square of these; a long article has some hundred elements.
_MOST_ELEMENTS: Final = 20_000
_MOST_WORDS: Final = 500_000  # characters
_LARGEST: Final = 32 << 20  # characters, of which the scripts and styles of a page are most

_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_SURE: Final = 12  # letters: a shorter block is found in any text
_LINKED: Final = 0.8  # of a block: then it leads to another story, and tells none
_PROSE: Final = 80  # characters
_ADVERTISEMENT: Final = re.compile(
    r"(?i)\W*(?:advertisement|iklan|scroll to continue with content|lanjut baca.{0,40})\W*"
)


def read_html(content: str, name: str) -> str:
    """The article on a page, its title first, a blank line between paragraphs; raises ``InputError``.

    Warns where prose outside of menus, forms and the like was left out.
    """
    with reading(name, "a web page"):
        return require_words(story(read_blocks(content, name)), name)


def read_blocks(content: str, name: str, *, warns: bool = True) -> list[Block]:
    """The blocks of the article, never none."""
    root = _parsed(content, name)
    if root is None:
        return [Block(require_words("", name))]
    page = list(placed_blocks(root))
    found = _without_sockets().bare_extraction(root, with_metadata=True, include_comments=False)
    article = found if isinstance(found, dict) or found is None else found.as_dict()
    if not article or not article.get("text"):
        return [Block(require_words("", name, hint="No article was found on the page: save its text in a .txt file."))]
    kept = _article(page, article["text"])
    if warns:
        _warn(page, kept, name)
    blocks = [each.block for each in kept] or [Block(line) for line in article["text"].splitlines() if line.strip()]
    return _titled(blocks, article.get("title") or "")


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
    told = [(each, _is_told(each, is_sure=found and not trusts_names)) for each, found in region]
    followed = [*(is_kept or each.block.form is Form.HEADING for each, is_kept in told[1:]), False]
    return [
        each for (each, is_kept), goes_on in zip(told, followed, strict=True)
        if is_kept and (each.block.form is not Form.HEADING or goes_on)
    ]  # fmt: skip


def _is_found(letters: str, lines: set[str], whole: str) -> bool:
    return letters in lines or (len(letters) >= _SURE and letters in whole)


def _is_told(placed: Placed, *, is_sure: bool) -> bool:
    is_other = placed.linked >= _LINKED or _ADVERTISEMENT.fullmatch(placed.block.text) or placed.is_caption
    return not is_other and (is_sure or not placed.is_beside)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).lower()


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
            "%.60s…",
            name, len(left), len(kept) + len(left), left[0],
        )  # fmt: skip


def _parsed(content: str, name: str) -> "HtmlElement | None":
    from lxml import etree
    from lxml import html as library

    if len(content) > _LARGEST:
        raise InputError(f"{name} is larger than {_LARGEST:,} characters", hint="Save the article's text instead.")
    parser = library.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root: HtmlElement = library.document_fromstring(content.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:  # nothing but comments, say
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
