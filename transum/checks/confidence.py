"""One number for a sentence: the calibrated probability that its translation is not seriously wrong.

A logistic regression on what two models say of the pair: how sure the translator was, and how badly the reverse model
can tell the original from the translation. ``confidence.json`` beside this file holds the coefficients, what they were
fitted on and how well they hold on articles that they have not seen; ``python -m benchmarks.judged fit`` makes it.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from transum.checks.pair import Pair

_LOWEST: Final = 5  # tokens: the mean of the least likely ones separates best (benchmarks/judged.md)


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
    rows = {tuple(sorted(row["weights"])): (float(row["bias"]), dict(row["weights"])) for row in found["rows"]}
    return Table(rows, float(found["bounds"]["doubtful"]), float(found["bounds"]["wrong"]))


def features(pair: Pair) -> dict[str, float]:
    """What is known of the pair, by name; nothing where no model was asked.

    ``score`` is the translator's mean log-probability a token, ``lowest`` the mean of the reverse model's five least
    likely tokens of the original, ``length`` the logarithm of their number.

    >>> features(Pair("Hujan.", "Rain.", score=-0.5))
    {'score': -0.5}
    """
    found: dict[str, float] = {}
    if pair.score is not None:
        found["score"] = pair.score
    if pair.reconstruction and (tokens := sorted(pair.reconstruction.tokens)):
        found["lowest"] = sum(tokens[:_LOWEST]) / len(tokens[:_LOWEST])
        found["length"] = math.log(len(tokens))
    return found


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
