"""A block of Markdown or HTML: its words without markup, and the markup as marks on them."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from transum.inputs.slots import Aside, Dialect, Mark, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]*[^\s<>.,;:!?)\]}\"'”’]")
_AS_TEXT: Final = {"softbreak": " ", "hardbreak": "\n", "text_special": ""}
_LETTER = re.compile(r"[^\W\d_]{2}")
_NOT_PLAIN = re.compile(r"[*_`\[\]\\<&~{$\n]|://")
_TITLE = re.compile(r"""\s("[^"\\\n]*"|'[^'\\\n]*')\s*\)\Z""")
_INLINE_NOTE = re.compile(r"\^\[(?P<words>[^\]]*[^\W\d_]{2}[^\]]*)\]")
_HTML_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^>]*(?<!/)>")


def words_of(source: str, tokens: "Sequence[Token]") -> tuple[str, tuple[Mark, ...]]:
    """The words of a block, and its markup as marks, outer ones first."""
    reading = _Reading(source)
    for token in tokens:
        if "at" in token.meta and token.type != "text":
            reading.take(token)
    return reading.finished()


def _picture_asides(source: str, start: int, end: int, label: tuple[int, int]) -> tuple[Aside, ...]:
    """What a picture shows, and its title; not where the words are the name that its place is defined under."""
    shown = source[slice(*label)]
    is_named = source[label[1] + 1 : label[1] + 2] not in {"(", "["} or source.startswith("[]", label[1] + 1)
    if is_named or not _LETTER.search(shown) or _NOT_PLAIN.search(shown):
        asides: tuple[Aside, ...] = ()
    else:
        asides = (Aside(label[0] - start, label[1] - start, Slot(0, shown, shown)),)
    return (*asides, *_title_asides(source[start:end]))


def _title_asides(markup: str, *, is_after: bool = False) -> tuple[Aside, ...]:
    title = _TITLE.search(markup)
    words = title[1][1:-1] if title else ""
    if title is None or not _LETTER.search(words) or _NOT_PLAIN.search(words):
        return ()
    return (Aside(*title.span(1), Slot(0, words, title[1], dialect=_QUOTED), is_after=is_after),)


def _note_asides(note: re.Match[str]) -> tuple[Aside, ...]:
    words = note["words"]
    return () if _NOT_PLAIN.search(words) else (Aside(*note.span("words"), Slot(0, words, words)),)


def _as_they_are(words: str, _: Slot) -> str:
    return words


def _in_quotes(words: str, _: Slot) -> str:
    return f'"{words.translate(_GUARDED)}"'


_GUARDED: Final = str.maketrans({'"': r"\"", "\\": r"\\", "&": "&amp;", "\n": " "})
_QUOTED: Final = Dialect(_as_they_are, _in_quotes)


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
        self._take_markup(token, token.meta.get("markup", markup), start, end)

    def _take_markup(self, token: "Token", markup: str, start: int, end: int) -> None:
        if token.type == "text_special" and self._must_stay(token.content):
            self._marks.append(Mark(len(self._text), len(self._text), markup))
        elif token.type in _AS_TEXT:
            self._text += _AS_TEXT[token.type] or token.content
        elif token.type in {"code_inline", "math_inline"}:
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
            asides: tuple[Aside, ...] = ()
            if token.type == "image":
                asides = _picture_asides(self._source, start, end, token.meta["label"])
            elif note := _INLINE_NOTE.fullmatch(markup):
                asides = _note_asides(note)
            self._marks.append(Mark(len(self._text), len(self._text), markup, asides=asides))

    def _must_stay(self, special: str) -> bool:
        """Whether what was escaped means something else without: a tab, the "!" before a link."""
        return (special.isspace() and special != "\u00a0") or (
            special == "!" and self._source.startswith("[", self._done)
        )

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
            whole = begin.before + self._source[opened + len(begin.before) : self._done]
            inner = [mark for mark in self._marks[index + 1 :] if mark.asides and mark.before in whole]
            asides = tuple(
                replace(aside, start=aside.start + whole.index(mark.before), end=aside.end + whole.index(mark.before))
                for mark in inner[:1]
                for aside in mark.asides
            )
            self._marks[index:] = [Mark(begin.start, begin.start, whole, asides=asides)]
        else:
            self._marks[index] = Mark(
                begin.start,
                len(self._text),
                begin.before,
                markup,
                is_essential=kind in {"a", "<a"},
                asides=_title_asides(markup, is_after=True) if kind == "a" else (),
            )

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
