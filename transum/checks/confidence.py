"""One number for a sentence: the calibrated probability that its translation is not seriously wrong.

A logistic regression on what five witnesses say of the pair: how sure the translator was, how badly the reverse model
can tell the original from the translation, what word table and dictionary don't find in it, and what the rules found.
``confidence.json`` beside this file holds the coefficients, what they were fitted on and how well they hold on articles
that they have not seen; ``python -m benchmarks.judged fit`` makes it.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.dictionary import meanings
from transum.facts.wordtable import compared

_LOWEST: Final = 5  # tokens: the mean of the least likely ones separates best (benchmarks/judged.md)
_UNHEARD: Final = -9.0  # log-probability under the reverse model of a word that is hardly said
_MOST: Final = 3.0  # errors of rules: more say no more
# What is no rule's: it follows from the confidence, or says what was done.
_NO_RULES: Final = frozenset({Kind.COVERAGE, Kind.UNSURE, Kind.OMISSION, Kind.ADDITION, Kind.GLOSSARY, Kind.REPAIRED})


@dataclass(frozen=True, slots=True)
class Table:
    """Coefficients for each set of features at hand, and the bounds that the checks use."""

    rows: dict[tuple[str, ...], tuple[float, dict[str, float]]]
    doubtful: float
    wrong: float


@cache
def table() -> Table:
    """What ``confidence.json`` says."""
    found: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    return Table(coefficients(found["rows"]), float(found["bounds"]["doubtful"]), float(found["bounds"]["wrong"]))


def coefficients(rows: Iterable[dict[str, Any]]) -> dict[tuple[str, ...], tuple[float, dict[str, float]]]:
    """Rows as ``confidence.json`` has them, by the names of their features: bias and weights."""
    return {tuple(sorted(row["weights"])): (float(row["bias"]), dict(row["weights"])) for row in rows}


def features(pair: Pair) -> dict[str, float]:
    """What is known of the pair, by name; nothing where it has no translator's score: of others nothing was fitted.

    ``score`` is the translator's mean log-probability a token, ``lowest`` the mean of the reverse model's five least
    likely tokens of the original, ``length`` the logarithm of their number, ``unheard`` how many of its words are
    hardly likely at all. Of the original's content words that the word table has, ``unsaid`` is the share of which the
    translation holds no translation; ``surprise`` sums up how seldom people miss these. ``meanings`` are words and
    phrases of the dictionary that it doesn't say. ``rules`` counts what the rules found, a warning for half an error.

    >>> features(Pair("Hujan turun.", "Rain fell.", score=-0.5))
    {'score': -0.5, 'unsaid': 0.0, 'meanings': 0.0, 'surprise': 0.0, 'rules': 0.0}
    """
    if pair.score is None:
        return {}
    found = {"score": pair.score}
    words = compared(pair.source, pair.target)
    found["unsaid"] = len(words.missed) / max(1, words.known)
    found["meanings"] = float(sum(not one.is_said_in(pair.target) for one in meanings(pair.source)))
    if pair.reconstruction and (tokens := sorted(pair.reconstruction.tokens)):
        found["lowest"] = sum(tokens[:_LOWEST]) / len(tokens[:_LOWEST])
        found["length"] = math.log(len(tokens))
        found["unheard"] = float(sum(word.score < _UNHEARD for word in pair.reconstruction.words))
    else:
        found["surprise"] = math.fsum(word.surprise for word in words.missed)
    return {**found, "rules": _weight(pair.found)}


def _weight(findings: Iterable[Finding]) -> float:
    weights = {Level.ERROR: 1.0, Level.WARNING: 0.5}
    return min(_MOST, math.fsum(weights.get(one.level, 0.0) for one in findings if one.kind not in _NO_RULES))


def confidence(pair: Pair) -> float | None:
    """The probability that ``pair.target`` is no seriously wrong translation of ``pair.source``; None: nobody knows.

    To two digits: more would say more than was measured.
    """
    found = features(pair)
    row = table().rows.get(tuple(sorted(found)))
    if row is None:
        return None
    bias, weights = row
    wrong = bias + sum(weight * found[name] for name, weight in weights.items())
    return round(1 / (1 + math.exp(max(-30.0, min(30.0, wrong)))), 2)
