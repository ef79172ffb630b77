"""What the scorer is told about each sentence besides its embedding.

Everything is measured on the text alone, in Indonesian and in English, so that one scorer learns from articles of both.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Final

from transum import lexicon

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NAMES: Final = (
    "first", "position", "log_sentences", "first_in_paragraph", "only_in_paragraph", "paragraph_position",
    "log_words", "relative_length", "centrality", "like_first", "like_previous", "like_next",
    "opens_quote", "quoted_share", "log_digits", "capital_share", "refers_back", "question", "colon",
    "repeated_words", "log_frequency", "new_words",
)  # fmt: skip
"""The columns of ``measure``, in order."""

_WORD = re.compile(r"\w+(?:-\w+)*")
_QUOTED = re.compile(r"[\"“][^\"“”]*[\"”]")
_QUOTES: Final = "\"“‘'”"
_AT_ONCE: Final = 1024  # sentences: a book's products of all vectors would be as large as its vectors


@dataclass(frozen=True, slots=True)
class Passage:
    """The sentences that a summary may choose from; ``paragraphs[i]`` numbers the paragraph of sentence ``i``."""

    texts: tuple[str, ...]
    paragraphs: tuple[int, ...]


def words(text: str) -> tuple[str, ...]:
    """The words of a text, lower case, numbers included.

    >>> words("Bank-bank itu naik 12 persen.")
    ('bank-bank', 'itu', 'naik', '12', 'persen')
    """
    return tuple(_WORD.findall(text.lower()))


@cache
def _referring() -> re.Pattern[str]:
    openings = sorted((row[0] for row in lexicon.table("referring")), key=len, reverse=True)
    return re.compile(rf"\W*({'|'.join(map(re.escape, openings))})\b", re.IGNORECASE)


@cache
def _leanings() -> dict[str, str]:
    return {row[0]: row[1] for row in lexicon.table("referring")}


def leaning(text: str) -> str:
    """What the beginning of a sentence points at: ``before``, ``person`` or ``also`` (see the lexicon), or "".

    >>> leaning("Namun, harga tetap naik."), leaning("Menurutnya, itu wajar."), leaning("Harga tetap naik.")
    ('before', 'person', '')
    """
    match = _referring().match(text)
    return _leanings()[match[1].lower()] if match else ""


def refers_back(text: str) -> bool:
    """Whether a sentence begins with a word that points at something said before.

    >>> refers_back("Namun, harga tetap naik."), refers_back("Harga tetap naik.")
    (True, False)
    """
    return bool(leaning(text))


def measure(
    passage: Passage, vectors: "NDArray[np.float32]", mean: "NDArray[np.float32] | float" = 0.0
) -> "NDArray[np.float32]":
    """One row a sentence, one column a name of ``NAMES``, all of the order of one.

    ``vectors`` are the sentences' embeddings, of which the encoder's ``mean`` is taken off here, or was before.
    """
    import numpy as np

    columns = [
        as_array(_places(passage)),
        _likeness(vectors, mean),
        as_array(_surface(passage)),
        as_array(_vocabulary(passage)),
    ]
    return np.concatenate(columns, axis=1)


def as_array(rows: Iterable[list[float]]) -> "NDArray[np.float32]":
    """Rows of one length, at least one, which are read one by one: as lists, those of a book would take ten times this.

    >>> as_array(iter([[1.0, 2.0], [3.0, 4.0]])).tolist()
    [[1.0, 2.0], [3.0, 4.0]]
    """
    import numpy as np

    waiting = iter(rows)
    first = next(waiting)
    numbers = chain(first, chain.from_iterable(waiting))
    return np.fromiter(numbers, dtype=np.float32).reshape(-1, len(first))


def _places(passage: Passage) -> Iterator[list[float]]:
    total = len(passage.texts)
    sizes = Counter(passage.paragraphs)
    last = max(passage.paragraphs)
    lengths = [len(words(text)) for text in passage.texts]
    mean = max(1.0, sum(lengths) / total)
    for index, (paragraph, length) in enumerate(zip(passage.paragraphs, lengths, strict=True)):
        leads = index == 0 or passage.paragraphs[index - 1] != paragraph
        place = [1 / (index + 1), index / total, math.log(total) / 3, float(leads), float(sizes[paragraph] == 1)]
        yield [*place, paragraph / max(1, last), math.log1p(length) / 3, min(3.0, length / mean) - 1]


def _likeness(vectors: "NDArray[np.float32]", mean: "NDArray[np.float32] | float") -> "NDArray[np.float32]":
    import numpy as np

    unit = np.empty_like(vectors)
    for start in range(0, len(unit), _AT_ONCE):
        part = vectors[start : start + _AT_ONCE] - mean
        unit[start : start + _AT_ONCE] = part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1e-6)
    centre = unit.mean(axis=0)
    neighbours = np.zeros(len(unit) + 1, dtype=np.float32)
    for start in range(0, len(unit) - 1, _AT_ONCE):
        part = unit[start : start + _AT_ONCE + 1]
        neighbours[start + 1 : start + len(part)] = (part[1:] * part[:-1]).sum(axis=1)
    return np.stack([2 * (unit @ centre), unit @ unit[0], neighbours[:-1], neighbours[1:]], axis=1).astype(np.float32)


def _surface(passage: Passage) -> Iterator[list[float]]:
    for text in passage.texts:
        tokens = text.split()
        capitals = sum(token.lstrip(_QUOTES)[:1].isupper() for token in tokens[1:])
        yield [
            float(text.lstrip()[:1] in _QUOTES),
            sum(map(len, _QUOTED.findall(text))) / max(1, len(text)),
            math.log1p(sum(character.isdigit() for character in text)) / 2,
            capitals / max(1, len(tokens)),
            float(refers_back(text)),
            float(text.rstrip(_QUOTES).endswith("?")),
            float(text.rstrip().endswith(":")),
        ]


def _vocabulary(passage: Passage) -> Iterator[list[float]]:
    spread = Counter(word for text in passage.texts for word in set(words(text)) if len(word) > 3)
    seen: set[str] = set()
    for text in passage.texts:
        content = [word for word in words(text) if len(word) > 3]
        size = max(1, len(content))
        repeated = sum(spread[word] > 1 for word in content) / size
        frequency = sum(math.log(spread[word]) for word in content) / size
        new = sum(word not in seen for word in content) / size
        seen.update(content)
        yield [repeated, frequency, new]
