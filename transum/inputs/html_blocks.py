"""HTML by its blocks: the words of each paragraph, heading, list item and cell, in order."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element

_INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rb ruby s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
_SILENT: Final = frozenset("script style head title template svg math noscript rt rp".split())


def blocks(root: "_Element") -> Iterator[str]:
    """The words of each block, white space collapsed; without recursion, whatever the depth."""
    parts: list[str] = []
    for event, element in _walk(root):
        tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        if tag not in _INLINE and tag:
            yield from _block(parts)
        if event == "start" and element.text and tag and tag not in _SILENT:
            parts.append(element.text)
        if event == "end" and element.tail:
            parts.append(element.tail)
    yield from _block(parts)


def _block(parts: list[str]) -> Iterator[str]:
    words = " ".join("".join(parts).split())
    parts.clear()
    if words:
        yield words


def _walk(root: "_Element") -> Iterator[tuple[str, "_Element"]]:
    """Each element as it opens and closes; what is inside silent ones is passed over."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        tag = element.tag
        if event in {"comment", "pi"}:
            yield "end", element
            continue
        yield event, element
        if event == "start" and isinstance(tag, str) and tag.rpartition("}")[2].lower() in _SILENT:
            walker.skip_subtree()
