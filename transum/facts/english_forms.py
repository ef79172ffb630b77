"""How a translation says a name of the original."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from transum.facts.english_words import is_listed
from transum.facts.gazetteer import acronyms, exonyms
from transum.facts.names import Name
from transum.facts.parts import key_of, said_of

# How English calls the body that a first word names.
_HEADS: Final = {
    "kementerian": "Ministry|Department",
    "badan": "Agency|Board|Body",
    "dinas": "Agency|Office|Service|Department",
    "komisi": "Commission|Committee",
    "dewan": "Council|Board",
    "lembaga": "Institute|Institution|Agency",
    "universitas": "University",
    "institut": "Institute",
    "mahkamah": "Court",
    "pengadilan": "Court",
    "kejaksaan": "Prosecutor|Prosecutors|Prosecution",
    "majelis": "Council|Assembly",
    "yayasan": "Foundation",
    "partai": "Party",
    "rumah": "Hospital",
    "bank": "Bank",
}
OFFICES: Final = frozenset("chair chairman chief deputy director governor head minister secretary speaker".split())
# What a translation puts around a name: "the PKS", "Head of Gayo Lues Tourism Department", "Veteran Road No. 12".
_OFFICE_OF: Final = re.compile(
    r"\A(?:The (?=[A-Z])"
    r"|(?:\w+ )?(?:Chair|Chairman|Chief|Director|Head|Minister|Residents|Secretary|Speaker)"
    r" (?:of|for) (?:the )?)"
)
_TAIL: Final = re.compile(r",? No\Z")
_LISTED: Final = re.compile(r"(?:,? and|,) (?=[A-Z])[A-Z][a-z]+(?: [A-Z][a-z]+)*(?=[\s.,)]|\Z)")
_OF_SOMETHING: Final = re.compile(r"(?:The )?(?:Ministry|Department|Agency|Commission|Court|Council) (?:of|for) ")


def rendered(named: str, target: str, english: Sequence[Name]) -> str:
    """The name's form in the translation, "" where it isn't there.

    >>> from transum.facts.names import names
    >>> text = "The Central Statistics Agency counted."
    >>> rendered("Badan Pusat Statistik", text, names(text, "en"))
    'Central Statistics Agency'
    """
    said = _said(named, target, english)
    return said if said.startswith(named) else _OFFICE_OF.sub("", _TAIL.sub("", said))


def _said(named: str, target: str, english: Sequence[Name]) -> str:
    key = key_of(named)
    if same := re.search(rf"(?<!\w){re.escape(named)}(?!\w)", target):
        return same[0]
    forms = (*exonyms().get(key, ()), *acronyms().get(named, ()))
    for ending in (r"\b", r"\w*"):  # "Russia" before "Russian"
        for form in forms:
            match = re.search(rf"\b{re.escape(form)}{ending}", target)
            if match:
                return _whole(match, form, target, english) if key[0] in _HEADS or named in acronyms() else match[0]
    match = re.search(rf"(?<!\w){re.escape(named)}(?!\w)", target, re.IGNORECASE)
    if match and (" " in named or match[0][0].isupper()):
        return match[0]
    proper = {word for word in key if word not in said_of("organisation") | said_of("place")}
    least = len(proper) + (key[0] in said_of("organisation"))  # "Banten" is no "Pemprov Banten"
    held = [key_of(name.text) for name in english]
    inside = [
        name.text
        for name, said in zip(english, held, strict=True)
        if proper and proper <= set(said) and len(said) >= least
    ]
    return min(inside, key=len, default="") or _same_head(key, target, english)


def _whole(match: re.Match[str], form: str, target: str, english: Sequence[Name]) -> str:
    """A word that only hints at a body's name ("Statistics") grows to the name that it stands in."""
    if " " in form or form.isupper() or form[:1].islower():
        return match[0]
    around = [name for name in _longer(english, target) if name[0] <= match.start() and match.end() <= name[1]]
    return target[slice(*around[0])] if around and _is_body_alone(target[slice(*around[0])]) else match[0]


def _is_body_alone(said: str) -> bool:
    """Whether no office and nobody is named with a body, as in "Deputy House Speaker Sufmi Dasco Ahmad"."""
    words_of = [word.lower() for word in said.split()]
    return all(is_listed(word) for word in words_of) and OFFICES.isdisjoint(words_of)


def _same_head(key: Sequence[str], target: str, english: Sequence[Name]) -> str:
    """The only name of the translation that is such a body: "Kementerian Sosial", "Ministry of Social Affairs"."""
    heads = frozenset(_HEADS.get(key[0], "").split("|"))
    found = [target[slice(*span)] for span in _longer(english, target)]
    alike = [text for text in found if len(text.split()) > 1 and heads.intersection(text.split())]
    return alike[0] if len(alike) == 1 and len(key) > 1 else ""


def _longer(english: Sequence[Name], target: str) -> Iterator[tuple[int, int]]:
    """Where the names stand, with what they list: "Ministry of Law and Human Rights"."""
    for name in english:
        end = name.end
        while _OF_SOMETHING.match(name.text) and (more := _LISTED.match(target, end)):
            end = more.end()
        yield name.start + 4 * name.text.startswith("The "), end  # an article is no part of it
