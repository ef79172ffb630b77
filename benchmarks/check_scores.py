"""Where a translator's scores lie, and what a low one says: the bounds of the check "unsure" are read off this.

    python -m benchmarks.check_scores FLORES [--sentences 200] [--model embedded] [--seed 7]

FLORES is the folder that ``check_calibration`` takes. The translator runs on that many of its sentences, drawn with
the seed. Put UNSURE of ``transum/check/meaning.py`` where one sentence in fifty falls below it, and HESITANT where one
in ten does, provided that chrF there is clearly below the rest: a score that says nothing should mark nothing.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from sacrebleu.metrics.chrf import CHRF

from benchmarks.check_calibration import read
from transum import folders
from transum.checks.unsure import HESITANT, UNSURE
from transum.engines.load import load
from transum.indonesian.notation import normalise
from transum.shelf import Shelf

_SHARES = (0.01, 0.02, 0.05, 0.1, 0.125, 0.25, 0.5, 0.75)


def quantiles(scores: Sequence[float]) -> list[str]:
    """Rows: below which score each share of the sentences lies."""
    ranked = sorted(scores)
    rows = [f"| {share:.1%} | {ranked[int(share * len(ranked))]:.2f} |" for share in _SHARES]
    return ["| of the sentences | score below |", "|---|---|", *rows]


def quality(scored: Sequence[tuple[float, str, str]], parts: int = 8) -> list[str]:
    """Rows: chrF of each eighth of the sentences, lowest scores first; ``scored`` are score, target and reference."""
    chrf = CHRF()
    ranked = sorted(scored)
    rows = ["| scores | sentences | chrF |", "|---|---|---|"]
    for part in range(parts):
        group = ranked[part * len(ranked) // parts : (part + 1) * len(ranked) // parts]
        value = chrf.corpus_score([target for _, target, _ in group], [[reference for *_, reference in group]]).score
        rows.append(f"| {group[0][0]:.2f} to {group[-1][0]:.2f} | {len(group)} | {value:.1f} |")
    return rows


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("flores", type=Path)
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--model", default="embedded")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    data = read(arguments.flores)
    count = min(max(arguments.sentences, 8), len(data.source))
    drawn = random.Random(arguments.seed).sample(range(len(data.source)), count)  # noqa: S311 - no secret
    translator = load(arguments.model, shelf=Shelf(folders.models()))
    best = [found[0] for found in translator.translate([normalise(data.source[place]) for place in drawn])]
    references = [data.targets["en"][place] for place in drawn]
    scored = [(one.score, one.text, reference) for one, reference in zip(best, references, strict=True)]
    print(f"{translator.info.name} {translator.info.version}, {count} sentences, seed {arguments.seed}\n")
    print(*quantiles([score for score, *_ in scored]), sep="\n")
    hesitant, unsure = (sum(score < bound for score, *_ in scored) for bound in (HESITANT, UNSURE))
    print(f"\nNow below HESITANT ({HESITANT}): {hesitant}, of these below UNSURE ({UNSURE}): {unsure}\n")
    print(*quality(scored), sep="\n")


if __name__ == "__main__":
    main()
