"""Which word of a translation stands where a word of the original should be said, and which other word fits there.

The translator says its translation once more (forced decoding): it looks at a word of the original while it says
another in its place, and tells how likely it finds every word there. Dictionaries have been attached to translation
models in this way since Arthur et al. 2016 (arXiv 1606.02006): the model knows the place, the table the word.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

from transum.document import word_spans
from transum.engines.pieces import words_of_pieces
from transum.facts.inflection import ending

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LEAST_LOOKED_AT: Final = 0.3  # of the model's attention, which a word of the original must have in its place
_LEAST_LIKELY: Final = -6.0  # log-probability of a word in its place
_PIECE: Final = 1.0  # what each further piece of a word costs: only the first was asked for
_SAME_FORM: Final = 1.0  # what the form of the word that stood there is worth, on the scale of log-probabilities


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of an original, ``text[start:end]``, and words that would say it, in all their forms."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Where in ``translation`` could the ``wanted`` words of ``text`` be said? In one of ``places``, or nowhere."""

    text: str
    translation: str
    places: tuple[tuple[int, int], ...]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """``word`` in the place of ``translation[start:end]``."""

    start: int
    end: int
    word: str


@runtime_checkable
class Replacer(Protocol):
    """A translator that can be asked where its translation should have said a word; raises ``ModelError``."""

    def replacements(self, questions: Sequence[Question]) -> list[tuple[Replacement | None, ...]]:
        """For each question, and each of its wanted words, the replacement that fits best; None where none does."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """What a model said of a question; ``given`` and ``said`` are the pieces of the text and of the translation.

    ``attention`` has a row a said piece, a column a given one; ``logits`` a row a said piece, a column a token.
    """

    given: Sequence[str]
    said: Sequence[str]
    attention: "NDArray[np.float32]"
    logits: "NDArray[np.float32]"

    @classmethod
    def of(cls, given: Sequence[str], said: Sequence[str], result: Any) -> "Said":
        """Of CTranslate2's result of saying ``said`` again, without what it went on to say."""
        import numpy as np

        attention = np.array(result.attention[0][: len(said)], dtype=np.float32)
        logits = np.stack([np.array(step) for step in result.logits[0][: len(said)]])
        return cls(given, said, attention, logits)


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of a translation that another may replace, the rows of its pieces, and each token's likelihood there."""

    start: int
    end: int
    word: str
    rows: slice
    likely: "NDArray[np.float32]"


def fitting(question: Question, told: Said, tokens_of: Callable[[str], list[int]]) -> Iterator[Replacement | None]:
    """For each wanted word the replacement that fits best; ``tokens_of`` gives a word's tokens, -1 for unknown ones."""
    words = word_spans(question.text)
    pieces = words_of_pieces(told.given, question.text, words)[: told.attention.shape[1]]
    places = list(_places(question, told))
    for wanted in question.wanted:
        meant = [n for n, word in enumerate(pieces) if word is not None and _meet(words[word], wanted)]
        fits = [
            (fit, Replacement(place.start, place.end, word))
            for place in places
            for fit, word in _fits(wanted, place, float(told.attention[place.rows, meant].sum(axis=1).max()), tokens_of)
        ]
        yield max(fits, key=lambda fit: fit[0])[1] if fits else None


def _meet(span: tuple[int, int], wanted: Wanted) -> bool:
    return span[0] < wanted.end and span[1] > wanted.start


def _places(question: Question, told: Said) -> Iterator[_Place]:
    import numpy as np

    words = word_spans(question.translation)
    pieces = words_of_pieces(told.said, question.translation, words)
    for start, end in question.places:
        rows = [row for row, word in enumerate(pieces) if word is not None and words[word] == (start, end)]
        if rows and told.said[rows[0]].startswith("▁") and len(told.said[rows[0]]) > 1:  # not behind a bracket
            logits = told.logits[rows[0]]
            highest = logits.max()
            likely = logits - highest - np.log(np.exp(logits - highest).sum())
            yield _Place(start, end, question.translation[start:end], slice(rows[0], rows[-1] + 1), likely)


def _fits(
    wanted: Wanted, place: _Place, looked_at: float, tokens_of: Callable[[str], list[int]]
) -> Iterator[tuple[float, str]]:
    if looked_at < _LEAST_LOOKED_AT:
        return
    for word in wanted.words:
        shown = word.capitalize() if place.word.istitle() else word
        first, *others = tokens_of(shown)
        likely = float(place.likely[first]) - _PIECE * len(others) if first >= 0 else -math.inf
        if likely >= _LEAST_LIKELY:
            yield math.log(looked_at) + likely / 2 + _SAME_FORM * (ending(word) == ending(place.word.lower())), shown
