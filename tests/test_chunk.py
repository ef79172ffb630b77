from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.document import Sentence
from transum.segment.chunk import chunk, join, model_text


def words(text: str) -> int:
    return len(text.split())


def characters(text: str) -> int:
    return len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("satu\u00a0dua\r\ntiga", "satu dua tiga", id="white-space"),
        pytest.param("ta\u200bnam\ufeff", "tanam", id="invisible"),
        pytest.param("a\x1b[31mb", "a [31mb", id="control"),
        pytest.param("Rp1,5 juta", "Rp 1.5 juta", id="notation"),
        pytest.param("baru-\n  baru ini", "baru-baru ini", id="hyphen-at-line-end"),
        pytest.param("\u202eabc", "abc", id="direction"),
    ],
)
def test_the_model_sees_one_clean_line(text: str, expected: str) -> None:
    assert model_text(text) == expected


def test_a_sentence_within_the_limit_is_one_chunk() -> None:
    (only,) = chunk(Sentence("Ia datang.", 7, 17), words, 10)
    assert (only.text, only.start, only.end) == ("Ia datang.", 7, 17)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("satu dua tiga; empat lima enam", ["satu dua tiga;", "empat lima enam"], id="semicolon"),
        pytest.param("satu dua tiga, tetapi empat lima", ["satu dua tiga,", "tetapi empat lima"], id="clause"),
        pytest.param("satu dua tiga karena empat lima", ["satu dua tiga", "karena empat lima"], id="conjunction"),
        pytest.param("satu dua, tiga empat lima", ["satu dua,", "tiga empat lima"], id="comma"),
        pytest.param("satu dua tiga empat", ["satu dua", "tiga empat"], id="words"),
    ],
)
def test_a_long_sentence_is_divided_at_the_best_break(text: str, parts: list[str]) -> None:
    assert [part.text for part in chunk(Sentence(text, 0, len(text)), words, 3)] == parts


@given(st.text(min_size=1, max_size=300), st.integers(4, 40))
def test_chunks_cover_the_sentence_and_respect_the_limit(text: str, limit: int) -> None:
    parts = chunk(Sentence(text, 5, 5 + len(text)), characters, limit)
    assert parts[0].start == 5
    assert parts[-1].end == 5 + len(text)
    assert all(a.end == b.start for a, b in pairwise(parts))
    # normalising may lengthen one piece ("Rp1" → "Rp 1"), never beyond a character that can't be divided
    assert all(len(part.text) <= limit or part.end - part.start < 2 for part in parts)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(["He came."], "He came.", id="one"),
        pytest.param(["He came.", "Because it rained."], "He came because it rained.", id="clause"),
        pytest.param(["He met", "Budi."], "He met Budi.", id="name-keeps-capital"),
        pytest.param(["", "He came.", " "], "He came.", id="empty"),
        pytest.param([], "", id="nothing"),
    ],
)
def test_parts_are_joined_to_one_sentence(parts: list[str], expected: str) -> None:
    assert join(parts) == expected
