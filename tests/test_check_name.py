"""Names: what is one, and what carries one over."""

import pytest

from transum.facts.carrier import Carrier
from transum.facts.gazetteer import exonyms
from transum.facts.names import names
from transum.facts.places import places_added
from transum.facts.tokens import Language
from transum.lexicon import table

SPANS = [
    pytest.param("id", "Kabar itu disampaikan Presiden Rusia, Vladimir Putin.", ["Presiden Rusia", "Vladimir Putin"],
                 id="comma"),
    pytest.param("id", "Kunjungan itu batal.", [], id="first-word"),
    pytest.param("id", "Organisatornya kecewa.", [], id="derived-first-word"),
    pytest.param("id", "Putin tiba.", ["Putin"], id="name-first"),
    pytest.param("id", "Ia bertemu Kim Jong-un di Moskow.", ["Kim Jong-un", "Moskow"], id="hyphen"),
    pytest.param("id", "Ia bertemu John F. Kennedy.", ["John F. Kennedy"], id="initial"),
    pytest.param("id", "Ia menikahi Siti binti Ahmad.", ["Siti binti Ahmad"], id="particle"),
    pytest.param("id", "Itu terjadi Senin, 3 Januari.", [], id="date"),
    pytest.param("id", "Pada 20 Maret di Bandung ia tiba.", ["Bandung"], id="behind-a-date"),
    pytest.param("id", "Ia ditahan KPK.", ["KPK"], id="acronym"),
    pytest.param("en", "The Bank of England raised rates.", ["The Bank of England"], id="english-particle"),
    pytest.param("en", "However, he met Joko Widodo.", ["Joko Widodo"], id="english-first-word"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text", "expected"), SPANS)
def test_names_are_found(language: Language, text: str, expected: list[str]) -> None:
    found = names(text, language)
    assert [name.text for name in found] == expected
    assert all(text[name.start : name.end] == name.text for name in found)


def test_titles_are_no_part_of_the_name_proper() -> None:
    (name,) = names("Kata Presiden Vladimir Putin.", "id")
    assert name.words == ("Vladimir", "Putin")


CARRIED = [
    pytest.param("Putin", "Putin's visit", True, id="possessive"),
    pytest.param("Erdogan", "President Erdoğan", True, id="diacritics"),
    pytest.param("Soekarno", "Sukarno spoke", True, id="old-spelling"),
    pytest.param("Meksiko", "Mexico won", True, id="spelling"),
    pytest.param("Hindu", "the Hindus", True, id="plural"),
    pytest.param("Fonseca", "Mossackeca", False, id="mangled"),
    pytest.param("Idaho", "Iowa", False, id="another"),
]


@pytest.mark.parametrize(("word", "target", "carried"), CARRIED)
def test_a_word_is_carried_over_in_another_spelling(word: str, target: str, *, carried: bool) -> None:
    assert Carrier.of(target).holds_word(word) is carried


def test_forms_in_capitals_are_no_pronouns() -> None:
    assert Carrier.of("the U.S. denied it").holds_form("US")
    assert not Carrier.of("he told us so").holds_form("US")


def test_every_row_of_the_exonyms_is_whole() -> None:
    for row in table("exonyms"):
        assert len(row) == 2
        assert all(form.strip() for form in row[1].split("|"))
    assert ("laut", "cina", "selatan") in exonyms()


def test_no_exonym_is_given_twice() -> None:
    sources = [row[0] for row in table("exonyms")]
    assert sorted(sources) == sorted(set(sources))


@pytest.mark.parametrize(
    ("source", "target", "added"),
    [
        pytest.param("Warga Negeri Sakura bersedih.", "The people of Japan mourned.", [], id="a paraphrase"),
        pytest.param("Dinas itu diam.", "The Jakarta office was silent.", ["Jakarta"], id="a town"),
        pytest.param("Warga Indonesia diam.", "The Indonesians were silent.", [], id="what it means"),
        pytest.param("Timnas menang.", "Indonesia's national team won.", [], id="Indonesia goes without saying"),
        pytest.param("Nilainya 5 juta dolar.", "It is worth 5 million US dollars.", [], id="a currency's country"),
    ],
)
def test_places_that_only_the_translation_names(source: str, target: str, added: list[str]) -> None:
    assert [target[start:end] for start, end in places_added(source, target)] == added
