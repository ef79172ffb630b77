"""Two witnesses for a word of one text that nothing in the other says: the word table, and a model that has to say it.

Either alone is wrong too often: people translate freely, and a model is surprised by what is rare. What the table finds
alone, and a model hardly believes, given the other text, is worth a doubt. ``witnesses.json`` beside this file holds
the weights and the bounds of both levels, read off human translations, and words that were left out of them or
exchanged, by ``python -m benchmarks.check_words fit``.
"""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from transum.checks.pair import Pair
from transum.document import Level
from transum.engines.reconstruction import Reconstruction, WordScore
from transum.facts.wordtable import Alone, compared, unexplained


@dataclass(frozen=True, slots=True)
class Rule:
    """How much each witness counts, and from which sum on there is a doubt of which level."""

    surprise: float
    unlikely: float
    warning: float
    error: float

    def level(self, word: Alone, score: float) -> Level | None:
        """The level of a doubt about ``word``, which a model says with log-probability ``score``; None: no doubt."""
        told = self.surprise * word.surprise + self.unlikely * unlikeliness(word, score)
        return Level.ERROR if told >= self.error else Level.WARNING if told >= self.warning else None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word, ``text[start:end]``, and how sure it is that the other text doesn't say it."""

    start: int
    end: int
    level: Level


@cache
def rules() -> dict[str, Rule]:
    """What ``witnesses.json`` says: ``table``, ``omission``, ``addition``."""
    found: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return {name: Rule(**values) for name, values in found["rules"].items()}


def left_out(pair: Pair) -> Iterator[Doubt]:
    """The words of the original that the translation doesn't say, by both witnesses, or by the table alone.

    The reverse model is asked where the translation is not the translator's own: of that it knows more
    (``confidence``).
    """
    missed = compared(pair.source, pair.target).missed
    if pair.score is not None or pair.reconstruction is None:
        yield from _doubts(((word, 0.0) for word in missed), rules()["table"])
    else:
        yield from _doubts(scored(missed, pair.reconstruction), rules()["omission"])


def added(pair: Pair) -> Iterator[Doubt]:
    """The words of the translation that nothing in the original says, where a model was asked about them."""
    if pair.expectation is not None:
        yield from _doubts(scored(unexplained(pair.source, pair.target), pair.expectation), rules()["addition"])


def scored(words: Iterable[Alone], scores: Reconstruction) -> Iterator[tuple[Alone, float]]:
    """Each word with what the model thinks of it; a word that it wasn't asked about is left out."""
    for word in words:
        told = _score(word, scores.words)
        if told is not None:
            yield word, told


def unlikeliness(word: Alone, score: float) -> float:
    """A log-probability as the rules weigh it: by letter, since a long word is made of many pieces, and flattened.

    >>> unlikeliness(Alone(0, 9, 0.1), 0.0), round(unlikeliness(Alone(0, 9, 0.1), -20.0), 1)
    (0.0, 1.1)
    """
    return math.log1p(max(0.0, -score) / (1 + word.end - word.start))


def _score(word: Alone, scores: Iterable[WordScore]) -> float | None:
    told = [score.score for score in scores if score.start < word.end and score.end > word.start]
    return sum(told) if told else None


def _doubts(words: Iterable[tuple[Alone, float]], rule: Rule) -> Iterator[Doubt]:
    for word, score in words:
        level = rule.level(word, score)
        if level is not None:
            yield Doubt(word.start, word.end, level)
