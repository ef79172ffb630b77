"""Where a sentence ends: the rules of Indonesian, which with the words of English are those of English.

A text is read once from left to right. Whether a mark ends the sentence depends on what the sentence holds so far and
on the word behind the mark, never on earlier sentences: so a sentence that is segmented again stays one sentence.
"""

import re
import unicodedata
from collections.abc import Iterator

from transum.document import INDONESIAN
from transum.lexicon import words
from transum.segment.abbreviations import Stop, listed, stop_after
from transum.segment.enclosures import OPENING, closing, opens
from transum.segment.whitespace import GAP, STRIPPED

_TERMINAL = ".!?…。！？"
_EVENT = re.compile(rf"[{_TERMINAL}]+|[{re.escape(OPENING)}]")
_LETTERS = re.compile(r"[^\W\d_]+")
_VISIBLE_WORD = re.compile(r"\w")
_GAP = re.compile(f"{GAP}*")
_OPENERS = re.compile(f"(?:[\"“”„«»'‘’`(\\[{{]{GAP}?){{0,4}}")
_CLOSERS = re.compile(f"[)\\]}}”’»]|[\"'](?=[^\\w]|$)|{GAP}[”»](?={GAP}|$)")
# "1." or "a." at the start of a sentence is the mark of a list item.
_MARKER = re.compile(r"(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\.")
_NUMBER = re.compile(r"\d|[IVXLC]+\b")
# What goes on so is the number of a rule: "Peraturan Bapepam No. XI. B. 02".
_RULE_CODE = re.compile(rf"[A-Z]\.{GAP}?\d")
_SPACED_QUOTE = re.compile(f'{GAP}"(?={GAP}|$)')
_INLINE_MARKER = re.compile(rf"[:;]{GAP}*\(?(?:\d{{1,2}}|[a-z])\Z")
# The mark of a footnote behind the stop: "pantai.1 Suatu", "persen.¹ Inflasi", "[1]".
_NOTE = re.compile(
    rf"(?:[¹²³⁰⁴-⁹]{{1,3}}|{GAP}?(?:\[\d{{1,3}}(?:{GAP}?[-–,]{GAP}?\d{{1,3}})?\]){{1,3}}|(?P<plain>[1-9]\d?\)?|\*{{1,3}}))"
    rf"(?={GAP}+[\"“‘]?[A-Z]|{GAP}*\Z)"
)
_NOTED = re.compile(r"[a-z]{4,}[.!?][\"”’'»)]*\Z")
# An item of a list that goes on in the line: "1. Beras 2. Gula". What is named with a number is no item.
_ITEM = re.compile(r"(\d{1,2})\.")
_ITEM_NUMBER = re.compile(rf"(?P<before>\w+[\"”’')]?){GAP}+(?P<number>\d{{1,2}})\Z")
_NUMBERED = frozenset(
    "angka artikel ayat bab bagian butir gambar hal halaman huruf ke kelas lampiran nomor no pasal peringkat point "
    "poin seri tabel tahun tanggal tgl tingkat chapter class figure number page part point section step table".split()
)
# Behind the short word for a company, which its name follows, hardly anything but these opens a sentence.
_COMPANY = re.compile(r"\b(?:PT|CV|UD|Fa)\Z")
_BEHIND_COMPANY = frozenset("Ia Dia Mereka Kami Kita Saya Beliau Namun Tetapi Tapi Meski Sebelumnya Sementara".split())
# What an hour is told more exactly with: "9 a.m. Monday", "8 p.m. EST".
_BEHIND_HOUR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri Sat Sun January February March April "
    "May June July August September October November December GMT UTC EST EDT ET CST CDT CT MST MDT MT PST PDT PT BST "
    "CET CEST IST JST WIB WITA WIT Eastern Central Mountain Pacific Western Jakarta London".split()
)
_DEGREE = re.compile(r"(?:[SMA]|Sp)\.[A-Z]")  # behind another one: "Iwan S.Hut. M.M. menyebut"
_PARTNERS = re.compile(rf"&{GAP}?Co\Z")
_CASE_NUMBER = re.compile(r"\W*\d+/[A-Z]\S{0,40}/\d{4}/")  # of a court: "87/Pid.Sus/2023/PN.Jkt.Pst"
_REST_OF_NUMBER = 40
_DOMAINS = frozenset({"co", "com", "id", "net", "org", "go", "ac", "tv", "info", "news", "io", "web", "sch"})
_OPENS_SENTENCE = "#@*•§"


def sentence_spans(text: str, language: str = INDONESIAN) -> Iterator[tuple[int, int]]:
    """The sentences of a paragraph in Indonesian or English, as ``(start, end)``; only white space is left between.

    >>> list(sentence_spans("Ia dr. Budi. Kami tidak."))
    [(0, 12), (13, 24)]
    """
    text = text.rstrip(STRIPPED)
    begin = position = _skip(text, 0)
    core = _first_word(text, begin)
    in_quotation = False
    while event := _EVENT.search(text, position):
        mark, position = event.span()
        if text[mark] not in _TERMINAL:
            end = closing(text, mark)
            if end is None:
                in_quotation |= text[mark] == '"' and opens(text, mark)
                continue
            position = end + 1
            if (found := _mark_before(text, core, mark, end)) is None:
                continue
            mark = found
        elif in_quotation and (quote := _SPACED_QUOTE.match(text, position)):
            position = quote.end()
            in_quotation = False
        position = _behind_note(text, core, mark, _behind_closers(text, position), language)
        if (item := _next_item(text, core, mark)) is not None:
            yield begin, len(text[:item].rstrip(STRIPPED))
            begin = core = item
            continue
        if _is_end(text, core, mark, position, language):
            yield begin, position
            begin = position = _skip(text, position)
            core = _first_word(text, begin)
    if begin < len(text):
        yield begin, len(text)


def _first_word(text: str, begin: int) -> int:
    match = _VISIBLE_WORD.search(text, begin)
    return match.start() if match else len(text)


def _skip(text: str, position: int) -> int:
    match = _GAP.match(text, position)
    return match.end() if match else position


def _behind_closers(text: str, position: int) -> int:
    while match := _CLOSERS.match(text, position):
        position = match.end()
    return position


def _behind_note(text: str, core: int, mark: int, position: int, language: str) -> int:
    """Behind the mark of a footnote at ``position``, if there is one; figures only behind a whole word."""
    note = _NOTE.match(text, position)
    if note is None or (note["plain"] and not _NOTED.search(text, max(core, mark - 40), position)):
        return position
    is_word = text[mark] != "." or stop_after(text, core, mark, language) is Stop.ORDINARY
    return note.end() if is_word else position


def _next_item(text: str, core: int, mark: int) -> int | None:
    """Where the number begins that the stop at ``mark`` belongs to, if it opens the item behind the one at ``core``."""
    item = _ITEM.match(text, core) if text[mark] == "." else None
    found = _ITEM_NUMBER.search(text, max(core, mark - 60), mark) if item and mark > item.end() else None
    if item is None or found is None or int(found["number"]) != int(item[1]) + 1:
        return None
    following = _skip(text, mark + 1)
    is_open = following > mark + 1 and text[following : following + 1].isupper()
    is_inside = found.start("before") >= item.end() and found["before"].lower() not in _NUMBERED
    return found.start("number") if is_open and is_inside else None


def _mark_before(text: str, core: int, start: int, end: int) -> int | None:
    """Where the mark stands that ends the quotation or bracket ``text[start:end + 1]``, if one does."""
    inside = text[start + 1 : end].rstrip(STRIPPED + "\"”'’)")
    mark = start + 1 + len(inside.rstrip(_TERMINAL))
    if mark == start + 1 + len(inside):
        return None
    in_sentence = text[start] in "([{" and core < start
    # "(Amir, Budi dll.)" inside a sentence is a part of it; "(Ia sudah lama pergi.)" is a sentence.
    return None if in_sentence and len(inside.split()) < 4 else mark


def _is_end(text: str, core: int, mark: int, end: int, language: str) -> bool:
    """Whether the sentence that began at ``core`` ends at ``end``, behind the mark at ``mark``."""
    following = _skip(text, end)
    opened = _OPENERS.match(text, following)
    word = opened.end() if opened else following
    if word >= len(text) or mark <= core or _MARKER.fullmatch(text, core, mark + 1):
        return False
    openers = text[following:word]
    if following == end:
        return _is_glued_end(text, core, mark, word, language, bracket=_has_bracket(openers))
    if not (_has_bracket(openers) or _can_open(text, word)):
        return False
    if text[mark] == "!":
        return stop_after(text, core, mark + 1, language) is not Stop.INNER  # "Yahoo! Messenger"
    return (
        text[mark] != "."
        or text[mark : mark + 2] == ".."
        or _stop_ends(text, core, mark, word, openers=openers, language=language)
    )


def _has_bracket(openers: str) -> bool:
    return "(" in openers or "[" in openers


def _can_open(text: str, index: int) -> bool:
    """Whether a sentence can open with the character at ``index``: a capital, a digit, a symbol, ``iPhone``."""
    char = text[index]
    if char.islower():
        match = _LETTERS.match(text, index)
        return bool(match and any(letter.isupper() for letter in match[0]))
    return char in _OPENS_SENTENCE or (unicodedata.category(char)[0] in "LNS" and char not in "+=<>|~^")


def _stop_ends(text: str, core: int, mark: int, word: int, *, openers: str, language: str) -> bool:
    """Whether the single full stop at ``mark`` ends a sentence, white space and then ``word`` behind it."""
    if _INLINE_MARKER.search(text, max(core, mark - 8), mark) or _RULE_CODE.match(text, word):
        return False
    match stop_after(text, core, mark, language):
        case Stop.INNER | Stop.WEAK as stop:
            is_open = stop is Stop.WEAK and _opens_sentence(text, word, language)
            return is_open or _ends_company(text, core, mark, word)
        case Stop.BEFORE_NUMBER:
            return not _NUMBER.match(text, word)
        case Stop.FINAL:
            return not (text[word].isdigit() or _has_bracket(openers) or _DEGREE.match(text, word))
        case Stop.HOUR:
            following = _LETTERS.match(text, word)
            return following is not None and following[0] not in _BEHIND_HOUR
        case Stop.ORDINARY:
            return True


def _opens_sentence(text: str, word: int, language: str) -> bool:
    """Whether a word follows that opens sentences; a letter with a stop of its own is an initial ("J. A. Smith")."""
    following = _LETTERS.match(text, word)
    if following is None or following[0] not in listed("starters", language):
        return False
    return len(following[0]) > 1 or text[following.end() : following.end() + 1] != "."


def _ends_company(text: str, core: int, mark: int, word: int) -> bool:
    """Whether the sentence ends although the stop belongs to a word for a company: "di PT. Ia", "& Co. Kontrak"."""
    following = _LETTERS.match(text, word)
    if following is None:
        return False
    if _PARTNERS.search(text, max(core, mark - 5), mark):
        return following[0].lower() in words("indonesian")
    return following[0] in _BEHIND_COMPANY and _COMPANY.search(text, max(core, mark - 3), mark) is not None


def _is_glued_end(text: str, core: int, mark: int, word: int, language: str, *, bracket: bool) -> bool:
    """Whether a sentence ends although no white space follows ("baru-baru ini.Kunjungan", but not "KOMPAS.com")."""
    following = _LETTERS.match(text, word)
    if not bracket and not (following and len(following[0]) > 1 and following[0].istitle()):
        return False
    token = text[max(core, mark - 100) : mark].rstrip("\"”'’»)]")
    token = token.rsplit(None, 1)[-1] if token.strip() else ""
    if "://" in token or "@" in token or token.lower().startswith("www."):
        return False
    if _CASE_NUMBER.match(token + text[mark : mark + _REST_OF_NUMBER]):
        return False
    if following and (following[0].lower() in _DOMAINS or text[following.end() : following.end() + 1] == "@"):
        return False
    before = token[-2:]
    stop = stop_after(text, core, mark, language) if text[mark] == "." else Stop.ORDINARY
    if stop in {Stop.FINAL, Stop.HOUR} and following:
        return _opens_sentence(text, word, language)
    return stop in {Stop.ORDINARY, Stop.BEFORE_NUMBER} and (
        before.islower() or (before.isupper() and len(before) > 1) or before[-1:].isdigit()
    )
