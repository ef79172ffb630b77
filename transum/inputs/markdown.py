"""Markdown: the words of headings, paragraphs, list items, quotations and table cells; all else as it stands.

Code, front matter, HTML blocks, link destinations and rules are never translated. The structure is markdown-it's
(CommonMark with tables and strikethrough); it tells the lines of a block, and the wrapped rules below tell where in
the block each piece of markup stands.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.failures import reading, require_words
from transum.inputs.layout import Dialect, Mark, Slot, SlotLayout

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_Span = tuple[int, int]
_Rule = Callable[["StateInline", bool], bool]

# markdown-it's time grows with the square of the markup in a block.
_LARGEST: Final = 4 << 20  # characters
_MOST_MARKUP: Final = 4_000  # characters in a block
_MARKUP = re.compile(r"[\[\]*_~`<&!\\]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n.*?^\1[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\]}\"'”’]")
_SPECIAL = re.compile(r"[\\`*\[\]|]|~(?=~)|(?<!\w)_|_(?!\w)|<(?=[a-zA-Z/!?])|&(?=#?\w+;)")
_HOLDERS: Final = frozenset({"paragraph_open", "heading_open", "th_open", "td_open"})
_AS_TEXT: Final = {"softbreak": " ", "hardbreak": "\n", "text_special": ""}
_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*(?<!/)>")
_OPENS_BLOCK = re.compile(r"^(?:(\d{1,9})(?=[.)](?:\s|\Z))|(?=(?:[-+>]|#{1,6})(?:\s|\Z)))", re.MULTILINE)


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
    slots: list[Slot] = []
    verbatim, done, words = [], 0, ""
    for start, end, source, children in _blocks(content):
        text, marks = _words(source, children)
        if start < done or not text.strip():
            continue
        words += "\n\n" if words else ""
        slots.append(Slot(len(words), text, content[start:end], marks))
        words += text
        verbatim.append(content[done:start])
        done = end
    return words, SlotLayout((*verbatim, content[done:]), tuple(slots), _DIALECT)


def _blocks(content: str) -> Iterator[tuple[int, int, str, list["Token"]]]:
    """Each run of words with markup: its span in the file, its source without indents and quote marks, its tokens."""
    front = _FRONT_MATTER.match(content)
    skipped = front.end() if front else 0
    lines = list(_lines(content, skipped))
    opened, row, reached = "", -1, 0
    for token in _parser().parse(content[skipped:]):
        if token.type in _HOLDERS:
            opened = token.markup if token.type == "heading_open" else token.tag
        if token.type != "inline" or token.map is None or not token.content:
            continue
        if opened in {"th", "td"}:
            reached = reached if token.map[0] == row else 0
            row = token.map[0]
            span = _span_within(token.content, *lines[row], reached)
            reached = span[1] - lines[row][0] if span else reached
        elif opened.startswith("#"):
            offset, line = lines[token.map[0]]
            span = _span_within(token.content, offset, line, line.find(opened) + len(opened))
        else:
            span = _span_of_lines(token.content.split("\n"), lines[token.map[0] : token.map[1]])
        if span:
            yield *span, token.content, token.children or []


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


def _span_of_lines(source: list[str], lines: list[tuple[int, str]]) -> _Span | None:
    """Where a paragraph stands, which ends each of its lines; None where it can't be found as it is (tabs)."""
    pairs = list(zip(source, lines, strict=False))
    if len(pairs) < len(source) or not all(line.rstrip().endswith(part.rstrip()) for part, (_, line) in pairs):
        return None
    (offset, line), (last_offset, last_line) = lines[0], lines[len(source) - 1]
    return offset + len(line.rstrip()) - len(source[0].rstrip()), last_offset + len(last_line.rstrip())


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt, rules_inline

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.disable("text_join")  # it would hide what was escaped
    rules: dict[str, _Rule] = {
        "newline": rules_inline.newline,
        "escape": rules_inline.escape,
        "backticks": rules_inline.backtick,
        "strikethrough": rules_inline.strikethrough.tokenize,
        "emphasis": rules_inline.emphasis.tokenize,
        "link": rules_inline.link,
        "image": rules_inline.image,
        "autolink": rules_inline.autolink,
        "html_inline": rules_inline.html_inline,
        "entity": rules_inline.entity,
    }
    for name, rule in rules.items():
        parser.inline.ruler.at(name, _located(name, rule))
    return parser


def _located(name: str, rule: _Rule) -> _Rule:
    """The rule, but that it notes on each token where in the source its markup stands."""

    def located(state: "StateInline", silent: bool) -> bool:  # noqa: FBT001 - markdown-it's own signature
        start, before = state.pos, len(state.tokens)
        is_link = name == "link" and not silent and state.src[start] == "["
        label_end = state.md.helpers.parseLinkLabel(state, start, True) if is_link else -1
        matched = rule(state, silent)
        if matched and not silent and len(state.tokens) > before:
            _locate(name, state.tokens, start, label_end, state.pos)
        return matched

    return located


def _locate(name: str, tokens: list["Token"], start: int, label_end: int, end: int) -> None:
    if name in {"emphasis", "strikethrough"}:
        for token in reversed(tokens):  # one a delimiter; which of them are markup is decided later
            token.meta["at"] = (end - len(token.content), end)
            end -= len(token.content)
            if end <= start:
                return
    elif name == "link":
        opening = next(token for token in reversed(tokens) if token.type == "link_open" and "at" not in token.meta)
        opening.meta["at"] = (start, start + 1)
        tokens[-1].meta["at"] = (label_end, end)
    elif name == "autolink":
        tokens[-3].meta["at"] = (start, end)
    elif tokens[-1].type != "text":
        tokens[-1].meta["at"] = (start, end)


def _words(source: str, tokens: list["Token"]) -> tuple[str, tuple[Mark, ...]]:
    """The words of a block, and its markup as marks, outer ones first."""
    reading = _Reading(source)
    for token in tokens:
        if "at" in token.meta and token.type != "text":
            reading.take(token)
    return reading.finished()


class _Reading:
    """A block as far as it has been read."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._done = 0
        self._text = ""
        self._marks: list[Mark] = []
        self._opened: list[tuple[str, int, int]] = []  # what, and where in the marks and in the source

    def take(self, token: "Token") -> None:
        """The words before a piece of markup, and the markup."""
        start, end = token.meta["at"]
        if token.type.startswith("strong"):  # two delimiters, of which the token is the inner one
            start, end = (start - 1, end) if token.nesting > 0 else (start, end + 1)
        before = self._source[self._done : start]
        if token.type in {"softbreak", "hardbreak"}:
            before = before.rstrip(" ")
        markup, self._done = self._source[self._done + len(before) : end], end
        self._read(before)
        if token.type in _AS_TEXT:
            self._text += _AS_TEXT[token.type] or token.content
        elif token.type == "code_inline":
            self._keep(token.content, markup)
        elif token.markup == "autolink":
            self._keep(markup[1:-1], markup)
        elif token.nesting > 0:
            self._open(token.tag, markup, start)
        elif token.nesting < 0:
            self._close(token.tag, markup, start)
        elif (tag := _HTML_TAG.fullmatch(markup)) and (tag[1] or f"</{tag[2]}" in self._source[end:]):
            self._close(f"<{tag[2]}", markup, start) if tag[1] else self._open(f"<{tag[2]}", markup, start)
        else:
            self._marks.append(Mark(len(self._text), len(self._text), markup))

    def _read(self, words: str) -> None:
        last = self._marks[-1] if self._marks else None
        is_behind_thing = last is not None and last.start == last.end == len(self._text) and not self._is_open(last)
        if last and is_behind_thing and words.startswith(" ") and self._text[-1:] in {"", " "}:
            self._marks[-1] = replace(last, before=f"{last.before} ")  # it takes one of its two spaces along
            words = words[1:]
        self._text += words

    def _is_open(self, mark: Mark) -> bool:
        return bool(self._opened) and self._marks[self._opened[-1][1]] is mark

    def _keep(self, words: str, markup: str) -> None:
        begin = len(self._text)
        self._text += words
        self._marks.append(Mark(begin, len(self._text), markup, is_kept=True, is_essential=True))

    def _open(self, kind: str, markup: str, start: int) -> None:
        self._opened.append((kind, len(self._marks), start))
        self._marks.append(Mark(len(self._text), len(self._text), markup))

    def _close(self, kind: str, markup: str, start: int) -> None:
        if kind not in {each for each, _, _ in self._opened}:
            self._marks.append(Mark(len(self._text), len(self._text), markup))
            return
        while self._opened[-1][0] != kind:  # an HTML tag that something else closes over: it stands alone
            self._opened.pop()
        _, index, opened = self._opened.pop()
        if markup in {"]", "][]"}:  # a reference goes by its words, which are going to be others
            markup = f"][{self._source[opened + 1 : start]}]"
        begin = self._marks[index]
        if begin.start == len(self._text):  # nothing to read inside, an image perhaps
            whole = self._source[opened : self._done]
            self._marks[index:] = [Mark(begin.start, begin.start, whole)]
        else:
            self._marks[index] = Mark(begin.start, len(self._text), begin.before, markup, is_essential=kind == "a")

    def finished(self) -> tuple[str, tuple[Mark, ...]]:
        """All words and marks; addresses that stand in the words as they are, too, are kept."""
        self._read(self._source[self._done :])
        text = self._text
        kept = [(mark.start, mark.end) for mark in self._marks if mark.is_kept]
        bare = [
            Mark(*match.span(), match[0], is_kept=True, is_essential=True)
            for match in _ADDRESS.finditer(text)
            if not any(start < match.end() and match.start() < end for start, end in kept)
        ]
        return text, tuple(sorted([*self._marks, *bare], key=lambda mark: mark.start))


def _on_one_line(words: str, _: Slot) -> str:
    return words


def _escaped(words: str, _: Slot) -> str:
    """Words that would read as markup, escaped."""
    return _OPENS_BLOCK.sub(r"\1\\", _SPECIAL.sub(r"\\\g<0>", words)).replace("\n", "  \n")


_DIALECT: Final = Dialect(_on_one_line, _escaped)
