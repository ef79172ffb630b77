"""Mr and Mrs: "Bu Ningsih" is no Mr Ningsih."""

import re
from typing import Final

_HERS: Final = re.compile(r"\b(?:[Ii]bu|[Bb]u|[Nn]yonya|Ny\.|[Mm]bak|[Mm]bok|[Nn]ona|[Bb]ude)\s(?P<name>[A-Z][\w'’-]+)")
_HIS: Final = re.compile(r"\b(?:[Bb]apak|[Pp]ak|[Tt]uan|[Pp]akde|[Bb]ung)\s(?P<name>[A-Z][\w'’-]+)")


def right_courtesy(source: str, target: str) -> tuple[str, str] | None:
    """``target`` with "Mrs" before the name of an *Ibu* that it calls Mr, or the other way round, and what it had said.

    Only where the very name stands behind it, and the original calls nobody else by it.

    >>> right_courtesy("Bu Ningsih tertawa.", "Mr. Ningsih laughed.")
    ('Mrs. Ningsih laughed.', 'Mr.')
    """
    hers = {match["name"] for match in _HERS.finditer(source)}
    his = {match["name"] for match in _HIS.finditer(source)}
    for names, wrong, right in ((hers - his, "Mr", "Mrs"), (his - hers, "Mrs|Ms|Miss", "Mr")):
        for name in sorted(names):
            match = re.search(rf"\b(?:{wrong})(?P<dot>\.?)(?=\s{re.escape(name)}\b)", target)
            if match:
                return target[: match.start()] + right + match["dot"] + target[match.end() :], match[0]
    return None
