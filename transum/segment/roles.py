"""What a line or sentence is for: the story, or what surrounds it on a news site."""

import re
from functools import cache

from transum.document import Role
from transum.lexicon import table
from transum.segment.whitespace import GAP, STRIPPED

_LIST_MARK = re.compile(r"(?:[-–—•*·▪►●○◦‣→✓➢]|\(?\d{1,3}[.)]|\(?[a-z][.)]|[A-Z]\)|\(?[ivx]{2,4}[.)])\s+(?=\S)")
# A credit ends the line: "Presiden di Istana (Foto: Antara)".
_CREDIT = re.compile(
    r"[(\[]\s*(?:foto|photo|dok|ilustrasi|sumber foto|antara foto|reuters/|afp/|getty|istimewa|ap photo)\b"
    r"[^()\[\]]*[)\]]\.?\Z",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"[\s(\[]*([^\W_]+|©)")
_SHAPES = (
    (Role.RELATED, re.compile(r"(?:https?://|www\.)\S+\Z")),
    # "(bbn)", "(ugo / djm)", "[ sau ]", "(T.H - ZG / S023)", "(*)": who wrote and edited, in initials.
    (Role.BYLINE, re.compile(r"[(\[]\s*(?:[\w.]{1,12}(?:\s?[-–/&,|]\s?[\w.]{1,12}){0,3}|\*+)\s*[)\]]\.?\Z")),
    # "* * *", "---"
    (Role.SHARE, re.compile(r"[\W_]+\Z")),
)
_TERMINAL_END = re.compile(f"[.!?…;,]{GAP}?[\"”’'»)\\]]*\\Z")
_HEADING_LENGTH = 120
_FURNITURE_LENGTH = 300


@cache
def _phrases() -> dict[str, tuple[tuple[Role, str, str], ...]]:
    """The rows of the boilerplate table by their first word, which most lines do not begin with."""
    rows: dict[str, tuple[tuple[Role, str, str], ...]] = {}
    for role, how, phrase in table("boilerplate"):
        first = _first_word(phrase)
        rows[first] = (*rows.get(first, ()), (Role(role), how, phrase))
    return rows


@cache
def _pattern(how: str, phrase: str) -> re.Pattern[str]:
    """Compiled where a line begins so: most articles have few such lines."""
    words = re.escape(phrase).replace(r"\ ", r"[\s_]+")
    edge = r"\W*\Z" if how == "line" else _edge(phrase)
    return re.compile(rf"[\s(\[]*{words}{edge}", re.IGNORECASE)


def _first_word(text: str) -> str:
    match = _FIRST_WORD.match(text)
    return match[1].lower() if match else ""


def _edge(phrase: str) -> str:
    return r"(?![^\W_])" if phrase[-1].isalnum() else ""


def role_of(text: str) -> Role:
    """The role of a sentence or line by its own words; ``BODY`` where they tell nothing.

    >>> role_of("Baca juga: Harga Beras Naik")
    <Role.RELATED: 'related'>
    """
    if len(text) <= _FURNITURE_LENGTH:
        for role, how, phrase in _phrases().get(_first_word(text), ()):
            if _pattern(how, phrase).match(text):
                return role
        for role, shape in _SHAPES:
            if shape.match(text):
                return role
        if text[-1] in ")]." and _CREDIT.search(text, max(0, len(text) - 120)):
            return Role.CAPTION
    return Role.LIST_ITEM if _LIST_MARK.match(text) else Role.BODY


def without_mark(text: str) -> str:
    """``text`` without the mark of a list item in front of it.

    >>> without_mark("- beras"), without_mark("2. Gula naik."), without_mark("Gula naik.")
    ('beras', 'Gula naik.', 'Gula naik.')
    """
    return _LIST_MARK.sub("", text, count=1) if _LIST_MARK.match(text) else text


def is_heading(text: str) -> bool:
    """Whether a line that is one sentence is a heading: short, and without a mark at its end."""
    if text.endswith(":") and len(text.split()) > 4:
        return False
    return len(text) <= _HEADING_LENGTH and not _TERMINAL_END.search(text) and not text[0].islower()


def names_no_link(text: str) -> bool:
    """Whether a related-reading line ("Baca juga:") leaves the titles to the lines below."""
    return len(text) <= 40 and (text.endswith(":") or len(text.replace("_", " ").split()) == 2)


def opens_unit(text: str) -> bool:
    """Whether a line never continues the line before: a list item, byline, caption, link or button.

    >>> opens_unit("- beras"), opens_unit("beras")
    (True, False)
    """
    return role_of(text.strip(STRIPPED)) is not Role.BODY
