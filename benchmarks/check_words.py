"""Words that are left out of a translation, or exchanged: how many are found, and at how many false alarms.

    python -m benchmarks.check_words report FLORES > benchmarks/check_words.md
    python -m benchmarks.check_words fit FLORES     weights and bounds, from the first half

``fit`` writes ``transum/checks/witnesses.json``. FLORES as for ``check_calibration``. Of people's translations and of
one system's every sentence is taken three times: as it is, without one of its content words, and with one exchanged for
another of the corpus that ends like it. Weights are fitted on the words of the first half; bounds are such that in the
human translations of that half few sentences have a finding.
"""

import argparse
import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

import transum.checks.witnesses
from benchmarks.check_calibration import HALF, Data, read
from benchmarks.judged.fit import Floats, logistic_regression
from transum.checks import Pair, addition, omission
from transum.checks.witnesses import Rule, rules, scored, unlikeliness
from transum.document import ENGLISH, INDONESIAN, Level
from transum.engines.ct2 import default_threads
from transum.engines.reconstruction import CT2Reconstructor
from transum.facts.wordtable import Alone, compared, unexplained
from transum.lexicon import words
from transum.shelf.manifest import embedded

TABLE: Final = Path(transum.checks.witnesses.__file__).with_suffix(".json")
BASES: Final = {"en": "people", "google.en": "a system (Google)"}
RIGHT, OMITTED, EXCHANGED = "right", "left out", "exchanged"
# The share of people's sentences with a false alarm, of either level and of level error, that bounds are set for.
ALARMS: Final = {"table": (0.03, 0.01), "omission": (0.05, 0.01), "addition": (0.05, 0.01)}
_WORD: Final = re.compile(r"(?<![\w'-])[a-z]{4,}(?![\w'-])")


@dataclass(frozen=True, slots=True)
class Sample:
    """One sentence pair; ``place`` of its translation is where a word was left out or exchanged."""

    base: str
    fault: str
    index: int
    place: int
    pair: Pair

    @property
    def is_first(self) -> bool:
        """Whether weights and bounds may look at it."""
        return self.index < HALF


def samples(data: Data, seed: int) -> Iterator[Sample]:
    """Every sentence as it is, with a word left out, and with a word exchanged."""
    rng = random.Random(seed)  # noqa: S311 - faults, not secrets
    pool = [match[0] for text in data.targets["en"] for match in _content(text)]
    for base in BASES:
        for index, (source, target) in enumerate(zip(data.source, data.targets[base], strict=True)):
            yield Sample(base, RIGHT, index, 0, Pair(source, target))
            places = list(_content(target))
            for fault in (OMITTED, EXCHANGED) if places else ():
                match = rng.choice(places)
                like = [word for word in pool if word[-2:] == match[0][-2:] and word != match[0]] or pool
                new = rng.choice(like) if fault == EXCHANGED else ""
                rest = target[match.end() :] if new else target[match.end() :].removeprefix(" ")
                yield Sample(base, fault, index, match.start(), Pair(source, target[: match.start()] + new + rest))


def _content(text: str) -> Iterator[re.Match[str]]:
    for match in _WORD.finditer(text):
        if match[0] in words("english") and match[0] not in words("english-function-words"):
            yield match


def with_models(found: Sequence[Sample]) -> list[Sample]:
    """The samples with what both models say of them."""
    threads = default_threads()
    back = CT2Reconstructor(embedded("reverse"), threads=threads)
    forth = CT2Reconstructor(embedded("translator"), threads=threads, original=ENGLISH, translation=INDONESIAN)
    said = back.reconstruct([(one.pair.source, one.pair.target) for one in found])
    expected = forth.reconstruct([(one.pair.target, one.pair.source) for one in found])
    return [
        replace(one, pair=replace(one.pair, reconstruction=ours, expectation=theirs))
        for one, ours, theirs in zip(found, said, expected, strict=True)
    ]


Words = dict[int, tuple[float, float]]  # by place: surprise, unlikeliness


def told(sample: Sample, rule: str) -> Words:
    """What the witnesses of ``rule`` say of the words of a sample."""
    pair = sample.pair
    found: Iterable[tuple[Alone, float]]
    if rule == "addition":
        assert pair.expectation is not None  # noqa: S101 - with_models
        found = scored(unexplained(pair.source, pair.target), pair.expectation)
    else:
        assert pair.reconstruction is not None  # noqa: S101 - with_models
        missed = compared(pair.source, pair.target).missed
        found = scored(missed, pair.reconstruction) if rule == "omission" else ((word, 0.0) for word in missed)
    return {word.start: (word.surprise, unlikeliness(word, score)) for word, score in found}


def fitted(found: Sequence[Sample], rule: str) -> Rule:
    """Weights and bounds of a rule, from the first half."""
    first = [one for one in found if one.is_first]
    known = {(one.base, one.index): told(one, rule) for one in first if one.fault == RIGHT}
    values, labels = [], []
    for one in first:
        for place, features in told(one, rule).items():
            is_new = place == one.place if rule == "addition" else place not in known[one.base, one.index]
            if one.fault == RIGHT or is_new:
                values.append(features)
                labels.append(float(one.fault != RIGHT))
    weights = (1.0, 0.0) if rule == "table" else _weights(np.array(values), np.array(labels))
    highest = sorted(
        (
            max((weights[0] * a + weights[1] * b for a, b in known["en", index].values()), default=0.0)
            for index in range(HALF)
        ),
        reverse=True,
    )
    warning, error = (round(highest[int(share * HALF)] + 0.005, 3) for share in ALARMS[rule])
    return Rule(weights[0], weights[1], warning, error)


def _weights(values: Floats, labels: Floats) -> tuple[float, float]:
    mean, scale = values.mean(axis=0), values.std(axis=0)
    plain = logistic_regression((values - mean) / scale, labels)[1:] / scale
    return round(float(plain[0]), 3), round(float(plain[1]), 3)


def fit(found: Sequence[Sample]) -> None:
    """Put the rules into the package."""
    made = {rule: asdict(fitted(found, rule)) for rule in ALARMS}
    about = "made by python -m benchmarks.check_words fit; see transum/checks/witnesses.py"
    TABLE.write_text(json.dumps({"about": about, "rules": made}, indent=1) + "\n", encoding="utf-8")
    rules.cache_clear()


def report(found: Sequence[Sample]) -> Iterator[str]:
    """The tables, line by line."""
    yield "# Words left out, and words exchanged\n"
    yield "    python -m benchmarks.check_words report FLORES\n"
    yield (
        "FLORES-200 dev: every sentence as it is, with one content word left out, and with one exchanged for another "
        "that ends like it. Weights and bounds were read off the first half. In each cell: sentences with an error "
        "(with an error or a warning).\n"
    )
    for title, is_first in (("First half", True), ("Held out: second half", False)):
        yield f"## {title}\n"
        yield "| translated by | sentences | by | no fault | a word left out | a word exchanged |"
        yield "|---|---|---|---|---|---|"
        for base, name in BASES.items():
            part = [one for one in found if one.base == base and one.is_first is is_first]
            for row, kinds in _ROWS.items():
                cells = [_shares(part, fault, kinds) for fault in (RIGHT, OMITTED, EXCHANGED)]
                yield f"| {name} | {len({one.index for one in part})} | {row} | {' | '.join(cells)} |"
        yield ""


_ROWS: Final = {
    "omission, word table alone": ("table",),
    "omission": ("omission",),
    "addition": ("addition",),
    "either": ("omission", "addition"),
}


def _shares(part: Sequence[Sample], fault: str, kinds: Sequence[str]) -> str:
    levels = [_level(one.pair, kinds) for one in part if one.fault == fault]
    error, either = (sum(level >= least for level in levels) / len(levels) for least in (Level.ERROR, Level.WARNING))
    return f"{error:.1%} ({either:.1%})"


def _level(pair: Pair, kinds: Sequence[str]) -> int:
    findings = [*addition.run(pair)] if "addition" in kinds else []
    if "omission" in kinds:
        findings += omission.run(pair)
    if "table" in kinds:
        findings += omission.run(replace(pair, reconstruction=None))
    return max((finding.level for finding in findings), default=0)


def main() -> None:
    """One of the two steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["report", "fit"])
    parser.add_argument("flores", type=Path)
    parser.add_argument("--seed", type=int, default=14)
    arguments = parser.parse_args()
    found = with_models(list(samples(read(arguments.flores), arguments.seed)))
    if arguments.step == "fit":
        fit(found)
    print(*report(found), sep="\n")


if __name__ == "__main__":
    main()
