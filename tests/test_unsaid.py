"""A word that the translation doesn't say takes the place of a wrong one, where the reverse model agrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from transum.document import Kind
from transum.engines.ct2 import CT2Translator
from transum.engines.reconstruction import CT2Reconstructor, Reconstruction, Remembering, WordScore
from transum.engines.replacement import Question, Replacement, Said, Wanted, fitting
from transum.facts.inflection import forms
from transum.facts.wordtable import replaceable, usual_translations
from transum.memory.remembering import RememberingTranslator
from transum.revise.choose import Attempt, Piece
from transum.revise.glossary import Entry, Term
from transum.revise.unsaid import say_the_unsaid
from transum.shelf import EMBEDDED
from transum.shelf.manifest import embedded

SOURCE = "Jerman mulai menyiapkan diri untuk menginvasi Kepulauan Inggris."
WRONG = "Germany began preparing to evacuate the British Islands."
RIGHT = "Germany began preparing to invade the British Islands."
PIECE = Piece(SOURCE, SOURCE)


def told(source: str, **scores: float) -> Reconstruction:
    """What a reverse model may say: every word is likely but those named."""
    words, at = [], 0
    for word in source.rstrip(".").split():
        start = source.index(word, at)
        at = start + len(word)
        words.append(WordScore(start, at, scores.get(word, -0.5)))
    return Reconstruction(tuple(word.score for word in words), tuple(words))


@dataclass
class Reader:
    """Meets ``Reconstructor``: what it says of the translations that it knows; all else is as unlikely as can be."""

    of: Mapping[str, Reconstruction]
    fingerprint = "reader"
    asked: int = 0

    def reconstruct(self, pairs: Sequence[tuple[str, str]]) -> list[Reconstruction]:
        self.asked += len(pairs)
        return [self.of.get(target) or told(source, **dict.fromkeys(source.split(), -20.0)) for source, target in pairs]


@dataclass
class Places:
    """Meets ``Replacer``: puts the first wanted word in the place of ``instead``."""

    instead: str
    asked: int = 0

    def replacements(self, questions: Sequence[Question]) -> list[tuple[Replacement | None, ...]]:
        self.asked += len(questions)
        found: list[tuple[Replacement | None, ...]] = []
        for question in questions:
            at = question.translation.find(self.instead)
            is_place = (at, at + len(self.instead)) in question.places
            put = [Replacement(at, at + len(self.instead), wanted.words[0]) for wanted in question.wanted]
            found.append(tuple(put) if is_place else (None,) * len(put))
        return found


DOUBTFUL, BETTER = told(SOURCE, menginvasi=-15.0, Kepulauan=-9.0), told(SOURCE, menginvasi=-3.0, Kepulauan=-9.0)


@pytest.mark.parametrize(
    ("now", "score", "expected"),
    [
        pytest.param(BETTER, -0.9, RIGHT, id="the-reverse-model-agrees"),
        pytest.param(told(SOURCE, menginvasi=-14.0, Kepulauan=-9.0), -0.9, WRONG, id="not-by-enough"),
        pytest.param(told(SOURCE, menginvasi=-3.0, Kepulauan=-25.0), -0.9, WRONG, id="another-word-is-lost-for-it"),
        pytest.param(BETTER, 0.0, WRONG, id="a-person-said-it"),
    ],
)
def test_a_word_is_put_right_where_the_reverse_model_agrees(now: Reconstruction, score: float, expected: str) -> None:
    attempts = {PIECE: Attempt(WRONG, score)}
    better = attempts | say_the_unsaid(attempts, Places("evacuate"), Reader({WRONG: DOUBTFUL, RIGHT: now}))
    assert better[PIECE].target == expected
    assert [(one.kind, one.source, one.target) for one in better[PIECE].repairs] == (
        [(Kind.REPAIRED, "menginvasi", "invade")] if expected == RIGHT else []
    )


def test_a_sentence_without_doubts_costs_nothing_more() -> None:
    places = Places("evacuate")
    assert not say_the_unsaid({PIECE: Attempt(RIGHT, -0.3)}, places, Reader({RIGHT: told(SOURCE)}))
    assert places.asked == 0


def test_a_term_of_the_glossary_stays() -> None:
    term = Term(Entry("menginvasi", "evacuate", 1), SOURCE.index("menginvasi"), SOURCE.index(" Kepulauan"))
    piece = Piece(SOURCE, SOURCE, terms=(term,))
    assert not say_the_unsaid(
        {piece: Attempt(WRONG, -0.9)}, Places("evacuate"), Reader({WRONG: DOUBTFUL, RIGHT: BETTER})
    )


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        pytest.param("a castle", "an invade", id="a-becomes-an"),
        pytest.param("an insult", "an invade", id="an-stays"),
        pytest.param("the castle", "the invade", id="no-article"),
        pytest.param("vitamin A castle", "vitamin A invade", id="a-letter"),
    ],
)
def test_the_article_goes_with_the_word(before: str, behind: str) -> None:
    instead = before.rsplit(maxsplit=1)[-1]
    before, behind = (WRONG.replace("to evacuate", part) for part in (before, behind))
    reader = Reader({before: DOUBTFUL, behind: BETTER})
    (found,) = say_the_unsaid({PIECE: Attempt(before, -0.9)}, Places(instead), reader).values()
    assert found.target == behind


def test_fitting_weighs_where_the_model_looked_and_what_it_finds_likely() -> None:
    said = ["▁He", "▁left", "▁to", "▁go", "."]
    numbers = {"▁He": 0, "▁left": 1, "▁to": 2, "▁go": 3, ".": 4, "▁stay": 5, "▁stayed": 6}
    question = Question("Ia tinggal.", "He left to go.", ((3, 7), (11, 13)), (Wanted(3, 10, ("stay", "stayed")),))
    attention = np.full((5, 3), 0.1, dtype=np.float32)
    logits = np.zeros((5, 7), dtype=np.float32)
    attention[3, 1] = 0.9
    logits[3, 5] = 2.0
    found = fitting(
        question, Said(["▁Ia", "▁tinggal", "."], said, attention, logits), lambda word: [numbers[f"▁{word}"]]
    )
    assert list(found) == [Replacement(11, 13, "stay")]
    attention[3, 1] = 0.1
    found = fitting(
        question, Said(["▁Ia", "▁tinggal", "."], said, attention, logits), lambda word: [numbers[f"▁{word}"]]
    )
    assert list(found) == [None]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("invade", {"invaded", "invading", "invades"}, id="silent-e"),
        pytest.param("stop", {"stopped", "stopping", "stops"}, id="doubled"),
        pytest.param("visit", {"visited", "visiting", "visits"}, id="not-doubled"),
        pytest.param("study", {"studied", "studying", "studies"}, id="y"),
        pytest.param("box", {"boxes"}, id="sibilant"),
        pytest.param("child", {"children"}, id="irregular-plural"),
        pytest.param("sing", {"sang", "sung", "singing"}, id="irregular-past"),
    ],
)
def test_forms(word: str, expected: set[str]) -> None:
    found = forms(word)
    assert found[0] == word
    assert expected <= set(found)
    assert not {"visitted", "singed", "invadeed", "studys"}.intersection(found)


def test_only_words_that_translate_nothing_give_way() -> None:
    places = [WRONG[start:end] for start, end in replaceable(SOURCE, WRONG)]
    assert "evacuate" in places
    assert "preparing" not in places
    assert replaceable("Polisi datang.", "The police sing-song with Clever.") == ()
    assert usual_translations("menginvasi")[0] == "invade"
    assert usual_translations("xyzzy") == ()


def test_the_reverse_model_is_asked_about_each_pair_once() -> None:
    reader = Reader({RIGHT: BETTER})
    remembering = Remembering(reader)
    assert remembering.reconstruct([(SOURCE, RIGHT), (SOURCE, RIGHT)]) == [BETTER, BETTER]
    assert remembering.reconstruct([(SOURCE, RIGHT)]) == [BETTER]
    assert (reader.asked, remembering.fingerprint) == (1, "reader")


@pytest.fixture(scope="module")
def translator() -> CT2Translator:
    return CT2Translator(embedded("translator"), name=EMBEDDED, version="", threads=1)


class TestWithTheModels:
    """The embedded models, asked about translations that stand here, so that any processor gives the same."""

    def test_the_translator_knows_the_place(self, translator: CT2Translator) -> None:
        start = SOURCE.index("menginvasi")
        wanted = Wanted(start, start + len("menginvasi"), forms("invade"))
        question = Question(SOURCE, WRONG, replaceable(SOURCE, WRONG), (wanted,))
        other = Question("Polisi datang.", "The police came.", (), (Wanted(0, 6, ("officer",)),))
        expected = (Replacement(WRONG.index("evacuate"), WRONG.index(" the British"), "invade"),)
        assert translator.replacements([question]) == [expected]
        assert translator.replacements([other, question]) == [(None,), expected]
        assert RememberingTranslator(translator, None).replacements([question]) == [expected]

    def test_both_agree(self, translator: CT2Translator) -> None:
        reader = CT2Reconstructor(embedded("reverse"), threads=1)
        found = say_the_unsaid({PIECE: Attempt(WRONG, -0.6)}, translator, reader)
        assert [attempt.target for attempt in found.values()] == [RIGHT]
