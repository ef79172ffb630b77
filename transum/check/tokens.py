"""Cutting a text into words, figures and signs, with their places: what every check starts from."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Language = Literal["id", "en"]

# A figure keeps its inner points, commas and colons; a word its inner apostrophes ("Jum'at", "don't") but no hyphen.
_TOKEN = re.compile(
    r"(?P<figure>[0-9]+(?:[.,:][0-9]+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*)"
    r"|(?P<sign>[^\w\s]|_|\d)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a figure (``1.234,5``) or one sign; ``text[start:end]`` of what was cut.

    ``lower`` is the text in lower case, straight apostrophes; ``glued`` says that no space precedes it.
    """

    text: str
    lower: str
    start: int
    end: int
    kind: Literal["figure", "word", "sign"]
    glued: bool


def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens in order; white space is left out.

    >>> [token.text for token in tokenize("Rp1,5 triliun (ke-79)")]
    ['Rp', '1,5', 'triliun', '(', 'ke', '-', '79', ')']
    """
    tokens = []
    end = -1
    for match in _TOKEN.finditer(text):
        kind: Literal["figure", "word", "sign"] = "figure" if match["figure"] else "word" if match["word"] else "sign"
        lower = match[0].lower().replace("’", "'").replace("ʼ", "'").replace("`", "'")
        tokens.append(Token(match[0], lower, match.start(), match.end(), kind, match.start() == end))
        end = match.end()
    return tuple(tokens)


def fold(text: str) -> str:
    """``text`` in lower case without diacritics: how two spellings of one name are compared.

    >>> fold("Erdoğan"), fold("São Tomé")
    ('erdogan', 'sao tome')
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain.casefold().translate(_LETTERS)


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})
