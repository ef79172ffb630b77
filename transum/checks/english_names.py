"""Does an Indonesian translation carry over the names of its English original?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.carrier import Carrier
from transum.facts.gazetteer import acronyms, exonyms
from transum.facts.names import names
from transum.facts.ordinals import roman
from transum.facts.tokens import fold, tokenize
from transum.lexicon import words

_LETTERS: Final = 3  # a shorter word is an initial, or one that Indonesian writes otherwise


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind name: one for each word of a name that the translation neither has nor has a name for.

    >>> [finding.message for finding in run(Pair("He met Vladimir Putin in Moscow.", "Ia bertemu Putin di Moskow."))]
    ['the name “Vladimir” is missing in the translation']
    """
    carrier = Carrier.of(pair.target)
    seen: set[str] = set()
    for name in names(pair.source, "en"):
        proper = frozenset(name.words)
        for token in tokenize(name.text):
            word = token.text
            if word in proper and word not in seen and not _is_carried(word, carrier):
                seen.add(word)
                level = Level.WARNING if name.opening and token.start == 0 else Level.ERROR
                message = f"the name “{word}” is missing in the translation"
                span = (name.start + token.start, name.start + token.end)
                yield Finding(Kind.NAME, level, word, "", message, span)


def _is_carried(word: str, carrier: Carrier) -> bool:
    bare = fold(word).removesuffix("'s").removesuffix("’s")
    if len(bare) < _LETTERS or not bare.isalpha() or roman(word) or bare in words("english"):
        return True
    if carrier.holds_word(bare):
        return True
    forms = [key for length in range(3, len(bare) + 1) for key in _indonesian().get(bare[:length], ())]
    return any(f" {form} " in carrier.spaced for form in forms)


@cache
def _indonesian() -> Mapping[str, tuple[str, ...]]:
    """Each word of an English name, or the beginning that it shares with its adjective, to the Indonesian ones."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = [(" ".join(key), forms) for key, forms in exonyms().items()]
    rows += [(fold(short), forms) for short, forms in acronyms().items()]
    for indonesian, forms in rows:
        for form in forms:
            for token in tokenize(form):
                if token.kind == "word" and len(token.text) >= _LETTERS:
                    found[fold(token.text)].add(indonesian)
    return {word: tuple(sorted(forms)) for word, forms in found.items()}
