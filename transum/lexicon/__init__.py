"""What the rules know about words: data files, read once.

A ``.txt`` file holds one entry a line, a ``.tsv`` file one row a line; lines that start with ``#`` and blank lines are
comments; a ``.txt.xz`` file is a long list, compressed. The files are UTF-8 and part of the package.
"""

import lzma
from functools import cache
from importlib.resources import files


def _lines(file_name: str) -> tuple[str, ...]:
    text = files(__name__).joinpath(file_name).read_text(encoding="utf-8")
    return tuple(line.rstrip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The entries of ``<name>.txt``, as they are written there.

    >>> "Drs" in words("abbreviations")
    True
    """
    return frozenset(line.strip() for line in _lines(f"{name}.txt"))


@cache
def packed_words(name: str) -> frozenset[str]:
    """The entries of ``<name>.txt.xz``; a tenth of a second at the first call.

    >>> "epidemiologist" in packed_words("english-all")
    True
    """
    data = files(__name__).joinpath(f"{name}.txt.xz").read_bytes()
    return frozenset(lzma.decompress(data).decode("utf-8").split())


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``<name>.tsv`` in the file's order, each as its TAB-separated fields.

    >>> ("related", "start", "Baca juga") in table("boilerplate")
    True
    """
    return tuple(tuple(field.strip() for field in line.split("\t")) for line in _lines(f"{name}.tsv"))
