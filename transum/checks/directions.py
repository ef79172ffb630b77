"""The checks for other directions than from Indonesian into English, which every check was written for.

From English into Indonesian the two texts change places: the Indonesian translation is checked as if it were the
original, and what is found is told the other way round. What knows no language (addresses, quotation marks, brackets,
repetitions) is run as it is, and is all that is run between other languages.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from transum.checks import (
    address,
    brackets,
    check,
    english_names,
    figures,
    length,
    meaning,
    names,
    negation,
    opposite,
    quotes,
    repetition,
)
from transum.checks.pair import Pair
from transum.document import ENGLISH, INDONESIAN, Finding, Kind, Level
from transum.lexicon import words

_DOLLAR: Final = re.compile(r"\b(dol+ar) AS\b", re.IGNORECASE)  # which English calls a dollar
_DOUBLED: Final = re.compile(r"(\w+)-\1", re.IGNORECASE)
# Log-probability of a word: of 34 words below it in the first 150 sentences of FLORES, 28 were rendered wrongly.
_MISSED: Final = -15.0
_INSIDE: Final = re.compile(r"\w(?:.*\w)?", re.DOTALL)
CheckPair = Callable[[Pair], tuple[Finding, ...]]
_Run = Callable[[Pair], Iterable[Finding]]

_NEUTRAL: Final[tuple[_Run, ...]] = (address.run, quotes.run, brackets.run, repetition.run)
_TURNED: Final[tuple[_Run, ...]] = (
    figures.run, names.run, negation.run, opposite.run, length.run, meaning.run,
)  # fmt: skip


def checking(source_language: str, target_language: str) -> CheckPair:
    """What checks a pair of sentences in these languages; like ``check``, it never raises.

    >>> [finding.message for finding in checking("en", "id")(Pair("Up 1.4 million.", "Naik 1,5 juta."))]
    ['“1.4 million” is missing in the translation, which has “1,5 juta”']
    """
    return _BY_LANGUAGES.get((source_language, target_language), check_any)


def check_into_indonesian(pair: Pair) -> tuple[Finding, ...]:
    """All doubts about ``pair.target`` as the Indonesian of the English sentence ``pair.source``, gravest first."""
    indonesian = _DOLLAR.sub(lambda match: match[1].ljust(len(match[0])), pair.target)
    swapped = replace(pair, source=indonesian, target=pair.source, definitions={}, reconstruction=None)
    turned = [turned_round(finding) for run in _TURNED for finding in run(swapped)]
    return _gravest_first([*turned, *english_names.run(pair), *check_any(pair), *_missed(pair)])


def check_any(pair: Pair) -> tuple[Finding, ...]:
    """The doubts that need no knowledge of either language, gravest first."""
    found = [finding for run in _NEUTRAL for finding in run(pair)]
    return _gravest_first(finding for finding in found if not _is_doubled(finding, pair.target))


def _is_doubled(finding: Finding, target: str) -> bool:
    """Whether a repetition is a plural or an intensified word: "anak-anak", "hati-hati"."""
    start, end = finding.target_span or (0, 0)
    return finding.kind is Kind.LOOP and bool(_DOUBLED.fullmatch(target[start:end]))


def _missed(pair: Pair) -> Iterator[Finding]:
    """Words of an English original that the translation hardly says, by the model that reads it back.

    No confidence stands behind them: nobody has judged enough translations into Indonesian to calibrate one.
    """
    if pair.reconstruction is None:
        return
    for word in pair.reconstruction.words:
        match = _INSIDE.search(pair.source, word.start, word.end)
        if match and word.score <= _MISSED and _is_content(match[0]):
            message = f"“{match[0]}” may not be said by the translation"
            yield Finding(Kind.COVERAGE, Level.WARNING, match[0], "", message, match.span())


def _is_content(word: str) -> bool:
    return len(word) > 2 and not any(map(str.isdigit, word)) and word.lower() not in words("english-function-words")


def _gravest_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: -finding.level))


_BY_LANGUAGES: Final[Mapping[tuple[str, str], CheckPair]] = MappingProxyType({
    (INDONESIAN, ENGLISH): check,
    (ENGLISH, INDONESIAN): check_into_indonesian,
})  # fmt: skip

# How a message about an original and its translation reads when the two have changed places. {s} and {t} are what it
# quotes of either. Every other message about both says the same with the quotations exchanged.
_LEFT: Final = "{{s}} is left in {} notation, and reads as another number in {}"
_OTHER_WAY: Final = (
    (_LEFT.format("Indonesian", "English"), _LEFT.format("English", "Indonesian")),
    (r"{s} lost its minus in the translation, which has {t}", "{t} has a minus in the translation: {s}"),
    (r"the negation {s} may be lost in the translation", "the translation denies ({s}) what the original doesn't"),
    (r"the translation denies \({t}\) what the original doesn't", "the negation {t} may be lost in the translation"),
    (r"the original denies (\d+) times, the translation (\d+)", r"the original denies \2 times, the translation \1"),
    (
        r"the translation has (\d+) words for (\d+): something may be left out",
        r"the translation has \2 words for \1: something may be added",
    ),
    (
        r"the translation has (\d+) words for (\d+): something may be added",
        r"the translation has \2 words for \1: something may be left out",
    ),
    (r"(.*){s} is missing in the translation", r"\1{s} of the translation is not in the original"),
    (r"(.*){t} of the translation is not in the original", r"\1{t} is missing in the translation"),
)


def turned_round(finding: Finding) -> Finding:
    """``finding``, made of a pair whose two texts had changed places, for the pair as it is.

    >>> from transum.document import Kind, Level
    >>> found = Finding(Kind.OPPOSITE, Level.ERROR, "naik", "fell", "“naik” became “fell” in the translation")
    >>> turned_round(found).message
    '“fell” became “naik” in the translation'
    """
    return Finding(
        finding.kind,
        finding.level,
        finding.target,
        finding.source,
        _turned_message(finding),
        finding.target_span,
        finding.source_span,
    )


def _turned_message(finding: Finding) -> str:
    # Quotations are taken out first, so that no word of a user's text is mistaken for the message's own.
    quoted = {"{s}": f"“{finding.source}”", "{t}": f"“{finding.target}”"}
    frame = finding.message
    for mark, said in quoted.items():
        frame = frame.replace(said, mark, 1) if len(said) > len("“”") else frame
    for pattern, other in _OTHER_WAY:
        match = re.fullmatch(pattern.replace("{s}", r"\{s\}").replace("{t}", r"\{t\}"), frame)
        if match:
            return _filled(match.expand(other), quoted)
    return _filled(re.sub(r"\{[st]\}", lambda mark: "{t}" if mark[0] == "{s}" else "{s}", frame), quoted)


def _filled(frame: str, quoted: Mapping[str, str]) -> str:
    return re.sub(r"\{[st]\}", lambda mark: quoted[mark[0]], frame)
