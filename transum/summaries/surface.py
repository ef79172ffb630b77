"""What a sentence's words and place tell of it, without its meaning: what the recurrent scorers read.

Editors go by the words that a sentence begins with, by how far down it stands, counted in words, and by what it
repeats. Everything is measured on the text alone, in Indonesian and in English.
"""

import math
import re
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from transum.summaries.features import Passage, as_array, leaning, words
from transum.summaries.select import SPEECH

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COLUMNS: Final = (
    "reciprocal", "position", "log_sentences", "first", "second", "third", "place", "leads", "alone",
    "paragraph", "paragraphs_before", "words_before", "within_summary", "nearness", "words_in_all", "words",
    "words_of_previous", "words_of_next", "relative_length", "like_all", "like_first", "like_beginning",
    "like_previous", "like_next", "like_one_before", "repeated", "frequency", "new", "of_first", "known",
    "opens_quote", "quoted", "digits", "capitals", "before", "person", "also", "question", "colon", "speech",
    "weekday", "dated", "reported", "according", "unfinished", "shouted", "dateline",
)  # fmt: skip
"""The columns of ``measure``, in order."""

OPENINGS: Final = 4  # a sentence's first three words, one by one, and the first two together
BUCKETS: Final = 1024  # of openings; 0 is for none

SAID: Final = 24  # words of a sentence that are looked at besides, of more than two letters
WORD_BUCKETS: Final = 4096  # of these

_SUMMARY: Final = 59  # words of an editor's summary
_SHORT: Final = 2  # letters
_NEAR: Final = 4  # sentences before, to be compared with
_QUOTES: Final = "\"“‘'”"
_QUOTED: Final = re.compile(r"[\"“][^\"“”]*[\"”]")
_WEEKDAY: Final = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE
)
_DATED: Final = re.compile(r"\(\d{1,2}/\d{1,2}")
_REPORTED: Final = re.compile(r"\b(?:mengatakan|menyebut|mengaku|menjelaskan|mengungkap)", re.IGNORECASE)
_DATELINE: Final = re.compile(r"^\W*(?:[A-Z][\w.'’/&-]*[,\s]+|\([^()]{2,30}\)\s*){1,6}(?:-{1,2}|[–—])\s")
_ENDS: Final = re.compile(r"[.!?][\"”’')\]]*\s*$")


def openings(passage: Passage) -> "NDArray[np.int64]":
    """What each sentence begins with, as numbers from 1 to ``BUCKETS``; 0 where it has no such word."""
    import numpy as np

    found = np.zeros((len(passage.texts), OPENINGS), dtype=np.int64)
    for row, text in zip(found, passage.texts, strict=True):
        first = words(text[:200])[:3]
        keys = [*first, *[""] * (3 - len(first)), " ".join(first[:2])]
        row[:] = [1 + zlib.crc32(key.encode()) % BUCKETS if key else 0 for key in keys]
    return found


def said(passage: Passage) -> "NDArray[np.int64]":
    """The first words of each sentence, in no order, as numbers from 1 to ``WORD_BUCKETS``; 0 where there are fewer."""
    import numpy as np

    found = np.zeros((len(passage.texts), SAID), dtype=np.int64)
    for row, text in zip(found, passage.texts, strict=True):
        telling = [word for word in words(text) if len(word) > _SHORT][:SAID]
        row[: len(telling)] = [1 + zlib.crc32(word.encode()) % WORD_BUCKETS for word in telling]
    return found


def measure(passage: Passage) -> "NDArray[np.float32]":
    """One row a sentence, one column a name of ``COLUMNS``."""
    import numpy as np

    sizes = [len(text.split()) for text in passage.texts]
    parts = [_places(passage, sizes), _likenesses(passage.texts), map(_marks, passage.texts)]
    return np.concatenate([as_array(part) for part in parts], axis=1)


def _places(passage: Passage, sizes: Sequence[int]) -> Iterator[list[float]]:
    total, in_all = len(sizes), sum(sizes)
    spread = Counter(passage.paragraphs)
    last = max(passage.paragraphs)
    before = 0
    for place, (paragraph, size) in enumerate(zip(passage.paragraphs, sizes, strict=True)):
        leads = place == 0 or passage.paragraphs[place - 1] != paragraph
        yield [
            1 / (place + 1),
            place / total,
            math.log(total) / 3,
            *(float(place == number) for number in range(3)),
            min(place, 12) / 6,
            float(leads),
            float(spread[paragraph] == 1),
            paragraph / max(1, last),
            min(paragraph, 10) / 5,
            min(before, 600) / 60,
            float(before < _SUMMARY),
            math.exp(-before / 40),
            min(in_all, 1500) / 300,
            size / 25,
            (sizes[place - 1] if place else 0) / 25,
            (sizes[place + 1] if place + 1 < total else 0) / 25,
            size * total / max(1, in_all) - 1,
        ]
        before += size


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The content words of a sentence, and what each weighs that few sentences share."""

    content: frozenset[str]
    rare: Mapping[str, float]
    length: float

    def likeness(self, other: "_Weighed") -> float:
        return _cosine(self.rare, other.rare, self.length * other.length)


def _likenesses(texts: Sequence[str]) -> Iterator[list[float]]:
    """How much a sentence shares with the others: as cosines, and as shares of its content words.

    What is made of a sentence's words is made anew for each round rather than kept: a book has many.
    """
    spread = Counter(word for content in map(_content, texts) for word in content)

    def common(content: frozenset[str]) -> dict[str, float]:
        return {word: math.log1p(spread[word]) for word in content}

    def weighed(text: str) -> _Weighed:
        content = _content(text)
        rare = {word: math.log((len(texts) + 1) / spread[word]) for word in content}
        return _Weighed(content, rare, _length(rare))

    everything, beginning = Counter[str](), Counter[str]()
    for content in map(_content, texts):
        everything.update(common(content))
    for one in map(weighed, texts[:3]):
        beginning.update(one.rare)
    whole, start, first = _length(everything), _length(beginning), weighed(texts[0])
    near, seen = deque[_Weighed](maxlen=_NEAR), set[str]()  # the nearest first
    for mine, following in pairwise(chain(map(weighed, texts), [None])):
        assert mine  # noqa: S101 - only the last one follows as nothing
        content, size = mine.content, max(1, len(mine.content))
        before = [mine.likeness(other) for other in near]
        ours = common(content)
        yield [
            _cosine(ours, everything, _length(ours) * whole),
            mine.likeness(first),
            _cosine(mine.rare, beginning, mine.length * start),
            before[0] if before else 0.0,
            mine.likeness(following) if following else 0.0,
            max(before, default=0.0),
            sum(spread[word] > 1 for word in content) / size,
            sum(math.log(spread[word]) for word in content) / size,
            len(content - seen) / size,
            len(content & first.content) / size,
            sum(word in seen and spread[word] > 1 for word in content) / size,
        ]
        near.appendleft(mine)
        seen |= content


def _content(text: str) -> frozenset[str]:
    return frozenset(word for word in words(text) if len(word) > 3 or word.isdigit())


def _length(weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in weights.values()))


def _cosine(mine: Mapping[str, float], theirs: Mapping[str, float], lengths: float) -> float:
    return sum(weight * theirs.get(word, 0.0) for word, weight in mine.items()) / max(1e-9, lengths)


def _marks(text: str) -> list[float]:
    tokens, bag = text.split(), words(text)
    kind = leaning(text)
    letters = sum(map(str.isalpha, text))
    return [
        float(text.lstrip()[:1] in _QUOTES),
        sum(map(len, _QUOTED.findall(text))) / max(1, len(text)),
        math.log1p(sum(map(str.isdigit, text))) / 2,
        sum(token.lstrip(_QUOTES)[:1].isupper() for token in tokens[1:]) / max(1, len(tokens)),
        *(float(kind == name) for name in ("before", "person", "also")),
        float(text.rstrip(_QUOTES).endswith("?")),
        float(text.rstrip().endswith(":")),
        float(bool(SPEECH.search(text))),
        float(bool(_WEEKDAY.search(text))),
        float(bool(_DATED.search(text))),
        float(bool(_REPORTED.search(text))),
        float("menurut" in bag[:2] or "according" in bag[:2]),
        float(not _ENDS.search(text)),
        float(2 * sum(map(str.isupper, text)) > letters),
        float(bool(_DATELINE.match(text))),
    ]
