"""Which pairs are drawn, and how they are put into batches.

A *round* is a weighted draw from the corpus, some of its sources segmented at random, cut into batches. It is a
function of the seed and the round's number alone: a run that resumes makes the same round again and goes on behind the
batch it had reached. Several processes make the same round and take turns in its batches.
"""

import lzma
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from training.config import Direction, Training
from training.pieces import Ids, Pieces
from training.readers import open_text
from transum.errors import InputError


class Example(NamedTuple):
    """One pair as token ids, end marks included."""

    source: Ids
    target: Ids


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded token ids, shape (pairs, tokens).

    ``together``: the real target tokens of what all processes train on in this step; 0 where this batch is all of it.
    """

    source: NDArray[np.integer[Any]]
    target: NDArray[np.integer[Any]]
    together: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The examples, those of a source together; ``sources`` names each source with its first index and its end.

    ``texts`` are the source sides of the examples, for segmenting them anew; without them every draw is the same.
    """

    examples: Sequence[Example]
    sources: Mapping[str, tuple[int, int]]
    texts: Sequence[str] = ()


def texts_by_source(path: Path, direction: Direction = "id-en") -> dict[str, tuple[list[str], list[str]]]:
    """Sources and targets of the corpus that ``training.data`` wrote (or its .xz); raises ``InputError``."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    try:
        with open_text(path) as stream:
            for row in stream:
                name, *sides = row.rstrip("\n").split("\t")
                source, target = sides if direction == "id-en" else reversed(sides)
                texts = found.setdefault(name, ([], []))
                if direction == "id-en" or not is_worn(source, target):
                    texts[0].append(source)
                    texts[1].append(target)
    except (OSError, EOFError, lzma.LZMAError, ValueError) as exc:
        raise InputError(f"can't read the corpus {path}: {exc}", hint="Make it with training.data.") from exc
    return found


def read_corpus(path: Path, pieces: Pieces, max_tokens: int, direction: Direction = "id-en") -> Corpus:
    """The corpus that ``training.data`` wrote, without pairs that are too long; raises ``InputError``."""
    examples: list[Example] = []
    kept: list[str] = []
    sources = {}
    for name, (left, right) in texts_by_source(path, direction).items():
        first = len(examples)
        for text, example in zip(left, _examples(left, right, pieces), strict=True):
            if max(map(len, example)) <= max_tokens:
                examples.append(example)
                kept.append(text)
        sources[name] = (first, len(examples))
    return Corpus(examples, sources, kept)


def is_worn(source: str, target: str) -> bool:
    """Whether ``target`` lost its capitals or its last mark: a variant that ``augmentation`` made for the other side.

    >>> is_worn("The rice is dear.", "beras mahal."), is_worn("The rice is dear.", "Beras mahal.")
    (True, False)
    """
    return (target.islower() and not source.islower()) or (source[-1:] in ".?!" and target[-1:].isalnum())


def _examples(source: Sequence[str], target: Sequence[str], pieces: Pieces) -> Iterable[Example]:
    return map(Example, pieces.encode(source), pieces.encode(target))


def encoded(source: Sequence[str], target: Sequence[str], pieces: Pieces, max_tokens: int) -> Iterable[Example]:
    """The pairs as examples, without those over ``max_tokens`` on either side."""
    return (pair for pair in _examples(source, target, pieces) if max(map(len, pair)) <= max_tokens)


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
    corpus: Corpus, weights: Mapping[str, float], training: Training, number: int, *, padding: int,
    pieces: Pieces | None = None,
) -> list[Batch]:  # fmt: skip
    """The batches of round ``number``, shuffled and padded already; ``pieces`` segment sources at random."""
    chosen = draw(corpus, weights, training.seed, number, training.round_pairs)
    examples = [corpus.examples[index] for index in chosen]
    if pieces is not None and training.sampled_share:
        texts = [corpus.texts[index] for index in chosen]
        examples = resegmented(examples, texts, pieces, training, number)
    batches: list[Batch] = []
    for start in range(0, len(examples), training.sorted_together):
        part = examples[start : start + training.sorted_together]
        batches += in_batches(part, tokens=training.batch_tokens, bucket=training.bucket, padding=padding)
    order = np.random.default_rng([training.seed, number, 1]).permutation(len(batches))
    return [batches[index] for index in order]


def resegmented(
    examples: Sequence[Example], texts: Sequence[str], pieces: Pieces, training: Training, number: int
) -> list[Example]:
    """``examples``, a share of their sources cut into pieces at random; one that gets too long stays as it was."""
    random = np.random.default_rng([training.seed, number, 2])
    places = np.flatnonzero(random.random(len(examples)) < training.sampled_share).tolist()
    sampled = pieces.sampled([texts[place] for place in places], training.sampling_alpha, random)
    made = list(examples)
    for place, ids in zip(places, sampled, strict=True):
        if len(ids) <= training.max_tokens:
            made[place] = Example(ids, made[place].target)
    return made


def shared(batches: Sequence[Batch], rank: int, world: int, padding: int) -> list[Batch]:
    """Those of ``batches`` that process ``rank`` of ``world`` takes, one of every ``world``; the last few are lost."""
    if world == 1:
        return list(batches)
    tokens = [real_tokens(batch, padding) for batch in batches]
    return [
        Batch(batches[first + rank].source, batches[first + rank].target, together=sum(tokens[first : first + world]))
        for first in range(0, len(batches) - world + 1, world)
    ]


def real_tokens(batch: Batch, padding: int) -> int:
    """The target tokens of ``batch`` that are no padding."""
    return int((batch.target != padding).sum())


def in_batches(examples: Iterable[Example], *, tokens: int, bucket: int, padding: int) -> list[Batch]:
    """``examples`` sorted by length, in batches of at most ``tokens`` × 2 padded source and target tokens together.

    Both lengths are multiples of ``bucket``. An example that is over the budget alone is a batch of its own.
    """
    batches: list[Batch] = []
    current: list[Example] = []
    width = (0, 0)
    for cell, example in sorted(((_cell(e, bucket), e) for e in examples), key=lambda row: _along(row[0], bucket)):
        grown = max(width[0], cell[0]), max(width[1], cell[1])
        if current and sum(grown) * (len(current) + 1) > 2 * tokens:
            batches.append(_padded(current, width, padding))
            current = []
            grown = cell
        current.append(example)
        width = grown
    return [*batches, _padded(current, width, padding)] if current else batches


def _cell(example: Example, bucket: int) -> tuple[int, int]:
    """Both padded lengths: all examples of a cell fit one shape, and few shapes are what a compiled product likes."""
    return _rounded(len(example.source), bucket), _rounded(len(example.target), bucket)


def _along(cell: tuple[int, int], bucket: int) -> tuple[int, int]:
    """Where a cell comes: up one row of cells and down the next, so that neighbours in the order are neighbours."""
    return cell[0], cell[1] if cell[0] // bucket % 2 else -cell[1]


def _rounded(length: int, bucket: int) -> int:
    return -(-length // bucket) * bucket


def _padded(examples: Sequence[Example], width: tuple[int, int], padding: int) -> Batch:
    source, target = zip(*examples, strict=True)
    return Batch(_rows(source, width[0], padding), _rows(target, width[1], padding))


def _rows(side: Sequence[Ids], width: int, padding: int) -> NDArray[np.int32]:
    """All rows written at once, without a loop over them."""
    lengths = np.fromiter(map(len, side), dtype=np.int32, count=len(side))
    rows = np.full((len(side), width), padding, dtype=np.int32)
    rows[np.arange(width) < lengths[:, None]] = np.concatenate(side)
    return rows
