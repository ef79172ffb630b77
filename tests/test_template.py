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
_TWICE = "{% set text = namespace(x='a') %}{% for n in range(40) %}{% set text.x = TWO %}{% endfor %}"


def _missing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _twice(two: str) -> Callable[[Path], object]:
    """A template in which a text becomes twice as long, forty times."""
    return lambda path: path.write_text(_TWICE.replace("TWO", two))


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
        pytest.param(_twice("text.x + text.x"), UsageError, "longer than", id="sum"),
        pytest.param(_twice("text.x * 2"), UsageError, "longer than", id="product"),
        pytest.param(_twice("text.x ~ text.x"), UsageError, "longer than", id="joined"),
        pytest.param(_twice("'%s%s' % (text.x, text.x)"), UsageError, "longer than", id="format"),
        pytest.param(_twice("'{0}{0}'.format(text.x)"), UsageError, "longer than", id="called"),
        pytest.param(_twice("text.x|replace('a', 'aa')"), UsageError, "longer than", id="filter"),
        pytest.param(lambda path: path.write_text("{{ 9 ** (9 ** 9) }}"), UsageError, "too large", id="power"),
        pytest.param(lambda path: path.write_text("{{ title|center(10**9) }}"), UsageError, "larger", id="wide-filter"),
        pytest.param(lambda path: path.write_text("{{ title.ljust(10**12) }}"), UsageError, "larger", id="wide-call"),
        pytest.param(lambda path: path.write_text("{{ '%*d' % (10**9, 1) }}"), UsageError, "wider", id="wide-format"),
        pytest.param(
            lambda path: path.write_text("{{ '{:>1000000000}'.format(1) }}"), UsageError, "wider", id="wide-method"
        ),
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


_TWO_LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
_ASKING = "{% for a in range(99999) if range(99999)|map('string')|join == a %}{% endfor %}"
_CALLED = "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}"
_IN_LOOPS = "{% for a in range(999) recursive %}{{ loop(range(999)) if loop.depth < 9 }}{% endfor %}"
_MAPPED = "{{ ([range(99999)] * 99999)|map('sum')|list }}"


@pytest.mark.parametrize(
    "template",
    [
        pytest.param(_TWO_LOOPS, id="loops"),
        pytest.param(_ASKING, id="a-loop's-condition"),
        pytest.param(_CALLED, id="macros"),
        pytest.param(_IN_LOOPS, id="a-loop-in-itself"),
        pytest.param(_MAPPED, id="filters"),
    ],
)
def test_a_template_does_not_compute_for_ever(
    article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str
) -> None:
    monkeypatch.setattr("transum.outputs.template_limits.SECONDS", 0.1)
    path = tmp_path / "own.html"
    path.write_text(template)
    with pytest.raises(UsageError, match=r"own\.html can't be filled in: it takes more than 0\.1 seconds") as raised:
        render_html(article, View(template=path))
    assert raised.value.hint


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        pytest.param("{{ '<' ~ title ~ 5 }}", "&lt;banjir.txt5", id="joined-and-escaped"),
        pytest.param("{{ ('<b>'|safe) ~ title }}", "<b>banjir.txt", id="joined-and-safe"),
        pytest.param("{% set a %}<b>{{ title }}{% endset %}{{ a }}", "<b>banjir.txt", id="set"),
        pytest.param("{% set a|upper %}b{% endset %}{{ a }}", "B", id="set-by-a-filter"),
        pytest.param("{% for a in 'abc' if a != 'b' %}{{ a }}{{ loop.last }}{% endfor %}", "aFalsecTrue", id="if"),
        pytest.param("{% for a in '' %}{% else %}none{% endfor %}", "none", id="else"),
        pytest.param(
            "{% for a in [1, [2, 3]] recursive %}{{ loop(a) if a is iterable else a }}{% endfor %}",
            "123",
            id="recursive",
        ),
        pytest.param(
            "{% macro m() %}({{ caller('a') }}){% endmacro %}{% call(x) m() %}{{ x }}{% endcall %}", "(a)", id="call"
        ),
        pytest.param("{% block a %}b{% endblock %}{{ self.a() }}", "bb", id="blocks"),
        pytest.param("{{ '%.1f %d' % (1.25, 3) }} {{ '{:.1f}'.format(2) }}", "1.2 3 2.0", id="formats"),
        pytest.param("{{ 2 ** 10 }} {{ [1] * 2 + [3] }} {{ 7 % 4 }}", "1024 [1, 1, 3] 3", id="operators"),
        pytest.param("{% filter upper %}{{ title }}{% endfilter %}", "BANJIR.TXT", id="filter"),
        pytest.param("{% from 'sentences.html' import sign with context %}{{ sign is defined }}", "True", id="ours"),
    ],
)
def test_what_is_bounded_is_jinja_still(article: Article, tmp_path: Path, template: str, expected: str) -> None:
    path = tmp_path / "own.html"
    path.write_text(template)
    assert render_html(article, View(template=path)) == expected


def test_our_page_as_a_template_of_ones_own_is_the_same(telling: Article) -> None:
    ours = REPOSITORY / "transum/outputs/pages/article.html"
    assert render_html(telling, View(template=ours)) == render_html(telling, View())


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
