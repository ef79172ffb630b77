"""What the five steps' command lines have in common: one handler for every error a user can cause."""

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

from transum.errors import TransumError


def run(step: Callable[[], None]) -> None:
    """Call ``step``; a ``TransumError`` is printed with its hint, and the process ends with its exit code."""
    try:
        step()
    except TransumError as exc:
        print(f"error: {exc.message}", file=sys.stderr)
        if exc.hint:
            print(f"hint: {exc.hint}", file=sys.stderr)
        raise SystemExit(int(exc.exit_code)) from exc


def named_path(text: str) -> tuple[str, Path]:
    """``NAME=PATH`` of an option.

    >>> named_path("parallel=corpus/parallel.tsv.xz")[0]
    'parallel'
    """
    name, separator, path = text.partition("=")
    if not (name and separator and path):
        raise ArgumentTypeError(f"{text!r} is not NAME=PATH")
    return name, Path(path)


def available_processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
