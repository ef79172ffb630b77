"""What a person waits for: the help, and the first article, cold.

    python benchmarks/startup.py [ARTICLE] [--rounds 7]

The help is compared, in processor time, with ``python -c "import typer, rich"`` in alternating rounds; the article is
timed by the wall clock, with the peak memory of the process. Nothing is cached between rounds (``--no-memory``).
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from statistics import median

HELP = [sys.executable, "-m", "transum", "--help"]
IMPORTS = [sys.executable, "-c", "import typer, rich"]


def processor_seconds(command: list[str]) -> float:
    """User and system time of a command that is run to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)  # noqa: S603 - our own program
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall_and_memory(command: list[str]) -> tuple[float, float, float]:
    """Seconds by the wall clock, seconds of processor, and peak resident megabytes of a command."""
    began = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet)  # noqa: S603 - likewise
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", default="seeds/000_1cb966e1a36f34cb.txt")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    pairs = [(processor_seconds(HELP), processor_seconds(IMPORTS)) for _ in range(options.rounds)]
    article = [sys.executable, "-m", "transum", options.article, "--no-memory"]
    runs = [wall_and_memory(article) for _ in range(3)]
    print("| what | measured |\n|---|---|")
    print(f"| help / import typer, rich: processor time | {median(a / b for a, b in pairs):.2f} |")
    print(f"| {options.article}, cold: seconds, median of 3 | {median(run[0] for run in runs):.1f} |")
    print(f"| the same, processor seconds | {median(run[1] for run in runs):.1f} |")
    print(f"| the same, peak memory in MB | {max(run[2] for run in runs):.0f} |")


if __name__ == "__main__":
    main()
