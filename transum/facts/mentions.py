"""The names of one sentence: of what kind each is, as far as its words and neighbours tell, and its English form."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from transum.document import FactKind
from transum.facts.english_forms import OFFICES, rendered
from transum.facts.gazetteer import acronyms, is_acronym
from transum.facts.names import Name, names
from transum.facts.parts import Key, NamePart, PartRole, is_region, key_of, parts_of, reach, said_of
from transum.lexicon import table, words

_NEAR: Final = 160  # characters: what stands farther from a name says nothing of it
_DEGREE: Final = re.compile(
    r"(?:[A-Z][a-z]{0,2}\.)+(?:[A-Z][A-Za-z]{0,2}|Ak|Biomed|Epid|Farm|Ked|Kesos|Ling|Stat|Tech)\.?"
)
_LISTED: Final = re.compile(r"[,;] (?:dan |serta )?| dan | ?/ ?")
_PAIR: Final = 2
_LETTERS: Final = 3  # "M13A" is a code, "P2TP2A" an institution
_DERIVED: Final = re.compile(r"[A-Z]-(?:kan|an|nya)\Z")  # "di-BKO-kan"
_WORD: Final = re.compile(r"\w+")
_AGE: Final = re.compile(r"\s?\(\d{1,2}(?:\s?(?:tahun|th))?\)")
# "Jakarta, CNN Indonesia -- ", "Batam (ANTARA News) - ", "Suara.com - ": who reports stands in no sentence.
_DATELINE: Final = re.compile(
    r"(?:[A-Z][^\d:;!?\"“”()]{1,40}?)??(?P<who>,? ?\(?[A-Z][\w. ]{2,24}\)?)\s?(?:--|[-–—])\s?(?=[A-Z\"“])"
)
_AGENCIES: Final = re.compile(
    r"\b(?:news|indonesia|antara|\w+\.(?:com|net|id|co)|\w*news|reuters|afp)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Mention:
    """What a sentence names.

    ``is_loose`` where it may be no name but a word with the capital of a sentence, ``is_guess`` where nothing but "di"
    (in, on, at) says that it is a place.
    """

    kind: FactKind
    source: str
    target: str = ""
    is_loose: bool = False
    is_guess: bool = False


class LongForms:
    """The long forms of an article's acronyms, by their first words: a book has many, a sentence few."""

    def __init__(self, longs: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for place, long in enumerate(longs):
            for word in _WORD.findall(long)[:1]:
                self._by_word[word].append((place, long))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where ``text`` has one."""
        found = {*_WORD.findall(text)} & self._by_word.keys()
        longs = sorted(long for word in found for long in self._by_word[word])
        return [match.span() for _, long in longs for match in _in(long, text)]


def mentions(text: str, target: str, long_forms: LongForms) -> Iterator[Mention]:
    """The names of a sentence, the long forms that the article defines acronyms for as one name each.

    >>> [one.source for one in mentions("Ketua DPR RI Puan Maharani tiba di Seoul.", "", LongForms(()))]
    ['DPR RI', 'Puan Maharani', 'Seoul']
    """
    english = names(target, "en")
    whole = [span for span in long_forms.spans(text) if not _is_named_for(text, span)]
    for start, end in whole:
        long = text[start:end]
        known = known_kind(long, key_of(long)) if key_of(long) else None
        if known is not None:
            yield Mention(known, long, rendered(long, target, english))
    reporter = _reporter(text)
    taken = [*whole, reporter] if reporter else whole
    spans = [name for name in _names(text) if not any(a < name.end and name.start < b for a, b in taken)]
    told = list(_listed(text, list(_told(text, spans))))
    people = [_named(text, part) for _, part, kind in told if kind is FactKind.PERSON]
    for name, part, kind in told:
        named = _named(text, part)
        is_loose = name.opening and kind is FactKind.NAME and len(key_of(named)) == 1
        is_guess = kind is FactKind.PLACE and part.role is PartRole.REST and not is_region(named)
        english_form = _apart(rendered(named, target, english), kind, people)
        yield Mention(kind, named, english_form, is_loose, is_guess)


def _is_named_for(text: str, span: tuple[int, int]) -> bool:
    """Whether a word for a place stands right before: "Stadion Gelora Bung Tomo (GBT)" is a stadium."""
    before = text[max(0, span[0] - _NEAR) : span[0]].split()[-1:]
    return bool(before) and before[0][0].isupper() and before[0].lower() in said_of("place")


_DEGREES_BEHIND: Final = re.compile(r"(?: (?:[SMA]|Sp)\.[A-Z][A-Za-z]{0,4}\.?)+\Z")  # "Iwan S.Hut"


def _named(text: str, part: NamePart) -> str:
    return _DEGREES_BEHIND.sub("", text[part.start : part.end].strip(" .,"))


def _apart(said: str, kind: FactKind, people: Sequence[str]) -> str:
    """The English form without who heads a body; none for somebody with an office amid the name."""
    if kind is FactKind.PERSON:
        return "" if set(said.lower().split()) & OFFICES else said
    first = min((place for one in people if (place := said.find(f" {one}")) > 0), default=len(said))
    return said[:first].rstrip(" ,")


_Told = tuple[Name, NamePart, FactKind]


def _told(text: str, spans: Sequence[Name]) -> Iterator[_Told]:
    for place, name in enumerate(spans):
        for part in parts_of(text, name):
            kind = _kind(text, name, part, spans[place + 1 : place + 2])
            if kind is not None:
                yield name, part, kind


def _listed(text: str, told: Sequence[_Told]) -> Iterator[_Told]:
    """What stands in a list is of one kind: "Bagas Adi, Dane Milovanovic, dan Peter"; "di Majalaya, Andir"."""
    first = 0
    for place, (_, part, _) in enumerate(told):
        if place + 1 < len(told) and _LISTED.fullmatch(text[part.end : told[place + 1][1].start]):
            continue
        row = told[first : place + 1]
        kinds = [kind for _, _, kind in row]
        is_of_places = kinds[0] is FactKind.PLACE and (len(row) > _PAIR or _is_in(text, row[0][1].start))
        for name, one, kind in row:
            named = text[one.start : one.end]
            if kind is not FactKind.NAME or one.role is not PartRole.REST or _is_event(named):
                yield name, one, kind
            elif FactKind.PERSON in kinds and " " in named:
                yield name, one, FactKind.PERSON
            else:
                yield name, one, FactKind.PLACE if is_of_places else kind
        first = place + 1


def _is_in(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].split()[-1:] == ["di"]


def _is_event(named: str) -> bool:
    key = key_of(named)
    return key[0] in said_of("event") or key[-1] in said_of("event behind")


def _names(text: str) -> Iterator[Name]:
    """The names, each as far as it reaches: what begins within one is a part of it ("P2TP2A Garut")."""
    last, end = None, 0
    for name in names(text, "id"):
        start, stop = reach(text, name)
        if last and start < end:
            last = replace(last, end=max(last.end, name.end), text=text[last.start : max(last.end, name.end)])
            end = max(end, stop)
            continue
        if last:
            yield last
        last, end = name, stop
    if last:
        yield last


def _in(phrase: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)


def _reporter(text: str) -> tuple[int, int] | None:
    """Where the agency stands that a report opens with: "Batam (ANTARA News) - "."""
    match = _DATELINE.match(text)
    return match.span("who") if match and _AGENCIES.search(match["who"]) else None


def _kind(text: str, name: Name, part: NamePart, following: Sequence[Name]) -> FactKind | None:
    """What a part of a name names; None for what is no name."""
    named = text[part.start : part.end].strip(" .,")
    key = key_of(named)
    if not key or _is_none(named, key) or (text[part.end : part.end + 1] == "." and text[part.end + 1 :][:1].isalpha()):
        return None
    if named == "RI":
        return None
    if part.role is PartRole.BODY:
        return FactKind.ORGANISATION if _is_body(named, key) or key[0] in said_of("known") else None
    if part.role is PartRole.PLACE:
        return FactKind.PLACE if len(key) > 1 or is_region(named) else None
    if part.role is PartRole.HOLDER:
        return _holder(text, name, part, following)
    return _rest(text, part)


def _are_ordinary(some: Sequence[str]) -> bool:
    """Whether all are words of the language, and nobody's name. No set is made of the two: it takes milliseconds."""
    return all(word in words("indonesian") and word not in words("given-names") for word in some)


def _is_none(named: str, key: Key) -> bool:
    ordinary = key[0] in said_of("none") and key[0] not in words("given-names")
    letters = sum(map(str.isalpha, named))
    is_code = letters < _LETTERS and (letters < len(named) or not is_acronym(named))
    return ordinary or is_code or bool(_DEGREE.fullmatch(named) or _DERIVED.search(named))


def _is_body(named: str, key: Key) -> bool:
    """Whether a first word of bodies says which: "Kementerian Sosial", "BPS", but not "Kementerian", "SMA"."""
    return len(key) > 1 or (is_acronym(named) and key[0] not in said_of("bearer"))


def _holder(text: str, name: Name, part: NamePart, following: Sequence[Name]) -> FactKind | None:
    named = text[part.start : part.end].strip(" .,")
    own = named.split()
    if is_acronym(named) or _are_ordinary([word.lower() for word in own]):
        return None  # initials, or ordinary words with capitals: no office has two
    if own[0].lower() in said_of("event"):
        return FactKind.NAME
    apposed = bool(following) and text[name.end : following[0].start].strip() == "," and not part.ranked
    return FactKind.NAME if apposed and own[0].lower() not in words("given-names") else FactKind.PERSON


def _rest(text: str, part: NamePart) -> FactKind | None:
    named = text[part.start : part.end].strip(" .,")
    key, behind = key_of(named), text[part.end : part.end + _NEAR]
    known = known_kind(named, key)
    if is_acronym(named) and " " not in named:
        return None if _AGE.match(behind) else known  # "AS (33)" is somebody
    if known is not None or _are_ordinary(key):
        return known
    if _is_event(named):
        return None if len(key) == 1 and key[0] in words("indonesian") else FactKind.NAME
    return FactKind.PERSON if _is_person(text, part, key) else _by_word_before(text, part)


def _by_word_before(text: str, part: NamePart) -> FactKind:
    near = text[max(0, part.start - _NEAR) : part.start].lower().removesuffix(" dari ").split()
    before = near[-1] if near else ""
    if before in said_of("report"):
        return FactKind.ORGANISATION
    return FactKind.PLACE if before == "di" or before in said_of("place") | said_of("area") else FactKind.NAME


def known_kind(named: str, key: Key) -> FactKind | None:
    """What tables know of a name."""
    if " ".join(key) in said_of("known") or key[-1] in said_of("organisation behind"):
        return FactKind.ORGANISATION
    if _is_event(named):
        return None
    if key[0] in said_of("organisation"):
        return FactKind.ORGANISATION if _is_body(named, key) else None
    if is_region(named) or (key[0] in said_of("place") and len(key) > 1):
        return FactKind.PLACE
    if named in acronyms():
        long = next((row[1] for row in table("acronyms") if row[0] == named), "")
        return FactKind.ORGANISATION if (key_of(long) or ("",))[0] in said_of("organisation") else None
    first = named.split(maxsplit=1)[0]
    return FactKind.ORGANISATION if is_acronym(first) and len(key) > 1 and _is_body_by_acronym(first) else None


def _is_body_by_acronym(short: str) -> bool:
    """Whether an acronym may be a body's: none whose long form says that it is something else ("PDB", "UU")."""
    long = next((key_of(row[1]) for row in table("acronyms") if row[0] == short), ())
    return not long or long[0] in said_of("organisation")


def _is_person(text: str, part: NamePart, key: Key) -> bool:
    if key[0] in words("given-names") and (
        len(key) > 1 or not (key[0] in words("indonesian") or key[0] in said_of("town"))
    ):
        return True
    before = [word.lower().strip(".,\"”“'") for word in text[max(0, part.start - _NEAR) : part.start].split()[-3:]]
    behind = text[part.end : part.end + _NEAR]
    after = (behind.split() or [""])[0].lower().strip(",.")
    said = {verb for verb in said_of("speech") if not verb.startswith("me")}
    cue = bool(before) and before[-1] in said | said_of("person")
    held = _is_apposed_to_office(text, part.start)
    return cue or held or bool(_AGE.match(behind)) or (after in said_of("speech") and after != "kata")


def _is_apposed_to_office(text: str, start: int) -> bool:
    """Whether an office and what it is the office of stand before the comma in front: "Direktur Sagara, Melinda …"."""
    before = re.sub(r"\s?\([^()]*\)\s?\Z", " ", text[max(0, start - _NEAR) : start]).rstrip()
    if not before.endswith(","):
        return False
    for word in reversed(before[:-1].split(",")[-1].split()):
        bare = word.lower().strip('."“”')
        if bare in said_of("office") or bare.removesuffix("nya") in said_of("office"):
            return True
        if not word[0].isupper() and bare not in said_of("qualifier") | {"dan"}:
            return False
    return False
