"""Pages as they were printed → the text as it was written: headers go, lines become paragraphs, words are whole."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from transum.inputs.blocks import SENTENCE_END, ends_in_hyphen, joined

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?i)[-–— ]*(?:(?:halaman|hal\.?|page)\s*)?\d{1,4}(?:\s*(?:/|dari|of)\s*\d{1,4})?[-–— ]*")
_ITEM = re.compile(r"(?:[-–—•*▪●○]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_EDGE: Final = 2  # lines at the head and foot of a page that may be the same on all of them
_FILLED: Final = 0.8  # of the usual width: a shorter line ends its paragraph


def story(pages: Sequence[str]) -> str:
    r"""The text of all pages, one line a paragraph and a blank line between two.

    A hyphen at the end of a line is taken back before a small letter; one that belongs to the word ("anak-\nanak")
    stays where the two halves are alike.

    >>> story(["Harga beras me-\nningkat tajam di\npasar.\n7"])
    'Harga beras meningkat tajam di pasar.'
    """
    printed = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    running = _running(printed)
    lines = [
        line
        for page in printed
        for index, line in enumerate(page)
        if not (min(index, len(page) - 1 - index) < _EDGE and (_shape(line) in running or _PAGE_NUMBER.fullmatch(line)))
    ]
    return "\n\n".join(_paragraphs(lines))


def _running(pages: Sequence[Sequence[str]]) -> set[str]:
    """What stands at the edges of more than half of the pages, whatever the numbers in it."""
    if len(pages) < 3:
        return set()
    counts = Counter(shape for page in pages for shape in {_shape(line) for line in [*page[:_EDGE], *page[-_EDGE:]]})
    return {shape for shape, count in counts.items() if count > len(pages) / 2}


def _shape(line: str) -> str:
    return _NUMBER.sub("0", line)


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    # The ninth tenth, since a few lines are wider than the column (a heading across two).
    width = sorted(len(line) for line in lines)[len(lines) * 9 // 10]
    text = lines[0]
    for line, following in pairwise(lines):
        if _goes_on(line, following, width):
            text = joined(text, following)
        else:
            yield text
            text = following
    yield text


def _goes_on(line: str, following: str, width: int) -> bool:
    if _ITEM.match(following):
        return False
    if following[0].islower() or ends_in_hyphen(line):
        return True
    return len(line) >= _FILLED * width and not (
        SENTENCE_END.search(line) and len(line) + len(following.split(maxsplit=1)[0]) < width
    )
