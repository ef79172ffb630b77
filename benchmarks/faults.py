"""Stops batches behind every step and at random moments, fills disks, starts two at once, feeds them damaged files.

    python -m benchmarks.faults SENTENCES --work FOLDER > benchmarks/faults.md

SENTENCES is a text with an Indonesian sentence a line. Most runs use a translator that takes no time (the batch then
spends its time writing, which is where a kill could do harm), ``--real-kills`` use the embedded model through the
command line. A left-over temporary file would show as a difference between the trees.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from rich.console import Console

from benchmarks.articles import instant_pipeline, line_of, sentences_of, text_of, tree, write_articles
from benchmarks.every_step import SCENES, enumerate_deaths
from transum.batch.run import Batch, run_batch
from transum.errors import TransumError
from transum.outputs.view import Format

FILES: Final = 60
LENGTH: Final = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One folder of articles, translated with everything but a model and checks."""

    articles: Path
    output: Path
    memory: Path | None = None
    form: Format = Format.TEXT
    report: Path | None = None

    def run(self) -> int:
        """The exit code, as the command line would give it."""
        batch = Batch(
            inputs=(str(self.articles),),
            format=self.form,
            render=line_of if self.form is Format.JSONL else text_of,
            output=self.output,
            max_bytes=100_000,
            report=self.report,
            quiet=True,
        )
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
            try:
                return int(run_batch(batch, lambda: instant_pipeline(self.memory, checks=False), Console(file=nowhere)))
            except TransumError as error:
                return int(error.exit_code)

    def start(self) -> int:
        """Run in a process of its own; its id."""
        child = os.fork()
        if child == 0:
            try:
                os._exit(self.run())
            except BaseException:  # noqa: BLE001 - a forked child must never return
                traceback.print_exc()
                os._exit(1)
        return child

    def result(self) -> dict[str, str]:
        """What stands there."""
        return tree(self.output) if self.output.is_dir() else tree(self.output.parent)


@dataclass(slots=True)
class Tally:
    """What the kills found."""

    kills: int = 0
    rounds: int = 0
    wrong: int = 0
    done_at_kill: Counter[str] = field(default_factory=Counter)


def every_step(work: Path) -> Iterator[str]:
    """Deaths behind every step: alone, with the power, and with a second death behind some steps of the next run."""
    for form in (Format.TEXT, Format.HTML, Format.JSONL):  # pages have a front page
        for scene in SCENES:
            plain = enumerate_deaths(work, scene, form)
            power = enumerate_deaths(work, scene, form, power=True, seconds=range(1, len(plain.deaths) + 1, 4))
            deaths, wrong = len(plain.deaths), [*plain.wrong, *power.wrong]
            seconds = deaths * len(range(1, deaths + 1, 4))
            yield f"| {scene.name} | {form} | {deaths} | {4 * deaths + seconds} | {len(wrong)} |"
            yield from (f"| {one} | | | | |" for one in wrong)


def kill_until_done(case: Case, whole: Path, span: float, tally: Tally, chance: random.Random) -> None:
    """Start, kill, start again, … until a run ends by itself; then compare with the results in ``whole``."""
    while True:
        child = case.start()
        time.sleep(chance.uniform(0, span))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            tally.kills += 1
            tally.done_at_kill[_share_there(case.output, whole)] += 1
            continue
        tally.rounds += 1
        tally.wrong += os.waitstatus_to_exitcode(status) != 0 or case.result() != Case(case.articles, whole).result()
        return


def _share_there(output: Path, whole: Path) -> str:
    """How much of the results is there, in quarters of their bytes."""
    sizes = [
        sum(path.stat().st_size for path in ([one] if one.is_file() else one.rglob("[!.]*.txt"))) if one.exists() else 0
        for one in (output, whole)
    ]
    return f"{min(4, sizes[0] * 4 // max(1, sizes[1])) * 25}%"


def kill_instant(work: Path, sentences: list[str], kills: int, form: Format, seed: int) -> Tally:
    """Kills with the translator that takes no time; every other round begins with results that are out of date."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    tally = Tally()
    name = "out.jsonl" if form is Format.JSONL else "out"
    articles, old_articles = work / "articles", work / "old"
    write_articles(articles, sentences, files=FILES, length=LENGTH)
    write_articles(old_articles, sentences[7:], files=FILES, length=LENGTH)
    _prepared(work / "whole")
    whole = Case(articles, work / "whole" / name, form=form)
    started = time.monotonic()
    _expect(whole.run(), 0)
    span = (time.monotonic() - started) * 1.1
    while tally.kills < kills:
        _prepared(work / "killed")
        killed = Case(articles, work / "killed" / name, work / "killed-memory.sqlite", form)
        (work / "killed-memory.sqlite").unlink(missing_ok=True)
        if tally.rounds % 2:
            _swap(articles, old_articles)
            _expect(killed.run(), 0)
            _swap(articles, old_articles)
        kill_until_done(killed, whole.output, span, tally, chance)
    return tally


def kill_real(work: Path, sentences: list[str], kills: int, seed: int) -> Tally:
    """Kills of the whole program with the embedded model."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    tally = Tally()
    articles = work / "articles"
    write_articles(articles, sentences, files=12, length=2)
    _prepared(work / "whole")
    started = time.monotonic()
    _expect(_program(articles, work / "whole" / "out", work / "cache-whole").wait(), 0)
    span = time.monotonic() - started
    expected = tree(work / "whole" / "out")
    while tally.kills < kills:
        _prepared(work / "killed")
        shutil.rmtree(work / "cache", ignore_errors=True)
        while True:
            program = _program(articles, work / "killed" / "out", work / "cache")
            try:
                code = program.wait(chance.uniform(span * 0.3, span))
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
                tally.kills += 1
                tally.done_at_kill[_share_there(work / "killed" / "out", work / "whole" / "out")] += 1
                continue
            tally.rounds += 1
            tally.wrong += code != 0 or tree(work / "killed" / "out") != expected
            break
    return tally


def _program(articles: Path, output: Path, cache: Path) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", "transum", str(articles), "-o", str(output), "--quiet"]
    return subprocess.Popen(command, env=environment)  # noqa: S603 - ourselves


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Callable[[int], None]]:
    """A file system of that size in memory (needs root); gives what changes its size."""
    folder.mkdir(parents=True)
    options = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    subprocess.run(options, check=True)  # noqa: S603 - fixed words

    def resize(size: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={size}k", str(folder)], check=True)  # noqa: S603, S607 - likewise

    try:
        yield resize
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S603, S607 - likewise


def full_disk(work: Path, sentences: list[str], form: Format) -> Iterator[str]:
    """Disks of many sizes run full; then there is room, and the run goes on."""
    articles = work / "articles"
    write_articles(articles, sentences, files=FILES, length=LENGTH)
    name = "out.jsonl" if form is Format.JSONL else "out"
    _prepared(work / "whole")
    whole = Case(articles, work / "whole" / name, form=form)
    _expect(whole.run(), 0)
    expected = whole.result()
    for kilobytes in (24, 60, 120, 180, 240):
        with small_disk(work / f"disk-{form}-{kilobytes}", kilobytes) as resize:
            case = Case(articles, work / f"disk-{form}-{kilobytes}" / name, form=form)
            code = case.run()
            present = case.result() if case.output.exists() else {}
            lines = case.output.read_bytes() if case.output.is_file() else b""
            if form is Format.JSONL:
                kept = (work / "whole" / name).read_bytes().startswith(lines)
            else:
                kept = present.items() <= expected.items()
            resize(100_000)
            again = case.run()
            same = case.result() == expected
            count = lines.count(b"\n") if form is Format.JSONL else len(present)
            yield f"| {form} | {kilobytes} | {code} | {count} | {_yes(kept)} | {again} | {_yes(same)} |"


def two_at_once(work: Path, sentences: list[str]) -> str:
    """Two processes, started together, twenty times."""
    articles = work / "articles"
    write_articles(articles, sentences, files=FILES, length=LENGTH)
    _prepared(work / "whole")
    whole = Case(articles, work / "whole" / "out")
    _expect(whole.run(), 0)
    codes: Counter[tuple[int, ...]] = Counter()
    wrong = 0
    for _ in range(20):
        _prepared(work / "both")
        case = Case(articles, work / "both" / "out", work / "memory.sqlite")
        children = [case.start() for _ in range(2)]
        ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        codes[tuple(sorted(ended))] += 1
        wrong += case.result() != whole.result()
    return f"20 pairs; exit codes {dict(codes)}; trees that differ from an uninterrupted run's: {wrong}"


DAMAGED: Final[dict[str, bytes]] = {
    "empty.txt": b"",
    "spaces.txt": b" \n\t \n",
    "bom-only.txt": b"\xef\xbb\xbf",
    "nul.txt": b"Harga beras\x00\x01\x02 naik" * 50,
    "random.txt": random.Random(5).randbytes(5000),  # noqa: S311 - no secret
    "pdf.txt": b"%PDF-1.7\n" + random.Random(6).randbytes(5000),  # noqa: S311 - likewise
    "zip.md": b"PK\x03\x04" + bytes(5000),
    "utf16-cut.txt": "Harga beras naik di pasar.".encode("utf-16")[:-1] + b"\xd8",
    "lone-surrogates.txt": b"\xff\xfe" + b"\x00\xd8" * 50,
    "english.txt": b"The government said on Monday that the price of rice had risen again this week.",
    "too-large.txt": b"Harga beras naik di pasar itu. " * 10_000,
    "no-words.txt": b"12345 67890 !!! ???",
}


def damaged_inputs(work: Path, sentences: list[str]) -> Iterator[str]:
    """Damaged files among good ones."""
    articles = work / "articles"
    write_articles(articles, sentences, files=10, length=2)
    for name, data in DAMAGED.items():
        (articles / name).write_bytes(data)
    (articles / "loop").symlink_to(articles)
    (articles / "nowhere.txt").symlink_to("missing")
    os.mkfifo(articles / "pipe.txt")
    (articles / os.fsdecode(b"not-utf-8-\xe9.txt")).write_text("Harga beras naik di pasar itu.", encoding="utf-8")
    case = Case(articles, work / "out", report=work / "report.json")
    code = case.run()
    yield f"exit code {code}; good articles done: {len(tree(work / 'out'))} of 11 (one has a name that is not UTF-8)."
    yield ""
    yield "| input | why |"
    yield "|---|---|"
    for one in json.loads((work / "report.json").read_text(encoding="utf-8"))["inputs"]:
        if one["status"] != "done":
            yield f"| {Path(one['path']).name} | {one['reason'].replace(str(work), '…')} |"


def main() -> None:
    """Run everything and print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--work", type=Path, required=True, help="an empty or missing folder on a disk")
    parser.add_argument("--kills", type=int, default=100, help="of batches to a folder; as many to one file of lines")
    parser.add_argument("--real-kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sentences = sentences_of(options.sentences)
    options.work.mkdir(parents=True)

    print(f"# Faults\n\n`python -m benchmarks.faults {options.sentences.name} --kills {options.kills}", end="")
    print(f" --real-kills {options.real_kills}`, {datetime.now(UTC):%Y-%m-%d}\n")
    print(
        "## Every step\n\nThe program ends behind each file made, half a write, write, cut, fsync, rename, removal and "
        "commit; then it goes on: with the same articles and with others, with and without the loss of what was not "
        "synced, and dying again behind every fourth step of the run that goes on.\n\n"
        "| what was there | format | steps | deaths | wrong |\n|---|---|---|---|---|"
    )
    for line in every_step(options.work / "steps"):
        print(line, flush=True)
    print(
        "\n## kill -9\n\n| what | kills | runs that ended | of these wrong | results there at the kill |\n"
        "|---|---|---|---|---|"
    )
    for form in (Format.TEXT, Format.JSONL):
        tally = kill_instant(options.work / f"kill-{form}", sentences, options.kills, form, options.seed)
        _print_kills(f"{FILES} articles, {form}, instant translator", tally)
    if options.real_kills:
        tally = kill_real(options.work / "kill-real", sentences, options.real_kills, options.seed)
        _print_kills("12 articles, text, the program with the embedded model", tally)
    print("\n## Full disk\n\n| format | size, kB | exit code | results kept | all of them whole | then | same tree |")
    print("|---|---|---|---|---|---|---|")
    for form in (Format.TEXT, Format.JSONL):
        for line in full_disk(options.work / f"disk-{form}", sentences, form):
            print(line, flush=True)
    print(f"\n## Two runs at once\n\n{two_at_once(options.work / 'two', sentences)}", flush=True)
    print("\n## Damaged inputs\n")
    for line in damaged_inputs(options.work / "damaged", sentences):
        print(line)


def _print_kills(what: str, tally: Tally) -> None:
    there = ", ".join(f"{share}: {count}" for share, count in sorted(tally.done_at_kill.items(), key=_share))
    print(f"| {what} | {tally.kills} | {tally.rounds} | {tally.wrong} | {there} |", flush=True)


def _share(item: tuple[str, int]) -> int:
    return int(item[0].rstrip("%"))


def _prepared(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _swap(one: Path, other: Path) -> None:
    between = one.with_name("between")
    one.rename(between)
    other.rename(one)
    between.rename(other)


def _expect(code: int, wanted: int) -> None:
    if code != wanted:
        raise SystemExit(f"expected exit code {wanted}, got {code}")


def _yes(value: object) -> str:
    return "yes" if value else "NO"


if __name__ == "__main__":
    main()
