"""What an article needs and its summary doesn't: lead-ins, headings of lists, captions, questions, repeats."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from transum.document import Level, Role, SentencePair, Translation
from transum.summaries.features import words
from transum.summaries.spans import states

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAYS_THE_SAME: Final = 0.9  # cosine; unrelated sentences are near 0.78
_AROUND: Final = 1000  # sentences: an article is looked at as a whole, of a book the chapter
SHARED: Final = 0.5  # share of the shorter one's words that the other must have too

_LEAD_IN: Final = re.compile(
    r":\W*$"
    r"|^\W*(?:nah|lalu|lantas|jadi)?\W*(?:berikut|inilah|ini dia|simak|yuk|mari|penasaran|apa saja)\b(?!.*\bdari\b.*\d)"
    r"|\b(?:berikut (?:ini|daftar\w*|adalah|ulasan\w*|penjelasan\w*|rangkuman\w*)|selengkapnya|ulasannya)\W*$",
    re.IGNORECASE,
)
_LIST_HEADING: Final = re.compile(r"^\W*(?:\d{1,2}|[a-z])[.)]\s", re.IGNORECASE)
_CAPTION: Final = re.compile(
    r"\((?:foto|dok|ist|istimewa|antara foto|ilustrasi|sumber)\b"
    r"|^\W*(?:foto|ilustrasi|gambar|grafis|keterangan foto)\s?[:/(]|^\W*ilustrasi\b",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(r"\?[\"”'’)\s]*$")
_HEADING_WORDS: Final = 9  # a numbered line of so many words is the heading of what follows it
_FRAGMENT_WORDS: Final = 6
_SERIES: Final = 3  # headings or questions that make an article a list or an interview


def avoided(translation: Translation, pairs: Sequence[SentencePair], vectors: "NDArray[np.float32]") -> frozenset[int]:
    """The places among ``pairs`` that a summary passes over; none where nothing else would be left.

    Besides what its form tells, a sentence that repeats the headline, and one with an error where another says the
    same. ``vectors`` are the embeddings of the originals.
    """
    texts = [" ".join(pair.source.text.split()) for pair in pairs]
    headlines = {words(pair.source.text) for pair in translation.pairs if pair.source.role is Role.HEADING}
    found = {
        place
        for place, text in enumerate(texts)
        if introduces(text) or (words(text) in headlines and pairs[place].source.role is not Role.HEADING)
    }
    found |= _wrong_where_another_is_right(pairs, texts, vectors)
    return frozenset(found) if len(found) < len(pairs) else frozenset()


def answers(texts: Sequence[str]) -> frozenset[int]:
    """The places of what a list or an interview is made of: the first sentence behind each heading or question.

    None where there are fewer than ``_SERIES`` of these: it is neither.

    >>> sorted(answers(["Apa?", "Kami menanam kopi.", "Sejak kapan?", "Kami mulai tadi.", "Laku?", "Harga naik."]))
    [1, 3, 5]
    """
    heads = [place for place, text in enumerate(texts) if _heads(text)]
    behind = {place + 1 for place in heads if place + 1 < len(texts) and not introduces(texts[place + 1])}
    return frozenset(behind) if len(heads) >= _SERIES else frozenset()


def _heads(text: str) -> bool:
    if _QUESTION.search(text):
        return not text.lstrip().startswith(('"', "“"))
    return bool(_LIST_HEADING.match(text)) and len(words(text)) <= _HEADING_WORDS


def introduces(text: str) -> bool:
    """Whether a sentence's form says that it tells nothing by itself.

    >>> introduces("Berikut 5 fakta tentang gempa Cianjur:"), introduces("Gempa menewaskan 162 orang.")
    (True, False)
    """
    size = len(words(text))
    if _LEAD_IN.search(text) or _CAPTION.search(text) or _QUESTION.search(text):
        return True
    if _LIST_HEADING.match(text) and size <= _HEADING_WORDS:
        return True
    return size <= _FRAGMENT_WORDS and not states(text)


def _wrong_where_another_is_right(
    pairs: Sequence[SentencePair], texts: Sequence[str], vectors: "NDArray[np.float32]"
) -> set[int]:
    wrong = {place for place, pair in enumerate(pairs) if pair.level is Level.ERROR}
    bags = [set(words(text)) for text in texts]
    return {
        place
        for place in wrong
        for other in _alike(vectors, place)
        if other not in wrong
        and len(bags[place] & bags[other]) >= SHARED * max(1, min(len(bags[place]), len(bags[other])))
    }


def _alike(vectors: "NDArray[np.float32]", place: int) -> list[int]:
    """The places, among those around, whose vectors are near that of ``place``."""
    first = max(0, place - _AROUND)
    near = vectors[first : place + _AROUND] @ vectors[place] >= SAYS_THE_SAME
    return [first + int(index) for index in near.nonzero()[0]]
