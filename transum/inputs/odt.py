"""OpenDocument texts (odt, and their templates): the paragraphs in their order, and at the end the notes.

Those in tables and text boxes count, and the marks of lists stand where a reader sees them. Comments, contents pages,
hidden text and deleted changes are left out, and so are the margins where not all is wanted. Read with lxml in one
pass: odfdo would load the whole file into objects of its own, outside of the bounds here.
OpenDocument 1.3, part 3, https://docs.oasis-open.org/office/OpenDocument/v1.3/.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zipfile import ZipFile

from transum.errors import InputError
from transum.inputs.archive import bounded, opened, tree
from transum.inputs.blocks import Form, story
from transum.inputs.failures import require_words
from transum.inputs.margins import Label, Margins, Part, Tabs, as_margins, blocks_of, label_in, properties
from transum.inputs.numerals import figure
from transum.inputs.paragraphs import Paragraphs, Read, attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT: Final = "application/vnd.oasis.opendocument.text"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAWN: Final = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
LINE_END: Final = f"{TEXT}line-break"
BODY: Final = "content.xml"
_PROPERTIES: Final = "meta.xml"
STYLES: Final = "styles.xml"
PASSED_OVER: Final = frozenset(
    {
        "annotation",
        "annotation-end",
        "tracked-changes",
        "ruby-text",
        "hidden-paragraph",
        "hidden-text",
        "table-of-content",
        "illustration-index",
        "table-index",
        "alphabetical-index",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
        "desc",
        "title",
        "binary-data",
        "math",
    }
)
_MOST_SPACES: Final = 100


def read_odt(data: bytes, name: str) -> str:
    """The text of an OpenDocument text, a blank line between paragraphs; raises ``InputError``."""
    with opened(data, name, "an OpenDocument text") as archive:
        return require_words(story(blocks_of([read_content(archive, name)])), name)


def read_whole_odt(data: bytes, name: str) -> str:
    """As ``read_odt``, and behind it what stands in its margins."""
    with opened(data, name, "an OpenDocument text") as archive:
        content = read_content(archive, name)
        margins = read_margins(archive, content)
        return require_words(story(blocks_of([content, *margins.parts], margins.labels)), name)


def read_content(archive: ZipFile, name: str) -> Part:
    """The document with its paragraphs as they are read, those of the notes last."""
    _require_text(archive, name)
    content = tree(archive, BODY)
    styles = [tree(archive, STYLES)] if STYLES in archive.namelist() else []
    reading = _Reading(_list_styles([*styles, content]))
    body = content.find("{*}body")
    if body is not None:
        reading.take(body)
    return Part(BODY, content, (*reading.paragraphs, *reading.notes))


def read_margins(archive: ZipFile, content: Part) -> Margins:
    """Headers and footers, what pictures show, and what the file says of itself; ``parts`` are the styles, if any."""
    parts, tabs = [], []
    if STYLES in archive.namelist():
        styles = tree(archive, STYLES)
        pages = styles.find("{*}master-styles")
        reading = _Reading(_list_styles([styles]))
        if pages is not None:
            tabs.append(Tabs(pages, lambda element: element.tag == f"{TEXT}tab", LINE_END))
            reading.take(pages)
        parts.append(Part(STYLES, styles, as_margins((*reading.paragraphs, *reading.notes))))
    labels = [label for part in (content, *parts) for label in _pictures(part)]
    if _PROPERTIES in archive.namelist():
        labels = [*properties(Part(_PROPERTIES, tree(archive, _PROPERTIES))), *labels]
    return Margins(tuple(parts), tuple(labels), tuple(tabs))


def _pictures(part: Part) -> Iterator[Label]:
    for element in part.root.iter(f"{_DRAWN}title", f"{_DRAWN}desc"):
        yield from label_in(part, element)


def _require_text(archive: ZipFile, name: str) -> None:
    members = archive.namelist()
    kind = bounded(archive, "mimetype").decode("ascii", errors="replace").strip() if "mimetype" in members else _TEXT
    if not kind.startswith(_TEXT):
        raise InputError(f"{name} is no OpenDocument text ({kind[:80]})", hint="Save its text as .odt or .txt.")
    if "META-INF/manifest.xml" in members and b":encryption-data" in bounded(archive, "META-INF/manifest.xml"):
        raise InputError(f"{name} is protected with a password", hint="Save it without the password.")


@dataclass(frozen=True, slots=True)
class _Level:
    """How the items of a list are marked: ``figures`` is "" for bullets."""

    figures: str
    before: str
    after: str
    start: int


_Levels = dict[int, _Level]
_BULLETS: Final = _Level("", "", "", 1)


def _list_styles(roots: list["_Element"]) -> dict[str, _Levels]:
    found: dict[str, _Levels] = {}
    for root in roots:
        for style in root.iter("{*}list-style"):
            levels = (child for child in style if local(child).startswith("list-level-style-"))
            found[attribute(style, "name")] = {_number(attribute(each, "level"), 1): _level(each) for each in levels}
    return found


def _level(element: "_Element") -> _Level:
    if local(element) != "list-level-style-number":
        return _BULLETS
    before, after = attribute(element, "num-prefix")[:9], attribute(element, "num-suffix")[:9]
    return _Level(attribute(element, "num-format"), before, after, _number(attribute(element, "start-value"), 1))


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else otherwise


@dataclass(slots=True)
class _List:
    """A list that is open: its style, and the number of its last item."""

    style: str
    count: int | None = None


class _Reading:
    """A document as far as it has been read."""

    def __init__(self, list_styles: dict[str, _Levels]) -> None:
        self.paragraphs = Paragraphs()
        self.notes: list[Read] = []
        self._noted = 0
        self._list_styles = list_styles
        self._lists: list[_List] = []
        self._mark = ""  # of the list item whose first paragraph has not come yet
        self._cells = 0
        self._rows = 0  # so far
        self._last_counts: dict[str, int] = {}

    def take(self, root: "_Element") -> None:
        """All paragraphs below ``root``."""
        from lxml import etree

        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                name = local(element)
                if name == "note":
                    self._take_note(element)
                if name in PASSED_OVER or name == "note":
                    walker.skip_subtree()
                    continue
                self._enter(name, element)
                self.paragraphs.write(collapsed(element.text))
            else:
                self._leave(local(element))
                if element is not root:
                    self.paragraphs.write(collapsed(element.tail))

    def _take_note(self, note: "_Element") -> None:
        self._noted += 1
        mark = f"[{self._noted}]"
        self.paragraphs.write(mark)
        body = note.find("{*}note-body")
        if body is not None:
            inner = _Reading(self._list_styles)
            inner.take(body)
            for index, read in enumerate(inner.paragraphs):
                lead = f"{mark} {read.mark}" if index == 0 else read.mark
                block = replace(read.block, text=f"{mark} {read.block.text}" if index == 0 else read.block.text)
                self.notes.append(replace(read, block=block, mark=lead))

    def _enter(self, name: str, element: "_Element") -> None:
        if name in {"p", "h"}:
            self.paragraphs.open(element)
        elif name == "table-row":
            self._rows += 1
        elif name == "table-cell":
            self._cells += 1
        elif name == "list":
            style = attribute(element, "style-name") or (self._lists[-1].style if self._lists else "")
            is_continued = attribute(element, "continue-numbering") == "true"
            self._lists.append(_List(style, self._last_counts.get(style) if is_continued else None))
        elif name == "list-item" and self._lists:
            self._mark = self._next_mark(element)
        else:
            self.paragraphs.write(blank(element))

    def _next_mark(self, item: "_Element") -> str:
        current = self._lists[-1]
        level = self._list_styles.get(current.style, {}).get(len(self._lists), _BULLETS)
        following = level.start if current.count is None else current.count + 1
        current.count = _number(attribute(item, "start-value"), following)
        self._last_counts[current.style] = current.count
        return f"{level.before}{figure(current.count, level.figures)}{level.after} " if level.figures else "- "

    def _leave(self, name: str) -> None:
        if name in {"p", "h"}:
            mark, self._mark = self._mark, ""
            self.paragraphs.close(self._form(name, mark), mark, row=self._rows)
        elif name == "table-cell":
            self._cells -= 1
        elif name == "list" and self._lists:
            self._lists.pop()

    def _form(self, name: str, mark: str) -> Form:
        if name == "h":
            return Form.HEADING
        if mark:
            return Form.ITEM
        return Form.CELL if self._cells else Form.PARAGRAPH


def blank(element: "_Element") -> str:
    """What an element for white space shows; "" for others."""
    name = local(element)
    if name == "s":
        return " " * min(_number(attribute(element, "c"), 1), _MOST_SPACES)
    return {"tab": " ", "line-break": "\n"}.get(name, "")


def collapsed(text: str | None) -> str:
    """White space in the XML is one space, as OpenDocument has it."""
    if not text:
        return ""
    words = " ".join(text.split())
    if not words:
        return " "
    return f"{' ' if text[0].isspace() else ''}{words}{' ' if text[-1].isspace() else ''}"
