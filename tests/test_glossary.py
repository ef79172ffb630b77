"""The user's glossary: read with line numbers, found whatever the affixes."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.errors import InputError
from transum.indonesian.affixes import stems
from transum.revise import glossary
from transum.revise.glossary import Entry, Glossary, as_name, as_words

GLOSSARY = Glossary.parse(
    "# economy\n\nekspor\texport\nkebijakan moneter\tmonetary policy\nkebijakan\tpolicy\nKPK\tgraft agency\n"
    "tulis\twrite\nsapu\tsweep\nkirim\tsend\nharga\tprice\npakai\tuse\ncek\tcheck\nmobil\tcar\n"
    "upah minimum\tminimum wage\nGaruda\tGaruda\nPHK\tlayoff\nadil\tfair\najar\tteach\n"
)


def found(text: str) -> list[str]:
    return [text[term.start : term.end] for term in GLOSSARY.terms(text)]


INFLECTED = """
ekspor Ekspor EKSPOR mengekspor diekspor ekspornya pengekspor terekspor ekspor-ekspor mengekspornya
menulis menuliskan ditulis tertulis penulis penulisan tulisan tulisannya tulislah menulis-nulis
menyapu penyapu disapu menyapukan mengirim pengirim pengiriman dikirimkan kiriman mengirimi
harga berharga harganya harga-harga seharga hargalah hargapun dihargai menghargai penghargaan
memakai pemakai pemakaian dipakai memakaikan mobil-mobilan mobilnya bermobil kebijakannya
keadilan pengadilan belajar pelajar mengajarkan diajarkan
"""


@pytest.mark.parametrize("word", INFLECTED.split())
def test_a_word_is_found_with_its_affixes(word: str) -> None:
    assert found(f"Kata {word} itu.") == [word]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("Kebijakan moneter ketat.", ["Kebijakan moneter"], id="the longer term counts"),
        pytest.param("kebijakan  moneter", ["kebijakan  moneter"], id="any white space"),
        pytest.param("upah minimumnya", ["upah minimumnya"], id="several words with a clitic"),
        pytest.param("KPK kpk Kpk", ["KPK"], id="capitals only as they stand"),
        pytest.param("KPK-nya dan Garudanya", ["KPK-nya", "Garudanya"], id="capitals with a clitic"),
        pytest.param("garuda terbang", [], id="capital asked for"),
        pytest.param("dicek, mengecek", [], id="a short stem takes no affix"),
        pytest.param("ceknya, cek-cek", ["ceknya", "cek-cek"], id="a short stem takes a clitic and comes twice"),
        pytest.param("perharian ekspornyata", [], id="other words"),
        pytest.param("di-PHK", [], id="prefix before capitals"),
        pytest.param("harga dan harga", ["harga", "harga"], id="twice"),
        pytest.param("", [], id="empty"),
    ],
)
def test_terms_of_a_text(text: str, terms: list[str]) -> None:
    assert found(text) == terms


@pytest.mark.parametrize(
    ("target", "translation", "met"),
    [
        pytest.param("export", "Exports rose.", True, id="plural and capital"),
        pytest.param("policy", "Its policies failed.", True, id="y to ies"),
        pytest.param("rise", "Prices are rising.", True, id="silent e"),
        pytest.param("plan", "They planned it.", True, id="doubled letter"),
        pytest.param("port", "The airport", False, id="inside a word"),
        pytest.param("port", "a porter", True, id="agent"),
        pytest.param("woman", "Two women", True, id="irregular plural"),
        pytest.param("minimum wage", "the minimum\nwages", True, id="line break"),
        pytest.param("NATO", "nato", False, id="capitals kept"),
        pytest.param("KPK (graft)", "the KPK (graft) said", True, id="punctuation"),
    ],
)
def test_a_target_is_met(target: str, translation: str, *, met: bool) -> None:
    assert Entry("x", target, 1).is_met_by(translation) is met


@pytest.mark.parametrize(
    ("translation", "lowered"),
    [
        pytest.param("The Price rose.", "The price rose.", id="inside a sentence"),
        pytest.param("Price of rice", "Price of rice", id="first word"),
        pytest.param("He left. Price rose.", "He left. Price rose.", id="first word of the next sentence"),
    ],
)
def test_a_term_that_was_made_a_name_becomes_a_word_again(translation: str, lowered: str) -> None:
    assert as_name("price") == "Price"
    assert as_words(translation, [Entry("harga", "price", 1)]) == lowered


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("ekspor export", "line 1: 'ekspor export' is not a term", id="no TAB"),
        pytest.param("a\tb\n\nekspor\t", "line 3: 'ekspor' is not a term", id="no target"),
        pytest.param("\texport", "line 1: 'export' is not a term", id="no source"),
        pytest.param("a\tb\tc", "line 1", id="three fields"),
        pytest.param("a\tb\na\tc", "line 2: 'a' is already 'b' in line 1", id="contradiction"),
        pytest.param("--\tb", "line 1: '--' has no word in it", id="no word"),
    ],
)
def test_a_bad_line_is_named(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        Glossary.parse(text, "terms.tsv")

    assert message in str(caught.value)
    assert str(caught.value).startswith("terms.tsv, ")
    assert caught.value.hint


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(b"\xef\xbb\xbf# terms\r\nekspor\texport\r\nekspor\texport\r\n")

    assert Glossary.read(path).entries == (Entry("ekspor", "export", 2),)


@pytest.mark.parametrize(
    ("content", "message"),
    [pytest.param(b"ekspor\t\xff", "is not UTF-8", id="not UTF-8"), pytest.param(None, "can't read", id="missing")],
)
def test_an_unreadable_file_is_an_input_error(tmp_path: Path, content: bytes | None, message: str) -> None:
    path = tmp_path / "terms.tsv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(InputError, match=message) as caught:
        Glossary.read(path)

    assert caught.value.hint


def test_a_name_that_no_file_has_is_an_input_error() -> None:
    with pytest.raises(InputError, match="null byte"):
        Glossary.read(Path("a\0b"))


@given(st.text(alphabet="aeimngkstpl-", min_size=1, max_size=20))
def test_any_word_has_stems_itself_first(word: str) -> None:
    assert next(stems(word)) == word


def test_of_terms_that_begin_alike_only_those_are_tried_whose_end_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def noting(source: str) -> re.Pattern[str]:
        tried.append(source)
        return pattern(source)

    pattern = glossary._source_pattern  # noqa: SLF001 - what is counted
    monkeypatch.setattr(glossary, "_source_pattern", noting)
    entries = [Entry(f"surat {number} KUASA{number}", "x", number) for number in range(3000)]
    many = Glossary((*entries, Entry("surat kuasa", "power of attorney", 3001)))
    assert [term.entry.target for term in many.terms("Surat Kuasa itu hilang.")] == ["power of attorney"]
    assert tried == ["surat kuasa"]


@given(st.text(max_size=80))
def test_terms_do_not_overlap_and_any_text_can_be_searched(text: str) -> None:
    spans = [(term.start, term.end) for term in GLOSSARY.terms(text)]

    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
