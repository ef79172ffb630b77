"""Doubts that only the models can have: vectors far apart, or a translator that was unsure."""

from collections.abc import Iterable

from transum.document import Finding, Kind, Level

# Cosines of the embedded encoder; unrelated sentences lie near 0.77. Read off all lines of the calibration set, so that
# no part of it is a hold-out for them (see benchmarks/check_calibration.md).
FAR, DISTANT, UNRELATED = 0.855, 0.862, 0.80
# Mean log-probability a token of the embedded translator, version 1: one sentence in fifty of FLORES lies below the
# first, one in ten below the second. Set them anew for each version: `python -m benchmarks.check_scores FLORES`.
UNSURE, HESITANT = -1.25, -1.1


# Words of the original below which the vectors say too little: the calibration set has no sentence as short, and
# "Hujan turun." is further than FAR from "It rained.".
_SHORT = 6


def check_meaning(similarity: float | None, score: float | None, words: int) -> Iterable[Finding]:
    """Findings of kinds meaning and unsure; of an original of a few ``words``, no errors."""
    if similarity is not None and similarity < (DISTANT if words >= _SHORT else UNRELATED):
        level = Level.ERROR if similarity < FAR and words >= _SHORT else Level.WARNING
        yield Finding(
            Kind.MEANING, level, "", "", f"the translation may say something else (similarity {similarity:.2f})"
        )
    if score is not None and score < HESITANT:
        level = Level.WARNING if score < UNSURE else Level.INFO
        yield Finding(Kind.UNSURE, level, "", "", f"the model was unsure of this translation (score {score:.2f})")
