"""Which word translates which, learnt from sentence pairs: IBM model 1 in both directions, and where the two agree.

Brown et al. 1993 (The Mathematics of Statistical Machine Translation, model 1), with the prior of fast_align (Dyer et
al. 2013) that favours words in like places, and the agreement of both directions (Liang et al. 2006): a link counts as
much as both believe in it, so that what stands beside a word by chance gets next to nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

ITERATIONS: Final = 5
_TENSION: Final = 4.0  # of the prior: Dyer et al. learn values near it
_NULL: Final = 0.08  # of the words nothing of the other sentence explains; from the same paper
_UNEXPLAINED: Final = 1e-3  # the chance of such a word
_AT_ONCE: Final = 20_000  # sentence pairs: bounds the memory of what is thrown away

Ids = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Links:
    """Every two words that stand in one sentence pair, and how far their places speak for one translating the other.

    ``kind`` says which two word types: ``source[kind]`` and ``target[kind]``. ``source_place`` and ``target_place``
    number the words of the whole corpus.
    """

    kind: Ids
    source_place: Ids
    target_place: Ids
    prior: Floats
    source: Ids
    target: Ids


def links(originals: Sequence[Ids], translations: Sequence[Ids]) -> Links:
    """All links of sentence pairs, each given as the numbers of its words' types; neither side may be empty."""
    types = 1 + max(int(ids.max()) for ids in translations)
    parts, before, behind = [], 0, 0
    for begin in range(0, len(originals), _AT_ONCE):
        ours, theirs = originals[begin : begin + _AT_ONCE], translations[begin : begin + _AT_ONCE]
        parts.append(_links(ours, theirs, types, before, behind))
        before, behind = before + sum(map(len, ours)), behind + sum(map(len, theirs))
    keys, source_place, target_place, prior = (np.concatenate(part) for part in zip(*parts, strict=True))
    kinds, kind = np.unique(keys, return_inverse=True)
    source, target = (kinds // types).astype(np.int32), (kinds % types).astype(np.int32)
    return Links(kind.astype(np.int32), source_place, target_place, prior, source, target)


def _links(
    ours: Sequence[Ids], theirs: Sequence[Ids], types: int, before: int, behind: int
) -> tuple[NDArray[np.int64], Ids, Ids, Floats]:
    """Keys of both types, both places and the prior of each link of some sentence pairs."""
    m, n = np.array([len(ids) for ids in ours]), np.array([len(ids) for ids in theirs])
    each = np.repeat(np.arange(len(m)), m * n)
    within = np.arange(len(each)) - np.repeat(np.cumsum(m * n) - m * n, m * n)
    row, column = within // n[each], within % n[each]
    source_place, target_place = row + (np.cumsum(m) - m)[each], column + (np.cumsum(n) - n)[each]
    apart = np.abs((row + 0.5) / m[each] - (column + 0.5) / n[each])
    keys = np.concatenate(ours)[source_place].astype(np.int64) * types + np.concatenate(theirs)[target_place]
    return (
        keys,
        (source_place + before).astype(np.int32),
        (target_place + behind).astype(np.int32),
        np.exp(-_TENSION * apart).astype(np.float32),
    )


def agreed(found: Links, *, iterations: int = ITERATIONS) -> Floats:
    """For each kind of link how often one word translates the other, as far as both directions believe it.

    >>> sentences = [np.array(ids, np.int32) for ids in ([0, 1], [0], [1], [0, 1])]
    >>> found = links(sentences, sentences)
    >>> dict(zip(zip(found.source.tolist(), found.target.tolist()), agreed(found).round(1).tolist(), strict=True))
    {(0, 0): 3.0, (0, 1): 0.0, (1, 0): 0.0, (1, 1): 3.0}
    """
    both = _believed(found, found.source, found.target_place, iterations)
    both *= _believed(found, found.target, found.source_place, iterations)
    return np.bincount(found.kind, both, minlength=len(found.source)).astype(np.float32)


def _believed(found: Links, given: Ids, explained: Ids, iterations: int) -> Floats:
    """Of each link the chance that it is why the word in place ``explained`` stands there, by model 1 of ``given``."""
    chance = np.ones(len(given), np.float32)
    unexplained = _NULL / (1 - _NULL) * _UNEXPLAINED * np.bincount(explained, found.prior)
    weight = found.prior
    for _ in range(iterations):
        weight = chance[found.kind] * found.prior
        weight /= (np.bincount(explained, weight) + unexplained).astype(np.float32)[explained]
        counts = np.bincount(found.kind, weight, minlength=len(given))
        chance = (counts / np.bincount(given, counts)[given]).astype(np.float32)
    return weight
