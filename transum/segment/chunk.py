"""Sentences → what the model sees at once.

One sentence a chunk, because Marian models drop sentences when they are given several. A sentence over the model's
token limit is divided where a reader would take a breath, and every part is translated: nothing is ever cut.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from transum.document import INDONESIAN, Chunk, Sentence
from transum.indonesian.notation import normalise
from transum.indonesian.symbols import in_words

# Where to divide, best first: after a semicolon or dash, before a clause word, after a comma, between words.
_BREAKS: Final = (
    re.compile(r"(?<=[;:])\s+|\s+(?=[–—]\s)"),
    re.compile(r",\s+(?=(?:dan|tetapi|tapi|namun|sedangkan|sementara|karena|sehingga|serta|yang|agar|bahwa)\b)"),
    re.compile(r"\s+(?=(?:tetapi|namun|sedangkan|sementara|karena|sehingga|bahwa|yang|agar)\b)"),
    re.compile(r"(?<=,)\s+"),
    re.compile(r"\s+"),
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w-)[ \t]*\r?\n[ \t]*(?=\w)")
Read = Callable[[str], str]
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def model_text(text: str) -> str:
    r"""Indonesian ``text`` as the model wants it: as ``plain_text``, in English notation, signs in words.

    >>> model_text("Harga\u00a0naik\n1,5 persen.")
    'Harga naik 1.5 persen.'
    """
    return normalise(in_words(plain_text(text)))


def plain_text(text: str) -> str:
    r"""``text`` in any language: one line, single spaces, nothing invisible, every sign and figure as it is.

    >>> plain_text("Prices\u00a0rose\n1,500 percent.")
    'Prices rose 1,500 percent.'
    """
    whole = _HYPHEN_AT_LINE_END.sub("", _INVISIBLE.sub("", text))
    visible = _CONTROL.sub(" ", whole)
    return " ".join(visible.split())


def reading(language: str) -> Read:
    """How a model is given texts in ``language``: only Indonesian has a notation that is not English.

    >>> reading("en")("1,234 °C")
    '1,234 °C'
    """
    return model_text if language == INDONESIAN else plain_text


def chunk(
    sentence: Sentence, count_tokens: Callable[[str], int], limit: int, *, read: Read = model_text
) -> tuple[Chunk, ...]:
    """The chunks of one sentence, in order; together they cover it, and each has at most ``limit`` tokens.

    ``read`` makes of a text what the model is given (see ``reading``), and ``count_tokens`` counts that. A single
    "word" over the limit is divided between characters.
    """
    return tuple(
        Chunk(read(sentence.text[start:end]), sentence.start + start, sentence.start + end)
        for start, end in _divide(sentence.text, lambda text: count_tokens(read(text)), limit)
    )


def join(parts: Sequence[str]) -> str:
    """One sentence of its translated parts; a full stop that the model added inside, or a capital, is taken back.

    >>> join(["He came.", "Because it rained."])
    'He came because it rained.'
    """
    joined = ""
    for part in (part.strip() for part in parts if part.strip()):
        if not joined:
            joined = part
            continue
        first_word = part.split(maxsplit=1)[0]
        lowered = part[0].lower() + part[1:] if first_word in _CLAUSE_STARTERS else part
        joined = f"{joined.removesuffix('.') if not joined.endswith('..') else joined} {lowered}"
    return joined


_CLAUSE_STARTERS: Final = frozenset(
    "A An And As At Because Before But By For From He However If In It Its On Or She So That The Their Then There "
    "They This Those To We When Where Which While Who With".split()
)


_MOST_BYTES: Final = 9  # "½" is "setengah", with a space


def _divide(text: str, count: Callable[[str], int], limit: int) -> list[tuple[int, int]]:
    """Spans of ``text``, each within the limit; halves at the best break near the middle."""
    pending, done = [(0, len(text))], []
    while pending:
        start, end = pending.pop()
        # No tokenizer makes more tokens of a text than it has bytes: most sentences need no counting.
        if end - start <= limit // _MOST_BYTES or count(text[start:end]) <= limit or end - start < 2:
            done.append((start, end))
            continue
        middle = _break_near_middle(text, start, end)
        pending += [(middle, end), (start, middle)]
    return done


def _break_near_middle(text: str, start: int, end: int) -> int:
    """An offset inside the span at which to divide; breaks in its outer fifths leave too short a rest."""
    margin = (end - start) // 5
    middle = (start + end) // 2
    for pattern in _BREAKS:
        found = [match.end() for match in pattern.finditer(text, start + margin, end - margin)]
        if found:
            return min(found, key=lambda offset: abs(offset - middle))
    return middle
