"""The figures that lists are counted in."""

from typing import Final

_ROMAN: Final = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
_LONGEST: Final = 20


def figure(count: int, form: str) -> str:
    """A number as a list shows it; ``form`` is how its first item looks ("a", "I"), and Arabic where that is unknown.

    >>> figure(4, "i"), figure(28, "A"), figure(3, "01"), figure(3, "1")
    ('iv', 'BB', '03', '3')
    """
    if form in {"a", "A"} and count > 0:
        letters = (chr(ord(form) + (count - 1) % 26) * ((count - 1) // 26 + 1))[:_LONGEST]
    elif form in {"i", "I"} and count > 0:
        letters, rest = "", min(count, 4999)
        for value, roman in _ROMAN:
            letters += (roman if form == "i" else roman.upper()) * (rest // value)
            rest %= value
    else:
        letters = f"{count:02}" if form == "01" else str(count)
    return letters
