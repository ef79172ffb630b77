"""Pages as they were printed → the text as it was written: headers go, lines become paragraphs, words are whole."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from statistics import median
from typing import Final

from transum.inputs.blocks import SENTENCE_END, ends_in_hyphen, joined

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–— ]*(?:(?:[Hh]alaman|[Hh]al\.?|[Pp]age)\s*)?(?:\d{1,4}(?:\s*(?:/|dari|of)\s*\d{1,4})?|[ivxl]{1,8})[-–— ]*"
)
# "Pendahuluan ........ 3": of a page of contents, which says again what the headings say.
_LEADER = re.compile(r".*(?:(?:\s?\.){5,}|…{2,}|(?:\s·){4,})\s*(?:\d{1,4}|[ivxl]{1,8})\s*\Z")
_CONTENTS = re.compile(r"(?i)(?:daftar (?:isi|tabel|gambar|lampiran)|table of contents|contents)\W*")
# A line of a page of contents whose leaders are gone, or were spaces.
_ENTRY = re.compile(r".*[^\W\d].*\s(?:\d{1,4}|[ivxl]{1,8})")
_ITEM = re.compile(r"(?:[-–—•*▪●○]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_EDGE: Final = 2  # lines at the head and foot of a page that may be the same on all of them
_RUNNING: Final = 0.3  # of the pages: left and right ones may differ
_FILLED: Final = 0.8  # of the usual width: a shorter line ends its paragraph
_LARGER: Final = 1.15  # times the size of the body: a title
_TITLE_LEADING: Final = 2.0  # times its size: between two lines of a title
_ROWS: Final = 5  # lines beside each other, from which on they are columns
_COLUMN: Final = 25  # characters in a line of a column; cells of a table have fewer
_SMALLER: Final = 0.95  # times the size of the body: a line at the head of a page
_APART: Final = 1.8  # times the size of the body, between that line and the story
_SPACED: Final = 1.3  # times the usual distance of lines: between two paragraphs
_INDENT: Final = 6.0  # points, of the first line of a paragraph
_POINTS: Final = 3.0  # between two lines at the same height
_GUTTER: Final = 60.0  # points between the beginnings of two columns


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: where it begins on its page, in points from the lower left, and the size of its letters.

    All are 0 where that isn't known.
    """

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


def story(pages: Sequence[Sequence[Line]]) -> str:
    r"""The text of all pages, one line a paragraph and a blank line between two.

    A hyphen at the end of a line is taken back before a small letter; one that belongs to the word ("anak-\nanak")
    stays where the two halves are alike.

    >>> story([[Line("Harga beras me-"), Line("ningkat tajam di"), Line("pasar."), Line("7")]])
    'Harga beras meningkat tajam di pasar.'
    """
    printed = [_by_column([line for line in page if line.text.strip()]) for page in pages]
    body = _body_size([line for page in printed for line in page])
    running = _running(printed, body)
    lines = [line for page in printed for line in _of_the_story(page, running, body)]
    return "\n\n".join(_paragraphs(lines))


def _by_column(page: list[Line]) -> list[Line]:
    """The lines of a page in two columns one column after the other, though they were printed row by row."""
    beside = [
        index
        for index, (one, other) in enumerate(pairwise(page))
        if abs(one.y - other.y) < _POINTS and other.x - one.x > _GUTTER
    ]
    if len(beside) < max(_ROWS, 0.3 * len(page)):
        return page
    first, last = beside[0], beside[-1] + 2
    columns = page[first:last]
    if median(len(line.text) for line in columns) < _COLUMN:
        return page
    gutter = median(page[index + 1].x for index in beside) - _POINTS
    left = [line for line in columns if line.x < gutter]
    return [*page[:first], *left, *(line for line in columns if line.x >= gutter), *page[last:]]


def _of_the_story(page: Sequence[Line], running: set[str], body: float) -> Iterator[Line]:
    edges = _edges(page)
    head = _small_head(page, body)
    contents = _contents(page)
    for index, line in enumerate(page):
        is_running = index in edges and (
            _shape(line, body) in running
            or (_PAGE_NUMBER.fullmatch(line.text.strip()) and not _is_in_a_row(index, page, running, body))
        )
        if index == head or is_running:
            continue
        if index not in contents and not _LEADER.match(line.text):
            yield line


def _is_in_a_row(index: int, page: Sequence[Line], running: set[str], body: float) -> bool:
    """Whether words of the story stand beside a figure, at its height: it is a cell of a table, not a page's number."""
    y = page[index].y
    return y > 0 and any(
        abs(line.y - y) < _POINTS and _shape(line, body) not in running for line in (*page[:index], *page[index + 1 :])
    )


def _small_head(page: Sequence[Line], body: float) -> int | None:
    """The line at the head of a page that is smaller than the story and stands apart from it, if there is one."""
    if len(page) < _EDGE or not any(line.y for line in page):
        return None
    first, second, *_ = sorted(range(len(page)), key=lambda index: -page[index].y)
    is_apart = page[first].y - page[second].y > _APART * body
    return first if is_apart and 0 < page[first].size < _SMALLER * body else None


def _contents(page: Sequence[Line]) -> range:
    """The lines of a page of contents: its heading, and what follows and ends in numbers of pages, three or more."""
    texts = [line.text.strip() for line in page]
    begin = next((index for index, text in enumerate(texts) if _CONTENTS.fullmatch(text)), len(texts))
    entries = list(takewhile(lambda text: _LEADER.match(text) or _ENTRY.fullmatch(text), texts[begin + 1 :]))
    has_leaders = any(map(_LEADER.match, entries))
    return range(begin, begin + 1 + len(entries)) if has_leaders or len(entries) > 2 else range(0)


def _edges(page: Sequence[Line]) -> set[int]:
    """The lines at the head and foot of a page: the first and last, and the highest and lowest, which may be others."""
    in_order = list(range(len(page)))
    by_height = sorted(in_order, key=lambda index: -page[index].y) if any(line.y for line in page) else in_order
    return {index for order in (in_order, by_height) for index in (*order[:_EDGE], *order[-_EDGE:])}


def _running(pages: Sequence[Sequence[Line]], body: float) -> set[str]:
    """What stands at the edges of many pages, whatever the numbers in it."""
    counts = Counter(shape for page in pages for shape in {_shape(page[index], body) for index in _edges(page)})
    few = max(2, min(len(pages) / 2 + 0.5, max(3, _RUNNING * len(pages))))
    return {shape for shape, count in counts.items() if count >= few}


def _shape(line: Line, body: float) -> str:
    """What a line has in common with others; titles of chapters differ by their numbers alone."""
    is_title = line.size > _LARGER * body > 0
    return line.text.strip() if is_title else _NUMBER.sub("0", line.text.strip())


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    if not lines:
        return
    # The ninth tenth, since a few lines are wider than the column (a heading across two).
    width = sorted(len(line.text.strip()) for line in lines)[len(lines) * 9 // 10]
    body = _body_size(lines)
    leading = _leading(lines)
    text = lines[0].text.strip()
    for line, following in pairwise(lines):
        if _goes_on(line, following, width, body) and not _is_set_apart(line, following, leading):
            text = joined(text, following.text.strip())
        else:
            yield text
            text = following.text.strip()
    yield text


def _body_size(lines: Sequence[Line]) -> float:
    """The size that most letters are printed in."""
    letters: Counter[float] = Counter({0.0: 0})
    for line in lines:
        letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0]


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance of two lines; 0 where that isn't known."""
    gaps = [round(one.y - other.y, 1) for one, other in pairwise(lines) if one.y > other.y]
    return median(gaps) if gaps else 0.0


def _is_set_apart(line: Line, following: Line, leading: float) -> bool:
    """Whether behind a sentence's end more space than usual, or an indent, says that a paragraph begins."""
    if not SENTENCE_END.search(line.text.strip()) or not line.y or following.text.strip()[0].islower():
        return False
    is_below = 0 < _SPACED * leading < line.y - following.y
    return is_below or (line.y > following.y and _INDENT < following.x - line.x < _GUTTER)


def _goes_on(line: Line, following: Line, width: int, body: float) -> bool:
    text, rest = line.text.strip(), following.text.strip()
    if max(line.size, following.size) > _LARGER * body > 0:
        is_below = line.y == following.y == 0 or 0 < line.y - following.y < _TITLE_LEADING * line.size
        return is_below and abs(line.size - following.size) < 0.5 and not SENTENCE_END.search(text)
    if _ITEM.match(rest):
        return False
    if rest[0].islower() or ends_in_hyphen(text):
        return True
    return len(text) >= _FILLED * width and not (
        SENTENCE_END.search(text) and len(text) + len(rest.split(maxsplit=1)[0]) < width
    )
