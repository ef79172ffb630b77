"""What a translation says of a name, or of who speaks, that its original doesn't: true, perhaps, but not said.

News in English glosses what it names ("Bank Indonesia, the central bank", "Mr Budi", ", he said"), and a model that
learnt from it does so unasked.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from transum.facts.gazetteer import acronyms, exonyms
from transum.facts.tokens import fold, remembered, tokenize
from transum.facts.wordtable import entry
from transum.lexicon import table, words


@dataclass(frozen=True, slots=True)
class Addition:
    """Words ``target[start:end]`` that nothing in the original says; ``cut`` is what goes with them, if they can go."""

    start: int
    end: int
    cut: tuple[int, int] | None


# What may stand before a title if the sentence is to do without it: "…, midfielder Marc", no "Spanish midfielder".
_FREE: Final = re.compile(
    r"(?:\A|[,;:(“\"]\s?|\b(?:and|with|by|to|of|that|for|from|as|but|or)\s)(?:(?:the|a|an)\s)?\Z", re.IGNORECASE
)
_ARTICLE: Final = re.compile(r"\b(?:the|a|an)\s\Z", re.IGNORECASE)
_ATTRIBUTION: Final = re.compile(r"\b(?:he|she|it|they)\s(?:said|added|told\s\w+)\b", re.IGNORECASE)
_AT_THE_END: Final = re.compile(r"(?<=[\w)%]), (?:he|she|it|they) (?:said|added)(?=[.!?]?\s*\Z)")
_BETWEEN: Final = re.compile(r"(?P<open>,? ?\(|, | )(?:the )?")
# The name of a site behind a headline, as web pages have it in their titles, from which the model learnt headlines.
_SITE: Final = re.compile(r"(?<=\S)\s*[·|]\s*(?P<site>(?:[A-Z]\w+\s?){1,3})\Z")
_SAYING: Final = frozenset({"say", "tell"})


@remembered(1024)
def additions(source: str, target: str) -> tuple[Addition, ...]:
    """Titles before names, speakers, second names and a site behind a headline that only ``target`` has, in order.

    >>> text = "Bank Indonesia, the central bank, met Mr Budi, he said."
    >>> [text[one.start : one.end] for one in additions("Bank Indonesia bertemu Budi.", text)]
    ['central bank', 'Mr', 'he said']
    """
    found = [
        *_second_names(source, target),
        *_titles_added(source, target),
        *_speakers(source, target),
        *_sites(source, target),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.start))


def without_additions(source: str, target: str) -> tuple[str, tuple[str, ...]] | None:
    """``target`` without what can be cut of it, and what that was; None where there is nothing.

    >>> without_additions("Bank Indonesia diam.", "Bank Indonesia (BI) was silent.")
    ('Bank Indonesia was silent.', ('BI',))
    """
    cut = [one for one in additions(source, target) if one.cut]
    mended = target
    for one in reversed(cut):
        start, end = one.cut or (0, 0)
        mended = mended[:start] + mended[end:]
    return (mended, tuple(target[one.start : one.end] for one in cut)) if cut else None


def _titles_added(source: str, target: str) -> Iterator[Addition]:
    for match in _titles().finditer(target):
        if _is_said(match["title"].lower(), source):
            continue
        free = _FREE.search(target, 0, match.start())
        article = _ARTICLE.search(target, 0, match.start())
        start = article.start() if article else match.start()
        yield Addition(*match.span("title"), (start, match.end()) if free else None)


@cache
def _titles() -> re.Pattern[str]:
    longest_first = sorted((row[0] for row in table("titles")), key=lambda title: (-len(title), title))
    forms = "|".join(f"{re.escape(form)}|{re.escape(form.capitalize())}" for form in longest_first)
    return re.compile(rf"\b(?P<title>{forms})\b\.?\s(?=[A-Z][a-zà-ÿ])")


def _is_said(title: str, source: str) -> bool:
    """Whether a word of the original says a title, by itself, by an acronym, or as an abbreviation or courtesy."""
    ours = {token.lower for token in tokenize(source) if token.kind == "word"}
    known = {word for row in table("titles") if row[0] == title for word in row[1].split("|")}
    if title in ours or ours & known:
        return True
    if _is_translated(title, (word for word in ours if not _is_saying(word))):
        return True
    forms = [form for token in tokenize(source) for form in acronyms().get(token.text, ())]
    return any(title in form.lower().split() for form in forms)


def _is_saying(word: str) -> bool:
    """Whether a word means to say: who said it stands beside, and the table takes "kata" for "president", too."""
    found = entry(word)
    return found is not None and "say" in found.translations


def _is_translated(word: str, ours: Iterable[str]) -> bool:
    found = (entry(own) for own in ours if own not in words("given-names"))
    return any(word in one.translations for one in found if one)


def _speakers(source: str, target: str) -> Iterator[Addition]:
    match = _ATTRIBUTION.search(target)
    if not match or _speaks(source):
        return
    end = _AT_THE_END.search(target)
    yield Addition(*match.span(), end.span() if end and end.start() <= match.start() else None)


def _sites(source: str, target: str) -> Iterator[Addition]:
    match = _SITE.search(target)
    if match and not re.search(r"[·|]", source):
        yield Addition(*match.span("site"), match.span())


def _speaks(source: str) -> bool:
    """Whether anything in the original may mean that somebody says something: a word of saying, or a quotation."""
    if re.search(r"[\"“”]", source):
        return True
    ours = [token.lower for token in tokenize(source) if token.kind == "word"]
    if any(word in words("speaking") or word.removesuffix("nya") in words("speaking") for word in ours):
        return True
    return any(found and found.translations & _SAYING for found in map(entry, ours))


def _second_names(source: str, target: str) -> Iterator[Addition]:
    """A form of a name right behind another, where the original names it once."""
    spaced = f" {' '.join(fold(token.text) for token in tokenize(source) if token.kind == 'word')} "
    for name, forms in _named():
        if name not in spaced:
            continue
        for first in forms:
            for match in re.finditer(rf"(?<!\w){re.escape(first)}(?!\w)", target):
                between = _BETWEEN.match(target, match.end())
                second = between and _second(forms, target, between.end(), source)
                if between and second:
                    yield Addition(between.end(), second, _cut(target, match.end(), second, between["open"]))


@cache
def _named() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((f" {' '.join(key)} ", forms) for key, forms in exonyms().items() if key)


def _second(forms: tuple[str, ...], target: str, start: int, source: str) -> int | None:
    """Where another name ends that starts at ``start``: an acronym, or what it is called in small letters."""
    for form in sorted(forms, key=len, reverse=True):
        is_short = form.isupper() or form[0].islower()
        end = start + len(form)
        is_there = target.startswith(form, start) and not target[end : end + 1].isalnum()
        if is_short and is_there and not _is_named_by(form, source):
            return end
    return None


def _is_named_by(form: str, source: str) -> bool:
    ours = {token.lower for token in tokenize(source) if token.kind == "word"}
    return form in source or (form[0].islower() and all(_is_translated(word, ours) for word in form.split()))


def _cut(target: str, start: int, end: int, opening: str) -> tuple[int, int] | None:
    """From behind the first name to behind the second, with its brackets or commas."""
    if "(" in opening:
        return (start, end + 1) if target[end : end + 1] == ")" else None
    if "," in opening:
        return (start, end + (target[end : end + 1] == ",")) if target[end : end + 1] in {",", "."} else None
    return start, end
