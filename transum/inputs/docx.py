"""Word files (docx, docm, and their templates): the paragraphs in their order, and at the end the notes.

Those in tables and text boxes count, and the numbers that Word sets before paragraphs and keeps nowhere stand there.
Headers, footers, comments, hidden text and contents pages are left out. Of tracked changes what was inserted counts,
what was deleted not. Read with lxml in one pass, since python-docx opens no macro files and no notes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from transum.inputs.archive import opened, tree
from transum.inputs.blocks import Form, story
from transum.inputs.docx_numbers import Numbers
from transum.inputs.failures import require_words
from transum.inputs.paragraphs import Paragraphs, Read, attribute, local
from transum.inputs.symbols import symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN: Final = re.compile(r"word/document\d*\.xml")
_NOTES: Final = ("footnote", "endnote")
WRITTEN: Final = {
    "tab": " ",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    # Equations, on one line.
    "den": "/",
    "sup": "^",
    "sub": "_",
    "rad": "√",
}
PASSED_OVER: Final = frozenset({"Fallback", "del", "moveFrom", "rt", "pPr", "rPr", "sdtPr", "instrText", "delText"})
_HEADING: Final = re.compile(r"(?i)heading|title|subtitle")
_CONTENTS: Final = re.compile(r"(?i)toc ?\d|table of figures")
_OFF: Final = frozenset({"0", "false", "off", "none"})


def read_docx(data: bytes, name: str) -> str:
    """The text of a Word file, a blank line between paragraphs; raises ``InputError``."""
    with opened(data, name, "a Word file") as archive:
        parts = read_parts(archive)
        blocks = [read.block for part in parts for read in part.paragraphs]
        return require_words(story(blocks), name)


@dataclass(frozen=True, slots=True)
class Part:
    """A member of the file with text in it: its tree, and the paragraphs that were read, in order."""

    member: str
    root: "_Element"
    paragraphs: tuple[Read, ...]


def read_parts(archive: ZipFile) -> list[Part]:
    """The story, and the notes that it refers to, of which each paragraph is one of the text."""
    members = set(archive.namelist())
    main = next(member for member in archive.namelist() if _MAIN.fullmatch(member))
    styles = _part(archive, members, "word/styles.xml")
    reading = _Reading(Numbers(_part(archive, members, "word/numbering.xml"), styles), _style_names(styles))
    root = tree(archive, main)
    reading.take(root)
    parts = [Part(main, root, tuple(reading.paragraphs))]
    for kind in _NOTES:
        notes = _part(archive, members, f"word/{kind}s.xml")
        if notes is not None:
            parts.append(Part(f"word/{kind}s.xml", notes, tuple(reading.notes(kind, notes))))
    return parts


def _part(archive: ZipFile, members: set[str], name: str) -> "_Element | None":
    return tree(archive, name) if name in members else None


def _style_names(styles: "_Element | None") -> dict[str, str]:
    """What Word calls each style, whatever the language of the program that it was made with."""
    if styles is None:
        return {}
    return {attribute(style, "styleId"): attribute(style.find("{*}name"), "val") for style in styles.iter("{*}style")}


class _Reading:
    """A document as far as it has been read."""

    def __init__(self, numbers: Numbers, style_names: dict[str, str]) -> None:
        self.paragraphs = Paragraphs()
        self._numbers = numbers
        self._style_names = style_names
        self._cells = 0
        self._properties: list[_Element | None] = []  # of the paragraphs that are open
        self._marks: dict[tuple[str, str], int] = {}  # of the notes that the story refers to

    def take(self, root: "_Element") -> None:
        """All paragraphs below ``root``."""
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = local(element)
            if event == "end":
                self._leave(name)
            elif name in PASSED_OVER or is_hidden(name, element):
                walker.skip_subtree()
            else:
                self._enter(name, element)

    def notes(self, kind: str, root: "_Element") -> Iterator[Read]:
        """The paragraphs of the notes of a kind that the story refers to, the first of each behind its mark."""
        notes = {attribute(note, "id"): note for note in root.iter("{*}" + kind)}
        for (each, number), mark in list(self._marks.items()):
            if each == kind and number in notes:
                inner = _Reading(self._numbers, self._style_names)
                inner.take(notes[number])
                for index, read in enumerate(inner.paragraphs):
                    before = f"[{mark}] " if index == 0 else ""
                    yield replace(
                        read, block=replace(read.block, text=before + read.block.text), mark=before + read.mark
                    )

    def _enter(self, name: str, element: "_Element") -> None:
        if name == "p":
            self.paragraphs.open(element)
            self._properties.append(element.find("{*}pPr"))
        elif name == "tc":
            self._cells += 1
        elif name == "t":
            self.paragraphs.write(element.text or "")
        elif name == "sym":
            self.paragraphs.write(symbol(attribute(element, "font"), attribute(element, "char")))
        elif name in {"footnoteReference", "endnoteReference"}:
            note = (name.removesuffix("Reference"), attribute(element, "id"))
            self.paragraphs.write(f"[{self._marks.setdefault(note, len(self._marks) + 1)}]")
        elif name in WRITTEN:
            self.paragraphs.write(WRITTEN[name])

    def _leave(self, name: str) -> None:
        if name == "tc":
            self._cells -= 1
        elif name == "p" and self._properties:
            properties = self._properties.pop()
            style = attribute(properties.find("{*}pStyle"), "val") if properties is not None else ""
            style_name = self._style_names.get(style, style)
            mark = self._numbers.mark(properties, style)
            self.paragraphs.close(self._form(style_name, mark), mark, is_kept=not _CONTENTS.match(style_name))

    def _form(self, style_name: str, mark: str) -> Form:
        if _HEADING.match(style_name):
            return Form.HEADING
        if mark:
            return Form.ITEM
        return Form.CELL if self._cells else Form.PARAGRAPH


def is_hidden(name: str, element: "_Element") -> bool:
    """Whether Word shows nothing of an element: a run that is set as hidden, a field's "Click here to write"."""
    if name == "r":
        hidden = element.find("{*}rPr/{*}vanish")
        return hidden is not None and attribute(hidden, "val").lower() not in _OFF
    return name == "sdt" and element.find("{*}sdtPr/{*}showingPlcHdr") is not None
