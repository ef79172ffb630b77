"""Signs that are carried around the model: formulas get their small figures back, pictures their place.

What has a name is given to the model by its name (see ``indonesian.symbols``).
"""

import re
import unicodedata
from typing import Final

from transum.indonesian.symbols import SMALL_FIGURES

_PICTURES: Final = frozenset({"So", "Sk", "Cs", "Mn", "Cf"})


def returned(target: str, source: str) -> str:
    """``target`` with the formulas of ``source`` in its own small figures.

    >>> returned("H2O is water.", "H₂O adalah air.")
    'H₂O is water.'
    """
    for match in SMALL_FIGURES.finditer(source):
        plain = unicodedata.normalize("NFKC", match[0])
        if any(map(str.isalpha, plain)):
            target = re.sub(rf"(?<!\w){re.escape(plain)}(?!\w)", match[0].replace("\\", ""), target)
    return target


def pictures_at_ends(text: str) -> tuple[int, int]:
    """Where the words of ``text`` begin and end, pictures and the white space beside them left out.

    >>> pictures_at_ends("🔥 Mantap 😀")
    (2, 8)
    """
    start, end = 0, len(text)
    while start < end and _is_picture(text[start]):
        start += 1
    while end > start and _is_picture(text[end - 1]):
        end -= 1
    while start and end > start and text[start].isspace():
        start += 1
    while end < len(text) and end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if end > start else (0, len(text))


def _is_picture(character: str) -> bool:
    """An emoji or a part of one: signs from U+2190 on, joiners and variation selectors; "°" and "©" are none."""
    return (ord(character) >= 0x2190 and unicodedata.category(character) in _PICTURES) or (
        ord(character) >= 0x200D and unicodedata.category(character) in {"Mn", "Cf"}
    )
