"""PDF files, by pypdf in a process of its own.

A PDF is a program of sorts: small ones exist that take hours or all memory to read. Only the operating system can put
an end to that, so the reading is done by ``python -m transum.inputs.pdf``, which is given so much time and memory.
"""

import json
import os
import subprocess
import sys
from typing import Final

from transum.errors import InputError
from transum.inputs.failures import MOST_WORDS, reading, require_words
from transum.inputs.pdf_paragraphs import story

_SECONDS: Final = 120  # a page takes about a twentieth
_MEMORY: Final = 2 << 30  # bytes of address space, of which Python and pypdf take a tenth
_MOST_PAGES: Final = 2_000
_SCANNED: Final = "Its pages are pictures, it seems: give it a text layer first, with ocrmypdf for instance."


def read_pdf(data: bytes, name: str) -> str:
    """The text of a PDF, a blank line between paragraphs; raises ``InputError``, also for a scanned one."""
    with reading(name, "a PDF"):
        pages = _pages(data, name)
        return require_words(story(pages), name, hint=_SCANNED)


def _pages(data: bytes, name: str) -> list[str]:
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
    return list(answer["pages"])


def main() -> None:
    """The child: a PDF on standard input; on standard output, as JSON, the text of its pages or what is wrong."""
    _limit_memory()
    try:
        answer = _read(sys.stdin.buffer.read())
    except ImportError as exc:
        answer = {"missing": str(exc)}
    except Exception as exc:  # noqa: BLE001 - pypdf raises whatever its code meets on a damaged file
        answer = {"error": " ".join(f"{type(exc).__name__}: {exc}".split())[:200]}
    json.dump(answer, sys.stdout)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows, where only the time is limited
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if most == resource.RLIM_INFINITY else min(most, _MEMORY), most))


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
    pages: list[str] = []
    for page in reader.pages:
        pages.append(page.extract_text())
        if sum(map(len, pages)) > MOST_WORDS:
            break
    return {"pages": pages}


if __name__ == "__main__":
    main()
