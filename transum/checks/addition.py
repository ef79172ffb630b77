"""Does the original say every content word of someone else's translation? Told by the word table and the translator."""

from collections.abc import Iterable
from typing import Final

from transum.checks.pair import Pair
from transum.checks.witnesses import added
from transum.document import Finding, Kind

_NAMED: Final = 3  # words of one sentence, the gravest


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind addition: words that translate nothing of the original, and that no model would have said."""
    for doubt in sorted(added(pair), key=lambda doubt: (-doubt.level, doubt.start))[:_NAMED]:
        span = (doubt.start, doubt.end)
        word = pair.target[slice(*span)]
        message = f"nothing in the original says “{word}”"
        yield Finding(Kind.ADDITION, doubt.level, "", word, message, target_span=span)
