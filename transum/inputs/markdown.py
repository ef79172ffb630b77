"""Markdown: the words of headings, paragraphs, list items, quotations, table cells and blocks of HTML.

Read with them: the title and description in the front matter, what pictures show, the titles of links. All else (code,
formulas, shortcodes, attributes, link destinations, rules) stays as it stands. ``markdown_syntax`` tells the structure,
``markdown_words`` what in a block is markup.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.blocks import are_figures
from transum.inputs.failures import reading, require_words
from transum.inputs.front_matter import front_matter, written
from transum.inputs.html_source import CODE, HTML, runs
from transum.inputs.layout import SlotLayout
from transum.inputs.markdown_bilingual import beside, both_in
from transum.inputs.markdown_syntax import html_parser, parser
from transum.inputs.markdown_words import words_of
from transum.inputs.slots import Aside, Dialect, Mark, Slot

if TYPE_CHECKING:
    from markdown_it.token import Token

_Span = tuple[int, int]

# markdown-it's time grows with the square of the markup in a block.
_LARGEST: Final = 4 << 20  # characters
_MOST_MARKUP: Final = 4_000  # characters in a block
_MARKUP = re.compile(r"[\[\]*_~`<&!\\$^{:]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SPECIAL = re.compile(r"[\\`*\[\]|]|!(?=\[)|~(?=~)|(?<!\w)_|_(?!\w)|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|\{(?=[{%:#.])")
_HOLDERS: Final = frozenset(
    {"paragraph_open", "heading_open", "th_open", "td_open", "dt_open", "admonition_title_open"}
)
_KINDS: Final = {
    "#": "#", "=": "setext", "-": "setext", "th": "cell", "td": "cell", "dt": "line", "admonition_title_open": "line"
}  # fmt: skip
_OPENS_BLOCK = re.compile(r"^(?:(\d{1,9})(?=[.)](?:\s|\Z))|(?=(?:[-+>]|#{1,6}|!!!|\?\?\?|:::)(?:\s|\Z)))", re.MULTILINE)


def read_markdown(content: str, name: str = "the text") -> tuple[str, SlotLayout]:
    r"""The words of a Markdown text and the layout that puts their translation back.

    Raises ``InputError`` where it has no words, and for what is so large or so full of markup that no author can have
    written it.

    >>> words, layout = read_markdown("# Berita\n\nHarga **naik**.\n")
    >>> words
    'Berita\n\nHarga naik.'
    """
    with reading(name, "a Markdown file"):
        words, layout = _laid_out(content, name)
        return require_words(words, name), layout


def _laid_out(content: str, name: str) -> tuple[str, SlotLayout]:
    if len(content) > _LARGEST or any(len(_MARKUP.findall(block)) > _MOST_MARKUP for block in content.split("\n\n")):
        raise InputError(f"{name} is too large, or too full of markup, for an article", hint="Divide it.")
    found = _Found(content)
    front = front_matter(content)
    for field in front.fields:
        dialect = Dialect(_on_one_line, partial(_value, is_plain=field.is_plain), _translated)
        found.add(field.start, field.end, field.words, dialect=dialect)
    for block in _blocks(content, front.end):
        text, marks = words_of(block.source, block.tokens)
        dialect = replace(block.dialect or _DIALECT, both=both_in(content, block.start, block.kind))
        found.add(block.start, block.end, text, marks, dialect, row=block.row)
    return "".join(found.words), SlotLayout((*found.verbatim, content[found.done :]), tuple(found.slots), _DIALECT)


class _Found:
    """The slots of a text, as far as it has been read."""

    def __init__(self, content: str) -> None:
        self.words: list[str] = []
        self._size = 0
        self._row = 0  # of the words that were placed last
        self.slots: list[Slot] = []
        self.verbatim: list[str] = []
        self.done = 0
        self._content = content

    def add(
        self,
        start: int,
        end: int,
        text: str,
        marks: tuple[Mark, ...] = (),
        dialect: Dialect | None = None,
        *,
        row: int = 0,
    ) -> None:
        """What stands at a place of the file, after all that was added before; what has no words stays as it is.

        ``row`` is that of the table in which it is a cell, 0 for none.
        """
        if start < self.done:
            return
        if not text.strip():
            self._add_asides(start, end, marks)
            return
        slot = Slot(self._place(text, row), text, self._content[start:end], dialect=dialect)
        placed = tuple(replace(mark, asides=tuple(map(self._placed, mark.asides))) for mark in marks)
        self._keep(start, end, replace(slot, marks=placed))

    def _add_asides(self, start: int, end: int, marks: tuple[Mark, ...]) -> None:
        """A picture alone in its paragraph: what it shows is all that there is to read."""
        for mark in marks:
            at = self._content.find(mark.before, start, end) if mark.asides else -1
            for aside in mark.asides if at >= 0 else ():
                dialect = replace(aside.slot.dialect or _DIALECT, both=beside)
                slot = replace(aside.slot, start=self._place(aside.slot.text), dialect=dialect)
                self._keep(at + aside.start, at + aside.end, slot)
                start = at + aside.end

    def _placed(self, aside: Aside) -> Aside:
        return replace(aside, slot=replace(aside.slot, start=self._place(aside.slot.text)))

    def _place(self, text: str, row: int = 0) -> int:
        """Where in the document the words begin, which are put there."""
        is_beside = row and row == self._row and are_figures(self.words[-1], text)
        self._row = row
        gap = "" if not self.words else " " if is_beside else "\n\n"
        self.words += (gap, text)
        self._size += len(gap) + len(text)
        return self._size - len(text)

    def _keep(self, start: int, end: int, slot: Slot) -> None:
        self.slots.append(slot)
        self.verbatim.append(self._content[self.done : start])
        self.done = end


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of words with markup: its span in the file, its source without indents and quote marks, its tokens."""

    start: int
    end: int
    source: str
    tokens: Sequence["Token"]
    dialect: Dialect | None = None
    kind: str = ""
    row: int = 0


def _blocks(content: str, skipped: int) -> Iterator[_Block]:
    lines = list(_lines(content, skipped))
    opened, row, reached = "", -1, 0
    for token in parser().parse(content[skipped:]):
        if token.type in _HOLDERS:
            opened = token.markup if token.type == "heading_open" else token.tag
            opened = token.type if token.type == "admonition_title_open" else opened
        if token.type == "html_block" and token.map:
            yield from _html_blocks(content, lines[token.map[0]][0], token.content)
        if token.type != "inline" or token.map is None or not token.content:
            continue
        if opened in {"th", "td"}:
            reached = reached if token.map[0] == row else 0
            row = token.map[0]
            span = _span_of_cell(token, *lines[row], reached)
            reached = span[1] - lines[row][0] if span else reached
        elif opened == "admonition_title_open":
            span = _quoted_span(token.content, *lines[token.map[0]])
        elif opened == "dt":
            span = _span_within(token.content, *lines[token.map[0]], 0)
        elif opened.startswith("#"):
            offset, line = lines[token.map[0]]
            span = _span_within(token.content, offset, line, line.find(opened) + len(opened))
        else:
            span = _span_of_lines(token.content.split("\n"), lines[token.map[0] : token.map[1]])
        if span:
            is_title = opened == "admonition_title_open"
            kind = _KINDS.get(opened.rstrip("#") or "#", "")
            cell = row + 1 if kind == "cell" else 0
            yield _Block(*span, token.content, token.children or [], _TITLE if is_title else None, kind, cell)


def _html_blocks(content: str, start: int, source: str) -> Iterator[_Block]:
    """What readers see of a block of HTML, a run between two tags of blocks at a time."""
    if not content.startswith(source.rstrip("\n"), start):  # in a quotation, whose marks are gone
        return
    for begin, run in runs(source, CODE):
        at = start + begin
        yield _Block(at, at + len(run), run, html_parser().parseInline(run)[0].children or [], HTML, "html")


def _lines(content: str, start: int) -> Iterator[tuple[int, str]]:
    """Lines as markdown-it counts them, with their offsets in the file."""
    for match in _LINE_END.finditer(content, start):
        yield start, content[start : match.start()]
        start = match.end()
    yield start, content[start:]


def _span_within(source: str, offset: int, line: str, reached: int) -> _Span | None:
    """Where a heading or cell stands in its line; None where it can't be found as it is (a cell with a bar in it)."""
    at = line.find(source, reached)
    return (offset + at, offset + at + len(source)) if at >= 0 else None


def _span_of_cell(token: "Token", offset: int, line: str, reached: int) -> _Span | None:
    r"""Where a cell stands in its row, whose bars are escaped there: ``naik \| turun``."""
    markup = (each for each in token.children or [] if each.type != "text")
    if any("|" in each.content for each in markup):
        return None
    return _span_within(token.content.replace("|", r"\|"), offset, line, reached)


def _quoted_span(source: str, offset: int, line: str) -> _Span | None:
    """Where the title of an admonition stands; None where it has none of its own."""
    return _span_within(source, offset, line, line.find('"') + 1) if '"' in line else None


def _span_of_lines(source: list[str], lines: list[tuple[int, str]]) -> _Span | None:
    """Where a paragraph stands, which ends each of its lines; None where it can't be found as it is (tabs)."""
    pairs = list(zip(source, lines, strict=False))
    if len(pairs) < len(source) or not all(line.rstrip().endswith(part.rstrip()) for part, (_, line) in pairs):
        return None
    (offset, line), (last_offset, last_line) = lines[0], lines[len(source) - 1]
    return offset + len(line.rstrip()) - len(source[0].rstrip()), last_offset + len(last_line.rstrip())


def _on_one_line(words: str, _: Slot) -> str:
    return words


def _escaped(words: str, _: Slot) -> str:
    """Words that would read as markup, escaped."""
    return _OPENS_BLOCK.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", words)).replace("\n", "  \n")


def _translated(_: str, translated: str, __: Slot) -> str:
    return translated


def _value(words: str, _: Slot, *, is_plain: bool) -> str:
    return written(words, is_plain=is_plain)


def _as_title(words: str, slot: Slot) -> str:
    return _escaped(words, slot).replace('"', "'")


_DIALECT: Final = Dialect(_on_one_line, _escaped)
_TITLE: Final = Dialect(_on_one_line, _as_title)
