import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import REPOSITORY
from transum.document import Article, ModelInfo
from transum.errors import InputError, TransumError, UsageError
from transum.outputs.html import render_html
from transum.outputs.template import require_template
from transum.outputs.view import Part, View
from transum.outputs.wording import headline, title


def page_of(article: Article, view: View = View()) -> html.HtmlElement:  # noqa: B008 - frozen
    return html.document_fromstring(render_html(article, view))


def test_a_page_needs_nothing_but_itself(telling: Article) -> None:
    page = page_of(telling)
    assert not page.xpath("//link | //img | //script[@src] | //iframe")
    assert all(link.startswith("#") for link in page.xpath("//@href"))
    assert not re.search(r"url\(|@import|https?:", render_html(telling, View()))


def test_every_link_leads_somewhere(telling: Article) -> None:
    page = page_of(telling)
    assert {link.removeprefix("#") for link in page.xpath("//@href")} <= set(page.xpath("//@id"))


def test_ids_are_unique(telling: Article) -> None:
    found = page_of(telling).xpath("//@id")
    assert len(found) == len(set(found))


def test_words_of_a_finding_are_marked_beside_what_it_says(telling: Article) -> None:
    page = page_of(telling)
    assert page.xpath("//tr[@id='s1']//mark[@class='error']/text()") == ["12", "13"]
    assert page.xpath("string(//tr[@id='s1']//li[@data-finding='0'])").startswith("error: Number “12” is missing")


def test_a_summary_says_what_it_leaves_out_and_how_far_to_doubt_it(telling: Article) -> None:
    page = page_of(telling)
    assert page.xpath("//section[@class='summary']//p/del/text()") == [", kata Budi", "slanted grey"]
    assert page.xpath("//section[@class='summary']//li/@class") == ["error"]
    assert page.xpath("//section[@class='summary']//a/@href") == ["#s1", "#s3"]


def test_facts_in_both_languages_with_their_sentences(telling: Article) -> None:
    found = [" ".join(entry.text_content().split()) for entry in page_of(telling).xpath("//dt | //dd")]
    assert found == ["People", "Budi [3]", "Dates", "Senin [3]", "Amounts", "13 houses (12 rumah) [1]"]


def test_somebody_elses_translation_is_no_machines(article: Article) -> None:
    given = replace(article, model=ModelInfo("theirs.txt", "", "given", 1))
    shown, ours = " ".join(page_of(given).text_content().split()), page_of(article).text_content()
    assert "translation given in theirs.txt" in shown
    assert "by a machine" not in shown
    assert "model embedded 0 (ctranslate2, beam 4)" in ours
    assert "by a machine" in ours


def test_confidence_stands_where_somebody_judged(telling: Article, article: Article) -> None:
    assert page_of(telling).xpath("//*[@class='confidence']/text()") == ["41 %", "98 %"]
    assert not page_of(article).xpath("//*[@class='confidence']")


def test_the_headline_is_the_title(headlined: Article) -> None:
    page = page_of(headlined)
    assert page.xpath("//title/text() | //h1/text()") == ["Floods Again", "Floods Again"]
    assert page.xpath("//p[@class='original-title']/text()") == ["Banjir Lagi"]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(set(), "Floods Again", id="all"),
        pytest.param({Part.ORIGINAL}, "Banjir Lagi", id="original"),
        pytest.param({Part.SUMMARY}, "Floods Again", id="summary"),
    ],
)
def test_the_title_is_in_the_language_shown(headlined: Article, parts: set[Part], expected: str) -> None:
    assert title(headlined, View(frozenset(parts))) == expected


def test_a_text_without_a_headline_is_named_for_its_file(article: Article) -> None:
    assert headline(article.translation) is None
    assert title(article, View()) == "banjir.txt"
    assert title(replace(article, source=replace(article.source, path="berita/a.txt")), View()) == "a.txt"
    assert title(replace(article, source=replace(article.source, path="-")), View()) == ""


def test_a_template_of_ones_own(article: Article, tmp_path: Path) -> None:
    template = tmp_path / "own.html"
    template.write_text(
        "<h1>{{ title }}</h1>{% for pair in article.translation.pairs %}{{ pair.target }}\n{% endfor %}"
    )
    hostile = replace(article, source=replace(article.source, path="<b>\x1b"))
    found = render_html(hostile, View(template=template))
    assert found == "<h1>&lt;b&gt;\ufffd</h1>Floods hit 13 houses.\nResidents fled.\nIt rained.\n"


_NESTED = "{% if " + "not " * 50 + "title %}x{% endif %}"
_LOOPS = "{% for a in title %}" * 21 + "x" + "{% endfor %}" * 21
_ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}" + "x" * 100_000 + "{% endfor %}{% endfor %}"


def _missing(path: Path) -> None:
    path.unlink(missing_ok=True)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        pytest.param(_missing, InputError, "can't read the template", id="missing"),
        pytest.param(lambda path: path.write_bytes(b"\xff"), InputError, "not in UTF-8", id="not-text"),
        pytest.param(lambda path: path.write_bytes(b"a" * (1 << 21)), InputError, "over a megabyte", id="large"),
        pytest.param(lambda path: path.write_text("a\n{% for %}"), UsageError, "line 2", id="syntax"),
        pytest.param(lambda path: path.write_text("{{ nothing }}"), UsageError, "nothing", id="unknown-name"),
        pytest.param(lambda path: path.write_text("{{ title.__class__.mro() }}"), UsageError, "unsafe", id="unsafe"),
        pytest.param(lambda path: path.write_text("{{ pieces(1, 2) }}"), UsageError, "attribute", id="wrong-value"),
        pytest.param(lambda path: path.write_text("{{ pieces() }}"), UsageError, "pieces", id="wrong-call"),
        pytest.param(lambda path: path.write_text("{% include 'no' %}"), UsageError, "no", id="unknown-include"),
        pytest.param(lambda path: path.write_text("{{ 1 / 0 }}"), UsageError, "zero", id="arithmetic"),
        pytest.param(lambda path: path.write_text("{{ cycler() }}"), UsageError, "at least one", id="own-words"),
        pytest.param(lambda path: path.write_text(_NESTED), UsageError, "more than 40 things", id="deep"),
        pytest.param(lambda path: path.write_text("{{" + "(" * 3000), UsageError, "recursion", id="deeper"),
        pytest.param(lambda path: path.write_text(_LOOPS), UsageError, "too many statically nested", id="loops"),
        pytest.param(lambda path: path.write_text("{{ dict(a=1, a=2) }}"), UsageError, "repeated", id="twice"),
        pytest.param(lambda path: path.write_text("{{ " + "9" * 5000 + " }}"), UsageError, "digits", id="number"),
        pytest.param(lambda path: path.write_text(_ENDLESS), UsageError, "longer than 67,108,864", id="endless"),
    ],
)
def test_a_template_that_is_no_good(
    article: Article, tmp_path: Path, make: Callable[[Path], object], error: type[TransumError], words: str
) -> None:
    template = tmp_path / "own.html"
    make(template)
    with pytest.raises(error, match=words) as raised:
        render_html(article, View(template=template))
    assert raised.value.hint


def test_what_the_documentation_offers_a_template_is_there(article: Article, tmp_path: Path) -> None:
    manual = (REPOSITORY / "docs/how-to/pages.md").read_text(encoding="utf-8").partition("| name | is |")[2]
    offered = re.findall(r"`(\w+)[`(]", "".join(re.findall(r"^\|([^|]*)\|", manual, re.MULTILINE)))
    assert {"title", "pieces", "percent"} <= set(offered)
    template = tmp_path / "own.html"
    template.write_text("".join(f"{{{{ {name} is defined }}}}\n" for name in offered))
    assert set(render_html(article, View(template=template)).split()) == {"True"}
    template.write_text(re.findall(r"```html\n(.*?)```", manual, re.DOTALL)[0])
    assert "<p>Residents fled.</p>" in render_html(article, View(template=template))


def test_a_template_is_read_before_the_work(tmp_path: Path) -> None:
    template = tmp_path / "own.html"
    with pytest.raises(InputError, match="can't read"):
        require_template(template)
    template.write_text("{% for %}")
    with pytest.raises(UsageError, match="line 1"):
        require_template(template)
    template.write_text("{{ title }}")
    require_template(template)
