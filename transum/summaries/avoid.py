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
# In an interview: who asks, and an answer that says nothing to somebody who hasn't read the question.
_ASKS: Final = re.compile(r"^\W*(?:T|Q|Tanya)\s?:\s", re.IGNORECASE)
_ANSWERS: Final = re.compile(r"^\W*(?:J|A|Jawab(?:an)?)\s?:\s", re.IGNORECASE)
_NOD: Final = re.compile(
    r"(?:tidak|ya|iya|oh|betul|benar|belum|bukan|sudah|tentu|pasti|itu|begini|begitu|memang|mungkin)\b", re.IGNORECASE
)
# "Kabar itu disampaikan polisi.": who said it, and nothing of what was said.
_ATTRIBUTION: Final = re.compile(
    r"^\W*(?:hal|kabar|informasi|pernyataan|berita|keterangan) (?:itu|ini|tersebut) (?:di|ter)"
    r"(?:sampaikan|ungkapkan?|katakan|kemukakan|nyatakan|utarakan|lontarkan|tegaskan|jelaskan|ketahui)\b(?!.*\bbahwa\b)",
    re.IGNORECASE,
)
# What a recipe is made of: "- 2 lembar daun kunyit".
_INGREDIENT: Final = re.compile(
    r"^\W*[\d½¼¾⅓⅔][\d½¼¾⅓⅔.,/\s-]*(?:kg|gr|gram|g|ons|liter|l|ml|cm|sdt|sdm|sendok|lembar|batang|butir|siung|buah|ruas"
    r"|ikat|bungkus|genggam|cangkir|gelas|potong|ekor|papan|tangkai|helai|keping|sachet)\b",
    re.IGNORECASE,
)
_HEADING_WORDS: Final = 9  # a numbered line of so many words is the heading of what follows it
_FRAGMENT_WORDS: Final = 6
_NOD_WORDS: Final = 5  # an answer of so few words that begins with a nod says too little by itself
_BARE_WORDS: Final = 4  # or of so few without a verb: "Rp 18,6 miliar."
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
        if introduces(text)
        or (words(text) in headlines and pairs[place].source.role is not Role.HEADING)
        or (pairs[place].source.role is Role.LIST_ITEM and _INGREDIENT.match(text))
    }
    found |= _wrong_where_another_is_right(pairs, texts, vectors)
    return frozenset(found) if len(found) < len(pairs) else frozenset()


def answers(texts: Sequence[str]) -> frozenset[int]:
    """The places of what a list or an interview is made of: the first sentence behind each heading or question.

    Behind a "Tidak." it is the second one. None where there are fewer than ``_SERIES`` of these: it is neither.

    >>> sorted(answers(["Apa?", "Kami menanam kopi.", "Kapan?", "Kami mulai tadi.", "Laku?", "Ya.", "Harga naik."]))
    [1, 3, 6]
    """
    heads = [place for place, text in enumerate(texts) if _heads(text)]
    behind = {place + 1 + (place + 1 < len(texts) and _says_little(texts[place + 1])) for place in heads}
    told = {place for place in behind if place < len(texts) and not (_heads(texts[place]) or introduces(texts[place]))}
    return frozenset(told) if len(heads) >= _SERIES else frozenset()


def _says_little(answer: str) -> bool:
    """Whether an answer needs its question: "J: Tidak.", "Betul, itu masih tinggi."."""
    bare = _ANSWERS.sub("", answer)
    size = len(words(bare))
    return (size <= _BARE_WORDS and not states(bare)) or (size <= _NOD_WORDS and bool(_NOD.match(bare)))


def _heads(text: str) -> bool:
    if _ASKS.match(text):
        return True
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
    if _ASKS.match(text) or _ATTRIBUTION.match(text) or (_ANSWERS.match(text) and _says_little(text)):
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
