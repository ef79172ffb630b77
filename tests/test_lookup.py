"""What the dictionary has and a translation doesn't say is said to the model in English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from transum.document import Candidate, Finding, Kind, Level, ModelInfo
from transum.engines.ct2 import CT2Translator
from transum.engines.reconstruction import CT2Reconstructor, Reconstruction, WordScore
from transum.facts.dictionary import Meaning, meanings
from transum.lexicon import sorted_rows, words
from transum.revise.choose import Attempt, Piece
from transum.revise.glossary import Entry, Term
from transum.revise.lookup import in_place, look_up
from transum.shelf import EMBEDDED
from transum.shelf.manifest import embedded

SOURCE = "Pelatih itu menolak dijadikan kambing hitam."
ASKED = "Pelatih itu menolak dijadikan scapegoat."
WRONG, RIGHT = "The coach refused to be a black goat.", "The coach refused to be a scapegoat."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Ia menolak dijadikan kambing hitam.", ["kambing hitam"], id="a-phrase"),
        pytest.param("Kambing Hitam Kekalahan Persib", ["Kambing Hitam"], id="in-a-title"),
        pytest.param("Petani menjual kopi kepada tengkulak-tengkulak.", ["tengkulak-tengkulak"], id="said-twice"),
        pytest.param("Ia lupa khasiatnya.", ["khasiatnya"], id="with-nya"),
        pytest.param("Ia membeli kambing, hitam warnanya.", [], id="a-comma-between"),
        pytest.param("Ia bertemu Pak Tengkulak.", [], id="a-name-inside-the-sentence"),
        pytest.param("Dewi Anggraini datang.", [], id="a-name-at-its-beginning"),
        pytest.param("Golf maupun rugbi dimainkan.", [], id="no-word-and-pun"),
    ],
)
def test_words_and_phrases_are_found(text: str, expected: list[str]) -> None:
    found = [text[one.start : one.end] for one in meanings(text)]
    assert [one for one in found if one.lower().split()[0][:4] in {"kamb", "teng", "khas", "dewi", "maup"}] == expected


@pytest.mark.parametrize(
    ("text", "translation", "expected"),
    [
        pytest.param("kambing hitam", "He was made a scapegoat.", True, id="said"),
        pytest.param("kambing hitam", "They were scapegoats.", True, id="in-another-form"),
        pytest.param("kambing hitam", "a black goat", False, id="word-by-word"),
        pytest.param("tata tertib", "The rules of procedure say so.", True, id="several-words"),
        pytest.param("tata tertib", "the orderly order", False, id="none-of-them"),
    ],
)
def test_what_is_said(text: str, translation: str, *, expected: bool) -> None:
    (meaning,) = meanings(text)
    assert meaning.is_said_in(translation) is expected


@pytest.mark.parametrize(
    ("word", "meaning", "expected"),
    [
        pytest.param("Kambing Hitam", Meaning(0, 13, ("scapegoat",)), "Scapegoat", id="a-title"),
        pytest.param("digusur", Meaning(0, 7, ("evicted",)), "was evicted", id="passive"),
        pytest.param("Digusur", Meaning(0, 7, ("evicted",)), "Was evicted", id="at-the-beginning"),
        pytest.param("khasiatnya", Meaning(0, 10, ("benefits",), "nya"), "benefitsnya", id="nya"),
        pytest.param("menskors", Meaning(0, 8, ("suspended",)), "suspended", id="active"),
        pytest.param("direktur utama", Meaning(0, 14, ("president director",)), "president director", id="no-verb"),
        pytest.param("dibawa kabur", Meaning(0, 12, ("stolen",)), "was stolen", id="irregular"),
    ],
)
def test_english_takes_the_place(word: str, meaning: Meaning, expected: str) -> None:
    assert in_place(meaning, word) == expected


def test_the_dictionary_is_what_it_says() -> None:
    rows = sorted_rows("dictionary")
    keys = list(rows)
    assert keys == sorted(set(keys), key=str.encode)
    assert len(keys) > 10_000
    for key, (english,) in rows.items():
        assert key == key.lower().strip(), key
        assert key not in words("indonesian-function-words"), key
        offered = english.split(" | ")
        assert 1 <= len(offered) <= 6, key
        assert all(one and one == one.strip() for one in offered), key


@dataclass
class Model:
    """Meets ``Translator``: knows some sentences, and counts what it is asked."""

    says: Mapping[str, str]
    score: float = -0.3
    asked: list[str] = field(default_factory=list)
    info = ModelInfo(EMBEDDED, "", "fake", 4)
    fingerprint = "model"
    token_limit = 200

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        del candidates, beam, avoid_repeats
        self.asked += texts
        return [[Candidate(self.says.get(text, WRONG), self.score)] for text in texts]


@dataclass
class Reader:
    """Meets ``Reconstructor``: by translation, how likely each word of the source is; all else is likely."""

    scores: Mapping[str, float]
    fingerprint = "reader"

    def reconstruct(self, pairs: Sequence[tuple[str, str]]) -> list[Reconstruction]:
        told = []
        for source, target in pairs:
            spans = [(source.index(word), word) for word in source.rstrip(".").split()]
            found = tuple(WordScore(at, at + len(word), self.scores.get(target, -1.0)) for at, word in spans)
            told.append(Reconstruction(tuple(word.score for word in found), found))
        return told


PIECE = Piece(SOURCE, SOURCE)


@pytest.mark.parametrize(
    ("says", "scores", "expected"),
    [
        pytest.param(RIGHT, {}, RIGHT, id="said"),
        pytest.param("The coach refused.", {}, WRONG, id="not-said-in-spite-of-it"),
        pytest.param("A scapegoat.", {"A scapegoat.": -9.0}, WRONG, id="the-rest-is-lost-for-it"),
        pytest.param("The coach refused to be a scapegoat 7 times.", {}, WRONG, id="a-new-error"),
    ],
)
def test_a_phrase_is_said_in_english(says: str, scores: dict[str, float], expected: str) -> None:
    attempts = {PIECE: Attempt(WRONG, -0.3)}
    better = attempts | look_up(attempts, Model({ASKED: says}), Reader(scores))
    assert better[PIECE].target == expected
    assert [(one.kind, one.source, one.target, one.source_span) for one in better[PIECE].repairs] == (
        [(Kind.REPAIRED, "kambing hitam", "scapegoat", (30, 43))] if expected == RIGHT else []
    )


TERM = Term(Entry("kambing hitam", "fall guy", 1), 30, 43)


@pytest.mark.parametrize(
    ("piece", "attempt"),
    [
        pytest.param(PIECE, Attempt(RIGHT, -0.3), id="said-already"),
        pytest.param(PIECE, Attempt(WRONG, 0.0), id="a-person-said-it"),
        pytest.param(PIECE, Attempt(SOURCE, -0.3, is_original=True), id="untranslated"),
        pytest.param(Piece(SOURCE, SOURCE, terms=(TERM,)), Attempt(WRONG, -0.3), id="the-glossary-has-another-word"),
    ],
)
def test_what_is_not_asked(piece: Piece, attempt: Attempt) -> None:
    model = Model({})
    assert look_up({piece: attempt}, model, Reader({})) == {}
    assert model.asked == []


def test_a_term_of_the_glossary_stays_where_it_stands_behind_a_phrase() -> None:
    source = "Pelatih menolak dijadikan kambing hitam oleh kambing hitam."
    last = source.rindex("kambing hitam")
    term = Term(Entry("kambing hitam", "fall guy", 1), last, last + len("kambing hitam"))
    model = Model({})
    look_up({Piece(source, source, terms=(term,)): Attempt(WRONG, -0.3)}, model, Reader({}))
    assert model.asked == ["Pelatih menolak dijadikan scapegoat oleh kambing hitam."]


def test_what_was_put_right_in_the_first_translation_is_not_told_of_the_second() -> None:
    first = Finding(Kind.REPAIRED, Level.INFO, "", "", "the model said “82rd”")
    better = look_up({PIECE: Attempt(WRONG, -0.3, repairs=(first,))}, Model({ASKED: RIGHT}), Reader({}))
    assert [one.source for one in better[PIECE].repairs] == ["kambing hitam"]


def test_of_words_the_reverse_model_says_whether_they_are_unsaid() -> None:
    source = "Petani menjual kopi kepada tengkulak."
    piece, said, loose = Piece(source, source), "Farmers sell coffee to a storey.", "Farmers sell coffee to dealers."
    model = Model({"Petani menjual kopi kepada middlemen.": "Farmers sell coffee to middlemen."})
    reader = Reader({said: -9.0})
    assert look_up({piece: Attempt(loose, -0.3)}, model, reader) == {}
    assert look_up({piece: Attempt(said, -0.3)}, model, None) == {}
    better = look_up({piece: Attempt(said, -0.3)}, model, reader)
    assert better[piece].target == "Farmers sell coffee to middlemen."


def test_a_word_that_was_made_up_is_looked_up_however_well_it_is_heard() -> None:
    source = "Petani menjual kopi kepada tengkulak."
    made_up = Finding(Kind.NONWORD, Level.WARNING, "", "tengkulers", "no English word")
    attempt = Attempt("Farmers sell coffee to tengkulers.", -0.3, (made_up,))
    model = Model({"Petani menjual kopi kepada middlemen.": "Farmers sell coffee to middlemen."})
    better = look_up({Piece(source, source): attempt}, model, Reader({}))
    assert [one.target for one in better.values()] == ["Farmers sell coffee to middlemen."]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("Pelatih itu menolak dijadikan kambing hitam atas kekalahan tim.", "scapegoat", id="idiom"),
        pytest.param("Warga membersihkan lumpur dengan cangkul dan sekop.", "hoe", id="tool"),
        pytest.param("Ia mengalami luka gigitan di betis kanan.", "cal", id="body"),
    ],
)
def test_the_embedded_models_say_what_they_look_up(source: str, expected: str) -> None:
    translator = CT2Translator(embedded("translator"), name=EMBEDDED, version="4", threads=1)
    reader = CT2Reconstructor(embedded("reverse"), threads=1)
    piece = Piece(source, source)
    (first,) = translator.translate([source])
    attempt = Attempt(first[0].text, first[0].score)
    assert expected not in attempt.target
    assert expected in look_up({piece: attempt}, translator, reader)[piece].target
