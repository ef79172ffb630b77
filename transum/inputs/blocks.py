"""Blocks: what a document is made of once its format is gone, and the text that they make together."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from transum.inputs.failures import MOST_WORDS


class Form(Enum):
    """What a block is in its document."""

    PARAGRAPH = auto()
    HEADING = auto()
    ITEM = auto()  # of a list, its mark in front
    CELL = auto()  # of a table


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or what stands for one: never empty, no white space around it.

    ``row`` tells the rows of tables apart, in which a cell stands; 0 where nobody counts them.
    """

    text: str
    form: Form = Form.PARAGRAPH
    row: int = 0


SENTENCE_END: Final = re.compile("[.!?…:;][\"”’'»)\\]]*\\Z")
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\Z")
_DASH: Final = re.compile(r"(?<=\w)[-\u00ad\u2010\u2013]\Z")
_SMALL_WORD: Final = re.compile(r"(?!\w[.)])[^\W\d_A-Z]+(?!\w|-[A-Z])")
# Without slashes: a date in parentheses may get the name of a month, and then has more words than before.
_FIGURES: Final = re.compile(r"(?:(?!/|\s\s|\n)[\d\W_]){1,40}")
_CUT: Final = 40  # characters: a shorter line is a label, a line of verse or an address, not half a paragraph

_WHOLE: Final = 10_000  # characters: no paragraph of an author is longer


def story(blocks: Iterable[Block]) -> str:
    r"""The text of the blocks: a blank line between two, one line end between the items of a list.

    A paragraph that was cut in two in mid-sentence (by a page, a picture, a converter) is one again, and the figures of
    a row stand on one line: a league table would be hundreds of sentences without a word.

    >>> story([Block("Bantuan itu diberikan kepada setiap keluarga yang memiliki"), Block("dua anak atau lebih.")])
    'Bantuan itu diberikan kepada setiap keluarga yang memiliki dua anak atau lebih.'
    >>> story(Block(text, Form.CELL, row=1) for text in ("Persib", "18", "35-12", "+23"))
    'Persib\n\n18 35-12 +23'
    """
    return told(blocks)[0]


def told(blocks: Iterable[Block]) -> tuple[str, list[tuple[int, int]]]:
    """As ``story``, and where in the text each block stands."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    size = 0
    last: Block | None = None
    for block in blocks:
        if last and _is_rest(last, block):
            last = Block(joined(last.text, block.text), block.form)
            size += len(last.text) - len(parts[-1])
            parts[-1] = last.text
        else:
            gap = _gap(last, block)
            parts += (gap, block.text)
            size += len(gap) + len(block.text)
            last = block
        spans.append((size - len(block.text), size))
        if size > MOST_WORDS:
            break
    return "".join(parts), spans


def _gap(last: Block | None, block: Block) -> str:
    if last is None:
        return ""
    if last.form is block.form is Form.ITEM:
        return "\n"
    is_row = last.form is block.form is Form.CELL and block.row and last.row == block.row
    return " " if is_row and are_figures(last.text, block.text) else "\n\n"


def are_figures(*cells: str) -> bool:
    """Whether cells of a row hold figures and signs alone, which stand on one line then.

    >>> are_figures("18", "35-12"), are_figures("Persib", "18")
    (True, False)
    """
    return all(map(_FIGURES.fullmatch, cells))


def _is_rest(block: Block, following: Block) -> bool:
    return (
        block.form is following.form is Form.PARAGRAPH
        and _CUT <= len(block.text) <= _WHOLE
        and not SENTENCE_END.search(block.text, len(block.text) - _CUT)
        and _SMALL_WORD.match(following.text) is not None  # "iPhone", "e-KTP" and "a." open paragraphs of their own
    )


def ends_in_hyphen(text: str) -> bool:
    """Whether a word is divided at the end of ``text``."""
    return _HYPHEN.search(text) is not None


def joined(text: str, following: str) -> str:
    """Two lines as one; a word that was divided between them is whole, "anak-" and "anak" keep their hyphen.

    >>> joined("Harga me-", "ningkat."), joined("Untuk anak-", "anak itu."), joined("Bandara Soekarno-", "Hatta")
    ('Harga meningkat.', 'Untuk anak-anak itu.', 'Bandara Soekarno-Hatta')
    """
    if _DASH.search(text) and following[0].isalnum() and not following[0].islower():
        return text.removesuffix("\u00ad") + following
    if not (ends_in_hyphen(text) and following[0].islower()):
        return f"{text} {following}"
    first = text[:-1].rpartition(" ")[2].lower()
    is_doubled = following.lower().startswith(first) and len(first) > 2
    return text + following if is_doubled else text[:-1] + following
