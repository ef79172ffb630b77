"""Ages by decades: "berusia 20-an" is no age of twenty years."""

import re
from typing import Final

AGED: Final = re.compile(r"\b(?:ber)?(?:usia|umur)\w*\s+(?:sekitar\s+)?(?P<age>[1-9]0)\s?-?an\b", re.IGNORECASE)


def exact_age(age: str, target: str) -> re.Match[str] | None:
    """Where an English text makes ``age``, a decade, an exact age, or leaves it in Indonesian; None where it doesn't.

    >>> exact_age("20", "A 20-year-old man fell.")[0], exact_age("20", "A man in his 20s fell.")
    ('20-year-old', None)
    """
    if re.search(rf"\b{age}['’]?s\b|\b(?:twen|thir|for|fif|six|seven|eigh|nine)ties\b|\bteens\b", target):
        return None
    return re.search(rf"\b{age}-(?:an|aged)(?:[\s-]years?)?(?:[\s-]olds?)?\b|\b{age}[\s-]years?[\s-]olds?\b", target)


def in_a_decade(source: str, target: str) -> str | None:
    """``target`` with "20-something" where it makes an exact age of a decade; None where it doesn't.

    >>> in_a_decade("Pria berusia 20-an itu jatuh.", "The 20-year-old man fell.")
    'The 20-something man fell.'
    """
    for match in AGED.finditer(source):
        exact = exact_age(match["age"], target)
        if exact:
            target_after = target[: exact.start()] + f"{match['age']}-something" + target[exact.end() :]
            return in_a_decade(source, target_after) or target_after
    return None
