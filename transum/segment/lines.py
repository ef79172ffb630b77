"""Lines, blocks and hard-wrapped text: which lines are read as one.

A unit is a run of lines that is read as one line: a line of its own, or the lines of a hard-wrapped paragraph.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from transum.segment.roles import opens_unit
from transum.segment.whitespace import STRIPPED

# Mails and terminals wrap at 50 to 100 characters; a longer line was never wrapped.
_NARROWEST = 50
_WIDEST = 110
# A line of a wrapped paragraph is filled to at least this part of the width, the paragraph's last line excepted.
_FILLED = 0.75
_SENTENCE_END = re.compile("[.!?…:;][\"”’'»)\\]]*\\Z")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it: ``text[start:end]``."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset behind the last character."""
        return self.start + len(self.text)


Span = tuple[int, int]


def blocks(text: str) -> tuple[tuple[Span, ...], ...]:
    r"""The units of each block; blank lines part the blocks.

    >>> blocks("Judul\n\nBaris satu.\nBaris dua.")
    (((0, 5),), ((7, 18), (19, 29)))
    """
    line_blocks = list(_line_blocks(text))
    is_wrapped = sum(_wraps(lines) for lines in line_blocks) > 2
    return tuple(tuple(_units(lines, wrapped=is_wrapped or _wraps(lines) > 0)) for lines in line_blocks)


def _line_blocks(text: str) -> Iterator[list[Line]]:
    block: list[Line] = []
    offset = 0
    for line in text.splitlines(keepends=True):
        visible = line.strip(STRIPPED)
        if visible:
            block.append(Line(visible, offset + line.index(visible)))
        elif block:
            yield block
            block = []
        offset += len(line)
    if block:
        yield block


def _width(lines: list[Line]) -> int:
    return max(len(line.text) for line in lines)


def _wraps(lines: list[Line]) -> int:
    """How many lines break off in mid-sentence, so that the next one goes on with a small letter."""
    width = _width(lines)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    return sum(
        len(line.text) >= _FILLED * width
        and not _SENTENCE_END.search(line.text)
        and following.text[0].islower()
        and not opens_unit(following.text)
        for line, following in pairwise(lines)
    )


def _units(lines: list[Line], *, wrapped: bool) -> Iterator[Span]:
    width = _width(lines)
    wrapped = wrapped and width <= _WIDEST
    start, previous = lines[0].start, lines[0]
    for line in lines[1:]:
        if not (wrapped and _goes_on(previous, line, width)):
            yield start, previous.end
            start = line.start
        previous = line
    yield start, previous.end


def _goes_on(line: Line, following: Line, width: int) -> bool:
    """Whether ``following`` continues the paragraph of ``line``: nothing more would have fitted on ``line``."""
    if opens_unit(following.text):
        return False
    is_ended = _SENTENCE_END.search(line.text) is not None
    if following.text[0].islower() and not is_ended:
        return True
    # Behind a sentence's end only a line with no room for one more word goes on: else a paragraph ends there.
    filled = len(line.text) + 1 + len(following.text.split(None, 1)[0])
    return filled > (width if is_ended else _FILLED * width)
