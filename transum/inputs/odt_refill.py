"""An OpenDocument text with its words translated: the same file, its paragraphs holding other words.

Styles, tables, pictures, frames, headers, numbering, notes, links, fields, bookmarks and comments stay. What is set
differently in a paragraph goes to the words that it belongs to (``placing``). Written with lxml into the same ZIP, as
it is read: odfdo would write every member anew, and reaches the words of a paragraph one piece of text at a time only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from transum.document import Edition, Translation
from transum.inputs.archive import opened
from transum.inputs.blocks import Form, story
from transum.inputs.carriers import NOTE_MARK, Carrier, Rewritten, Segment, rewritten
from transum.inputs.languages import region_of
from transum.inputs.margins import Part, blocks_of
from transum.inputs.odt import PASSED_OVER, blank, collapsed, read_content, read_margins
from transum.inputs.paragraphs import attribute, local
from transum.inputs.repacked import repacked

if TYPE_CHECKING:
    from lxml.etree import _Element

_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_TEXT: Final = f"{{{_OASIS}text:1.0}}"
_STYLE: Final = f"{{{_OASIS}style:1.0}}"
_FO: Final = f"{{{_OASIS}xsl-fo-compatible:1.0}}"
_OFFICE: Final = f"{{{_OASIS}office:1.0}}"
_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_LOOKS: Final = frozenset({"span", "a"})
_OPEN: Final = frozenset({*_LOOKS, "meta", "ruby", "ruby-base"})  # what words are in, and not all of a thing
_PARTS: Final = re.compile(r"\n| {2,}|(?:[^\n ]| (?! ))+")
_REPEATED: Final = frozenset({"page-number", "page-count", "date", "time", "file-name", "author-name", "chapter"})
_NO_LANGUAGE: Final = frozenset({"zxx", "none", ""})
_ORIGINAL: Final = "transum-original"
"""The style of words that stay in their language."""


def refill_odt(data: bytes, name: str, translation: Translation, edition: Edition) -> bytes:
    """The file ``data`` with the targets of ``translation`` for its sentences; paragraphs left alone are untouched.

    Raises ``InputError`` where the translation is of another text than the file's.
    """
    with opened(data, name, "an OpenDocument text") as archive:
        content = read_content(archive, name)
        margins = read_margins(archive, content)
        is_whole = story(blocks_of([content])) != translation.document.text
        parts, labels = ([content, *margins.parts], margins.labels) if is_whole else ([content], ())
        changed, said = rewritten(parts, labels, lambda paragraph: list(_carriers(paragraph)), _bare, name, translation)
        if not changed and not said:
            return repacked(archive, {})
        for part in parts:
            _translate(part, changed, edition)
        for tabs in margins.tabs:
            tabs.restore({each.read.element for each in changed}, is_bilingual=edition.is_bilingual)
        for label, words in said:
            label.put(words)
        written = {part.member: part for part in (content, *margins.parts, *(label.part for label, _ in said))}
        _say_language([part.root for part in (content, *margins.parts)], changed, edition)
        return repacked(archive, {member: _serialised(part) for member, part in written.items()})


def _serialised(part: Part) -> bytes:
    from lxml import etree

    return etree.tostring(part.root, xml_declaration=True, encoding="UTF-8")


def _translate(part: Part, changed: Sequence[Rewritten], edition: Edition) -> None:
    """Put the new words into a part; ``changed`` are those of all parts."""
    breaking = _breaking(part.root)
    its_own = {id(read.element) for read in part.paragraphs}
    mine = [each for each in changed if id(each.read.element) in its_own]
    for paragraph in mine:
        _rewrite(paragraph, breaking, edition)
    _translate_contents(part.root, {each.words: each.translated for each in changed})
    if mine and edition.is_bilingual:
        _add_style(part.root, edition.original)


def _say_language(roots: "Sequence[_Element]", changed: Sequence[Rewritten], edition: Edition) -> None:
    """Styles that name the language of the original name that of the translation, but for the one of originals.

    So do the styles of paragraphs that hold translated words, whatever they name: an Indonesian text that was written
    in a German program is German by its styles. Styles of text that was not translated keep theirs.
    """
    styles = {_key(each): each for root in roots for each in root.iter(f"{_STYLE}style", f"{_STYLE}default-style")}
    translated = {_key(each) for each in _styles_of(changed, styles)}
    for key, style in styles.items():
        for properties in style.iterfind(f"{_STYLE}text-properties[@{_FO}language]"):
            said = properties.get(f"{_FO}language")
            is_its_own = said == edition.original or (key in translated and said not in _NO_LANGUAGE)
            if is_its_own and style.get(f"{_STYLE}name") != _ORIGINAL:
                _set_language(properties, edition.translation)


def _styles_of(changed: Sequence[Rewritten], styles: "Mapping[tuple[str, str], _Element]") -> "Iterator[_Element]":
    """The styles of paragraphs and those that they follow, up to the one that all follow."""
    names = {each.read.element.get(f"{_TEXT}style-name", "") for each in changed}
    seen: set[str] = set()
    while names:
        seen |= names
        found = [styles["paragraph", name] for name in names if ("paragraph", name) in styles]
        yield from found
        names = {style.get(f"{_STYLE}parent-style-name", "") for style in found} - seen
    if changed and ("paragraph", "") in styles:
        yield styles["paragraph", ""]


def _key(style: "_Element") -> tuple[str, str]:
    """The family and the name of a style; the default of a family has no name."""
    return style.get(f"{_STYLE}family", ""), style.get(f"{_STYLE}name", "")


def _set_language(properties: "_Element", language: str) -> None:
    properties.set(f"{_FO}language", language)
    properties.set(f"{_FO}country", region_of(language) or "none")


def _add_style(content: "_Element", language: str) -> None:
    """The style of words that stay in their language."""
    from lxml import etree

    styles = content.find(f"{_OFFICE}automatic-styles")
    if styles is None:
        styles = etree.Element(f"{_OFFICE}automatic-styles")
        body = content.find(f"{_OFFICE}body")
        content.insert(content.index(body) if body is not None else 0, styles)
    style = etree.SubElement(styles, f"{_STYLE}style")
    style.set(f"{_STYLE}name", _ORIGINAL)
    style.set(f"{_STYLE}family", "text")
    _set_language(etree.SubElement(style, f"{_STYLE}text-properties"), language)


def _carriers(paragraph: "_Element") -> Iterator[Carrier]:
    """What a paragraph shows, in order: words by the tags that they are in, and things."""
    from lxml import etree

    walker = etree.iterwalk(paragraph, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        holder = element if event == "start" else element.getparent()
        if event == "start" and element is not paragraph and local(element) not in _OPEN:
            yield from _whole(element, holder.getparent())
            walker.skip_subtree()
        elif event == "start" and element.text:
            yield _words(collapsed(element.text), element)
        if event != "start" and element is not paragraph and element.tail and holder is not None:
            yield _words(collapsed(element.tail), holder)


def _whole(element: "_Element", holder: "_Element") -> Iterator[Carrier]:
    """White space, which is words, or a thing: a picture, a note, a field, the place of a bookmark."""
    if space := blank(element):
        yield _words(space, holder)
    elif local(element) != "soft-page-break":
        link, look = _context(holder)
        yield Carrier(element, _text(element), link, look, is_thing=True, is_repeated=local(element) in _REPEATED)


def _words(text: str, holder: "_Element") -> Carrier:
    return Carrier(holder, text, *_context(holder))


def _context(holder: "_Element") -> "tuple[_Element | None, tuple[object, ...]]":
    """The link that words are in, and what they look like."""
    chain = _chain(holder)
    link = next((each for each in chain if local(each) == "a"), None)
    return link, tuple(attribute(each, "style-name") for each in chain if local(each) == "span")


def _chain(holder: "_Element") -> "list[_Element]":
    """The spans and links that an element lies in, the outermost first."""
    chain: list[_Element] = []
    each: _Element | None = holder
    while each is not None and local(each) not in {"p", "h"}:
        if local(each) in _LOOKS:
            chain.insert(0, each)
        each = each.getparent()
    return chain


def _text(thing: "_Element") -> str:
    """The words of a field as the reader has them; what has paragraphs of its own has none here."""
    from lxml import etree

    if local(thing) == "note":
        return NOTE_MARK
    parts = []
    walker = etree.iterwalk(thing, events=("start", "end"))
    for event, element in walker:
        if event == "start" and (local(element) in PASSED_OVER or local(element) in {"p", "h", "note"}):
            walker.skip_subtree()
        elif event == "start":
            parts.append(blank(element) + collapsed(element.text))
        elif element is not thing:
            parts.append(collapsed(element.tail))
    return "".join(parts)


def _bare(paragraph: "_Element") -> Carrier:
    return Carrier(paragraph, "", None, ())


def _rewrite(paragraph: Rewritten, breaking: "Mapping[str, _Element]", edition: Edition) -> None:
    """Put the new words in the place of the old ones, or behind them: in a heading, which is one, on a line below."""
    from lxml import etree

    element = paragraph.read.element
    original = etree.Element(element.tag, {str(k): str(v) for k, v in element.attrib.items() if k != _ID})
    if edition.is_bilingual:
        _fill(etree.SubElement(original, f"{_TEXT}span", {f"{_TEXT}style-name": _ORIGINAL}), paragraph.original)
    made = etree.Element(element.tag)
    _fill(made, paragraph.segments)
    for child in list(element):
        element.remove(child)
    element.text = None
    if edition.is_bilingual and paragraph.read.block.form is Form.HEADING:
        element.extend(list(original))
        etree.SubElement(element, f"{_TEXT}line-break").tail = made.text
    else:
        element.text = made.text
        if edition.is_bilingual:
            element.addprevious(original)
            _stay_on_the_page(element, breaking)
    element.extend(list(made))


def _translate_contents(content: "_Element", known: Mapping[str, str]) -> None:
    """Put the headings into the lines of tables of contents, which are made anew only when somebody asks for it."""
    for paragraph in content.iterfind(f".//{_TEXT}index-body//{_TEXT}p"):
        for places in _between_tabs(paragraph):
            words = "".join(str(getattr(element, name)) for element, name in places).strip()
            if words in known:
                for number, (element, name) in enumerate(places):
                    setattr(element, name, None if number else known[words])


def _between_tabs(paragraph: "_Element") -> "Iterator[list[tuple[_Element, str]]]":
    """The pieces of text of a line, up to each tab: the elements that have them, and whether they are in or behind."""
    from lxml import etree

    places: list[tuple[_Element, str]] = []
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        name = "text" if event == "start" else "tail"
        if local(element) == "tab" and event == "start" and places:
            yield places
            places = []
        if (element is not paragraph or event == "start") and getattr(element, name):
            places.append((element, name))
    if places:
        yield places


def _breaking(content: "_Element") -> "dict[str, _Element]":
    """The styles of paragraphs that open a page."""
    return {
        style.get(f"{_STYLE}name", ""): style
        for style in content.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style")
        if f"{_STYLE}master-page-name" in style.attrib
        or style.find(f"{_STYLE}paragraph-properties[@{_FO}break-before]") is not None
    }


def _stay_on_the_page(paragraph: "_Element", breaking: "Mapping[str, _Element]") -> None:
    """Take from a paragraph behind its original that it opens a page, which its own style may say."""
    name = paragraph.get(f"{_TEXT}style-name", "")
    style, other = breaking.get(name), f"{name}-transum"
    if style is None:
        return
    paragraph.set(f"{_TEXT}style-name", other)
    following = style.getnext()
    if following is not None and following.get(f"{_STYLE}name") == other:
        return
    copy = deepcopy(style)
    copy.set(f"{_STYLE}name", other)
    copy.attrib.pop(f"{_STYLE}master-page-name", "")
    for each in copy.iterchildren(f"{_STYLE}paragraph-properties"):
        each.attrib.pop(f"{_FO}break-before", "")
    style.addnext(copy)


def _fill(whole: "_Element", segments: Sequence[Segment]) -> None:
    """Segments as children of an element: each in spans and links as its carrier was, what follows in the same ones."""
    from lxml import etree

    opened_for: list[tuple[_Element, _Element]] = []  # the span or link that was, and that which is made
    for segment in segments:
        is_thing = segment.carrier.is_thing and not segment.text
        chain = _kept_chain(segment.carrier)
        depth = 0
        while depth < min(len(chain), len(opened_for)) and chain[depth] is opened_for[depth][0]:
            depth += 1
        del opened_for[depth:]
        for each in chain[depth:]:
            inside = opened_for[-1][1] if opened_for else whole
            made = etree.SubElement(inside, each.tag, {str(key): str(value) for key, value in each.attrib.items()})
            opened_for.append((each, made))
        inside = opened_for[-1][1] if opened_for else whole
        if is_thing:
            segment.carrier.element.tail = None
            inside.append(segment.carrier.element)
        else:
            _write(inside, segment.text)


def _kept_chain(carrier: Carrier) -> "list[_Element]":
    """The spans and links of a carrier; without the link where it stands for words of no link."""
    holder = carrier.element.getparent() if carrier.is_thing else carrier.element
    chain = [] if holder is None else _chain(holder)
    return [each for each in chain if local(each) != "a" or carrier.link is not None]


def _write(inside: "_Element", text: str) -> None:
    """Words behind what an element has; a line end and all spaces but the first are elements here."""
    from lxml import etree

    for part in _PARTS.findall(text):
        if part == "\n":
            etree.SubElement(inside, f"{_TEXT}line-break")
        elif part.startswith("  "):
            _append(inside, " ")
            etree.SubElement(inside, f"{_TEXT}s", {f"{_TEXT}c": str(len(part) - 1)})
        else:
            _append(inside, "".join(char for char in part if char >= " " and not 0xD800 <= ord(char) <= 0xDFFF))


def _append(inside: "_Element", words: str) -> None:
    if len(inside):
        inside[-1].tail = (inside[-1].tail or "") + words
    else:
        inside.text = (inside.text or "") + words
