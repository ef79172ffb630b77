"""Tables are no articles: each of their rows is a text, and as one text they would be translated with their commas."""

import shlex
from collections.abc import Collection
from pathlib import PurePath
from typing import Final

from transum.errors import InputError
from transum.outputs.view import displayable

_LINES: Final = frozenset({".jsonl", ".ndjson"})
TABLES: Final = _LINES | {".csv", ".tsv"}
"""Endings of tables in text; those of others are told by what is in them."""


def table_problem(name: str, known: Collection[str] = ()) -> InputError | None:
    """Why the file of this name is no article; None where it may be one, or its ending is ``known`` to who asks.

    >>> str(table_problem("berita.CSV"))
    'berita.CSV is a table, a text a row, and no article'
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in TABLES or suffix in known:
        return None
    shown, rows = displayable(name), "--on ray translates its rows"
    if suffix not in _LINES:
        rows = "Save it as JSON Lines or Parquet, whose rows --on ray translates"
    return InputError(
        f"{shown} is a table, a text a row, and no article",
        hint=f"{rows}; as plain text: transum < {shlex.quote(shown)}",
    )
