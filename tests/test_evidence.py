"""Evidence: every sentence of a summary has its sources, and what the article doesn't say is marked."""

import runpy
from pathlib import Path

import pytest

from tests.conftest import build_translation
from transum.check.calendar import moments
from transum.document import Document, Finding, Kind, Level, SummarySentence, Translation
from transum.encoder import CT2Encoder
from transum.summarize.evidence import MOST, align, faithful
from transum.summarize.facts import Facts, dates, missing

ARTICLE = build_translation(
    (
        ("Presiden Joko Widodo bertemu Naruhito di Tokyo, Senin.", "President Joko Widodo met Naruhito in Tokyo."),
        ("Jepang akan meminjamkan Rp14,5 triliun untuk MRT Jakarta.", "Japan will lend Rp 14.5 trillion to the MRT."),
    ),
    (("Cuaca di ibu kota Jepang cerah.", "The weather in the capital was sunny."),),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Japan lends Jakarta 14.5 trillion rupiah for its metro.", 2, id="a loan"),
        pytest.param("Widodo talked with Naruhito.", 1, id="a meeting"),
        pytest.param("It was a sunny day.", 3, id="no fact in common"),
    ],
)
def test_evidence_is_the_sentence_that_says_it(encoder: CT2Encoder, sentence: str, expected: int) -> None:
    (found,) = align([sentence], ARTICLE, encoder)
    assert expected in found.evidence
    assert found.text == sentence
    assert not found.findings


def test_a_sentence_from_two_sources_names_both(encoder: CT2Encoder) -> None:
    (found,) = align(["Widodo met Naruhito in Tokyo, and Japan will lend Jakarta Rp 14.5 trillion."], ARTICLE, encoder)
    assert {1, 2} <= set(found.evidence)


def test_evidence_is_never_none_and_in_order(encoder: CT2Encoder) -> None:
    sentences = ["Bananas are yellow.", "", "Japan lends. " * 60]
    for found in align(sentences, ARTICLE, encoder):
        assert 1 <= len(found.evidence) <= MOST
        assert list(found.evidence) == sorted(set(found.evidence))
    assert align([], ARTICLE, encoder) == ()
    assert align(["Anything."], Translation(Document("", ()), ()), encoder) == ()


def test_what_the_article_does_not_say_is_an_error(encoder: CT2Encoder) -> None:
    (found,) = align(["Widodo met Putin in Tokyo on 23 September."], ARTICLE, encoder)
    assert [(finding.kind, finding.level, finding.message) for finding in found.findings] == [
        (Kind.NAME, Level.ERROR, "not in the article: Putin"),
        (Kind.DATE, Level.ERROR, "not in the article: 23 September"),
    ]


def test_faithful_drops_errors_only() -> None:
    good = SummarySentence("a", (1,))
    doubt = SummarySentence("b", (1,), findings=(Finding(Kind.UNSURE, Level.WARNING, "", "", "unsure"),))
    bad = SummarySentence("c", (1,), findings=(Finding(Kind.NUMBER, Level.ERROR, "", "9", "not in the article: 9"),))
    assert faithful([good, doubt, bad]) == (good, doubt)
    assert faithful([bad]) == ()


@pytest.mark.parametrize(
    ("article", "language", "sentence"),
    [
        pytest.param("Harga Rp1,5 triliun", "id", "It costs 1,500 billion rupiah.", id="another scale"),
        pytest.param("pada 10-13 September", "id", "They meet on 12 September.", id="within a range"),
        pytest.param("sekitar 4.987 orang", "id", "Nearly 5,000 people came.", id="rounded"),
        pytest.param("pukul 08.00 sampai 14.00", "id", "It closes at 2 p.m.", id="a bare time"),
        pytest.param("Gedung Putih di AS", "id", "The White House said so.", id="an exonym"),
        pytest.param("Amerika Serikat dan Tiongkok", "id", "The US and Chinese leaders met.", id="acronym and demonym"),
        pytest.param("Kim dan Putin", "id", "The two men met.", id="counted by the writer"),
        pytest.param("Korea Utara", "id", "North Korea's plan", id="possessive"),
    ],
)
def test_other_ways_to_say_it_are_not_marked(article: str, language: str, sentence: str) -> None:
    assert missing(sentence, Facts.of(article, "id" if language == "id" else "en")) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("on 5 September 2023", [["5", "September", "2023"]], id="one"),
        pytest.param("28 November to 10 February 2024", [["28", "November"], ["10", "February", "2024"]], id="two"),
        pytest.param("November 28 to February 10", [["November", "28"], ["February", "10"]], id="month first"),
        pytest.param("10-13 September", [["10", "13", "September"]], id="range"),
    ],
)  # fmt: skip
def test_dates(text: str, expected: list[list[str]]) -> None:
    assert [[moment.text for moment in date.parts] for date in dates(text, moments(text, "en"))] == expected


def test_the_fault_set() -> None:
    script = Path(__file__).parent.parent / "benchmarks/faithfulness.py"
    judged = list(runpy.run_path(str(script))["judgements"]())
    false, true = [one for one in judged if one.kind], [one for one in judged if not one.kind]
    assert len(false) >= 100
    assert len(true) >= 100
    for kinds in ({"number", "money"}, {"date", "time"}, {"name"}):
        share = [one.marked for one in false if one.kind in kinds]
        assert sum(share) >= 0.9 * len(share)
    assert sum(one.marked for one in true) <= 0.05 * len(true)
