"""Was the translator sure of what it said?"""

from collections.abc import Iterable

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level

# Mean log-probability a token of the embedded translator, version 1: one sentence in fifty of FLORES lies below the
# first, one in ten below the second. Set them anew for each version: `python -m benchmarks.check_scores FLORES`.
UNSURE, HESITANT = -1.25, -1.1


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind unsure."""
    if pair.score is not None and pair.score < HESITANT:
        level = Level.WARNING if pair.score < UNSURE else Level.INFO
        yield Finding(Kind.UNSURE, level, "", "", f"the model was unsure of this translation (score {pair.score:.2f})")
