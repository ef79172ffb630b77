"""Characters of symbol fonts, which office files name by their place in the font ("5 °C" holds F0B0 of Symbol)."""

from typing import Final

_SYMBOL: Final = dict(
    zip(
        b"ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcyw"
        b"\xb0\xb1\xb2\xb3\xa3\xb4\xb8\xb9\xbb\xa5\xd7\xae\xac\xad\xaf\xb7\x2d\xd2\xd3\xd4\xd6\xe5\xf2\xa2\xce\xc8\xc7\xb6",
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψω°±″≥≤×÷≠≈∞⋅→←↑↓•−®©™√∑∫′∈∪∩∂",
        strict=True,
    )
)
_DINGBATS: Final = dict(
    zip(
        b"\xfc\xfb\xfe\xa8\x6f\x6c\x6e\xa7\xd8\xe0\xdf\xf0\x4a\x4c\x52\xfd",
        "✓✗☑☐☐●■▪➢→←⇨☺☹☑☒",
        strict=True,
    )
)
_UNKNOWN: Final = "\ufffd"


def symbol(font: str, code: str) -> str:
    """The character at a place (in hexadecimal) of a font; U+FFFD where the font has its own order and it is unknown.

    >>> symbol("Symbol", "F0B0"), symbol("Wingdings", "F0FC"), symbol("Arial", "00E9")
    ('°', '✓', 'é')
    """
    try:
        place = int(code[:8], 16)
    except ValueError:
        return ""
    known = {"symbol": _SYMBOL, "wingdings": _DINGBATS}.get(font.strip().lower())
    is_private = 0xF000 <= place <= 0xF0FF
    place -= 0xF000 if is_private else 0
    if known is not None:
        return known.get(place) or (chr(place) if 0x20 <= place < 0x7F and known is _SYMBOL else _UNKNOWN)
    if is_private and font.strip().lower().startswith(("wingdings", "webdings", "marlett")):
        return _UNKNOWN
    return chr(place) if 0x20 <= place < 0x110000 and not 0xD800 <= place <= 0xDFFF else _UNKNOWN
