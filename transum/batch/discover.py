"""What the user named → files, one at a time: folders to their depth, patterns, and lists of names.

Lazy, so that the first of a million files is there at once, and in an order that is the same in every run: by name,
folder by folder. Nothing that is wrong with one name stops the others; it comes as a ``Found`` with its problem.
"""

import glob
import os
import re
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO, Final

from transum.batch.stamps import stamp
from transum.batch.tables import table_problem
from transum.errors import InputError
from transum.inputs import SUFFIXES
from transum.outputs.view import displayable

_MAGIC = re.compile(r"[*?[]")
_MOST_EMPTY: Final = 1_000_000  # lines of nothing one after the other, as of /dev/zero
_LINE_LIMIT: Final = 1 << 20  # bytes of a name in a list: far beyond any system's own limit


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read: ``path`` opens it, ``relative`` (always ``/`` between its parts) is its place in the result.

    Both may hold names that are not UTF-8, as ``os.fsdecode`` gives them. ``problem`` says why it can't be read.
    ``stamp`` tells the file from what it may become, "" where that isn't known (see ``stamps``).
    """

    path: str
    relative: str
    problem: InputError | None = None
    stamp: str = field(default="", compare=False)


def discover(
    inputs: Iterable[str],
    *,
    keep_folders: bool = False,
    suffixes: frozenset[str] = SUFFIXES,
    leave_out: str = "",
    passed_over: Counter[str] | None = None,
) -> Iterator[Found]:
    """The files that ``inputs`` name, in their order.

    A folder gives the files below it whose suffix is one of ``suffixes``, each with its place below that folder;
    hidden files and folders (a leading dot) are passed over, links are followed, and the folder ``leave_out`` (where
    the results go) is not entered. A name with ``*``, ``?``, ``[…]`` or ``**`` that no file has is a pattern. A file
    that is named itself has its bare name as its place, or, with ``keep_folders``, its path as written; a table, unless
    its ending is one of ``suffixes``, is a problem. ``-`` is standard input, and ``stdin`` its place. ``passed_over``
    counts, by ending, the files of folders that aren't given.
    """
    search = _Search(suffixes, _identity(leave_out) if leave_out else None, passed_over)
    for name in inputs:
        if name == "-":
            yield Found(name, "stdin")
        elif not os.path.lexists(name) and _MAGIC.search(name):
            yield from _matching(name, search, leave_out)
        elif os.path.isdir(name):  # noqa: PTH112 - a Path would lose the user's own spelling
            yield from _below(name, "", search)
        else:
            place = _place(name) if keep_folders else PurePath(name).name or name
            yield _named(name, place, search)


def listed(file: str) -> Iterator[str]:
    """The names in a list: one a line, or NUL between them (``find -print0``); ``-`` is standard input.

    Blank lines are passed over. Lazy: names are given while the list still grows. Raises ``InputError``.
    """
    try:
        with nullcontext(sys.stdin.buffer) if file == "-" else open(file, "rb") as stream:  # noqa: PTH123 - as above
            empty = 0
            for name in _names(stream):
                if name.strip():
                    empty = 0
                    yield os.fsdecode(name)
                elif (empty := empty + 1) > _MOST_EMPTY:
                    raise InputError(f"the list {displayable(file)} names nothing", hint="Give one name a line.")
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or str(exc)
        raise InputError(f"the list {displayable(file)} can't be read: {reason}", hint="Check its name.") from exc


def _names(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(_LINE_LIMIT):
        if b"\0" in line:
            yield from _between_nuls(stream, line)
            return
        yield line.removesuffix(b"\n").removesuffix(b"\r")


def _between_nuls(stream: BinaryIO, begun: bytes) -> Iterator[bytes]:
    rest = begun
    while rest:
        *names, rest = rest.split(b"\0")
        yield from names
        more = stream.read(1 << 16)
        if not more and rest:
            yield rest
            return
        rest += more
        if not more:
            return


def _place(name: str) -> str:
    """``name`` as a path that stays inside the folder of results."""
    path = PurePath(name)
    return "/".join(part for part in path.parts if part not in {path.anchor, "..", "."}) or path.name or name


def _named(name: str, relative: str, search: "_Search") -> Found:
    try:
        status = os.stat(name)  # noqa: PTH116 - called for every file
    except (OSError, ValueError) as exc:
        return Found(name, relative, _unreadable(name, exc))
    if stat.S_ISREG(status.st_mode):
        return Found(name, relative, table_problem(name, search.suffixes), stamp(status))
    problem = f"{displayable(name)} is no regular file"
    return Found(name, relative, InputError(problem, hint="Give files, folders, patterns or lists of them."))


def _unreadable(path: str, exc: Exception) -> InputError:
    shown = displayable(path)
    if os.path.islink(path):  # noqa: PTH114 - as above
        return InputError(f"{shown} is a link that leads nowhere", hint="Mend or remove the link.")
    reason = getattr(exc, "strerror", None) or str(exc)
    return InputError(f"{shown} can't be read: {reason}", hint="Check the name and the permissions.")


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)  # noqa: PTH116 - called for every folder
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


@dataclass(frozen=True, slots=True)
class _Search:
    """What folders are searched for: files of these endings, but not in the folder ``barred``."""

    suffixes: frozenset[str]
    barred: tuple[int, int] | None
    passed_over: Counter[str] | None


def _below(
    folder: str, relative: str, search: _Search, above: tuple[tuple[int, int] | None, ...] = ()
) -> Iterator[Found]:
    """The files below ``folder``; ``above`` are the folders that led here, to know a loop of links by."""
    identity = _identity(folder)
    if search.barred and identity == search.barred:
        return
    if identity in above:
        problem = InputError(
            f"{displayable(folder)} is a link to a folder that it lies in", hint="Remove the link; the rest is done."
        )
        yield Found(folder, relative, problem)
        return
    try:
        names = _sorted_names(folder)
    except OSError as exc:
        problem = InputError(
            f"{displayable(folder)} can't be entered: {exc.strerror}", hint="Check the folder's permissions."
        )
        yield Found(folder, relative, problem)
        return
    for name in names:
        path, place = os.path.join(folder, name.removesuffix("/")), f"{relative}{name}"  # noqa: PTH118 - as above
        if name.endswith("/"):
            yield from _below(path, place, search, (*above, identity))
        elif (suffix := os.path.splitext(name)[1].lower()) in search.suffixes:  # noqa: PTH122 - as above
            yield _named(path, place, search)
        elif search.passed_over is not None:
            search.passed_over[suffix or "without an ending"] += 1


def _sorted_names(folder: str) -> list[str]:
    """The names in ``folder`` but hidden ones, in the order of their bytes; folders end in ``/``.

    Strings, not directory entries: a folder of a million names is a list of a hundred megabytes as it is.
    """
    with os.scandir(folder) as entries:
        names = [f"{entry.name}/" if _is_folder(entry) else entry.name for entry in entries if entry.name[0] != "."]
    return sorted(names, key=os.fsencode)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _matching(pattern: str, search: _Search, leave_out: str) -> Iterator[Found]:
    """The files that ``pattern`` fits, and those in the folders that it fits, placed below its part without magic."""
    parts = PurePath(pattern).parts
    first = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
    start = os.path.join(*parts[:first]) if first else ""  # noqa: PTH118 - as above
    barred = os.path.join(os.path.realpath(leave_out), "") if leave_out else None  # noqa: PTH118 - as above
    below = os.path.join(*parts[first:])  # noqa: PTH118 - as above
    places = sorted(glob.glob(below, root_dir=start or None, recursive=True), key=os.fsencode)  # noqa: PTH207 - as above
    for place in places:
        path = os.path.join(start, place)  # noqa: PTH118 - as above
        if barred and os.path.join(os.path.realpath(path), "").startswith(barred):  # noqa: PTH118 - as above
            continue
        if not os.path.isdir(path):  # noqa: PTH112 - as above
            yield _named(path, place.replace(os.sep, "/"), search)
        elif parts[-1] != "**":  # which fits the files in its folders by itself
            yield from _below(path, f"{place}/", search)
    if not places:
        problem = InputError(f"nothing fits the pattern {displayable(pattern)}", hint="Quote it; check its folder.")
        yield Found(pattern, _place(pattern), problem)
