"""PDF files, by pypdf in a process of its own.

A PDF is a program of sorts: small ones exist that take hours or all memory to read. Only the operating system can put
an end to that, so the reading is done by ``python -m transum.inputs.pdf``, which is given so much time and memory.
"""

import json
import math
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from transum.errors import InputError
from transum.inputs.failures import MOST_WORDS, reading, require_words
from transum.inputs.pdf_paragraphs import Line, story

if TYPE_CHECKING:
    from pypdf import PageObject

_Printed = tuple[str, float, float, float]  # as ``Line``

_SECONDS: Final = 120  # a page takes about a twentieth
_MEMORY: Final = 2 << 30  # bytes of address space, of which Python and pypdf take a tenth
_MOST_PAGES: Final = 2_000
_DIES_WITH_PARENT: Final = 1  # PR_SET_PDEATHSIG of prctl(2)
_SCANNED: Final = "Its pages are pictures, it seems: give it a text layer first, with ocrmypdf for instance."


def read_pdf(data: bytes, name: str) -> str:
    """The text of a PDF, a blank line between paragraphs; raises ``InputError``, also for a scanned one."""
    with reading(name, "a PDF"):
        pages = _pages(data, name)
        return require_words(story(pages), name, hint=_SCANNED)


def _pages(data: bytes, name: str) -> list[list[Line]]:
    # The modules that are loaded there are those that would be here, and none that lies in the working folder.
    command = [sys.executable, "-P", "-m", __spec__.name]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            # Ctrl-C is for the parent, which lets what is in flight be finished.
            command,
            input=data,
            env=environment,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as exc:
        raise InputError(
            f"{name} takes too long to read ({_SECONDS} s)", hint="Divide it, or save it as text."
        ) from exc
    answer = json.loads(done.stdout) if done.returncode == 0 else {"error": "it takes too much memory"}
    if answer.get("missing"):
        raise ImportError(answer["missing"])
    if "error" in answer:
        raise InputError(
            f"{name} can't be read as a PDF: {answer['error']}", hint=answer.get("hint") or "Save it anew, or as text."
        )
    return [[Line(*line) for line in page] for page in answer["pages"]]


def main() -> None:
    """The child: a PDF on standard input; on standard output, as JSON, the text of its pages or what is wrong."""
    _limit()
    try:
        answer = _read(sys.stdin.buffer.read())
    except ImportError as exc:
        answer = {"missing": str(exc)}
    except Exception as exc:  # noqa: BLE001 - pypdf raises whatever its code meets on a damaged file
        answer = {"error": " ".join(f"{type(exc).__name__}: {exc}".split())[:200]}
    json.dump(answer, sys.stdout)


def _limit() -> None:
    """So much memory and time, and no longer life than the parent's."""
    try:
        import resource
    except ImportError:  # Windows, where only the parent's clock ends it
        return
    for limit, allowed in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS)):
        _, most = resource.getrlimit(limit)
        resource.setrlimit(limit, (allowed if most == resource.RLIM_INFINITY else min(most, allowed), most))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)


def _read(data: bytes) -> dict[str, object]:
    import io
    import logging

    from pypdf import PasswordType, PdfReader

    logging.disable()  # pypdf tells of every oddity that it passes over
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        return {"error": "it is protected with a password", "hint": "Save it without the password."}
    if len(reader.pages) > _MOST_PAGES:
        return {"error": f"it has {len(reader.pages):,} pages, more than {_MOST_PAGES:,}", "hint": "Divide it."}
    pages: list[list[_Printed]] = []
    size = 0
    for page in reader.pages:
        pages.append(list(_lines(page)))
        size += sum(len(line[0]) for line in pages[-1])
        if size > MOST_WORDS:
            break
    return {"pages": pages}


def _lines(page: "PageObject") -> Iterator[_Printed]:
    """The lines of a page in the order in which they were printed."""
    pieces: list[_Printed] = []

    def take(text: str, outer: Sequence[float], inner: Sequence[float], _: object, size: float) -> None:
        x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
        y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
        scale = math.hypot(inner[2] * outer[0] + inner[3] * outer[2], inner[2] * outer[1] + inner[3] * outer[3])
        pieces.append((text, x, y, size * scale))

    page.extract_text(visitor_text=take)
    text, place = "", (0.0, 0.0, 0.0)
    for piece, *where in pieces:
        for part in piece.splitlines(keepends=True):
            if part.strip() and not text.strip():
                place = (where[0], where[1], round(where[2], 1))
            text += part
            if part.endswith("\n"):
                yield text.strip(), *place
                text = ""
    yield text.strip(), *place


if __name__ == "__main__":
    main()
