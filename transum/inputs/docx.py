"""Word files (docx): the paragraphs of the story in their order, those in tables and text boxes too.

Headers, footers, notes and comments are left out. Of tracked changes what was inserted counts, what was deleted not.
"""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from transum.inputs.archive import opened, tree
from transum.inputs.failures import require_words

if TYPE_CHECKING:
    from lxml.etree import _Element

MAIN: Final = "word/document.xml"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read_docx(data: bytes, name: str) -> str:
    """The text of a Word file, a blank line between paragraphs; raises ``InputError``."""
    with opened(data, name, "a Word file") as archive:
        for member in archive.namelist():  # python-docx reads them all
            if member.endswith((".xml", ".rels")):
                tree(archive, member)
        import docx as library

        body = library.Document(io.BytesIO(data)).element.body
        return require_words("\n\n".join(filter(None, _paragraphs(body))), name)


def _paragraphs(body: "_Element") -> Iterator[str]:
    from docx.oxml.ns import qn

    paragraph = qn("w:p")
    passed_over = {_FALLBACK, qn("w:moveFrom"), qn("w:tabs")}
    words = {qn("w:t"): None, qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    for element in body.iter(paragraph):
        parts = []
        for part in element.iter(*words):
            above = [ancestor.tag for ancestor in part.iterancestors()]
            # A text box lies in a paragraph, and is one or more itself; older programs find it there a second time.
            if not passed_over.isdisjoint(above) or next(part.iterancestors(paragraph)) is not element:
                continue
            parts.append((part.text or "") if words[part.tag] is None else words[part.tag] or "")
        yield "".join(parts).strip()
