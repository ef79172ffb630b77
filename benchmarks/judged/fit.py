"""Coefficients of the confidence: logistic regression on judged sentences, each article tested on what others teach."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

import transum.checks.confidence
from benchmarks.judged.judgements import Judged
from transum.checks.confidence import features
from transum.checks.pair import Pair

TABLE: Final = Path(transum.checks.confidence.__file__).with_suffix(".json")
SETS: Final = (
    ("score", "lowest", "length", "unheard", "unsaid", "meanings", "rules"),
    ("score", "unsaid", "surprise", "meanings", "rules"),  # --quick
)
PENALTY: Final = 1.0  # on the squares of the coefficients of standardised features
# The least share of serious faults among what a warning, an error marks. The contract asks for three of four, and for
# three of four serious faults marked: since the dictionary puts the plainest of them right, both at once can't be had,
# and the bound is taken where about as many marks are right as faults are marked.
DOUBTFUL, WRONG = 0.71, 0.9
_BINS: Final = 5
Floats = NDArray[np.float64]
Samples: TypeAlias = Sequence[tuple[Judged, Pair]]


def fit(samples: Samples) -> dict[str, Any]:
    """What ``confidence.json`` holds: a row for each set of features from all articles, bounds, and the curve.

    Bounds, curve and areas are of chances that ``apart`` gives: no sentence had a part in what judges it there.
    """
    rows = [_row(samples, names) for names in SETS]
    chances, serious = apart(samples, SETS[0])
    return {
        "about": "made by python -m benchmarks.judged fit; see transum/checks/confidence.py",
        "rows": [{**row, "auc": round(area(*apart(samples, names)), 3)} for row, names in zip(rows, SETS, strict=True)],
        "bounds": {
            "doubtful": round(1 - _bound(chances, serious, DOUBTFUL), 2),
            "wrong": round(1 - _bound(chances, serious, WRONG), 2),
        },
        "curve": _curve(chances, serious),
    }


def folds(samples: Samples) -> Iterator[tuple[list[dict[str, Any]], Samples]]:
    """For every article: rows of coefficients fitted on the other ones, and its own samples."""
    for article in sorted({one.article for one, _ in samples}):
        others = [sample for sample in samples if sample[0].article != article]
        yield (
            [_row(others, names) for names in SETS],
            [sample for sample in samples if sample[0].article == article],
        )


def apart(samples: Samples, names: tuple[str, ...]) -> tuple[Floats, Floats]:
    """Each sample's chance of a serious fault by what the other articles taught, and whether it has one."""
    at = SETS.index(names)
    parts = [_chances(own, rows[at]) for rows, own in folds(samples)]
    return np.concatenate([chances for chances, _ in parts]), np.concatenate([serious for _, serious in parts])


def _row(samples: Samples, names: tuple[str, ...]) -> dict[str, Any]:
    values, serious = _matrix(samples, names)
    mean, scale = values.mean(axis=0), values.std(axis=0)
    weights = logistic_regression((values - mean) / scale, serious)
    plain = weights[1:] / scale
    return {
        "bias": round(float(weights[0] - plain @ mean), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, plain, strict=True)},
    }


def logistic_regression(values: Floats, labels: Floats, *, steps: int = 50) -> Floats:
    """Bias and weights by Newton's method, ridge on the weights; ``values`` (samples, features), ``labels`` 0 or 1."""
    design = np.column_stack([np.ones(len(values)), values])
    ridge = np.diag([0.0] + [PENALTY] * values.shape[1])
    weights = np.zeros(design.shape[1])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (chance - labels) + ridge @ weights
        curvature = (design * (chance * (1 - chance))[:, None]).T @ design + ridge
        weights = weights - np.linalg.solve(curvature, gradient)
    return weights


def area(chances: Floats, labels: Floats) -> float:
    """The area under the curve of hits over false alarms: how often a serious fault has the higher chance.

    >>> area(np.array([0.9, 0.2, 0.8]), np.array([1.0, 0.0, 0.0]))
    1.0
    """
    wrong, right = chances[labels == 1], chances[labels == 0]
    return float((wrong[:, None] > right).mean() + 0.5 * (wrong[:, None] == right).mean())


def _matrix(samples: Samples, names: Sequence[str]) -> tuple[Floats, Floats]:
    """The features of each pair, without the reverse model's word where they are those of ``--quick``."""
    kept = []
    for judged, pair in samples:
        found = features(pair if "lowest" in names else replace(pair, reconstruction=None))
        if set(names) <= set(found):
            kept.append(([found[name] for name in names], float(judged.is_serious)))
    values = np.array([row for row, _ in kept]).reshape(-1, len(names))
    return values, np.array([serious for _, serious in kept])


def _chances(samples: Samples, row: Mapping[str, Any]) -> tuple[Floats, Floats]:
    names = tuple(row["weights"])
    values, serious = _matrix(samples, names)
    return 1 / (1 + np.exp(-(row["bias"] + values @ np.array([row["weights"][name] for name in names])))), serious


def _bound(chances: Floats, serious: Floats, precision: float) -> float:
    """The lowest chance above which at least ``precision`` of the sentences are seriously wrong."""
    return min(
        (float(bound) for bound in np.unique(chances) if serious[chances >= bound].mean() >= precision), default=1.0
    )


def _curve(chances: Floats, serious: Floats) -> list[dict[str, float | int]]:
    """For bins of the confidence: what it said, and what share was right or a slip."""
    sure = 1 - chances
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    return [
        {
            "sentences": int((bins == number).sum()),
            "confidence": round(float(sure[bins == number].mean()), 2),
            "not_serious": round(float(1 - serious[bins == number].mean()), 2),
        }
        for number in range(_BINS)
        if (bins == number).any()
    ]


def write(found: Mapping[str, Any]) -> None:
    """Put the table into the package."""
    TABLE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
