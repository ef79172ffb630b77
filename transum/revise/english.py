"""English as Indonesian would tell it: hours to 24, the day before the month, signs in words.

Part of the embedded reverse model's contract: it was trained on translations of Indonesian news, says WIB for "p.m.",
and has no piece for "±".
"""

import re
from typing import Final

_HOUR: Final = r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?"
_HALF: Final = r"\s?([ap])\.?\s?m\b(\.(?!\s*\Z))?"
_SPAN: Final = re.compile(rf"(?<![\d.:,]){_HOUR}\s?(-|–|to|until|till)\s?{_HOUR}{_HALF}", re.IGNORECASE | re.ASCII)
_CLOCK: Final = re.compile(rf"(?<![\d.:,]){_HOUR}{_HALF}", re.IGNORECASE | re.ASCII)
_NOON: Final = 12
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SHORT: Final = {name[:3]: name for name in _MONTHS} | {"Sept": "September"}
_NAMES: Final = "|".join([*_MONTHS, *(f"{short}[.]" for short in _SHORT)])
_DATE: Final = re.compile(rf"\b({_NAMES})\s(3[01]|[12]\d|0?[1-9]),\s((?:1\d|20)\d\d)\b", re.ASCII)
_SIGNS: Final = (
    (re.compile(r"\s?°\s?C\b"), " degrees Celsius"),
    (re.compile(r"\s?°\s?F\b"), " degrees Fahrenheit"),
    (re.compile(r"\bkm²"), "square kilometers"),
    (re.compile(r"\bm²"), "square meters"),
    (re.compile(r"\bkm³"), "cubic kilometers"),
    (re.compile(r"\bm³"), "cubic meters"),
    (re.compile(r"[±≈]\s?(?=\d)"), "about "),
    (re.compile(r"(?<!\w)−\s?(?=\d)"), "minus "),
    (re.compile(r"(?<=\d)\s?‰"), " per mil"),
    (re.compile(r"§\s?(?=\d)"), "Article "),
    (re.compile(r"(?<=\d)½"), " and a half"),
)


def as_indonesian_tells(text: str) -> str:
    """``text`` with its clocks, dates and signs as the model can read them.

    >>> as_indonesian_tells("At 1:30 p.m. on September 5, 2023, it was −5 °C.")
    'At 13:30 on 5 September 2023, it was minus 5 degrees Celsius.'
    """
    text = _CLOCK.sub(_clock, _SPAN.sub(_span, text))
    text = _DATE.sub(_date, text)
    for sign, said in _SIGNS:
        text = sign.sub(said, text)
    return text


def _clock(match: re.Match[str]) -> str:
    hour, minute, half, _ = match.groups()
    return _of_24(int(hour), minute, half)


def _span(match: re.Match[str]) -> str:
    first, first_minute, until, last, last_minute, half, _ = match.groups()
    # "11 to 1 p.m." begins in the morning.
    before = "a" if int(first) % _NOON > int(last) % _NOON else half
    joint = until if until in {"-", "–"} else f" {until} "
    return f"{_of_24(int(first), first_minute, before)}{joint}{_of_24(int(last), last_minute, half)}"


def _of_24(hour: int, minute: str | None, half: str) -> str:
    return f"{hour % _NOON + (_NOON if half in 'pP' else 0):02}:{minute or '00'}"


def _date(match: re.Match[str]) -> str:
    month, day, year = match.groups()
    return f"{int(day)} {_SHORT.get(month.rstrip('.'), month)} {year}"
