import hashlib
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transum.cli.program import call
from transum.errors import InputError, TransumError
from transum.inputs.decode import decode, read

ARTICLE = "Harga “beras” naik — kata Budi – 5 °C…"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(ARTICLE.encode(), "utf-8", id="utf-8"),
        pytest.param(ARTICLE.encode("utf-8-sig"), "utf-8", id="utf-8-with-mark"),
        pytest.param(ARTICLE.encode("utf-16"), "utf-16", id="utf-16-with-mark"),
        pytest.param(ARTICLE.encode("utf-16-le"), "utf-16-le", id="utf-16-le-without-mark"),
        pytest.param(ARTICLE.encode("utf-16-be"), "utf-16-be", id="utf-16-be-without-mark"),
        pytest.param(ARTICLE.encode("utf-32"), "utf-32", id="utf-32-with-mark"),
        pytest.param(ARTICLE.encode("cp1252"), "cp1252", id="windows-1252"),
    ],
)
def test_encodings_are_recognised(data: bytes, encoding: str) -> None:
    assert decode(data, "a.txt") == (ARTICLE, encoding)


def test_other_encodings_are_left_to_charset_normalizer() -> None:
    russian = "Ким Чен Ын встретится с президентом России во Владивостоке на следующей неделе. " * 3
    text, encoding = decode(russian.encode("koi8-r"), "a.txt")
    assert text == russian
    assert encoding.startswith("koi8")


def test_utf8_cut_in_mid_character_is_mended_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    text, encoding = decode((ARTICLE * 3).encode()[:-1], "cut.txt")
    assert (text, encoding) == ((ARTICLE * 3)[:-1] + "\ufffd", "utf-8")
    assert "cut.txt" in caplog.text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "is empty", id="nothing"),
        pytest.param(b" \r\n\t", "is empty", id="white-space"),
        pytest.param("\ufeff\u200b ".encode(), "is empty", id="invisible"),
        pytest.param(b"%PDF-1.7 ...", "a PDF", id="pdf"),
        pytest.param(b"PK\x03\x04rest", "a ZIP container", id="docx"),
        pytest.param(b"\x7fELF\x02\x01\x01", "a program", id="program"),
        pytest.param(b"abc\x00\x01\x02def" * 20, "binary data", id="nul"),
        pytest.param(bytes(range(1, 9)) * 20, "binary data", id="controls"),
        pytest.param(b"\xff\xfeA\x00\x00\xd8", "begins as utf-16", id="broken-utf-16"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        decode(data, "input.txt")
    assert "input.txt" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "what", "way_out"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n", "a picture", "tesseract", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0", "a picture", "tesseract", id="jpeg"),
        pytest.param(b"GIF89a", "a picture", "tesseract", id="gif"),
        pytest.param(b"RIFF1234WEBP", "a picture", "tesseract", id="webp"),
        pytest.param(b"II*\0", "a picture", "tesseract", id="tiff"),
        pytest.param(b"\x1f\x8b\x08", "a packed file", "Unpack", id="gzip"),
        pytest.param(b"BZh91AY", "a packed file", "Unpack", id="bzip2"),
        pytest.param(b"a".ljust(257, b"\0") + b"ustar", "a packed file", "Unpack", id="tar"),
        pytest.param(b"\xd0\xcf\x11\xe0", "an old Microsoft Office file", ".docx", id="doc"),
        pytest.param(b"ID3\x03", "sound or film", ".srt", id="mp3"),
        pytest.param(b"\0\0\0\x20ftypisom", "sound or film", ".srt", id="mp4"),
        pytest.param(b"\x7fELF", "a program", ".pdf", id="program"),
        pytest.param(b"SQLite format 3\0", "a database", ".pdf", id="database"),
        pytest.param(b"\1\2\3\0", "binary data", ".pdf", id="unknown"),
    ],
)
def test_what_is_no_text_has_a_way_out_of_its_own(data: bytes, what: str, way_out: str) -> None:
    with pytest.raises(InputError, match=f"is not text but {what}") as caught:
        decode(data + bytes(100), "a")
    assert way_out in caught.value.hint


@pytest.mark.parametrize("text", ["MZ itu nama jalan.", "BZhama tikus.", "ID3 adalah tanda.", "GIF8 bukan gambar."])
def test_words_that_begin_as_other_files_do_are_text(text: str) -> None:
    assert decode(text.encode(), "a.txt")[0] == text


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        pytest.param(["{}/empty"], 3, "nothing to translate in", id="empty-folder"),
        pytest.param(["{}/en.txt", "--to", "fr"], 2, "not from id to fr", id="direction-before-the-language"),
        pytest.param(["-", "-"], 2, "only once", id="standard-input-twice"),
        pytest.param(["-", "--from-file", "-"], 2, "only once", id="standard-input-as-text-and-list"),
        pytest.param(["check", "--source", "-", "--target", "-"], 2, "both texts", id="standard-input-as-both"),
        pytest.param(["{}/a.png"], 3, "a picture", id="picture"),
        pytest.param(["/dev/zero"], 3, "larger than", id="endless-text"),
        pytest.param(["check", "--source", "/dev/zero", "--target", "-"], 3, "larger than", id="endless-original"),
        pytest.param(
            ["{}/id.txt", "--glossary", "/dev/zero"], 3, "glossary /dev/zero is larger", id="endless-glossary"
        ),
        pytest.param(
            ["{}/id.txt", "--summarizer", "chat:x", "--prompt", "/dev/zero"], 3, "the prompt", id="endless-prompt"
        ),
        pytest.param(["--from-file", "/dev/zero", "-o", "{}/out"], 3, "names nothing", id="endless-list"),
    ],
)
def test_what_is_wrong_is_said_in_the_order_in_which_it_matters(
    arguments: list[str], code: int, says: str, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "en.txt").write_text("The flood has hit the city, and people leave their homes.", encoding="utf-8")
    (tmp_path / "id.txt").write_text("Banjir merendam rumah warga di Jakarta sejak Senin.", encoding="utf-8")
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    with pytest.raises(TransumError, match=says) as caught:
        call([argument.format(tmp_path) for argument in arguments])
    assert caught.value.exit_code == code
    assert caught.value.hint


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    try:
        text, encoding = decode(data, "input.txt")
    except InputError:
        return
    assert text.strip()
    assert encoding


@given(st.text(min_size=1).filter(lambda text: text.strip() and "\x00" not in text and text.isprintable()))
def test_utf8_is_read_losslessly(text: str) -> None:
    if text.startswith("\ufeff") or text.encode().startswith((b"PK\x03\x04", b"%PDF-", b"{\\rtf")):
        return
    assert decode(text.encode(), "a.txt")[0] == text


def test_a_file_keeps_its_line_ends_and_knows_its_sha256(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"satu\r\ndua\xc2\xa0tiga\n")
    text = read(str(path))
    assert text.content == "satu\r\ndua\u00a0tiga\n"
    assert text.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(lambda _: None, "does not exist", id="missing"),
        pytest.param(lambda path: path.mkdir(), "is a folder", id="folder"),
        pytest.param(lambda path: path.symlink_to(path), "can't read", id="symlink-loop"),
        pytest.param(lambda path: path.write_bytes(b"x" * 11), "larger than 10 bytes", id="too-large"),
    ],
)
def test_unreadable_files_are_input_errors(tmp_path: Path, make: Callable[[Path], object], message: str) -> None:
    path = tmp_path / "a.txt"
    make(path)
    with pytest.raises(InputError, match=message):
        read(str(path), max_bytes=10)


def test_a_name_with_a_nul_is_an_input_error() -> None:
    with pytest.raises(InputError, match="can't read"):
        read("a\x00b")


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Halo dunia.")))
    assert read("-").content == "Halo dunia."
