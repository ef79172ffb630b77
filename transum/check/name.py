"""Names: people, places, organisations, acronyms; and whether a translation carries them over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from transum.check.calendar import moments
from transum.check.carrier import Carrier
from transum.check.gazetteer import acronyms, exonyms, is_acronym, is_exonym, longest
from transum.check.ordinal import roman
from transum.check.quantity import quantities_beside
from transum.check.tokens import Language, Token, covered, fold, tokenize
from transum.document import Finding, Kind, Level
from transum.lexicon import words

_LEXICONS: dict[Language, str] = {"id": "indonesian", "en": "english"}
# Small words that stand inside names.
_PARTICLES: dict[Language, frozenset[str]] = {
    "id": frozenset({"bin", "binti", "van", "von", "der", "den", "de", "la", "le", "al", "el", "ul", "dos"}),
    "en": frozenset({"bin", "binti", "van", "von", "der", "den", "de", "la", "le", "al", "el", "of", "dos"}),
}


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised span, ``text`` being ``source[start:end]``.

    ``words`` are its words that no ordinary word of the language is spelled like ("Presiden Vladimir Putin": Vladimir,
    Putin); ``acronym`` says that it is one word in capitals, or in the table of acronyms; ``opening`` that it stands
    where a sentence begins, so that its first word would have a capital anyway.
    """

    text: str
    start: int
    end: int
    words: tuple[str, ...]
    acronym: bool = False
    opening: bool = False


def names(text: str, language: Language) -> tuple[Name, ...]:
    """The names in ``text``, in order. Days, months and currencies are told elsewhere, and no names.

    >>> [name.text for name in names("Kabar itu disampaikan Presiden Rusia, Vladimir Putin.", "id")]
    ['Presiden Rusia', 'Vladimir Putin']
    """
    dates = moments(text, language)
    measures = [quantity for quantity in quantities_beside(text, language, dates) if quantity.currency or quantity.unit]
    taken = [(date.start, date.end) for date in dates] + [(measure.start, measure.end) for measure in measures]
    mask = covered(len(text), taken)
    tokens = [replace(token, kind="sign") if 1 in mask[token.start : token.end] else token for token in tokenize(text)]
    found: list[Name] = []
    index = 0
    while index < len(tokens):
        end = _span_end(tokens, index, language)
        if end > index:
            name = _name(text, tokens[index:end], language, opening=_opens(tokens, index))
            if name:
                found.append(name)
        index = max(end, index + 1)
    return tuple(found)


def _span_end(tokens: Sequence[Token], index: int, language: Language) -> int:
    """Behind the last token of the capitalised span that starts at ``index``; ``index`` itself where none does."""
    if not _capital(tokens[index]):
        return index
    end = index + 1
    while end < len(tokens):
        if _capital(tokens[end]):
            end += 1
        elif _is_tail(tokens, end):
            end += 2
        elif (step := _bridge(tokens, end, language)) and _capital(tokens[end + step]):
            end += step + 1
        else:
            break
    return end


def _is_tail(tokens: Sequence[Token], index: int) -> bool:
    """Whether a hyphen and a small word behind it belong to the name: "Jong-un"."""
    hyphen = tokens[index].text == "-" and tokens[index].glued
    return hyphen and index + 1 < len(tokens) and tokens[index + 1].glued and tokens[index + 1].kind == "word"


def _bridge(tokens: Sequence[Token], index: int, language: Language) -> int:
    """How many tokens at ``index`` may join two capitalised words: a particle, a hyphen, the point of an initial."""
    token = tokens[index]
    if index + 1 >= len(tokens):
        return 0
    if token.lower in _PARTICLES[language] and token.kind == "word":
        return 1
    if token.text in "-–’'" and token.glued and tokens[index + 1].glued:
        return 1
    initial = token.text == "." and len(tokens[index - 1].text) <= 2
    return 1 if initial and token.glued else 0


def _capital(token: Token) -> bool:
    return token.kind == "word" and token.text[0].isupper()


def _opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether the token opens a sentence or a quotation, where every word is capitalised."""
    before = [token.text for token in tokens[max(0, index - 2) : index]]
    return not before or before[-1] in ".!?:\"“‘'([" or (before[-1] == "”" and before[0] in ".!?")


def _name(text: str, span: Sequence[Token], language: Language, *, opening: bool) -> Name | None:
    common = words(_LEXICONS[language])
    parts = [token for token in span if _capital(token)]
    proper = [token.text for token in parts if token.lower not in common or is_acronym(token.text)]
    if opening and len(parts) == 1 and parts[0].lower in common and not is_acronym(parts[0].text):
        return None
    if opening and len(parts) == 1 and proper and language == "id" and _is_derived(parts[0].lower):
        return None
    if not proper and len(parts) == 1 and not is_exonym(parts[0].text):
        return None
    start, end = span[0].start, span[-1].end
    return Name(
        text[start:end],
        start,
        end,
        tuple(proper),
        acronym=len(parts) == 1 and is_acronym(parts[0].text),
        opening=opening,
    )


_SUFFIXES = ("nya", "lah", "kah", "pun", "kan", "an", "i", "ku", "mu", "wan")
_PREFIXES = (
    "mem",
    "men",
    "meng",
    "meny",
    "me",
    "ber",
    "di",
    "ter",
    "pem",
    "pen",
    "peng",
    "peny",
    "per",
    "pe",
    "ke",
    "se",
)
# Endings of borrowed common nouns, which no name of a person or place is likely to have.
_BORROWED = ("isme", "asi", "nya", "lah", "isasi", "itas", "ologi", "ator", "wan", "wati", "kan")


@cache
def _is_derived(word: str) -> bool:
    """Whether a word in lower case is an Indonesian word with its prefixes and suffixes: "organisatornya"."""
    if word.endswith(_BORROWED):
        return True
    common = words(_LEXICONS["id"])
    stems = {word} | {word[: -len(suffix)] for suffix in _SUFFIXES if word.endswith(suffix)}
    stems |= {stem[len(prefix) :] for stem in stems for prefix in _PREFIXES if stem.startswith(prefix)}
    # "memukul" from "pukul", "menulis" from "tulis": the first consonant is lost behind a nasal.
    stems |= {first + stem for stem in stems for first in "ptks" if len(stem) > 3}
    return any(len(stem) > 3 and stem in common for stem in stems)


# Capitalised out of courtesy; currencies, time zones and Roman numerals, which are told as money, time and numbers;
# parts of addresses and coordinates, legal forms, and titles, which English writes in many ways or leaves out.
_NOT_NAMES = frozenset(
    """
    Anda Ia Saya Pak Bu Bung Tn Ny Hj KH Ust Dr Drs Dra Ir Prof H RI DPO
    Rp USD IDR EUR WIB WITA WIT Wib Wita Wit
    Kab Kec Kel Desa Dusun Jl Jln Jalan No Gg RT RW Km KM LS LU BT BB SR
    PT CV Tbk Ltd Inc Pj Pjs Plt Plh Pol
""".split()
)


def check_names(source: str, target: str, definitions: Mapping[str, str]) -> Iterable[Finding]:
    """A finding for each name of the source that the target doesn't carry."""
    carrier = Carrier.of(target)
    seen: set[str] = set()
    for name in names(source, "id"):
        if name.text in definitions and source[name.start - 1 : name.start] == "(" and source[name.end :][:1] == ")":
            continue  # only here to be defined: "Kelompok Kriminal Bersenjata (KKB)"
        for part in _lost(name, carrier, definitions):
            if part not in seen:
                seen.add(part)
                level = Level.WARNING if _is_doubtful(name, part) else Level.ERROR
                yield Finding(Kind.NAME, level, part, "", f"the name “{part}” is missing in the translation")


def _is_doubtful(name: Name, part: str) -> bool:
    """Whether ``part`` may be no name at all: the first word of a sentence, in no table."""
    unknown = not is_acronym(part) and not is_exonym(part) and " " not in part
    return name.opening and name.text.startswith(part) and unknown


def _lost(name: Name, carrier: Carrier, definitions: Mapping[str, str]) -> Iterable[str]:
    """The parts of ``name`` that ``carrier`` doesn't hold: known phrases, then single words; neighbours joined."""
    parts = [token for token in tokenize(name.text) if token.kind == "word"]
    lost: list[tuple[int, int]] = []
    index = 0
    while index < len(parts):
        length = _phrase(parts, index) or 1
        span = parts[index : index + length]
        if not _carried(span, name, carrier, definitions):
            joined = bool(lost) and lost[-1][1] == index
            lost[-1:] = [(lost[-1][0], index + length)] if joined else [*lost[-1:], (index, index + length)]
        index += length
    return [name.text[parts[begin].start : parts[end - 1].end] for begin, end in lost]


def _carried(span: Sequence[Token], name: Name, carrier: Carrier, definitions: Mapping[str, str]) -> bool:
    key = tuple(fold(token.text) for token in span)
    word = span[0].text
    renamed = exonyms().get(key) != (word,)
    # A capital says little where every first word has one: "Bulan lalu".
    first = name.opening and span[0].start == 0
    ordinary = first and renamed and word.lower() in words(_LEXICONS["id"]) and not is_acronym(word)
    if len(span) > 1 or (key in exonyms() and not ordinary):
        return _carried_phrase(key, span, carrier)
    # "Bulan", "Barat", "Paus" are names, and ordinary words as often.
    if len(word) < 2 or word not in name.words or word in _NOT_NAMES or roman(word):
        return True
    return _carried_word(word, carrier, definitions)


def _phrase(parts: Sequence[Token], index: int) -> int:
    """How many words from ``index`` on are a known name."""
    for length in range(min(longest(), len(parts) - index), 0, -1):
        if tuple(fold(token.text) for token in parts[index : index + length]) in exonyms():
            return length
    return 0


def _carried_phrase(key: tuple[str, ...], span: Sequence[Token], carrier: Carrier) -> bool:
    if any(carrier.holds_form(form) for form in exonyms()[key]):
        return True
    return all(carrier.holds_word(token.text) for token in span)


def _carried_word(word: str, carrier: Carrier, definitions: Mapping[str, str]) -> bool:
    if carrier.holds_acronym(word) if word.isupper() and len(word) < 4 else carrier.holds_word(word):
        return True
    forms = acronyms().get(word, ())
    if any(carrier.holds_form(form) for form in forms):
        return True
    long_form = definitions.get(word)
    if long_form:
        key = tuple(fold(token.text) for token in tokenize(long_form) if token.kind == "word")
        return any(carrier.holds_form(form) for form in exonyms().get(key, ())) or not forms
    return False
