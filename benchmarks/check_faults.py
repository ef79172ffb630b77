"""Faults of the kinds that translation models make, put into good translations: what the checks have to catch.

Each fault takes a translation and returns a broken one, or None where the sentence gives no place for it. They know
nothing of how the checks read a text.
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from transum.document import Kind


@dataclass(frozen=True, slots=True)
class Material:
    """What faults are made of: the other sentences."""

    source: Sequence[str]
    reference: Sequence[str]


Break = Callable[[random.Random, str, str, Material], str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to break a translation; a finding of one of ``kinds`` names it. ``meaning``: the vector changes much."""

    name: str
    kinds: frozenset[Kind]
    break_: Break
    meaning: bool = False


_MONTHS = "January February March April May June July August September October November December".split()
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
_SCALES = ["hundred", "thousand", "million", "billion", "trillion"]


def _replace(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _pick(rng: random.Random, pattern: str, text: str) -> re.Match[str] | None:
    matches = list(re.finditer(pattern, text))
    return rng.choice(matches) if matches else None


def _other(rng: random.Random, options: Sequence[str], word: str) -> str:
    return rng.choice([option for option in options if option.lower() != word.lower()])


def digit(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """One digit becomes another."""
    match = _pick(rng, r"\d", target)
    return _replace(target, match, _other(rng, "0123456789", match[0])) if match else None


def digit_count(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A digit is lost or doubled, or the decimal mark moves."""
    match = _pick(rng, r"\d[\d.,]*\d", target)
    if not match:
        return None
    number = match[0]
    ways = [number[:-1], number + number[-1]]
    ways += [number.replace(",", ".")] if "," in number else []
    return _replace(target, match, rng.choice(ways).rstrip(".,"))


def number_word(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A number word or a scale word becomes another."""
    match = _pick(rng, rf"\b(?:{'|'.join(_WORDS + _SCALES)})\b", target)
    if not match:
        return None
    return _replace(target, match, _other(rng, _SCALES if match[0] in _SCALES else _WORDS, match[0]))


def number_dropped(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A figure is left out."""
    match = _pick(rng, r"(?<![\w.,])\d[\d.,]*\d?(?![\w]) ?", target)
    return _replace(target, match, "") if match else None


def date(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """Another month, weekday, day beside a month, or year."""
    names = "|".join([*_MONTHS, *_WEEKDAYS])
    beside_month = r"(?<=(?:uary|arch|mber|ober|June|July|gust|pril) )\d{1,2}\b"
    match = _pick(rng, rf"\b(?:{names})\b|{beside_month}|\b(?:1[5-9]|20)\d\d\b", target)
    if not match:
        return None
    word = match[0]
    if word in _MONTHS or word in _WEEKDAYS:
        return _replace(target, match, _other(rng, _MONTHS if word in _MONTHS else _WEEKDAYS, word))
    if len(word) == 4:
        return _replace(target, match, str(int(word) + rng.choice([-30, -11, -10, -3, -2, -1, 1, 2, 3, 10, 11, 30])))
    return _replace(target, match, _other(rng, [str(day) for day in range(1, 29)], word))


def clock(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """Another hour or other minutes."""
    match = _pick(rng, r"\b(\d{1,2})[:.](\d\d)(?=\s?(?:[ap]\.?m|GMT|UTC|local))|\b(\d{1,2}):(\d\d)\b", target)
    if not match:
        return None
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4])
    if rng.random() < 0.5:
        return _replace(target, match, f"{(hour + rng.choice([1, 2, 3, 4, 5]) - 1) % 12 + 1}:{minute:02}")
    return _replace(target, match, f"{hour}:{(minute + rng.choice([5, 10, 15, 20, 30])) % 60:02}")


def money(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """Another currency, or another amount of it."""
    match = _pick(
        rng, r"(?:US|A|S)?[$€£¥]\s?\d+|\d+(?= (?:dollars?|euros?|pounds|yen)\b)|\b(?:dollars?|euros?|yen)\b", target
    )
    if not match:
        return None
    signs = {"$": "€", "€": "£", "£": "$", "¥": "€"}
    sign = next((char for char in match[0] if char in signs), "")
    if sign and rng.random() < 0.5:
        return _replace(target, match, match[0].replace("US", "").replace("A", "").replace(sign, signs[sign]))
    if match[0][-1].isdigit():
        return _replace(target, match, match[0] + rng.choice("0123456789"))
    return _replace(target, match, "yuan" if match[0] != "yuan" else "euros")


def unit(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A converted measure is invented in brackets, or a unit becomes another one."""
    units = {"km": "miles", "kilometers": "miles", "kilometres": "miles", "miles": "km", "meters": "feet",
             "metres": "feet", "feet": "meters", "kg": "pounds", "pounds": "kg", "mm": "inches", "cm": "inches",
             "inches": "cm", "m": "ft", "mph": "km/h"}  # fmt: skip
    match = _pick(rng, rf"(?<=\d )(?:{'|'.join(units)})\b(?!/)", target)
    if match and rng.random() < 0.5:
        return _replace(target, match, units[match[0]])
    number = _pick(rng, r"\b\d+ [a-z]+\b", target)
    if not number:
        return None
    amount = rng.randrange(17, 990)
    return _replace(
        target, number, f"{number[0]} {rng.choice(['[{} m]', '({} ft)', '[{} km]', '({} mi)']).format(amount)}"
    )


_NAME = r"(?<=[a-z,] )(?:[A-Z][\w’'.-]*[a-z][\w-]*)(?: (?:of |de |van |bin )?[A-Z][\w-]*[a-z])*"
_NO_NAME = frozenset({*_MONTHS, *_WEEKDAYS, "I"})


def _names(target: str) -> list[re.Match[str]]:
    return [match for match in re.finditer(_NAME, target) if match[0] not in _NO_NAME]


def name_dropped(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A capitalised run inside the sentence is left out, and stands nowhere else in it."""
    found = [match for match in _names(target) if target.count(match[0]) == 1]
    match = rng.choice(found) if found else None
    return _replace(target, match, "").replace("  ", " ") if match else None


def name_replaced(rng: random.Random, _source: str, target: str, material: Material) -> str | None:
    """A capitalised run becomes one of another sentence."""
    found = [match for match in _names(target) if target.count(match[0]) == 1]
    if not found:
        return None
    while not (others := _names(rng.choice(material.reference))):
        pass
    new = rng.choice(others)[0]
    match = rng.choice(found)
    return _replace(target, match, new) if new not in target else None


def name_distorted(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A name of six letters or more loses two of them inside, or says two of them twice."""
    names = [match for match in _names(target) if len(match[0].split()[-1]) > _LONG_NAME]
    if not names:
        return None
    match = rng.choice(names)
    word = match[0].split()[-1]
    place = rng.randrange(2, len(word) - 2)
    new = word[:place] + (word[place + 2 :] if rng.random() < 1 / 2 else word[place - 2 : place] + word[place:])
    return _replace(target, match, match[0][: -len(word)] + new)


_LONG_NAME = 6


def made_up_word(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A long word gets the end of another one."""
    long = list(re.finditer(r"\b[a-z]{7,}\b", target))
    if len(long) < len(("one", "two")):
        return None
    match, other = rng.sample(long, 2)
    return _replace(target, match, match[0][: len(match[0]) // 2] + other[0][len(other[0]) // 2 :])


_OPPOSITES = (
    "increase decrease|increased decreased|rose fell|higher lower|before after|northern southern|"
    "north south|east west|eastern western|first last|largest smallest|big small|large small|won lost|"
    "win lose|men women|man woman|mother father|husband wife|son daughter|young old|high low|hot cold|"
    "support oppose|accepted rejected|alive dead|open closed|opened closed|inside outside|"
    "arrived departed|fast slow|strong weak|rich poor|long short|easy difficult|bought sold|king queen|"
    "teacher student|doctor patient|black white|red blue|cat dog|morning evening|success failure|"
    "early late"
).split("|")


def opposite(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A word becomes its opposite, or another of its kind."""
    other: dict[str, str] = {}
    for pair in _OPPOSITES:
        one, two = pair.split()
        other |= {one: two, two: one}
    match = _pick(rng, rf"\b(?:{'|'.join(other)})\b", target)
    return _replace(target, match, other[match[0]]) if match else None


def quote_mark(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """One quotation mark of a complete pair is lost."""
    marks = list(re.finditer('["“”]', target))
    return _replace(target, rng.choice(marks), "") if marks and len(marks) % 2 == 0 else None


def quotation(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A whole quotation is lost, or its marks are."""
    match = _pick(rng, '["“]([^"“”]+)["”]', target)
    if not match or target.count('"') % 2:
        return None
    return _replace(target, match, rng.choice(["", match[1]]))


def bracket(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """What stands in brackets is lost, or its brackets are."""
    match = _pick(rng, r" ?\(([^()]+)\)", target)
    return _replace(target, match, rng.choice(["", f" {match[1]}"])) if match else None


def negation(_rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """The only "not", "no", "never" or "without" of the sentence is lost."""
    pattern = r"\b(?:not|never|no) |\bcannot\b|n['’]t\b|\bwithout\b"
    matches = list(re.finditer(pattern, target))
    if len(matches) != 1:
        return None
    match = matches[0]
    return _replace(target, match, {"cannot": "can", "without": "with"}.get(match[0], ""))


def clause(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """A clause of a fifth of the sentence or more (and five words or more) is left out."""
    parts = re.split(r"(?<=[,;:.]) | (?=(?:and|which|that|who|because|when|while|but|after|as) )", target)
    total = len(target.split())
    long = [i for i, part in enumerate(parts) if len(part.split()) >= max(5, total / 5)]
    if len(parts) < 2 or not long:
        return None
    gone = rng.choice(long)
    return " ".join(part for index, part in enumerate(parts) if index != gone)


def half(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """Half of a sentence or more is cut off its end."""
    tokens = target.split()
    return " ".join(tokens[: int(len(tokens) * rng.uniform(0.25, 0.5))]) + "." if len(tokens) > 9 else None


def loop(rng: random.Random, _source: str, target: str, _material: Material) -> str | None:
    """One to six words repeat two to six times more."""
    tokens = target.split()
    size, times = rng.randint(1, 6), rng.randint(2, 6)
    if len(tokens) < size + 3:
        return None
    begin = rng.randrange(len(tokens) - size)
    run = tokens[begin : begin + size]
    return " ".join([*tokens[:begin], *run * (times + 1), *tokens[begin + size :]])


def untranslated(rng: random.Random, source: str, target: str, _material: Material) -> str | None:
    """The whole source, or a stretch of five to ten of its words, stands in the translation."""
    if rng.random() < 0.3:
        return source
    ours, theirs = source.split(), target.split()
    size = rng.randint(5, 10)
    if len(ours) < size + 2 or len(theirs) < size + 2:
        return None
    a, b = rng.randrange(len(ours) - size), rng.randrange(len(theirs) - size)
    return " ".join([*theirs[:b], *ours[a : a + size], *theirs[b + size :]])


def wrong_sentence(rng: random.Random, _source: str, _target: str, material: Material) -> str | None:
    """The translation of another sentence."""
    return rng.choice(material.reference)


_FIGURES = frozenset({Kind.NUMBER, Kind.MONEY, Kind.UNIT, Kind.DATE, Kind.TIME})
FAULTS = (
    Fault("number: a digit changed", _FIGURES, digit),
    Fault("number: digits lost, doubled, mark moved", _FIGURES, digit_count),
    Fault("number: another number or scale word", _FIGURES, number_word),
    Fault("number: figure dropped", _FIGURES, number_dropped),
    Fault("date: month, weekday, day or year", _FIGURES, date),
    Fault("time: hour or minutes", _FIGURES, clock),
    Fault("money: currency or amount", _FIGURES, money),
    Fault("unit: invented or exchanged", _FIGURES, unit),
    Fault("name: dropped", frozenset({Kind.NAME}), name_dropped),
    Fault("name: replaced", frozenset({Kind.NAME}), name_replaced),
    Fault("name: two letters lost or doubled", frozenset({Kind.NAME}), name_distorted),
    Fault("opposite: another word of the pair", frozenset({Kind.OPPOSITE}), opposite),
    Fault("nonword: two halves of words", frozenset({Kind.NONWORD}), made_up_word),
    Fault("quote: a mark lost", frozenset({Kind.QUOTE}), quote_mark),
    Fault("quote: a quotation lost", frozenset({Kind.QUOTE}), quotation),
    Fault("bracket: lost", frozenset({Kind.BRACKET}), bracket),
    Fault("negation: lost", frozenset({Kind.NEGATION}), negation),
    Fault("length: a clause lost", frozenset({Kind.LENGTH, Kind.MEANING}), clause, meaning=True),
    Fault("length: cut off", frozenset({Kind.LENGTH, Kind.MEANING}), half, meaning=True),
    Fault("loop", frozenset({Kind.LOOP}), loop),
    Fault("untranslated", frozenset({Kind.UNTRANSLATED}), untranslated),
    Fault("meaning: another sentence", frozenset({Kind.MEANING}), wrong_sentence, meaning=True),
)
