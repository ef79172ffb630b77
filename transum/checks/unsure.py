"""Is the sentence as a whole likely to be wrong? Told by its calibrated confidence."""

from collections.abc import Iterable

from transum.checks import coverage
from transum.checks.confidence import confidence, table
from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind unsure, where no word that the translation misses is named already."""
    found = confidence(pair)
    if found is None or found >= table().doubtful or any(coverage.missed(pair)):
        return
    yield Finding(Kind.UNSURE, Level.WARNING, "", "", "something may be wrong here")
