"""The word table, and what it and the models say of words that were left out, added or exchanged."""

import zlib
from collections.abc import Sequence
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

import transum.lexicon
from tests.test_revise import Scripted
from transum.checks import Pair, check, omission
from transum.checks.witnesses import Rule, rules
from transum.document import Kind, Level
from transum.engines.encoder import CT2Encoder
from transum.engines.reconstruction import Reconstruction, Witnesses, WordScore
from transum.facts.wordtable import Alone, american, compared, content_words, entry, unexplained
from transum.inputs.decode import Text
from transum.pipeline import checked, prepare
from transum.revise import translate_documents
from transum.segment import segment

LARGEST = 1_000_000


def missed(source: str, target: str) -> list[str]:
    return [source[word.start : word.end] for word in compared(source, target).missed]


def strange(source: str, target: str) -> list[str]:
    return [target[word.start : word.end] for word in unexplained(source, target)]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("Polisi menahan bupati.", "Police detained the regent.", [], id="right"),
        pytest.param("Polisi menahan bupati.", "Police freed the regent.", ["menahan"], id="another-word"),
        pytest.param("Kebakaran terjadi di pasar.", "It happened at the market.", ["Kebakaran"], id="left-out"),
        pytest.param("Dua belas rumah rusak.", "12 homes damaged.", [], id="numerals-are-left-to-figures"),
        pytest.param("Pasien itu Budi Santoso.", "The patient is Mr B.", [], id="names-are-left-to-names"),
        pytest.param("Polisi Menahan Bupati Malang", "Malang Regent Freed by Police", ["Menahan"], id="title"),
        pytest.param("Rumah-rumahnya rusak.", "The houses were damaged.", [], id="doubled-with-a-clitic"),
        pytest.param("Warga mengorganisasi diri.", "Residents organised themselves.", [], id="british"),
        pytest.param("Buka polisi.go.id segera.", "Open polisi.go.id immediately.", [], id="address"),
        pytest.param("", "", [], id="nothing"),
    ],
)
def test_what_the_word_table_misses(source: str, target: str, expected: list[str]) -> None:
    assert missed(source, target) == expected


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        pytest.param("Polisi menahan bupati.", "Police detained the regent.", [], id="right"),
        pytest.param("Polisi menahan bupati.", "Police detained the burglar.", ["burglar"], id="another-word"),
        pytest.param("Ia di Malang.", "He is in Malang.", [], id="names"),
    ],
)
def test_what_nothing_explains(source: str, target: str, expected: list[str]) -> None:
    assert strange(source, target) == expected


@pytest.mark.parametrize(
    ("word", "english"),
    [("kalah", "lose"), ("dibatalkan", "cancel"), ("kebakaran", "fire"), ("tersangka", "suspect"), ("gempa", "quake")],
)
def test_words_have_their_translations(word: str, english: str) -> None:
    found = entry(word)
    assert found is not None
    assert american(english) in found.translations


def test_the_tables_are_small_and_whole() -> None:
    size = 0
    for name, columns in (("translations", 3), ("translated", 2)):
        data = files(transum.lexicon).joinpath(f"{name}.sorted").read_bytes()
        size += len(zlib.compress(data))  # as in the wheel
        rows = [line.split("\t") for line in data.decode().splitlines()]
        assert all(len(row) == columns and 0 <= int(row[1]) <= 1000 for row in rows)
        assert [row[0] for row in rows] == sorted({row[0] for row in rows}, key=str.encode)
    assert size < LARGEST


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_are_compared(source: str, target: str) -> None:
    found = compared(source, target)
    assert found.known >= len(found.missed)
    words = {(start, end) for start, end, _ in content_words(source)}
    assert {(word.start, word.end) for word in found.missed} <= words
    assert all(0 <= word.start < word.end <= len(target) for word in unexplained(source, target))


def test_rules_have_two_levels() -> None:
    assert set(rules()) == {"table", "omission", "addition"}
    assert all(0 < rule.warning < rule.error for rule in rules().values())


@pytest.mark.parametrize(
    ("share", "score", "level"),
    [(0.5, -1.0, None), (0.02, -1.0, Level.WARNING), (0.02, -30.0, Level.ERROR), (0.5, -30.0, None)],
)
def test_both_witnesses_count(share: float, score: float, level: Level | None) -> None:
    assert Rule(1.0, 1.0, 3.5, 5.5).level(Alone(0, 4, share), score) == level


def kinds(pair: Pair) -> set[Kind]:
    return {finding.kind for finding in check(pair) if finding.level > Level.INFO}


def test_a_word_is_added_where_the_translator_would_not_have_said_it() -> None:
    source, target = "Polisi menahan bupati.", "Police detained the burglar."
    start = target.index("burglar")
    unlikely = Reconstruction((-20.0,), (WordScore(start, len(target), -40.0),))
    likely = Reconstruction((-0.1,), (WordScore(start, len(target), -0.1),))
    assert Kind.ADDITION in kinds(Pair(source, target, expectation=unlikely))
    assert Kind.ADDITION not in kinds(Pair(source, target, expectation=likely))
    assert Kind.ADDITION not in kinds(Pair(source, target))


def test_a_greeting_is_asked_for_as_a_whole() -> None:
    (found,) = check(Pair("Selamat siang, Ibu.", "Safe noon, Mother."))
    assert (found.kind, found.source) == (Kind.OMISSION, "Selamat siang")
    assert not check(Pair("Selamat siang, Ibu.", "Good afternoon, Mother."))


def test_an_empty_translation_leaves_out_no_single_words() -> None:
    assert Kind.OMISSION not in kinds(Pair("Polisi menahan tersangka kebakaran.", "—"))


SOURCE = "Polisi menyita narkoba dan senjata dari rumah tersangka."
RIGHT = "Police seized drugs and weapons from the suspect's home."


@pytest.fixture(scope="module")
def witnesses() -> Witnesses:
    from transum.assembly import embedded_witnesses

    return embedded_witnesses(1)


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        pytest.param(RIGHT, None, id="right"),
        pytest.param(RIGHT.replace("drugs and ", ""), Kind.OMISSION, id="a-word-left-out"),
        pytest.param(RIGHT.replace("home", "violin"), Kind.ADDITION, id="a-word-exchanged"),
    ],
)
def test_models_are_asked_of_other_peoples_translations(
    encoder: CT2Encoder, witnesses: Witnesses, target: str, kind: Kind | None
) -> None:
    given = (Text("a.txt", text, "utf-8", "") for text in (SOURCE, target))
    (pair,) = checked(prepare(next(given)), next(given), encoder, witnesses).translation.pairs
    found = {finding.kind for finding in pair.findings if finding.level > Level.INFO}
    assert found & {Kind.OMISSION, Kind.ADDITION} >= ({kind} if kind else set())
    assert found or kind is None
    assert pair.confidence is None


class Unbelieving:
    """Meets ``Reconstructor``: believes of no word that the translation says it."""

    fingerprint = "unbelieving"

    def reconstruct(self, pairs: Sequence[tuple[str, str]]) -> list[Reconstruction]:
        return [
            Reconstruction((-40.0,), tuple(WordScore(start, end, -40.0) for start, end, _ in content_words(original)))
            for original, _ in pairs
        ]


@pytest.mark.parametrize(("said", "left_out"), [(RIGHT, set()), (RIGHT.replace("drugs and ", ""), {"narkoba"})])
def test_another_translators_answers_are_asked_for_their_words(said: str, left_out: set[str]) -> None:
    model = Scripted({SOURCE: [said]}, {SOURCE: [said]})
    (translation,) = translate_documents([segment(SOURCE)], model, reconstructor=Unbelieving())
    (pair,) = translation.pairs
    assert {finding.source for finding in pair.findings if finding.kind is Kind.OMISSION} == left_out
    assert Kind.COVERAGE not in {finding.kind for finding in pair.findings}
    assert pair.confidence is None


def test_others_translations_say_most_words() -> None:
    source = "Mereka bekerja dengan cangkul dan selimut di sawah."
    others = "It was a long and boring meeting of the board."
    found = [one for one in omission.run(Pair(source, others)) if one.message.startswith("of ")]
    assert [(one.level, one.source) for one in found] == [
        (Level.WARNING, "bekerja dengan cangkul dan selimut di sawah")
    ]
    assert not [one for one in omission.run(Pair(source, others, score=-0.4)) if one.message.startswith("of ")]
