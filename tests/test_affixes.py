"""One morphology: what a word is made of, and what is no name because it has affixes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.indonesian.affixes import is_derived, stems, without_clitics

STEMS = [
    pytest.param("menulis", "tulis", id="melting-t"),
    pytest.param("memukul", "pukul", id="melting-p"),
    pytest.param("penyanyi", "nyanyi", id="no-melting"),
    pytest.param("menyapu", "sapu", id="melting-s"),
    pytest.param("pengarang", "karang", id="melting-k"),
    pytest.param("mengejar", "kejar", id="melting-k-verb"),
    pytest.param("terjebak", "jebak", id="ter"),
    pytest.param("diperdagangkan", "dagang", id="two-prefixes-and-a-suffix"),
    pytest.param("menuliskannya", "tulis", id="enclitic"),
    pytest.param("ayahnyalah", "ayah", id="two-enclitics"),
    pytest.param("di-backup", "backup", id="borrowed"),
    pytest.param("menulis-nulis", "tulis", id="doubled"),
    pytest.param("harga-harga", "harga", id="plural"),
]


@pytest.mark.parametrize(("word", "stem"), STEMS)
def test_a_word_is_taken_apart(word: str, stem: str) -> None:
    assert stem in set(stems(word))


def test_a_doubled_word_is_taken_apart_in_one_order_in_every_run() -> None:
    found = ["penyerbuan-penyerbuan", "penyerbuan", "serbuan", "nyerbuan", "penyerbu", "serbu", "nyerbu"]
    assert list(stems(found[0])) == found


@pytest.mark.parametrize("word", ["organisatornya", "penyanyi", "terjebak", "menulis", "modernisasi"])
def test_a_word_with_affixes_is_no_name(word: str) -> None:
    assert is_derived(word)


@pytest.mark.parametrize("word", ["shoigu", "putin", "dvorsky", "meireles", "tukiran"])
def test_a_name_is_not_derived(word: str) -> None:
    assert not is_derived(word)


@given(st.text(alphabet="akmnetrisdiu-", max_size=24))
def test_any_word_can_be_taken_apart(word: str) -> None:
    assert next(iter(stems(word))) == word
    assert all(word.startswith(bare.rstrip("-")) for bare in without_clitics(word))
