"""A Word file with its words translated: the same file, its paragraphs holding other runs.

Styles, tables, pictures, headers, numbering, notes and their marks, links and comments stay. What is set differently in
a paragraph (bold, a colour, a link) goes to the words that it belongs to (``placing``). Tabs inside of sentences become
spaces; changes that were tracked are taken as made. Written with lxml into the same ZIP: python-docx opens no macro
files, and writes all members anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from transum.document import Edition, Translation
from transum.inputs.archive import opened
from transum.inputs.blocks import Form, story
from transum.inputs.carriers import NOTE_MARK, Carrier, Rewritten, Segment, rewritten
from transum.inputs.docx import NAMESPACE, PASSED_OVER, WRITTEN, is_hidden, read_margins, read_parts
from transum.inputs.languages import with_region
from transum.inputs.margins import Margins, Part, blocks_of
from transum.inputs.paragraphs import attribute, local
from transum.inputs.repacked import repacked
from transum.inputs.symbols import symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

# Fields whose results are no words of the author; they are kept as they are, and Word brings them up to date.
_FIELDS: Final = frozenset(
    {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "FILENAME"}
)
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_STAYING: Final = frozenset(
    {"pPr", "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd"}
)
_WORDED: Final = frozenset({"t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "sym"})
_BREAKS: Final = frozenset({"page", "column"})
_NO_THING: Final = _WORDED | {"rPr", "lastRenderedPageBreak", "delText"}
_BEHIND_LANGUAGE: Final = frozenset({"eastAsianLayout", "specVanish", "oMath", "rPrChange"})
# What makes two runs look different to a reader; languages and the like don't.
_LOOKS: Final = frozenset(
    {"b", "i", "u", "strike", "dstrike", "color", "highlight", "shd", "vertAlign", "rStyle", "smallCaps", "caps", "sz"}
)


def refill_docx(data: bytes, name: str, translation: Translation, edition: Edition) -> bytes:
    """The file ``data`` with the targets of ``translation`` for its sentences; paragraphs left alone are untouched.

    Raises ``InputError`` where the translation is of another text than the file's.
    """
    with opened(data, name, "a Word file") as archive:
        parts = read_parts(archive)
        margins = Margins((), ())
        if story(blocks_of(parts)) != translation.document.text:
            margins = read_margins(archive, parts)
        parts += margins.parts
        changed, said = rewritten(
            parts, margins.labels, lambda paragraph: list(_carriers(paragraph)), _bare, name, translation
        )
        for paragraph in changed:
            _rewrite(paragraph, edition)
        for part in parts:
            _translate_contents(part.root, {each.words: each.translated for each in changed})
        for tabs in margins.tabs:
            tabs.restore({each.read.element for each in changed}, is_bilingual=edition.is_bilingual)
        for label, words in said:
            label.put(words)
        touched = {id(each.read.element) for each in changed}
        members = {part.member: part for part in parts if _is_in(part, touched)}
        members |= {label.part.member: label.part for label, _ in said}
        return repacked(archive, {member: _serialised(part) for member, part in members.items()})


def _is_in(part: Part, touched: set[int]) -> bool:
    return any(id(read.element) in touched for read in part.paragraphs)


def _serialised(part: Part) -> bytes:
    from lxml import etree

    return etree.tostring(part.root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _carriers(paragraph: "_Element") -> Iterator[Carrier]:
    """What a paragraph shows, in order; paragraphs inside of it (text boxes) are part of what carries them."""
    from lxml import etree

    walker = etree.iterwalk(paragraph, events=("start", "end"))
    links: list[_Element] = []
    fields = {runs[0]: runs for runs in _fields(paragraph)}
    passed = {run for runs in fields.values() for run in runs[1:]}
    for event, element in walker:
        name = local(element)
        if name == "hyperlink":
            links.append(element) if event == "start" else links.pop()
        if event == "end":
            continue
        if name in PASSED_OVER or is_hidden(name, element) or element in passed:
            walker.skip_subtree()
        elif element in fields or (name == "fldSimple" and _is_field(attribute(element, "instr"))):
            walker.skip_subtree()
            field = _one_field(fields[element]) if element in fields else element
            text = "".join(_text(run) for run in field.iter(f"{{{NAMESPACE}}}r"))
            yield Carrier(field, text, links[-1] if links else None, (), is_thing=True, is_repeated=True)
        elif name in {"r", "oMath"}:
            walker.skip_subtree()
            is_thing = name == "oMath" or any(_is_thing(each) for each in element)
            yield Carrier(element, _text(element), links[-1] if links else None, _look(element), is_thing)


def _fields(paragraph: "_Element") -> "Iterator[list[_Element]]":
    """The runs of each field that is kept, from its begin to its end, where they stand side by side."""
    runs: list[_Element] = []
    for run in paragraph.iter(f"{{{NAMESPACE}}}r"):
        kinds = [attribute(each, "fldCharType") for each in run if local(each) == "fldChar"]
        runs = [run] if kinds == ["begin"] else [*runs, run] if runs and runs[-1].getnext() is run else []
        if runs and kinds == ["end"]:
            if _is_field(_code(runs)):
                yield runs
            runs = []


def _code(runs: Sequence["_Element"]) -> str:
    return "".join(each.text or "" for run in runs for each in run.iter(f"{{{NAMESPACE}}}instrText"))


def _is_field(code: str) -> bool:
    return code.strip().partition(" ")[0].upper() in _FIELDS


def _one_field(runs: Sequence["_Element"]) -> "_Element":
    """A field of several runs as the one element that means the same, which the words around it can't part."""
    field = _element("fldSimple")
    field.set(f"{{{NAMESPACE}}}instr", _code(runs))
    field.extend(deepcopy(run) for run in runs if run.find(f"{{{NAMESPACE}}}t") is not None)
    return field


def _is_thing(part: "_Element") -> bool:
    """Whether a part of a run is no words: a picture, the mark of a note, a break of the page."""
    return local(part) not in _NO_THING or attribute(part, "type") in _BREAKS


def _look(run: "_Element") -> tuple[object, ...]:
    """What the letters of a run look like."""
    properties = run.find(f"{{{NAMESPACE}}}rPr")
    return tuple(
        sorted(
            (local(each), tuple(sorted((str(k), str(v)) for k, v in each.attrib.items())))
            for each in (() if properties is None else properties)
            if local(each) in _LOOKS
        )
    )


def _text(run: "_Element") -> str:
    """The words of a run as the reader has them, without those of a text box in it."""
    from lxml import etree

    parts = []
    walker = etree.iterwalk(run, events=("start",))
    for _, element in walker:
        name = local(element)
        if name == "p" or name in PASSED_OVER:
            walker.skip_subtree()
        elif name == "t":
            parts.append(element.text or "")
        elif name == "sym":
            parts.append(symbol(attribute(element, "font"), attribute(element, "char")))
        elif name in {"footnoteReference", "endnoteReference"}:
            parts.append(NOTE_MARK)
        elif name in WRITTEN:
            parts.append(WRITTEN[name])
    return "".join(parts)


def _bare(_: "_Element") -> Carrier:
    return Carrier(_element("r"), "", None, ())


def _rewrite(paragraph: Rewritten, edition: Edition) -> None:
    """Put the new words in the place of the old ones, or behind them.

    A heading, an item of a list and a note are one in a table of contents or have one number: there both stand in one
    paragraph, a line each.
    """
    element, is_one = paragraph.read.element, paragraph.read.mark or paragraph.read.block.form is Form.HEADING
    leading = list(takewhile(_is_wordless if is_one else _is_break, paragraph.segments))
    front = [_made(segment, edition.translation) for segment in leading]
    segments = paragraph.segments[len(leading) :]
    if leading and not edition.is_bilingual and _is_space_behind_number(paragraph.original, segments):
        segments = (replace(segments[0], text=f" {segments[0].text}"), *segments[1:])
    translated = [_made(segment, edition.translation) for segment in segments]
    original = [_made(segment, edition.original) for segment in paragraph.original] if edition.is_bilingual else []
    if original and not is_one:
        element.addprevious(_copy(element, [*front, *original]))
    else:
        translated = [*front, *original, *([_line_end()] if original else []), *translated]
    for child in list(element):
        if local(child) not in _STAYING:
            element.remove(child)
    element.extend(translated)


def _is_space_behind_number(original: Sequence[Segment], segments: Sequence[Segment]) -> bool:
    """Whether words lack the space that Word writes behind the number of a note: paragraphs are read without it."""
    return bool(original and segments and segments[0].text) and original[0].text[:1].isspace()


def _is_wordless(segment: Segment) -> bool:
    return segment.carrier.is_thing and not segment.text


def _is_break(segment: Segment) -> bool:
    """Whether a segment begins a page or a column, and does nothing else."""
    parts = [part for part in segment.carrier.element if local(part) != "rPr"]
    return _is_wordless(segment) and all(attribute(part, "type") in _BREAKS for part in parts)


def _translate_contents(root: "_Element", known: Mapping[str, str]) -> None:
    """Put the headings into the lines of tables of contents, which Word makes anew only when it is asked to."""
    for paragraph in root.iter(f"{{{NAMESPACE}}}p"):
        links = [attribute(each, "anchor") for each in paragraph.iter(f"{{{NAMESPACE}}}hyperlink")]
        fields = [each.text or "" for each in paragraph.iter(f"{{{NAMESPACE}}}instrText")]
        if not any(link.startswith("_Toc") for link in links) and not any("PAGEREF" in field for field in fields):
            continue
        for texts in _between_tabs(paragraph):
            words = "".join(each.text or "" for each in texts).strip()
            if words in known:
                texts[0].text = known[words]
                for each in texts[1:]:
                    each.text = ""


def _between_tabs(paragraph: "_Element") -> "Iterator[list[_Element]]":
    texts: list[_Element] = []
    for run in paragraph.iter(f"{{{NAMESPACE}}}r"):
        for each in run:
            if local(each) == "t":
                texts.append(each)
            elif local(each) in {"tab", "fldChar"} and texts:
                yield texts
                texts = []
    if texts:
        yield texts


def _copy(paragraph: "_Element", runs: Sequence["_Element"]) -> "_Element":
    """A paragraph of the same style; what there may be one of alone (the end of a section) stays with the other."""
    copy = _element("p")
    properties = paragraph.find(f"{{{NAMESPACE}}}pPr")
    if properties is not None:
        copied = deepcopy(properties)
        for child in list(copied):
            if local(child) in {"sectPr", "pPrChange"}:
                copied.remove(child)
        copy.append(copied)
        for child in list(properties):
            if local(child) == "pageBreakBefore":
                properties.remove(child)
    copy.extend(runs)
    return copy


def _made(segment: Segment, language: str) -> "_Element":
    """What a segment is in the paragraph: a run of words, or the thing itself, in which something may be translated."""
    if _is_wordless(segment):
        return _linked(segment.carrier.element, segment.carrier.link)
    return _run(segment, language)


def _run(segment: Segment, language: str) -> "_Element":
    """A run of words that looks like its carrier."""
    from lxml import etree

    run = _element("r")
    found = segment.carrier.element.find(f"{{{NAMESPACE}}}rPr")
    properties = _element("rPr") if found is None else deepcopy(found)
    _say_language(properties, language)
    run.append(properties)
    for number, line in enumerate(segment.text.split("\n")):
        if number:
            etree.SubElement(run, f"{{{NAMESPACE}}}br")
        written = etree.SubElement(run, f"{{{NAMESPACE}}}t")
        written.text = "".join(char for char in line if char >= " " and not 0xD800 <= ord(char) <= 0xDFFF)
        written.set(_SPACE, "preserve")
    return _linked(run, segment.carrier.link)


def _say_language(properties: "_Element", language: str) -> None:
    """Set the language that Word checks the spelling of a run in; its properties have an order."""
    for child in list(properties):
        if local(child) == "lang":
            properties.remove(child)
    said = _element("lang")
    said.set(f"{{{NAMESPACE}}}val", with_region(language))
    behind = sum(local(child) in _BEHIND_LANGUAGE for child in properties)
    properties.insert(len(properties) - behind, said)


def _line_end() -> "_Element":
    run = _element("r")
    run.append(_element("br"))
    return run


def _element(name: str) -> "_Element":
    from lxml import etree

    return etree.Element(f"{{{NAMESPACE}}}{name}")


def _linked(run: "_Element", link: "_Element | None") -> "_Element":
    from lxml import etree

    run.tail = None
    if link is None:
        return run
    whole = etree.Element(link.tag, {str(key): str(value) for key, value in link.attrib.items()})
    whole.append(run)
    return whole
