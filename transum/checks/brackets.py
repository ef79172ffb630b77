"""Is what the original says in brackets in the translation, too?"""

import re
from collections.abc import Iterable

from transum.checks.pair import Pair, byline, place, shortened
from transum.document import Finding, Kind, Level
from transum.facts.gazetteer import acronyms, exonyms
from transum.facts.tokens import fold, tokenize

_BRACKETS = re.compile(r"[(\[{（【][^()\[\]{}（）【】]*[)\]}）】]")
_ACRONYM = re.compile(r"(?:e-)?[A-Z][A-Z0-9&/-]*[A-Z0-9]s?")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DIGITS = re.compile(r"\d+")
_A_SUM = 2  # words of "(about Rp 30 billion)"
_DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?")


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind bracket."""
    source, target = pair.source, pair.target
    ours, theirs = _BRACKETS.findall(source), _BRACKETS.findall(target)
    if len(ours) > len(theirs):
        gone = [bracket for bracket in ours if bracket not in theirs]
        initials = byline(source)
        needless = [
            bracket
            for bracket in gone
            if _is_needless(bracket)
            or _is_said(bracket, target)
            or _is_carried(bracket, target)
            or (initials and source[slice(*initials)] == bracket)
        ]
        rest = [bracket for bracket in ours if bracket not in needless and bracket not in theirs]
        lost = (rest or ours)[-1]
        level = Level.INFO if len(ours) - len(needless) <= len(theirs) else Level.ERROR
        message = f"“{shortened(lost)}” is missing in the translation, or lost its brackets"
        yield Finding(Kind.BRACKET, level, lost, "", message, place(source, lost))
    elif len(theirs) > len(ours):
        added = [bracket for bracket in theirs if bracket not in ours and not _is_from(bracket, source)]
        added = [bracket for bracket in added if bracket[0] != "["]  # an editor's own words, and marked as such
        if added:
            message = f"“{shortened(added[-1])}” stands in brackets in the translation only"
            span = place(target, added[-1])
            yield Finding(Kind.BRACKET, Level.WARNING, "", added[-1], message, target_span=span)


def _is_said(bracket: str, other: str) -> bool:
    """Whether ``other`` can do without it: an acronym (names are told elsewhere), or figures that stand there."""
    inside = bracket[1:-1].strip()
    if _ACRONYM.fullmatch(inside):
        return True
    return not _WORD.search(inside) and frozenset(_DIGITS.findall(inside)) <= frozenset(_DIGITS.findall(other))


def _is_carried(bracket: str, target: str) -> bool:
    """Whether it is a name that the translation sets off by a comma: "Bogor (Jawa Barat)" is "Bogor, West Java"."""
    inside = bracket[1:-1].strip()
    key = tuple(fold(token.text) for token in tokenize(inside) if token.kind == "word")
    return inside.istitle() and any(f", {form}" in target for form in (inside, *exonyms().get(key, ())))


def _is_from(bracket: str, source: str) -> bool:
    """Whether a bracket of the translation says what the original says without one: its figures, or its very words."""
    digits = _DIGITS.findall(bracket)
    if digits and len(_WORD.findall(bracket)) <= _A_SUM and frozenset(_DIGITS.findall(source)).issuperset(digits):
        return True
    return _is_said(bracket, source) or frozenset(re.findall(r"\w+", bracket.lower())) <= frozenset(
        re.findall(r"\w+", source.lower())
    )


def _is_needless(bracket: str) -> bool:
    """Whether English may do without: an acronym it doesn't use ("Korea Utara (Korut)"), or a date in figures."""
    acronym = bracket[1:-1].strip()
    if _DATE.fullmatch(acronym):
        return True
    return acronym in acronyms() and acronym not in acronyms()[acronym]
