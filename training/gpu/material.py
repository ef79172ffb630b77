"""What a run learns from: texts read, weighed, and cut into pieces in processes of their own meanwhile."""

import gzip
import lzma
import multiprocessing
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from training.batching import texts_by_source
from training.config import Config
from training.data import corpus_of
from training.gpu.packing import Rows
from training.pieces import Ids, Pieces
from training.readers import Pair, Source, open_text, read_pairs
from training.train import source_weights
from transum.errors import InputError, OutputError
from transum.segment.chunk import model_text

T = TypeVar("T")

Later: TypeAlias = Callable[[], Rows]

DISTILLED: Final = "distilled"  # the name of the source that a run makes itself
_LOT: Final = 4000  # texts that a process cuts at a time
_WORDS: Final = range(4, 61)  # of a sentence that is worth distilling
_TIDIED: Final = (
    (re.compile(r"\(\s+"), "("),
    (re.compile(r"\s+\)"), ")"),
    (re.compile(r"(?<=\d) / (?=\d)"), "/"),
    (re.compile(r"\s+([,.;:?!%])(?=\s|$)"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Texts:
    """Pairs side by side, and the name of each one's source."""

    names: Sequence[str]
    sources: Sequence[str]
    targets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Cut:
    """Pairs in pieces; of the sources several segmentations, the best one first."""

    names: Sequence[str]
    sources: Sequence[Rows]
    targets: Rows

    def and_more(self, other: "Cut") -> "Cut":
        """These pairs and behind them those of ``other``."""
        both = [Rows.joined(rows) for rows in zip(self.sources, other.sources, strict=True)]
        return Cut([*self.names, *other.names], both, Rows.joined([self.targets, other.targets]))


def read_texts(config: Config, data: Path) -> Texts:
    """The corpus in ``data`` without sources of weight 0; raises ``InputError``."""
    weights = source_weights(data, config.training, config.direction)
    found = texts_by_source(corpus_of(data), config.direction)
    kept = [(name, sides) for name, sides in found.items() if weights.get(name, 1.0) > 0]
    return Texts(
        [name for name, (left, _) in kept for _ in left],
        [text for _, (left, _) in kept for text in left],
        [text for _, (_, right) in kept for text in right],
    )


def rates(names: Sequence[str], config: Config, data: Path) -> NDArray[np.float64]:
    """How often a pass has a pair of each of the sources ``names``."""
    weights = source_weights(data, config.training, config.direction) | {DISTILLED: config.gpu.distilled_weight}
    return np.array([weights.get(name, 1.0) for name in names], dtype=np.float64)


def read_lines(path: Path) -> list[str]:
    """The lines of a text file, compressed or not, without spaces at their ends; raises ``InputError``."""
    try:
        with open_text(path) as stream:
            return [line.strip() for line in stream]
    except (OSError, EOFError, lzma.LZMAError, ValueError) as exc:
        raise InputError(f"can't read {path}: {exc}") from exc


def tidied(text: str) -> str:
    """``text`` in single spaces, without those that tokenised corpora have before marks and inside quotes.

    >>> tidied('Kata dia , " ya " ( 1 / 2 ) .')
    'Kata dia, "ya" (1/2).'
    """
    text = " ".join(text.split())
    for pattern, instead in _TIDIED:
        text = pattern.sub(instead, text)
    parts = text.split('"')
    if len(parts) % 2:
        parts[1::2] = [part.strip() for part in parts[1::2]]
    return '"'.join(parts)


def worth_distilling(written: Sequence[str], read: Sequence[str], without: Sequence[str] = ()) -> dict[str, str]:
    """Sentences as the model reads them, each once and neither too short nor too long, and as they were ``written``.

    ``without`` these: the development set must stay unknown.
    """
    known = set(without)
    pairs = zip(read, written, strict=True)
    return {text: own for text, own in pairs if text not in known and len(text.split()) in _WORDS}


def write_distilled(path: Path, pairs: Sequence[Pair]) -> None:
    """Write ``pairs`` as a source of reader ``tsv``, compressed; raises ``OutputError``."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with gzip.open(path, "wt", encoding="utf-8", newline="\n", compresslevel=4) as stream:
            stream.writelines(f"{indonesian}\t{english}\n" for indonesian, english in pairs)
    except OSError as exc:
        raise OutputError(f"can't write {path}: {exc.strerror or exc}") from exc


def read_distilled(path: Path) -> list[Pair]:
    """What ``write_distilled`` wrote; raises ``InputError``."""
    return list(read_pairs(Source(DISTILLED, "tsv", "", "", "", "machine", 1.0, DISTILLED), {DISTILLED: path}))


class _Job(NamedTuple):
    vocabulary: Path
    texts: Sequence[str]
    alpha: float = 0.0
    seed: tuple[int, ...] = ()  # none: the best segmentation


class Cutter:
    """Cuts texts into pieces while the GPU does something else, in ``processes``; with 0 of them at once, here."""

    def __init__(self, vocabulary: Path, processes: int) -> None:
        Pieces(vocabulary)  # what is wrong with it is said here
        self._vocabulary = vocabulary
        # Forked before CUDA is asked for anything, so that starting them takes no time.
        self._pool: Any = multiprocessing.get_context("fork").Pool(processes) if processes else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.terminate()

    def rows(self, texts: Sequence[str]) -> Later:
        """The best segmentation of ``texts``."""
        return self._cut([_Job(self._vocabulary, lot) for lot in _lots(texts)])

    def segmentations(self, texts: Sequence[str], config: Config) -> list[Later]:
        """The best segmentation of ``texts`` and ``gpu.segmentations`` - 1 random ones."""
        training = config.training
        random = (
            [
                _Job(self._vocabulary, lot, training.sampling_alpha, (training.seed, number, place))
                for place, lot in enumerate(_lots(texts))
            ]
            for number in range(1, config.gpu.segmentations)
        )
        return [self.rows(texts), *map(self._cut, random)]

    def pairs(self, texts: Texts, config: Config) -> Callable[[], Cut]:
        """All of ``texts``, as ``config`` wants them cut."""
        sources = self.segmentations(texts.sources, config)
        targets = self.rows(texts.targets)
        return lambda: Cut(texts.names, [made() for made in sources], targets())

    def in_notation(self, texts: Sequence[str]) -> list[str]:
        """Indonesian ``texts`` as the model reads them."""
        lots = self._pool.map(_in_notation, _lots(texts)) if self._pool else map(_in_notation, _lots(texts))
        return [text for lot in lots for text in lot]

    def texts(self, rows: Sequence[Ids]) -> list[str]:
        """The texts that ``rows`` are the pieces of."""
        jobs = [(self._vocabulary, lot) for lot in _lots(rows)]
        lots = self._pool.starmap(_texts, jobs) if self._pool else [_texts(*job) for job in jobs]
        return [text for lot in lots for text in lot]

    def _cut(self, jobs: Sequence[_Job]) -> Later:
        if self._pool:
            result = self._pool.map_async(_rows, jobs)
            return lambda: Rows.joined(result.get())
        made = Rows.joined(map(_rows, jobs))
        return lambda: made


def _lots(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[first : first + _LOT] for first in range(0, max(1, len(items)), _LOT)]


@cache
def _pieces(vocabulary: Path) -> Pieces:
    """Once a process."""
    return Pieces(vocabulary)


def _rows(job: _Job) -> Rows:
    pieces = _pieces(job.vocabulary)
    if not job.seed:
        return Rows.of(pieces.encode(job.texts))
    return Rows.of(pieces.sampled(job.texts, job.alpha, np.random.default_rng(job.seed)))


def _in_notation(texts: Sequence[str]) -> list[str]:
    return [model_text(text) for text in texts]


def _texts(vocabulary: Path, rows: Sequence[Ids]) -> list[str]:
    pieces = _pieces(vocabulary)
    return [pieces.decode(row.tolist()) for row in rows]
