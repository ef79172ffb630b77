"""Which pairs are fit to learn from, and why the others are not: every pair left out is counted under one reason."""

import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

from training.config import Cleaning

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NEITHER_LETTER_NOR_DIGIT: Final = re.compile(r"[\W_]+")

Identify: TypeAlias = Callable[[str], str]


class Reason(StrEnum):
    """Why a pair was left out; a pair counts under the first that holds, in this order."""

    EMPTY = "empty"
    LENGTH = "length"
    RATIO = "ratio"
    SOURCE_LANGUAGE = "source language"
    TARGET_LANGUAGE = "target language"
    SOURCE_OVERLAP = "source in an evaluation set"
    TARGET_OVERLAP = "target in an evaluation set"
    DUPLICATE = "duplicate"


def canonical(text: str) -> str:
    r"""NFC, no control characters, every run of white space one space.

    >>> canonical(" e\u0301\tnergi ")
    'é nergi'
    """
    return " ".join(_CONTROL.sub(" ", unicodedata.normalize("NFC", text)).split())


_SITE: Final = re.compile(r"(?<=\S)\s+[·|]\s+(?:[A-Z]\w+\s?){1,3}\Z")


def without_site(source: str, target: str) -> tuple[str, str]:
    """Both sides without the name of a site that one of them alone has behind its headline, as titles of pages do.

    >>> without_site("Menteri AS mundur", "US minister resigns · Global Voices")
    ('Menteri AS mundur', 'US minister resigns')
    """
    if bool(_SITE.search(source)) is bool(_SITE.search(target)):
        return source, target
    return _SITE.sub("", source), _SITE.sub("", target)


def fingerprint(text: str) -> str:
    """What two texts share that differ in case, punctuation and spaces only: their letters and digits.

    >>> fingerprint("“Ya,” kata Ani.") == fingerprint("ya kata ani")
    True
    """
    return _NEITHER_LETTER_NOR_DIGIT.sub("", text.casefold())


def language_identifier(languages: Collection[str]) -> Identify:
    """py3langid, its answers limited to ``languages`` (ISO 639-1)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # training itself runs where only torch is installed

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(languages))
    return lambda text: str(identifier.classify(text)[0])


@dataclass(slots=True)
class Cleaner:
    """Judges canonical pairs one after the other; it remembers what it has seen to find duplicates.

    ``evaluation`` holds the fingerprints of every sentence, on either side, of the sets that the model is judged by.
    """

    rules: Cleaning
    identify: Identify
    evaluation: Collection[str] = ()
    _seen: set[int] = field(default_factory=set)

    def reason(self, source: str, target: str, *, copied: bool = False) -> Reason | None:
        """Why the pair is left out, or None. ``copied``: the source side is English by intent."""
        prints = fingerprint(source), fingerprint(target)
        if not all(prints):
            return Reason.EMPTY
        return (
            self._shape(source, target)
            or self._language(source, target, copied=copied)
            or self._overlap(*prints)
            or self._duplicate(prints)
        )

    def _shape(self, source: str, target: str) -> Reason | None:
        shorter, longer = sorted((len(source), len(target)))
        if shorter < self.rules.min_characters or longer > self.rules.max_characters:
            return Reason.LENGTH
        if longer >= self.rules.ratio_characters and longer > self.rules.max_ratio * shorter:
            return Reason.RATIO
        return None

    def _language(self, source: str, target: str, *, copied: bool) -> Reason | None:
        expected = self.rules.target_languages if copied else self.rules.source_languages
        if self._is_foreign(source, expected):
            return Reason.SOURCE_LANGUAGE
        return Reason.TARGET_LANGUAGE if self._is_foreign(target, self.rules.target_languages) else None

    def _is_foreign(self, text: str, expected: Collection[str]) -> bool:
        return len(text) >= self.rules.language_characters and self.identify(text) not in expected

    def _overlap(self, source: str, target: str) -> Reason | None:
        if source in self.evaluation:
            return Reason.SOURCE_OVERLAP
        return Reason.TARGET_OVERLAP if target in self.evaluation else None

    def _duplicate(self, prints: tuple[str, str]) -> Reason | None:
        key = hash(prints)
        if key in self._seen:
            return Reason.DUPLICATE
        self._seen.add(key)
        return None
