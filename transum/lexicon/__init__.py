"""What the rules know about words: data files, read once.

A ``.txt`` file holds one entry a line, a ``.tsv`` file one row a line; lines that start with ``#`` and blank lines are
comments; a ``.sorted`` file is a long table, without comments, in the order of its keys. The files are UTF-8 and part
of the package.
"""

from functools import cache
from importlib.resources import files

from transum.lexicon.sorted_rows import SortedRows


def _lines(file_name: str) -> tuple[str, ...]:
    text = files(__name__).joinpath(file_name).read_text(encoding="utf-8")
    return tuple(line for line in map(str.rstrip, text.split("\n")) if line and line[0] != "#")


@cache
def words(name: str) -> frozenset[str]:
    """The entries of ``<name>.txt``, as they are written there.

    >>> "Drs" in words("abbreviations")
    True
    """
    return frozenset(map(str.strip, _lines(f"{name}.txt")))


@cache
def sorted_rows(name: str) -> SortedRows:
    """The rows of ``<name>.sorted`` under their first fields; nothing is read before it is asked for.

    >>> "epidemiologist" in sorted_rows("english-all")
    True
    """
    return SortedRows(files(__name__).joinpath(f"{name}.sorted").read_bytes())


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``<name>.tsv`` in the file's order, each as its TAB-separated fields.

    >>> ("related", "start", "Baca juga") in table("boilerplate")
    True
    """
    return tuple(tuple(field.strip() for field in line.split("\t")) for line in _lines(f"{name}.tsv"))
