"""What is wrong with a machine-made translation that training would do better without, seen without asking a model."""

import re
from enum import StrEnum
from typing import Final

from training.config import Back

_WORD: Final = re.compile(r"\w+")  # a hyphen parts words: "negara-negara-negara" goes round in circles
_FIGURE: Final = re.compile(r"\d{2,}")  # a single digit may be a word in the other language


class Fault(StrEnum):
    """Why a pair is left out; it counts under the first that holds, in this order."""

    TOO_LONG = "text too long"
    EMPTY = "empty"
    LENGTH = "length"
    REPETITION = "repetition"
    COPY = "copy"
    SCORE = "score"


def obvious_fault(text: str, translation: str, rules: Back) -> Fault | None:
    """What is wrong with a translation without asking a model.

    >>> obvious_fault("The governor of Bali said so.", "Kata kata kata kata kata kata kata.", Back())
    <Fault.REPETITION: 'repetition'>
    """
    ours, theirs = (_WORD.findall(side.lower()) for side in (translation, text))
    if not ours:
        return Fault.EMPTY
    if not rules.min_ratio < (len(ours) + 3) / (len(theirs) + 3) < rules.max_ratio:
        return Fault.LENGTH
    if len(ours) > rules.max_repetition * len(set(ours)):
        return Fault.REPETITION
    # Names and figures are copied rightly: a sentence of little else is no worse for being left out.
    return Fault.COPY if len(set(ours) & set(theirs)) > rules.max_copied * len(set(ours)) else None


def keeps_figures(text: str, translation: str) -> bool:
    """Whether every figure of two digits or more stands in the translation too.

    >>> keeps_figures("Ada 12 rumah.", "There are 13 houses."), keeps_figures("Ada 3 rumah.", "There are three houses.")
    (False, True)
    """
    return set(_FIGURE.findall(text)) <= set(_FIGURE.findall(translation))
