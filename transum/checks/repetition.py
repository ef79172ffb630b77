"""Does the translation say a run of words again and again, as a translator that has lost its way does?"""

from collections.abc import Iterable, Sequence

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.tokens import spoken, tokenize


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind loop: a run of words that repeats at once, more often than anything does in the original."""
    ours, theirs = spoken(pair.source), spoken(pair.target)
    phrase, times = longest_repeat(theirs)
    if times > 1 and longest_repeat(ours)[1] < times:
        said = " ".join(phrase)
        if times == 2 and said in _TWICE:
            return
        level = Level.ERROR if times > 2 or len(phrase) > 2 else Level.WARNING
        span = _place(pair.target, phrase, times)
        message = f"the translation says “{said}” {times} times over"
        yield Finding(Kind.LOOP, level, "", said, message, target_span=span)


def _place(text: str, phrase: Sequence[str], times: int) -> tuple[int, int] | None:
    """Where the first of the repetitions begins and the last ends."""
    tokens = [token for token in tokenize(text) if token.lower in phrase]
    wanted = [*phrase] * times
    for start in range(len(tokens) - len(wanted) + 1):
        if [token.lower for token in tokens[start : start + len(wanted)]] == wanted:
            return tokens[start].start, tokens[start + len(wanted) - 1].end
    return None


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
