"""Addresses and other strings that say nothing unless they are copied to the letter.

Web and mail addresses, @handles, #hashtags, file paths, and identifiers such as ``#7879``, ``v1.25.3`` or
``CVE-2024-1234``. ``addresses`` finds them in either language; ``repair_addresses`` puts the original's in the place of
what a model made of them.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from transum.facts.tokens import remembered
from transum.lexicon import words


class Sort(StrEnum):
    """What an address is for; a model turns one into another of its sort."""

    WEB = "address"
    MAIL = "mail address"
    HANDLE = "handle"
    TAG = "hashtag"
    PATH = "file path"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Address:
    """A string that has to stay as it is; ``text`` is ``source[start:end]``."""

    sort: Sort
    text: str
    start: int
    end: int

    @property
    def is_bare_name(self) -> bool:
        """Whether it is a domain written as a name, as newspapers call themselves: "Kompas.com"."""
        return self.sort is Sort.WEB and self.text[0].isupper() and "/" not in self.text


# A label of a domain is bounded: a longer run is no host (RFC 1035), and the search stays linear.
_LABEL: Final = r"[^\W_](?:[\w-]{0,62})"
_MIDDLE: Final = r"[\w.+-]{1,64}"
_END: Final = frozenset(".,;:!?…\"'”’)]}>*")
_BYTE: Final = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_OPENERS: Final = {")": "(", "]": "[", "}": "{"}
# "detikNews", "hitungTotal"; not "keIndonesiaan", "nonMuslim", whose prefix is a word's own.
_INNER_CAPITAL: Final = re.compile(
    r"\b(?!(?:ke|se|di|me|ber|per|ter|pe|non|pra|pasca|anti|antar|pro|multi|sub)[A-Z])[a-z]{2,20}[A-Z][a-z]\w{0,40}\b"
)
_NOT_INSIDE: Final = r"(?<![\w@#/.&-])"


@remembered(8)
def _pattern(between: str) -> re.Pattern[str]:
    """Any address; ``between`` is what may stand behind a point, a slash or an @ inside it: nothing, or a space."""
    suffixes = "|".join(sorted(words("domains"), key=lambda suffix: (-len(suffix), suffix)))
    endings = "|".join(sorted(words("file-endings"), key=lambda ending: (-len(ending), ending)))
    domain = rf"(?:{_LABEL}\.{between}){{1,6}}(?:{suffixes})(?![\w-]|\.\w)"
    path = rf"(?:[/?#][^\s<>\"“”]*(?:(?<=/){between}(?<=\s)[a-z][\w/-]*)?)" if between else r"(?:[/?#][^\s<>\"“”]*)"
    return re.compile(
        rf"(?P<mail>{_NOT_INSIDE}{_MIDDLE}@{between}(?:{_LABEL}\.{between}){{1,6}}[^\W\d_]{{2,24}}(?!\w))"
        rf"|(?P<web>(?:https?|ftp)://[^\s<>\"“”]+|\bwww\.{between}[^\s<>\"“”]+|{_NOT_INSIDE}{domain}{path}?)"
        rf"|(?P<path>{_NOT_INSIDE}(?:[A-Za-z]:\\[^\s<>\"“”]+|(?:~|\.\.?)?/(?:[\w.-]+/)+[\w.-]*"
        rf"|{_NOT_INSIDE}[\w-]+(?:\.[\w-]+)*\.(?:{endings})\b))"
        r"|(?P<tag>(?<![\w&#/])#(?=[\w-]*[^\W\d])\w+)"
        r"|(?P<handle>(?<![\w@./])@\w(?:[\w.]*\w)?)"
        rf"|(?P<identifier>(?<![\w@&#/.])(?:#\d{{3,}}\b|v\d+(?:\.\d+)+\b|{_BYTE}(?:\.{_BYTE}){{3}}(?![\d.]|,\d)"
        rf"|CVE-\d{{4}}-\d+\b|[A-Za-z]\w*_\w+\b|{_INNER_CAPITAL.pattern}|[\da-f]{{8}}(?:-[\da-f]{{4}}){{3}}-[\da-f]{{12}}\b))"
    )


_SORTS: Final = {"mail": Sort.MAIL, "web": Sort.WEB, "path": Sort.PATH, "tag": Sort.TAG, "handle": Sort.HANDLE,
                 "identifier": Sort.IDENTIFIER}  # fmt: skip


def addresses(text: str) -> tuple[Address, ...]:
    """All addresses of ``text``, in order; the full stop and the bracket behind one are not its own.

    >>> [address.text for address in addresses("Lihat kpu.go.id/hasil, tulis ke info@kpu.go.id (#Pemilu2024).")]
    ['kpu.go.id/hasil', 'info@kpu.go.id', '#Pemilu2024']
    """
    return _found(text, "")


@remembered(4096)
def _found(text: str, between: str) -> tuple[Address, ...]:
    if not _MARKS.search(text):
        return ()
    found = []
    for match in _pattern(between).finditer(text):
        own = _without_end(match[0])
        if match.lastgroup and own:
            found.append(Address(_SORTS[match.lastgroup], own, match.start(), match.start() + len(own)))
    return tuple(found)


# Each address has one of these; most sentences have none.
_MARKS: Final = re.compile(r"[@#_/\\]|\.\s?\w|CVE-|-[\da-f]{4}-|[a-z]{2}[A-Z][a-z]")


def _without_end(text: str) -> str:
    """``text`` without the sentence's own marks behind it; a bracket that the address itself opened stays."""
    while text and text[-1] in _END:
        opener = _OPENERS.get(text[-1])
        if opener and text.count(opener) >= text.count(text[-1]):
            break
        text = text[:-1]
    return text


def is_kept(address: Address, text: str) -> bool:
    """Whether ``text`` holds the address as it is, and not as a part of a longer one; capitals don't matter in a name.

    >>> (address,) = addresses("Lihat kpu.go.id/hasil.")
    >>> is_kept(address, "See kpu.go.id/hasil."), is_kept(address, "See kpu.go.id/day.")
    (True, False)
    """
    folded = address.sort is not Sort.PATH and "/" not in address.text
    wanted, where = (address.text.casefold(), text.casefold()) if folded else (address.text, text)
    if address.is_bare_name:
        return wanted.partition(".")[0] in where
    if any(address.text == other.text for other in addresses(text)):
        return True
    at = where.find(wanted)
    while at >= 0:
        before, behind = where[at - 1 : at], where[at + len(wanted) :]
        if not (before.isalnum() or before == "@" != wanted[0]) and not re.match(r"\w|[.@/-]\w", behind):
            return True
        at = where.find(wanted, at + 1)
    return False


def lost_addresses(source: str, target: str) -> tuple[Address, ...]:
    """The addresses of ``source`` that ``target`` doesn't hold as they are.

    Two words without a space between them ("padaSenin") look like a name with a capital inside: those are lost only
    where the target has such a name, too.
    """
    lost = [address for address in addresses(source) if not is_kept(address, target)]
    if any(map(_may_be_two_words, lost)) and not any(
        _INNER_CAPITAL.fullmatch(other.text) for other in strange_addresses(source, target)
    ):
        lost = [address for address in lost if not _may_be_two_words(address)]
    return tuple(lost)


def _may_be_two_words(address: Address) -> bool:
    first = re.match("[a-z]+", address.text) if _INNER_CAPITAL.fullmatch(address.text) else None
    return first is not None and first[0] in words("indonesian")


def strange_addresses(source: str, target: str) -> tuple[Address, ...]:
    """What looks like an address in ``target``, spaces inside allowed, and stands nowhere in ``source``."""
    return tuple(address for address in _found(target, r"\s?") if not is_kept(address, source))


_LIKE: Final = 0.4  # how much of two addresses has to agree for one to be the other's distortion
_MANY: Final = 24  # addresses that are compared with one another


def counterparts(lost: Sequence[Address], strange: Sequence[Address]) -> list[tuple[Address, Address]]:
    """Pairs of a lost address and what it most likely became: of the same sort, none used twice, the likest first.

    The only two of their sort are a pair, however unlike they are: a translated @handle.
    """
    lost, strange = lost[:_MANY], strange[:_MANY]
    sorts = Counter(one.sort for one in lost) + Counter(other.sort for other in strange)
    likeness = sorted(
        ((_likeness(one, other), i, j) for i, one in enumerate(lost) for j, other in enumerate(strange)
         if one.sort is other.sort),
        key=lambda row: (-row[0], row[1:]),
    )  # fmt: skip
    pairs: list[tuple[Address, Address]] = []
    used: set[Address] = set()
    for like, i, j in likeness:
        one, other = lost[i], strange[j]
        if used.isdisjoint((one, other)) and (like >= _LIKE or sorts[one.sort] == len((one, other))):
            used |= {one, other}
            pairs.append((one, other))
    return pairs


def _likeness(one: Address, other: Address) -> float:
    return SequenceMatcher(None, one.text.casefold(), other.text.casefold(), autojunk=False).ratio()


def repair_addresses(source: str, target: str) -> str | None:
    """``target`` with the addresses of ``source`` in the place of what became of them; None where that isn't certain.

    Certain is: every address that was lost has one counterpart, none that was invented is left, and all stand there
    then.

    >>> repair_addresses("Daftar di sscasn.bkn.go.id/daftar.", "Register at scasn.bkn.go.id/ registration.")
    'Register at sscasn.bkn.go.id/daftar.'
    """
    lost, strange = lost_addresses(source, target), strange_addresses(source, target)
    pairs = counterparts(lost, strange)
    if not lost or len(pairs) != len(lost) or len(pairs) != len(strange):
        return None
    for one, other in sorted(pairs, key=lambda pair: -pair[1].start):
        target = target[: other.start] + one.text + target[_end(one, other, target) :]
    return None if lost_addresses(source, target) else target


_SPLIT_OFF: Final = 0.7


def _end(one: Address, other: Address, target: str) -> int:
    """Where in ``target`` what ``one`` became ends: with it, or behind a last piece that was split off as a word."""
    piece = re.compile(r"\s(\w+)").match(target, other.end)
    rest = one.text.removeprefix(other.text)
    if piece and rest != one.text:
        like = SequenceMatcher(None, rest.casefold(), piece[1].casefold(), autojunk=False).ratio()
        return piece.end() if like >= _SPLIT_OFF else other.end
    return other.end
