r"""Step 1: sources → one clean, augmented corpus, and the counts of everything that was left out.

    python -m training.data --config training/configs/small.toml --input parallel=corpus/parallel.tsv.xz \
        --input english=corpus/bbc.jsonl --evaluation flores.id --evaluation flores.en --output work/data

``corpus.tsv`` holds source name, Indonesian, English; the Indonesian is as transum gives it to the model
(``transum.segment.chunk.model_text``). ``data.json`` holds each source's description and counts.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from training.augmentation import drop_words, variants
from training.cleaning import Cleaner, Reason, canonical, fingerprint, language_identifier, without_site
from training.commandline import named_path, run
from training.config import Config
from training.frames import named_frames, number_frames
from training.readers import Pair, Source, open_text, read_pairs, read_sources
from transum.errors import InputError, UsageError
from transum.segment import segment
from transum.segment.chunk import model_text

SOURCES: Final = Path(__file__).with_name("sources")
CORPUS: Final = "corpus.tsv"
REPORT: Final = "data.json"

_MARK_INSIDE: Final = re.compile(r"[.!?…][^\w\s]*\s")  # without it, segmenting would find one sentence

Split: TypeAlias = Callable[[str], Sequence[str]]


@dataclass(slots=True)
class Counts:
    """What became of one source: ``read`` + ``split`` = ``kept`` + everything left out; ``variants`` come on top."""

    read: int = 0
    split: int = 0
    kept: int = 0
    variants: int = 0
    left_out: dict[Reason, int] = field(default_factory=dict)


def sentences(text: str) -> Sequence[str]:
    """The sentences of ``text`` as transum segments it."""
    if not _MARK_INSIDE.search(text):
        return [text]
    return [sentence.text for sentence in segment(text).sentences]


def divide(pair: Pair, split: Split) -> Sequence[Pair]:
    """The pair sentence by sentence where both sides have as many; otherwise the pair as it is."""
    left, right = split(pair[0]), split(pair[1])
    return list(zip(left, right, strict=True)) if len(left) == len(right) > 1 else [pair]


def raw_pairs(source: Source, inputs: Mapping[str, Path], config: Config, rng: random.Random) -> Iterator[Pair]:
    """What a source says before cleaning: read from its input, or made from frames."""
    if source.reader == "frames":
        return number_frames(rng, config.augmentation.frames)
    if source.reader == "named-frames":
        return named_frames(rng, config.augmentation.named_frames)
    return read_pairs(source, inputs)


def clean(source: Source, raw: Iterable[Pair], config: Config, cleaner: Cleaner, counts: Counts) -> Iterator[Pair]:
    """The pairs of ``source`` that are fit to learn from, canonical, counted in ``counts``."""
    split = sentences if config.cleaning.split_sentences else lambda text: [text]
    for pair in raw:
        parts = divide(without_site(canonical(pair[0]), canonical(pair[1])), split)
        counts.read += 1
        counts.split += len(parts) - 1
        for indonesian, english in parts:
            reason = cleaner.reason(indonesian, english, copied=source.is_copied)
            if reason:
                counts.left_out[reason] = counts.left_out.get(reason, 0) + 1
            else:
                counts.kept += 1
                yield indonesian, english


def prepared(source: Source, raw: Iterable[Pair], config: Config, cleaner: Cleaner, counts: Counts) -> Iterator[Pair]:
    """All that ``source`` adds to the corpus: clean pairs and their variants, the source side as the model sees it."""
    rng = random.Random(f"{config.augmentation.seed} {source.name}")  # noqa: S311 -- reproducible, not secret
    pairs = list(clean(source, raw, config, cleaner, counts))
    if source.is_copied:
        pairs = [(drop_words(text, config.augmentation.word_dropout, rng), english) for text, english in pairs]
    made = list(variants(pairs, config.augmentation, rng, config.cleaning.max_characters)) if source.varies else []
    counts.variants = len(made)
    for indonesian, english in [*pairs, *made]:
        # "1.500" in English notation has three decimals: written a second time it would become a thousand.
        yield indonesian if source.in_notation else model_text(indonesian), english


def evaluation_fingerprints(paths: Iterable[Path]) -> set[str]:
    """The fingerprints of every line of the evaluation sets; raises ``InputError``."""
    prints = set()
    for path in paths:
        try:
            with open_text(path) as stream:
                prints |= {fingerprint(canonical(line)) for line in stream}
        except (OSError, ValueError) as exc:
            raise InputError(f"can't read the evaluation set {path}: {exc}") from exc
    return prints - {""}


def prepare(
    config: Config, sources: Sequence[Source], inputs: Mapping[str, Path], evaluation: Iterable[Path], output: Path
) -> dict[str, Counts]:
    """Write the corpus of ``sources`` into ``output``; the counts by source. Raises ``UsageError``, ``InputError``."""
    sources = [source for source in sources if not source.made or source.input in inputs]
    for source in sources:
        if source.input and source.input not in inputs:
            raise UsageError(
                f"the source {source.name!r} reads the input {source.input!r}, which is not given",
                hint=f"Add --input {source.input}=PATH, or give a folder of your own sources with --sources.",
            )
    cleaner = Cleaner(
        config.cleaning, language_identifier(config.cleaning.languages), evaluation_fingerprints(evaluation)
    )
    output.mkdir(parents=True, exist_ok=True)
    report: dict[str, Counts] = {}
    with (output / CORPUS).open("w", encoding="utf-8", newline="\n") as stream:
        for source in sources:
            counts = report[source.name] = Counts()
            rng = random.Random(f"{config.augmentation.seed} frames {source.name}")  # noqa: S311 -- as above
            raw = raw_pairs(source, inputs, config, rng)
            for indonesian, english in prepared(source, raw, config, cleaner, counts):
                stream.write(f"{source.name}\t{indonesian}\t{english}\n")
            print(line(source.name, counts), flush=True)
    (output / REPORT).write_text(_json(sources, report), encoding="utf-8")
    return report


def corpus_of(data: Path) -> Path:
    """The corpus in the folder ``data``, compressed or not."""
    return next((path for path in (data / CORPUS, data / f"{CORPUS}.xz") if path.exists()), data / CORPUS)


def line(name: str, counts: Counts) -> str:
    """One source's counts for people."""
    left_out = ", ".join(f"{count} {reason}" for reason, count in Counter(counts.left_out).most_common())
    return (
        f"{name:18} {counts.read:7} read {counts.split:6} split {counts.kept:7} kept {counts.variants:6} made"
        f"   left out: {left_out or 'none'}"
    )


def total(report: Mapping[str, Counts]) -> Counts:
    """The counts of all sources together."""
    everything = Counts()
    for counts in report.values():
        everything.read += counts.read
        everything.split += counts.split
        everything.kept += counts.kept
        everything.variants += counts.variants
        everything.left_out = dict(Counter(everything.left_out) + Counter(counts.left_out))
    return everything


def _json(sources: Sequence[Source], report: Mapping[str, Counts]) -> str:
    rows: dict[str, Any] = {source.name: {**asdict(source), **asdict(report[source.name])} for source in sources}
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--sources", type=Path, default=SOURCES, help="folder of source descriptions (*.toml)")
    parser.add_argument("--input", type=named_path, action="append", default=[], metavar="NAME=PATH")
    parser.add_argument("--evaluation", type=Path, action="append", default=[], metavar="PATH", help="removed on sight")
    parser.add_argument("--output", type=Path, required=True, help="folder")
    options = parser.parse_args()
    report = prepare(
        Config.read(options.config), read_sources(options.sources), dict(options.input), options.evaluation,
        options.output,
    )  # fmt: skip
    print(line("all", total(report)))


if __name__ == "__main__":
    run(_main)
