"""Where pairs come from: one TOML file a source, and the readers that the files name.

name = "panl_bppt"              # what weights, counts and the model card call it
reader = "tsv-column"           # one of READERS
input = "parallel"              # which --input NAME=PATH it reads; "" where the reader needs none
licence = "none stated"
origin = "github prasastoadi/parallel-corpora-en-id"
domain = "news"
kind = "human"                  # or "machine", "generated"
weight = 2.2                    # how often a pair is drawn in one pass: 2.2 times on average

Where they differ from what is usual:

directions = ["id-en"]          # which models learn from it; text that one model made teaches the other one
in_notation = true              # its Indonesian is in the model's notation already (a model wrote it)
made = true                     # a later step makes its input: while that is not given, the source is left out
"""

import bz2
import gzip
import json
import lzma
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal, TypeAlias

from training.config import Direction, build, read_toml
from transum.errors import InputError, UsageError

Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """One source of pairs, as its TOML file describes it."""

    name: str
    reader: str
    licence: str
    origin: str
    domain: str
    kind: Literal["human", "machine", "generated"]
    weight: float
    input: str = ""
    directions: tuple[Direction, ...] = ("id-en", "en-id")
    in_notation: bool = False
    made: bool = False

    @property
    def is_copied(self) -> bool:
        """Whether its source side is English too (see ``augmentation.drop_words``)."""
        return self.reader == "english-jsonl"

    @property
    def varies(self) -> bool:
        """Whether variants are made of its pairs: of real text they are, of copies and frames not."""
        return self.kind != "generated"


def read_sources(folder: Path) -> tuple[Source, ...]:
    """Every source of a folder, by name; raises ``UsageError`` for a file that says nothing sensible."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise UsageError(f"{folder} holds no source (*.toml)")
    sources = tuple(build(Source, read_toml(path), str(path)) for path in paths)
    for path, source in zip(paths, sources, strict=True):
        if source.reader not in READERS:
            raise UsageError(f"{path}: no reader {source.reader!r}", hint=f"Readers: {', '.join(READERS)}.")
        if source.name != path.stem:
            raise UsageError(f"{path} describes {source.name!r}", hint="A source's file has the source's name.")
    return sources


def read_pairs(source: Source, inputs: Mapping[str, Path]) -> Iterator[Pair]:
    """The raw pairs of ``source``, (Indonesian, English), in the file's order; raises ``InputError``."""
    try:
        yield from READERS[source.reader](source, inputs.get(source.input, Path()))
    except (OSError, EOFError, lzma.LZMAError, ValueError) as exc:
        raise InputError(f"can't read the source {source.name!r}: {exc}") from exc


def open_text(path: Path) -> IO[str]:
    """A text file, compressed or not, as its suffix says (.xz, .gz, .bz2)."""
    match path.suffix:
        case ".xz":
            return lzma.open(path, "rt", encoding="utf-8", newline="\n")
        case ".gz":
            return gzip.open(path, "rt", encoding="utf-8", newline="\n")
        case ".bz2":
            return bz2.open(path, "rt", encoding="utf-8", newline="\n")
        case _:
            return path.open(encoding="utf-8", newline="\n")


def _tsv_column(source: Source, path: Path) -> Iterator[Pair]:
    """Lines of source name, Indonesian, English, as ``back`` writes them; those of other sources are passed over."""
    with open_text(path) as stream:
        for line in stream:
            if line.startswith(source.name + "\t"):
                _, indonesian, english = line.rstrip("\n").split("\t")
                yield indonesian, english


def _tsv(_: Source, path: Path) -> Iterator[Pair]:
    """Lines of Indonesian, English: what ``distill`` writes."""
    with open_text(path) as stream:
        for line in stream:
            indonesian, english = line.rstrip("\n").split("\t")
            yield indonesian, english


def _moses(_: Source, path: Path) -> Iterator[Pair]:
    """Two files aligned by line, PATH.id and PATH.en: the form in which OPUS gives its corpora."""
    with open_text(path.with_name(path.name + ".id")) as left, open_text(path.with_name(path.name + ".en")) as right:
        for indonesian, english in zip(left, right, strict=True):
            yield indonesian.rstrip("\n"), english.rstrip("\n")


def _english_jsonl(_: Source, path: Path) -> Iterator[Pair]:
    """Paragraphs of English articles ({"article": ["…", …]} a line), as pairs of a text with itself."""
    with open_text(path) as stream:
        for line in stream:
            for paragraph in json.loads(line)["article"]:
                yield paragraph.strip(), paragraph.strip()


def _generated(_: Source, __: Path) -> Iterator[Pair]:
    """Nothing to read: ``augmentation`` makes these pairs."""
    return iter(())


READERS: Final[Mapping[str, Callable[[Source, Path], Iterator[Pair]]]] = {
    "tsv-column": _tsv_column,
    "tsv": _tsv,
    "moses": _moses,
    "english-jsonl": _english_jsonl,
    "frames": _generated,
    "named-frames": _generated,
}
