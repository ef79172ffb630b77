"""An original and its translation in one Markdown text: the one above the other, wherever the original may stand."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from transum.inputs.slots import Slot

_HOLDER: Final = re.compile(r"[^>\s]")  # of what stands before a paragraph: the mark of a list or of a note
_TASK: Final = re.compile(r"\A\[[ xX]\]\s+")
_NAME: Final = re.compile(r"\s*\{:?\s*#[^{}]*\}")

Both = Callable[[str, str, Slot], str]


def both_in(content: str, start: int, kind: str) -> Both:
    r"""How the block that begins at ``start`` is written with its translation.

    ``kind`` is "#" for a heading of one line, "" for a paragraph, "cell", "html", or "line" for what has one line.

    >>> both_in("> Air naik.", 2, "")("Air naik.", "Water rises.", Slot(0, "", ""))
    'Air naik.\n>\n> Water rises.'
    """
    newline = "\r\n" if "\r\n" in content[:4096] else "\n"
    before = content[content.rfind("\n", 0, start) + 1 : start]
    if kind == "#":
        return partial(_apart, between=f"{newline}{before[: before.find('#')].rstrip()}{newline}{before}")
    if kind in _BETWEEN:
        return partial(_apart, between=_BETWEEN[kind])
    indent = _HOLDER.sub(" ", before)
    if kind == "setext" or indent != before:  # in one paragraph: the mark would be there twice
        return partial(_apart, between=f"\\{newline}{indent}")
    return partial(_apart, between=f"{newline}{before.rstrip()}{newline}{before}")


_SLASH: Final = " / "
_QUOTES: Final = ('"', "'", "(")
_BETWEEN: Final = {"cell": "<br>", "html": "<br>", "line": _SLASH}


def beside(original: str, translated: str, _: Slot) -> str:
    """Both in what a picture shows, or in the title of a link, which has its quotation marks once.

    >>> beside('"Foto udara"', '"Air photo"', Slot(0, "", ""))
    '"Foto udara / Air photo"'
    """
    is_quoted = original[:1] in _QUOTES and original[:1] == translated[:1]
    return f"{original[:-1]}{_SLASH}{translated[1:]}" if is_quoted else f"{original}{_SLASH}{translated}"


def _apart(original: str, translated: str, _: Slot, *, between: str) -> str:
    """Both; a box to tick, and the name that links lead to, are there once."""
    return f"{original}{between}{_NAME.sub('', _TASK.sub('', translated))}"
