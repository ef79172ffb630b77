"""Quotations and brackets: opened, closed and kept."""

import re
from collections.abc import Iterable

from transum.document import Finding, Kind, Level

_DOUBLE = re.compile(r"[\"“”„‟«»＂]|''|``")
# A single quotation mark opens before a word and closes behind one; inside words, behind an s or before figures it is
# an apostrophe.
_SINGLE = re.compile(r"(?<!\w)['‘](?=\w)(?!(?:s|t|em|til|cause)\b|\d\ds?\b)[^'‘’\"“”]{2,}?(?<=[\w.,!?…])['’](?!\w)")
_BRACKETS = re.compile(r"[(\[{（【]([^()\[\]{}（）【】]*)[)\]}）】]")


def quotations(text: str) -> tuple[int, int]:
    """How many marks of double quotation and how many single quotations ``text`` has.

    >>> quotations("“Ya,” kata 'Pak' Budi.")
    (2, 1)
    """
    return len(_DOUBLE.findall(text)), len(_SINGLE.findall(text))


def check_quotes(source: str, target: str) -> Iterable[Finding]:
    """Findings of kinds quote and bracket."""
    (ours, single), (theirs, their_single) = quotations(source), quotations(target)
    marks, their_marks = ours + 2 * single, theirs + 2 * their_single
    if marks != their_marks:
        if their_marks % 2 and not marks % 2:
            yield Finding(Kind.QUOTE, Level.ERROR, "", "", "a quotation of the translation isn't opened or closed")
        elif their_marks < marks - marks % 2:
            yield Finding(Kind.QUOTE, Level.ERROR, "", "", "a quotation of the original is missing in the translation")
        elif their_marks > marks + marks % 2:
            yield Finding(Kind.QUOTE, Level.ERROR, "", "", "the translation quotes what the original doesn't")
    brackets, theirs_in = _BRACKETS.findall(source), _BRACKETS.findall(target)
    if len(brackets) > len(theirs_in):
        lost = brackets[-1]
        yield Finding(
            Kind.BRACKET, Level.WARNING, f"({lost})", "", f"the brackets “({lost})” are missing in the translation"
        )
    elif len(theirs_in) > len(brackets):
        added = theirs_in[-1]
        message = f"the brackets “({added})” of the translation are not in the original"
        yield Finding(Kind.BRACKET, Level.WARNING, "", f"({added})", message)
