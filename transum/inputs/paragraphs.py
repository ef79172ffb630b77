"""XML of office documents, walked once: paragraphs open and close, one perhaps inside another (a text box)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transum.inputs.blocks import Block, Form

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph as it was read: its block, the element that holds it, and the mark that the block begins with."""

    block: Block
    element: "_Element"
    mark: str = ""


@dataclass(slots=True)
class Paragraphs:
    """What has been read of a story: paragraphs in the order in which they opened."""

    _done: list[Read | None] = field(default_factory=list)
    _open: "list[tuple[int, _Element, list[str]]]" = field(default_factory=list)

    def open(self, element: "_Element") -> None:
        """A paragraph begins."""
        self._open.append((len(self._done), element, []))
        self._done.append(None)

    def write(self, words: str) -> None:
        """Words of the paragraph that was opened last; outside of all they are nobody's."""
        if self._open and words:
            self._open[-1][2].append(words)

    def close(self, form: Form, mark: str = "", *, row: int = 0, is_kept: bool = True) -> None:
        """The paragraph that was opened last, in a row of a table, is complete; without words there is none."""
        index, element, parts = self._open.pop()
        words = "".join(parts).strip()
        if words and is_kept:
            self._done[index] = Read(Block(mark + words, form, row), element, mark)

    def __iter__(self) -> Iterator[Read]:
        return (read for read in self._done if read is not None)


def local(element: "_Element") -> str:
    """The name of an element without its namespace; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: "_Element | None", name: str) -> str:
    """An attribute by its name without namespace; "" where it or the element isn't there."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
