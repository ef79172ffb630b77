"""The sentences that are in doubt once they are translated, with what the reverse model says of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from transum.checks import Pair
from transum.checks.confidence import confidence
from transum.engines.reconstruction import Reconstruction, Reconstructor
from transum.revise.choose import LONGEST_CHECKED, Attempt, Piece

_SURE: Final = 0.8  # confidence from which on a sentence is left as it is
_CERTAIN: Final = 0.0  # score: of what a person said
_LOWEST: Final = 5  # tokens: those that ``confidence`` looks at


@dataclass(frozen=True, slots=True)
class Doubted:
    """A piece whose ``attempt`` may be seriously wrong; ``told``: how well its source can be told from that."""

    piece: Piece
    attempt: Attempt
    told: Reconstruction

    @property
    def pair(self) -> Pair:
        """Both texts as checks take them."""
        return Pair(
            self.piece.source,
            self.attempt.target,
            dict(self.piece.definitions),
            self.attempt.score,
            reconstruction=self.told,
            found=self.attempt.findings,
        )


def is_translators(piece: Piece, attempt: Attempt) -> bool:
    """Whether a model said it, and it is no longer than what is checked."""
    return attempt.score < _CERTAIN and not attempt.is_original and len(piece.source) <= LONGEST_CHECKED


def doubted(attempts: Mapping[Piece, Attempt], reader: Reconstructor) -> Iterator[Doubted]:
    """Those of ``attempts`` that are in doubt; raises ``ModelError``."""
    asked = [(piece, attempt) for piece, attempt in attempts.items() if is_translators(piece, attempt)]
    told = reader.reconstruct([(piece.source, attempt.target) for piece, attempt in asked])
    for (piece, attempt), one in zip(asked, told, strict=True):
        doubt = Doubted(piece, attempt, one)
        sure = confidence(doubt.pair)
        if sure is not None and sure < _SURE:
            yield doubt


def lowest(told: Reconstruction) -> float:
    """The mean log-probability of the least likely tokens: how badly the original can be told.

    >>> lowest(Reconstruction((-1.0, -9.0, -2.0), ()))
    -4.0
    """
    tokens = sorted(told.tokens)[:_LOWEST]
    return sum(tokens) / max(1, len(tokens))
