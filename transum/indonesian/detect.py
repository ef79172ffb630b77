"""Is a text Indonesian, or English? Function words decide nearly always; py3langid decides the rest."""

import re
from typing import Final

from transum.document import ENGLISH, INDONESIAN, UNKNOWN
from transum.errors import LanguageError
from transum.lexicon import words as listed

# The most frequent function words of Indonesian that are no words of English.
FUNCTION_WORDS: Final = frozenset(
    "yang dan di ke dari untuk dengan pada dalam itu ini tidak akan adalah juga oleh sebagai bisa telah karena saat "
    "sudah kepada tersebut ada atau lebih mereka dia ia kami kita saya anda para bahwa secara hingga setelah seperti "
    "masih sejumlah menjadi tak namun hanya agar serta belum antara sejak ketika lagi jika dapat harus sangat banyak "
    "nya kata ujar mengatakan menurut kalau aku bukan jadi sedang sementara usai pun apa siapa".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_NAMES: Final = {INDONESIAN: "Indonesian", ENGLISH: "English"}
# Indonesian prose has 20–35 %, and half-English articles are above this; English prose has 35–50 %, and Indonesian
# articles that quote a title in English are below a sixth.
_ENOUGH_SHARE: Final = {INDONESIAN: 0.05, ENGLISH: 0.16}
_SHORT: Final = 8  # words below which a classifier guesses: names and greetings are let through
_LONGEST_WORD: Final = 60  # letters: longer runs are data, not words
_NEAR: Final = {
    INDONESIAN: frozenset({"id", "ms", "jv", "su", "ace", "ban", "bjn", "min", "mad", "bug"}),
    ENGLISH: frozenset({"en"}),
}
_PREFIX: Final = 20_000  # characters: the language of an article shows in its first pages


def judged_language(text: str, name: str, *, expected: str = INDONESIAN, force: bool = False) -> str:
    """``expected``, ``id`` or ``en``, for a text in that language; Malay and half-English articles pass for Indonesian.

    Raises ``LanguageError`` for another, which ``name`` names; with ``force`` its language is ``und``.

    >>> judged_language("Banjir merendam ratusan rumah di Jakarta.", "a.txt")
    'id'
    """
    other = _other_language(text[:_PREFIX], expected)
    if other is None:
        return expected
    if force:
        return UNKNOWN
    if not other:
        raise LanguageError(f"{name} has no words in it", hint="With --force it is passed through as it is.")
    language = _NAMES[expected]
    raise LanguageError(
        f"{name} does not look {language} (it looks like {other!r})",
        hint=f"transum translates from {language}; --force translates it all the same."
        + (" From English into Indonesian: --from en --to id." if other == ENGLISH else "")
        if expected == INDONESIAN
        else f"--from says {language}; --force translates it all the same.",
    )


def guessed_language(text: str) -> tuple[str, bool]:
    """The language of ``text``, and whether its function words leave no doubt; ``und`` for a text without words.

    What is near Indonesian, such as Malay, is taken for it, as in articles.

    >>> guessed_language("The flood hit hundreds of houses in the city.")
    ('en', True)
    """
    sample = text[:_PREFIX]
    words = [word.lower() for word in _WORD.findall(sample) if len(word) < _LONGEST_WORD]
    if not words:
        return UNKNOWN, False
    for language in (ENGLISH, INDONESIAN):
        if _share(words, language) >= _ENOUGH_SHARE[ENGLISH]:
            return language, True
    language = _classified(sample)
    return INDONESIAN if language in _NEAR[INDONESIAN] else language, False


def _share(words: list[str], language: str) -> float:
    """How many of ``words`` are frequent function words of ``language``."""
    frequent = FUNCTION_WORDS if language == INDONESIAN else listed("english-function-words")
    return sum(word in frequent for word in words) / len(words)


def _other_language(sample: str, expected: str) -> str | None:
    """What the text is in instead of ``expected``, "" for no words at all; None where it is that."""
    words = [word.lower() for word in _WORD.findall(sample) if len(word) < _LONGEST_WORD]
    if not words:
        return ""
    if _share(words, expected) >= _ENOUGH_SHARE[expected]:
        return None
    language = _classified(sample)
    is_uncertain = len(words) < _SHORT and language not in _CERTAIN_WHEN_SHORT[expected]
    return None if language in _NEAR[expected] or is_uncertain else language


# Scripts and languages that the classifier doesn't mistake a few Indonesian words for.
_CERTAIN_WHEN_SHORT: Final = {
    INDONESIAN: frozenset({"en", "zh", "ja", "ko", "ar", "fa", "ru", "uk", "hi", "th", "he", "el", "ta"}),
    ENGLISH: frozenset({"zh", "ja", "ko", "ar", "fa", "ru", "uk", "hi", "th", "he", "el", "ta"}),
}


def _classified(text: str) -> str:
    import py3langid

    language, _ = py3langid.classify(text)
    return str(language)
