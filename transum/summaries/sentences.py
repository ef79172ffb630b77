"""What a model wrote, as sentences: without its asides, list marks, Markdown, repetitions and unfinished end."""

import re

from transum.document import ENGLISH
from transum.segment import segment
from transum.summaries.writer import Draft

# A reasoning model's thoughts; some templates open them in the prompt, so that only the end is written.
_THOUGHTS = re.compile(r"\A.*</think(?:ing)?>|<think(?:ing)?>.*\Z", re.DOTALL | re.IGNORECASE)
_LIST_MARK = re.compile(r"\s*(?:[-*•‣–—]\s+|#{1,6}\s+|>\s+|\(?\d{1,2}[.)]\s+)*")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_RULE = re.compile(r"[\s*_=~`#-]*")
_ASIDE = re.compile(
    r"(?:sure|certainly|of course|okay|here|below|the following|tentu|baik|berikut)\b.*:", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:(?:brief |short )?summary|headline|key points|notes|ringkasan|rangkuman|judul)\s*:\s*", re.IGNORECASE
)
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*\Z")


def sentences(draft: Draft, language: str = ENGLISH) -> tuple[str, ...]:
    r"""The sentences of ``draft``, which is in ``language``, in order, each once, a line each; none if it says nothing.

    A line's end always ends a sentence. A sentence that the model didn't get to the end of is dropped, unless it is
    the only one.

    >>> sentences(Draft("Here is the summary:\n\n- **Kim** met Putin.\n- He went by train."))
    ('Kim met Putin.', 'He went by train.')
    """
    lines = _without_aside([_bare(line) for line in _THOUGHTS.sub("", draft.text).splitlines()])
    found = [" ".join(sentence.text.split()) for line in lines for sentence in segment(line, language).sentences]
    if not draft.finished and len(found) > 1 and not _ENDS.search(found[-1]):
        found.pop()
    once: dict[str, str] = {}
    for text in found:
        once.setdefault(text.casefold(), text)
    return tuple(once.values())


def _bare(line: str) -> str:
    if _RULE.fullmatch(line):
        return ""
    marked = _LIST_MARK.match(line)
    return _EMPHASIS.sub(r"\2", line[marked.end() if marked else 0 :]).strip()


def _without_aside(lines: list[str]) -> list[str]:
    """The lines that say something, without a first one such as ``Here is the summary:``."""
    said = [line for line in lines if line]
    if said and _ASIDE.fullmatch(said[0]):
        said = said[1:]
    return [_LABEL.sub("", said[0], count=1) if _LABEL.match(said[0]) else said[0], *said[1:]] if said else []
