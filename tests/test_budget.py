"""Hostile files: each kind of input has some, and all are read within bounds or refused with words and a way out."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_formats import LAUGHS, build_docx, build_epub, build_zip
from transum.errors import InputError
from transum.inputs import INPUTS, apart, budget
from transum.inputs.decode import read

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OPEN = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("o", "office"), ("t", "text"), ("b", "table"))
)
_CUE = "00:00:01,000 --> 00:00:02,000"


def docx(body: str) -> bytes:
    return build_zip({"word/document.xml": f"<w:document {_WORD}><w:body>{body}</w:body></w:document>"})


def odt(body: str) -> bytes:
    root = f"<o:document-content {_OPEN}><o:body><o:text>{body}</o:text></o:body></o:document-content>"
    return build_zip({"content.xml": root})


def page(body: str) -> bytes:
    return f"<html><body>{body}</body></html>".encode()


def epub(body: str) -> bytes:
    return build_epub(**{"OEBPS/bab1.xhtml": page(body)})


def pdf(content: bytes) -> bytes:
    """A page whose content, compressed, is this."""
    data = zlib.compress(content)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream" % (len(data), data),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, places = b"%PDF-1.7\n", []
    for number, entry in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, entry)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(body),
    )
    return body + end


def endless() -> bytes:
    """40 KB that take minutes."""
    return pdf(b"BT /F 9 Tf " + b"(x) Tj " * 4_000_000 + b"ET")


HOSTILE: dict[str, dict[str, Callable[[], bytes]]] = {
    "pdf": {
        "endless": endless,
        "arrays-in-arrays": lambda: pdf(b"[" * 500_000),
        "an-object-that-is-its-own-length": lambda: b"%PDF-1.7\n1 0 obj\n<</Length 1 0 R>>\nstream\n" + b"x" * 99_999,
    },
    "docx": {
        "zeros": lambda: build_zip({"word/document.xml": " " * (50 << 20)}),
        "many-members": lambda: build_zip({f"word/{n}": "" for n in range(10_001)} | {"word/document.xml": ""}),
        "laughs": lambda: build_zip({"word/document.xml": LAUGHS}),
        "deep": lambda: build_zip({"word/document.xml": "<a>" * 100_000 + "</a>" * 100_000}),
        "tables-in-tables": lambda: docx("<w:tbl><w:tr><w:tc>" * 80 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 80),
        "boxes-in-boxes": lambda: docx("<w:p><w:r><w:t>x</w:t>" * 110 + "</w:r></w:p>" * 110),
        "runs": lambda: docx("<w:p>" + "".join(f"<w:r><w:t>{n}</w:t></w:r>" for n in range(60_000)) + "</w:p>"),
        "attributes": lambda: docx("<w:p " + " ".join(f'a{n}=""' for n in range(60_000)) + "><w:r/></w:p>"),
    },
    "odt": {
        "zeros": lambda: build_zip({"content.xml": " " * (50 << 20)}),
        "laughs": lambda: build_zip({"content.xml": LAUGHS}),
        "notes-in-notes": lambda: odt("<t:p><t:note><t:note-body>" * 80 + "</t:note-body></t:note></t:p>" * 80),
        "lists-in-lists": lambda: odt("<t:list><t:list-item>" * 120 + "<t:p>x</t:p>" + "</t:list-item></t:list>" * 120),
        "spaces": lambda: odt("<t:p>" + "".join(f'<t:s t:c="9{n}"/>' for n in range(30_000)) + "x</t:p>"),
    },
    "epub": {
        "laughs-in-the-package": lambda: build_epub(**{"OEBPS/book.opf": LAUGHS}),
        "deep": lambda: epub("<div>" * 9_000 + "Halo"),
        "never-closed": lambda: epub("<p><b><i><a>" * 9_000 + "Halo"),
        "tables-in-tables": lambda: epub("<table><tr><td>" * 9_000 + "Halo"),
    },
    "rtf": {
        "groups": lambda: b"{\\rtf1" + b"{\\b " * 900_000,
        "notes-in-notes": lambda: b"{\\rtf1 " + b"{\\footnote x" * 990 + b"}" * 990,
        "words": lambda: b"{\\rtf1 " + b"\\b a\\b0 b" * 700_000,
        "fonts": lambda: b"{\\rtf1{\\fonttbl" + b"{\\f1 Arial;}" * 99_999 + b"}Halo}",
        "bytes-before-the-start": lambda: b"{\\rtf1 Halo" + b"\\bin-99999999" * 99_999,
    },
    "html": {
        "deep": lambda: page("<div>" * 200_000 + "Halo" + "</div>" * 200_000),
        "deep-and-small": lambda: page("<div>" * 5_000 + "Halo" + "</div>" * 5_000),
        "wide": lambda: page("<p>Halo dunia.</p>" * 30_000),
        "links": lambda: page("<p>" + "<a href=x>Sebuah tautan yang panjang</a> " * 15_000),
        "lines": lambda: page("<p>" + "Kata dia lagi, begitu.<br>" * 19_000),
        "names": lambda: page(('<div class="' + "related-" * 50_000 + '"><p>Halo dunia ini.</p></div>') * 3),
        "captions": lambda: page(("<p>" + "(foto" * 9_000 + "</p>") * 9),
        "dashes-in-the-title": lambda: b"<html><title>" + b"- " * 200_000 + b"</title><p>Halo dunia ini semua.</p>",
        "brackets-in-a-script": lambda: b"<html><script type='application/ld+json'>" + b"[" * 200_000,
        "comments-before-it": lambda: b"<!-- x -->" * 99_999 + b"<html><p>x",
    },
    "subtitles": {
        "cues": lambda: "".join(f"{n}\n{_CUE}\nHalo\n\n" for n in range(30_000)).encode(),
        "one-cue": lambda: f"1\n{_CUE}\n".encode() + b"Halo dunia\n" * 200_000,
        "tags": lambda: f"1\n{_CUE}\n".encode() + b"<b>" * 60_000 + b"Halo",
        "signs": lambda: f"1\n{_CUE}\n".encode() + b"<" * 400_000 + b"Halo",
        "numbers": lambda: f"1\n{_CUE}\nHalo\n".encode() + b"1\n" * 200_000,
        "one-sentence": lambda: b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\ntanpa akhir\n\n" * 30_000,
    },
    "markdown": {
        "quotes": lambda: b"> " * 20_000 + b"a",
        "brackets": lambda: b"[" * 50_000 + b"a" + b"](b)" * 50_000,
        "brackets-in-bounds": lambda: (b"[" * 1_900 + b"a" + b"](b)" * 1_900 + b"\n\n") * 20,
        "stars": lambda: b"*a **b " * 20_000,
        "stars-in-bounds": lambda: (b"*a **b " * 1_000 + b"\n\n") * 20,
        "ticks": lambda: b"\n\n".join(b"`" * n for n in range(1, 1_500)),
        "dollars": lambda: (b"$a " * 3_900 + b"\n\n") * 20,
        "lists-in-lists": lambda: b"\n".join(b" " * 2 * n + b"- a" for n in range(1_000)),
        "cells": lambda: b"|a" * 900 + b"|\n" + b"|-" * 900 + b"|\n" + (b"|a" * 900 + b"|\n") * 40,
        "tags": lambda: (b"<a " * 3_900 + b"\n\n") * 20,
        "aliases": lambda: b"---\n" + b"".join(b"b%d: &b%d [*b%d, *b%d]\n" % (n, n, n - 1, n - 1) for n in range(40)),
        "front-matter-in-brackets": lambda: b"---\ntitle: " + b"[" * 5_000 + b"\n---\nHalo",
    },
    "text": {
        "one-word-a-line": lambda: b"kata\n" * 500_000,
        "no-encoding": lambda: bytes(range(128, 256)) * 20_000,
        "spaces": lambda: b" " * 5_000_000 + b"<",
        "comments": lambda: b"<!--x" * 300_000,
    },
}
_CASES = [
    pytest.param(name, build, id=f"{name}-{case}") for name, cases in HOSTILE.items() for case, build in cases.items()
]
_SCRIPT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
from transum.errors import InputError
from transum.inputs import budget
from transum.inputs.decode import read
budget._SECONDS = 8
try: print("read", len(read(sys.argv[1]).content))
except InputError as error: print("refused", bool(error.hint) and sys.argv[1] in error.message, error.message)
"""


def test_each_kind_of_input_has_hostile_files() -> None:
    assert set(HOSTILE) == {row.name for row in INPUTS}


@pytest.mark.parametrize(("name", "build"), _CASES)
def test_hostile_files_are_read_within_bounds_or_refused(tmp_path: Path, name: str, build: Callable[[], bytes]) -> None:
    suffix = next(row.suffixes[0] for row in INPUTS if row.name == name)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(build())
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, str(path)], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.startswith(("refused True", "read"))


def test_what_takes_too_long_is_given_up_and_the_next_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "_SECONDS", 1)
    long, good = tmp_path / "a.pdf", tmp_path / "b.docx"
    long.write_bytes(endless())
    good.write_bytes(build_docx())
    with pytest.raises(InputError, match=r"a\.pdf takes too long to read") as caught:
        read(str(long))
    assert caught.value.hint
    assert read(str(good)).content


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_a_reader_that_somebody_ended_is_started_again(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(build_docx())
    content = read(str(path)).content
    process = next(one for one in _children(os.getpid()) if _reads(one))
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    assert read(str(path)).content == content


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_reader_dies_with_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(endless())
    script = "import sys; from transum.inputs.decode import read; read(sys.argv[1])"
    parent = subprocess.Popen([sys.executable, "-c", script, str(path)])
    try:
        reader = _child(parent.pid)
    finally:
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 30
    while _is_alive(reader):
        assert time.monotonic() < deadline
        os.sched_yield()


def _child(pid: int) -> int:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for child in _children(pid):
            if _reads(child) and _seconds(child) > 0.5:  # by then it has been given the file
                return child
        os.sched_yield()
    raise AssertionError("no reader was started")


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # threads end while they are listed
            found += map(int, (thread / "children").read_text(encoding="ascii").split())
    return found


def _reads(pid: int) -> bool:
    try:
        return b"transum.inputs.apart" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:  # ended since it was listed
        return False


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_the_reader_warns_of_is_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    told = "Sebuah kalimat yang cukup panjang untuk sebuah cerita, kata seorang pedagang di pasar induk. "
    path = tmp_path / "a.html"
    article = "".join(f"<p>{told * 3}</p>" for _ in range(300))
    path.write_bytes(page(f"<article>{article}</article><section><p>{'Catatan lain sama sekali. ' * 9}</p></section>"))
    assert path.stat().st_size > 1 << 16
    read(str(path))
    assert "1 of 301 paragraphs" in caplog.text


def test_a_bug_of_a_reader_is_none_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is asked here, with its pipes in files."""

    def fail(data: bytes, name: str) -> str:
        raise LookupError(f"{len(data)} bytes of {name}")

    def answer(task: apart.Task) -> apart.Answer:
        asked, answers = tmp_path / "asked", tmp_path / "answers"
        with asked.open("wb") as pipe:
            apart.put(pipe, task)
        with asked.open("rb") as given, answers.open("wb") as taken:
            apart.serve(given, taken)
        with answers.open("rb") as pipe:
            found = apart.take(pipe)
        assert isinstance(found, apart.Answer)
        return found

    monkeypatch.setattr("transum.inputs.apart._limit", lambda *_: None)  # it would be this process's
    monkeypatch.setattr("transum.inputs.docx.read_docx", fail)
    monkeypatch.setattr("transum.inputs.budget._READER.answer", answer)
    path = tmp_path / "a.docx"
    path.write_bytes(build_docx())
    with pytest.raises(
        RuntimeError, match=r"(?s)the reader of a Word file failed on .*a\.docx.*LookupError: \d+ bytes"
    ):
        read(str(path))
    monkeypatch.setattr("transum.inputs.docx.read_docx", lambda data, name: ("Ya.", lambda: (data, name)))
    with pytest.raises(RuntimeError, match="pickle"):
        read(str(path))
