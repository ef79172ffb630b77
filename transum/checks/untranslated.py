"""Are words of the original left as they were?"""

import re
from collections.abc import Container, Iterable, Sequence
from itertools import groupby

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.addresses import addresses
from transum.facts.tokens import Token, covered, tokenize
from transum.facts.units import UNIT_WORDS
from transum.lexicon import words

_QUOTED = re.compile(r"[\"“”„][^\"“”„]*[\"“”„]|['‘][^'‘’]*['’]|\([^()]*\)")


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind untranslated: Indonesian words that stand in the translation as they stand in the original."""
    source, target = pair.source, pair.target
    places = {token.lower: (token.start, token.end) for token in tokenize(source) if token.kind == "word"}
    visible = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), target)
    theirs = [token for token in tokenize(visible) if token.kind == "word"]
    kept = covered(len(visible), ((address.start, address.end) for address in addresses(visible)))
    left = [token for token in theirs if not kept[token.start] and _is_left(token, places)]
    if not left:
        return
    share = len(left) / len(theirs)
    level = Level.ERROR if share > 0.3 or len(left) > 3 else Level.WARNING
    shown = ", ".join(dict.fromkeys(token.text for token in left))
    message = f"left as in the original: {shown}"
    first, last = _longest_run(theirs, left)
    yield Finding(Kind.UNTRANSLATED, level, shown, shown, message, places[first.lower], (first.start, last.end))


def _longest_run(words: Sequence[Token], left: Sequence[Token]) -> tuple[Token, Token]:
    """The first and last word of the longest row of neighbours among those that were left."""
    gone = {token.start for token in left}
    rows = [list(row) for is_left, row in groupby(words, lambda token: token.start in gone) if is_left]
    longest = max(rows, key=len)
    return longest[0], longest[-1]


def _is_left(token: Token, source_words: Container[str]) -> bool:
    """Whether the word is Indonesian, not English, and the source's own."""
    word = token.lower
    return (
        token.text.islower()
        and word in source_words
        and word in words("indonesian")
        and word not in words("english")
        and word not in UNIT_WORDS["en"]
    )
