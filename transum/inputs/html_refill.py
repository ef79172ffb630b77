"""A web page with its article translated: the same file, byte for byte, but for the words of the article.

The blocks that were read are looked for in the page as it was written, in their order. Links and emphasis go where
their words went. What of the page was not read (menus, comments) stays as it is.
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape
from typing import Final

from transum.document import Edition, Translation
from transum.errors import InputError
from transum.inputs.blocks import told
from transum.inputs.decode import decode
from transum.inputs.failures import reading
from transum.inputs.html import read_blocks, whole_blocks
from transum.inputs.html_source import HTML, SILENT, TITLE, runs
from transum.inputs.languages import is_of
from transum.inputs.layout import SlotLayout
from transum.inputs.markdown_syntax import html_parser
from transum.inputs.markdown_words import words_of
from transum.inputs.slots import Dialect, Mark, Slot

log = logging.getLogger(__name__)

_AHEAD: Final = 50  # blocks: where the parser mended the page, it has others than stand there
_LANGUAGE: Final = re.compile(
    r"""(?<=\s)((?:xml:)?lang\s*=\s*["']?)([A-Za-z]{2,3}(?:[-_]\w{1,8})?)(?=["'\s/>])""", re.IGNORECASE
)
_SITE: Final = re.compile(
    r"(?i)\s+(?:(?:[-–—|•·:»]{1,2}|&(?:[mn]dash|raquo|middot|bull);)\s|(?:halaman|page)\s+(?:all|semua|\d+)\b)"
)
"""Before the name of the site in the title of the window: "Banjir di Bekasi Halaman all - Kompas.com"."""
_OPENING: Final = re.compile(r"<p\b[^<>]{0,1000}>\s*\Z", re.IGNORECASE)
_CLOSING: Final = re.compile(r"\s*</p\s*>", re.IGNORECASE)
_OWN_NAME: Final = re.compile(r"""\s(?:xml:)?(?:id|name)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)""", re.IGNORECASE)
_TAG: Final = re.compile(r"<[a-zA-Z][^<>]*>")


def refill_html(data: bytes, name: str, translation: Translation, edition: Edition) -> bytes:
    """The page ``data`` with the targets of ``translation`` for the sentences of its article.

    Raises ``InputError`` where the translation is of another text than the page's.
    """
    content, encoding = decode(data, name)
    with reading(name, "a web page"):
        found = _read_as(translation.document.text, content, name)
        layout = page_layout(content, found, edition)
        warn_of_missing(name, found, layout.slots)
        return layout.rebuild(translation, edition).encode(encoding, errors="xmlcharrefreplace")


@dataclass(frozen=True, slots=True)
class Words:
    """The blocks of a page: their words, and where these begin in the document."""

    words: tuple[str, ...]
    starts: tuple[int, ...]

    @property
    def places(self) -> dict[str, int]:
        """Where each of them begins, the first of those that say the same."""
        return dict(zip(reversed(self.words), reversed(self.starts), strict=True))


def _read_as(text: str, content: str, name: str) -> Words:
    """The blocks of the article that was read, or of the whole page where that was."""
    for read in (partial(read_blocks, warns=False), whole_blocks):
        found, spans = told(read(content, name))
        if found == text:
            return words_at(text, spans)
    raise InputError(f"{name} is not the file that was translated", hint="Was it changed meanwhile? Run it again.")


def words_at(text: str, spans: Sequence[tuple[int, int]]) -> Words:
    """The blocks that stand at ``spans`` of a text, each up to where the next one begins."""
    begins = [*(start for start, _ in spans[1:]), len(text)]
    words = (text[start : min(end, following)] for (start, end), following in zip(spans, begins, strict=True))
    return Words(tuple(words), tuple(start for start, _ in spans))


def warn_of_missing(name: str, found: Words, slots: Sequence[Slot]) -> None:
    """Say how many blocks were not found where they should stand."""
    missing = len(found.words) - len({slot.start + len(slot.text) for slot in slots})
    if missing > 0:
        log.warning(
            "%s: %d of %d blocks stay untranslated: they stand otherwise in its source",
            name, missing, len(found.words),
        )  # fmt: skip


def page_layout(content: str, found: Words, edition: Edition, titles: Mapping[str, int] | None = None) -> SlotLayout:
    """A page as the places of the blocks that were found on it, and what stands between them.

    ``titles`` tells where words stand that the title of its window may say, by default those of its blocks.
    """
    known = found.places if titles is None else titles
    return _laid_out(content, [*_title(content, known), *_slots(content, found, edition)], edition)


def labels_layout(content: str, known: Mapping[str, int], edition: Edition) -> SlotLayout:
    """A page of which each run of words stands elsewhere in the document, too: ``known`` says where."""
    slots = list(_title(content, known))
    for at, run in runs(content, SILENT):
        text, marks = _words(run)
        if text in known:
            slots.append((at, Slot(known[text], text, run, marks, ONLY_TRANSLATION)))
    return _laid_out(content, slots, edition)


def _laid_out(content: str, slots: Sequence[tuple[int, Slot]], edition: Edition) -> SlotLayout:
    verbatim, done = [], 0
    for at, slot in slots:
        verbatim.append(_in_language(content[done:at], edition))
        done = at + len(slot.raw)
    verbatim.append(_in_language(content[done:], edition))
    return SlotLayout(tuple(verbatim), tuple(slot for _, slot in slots), HTML)


def _words(run: str) -> tuple[str, tuple[Mark, ...]]:
    source = _collapsed(run)
    return words_of(source, html_parser().parseInline(source)[0].children or [])


def _in_language(verbatim: str, edition: Edition) -> str:
    """Tags that say the original's language, saying the translation's."""

    def other(match: re.Match[str]) -> str:
        return match[1] + (edition.translation if is_of(match[2], edition.original) else match[2])

    return _TAG.sub(lambda tag: _LANGUAGE.sub(other, tag[0]), verbatim)


def _title(content: str, known: Mapping[str, int]) -> Iterator[tuple[int, Slot]]:
    """The title of the window, if its words are known, or those before the name of the site are."""
    if title := TITLE.search(content):
        for end in (title.end(1), *(title.start(1) + cut.start() for cut in _SITE.finditer(title[1]))):
            raw = content[title.start(1) : end]
            if (said := _collapsed(unescape(raw))) in known:
                # White space around it and all.
                yield title.start(1), Slot(known[said], said, raw, dialect=ONLY_TRANSLATION)
                break


def _slots(content: str, found: Words, edition: Edition) -> Iterator[tuple[int, Slot]]:
    """The places of the blocks in the page."""
    position = 0
    for at, run in runs(content, SILENT):
        text, marks = _words(run)
        for index in range(position, min(position + _AHEAD, len(found.words))):
            lead = found.words[index].removesuffix(text)
            if text and found.words[index].endswith(text) and _is_lead(lead):
                dialect = _dialect(content, at, at + len(run), edition)
                yield at, Slot(found.starts[index] + len(lead), text, run, marks, dialect, lead)
                position = index + 1
                break


def _is_lead(lead: str) -> bool:
    return not lead or lead == "- " or re.fullmatch(r"\d+\. ", lead) is not None


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _dialect(content: str, start: int, end: int, edition: Edition) -> Dialect | None:
    """How a run stands with its translation: as a paragraph before it where it is one, else on a line above."""
    if not edition.is_bilingual:
        return None
    opening = _OPENING.search(content, max(0, start - 1100), start)
    is_xml = "http://www.w3.org/1999/xhtml" in content[:2000]
    language = f' lang="{edition.original}"' + (f' xml:lang="{edition.original}"' if is_xml else "")
    if opening and _CLOSING.match(content, end):
        between = f"</p>\n{_in_language(_unnamed(opening[0].rstrip()), edition)}"
    else:
        between = "<br/>"
    return Dialect(HTML.fold, HTML.escape, partial(_with_original, between=between, language=language))


def _with_original(original: str, translated: str, _: Slot, *, between: str, language: str) -> str:
    """Both; what a link leads to is there once."""
    return f"<span{language}>{original}</span>{between}{_TAG.sub(lambda tag: _unnamed(tag[0]), translated)}"


def _unnamed(tag: str) -> str:
    return _OWN_NAME.sub("", tag)


ONLY_TRANSLATION: Final = Dialect(HTML.fold, HTML.escape, lambda _, translated, __: translated)
"""Of what has no place for two languages."""
