"""A web page with its article translated: the same file, byte for byte, but for the words of the article.

The blocks that were read are looked for in the page as it was written, in their order. Links and emphasis go where
their words went. What of the page was not read (menus, comments) stays in Indonesian.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Final

from transum.document import Translation
from transum.errors import InputError
from transum.inputs.blocks import told
from transum.inputs.decode import decode
from transum.inputs.failures import reading
from transum.inputs.html import read_blocks, whole_blocks
from transum.inputs.html_source import HTML, SILENT, runs
from transum.inputs.layout import SlotLayout
from transum.inputs.markdown_syntax import html_parser
from transum.inputs.markdown_words import words_of
from transum.inputs.slots import Slot

log = logging.getLogger(__name__)

_AHEAD: Final = 50  # blocks: where the parser mended the page, it has others than stand there
_LANGUAGE: Final = re.compile(r"""(<html\b[^>]{0,1000}?\slang\s*=\s*["']?)id(?:-ID)?(?=["'\s>])""", re.IGNORECASE)
_TITLE: Final = re.compile(r"(?i)<title\b[^>]{0,500}>([^<]{1,1000})</title>")


def refill_html(data: bytes, name: str, translation: Translation) -> bytes:
    """The page ``data`` with the targets of ``translation`` for the sentences of its article.

    Raises ``InputError`` where the translation is of another text than the page's.
    """
    content, encoding = decode(data, name)
    with reading(name, "a web page"):
        layout = _layout(content, name, translation)
        page = _LANGUAGE.sub(r"\1en", layout.rebuild(translation), count=1)
        return page.encode(encoding, errors="xmlcharrefreplace")


def _layout(content: str, name: str, translation: Translation) -> SlotLayout:
    text, spans = told(read_blocks(content, name, warns=False))  # it has, when it was read
    if text != translation.document.text:
        text, spans = told(whole_blocks(content, name))
    if text != translation.document.text:
        raise InputError(f"{name} is not the file that was translated", hint="Was it changed meanwhile? Run it again.")
    begins = [*(start for start, _ in spans[1:]), len(text)]
    words = [text[start : min(end, following)] for (start, end), following in zip(spans, begins, strict=True)]
    starts = [start for start, _ in spans]
    slots = list(_slots(content, starts, words))
    missing = len(words) - len({slot.start for _, slot in slots})
    if missing:
        log.warning(
            "%s: %d of %d blocks stay untranslated: they stand otherwise in its source", name, missing, len(words)
        )
    verbatim, done = [], 0
    for at, slot in slots:
        verbatim.append(content[done:at])
        done = at + len(slot.raw)
    return SlotLayout((*verbatim, content[done:]), tuple(slot for _, slot in slots), HTML)


def _slots(content: str, starts: Sequence[int], words: Sequence[str]) -> Iterator[tuple[int, Slot]]:
    """The places of the blocks in the page, the title of the window among them."""
    title = _TITLE.search(content)
    if title and words and _collapsed(title[1]) == words[0]:
        yield title.start(1), Slot(starts[0], words[0], title[1])  # white space around it and all
    position = 0
    for at, run in runs(content, SILENT):
        source = _collapsed(run)
        text, marks = words_of(source, html_parser().parseInline(source)[0].children or [])
        for index in range(position, min(position + _AHEAD, len(words))):
            lead = words[index].removesuffix(text)
            if text and words[index].endswith(text) and _is_lead(lead):
                yield at, Slot(starts[index] + len(lead), text, run, marks, lead=lead)
                position = index + 1
                break


def _is_lead(lead: str) -> bool:
    return not lead or lead == "- " or re.fullmatch(r"\d+\. ", lead) is not None


def _collapsed(text: str) -> str:
    return " ".join(text.split())
