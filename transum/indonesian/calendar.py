"""Days and months of dates that stand alone, in English: a line such as "Senin, 05 Feb 2024 10:12 WIB" is notation."""

import re
from typing import Final

_WEEKDAYS: Final = {
    "senin": "Monday", "selasa": "Tuesday", "rabu": "Wednesday", "kamis": "Thursday", "jumat": "Friday",
    "jum'at": "Friday", "sabtu": "Saturday", "minggu": "Sunday", "ahad": "Sunday",
}  # fmt: skip
_MONTHS: Final = {
    "januari": "January", "februari": "February", "pebruari": "February", "maret": "March", "april": "April",
    "mei": "May", "juni": "June", "juli": "July", "agustus": "August", "september": "September",
    "oktober": "October", "november": "November", "nopember": "November", "desember": "December",
    "peb": "Feb", "agu": "Aug", "agt": "Aug", "ags": "Aug", "agust": "Aug", "okt": "Oct", "nop": "Nov", "des": "Dec",
}  # fmt: skip
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b(?=,?\s?\(?\d)", re.IGNORECASE)
_MONTH: Final = re.compile(rf"(?<=\d)(\s|-)({'|'.join(_MONTHS)})\b(?=\.?(?:\s|-)(?:19|20)\d\d|\)|,|\Z)", re.IGNORECASE)


def dates_in_english(text: str) -> str:
    """``text`` with the weekdays and months of its dates in English; other words are left as they are.

    >>> dates_in_english("Senin, 05 Feb 2024 10:12 WIB"), dates_in_english("Selasa (12 Maret 2024)")
    ('Monday, 05 Feb 2024 10:12 WIB', 'Tuesday (12 March 2024)')
    >>> dates_in_english("Minggu Raya 5 Mei")
    'Minggu Raya 5 May'
    """
    text = _MONTH.sub(lambda match: match[1] + _in_case(match[2], _MONTHS[match[2].lower()]), text)
    return _WEEKDAY.sub(lambda match: _in_case(match[1], _WEEKDAYS[match[1].lower()]), text)


def _in_case(ours: str, english: str) -> str:
    return english.upper() if ours.isupper() else english
