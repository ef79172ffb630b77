"""Indonesian notation → English notation, on the source side, before translation.

Part of the embedded translator's contract: it was trained on text normalised so. Values never change, only how they
are written, and ``normalise(normalise(text)) == normalise(text)``.

    1.234.567,89  2.500 km      →  1,234,567.89  2,500 km       a dot before groups of three is a thousands sign
    1,5 triliun  12,75 persen   →  1.5 triliun  12.75 persen    decimal comma; 1,234 stays: it may be either
    Rp1,5  Rp. 330.000          →  Rp 1.5  Rp 330,000           currency sign
    500rb  1,2 jt  Rp3 M        →  500 ribu  1.2 juta  Rp 3 miliar      short scales
    pukul 13.30 WIB             →  pukul 13:30 WIB              time
    (5/9/2023)  (18/12)         →  (5 September 2023)  (18 Desember)
"""

import re
from typing import Final

MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

_DATE = re.compile(r"(?<![\d/.,])(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?![\d/])", re.ASCII)
_DAY_MONTH = re.compile(r"\((\d{1,2})/(\d{1,2})\)", re.ASCII)
_CLOCK_BEHIND_WORD = re.compile(r"\b([Pp]ukul|[Jj]am|[Pp]kl\.?)(\s+)(\d{1,2})\.(\d{2})\b(?!\.\d)", re.ASCII)
_CLOCK_BEFORE_ZONE = re.compile(
    r"(?<![\d.,])(\d{1,2})\.(\d{2})(?=\s*(?:WIB|WITA|WIT|Wib|Wita|Wit|GMT|waktu)\b)", re.ASCII
)
_CLOCK_UNTIL = re.compile(
    r"(\b(?:[01]?\d|2[0-4]):[0-5]\d)((?:\s?(?:-|–|sampai|hingga|s\.?/?d\.?)\s?(?:[01]?\d|2[0-4])[.:][0-5]\d(?![.,]?\d))+)",
    re.ASCII,
)
_CURRENCY = re.compile(r"\bRp\.?\s?(?=\d)", re.ASCII)
_THOUSANDS = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+)(,\d+)?(?!\d|\.\d|,\d)", re.ASCII)
# In news only behind a figure, and never a word: a model that doesn't know them says "200,000 rb" or "500 RB".
_SHORT_SCALE = re.compile(r"(?<![\w.,])(\d[\d.,]*)\s?([Rr]b|[Jj]t)\b", re.ASCII)
_SHORT_MONEY = re.compile(r"\b(Rp \d[\d.,]*)\s?([MT])\b(?![.'’-])", re.ASCII)  # elsewhere M is a metre or an initial
_SCALES: Final = {"rb": "ribu", "jt": "juta", "m": "miliar", "t": "triliun"}
# No decimal: a list ("Pasal 1,2, dan 3").
_DECIMAL = re.compile(r"(?<![\d.,])(\d+),(\d{1,4})(?!\d|[.,]\d|,\s*(?:dan|atau|serta)\s+\d)", re.ASCII)


def normalise(text: str) -> str:
    """``text`` with numbers, money, dates and times in the notation that the model was trained on.

    >>> normalise("Rp1,5 triliun pada Selasa (5/9/2023) pukul 13.30 WIB")
    'Rp 1.5 triliun pada Selasa (5 September 2023) pukul 13:30 WIB'
    """
    text = _DATE.sub(_date_in_words, text)
    text = _DAY_MONTH.sub(_day_month_in_words, text)
    text = _CLOCK_BEHIND_WORD.sub(r"\1\2\3:\4", text)
    text = _CLOCK_BEFORE_ZONE.sub(r"\1:\2", text)
    text = _CLOCK_UNTIL.sub(lambda match: match[1] + match[2].replace(".", ":"), text)
    text = _CURRENCY.sub("Rp ", text)
    for short in (_SHORT_SCALE, _SHORT_MONEY):
        text = short.sub(lambda match: f"{match[1]} {_SCALES[match[2].lower()]}", text)
    text = _THOUSANDS.sub(_thousands, text)
    return _DECIMAL.sub(_decimal, text)


def _named_month(day: str, month: str) -> str | None:
    return MONTHS[int(month) - 1] if 1 <= int(day) <= 31 and 1 <= int(month) <= 12 else None


def _date_in_words(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    name = _named_month(day, month)
    return f"{int(day)} {name} {year}" if name else match[0]


def _day_month_in_words(match: re.Match[str]) -> str:
    name = _named_month(match[1], match[2])
    return f"({int(match[1])} {name})" if name else match[0]


def _thousands(match: re.Match[str]) -> str:
    fraction = f".{match[2][1:]}" if match[2] else ""
    return match[1].replace(".", ",") + fraction


def _decimal(match: re.Match[str]) -> str:
    whole, fraction = match.groups()
    # 1,234 is one thousand and a bit in English text quoted by the article, and a fraction in Indonesian: left alone.
    ambiguous = len(fraction) == 3 and len(whole) <= 3 and whole != "0"
    return match[0] if ambiguous else f"{whole}.{fraction}"
