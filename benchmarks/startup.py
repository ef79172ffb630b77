"""What a person waits for: the help, and the first article, cold.

    python benchmarks/startup.py [ARTICLE] [--rounds 7]

The help is compared, in processor time, with ``python -c "import typer, rich"`` in alternating rounds; the article is
timed by the wall clock and in processor time, with the peak memory of the process, and its time is divided: Python's
thread, and what the engines' threads take besides. Nothing is remembered between rounds (``--no-memory``) but the
bytecode, which pip makes when it installs: a first run of each is not counted.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from statistics import median
from tempfile import TemporaryDirectory

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
DIVIDED = """import atexit, sys, time
atexit.register(lambda: print(time.thread_time(), time.process_time(), file=sys.stderr))
from transum.__main__ import main
main()"""
TRANSUM = [sys.executable, "-m", "transum"]
HELP = [*TRANSUM, "--help"]
IMPORTS = [sys.executable, "-c", "import typer, rich"]


def processor_seconds(command: list[str]) -> float:
    """User and system time of a command that is run to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True, env=ENVIRONMENT)  # noqa: S603 - our own program
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall_and_memory(command: list[str]) -> tuple[float, float, float]:
    """Seconds by the wall clock, seconds of processor, and peak resident megabytes of a command."""
    began = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=ENVIRONMENT)  # noqa: S603 - likewise
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def python_and_all(arguments: list[str]) -> tuple[float, float]:
    """The processor seconds of transum's main thread, and of all of its threads."""
    command = [sys.executable, "-c", DIVIDED, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=ENVIRONMENT)  # noqa: S603 - likewise
    thread, process = done.stderr.splitlines()[-1].split()
    return float(thread), float(process)


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", default="seeds/000_1cb966e1a36f34cb.txt")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    article = [options.article, "--no-memory"]
    with TemporaryDirectory() as bytecode:
        ENVIRONMENT["PYTHONPYCACHEPREFIX"] = bytecode
        for command in (HELP, IMPORTS, [*TRANSUM, *article]):
            processor_seconds(command)
        measure(article, options.rounds)


def measure(article: list[str], rounds: int) -> None:
    """Print the table."""
    pairs = [(processor_seconds(HELP), processor_seconds(IMPORTS)) for _ in range(rounds)]
    runs = [wall_and_memory([*TRANSUM, *article]) for _ in range(3)]
    thread, process = min((python_and_all(article) for _ in range(3)), key=lambda pair: pair[1])
    print("| what | measured |\n|---|---|")
    print(f"| help / import typer, rich: processor time | {median(a / b for a, b in pairs):.2f} |")
    print(f"| {article[0]}, cold: seconds, median of 3 | {median(run[0] for run in runs):.1f} |")
    print(f"| the same, processor seconds | {median(run[1] for run in runs):.1f} |")
    print(f"| the same, divided: Python's thread; the engines' | {thread:.2f}; {process - thread:.2f} |")
    print(f"| the same, peak memory in MB | {max(run[2] for run in runs):.0f} |")


if __name__ == "__main__":
    main()
