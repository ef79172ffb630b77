"""Dates and times of day in Indonesian and English, as values.

A date is told by its parts, because languages and journalists leave out different ones: "Selasa (5/9/2023)" is a
weekday, a day, a month and a year, and so is "Tuesday, September 5, 2023".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from transum.document import Kind
from transum.facts.tokens import Language, covered, remembered


class Part(StrEnum):
    """Which part of a date or time a moment is."""

    WEEKDAY = "weekday"  # 0 is Monday
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"  # 1990, or 90 where the century isn't said
    CLOCK = "clock"  # minutes since midnight


@dataclass(frozen=True, slots=True)
class Moment:
    """One part of a date, or a time of day; ``sure`` is False where the word can mean something else.

    A clock time without morning or evening ("8.30") has ``half_day`` set: it is compared modulo twelve hours.
    """

    part: Part
    value: int
    text: str
    start: int
    end: int
    sure: bool = True
    half_day: bool = False

    @property
    def kind(self) -> Kind:
        """What a finding about it is called."""
        return Kind.TIME if self.part is Part.CLOCK else Kind.DATE

    def agrees(self, other: "Moment") -> bool:
        """Whether both can be the same moment.

        >>> eight, twenty = moments("pukul 8.30", "id")[0], moments("8:30 p.m.", "en")[0]
        >>> eight.agrees(twenty)
        True
        """
        if self.part is not other.part:
            return False
        if self.part is Part.CLOCK and (self.half_day or other.half_day):
            return self.value % 720 == other.value % 720
        if self.part is Part.DECADE and min(self.value, other.value) < 100:
            return self.value % 100 == other.value % 100
        return self.value == other.value


_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "id": ("senin", "selasa", "rabu", "kamis", "jum'?[’ʼ]?at", "sabtu", "minggu|ahad"),
    "en": ("mon(?:day)?", "tue(?:sday|s)?", "wed(?:nesday)?", "thu(?:rsday|rs|r)?", "fri(?:day)?", "sat(?:urday)?",
           "sun(?:day)?"),
}  # fmt: skip
_MONTHS: dict[Language, tuple[str, ...]] = {
    "id": ("jan(?:uari)?", "[fp]eb(?:ruari)?", "mar(?:et)?", "apr(?:il)?", "mei", "jun(?:i)?", "jul(?:i)?",
           "agustus|agu?st?|agt|ags", "sept?(?:ember)?", "okt(?:ober)?", "no[vp](?:ember)?", "des(?:ember)?"),
    "en": ("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?",
           "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
}  # fmt: skip
_YEAR = r"(?:1\d{3}|20\d{2})(?!\d|[.,]\d)"


def _named(options: tuple[str, ...]) -> str:
    return "|".join(f"(?P<n{index}>{pattern})" for index, pattern in enumerate(options))


def _name_index(match: re.Match[str]) -> int:
    return next(index for index in range(12) if match.groupdict().get(f"n{index}"))


_WEEKDAY = {
    language: re.compile(rf"\b(?:{_named(options)})(?P<plural>s?)\b(?P<dot>\.?)", re.IGNORECASE)
    for language, options in _WEEKDAYS.items()
}
# Day numbers before ("10-13 September", "10 dan 11 September", "5th of September") or behind ("September 5, 2023").
_DAYS = (
    r"(?<![\d.,:/])(?P<d1>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s?(?:[-–—/]|dan|and|&|sampai(?: dengan)?|hingga|s\.?/?d\.?|to|,)\s?(?P<d2>\d{1,2})(?:st|nd|rd|th)?)?"
)
_MONTH = {
    language: re.compile(
        rf"(?:{_DAYS}\s+(?:of\s+)?)?\b(?P<month>{_named(options)})\b\.?"
        + (
            r"(?:\s+(?P<d3>\d{1,2})(?:st|nd|rd|th)?(?![\d.,:]\d|\d|%)(?:\s?(?:[-–—]|and|to)\s?(?P<d4>\d{1,2})(?!\d))?)?"
            if language == "en"
            else ""
        )
        + rf"(?:,?\s+(?:of\s+|tahun\s+)?(?P<year>{_YEAR}))?",
        re.IGNORECASE,
    )
    for language, options in _MONTHS.items()
}
_NUMERIC = re.compile(
    r"(?<![\d/.,])(?P<a>\d{1,2})(?P<sign>[/.-])(?P<b>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d{2}|\d{2})(?![\d/]|[.-]\d)"
)
_ISO = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d{2})-(?P<month>0\d|1[0-2])-(?P<day>[0-2]\d|3[01])(?![\d-])")
_BRACKETED = re.compile(r"\(\s*(?:(?P<first>\d{1,2})\s?[-–]\s?)?(?P<a>\d{1,2})/(?P<b>\d{1,2})\s*\)")
_DECADE = {
    "id": re.compile(r"(?<![\d.,])(?P<decade>1\d{2}0|20\d0|\d0)\s?-?an\b"),
    "en": re.compile(
        r"(?<![\d.,])(?:['’‘](?=\d\d['’]?s))?(?P<decade>1\d{2}0|20\d0|\d0)['’]?s\b"
        r"|\b(?P<word>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b",
        re.IGNORECASE,
    ),
}
_DECADE_WORDS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_INDONESIAN_ZONES = r"W[Ii][Bb]|W[Ii][Tt][Aa]|W[Ii][Tt]"
_ZONES = rf"{_INDONESIAN_ZONES}|GMT|UTC|BST|EST|EDT|PST|PDT|CST|CDT|CET|CEST|MST|AEST|waktu\b"
_HOUR = r"(?<![\d.,:/])(?P<h>[01]?\d|2[0-4])"
_CLOCK = {
    "id": re.compile(
        rf"\b(?:pukul|jam|pkl)\.?\s+{_HOUR}(?:[.:](?P<m>[0-5]\d))?(?!\d|[.,:]\d)"
        r"(?P<part>\s+(?:pagi|siang|sore|petang|malam|dini hari|a\.?m\b\.?|p\.?m\b\.?))?"
        rf"|{_HOUR.replace('<h>', '<h2>')}[.:](?P<m2>[0-5]\d)(?=\s*(?:{_ZONES}))"
        rf"|{_HOUR.replace('<h>', '<h3>')}:(?P<m3>[0-5]\d)(?!\d|[.,:]\d)"
        r"|(?<!\d)(?P<hhmm>(?:[01]\d|2[0-3])[0-5]\d)(?=\s*(?:WIB|WITA|WIT|GMT|UTC|EST)\b)"
    ),
    "en": re.compile(
        rf"{_HOUR}(?:[.:](?P<m>[0-5]\d))?(?P<part>\s?(?:a\.?\s?m\b\.?|p\.?\s?m\b\.?|AM\b|PM\b"
        r"|o['’]clock(?:\s+(?:in the (?:morning|afternoon|evening)|at night))?))"
        rf"|{_HOUR.replace('<h>', '<h2>')}[.:](?P<m2>[0-5]\d)(?=\s*(?:{_ZONES}|local time))"
        rf"|{_HOUR.replace('<h>', '<h3>')}:(?P<m3>[0-5]\d)(?!\d|[.,:]\d)"
        r"|(?<!\d)(?P<hhmm>(?:[01]\d|2[0-3])[0-5]\d)(?=\s*(?:WIB|WITA|WIT|GMT|UTC|EST|hours)\b)",
        re.IGNORECASE,
    ),
}


@remembered(4096)
def moments(text: str, language: Language) -> tuple[Moment, ...]:
    """All dates and times of day in ``text``, in order, a date as its parts.

    A four-digit year that stands alone is a number like any other (see ``quantity``).

    >>> [(moment.part.value, moment.value) for moment in moments("Selasa (5/9/2023) pukul 13.00 WIB", "id")]
    [('weekday', 1), ('day', 5), ('month', 9), ('year', 2023), ('clock', 780)]
    """
    found: list[Moment] = []
    for reader in (_numeric_dates, _half_hours, _noon, _clocks, _decades, _months, _weekdays):
        taken = covered(len(text), ((moment.start, moment.end) for moment in found))
        found += [moment for moment in reader(text, language) if 1 not in taken[moment.start : moment.end]]
    return tuple(sorted(found, key=lambda moment: (moment.start, moment.end)))


def _numeric_dates(text: str, language: Language) -> Iterator[Moment]:
    for match in _ISO.finditer(text):
        for part in (Part.DAY, Part.MONTH, Part.YEAR):
            yield Moment(part, int(match[part.value]), match[part.value], *match.span(part.value))
    for pattern in (_NUMERIC, _BRACKETED):
        for match in pattern.finditer(text):
            yield from _day_and_month(match, language, with_year=pattern is _NUMERIC)
            if match.groupdict().get("first") and 1 <= int(match["first"]) <= 31:
                yield Moment(Part.DAY, int(match["first"]), match["first"], *match.span("first"))


def _day_and_month(match: re.Match[str], language: Language, *, with_year: bool) -> Iterator[Moment]:
    """Day before month, as Indonesians write; English text may turn them round where only that is a date."""
    day, month = "a", "b"
    if language == "en" and int(match["b"]) > 12 >= int(match["a"]):
        day, month = "b", "a"
    if not (1 <= int(match[month]) <= 12 and 1 <= int(match[day]) <= 31):
        return
    yield Moment(Part.DAY, int(match[day]), match[day], *match.span(day))
    yield Moment(Part.MONTH, int(match[month]), match[month], *match.span(month))
    if with_year:
        year = int(match["year"])
        full = year if year >= 100 else year + (2000 if year < 50 else 1900)
        yield Moment(Part.YEAR, full, match["year"], *match.span("year"))


_NEAR = 40  # characters that are looked at before and behind a word
_RANGED = re.compile(r"\s?[-–]\s?[A-Z]")


def _months(text: str, language: Language) -> Iterator[Moment]:
    for match in _MONTH[language].finditer(text):
        groups = match.groupdict()
        days = [name for name in ("d1", "d2", "d3", "d4") if groups.get(name)]
        word = match["month"]
        dated = bool(days) or bool(match["year"])
        if not word[0].isupper() and (language == "en" or not dated):
            continue
        full = len(word) > 4 or word.lower() in {"mei", "juni", "juli", "may", "june", "july"}
        # "May" and "March" open sentences as other words do; "Mar", "Jan" are also names.
        ordinary = word.lower() in {"may", "march", "mar"} and not text[
            max(0, match.start("month") - _NEAR) : match.start("month")
        ].strip(" \"'“(")
        ranged = _RANGED.match(text, match.end()) or text.endswith(("-", "–"), 0, match.start())
        if not dated and not ranged and (not full or ordinary):
            continue
        for name in days:
            if 1 <= int(match[name]) <= 31:
                yield Moment(Part.DAY, int(match[name]), match[name], *match.span(name))
        yield Moment(Part.MONTH, _name_index(match) + 1, word, *match.span("month"))
        if match["year"]:
            yield Moment(Part.YEAR, int(match["year"]), match["year"], *match.span("year"))


def _weekdays(text: str, language: Language) -> Iterator[Moment]:
    for match in _WEEKDAY[language].finditer(text):
        word, index = match[0].rstrip("."), _name_index(match)
        if language == "en" and (not word[0].isupper() or (len(word) < 6 and not _DATED.match(text, match.end()))):
            continue
        before = text[max(0, match.start() - _NEAR) : match.start()].rstrip().lower()
        named = (
            before.endswith(("hari", "sabtu", "malam")) or text[match.end() : match.end() + _NEAR].lstrip()[:1] == "("
        )
        if language == "id" and not word[0].isupper() and not before.endswith("hari"):
            continue
        # "Minggu" opens a sentence as the week does ("Minggu lalu"), and "Rabu" never means anything else; but the
        # night of a day ("malam Minggu") is the one before it.
        week = index == 6 and _WEEK.match(text, match.end())
        eve = language == "id" and before.endswith("malam")
        sure = not week and not eve and (index != 6 or language == "en" or named or before.endswith(("pada", ",")))
        yield Moment(Part.WEEKDAY, index, word, match.start(), match.start() + len(word), sure=sure)
        if eve:
            yield Moment(Part.WEEKDAY, (index - 1) % 7, word, match.start(), match.start() + len(word), sure=False)


_WEEK = re.compile(r"\s+(?:lalu|ini|depan|berikutnya|mendatang)\b")
# What has to follow "Sun" or "Sat" for it to be a day of the week: "Sun., Sept. 3".
_DATED = re.compile(r"\.?,?\s+(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))")


def _decades(text: str, language: Language) -> Iterator[Moment]:
    for match in _DECADE[language].finditer(text):
        if match.groupdict().get("word"):
            value = 20 + 10 * _DECADE_WORDS.index(match["word"].lower())
        else:
            value = int(match["decade"])
        yield Moment(Part.DECADE, value, match[0], *match.span())


def _clocks(text: str, language: Language) -> Iterator[Moment]:
    for match in _CLOCK[language].finditer(text):
        groups = match.groupdict()
        if groups["hhmm"]:
            hour, minute = int(groups["hhmm"][:2]), int(groups["hhmm"][2:])
        else:
            hour = int(groups["h"] or groups["h2"] or groups["h3"])
            minute = int(groups["m"] or groups["m2"] or groups["m3"] or 0)
        half_day, hour = _half(hour, (groups["part"] or "").lower().replace(" ", "").replace(".", ""))
        if groups["hhmm"] or (language == "id" and _of_24_hours(text, match)):
            half_day = False
        yield Moment(Part.CLOCK, hour % 24 * 60 + minute, match[0].strip(), *match.span(), half_day=half_day)


def _of_24_hours(text: str, match: re.Match[str]) -> bool:
    """Whether an Indonesian time counts the hours of the whole day: "08.00", or "11.19 WIB" alone."""
    hour, behind = match["h"] or match["h2"] or match["h3"], text[match.end() : match.end() + 8]
    exact = bool(match["m"] or match["m2"] or match["m3"])
    return exact and not match["part"] and (len(hour) == 2 and (hour[0] == "0" or bool(_ZONE.match(behind))))


_ZONE = re.compile(rf"\s*(?:{_INDONESIAN_ZONES})\b")
_HOURS: dict[Language, tuple[str, ...]] = {
    "id": ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
           "dua belas"),
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}  # fmt: skip
# "Pukul setengah delapan" is half past seven.
_HALF_HOUR = {
    "id": re.compile(
        rf"\b(?P<clock>(?:pukul|jam)\s+)?setengah\s+(?P<hour>{'|'.join(reversed(_HOURS['id']))})\b"
        r"(?(clock)|(?=\s+(?:pagi|siang|sore|petang|malam)\b))",
        re.IGNORECASE,
    ),
    "en": re.compile(rf"\bhalf\s+past\s+(?P<hour>{'|'.join(reversed(_HOURS['en']))})\b", re.IGNORECASE),
}


def _half_hours(text: str, language: Language) -> Iterator[Moment]:
    for match in _HALF_HOUR[language].finditer(text):
        hour = _HOURS[language].index(match["hour"].lower()) + 1
        minutes = (hour * 60 + (30 if language == "en" else -30)) % 720
        yield Moment(Part.CLOCK, minutes, match[0], *match.span(), half_day=True)


# "At noon" and "until midnight" are times; "the midnight sun" and "since noon prayers" are none.
_NOON = re.compile(
    r"\b(?:as of|at|by|until|till|from|since|around|about|before|after|and|to)\s+"
    r"(?P<word>(?:12\s+)?(?:noon|midnight))\b(?![\s-]+[a-z]*(?:prayer|sun|mass))",
    re.IGNORECASE,
)


def _noon(text: str, language: Language) -> Iterator[Moment]:
    """English names of twelve o'clock; not sure, since Indonesian has words for them too."""
    if language == "en":
        for match in _NOON.finditer(text):
            minutes = 720 if match["word"].lower().endswith("noon") else 0
            yield Moment(Part.CLOCK, minutes, match["word"], *match.span("word"), sure=False)


def _half(hour: int, part: str) -> tuple[bool, int]:
    """Whether the half of the day is open, and the hour of 24 that ``part`` of the day makes of ``hour``."""
    if hour > 12:
        return False, hour
    morning = part in {"am", "pagi", "dinihari"} or part.endswith("morning")
    evening = part in {"pm", "sore", "petang", "malam"} or part.endswith(("afternoon", "evening", "night"))
    if part == "siang":
        return False, hour if hour >= 10 else hour + 12
    if part == "malam" and (hour == 12 or hour <= 3):
        return False, hour % 12
    if morning or evening:
        return False, hour % 12 + (12 if evening else 0)
    return True, hour
