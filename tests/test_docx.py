import io
from dataclasses import replace
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tests.conftest import LENGTH, build_translation
from transum.document import Article
from transum.errors import UsageError
from transum.outputs import OUTPUTS, require_terminal_shows
from transum.outputs.docx import render_docx
from transum.outputs.view import Format, Part, View


def opened(article: Article, view: View = View()) -> WordDocument:  # noqa: B008 - frozen
    return docx.Document(io.BytesIO(render_docx(article, view)))


def commented(document: WordDocument) -> dict[str, str]:
    """What each comment says of which words."""
    found = {}
    for comment in document.comments:
        start, end = (
            document.element.body.find(f".//{qn(name)}[@{qn('w:id')}='{comment.comment_id}']")
            for name in ("w:commentRangeStart", "w:commentRangeEnd")
        )
        words, node = "", start
        while node is not end:
            words += "".join(text.text for text in node.iter(qn("w:t")))
            node = node.getnext()
        found[comment.text] = words
    return found


def test_two_columns_with_the_summary_on_top(telling: Article) -> None:
    document = opened(telling)
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Indonesian", "English"]
    assert [cell.text for cell in table.rows[1].cells] == ["1 41 %\nBanjir merendam 12 rumah.", "Floods hit 13 houses."]
    assert len(table.rows) == 4
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts.index("Summary") < texts.index("It has rained since Monday. [1, 3]") < texts.index("At a glance")
    assert "Amounts: 13 houses (12 rumah) [1]" in texts


def test_findings_are_comments_on_their_words(telling: Article) -> None:
    said = commented(opened(telling))
    message = telling.translation.pairs[0].findings[0].message
    assert said[f"Number (error): {message}"] == "13"
    assert said[f"Length (warning): {LENGTH.message}"] == "It rained."
    assert said[f"Sentence 1: Number (error): {message}"] == "It has rained since Monday."
    assert len(said) == 4


def test_words_of_the_original_are_commented_where_the_translation_has_none(telling: Article) -> None:
    first, *others = telling.translation.pairs
    lost = replace(first.findings[0], target="", target_span=None)
    pairs = (replace(first, findings=(lost,)), *others)
    said = commented(opened(replace(telling, translation=replace(telling.translation, pairs=pairs))))
    assert said[f"Number (error): {lost.message}"] == "12"
    alone = commented(opened(replace(telling, translation=replace(telling.translation, pairs=pairs)), VIEWS["english"]))
    assert alone[f"Number (error): {lost.message}"] == "Floods hit 13 houses."


VIEWS = {"english": View(frozenset({Part.TRANSLATION})), "indonesian": View(frozenset({Part.ORIGINAL}))}


@pytest.mark.parametrize(
    ("view", "paragraphs"),
    [
        pytest.param(VIEWS["english"], ["Floods hit 13 houses. Residents fled.", "It rained."], id="english"),
        pytest.param(
            VIEWS["indonesian"],
            ["Banjir merendam 12 rumah. Warga mengungsi.", "Hujan turun sejak Senin, kata Budi."],
            id="indonesian",
        ),
    ],
)
def test_one_language_is_prose(telling: Article, view: View, paragraphs: list[str]) -> None:
    document = opened(telling, view)
    assert [paragraph.text for paragraph in document.paragraphs][2:] == paragraphs
    assert not document.tables


def test_the_headline_is_the_title(headlined: Article) -> None:
    document = opened(headlined)
    assert [paragraph.text for paragraph in document.paragraphs][:2] == ["Floods Again", "Banjir Lagi"]
    assert document.core_properties.title == "Floods Again"


def test_the_same_article_gives_the_same_bytes(telling: Article) -> None:
    found = render_docx(telling, View())
    assert found == render_docx(telling, View())
    with ZipFile(io.BytesIO(found)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert b"2013" not in archive.read("docProps/core.xml")


@pytest.mark.parametrize("text", ["a\x00\x1b[31m\x0bb", "\ud800", "\uffff", "<w:p/>&amp;", " ", ""])
def test_any_text_makes_a_word_file(article: Article, text: str) -> None:
    hostile = replace(article, translation=build_translation(((f"Satu. {text}", text),)), summary=None)
    (table,) = opened(hostile).tables
    assert "\x1b" not in table.rows[1].cells[1].text
    if text.startswith("<"):
        assert table.rows[1].cells[1].text == text


def test_a_terminal_is_shown_no_word_file() -> None:
    with pytest.raises(UsageError, match="nothing for a terminal") as raised:
        require_terminal_shows(Format.DOCX)
    assert raised.value.hint == "Give a file: -o article.docx"
    for form in set(OUTPUTS) - {Format.DOCX}:
        require_terminal_shows(form)
