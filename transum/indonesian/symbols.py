"""Signs that a translator's vocabulary lacks, said in Indonesian words, or in plain figures.

A sign without a piece is silence to the model: "±3 %" becomes "3%", and a fact is gone.
"""

import re
import unicodedata
from typing import Final

_WORDS: Final = (
    (re.compile(r"\s?°\s?C\b"), " derajat Celsius"),
    (re.compile(r"\s?°\s?F\b"), " derajat Fahrenheit"),
    (re.compile(r"\bkm²"), "kilometer persegi"),
    (re.compile(r"\bcm²"), "sentimeter persegi"),
    (re.compile(r"\bm²"), "meter persegi"),
    (re.compile(r"\bkm³"), "kilometer kubik"),
    (re.compile(r"\bm³"), "meter kubik"),
    (re.compile(r"±\s?(?=\d)"), "kurang lebih "),
    (re.compile(r"≈\s?(?=\d)"), "kira-kira "),
    (re.compile(r"(?<!\w)−\s?(?=\d)"), "minus "),
    (re.compile(r"(?<=\d)\s?‰"), " per mil"),
    (re.compile(r"§\s?(?=\d)"), "Pasal "),
    (re.compile(r"(?<=\d)\s?÷\s?(?=\d)"), " dibagi "),
    (re.compile(r"\bπ\b"), "pi"),
    (re.compile(r"¥\s?(?=\d)"), "yen "),
    (re.compile(r"(?<=\d)½"), " setengah"),
    (re.compile(r"½"), "setengah"),
)
SMALL_FIGURES: Final = re.compile(r"\w*[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089]\w*")
"""A word with raised or lowered figures: H₂O, x²."""


def in_words(text: str) -> str:
    """``text`` with its signs as the model can read them.

    >>> in_words("Suhu −5 °C, ±3 derajat; rumus H₂O di 12 km²")
    'Suhu minus 5 derajat Celsius, kurang lebih 3 derajat; rumus H2O di 12 kilometer persegi'
    """
    for pattern, words in _WORDS:
        text = pattern.sub(words, text)
    return SMALL_FIGURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
