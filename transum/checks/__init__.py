"""Checking a translation against its original: every doubt named, in words, at the sentence.

``CHECKS`` is the list of what is checked; a new check is a file beside this one and a row. Pure functions; nothing here
needs a model. What a finding of level error costs in false alarms, and what it catches, is measured in
``benchmarks/check_calibration.md``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from transum.checks import (
    addition,
    address,
    brackets,
    character,
    coverage,
    figures,
    length,
    meaning,
    names,
    negation,
    nonword,
    omission,
    opposite,
    qualifier,
    quotes,
    repetition,
    unsure,
    untranslated,
)
from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level

__all__ = ["CHECKS", "WORDS", "Check", "Pair", "check", "has_errors"]

_Words = tuple[str, str]  # for one and for several


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the table: the check, and the kinds of doubt that it names, with the words for one and for several.

    One that ``weighs`` is run last: it is told what the others found.
    """

    run: Callable[[Pair], Iterable[Finding]]
    kinds: Mapping[Kind, _Words]
    weighs: bool = False


CHECKS: Final = (
    Check(
        figures.run,
        {
            Kind.NUMBER: ("number", "numbers"),
            Kind.MONEY: ("sum of money", "sums of money"),
            Kind.UNIT: ("unit", "units"),
            Kind.DATE: ("date", "dates"),
            Kind.TIME: ("time", "times"),
        },
    ),
    Check(names.run, {Kind.NAME: ("name", "names")}),
    Check(address.run, {Kind.ADDRESS: ("address", "addresses")}),
    Check(character.run, {Kind.CHARACTER: ("sign", "signs")}),
    Check(quotes.run, {Kind.QUOTE: ("quote", "quotes")}),
    Check(brackets.run, {Kind.BRACKET: ("bracket", "brackets")}),
    Check(negation.run, {Kind.NEGATION: ("negation", "negations")}),
    Check(opposite.run, {Kind.OPPOSITE: ("opposite", "opposites")}),
    Check(qualifier.run, {Kind.QUALIFIER: ("lost qualifier", "lost qualifiers")}),
    Check(length.run, {Kind.LENGTH: ("length", "lengths")}),
    Check(repetition.run, {Kind.LOOP: ("loop", "loops")}),
    Check(untranslated.run, {Kind.UNTRANSLATED: ("untranslated", "untranslated")}),
    Check(nonword.run, {Kind.NONWORD: ("made-up word", "made-up words")}),
    Check(omission.run, {Kind.OMISSION: ("word left out", "words left out")}),
    Check(addition.run, {Kind.ADDITION: ("word added", "words added")}),
    Check(meaning.run, {Kind.MEANING: ("meaning", "meanings")}),
    Check(coverage.run, {Kind.COVERAGE: ("missing word", "missing words")}, weighs=True),
    Check(unsure.run, {Kind.UNSURE: ("unsure sentence", "unsure sentences")}, weighs=True),
)
"""What is checked, in the order in which findings of one level are shown."""

# Findings that no check makes: revising a translation names what it did, and what of the glossary it couldn't keep.
_OF_REVISING: Final[dict[Kind, _Words]] = {
    Kind.GLOSSARY: ("glossary term", "glossary terms"),
    Kind.REPAIRED: ("repair", "repairs"),
}
WORDS: Final[Mapping[Kind, _Words]] = {kind: said for row in CHECKS for kind, said in row.kinds.items()} | _OF_REVISING
"""How readers call one finding of a kind, and several."""


def check(pair: Pair) -> tuple[Finding, ...]:
    """All doubts about ``pair.target`` as the English of the Indonesian sentence ``pair.source``, gravest first.

    Never raises, whatever the texts are.

    >>> [finding.message for finding in check(Pair("Harganya Rp1,5 triliun.", "It costs Rp 1.5 billion."))]
    ['“Rp1,5 triliun” is missing in the translation, which has “Rp 1.5 billion”']
    """
    rules = dict.fromkeys(finding for row in CHECKS if not row.weighs for finding in row.run(pair))
    pair = replace(pair, found=tuple(rules))
    findings = dict.fromkeys([*rules, *(finding for row in CHECKS if row.weighs for finding in row.run(pair))])
    return tuple(sorted(findings, key=lambda finding: -finding.level))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is of level error."""
    return any(finding.level is Level.ERROR for finding in findings)
