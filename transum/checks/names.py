"""Does the translation carry over the names of the original?"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from transum.checks.pair import Pair, byline
from transum.document import Finding, Kind, Level
from transum.facts.carrier import Carrier
from transum.facts.gazetteer import acronyms, exonyms, is_acronym, is_exonym, longest
from transum.facts.names import Name, names
from transum.facts.near_names import near_names
from transum.facts.ordinals import roman
from transum.facts.parts import said_of
from transum.facts.places import places_added
from transum.facts.tokens import Token, covered, fold, tokenize
from transum.facts.wordtable import english_lemmas, entry
from transum.indonesian.affixes import is_derived
from transum.lexicon import words


def run(pair: Pair) -> Iterable[Finding]:
    """Findings of kind name: for each name of the original that is missing or distorted, each place that is added.

    >>> next(iter(run(Pair("Pejabat Pyongyang itu.", "The Pyongangyang official.")))).message
    'the name “Pyongyang” became “Pyongangyang” in the translation'
    """
    source, definitions = pair.source, pair.definitions
    carrier = Carrier.of(pair.target)
    near = near_names(source, pair.target)
    for ours, theirs in near:
        message = f"the name “{ours.text}” became “{theirs.text}” in the translation"
        spans = (ours.start, ours.end), (theirs.start, theirs.end)
        yield Finding(Kind.NAME, Level.ERROR, ours.text, theirs.text, message, *spans)
    named = covered(len(source), [*((ours.start, ours.end) for ours, _ in near), *filter(None, [byline(source)])])
    seen: set[str] = set()
    for name in names(source, "id"):
        if name.text in definitions and source[name.start - 1 : name.start] == "(" and source[name.end :][:1] == ")":
            continue  # only here to be defined: "Kelompok Kriminal Bersenjata (KKB)"
        for start, end in _lost(name, carrier, definitions):
            part = source[start:end]
            if part not in seen and 1 not in named[start:end]:
                seen.add(part)
                level = Level.WARNING if _is_doubtful(name, part) else Level.ERROR
                message = f"the name “{part}” is missing in the translation"
                yield Finding(Kind.NAME, level, part, "", message, (start, end))

    yield from _broken_up(pair)
    for start, end in places_added(source, pair.target):
        place = pair.target[start:end]
        message = f"the translation names “{place}”, which the original doesn't"
        yield Finding(Kind.NAME, Level.ERROR, "", place, message, target_span=(start, end))


_OFFICE: Final = (
    r"Chairman|Chief|Commissioner|Deputy|Director|General|Governor|Head|Mayor|Minister|Police|President|Regent|Speaker"
)


def _broken_up(pair: Pair) -> Iterable[Finding]:
    """People with an office amid their names: "Khofifah Governor Indar Parawansa"; "BPS Chief Rusman" is none."""
    if not re.search(_OFFICE, pair.target):
        return
    for name in names(pair.source, "id"):
        for first, second in pairwise(token.text for token in tokenize(name.text)):
            if first.lower() not in words("given-names") or not {first, second} <= {*name.words}:
                continue
            if broken := re.search(rf"\b{re.escape(first)} (?:{_OFFICE}) {re.escape(second)}\b", pair.target):
                message = f"the name “{first} {second}” is broken up in the translation: “{broken[0]}”"
                yield Finding(
                    Kind.NAME, Level.ERROR, name.text, broken[0], message, (name.start, name.end), broken.span()
                )


def _is_doubtful(name: Name, part: str) -> bool:
    """Whether ``part`` may be no name at all: the first word of a sentence, in no table; or may be one in English.

    "Jalan Merdeka" is Independence Street to some.
    """
    unknown = not is_acronym(part) and not is_exonym(part) and " " not in part
    is_street = part not in name.words and name.text.split()[0].rstrip(".") in _STREETS
    return is_street or (name.opening and name.text.startswith(part) and unknown)


def _lost(name: Name, carrier: Carrier, definitions: Mapping[str, str]) -> Iterable[tuple[int, int]]:
    """Where the parts of ``name`` stand that ``carrier`` doesn't hold: known phrases, then words; neighbours joined."""
    parts = [token for token in tokenize(name.text) if token.kind == "word"]
    keys = [_known_key(token.text) for token in parts]
    proper = frozenset(name.words) | _given(name, parts) | _street(parts)
    lost: list[tuple[int, int]] = []
    index = 0
    while index < len(parts):
        length = _phrase(keys, index)
        span = parts[index : index + (length or 1)]
        if length and not _is_ordinary(name, span):
            carried = _carried_phrase(tuple(keys[index : index + length]), span, carrier)
        else:
            carried = span[0].text not in proper or _carried_word(span[0].text, carrier, definitions)
        if not carried and lost and lost[-1][1] == index:
            lost[-1] = (lost[-1][0], index + len(span))
        elif not carried:
            lost.append((index, index + len(span)))
        index += len(span)
    return [(name.start + parts[begin].start, name.start + parts[end - 1].end) for begin, end in lost]


# First names that are titles, too, or follow one: "Raja Salman" is King Salman, "Jaksa Agung" the Attorney General.
_ALSO_TITLES: Final = frozenset("agung akbar cucu dewa dini dua hari imam luka raja ratu tegas".split())


def _given(name: Name, parts: Sequence[Token]) -> frozenset[str]:
    """First names that are ordinary words besides, in front of a name that is none: "Bagus" of "Bagus Prasetyo"."""
    given = words("given-names") - _ALSO_TITLES
    return frozenset(
        first.text
        for first, second in pairwise(parts)
        if first.lower in given and second.text in name.words and not is_acronym(second.text)
        if not is_exonym(second.text)
    )


_STREETS: Final = frozenset({"Jalan", "Jl", "Jln"})
# What says which kind of road it is, or where on it: English has words for these.
_ROADS: Final = frozenset(
    "arteri barat baru besar dalam desa kabupaten kampung kota layang lama lingkar lintas nasional negara poros "
    "provinsi raya selatan tengah timur tol trans utama utara".split()
)


def _street(parts: Sequence[Token]) -> frozenset[str]:
    """The first word that a street is named after, though it is an ordinary one: "Jalan Pahlawan"."""
    if len(parts) < 2 or parts[0].text not in _STREETS:
        return frozenset()
    named = parts[1].lower
    titles = said_of("office") | said_of("rank") | said_of("honorific")
    return frozenset() if named in _ROADS | titles or len(named) < 4 else frozenset({parts[1].text})


def _known_key(word: str) -> str:
    """A folded word, without the clitic behind a name that English has a form of its own for: "Jermannya"."""
    key = fold(word)
    bare = key.removesuffix("nya")
    return bare if (bare,) in exonyms() and (key,) not in exonyms() else key


def _is_ordinary(name: Name, span: Sequence[Token]) -> bool:
    """Whether a known name is more likely a word where every first word has a capital: "Bulan lalu"."""
    word = span[0].text
    if len(span) > 1 or not name.opening or span[0].start:
        return False
    renamed = exonyms().get((fold(word),)) != (word,)
    return renamed and word.lower() in words("indonesian") and not is_acronym(word)


def _phrase(keys: Sequence[str], index: int) -> int:
    """How many of the folded words from ``index`` on are a known name."""
    for length in range(min(longest(), len(keys) - index), 0, -1):
        if tuple(keys[index : index + length]) in exonyms():
            return length
    return 0


def _is_office_said(key: tuple[str, ...], carrier: Carrier) -> bool:
    """Whether an office stands there with more of its field: "Tourism and Creative Economy Minister"."""
    if len(key) < 2 or key[0] not in {"menteri", "kementerian"}:
        return False
    forms = [[fold(token.text) for token in tokenize(form) if token.kind == "word"] for form in exonyms()[key]]
    return any(len(form) > 1 and carrier.words.issuperset(form) for form in forms)


def _carried_phrase(key: tuple[str, ...], span: Sequence[Token], carrier: Carrier) -> bool:
    if any(carrier.holds_form(form) for form in exonyms()[key]) or _is_office_said(key, carrier):
        return True
    return all(carrier.holds_word(token.text) for token in span)


_THE_MINISTER: Final = re.compile(r" the minister (?!of |for )")


def _is_minister(forms: Sequence[str], carrier: Carrier) -> bool:
    """Whether the forms of an acronym are a minister's, who is just "the minister" there: "Menkes"."""
    is_one = any(form.endswith(" Minister") for form in forms)
    return is_one and _THE_MINISTER.search(carrier.spaced) is not None


def _is_translated(word: str, carrier: Carrier) -> bool:
    """Whether a word with affixes is no name, and is said in English: "Badan Perfilman" is the Film Agency."""
    key = word.lower()
    if word.isupper() or key in words("given-names") or key in words("indonesian") or not is_derived(key):
        return False
    found = entry(key)
    return found is not None and not found.translations.isdisjoint(english_lemmas(carrier.spaced))


def _carried_word(word: str, carrier: Carrier, definitions: Mapping[str, str]) -> bool:
    if len(word) < 2 or word in words("not-names") or roman(word):
        return True
    if carrier.holds_acronym(word) if word.isupper() and len(word) < 4 else carrier.holds_word(word):
        return True
    forms = acronyms().get(word, ())
    if any(carrier.holds_form(form) for form in forms) or _is_translated(word, carrier) or _is_minister(forms, carrier):
        return True
    long_form = definitions.get(word)
    if long_form:
        key = tuple(fold(token.text) for token in tokenize(long_form) if token.kind == "word")
        return any(carrier.holds_form(form) for form in exonyms().get(key, ())) or not forms
    return False
