"""HTML as it was written: its runs of words with their places, for translations that leave all else alone."""

import html
import re
from collections.abc import Iterator
from typing import Final

from transum.inputs.slots import Dialect, Slot

INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
SILENT: Final = "script style template svg math noscript select button textarea iframe object audio video title".split()
"""Elements that readers of a page don't see the words of."""

CODE: Final = [*SILENT, "pre", "code"]
"""Those, and what is no prose."""


TITLE: Final = re.compile(r"(?i)<title\b[^>]{0,500}>([^<]{1,1000})</title>")


def window_title(content: str) -> str:
    r"""What the window of a page is called; "" where nothing says.

    >>> window_title("<title>Daftar\n isi</title>")
    'Daftar isi'
    """
    title = TITLE.search(content)
    return " ".join(html.unescape(title[1]).split()) if title else ""


def runs(source: str, silent: list[str]) -> Iterator[tuple[int, str]]:
    """Each run between two tags of blocks, with its place; what is inside of ``silent`` elements is passed over.

    >>> list(runs("<p>Air <b>naik</b>.</p><script>x</script>", SILENT))
    [(3, 'Air <b>naik</b>.')]
    """
    begin = 0
    for piece in _piece(tuple(silent)).finditer(source):
        if piece["silent"] or (piece["tag"] or "").lower() not in INLINE:
            yield from _run(source, begin, piece.start())
            begin = piece.end()
    yield from _run(source, begin, len(source))


def _run(source: str, begin: int, end: int) -> Iterator[tuple[int, str]]:
    run = source[begin:end].strip()
    if run:
        yield source.index(run, begin), run


def _piece(silent: tuple[str, ...]) -> re.Pattern[str]:
    """A tag, a comment, or a whole element whose words are not seen."""
    return re.compile(
        rf"<!--.*?(?:-->|\Z)|<(?P<silent>{'|'.join(silent)})\b.*?(?:</(?P=silent)\s*>|\Z)|<[?!].*?(?:>|\Z)"
        r"|</?(?P<tag>[a-zA-Z][\w:-]*)(?:\s[^<>]*)?/?>",
        re.DOTALL | re.IGNORECASE,
    )


def _on_one_line(words: str, _: Slot) -> str:
    return words


def _as_html(words: str, _: Slot) -> str:
    return html.escape(words, quote=False)


HTML: Final = Dialect(_on_one_line, _as_html)
