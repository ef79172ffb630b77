"""Facts at a glance: what an article names, in both languages, and nothing that it doesn't."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import build_translation
from transum.document import Fact, FactKind
from transum.facts.glance import MOST, facts_of_article

ARTICLE = (
    (
        "Pemimpin Korea Utara, Kim Jong Un, akan bertemu Presiden Rusia Vladimir Putin di Vladivostok.",
        "North Korean leader Kim Jong Un will meet Russian President Vladimir Putin in Vladivostok.",
    ),
    (
        "Pertemuan pada 12 September 2023 itu dibiayai Rp1,5 miliar.",
        "The meeting on September 12, 2023 was financed with 1.5 billion rupiah.",
    ),
    (
        "Putin tiba di Rusia bersama 250 orang, kata Komisi Pemilihan Umum (KPU).",
        "Putin arrived in Russia with 250 people, said the General Elections Commission (KPU).",
    ),
    ("KPU menolak berkomentar.", "The KPU declined to comment."),
)


def facts() -> dict[str, Fact]:
    return {fact.source: fact for fact in facts_of_article(build_translation(ARTICLE))}


@pytest.mark.parametrize(
    ("source", "kind", "target", "sentences"),
    [
        pytest.param("Vladimir Putin", FactKind.PERSON, "Vladimir Putin", (1, 3), id="a person by short name too"),
        pytest.param("Kim Jong Un", FactKind.PERSON, "Kim Jong Un", (1,), id="a person behind an office"),
        pytest.param("Vladivostok", FactKind.PLACE, "Vladivostok", (1,), id="place"),
        pytest.param("Rusia", FactKind.PLACE, "Russia", (1, 3), id="a place that English renders otherwise"),
        pytest.param("12 September 2023", FactKind.DATE, "September 12, 2023", (2,), id="date"),
        pytest.param("Rp1,5 miliar", FactKind.AMOUNT, "1.5 billion rupiah", (2,), id="money"),
        pytest.param("250 orang", FactKind.AMOUNT, "250 people", (3,), id="a count of something"),
        pytest.param(
            "Komisi Pemilihan Umum", FactKind.ORGANISATION, "General Elections Commission", (3, 4),
            id="an organisation and its acronym",
        ),
    ],
)  # fmt: skip
def test_what_an_article_names(source: str, kind: FactKind, target: str, sentences: tuple[int, ...]) -> None:
    found = facts()
    assert source in found
    assert (found[source].kind, found[source].target, found[source].sentences) == (kind, target, sentences)


@pytest.mark.parametrize(
    ("source", "target", "named"),
    [
        pytest.param(
            "Buka 7 hingga 20 Februari.", "Open from 7 to 20 February.",
            [("7 hingga 20 Februari", "7 to 20 February")], id="hingga",
        ),
        pytest.param("Buka 1 s.d. 4 Mei.", "Open from May 1 to 4.", [("1 s.d. 4 Mei", "May 1 to 4")], id="s.d."),
        pytest.param(
            "Buka 1 sampai dengan 4 Mei.", "Open on May 1-4.", [("1 sampai dengan 4 Mei", "May 1-4")], id="sampai"
        ),
        pytest.param(
            "Buka 28 Februari hingga 2 Maret.", "Open from 28 February to 2 March.",
            [("28 Februari", "28 February"), ("2 Maret", "2 March")], id="two months",
        ),
    ],
)  # fmt: skip
def test_a_range_of_days_is_one_date(source: str, target: str, named: list[tuple[str, str]]) -> None:
    found = facts_of_article(build_translation(((source, target),)))
    assert [(fact.source, fact.target) for fact in found if fact.kind is FactKind.DATE] == named


@pytest.mark.parametrize(
    ("source", "named"),
    [
        pytest.param("Presiden RI Prabowo Subianto tiba.", [("Prabowo Subianto", FactKind.PERSON)], id="a country"),
        pytest.param(
            "Ketua DPR RI Puan Maharani tiba.",
            [("DPR", FactKind.ORGANISATION), ("Puan Maharani", FactKind.PERSON)],
            id="a body of a country",
        ),
        pytest.param(
            "Kepala BNPB Letjen TNI Suharyanto tiba.",
            [("BNPB", FactKind.ORGANISATION), ("Suharyanto", FactKind.PERSON)],
            id="a rank and whose it is",
        ),
        pytest.param("Ketua DPR RI tiba.", [("DPR RI", FactKind.ORGANISATION)], id="nobody"),
        pytest.param("Ketua KPU Jakarta tiba.", [("KPU Jakarta", FactKind.ORGANISATION)], id="a body of a town"),
    ],
)
def test_who_holds_an_office_is_no_part_of_it(source: str, named: list[tuple[str, FactKind]]) -> None:
    found = facts_of_article(build_translation(((source, source),)))
    assert [(fact.source, fact.kind) for fact in found] == named


def test_a_country_whose_acronym_the_article_defines_is_counted_everywhere() -> None:
    said = ("Pemimpin Korea Utara (Korut) Kim tiba.", "Korea Utara menolak.", "Kata Korut.")
    found = facts_of_article(build_translation(tuple((text, text) for text in said)))
    assert [(one.source, one.sentences) for one in found if one.kind is FactKind.PLACE] == [("Korea Utara", (1, 2, 3))]


def test_what_is_said_often_and_early_comes_first() -> None:
    assert set(list(facts())[:2]) == {"Rusia", "Vladimir Putin"}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "Presiden",
                    "Budi",
                    "Santoso,",
                    "KPK",
                    "di",
                    "Jakarta",
                    "(45)",
                    "12",
                    "Mei",
                    "2024",
                    "Rp5",
                    "juta",
                    "kata",
                ]
            ),
            min_size=1,
            max_size=12,
        ).map(" ".join),
        min_size=1,
        max_size=6,
    )
)
def test_every_fact_stands_in_the_text_and_in_its_translation(sentences: list[str]) -> None:
    translation = build_translation(tuple((sentence, sentence) for sentence in sentences))
    found = facts_of_article(translation)
    whole = " ".join(sentences)
    assert all(fact.source in whole and fact.target in whole for fact in found)
    assert all(fact.sentences and set(fact.sentences) <= set(range(1, len(sentences) + 1)) for fact in found)
    assert all(sum(fact.kind is kind for fact in found) <= MOST for kind in FactKind)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=60), st.text(max_size=60)), min_size=1, max_size=4))
def test_any_text_has_facts_or_none(sentences: list[tuple[str, str]]) -> None:
    assert all(fact.source for fact in facts_of_article(build_translation(tuple(sentences))))
