"""An article at a glance: whom, what and where it names, when and how much, each with the sentences that say so.

Nothing is invented: every source form stands in the original, every target form in the translation.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from transum.document import Fact, FactKind, Role, SentencePair, Translation
from transum.facts.extents import amount_start, begins_range, sign_start
from transum.facts.gazetteer import acronyms, is_acronym
from transum.facts.mentions import LongForms, Mention, mentions
from transum.facts.moments import Moment, Part, moments
from transum.facts.parts import Key, key_of, regions, said_of
from transum.facts.quantities import Form, Quantity, quantities_beside
from transum.facts.statements import Date, dates
from transum.facts.tokens import Language, fold
from transum.indonesian.acronyms import learn
from transum.lexicon import table

MOST: Final = 12  # facts of a kind; what comes behind them weighs little
_TOLD: Final = frozenset({Role.BODY, Role.LIST_ITEM, Role.HEADING})
_LEAST_COUNT: Final = 4  # "two men" is no figure of an article
_TIMES: Final = frozenset({"s", "min", "h", "day", "week", "month", "year"})  # how long says little at a glance
_REGIONS: Final = frozenset({"kabupaten", "kota", "provinsi", "kecamatan", "desa"})
_WORD_BEHIND: Final = re.compile(r"\s([^\W\d_]{3,})\b")
_GUESSES: Final = 3  # of so many mentions one at least has to say "di", where nothing else makes a name a place's


@dataclass(slots=True)
class _Found:
    """A fact while it is put together."""

    kinds: Counter[FactKind] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    targets: Counter[str] = field(default_factory=Counter)
    sentences: set[int] = field(default_factory=set)
    guesses: int = 0

    def add(self, mention: Mention, number: int) -> None:
        self.kinds[mention.kind] += 1
        self.sources[mention.source] += 1
        self.sentences.add(number)
        self.guesses += mention.is_guess
        if mention.target:
            self.targets[mention.target] += 1

    def absorb(self, other: "_Found") -> None:
        """What another form of the name says of it; its kind only where nothing else tells."""
        if self.kind is FactKind.NAME:
            self.kinds += other.kinds
            self.guesses += other.guesses
        self.targets += other.targets
        self.sentences |= other.sentences

    @property
    def kind(self) -> FactKind:
        """The kind said most often; one that says something before ``NAME``."""
        kinds = self.kinds
        if self.guesses * _GUESSES < kinds.total() or kinds[FactKind.PERSON]:
            kinds = kinds - Counter({FactKind.PLACE: self.guesses})
        return max(kinds, key=lambda kind: (kind is not FactKind.NAME, kinds[kind]), default=FactKind.NAME)

    @property
    def weight(self) -> float:
        """How much the article makes of it: how often, and how early."""
        return len(self.sentences) + 2 / min(self.sentences)

    def fact(self) -> Fact:
        source = max(self.sources, key=lambda text: (self.sources[text], len(text)))
        alike = [target for target in self.targets if fold(target) == fold(source)]
        longer = -1 if self.kind is FactKind.PLACE else 1  # "Russia" rather than "Russian", but a person's whole name
        often = 0 if self.kind is FactKind.PLACE else 1
        short = frozenset() if is_acronym(source) else frozenset(filter(is_acronym, self.targets))
        ranked = sorted(
            self.targets, key=lambda text: (text in short, -often * self.targets[text], -longer * len(text))
        )
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
    _merge_definitions(named, {**_known_acronyms(named), **definitions})
    _merge_republic(named)
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


def _named(told: Iterable[tuple[int, SentencePair]], definitions: Mapping[str, str]) -> dict[Key, _Found]:
    found: dict[Key, _Found] = {}
    loose: list[tuple[int, Mention]] = []
    long_forms = LongForms(definitions.values())
    for number, pair in told:
        for mention in mentions(" ".join(pair.source.text.split()), pair.target, long_forms):
            if mention.is_loose:
                loose.append((number, mention))
            else:
                found.setdefault(key_of(mention.source), _Found()).add(mention, number)
    known = {word for key in found for word in key}
    for number, mention in loose:
        if key_of(mention.source)[0] in known:  # otherwise perhaps only a word that begins a sentence
            found.setdefault(key_of(mention.source), _Found()).add(mention, number)
    return found


def _merge_definitions(found: dict[Key, _Found], definitions: Mapping[str, str]) -> None:
    """An acronym that the article defines is its long form."""
    for short, long in definitions.items():
        one, other = found.get(key_of(long)), found.get(key_of(short))
        if one and other and one is not other:
            one.absorb(found.pop(key_of(short)))


def _known_acronyms(found: Mapping[Key, _Found]) -> dict[str, str]:
    """The acronyms of the article that tables know, with their long forms: "Kemenkes", "BI"."""
    shorts = {source for one in found.values() for source in one.sources if source in acronyms()}
    return {row[0]: row[1] for row in table("acronyms") if row[0] in shorts}


def _merge_republic(found: dict[Key, _Found]) -> None:
    """A body of the republic is the body: "Kementerian Kesehatan RI"."""
    for key in [key for key in found if key[-1] == "ri" and key[:-1] in found]:
        found[key[:-1]].absorb(found.pop(key))


def _merge_short_names(found: dict[Key, _Found]) -> None:
    """Join short forms: "Putin" is Vladimir Putin where the article has one such person, "Pacitan" its regency."""
    having: dict[str, list[Key]] = defaultdict(list)
    for key in found:
        for word in dict.fromkeys(key) if len(key) > 1 else ():
            having[word].append(key)
    for key in [key for key in found if len(key) > 1]:
        whole = next((other for other in having[key[0]] if other in found and _is_longer_name(other, key, found)), None)
        if whole:
            found[whole].absorb(found.pop(key))
    for key in [key for key in found if len(key) == 1]:
        longer = [other for other in having[key[0]] if other in found]
        wholes = [other for other in longer if _is_whole_of(other, key)]
        people = [other for other in longer if found[other].kind in {FactKind.PERSON, FactKind.NAME}]
        sure = found[people[0]].kind is FactKind.PERSON if people else False
        if wholes:
            found[wholes[0]].absorb(found.pop(key))
        elif len(longer) == 1 and people and (sure or found[key].kind in {FactKind.PERSON, FactKind.NAME}):
            found[people[0]].absorb(found.pop(key))


def _is_longer_name(other: Key, key: Key, found: Mapping[Key, _Found]) -> bool:
    """Whether ``other`` is ``key`` in full: a person whose name ends so ("David da Silva"), a region ("Kota Agung")."""
    if len(other) <= len(key) or other[-len(key) :] != key:
        return False
    is_same = found[other].kind is FactKind.PERSON and found[key].kind in {FactKind.PERSON, FactKind.NAME}
    return (is_same and key[-1:] not in regions()) or (other[0] in _REGIONS and other[1:] == key)


def _is_whole_of(other: Key, key: Key) -> bool:
    """Whether it is the same region, firm, club or body: "Kabupaten Pacitan", "PT Sagara", "Persib Bandung"."""
    if other[0] in _REGIONS and other[1:] == key:
        return True
    return other[:2] == ("pt", key[0]) or (other[0] == key[0] and (_is_at_home(other[1:]) or other[1:] == ("ri",)))


def _is_at_home(rest: Key) -> bool:
    """Whether what follows a club's name is its town: "Persib Bandung"."""
    return " ".join(rest) in said_of("town")


def _count_headings(found: Mapping[Key, _Found], headings: Iterable[tuple[int, SentencePair]]) -> None:
    """What the headline names, too, weighs more; it is no place to find names, its words all have capitals."""
    longest = max(map(len, found), default=0)
    for number, pair in headings:
        said = key_of(pair.source.text)
        for start, size in product(range(len(said)), range(1, longest + 1)):
            if (one := found.get(said[start : start + size])) is not None:
                one.sentences.add(number)


def _dated(told: Iterable[tuple[int, SentencePair]]) -> dict[Key, _Found]:
    found: dict[Key, _Found] = {}
    for number, pair in told:
        text = " ".join(pair.source.text.split())
        theirs = dates(pair.target, moments(pair.target, "en"))
        for date in dates(text, moments(text, "id")):
            if not (date.values(Part.DAY) and date.values(Part.MONTH)) and not _is_month_of_year(date):
                continue
            key = tuple(f"{moment.part} {moment.value}" for moment in date.parts if moment.part is not Part.WEEKDAY)
            same = next((other for other in theirs if _same_date(date, other)), None)
            target = _text_of(pair.target, same.parts) if same else ""
            mention = Mention(FactKind.DATE, _text_of(text, date.parts), target)
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


def _counted(told: Iterable[tuple[int, SentencePair]]) -> dict[Key, _Found]:
    found: dict[Key, _Found] = {}
    for number, pair in told:
        text = " ".join(pair.source.text.split())
        theirs = list(_amounts(pair.target, "en"))
        for quantity, source, alone in _amounts(text, "id"):
            same = [
                said if source != alone else bare  # "rose 5 to 12" is no range where the original has none
                for other, said, bare in theirs
                if quantity.agrees(other) and (other.currency or quantity.currency) == (quantity.currency or "")
            ]
            unit = quantity.currency or quantity.unit or source.split()[-1].lower()
            figure = quantity.text.split()[0]
            signed = source.partition(figure)[0] + str(quantity.value)  # what stands before it makes it another amount
            mention = Mention(FactKind.AMOUNT, source, next(iter(same), ""))
            found.setdefault((signed, unit), _Found()).add(mention, number)
    return found


def _amounts(text: str, language: Language) -> Iterator[tuple[Quantity, str, str]]:
    """The amounts of a text as it writes them: money, measures, and counts of something; both ends, and one alone."""
    for quantity in quantities_beside(text, language, moments(text, language)):
        if (
            quantity.unit in _TIMES
            or quantity.form not in {Form.DIGITS, Form.WORDS}
            or "/" in text[quantity.end : quantity.end + 1]
            or (quantity.text[-1:].isdigit() and begins_range(text, quantity.end, language))
        ):
            continue
        alone = text[sign_start(text, quantity.start) : quantity.end]
        is_figure = quantity.text[:1].isdigit()
        said = text[amount_start(text, quantity.start, language) : quantity.end] if is_figure else alone
        if quantity.currency or quantity.unit:
            yield quantity, said, alone
        elif abs(quantity.value) >= _LEAST_COUNT:
            behind = _WORD_BEHIND.match(text, quantity.end)
            counted = behind[0] if behind and behind[1].lower() in said_of("counted") else ""
            if counted or language == "en":  # English may count something by another word
                yield quantity, said + counted, alone + counted
