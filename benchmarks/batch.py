"""What a batch costs: by the number of files, by their length, in memory, and against one large file.

    python -m benchmarks.batch SENTENCES --work FOLDER [--model-files 300] [--scale 1.0] > benchmarks/batch.md

SENTENCES is a text with an Indonesian sentence a line. Costs beside the model are measured with a translator that takes
no time, in seconds of processor time of a process of its own (on a machine that does other things, wall time says more
about those). The comparison of many short articles with one long one, and a second look at memory, use the model.
"""

import argparse
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console

from benchmarks.articles import instant_pipeline, sentences_of, text_of, tree, write_articles
from transum.assembly import assemble
from transum.batch.run import Batch, run_batch
from transum.choice import Choice
from transum.outputs.view import Format
from transum.pipeline import Pipeline

FILE_COUNTS: Final = (250, 500, 1000, 2000, 4000)
LENGTHS: Final = (250, 500, 1000, 2000, 4000)  # sentences of a single article


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor and wall seconds, the most memory in use (MB), and when the first result was there."""

    processor: float
    wall: float
    memory: float
    first: float


def cost_of(articles: Path, output: Path, pipeline: Callable[[], Pipeline], *, anew: bool = True) -> Cost:
    """The cost of one batch in a process of its own; with ``anew`` nothing is left of an earlier one."""
    if anew:
        shutil.rmtree(output, ignore_errors=True)
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            batch = Batch((str(articles),), Format.TEXT, text_of, output=output, quiet=True)
            with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
                code = run_batch(batch, pipeline, Console(file=nowhere))
        finally:
            os._exit(code)
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - started
    if status:
        raise SystemExit(f"the batch ended with {os.waitstatus_to_exitcode(status)}")
    written = [path.stat().st_mtime for path in output.rglob("*.txt")]
    first = min(written) - (time.time() - wall)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, max(0.0, first))


def fit(sizes: Sequence[int], seconds: Sequence[float]) -> str:
    """The straight line through the points, and how much of their variation it explains."""
    slope, start = np.polyfit(sizes, seconds, 1)
    predicted = slope * np.array(sizes) + start
    rest = ((np.array(seconds) - predicted) ** 2).sum()
    whole = ((np.array(seconds) - np.mean(seconds)) ** 2).sum()
    power = np.polyfit(np.log(sizes), np.log(seconds), 1)[0]
    return f"{start:.2f} s + {slope * 1000:.3f} ms each, R² = {1 - rest / whole:.4f}; growth exponent {power:.2f}"


def by_number(work: Path, sentences: list[str], counts: Sequence[int]) -> None:
    """Articles of two sentences, more and more of them."""
    print("## By the number of files (two sentences each, no model)\n")
    print("| files | processor s | ms a file | wall s | first result after | peak MB |\n|---|---|---|---|---|---|")
    costs = []
    for count in counts:
        write_articles(work / f"number-{count}", sentences, files=count, length=2)
        cost = cost_of(work / f"number-{count}", work / "out", instant_pipeline)
        costs.append(cost)
        each = 1000 * cost.processor / count
        print(
            f"| {count:,} | {cost.processor:.2f} | {each:.2f} | {cost.wall:.1f} | {cost.first:.2f} s "
            f"| {cost.memory:.0f} |",
            flush=True,
        )
    print(f"\nFit: {fit(counts, [cost.processor for cost in costs])}\n")


def by_length(work: Path, sentences: list[str], lengths: Sequence[int]) -> None:
    """One article, longer and longer."""
    print("## By the length of an article (one file, no model)\n")
    print("| sentences | processor s | ms a sentence | peak MB |\n|---|---|---|---|")
    costs = []
    for length in lengths:
        write_articles(work / f"length-{length}", sentences, files=1, length=length)
        cost = cost_of(work / f"length-{length}", work / "out", instant_pipeline)
        costs.append(cost)
        each = 1000 * cost.processor / length
        print(f"| {length:,} | {cost.processor:.2f} | {each:.2f} | {cost.memory:.0f} |", flush=True)
    print(f"\nFit: {fit(lengths, [cost.processor for cost in costs])}\n")


def memory(work: Path, sentences: list[str], few: int, many: int) -> None:
    """Peak memory of few and of many articles."""
    print("## Memory (two sentences each, no model, no checks)\n")
    print("| files | peak MB |\n|---|---|")
    peaks = []
    for count in (few, many):
        write_articles(work / f"memory-{count}", sentences, files=count, length=2)
        pipeline = partial(instant_pipeline, checks=False)
        peaks.append(cost_of(work / f"memory-{count}", work / "out", pipeline).memory)
        print(f"| {count:,} | {peaks[-1]:.0f} |", flush=True)
    print(f"\nRatio: {peaks[1] / peaks[0]:.2f} (at most 1.2 is asked for)\n")


def with_the_model(work: Path, sentences: list[str], files: int) -> None:
    """Many short articles, and the same sentences as one long article; the model in both, no memory."""
    print("## Many short articles against one long one (embedded model, no translation memory)\n")
    write_articles(work / "short", sentences, files=files, length=2)
    (work / "long").mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted((work / "short").rglob("*.txt"))]
    (work / "long" / "long.txt").write_text("\n".join(texts), encoding="utf-8")

    def pipeline() -> Pipeline:
        return assemble(Choice(memory=False, summary=None))

    print("| what | sentences | processor s | wall s | sentences a processor second | peak MB |")
    print("|---|---|---|---|---|---|")
    rates = []
    for what, folder in (("one file", "long"), (f"{files} files", "short")):
        cost = cost_of(work / folder, work / f"out-{folder}", pipeline)
        rates.append(2 * files / cost.processor)
        print(
            f"| {what} | {2 * files} | {cost.processor:.1f} | {cost.wall:.1f} | {rates[-1]:.1f} | {cost.memory:.0f} |",
            flush=True,
        )
    print(f"\nThroughput of many files: {rates[1] / rates[0]:.0%} of one file's (at least 90% is asked for).")
    quarter = max(1, files // 4)
    write_articles(work / "quarter", sentences, files=quarter, length=2)
    small = cost_of(work / "quarter", work / "out-quarter", pipeline)
    print(
        f"Peak memory with the model: {quarter} files {small.memory:.0f} MB, {files} files {cost.memory:.0f} MB ",
        end="",
    )
    print(f"(ratio {cost.memory / small.memory:.2f}).")
    print(f"Results written: {len(tree(work / 'out-short'))}.")


def main() -> None:
    """Measure and print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="an empty or missing folder on a disk")
    parser.add_argument("--model-files", type=int, default=300, help="short articles for the model; 0 leaves it out")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="of the numbers of files and the lengths that show the growth"
    )
    options = parser.parse_args()
    sentences = sentences_of(options.sentences)
    options.work.mkdir(parents=True)
    print(
        f"# Batches\n\n`python -m benchmarks.batch {options.sentences.name} --model-files {options.model_files}", end=""
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f" --scale {options.scale}`, {datetime.now(UTC):%Y-%m-%d}, {cores} processors, ", end="")
    print(f"load {os.getloadavg()[0]:.0f} from other work\n")

    def scaled(sizes: Sequence[int]) -> list[int]:
        return [max(10, int(size * options.scale)) for size in sizes]

    by_number(options.work / "number", sentences, scaled(FILE_COUNTS))
    by_length(options.work / "length", sentences, scaled(LENGTHS))
    memory(options.work / "memory", sentences, 500, 10_000)
    if options.model_files:
        with_the_model(options.work / "model", sentences, options.model_files)


if __name__ == "__main__":
    main()
