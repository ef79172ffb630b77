"""Among the translations on offer, the one with the fewest doubts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from transum.checks import Pair
from transum.checks.repetition import longest_repeat
from transum.document import Candidate, Finding, Kind, Level
from transum.indonesian.acronyms import expand
from transum.indonesian.affixes import stems
from transum.revise.direction import NATIVE, Direction
from transum.revise.glossary import Entry, Term
from transum.revise.symbols import returned

# Characters: checks compare every number with every other; a text without sentence ends is checked in its parts.
LONGEST_CHECKED: Final = 4000
_LOOP_SHARE: Final = 0.4  # of the words: a translation that repeats itself that much tells nothing
_FEW_WORDS: Final = 5
_TOO_LONG: Final = 2.3  # words of a translation for one of the original: no sentence of FLORES comes near


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or the part of one that the model takes at once; equal pieces are translated once.

    ``source`` is the text as the user wrote it, ``text`` what the model is given: normalised, acronyms written out.
    ``terms`` are the glossary's, placed in ``text``.
    """

    source: str
    text: str
    definitions: tuple[tuple[str, str], ...] = ()
    terms: tuple[Term, ...] = ()
    direction: Direction = NATIVE

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What the glossary says of this piece."""
        return tuple(dict.fromkeys(term.entry for term in self.terms))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One translation of a piece with what the checks say of it, and which of the glossary's terms it lacks.

    ``is_original``: there is none, and ``target`` is the source.
    """

    target: str
    score: float
    findings: tuple[Finding, ...] = ()
    unmet: tuple[Term, ...] = ()
    repairs: tuple[Finding, ...] = ()
    is_original: bool = False

    @property
    def errors(self) -> int:
        """How many facts are probably wrong."""
        return sum(finding.level is Level.ERROR for finding in self.findings)

    @property
    def is_good(self) -> bool:
        """Nothing is left to be mended."""
        return not self.errors and not self.unmet

    def has(self, *kinds: Kind) -> bool:
        """Is there an error of one of these kinds?"""
        return any(finding.kind in kinds and finding.level is Level.ERROR for finding in self.findings)

    def beats(self, other: "Attempt") -> bool:
        """Fewer errors, then fewer missing terms, then fewer warnings; the score has put them in order already."""
        return self.doubts < other.doubts

    def mends(self, other: "Attempt") -> bool:
        """Is it better by an error or a term? A warning less is no reason to prefer a second try."""
        return self.doubts[:2] < other.doubts[:2]

    @property
    def doubts(self) -> tuple[int, int, int]:
        """How many errors, missing terms and warnings."""
        warnings = sum(finding.level is Level.WARNING for finding in self.findings)
        return self.errors, len(self.unmet), warnings


def examine(pair: Pair, entries: Iterable[Entry] = (), direction: Direction = NATIVE) -> tuple[Finding, ...]:
    """The checks, but for what the user's glossary wants: names and words that are what it calls them.

    >>> found = examine(Pair("Satpam itu datang.", "The satpam came."), [Entry("satpam", "satpam", 1)])
    >>> [finding.message for finding in found]
    []
    """
    findings = direction.check(pair)
    met = [entry for entry in entries if entry.is_met_by(pair.target)]
    return tuple(finding for finding in findings if not _is_wanted(finding, met, pair.definitions)) if met else findings


def _is_wanted(finding: Finding, met: Sequence[Entry], definitions: Mapping[str, str]) -> bool:
    """Whether ``finding`` is about nothing but terms that the translation has as the glossary has them."""
    name = finding.source.lower()
    if finding.kind is Kind.NAME:
        return any(entry.source.lower() in {name, expand(finding.source, definitions).lower()} for entry in met)
    if finding.kind is Kind.OMISSION:
        return any(not {*stems(name)}.isdisjoint(entry.source.lower().split()) for entry in met)
    if finding.kind in {Kind.UNTRANSLATED, Kind.NONWORD}:
        theirs = {word for entry in met for word in entry.target.lower().split()}
        return theirs.issuperset(finding.target.lower().replace(",", " ").split())
    return False


def judge(piece: Piece, candidate: Candidate) -> Attempt:
    """What the checks say of ``candidate``; the model's own score is no part of it."""
    target = returned(piece.direction.written(candidate.text, piece.source), piece.source)
    return Attempt(
        target,
        candidate.score,
        examine(Pair(piece.source, target, dict(piece.definitions)), piece.entries, piece.direction),
        tuple(term for term in piece.terms if not term.entry.is_met_by(target)),
    )


def choose(piece: Piece, candidates: Iterable[Candidate]) -> Attempt:
    """The best of ``candidates`` (best score first): a good one ends the search, so that most pieces cost one check."""
    best: Attempt | None = None
    for candidate in candidates:
        attempt = judge(piece, candidate)
        if best is None or attempt.beats(best):
            best = attempt
        if best.is_good:
            break
    return best or judge(piece, Candidate("", 0.0))


def is_hopeless(source: str, target: str) -> bool:
    """Is ``target`` empty, or does it repeat itself until little else is left? Then the original tells more.

    >>> is_hopeless("Kami minta maaf.", "I am sorry I am sorry I am sorry I am sorry")
    True
    """
    ours, theirs = source.lower().split(), target.lower().split()
    if not any(map(str.isalnum, target)):
        return True
    phrase, times = longest_repeat(theirs)
    looped = times > 2 and longest_repeat(ours)[1] < times and len(phrase) * times >= _LOOP_SHARE * len(theirs)
    too_long = len(theirs) > _TOO_LONG * max(len(ours), _FEW_WORDS)
    return looped and (too_long or len(phrase) * times > _FEW_WORDS)


def or_original(piece: Piece, attempt: Attempt, *, repair: bool) -> Attempt:
    """``attempt``, or the original and a finding that says so, where the model gave nothing that could be read.

    Without ``repair`` only nothing at all is replaced: a loop is shown as the model wrote it.
    """
    said = any(map(str.isalnum, attempt.target))
    if said and not (repair and is_hopeless(piece.source, attempt.target)):
        return attempt
    return Attempt(piece.source, attempt.score, is_original=True)


def with_repair(attempt: Attempt, target: str, findings: tuple[Finding, ...], repair: Finding) -> Attempt:
    """``attempt`` after ``repair`` made ``target`` of its target."""
    return replace(attempt, target=target, findings=findings, repairs=(*attempt.repairs, repair))
