"""Names that are nearly right: both forms are named, and the original's is put back where that is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.checks import Pair, check
from transum.document import Kind, Level
from transum.facts.near_names import near_names, repair_names

REPAIRED = [
    pytest.param("Pejabat Pyongyang itu.", "A Pyongangyang official.", "A Pyongyang official.", id="syllable-doubled"),
    pytest.param("Menteri Susi Pudjiastuti hadir.", "Minister Susi Pudjiast attended.",
                 "Minister Susi Pudjiastuti attended.", id="cut-off"),
    pytest.param("Kiper Teja Paku Alam hadir.", "Goalkeeper Tejau Alam attended.",
                 "Goalkeeper Teja Paku Alam attended.", id="part-of-a-name"),
    pytest.param("Yayasan Mina Bahari.", "The Minahari foundation.", "The Mina Bahari foundation.", id="two-in-one"),
    pytest.param("Rumah Dvorsky besar.", "Dvorrsky's house is big.", "Dvorsky's house is big.", id="possessive"),
    pytest.param("Ia bertemu Tukiran.", "He met Rekiran.", "He met Tukiran.", id="other-first-letter"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "expected"), REPAIRED)
def test_the_originals_name_is_put_back(source: str, target: str, expected: str) -> None:
    assert repair_names(source, target) == expected


LEFT_ALONE = [
    pytest.param("Pilkada digelar di Jateng.", "Regional elections are held in Central Java.", id="institutions"),
    pytest.param("Anggota DPRD hadir.", "Members of the Regional Council attended.", id="acronym"),
    pytest.param("Soekarno lahir di Surabaya.", "Sukarno was born in Surabaya.", id="known-spelling"),
    pytest.param("Warga Jakarta marah.", "Jakartans are angry.", id="demonym"),
    pytest.param("Ketua Budi Santoso hadir.", "Chairman Budi Santoso attended.", id="kept"),
    pytest.param("Ia ke Medan.", "He went to Sudan.", id="another-name"),
    pytest.param("Ia bertemu Andriana dan Andriani.", "She met Andrianu.", id="which-of-two"),
    pytest.param("Universitas Diponegoro.", "University of Diponegoro.", id="cognate"),
]


@pytest.mark.parametrize(("source", "target"), LEFT_ALONE)
def test_other_forms_are_left_alone(source: str, target: str) -> None:
    assert near_names(source, target) == ()
    assert repair_names(source, target) is None


def test_both_forms_are_named_once_with_their_places() -> None:
    source, target = "Pejabat Pyongyang itu.", "The Pyongangyang official."
    (finding,) = [found for found in check(Pair(source, target)) if found.kind is Kind.NAME]

    assert finding.level is Level.ERROR
    assert finding.message == "the name “Pyongyang” became “Pyongangyang” in the translation"
    assert (finding.source_span, finding.target_span) == ((8, 17), (4, 16))


NAMES = st.lists(
    st.sampled_from(["Sutini", "Sutinu", "Budi", "Alam", "dan", "-", "Presiden", "Qxz's", "the", ","]), max_size=9
)


@given(NAMES.map(" ".join), NAMES.map(" ".join))
def test_pieces_stand_where_they_are_said_to(source: str, target: str) -> None:
    for ours, theirs in near_names(source, target):
        assert source[ours.start : ours.end] == ours.text
        assert target[theirs.start : theirs.end] == theirs.text
        assert ours.text not in target or theirs.text not in source
