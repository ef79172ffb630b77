"""Many machines, tried on a cluster of two workers: are the bytes the same, is nothing lost, does memory stay flat?

    python -m benchmarks.cluster [ARTICLES] [--rows 100000] [--only same|rows|chunks|lost] [--at FOLDER]

``same``: the folder ARTICLES (default ``benchmarks/judged/articles``) with the real models, on one machine by
``transum ARTICLES -o one.jsonl``, and a copy of it on the cluster three times: undisturbed, with a worker killed in the
middle, and with the driver killed in the middle and started again. Each time the rows, in order, must hold the same
bytes, but for the name of the folder.

``rows``: Parquet files of short texts, with a translator that takes no time, so that what is measured is
all the rest: a tenth, a third, and all of ``--rows``, with the peak memory of the driver; then all of
them with a worker and with the driver killed; then again with nothing to do. There must be exactly one row a text.

``chunks``: a tenth of ``--rows``, in large chunks and in many small ones: what does a chunk cost the driver? That
bounds how many workers it can feed.

``lost``: a tenth of ``--rows`` on three machines with a processor each, which are processes of Ray here; some of them
are killed in the middle. There must be the same files as if nothing had happened.

Tables and results are in FOLDER, which may be an address (``s3://bucket/run``), or else in a temporary one. The driver
is a process of its own, started with ``--drive``. Ray is started with two processors.
"""

import argparse
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.articles import instant_pipeline
from transum.choice import Choice
from transum.cluster.drive import Cluster, run
from transum.cluster.parts import FORMS
from transum.cluster.places import Place
from transum.cluster.sources import Columns, fragments
from transum.cluster.work import Engines, Task
from transum.errors import ExitCode, ModelError

ADDED = ("id", "fingerprint", "error", "hint")  # to the object of the JSON output
TWO = ("--workers", "2")
TEXTS = ("Hujan turun di kota.", "Air sungai surut.")


def drive(options: argparse.Namespace) -> None:
    """Be the driver: a line of JSON on stdout for each part, and in the end the peak of this process's memory."""
    found = list(fragments([options.input], Columns(), most_bytes=1 << 20))
    task = Task(
        target=Place.parse(options.output),
        suffix=Place.parse(options.output).suffix,
        pipeline=instant_pipeline if options.instant else Engines(Choice()),
        force=True,
    )
    cluster = replace(Cluster.named("ray", options.workers), chunk_bytes=options.chunk)
    try:
        for made in run(found, task, cluster):
            tell([made.done, made.kept, made.failed])
    except ModelError as error:
        print(error.message, file=sys.stderr)
        sys.exit(error.exit_code)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (peak,) = (int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    tell({"peak": peak / 1024, "work": usage.ru_utime + usage.ru_stime})


def tell(found: object) -> None:
    """A line on the real stdout."""
    os.write(1, f"{json.dumps(found)}\n".encode())


@dataclass(frozen=True, slots=True)
class Driven:
    """What a driver told; ``peak`` in MB and ``work`` in processor seconds are 0 where it was killed."""

    done: int
    kept: int
    failed: int
    parts: int
    code: int
    seconds: float
    peak: float = 0.0
    work: float = 0.0


def driven(words: Sequence[str], disturb: Callable[[int], bool] | None = None, after: int = 1) -> Driven:
    """Run a driver to its end.

    ``disturb`` is given its process after each part from row ``after`` on, until it says that it has done so.
    """
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "benchmarks.cluster", "--drive", *words], stdout=subprocess.PIPE, text=True
    )
    told: list[list[int]] = []
    ended: dict[str, float] = {}
    for line in process.stdout or ():
        found = json.loads(line)
        if isinstance(found, dict):
            ended = found
            continue
        told.append(found)
        if disturb and sum(map(sum, told)) >= after and disturb(process.pid):
            disturb = None
    process.wait()
    if process.returncode not in {0, -signal.SIGKILL, ExitCode.MODEL} or disturb:
        sys.exit(f"the driver ended with {process.returncode}, after {len(told)} parts")
    done, kept, failed = (sum(one[place] for one in told) for place in range(3))
    seconds = time.perf_counter() - began
    peak, work = ended.get("peak", 0.0), ended.get("work", 0.0)
    return Driven(done, kept, failed, len(told), process.returncode, seconds, peak, work)


def kill_worker(driver: int) -> bool:
    """Kill one of the driver's actors, unless there is none yet."""
    for pid in workers(driver):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def kill_driver(driver: int) -> bool:
    """Kill the driver."""
    os.kill(driver, signal.SIGKILL)
    return True


def workers(driver: int) -> Iterator[int]:
    """The actors of the cluster that the driver started."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if words.startswith(b"ray::") and b"_Actor" in words and driver in ancestors(int(folder.name)):
                yield int(folder.name)
        except (OSError, ValueError):  # it has just ended
            continue


def ancestors(pid: int) -> Iterator[int]:
    """The process that started ``pid``, the one that started that, and so on."""
    while pid > 1:
        pid = int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        yield pid


def rows(folder: Place) -> Iterator[dict[str, object]]:
    """The rows of all parts, in the order of the input."""
    for name in folder.names():
        yield from FORMS[folder.suffix].read(folder.child(name))


def same(articles: str, where: Place) -> None:
    """The same bytes, whatever befalls the cluster."""
    copies = where.child("articles")
    for path in Path(articles).iterdir():
        copies.child(path.name).write(path.read_bytes())
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "transum", articles, "--format", "jsonl", "--no-memory", "-q"]
    one = subprocess.check_output([*command, "--force", "--threads", "2"], text=True)  # noqa: S603 - our own program
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    expected = [json.loads(line) for line in one.rstrip("\n").split("\n")]
    sentences = sum(len(article["sentences"]) for article in expected)
    print(f"{len(expected)} articles, {sentences} sentences, {sum(map(characters, expected))} characters of original")
    for article in expected:
        article["source"]["path"] = copies.child(Path(article["source"]["path"]).name).name
    print(f"one machine: {seconds:.0f} s, {work:.0f} processor seconds: {sentences / work:.1f} sentences each\n")
    print("| cluster of two workers | seconds | made | kept | the same bytes |\n|---|---|---|---|---|")
    for name, disturbances in (
        ("undisturbed", [None]),
        ("a worker killed", [kill_worker]),
        ("the driver killed, then started again", [kill_driver, None]),
    ):
        folder = where.child(f"{name.replace(',', '').replace(' ', '-')}.jsonl")
        for disturb in disturbances:
            found = driven([copies.name, folder.name, *TWO, "--chunk", "6000"], disturb, len(expected) // 2)
        lines = [json.dumps({key: row[key] for key in row if key not in ADDED}) for row in rows(folder)]
        is_same = lines == [json.dumps(article) for article in expected]
        print(f"| {name} | {found.seconds:.0f} | {found.done} | {found.kept} | {'yes' if is_same else 'NO'} |")
    size = sum(len(folder.child(name).read()) for name in folder.names())
    print(f"\n{size / len(expected) / 1024:.1f} KB of JSON Lines an article")


def characters(article: dict[str, list[dict[str, str]]]) -> int:
    """How long the original is, near enough."""
    return sum(len(sentence["source"]) + 1 for sentence in article["sentences"])


def many(count: int, where: Place) -> None:
    """Short rows: memory, time, and exactly one row a text."""
    print(f"| rows | seconds | made | kept | failed | one row a text | peak of the driver, MB |\n{'|---' * 7}|")
    for name, number, disturbances in (
        ("a tenth", count // 10, [None]),
        ("a third", count // 3, [None]),
        ("all", count, [None]),
        ("all, a worker killed", count, [kill_worker]),
        ("all, the driver killed, then started again", count, [kill_driver, None]),
        ("the same again", count, [None]),
    ):
        table = where.child(f"{number}.parquet")
        if not table.is_file:
            write(table, number)
        if not name.startswith("the same"):
            folder = where.child(f"{name.replace(',', '').replace(' ', '-')}.parquet")
        for disturb in disturbances:
            found = driven([table.name, folder.name, *TWO, "--instant", "--chunk", "20000"], disturb, number // 2)
        right = [row["id"] for row in rows(folder)] == [str(each) for each in range(number)]
        counts = f"{found.done} | {found.kept} | {found.failed}"
        print(
            f"| {number:,}: {name} | {found.seconds:.0f} | {counts} | {'yes' if right else 'NO'} | {found.peak:.0f} |"
        )


def costs(count: int, where: Place) -> None:
    """What a chunk costs the driver, beyond what a run costs it."""
    table = where.child("chunks.parquet")
    write(table, count)
    print("| chunks | seconds | processor seconds of the driver |\n|---|---|---|")
    measured = []
    for size in (20_000, 200):
        folder = where.child(f"chunks-{size}.parquet")
        found = driven([table.name, folder.name, *TWO, "--instant", "--chunk", str(size)])
        measured.append(found)
        print(f"| {found.parts:,} | {found.seconds:.0f} | {found.work:.1f} |")
    few, many_more = measured
    each = (many_more.work - few.work) / (many_more.parts - few.parts)
    print(f"\n{1000 * each:.1f} ms of the driver's processor a chunk: it feeds {1 / each:.0f} chunks a second")


def lost(count: int, where: Place) -> None:
    """Machines that are killed in the middle."""
    table, whole = where.child("lost.parquet"), where.child("none-is-lost.parquet")
    write(table, count)
    print(f"| of three machines | seconds | exit code | made | kept | failed | the same files |\n{'|---' * 7}|")
    for name, disturbances in (
        ("none is lost", [None]),
        ("one is lost", [lose_one]),
        ("all but the head are lost", [lose_others]),
        ("the driver is killed; then all but the head are lost", [kill_driver_of, lose_others]),
        ("one is lost, and the driver is elsewhere", [lose_one]),
        ("the head is lost; then again on another cluster", [lose_head, None]),
    ):
        folder = where.child(f"{name.replace(';', '').replace(',', '').replace(' ', '-')}.parquet")
        for disturb in disturbances:
            with machines(3) as cluster, sent("ray://127.0.0.1:10771" if "elsewhere" in name else cluster.address):
                words = [table.name, folder.name, "--instant", "--chunk", "2000"]
                found = driven(words, disturb and partial(disturb, cluster), count // 3)
            told = "–" if found.code else "yes" if content(folder) == content(whole) else "NO"
            counts = f"{found.done} | {found.kept} | {found.failed}"
            print(f"| {name} | {found.seconds:.0f} | {found.code} | {counts} | {told} |", flush=True)


@contextmanager
def machines(count: int) -> Iterator[Any]:
    """A cluster of so many machines, with a processor each; port 10771 is for drivers elsewhere."""
    from ray.cluster_utils import Cluster as Machines

    each: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 100 << 20}
    cluster: Any = Machines(True, head_node_args=each | {"include_dashboard": False, "ray_client_server_port": 10771})
    try:
        for _ in range(count - 1):
            cluster.add_node(**each)
        cluster.wait_for_nodes(120)
        yield cluster
    finally:
        cluster.shutdown()


@contextmanager
def sent(address: str) -> Iterator[None]:
    """Inside, drivers go to the cluster at ``address``."""
    before, os.environ["RAY_ADDRESS"] = os.environ["RAY_ADDRESS"], address
    try:
        yield
    finally:
        os.environ["RAY_ADDRESS"] = before


def lose_one(cluster: Any, driver: int) -> bool:
    """Kill all that runs on one of the machines that joined the head's."""
    del driver
    cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)
    return True


def lose_others(cluster: Any, driver: int) -> bool:
    """Kill all that runs on machines that joined the head's."""
    while cluster.worker_nodes:
        lose_one(cluster, driver)
    return True


def lose_head(cluster: Any, driver: int) -> bool:
    """Kill all that runs on the machine without which there is no cluster."""
    del driver
    cluster.remove_node(cluster.head_node, allow_graceful=False)
    return True


def kill_driver_of(cluster: Any, driver: int) -> bool:
    """Kill the driver, and no machine."""
    del cluster
    return kill_driver(driver)


def content(folder: Place) -> dict[str, bytes]:
    """The files in it."""
    return {name: folder.child(name).read() for name in folder.names()}


def write(table: Place, count: int) -> None:
    """A table of so many short texts, with their numbers."""
    import pyarrow as pa
    from pyarrow.parquet import write_table

    texts = [TEXTS[number % len(TEXTS)] for number in range(count)]
    sink = io.BytesIO()
    write_table(pa.table({"id": range(count), "text": texts}), sink)
    table.write(sink.getvalue())


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input", nargs="?", metavar="ARTICLES", default="benchmarks/judged/articles")
    parser.add_argument("output", nargs="?", help=argparse.SUPPRESS)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--only", choices=("same", "rows", "chunks", "lost"))
    parser.add_argument("--at", metavar="FOLDER")
    parser.add_argument("--drive", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--instant", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--chunk", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--workers", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.drive:
        drive(options)
        return
    os.environ["RAY_ADDRESS"] = "local"  # a new cluster, also where there is one
    with tempfile.TemporaryDirectory() as folder:
        where = Place.parse(options.at or folder)
        if options.only in {None, "same"}:
            same(options.input, where)
        if options.only in {None, "rows"}:
            many(options.rows, where)
        if options.only in {None, "chunks"}:
            costs(options.rows // 10, where)
        if options.only in {None, "lost"}:
            lost(options.rows // 10, where)


if __name__ == "__main__":
    main()
