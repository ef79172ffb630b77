"""The names in a text: people, places, organisations, acronyms."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from transum.facts.addresses import addresses
from transum.facts.gazetteer import is_acronym, is_exonym, is_listed_acronym
from transum.facts.moments import moments
from transum.facts.quantities import quantities_beside
from transum.facts.tokens import Language, Token, covered, remembered, tokenize
from transum.indonesian.affixes import is_derived
from transum.lexicon import words

_LEXICONS: dict[Language, str] = {"id": "indonesian", "en": "english"}
# Small words that stand inside names.
_ANYWHERE = frozenset("al bin binti da de del den der dos du el ibn la le van von".split())
_PARTICLES: dict[Language, frozenset[str]] = {"id": _ANYWHERE | {"bint", "ul"}, "en": _ANYWHERE | {"of"}}


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


@remembered(4096)
def names(text: str, language: Language) -> tuple[Name, ...]:
    """The names in ``text``, in order. Days, months, currencies and addresses are told elsewhere, and no names.

    >>> [name.text for name in names("Kabar itu disampaikan Presiden Rusia, Vladimir Putin.", "id")]
    ['Presiden Rusia', 'Vladimir Putin']
    """
    dates = moments(text, language)
    measures = [quantity for quantity in quantities_beside(text, language, dates) if quantity.currency or quantity.unit]
    taken = [(date.start, date.end) for date in dates] + [(measure.start, measure.end) for measure in measures]
    taken += [(address.start, address.end) for address in addresses(text)]
    taken += [match.span() for match in _DEGREES.finditer(text)]
    mask = covered(len(text), taken)
    tokens = [replace(token, kind="sign") if 1 in mask[token.start : token.end] else token for token in tokenize(text)]
    found: list[Name] = []
    derived = _is_title(tokens) and language == "id"
    is_acronym_here = is_listed_acronym if language == "id" and _is_shouted(tokens) else is_acronym
    index = 0
    while index < len(tokens):
        end = _span_end(tokens, index, language)
        if end > index:
            name = _name(text, tokens[index:end], language, is_acronym_here, opening=_opens(tokens, index))
            if name and derived:
                name = _without_derived(name)
            if name:
                found.append(name)
        index = max(end, index + 1)
    return tuple(found)


# Behind a name: ", S.H., M.Si.", ", Sp.B.", which a translation may leave out.
_DEGREES = re.compile(
    r"(?<=[a-z])(?:, (?:Dr|Ph\.D|MBA|MM|SH|MH|SE|(?:[SMBA]|Sp|Dr)\.(?:[A-Z][A-Za-z]{0,5}\b\.?)+(?:\([A-Z]\))?)"
    r"(?![\w-])\.?)+"
)

_TITLE_WORDS = 4
_TITLE_SHARE = 0.7


def _is_title(tokens: Sequence[Token]) -> bool:
    """Whether nearly all longer words have a capital, as in a headline, where one says little."""
    long = [token for token in tokens if token.kind == "word" and len(token.text) > 3]
    return len(long) >= _TITLE_WORDS and sum(map(_capital, long)) >= _TITLE_SHARE * len(long)


_SHOUTED_WORDS = 2


def _is_shouted(tokens: Sequence[Token]) -> bool:
    """Whether all is in capitals, so that a word in capitals is no acronym: "SIARAN PERS"."""
    said = [token.text for token in tokens if token.kind == "word"]
    return all(map(str.isupper, said)) and sum(len(word) > 3 for word in said) >= _SHOUTED_WORDS


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


_BEFALLEN = re.compile(r"ter[a-z]{5,}")  # "Terguling", of a word that no list has


def _without_derived(name: Name) -> Name | None:
    """A name of a headline without its verbs ("Sahkan APBD"); None where nothing else was one."""
    kept = tuple(word for word in name.words if is_acronym(word) or not _is_verb(word.lower()))
    return replace(name, words=kept) if kept or not name.words else None


def _is_word_with_clitic(word: str) -> bool:
    """Whether a word that opens a sentence is made of an ordinary one: "Pasalnya", "Terlapor", but no "Hermanto"."""
    is_made = word.endswith("nya") or word.startswith(("ter", "ber", "di"))
    return is_made and is_derived(word) and word not in words("given-names")


def _is_verb(word: str) -> bool:
    return is_derived(word) or (bool(_BEFALLEN.fullmatch(word)) and word not in words("given-names"))


def _name(
    text: str, span: Sequence[Token], language: Language, is_acronym: Callable[[str], bool], *, opening: bool
) -> Name | None:
    common = words(_LEXICONS[language])
    parts = [token for token in span if _capital(token)]
    # "H₂O" and "anak²" are no names, though their figures count as letters.
    named = [token for token in parts if token.text.isalpha() or "'" in token.lower]
    proper = [token.text for token in named if token.lower not in common or is_acronym(token.text)]
    if opening and language == "id" and proper[:1] == [parts[0].text] and _is_word_with_clitic(parts[0].lower):
        del proper[0]
    if opening and len(parts) == 1 and parts[0].lower in common and not is_acronym(parts[0].text):
        return None
    if opening and len(parts) == 1 and proper and language == "id" and is_derived(parts[0].lower):
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
