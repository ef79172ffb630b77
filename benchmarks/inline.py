"""Bold, italics and links inside of sentences: do they come to stand on the words that they belong to?

    python -m benchmarks.inline > benchmarks/inline.md

Each line of ``inline.tsv`` is a sentence and its translation, with marks, set by hand, on words that belong together.
Every way to carry a mark is given the sentence, its translation and the place of a mark in the former. Words are
counted, articles (the, a, an) aside: what English puts before a word is nobody's.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from transum.document import Align, Alignment, word_spans
from transum.engines.encoder import CT2Encoder
from transum.engines.reconstruction import CT2Reconstructor
from transum.engines.words import WordAligner
from transum.inputs.placing import filled
from transum.inputs.slots import Mark, Piece, Slot, Span
from transum.shelf.manifest import Manifest, embedded

_MARK: Final = re.compile(r"\[(\d):([^\]]*)\]")
_ARTICLES: Final = frozenset({"the", "a", "an"})
Carried = Callable[[str, str, Span], Span | None]


@dataclass(frozen=True, slots=True)
class Case:
    """A mark of the original, and the words of the translation that it belongs on."""

    source: str
    target: str
    marked: Span
    gold: frozenset[int]


@dataclass(slots=True)
class Count:
    """Words that are right, set and wanted; marks that are exactly right, and those that nothing could be told of."""

    right: int = 0
    given: int = 0
    gold: int = 0
    exact: int = 0
    untold: int = 0
    cases: int = 0
    seconds: float = field(default=0.0)

    def row(self, name: str) -> str:
        """A row of the table."""
        precision, recall = self.right / max(1, self.given), self.right / max(1, self.gold)
        f1 = 2 * self.right / max(1, self.given + self.gold)
        cells = [name, f"{precision:.3f}", f"{recall:.3f}", f"{f1:.3f}", f"{self.exact} of {self.cases}", self.untold]
        return f"| {' | '.join(map(str, cells))} | {1000 * self.seconds / max(1, self.cases):.0f} |"


def cases(path: Path) -> Iterator[Case]:
    """The marks of the set, in order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            (source, ours), (target, theirs) = map(_parsed, line.split("\t"))
            for number, spans in ours.items():
                yield Case(source, target, spans[0], _words(target, theirs[number]))


def _parsed(text: str) -> tuple[str, dict[str, list[Span]]]:
    plain, done = "", 0
    spans: dict[str, list[Span]] = {}
    for mark in _MARK.finditer(text):
        plain += text[done : mark.start()]
        spans.setdefault(mark[1], []).append((len(plain), len(plain) + len(mark[2])))
        plain += mark[2]
        done = mark.end()
    return plain + text[done:], spans


def _words(target: str, spans: list[Span]) -> frozenset[int]:
    return frozenset(
        index
        for index, (start, end) in enumerate(word_spans(target))
        if any(start < stop and begin < end for begin, stop in spans) and target[start:end].lower() not in _ARTICLES
    )


def counted(found: list[Case], carried: Carried) -> Count:
    """What a way to carry marks gets right."""
    count = Count()
    started = time.perf_counter()
    for case in found:
        span = carried(case.source, case.target, case.marked)
        words = _words(case.target, [span]) if span else frozenset()
        count.right += len(words & case.gold)
        count.given += len(words)
        count.gold += len(case.gold)
        count.exact += words == case.gold
        count.untold += span is None
        count.cases += 1
    count.seconds = time.perf_counter() - started
    return count


def by_layout(align: Align | None) -> Carried:
    """As files are written: unchanged words first; without ``align`` names, and then the same part of the sentence."""

    def carried(source: str, target: str, marked: Span) -> Span | None:
        def carry(start: int, end: int) -> Span | None:
            alignment = align([(source, target)])[0] if align else None
            return alignment.carried(source, target, start, end) if alignment else None

        slot = Slot(0, source, source, (Mark(*marked, "<b>", "</b>"),))
        piece = Piece(0, len(source), target, is_same=False, carry=carry if align else None)
        placed = filled(slot, [piece]).placed
        return placed[0][1] if placed and placed[0][1] != (0, len(target)) else None

    return carried


def by_position(source: str, target: str, marked: Span) -> Span | None:
    """The words in the same part of the sentence."""
    start, end = (round(edge * len(target) / len(source)) for edge in marked)
    inside = [span for span in word_spans(target) if start <= (span[0] + span[1]) / 2 < end]
    return (inside[0][0], inside[-1][1]) if inside else None


def by(align: Align) -> Carried:
    """An alignment alone."""

    def carried(source: str, target: str, marked: Span) -> Span | None:
        (alignment,) = align([(source, target)])
        return alignment.carried(source, target, *marked) if alignment else None

    return carried


def attending(model: CT2Reconstructor, *, is_reverse: bool) -> Align:
    """Attention alone, of a model that says the original from the translation, or the other way round."""

    def align(pairs: Sequence[tuple[str, str]]) -> list[Alignment | None]:
        if is_reverse:
            found = [each.T for each in model.attention(pairs)]
        else:
            found = model.attention([(target, source) for source, target in pairs])
        shares = [rows / np.maximum(rows.sum(axis=1, keepdims=True), 1e-9) for rows in found]
        return [Alignment(np.rint(255 * each).astype(np.uint8).tobytes()) for each in shares]

    return align


class Both:
    """Meets ``Reader``: what both models look at."""

    def __init__(self, forward: CT2Reconstructor, reverse: CT2Reconstructor) -> None:
        self._forward, self._reverse = forward, reverse

    def attention(self, pairs: Sequence[tuple[str, str]]) -> list[NDArray[np.float32]]:
        """The sums of the shares."""
        forth = _Turned(self._forward).attention(pairs)
        return [_shares(one) + _shares(other) for one, other in zip(self._reverse.attention(pairs), forth, strict=True)]


def _shares(found: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(found / np.maximum(found.sum(axis=0, keepdims=True), 1e-9), dtype=np.float32)


def main() -> None:
    """Print the tables."""
    found = list(cases(Path(__file__).with_name("inline.tsv")))
    encoder = CT2Encoder(embedded("encoder"), threads=1)
    reverse = CT2Reconstructor(embedded("reverse"), threads=1)
    forward = CT2Reconstructor(embedded("translator"), threads=1, original="en", translation="id")
    alone, aligner = WordAligner(encoder), WordAligner(encoder, reverse)
    ways: dict[str, Carried] = {
        "the same part of the sentence": by_position,
        "unchanged words and names, else the same part": by_layout(None),
        "attention of the translator": by(attending(forward, is_reverse=False)),
        "attention of the reverse model": by(attending(reverse, is_reverse=True)),
        "encoder": by(alone.align),
        "encoder and translator": by(WordAligner(encoder, _Turned(forward)).align),
        "encoder and reverse model": by(aligner.align),
        "encoder and both models": by(WordAligner(encoder, Both(forward, reverse)).align),
        "**as shipped**: unchanged words, encoder and reverse model": by_layout(aligner.align),
        "as shipped with `--quick`: unchanged words, encoder": by_layout(alone.align),
    }
    versions = ", ".join(
        f"{name} {Manifest.read(embedded(name)).version}" for name in ("translator", "reverse", "encoder")
    )
    print(_HEAD.format(date=datetime.now(UTC).date(), versions=versions, cases=len(found)))
    print("| way | precision | recall | F1 | exactly right | not told | ms a mark |\n|---|---|---|---|---|---|---|")
    for name, carried in ways.items():
        print(counted(found, carried).row(name))
    print("\nThe second half of the set (every other sentence) alone:\n")
    print("| way | precision | recall | F1 | exactly right | not told | ms a mark |\n|---|---|---|---|---|---|---|")
    for name, carried in ways.items():
        print(counted([case for n, case in enumerate(found) if n // 2 % 2], carried).row(name))


class _Turned:
    """Meets ``Reader`` with a model that translates forward."""

    def __init__(self, model: CT2Reconstructor) -> None:
        self._model = model

    def attention(self, pairs: Sequence[tuple[str, str]]) -> list[NDArray[np.float32]]:
        """What it looks at while it says the translation."""
        return [each.T for each in self._model.attention([(target, source) for source, target in pairs])]


_HEAD: Final = """# Marks inside of sentences

`python -m benchmarks.inline > benchmarks/inline.md`, {date}; {versions}.

{cases} marks (names, figures, noun phrases, verbs) in 65 Indonesian sentences written for this set, on what the
embedded translator made of them, faults and all; the right words in the translations were marked by hand
(`inline.tsv`). The three numbers of the aligner (how sharp cosines are, how far words stray, from which share on a word
belongs to a mark) were chosen on this set: on its first half, and among settings that were equal there, on the second.
A mark is *not told* that nothing could be told of: it goes around the whole sentence, and counts here as not found.
Times are of a machine with other load: compare them only with each other.
"""


if __name__ == "__main__":
    main()
