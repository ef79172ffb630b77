"""Word files (docx, docm, and their templates): the paragraphs in their order, and at the end the notes.

Those in tables and text boxes count, and the numbers that Word sets before paragraphs and keeps nowhere stand there.
Comments, hidden text and contents pages are left out, and so are the margins where not all is wanted. Of tracked
changes what was inserted counts, what was deleted not. Read with lxml in one pass, since python-docx opens no macro
files and no notes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from transum.inputs.archive import opened, tree
from transum.inputs.blocks import Form, story
from transum.inputs.docx_numbers import Numbers
from transum.inputs.failures import require_words
from transum.inputs.margins import Label, Margins, Part, Tabs, as_margins, blocks_of, label_at, properties
from transum.inputs.paragraphs import Paragraphs, Read, attribute, local
from transum.inputs.symbols import symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

_MAIN: Final = re.compile(r"word/document\d*\.xml")
_HEADER: Final = re.compile(r"word/(?:header|footer)\d*\.xml")
_NOTES: Final = ("footnote", "endnote")
_PROPERTIES: Final = "docProps/core.xml"
NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINE_END: Final = f"{{{NAMESPACE}}}br"
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
        return require_words(story(blocks_of(read_parts(archive))), name)


def read_whole_docx(data: bytes, name: str) -> str:
    """As ``read_docx``, and behind it what stands in its margins."""
    with opened(data, name, "a Word file") as archive:
        parts = read_parts(archive)
        margins = read_margins(archive, parts)
        return require_words(story(blocks_of([*parts, *margins.parts], margins.labels)), name)


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


def read_margins(archive: ZipFile, parts: Sequence[Part]) -> Margins:
    """Headers and footers, what the pictures in them and in ``parts`` show, and what the file says of itself."""
    members = set(archive.namelist())
    styles = _part(archive, members, "word/styles.xml")
    numbering = _part(archive, members, "word/numbering.xml")
    headers, tabs = [], []
    for member in sorted(filter(_HEADER.fullmatch, members)):
        root = tree(archive, member)
        tabs.append(Tabs(root, _is_tab, LINE_END))
        reading = _Reading(Numbers(numbering, styles), _style_names(styles))
        reading.take(root)
        headers.append(Part(member, root, as_margins(tuple(reading.paragraphs))))
    labels = [label for part in (*parts, *headers) for label in _pictures(part)]
    said = _part(archive, members, _PROPERTIES)
    if said is not None:
        labels = [*properties(Part(_PROPERTIES, said)), *labels]
    return Margins(tuple(headers), tuple(labels), tuple(tabs))


def _is_tab(element: "_Element") -> bool:
    """Whether an element is a tab, and no place where one may stop."""
    name, holder = local(element), element.getparent()
    return name == "ptab" or (name == "tab" and holder is not None and local(holder) == "r")


def _pictures(part: Part) -> Iterator[Label]:
    for element in part.root.iter("{*}docPr", "{*}cNvPr"):
        for name in ("title", "descr"):
            yield from label_at(part, element, name)


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
        self._rows = 0  # so far
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
        elif name == "tr":
            self._rows += 1
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
            is_kept = not _CONTENTS.match(style_name)
            self.paragraphs.close(self._form(style_name, mark), mark, row=self._rows, is_kept=is_kept)

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
