"""Subtitles (SubRip, WebVTT): the words of the cues, and all else as it stands.

Read by lines and not by a library, because none gives back the bytes between the words (notes, styles, settings). A
line with a timing opens a cue. In WebVTT its words go on to the next empty line
(https://www.w3.org/TR/webvtt1/#file-structure); in SubRip, which has no standard, to the next cue, as players read it.

A sentence often runs over several cues. Cues that follow each other closely are read as one text until a sentence
ends; its translation is divided over the same cues by the length of their words. So the number and times of the cues
stay, and each shows about what is being said; a verb that English puts elsewhere can come a cue early or late.

Captions that were made by a machine roll: a line is shown in two or three cues, one row higher each time. There each
line is read once, and its translation put wherever it stands.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from typing import Final

from transum.document import Edition
from transum.inputs.dividing import divide
from transum.inputs.languages import is_of
from transum.inputs.layout import SlotLayout
from transum.inputs.slots import Dialect, Mark, Slot

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}"
_TIMING = re.compile(rf"[ \t]*({_TIME})[ \t]*-->[ \t]*({_TIME})")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>|</>|<[\d:.]+>|\{\\[^{}\n]*\}")
_WORDED_LINE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")
_TAG_NAME = re.compile(r"</?([a-zA-Z]+)")
_SPEAKER: Final = r"[A-Z][\w.'’]{0,20}(?: [A-Z][\w.'’]{0,20}){0,2}:\s"
_BREAK = re.compile(rf"(?:[ \t]*(?:\r\n|\r|\n)[ \t]*)+(?P<turn>(?=[-–—♪]|>>|{_SPEAKER}))?")
_OPENS_TURN = re.compile(rf"[-–—♪\[(]|>>|{_SPEAKER}")
_SENTENCE_END = re.compile(r"[.!?…♪][\"”’'»)\]]*\Z|[])]\Z")
_PAUSE: Final = 2.0  # seconds without words, after which something new is said
_LONGEST_RUN: Final = 6  # cues; where no sentence ends in so many, the author set no full stops, and each is its own
_LANGUAGE: Final = re.compile(r"^(Language:[ \t]*)([A-Za-z]{2,3}(?:-\w{1,8})*)(?=[ \t]*\r?$)", re.MULTILINE)
_LINE_WIDTH: Final = 42  # characters: what guidelines for subtitles allow a line
_ROWS: Final = 2  # likewise
_ROLLING: Final = 0.2  # of the cues, from which on a line of the cue before beside a new one is no coincidence


@dataclass(frozen=True, slots=True)
class _Cue:
    """When it is shown, in seconds, and where its words are in the file."""

    shown: float
    gone: float
    start: int
    end: int
    is_repeated: bool = False


def read_subtitles(content: str, _name: str = "") -> tuple[str, SlotLayout] | None:
    r"""The words of a subtitle file and the layout that puts their translation back; None if it has no cue.

    >>> words, layout = read_subtitles("1\n00:00:01,000 --> 00:00:02,000\nSelamat\npagi.\n")
    >>> words
    'Selamat pagi.'
    """
    has_entities = content.startswith("WEBVTT")
    cues = list(_cues(content))
    lines = _rolling_lines(content, cues)
    words, slots = _slots(content, lines or cues, has_entities=has_entities)
    if not slots:
        return None
    verbatim, done = [], 0
    for start, slot in slots:
        verbatim.append(content[done:start])
        done = start + len(slot.raw)
    newline = "\r\n" if "\r\n" in content else "\n"
    escape = partial(_escaped, newline=newline, has_entities=has_entities)
    layout_slots = tuple(slot for _, slot in slots)
    dialect = Dialect(_kept if lines else _folded, escape, partial(_both, newline=newline))
    return words, SlotLayout((*verbatim, content[done:]), layout_slots, dialect, _in_language)


def _in_language(head: str, edition: Edition) -> str:
    """The head of a WebVTT file, which may say the language of its words."""

    def other(said: re.Match[str]) -> str:
        return said[1] + (edition.translation if is_of(said[2], edition.original) else said[2])

    return _LANGUAGE.sub(other, head) if head.startswith("WEBVTT") else head


def _slots(content: str, cues: Sequence[_Cue], *, has_entities: bool) -> tuple[str, list[tuple[int, Slot]]]:
    """The words of all cues, and the slots with their places in the file."""
    words, slots = "", {}
    for run in _runs(content, [cue for cue in cues if not cue.is_repeated]):
        for number, cue in enumerate(run):
            raw = content[cue.start : cue.end]
            text, marks = _words(raw, has_entities=has_entities)
            if text.strip():
                words += (" " if number and words else "\n\n") if words else ""
                slots[cue.start] = Slot(len(words), text, raw, marks)
                words += text
    said: dict[str, Slot] = {}
    for cue in cues:
        if slot := slots.get(cue.start):
            said[slot.text.strip()] = slot
        elif cue.is_repeated and (slot := said.get(_bare(content, cue, has_entities=has_entities))):
            slots[cue.start] = replace(slot, raw=content[cue.start : cue.end], marks=())
    return words, sorted(slots.items())


def _bare(content: str, cue: _Cue, *, has_entities: bool) -> str:
    return _words(content[cue.start : cue.end], has_entities=has_entities)[0].strip()


def _rolling_lines(content: str, cues: Sequence[_Cue]) -> list[_Cue]:
    """Each line of captions that roll as a cue of its own; none where they don't."""
    lines: list[_Cue] = []
    before: frozenset[str] = frozenset()
    rolled = 0
    for cue in cues:
        here = [
            _Cue(cue.shown, cue.gone, cue.start + line.start(), cue.start + line.end())
            for line in _WORDED_LINE.finditer(content[cue.start : cue.end])
        ]
        texts = [_TAG.sub("", content[line.start : line.end]).strip() for line in here]
        repeated = [text in before for text in texts]
        rolled += any(repeated) and not all(repeated)
        lines += (replace(line, is_repeated=each) for line, each in zip(here, repeated, strict=True))
        before = frozenset(texts)
    return lines if rolled >= max(_ROLLING * (len(cues) - 1), 2) else []


def _cues(content: str) -> Iterator[_Cue]:
    lines = [match for match in _LINE.finditer(content) if match[0]]
    timings = [_TIMING.match(line[0]) for line in lines]
    goes_on_behind_blank_lines = not content.startswith("WEBVTT")
    for index, timing in enumerate(timings):
        if not timing:
            continue
        last = end = index + 1
        while last < len(lines) and not _opens_cue(lines, timings, last):
            if lines[last][0].strip():
                end = last + 1
            elif not (goes_on_behind_blank_lines or lines[last][0].strip("\r\n")):
                break
            last += 1
        if end > index + 1:
            stop = lines[end - 1].start() + len(lines[end - 1][0].rstrip("\r\n"))
            yield _Cue(_seconds(timing[1]), _seconds(timing[2]), lines[index + 1].start(), stop)


def _opens_cue(lines: Sequence[re.Match[str]], timings: Sequence[re.Match[str] | None], index: int) -> bool:
    """Whether a cue begins at the line, with its timing or its number, though no blank line came before."""
    is_number = lines[index][0].strip().isdecimal()
    return timings[index] is not None or (is_number and index + 1 < len(lines) and timings[index + 1] is not None)


def _seconds(time: str) -> float:
    total = 0.0
    for part in time.replace(",", ".").split(":"):
        total = 60 * total + float(part)
    return total


def _runs(content: str, cues: Sequence[_Cue]) -> Iterator[list[_Cue]]:
    """Cues that are read as one text."""
    run: list[_Cue] = []
    for cue in cues:
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


def _kept(words: str, _: Slot) -> str:
    return " ".join(words.split())


def _folded(words: str, slot: Slot) -> str:
    """The words in lines that viewers can read: two, or as many as the cue had; what each speaker says on its own."""
    rows = max(_ROWS, len([line for line in _TAG.sub("", slot.raw).splitlines() if line.strip()]))
    turns = words.split("\n")
    return "\n".join(_fold(turn, max(1, rows // len(turns))) for turn in turns)


def _fold(line: str, most: int) -> str:
    rows = min(most, ceil(len(line) / _LINE_WIDTH))
    if rows == _ROWS and (cut := _cut(line)):
        return f"{line[:cut]}\n{line[cut + 1 :]}"
    end = 0
    for part in divide(line, [1] * rows)[:-1] if rows > 1 else ():
        end = line.index(part, end) + len(part)
        line = f"{line[:end]}\n{line[end + 1 :]}" if line[end : end + 1] == " " else line
    return line


def _cut(line: str) -> int:
    """The space at which a line is best broken in two that fit, behind a comma if it can be; 0 where none does."""
    spaces = (match.start() for match in re.finditer(" ", line))
    fitting = [space for space in spaces if max(space, len(line) - space - 1) <= _LINE_WIDTH]
    return min(fitting, key=lambda cut: abs(2 * cut - len(line)) - 12 * (line[cut - 1] in ",.;:!?"), default=0)


def _both(original: str, translated: str, _: Slot, *, newline: str) -> str:
    """Two lines, and as many more as there are turns of speakers: players break what is too long."""
    return newline.join(_BREAK.sub(partial(_turned, newline=newline), each) for each in (original, translated))


def _turned(line_end: re.Match[str], newline: str) -> str:
    return " " if line_end["turn"] is None else newline


def _escaped(words: str, _: Slot, *, newline: str, has_entities: bool) -> str:
    safe = words.replace("-->", "→").replace("\n", newline)
    return html.escape(safe, quote=False) if has_entities else safe
