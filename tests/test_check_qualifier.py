"""Qualifiers: the table is whole, and what is lost is named with its place."""

import pytest

from transum.checks import Pair
from transum.checks.qualifier import run
from transum.lexicon import table


def test_every_row_has_words_on_both_sides() -> None:
    for source, english in table("qualifiers"):
        assert all(source.split("|"))
        assert all(form.strip("*") for form in english.split("|"))


@pytest.mark.parametrize("word", [form for source, _ in table("qualifiers") for form in source.split("|")])
def test_each_word_is_missed_where_nothing_says_it(word: str) -> None:
    found = [(finding.source, finding.source_span) for finding in run(Pair(f"Kini {word} itu.", "It is so."))]
    assert (word, (5, 5 + len(word))) in found
