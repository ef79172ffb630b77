"""What hostile files cost to read: the table of ``tests/test_budget.py``, each in a process of its own.

python -m benchmarks.hostile > benchmarks/hostile.md
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime

from tests.test_budget import HOSTILE
from transum.inputs import INPUTS

_SCRIPT = """
import logging, resource, sys
logging.disable()
from transum.errors import InputError
from transum.inputs import budget
from transum.inputs.decode import read
budget._SECONDS = 10
try: said = f"read, {len(read(sys.argv[1]).content):,} characters"
except InputError as error: said = error.message.replace(sys.argv[1], "it")
budget._READER._end()
used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
seconds, largest = sum(each.ru_utime + each.ru_stime for each in used), max(each.ru_maxrss for each in used)
print(f"{seconds:.1f} | {largest >> 10} | {said}")
"""


def row(kind: str, case: str, build: Callable[[], bytes]) -> str:
    """A row of the table: what a file costs, and what is said of it."""
    suffix = next(each.suffixes[0] for each in INPUTS if each.name == kind)
    with tempfile.NamedTemporaryFile(suffix=suffix) as file:
        data = build()
        file.write(data)
        file.flush()
        command = [sys.executable, "-c", _SCRIPT, file.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
    return f"| {kind} | {case} | {len(data) / 1000:,.0f} | {done.stdout.strip()} |"


def main() -> None:
    """Print the table as Markdown."""
    print(
        f"""# Hostile files

`python -m benchmarks.hostile > benchmarks/hostile.md`, {datetime.now(UTC):%Y-%m-%d}. Processor seconds and the largest
memory of transum and its reader, start included. A file may take 10 seconds here (120 in use) and 2 GB.

| kind | file | KB | seconds | MB | what became of it |
|---|---|---|---|---|---|"""
    )
    for kind, cases in HOSTILE.items():
        for case, build in cases.items():
            print(row(kind, case, build), flush=True)


if __name__ == "__main__":
    main()
