"""HTML by its blocks: the words of each paragraph, heading, list item and cell, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.blocks import Block, Form
from transum.inputs.html_source import INLINE, SILENT

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_DEEPEST: Final = 1_000  # elements: pages whose tags are never closed have some hundreds
_UNSEEN: Final = frozenset([*SILENT, "head", "rt", "rp"])
_RUBY: Final = frozenset({"ruby", "rb"})
# What lies in these lies in what is around them, too.
_PARTS: Final = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol menu li dl dt dd table caption thead tbody tfoot tr td th blockquote pre details "
    "summary hgroup center br hr".split()
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_CELLS: Final = frozenset("td th dt".split())
_BESIDE: Final = frozenset("nav aside footer form dialog".split())
_ROLES_BESIDE: Final = frozenset("navigation complementary search contentinfo dialog".split())
_NAMED_BESIDE: Final = re.compile(
    r"(?i)(?<![a-z])(?:related|terkait|baca-?juga|berita-?lain|rekomendasi|populer|terpopuler|trending|share|sharing|"
    r"social|sosmed|comments?|komentar|breadcrumbs?|newsletter|promo|sidebar|widget|tags?|cookies?|consent|menu|navbar|"
    r"ads?|adv|advert\w*|iklan|banner|footer|subscribe|langganan|teasers?|paging|pagination|latest|terkini|"
    r"terbaru|serupa|similar|lainnya|recommended|recommendations?|recs?|outbrain|taboola|toc|cta|poll|polling|"
    r"gallery|author-?(?:bio|box|info))(?![a-z])"
)
_NAMED_CAPTION: Final = re.compile(
    r"(?i)(?<![a-z])(?:captions?|wp-caption-text|photo-?credits?|image-?credits?)(?![a-z])"
)
_HIDDEN: Final = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden")


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and where it stands on its page.

    ``linked`` is how much of it is links; ``holders`` are the elements that group blocks in which it lies, by their
    number on the page, the innermost first.
    """

    block: Block
    linked: float
    is_beside: bool
    is_caption: bool
    holders: tuple[int, ...] = ()


def blocks(root: "_Element") -> Iterator[Block]:
    """The words of each block, white space collapsed."""
    return (placed.block for placed in placed_blocks(root))


def placed_blocks(root: "_Element") -> Iterator[Placed]:
    """The blocks of a page in order; without recursion, whatever the depth."""
    reading = _Reading()
    for event, element in _walk(root):
        tag = tag_of(element)
        if tag and tag not in INLINE and tag not in _RUBY:
            yield from reading.finished()
            if event == "start":
                reading.enter(tag, element)
            else:
                reading.leave(tag, element)
        reading.follow_links(event, tag)
        if event == "start" and element.text and tag and not is_silent(element):
            reading.read(element.text)
        if event == "end" and element.tail:
            reading.read(element.tail)
    yield from reading.finished()


def parsed(page: bytes) -> "HtmlElement | None":
    """A page in UTF-8 as a tree; None where there is nothing on it but comments. Loads nothing.

    Raises ``InputError`` for what is nested deeper than anybody writes: libxml2 would drop the rest in silence.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True)
    try:
        root: HtmlElement = html.document_fromstring(page, parser=parser)
    except etree.ParserError:
        return None
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise InputError(f"it is nested deeper than {_DEEPEST:,} elements", hint="Save it as text.")
    return root


def tag_of(element: "_Element") -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def is_silent(element: "_Element") -> bool:
    """Whether readers of a page don't see what is in an element."""
    style = element.get("style")
    return tag_of(element) in _UNSEEN or element.get("hidden") is not None or bool(style and _HIDDEN.search(str(style)))


class _Reading:
    """The block that is being read, and what it lies in."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._links = 0
        self._linked = 0  # characters of the block that are in links
        self._beside = 0
        self._captions = 0
        self._lists: list[int | None] = []  # the number of the next item; None in lists without numbers
        self._mark = ""
        self._form = Form.PARAGRAPH
        self._holders: list[int] = []
        self._groups = 0  # so far
        self._rows = 0  # so far, of all tables

    def read(self, words: str) -> None:
        """Words of the block."""
        self._parts.append(words)
        self._linked += len("".join(words.split())) if self._links else 0

    def follow_links(self, event: str, tag: str) -> None:
        """Whether what follows is in a link."""
        if tag == "a":
            self._links = max(0, self._links + (1 if event == "start" else -1))

    def enter(self, tag: str, element: "_Element") -> None:
        """A block opens, and what was read before it is complete."""
        if tag not in _PARTS:
            self._groups += 1
            self._holders.append(self._groups)
        self._beside += _is_beside(tag, element)
        self._captions += _is_caption(tag, element)
        if tag in {"ol", "ul", "menu"}:
            self._lists.append(_first_number(element) if tag == "ol" else None)
        elif tag == "li":
            number = self._lists[-1] if self._lists else None
            self._mark = "- " if number is None else f"{number}. "
            if number is not None:
                self._lists[-1] = number + 1
        elif tag in _HEADINGS:
            self._form = Form.HEADING
        elif tag == "tr":
            self._rows += 1
        elif tag in _CELLS:
            self._form = Form.CELL

    def leave(self, tag: str, element: "_Element") -> None:
        """A block closes."""
        if tag not in _PARTS and self._holders:
            self._holders.pop()
        self._beside -= _is_beside(tag, element)
        self._captions -= _is_caption(tag, element)
        if tag in {"ol", "ul", "menu"} and self._lists:
            self._lists.pop()
        elif tag in _HEADINGS or tag in _CELLS:
            self._form = Form.PARAGRAPH
        elif tag == "li":
            self._mark = ""

    def finished(self) -> Iterator[Placed]:
        """The block that was read, if it has words."""
        words = " ".join("".join(self._parts).split())
        linked, self._linked = self._linked, 0
        self._parts.clear()
        if words:
            block = Block(self._mark + words, Form.ITEM if self._mark else self._form, self._rows)
            share = min(1.0, linked / len("".join(words.split())))
            yield Placed(
                block,
                share,
                is_beside=self._beside > 0,
                is_caption=self._captions > 0,
                holders=tuple(self._holders[:-4:-1]),
            )
            self._mark = ""


def _is_beside(tag: str, element: "_Element") -> bool:
    """Whether an element is, by its name or class, no part of the story: a menu, a form, other stories."""
    if tag in _BESIDE or element.get("role") in _ROLES_BESIDE:
        return True
    if tag in {"html", "body", "main", "article"}:
        return False
    return _NAMED_BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None


def _is_caption(tag: str, element: "_Element") -> bool:
    return tag == "figcaption" or (tag != "table" and _NAMED_CAPTION.search(element.get("class") or "") is not None)


def _first_number(element: "_Element") -> int:
    start = element.get("start", "1")
    return int(start) if str(start).isdecimal() and len(start) < 9 else 1


def _walk(root: "_Element") -> Iterator[tuple[str, "_Element"]]:
    """Each element as it opens and closes; what is inside silent ones is passed over."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event in {"comment", "pi"}:
            yield "end", element
            continue
        yield event, element
        if event == "start" and is_silent(element):
            walker.skip_subtree()
