"""How cost grows: with the number of articles, with the length of one, with the words of a sentence, with a folder.

    python -m benchmarks.growth --work FOLDER > benchmarks/growth.md

Articles are translated by a translator that takes no time, one long article by the embedded models, in the program
that users run. Every row is a process of its own: seconds of processor time and by the clock (which other work on the
machine makes longer), the most memory in use, and when the first result was there. ``--articles``, ``--sentences``,
``--words`` and ``--files`` say up to which size each table goes; 0 leaves it out.
"""

import argparse
import hashlib
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice, takewhile
from pathlib import Path
from typing import Final

from benchmarks.articles import instant_pipeline
from benchmarks.batch import cost_of, fit
from transum.batch.destinations import LEDGER
from transum.batch.discover import discover
from transum.batch.ledger import Ledger, Made
from transum.batch.stamps import sign
from transum.checks import Pair, check
from transum.outputs.view import Format

SIZES: Final = (100, 300, 1_000, 3_000, 10_000, 20_000, 30_000, 100_000, 1_000_000)
FILES_A_FOLDER: Final = 1_000
_RESULT: Final = b"A result.\n"
_SYLLABLES: Final = "ba di ku le mo na pe ri su ta we yo".split()
_WHO: Final = "Warga Petani Nelayan Guru Pedagang Polisi Dokter Sopir Bupati Camat Buruh Pelajar Perawat Pemuda".split()
_DID: Final = "menanam membeli menjual memeriksa mengirim membawa menghitung menyimpan membersihkan mencatat".split()
_WHAT: Final = "karung beras|ekor kambing|buku tulis|kotak obat|ton gula|unit rumah|botol air|sepeda motor".split("|")
_WHEN: Final = "pada Senin|kemarin|tadi pagi|sejak Januari|tahun lalu|minggu ini|pada 2021".split("|")


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of processor time and by the clock, peak memory in MB, seconds until the first output."""

    processor: float
    wall: float
    memory: float
    first: float


def short_sentences() -> Iterator[str]:
    """Indonesian sentences of about ten words, no two alike."""
    number = 0
    while True:
        place = _name(number, 3)
        parts = [words[number * step % len(words)] for words, step in ((_WHO, 1), (_DID, 3), (_WHAT, 5), (_WHEN, 1))]
        who, did, what, when = parts
        yield f"{who} {did} {number % 997 + 3} {what} di {place} {when}."
        number += 1


def _name(number: int, syllables: int) -> str:
    """A word with a capital that no other number has, of at least so many syllables.

    >>> _name(0, 3), _name(13, 3)
    ('Bababa', 'Badidi')
    """
    parts: list[str] = []
    while number or len(parts) < syllables:
        number, digit = divmod(number, len(_SYLLABLES))
        parts.insert(0, _SYLLABLES[digit])
    return "".join(parts).title()


def sizes_to(most: int) -> list[int]:
    """The sizes of a table that ends with ``most``."""
    return [*takewhile(lambda size: size < most, SIZES), most] if most else []


def articles(work: Path, most: int) -> None:
    """Articles of two sentences, translated in no time."""
    print("## Articles (two sentences each, a translator that takes no time, with checks)\n")
    print(
        "| articles | processor s | ms an article | wall s | first result after | peak MB |\n|---|---|---|---|---|---|"
    )
    counts = sizes_to(most)
    seconds = []
    for count in counts:
        _write_folder(work / f"articles-{count}", count, sentences=2)
        cost = cost_of(work / f"articles-{count}", work / f"out-{count}", instant_pipeline)
        seconds.append(cost.processor)
        print(
            f"| {count:,} | {cost.processor:.2f} | {1000 * cost.processor / count:.2f} | {cost.wall:.1f} "
            f"| {cost.first:.2f} s | {cost.memory:.0f} |",
            flush=True,
        )
    print(f"\nFit: {fit(counts, seconds)}\n")


def length(work: Path, most: int) -> None:
    """One article, longer and longer, by the program as users run it."""
    print("## The length of one article (embedded models, summary and checks as usual, no memory, to a pipe)\n")
    print(
        "| sentences | processor s | ms a sentence | wall s | first output after | peak MB |\n|---|---|---|---|---|---|"
    )
    counts = sizes_to(most)
    seconds = []
    for count in counts:
        path = work / f"length-{count}.txt"
        path.write_text(_text(count), encoding="utf-8")
        cost = run([sys.executable, "-m", "transum", "--no-memory", str(path)])
        seconds.append(cost.processor)
        print(
            f"| {count:,} | {cost.processor:.1f} | {1000 * cost.processor / count:.1f} | {cost.wall:.0f} "
            f"| {cost.first:.1f} s | {cost.memory:.0f} |",
            flush=True,
        )
    if len(counts) > 1:
        print(f"\nFit: {fit(counts, seconds)}\n")


def words(most: int) -> None:
    """One check of a sentence of names, half of which are others in the translation."""
    print("## Capitalised words of a sentence, all distinct, every second one another in the translation (checks)\n")
    print("| words | processor s | ms a word |\n|---|---|---|")
    counts = sizes_to(most)
    seconds = []
    for count in counts:
        names = [_name(number, 3) for number in range(2 * count)]
        theirs = [names[number + count * (number % 2)] for number in range(count)]
        before = time.process_time()
        check(Pair(" ".join(names[:count]), " ".join(theirs)))
        seconds.append(time.process_time() - before)
        print(f"| {count:,} | {seconds[-1]:.2f} | {1000 * seconds[-1] / count:.2f} |", flush=True)
    print(f"\nFit: {fit(counts, seconds)}\n")


def folder(work: Path, most: int) -> None:
    """A folder of tiny files, all of which are done: found, and gone over again."""
    print("## A folder of files of one sentence, all done before (planned: all found; resumed: all up to date)\n")
    print(
        "| files | planned: processor s | wall s | resumed: processor s | wall s | peak MB |\n|---|---|---|---|---|---|"
    )
    for count in [size for size in sizes_to(most) if size >= 100_000 or size == most]:
        articles_folder, results = work / f"files-{count}", work / f"results-{count}"
        _write_folder(articles_folder, count, sentences=1)
        before, began = time.process_time(), time.monotonic()
        found = sum(1 for _ in discover([str(articles_folder)]))
        planned, planned_wall = time.process_time() - before, time.monotonic() - began
        assert found == count  # noqa: S101 - a benchmark of less would be none
        lay_down(articles_folder, results)
        resumed = cost_of(articles_folder, results, instant_pipeline, anew=False)
        if any(path.read_bytes() != _RESULT for path in islice(results.rglob("*.txt"), 100)):
            raise SystemExit("the ledger was laid down wrong: results were made anew")
        print(
            f"| {count:,} | {planned:.1f} | {planned_wall:.0f} | {resumed.processor:.1f} | {resumed.wall:.0f} "
            f"| {resumed.memory:.0f} |",
            flush=True,
        )
    print()


def lay_down(articles_folder: Path, results: Path) -> None:
    """Results of all articles, and their ledger, as a run of ``cost_of`` would leave them a while ago."""
    digest = hashlib.sha256(_RESULT).hexdigest()
    fingerprint = instant_pipeline().fingerprint(Format.TEXT, "", "False", "")
    results.mkdir()
    found = discover([str(articles_folder)])
    with Ledger(results / LEDGER) as ledger:
        while some := list(islice(found, 10_000)):
            paths = [results / one.relative for one in some]
            for parent in {path.parent for path in paths}:
                parent.mkdir(exist_ok=True)
            for path in paths:
                path.write_bytes(_RESULT)
            ledger.record(Made(one.relative, "", fingerprint, digest, input=one.path) for one in some)
            stamps = [(sign(Path(one.path).stat()), sign(path.stat())) for one, path in zip(some, paths, strict=True)]
            ledger.stamp([(*both, one.relative) for both, one in zip(stamps, some, strict=True)])
    time.sleep(2.5)  # what was changed within two seconds is read


def run(command: Sequence[str]) -> Measured:
    """A program run to its end; its standard output is read as it comes."""
    began = time.monotonic()
    first = 0.0
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while selector.select() and os.read(process.stdout.fileno(), 1 << 20):
                first = first or time.monotonic() - began
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Measured(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024, first)


def _write_folder(place: Path, files: int, *, sentences: int) -> None:
    drawn = short_sentences()
    for number in range(files):
        path = place / f"{number // FILES_A_FOLDER:04}" / f"{number:07}.txt"
        if number % FILES_A_FOLDER == 0:
            path.parent.mkdir(parents=True)
        path.write_text(" ".join(islice(drawn, sentences)) + "\n", encoding="utf-8")


def _text(sentences: int) -> str:
    drawn = list(islice(short_sentences(), sentences))
    return "\n\n".join(" ".join(drawn[start : start + 5]) for start in range(0, sentences, 5)) + "\n"


def main() -> None:
    """Measure and print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="an empty or missing folder")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--sentences", type=int, default=20_000)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=1_000_000)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    chosen = f"--articles {options.articles} --sentences {options.sentences} --words {options.words} "
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(
        f"# Growth\n\n`python -m benchmarks.growth {chosen}--files {options.files}`, {datetime.now(UTC):%Y-%m-%d}, ",
        end="",
    )
    print(f"{cores} processors, load {os.getloadavg()[0]:.0f} from other work\n", flush=True)
    if options.articles:
        articles(options.work, options.articles)
    if options.sentences:
        length(options.work, options.sentences)
    if options.words:
        words(options.words)
    if options.files:
        folder(options.work, options.files)


if __name__ == "__main__":
    main()
