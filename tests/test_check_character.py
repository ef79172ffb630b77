"""Signs and scripts: none is silently lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.checks import Pair
from transum.checks.character import run
from transum.document import Level
from transum.lexicon import table


def test_every_sign_has_a_level_and_what_says_it() -> None:
    rows = table("characters")
    assert len({row[0] for row in rows}) == len(rows)
    for sign, level, said in rows:
        assert len(sign) == 1
        assert Level[level.upper()]
        assert all(said.split("|"))


@pytest.mark.parametrize("picture", ["👍🏽", "🇮🇩", "👨‍👩‍👧", "☀️"])
def test_a_lost_picture_is_good_to_know(picture: str) -> None:
    (finding,) = run(Pair(f"Ia pulang {picture}.", "He went home."))
    assert (finding.level, finding.source, finding.source_span) == (Level.INFO, picture, (10, 10 + len(picture)))


@given(st.text(max_size=40))
def test_a_copy_loses_nothing(text: str) -> None:
    assert list(run(Pair(text, text))) == []


@given(st.text(max_size=40), st.text(max_size=40))
def test_spans_stand_in_the_original(source: str, target: str) -> None:
    for finding in run(Pair(source, target)):
        assert finding.source_span is not None
        assert source[slice(*finding.source_span)] == finding.source
