"""What words with capitals in a row consist of: an office, the body or place of which it is the office, who holds it.

Indonesian writes all of them without a comma: "Kepala BNPB Letjen TNI Suharyanto", "Menteri Pemuda dan Olahraga Dito
Ariotedjo". Words are read from the left; tables (``lexicon/glance.tsv``, ``given-names.txt``) say which they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from transum.facts.gazetteer import acronyms, exonyms, is_acronym
from transum.facts.names import Name
from transum.facts.ordinals import roman
from transum.facts.tokens import fold, tokenize
from transum.indonesian.affixes import is_derived
from transum.lexicon import table, words


class PartRole(StrEnum):
    """What a part of such words is."""

    BODY = "body"
    PLACE = "place"
    HOLDER = "holder"
    REST = "rest"  # nothing in front of it says what it is


@dataclass(frozen=True, slots=True)
class NamePart:
    """``text[start:end]`` and its role; ``ranked`` says that a rank or "Pak" stands right in front of it."""

    role: PartRole
    start: int
    end: int
    ranked: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    key: str
    start: int
    end: int


Key = tuple[str, ...]
_LONGEST: Final = 4  # words of a name that tables know
_HOLDER: Final = 2  # words of a person, where nothing tells them from a body's own name
_WORD: Final = re.compile(r"\S+")
_JOINED: Final = re.compile(
    r"(?:, dan |, | dan | & | [Bb]idang )(?=([A-Z][^\W\d_]+))(?:[A-Z][\w'’-]*)(?: [A-Z][\w'’-]*)*"
)
_APPOSED: Final = re.compile(r", (?!Senin|Selasa|Rabu|Kamis|Jum|Sabtu|Minggu)[A-Z]")
_OPENING: Final = frozenset("-–—\"“‘'")
_BRACKET: Final = re.compile(r"\([^()]*\) \Z")
_ABSTRACT: Final = re.compile(r"(?:ke|pe|per|se)\w{4,}(?:an|nya)")  # "Ketertarikan", "Seandainya"
_NUMBERED: Final = re.compile(r"[-/.]?\d")
_AFTER_FIGURE: Final = re.compile(r"\d[-/.]?\Z")


@cache
def said_of(role: str) -> frozenset[str]:
    """The words or phrases that ``lexicon/glance.tsv`` gives a role."""
    return frozenset(row[1] for row in table("glance") if row[0] == role)


def key_of(text: str) -> Key:
    """The folded words of a name, by which its mentions are compared.

    >>> key_of("Kim Jong-un")
    ('kim', 'jong', 'un')
    """
    return tuple(token.lower for token in tokenize(fold(text)) if token.kind != "sign")


@cache
def regions() -> frozenset[Key]:
    """Countries, regions and towns that tables know, but not what else English has a form of its own for."""
    no_places = said_of("none") | said_of("event") | words("given-names")
    heads = said_of("organisation") | said_of("office")
    renamed = {key for row in table("exonyms") if (key := key_of(row[0])) and key[0] not in no_places | heads}
    return frozenset(renamed | {key_of(town) for town in said_of("town")})


@cache
def _titles() -> frozenset[str]:
    """Offices and ranks, and their acronyms: "Menlu", "Kapolri"."""
    offices = said_of("office") | said_of("rank")
    longs = ((row[0], key_of(row[1])) for row in table("acronyms"))
    return offices | {short.lower() for short, long in longs if long and long[0] in offices}


def is_region(named: str) -> bool:
    """Whether tables know it as a place, by its name or its acronym ("Jabar", "AS")."""
    long = next((row[1] for row in table("acronyms") if row[0] == named), "") if named in acronyms() else ""
    return key_of(named) in regions() or (bool(long) and key_of(long) in regions())


def parts_of(text: str, name: Name) -> tuple[NamePart, ...]:
    """The parts of a name of ``text`` that aren't an office, in order.

    >>> from transum.facts.names import names
    >>> text = "Kepala BNPB Letjen TNI Suharyanto tiba."
    >>> [(part.role.value, text[part.start : part.end]) for part in parts_of(text, names(text, "id")[0])]
    [('body', 'BNPB'), ('holder', 'Suharyanto')]
    """
    start, end = reach(text, name)
    said = _words_of(text, start, end)
    while len(said) > 1 and _is_ordinary(said[0].text) and not _leads(said[0].key):
        opens = name.opening or text[:start].rstrip()[-1:] in _OPENING
        if not opens and not (_heads(said[1].key) or said[1].text in acronyms()):
            break
        said = said[1:]
    is_apposed = bool(_APPOSED.match(text, end))
    return tuple(_merged(_read(said, held=_is_held(text, start), is_apposed=is_apposed)))


def reach(text: str, name: Name) -> tuple[int, int]:
    """From where to where the name reaches: letters with figures among them are a word, a field goes to its office.

    "P2TP2A", "Timnas U-23", "Kementerian Hukum dan Hak Asasi Manusia".
    """
    start, end = name.start, name.end
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and (text[end].isalnum() or (text[end - 1] == "U" and _NUMBERED.match(text, end))):
        end += 1
    while (more := _JOINED.match(text, end)) and _is_field(text[start:end].split()) and _is_subject(more[1]):
        end = more.end()
    return start, end


def _is_field(said: Sequence[str]) -> bool:
    """Whether an office or a body leads the words, and a field of its work ends them."""
    bare = [word.lower().strip(".,") for word in said]
    leads = any(word in said_of("organisation") - said_of("bearer") | _titles() for word in bare[:_LONGEST])
    return leads and (_is_subject(said[-1]) or bare[-1] == "koordinator")


def _is_subject(word: str) -> bool:
    """Whether an ordinary word may name what an office is about: "Kesehatan", but not "Budi" or "Kementerian"."""
    lower = word.lower().strip(".,")
    if lower in words("given-names") or lower in said_of("organisation") | said_of("place") | _titles():
        return False
    return lower in said_of("qualifier") or (lower in words("indonesian") and not is_acronym(word))


def _words_of(text: str, start: int, end: int) -> list[_Word]:
    """The words of a name; a code such as "S-781/MK.08" has none, and what a sentence ends with ends it."""
    if _AFTER_FIGURE.search(text[max(0, start - 2) : start]) or (_NUMBERED.match(text, end) and text[end] != "-"):
        return []
    found: list[_Word] = []
    for match in _WORD.finditer(text, start, end):
        word = match[0].strip(".,;:") if len(match[0].rstrip(".")) > 1 else match[0]
        if word and not word[0].isdigit():
            at = match.start() + match[0].find(word)
            found.append(_Word(word, fold(word).rstrip("."), at, at + len(word)))
        if match[0].endswith(".") and len(match[0]) > 2 and found and found[-1].key not in _titles():
            break
    while len(found) > 1 and found[-1].key in said_of("tail"):
        found.pop()
    return found


def _is_ordinary(word: str) -> bool:
    """Whether a word with the capital of a sentence's beginning is no part of the name behind it: "Istri Jumadi"."""
    lower = word.lower()
    is_word = lower in words("indonesian") or is_derived(lower) or bool(_ABSTRACT.fullmatch(lower))
    return is_word and not is_acronym(word) and lower not in words("given-names")


def _heads(key: str) -> bool:
    return key in said_of("organisation") | said_of("place") | _titles()


def _leads(key: str) -> bool:
    return _heads(key) or key in said_of("event") | said_of("former")


def _is_held(text: str, start: int) -> bool:
    """Whether an office in small letters stands right before: "juru bicara KPK", "wakil ketua umum PSSI"."""
    near = text[max(0, start - 120) : start]
    bracket = _BRACKET.search(near)  # "Kepala Badan Penelitian (BPPI) Kemenperin Haris"
    for word in reversed((near[: bracket.start()] if bracket else near).replace(",", "").split(" ")[:-1]):
        if word.lower() in said_of("office"):
            return True
        if word.lower() not in said_of("qualifier") | {"dan"} and not (bracket and word[:1].isupper()):
            return False
    return False


def _read(said: Sequence[_Word], *, held: bool, is_apposed: bool) -> Iterator[NamePart]:
    place, ranked = 0, False
    while place < len(said):
        key = said[place].key
        is_seat = key == "kantor" and place + 1 < len(said) and (said[place + 1].key in said_of("organisation"))
        if key in said_of("former") or (ranked and key in said_of("arm")) or is_seat:
            place += 2 if is_seat and said[place + 1].key == "pusat" else 1
        elif key in _titles() and not (held and key in words("given-names")):
            held, ranked = True, key in said_of("rank") | said_of("honorific") or ranked
            place += 1 + (key == "wali" and said[place + 1 : place + 2] != [] and said[place + 1].key == "kota")
            if key not in said_of("rank") or key == "inspektur":
                place = _behind_field(said, place)
        else:
            is_named = ranked and is_acronym(said[place].text)  # by initials: "Bripka AS"
            role, end = (
                (PartRole.HOLDER, place + 1) if is_named else _next(said, place, held=held, is_apposed=is_apposed)
            )
            yield NamePart(role, said[place].start, said[end - 1].end, ranked)
            place, ranked = end, False


def _behind_field(said: Sequence[_Word], place: int) -> int:
    """Behind the words that say what an office is about, and for its holder one is left: "Menteri Luar Negeri"."""
    while place < len(said) and (_is_subject(said[place].text) or said[place].text in {"dan", "&", "bidang"}):
        if _known(said, place):
            break
        place += 1
    return place + (place < len(said) and said[place].key == "pusat")


def _next(said: Sequence[_Word], place: int, *, held: bool, is_apposed: bool) -> tuple[PartRole, int]:
    """The role of the next part and where it ends; a holder's name ends where another rank begins."""
    end = next((at for at in range(place + 1, len(said)) if said[at].key in said_of("rank")), len(said))
    key, size = said[place].key, _known(said, place)
    is_town = _phrase(said, place, size) in said_of("town") and place + size == end
    if is_town or key in said_of("place"):
        return PartRole.PLACE, end if is_town else _end_of_place(said, place, held=held)
    if key in said_of("organisation"):
        return PartRole.BODY, _end_of_body(said, place, end, held=held and not is_apposed)
    if size and (held or place + size == end or _is_club(said, place, size, end)):
        return (PartRole.BODY if _phrase(said, place, size) in _bodies() else PartRole.PLACE), place + size
    if not held:
        return PartRole.REST, end
    if is_acronym(said[place].text) and not all(word.text.isupper() for word in said if len(said) > 1):
        return PartRole.BODY, place + 1
    return _of_something(said, place, end)


def _of_something(said: Sequence[_Word], place: int, end: int) -> tuple[PartRole, int]:
    """Who holds an office, or, where an acronym or a place stands among the words, what it is the office of.

    "Ketua Ansor DKI Jakarta Abdul Aziz".
    """
    inside = [
        at + max(1, size) for at in range(place + 1, end - 1) if (size := _known(said, at)) or is_acronym(said[at].text)
    ]
    if inside and said[place].key not in words("given-names") and not said[place].text.isupper():
        return PartRole.BODY, min(end - 1, max(inside))
    return PartRole.HOLDER, end


def _phrase(said: Sequence[_Word], place: int, size: int) -> str:
    return " ".join(word.key for word in said[place : place + size])


def _is_club(said: Sequence[_Word], place: int, size: int, end: int) -> bool:
    """Whether a club and its town are all there is: "Persija Jakarta"."""
    club = _phrase(said, place, size) in _bodies()
    return club and place + size + _known(said, place + size) == end


@cache
def _bodies() -> frozenset[str]:
    return said_of("known") | {" ".join(key) for key in exonyms() if key and key[0] in said_of("organisation")}


def _known(said: Sequence[_Word], place: int) -> int:
    """How many words from ``place`` on are a region or a body that tables know."""
    for size in range(min(_LONGEST, len(said) - place), 0, -1):
        span = said[place : place + size]
        phrase = " ".join(word.key for word in span)
        if phrase in _bodies() or tuple(phrase.replace("-", " ").split()) in regions():
            return size
        if size == 1 and is_region(span[0].text):
            return 1
    return 0


def _end_of_place(said: Sequence[_Word], place: int, *, held: bool) -> int:
    if not held:
        return len(said)
    size = _known(said, place) or 1 + max(1, _known(said, place + 1))
    return min(len(said), place + size)


def _end_of_body(said: Sequence[_Word], place: int, end: int, *, held: bool) -> int:
    """A body's name goes on over what it is about and where; a name of its own leaves two words for who heads it."""
    at = place + 1
    if said[place].key in said_of("bearer"):
        known = _known(said, at)
        given = next((n for n in range(at + 1, end) if said[n].key in words("given-names")), end - _HOLDER)
        return at + known if known else max(at + 1, given) if held and end - at > _HOLDER else end
    while at < end:
        key = said[at].key
        is_part = (
            key in said_of("organisation") | said_of("place") | {"dan", "&"}
            or is_acronym(said[at].text)
            or roman(said[at].text, lone=True)
        )
        if size := _known(said, at):
            at += size
        elif is_part or _is_subject(said[at].text) or (not held and key not in _titles()):
            at += 1
        else:
            break
    return at


def _merged(found: Iterator[NamePart]) -> Iterator[NamePart]:
    """Bodies in a row are one, and so are a body and its place: "DPD Partai Golkar Jawa Barat"."""
    last: NamePart | None = None
    for part in found:
        roles = {last.role, part.role} if last else set()
        if last and roles <= {PartRole.BODY, PartRole.PLACE} and part.start - last.end <= 1:
            last = NamePart(PartRole.BODY if PartRole.BODY in roles else PartRole.PLACE, last.start, part.end)
            continue
        if last:
            yield last
        last = part
    if last:
        yield last
