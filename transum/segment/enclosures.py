"""Quotations and brackets: where what is opened is closed again.

A short quotation or bracket is one thing, whatever full stops it holds. The search for the closing mark reaches a fixed
number of characters, which keeps segmentation linear and an opening mark without its partner harmless.
"""

import re
from itertools import islice

from transum.segment.whitespace import STRIPPED

# Longer quotations are split into their sentences: the translator does better on each alone.
QUOTATION = 200
_APOSTROPHES = 120
_BRACKET = 200
# No honest quotation or bracket holds more marks of its kind; a row of a million "(" costs little.
_MARKS = 8

OPENING = "\"“„«'‘([{"
_DOUBLE = re.compile('["“”„»]')
_SINGLE = re.compile("['’]")
_BRACKETS = {"(": (re.compile(r"[()]"), ")"), "[": (re.compile(r"[\[\]]"), "]"), "{": (re.compile("[{}]"), "}")}


def closing(text: str, start: int) -> int | None:
    """The index of the mark that closes what ``text[start]`` opens; None where it opens nothing or stays open.

    >>> closing('"Ya," kata dia.', 0)
    4
    """
    mark = text[start]
    if mark in _BRACKETS:
        return _closing_bracket(text, start)
    if mark in "'‘":
        return _closing_apostrophe(text, start)
    return _closing_quote(text, start) if opens(text, start) else None


def opens(text: str, index: int) -> bool:
    """Whether the double quotation mark at ``index`` opens a quotation, judged by its neighbours.

    In tokenised text a mark stands between two spaces; it then closes where it follows a comma or full stop and a
    small letter comes next (``bisa, " ucap``).
    """
    if text[index] in "“„«":
        return True
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if _blank(before) and _blank(after):
        return not (text[max(0, index - 2) : index].rstrip(STRIPPED)[-1:] in {",", "."} and _small(text, index + 2))
    return _blank(before) or after.isalnum() or before in "([-–—/" or (after in {"'", "‘", "("} and before not in ".,")


def closes(text: str, index: int) -> bool:
    """Whether the double quotation mark at ``index`` closes the quotation that is open there."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if text[index] in "”»":
        return True
    if _blank(before):
        # The second is a slip that is common in print: (diam, "katanya).
        return _blank(after) or (after.islower() and text[max(0, index - 2) : index - 1] == ",")
    return not after.isalnum() or before in ".,!?…"


def _closing_quote(text: str, start: int) -> int | None:
    for match in islice(_DOUBLE.finditer(text, start + 1, start + 1 + QUOTATION), _MARKS):
        if closes(text, match.start()):
            return match.start()
        if opens(text, match.start()):
            return None
    return None


def _closing_apostrophe(text: str, start: int) -> int | None:
    if text[start - 1 : start].isalnum() or _blank(text[start + 1 : start + 2]):
        return None
    for match in islice(_SINGLE.finditer(text, start + 2, start + 1 + _APOSTROPHES), _MARKS):
        index = match.start()
        if not text[index + 1 : index + 2].isalnum() and not _blank(text[index - 1]):
            return index
    return None


def _closing_bracket(text: str, start: int) -> int | None:
    pattern, closer = _BRACKETS[text[start]]
    depth = 1
    for match in islice(pattern.finditer(text, start + 1, start + 1 + _BRACKET), _MARKS):
        depth += -1 if match[0] == closer else 1
        if not depth:
            return match.start()
    return None


def _blank(char: str) -> bool:
    return not char or char in STRIPPED


def _small(text: str, index: int) -> bool:
    return text[index : index + 1].islower()
