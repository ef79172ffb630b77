"""Opposites: the tables are whole, forms of words are known, and both words are named with their places."""

from collections import Counter

import pytest

from transum.checks import Pair, check
from transum.checks.opposite import run
from transum.document import Kind
from transum.facts.lemmas import lemmas
from transum.lexicon import table

LEMMAS = [
    pytest.param("rose", "rise", id="irregular"),
    pytest.param("stopped", "stop", id="doubled"),
    pytest.param("denies", "deny", id="ies"),
    pytest.param("closing", "close", id="e-lost"),
    pytest.param("heavier", "heavy", id="comparative"),
    pytest.param("wives", "wife", id="plural"),
    pytest.param("larger", "large", id="comparative-in-r"),
]


@pytest.mark.parametrize(("word", "lemma"), LEMMAS)
def test_a_form_leads_to_its_word(word: str, lemma: str) -> None:
    assert lemma in lemmas(word)


@pytest.mark.parametrize("name", ["opposites", "rivals"])
def test_every_row_is_whole_and_has_a_partner(name: str) -> None:
    rows = table(name)
    groups = Counter(row[0] for row in rows)
    assert min(groups.values()) > 1
    for row in rows:
        assert len(row) in {3, 4}
        assert all(word and word == word.lower() for word in row[1].split("|"))
        assert all(row[2].split("|"))


def test_the_tables_are_broad() -> None:
    assert len({row[0] for row in (*table("opposites"), *table("rivals"))}) >= 60


def test_both_words_are_named_with_their_places() -> None:
    (finding,) = [found for found in check(Pair("Rupiah menguat.", "It weakened.")) if found.kind is Kind.OPPOSITE]
    assert finding.message == "“menguat” became “weakened” in the translation: the opposite"
    assert (finding.source_span, finding.target_span) == ((7, 14), (3, 11))


def test_a_rival_is_no_opposite() -> None:
    (finding,) = run(Pair("Jaksa hadir.", "The judge attended."))
    assert finding.message == "“Jaksa” became “judge” in the translation"
