"""Shortening a sentence before it is translated: what a careful editor would leave out of it.

``spans`` offers parts without which a sentence remains; a logistic regression, trained on what the editors of IndoSum
left out (``training/summarizer/deletion.py``), says which of them go. Nothing is reworded.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transum.errors import ModelError
from transum.summaries.spans import Span, opening_words, spans, stands, without, words_of

WEIGHTS: Final = "deletion.json"
THRESHOLD: Final = 0.3  # of the probability; below it precision falls quicker than sentences get shorter
_ACRONYM: Final = re.compile(r"\b[A-Z]{2,}\b")
_LONG: Final = 3  # letters; shorter words are hardly ever content
_CROSSED: Final = ("words", "share", "first", "digits", "repeated", "said before")


@dataclass(frozen=True, slots=True)
class Shortened:
    """A sentence with parts left out: ``left_out`` are offsets in the sentence as it was, apart from each other."""

    text: str
    left_out: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What deleting a part of a sentence depends on besides the sentence.

    ``place`` is the sentence's, from 0; ``repeated`` are the words that several sentences of the article have;
    ``first`` has the place of the first sentence with a word. All sentences of an article share the last two.
    """

    place: int
    repeated: frozenset[str]
    first: Mapping[str, int]

    def is_said_before(self, word: str) -> bool:
        """Whether a sentence before this one has the word."""
        return self.first.get(word, self.place) < self.place


def surroundings(texts: Sequence[str]) -> list[Surroundings]:
    """Those of every sentence of an article.

    >>> surroundings(["Beras naik.", "Beras langka."])[1].repeated
    frozenset({'beras'})
    """
    first: dict[str, int] = {}
    spread = Counter[str]()
    for place, text in enumerate(texts):
        for word in frozenset(words_of(text)):
            first.setdefault(word, place)
            spread[word] += 1
    repeated = frozenset(word for word, count in spread.items() if count > 1)
    return [Surroundings(place, repeated, first) for place in range(len(texts))]


def acronyms(texts: Iterable[str]) -> frozenset[str]:
    """The words in capitals of some sentences.

    >>> acronyms(["KPK menahan dua orang."])
    frozenset({'KPK'})
    """
    return frozenset(_ACRONYM.findall(" ".join(texts)))


def features(text: str, span: Span, around: Surroundings) -> dict[str, float]:
    """What the regression knows of one part, by name; all of the order of one."""
    part = text[span.start : span.end]
    held, total = words_of(part), len(words_of(text))
    content = [word for word in held if len(word) > _LONG]
    size = max(1, len(content))
    tokens = part.strip(" ,(").split()
    plain = {
        "words": math.log1p(len(held)),
        "share": len(held) / max(1, total),
        "sentence": math.log(max(1, total)),
        "rest": (total - len(held)) / 20,
        "first": float(around.place == 0),
        "place": min(around.place, 10) / 10,
        "start": span.start / max(1, len(text)),
        "opens": float(span.start == 0),
        "digits": float(any(map(str.isdigit, part))),
        "capitals": sum(token[:1].isupper() for token in tokens) / max(1, len(tokens)),
        "repeated": sum(word in around.repeated for word in content) / size,
        "said before": sum(map(around.is_said_before, content)) / size,
    }
    crossed = {f"{span.kind}, {name}": plain[name] for name in _CROSSED}
    return {"bias": 1.0, **plain, span.kind: 1.0, **crossed, f"“{opening_words(held)}”": 1.0}


@dataclass(frozen=True, slots=True)
class Compressor:
    """The trained regression: its weights by the name of their feature."""

    weights: Mapping[str, float]
    threshold: float = THRESHOLD

    @classmethod
    def load(cls, folder: Path) -> "Compressor":
        """Read ``deletion.json``; raises ``ModelError`` if it is missing or no such file."""
        path = folder / WEIGHTS
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            return cls({str(name): float(weight) for name, weight in stored.items()})
        except (OSError, ValueError, AttributeError, TypeError) as exc:
            raise ModelError(f"can't read the summarizer's weights {path}: {exc}", hint="transum doctor") from exc

    def probability(self, text: str, span: Span, around: Surroundings) -> float:
        """That an editor who shortens the sentence leaves this part out."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in features(text, span, around).items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def shorten(
        self, text: str, around: Surroundings, *, connected: bool = False, needed: frozenset[str] = frozenset()
    ) -> Shortened:
        """The sentence without what may go; without its opening connective too, unless it is ``connected``.

        ``text`` is one sentence, white space of any kind inside. ``needed`` are words that a bracket explains to who
        reads on: acronyms of other sentences.
        """
        plain = "".join(" " if char.isspace() else char for char in text)  # offsets stay
        offered = [span for span in spans(plain, first=around.place == 0) if not _explains(plain, span, needed)]
        chosen = [span for span in offered if self._goes(plain, span, around, connected=connected)]
        kept = _bearable(plain, chosen)
        return Shortened(without(plain, kept), _merged(kept))

    def _goes(self, text: str, span: Span, around: Surroundings, *, connected: bool) -> bool:
        if span.kind == "dateline":
            return True
        if span.kind == "connective":
            return not connected
        return self.probability(text, span, around) > self.threshold


def _explains(text: str, span: Span, needed: frozenset[str]) -> bool:
    return bool(needed) and text[span.start : span.end].strip(" ()") in needed


def _bearable(text: str, chosen: Sequence[Span]) -> list[Span]:
    """Of parts that may each go alone those that may go together: the longest of what overlaps, while enough remains.

    What is left out must not leave a trace: no two commas in a row, no bracket half open.
    """
    kept: list[Span] = []
    for span in sorted(chosen, key=lambda span: (span.start > 0, -(span.end - span.start))):
        apart = all(span.end <= other.start or other.end <= span.start for other in kept)
        if apart and stands(text, [*kept, span]):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _merged(kept: Sequence[Span]) -> tuple[tuple[int, int], ...]:
    """Spans as offsets, those that touch as one."""
    found: list[tuple[int, int]] = []
    for span in kept:
        if found and found[-1][1] >= span.start:
            found[-1] = (found[-1][0], max(found[-1][1], span.end))
        else:
            found.append((span.start, span.end))
    return tuple(found)
