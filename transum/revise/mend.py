"""The certain repairs, one after the other; each is kept only where it leaves fewer doubts, or no more of them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from transum.checks import Pair
from transum.document import INDONESIAN, Finding, Kind, Level
from transum.facts import greetings
from transum.facts.additions import without_additions
from transum.facts.addresses import counterparts, lost_addresses, repair_addresses, strange_addresses
from transum.facts.ages import in_a_decade
from transum.facts.courtesies import right_courtesy
from transum.facts.near_names import near_names, repair_names
from transum.facts.ordinals import right_endings, wrong_endings
from transum.revise.capitals import as_begun
from transum.revise.choose import Attempt, Piece, examine, with_repair
from transum.revise.repair import about_so_many, of_24_hours, repair_number, right_half_of_day

Repair = Callable[[Piece, Attempt], tuple[str, Finding] | None]


def repaired(piece: Piece, attempt: Attempt) -> Attempt:
    """``attempt`` after every repair that leaves it with fewer errors, or with fewer warnings and no more errors.

    What is no English (``_SPELLINGS``) is put right unless that makes new doubts: no check may have found it.
    """
    native = piece.direction.is_native
    for repair in (*REPAIRS, *_SPELLINGS) if native else _INTO.get(piece.direction.target, _IN_ANY_DIRECTION):
        if mended := repair(piece, attempt):
            target, finding = mended
            findings = examine(Pair(piece.source, target, dict(piece.definitions)), piece.entries, piece.direction)
            better = with_repair(attempt, target, findings, finding)
            is_kept = not attempt.beats(better) if repair in _SPELLINGS else better.beats(attempt)
            attempt = better if is_kept else attempt
    return replace(attempt, target=as_begun(attempt.target, piece.source)) if native else attempt


def _number(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    return repair_number(piece.source, attempt.target, attempt.findings)


def _indonesian_number(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    return repair_number(piece.source, attempt.target, attempt.findings, into="id")


def _half_of_day(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    return right_half_of_day(piece.source, attempt.target)


def _of_24_hours(_: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    target = of_24_hours(attempt.target)
    return (
        (target, Finding(Kind.REPAIRED, Level.INFO, "", "", "the model gave an hour of 24 a half of the day"))
        if target
        else None
    )


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


def _greeting(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    mended = greetings.mended(piece.source, attempt.target)
    return (mended[0], _said(mended[1])) if mended else None


def _ordinals(_: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    wrong = [match[0] for match, _ in wrong_endings(attempt.target)]
    return (right_endings(attempt.target), _said(*wrong)) if wrong else None


def _so_many(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    target = about_so_many(piece.source, attempt.target)
    return (target, _said(*sorted({*attempt.target.split()} - {*target.split()}))) if target else None


def _ages(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    target = in_a_decade(piece.source, attempt.target)
    return (target, _said(*sorted({*attempt.target.split()} - {*target.split()}))) if target else None


def _additions(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    mended = without_additions(piece.source, attempt.target)
    return (mended[0], _said(*mended[1])) if mended else None


def _courtesies(piece: Piece, attempt: Attempt) -> tuple[str, Finding] | None:
    mended = right_courtesy(piece.source, attempt.target)
    return (mended[0], _said(mended[1])) if mended else None


def _said(*words: str) -> Finding:
    quoted = ", ".join(f"“{word.strip('.,;:!?')}”" for word in words)
    return Finding(Kind.REPAIRED, Level.INFO, "", "", f"the model said {quoted}")


REPAIRS: Final[tuple[Repair, ...]] = (_number, _half_of_day, _addresses, _names, _courtesies, _ages)
"""What is put right, in this order."""
_SPELLINGS: Final[tuple[Repair, ...]] = (_greeting, _ordinals, _so_many, _of_24_hours, _additions)
# A name that is repaired is spelled as English spells it.
_IN_ANY_DIRECTION: Final[tuple[Repair, ...]] = (_addresses,)
_INTO: Final = {INDONESIAN: (_indonesian_number, _addresses)}
