"""Are words of the original left as they were?"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import groupby

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.addresses import addresses
from transum.facts.english_words import is_listed
from transum.facts.tokens import Token, covered, tokenize
from transum.facts.units import UNIT_WORDS
from transum.facts.wordtable import entry
from transum.lexicon import words

_QUOTED = re.compile(r"[\"“”„][^\"“”„]*[\"“”„]|['‘][^'‘’]*['’]|\([^()]*\)")


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind untranslated: Indonesian words that stand in the translation as they stand in the original."""
    source, target = pair.source, pair.target
    places = {token.lower: (token.start, token.end) for token in tokenize(source) if token.kind == "word"}
    visible = _QUOTED.sub(_blanked, target)
    theirs = [token for token in tokenize(visible) if token.kind == "word"]
    kept = covered(len(visible), ((address.start, address.end) for address in addresses(visible)))
    left = [token for token in theirs if not kept[token.start] and _is_left(token, places)]
    left += [token for token in _left_in_title(source, theirs, places) if not kept[token.start]]
    left.sort(key=lambda token: token.start)
    if not left:
        return
    share = len(left) / len(theirs)
    # A word in no list may be a dish or a custom, which English calls so, too: "gudeg".
    known = any(token.lower in words("indonesian") for token in left)
    level = Level.ERROR if (share > 0.3 and len(left) > 1) or len(left) > 3 else Level.WARNING if known else Level.INFO
    shown = ", ".join(dict.fromkeys(token.text for token in left))
    message = f"left as in the original: {shown}"
    first, last = _longest_run(theirs, left)
    yield Finding(Kind.UNTRANSLATED, level, shown, shown, message, places[first.lower], (first.start, last.end))


def _blanked(quoted: re.Match[str]) -> str:
    """A quoted term may be of another language; what somebody says at length is to be translated."""
    return " " * len(quoted[0]) if len(quoted[0].split()) <= _TERM else quoted[0]


_TERM = 4  # words


def _longest_run(words: Sequence[Token], left: Sequence[Token]) -> tuple[Token, Token]:
    """The first and last word of the longest row of neighbours among those that were left."""
    gone = {token.start for token in left}
    rows = [list(row) for is_left, row in groupby(words, lambda token: token.start in gone) if is_left]
    longest = max(rows, key=len)
    return longest[0], longest[-1]


def _is_left(token: Token, source_words: Container[str]) -> bool:
    """Whether the word is Indonesian, not English, and the source's own."""
    word = token.lower
    shared = word in words("english") or word in words("shared-words")
    if not token.text.islower() or word not in source_words or shared:
        return False
    # What no list has is one of the original's words as well, if it is long enough for the lists: "satpam", "algojo".
    foreign = word in words("indonesian") or (len(word) >= _LISTED and not is_listed(word))
    return foreign and word not in UNIT_WORDS["en"]


_LISTED = 4  # letters
_SELDOM = 0.25  # of the translations by people have none of the table's words
_TITLE_SHARE = 0.7


def _left_in_title(source: str, theirs: Sequence[Token], places: Container[str]) -> Iterator[Token]:
    """Ordinary words of a headline, with its capitals, that stand alone in the translation: "Trotoar", but no name."""
    longer = [word for word in source.split() if len(word) > _LISTED - 1]
    if len(longer) < _LISTED - 1 or source.rstrip().endswith("."):
        return
    if sum(word[0].isupper() for word in longer) < _TITLE_SHARE * len(longer):
        return
    for place, token in enumerate(theirs):
        beside = (*theirs[max(0, place - 1) : place], *theirs[place + 1 : place + 2])
        named = any(other.text[0].isupper() and other.lower in places for other in beside)
        if not token.text.islower() and len(token.text) >= _LISTED and not named and _is_ordinary(token.lower, places):
            yield token


def _is_ordinary(word: str, places: Container[str]) -> bool:
    """Whether a word of the original has a translation in the table of words, and isn't English itself."""
    is_name = word in words("given-names") or word in words("english") or word in words("shared-words")
    if word not in places or word not in words("indonesian") or is_name:
        return False
    found = entry(word)
    return found is not None and word not in found.translations and found.missed < _SELDOM
