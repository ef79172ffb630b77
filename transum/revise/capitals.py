"""Text in capitals only, which no model was trained on: given to it in sentence case; and capitals that it lost."""

import re
from typing import Final

from transum.indonesian.affixes import is_derived
from transum.lexicon import words

_WORD: Final = re.compile(r"[^\W\d_]+")
# Verbs and nouns made with a prefix, where the list of words lacks them: "merendam", "berkobar".
_PREFIXED: Final = re.compile(r"(?:me[mnr]?|ber|ter|di|pe[mnr]?)[a-z]{4,}")
_SMALL: Final = re.compile(r"[a-z]+(?![^\W_])")  # and not "iPhone", which begins so itself
_FEW: Final = 3  # words: two in capitals may be a name or an acronym


def lowered(text: str) -> str:
    """``text`` in sentence case where all of it is in capitals; words that Indonesian doesn't know keep a capital.

    As long as ``text``, so that offsets hold; a text in which a letter would become two stays as it is.

    >>> lowered("POLISI TANGKAP PELAKU DI CIREBON"), lowered("KPK dan DPR")
    ('Polisi tangkap pelaku di Cirebon', 'KPK dan DPR')
    """
    found = _WORD.findall(text)
    if len(found) < _FEW or not all(word.isupper() for word in found):
        return text
    first = _WORD.search(text)
    start = first.start() if first else 0
    cased = _WORD.sub(lambda match: _cased(match[0], opens=match.start() == start), text)
    return cased if len(cased) == len(text) else text


def as_begun(target: str, source: str) -> str:
    """``target`` with a capital where ``source`` begins with one; of a title of one word the model makes a small one.

    >>> as_begun("moon", "Bulan"), as_begun("iPhone prices fall.", "Harga iPhone turun.")
    ('Moon', 'iPhone prices fall.')
    """
    return target[0].upper() + target[1:] if source[:1].isupper() and _SMALL.match(target) else target


def _cased(word: str, *, opens: bool) -> str:
    small = word.lower()
    if small in words("indonesian") or is_derived(small) or _PREFIXED.match(small):
        return small.capitalize() if opens else small
    return word if len(word) <= _FEW else word.capitalize()
