"""Which sentences of a translation belong to which of the original, for texts that transum didn't translate itself.

Dynamic programming over the similarity of sentence vectors, with the moves of Gale & Church (1993): one to one, one to
two, two to one, and one to nothing.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from transum.engines.encoder import Encoder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What a pair must exceed to be better than two sentences left alone; unrelated ones have cosines near 0.78.
_UNRELATED: Final = 0.82
# The mean of two vectors is a little nearer to everything; a merger must gain more than that.
_MERGE_COST: Final = 0.03
_MOVES: Final = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))
# Sentences that a translator moves or merges stay near their place: a band keeps long texts affordable.
_BAND: Final = 40

Beads = list[tuple[range, range]]


def align(sources: Sequence[str], targets: Sequence[str], encoder: Encoder) -> Beads:
    """Pairs of ranges of indices, in order, that cover both sides; one of the two may be empty.

    As many sentences on both sides as on the other is no proof that they match: the vectors decide.
    """
    if not sources or not targets:
        return [(range(len(sources)), range(len(targets)))]
    vectors = encoder.encode([*sources, *targets])
    ours, theirs = vectors[: len(sources)], vectors[len(sources) :]
    return _best_path(
        {
            (1, 1): ours @ theirs.T - _UNRELATED,
            (2, 1): _mergers(ours) @ theirs.T - _UNRELATED - _MERGE_COST,
            (1, 2): ours @ _mergers(theirs).T - _UNRELATED - _MERGE_COST,
        }
    )


def _mergers(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The unit vectors of each two neighbours taken together, shape ``(n - 1, d)``."""
    import numpy as np

    sums = vectors[:-1] + vectors[1:]
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)


def _best_path(gains: Mapping[tuple[int, int], "NDArray[np.float32]"]) -> Beads:
    """The path with the greatest sum of gains; ``gains[move][row, column]`` is that of a move beginning there."""
    rows, columns = gains[1, 1].shape
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for row in range(rows + 1):
        middle = round(row * columns / rows)
        for column in range(max(0, middle - _BAND), min(columns, middle + _BAND) + 1):
            reached = [
                (best[before][0] + (float(gains[move][before]) if move in gains else 0.0), before)
                for move in _MOVES
                if (before := (row - move[0], column - move[1])) in best
            ]
            if reached:
                best[row, column] = max(reached)
    beads: Beads = []
    place = (rows, columns)
    while place != (0, 0):
        before = best[place][1]
        beads.append((range(before[0], place[0]), range(before[1], place[1])))
        place = before
    return beads[::-1]
