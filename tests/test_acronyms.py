"""Which pairs an article defines, and which acronyms are written out."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.document import Document, Paragraph, Sentence
from transum.engines.ct2 import CT2Translator
from transum.indonesian.acronyms import expand, known, learn
from transum.lexicon import table
from transum.shelf.manifest import embedded

DEFINITIONS: Final = [
    pytest.param("Pemimpin Korea Utara (Korut) Kim Jong-un.", {"Korut": "Korea Utara"}, id="syllables"),
    pytest.param("otoritas Amerika Serikat (AS), Selasa", {"AS": "Amerika Serikat"}, id="initials"),
    pytest.param("Ketua Komisi Yudisial (KY)", {"KY": "Komisi Yudisial"}, id="fewest words that fit"),
    pytest.param(
        "Perserikatan Bangsa-Bangsa (PBB)", {"PBB": "Perserikatan Bangsa-Bangsa"}, id="hyphenated reduplication"
    ),
    pytest.param(
        "Badan Meteorologi, Klimatologi, dan Geofisika (BMKG)",
        {"BMKG": "Badan Meteorologi, Klimatologi, dan Geofisika"},
        id="commas and a function word",
    ),
    pytest.param("usaha mikro, kecil, dan menengah (UMKM)", {"UMKM": "usaha mikro, kecil, dan menengah"}, id="lower"),
    pytest.param("sejumlah partai politik (parpol)", {"parpol": "partai politik"}, id="acronym in lower case"),
    pytest.param(
        "KPK (Komisi Pemberantasan Korupsi)", {"KPK": "Komisi Pemberantasan Korupsi"}, id="acronym before long form"
    ),
    pytest.param(
        "Badan Pengawas Pemilu (Bawaslu)",
        {"Bawaslu": "Badan Pengawas Pemilu"},
        id="syllables from inside words",
    ),
    pytest.param("dilansir Selasa (5/9/2023).", {}, id="date"),
    pytest.param("Harga beras naik. (bbn)", {}, id="byline"),
    pytest.param("Siti Aminah (43) tewas.", {}, id="age"),
    pytest.param("Sebastian Vettel (Ferrari) menang.", {}, id="a driver's team"),
    pytest.param("dikalahkan Rafael Nadal (Spanyol)", {}, id="a player's country"),
    pytest.param("PT Pertamina (Persero) merugi.", {}, id="kind of company"),
    pytest.param("kata dia (pelaku)", {}, id="gloss"),
]


def document(*texts: str) -> Document:
    text = "\n".join(texts)
    starts = [sum(len(earlier) + 1 for earlier in texts[:index]) for index in range(len(texts))]
    sentences = tuple(Sentence(part, start, start + len(part)) for part, start in zip(texts, starts, strict=True))
    return Document(text, (Paragraph(sentences),))


@pytest.mark.parametrize(("text", "pairs"), DEFINITIONS)
def test_an_article_defines(text: str, pairs: dict[str, str]) -> None:
    assert dict(learn(document(text))) == pairs


def test_the_first_definition_counts() -> None:
    assert learn(document("Partai Bulan Bintang (PBB)", "Perserikatan Bangsa-Bangsa (PBB)")) == {
        "PBB": "Partai Bulan Bintang"
    }


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        pytest.param("Pemprov Jabar", "Pemerintah Provinsi Jawa Barat", id="syllabic"),
        pytest.param("PEMPROV JABAR", "Pemerintah Provinsi Jawa Barat", id="in a headline"),
        pytest.param("para pnsnya", "para pnsnya", id="inside a word"),
        pytest.param("sejumlah satgas", "sejumlah satuan tugas", id="common noun in lower case"),
        pytest.param("Satgas itu", "Satuan tugas itu", id="first word keeps its capital"),
        pytest.param("KPK dan PBB", "KPK dan PBB", id="kept in English"),
        pytest.param("Korea Utara (Korut) Kim", "Korea Utara (Korut) Kim", id="behind its long form"),
        pytest.param("Korut (Korea Utara) Kim", "Korut (Korea Utara) Kim", id="before its long form"),
        pytest.param("kemenkes.go.id/Kemenkes", "kemenkes.go.id/Kemenkes", id="address"),
        pytest.param("@Kemenkes #Kemenkes", "@Kemenkes #Kemenkes", id="handle and tag"),
        pytest.param("gerbong KA-21", "gerbong KA-21", id="type designation"),
        pytest.param("e-Pemda itu", "e-Pemda itu", id="part of a word"),
        pytest.param("capres-cawapres itu", "capres-cawapres itu", id="a pair in lower case"),
        pytest.param("Plt. Gubernur", "Pelaksana tugas Gubernur", id="its full stop goes"),
        pytest.param(
            "Plt. Gubernur Jawa Barat (Jabar)",
            "Pelaksana tugas Gubernur Jawa Barat (Jabar)",
            id="behind a stop that went",
        ),
        pytest.param("Korut-Korsel", "Korea Utara-Korea Selatan", id="pair with a hyphen"),
    ],
)
def test_written_out_before_translation(text: str, expanded: str) -> None:
    assert expand(text, {}) == expanded


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        pytest.param("oleh KPK.", "oleh Corruption Eradication Commission.", id="initialism in English"),
        pytest.param("klub AS Roma", "klub AS Roma", id="a club's name"),
        pytest.param("pelaku berinisial KPK kabur", "pelaku berinisial KPK kabur", id="initials"),
        pytest.param("pelaku KPK (19) kabur", "pelaku KPK (19) kabur", id="initials with an age"),
        pytest.param("milik PT KPK itu", "milik PT KPK itu", id="a company"),
        pytest.param("Jokowi", "Joko Widodo", id="a name the article defines"),
    ],
)
def test_written_out_in_a_retry(text: str, expanded: str) -> None:
    assert expand(text, {"Jokowi": "Joko Widodo"}, retry=True) == expanded


def test_the_article_knows_better_than_the_table() -> None:
    party = {"PBB": "Partai Bulan Bintang"}

    assert expand("kata PBB", party) == "kata PBB"
    assert expand("kata PBB", party, retry=True) == "kata Partai Bulan Bintang"


def test_an_office_the_table_does_not_know_is_written_out_and_a_name_is_not() -> None:
    defined = {"Disbudpar": "Dinas Kebudayaan dan Pariwisata", "Jokowi": "Joko Widodo"}

    assert expand("Jokowi ke Disbudpar", defined) == "Jokowi ke Dinas Kebudayaan dan Pariwisata"


@given(st.text(alphabet="KPkoruts ()-./@", max_size=60))
def test_writing_out_again_changes_nothing(text: str) -> None:
    once = expand(text, {})

    assert expand(once, {}) == once


@given(st.text(max_size=80))
def test_any_text_can_be_learned_from(text: str) -> None:
    for short, long in learn(document(text)).items():
        assert short in text
        assert long


def test_the_table_is_whole() -> None:
    rows = table("acronyms")

    assert len(rows) >= 150
    assert len({row[0] for row in rows}) == len(rows)
    for short, long, english, when in rows:
        assert short
        assert long
        assert all(english.split("|"))
        assert when in {"always", "english", "retry"}


def test_every_spelling_is_found() -> None:
    assert known()["pemda"] is known()["Pemda"] is known()["PEMDA"]
    assert "kemenkes" not in known()


def test_the_model_copies_an_english_form() -> None:
    translator = CT2Translator(embedded("translator"), name="embedded", version="test", threads=1)

    (candidates,) = translator.translate([expand("Menurut laporan itu, Mendagri hadir di Jakarta.", {})])

    assert "minister" in candidates[0].text.lower()
