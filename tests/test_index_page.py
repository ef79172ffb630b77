from urllib.parse import unquote

import pytest
from lxml import html

from transum.document import Article
from transum.outputs.html import render_html
from transum.outputs.index_page import MOST_ROWS, IndexRow, index_page
from transum.outputs.view import View

ROWS = (
    IndexRow("sure.txt", "sure.html", sentences=3, confidence=0.9),
    IndexRow("unsure.txt", "unsure.html", sentences=3, confidence=0.2),
    IndexRow("warned.txt", "warned.html", warnings=2),
    IndexRow("wrong.txt", "wrong.html", errors=1),
    IndexRow("lost.pdf", problem="it can't be read"),
)


def page_of(*rows: IndexRow, title: str = "out") -> html.HtmlElement:
    return html.document_fromstring(index_page(iter(rows), title=title))


def test_rows_are_sorted_by_need() -> None:
    found = page_of(*ROWS).xpath("//tbody//th/*[1]/text()")
    assert found == ["lost.pdf", "wrong.txt", "warned.txt", "unsure.txt", "sure.txt"]


def test_totals() -> None:
    found = " ".join(page_of(*ROWS).xpath("string(//header/p)").split())
    assert found == "5 articles, 6 sentences: 1 probable error, 2 warnings, 1 input has no result"


def test_an_article_has_its_title_its_sentence_and_its_place() -> None:
    row = IndexRow("b/a.txt", "b/a.html", "Floods\nagain", "Water  rose.", 30, 3, 0, 0.406)
    page = page_of(row)
    assert page.xpath("//tbody//th/*/text()") == ["Floods again", "Water rose.", "b/a.txt"]
    assert page.xpath("//tbody//a/@href") == ["b/a.html"]
    assert page.xpath("//tbody//td/text()") == ["3", "0", "40 %", "30"]


def test_confidence_has_a_column_where_somebody_judged() -> None:
    assert "Confidence" not in page_of(IndexRow("a.txt", "a.html")).xpath("//thead//th/text()")


@pytest.mark.parametrize("name", ["javascript:alert(1).html", "100%.html", "a b?#c.html", "Ω/é.html", "\udcff.html"])
def test_any_name_is_a_link_to_its_file(name: str) -> None:
    (link,) = page_of(IndexRow(name, name)).xpath("//tbody//a/@href")
    assert ":" not in link
    assert "?" not in link
    assert unquote(link, errors="surrogateescape") == name


def test_user_text_is_never_markup() -> None:
    hostile = "<script>alert(1)</script>{{ x }}\x1b"
    row = IndexRow(hostile, hostile, hostile, hostile, problem=hostile)
    page = page_of(row, title=hostile)
    assert len(page.xpath("//script")) == 1
    assert page.xpath("//h1/text()") == ["<script>alert(1)</script>{{ x }}\ufffd"]


def test_a_large_folder_shows_those_that_need_a_reader() -> None:
    rows = (IndexRow(f"{n}.txt", f"{n}.html", errors=int(n == MOST_ROWS + 5)) for n in range(MOST_ROWS + 10))
    page = page_of(*rows)
    assert len(page.xpath("//tbody/tr")) == MOST_ROWS
    assert page.xpath("string(//tbody/tr[1]//a)") == f"{MOST_ROWS + 5}.txt"
    assert "The 5,000 that need a reader most are below" in page.xpath("string(//header)")


def test_no_articles_make_a_page() -> None:
    assert page_of().xpath("string(//header/p)").startswith("0 articles")


def test_an_article_links_to_its_folder(article: Article) -> None:
    page = html.document_fromstring(render_html(article, View(front="../index.html")))
    assert page.xpath("//nav/a/@href") == ["../index.html"]
