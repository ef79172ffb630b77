"""The shape of a translation: its length, its repetitions, words left as they were."""

import math
import re
from collections.abc import Iterable, Sequence

from transum.check.tokens import Token, tokenize
from transum.check.unit import UNIT_WORDS
from transum.document import Finding, Kind, Level
from transum.lexicon import words

# Bounds of the length ratio, read off FLORES (see benchmarks/check_calibration.md). In a short sentence one number in
# words, or one compound, moves it far.
BOUNDS = (0.71, 0.75, 1.8, 2.3)
SHORT_SENTENCE_BOUNDS = (0.3, 0.4, 2.5, 3.0)
_SHORT_SENTENCE = 8
_READ_SIGNS = frozenset("%$€£¥°&")


def check_shape(source: str, target: str) -> Iterable[Finding]:
    """Findings of kinds length, loop and untranslated."""
    ours, theirs = _spoken(source), _spoken(target)
    yield from _check_length(ours, theirs, target)
    yield from _check_loop(ours, theirs)
    yield from _check_untranslated(source, target)


def _spoken(text: str) -> list[str]:
    """The words and figures of ``text``, and the signs that are read as words: "persen" is "%", "dolar" is "$"."""
    return [token.lower for token in tokenize(text) if token.kind != "sign" or token.text in _READ_SIGNS]


def _check_length(ours: Sequence[str], theirs: Sequence[str], target: str) -> Iterable[Finding]:
    if ours and not theirs:
        yield Finding(Kind.LENGTH, Level.ERROR, "", target, "the translation is empty")
        return
    if len(ours) < 5:
        return
    ratio = length_ratio(ours, theirs)
    short_error, short, long, long_error = BOUNDS if len(ours) > _SHORT_SENTENCE else SHORT_SENTENCE_BOUNDS
    if ratio < short:
        level = Level.ERROR if ratio < short_error else Level.WARNING
        message = f"the translation has {len(theirs)} words for {len(ours)}: something may be left out"
        yield Finding(Kind.LENGTH, level, "", "", message)
    elif ratio > long:
        level = Level.ERROR if ratio > long_error else Level.WARNING
        message = f"the translation has {len(theirs)} words for {len(ours)}: something may be added"
        yield Finding(Kind.LENGTH, level, "", "", message)


def length_ratio(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """How long ``theirs`` are to ``ours``: the geometric mean of the ratios in words and in letters.

    English has more and shorter words, and how many more depends on the sentence: each ratio alone strays further.

    >>> length_ratio(["warga", "marah"], ["the", "villagers", "are", "angry"])
    2.0
    """
    words = len(theirs) / len(ours)
    letters = sum(map(len, theirs)) / sum(map(len, ours))
    return math.sqrt(words * letters)


def _check_loop(ours: Sequence[str], theirs: Sequence[str]) -> Iterable[Finding]:
    """A run of words that repeats at once, more often than anything does in the source."""
    phrase, times = longest_repeat(theirs)
    if times > 1 and longest_repeat(ours)[1] < times:
        run = " ".join(phrase)
        if times == 2 and run in _TWICE:
            return
        level = Level.ERROR if times > 2 or len(phrase) > 2 else Level.WARNING
        yield Finding(Kind.LOOP, level, "", run, f"the translation says “{run}” {times} times over")


# What English says twice: "he said that that was wrong", "had had", "very very".
_TWICE = frozenset({"that", "had", "very", "so", "no", "is", "bye", "her", "in", "on"})


def longest_repeat(sequence: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The run of one to eight words that follows itself most often, and how often it stands there.

    >>> longest_repeat("I am sorry I am sorry I am sorry".split())
    (('I', 'am', 'sorry'), 3)
    """
    best: tuple[tuple[str, ...], int] = ((), 1)
    for size in range(1, 9):
        run = 0
        for index in range(size, len(sequence)):
            run = run + 1 if sequence[index] == sequence[index - size] else 0
            times = 1 + run // size
            if times > best[1]:
                best = (tuple(sequence[index - size + 1 : index + 1]), times)
    return best


_QUOTED = re.compile(r"[\"“”„][^\"“”„]*[\"“”„]|['‘][^'‘’]*['’]|\([^()]*\)")


def _check_untranslated(source: str, target: str) -> Iterable[Finding]:
    """Indonesian words that stand in the target as they stand in the source."""
    ours = frozenset(token.lower for token in tokenize(source) if token.kind == "word")
    visible = _QUOTED.sub(" ", target)
    theirs = [token for token in tokenize(visible) if token.kind == "word"]
    left = [t.text for t in theirs if _is_left(t, visible, ours)]
    if not left:
        return
    share = len(left) / len(theirs)
    level = Level.ERROR if share > 0.3 or len(left) > 3 else Level.WARNING
    shown = ", ".join(dict.fromkeys(left))
    yield Finding(Kind.UNTRANSLATED, level, shown, shown, f"left as in the original: {shown}")


def _is_left(token: Token, text: str, source_words: frozenset[str]) -> bool:
    """Whether the word is Indonesian, not English, and the source's own; parts of addresses ("metro.co.uk") are not."""
    word = token.lower
    in_address = text[token.start - 1 : token.start] in {".", "/", "@", "_", "#"}
    return (
        token.text.islower()
        and word in source_words
        and word in words("indonesian")
        and word not in words("english")
        and word not in UNIT_WORDS["en"]
        and not in_address
    )
