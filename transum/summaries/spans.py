"""The parts of an Indonesian sentence that can be left out of it so that a sentence remains.

A part is found by marks and by the words that open it: a dateline, a bracket, an aside between commas, a clause in
front of the main one or behind it. Whether it *should* be left out is another question (``compress``). A part is never
offered that negates, hedges, sets a condition or names the source of a claim (``lexicon/compression.tsv``), that cuts
a quotation, or without which no predicate remains.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from transum import lexicon

KINDS: Final = (
    "dateline", "bracket", "connective", "frame", "opening", "aside", "tail", "clause", "circumstance",
)  # fmt: skip

BEFORE: Final = frozenset({"dateline", "connective"})  # these stand before the sentence, not in it

LONGEST: Final = 2000  # characters; what is longer is no sentence but a text without full stops
LEAST: Final = 5  # words that must remain
LEAST_OF_NEWS: Final = 3  # behind a dateline or a connective

_WORD: Final = re.compile(r"\w+(?:[-']\w+)*")
_QUOTE: Final = re.compile(r"[\"“”„]")
_BRACKET: Final = re.compile(r"\s*\([^()]{1,90}\)")
_DATED: Final = re.compile(r"\(\d{1,2}/\d{1,2}(?:/\d{2,4})?\)")
# As in BANDUNG, iNews.id - or Jakarta (ANTARA) - or GAYO LUES | SERAMBI - or BANDUNG, (PR).- before the news.
_DATELINE_WORD: Final = r"(?:[A-Z][\w.'’/&-]*|[a-z][\w-]*\.(?:com|net|id|co)\b[\w.]*|\([^()]{2,30}\)\.?)"
_DATELINE: Final = re.compile(
    rf"{_DATELINE_WORD}(?:(?:,?\s+|\s?[|/]\s?){_DATELINE_WORD}){{0,6}},?\s*(?:-{{1,2}}|[–—])\s+(?=[\"“‘']?[A-Z0-9])"
)
_LABEL: Final = re.compile(r"(?:J|T|A|Q|Jawab|Jawaban|Tanya)\s?:\s+(?=[A-Z\"“])")
_DATED_PLACE: Final = re.compile(
    r"[A-Z][\w.]+(?:\s[A-Z]\w+)?,\s\d{1,2}\s[A-Z][a-z]+\s\d{4}\s*(?:-{1,2}|[–—])\s+(?=[A-Z])"
)
_PAPER: Final = re.compile(r"\w\.(?:com|net|id|co|org|tv)\b|\(\w|^[^a-z]+$|\bCNN\b|\bANTARA\b", re.IGNORECASE)
_SHOUTED: Final = re.compile(r"\b[A-Z]{4,}\b")
_FINAL: Final = re.compile(r"[\s.!?…]*$")
_COMMA: Final = re.compile(r",(?=\s)")
_PREDICATE: Final = re.compile(r"(?:me[mnlrwy]|ber|di|ter)[a-z]{3,}(?:-\w+)?")
# What is the first or the greatest is so among those that the part names.
_RANKED: Final = re.compile(
    r"\b(?:ter(?:besar|tinggi|banyak|kecil|baik|buruk|lama|tua|muda|cepat|panjang|mahal|murah|laris|rendah|parah|kaya"
    r"|luas|berat|kuat|dekat|jauh|baru|populer|penting|padat|lengkap)|paling|pertama|kedua|ketiga|keempat|kelima"
    r"|satu-satunya|ke ?- ?\d+|rekor)\b(?:\W+\w+){0,6}\W*$",
    re.IGNORECASE,
)
# What can't end a sentence: behind it something is to come.
_DANGLING: Final = re.compile(
    r"\b(?:baik|antara|antar|dan|atau|serta|maupun|yang|di|ke|dari|pada|dalam|untuk|dengan|oleh|seperti|sebagai|lebih"
    r"|kurang|hanya|cuma|bahwa|karena|agar|adalah|ialah|yakni|yaitu|para|sang|si|sebuah|seorang|bagi|tentang|terhadap"
    r"|hingga|sampai|sejak|saat|terima kasih|melalui|kepada|per|nomor|pukul|tanggal|pada|bukan|tidak|lebih|sangat)$",
    re.IGNORECASE,
)
# Before these a reader needs what was in front of them.
_CONTRASTS: Final = re.compile(
    r"\s*(?:padahal|tetapi|tapi|namun|sedangkan|melainkan|sehingga|maka|salah satu\w*|antara lain|di antara\w*|termasuk"
    r"|yakni|yaitu|seperti)\b",
    re.IGNORECASE,
)
# What follows these is what they are about.
_FOCUS: Final = re.compile(
    r"\b(?:tidak|tak|bukan|belum|jangan|hanya|cuma|sekadar|justru|lebih|kecuali|selain|bukan hanya)\b", re.IGNORECASE
)
_BOUNDARY: Final = re.compile(
    r",\s|\s(?:tetapi|tapi|namun|sehingga|karena|bahwa|dan|sementara|sedangkan|padahal|melainkan|ketika|saat)\s",
    re.IGNORECASE,
)
_DEGREE: Final = re.compile(r"\s*(?:S|M|Sp|Ph|A|B|D)\.?\s?[A-Z]\w*\.?")
_LONGEST_PART: Final = 0.7  # of a sentence's words: what is longer is not an aside but the news


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a sentence, ``text[start:end]``, commas and spaces that go with it included."""

    start: int
    end: int
    kind: str


@cache
def role(name: str) -> frozenset[str]:
    """The entries of ``lexicon/compression.tsv`` with this role."""
    return frozenset(row[1] for row in lexicon.table("compression") if row[0] == name)


def words_of(text: str) -> list[str]:
    """The words of a text, lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def spans(text: str, *, first: bool = False) -> tuple[Span, ...]:
    """What can be left out of the sentence ``text``, in order; parts may overlap. ``first``: it opens its article.

    >>> text = "Bandung - Harga beras naik 12 persen di Jawa, setelah panen padi merosot."
    >>> [text[span.start : span.end] for span in spans(text, first=True)]
    ['Bandung - ', ', setelah panen padi merosot']
    """
    if len(text) > LONGEST:
        return ()
    found = {span: None for finder in _FINDERS for span in finder(text, first=first) if _may_go(text, span)}
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


def without(text: str, left_out: Sequence[Span]) -> str:
    """The sentence without these parts, on one line, its first letter a capital.

    >>> without("Namun, harga beras naik.", [Span(0, 7, "connective")])
    'Harga beras naik.'
    """
    kept, position = [], 0
    for span in sorted(left_out, key=lambda span: span.start):
        kept.append(text[position : max(position, span.start)])
        position = max(position, span.end)
    joined = " ".join("".join([*kept, text[position:]]).split())
    opened = any(span.start == 0 for span in left_out)
    return joined[:1].upper() + joined[1:] if opened else joined


def stands(text: str, left_out: Sequence[Span]) -> bool:
    """Whether a sentence remains without these parts: a predicate, words enough, and marks in their places."""
    free = [span for span in left_out if span.kind in BEFORE]
    if len(free) == len(left_out):
        return len(words_of(without(text, free))) >= LEAST_OF_NEWS
    rest = without(text, left_out)
    size = len(words_of(without(text, free)))
    # A sentence that begins with a conjunction of its clause, or has marks side by side, is a fragment.
    broken = re.search(r"[,;:]\s*[,;:.]|^[,;:)]|\(\s*\)", rest)
    return not broken and len(words_of(rest)) >= max(LEAST, size * (1 - _LONGEST_PART)) and states(rest)


def opening_words(held: Sequence[str]) -> str:
    """Which of the words that open a part it begins with, or ""."""
    known = role("detail") | role("opening") | role("frame") | role("clause")
    return next((phrase for size in (3, 2, 1) if (phrase := " ".join(held[:size])) in known), "")


def states(text: str) -> bool:
    """Whether a text has a predicate, as far as word forms tell."""
    return any(_is_predicate(word) for word in words_of(text))


def _is_predicate(word: str) -> bool:
    return word in role("verb") or bool(_PREDICATE.fullmatch(word) and word not in role("noverb"))


def _may_go(text: str, span: Span) -> bool:
    """Whether the part holds nothing that must stay, and a sentence remains without it."""
    if span.kind in BEFORE:
        return stands(text, [span])
    return not (_holds_what_stays(text, span) or _is_needed_by_the_rest(text, span)) and stands(text, [span])


def _holds_what_stays(text: str, span: Span) -> bool:
    part = text[span.start : span.end]
    held = set(words_of(part))
    if held & role("kept") or (span.kind != "frame" and held & role("speech")):
        return True
    return part.count("(") != part.count(")") or bool(_QUOTE.search(part)) or _quoted(text, span.start)


def _is_needed_by_the_rest(text: str, span: Span) -> bool:
    """Whether what is in front of the part can't do without it."""
    before = text[: span.start]
    if span.kind in {"tail", "clause", "aside"} and _RANKED.search(before):
        return True
    if span.kind in {"tail", "clause"} and _OPENED.match(text) and not _has_main_clause(before):
        return True
    paired = "maupun" in words_of(text[span.start : span.end]) and "baik" in words_of(before)
    return paired or bool(_DANGLING.search(before.rstrip()))


def _has_main_clause(text: str) -> bool:
    """Whether a sentence's beginning, which opens with an adverbial, gets to its news: "Menurut polisi, ia tewas"."""
    return any(_main_clause(text, comma) for comma in _commas(text))


def _quoted(text: str, index: int) -> bool:
    """Whether a quotation is open at ``index``."""
    before = text[:index]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _datelines(text: str, *, first: bool) -> Iterator[Span]:
    """Where the news is from, and in an interview the label of who answers."""
    if label := _LABEL.match(text):
        yield Span(0, label.end(), "dateline")
        return
    match = _DATELINE.match(text)
    if not match or len(match[0]) > 80:
        match = _DATED_PLACE.match(text)
    if match is None:
        return
    if first or _PAPER.search(match[0]) or _SHOUTED.search(match[0]):
        yield Span(0, match.end(), "dateline")


def _brackets(text: str, *, first: bool) -> Iterator[Span]:
    del first
    for match in _BRACKET.finditer(text):
        # A weekday without its date says nothing a week later: it goes with its day or stays.
        if not _DATED.fullmatch(match[0].strip()):
            yield Span(match.start(), match.end(), "bracket")


@cache
def _openings(name: str) -> re.Pattern[str]:
    phrases = sorted(role(name), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


def _connectives(text: str, *, first: bool) -> Iterator[Span]:
    del first
    match = _openings("connective").match(text)
    if match and (comma := re.compile(r",\s+").match(text, match.end())):
        yield Span(0, comma.end(), "connective")


def _frames(text: str, *, first: bool) -> Iterator[Span]:
    """Where the paper has it from, in front of the news or behind it."""
    del first
    match = _openings("frame").match(text)
    commas = _commas(text)
    if match:
        for comma in commas[:4]:
            if _main_clause(text, comma):
                yield Span(0, comma + 1 + _gap(text, comma + 1), "frame")
                break
    for comma in commas:
        tail = re.compile(r",\s+").match(text, comma)
        if tail and _openings("frame").match(text, tail.end()) and " dari" not in text[:comma][-6:]:
            yield Span(comma, _end(text), "frame")
            break


def _leading(text: str, *, first: bool) -> Iterator[Span]:
    del first
    if not _openings("opening").match(text):
        return
    for comma in _commas(text)[:3]:
        if _main_clause(text, comma):
            yield Span(0, comma + 1 + _gap(text, comma + 1), "opening")
            break


def _asides(text: str, *, first: bool) -> Iterator[Span]:
    """What stands between two commas, or dashes: more about what is in front of it."""
    del first
    commas = _commas(text)
    for one, other in pairwise(commas):
        inner = text[one + 1 : other].strip()
        if _listed(text, commas, one) or not inner:
            continue
        behind = text[other + 1 :]
        if _JOINING.match(inner) or _CONTRASTS.match(behind) or _DEGREE.match(behind) or _TITLED.match(inner):
            continue
        if _LISTING.match(inner) and behind.lstrip()[:1].isupper():
            continue  # "kejuaraan, seperti Liga Champions, Piala UEFA, atau …": a list that goes on
        ends_opening = bool(_OPENED.match(text)) and _main_clause(text, other)
        if _WHERE.match(inner) and behind.lstrip()[:1].isupper() and not ends_opening:
            continue  # "Andri, dari RS Omni, Tangerang mengatakan": the place goes on behind the comma
        if _openings("detail").match(inner) or _role_before(text[:one], inner):
            # Behind an opening phrase the second comma is the one that the sentence needs.
            yield Span(one, other if ends_opening else other + 1, "aside")
    for match in re.finditer(r"\s(?:--|[–—])\s[^–—]{3,100}?\s(?:--|[–—])(?=\s)", text):
        yield Span(match.start(), match.end(), "aside")


_OPENED: Final = re.compile(
    r"(?:menurut|berdasarkan|mengutip|dikutip|dilansir|melansir|setelah|usai|saat|ketika|sejak|dalam|pada|di|dengan"
    r"|untuk|sebagai|jika|bila|apabila|kalau|meski|meskipun|walau|tak lama|sebelum|selain|karena|di\w{4,})\b",
    re.IGNORECASE,
)


_JOINING: Final = re.compile(r"(?:dan|serta|sementara|sedangkan|sehingga)\b", re.IGNORECASE)
_LISTING: Final = re.compile(
    r"(?:seperti|termasuk|antara lain|di antaranya|yakni|yaitu|khususnya|terutama)\b", re.IGNORECASE
)
_WHERE: Final = re.compile(
    r"(?:di|dari|ke|pada|kota|kabupaten|kecamatan|desa|kelurahan|jalan|jl|provinsi|dusun)\b", re.IGNORECASE
)
_TITLED: Final = re.compile(r"(?:dr|drs?|drg|ir|prof|hj?)\b\.?\s+[A-Z]", re.IGNORECASE)


def _role_before(before: str, inner: str) -> bool:
    """Whether ``inner`` is in small letters and follows a name: "Taufik Hidayat, legenda bulu tangkis,"."""
    last = before.split()[-1:] or [""]
    return inner[:1].islower() and last[0][:1].isupper() and not states(inner)


def _tails(text: str, *, first: bool) -> Iterator[Span]:
    """What stands behind the last commas."""
    del first
    commas = _commas(text)
    for comma in commas:
        inner = text[comma + 1 :].lstrip()
        opening = _openings("detail").match(inner)
        if not opening or _listed(text, commas, comma):
            continue
        joins = opening[1].lower() in {"dan", "serta"}
        if joins and comma != commas[0]:  # the end of a list
            continue
        clause = joins or opening[1].lower() in {"sementara", "sedangkan"}
        if not clause or _is_predicate((words_of(inner[opening.end() :]) or [""])[0]):
            yield Span(comma, _end(text), "tail")


def _clauses(text: str, *, first: bool) -> Iterator[Span]:
    """A clause at the end that no comma sets off."""
    del first
    pattern = re.compile(rf"\s({'|'.join(map(re.escape, sorted(role('clause'))))})\s", re.IGNORECASE)
    for match in pattern.finditer(text):
        own = _BOUNDARY.split(text[: match.start()])[-1]
        if states(own) and not _FOCUS.search(own):
            yield Span(match.start(), _end(text), "clause")


# "kata Konsul Jenderal RI di New York, Abdul Qadir": the name of who holds the office comes behind its place.
_OFFICE: Final = re.compile(
    r"(?:kepala|ketua|wakil|direktur|konsul|duta|menteri|sekretaris|manajer|juru|gubernur|bupati|wali|camat|komandan"
    r"|pengamat|dosen|peneliti|anggota|koordinator|kap\w+|kab\w+|kas\w+|humas|ceo)\b",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(r",\s+(?!(?:Jakarta|Jawa|Kabupaten|Kota|Jalan|Gedung)\b)[A-Z][a-z]+\s[A-Z][a-z]+")


def _circumstances(text: str, *, first: bool) -> Iterator[Span]:
    """Where and when something was said, behind the speaker: ``kata Budi di Jakarta, Senin (27/3)``."""
    del first
    closing = max(text.rfind('"'), text.rfind("”"))
    if closing < 0:
        return
    verb = _openings("speech").match(text[closing + 1 :].lstrip(" ,"))
    if not verb:
        return
    pattern = re.compile(
        r"(?:,\s+|\s)(?:di|dalam|saat|ketika|usai|seusai|setelah|kepada|melalui|lewat|pada|dikutip|seperti|senin|selasa"
        r"|rabu|kamis|jumat|sabtu|minggu)\b",
        re.IGNORECASE,
    )
    speaker = closing + 1 + len(verb[0]) + 2
    match = pattern.search(text, speaker)
    if match and not (_OFFICE.match(text[speaker:].lstrip()) and _NAMED.search(text, match.start())):
        yield Span(match.start(), _end(text), "circumstance")


_FINDERS: Final = (
    _datelines, _brackets, _connectives, _frames, _leading, _asides, _tails, _clauses, _circumstances,
)  # fmt: skip


def _commas(text: str) -> list[int]:
    """Where commas stand that no quotation or bracket holds."""
    depth = quoted = 0
    found = []
    for index, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth = max(0, depth - 1)
        elif char == '"':
            quoted = 1 - quoted
        elif char in "“”":
            quoted = int(char == "“")
        elif char == "," and not depth and not quoted and text[index + 1 : index + 2].isspace():
            found.append(index)
    return found


def _listed(text: str, commas: Sequence[int], comma: int) -> bool:
    """Whether the comma is one of a list's: a short part follows it, or one that ends in ``dan``."""
    place = commas.index(comma)
    behind = text[comma + 1 : commas[place + 1] if place + 1 < len(commas) else _end(text)]
    next_part = text[commas[place + 1] + 1 :].lstrip() if place + 1 < len(commas) else ""
    if re.match(r"(?:dan|serta|atau|maupun)\b", next_part, re.IGNORECASE):
        return True
    opened = _openings("detail").match(behind.strip())
    if opened and _WHERE.match(behind.strip()) and opened[1].lower() not in {"di", "dari", "ke", "pada"}:
        opened = None  # "Kab. Banjar, Kota Banjarbaru dan Kota Banjarmasin"
    return not opened and bool(re.search(r"\b(?:dan|serta|atau)\b", behind))


def _main_clause(text: str, comma: int) -> bool:
    """Whether what follows the comma has a subject and a predicate before its own first comma."""
    commas = [other for other in _commas(text) if other > comma]
    part = text[comma + 1 : commas[0] if commas else _end(text)]
    tokens = words_of(part)
    if len(tokens) < 3 or tokens[0] in {"dan", "serta", "atau", "yang", "tetapi", "tapi", "namun"}:
        return False
    if tokens[0] in role("detail") | role("opening") - {"salah satu", "warga", "anak", "sebuah", "seorang"}:
        return False
    return any(_is_predicate(token) for token in tokens[1:])


def _gap(text: str, index: int) -> int:
    return len(text[index:]) - len(text[index:].lstrip())


def _end(text: str) -> int:
    """Where the final marks of the sentence begin."""
    match = _FINAL.search(text)
    return match.start() if match else len(text)
