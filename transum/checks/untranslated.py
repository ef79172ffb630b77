"""Are words of the original left as they were?"""

import re
from collections.abc import Iterable

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.tokens import Token, tokenize
from transum.facts.units import UNIT_WORDS
from transum.lexicon import words

_QUOTED = re.compile(r"[\"“”„][^\"“”„]*[\"“”„]|['‘][^'‘’]*['’]|\([^()]*\)")


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind untranslated: Indonesian words that stand in the translation as they stand in the original."""
    source, target = pair.source, pair.target
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
