"""Subtitles (SubRip, WebVTT): the words of the cues, and all else as it stands.

Read by lines and not by a library, because none gives back the bytes between the words (notes, styles, settings). A
line with a timing opens a cue, whose words go on to the next blank line or cue:
https://www.w3.org/TR/webvtt1/#file-structure; SubRip has no standard, and is read alike.

A sentence often runs over several cues. Cues that follow each other closely are read as one text until a sentence
ends; its translation is divided over the same cues by the length of their words. So the number and times of the cues
stay, and each shows about what is being said; a verb that English puts elsewhere can come a cue early or late.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Final

from transum.inputs.layout import Dialect, Mark, Slot, SlotLayout, divide

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}"
_TIMING = re.compile(rf"[ \t]*({_TIME})[ \t]*-->[ \t]*({_TIME})")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|</>|<[\d:.]+>|\{\\[^{}\n]*\}")
_TAG_NAME = re.compile(r"</?([a-zA-Z]+)")
_BREAK = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*(?P<turn>(?=[-–—♪]))?")
_OPENS_TURN = re.compile(r"[-–—♪\[(]")
_SENTENCE_END = re.compile(r"[.!?…♪][\"”’'»)\]]*\Z|[])]\Z")
_PAUSE: Final = 2.0  # seconds without words, after which something new is said
_LONGEST_RUN: Final = 6  # cues; where no sentence ends in so many, the author set no full stops, and each is its own
_LINE_WIDTH: Final = 42  # characters: what guidelines for subtitles allow a line


@dataclass(frozen=True, slots=True)
class _Cue:
    """When it is shown, in seconds, and where its words are in the file."""

    shown: float
    gone: float
    start: int
    end: int


def read_subtitles(content: str, _name: str = "") -> tuple[str, SlotLayout] | None:
    r"""The words of a subtitle file and the layout that puts their translation back; None if it has no cue.

    >>> words, layout = read_subtitles("1\n00:00:01,000 --> 00:00:02,000\nSelamat\npagi.\n")
    >>> words
    'Selamat pagi.'
    """
    slots: list[Slot] = []
    verbatim, done, words = [], 0, ""
    has_entities = content.startswith("WEBVTT")
    for run in _runs(content):
        for number, cue in enumerate(run):
            raw = content[cue.start : cue.end]
            text, marks = _words(raw, has_entities=has_entities)
            if not text.strip():
                continue
            words += (" " if number and words else "\n\n") if words else ""
            slots.append(Slot(len(words), text, raw, marks))
            words += text
            verbatim.append(content[done : cue.start])
            done = cue.end
    if not slots:
        return None
    newline = "\r\n" if "\r\n" in content else "\n"
    dialect = Dialect(_folded, partial(_escaped, newline=newline, has_entities=has_entities))
    return words, SlotLayout((*verbatim, content[done:]), tuple(slots), dialect)


def _cues(content: str) -> Iterator[_Cue]:
    lines = [match for match in _LINE.finditer(content) if match[0]]
    timings = [_TIMING.match(line[0]) for line in lines]
    for index, timing in enumerate(timings):
        if not timing:
            continue
        last = index + 1
        while last < len(lines) and lines[last][0].strip() and not _opens_cue(lines, timings, last):
            last += 1
        if last > index + 1:
            end = lines[last - 1].start() + len(lines[last - 1][0].rstrip("\r\n"))
            yield _Cue(_seconds(timing[1]), _seconds(timing[2]), lines[index + 1].start(), end)


def _opens_cue(lines: Sequence[re.Match[str]], timings: Sequence[re.Match[str] | None], index: int) -> bool:
    """Whether a cue begins at the line, with its timing or its number, though no blank line came before."""
    is_number = lines[index][0].strip().isdecimal()
    return timings[index] is not None or (is_number and index + 1 < len(lines) and timings[index + 1] is not None)


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total


def _runs(content: str) -> Iterator[list[_Cue]]:
    """Cues that are read as one text."""
    run: list[_Cue] = []
    for cue in _cues(content):
        if run and not _goes_on(content, run[-1], cue):
            yield from _bounded(run)
            run = []
        run.append(cue)
    yield from _bounded(run)


def _bounded(run: list[_Cue]) -> Iterator[list[_Cue]]:
    if len(run) > _LONGEST_RUN:
        yield from ([cue] for cue in run)
    elif run:
        yield run


def _goes_on(content: str, cue: _Cue, following: _Cue) -> bool:
    before = _TAG.sub("", content[cue.start : cue.end]).strip()
    after = _TAG.sub("", content[following.start : following.end]).strip()
    is_close = following.shown - cue.gone <= _PAUSE
    return is_close and not _SENTENCE_END.search(before) and not _OPENS_TURN.match(after)


def _words(raw: str, *, has_entities: bool) -> tuple[str, tuple[Mark, ...]]:
    """The words of a cue, and its tags as marks."""
    text, done = "", 0
    marks: list[Mark] = []
    opened: list[tuple[str, int]] = []
    for tag in _TAG.finditer(raw):
        text += _plain(raw[done : tag.start()], has_entities=has_entities)
        done = tag.end()
        named = _TAG_NAME.match(tag[0])
        name = named[1] if named else ""
        if name and tag[0].startswith("</") and name in {each for each, _ in opened}:
            while opened:
                each, index = opened.pop()
                if each == name:
                    begin = marks[index]
                    marks[index] = Mark(begin.start, len(text), begin.before, tag[0])
                    break
        else:
            if name and not tag[0].startswith("</"):
                opened.append((name, len(marks)))
            marks.append(Mark(len(text), len(text), tag[0]))
    return text + _plain(raw[done:], has_entities=has_entities), tuple(marks)


def _plain(raw: str, *, has_entities: bool) -> str:
    text = _BREAK.sub(lambda match: " " if match["turn"] is None else "\n", raw)
    return html.unescape(text) if has_entities else text


def _folded(words: str, slot: Slot) -> str:
    """The words in as many lines as the cue had, if they are that long, and none longer than viewers can read."""
    lines = _TAG.sub("", slot.raw).splitlines()
    widest = max(len(line) for line in lines)
    return "\n".join(_fold(line, len(lines), widest) for line in words.split("\n"))


def _fold(line: str, most: int, widest: int) -> str:
    rows = max(ceil(len(line) / _LINE_WIDTH), min(most, ceil(len(line) / max(1, widest))))
    end = 0
    for part in divide(line, [1] * rows)[:-1] if rows > 1 else ():
        end = line.index(part, end) + len(part)
        line = f"{line[:end]}\n{line[end + 1 :]}" if line[end : end + 1] == " " else line
    return line


def _escaped(words: str, _: Slot, *, newline: str, has_entities: bool) -> str:
    safe = words.replace("-->", "→").replace("\n", newline)
    return html.escape(safe, quote=False) if has_entities else safe
