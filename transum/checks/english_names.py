"""Does an Indonesian translation carry over the names of its English original?"""

from collections.abc import Iterable

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.facts.carrier import Carrier
from transum.facts.foreign_names import is_carried
from transum.facts.names import names
from transum.facts.tokens import tokenize


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
            if word in proper and word not in seen and not is_carried(word, carrier):
                seen.add(word)
                level = Level.WARNING if name.opening and token.start == 0 else Level.ERROR
                message = f"the name “{word}” is missing in the translation"
                span = (name.start + token.start, name.start + token.end)
                yield Finding(Kind.NAME, level, word, "", message, span)
