"""The certain repairs, one after the other; each is kept only where it leaves fewer doubts."""

from collections.abc import Callable
from typing import Final

from transum.checks import Pair
from transum.document import Finding, Kind, Level
from transum.facts.addresses import counterparts, lost_addresses, repair_addresses, strange_addresses
from transum.facts.near_names import near_names, repair_names
from transum.revise.choose import Attempt, Piece, examine, with_repair
from transum.revise.repair import repair_number

Repair = Callable[[Piece, Attempt], tuple[str, Finding] | None]


def repaired(piece: Piece, attempt: Attempt) -> Attempt:
    """``attempt`` after every repair that leaves it with fewer errors, or with fewer warnings and no more errors."""
    for repair in REPAIRS if piece.direction.is_native else _IN_ANY_DIRECTION:
        if mended := repair(piece, attempt):
            target, finding = mended
            findings = examine(Pair(piece.source, target, dict(piece.definitions)), piece.entries, piece.direction)
            better = with_repair(attempt, target, findings, finding)
            attempt = better if better.beats(attempt) else attempt
    return attempt


def _number(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    return repair_number(piece.source, attempt.target, attempt.findings)


def _addresses(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    target = repair_addresses(piece.source, attempt.target)
    if target is None:
        return None
    said = counterparts(lost_addresses(piece.source, attempt.target), strange_addresses(piece.source, attempt.target))
    message = f"the model said {', '.join(f'“{theirs.text}” for “{ours.text}”' for ours, theirs in said)}"
    return target, Finding(Kind.REPAIRED, Level.INFO, "", "", message)


def _names(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    target = repair_names(piece.source, attempt.target)
    if target is None:
        return None
    said = ", ".join(f"“{theirs.text}” for “{ours.text}”" for ours, theirs in near_names(piece.source, attempt.target))
    return target, Finding(Kind.REPAIRED, Level.INFO, "", "", f"the model said {said}")


REPAIRS: Final[tuple[Repair, ...]] = (_number, _addresses, _names)
"""What is put right, in this order."""
# A figure or a name that is repaired is spelled as English spells it.
_IN_ANY_DIRECTION: Final[tuple[Repair, ...]] = (_addresses,)
