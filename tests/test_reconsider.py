"""Where a sentence is in doubt, another of the model's answers may take the place of the likeliest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pytest

from transum.document import Candidate
from transum.engines.reconstruction import Reconstruction, WordScore
from transum.revise.choose import Attempt, Piece
from transum.revise.doubted import doubted
from transum.revise.reconsider import reconsider

SOURCE = "Polisi menahan bupati itu di rumah makan."
PIECE = Piece(SOURCE, SOURCE)
FIRST = "The police released the driver at a restaurant."  # "detained" and "regent" are unsaid
BETTER = "The police detained the regent at a restaurant."


@dataclass
class Reader:
    """Meets ``Reconstructor``: every word of the source is as likely as its translation is said to be."""

    scores: Mapping[str, float]
    fingerprint = "reader"
    asked: int = 0

    def reconstruct(self, pairs: Sequence[tuple[str, str]]) -> list[Reconstruction]:
        self.asked += len(pairs)
        return [self._told(source, self.scores[target]) for source, target in pairs]

    def _told(self, source: str, score: float) -> Reconstruction:
        spans = [(source.index(word), word) for word in source.rstrip(".").split()]
        words = tuple(WordScore(at, at + len(word), score) for at, word in spans)
        return Reconstruction(tuple(word.score for word in words), words)


@pytest.mark.parametrize(
    ("rival", "scores", "expected"),
    [
        pytest.param(Candidate(BETTER, -0.65), {FIRST: -8.0, BETTER: -5.0}, BETTER, id="told-better"),
        pytest.param(Candidate(BETTER, -0.65), {FIRST: -8.0, BETTER: -7.5}, FIRST, id="not-by-enough"),
        pytest.param(Candidate(BETTER, -0.95), {FIRST: -8.0, BETTER: -5.0}, FIRST, id="much-less-likely"),
        pytest.param(Candidate(BETTER, -0.65), {FIRST: -0.1, BETTER: -0.0}, FIRST, id="no-doubt"),
        pytest.param(
            Candidate("The cops released the driver at an inn.", -0.65),
            {FIRST: -8.0, "The cops released the driver at an inn.": -5.0},
            FIRST,
            id="the-word-table-finds-no-more-in-it",
        ),
        pytest.param(
            Candidate(f"{BETTER} 7", -0.65), {FIRST: -8.0, f"{BETTER} 7": -5.0}, FIRST, id="with-an-error-more"
        ),
    ],
)
def test_the_candidate_that_tells_the_original_best(rival: Candidate, scores: dict[str, float], expected: str) -> None:
    score = -0.1 if scores[FIRST] > -1 else -0.6
    attempts = {PIECE: Attempt(FIRST, score)}
    reader = Reader(scores)
    better = attempts | reconsider(list(doubted(attempts, reader)), {SOURCE: [Candidate(FIRST, score), rival]}, reader)
    assert better[PIECE].target == expected


def test_of_several_the_best_is_taken() -> None:
    good = "The police detained the regent in a restaurant."
    reader = Reader({FIRST: -9.0, BETTER: -6.0, good: -4.0})
    attempts = {PIECE: Attempt(FIRST, -0.6)}
    answers = {SOURCE: [Candidate(BETTER, -0.61), Candidate(good, -0.62)]}
    assert reconsider(list(doubted(attempts, reader)), answers, reader)[PIECE].target == good


def test_where_nothing_is_unsaid_nobody_is_asked() -> None:
    reader = Reader({BETTER: -8.0})
    attempts = {PIECE: Attempt(BETTER, -0.6)}
    doubts = list(doubted(attempts, reader))
    reader.asked = 0
    assert reconsider(doubts, {SOURCE: [Candidate(FIRST, -0.6)]}, reader) == {}
    assert reader.asked == 0
