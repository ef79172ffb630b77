"""Where a sentence is in doubt, the beam's other candidates are looked at: which of them tells the original best?

A translator is sure of what it says and silent about what it left out. Where the word table finds more of the original
in another candidate that is nearly as likely, the reverse model is asked: if the least likely words of the original are
told much better from it, it takes the place of the likeliest (a noisy channel: Yee et al. 2019, arXiv 1908.05731, asked
only where it matters). BLEU hardly tells the difference; readers do: ``benchmarks/second_opinions.md``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from transum.document import Candidate
from transum.engines.reconstruction import Reconstruction, Reconstructor
from transum.facts.wordtable import compared
from transum.revise.choose import Attempt, Piece, judge
from transum.revise.doubted import Doubted, lowest
from transum.revise.mend import repaired

_GAIN: Final = 1.0  # by how much the least likely tokens of the original must become likelier, in the mean
_LOSS: Final = 0.1  # mean log-probability a token by which a candidate may be less likely than the chosen one


def reconsider(
    doubted: Sequence[Doubted], answers: Mapping[str, Sequence[Candidate]], reader: Reconstructor
) -> dict[Piece, Attempt]:
    """The better attempt for each of the ``doubted`` that has one among ``answers``, by the pieces' texts.

    None has more doubts than the one that it replaces. Raises ``ModelError``.
    """
    rivals = [(doubt, rival) for doubt in doubted for rival in _rivals(doubt, answers.get(doubt.piece.text, ()))]
    told = reader.reconstruct([(doubt.piece.source, rival.target) for doubt, rival in rivals])
    best: dict[Piece, tuple[float, Attempt]] = {}
    for (doubt, rival), now in zip(rivals, told, strict=True):
        gain = _gain(now, doubt.told)
        if gain >= max(_GAIN, best[doubt.piece][0] if doubt.piece in best else 0.0):
            best[doubt.piece] = gain, rival
    return {piece: rival for piece, (_, rival) in best.items()}


def _gain(now: Reconstruction, before: Reconstruction) -> float:
    return lowest(now) - lowest(before) if sum(now.tokens) > sum(before.tokens) else 0.0


def _rivals(doubt: Doubted, candidates: Sequence[Candidate]) -> Iterator[Attempt]:
    missed = _missed(doubt.piece, doubt.attempt.target)
    for candidate in candidates if missed else ():
        if doubt.attempt.score - candidate.score <= _LOSS and _missed(doubt.piece, candidate.text) < missed:
            rival = repaired(doubt.piece, judge(doubt.piece, candidate))
            if not doubt.attempt.beats(rival):
                yield rival


def _missed(piece: Piece, translation: str) -> int:
    return len(compared(piece.source, translation).missed)
