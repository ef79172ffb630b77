"""Evidence: every sentence of a summary has its sources, and what the article doesn't say is marked."""

import runpy
from pathlib import Path

import pytest

from tests.conftest import build_translation
from transum.document import Document, Finding, Kind, Level, SummarySentence, Translation
from transum.engines.encoder import CT2Encoder
from transum.facts.moments import moments
from transum.facts.statements import Facts, dates, facts_of, missing
from transum.summaries.evidence import MOST, align, faithful

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


RICE = build_translation(
    (
        ("BPS mencatat harga beras naik 12,75 persen menjadi Rp13.500 per kilogram pada Agustus 2023.",
         "BPS recorded that the price of rice rose 12.75 percent to Rp 13,500 per kilogram in August 2023."),
        ("Kenaikan itu disampaikan Kepala BPS Amalia Widyasari di Jakarta, Senin (4/9) pukul 10.00 WIB.",
         "The increase was conveyed by BPS head Amalia Widyasari in Jakarta, Monday (4 September) at 10:00 WIB."),
        ("Pemerintah akan mengimpor 1,5 juta ton dari Vietnam dan Amerika Serikat, naik dari 987.000 ton.",
         "The government will import 1.5 million tons from Vietnam and the United States, up from 987,000 tons."),
    ),
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Harga beras naik 12,75 persen menjadi Rp13.500 per kilogram.", id="notation"),
        pytest.param("Beras kini seharga 13.500 rupiah pada Agustus 2023.", id="rupiah behind"),
        pytest.param("Amalia Widyasari menyampaikannya di Jakarta, Senin (4/9).", id="date"),
        pytest.param("Hal itu disampaikan pada 4 September pukul 10.00 WIB.", id="date in words, clock"),
        pytest.param("Pemerintah mengimpor 1.500.000 ton beras dari Vietnam dan AS.", id="scale, acronym"),
        pytest.param("Sebelumnya, impor hanya hampir 1 juta ton.", id="rounded"),
        pytest.param("Kedua negara itu akan memasok beras.", id="counted by the writer"),
        pytest.param("Pengimporan direncanakan pemerintah Indonesia.", id="derived word, the country"),
    ],
)
def test_true_indonesian_sentences_are_not_marked(sentence: str) -> None:
    assert missing(sentence, facts_of(RICE), language="id") == ()


@pytest.mark.parametrize(
    ("sentence", "kind", "span"),
    [
        pytest.param("Harga beras naik 15,75 persen.", Kind.NUMBER, "15,75", id="number"),
        pytest.param("Harganya menjadi Rp15.300 per kilogram.", Kind.MONEY, "Rp15.300", id="money"),
        pytest.param("Hal itu disampaikan pada 23 Oktober.", Kind.DATE, "23 Oktober", id="date"),
        pytest.param("Harga naik sejak Maret 2011.", Kind.DATE, "Maret 2011", id="month and year"),
        pytest.param("Hal itu disampaikan pukul 15.45 WIB.", Kind.TIME, "15.45", id="clock"),
        pytest.param("Kepala BPS Suharyanto menyampaikannya.", Kind.NAME, "Suharyanto", id="person"),
        pytest.param("Beras diimpor dari Vietnam dan Kamboja.", Kind.NAME, "Kamboja", id="country"),
        pytest.param("Pemerintah akan mengimpor dua belas juta ton.", Kind.NUMBER, "dua belas juta", id="words"),
    ],
)
def test_what_an_indonesian_sentence_invents_is_marked(sentence: str, kind: Kind, span: str) -> None:
    found = missing(sentence, facts_of(RICE), language="id")
    assert [finding.kind for finding in found] == [kind]
    assert span in found[0].target


def test_a_summary_is_aligned_in_its_own_language(encoder: CT2Encoder) -> None:
    (found,) = align(["Harga beras naik menjadi Rp13.500, kata Suharyanto."], RICE, encoder, language="id")
    assert 1 in found.evidence
    assert [finding.message for finding in found.findings] == ["not in the article: Suharyanto"]


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
