"""How often the checks cry wolf, and what they catch: false alarms on human translations, recall on seeded faults.

    python -m benchmarks.check_calibration FLORES [--encoder transum/models/encoder] [--seed 7] > report.md

FLORES is a folder with ``flores-dev.id``, ``flores-dev.en`` (FLORES-200 dev, CC BY-SA 4.0) and the outputs of systems
``flores-dev.<system>.en``, one sentence a line. Thresholds were chosen on the first half; the table shows both.

Data repairs, none to the product's favour but the second: HTML entities of one system are decoded ("&#39;"), and the
mojibake of the Indonesian file ("â€”") is read as what it was. The lines' stray quotation marks are left alone.
"""

import argparse
import html
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.check_faults import FAULTS, Fault, Material
from transum.checks import Pair, check
from transum.document import Finding, Kind, Level
from transum.facts.figures import figures

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HALF = 499
WANTED = 500  # faults of each kind, where the data has them
FIGURE_KINDS = frozenset({Kind.NUMBER, Kind.MONEY, Kind.UNIT, Kind.DATE, Kind.TIME})
# What FLORES outputs carry nothing for: no scores, no reverse model, no revision.
_NEED_MODELS = frozenset({Kind.GLOSSARY, Kind.REPAIRED, Kind.UNSURE, Kind.COVERAGE})
# What faults are injected into: the reference, and the systems with the fewest errors of their own.
BASES = ("en", "google.en", "microsoft.en", "bergamot-tiny.en", "nllb.en")
_MOJIBAKE = re.compile(r"[ÂÃâÄÅ][^\x00-\x7f]{1,2}")

Similarity = Callable[[int, str], float | None]


@dataclass(frozen=True, slots=True)
class Data:
    """The source sentences, and each version of their translation by its name."""

    source: tuple[str, ...]
    targets: dict[str, tuple[str, ...]]


def read(folder: Path) -> Data:
    """All versions found in ``folder``."""
    texts = {path.name.removeprefix("flores-dev."): _lines(path) for path in sorted(folder.glob("flores-dev.*"))}
    return Data(texts.pop("id"), texts)


def _lines(path: Path) -> tuple[str, ...]:
    lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return tuple(html.unescape(_MOJIBAKE.sub(_repair, line)) for line in lines)


def _repair(match: re.Match[str]) -> str:
    try:
        return match[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return match[0]


class Vectors:
    """Vectors of the embedded encoder, each text encoded once."""

    def __init__(self, folder: Path, source: Sequence[str]) -> None:
        import ctranslate2
        import sentencepiece

        self._encoder = ctranslate2.Encoder(str(folder), device="cpu", compute_type="int8", intra_threads=2)
        self._pieces = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        self._known: dict[str, NDArray[np.float32]] = {}
        self._source = source

    def load(self, texts: Sequence[str]) -> None:
        """Encode what isn't known yet."""
        import numpy as np

        new = sorted(set(texts) - self._known.keys(), key=len)
        for begin in range(0, len(new), 32):
            batch = new[begin : begin + 32]
            tokens = [["<s>", *self._pieces.encode(f"query: {text}", out_type=str)[:500], "</s>"] for text in batch]
            states = np.asarray(self._encoder.forward_batch(tokens).last_hidden_state)
            for row, text, pieces in zip(states, batch, tokens, strict=True):
                mean = row[: len(pieces)].mean(axis=0)
                self._known[text] = mean / np.linalg.norm(mean)

    def similarity(self, index: int, target: str) -> float:
        """The cosine of source sentence ``index`` and ``target``."""
        self.load([self._source[index], target])
        return float(self._known[self._source[index]] @ self._known[target])


def false_alarms(data: Data, similarity: Similarity) -> Iterator[str]:
    """Rows: sentences with a finding of each kind, at level error and (in brackets) at warning or above."""
    kinds = [kind for kind in Kind if kind not in _NEED_MODELS]
    yield "| kind | " + " | ".join(_title(name) for name in data.targets) + " |"
    yield "|---|" + "---|" * len(data.targets)
    counts = {name: _count(data.source, targets, similarity) for name, targets in data.targets.items()}
    for kind in [*kinds, "figures"]:
        cells = [f"{count[kind, Level.ERROR]} ({count[kind, Level.WARNING]})" for count in counts.values()]
        yield f"| {kind} | " + " | ".join(cells) + " |"


def _title(name: str) -> str:
    return "human" if name == "en" else name.removesuffix(".en")


def _count(
    source: Sequence[str], targets: Sequence[str], similarity: Similarity, offset: int = 0
) -> Counter[tuple[str, Level]]:
    counts: Counter[tuple[str, Level]] = Counter()
    for index, (ours, theirs) in enumerate(zip(source, targets, strict=True), start=offset):
        findings = check(Pair(ours, theirs, similarity=similarity(index, theirs)))
        counts.update(_levels(findings))
    return counts


def _levels(findings: Sequence[Finding]) -> set[tuple[str, Level]]:
    found = set()
    for finding in findings:
        names = [finding.kind.value, *(["figures"] if finding.kind in FIGURE_KINDS else [])]
        levels = [level for level in (Level.WARNING, Level.ERROR) if finding.level >= level]
        found |= {(name, level) for name in names for level in levels}
    return found


def rates(data: Data, similarity: Similarity) -> Iterator[str]:
    """Rows: false alarms on the human reference, in each half, beside the bar."""
    yield "| kind | first half | second half | bar |"
    yield "|---|---|---|---|"
    halves = []
    for span in (slice(0, HALF), slice(HALF, None)):
        source, human = data.source[span], data.targets["en"][span]
        offset = span.start
        numbered = sum(bool(figures(text, "id").quantities or figures(text, "id").moments) for text in source)
        halves.append((_count(source, human, similarity, offset), len(source), numbered))
    kinds = [kind.value for kind in Kind if kind not in FIGURE_KINDS | _NEED_MODELS]
    for kind in ["figures", *kinds]:
        cells = []
        for count, total, numbered in halves:
            of = numbered if kind == "figures" else total
            cells.append(f"{count[kind, Level.ERROR]} of {of} = {100 * count[kind, Level.ERROR] / of:.1f}%")
        yield f"| {kind} | {' | '.join(cells)} | {'3%' if kind == 'figures' else '2%'} |"


def recall(data: Data, seed: int, similarity: Similarity) -> Iterator[str]:
    """Rows: what share of the seeded faults is found, by a finding of its kind and by any new finding."""
    yield "| fault | faults | halves | own kind, error | own kind, ≥ warning | any kind, error | any, ≥ warning |"
    yield "|---|---|---|---|---|---|---|"
    for fault in FAULTS:
        rng = random.Random(f"{seed} {fault.name}")  # noqa: S311 - faults, not secrets
        outcomes = list(_outcomes(data, fault, rng, similarity))
        cells = [_share([outcome.found[place] for outcome in outcomes]) for place in range(4)]
        halves = [[outcome.found[0] for outcome in outcomes if outcome.half == half] for half in (0, 1)]
        own = " / ".join(_share(half) for half in halves)
        yield f"| {fault.name} | {len(outcomes)} | {own} | {' | '.join(cells)} |"


def _share(hits: Sequence[bool]) -> str:
    return f"{100 * sum(hits) / len(hits):.1f}%" if hits else "-"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One seeded fault: in which half, and whether it is found (own kind, any kind; each at error, at warning)."""

    half: int
    found: tuple[bool, ...]


def _outcomes(data: Data, fault: Fault, rng: random.Random, similarity: Similarity) -> Iterator[Outcome]:
    """The outcome of each seeded fault; only pairs without a finding of its kind beforehand are used."""
    material = Material(data.source, data.targets["en"])
    places = [(name, index) for name in BASES for index in range(len(data.source))]
    seen: set[tuple[int, str]] = set()
    made = 0
    for _ in range(4):  # sentences are used again, with other faults, where there are too few
        rng.shuffle(places)
        for name, index in places:
            source, target = data.source[index], data.targets[name][index]
            broken = fault.break_(rng, source, target, material)
            if broken is None or broken == target or (index, broken) in seen:
                continue
            before = check(Pair(source, target, similarity=similarity(index, target)))
            if any(finding.kind in fault.kinds and finding.level >= Level.WARNING for finding in before):
                continue
            seen.add((index, broken))
            close = similarity(index, broken if fault.meaning else target)
            new = [finding for finding in check(Pair(source, broken, similarity=close)) if finding not in before]
            own = [finding for finding in new if finding.kind in fault.kinds]
            levels = (Level.ERROR, Level.WARNING)
            found = tuple(any(f.level >= level for f in group) for group in (own, new) for level in levels)
            yield Outcome(int(index >= HALF), found)
            made += 1
            if made == WANTED:
                return


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("flores", type=Path)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    data = read(arguments.flores)
    vectors = Vectors(arguments.encoder, data.source) if arguments.encoder else None
    if vectors:
        vectors.load([*data.source, *(text for texts in data.targets.values() for text in texts)])
    similarity: Similarity = vectors.similarity if vectors else lambda _index, _target: None
    print("## False alarms: the human reference, level error\n")
    print(*rates(data, similarity), sep="\n")
    print("\n## Sentences of 997 with a finding: error (warning or error)\n")
    print(*false_alarms(data, similarity), sep="\n")
    print("\n## Recall on seeded faults\n")
    print(*recall(data, arguments.seed, similarity), sep="\n")


if __name__ == "__main__":
    main()
