"""Words that don't exist: what English makes of its words is known, what a model makes up is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.checks.nonword import run
from transum.checks.pair import Pair
from transum.facts.english_words import is_word
from transum.lexicon import sorted_rows


@pytest.mark.parametrize("word", ["squandered", "rerouting", "unfriendliness", "microliter", "colonised", "geofilter"])
def test_english_makes_words_of_words(word: str) -> None:
    assert is_word(word)


@pytest.mark.parametrize(
    "word", ["plenany", "redaccuted", "dosiss", "lanjuting", "tepungs", "motherprofen", "initional"]
)
def test_what_a_model_made_up_is_no_word(word: str) -> None:
    assert not is_word(word)


def test_each_is_named_once_with_its_place() -> None:
    (finding,) = run(Pair("Ya.", "The gentic rate is a gentic one."))
    assert finding.message == "“gentic” is no English word"
    assert finding.target_span == (4, 10)


def test_the_list_is_long_and_of_plain_words() -> None:
    known = sorted_rows("english-all")
    assert len(known) > 250_000
    assert list(known) == sorted(known)
    assert all(word.isascii() and word.isalpha() and word.islower() for word in known)


@given(st.text(max_size=60))
def test_nothing_that_the_original_has_is_named(text: str) -> None:
    assert list(run(Pair(text, text))) == []
