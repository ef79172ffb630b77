"""Are the quotations of the original in the translation, opened and closed?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from transum.checks.pair import Pair, shortened
from transum.document import Finding, Kind, Level

_DOUBLE = re.compile(r"[\"“”„‟«»＂]|''|``")
# A single quotation mark opens before a word and closes behind one; inside words and in "the '90s" it is an apostrophe.
_SINGLE = re.compile(
    r"(?<!\w)['‘](?=\w)(?!(?:s|t|em|til|cause)\b|\d\ds?\b)[^'‘’\"“”]+?(?:\w['’]\w[^'‘’\"“”]*?)*(?<=[\w.,!?…])['’](?!\w)"
)
_SAID = re.compile(r"[^\s.,;:'’‘-]")  # marks around a point quote nothing: one of them lost its partner

_MOST_OF_IT = 0.75


@dataclass(frozen=True, slots=True)
class Quotations:
    """How a text quotes: complete quotations, those of them inside another one, and marks that stand alone."""

    spans: tuple[str, ...]
    nested: int
    strays: int
    places: tuple[tuple[int, int], ...] = ()  # where each of ``spans`` stands


def quotations(text: str) -> Quotations:
    """The quotations of ``text``; a mark opens where a word follows and none precedes.

    >>> quotations("“Ya,” kata 'Pak' Budi.").spans
    ('Ya,', 'Pak')
    """
    opened: list[int] = []
    places: list[tuple[int, int]] = []
    nested = strays = 0
    for mark in _DOUBLE.finditer(text):
        if _is_opening(text, mark, inside=bool(opened)):
            opened.append(mark.end())
        elif opened:
            start, end = opened.pop(), mark.start()
            if _SAID.search(text[start:end]):
                places.append((start, end))
                nested += bool(opened)
            else:
                strays += 2
        else:
            strays += 1
    places += [(match.start() + 1, match.end() - 1) for match in _SINGLE.finditer(text)]
    spans = tuple(text[start:end] for start, end in places)
    # A mark that never closes may be the outer one: nothing is surely inside another then.
    return Quotations(spans, 0 if opened else nested, strays + len(opened), tuple(places))


def _is_opening(text: str, mark: re.Match[str], *, inside: bool) -> bool:
    if mark[0] in "“„«":
        return True
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    space_before, space_after = not before or before.isspace() or before in "([-—–/", not after or after.isspace()
    if space_before != space_after:
        return space_before
    return not inside and mark[0] not in "”»"


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind quote.

    >>> [finding.message for finding in run(Pair('"Ya," katanya.', 'Yes," he said.'))]
    ['a quotation of the translation is not opened or not closed']
    """
    source, target = pair.source, pair.target
    ours, theirs = quotations(source), quotations(target)
    least, most = len(ours.spans) - ours.nested, len(ours.spans) + ours.strays
    inner = _inner(ours, source)
    if ours.nested and len(_inner(theirs, target)) < len(inner):  # English may drop the marks around it all, no others
        least = len(theirs.spans) + 1
    if theirs.strays and theirs.strays != ours.strays:
        message = "a quotation of the translation is not opened or not closed"
        yield Finding(Kind.QUOTE, Level.ERROR, "", "", message)
    elif len(theirs.spans) < least:
        index = min(len(theirs.spans), len(ours.spans) - 1)
        lost = ours.spans[index]
        message = f"the quotation “{shortened(lost)}” is missing in the translation, or not marked as one"
        yield Finding(Kind.QUOTE, Level.ERROR, lost, "", message, ours.places[index])
    elif len(theirs.spans) > most:
        index = min(len(ours.spans), len(theirs.spans) - 1)
        added = theirs.spans[index]
        message = f"the translation quotes “{shortened(added)}” where the original quotes nothing"
        yield Finding(Kind.QUOTE, Level.WARNING, "", added, message, target_span=theirs.places[index])


def _inner(quoted: Quotations, text: str) -> list[str]:
    """The quotations that leave a good part of ``text`` unquoted."""
    return [span for span in quoted.spans if len(span) < _MOST_OF_IT * len(text)]
