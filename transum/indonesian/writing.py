"""English notation → Indonesian notation: what a model wrote as it was trained, written as Indonesian is.

The inverse of ``notation``: ``normalise(in_indonesian_notation(x)) == normalise(x)`` for all that ``normalise`` makes.

    1,234,567.89  2,500 km      →  1.234.567,89  2.500 km       dots between groups of three digits
    1.5 triliun  12.75 persen   →  1,5 triliun  12,75 persen    decimal comma
    Rp 1.5  Rp 330,000          →  Rp1,5  Rp330.000             currency sign at its number
    pukul 13:30  13:30 WIB      →  pukul 13.30  13.30 WIB       time; a bare 13:30 stays: it may be a score or a verse
"""

import re
from typing import Final

_CLOCK: Final = r"(?:[01]?\d|2[0-4]):[0-5]\d"
_BEHIND_WORD: Final = re.compile(
    rf"\b(?:[Pp]ukul|[Jj]am|[Pp]kl\.?)\s+{_CLOCK}(?:\s?(?:-|–|sampai|hingga|s\.?/?d\.?)\s?{_CLOCK})*(?![.,:]?\d)",
    re.ASCII,
)
# Of "13:30-15:00 WIB" both would have to be written anew: without a word before them they stay.
_BEFORE_ZONE: Final = re.compile(
    rf"(?<![\d.,:–-])(?<![–-]\s){_CLOCK}(?=\s*(?:WIB|WITA|WIT|Wib|Wita|Wit|GMT|waktu)\b)", re.ASCII
)
_CURRENCY: Final = re.compile(r"\bRp\.?\s(?=\d)", re.ASCII)
# Behind a letter or a sign of addresses it is a version, a path, a name: "v1.5", "/2.0". Two points are no decimal.
_NUMBER: Final = re.compile(
    r"(?<![\d.,:/@#_=&?])(?<![^\W\d_])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\d_@]|[.,:]\d)", re.ASCII
)


def in_indonesian_notation(text: str) -> str:
    """``text`` with numbers, money and times as Indonesian writes them; other figures as they are.

    >>> in_indonesian_notation("Rp 1.5 triliun untuk 2,500 rumah pada pukul 13:30 WIB")
    'Rp1,5 triliun untuk 2.500 rumah pada pukul 13.30 WIB'
    """
    text = _NUMBER.sub(_number, text)
    for clock in (_BEHIND_WORD, _BEFORE_ZONE):
        text = clock.sub(lambda match: match[0].replace(":", "."), text)
    return _CURRENCY.sub("Rp", text)


def _number(match: re.Match[str]) -> str:
    whole, fraction = match[1].replace(",", "."), match[2]
    return f"{whole},{fraction[1:]}" if fraction else whole
