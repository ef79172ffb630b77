"""Blocks: what a document is made of once its format is gone, and the text that they make together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
    """A paragraph, or what stands for one: never empty, no white space around it."""

    text: str
    form: Form = Form.PARAGRAPH


SENTENCE_END: Final = re.compile("[.!?…:;][\"”’'»)\\]]*\\Z")
_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\Z")
_SMALL_WORD: Final = re.compile(r"(?!\w[.)])[^\W\d_A-Z]+(?!\w|-[A-Z])")
_CUT: Final = 40  # characters: a shorter line is a label, a line of verse or an address, not half a paragraph


def story(blocks: Iterable[Block]) -> str:
    r"""The text of the blocks: a blank line between two, one line end between the items of a list.

    A paragraph that was cut in two in mid-sentence (by a page, a picture, a converter) is one again.

    >>> story([Block("Bantuan itu diberikan kepada setiap keluarga yang memiliki"), Block("dua anak atau lebih.")])
    'Bantuan itu diberikan kepada setiap keluarga yang memiliki dua anak atau lebih.'
    """
    parts: list[str] = []
    size, last = 0, None
    for block in _whole(blocks):
        parts += (("\n" if last is block.form is Form.ITEM else "\n\n") if parts else "", block.text)
        last = block.form
        size += len(block.text)
        if size > MOST_WORDS:
            break
    return "".join(parts)


def _whole(blocks: Iterable[Block]) -> Iterator[Block]:
    held: Block | None = None
    for block in blocks:
        if held and _is_rest(held, block):
            held = replace(held, text=joined(held.text, block.text))
            continue
        if held:
            yield held
        held = block
    if held:
        yield held


def _is_rest(block: Block, following: Block) -> bool:
    return (
        block.form is following.form is Form.PARAGRAPH
        and len(block.text) >= _CUT
        and not SENTENCE_END.search(block.text)
        and _SMALL_WORD.match(following.text) is not None  # "iPhone", "e-KTP" and "a." open paragraphs of their own
    )


def ends_in_hyphen(text: str) -> bool:
    """Whether a word is divided at the end of ``text``."""
    return _HYPHEN.search(text) is not None


def joined(text: str, following: str) -> str:
    """Two lines as one; a word that was divided between them is whole, "anak-" and "anak" keep their hyphen.

    >>> joined("Harga me-", "ningkat."), joined("Untuk anak-", "anak itu.")
    ('Harga meningkat.', 'Untuk anak-anak itu.')
    """
    if not (ends_in_hyphen(text) and following[0].islower()):
        return f"{text} {following}"
    first = text[:-1].rpartition(" ")[2].lower()
    is_doubled = following.lower().startswith(first) and len(first) > 2
    return text + following if is_doubled else text[:-1] + following
