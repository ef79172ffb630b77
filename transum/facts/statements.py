"""What an article states in numbers, dates and names, and what a summary's sentence states beyond it.

Values are compared, not spellings, and with the translation as well as with the original: a model that read either
may say it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from transum.document import Finding, Kind, Level, Translation
from transum.facts.carrier import Carrier
from transum.facts.figures import Figures, figures
from transum.facts.moments import Moment, Part, moments
from transum.facts.names import Name, names
from transum.facts.quantities import Form, Quantity, quantities_beside
from transum.facts.tokens import Language, fold, tokenize
from transum.lexicon import table, words

_SMALL: Final = 3  # "two men", "the third": counts that a true summary makes by itself
_ROUNDING: Final = Fraction(1, 10)
_ROUNDED: Final = re.compile(
    r"\b(?:about|around|roughly|approximately|nearly|almost|some|close to|more than|over|above|less than|under|below"
    r"|fewer than|up to|at least|at most|just|sekitar|kira-kira|kurang lebih|hampir|nyaris|lebih dari|kurang dari"
    r"|di atas|di bawah|hingga|sedikitnya|setidaknya|paling banyak)\s+\S{0,4}$",
    re.IGNORECASE,
)
_JOINS: Final = re.compile(
    r"(?:[\s,.()/–-]|\bof\b|\bthe\b|\band\b|\bto\b|\btahun\b|\bdan\b|\bst\b|\bnd\b|\brd\b|\bth\b"
    r"|\bsampai(?: dengan)?\b|\bhingga\b|\bs\.?/?d\b){0,6}"
)
_DATE_PARTS: Final = frozenset({Part.WEEKDAY, Part.DAY, Part.MONTH, Part.YEAR})
_DEMONYM: Final = 4  # letters that "China" and "Chinese", "Poland" and "Polish" may share before they part
_Span: TypeAlias = tuple[Kind, int, int]
_ENDINGS: Final = (
    "s",
    "es",
    "ed",
    "d",
    "ing",
    "er",
    "ers",
    "ly",
    "ship",
    "ness",
    "ment",
    "ments",
    "al",
    "able",
    "ity",
    "ization",
)
_ARTICLES: Final = frozenset({"the", "a", "an", "its", "this", "that", "one", "in", "on", "at"})
# Titles, time zones, and the country that an article in Indonesian is about without saying so.
_GIVEN: Final = frozenset(
    {
        "Indonesia",
        "Indonesia's",
        "Indonesia’s",
        "Indonesian",
        "Indonesians",
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Prof",
        "Jr",
        "Sr",
        "St",
        "WIB",
        "WITA",
        "WIT",
    }
)


@dataclass(frozen=True, slots=True)
class Date:
    """The parts of one date as they stand together; a range of days has several."""

    parts: tuple[Moment, ...]

    def values(self, part: Part) -> frozenset[int]:
        """The days, months, … of the date."""
        return frozenset(moment.value for moment in self.parts if moment.part is part)

    def holds_day(self, days: Iterable[int]) -> bool:
        """Whether the days are the date's, or within its range."""
        own = self.values(Part.DAY)
        return bool(own) and all(min(own) <= day <= max(own) for day in days)


def dates(text: str, found: Sequence[Moment]) -> tuple[Date, ...]:
    """The moments of ``text`` that stand together, as dates; each month with its own days.

    >>> text = "from 28 November 2023 to 10 February 2024"
    >>> [[moment.text for moment in date.parts] for date in dates(text, moments(text, "en"))]
    [['28', 'November', '2023'], ['10', 'February', '2024']]
    """
    groups: list[list[Moment]] = []
    for moment in (moment for moment in found if moment.part in _DATE_PARTS):
        if not groups or not _JOINS.fullmatch(text[groups[-1][-1].end : moment.start]):
            groups.append([])
        elif moment.part is Part.MONTH and any(other.part is Part.MONTH for other in groups[-1]):
            groups.append(_leading_days(groups[-1]))
        groups[-1].append(moment)
    return tuple(Date(tuple(group)) for group in groups)


def _leading_days(group: list[Moment]) -> list[Moment]:
    """Take off the days behind the month that belong to the next one, where days stand before their months."""
    days_first = next(moment.part for moment in group if moment.part in {Part.DAY, Part.MONTH}) is Part.DAY
    taken: list[Moment] = []
    while days_first and group[-1].part is Part.DAY:
        taken.insert(0, group.pop())
    return taken


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a text in one language, or of several texts together."""

    quantities: tuple[Quantity, ...]
    values: frozenset[Fraction]
    moments: tuple[Moment, ...]
    dates: tuple[Date, ...]
    carrier: Carrier

    @classmethod
    def of(cls, text: str, language: Language) -> "Facts":
        """Read one text."""
        return cls.merged([(text, language)])

    @classmethod
    def merged(cls, texts: Iterable[tuple[str, Language]]) -> "Facts":
        """Read several texts as one."""
        pairs = list(texts)
        read: list[Figures] = [figures(text, language) for text, language in pairs]
        found = [(text, moments(text, language)) for text, language in pairs]
        return cls(
            tuple(quantity for one in read for quantity in one.quantities),
            frozenset(value for one in read for quantity in one.quantities for value in quantity.readings),
            tuple(moment for _, group in found for moment in group),
            tuple(date for text, group in found for date in dates(text, group)),
            Carrier.of(" \n".join([*(text for text, _ in pairs), *_renderings(pairs)])),
        )


def facts_of(translation: Translation) -> Facts:
    """All facts of an article: of its original and of its translation."""
    return Facts.merged(
        entry
        for pair in translation.pairs
        for entry in ((pair.target, "en"), (" ".join(pair.source.text.split()), "id"))
    )


def _renderings(texts: Iterable[tuple[str, Language]]) -> Iterator[str]:
    """What English calls the names of the Indonesian texts, and all names that a table knows as the same."""
    article = " ".join(fold(token.text) for text, _ in texts for token in tokenize(text) if token.kind == "word")
    spaced = f" {article} "
    rows = [(row[0], row[1]) for row in table("exonyms") if len(row) > 1]
    rows += [(form, row[2]) for row in table("acronyms") if len(row) > 2 for form in row[:2]]
    for source, targets in rows:
        forms = [source, *targets.split("|")]
        if any(f" {fold(form)} " in spaced for form in forms):
            yield " ".join(forms)


def missing(sentence: str, facts: Facts, *, language: Language = "en") -> tuple[Finding, ...]:
    """What a sentence states that ``facts`` don't: errors of kind NUMBER, MONEY, DATE, TIME or NAME.

    ``language`` is the sentence's own; ``facts`` are compared as values, whatever language they were read in.

    >>> facts = Facts.of("Kim met Putin on 5 September.", "en")
    >>> [finding.message for finding in missing("Kim met Putin on 23 September.", facts)]
    ['not in the article: 23 September']
    """
    found = moments(sentence, language)
    spans = [
        *_strange_dates(sentence, found, facts),
        *_strange_clocks(found, facts),
        *_strange_quantities(sentence, found, facts, language),
        *_strange_names(sentence, facts, language),
    ]
    return tuple(
        Finding(kind, Level.ERROR, "", sentence[start:end], f"not in the article: {sentence[start:end]}")
        for kind, start, end in sorted(set(spans), key=lambda span: span[1:])
    )


def _strange_dates(sentence: str, found: Sequence[Moment], facts: Facts) -> Iterator[_Span]:
    for date in dates(sentence, found):
        if not any(moment.sure for moment in date.parts) or _stated(date, facts):
            continue
        yield Kind.DATE, date.parts[0].start, date.parts[-1].end


def _stated(date: Date, facts: Facts) -> bool:
    """Whether each part of a date is one of the article's, and its day belongs to its month."""
    days, months = date.values(Part.DAY), date.values(Part.MONTH)
    if days and months and not any(other.holds_day(days) and months <= _months(other, facts) for other in facts.dates):
        return False
    for part in (Part.WEEKDAY, Part.MONTH):
        if not date.values(part) <= {moment.value for moment in facts.moments if moment.part is part}:
            return False
    years = {moment.value for moment in facts.moments if moment.part is Part.YEAR} | facts.values
    return date.values(Part.YEAR) <= years


def _months(date: Date, facts: Facts) -> frozenset[int]:
    """The months of a date; of one that names none ("tanggal 5"), every month of the article."""
    return date.values(Part.MONTH) or frozenset(m.value for m in facts.moments if m.part is Part.MONTH)


def _strange_clocks(found: Sequence[Moment], facts: Facts) -> Iterator[_Span]:
    for moment in (moment for moment in found if moment.part is Part.CLOCK):
        if not any(moment.agrees(other) for other in facts.moments) and facts.values.isdisjoint(_written(moment)):
            yield Kind.TIME, moment.start, moment.end


def _written(clock: Moment) -> Iterator[Fraction]:
    """The numbers that a time of day is where no word tells that it is one ("sampai 14.00")."""
    for minutes in (clock.value, clock.value + 720) if clock.half_day else (clock.value,):
        hour, minute = divmod(minutes, 60)
        yield Fraction(hour * 100 + minute, 100)


def _strange_quantities(sentence: str, found: tuple[Moment, ...], facts: Facts, language: Language) -> Iterator[_Span]:
    for quantity in quantities_beside(sentence, language, found):
        if not (_free(quantity) or _counted(quantity, facts) or _rounded(sentence, quantity, facts)):
            yield quantity.kind, quantity.start, quantity.end


def _free(quantity: Quantity) -> bool:
    """Whether a quantity is no fact of the article's, but the writer's way to put it: "both", "dozens", "two men"."""
    if quantity.form in {Form.MULTIPLE, Form.MAGNITUDE, Form.ROMAN}:
        return True
    return quantity.form is not Form.DIGITS and abs(quantity.value) <= _SMALL


def _counted(quantity: Quantity, facts: Facts) -> bool:
    """Whether the article has the number; an amount of money in its currency, or without one."""
    if quantity.readings.isdisjoint(facts.values):
        return False
    currencies = {other.currency for other in facts.quantities if quantity.agrees(other)}
    return not quantity.currency or not currencies or bool(currencies & {quantity.currency, ""})


def _rounded(sentence: str, quantity: Quantity, facts: Facts) -> bool:
    """Whether a number that is said to be rounded is near one of the article's."""
    if not _ROUNDED.search(sentence[: quantity.start]):
        return False
    return any(
        abs(value - other) <= _ROUNDING * abs(other) for value in quantity.readings for other in facts.values if other
    )


def _strange_names(sentence: str, facts: Facts, language: Language) -> Iterator[_Span]:
    for name in names(sentence, language):
        if language == "en" and _ordinary(sentence, name):  # an Indonesian word with its affixes is no name there
            continue
        strange = any(word not in _GIVEN and not _carried(word, facts.carrier) for word in name.words)
        if strange or not (name.words or _phrase_carried(name, facts.carrier)):
            yield Kind.NAME, name.start, name.end


def _ordinary(sentence: str, name: Name) -> bool:
    """Whether a single word at the sentence's beginning is an English word with an ending: "Ridership"."""
    if any(map(str.isalnum, sentence[: name.start])) or not name.text.isalpha() or name.text.isupper():
        return False
    word, known = name.text.lower(), words("english")
    return any(word.endswith(ending) and word.removesuffix(ending) in known for ending in _ENDINGS)


def _carried(word: str, carrier: Carrier) -> bool:
    if carrier.holds_word(word) or carrier.holds_word(re.sub(r"['’]s?$", "", word)):
        return True
    folded = fold(word)
    if word.isupper():
        return _initials(folded, carrier)
    stem = folded[:_DEMONYM]
    return folded.endswith(("ese", "ish", "ian", "an", "ic", "i")) and any(w.startswith(stem) for w in carrier.words)


def _initials(acronym: str, carrier: Carrier) -> bool:
    """Whether the words of the text, in a row, begin with the letters of an acronym."""
    letters = "".join(word[0] for word in carrier.exact.split() if word[0].isalpha()).lower()
    return acronym in letters


def _phrase_carried(name: Name, carrier: Carrier) -> bool:
    """A name of ordinary words ("White House") is carried if each of them is in the article."""
    capitals = [token for token in tokenize(name.text) if token.text[:1].isupper() and token.lower not in _ARTICLES]
    return all(carrier.holds_word(token.text) for token in capitals)
