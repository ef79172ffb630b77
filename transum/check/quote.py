"""Quotations and brackets: opened, closed and kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from transum.check.gazetteer import acronyms
from transum.document import Finding, Kind, Level

_DOUBLE = re.compile(r"[\"“”„‟«»＂]|''|``")
# A single quotation mark opens before a word and closes behind one; inside words and in "the '90s" it is an apostrophe.
_SINGLE = re.compile(
    r"(?<!\w)['‘](?=\w)(?!(?:s|t|em|til|cause)\b|\d\ds?\b)[^'‘’\"“”]+?(?:\w['’]\w[^'‘’\"“”]*?)*(?<=[\w.,!?…])['’](?!\w)"
)
_SAID = re.compile(r"[^\s.,;:'’‘-]")  # marks around a point quote nothing: one of them lost its partner
_BRACKETS = re.compile(r"[(\[{（【][^()\[\]{}（）【】]*[)\]}）】]")

_ACRONYM = re.compile(r"(?:e-)?[A-Z][A-Z0-9&/-]*[A-Z0-9]s?")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DIGITS = re.compile(r"\d+")
_A_SUM = 2  # words of "(about Rp 30 billion)"

_MOST_OF_IT = 0.75
_DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?")


@dataclass(frozen=True, slots=True)
class Quotations:
    """How a text quotes: complete quotations, those of them inside another one, and marks that stand alone."""

    spans: tuple[str, ...]
    nested: int
    strays: int


def quotations(text: str) -> Quotations:
    """The quotations of ``text``; a mark opens where a word follows and none precedes.

    >>> quotations("“Ya,” kata 'Pak' Budi.").spans
    ('Ya,', 'Pak')
    """
    opened: list[int] = []
    spans: list[str] = []
    nested = strays = 0
    for mark in _DOUBLE.finditer(text):
        if _is_opening(text, mark, inside=bool(opened)):
            opened.append(mark.end())
        elif opened:
            span = text[opened.pop() : mark.start()]
            if _SAID.search(span):
                spans.append(span)
                nested += bool(opened)
            else:
                strays += 2
        else:
            strays += 1
    singles = [match[0][1:-1] for match in _SINGLE.finditer(text)]
    # A mark that never closes may be the outer one: nothing is surely inside another then.
    return Quotations((*spans, *singles), 0 if opened else nested, strays + len(opened))


def _is_opening(text: str, mark: re.Match[str], *, inside: bool) -> bool:
    if mark[0] in "“„«":
        return True
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    space_before, space_after = not before or before.isspace() or before in "([-—–/", not after or after.isspace()
    if space_before != space_after:
        return space_before
    return not inside and mark[0] not in "”»"


def check_quotes(source: str, target: str) -> Iterable[Finding]:
    """Findings of kinds quote and bracket.

    >>> [finding.message for finding in check_quotes('"Ya," katanya.', 'Yes," he said.')]
    ['a quotation of the translation is not opened or not closed']
    """
    ours, theirs = quotations(source), quotations(target)
    least, most = len(ours.spans) - ours.nested, len(ours.spans) + ours.strays
    inner = _inner(ours, source)
    if ours.nested and len(_inner(theirs, target)) < len(inner):  # English may drop the marks around it all, no others
        least = len(theirs.spans) + 1
    if theirs.strays and theirs.strays != ours.strays:
        message = "a quotation of the translation is not opened or not closed"
        yield Finding(Kind.QUOTE, Level.ERROR, "", "", message)
    elif len(theirs.spans) < least:
        lost = ours.spans[min(len(theirs.spans), len(ours.spans) - 1)]
        message = f"the quotation “{_shorten(lost)}” is missing in the translation, or not marked as one"
        yield Finding(Kind.QUOTE, Level.ERROR, lost, "", message)
    elif len(theirs.spans) > most:
        added = theirs.spans[min(len(ours.spans), len(theirs.spans) - 1)]
        message = f"the translation quotes “{_shorten(added)}” where the original quotes nothing"
        yield Finding(Kind.QUOTE, Level.WARNING, "", added, message)
    yield from _check_brackets(source, target)


def _inner(quoted: Quotations, text: str) -> list[str]:
    """The quotations that leave a good part of ``text`` unquoted."""
    return [span for span in quoted.spans if len(span) < _MOST_OF_IT * len(text)]


def _check_brackets(source: str, target: str) -> Iterable[Finding]:
    ours, theirs = _BRACKETS.findall(source), _BRACKETS.findall(target)
    if len(ours) > len(theirs):
        gone = [bracket for bracket in ours if bracket not in theirs]
        needless = [bracket for bracket in gone if _is_needless(bracket) or _is_said(bracket, target)]
        rest = [bracket for bracket in ours if bracket not in needless and bracket not in theirs]
        lost = (rest or ours)[-1]
        level = Level.INFO if len(ours) - len(needless) <= len(theirs) else Level.ERROR
        message = f"“{_shorten(lost)}” is missing in the translation, or lost its brackets"
        yield Finding(Kind.BRACKET, level, lost, "", message)
    elif len(theirs) > len(ours):
        added = [bracket for bracket in theirs if bracket not in ours and not _is_from(bracket, source)]
        if added:
            message = f"“{_shorten(added[-1])}” stands in brackets in the translation only"
            yield Finding(Kind.BRACKET, Level.WARNING, "", added[-1], message)


def _shorten(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _is_said(bracket: str, other: str) -> bool:
    """Whether ``other`` can do without it: an acronym (names are told elsewhere), or figures that stand there."""
    inside = bracket[1:-1].strip()
    if _ACRONYM.fullmatch(inside):
        return True
    return not _WORD.search(inside) and frozenset(_DIGITS.findall(inside)) <= frozenset(_DIGITS.findall(other))


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
