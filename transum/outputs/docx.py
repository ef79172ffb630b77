"""Word: the summary, then original and translation in a table of two columns, what the checks found as comments."""

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from transum._version import __version__
from transum.document import Article, Finding, Level, Role, SentencePair, SummarySentence
from transum.errors import OutputError
from transum.outputs.marks import Side, pieces
from transum.outputs.view import Part, View, printable
from transum.outputs.wording import (
    BY_PERSON,
    at_a_glance,
    evidence,
    fact_forms,
    headline,
    ids,
    inherited,
    language_name,
    maker,
    name_of,
    one_line,
    percent,
    summary_lines,
    summary_shown,
    title,
    verdict,
    worth_reading,
)

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

_AUTHOR: Final = "transum"
_NOT_XML: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")
_UNDERLINES: Final = {Level.ERROR: "WAVY", Level.WARNING: "DASH", Level.INFO: "DOTTED"}
_ASIDE: Final = {Role.BYLINE, Role.RELATED, Role.CAPTION, Role.SHARE}


def render_docx(article: Article, view: View) -> bytes:
    """A Word file; the same article gives the same bytes.

    Raises ``OutputError`` where python-docx is not installed.
    """
    try:
        import docx
    except ImportError as exc:
        raise OutputError("Word files need a library", hint="pip install 'transum[docs]'") from exc
    document = docx.Document()
    _set_up(document, article, view)
    _head(document, article, view)
    if summary := summary_shown(article, view):
        document.add_heading("Summary", 1)
        for sentence in summary.sentences:
            _summary_sentence(document, sentence, article, view)
    if article.facts and view.shows_facts:
        _facts(document, article)
    original, translation = view.shows(Part.ORIGINAL), view.shows(Part.TRANSLATION)
    if original and translation:
        _table(document, article)
    elif original or translation:
        _prose(document, article, "source" if original else "target")
    return _saved(document)


def _set_up(document: "WordDocument", article: Article, view: View) -> None:
    """A4, and who made it; the library's own template says 2013."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    properties = document.core_properties
    properties.title, properties.author = _clean(title(article, view))[:255], f"{_AUTHOR} {__version__}"
    properties.comments = ""


def _head(document: "WordDocument", article: Article, view: View) -> None:
    first = headline(article.translation)
    if text := title(article, view):
        heading = document.add_heading("", 0)
        runs = [_run(heading, text)]
        for finding in worth_reading(first[1].findings) if first and view.shows(Part.TRANSLATION) else ():
            _comment(document, runs, _said(finding))
    if first and view.shows(Part.ORIGINAL) and view.shows(Part.TRANSLATION):
        _run(document.add_paragraph(), first[1].source.text, article.source.language).italic = True
    path = "standard input" if article.source.path == "-" else article.source.path
    about = f"{path} · {maker(article.model)} · {_AUTHOR} {__version__}"
    paragraph = document.add_paragraph(_clean(one_line(about)), style="Caption")
    paragraph.add_run(f"\n{verdict([article.translation], [article.summary])}")


def _summary_sentence(document: "WordDocument", sentence: SummarySentence, article: Article, view: View) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    runs = []
    for index, line in enumerate(summary_lines(sentence, view.language)):
        runs.append(_run(paragraph, f"{' / ' if index else ''}{line}"))
    _run(paragraph, f" {evidence(sentence)}")
    own = [_said(finding) for finding in worth_reading(sentence.findings)]
    resting = [f"Sentence {number}: {_said(finding)}" for number, finding in inherited(sentence, article.translation)]
    for text in [*own, *resting]:
        _comment(document, runs, text)


def _facts(document: "WordDocument", article: Article) -> None:
    document.add_heading("At a glance", 1)
    for label, facts in at_a_glance(article.facts):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}: ").bold = True
        _run(paragraph, "; ".join(f"{fact_forms(fact)} {ids(fact.sentences)}" for fact in facts))


def _table(document: "WordDocument", article: Article) -> None:
    document.add_heading("Sentence by sentence", 1)
    table = document.add_table(1, 2, style="Table Grid")
    header = table.rows[0]
    _flag(header, "w:tblHeader")
    languages = article.source.language, article.model.target_language
    for cell, language in zip(header.cells, languages, strict=True):
        cell.paragraphs[0].add_run(language_name(language)).bold = True
    for number, pair in enumerate(article.translation.pairs, start=1):
        row = table.add_row()
        _flag(row, "w:cantSplit")
        source, target = row.cells
        _number(source, number, pair)
        sides: dict[Side, list[Run]] = {
            "source": _sentence(source.paragraphs[0], pair, "source", languages[0]),
            "target": _sentence(target.paragraphs[0], pair, "target", languages[1]),
        }
        _comments(document, pair, sides)


def _flag(row: object, name: str) -> None:
    """Set what python-docx has no word for: a row that is a header, or isn't torn by the end of a page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))  # type: ignore[attr-defined]  # noqa: SLF001 - no other way


def _number(cell: "_Cell", number: int, pair: SentencePair) -> None:
    from docx.shared import Pt, RGBColor

    said = (str(number), percent(pair.confidence), BY_PERSON if pair.by_person else "")
    run = cell.paragraphs[0].add_run(" ".join(filter(None, said)) + "\n")
    run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x5F, 0x63, 0x68)


def _prose(document: "WordDocument", article: Article, side: Side) -> None:
    """One language as paragraphs, without the headline: that is the title."""
    first = headline(article.translation)
    language = article.source.language if side == "source" else article.model.target_language
    for pairs in article.translation.by_paragraph():
        rest = [pair for number, pair in pairs if not first or number != first[0]]
        if not rest:
            continue
        is_heading = len(rest) == 1 and rest[0].source.role is Role.HEADING
        paragraph = document.add_heading("", 2) if is_heading else document.add_paragraph()
        for index, pair in enumerate(rest):
            if index:
                paragraph.add_run("\n" if pair.source.role is Role.LIST_ITEM else " ")
            runs = _sentence(paragraph, pair, side, language)
            if side == "target":
                _comments(document, pair, {"target": runs})


def _sentence(paragraph: "Paragraph", pair: SentencePair, side: Side, language: str) -> "list[Run]":
    """The runs of one side; words that a finding names are underlined."""
    from docx.enum.text import WD_UNDERLINE

    runs = []
    for piece in pieces(pair, side):
        run = _run(paragraph, piece.text, language)
        if piece.level:
            run.underline = WD_UNDERLINE[_UNDERLINES[piece.level]]
        run.bold, run.italic = pair.source.role is Role.HEADING or None, pair.source.role in _ASIDE or None
        runs.append(run)
    return runs


def _comments(document: "WordDocument", pair: SentencePair, sides: "dict[Side, list[Run]]") -> None:
    """Each finding on its words: those of the translation, else of the original, else on the whole translation."""
    naming = {side: [piece.named_by for piece in pieces(pair, side)] for side in sides}
    for index, finding in enumerate(worth_reading(pair.findings)):
        named = {
            side: [run for run, by in zip(runs, naming[side], strict=True) if index in by]
            for side, runs in sides.items()
        }
        runs = named["target"] or named.get("source") or sides["target"] or sides.get("source", [])
        _comment(document, runs, _said(finding))


def _comment(document: "WordDocument", runs: "list[Run]", text: str) -> None:
    if runs:
        document.add_comment((runs[0], runs[-1]), _clean(text), author=_AUTHOR, initials="t")


def _said(finding: Finding) -> str:
    return f"{name_of(finding).capitalize()} ({finding.level.label}): {one_line(finding.message)}"


def _run(paragraph: "Paragraph", text: str, language: str = "en") -> "Run":
    """A run whose language Word's spelling checker knows."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(_clean(text))
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), language)
    run._r.get_or_add_rPr().append(tag)  # noqa: SLF001 - no other way
    return run


def _clean(text: str) -> str:
    """What XML can hold; white space is one space, control characters are visible."""
    return _NOT_XML.sub("\ufffd", printable(re.sub(r"\s+", " ", text)))


def _saved(document: "WordDocument") -> bytes:
    """The file without any time in it."""
    from docx.oxml.ns import qn

    for part in document.part.package.iter_parts():
        element = getattr(part, "element", None)
        if part.partname == "/docProps/core.xml":
            _remove(element, ("{http://purl.org/dc/terms/}created", "{http://purl.org/dc/terms/}modified"))
        if part.partname == "/word/comments.xml" and element is not None:
            for comment in element.iter(qn("w:comment")):
                comment.attrib.pop(qn("w:date"), None)
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _remove(element: object, names: Iterable[str]) -> None:
    for name in names:
        for child in element.findall(name):  # type: ignore[attr-defined]
            element.remove(child)  # type: ignore[attr-defined]


def _undated(written: io.BytesIO) -> bytes:
    """The archive with every entry at the beginning of time, as archives count it."""
    undated = io.BytesIO()
    with ZipFile(written) as before, ZipFile(undated, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(ZipInfo(name), before.read(name), ZIP_DEFLATED)
    return undated.getvalue()
