"""Bytes → text: what a file or a pipe holds, in whatever encoding it was saved."""

import codecs
import hashlib
import logging
import re
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transum.document import Layout
from transum.errors import InputError
from transum.inputs import INPUTS, MOST_BYTES, budget, container, text_type

log = logging.getLogger(__name__)

STDIN: Final = "-"
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_UTF8_HINT: Final = "Save it as UTF-8 text, or convert it: iconv -f ENCODING -t UTF-8."
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS: Final = f"Articles are read from {', '.join(row.suffixes[0] for row in INPUTS)} files."
_PICTURE: Final = "Take the words off it first, with tesseract for instance, and give them as text."
_UNPACK: Final = "Unpack it first, and give what is in it."
_HEARD: Final = "Give its subtitles or a transcript: .srt, .vtt or .txt."
_TABLE: Final = "--on ray reads it, a row a text: transum IN.parquet -o OUT.parquet --on ray"
_FOREIGN_FORMATS: Final = (
    (re.compile(rb"PK\x03\x04"), "a ZIP container", _UNPACK),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "an old Microsoft Office file", "Save it as .docx, .odt or .txt."),
    (
        re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|....ftyp(?:avif|hei)", re.DOTALL),
        "a picture",
        _PICTURE,
    ),
    (
        re.compile(rb"\x1f\x8b|BZh[1-9]1AY|\xfd7zXZ|\x28\xb5\x2f\xfd|7z\xbc\xaf|Rar!\x1a|.{257}ustar", re.DOTALL),
        "a packed file",
        _UNPACK,
    ),
    (
        re.compile(
            rb"ID3[\x02-\x04]|\xff[\xfb\xf3]|OggS\0|fLaC|RIFF....(?:WAVE|AVI )|\x1a\x45\xdf\xa3|....ftyp", re.DOTALL
        ),
        "sound or film",
        _HEARD,
    ),
    (re.compile(rb"\x7fELF|MZ.\0|\xcf\xfa\xed\xfe", re.DOTALL), "a program", _OTHERS),
    (re.compile(rb"SQLite format 3\0"), "a database", _OTHERS),
    (re.compile(rb"PAR1"), "a Parquet table", _TABLE),
)
# Typography and accents that Windows-1252 text in Indonesian or English really has.
_EXPECTED_1252: Final = frozenset("‘’“”–—…•€£©®°´·×½¼¾«»\u00a0\u00adéèêëáàâäãåçíìîïñóòôöõúùûüÉÈÁÀÂÄÅÇÍÎÑÓÔÖÚÜßøØæÆ§™²³")


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded input. ``path`` is as the user wrote it (``-`` for standard input); ``sha256`` is of the bytes.

    ``content`` are the words alone where the file holds more; ``encoding`` is then that of its text, or its type
    (``pdf``). ``layout`` takes their translation where it is to become a file of the same kind.
    """

    path: str
    content: str
    encoding: str
    sha256: str
    layout: Layout | None = None


def read(path: str, *, max_bytes: int | None = MOST_BYTES, whole: bool = False, margins: bool = False) -> Text:
    """The text of a file, or of standard input for ``-``: plain, or of one of the formats of ``transum.inputs``.

    ``whole``: of a web page also what is no part of its article; ``margins``: of an office document also its headers,
    footers and the like, which are translated where it becomes one of its own kind.
    Raises ``InputError`` if it is missing, unreadable, larger than ``max_bytes``, empty, undecodable, damaged, of a
    format without a reader, or of one whose library is not installed.
    """
    return text_of(_bytes(path, max_bytes), path, max_bytes=max_bytes, whole=whole, margins=margins)


def text_of(
    data: bytes, path: str, *, max_bytes: int | None = None, whole: bool = False, margins: bool = False
) -> Text:
    """As ``read``, of a file whose bytes are here, at least ``max_bytes + 1`` of a larger one."""
    name = "standard input" if path == STDIN else path
    if max_bytes is not None and len(data) > max_bytes:
        raise InputError(f"{name} is larger than {max_bytes:,} bytes", hint="Divide the text, or raise --max-bytes.")
    sha256 = hashlib.sha256(data).hexdigest()
    if row := container(data, name):
        words, layout = budget.words(row, data, name, margins=margins)
        return Text(path, words, row.name, sha256, layout)
    content, encoding = decode(data, name)
    words, layout = budget.words(text_type(content, path), content, name, whole=whole)
    return Text(path, words, encoding, sha256, layout)


def _bytes(path: str, max_bytes: int | None) -> bytes:
    most = -1 if max_bytes is None else max_bytes + 1
    try:
        if path == STDIN:
            return sys.stdin.buffer.read(most)
        if not path:
            raise InputError("an empty name is no file", hint="Is a variable empty? - reads standard input.")
        with Path(path).open("rb") as stream:
            return stream.read(most)
    except FileNotFoundError as exc:
        address = _ADDRESS.match(path)
        hint = f"curl -sL {shlex.quote(path)} | transum" if address else "Check the name; - reads standard input."
        what = "is an address, and transum fetches no pages" if address else "does not exist"
        raise InputError(f"{path} {what}", hint=hint) from exc
    except IsADirectoryError as exc:
        raise InputError(f"{path} is a folder", hint=f"Name where the results go: transum {path} -o FOLDER") from exc
    except (OSError, ValueError) as exc:  # ValueError: a NUL in the name
        reason = getattr(exc, "strerror", None) or str(exc)
        raise InputError(f"can't read {path}: {reason}", hint="Check the file and its permissions.") from exc


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text in ``data`` and the encoding it was in; a byte order mark is not part of the text.

    Raises ``InputError`` (with ``name`` in the message) if there is no text, or no way to tell what it says.

    >>> decode("naik 5 °C".encode("cp1252"), "a.txt")
    ('naik 5 °C', 'cp1252')
    """
    if not data.strip():
        raise InputError(f"{name} is empty", hint="Give a file with an Indonesian text in it.")
    if foreign := _foreign(data):
        raise InputError(f"{name} is not text but {foreign[0]}", hint=foreign[1])
    text, encoding = _decoded(data, name)
    if _is_binary(text):
        raise InputError(f"{name} is not text but binary data", hint=_OTHERS)
    if not text.strip("\ufeff\u200b\u2060 \t\r\n\f\v\u00a0"):
        raise InputError(f"{name} is empty", hint="Give a file with an Indonesian text in it.")
    return text, encoding


def _foreign(data: bytes) -> tuple[str, str] | None:
    """What these bytes are instead of text, and the way out; None where nothing tells."""
    head = data[:1024]
    readable = [(row.what, _OTHERS) for row in INPUTS if row.magic and row.magic.match(head)]
    return next(iter([*readable, *((what, hint) for magic, what, hint in _FOREIGN_FORMATS if magic.match(head))]), None)


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError as exc:
                raise InputError(f"{name} begins as {encoding}, but byte {exc.start} is not", hint=_UTF8_HINT) from exc
            return text, encoding.removesuffix("-sig")
    wide = _utf16_without_mark(data)
    if wide:
        return wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _mended_utf8(data, name) or _windows_1252(data) or _guessed(data, name)


def _utf16_without_mark(data: bytes) -> tuple[str, str] | None:
    """Latin text in UTF-16 has a zero in every second byte, which no other text has."""
    sample = data[:4096]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if len(data) % 2 == 0 and len(zeros) > 1 and zeros.count(0) > 0.7 * len(zeros):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                return None
    return None


def _mended_utf8(data: bytes, name: str) -> tuple[str, str] | None:
    """UTF-8 with a few broken places (a file cut in mid-character): those become U+FFFD, and a warning says so."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    if whole < 10 * broken:
        return None
    log.warning("%s: %d broken UTF-8 characters were replaced by \ufffd", name, broken)
    return text, "utf-8"


def _windows_1252(data: bytes) -> tuple[str, str] | None:
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    unusual = sum(character > "\x7f" and character not in _EXPECTED_1252 for character in text)
    special = sum(character > "\x7f" for character in text)
    return (text, "cp1252") if unusual == 0 and special < 0.3 * len(text) else None


def _guessed(data: bytes, name: str) -> tuple[str, str]:
    if b"\x00" in data:
        raise InputError(f"{name} is not text but binary data", hint=_OTHERS)
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise InputError(f"the encoding of {name} can't be told", hint=_UTF8_HINT)
    return str(best), best.encoding


def _is_binary(text: str) -> bool:
    """Text has hardly any control characters besides white space; a NUL is in no text."""
    sample = text[:65536]
    control = sum(character < " " and character not in "\t\n\r\f\v\x1b" for character in sample)
    return "\x00" in text or control > 0.02 * len(sample)
