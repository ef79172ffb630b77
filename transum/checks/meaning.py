"""Do both sentences mean the same? Told by the distance of the encoder's vectors."""

from collections.abc import Iterable

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level

# Cosines of the embedded encoder; unrelated sentences lie near 0.77. Read off all lines of the calibration set, so that
# no part of it is a hold-out for them (see benchmarks/check_calibration.md).
FAR, DISTANT, UNRELATED = 0.855, 0.862, 0.80
# Words of the original below which the vectors say too little: the calibration set has no sentence as short, and
# "Hujan turun." is further than FAR from "It rained.".
_SHORT = 6


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind meaning; of an original of a few words, no errors."""
    similarity, is_long = pair.similarity, len(pair.source.split()) >= _SHORT
    if similarity is not None and pair.target.strip() and similarity < (DISTANT if is_long else UNRELATED):
        level = Level.ERROR if similarity < FAR and is_long else Level.WARNING
        yield Finding(
            Kind.MEANING, level, "", "", f"the translation may say something else (similarity {similarity:.2f})"
        )
