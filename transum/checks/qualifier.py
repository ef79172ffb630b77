"""Does the translation keep the words that turn what is said: former, alleged, almost, except, cancelled?"""

import re
from collections.abc import Iterable
from functools import cache

from transum.checks.pair import Pair
from transum.document import Finding, Kind, Level
from transum.lexicon import table


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind qualifier: one for each such word that nothing in the translation says.

    >>> [finding.message for finding in run(Pair("Mantan bupati itu ditahan.", "The regent was arrested."))]
    ['nothing in the translation says “Mantan”']
    """
    for ours, english in _rows():
        match = ours.search(pair.source)
        if match and not _in_english(english).search(pair.target):
            message = f"nothing in the translation says “{match[0]}”"
            yield Finding(Kind.QUALIFIER, Level.ERROR, match[0], "", message, match.span())


@cache
def _rows() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{_alternatives(source)})(?:nya|lah|kah|pun)?\b", re.IGNORECASE), english)
        for source, english in table("qualifiers")
    )


@cache
def _in_english(forms: str) -> re.Pattern[str]:
    """Compiled where one is asked for: long lists, of which most articles need none."""
    return re.compile(rf"(?<!\w)(?:{_alternatives(forms)})(?!\w)", re.IGNORECASE)


def _alternatives(forms: str) -> str:
    longest_first = sorted(forms.split("|"), key=lambda form: (-len(form), form))
    return "|".join(re.escape(form).replace(r"\*", r"[\w'’]*") for form in longest_first)
