"""A Word file, opened by LibreOffice: what stands in it is read from the page that LibreOffice prints.

python docs/word.py [FOLDER]

The PDF, and pictures of it where pdftoppm is installed, are left in FOLDER to be looked at.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import pypdf

from transum.assembly import assemble
from transum.choice import Choice
from transum.document import Article
from transum.inputs.decode import read
from transum.outputs.docx import render_docx
from transum.outputs.view import View
from transum.outputs.wording import doubts
from transum.pipeline import prepare

SEED: Final = "seeds/000_1cb966e1a36f34cb.txt"
# Comments become notes of the PDF.
_FILTER: Final = 'pdf:writer_pdf_Export:{"ExportNotes":{"type":"boolean","value":"true"}}'


def main() -> None:
    """Print the first sample article's Word file by LibreOffice; raises ``SystemExit`` for what is missing of it."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    article = assemble(Choice(memory=False)).process(prepare(read(SEED)))
    word = folder / "article.docx"
    word.write_bytes(render_docx(article, View(facts=True)))
    printed = printed_by_libreoffice(word)
    if missing := [text for text in expected(article) if _letters(text) not in printed]:
        raise SystemExit("LibreOffice doesn't show: " + "; ".join(missing))
    if pdftoppm := shutil.which("pdftoppm"):
        command = [pdftoppm, "-r", "80", "-png", str(word.with_suffix(".pdf")), str(folder / "page")]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    print(f"LibreOffice shows all of {word}; look at it in {folder}")


def printed_by_libreoffice(word: Path) -> str:
    """The letters of the PDF that LibreOffice makes of it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        raise SystemExit("LibreOffice is missing: apt-get install libreoffice-writer-nogui")
    with tempfile.TemporaryDirectory() as profile:
        command = [soffice, "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", _FILTER]
        subprocess.run([*command, "--outdir", word.parent, word], check=True, capture_output=True, timeout=300)  # noqa: S603
    pages = pypdf.PdfReader(word.with_suffix(".pdf")).pages
    notes = [str(note.get_object().get("/Contents", "")) for page in pages for note in page.get("/Annots", ())]
    return _letters("".join([*(page.extract_text() for page in pages), *notes]))


def expected(article: Article) -> list[str]:
    """What a reader must find: both languages, the summary, and what the comments say."""
    pairs = article.translation.pairs
    sentences = [text for pair in pairs for text in (pair.source.text, pair.target)]
    summary = [sentence.text for sentence in article.summary.sentences] if article.summary else []
    return [*sentences, *summary, *(finding.message for _, _, finding in doubts(article.translation))]


def _letters(text: str) -> str:
    """Letters and digits alone: lines are broken, and words parted, as the page wants it."""
    return re.sub(r"[\W_]+", "", text)


if __name__ == "__main__":
    main()
