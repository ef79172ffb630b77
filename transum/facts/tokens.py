"""Cutting a text into words, figures and signs, with their places: what every check starts from."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Concatenate, Literal, ParamSpec, TypeVar, cast

Language = Literal["id", "en"]

# A figure keeps its inner points, commas and colons; a word its inner apostrophes ("Jum'at", "don't") but no hyphen.
_TOKEN = re.compile(
    r"(?P<figure>[0-9]+(?:[.,:][0-9]+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*)"
    r"|(?P<sign>[^\w\s]|_|\d)"
)


_KINDS: dict[str | None, Literal["figure", "word", "sign"]] = {"figure": "figure", "word": "word", "sign": "sign"}
_APOSTROPHES = str.maketrans("’ʼ`", "'" * 3)
_Rest = ParamSpec("_Rest")
_Read = TypeVar("_Read")
_ARTICLE = 4000


def remembered(
    size: int,
) -> Callable[[Callable[Concatenate[str, _Rest], _Read]], Callable[Concatenate[str, _Rest], _Read]]:
    """Keep what a pure function made of the last ``size`` texts: a check reads the same two a dozen times.

    Many are wanted: all candidates of a window are checked before what is chosen is checked with all that models say of
    it. Texts longer than any sentence are read anew each time, so that what is kept stays small.
    """

    def decorate(read: Callable[Concatenate[str, _Rest], _Read]) -> Callable[Concatenate[str, _Rest], _Read]:
        quick = cast("Callable[Concatenate[str, _Rest], _Read]", lru_cache(maxsize=size)(read))
        if read.__code__.co_argcount == 1:  # asked of every word: each argument that isn't passed on counts

            @wraps(read)
            def remember_one(text: str, /) -> _Read:
                return quick(text) if len(text) <= _ARTICLE else read(text)  # type: ignore[call-arg]

            return cast("Callable[Concatenate[str, _Rest], _Read]", remember_one)

        @wraps(read)
        def remember(text: str, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> _Read:
            return (quick if len(text) <= _ARTICLE else read)(text, *args, **kwargs)

        return remember

    return decorate


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


@remembered(1024)
def tokenize(text: str) -> tuple[Token, ...]:
    """All tokens in order; white space is left out.

    >>> [token.text for token in tokenize("Rp1,5 triliun (ke-79)")]
    ['Rp', '1,5', 'triliun', '(', 'ke', '-', '79', ')']
    """
    tokens = []
    end = -1
    for match in _TOKEN.finditer(text):
        kind: Literal["figure", "word", "sign"] = _KINDS[match.lastgroup]
        word, (start, stop) = match[0], match.span()
        tokens.append(Token(word, word.lower().translate(_APOSTROPHES), start, stop, kind, start == end))
        end = stop
    return tuple(tokens)


def covered(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """A 1 for each of ``length`` places that one of ``spans`` covers.

    >>> list(covered(5, [(1, 3)]))
    [0, 1, 1, 0, 0]
    """
    mask = bytearray(length)
    for start, end in spans:
        mask[start:end] = b"\x01" * (end - start)
    return mask


@remembered(4096)
def fold(text: str) -> str:
    """``text`` in lower case without diacritics: how two spellings of one name are compared.

    >>> fold("Erdoğan"), fold("São Tomé")
    ('erdogan', 'sao tome')
    """
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return plain.casefold().translate(_LETTERS)


_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"})

_READ_SIGNS = frozenset("%$€£¥°&")


def spoken(text: str) -> list[str]:
    """The words and figures of ``text``, and the signs that are read as words: "persen" is "%", "dolar" is "$".

    >>> spoken("Naik 5% (besok).")
    ['naik', '5', '%', 'besok']
    """
    return [token.lower for token in tokenize(text) if token.kind != "sign" or token.text in _READ_SIGNS]
