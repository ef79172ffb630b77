"""Which pairs are drawn, and how they are put into batches.

A *round* is a weighted draw from the corpus, cut into batches. It is a function of the seed and the round's number
alone: a run that resumes makes the same round again and goes on behind the batch it had reached.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.config import Training
from training.pieces import Ids, Pieces
from transum.errors import InputError

_SORTED_TOGETHER: Final = 20000  # pairs sorted by length at a time: enough for batches of one length, still mixed


@dataclass(frozen=True, slots=True)
class Example:
    """One pair as token ids, end marks included."""

    source: Ids
    target: Ids


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded token ids, shape (pairs, tokens)."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The examples, those of a source together; ``sources`` names each source with its first index and its end."""

    examples: Sequence[Example]
    sources: Mapping[str, tuple[int, int]]


def read_corpus(path: Path, pieces: Pieces, max_tokens: int) -> Corpus:
    """The corpus that ``training.data`` wrote, without pairs that are too long; raises ``InputError``."""
    by_source: dict[str, tuple[list[str], list[str]]] = {}
    try:
        with path.open(encoding="utf-8", newline="\n") as stream:
            for row in stream:
                name, indonesian, english = row.rstrip("\n").split("\t")
                texts = by_source.setdefault(name, ([], []))
                texts[0].append(indonesian)
                texts[1].append(english)
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read the corpus {path}: {exc}", hint="Make it with training.data.") from exc
    examples: list[Example] = []
    sources = {}
    for name, (left, right) in by_source.items():
        first = len(examples)
        examples += encoded(left, right, pieces, max_tokens)
        sources[name] = (first, len(examples))
    return Corpus(examples, sources)


def encoded(source: Sequence[str], target: Sequence[str], pieces: Pieces, max_tokens: int) -> Iterable[Example]:
    """The pairs as examples, without those over ``max_tokens`` on either side."""
    for left, right in zip(pieces.encode(source), pieces.encode(target), strict=True):
        if len(left) <= max_tokens and len(right) <= max_tokens:
            yield Example(left, right)


def draw(corpus: Corpus, weights: Mapping[str, float], seed: int, number: int, size: int) -> NDArray[np.int64]:
    """The indices of round ``number``: ``size`` of the corpus, a pair of weight 2.2 twice or three times as likely.

    One pass holds every pair ``int(weight)`` times, and once more with the probability of what remains.
    """
    random = np.random.default_rng([seed, number])
    parts = []
    for name, (first, end) in corpus.sources.items():
        whole, rest = divmod(weights.get(name, 1.0), 1.0)
        indices = np.arange(first, end)
        parts += [indices] * int(whole)
        parts.append(indices[random.random(len(indices)) < rest])
    pool = np.concatenate(parts)
    random.shuffle(pool)
    return pool[:size]


def round_batches(
    corpus: Corpus, weights: Mapping[str, float], training: Training, number: int, padding: int
) -> list[Batch]:
    """The batches of round ``number``, shuffled and padded already."""
    chosen = draw(corpus, weights, training.seed, number, training.round_pairs)
    batches: list[Batch] = []
    for start in range(0, len(chosen), _SORTED_TOGETHER):
        examples = [corpus.examples[index] for index in chosen[start : start + _SORTED_TOGETHER]]
        batches += in_batches(examples, tokens=training.batch_tokens, bucket=training.bucket, padding=padding)
    order = np.random.default_rng([training.seed, number, 1]).permutation(len(batches))
    return [batches[index] for index in order]


def in_batches(examples: Iterable[Example], *, tokens: int, bucket: int, padding: int) -> list[Batch]:
    """``examples`` sorted by length, in batches of at most ``tokens`` × 2 padded source and target tokens together.

    Both lengths are multiples of ``bucket``. An example that is over the budget alone is a batch of its own.
    """
    batches: list[Batch] = []
    current: list[Example] = []
    width = (0, 0)
    for example in sorted(examples, key=lambda e: (len(e.source) + len(e.target), len(e.source))):
        grown = (
            max(width[0], _rounded(len(example.source), bucket)),
            max(width[1], _rounded(len(example.target), bucket)),
        )
        if current and sum(grown) * (len(current) + 1) > 2 * tokens:
            batches.append(_padded(current, width, padding))
            current = []
            grown = (_rounded(len(example.source), bucket), _rounded(len(example.target), bucket))
        current.append(example)
        width = grown
    return [*batches, _padded(current, width, padding)] if current else batches


def _rounded(length: int, bucket: int) -> int:
    return -(-length // bucket) * bucket


def _padded(examples: Sequence[Example], width: tuple[int, int], padding: int) -> Batch:
    source = np.full((len(examples), width[0]), padding, dtype=np.int64)
    target = np.full((len(examples), width[1]), padding, dtype=np.int64)
    for row, example in enumerate(examples):
        source[row, : len(example.source)] = example.source
        target[row, : len(example.target)] = example.target
    return Batch(source, target)
