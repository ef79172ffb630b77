"""An article at a glance: whom, what and where it names, when and how much, each with the sentences that say so.

Nothing is invented: every source form stands in the original, every target form in the translation.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Final

from transum.document import Fact, FactKind, Role, SentencePair, Translation
from transum.facts.gazetteer import acronyms, exonyms, is_acronym
from transum.facts.moments import Moment, Part, moments
from transum.facts.names import Name, names
from transum.facts.quantities import Form, Quantity, quantities_beside
from transum.facts.statements import Date, dates
from transum.facts.tokens import Language, fold, tokenize
from transum.indonesian.acronyms import learn
from transum.lexicon import table

MOST: Final = 12  # facts of a kind; what comes behind them weighs little
_TOLD: Final = frozenset({Role.BODY, Role.LIST_ITEM, Role.HEADING})
_NEAR: Final = 160  # characters: what stands farther from a name says nothing of it
_LEAST_COUNT: Final = 4  # "two men" is no figure of an article
_TIMES: Final = frozenset({"s", "min", "h", "day", "week", "month", "year"})  # how long says little at a glance
_DEGREE: Final = re.compile(r"(?:[A-Z][a-z]{0,2}\.)+[A-Z][A-Za-z]{0,2}\.?")
_REGIONS: Final = frozenset({"kabupaten", "kota", "provinsi", "kecamatan", "desa"})
_WORD: Final = re.compile(r"\w+")
_WORD_BEHIND: Final = re.compile(r"\s([^\W\d_]{3,})\b")
_AGE: Final = re.compile(r"\s?\(\d{1,2}(?:\s?(?:tahun|th))?\)")
_Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """What a sentence names; ``is_loose`` where it may be no name but a word with the capital of a sentence."""

    kind: FactKind
    source: str
    target: str = ""
    is_loose: bool = False


@dataclass(slots=True)
class _Found:
    """A fact while it is put together."""

    kinds: Counter[FactKind] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    sentences: set[int] = field(default_factory=set)

    def add(self, mention: _Mention, number: int) -> None:
        self.kinds[mention.kind] += 1
        self.sources[mention.source] += 1
        self.sentences.add(number)
        if mention.target:
            self.targets[mention.target] += 1

    def absorb(self, other: "_Found") -> None:
        """What another form of the name says of it; its kind only where nothing else tells."""
        if self.kind is FactKind.NAME:
            self.kinds += other.kinds
        self.targets += other.targets
        self.sentences |= other.sentences

    @property
    def kind(self) -> FactKind:
        """The kind said most often; one that says something before ``NAME``."""
        return max(self.kinds, key=lambda kind: (kind is not FactKind.NAME, self.kinds[kind]))

    @property
    def weight(self) -> float:
        """How much the article makes of it: how often, and how early."""
        return len(self.sentences) + 2 / min(self.sentences)

    def fact(self) -> Fact:
        source = max(self.sources, key=lambda text: (self.sources[text], len(text)))
        alike = [target for target in self.targets if fold(target) == fold(source)]
        longer = -1 if self.kind is FactKind.PLACE else 1  # "Russia" rather than "Russian", but a person's whole name
        often = 0 if self.kind is FactKind.PLACE else 1
        ranked = sorted(self.targets, key=lambda text: (-often * self.targets[text], -longer * len(text)))
        target = next(iter([*alike, *ranked]), "")
        return Fact(self.kind, source, target, tuple(sorted(self.sentences)))


def facts_of_article(translation: Translation) -> tuple[Fact, ...]:
    """People, organisations, places, dates and amounts of an article, the weightiest first, at most ``MOST`` of a kind.

    A fact that several sentences name is one; a person's short name counts for the person.

    >>> from transum.document import Document, Paragraph, Sentence
    >>> text = "Presiden Vladimir Putin tiba di Moskow."
    >>> sentence = Sentence(text, 0, len(text))
    >>> pair = SentencePair(sentence, "President Vladimir Putin arrived in Moscow.")
    >>> found = facts_of_article(Translation(Document(text, (Paragraph((sentence,)),)), (pair,)))
    >>> [(fact.kind.value, fact.source, fact.target) for fact in found]
    [('person', 'Vladimir Putin', 'Vladimir Putin'), ('place', 'Moskow', 'Moscow')]
    """
    told = [(number, pair) for number, pair in enumerate(translation.pairs, 1) if pair.source.role in _TOLD]
    definitions = learn(translation.document)
    named = _named([(number, pair) for number, pair in told if pair.source.role is not Role.HEADING], definitions)
    _merge_definitions(named, definitions)
    _merge_short_names(named)
    _count_headings(named, [(number, pair) for number, pair in told if pair.source.role is Role.HEADING])
    found = [*named.values(), *_dated(told).values(), *_counted(told).values()]
    facts = [one.fact() for one in sorted(found, key=lambda one: (-one.weight, min(one.sentences)))]
    kept: Counter[FactKind] = Counter()
    few = []
    for fact in facts:
        kept[fact.kind] += 1
        if kept[fact.kind] <= MOST:
            few.append(fact)
    return tuple(few)


@cache
def _words(role: str) -> frozenset[str]:
    return frozenset(row[1] for row in table("glance") if row[0] == role)


def _named(told: Iterable[tuple[int, SentencePair]], definitions: Mapping[str, str]) -> dict[_Key, _Found]:
    found: dict[_Key, _Found] = {}
    loose: list[tuple[int, _Mention]] = []
    long_forms = _LongForms(definitions.values())
    for number, pair in told:
        for mention in _mentions(" ".join(pair.source.text.split()), pair.target, long_forms):
            if mention.is_loose:
                loose.append((number, mention))
            else:
                found.setdefault(_key(mention.source), _Found()).add(mention, number)
    known = {word for key in found for word in key}
    for number, mention in loose:
        if _key(mention.source)[0] in known:  # otherwise perhaps only a word that begins a sentence
            found.setdefault(_key(mention.source), _Found()).add(mention, number)
    return found


class _LongForms:
    """The long forms of an article's acronyms, by their first words: a book has many, a sentence few."""

    def __init__(self, longs: Iterable[str]) -> None:
        self._by_word: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for place, long in enumerate(longs):
            for word in _WORD.findall(long)[:1]:
                self._by_word[word].append((place, long))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where ``text`` has one."""
        words = {*_WORD.findall(text)} & self._by_word.keys()
        longs = sorted(long for word in words for long in self._by_word[word])
        return [match.span() for _, long in longs for match in _in(long, text)]


def _mentions(text: str, target: str, long_forms: _LongForms) -> Iterator[_Mention]:
    """The names of a sentence, the long forms that the article defines acronyms for as one name each."""
    english = names(target, "en")
    whole = long_forms.spans(text)
    for start, end in whole:
        long = text[start:end]
        known = _known(long, _key(long)) if _key(long) else None
        if known is not None:
            yield _Mention(known, long, _rendered(long, target, english))
    spans = [name for name in names(text, "id") if not any(a < name.end and name.start < b for a, b in whole)]
    for place, name in enumerate(spans):
        country, named = _apart(_bare(text, name), name.text)
        known = _known(country, _key(country)) if country else None
        if known is not None:
            yield _Mention(known, country, _rendered(country, target, english))
        kind = _kind(text, name, named, spans[place + 1 : place + 2])
        if kind is not None:
            is_loose = name.opening and len(_key(named)) == 1 and kind is FactKind.NAME
            yield _Mention(kind, named, _rendered(named, target, english), is_loose)


def _in(phrase: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)


def _key(text: str) -> _Key:
    return tuple(token.lower for token in tokenize(fold(text)) if token.kind != "sign")


def _bare(text: str, name: Name) -> str:
    """The name without the offices in front of it: "Presiden Vladimir Putin" is Vladimir Putin."""
    parts = text[name.start : name.end].split()
    opens = name.start == 0 or text[name.start - 1] in '"“'
    start = 0
    while start < len(parts) - 1 and (
        _is_title(parts[start], after_title=start > 0) or (opens and _is_ordinary(parts[start], name))
    ):
        start += 1
    while len(parts) - start > 1 and parts[-1].lower().rstrip(".") in _words("none"):
        parts.pop()
    return " ".join(parts[start:]).strip(" .,")


def _apart(named: str, whole: str) -> tuple[str, str]:
    """The country or body of an office, and who holds it.

    "Presiden Rusia Vladimir Putin"; "Ketua DPR RI Puan Maharani"; "Kepala BNPB Letjen TNI Suharyanto".
    """
    parts = named.split()
    if len(named) == len(whole):
        return "", named
    for size in (2, 1):
        country = " ".join(parts[:size])
        if len(parts) > size and _key(country) in _countries():
            return country, " ".join(parts[size:])
    ends = [place for place, word in enumerate(parts[:-1]) if word == "RI" or word.lower() in _words("rank")]
    if not ends:
        return "", named
    holder = parts[ends[-1] + 1 :]
    while len(holder) > 1 and (is_acronym(holder[0]) or holder[0] == "Pol"):  # whose general: TNI's, of the police
        holder.pop(0)
    return " ".join(parts[: ends[0]]), " ".join(holder)


def _is_ordinary(word: str, name: Name) -> bool:
    """Whether a word with the capital of a sentence's beginning is no part of the name behind it: "Istri Jumadi"."""
    return word not in name.words and word.lower() not in _words("organisation") | _words("place")


def _is_title(word: str, *, after_title: bool) -> bool:
    bare = word.lower().rstrip(".")
    return bare in _words("office") or (after_title and bare in _words("qualifier"))


def _kind(text: str, name: Name, named: str, following: Sequence[Name]) -> FactKind | None:
    """What a name names, as far as its words and neighbours tell; None for what is no name."""
    key = _key(named)
    if not key or key[0] in _words("none") or _DEGREE.fullmatch(named) or (len(named) < 3 and not is_acronym(named)):
        return None
    is_domain = text[name.end : name.end + 1] == "." and text[name.end + 1 : name.end + 2].isalpha()
    known = _known(named, key)
    if is_domain or known is not None or (is_acronym(named) and " " not in named):
        return None if is_domain else known
    if not any(word in name.words for word in named.split()) or key[-1] in _words("office"):
        return None  # ordinary words with capitals, or an office without its holder
    if _is_person(text, name, named, following):
        return FactKind.PERSON
    before = text[max(0, name.start - _NEAR) : name.start].split()[-1:] or [""]
    return FactKind.PLACE if before[0].lower() == "di" else FactKind.NAME


def _known(named: str, key: _Key) -> FactKind | None:
    """What tables know of a name."""
    if key[0] in _words("organisation") or key[-1] in _words("organisation behind"):
        return FactKind.ORGANISATION
    if " ".join(key) in _words("town") or key[0] in _words("place"):
        return FactKind.PLACE
    if named in acronyms():
        long = next((row[1] for row in table("acronyms") if row[0] == named), "")
        first = (_key(long) or ("",))[0]
        if first in _words("organisation"):
            return FactKind.ORGANISATION
        return FactKind.PLACE if _key(long) in _countries() else None
    if key in _countries():
        return FactKind.PLACE
    return FactKind.ORGANISATION if is_acronym(named.split(maxsplit=1)[0]) and len(key) > 1 else None


@cache
def _countries() -> frozenset[_Key]:
    """The names of the table of exonyms itself, without the long forms of acronyms that it is read with."""
    return frozenset(key for row in table("exonyms") if (key := _key(row[0])) and key[0] not in _words("none"))


def _is_person(text: str, name: Name, named: str, following: Sequence[Name]) -> bool:
    titled = len(named) < len(text[name.start : name.end].strip(" .,"))
    apposed = bool(following) and text[name.end : following[0].start].strip() == ","
    if titled and not apposed:
        return True
    before = [word.lower().strip(".,\"”“'") for word in text[max(0, name.start - _NEAR) : name.start].split()[-3:]]
    behind = text[name.end : name.end + _NEAR]
    after = (behind.split() or [""])[0].lower().strip(",.")
    said = {verb for verb in _words("speech") if not verb.startswith("me")}
    cue = bool(before) and before[-1] in said | _words("person") | _words("office")
    held = any(word in _words("office") for word in _clause(text, name))
    return cue or held or bool(_AGE.match(behind)) or (after in _words("speech") and after != "kata")


def _clause(text: str, name: Name) -> list[str]:
    """The words in front of a name that may say which office it holds: those before its comma, or up to small letters.

    "Direktur Keuangan Sagara Pangan, Melinda …"; "Pemimpin Korea Utara (Korut) Kim …".
    """
    before = text[max(0, name.start - _NEAR) : name.start].rstrip()
    if before.endswith(","):
        return [word.lower().strip('."“”') for word in before[:-1].split(",")[-1].split()]
    words = before.split()[-5:]
    named = len(words)
    while named and words[named - 1].strip("(")[:1].isupper():
        named -= 1
    return [word.lower() for word in words[max(0, named - 1) :]]


def _rendered(named: str, target: str, english: Sequence[Name]) -> str:
    """The name's form in the translation, "" where it isn't there."""
    key = _key(named)
    forms = (*exonyms().get(key, ()), *acronyms().get(named, ()))
    for ending in (r"\b", r"\w*"):  # "Russia" before "Russian"
        for form in forms:
            match = re.search(rf"\b{re.escape(form)}{ending}", target)
            if match:
                return match[0]
    match = re.search(rf"(?<!\w){re.escape(named)}(?!\w)", target, re.IGNORECASE)
    if match:
        return match[0]
    proper = {word for word in key if word not in _words("organisation") | _words("place")}
    inside = [name.text for name in english if proper and proper <= set(_key(name.text))]
    return min(inside, key=len, default="")


def _merge_definitions(found: dict[_Key, _Found], definitions: Mapping[str, str]) -> None:
    """An acronym that the article defines is its long form."""
    for short, long in definitions.items():
        one, other = found.get(_key(long)), found.get(_key(short))
        if one and other and one is not other:
            one.absorb(found.pop(_key(short)))


def _merge_short_names(found: dict[_Key, _Found]) -> None:
    """Join short forms: "Putin" is Vladimir Putin where the article has one such person, "Pacitan" its regency."""
    having: dict[str, list[_Key]] = defaultdict(list)
    for key in found:
        for word in dict.fromkeys(key) if len(key) > 1 else ():
            having[word].append(key)
    for key in [key for key in found if len(key) == 1]:
        longer = having[key[0]]
        regions = [other for other in longer if other[0] in _REGIONS and other[1:] == key]
        firms = [
            other for other in longer if other[:2] == ("pt", key[0]) or (other[0] == key[0] and _is_at_home(other[1:]))
        ]
        people = [other for other in longer if found[other].kind in {FactKind.PERSON, FactKind.NAME}]
        if regions or firms:
            found[(regions or firms)[0]].absorb(found.pop(key))
        elif len(longer) == 1 and people and found[key].kind in {FactKind.PERSON, FactKind.NAME}:
            found[people[0]].absorb(found.pop(key))


def _is_at_home(rest: _Key) -> bool:
    """Whether what follows a club's name is its town: "Persib Bandung"."""
    return " ".join(rest) in _words("town")


def _count_headings(found: Mapping[_Key, _Found], headings: Iterable[tuple[int, SentencePair]]) -> None:
    """What the headline names, too, weighs more; it is no place to find names, its words all have capitals."""
    longest = max(map(len, found), default=0)
    for number, pair in headings:
        said = _key(pair.source.text)
        for start, size in product(range(len(said)), range(1, longest + 1)):
            if (one := found.get(said[start : start + size])) is not None:
                one.sentences.add(number)


def _dated(told: Iterable[tuple[int, SentencePair]]) -> dict[_Key, _Found]:
    found: dict[_Key, _Found] = {}
    for number, pair in told:
        text = " ".join(pair.source.text.split())
        theirs = dates(pair.target, moments(pair.target, "en"))
        for date in dates(text, moments(text, "id")):
            if not (date.values(Part.DAY) and date.values(Part.MONTH)) and not _is_month_of_year(date):
                continue
            key = tuple(f"{moment.part} {moment.value}" for moment in date.parts if moment.part is not Part.WEEKDAY)
            same = next((other for other in theirs if _same_date(date, other)), None)
            target = _text_of(pair.target, same.parts) if same else ""
            mention = _Mention(FactKind.DATE, _text_of(text, date.parts), target)
            found.setdefault(key, _Found()).add(mention, number)
    return found


def _is_month_of_year(date: Date) -> bool:
    return bool(date.values(Part.MONTH) and date.values(Part.YEAR))


def _same_date(one: Date, other: Date) -> bool:
    parts = (Part.DAY, Part.MONTH, Part.YEAR)
    return all(not one.values(part) or one.values(part) == other.values(part) for part in parts)


def _text_of(text: str, parts: Sequence[Moment]) -> str:
    start, end = parts[0].start, parts[-1].end
    return text[start : end + (text[end : end + 1] == ")" and "(" in text[start:end])]


def _counted(told: Iterable[tuple[int, SentencePair]]) -> dict[_Key, _Found]:
    found: dict[_Key, _Found] = {}
    for number, pair in told:
        text = " ".join(pair.source.text.split())
        theirs = list(_amounts(pair.target, "en"))
        for quantity, source in _amounts(text, "id"):
            same = [
                said
                for other, said in theirs
                if quantity.agrees(other) and (other.currency or quantity.currency) == (quantity.currency or "")
            ]
            unit = quantity.currency or quantity.unit or source.split()[-1].lower()
            mention = _Mention(FactKind.AMOUNT, source, next(iter(same), ""))
            found.setdefault((str(quantity.value), unit), _Found()).add(mention, number)
    return found


def _amounts(text: str, language: Language) -> Iterator[tuple[Quantity, str]]:
    """The amounts of a text as it writes them: money, measures, and counts of something."""
    for quantity in quantities_beside(text, language, moments(text, language)):
        if (
            quantity.unit in _TIMES
            or quantity.form not in {Form.DIGITS, Form.WORDS}
            or "/" in text[quantity.end : quantity.end + 1]
        ):
            continue
        said = text[quantity.start : quantity.end]
        if quantity.currency or quantity.unit:
            yield quantity, said
        elif abs(quantity.value) >= _LEAST_COUNT:
            behind = _WORD_BEHIND.match(text, quantity.end)
            counted = behind[0] if behind and behind[1].lower() in _words("counted") else ""
            if counted or language == "en":  # English may count something by another word
                yield quantity, said + counted
