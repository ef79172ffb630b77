"""Pairs made from pairs: neighbours joined, case and punctuation taken away, English copied with words dropped.

Every function is pure but for the ``random.Random`` it is given, so that a seed gives the same corpus again.
"""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TypeAlias

from training.config import Augmentation

Pair: TypeAlias = tuple[str, str]

_PUNCTUATION = re.compile(r"[.,;:!?\"“”()]+(?=\s|$)|(?<!\S)[\"“(]+")


def drop_words(text: str, share: float, rng: random.Random) -> str:
    """``text`` without about ``share`` of its words, never without all: a copy that has to be understood, not echoed.

    >>> drop_words("one two three", 0.0, random.Random(1))
    'one two three'
    """
    words = text.split()
    kept = [word for word in words if rng.random() >= share]
    return " ".join(kept or words)


def lowercased(pair: Pair) -> Pair:
    """The source in small letters, as people type; the target stays English as it should be."""
    return pair[0].lower(), pair[1]


def unpunctuated(pair: Pair) -> Pair:
    """The source without its punctuation marks (those inside numbers and words stay).

    >>> unpunctuated(('"Ya," kata Ani, 1,5 kg.', "x"))[0]
    'Ya kata Ani 1,5 kg'
    """
    return " ".join(_PUNCTUATION.sub("", pair[0]).split()), pair[1]


def joined(first: Pair, second: Pair) -> Pair:
    """Two neighbours as one pair: a model that only ever saw one sentence stops at the first full stop."""
    return f"{first[0]} {second[0]}", f"{first[1]} {second[1]}"


def variants(pairs: Sequence[Pair], shares: Augmentation, rng: random.Random, max_characters: int) -> Iterator[Pair]:
    """The variants of one source's clean pairs, each kind in its share; empty and overlong ones are left out."""
    for pair in pairs:
        if rng.random() < shares.lowercased:
            yield lowercased(pair)
    for pair in pairs:
        if rng.random() < shares.unpunctuated:
            yield unpunctuated(pair)
    for first, second in pairwise(pairs):
        if rng.random() < shares.joined:
            both = joined(first, second)
            if max(map(len, both)) <= max_characters:
                yield both
