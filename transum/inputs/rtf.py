"""RTF files: the paragraphs in their order, with those in tables and text boxes, and at the end the notes.

Headers, footers, comments, pictures, hidden and deleted text are left out. Read here because the library for it,
striprtf, keeps none of the notes, shows what is hidden, and takes half a minute for a table of 2,000 fonts.
Rich Text Format Specification 1.9.1, Microsoft 2008.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from transum.errors import InputError
from transum.inputs.blocks import Block, Form, story
from transum.inputs.failures import reading, require_words
from transum.inputs.symbols import symbol

_LARGEST: Final = 64 << 20  # bytes, of which pictures are most
_MOST_TOKENS: Final = 2_000_000  # control words and the text between them: a thick book has as many; some ten seconds
_DEEPEST: Final = 1_000  # groups, one in the other

_TOKEN: Final = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<words>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_CODE_PAGES: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
_OF_SYMBOLS: Final = 2
_WRITTEN: Final[Mapping[str, str]] = {
    "line": "\n", "tab": "\t", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "softline": "\n",
    "~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_ENDS: Final[Mapping[str, Form | None]] = {
    "par": None, "sect": None, "page": None, "column": None, "\n": None, "\r": None,
    "cell": Form.CELL, "nestcell": Form.CELL, "row": Form.CELL, "nestrow": Form.CELL,
}  # fmt: skip
_NO_STORY: Final = frozenset(
    "aftncn aftnsep aftnsepc annotation atnauthor atnid atnref atrfend atrfstart background bkmkend bkmkstart bliptag "
    "blipuid colortbl colorschememapping datafield datastore do docvar factoidname falt fchars ffdeftext ffentrymcr "
    "ffexitmcr ffformat ffhelptext ffl ffname ffstattext filetbl fldinst footer footerf footerl footerr ftncn ftnsep "
    "ftnsepc generator header headerf headerl headerr info keycode latentstyles lchars levelnumbers leveltext list "
    "listlevel listname listoverride listoverridetable listpicture liststylename listtable mmathPr nonesttables "
    "nonshppict objalias objclass objdata objname objsect oldcprops oldpprops oldsprops oldtprops panose password pgp "
    "pgptbl pict picprop pn pnseclvl pntxta pntxtb printim private protend protstart revtbl rsidtbl rxe shprslt sn "
    "staticval stylesheet svb sv tc template themedata title txe userprops wgrffmtfilter windowcaption "
    "writereservation writereservhash xe xmlnstbl".split()
)
_STARRED: Final = frozenset({"shpinst", "footnote"})  # what holds words though older programs may pass over it
_HALF: Final = re.compile("[\ud800-\udfff]")
_LIST_MARK: Final = re.compile(r"(?P<mark>[-–—•·▪●○■➢✓]|\(?\w{1,4}[.)])\t\s*")


def read_rtf(data: bytes, name: str) -> str:
    """The text of an RTF file, a blank line between paragraphs; raises ``InputError``."""
    if len(data) > _LARGEST:
        raise InputError(f"{name} is larger than {_LARGEST:,} bytes", hint="Save it without its pictures, or as text.")
    with reading(name, "an RTF file"):
        reader = _Reading()
        reader.take(data.decode("latin-1"))
        return require_words(story([*reader.story.blocks, *reader.notes]), name)


@dataclass(frozen=True, slots=True)
class _Font:
    name: str = ""
    charset: int = 0


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the group closes."""

    is_silent: bool = False
    is_hidden: bool = False
    is_of_fonts: bool = False
    font: int = -1
    replaced: int = 1  # characters behind one in Unicode, for programs that know none


@dataclass(slots=True)
class _Story:
    """The paragraphs of the body, or of a note, as far as they have been read."""

    blocks: list[Block] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    is_heading: bool = False

    def end(self, form: Form | None) -> None:
        line = "".join(self.parts).strip()
        if _HALF.search(line):  # characters beyond U+FFFF are written as two halves
            line = line.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self.parts.clear()
        mark = _LIST_MARK.match(line)
        words = "\n".join(" ".join(part.split()) for part in line[mark.end() if mark else 0 :].split("\n")).strip()
        if mark and words:
            self.blocks.append(Block(f"{mark['mark'] if mark['mark'][-1] in '.)' else '-'} {words}", Form.ITEM))
        elif words:
            self.blocks.append(Block(words, form or (Form.HEADING if self.is_heading else Form.PARAGRAPH)))


class _Reading:
    """A file as far as it has been read."""

    def __init__(self) -> None:
        self.story = _Story()
        self.notes: list[Block] = []
        self._group = _Group()
        self._outer: list[_Group] = []
        self._bodies: list[tuple[int, _Story]] = []  # what goes on once the note of that depth ends
        self._fonts: dict[int, _Font] = {}
        self._code_page = "cp1252"
        self._bytes = bytearray()
        self._to_skip = 0
        self._is_starred = False
        self._control: dict[str, Callable[[int], None]] = {
            "f": self._take_font,
            "fcharset": self._take_charset,
            "uc": lambda number: self._set(replaced=max(0, min(number, 9))),
            "u": self._take_character,
            "v": self._hide,
            "deleted": self._hide,
            "plain": lambda _: self._hide(0),
            "pard": lambda _: self._set_heading(9),
            "outlinelevel": self._set_heading,
            "ansicpg": self._take_code_page,
            "mac": lambda _: self._take_code_page(10000),
            "deff": lambda number: self._set(font=number),
        }

    def take(self, source: str) -> None:
        """The whole file; ends where its outermost group does."""
        position = 0
        for _ in range(_MOST_TOKENS):
            token = _TOKEN.match(source, position)
            if token is None:
                break
            position = token.end()
            if token["word"] == "bin":
                position += max(0, int(token["number"] or 0))
            self._take_token(token)
            if token["brace"] == "}" and not self._outer:
                break
        else:
            raise InputError("it holds too many control words for an article", hint="Save it as text.")
        self._flush()
        self.story.end(None)

    def _take_token(self, token: re.Match[str]) -> None:
        if token["words"]:
            self._take_words(token["words"].encode("latin-1"))
        elif token["byte"]:
            self._take_words(bytes.fromhex(token["byte"]))
        else:
            self._flush()
            self._to_skip = 0
            if token["brace"]:
                self._open() if token["brace"] == "{" else self._close()
            elif token["word"]:
                self._take_control(token["word"], int(token["number"] or 1))
            elif token["sign"]:
                self._take_sign(token["sign"])

    def _take_words(self, words: bytes) -> None:
        skipped = min(self._to_skip, len(words))
        self._to_skip -= skipped
        self._bytes += words[skipped:]

    def _flush(self) -> None:
        """What was read as bytes, as words."""
        if not self._bytes:
            return
        font = self._fonts.get(self._group.font, _Font())
        if self._group.is_of_fonts:
            named = font.name + self._bytes.decode("latin-1").strip("; ")
            self._fonts[self._group.font] = replace(font, name=named[:40])
        elif font.charset == _OF_SYMBOLS:
            self._write("".join(symbol(font.name, f"{byte:x}") if byte > 0x20 else " " for byte in self._bytes))
        else:
            self._write(self._bytes.decode(_CODE_PAGES.get(font.charset, self._code_page), errors="replace"))
        self._bytes.clear()

    def _write(self, words: str) -> None:
        if not (self._group.is_silent or self._group.is_hidden or self._group.is_of_fonts):
            self.story.parts.append(words)

    def _open(self) -> None:
        if len(self._outer) >= _DEEPEST:
            raise InputError(f"it is nested deeper than {_DEEPEST:,} groups", hint="Save it as text.")
        self._outer.append(self._group)

    def _close(self) -> None:
        if self._bodies and self._bodies[-1][0] == len(self._outer):
            note = self.story
            note.end(None)
            self.story = self._bodies.pop()[1]
            mark = f"[{len(self.notes) + 1}]"
            self.notes.append(Block(" ".join([mark, *(block.text for block in note.blocks)])))
            self.story.parts.append(mark)
        if self._outer:
            self._group = self._outer.pop()

    def _set(self, **changes: bool | int) -> None:
        self._group = replace(self._group, **changes)  # type: ignore[arg-type]

    def _hide(self, number: int) -> None:
        if self._group.is_hidden != bool(number):
            self._set(is_hidden=bool(number))

    def _take_sign(self, sign: str) -> None:
        if sign == "*":
            self._is_starred = True
        elif sign in _ENDS:
            self._end(None)
        else:
            self._write(_WRITTEN.get(sign, ""))

    def _take_control(self, word: str, number: int) -> None:
        is_starred, self._is_starred = self._is_starred, False
        if word == "fonttbl":
            self._set(is_of_fonts=True)
        elif word in _NO_STORY or (is_starred and word not in _STARRED):
            self._set(is_silent=True)
        elif word == "footnote" and not self._group.is_silent:
            self._bodies.append((len(self._outer), self.story))
            self.story = _Story()
        elif word in _ENDS:
            self._end(_ENDS[word])
        elif word in _WRITTEN:
            self._write(_WRITTEN[word])
        elif word in self._control:
            self._control[word](number)

    def _end(self, form: Form | None) -> None:
        if not (self._group.is_silent or self._group.is_of_fonts):
            self.story.end(form)

    def _take_font(self, number: int) -> None:
        if self._group.font != number:
            self._set(font=number)
        if self._group.is_of_fonts:
            self._fonts.setdefault(number, _Font())

    def _take_charset(self, number: int) -> None:
        if self._group.is_of_fonts:
            self._fonts[self._group.font] = replace(self._fonts.get(self._group.font, _Font()), charset=number)

    def _take_character(self, number: int) -> None:
        self._to_skip = self._group.replaced
        if -0x8000 <= number < 0x10000 and number:
            self._write(chr(number % 0x10000))

    def _take_code_page(self, number: int) -> None:
        name = {10000: "mac_roman", 65001: "utf-8"}.get(number, f"cp{number}")
        try:
            b" ".decode(name)
        except LookupError:
            return
        self._code_page = name

    def _set_heading(self, level: int) -> None:
        self.story.is_heading = 0 <= level < 9
