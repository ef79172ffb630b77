"""Is the translation about as long as such an original's is? What is left out or added shows in its length."""

import math
import re
from collections.abc import Iterable, Sequence

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.tokens import spoken

# Bounds of the length ratio, read off FLORES (see benchmarks/check_calibration.md). In a short sentence one number in
# words, or one compound, moves it far.
BOUNDS = (0.71, 0.75, 1.8, 2.3)
SHORT_SENTENCE_BOUNDS = (0.3, 0.4, 2.5, 3.0)
_SHORT_SENTENCE = 8
_SPEAKER = re.compile(r"\A\W*[A-Z]\s?:\s")  # of an interview: "T: ", "Q: "


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind length."""
    ours, theirs = spoken(_SPEAKER.sub("", pair.source)), spoken(_SPEAKER.sub("", pair.target))
    if ours and not theirs:
        yield Finding(Kind.LENGTH, Level.ERROR, "", pair.target, "the translation is empty")
        return
    if len(ours) < 5:
        return
    ratio = length_ratio(ours, theirs)
    short_error, short, long, long_error = BOUNDS if len(ours) > _SHORT_SENTENCE else SHORT_SENTENCE_BOUNDS
    if ratio < short:
        level = Level.ERROR if ratio < short_error else Level.WARNING
        message = f"the translation has {_counted(ours, theirs, fewer=True)}: something may be left out"
        yield Finding(Kind.LENGTH, level, "", "", message)
    elif ratio > long:
        level = Level.ERROR if ratio > long_error else Level.WARNING
        message = f"the translation has {_counted(ours, theirs, fewer=False)}: something may be added"
        yield Finding(Kind.LENGTH, level, "", "", message)


def _counted(ours: Sequence[str], theirs: Sequence[str], *, fewer: bool) -> str:
    """What there is fewer or more of: words, or letters where the words are as many."""
    if (len(theirs) < len(ours)) is fewer and len(theirs) != len(ours):
        return f"{len(theirs)} words for {len(ours)}"
    return f"{sum(map(len, theirs))} letters for {sum(map(len, ours))}"


def length_ratio(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """How long ``theirs`` are to ``ours``: the geometric mean of the ratios in words and in letters.

    English has more and shorter words, and how many more depends on the sentence: each ratio alone strays further.

    >>> length_ratio(["warga", "marah"], ["the", "villagers", "are", "angry"])
    2.0
    """
    words = len(theirs) / len(ours)
    letters = sum(map(len, theirs)) / sum(map(len, ours))
    return math.sqrt(words * letters)
