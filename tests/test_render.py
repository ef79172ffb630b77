import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from tests.conftest import INVENTED, NUMBER, REPOSITORY, build_translation
from transum.document import Article, Kind, Summary, SummarySentence
from transum.outputs.csv import render_csv
from transum.outputs.differences import changes
from transum.outputs.html import render_html
from transum.outputs.json import render_json, render_jsonl
from transum.outputs.markdown import escaped, render_markdown
from transum.outputs.notebook import article_fragment
from transum.outputs.sentence_rows import guarded
from transum.outputs.terminal import print_side_by_side
from transum.outputs.text import render_text
from transum.outputs.tsv import render_tsv
from transum.outputs.view import Beside, Part, SummaryLanguage, View, printable
from transum.outputs.wording import verdict

Golden = Callable[[str, str], None]
HOSTILE = "[red]a[/b] :smile: {x} %s \x1b[31m\x07 <script>alert(1)</script> | `code` \u202e"


def side_by_side(article: Article, view: View = View(), *, width: int) -> str:  # noqa: B008 - frozen
    stream = StringIO()
    print_side_by_side(article, view, Console(file=stream, width=width, markup=False, emoji=False, highlight=False))
    return stream.getvalue()


def bare_page(page: str) -> str:
    """The page without its style and its script, which are files of their own."""
    return re.sub(r"(?s)(<style>|<script>).*?(?=</style>|</script>)", r"\1", page)


@pytest.fixture
def hostile(article: Article) -> Article:
    translation = build_translation(((HOSTILE, HOSTILE),))
    sentence = SummarySentence(HOSTILE, (1,), HOSTILE, (replace(INVENTED, message=HOSTILE),))
    summary = replace(article.summary, sentences=(sentence,)) if article.summary else None
    return replace(article, translation=translation, summary=summary)


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_side_by_side(article: Article, golden: Golden, width: int) -> None:
    golden(f"side-by-side-{width}.txt", side_by_side(article, width=width))


@pytest.mark.parametrize(
    ("name", "render"),
    [
        pytest.param("article.txt", render_text, id="text"),
        pytest.param("article.json", render_json, id="json"),
        pytest.param("article.jsonl", render_jsonl, id="jsonl"),
        pytest.param("article.tsv", render_tsv, id="tsv"),
        pytest.param("article.csv", lambda article, view: render_csv(article, view).replace("\r\n", "\n"), id="csv"),
        pytest.param("article.md", render_markdown, id="markdown"),
        pytest.param("article.html", lambda article, view: bare_page(render_html(article, view)), id="html"),
    ],
)
def test_formats(article: Article, golden: Golden, name: str, render: Callable[[Article, View], str]) -> None:
    golden(name, render(article, View()))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param({Part.TRANSLATION}, "Floods hit 13 houses. Residents fled.\n\nIt rained.\n", id="translation"),
        pytest.param(
            {Part.SUMMARY},
            "Residents fled. [2]\nPutin fled, too. [2, 3]\n[!] not in the article: Putin\n",
            id="summary",
        ),
        pytest.param(
            {Part.ORIGINAL},
            "Banjir merendam 12 rumah. Warga mengungsi.\n\nHujan turun sejak Senin, kata Budi.\n",
            id="original",
        ),
        pytest.param(
            {Part.ORIGINAL, Part.TRANSLATION},
            "Banjir merendam 12 rumah. Warga mengungsi.\nFloods hit 13 houses. Residents fled.\n\n"
            "Hujan turun sejak Senin, kata Budi.\nIt rained.\n",
            id="both",
        ),
    ],
)
def test_only(article: Article, parts: set[Part], expected: str) -> None:
    assert render_text(article, View(frozenset(parts))) == expected


SHORT: dict[str, tuple[tuple[tuple[str, str], ...], tuple[tuple[Any, ...], ...]]] = {
    "a word": ((("Banjir", "Floods"),), (("Floods", (1,)),)),
    "one sentence, shortened": (
        (("JAKARTA - Air surut.", "JAKARTA - It fell."),),
        (("It fell.", (1,), ((1, 0, 10),)),),
    ),
    "all of two sentences": (
        (("Air surut.", "It fell."), ("Warga pulang.", "They left.")),
        (("It fell.", (1,)), ("They left.", (2,))),
    ),
}


@pytest.mark.parametrize(("said", "told"), [pytest.param(*case, id=name) for name, case in SHORT.items()])
@pytest.mark.parametrize(
    "render",
    [
        pytest.param(render_text, id="text"),
        pytest.param(render_markdown, id="markdown"),
        pytest.param(lambda article, view: bare_page(render_html(article, view)), id="html"),
        pytest.param(lambda article, view: side_by_side(article, view, width=80), id="side-by-side"),
    ],
)
def test_a_summary_that_only_repeats_is_shown_to_who_asks_for_it(
    article: Article,
    said: tuple[tuple[str, str], ...],
    told: tuple[tuple[Any, ...], ...],
    render: Callable[[Article, View], str],
) -> None:
    sentences = tuple(SummarySentence(text, evidence, "asli", (), *left_out) for text, evidence, *left_out in told)
    short = replace(article, translation=build_translation(said), summary=Summary("extractive", sentences), facts=())
    assert "summary" not in render(short, View()).lower()
    assert told[0][0] in render(short, View(frozenset({Part.SUMMARY})))
    assert "asli" in render(short, View(language=SummaryLanguage.BOTH))
    longer = replace(short, translation=build_translation((*said, ("Hujan turun lagi.", "More rain."))))
    assert "summary" in render(longer, View()).lower()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param(SummaryLanguage.ENGLISH, "Residents fled. [2]\n", id="en"),
        pytest.param(SummaryLanguage.INDONESIAN, "Warga mengungsi. [2]\n", id="id"),
        pytest.param(SummaryLanguage.BOTH, "Residents fled. [2]\nWarga mengungsi.\n", id="both"),
    ],
)
def test_summary_language(article: Article, language: SummaryLanguage, expected: str) -> None:
    assert render_text(article, View(frozenset({Part.SUMMARY}), language)).startswith(expected)


@pytest.mark.parametrize(
    "render",
    [
        pytest.param(render_text, id="text"),
        pytest.param(render_json, id="json"),
        pytest.param(render_jsonl, id="jsonl"),
        pytest.param(render_markdown, id="markdown"),
        pytest.param(render_html, id="html"),
        pytest.param(lambda article, view: side_by_side(article, view, width=100), id="side-by-side"),
    ],
)
def test_what_a_summary_invents_is_marked(article: Article, render: Callable[[Article, View], str]) -> None:
    assert INVENTED.message in render(article, View(frozenset({Part.SUMMARY})))


@pytest.mark.parametrize("parts", [set(), {Part.TRANSLATION}, {Part.SUMMARY}, {Part.ORIGINAL}])
def test_json_follows_its_schema(article: Article, parts: set[Part]) -> None:
    assert validated(json.loads(render_json(article, View(frozenset(parts)))))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(set(), "# Floods Again\n\n## Article\n\n| | Indonesian", id="all"),
        pytest.param({Part.TRANSLATION}, "# Floods Again\n\n## Article\n\nThe water fell.\n", id="translation"),
        pytest.param({Part.ORIGINAL}, "# Banjir Lagi\n\n## Article\n\nAir surut.\n", id="original"),
    ],
)
def test_markdown_has_its_title_once(headlined: Article, parts: set[Part], expected: str) -> None:
    assert render_markdown(headlined, View(frozenset(parts))).startswith(expected)


def test_a_doubtful_headline_is_marked_where_it_is_the_title(headlined: Article) -> None:
    first, second = headlined.translation.pairs
    pairs = (replace(first, findings=(NUMBER,)), second)
    doubted = replace(headlined, translation=replace(headlined.translation, pairs=pairs))
    assert render_markdown(doubted, View()).startswith("# Floods Again [!]\n")
    assert 'aria-label="in doubt: see sentence 1"' in render_html(doubted, View())
    assert 'aria-label="in doubt' not in render_html(headlined, View())


def test_markdown_at_a_glance(telling: Article) -> None:
    found = render_markdown(telling, View())
    assert "- **Dates**: Senin \\[3\\]\n- **Amounts**: 13 houses (12 rumah) \\[1\\]\n" in found


def test_the_headline_stands_below_the_languages(headlined: Article) -> None:
    lines = [line.split() for line in side_by_side(headlined, width=100).splitlines() if line.strip()]
    assert lines[0] == ["Indonesian", "English"]
    assert lines[2] == ["1", "Banjir", "Lagi", "Floods", "Again"]
    assert lines[3] == ["2", "Air", "surut.", "The", "water", "fell."]


def on_terminal(article: Article, view: View, *, width: int = 100) -> str:
    stream = StringIO()
    print_side_by_side(
        article, view, Console(file=stream, width=width, force_terminal=True, color_system="standard", no_color=False)
    )
    return stream.getvalue()


def test_a_terminal_shows_what_a_summary_leaves_out(telling: Article) -> None:
    shown = on_terminal(telling, View())
    assert "\x1b[90mHujan turun sejak Senin\x1b[0m\x1b[9;90m, kata Budi\x1b[0m\x1b[90m.\x1b[0m" in shown
    assert "what the summary leaves out" not in side_by_side(telling, width=100)


def test_numbers_lead_to_the_file_where_links_are_wanted(telling: Article, tmp_path: Path) -> None:
    path = tmp_path / "banjir \x1b[31m.txt"
    path.write_text("Banjir.")
    there = replace(telling, source=replace(telling.source, path=str(path)))
    links = re.findall(r"\x1b]8;[^;]*;([^\x1b]*)\x1b\\", on_terminal(there, View(links=True, facts=True)))
    assert set(links) == {path.as_uri(), ""}
    assert "\x1b]8" not in on_terminal(there, View())
    assert "\x1b]8" not in on_terminal(telling, View(links=True))  # whose file isn't there
    assert "\x1b" not in side_by_side(there, View(links=True), width=100)


def test_no_line_of_the_key_ends_inside_of_a_meaning(telling: Article) -> None:
    lines = side_by_side(telling, width=50).splitlines()
    assert "! a fact may be wrong   ? worth a second look" in lines
    assert "% how likely it isn't seriously wrong" in lines


def test_what_is_by_a_person_says_so(article: Article) -> None:
    first, *others = article.translation.pairs
    pairs = (replace(first, by_person=True, score=None, findings=()), *others)
    corrected = replace(article, translation=replace(article.translation, pairs=pairs), summary=None)
    assert "✓  1  Banjir" in side_by_side(corrected, width=100)
    assert side_by_side(corrected, width=100).endswith("worth a second look   ✓ by a person\n")
    assert '<span class="person">by a person</span></th>' in render_html(corrected, View())
    assert "1<br>by a person</td>" in article_fragment(corrected)
    assert json.loads(render_json(corrected, View()))["sentences"][0]["by_person"] is True
    assert verdict([corrected.translation]) == "3 sentences, 1 by a person, 1 with a warning"


def test_a_summary_alone_has_its_title_and_the_doubts_of_its_evidence(headlined: Article, telling: Article) -> None:
    alone = View(frozenset({Part.SUMMARY}))
    assert "Floods Again" in side_by_side(headlined, alone, width=80)
    shown = side_by_side(telling, alone, width=120)
    assert "│ ! It has rained since Monday. [1, 3]" in shown
    assert f"! 1 number: {NUMBER.message}" in shown
    assert "? 3 length:" in shown
    assert render_text(telling, alone) == "It has rained since Monday. [1, 3] [!]\n"


def test_a_doubt_says_how_sure_transum_is_of_its_sentence(article: Article) -> None:
    first, *others = article.translation.pairs
    pairs = (replace(first, confidence=0.27), *others)
    rated = replace(article, translation=replace(article.translation, pairs=pairs))
    assert f"! [1] 27 % “Floods hit 13 houses.” number: {NUMBER.message}\n" in render_text(rated, View())
    assert "? [3] “It rained.” length:" in render_text(rated, View())
    assert "- 1 (27 %): number," in render_markdown(rated, View())


def test_a_warning_is_inherited_as_a_warning(article: Article) -> None:
    summary = Summary("extractive", (SummarySentence("It rained.", (3,), "Hujan turun."),))
    rainy = replace(article, summary=summary)
    assert "It rained. [3] [?]\n" in render_text(rainy, View())
    assert "- It rained. \\[3\\] [?]\n" in render_markdown(rainy, View())


def test_the_words_of_a_finding_are_marked_on_a_terminal(telling: Article) -> None:
    stream = StringIO()
    print_side_by_side(telling, View(), Console(file=stream, width=100, force_terminal=True, color_system="standard"))
    assert "\x1b[1;4;31m12\x1b[0m" in stream.getvalue()
    assert "\x1b[1;4;31m13\x1b[0m" in stream.getvalue()
    assert "41 %" in stream.getvalue()
    assert "how likely" in stream.getvalue()


def test_nobody_is_told_how_sure_nobody_was(article: Article) -> None:
    assert "%" not in side_by_side(article, width=100)


@pytest.mark.parametrize(
    "render",
    [
        pytest.param(render_text, id="text"),
        pytest.param(lambda article, view: side_by_side(article, view, width=100), id="side-by-side"),
    ],
)
def test_facts_are_shown_where_they_are_asked_for(telling: Article, render: Callable[[Article, View], str]) -> None:
    assert "13 houses (12 rumah) [1]" in render(telling, View(facts=True))
    assert "12 rumah" not in render(telling, View(frozenset({Part.SUMMARY})))


def test_json_says_where_words_stand_and_how_sure_it_is(telling: Article) -> None:
    found = json.loads(render_json(telling, View()))
    sentence, shortened = found["sentences"][0], found["summary"]["sentences"][0]
    (start, end), (target_start, target_end) = (
        sentence["findings"][0][f"{side}_span"] for side in ("source", "target")
    )
    assert sentence["source"][start:end] == "12"
    assert sentence["target"][target_start:target_end] == "13"
    assert sentence["confidence"] == 0.41
    assert found["facts"][0] == {"kind": "person", "source": "Budi", "target": "Budi", "sentences": [3]}
    assert shortened["left_out"] == [{"sentence": 3, "start": 23, "end": 34}]
    assert shortened["level"] == "error"
    assert [finding["sentence"] for finding in shortened["evidence_findings"]] == [1, 3]
    assert validated(found)


def test_json_of_the_summary_alone_inherits_the_doubts_of_its_evidence(telling: Article) -> None:
    found = json.loads(render_json(telling, View(frozenset({Part.SUMMARY}))))
    assert "sentences" not in found
    assert [finding["kind"] for finding in found["summary"]["sentences"][0]["evidence_findings"]] == [
        "number",
        "length",
    ]


def validated(found: object) -> bool:
    schema = json.loads((resources.files("transum.outputs") / "schema-1.json").read_text())
    jsonschema.validate(found, schema, cls=jsonschema.Draft202012Validator)
    return True


def required(schema: dict[str, Any], path: str = "article") -> dict[str, list[str]]:
    """The keys that each object of ``schema`` always has, by the object's place."""
    found = {path: sorted(schema["required"])} if "required" in schema else {}
    for name, below in {**schema.get("properties", {}), **schema.get("$defs", {})}.items():
        found |= required(below, f"{path}.{name}")
    return found | (required(schema["items"], f"{path}[]") if "items" in schema else {})


def test_the_schema_only_ever_grows() -> None:
    """Schema 1 as it was released: written by hand, so that ``--renew`` can't forget a key."""
    released = json.loads((REPOSITORY / "tests/golden/schema-1-required.json").read_text(encoding="utf-8"))
    schema = json.loads((resources.files("transum.outputs") / "schema-1.json").read_text(encoding="utf-8"))
    now = required(schema)
    assert {path: set(keys) - set(now.get(path, ())) for path, keys in released.items()} == {
        path: set() for path in released
    }


def test_json_rebuilds_the_original(article: Article) -> None:
    found = json.loads(render_jsonl(article, View()))
    text = article.document.text
    assert [text[row["start"] : row["end"]] for row in found["sentences"]] == [r["source"] for r in found["sentences"]]


def test_a_row_of_tsv_is_one_line_whatever_it_holds(hostile: Article) -> None:
    text = 'a\tb\nc "d"'
    article = replace(hostile, translation=build_translation(((text, text),)))
    assert len(render_tsv(article, View()).splitlines()) == 2


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        pytest.param("=HYPERLINK(1)", "'=HYPERLINK(1)", id="formula"),
        pytest.param("+62 812", "'+62 812", id="plus"),
        pytest.param("-1+1", "'-1+1", id="minus"),
        pytest.param("@jokowi hadir", "'@jokowi hadir", id="at"),
        pytest.param("＝1", "'＝1", id="wide"),
        pytest.param("-5", "-5", id="number"),
        pytest.param("+1.250,5%", "+1.250,5%", id="percentage"),
        pytest.param("a=b", "a=b", id="inside"),
        pytest.param("", "", id="empty"),
    ],
)
def test_a_cell_is_never_a_formula(text: str, cell: str) -> None:
    assert guarded(text) == cell


@pytest.mark.parametrize("render", [pytest.param(render_tsv, id="tsv"), pytest.param(render_csv, id="csv")])
def test_tables_guard_texts_and_leave_scores(article: Article, render: Callable[[Article, View], str]) -> None:
    formula = replace(article, translation=build_translation((("=1+1", "@SUM(A1)"),)))
    guarded_row, raw_row = (
        next(csv.DictReader(StringIO(render(formula, view).removeprefix("\ufeff")), dialect=dialect))
        for view in (View(), View(raw=True))
        for dialect in ["excel-tab" if render is render_tsv else "excel"]
    )
    assert [guarded_row[name] for name in ("source", "target", "score")] == ["'=1+1", "'@SUM(A1)", "-0.500"]
    assert [raw_row[name] for name in ("source", "target")] == ["=1+1", "@SUM(A1)"]


def test_csv_is_read_back_whatever_it_holds(hostile: Article) -> None:
    text = f'a,"b"; {HOSTILE}'
    found = render_csv(replace(hostile, translation=build_translation(((text, text),))), View())
    header, row = csv.reader(StringIO(found.removeprefix("\ufeff"), newline=""))
    assert dict(zip(header, row, strict=True))["target"] == " ".join(text.split())
    assert found.startswith("\ufeffid,")
    assert found.endswith("\r\n")


@pytest.mark.parametrize("width", [40, 120])
def test_user_text_is_never_markup_on_a_terminal(hostile: Article, width: int) -> None:
    drawn = " ".join(side_by_side(hostile, width=width).split())
    for piece in ("[red]a[/b]", ":smile:", "{x}", "%s"):
        assert piece in drawn
    assert not {"\x1b", "\x07", "\u202e"} & set(drawn)


def test_user_text_is_never_markup_in_a_page(hostile: Article) -> None:
    assert bare_page(render_html(hostile, View())).count("<script>") == 1
    assert "<script>" not in render_markdown(hostile, View()).replace("\\<script\\>", "")


def test_plain_text_is_neither_wrapped_nor_coloured(article: Article) -> None:
    long = "kata " * 400 + "selesai."
    text = render_text(replace(article, translation=build_translation(((long, long),))), View())
    assert long in text
    assert "\x1b" not in text


def test_a_sentence_that_nothing_translates_is_named(article: Article) -> None:
    first, second, third = article.translation.pairs
    missing = replace(article.translation, pairs=(replace(first, target=""), second, third))
    found = replace(article, translation=missing, summary=None)
    text = render_text(found, View())
    assert text.startswith("[Banjir merendam 12 rumah.] [!] Residents fled.\n")
    assert "! [1] “Banjir merendam 12 rumah.” number: " in text
    assert render_text(found, View(frozenset({Part.TRANSLATION}))).startswith(" Residents fled.")
    assert "(no translation)" in side_by_side(found, width=100)


class TestBeside:
    """A second translation, compared word by word."""

    @pytest.fixture
    def view(self) -> View:
        return View(beside=Beside("other", ("Floods hit 12 houses.", "Residents fled.", "")))

    def test_text_marks_the_words_as_wdiff_does(self, article: Article, view: View) -> None:
        assert render_text(article, view).endswith(
            "BESIDE other\n≠ [1] Floods hit [-13-] {+12+} houses.\n≠ [3] [-It rained.-]\n"
        )
        assert render_text(article, replace(view, parts=frozenset({Part.TRANSLATION}))).endswith("It rained.\n")

    def test_a_terminal_strikes_what_goes_and_prints_bold_what_comes(self, article: Article, view: View) -> None:
        shown = on_terminal(article, view)
        assert "\x1b[9;31m13\x1b[0m\x1b[90m \x1b[0m\x1b[1;32m12\x1b[0m" in shown
        assert shown.count("≠") == 3  # two sentences, and the key
        plain = side_by_side(article, view, width=100)
        assert "≠ other says it otherwise   [-…-] here alone   {+…+} there alone" in plain
        assert "Floods hit [-13-] {+12+} houses." in plain

    def test_a_page_deletes_and_inserts(self, article: Article, view: View) -> None:
        page = render_html(article, view)
        assert "Floods hit <del>13</del> <ins>12</ins> houses.</p>" in page
        assert page.count('<p class="beside"') == 2

    def test_json_says_where_they_differ(self, article: Article, view: View) -> None:
        told = json.loads(render_json(article, view))
        assert validated(told)
        assert told["beside"] == {"name": "other"}
        first, second, _ = (sentence["beside"] for sentence in told["sentences"])
        assert first == {
            "target": "Floods hit 12 houses.", "differences": [[11, 13]], "differences_beside": [[11, 13]]
        }  # fmt: skip
        assert second["differences"] == []
        assert "beside" not in render_json(article, View())

    @settings(max_examples=50)
    @given(st.text("ab .,’-é\n", max_size=30), st.text("ab .,’-é\n", max_size=30))
    def test_nothing_of_either_text_is_lost(self, one: str, other: str) -> None:
        for text, change in ((one, "-"), (other, "+")):
            pieces = [piece for piece, sign in changes(one, other) if sign in {"=", change}]
            assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", text)


def test_control_characters_become_visible() -> None:
    assert printable("a\x1b[2Jb\tc\nd\x9b") == "a\ufffd[2Jb\tc\nd\ufffd"


def test_findings_are_named_in_words(article: Article) -> None:
    money = replace(NUMBER, kind=Kind.MONEY)
    pairs = (replace(article.translation.pairs[0], findings=(money,)), *article.translation.pairs[1:])
    named = replace(article, translation=replace(article.translation, pairs=pairs))
    assert f"sum of money: {NUMBER.message}" in render_text(named, View())
    assert f"1: sum of money, {NUMBER.message}" in render_markdown(named, View())
    assert "<strong>Sum of money</strong>" in render_html(named, View())
    assert '"kind": "money"' in render_json(named, View())


def test_verdict(article: Article) -> None:
    assert verdict([article.translation]) == "3 sentences, 1 to check (number), 1 with a warning"
    first, second, third = article.translation.pairs
    name = replace(NUMBER, kind=Kind.NAME)
    pairs = (first, replace(second, findings=(NUMBER, NUMBER, name)), third)
    several = replace(article.translation, pairs=pairs)
    assert verdict([several], [article.summary]) == (
        "3 sentences, 2 to check (number, name in 1), 1 summary sentence to check, 1 with a warning"
    )
    assert verdict([build_translation((("Halo.", "Hello."),))]) == "1 sentence, the checks found no doubts"


@pytest.mark.parametrize("text", ["1.250", "1.250 rumah", "1. Kirim", "2)", "- Beras", "+62 812", "= 5", "1*2"])
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    (inline,) = [token for token in MarkdownIt().parse(f"- {escaped(text)}") if token.type == "inline"]
    assert "".join(each.content for each in inline.children or ()) == text


@pytest.mark.parametrize(
    ("form", "marked"),
    [
        pytest.param(render_text, "Floods hit 13 houses. [1] [!]", id="text"),
        pytest.param(render_markdown, r"- Floods hit 13 houses. \[1\] [!]", id="markdown"),
        pytest.param(render_html, '<li class="error"><span class="sign error"', id="html"),
    ],
)
def test_a_summary_says_where_it_rests_on_a_doubtful_sentence(
    article: Article, form: Callable[[Article, View], str], marked: str
) -> None:
    summary = Summary("extractive", (SummarySentence("Floods hit 13 houses.", (1,), "Banjir merendam 12 rumah."),))
    assert marked in form(replace(article, summary=summary), View())
