"""Names: people, places, organisations, acronyms; and whether a translation carries them over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from transum.check.calendar import moments
from transum.check.tokens import Language, Token, fold, tokenize
from transum.document import Finding, Kind, Level
from transum.lexicon import table, words

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
    """The names in ``text``, in order. Days and months are left to ``calendar``.

    >>> [name.text for name in names("Kabar itu disampaikan Presiden Rusia, Vladimir Putin.", "id")]
    ['Presiden Rusia', 'Vladimir Putin']
    """
    dates = [(moment.start, moment.end) for moment in moments(text, language)]
    tokens = [
        replace(token, kind="sign") if any(start < token.end and token.start < end for start, end in dates) else token
        for token in tokenize(text)
    ]
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
        elif (step := _bridge(tokens, end, language)) and _capital(tokens[end + step]):
            end += step + 1
        else:
            break
    return end


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
    return not before or before[-1] in ".!?:\"“‘'([" or (before[-1] in {"”"} and before[0] in ".!?")


def _name(text: str, span: Sequence[Token], language: Language, *, opening: bool) -> Name | None:
    common = words(_LEXICONS[language])
    parts = [token for token in span if _capital(token)]
    proper = [token.text for token in parts if token.lower not in common or is_acronym(token.text)]
    if opening and len(parts) == 1 and parts[0].lower in common and not is_acronym(parts[0].text):
        return None
    if opening and len(parts) == 1 and proper and language == "id" and _is_derived(parts[0].lower):
        return None
    if not proper and len(parts) == 1 and not _known(parts[0].text):
        return None
    start, end = span[0].start, span[-1].end
    return Name(text[start:end], start, end, tuple(proper), acronym=len(parts) == 1 and is_acronym(parts[0].text), opening=opening)


_SUFFIXES = ("nya", "lah", "kah", "pun", "kan", "an", "i", "ku", "mu", "wan")
_PREFIXES = ("mem", "men", "meng", "meny", "me", "ber", "di", "ter", "pem", "pen", "peng", "peny", "per", "pe", "ke", "se")
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


def is_acronym(word: str) -> bool:
    """Whether ``word`` is written in capitals, or stands in the table of acronyms ("Korut")."""
    return (len(word) > 1 and word.isupper()) or word in acronyms()


@cache
def acronyms() -> Mapping[str, tuple[str, ...]]:
    """Acronym to the English forms that render it."""
    return {row[0]: tuple(form for form in row[2].split("|") if form) for row in table("acronyms") if len(row) > 2}


@cache
def _exonyms() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Folded words of an Indonesian name to the English forms that render it."""
    pairs = [(row[0], row[1]) for row in table("exonyms") if len(row) > 1]
    pairs += [(row[1], row[2]) for row in table("acronyms") if len(row) > 2 and row[1][:1].isupper()]
    forms: dict[tuple[str, ...], tuple[str, ...]] = {}
    for source, targets in pairs:
        key = tuple(token.lower for token in tokenize(fold(source)) if token.kind == "word")
        forms[key] = (*forms.get(key, ()), *(form for form in targets.split("|") if form))
    return forms


@cache
def _longest() -> int:
    return max((len(key) for key in _exonyms()), default=1)


def _known(word: str) -> bool:
    return (fold(word),) in _exonyms()


@dataclass(frozen=True, slots=True)
class Carrier:
    """A target text, made ready to be asked what it carries over."""

    words: frozenset[str]
    spaced: str
    exact: str
    compact: str
    skeletons: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Carrier":
        """Prepare ``text``."""
        tokens = [token for token in tokenize(text) if token.kind == "word"]
        folded = [fold(token.text).removesuffix("'s").removesuffix("'") for token in tokens]
        bare = [token.text.removesuffix("'s") for token in tokenize(text.replace(".", "").replace("’", "'"))]
        return cls(
            words=frozenset(folded),
            spaced=f" {' '.join(folded)} ",
            exact=f" {' '.join(bare)} ",
            compact="".join(folded),
            skeletons=frozenset(skeleton(word) for word in folded),
        )

    def holds_form(self, form: str) -> bool:
        """Whether an accepted English form stands in the text, as it is or with an ending."""
        if form.replace(".", "").isupper():
            return f" {form.replace('.', '')} " in self.exact or f" {form.replace('.', '')}s " in self.exact
        key = " ".join(fold(token.text) for token in tokenize(form) if token.kind == "word")
        return f" {key}" in self.spaced

    def holds_word(self, word: str) -> bool:
        """Whether a word of a name stands in the text, spelled alike or as the other language would."""
        folded = fold(word)
        if folded in self.words or f"{folded}s" in self.words or (len(folded) > 3 and folded in self.compact):
            return True
        if any(_related(folded, other) for other in self.words):
            return True
        bones = skeleton(folded)
        return len(bones) > 2 and bones in self.skeletons


def _related(word: str, other: str) -> bool:
    """One is the other with an ending ("Hindu", "Hindus"; "Kantian", "Kant")."""
    short, long = sorted((word, other), key=len)
    return len(short) > 3 and len(short) * 2 >= len(long) and long.startswith(short)


_SPELLINGS = (("ch", "k"), ("ph", "f"), ("qu", "k"), ("ck", "k"), ("x", "ks"), ("sh", "s"), ("sy", "s"), ("th", "t"),
              ("kh", "k"), ("tj", "c"), ("dj", "j"))  # fmt: skip
_BONES = str.maketrans({**dict.fromkeys("aeiouwyh'", None), "c": "k", "q": "k", "v": "f", "p": "f", "z": "s", "j": "y"})


def skeleton(word: str) -> str:
    """The consonants of a folded word in one spelling, doubles once: "kolombia" and "colombia" have the same.

    >>> skeleton("meksiko") == skeleton("mexico")
    True
    """
    for spelling, plain in _SPELLINGS:
        word = word.replace(spelling, plain)
    bones = word.translate(_BONES)
    return "".join(char for index, char in enumerate(bones) if bones[index - 1 : index] != char)


# Capitalised out of courtesy; currencies and time zones, which are told as money and time; what English leaves out.
_NOT_NAMES = frozenset({"Anda", "Rp", "USD", "IDR", "EUR", "Ia", "Saya", "Pak", "Bu", "Bung", "Tn", "Ny", "WIB", "WITA", "WIT", "RI"})


def check_names(source: str, target: str, definitions: Mapping[str, str]) -> Iterable[Finding]:
    """A finding for each name of the source that the target doesn't carry."""
    carrier = Carrier.of(target)
    seen: set[str] = set()
    for name in names(source, "id"):
        for part in _lost(name, carrier, definitions):
            if part not in seen:
                seen.add(part)
                level = Level.WARNING if _is_doubtful(name, part) else Level.ERROR
                yield Finding(Kind.NAME, level, part, "", f"the name “{part}” is missing in the translation")


def _is_doubtful(name: Name, part: str) -> bool:
    """Whether ``part`` may be no name at all: the first word of a sentence, in no table."""
    unknown = not is_acronym(part) and not _known(part) and " " not in part
    return name.opening and name.text.startswith(part) and unknown


def _lost(name: Name, carrier: Carrier, definitions: Mapping[str, str]) -> Iterable[str]:
    """The parts of ``name`` that ``carrier`` doesn't hold: known phrases first, then word by word, neighbours joined."""
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
    ordinary = word.lower() in words(_LEXICONS["id"]) and not is_acronym(word)
    if len(span) > 1 or (key in _exonyms() and not ordinary):
        return _carried_phrase(key, span, carrier)
    # "Bulan", "Barat", "Paus" are names, and ordinary words as often.
    if len(word) < 2 or word not in name.words or word in _NOT_NAMES:
        return True
    return _carried_word(word, carrier, definitions)


def _phrase(parts: Sequence[Token], index: int) -> int:
    """How many words from ``index`` on are a known name."""
    for length in range(min(_longest(), len(parts) - index), 0, -1):
        if tuple(fold(token.text) for token in parts[index : index + length]) in _exonyms():
            return length
    return 0


def _carried_phrase(key: tuple[str, ...], span: Sequence[Token], carrier: Carrier) -> bool:
    if any(carrier.holds_form(form) for form in _exonyms()[key]):
        return True
    return all(carrier.holds_word(token.text) for token in span)


def _carried_word(word: str, carrier: Carrier, definitions: Mapping[str, str]) -> bool:
    if carrier.holds_word(word):
        return True
    forms = acronyms().get(word, ())
    if any(carrier.holds_form(form) for form in forms):
        return True
    long_form = definitions.get(word)
    if long_form:
        key = tuple(fold(token.text) for token in tokenize(long_form) if token.kind == "word")
        return any(carrier.holds_form(form) for form in _exonyms().get(key, ())) or not forms
    return False
