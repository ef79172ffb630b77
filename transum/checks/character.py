"""Does the translation keep, or say, the signs and the foreign scripts that a vocabulary may lack?"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import groupby
from typing import Final

from transum.checks.pair import Pair, shortened
from transum.document import Finding, Kind, Level
from transum.lexicon import table

# Pictures with what joins and colours them, flags; dingbats; no arrows, boxes or typographic signs.
_PICTURE: Final = r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B50\u2B55]"
_PICTURES: Final = re.compile(rf"{_PICTURE}(?:[\u200d\ufe0f\U0001F3FB-\U0001F3FF\U000E0020-\U000E007F]|{_PICTURE})*")
_RAISED: Final = re.compile(r"\w*[⁰¹²³⁴-⁹₀-₉]+\w*")
_POWERS: Final = {"²": ("square", "sq"), "³": ("cubic", "cube", "cu ")}
_DOUBLED: Final = re.compile(r"[^\W\d_]{3,}²(?:nya|an|kan)?")  # "anak²" is "anak-anak"


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind character: one for each sign, picture or word in another script that is lost.

    >>> [finding.message for finding in run(Pair("Kadarnya ±3 persen.", "The level is 3 percent."))]
    ['“±” is missing in the translation, and nothing says it']
    """
    source, target = pair.source, pair.target
    if source.isascii():
        return
    seen = set()
    for start, end, level in (*_signs(source, target), *_raised(source, target), *_foreign(source, target)):
        text = source[start:end]
        if text not in seen:
            seen.add(text)
            message = f"“{shortened(text)}” is missing in the translation, and nothing says it"
            yield Finding(Kind.CHARACTER, level, text, "", message, (start, end))


_Lost = tuple[int, int, Level]


@cache
def _said() -> dict[str, tuple[Level, re.Pattern[str]]]:
    """For each sign how much its loss matters, and what says it; words as words or their beginnings."""
    rows = {}
    for sign, level, said in table("characters"):
        forms = [
            rf"(?<![^\W\d_]){re.escape(form)}" if form[0].isalpha() else re.escape(form) for form in said.split("|")
        ]
        rows[sign] = Level[level.upper()], re.compile("|".join([re.escape(sign), *forms]), re.IGNORECASE)
    return rows


def _signs(source: str, target: str) -> Iterator[_Lost]:
    for place, sign in enumerate(source):
        if sign in _said():
            beside = source[place - 1 : place].isalpha() or source[place + 1 : place + 2].isalpha()
            level, said = _said()[sign]
            in_word = beside and unicodedata.category(sign).startswith("L") and sign not in "µμ"
            if not in_word and not said.search(target):
                yield place, place + 1, level


def _raised(source: str, target: str) -> Iterator[_Lost]:
    """Words with raised or lowered figures: "H2O" and "square metres" say "H₂O" and "m²"."""
    plain = unicodedata.normalize("NFKC", target).casefold()
    for match in _RAISED.finditer(source):
        powers = [word for sign in match[0] for word in _POWERS.get(sign, ())]
        said = unicodedata.normalize("NFKC", match[0]).casefold() in plain or any(word in plain for word in powers)
        if not said and not _DOUBLED.fullmatch(match[0]):
            yield *match.span(), Level.WARNING


def _foreign(source: str, target: str) -> Iterator[_Lost]:
    """Words in other scripts than Latin, and pictures."""
    for is_foreign, group in groupby(range(len(source)), lambda place: _is_foreign(source[place])):
        places = list(group)
        if is_foreign and source[places[0] : places[-1] + 1] not in target:
            yield places[0], places[-1] + 1, Level.WARNING
    for match in _PICTURES.finditer(source):
        if match[0] not in target:
            yield *match.span(), Level.INFO


@lru_cache(4096)
def _is_foreign(char: str) -> bool:
    """Whether it is a letter, or a mark on one, of another script than Latin."""
    if char.isascii() or char in _said() or unicodedata.category(char)[0] not in "LM":
        return False
    return not unicodedata.name(char, "LATIN").startswith(_LATIN)


# U+200D and the like are neither letters nor marks; a combining accent stands on Latin letters more than on others.
_LATIN: Final = ("LATIN", "MODIFIER", "FEMININE", "MASCULINE", "COMBINING", "VARIATION", "MICRO")
