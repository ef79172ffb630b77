"""``--digest``: a folder of results in brief, as Markdown; made from the ledger, so a later run makes it whole."""

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from transum.atomic import write_atomically
from transum.batch.destinations import OVERWRITE, not_ours
from transum.batch.ledger import Made
from transum.batch.seal import is_sealed, seal
from transum.engines.encoder import Encoder
from transum.errors import OutputError
from transum.outputs.markdown import escaped
from transum.outputs.view import displayable, on_one_line
from transum.summaries.digest import Entry, digest

MOST_COMPARED: Final = 1000  # articles: to encode so many takes half a minute, in which nothing moves
_log = logging.getLogger(__name__)


def require_free(path: Path, *, overwrite: bool) -> None:
    """Raise ``OutputError`` where a file that is no digest, or was changed since, stands at ``path``."""
    if path.exists() and not overwrite and not is_sealed(path):
        raise OutputError(not_ours(path), hint=OVERWRITE)


def write_digest(
    path: Path, made: Iterable[Made], encoder: Encoder | None, *, title: str, overwrite: bool = False
) -> None:
    """Write the digest of the results ``made``; raises ``OutputError``, also where somebody else's file stands there.

    Without ``encoder``, and of more than ``MOST_COMPARED``, it is a list in the order of the names.
    """
    require_free(path, overwrite=overwrite)
    data = digest_page(made, encoder, title=title).encode("utf-8", errors="replace")
    write_atomically(path, data + seal(data))


def digest_page(made: Iterable[Made], encoder: Encoder | None, *, title: str) -> str:
    """The Markdown document itself: a heading, then a line a result, like with like."""
    entries = [_entry(one) for one in made]
    is_compared = encoder is not None and 1 < len(entries) <= MOST_COMPARED
    if len(entries) > MOST_COMPARED:
        _log.warning("The digest is a plain list: more than %d articles are not compared", MOST_COMPARED)
    vectors = encoder.encode([entry.text for entry in entries]) if encoder and is_compared else None
    count = f"{len(entries):,} article{'' if len(entries) == 1 else 's'}"
    lines = [f"# {escaped(displayable(title))}: {count}", "", *digest(entries, vectors, escape=escaped)]
    return "\n".join(lines) + "\n\n"


def _entry(made: Made) -> Entry:
    gist = made.gist
    return Entry(on_one_line(made.name), gist.title, gist.summary, gist.errors, gist.warnings)
