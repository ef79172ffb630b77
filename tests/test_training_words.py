"""The recipe of the word table on a toy corpus: which word translates which, and which seldom stands alone."""

import lzma
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.lexical import agreed, links
from training.readers import Source
from training.words import Sentence, english_bases, indonesian_forms, learn, read, with_related, write
from transum.errors import InputError
from transum.lexicon.sorted_rows import SortedRows

PAIRS = [
    ("polisi menahan bupati", "police arrest regent"),
    ("polisi membunuh pencuri", "police kill thief"),
    ("bupati membunuh polisi", "regent kill police"),
    ("pencuri menahan polisi", "thief arrest police"),
    ("bupati datang", "regent come"),
    ("pencuri datang", "thief come"),
]


def sentences(*pairs: tuple[str, str], times: int = 4) -> list[Sentence]:
    return [Sentence(tuple(a.split()), tuple(b.split()), True) for a, b in pairs] * times


def test_words_that_stand_together_translate_each_other() -> None:
    ours, theirs = learn(sentences(*PAIRS))
    assert {word: english for word, _, english in ours} == {
        "polisi": "police", "menahan": "arrest", "bupati": "regent", "membunuh": "kill", "pencuri": "thief",
        "datang": "come",
    }  # fmt: skip
    assert all(0 < int(share) < 50 for _, share, _ in [*ours, *theirs])
    assert [word for word, _, _ in theirs] == sorted({word for _, english in PAIRS for word in english.split()})


def test_a_word_that_people_leave_unsaid_is_missed_more_often() -> None:
    free = [("bupati datang", "regent"), ("pencuri datang", "thief")]
    strict, loose = learn(sentences(*PAIRS))[0], learn(sentences(*PAIRS, *free))[0]
    share = [int(next(row[1] for row in rows if row[0] == "datang")) for rows in (strict, loose)]
    assert share[0] < share[1]


@given(
    st.lists(st.tuples(st.lists(st.integers(0, 4), min_size=1), st.lists(st.integers(0, 4), min_size=1)), min_size=1)
)
def test_nothing_is_translated_more_often_than_it_stands_there(pairs: list[tuple[list[int], list[int]]]) -> None:
    ours, theirs = ([np.array(side, np.int32) for side in sides] for sides in zip(*pairs, strict=True))
    found = links(ours, theirs)
    times = agreed(found)
    assert (times >= 0).all()
    for word in set(found.source.tolist()):
        assert times[found.source == word].sum() <= sum(int((side == word).sum()) for side in ours) + 0.01


def test_a_rare_word_is_counted_as_what_it_is_made_of() -> None:
    forms = indonesian_forms({"membunuh": 9, "bunuh": 7, "dibunuhnya": 1, "xyz": 1, "polisi-polisi": 1, "polisi": 8})
    assert forms == {
        "membunuh": "membunuh", "bunuh": "bunuh", "dibunuhnya": "bunuh", "polisi-polisi": "polisi", "polisi": "polisi",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("word", "base"),
    [("killed", "kill"), ("kill", "kill"), ("rose", "rise"), ("organised", "organize"), ("bus", "bus")],
)
def test_an_english_word_is_counted_as_its_base(word: str, base: str) -> None:
    counts = {"killed": 90, "kill": 10, "rose": 9, "rise": 9, "organised": 4, "organise": 4, "bus": 90, "bu": 1}
    found = english_bases(counts)[word]
    assert found == (base if base != "rise" else "rize")  # as it is compared


def test_words_of_one_stem_and_meaning_lend_each_other_translations() -> None:
    table = {
        "membunuh": {"kill": 9.0, "slay": 3.0},
        "pembunuhan": {"kill": 5.0, "murder": 5.0},
        "bunuhan": {"bouquet": 9.0},
    }
    whole = with_related(table)
    assert set(whole["membunuh"]) == {"kill", "slay", "murder"}
    assert set(whole["pembunuhan"]) == {"kill", "slay", "murder"}
    assert set(whole["bunuhan"]) == {"bouquet"}


def source(name: str, weight: float) -> Source:
    return Source(name, "tsv-column", "MIT", "", "news", "human", weight)


def test_a_corpus_is_read_once_and_without_what_weighs_little(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv.xz"
    lines = [
        *2 * ("news\tPolisi menahan bupati.\tPolice arrest the regent.",),
        "manual\tTekan tombol.\tPress the key.", "unknown\tHujan.\tRain.", "news\tBudi dan 12.\tBudi and 12.",
    ]  # fmt: skip
    path.write_bytes(lzma.compress("\n".join(lines).encode()))
    found = list(read([path], {"news": source("news", 2.0), "manual": source("manual", 0.1)}))
    assert found == [Sentence(("polisi", "menahan", "bupati"), ("police", "arrest", "regent"), True)]


@pytest.mark.parametrize("content", [b"no archive", lzma.compress(b"one column")], ids=["not-xz", "not-three"])
def test_a_corpus_that_cannot_be_read_is_said(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tsv.xz"
    path.write_bytes(content)
    with pytest.raises(InputError, match="can't read the corpus"):
        list(read([path], {}))


def test_a_table_is_written_as_the_lexicon_reads_it(tmp_path: Path) -> None:
    rows = [("d", "9", ""), ("é", "1", ""), ("a", "7", "b c"), ("z", "2", "")]
    write(rows, tmp_path / "a.sorted")
    found = SortedRows((tmp_path / "a.sorted").read_bytes())
    assert dict(found) == {word: tuple(filter(None, rest)) for word, *rest in rows}
