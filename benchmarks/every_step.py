"""Stops a batch after every step that changes the disk, and goes on: no place is left to chance.

A layer stands between transum and the system, as in the tests of SQLite and in ALICE: it counts every file made, every
write (also half of it), cut, fsync, rename and removal, and every commit of SQLite, whose own writes are its affair.
A forked process ends at step 1, at step 2, … without a last word; what goes on then has to end with what an
uninterrupted run gives. ``power``: what was not synced is lost, too.
"""

import io
import os
import shutil
import sqlite3
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal
from unittest.mock import patch

from rich.console import Console

from benchmarks.articles import instant_pipeline, line_of, text_of, tree
from transum.batch.run import Batch, run_batch
from transum.errors import TransumError
from transum.outputs.view import Format

_DIED: Final = 99
_FAILED: Final = 98


@dataclass(slots=True)
class Steps:
    """The steps so far; the process ends behind step ``last``."""

    last: int = 0  # of none: never
    power: bool = False
    taken: list[str] = field(default_factory=list)
    unsynced: dict[int, int] = field(default_factory=dict)  # open files, and the length that is safe

    def take(self, name: str) -> None:
        """One more."""
        self.taken.append(name)
        if len(self.taken) == self.last:
            if self.power:
                for descriptor, length in self.unsynced.items():
                    os.truncate(descriptor, length)
            os._exit(_DIED)


class _Raw(io.FileIO):
    """A file whose writes are steps."""

    steps: Steps

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        self.steps.unsynced.setdefault(self.fileno(), os.fstat(self.fileno()).st_size)
        half = len(view) // 2
        for part, name in ((view[:half], "half a write"), (view[half:], "write")):
            while part:
                part = part[super().write(part) :]  # noqa: PLW2901 - what is left of it
            self.steps.take(name)
        return len(view)

    def truncate(self, size: int | None = None) -> int:
        done = super().truncate(size)
        self.steps.unsynced[self.fileno()] = done
        self.steps.take("cut")
        return done

    def close(self) -> None:
        if not self.closed:
            self.steps.unsynced.pop(self.fileno(), None)
        super().close()


class _Connection(sqlite3.Connection):
    """A connection whose commits are steps."""

    steps: Steps

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if statement.startswith("PRAGMA synchronous"):  # as with fsync
            statement = "PRAGMA synchronous = OFF"
        done = super().execute(statement, *values)
        if statement.startswith(("COMMIT", "ROLLBACK", "VACUUM", "PRAGMA journal_mode")):
            self.steps.take(statement)
        return done

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None, /
    ) -> Literal[False]:
        done = super().__exit__(kind, exc, trace)
        self.steps.take("COMMIT")
        return done

    def close(self) -> None:
        super().close()
        self.steps.take("close the database")


@contextmanager
def watched(steps: Steps) -> Iterator[None]:
    """Inside, everything that changes the disk is a step."""
    real_open, real_os_open, real_connect = io.open, os.open, sqlite3.connect

    def open_(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
        if "b" not in mode or not set(mode) & set("wax+"):
            return real_open(file, mode, *more, **named)
        raw = _Raw(file, mode.replace("b", ""))
        raw.steps = steps
        if "w" in mode or "x" in mode:
            steps.take("make a file")
        return io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)

    def os_open(path: Any, flags: int, *more: Any, **named: Any) -> int:
        descriptor = real_os_open(path, flags, *more, **named)
        if flags & os.O_CREAT:
            steps.take("make a file")
        return descriptor

    def fsync(descriptor: int) -> None:
        steps.unsynced.pop(descriptor, None)  # a process that ends takes nothing from the system: no need to wait
        steps.take("fsync")

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = real_connect(*arguments, **named, factory=_Connection)
        connection.steps = steps
        return connection

    def stepping(name: str) -> Callable[..., Any]:
        real = getattr(os, name)

        def call(*arguments: Any, **named: Any) -> Any:
            done = real(*arguments, **named)
            steps.take(name)
            return done

        return call

    renamed: dict[str, Any] = {
        name: stepping(name) for name in ("replace", "rename", "unlink", "remove", "mkdir", "rmdir", "chmod")
    }
    with (
        patch.object(io, "open", open_),
        patch.multiple(os, open=os_open, fsync=fsync, **renamed),
        patch.object(sqlite3, "connect", connect),
    ):
        yield


@dataclass(frozen=True, slots=True)
class Scene:
    """What was translated once (None: nothing), what is to be translated now, and whether the ledger got lost."""

    name: str
    before: Mapping[str, str] | None
    now: Mapping[str, str]
    later: Mapping[str, str]  # what somebody wants instead, after the death
    loses_ledger: bool = False


def _article(word: str, sentences: int = 2) -> str:
    return " ".join(f"Harga {word} {'naik ' * (number + 1)}di pasar itu." for number in range(sentences))


_OLD: Final = {f"{name}.txt": _article(name) for name in ("b", "d/e", "d/f", "g", "h")}
_NEW: Final = {
    **{name: text for name, text in _OLD.items() if name not in {"d/f.txt", "h.txt"}},  # two are removed,
    **{f"{name}.txt": _article(f"baru-{name}") for name in ("a", "d/ee", "i")},  # three added,
    "d/e.txt": _article("lain", 3),  # and one is outdated
}
_LATER: Final = {**_NEW, "b.txt": _article("lagi"), "c.txt": _article("c")}
SCENES: Final = (
    Scene("nothing was there", None, _OLD, _LATER),
    Scene("all are outdated", {name: _article("usang") for name in _OLD}, _OLD, _NEW),
    Scene("outdated, removed and added", _OLD, _NEW, _OLD),
    Scene("the last are removed", _OLD, dict(list(_OLD.items())[:2]), _OLD),
    Scene("up to date", _OLD, _OLD, _NEW),
    Scene("the ledger is lost", _OLD, _OLD, {**_OLD, "z.txt": _article("z")}, loses_ledger=True),
)


@dataclass(slots=True)
class Enumerated:
    """How many deaths there were, by the step behind which; and what was wrong behind which of them."""

    deaths: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def enumerate_deaths(
    work: Path, scene: Scene, form: Format, *, power: bool = False, seconds: Sequence[int] = ()
) -> Enumerated:
    """Die behind every step of a scene, and go on: with the same articles, with others, and dying again.

    ``seconds`` are the steps, of the run that goes on, behind which it dies as well.
    """
    found = Enumerated()
    stage = _Stage(work, scene, form)
    steps = stage.steps_of(stage.fresh())
    for step, name in enumerate(steps, start=1):
        found.deaths.append(name)
        plan: list[tuple[str, Mapping[str, str], tuple[int, ...]]] = [
            ("the same", scene.now, (step,)),
            ("others", scene.later, (step,)),
            *((f"again behind {second}", scene.now, (step, second)) for second in seconds),
        ]
        for what, articles, deaths in plan:
            output = stage.fresh()
            for death in deaths:
                stage.die(output, Steps(death, power))
            for problem in stage.problems(output, articles):
                found.wrong.append(f"{scene.name}, {form}, step {step} ({name}), then {what}: {problem}")
    return found


class _Stage:
    """Where a scene is played, again and again."""

    def __init__(self, work: Path, scene: Scene, form: Format) -> None:
        self._work, self._scene, self._form = work, scene, form
        self._expected: dict[int, dict[str, str]] = {}
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        (work / "begin").mkdir()
        if scene.before is not None:
            self._require(self._run(work / "begin", scene.before), 0)
        if scene.loses_ledger:
            for path in [*(work / "begin").rglob("*.transum.sqlite*")]:
                path.unlink()

    def fresh(self) -> Path:
        """A place for results as it was before the death."""
        place = self._work / "place"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._work / "begin", place)
        return place

    def steps_of(self, place: Path) -> list[str]:
        """The steps of an uninterrupted run."""
        self._write(self._scene.now)
        steps = Steps()
        self._require(self._run_on(place, steps), 0)
        return steps.taken

    def die(self, place: Path, steps: Steps) -> None:
        """Run in a process that ends behind a step."""
        self._write(self._scene.now)
        child = os.fork()
        if child == 0:
            try:
                self._run_on(place, steps)
            except BaseException:  # noqa: BLE001 - a forked child must never return
                traceback.print_exc()
                os._exit(_FAILED)
            os._exit(0)  # a second run may have fewer steps
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code not in {_DIED, 0}:
            raise SystemExit(f"the run ended with {code} where it was to die")

    def problems(self, place: Path, articles: Mapping[str, str]) -> Iterator[str]:
        """What is wrong after a run that goes on."""
        expected = self._results(articles)
        known = {name for some in (self._scene.before or {}, self._scene.now, articles) for name in self._results(some)}
        code = self._run(place, articles)
        if code:
            yield f"exit code {code}"
        found = tree(place)
        if {name: found.get(name) for name in expected} != expected:
            yield "other results"
        if extra := set(found) - known:
            yield f"left over: {', '.join(sorted(extra))}"
        steps = Steps()
        code = self._run_on(place, steps)
        if code or any("write" in step for step in steps.taken):
            yield "not up to date afterwards"

    def _results(self, articles: Mapping[str, str]) -> dict[str, str]:
        if not articles:
            return {}
        if id(articles) not in self._expected:
            place = self._work / "expected"
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            self._require(self._run(place, articles), 0)
            self._expected[id(articles)] = tree(place)
        return self._expected[id(articles)]

    def _run(self, place: Path, articles: Mapping[str, str]) -> int:
        self._write(articles)
        return self._run_on(place, Steps())

    def _run_on(self, place: Path, steps: Steps) -> int:
        is_lines = self._form is Format.JSONL
        batch = Batch(
            inputs=(str(self._work / "articles"),),
            format=self._form,
            render=line_of if is_lines else text_of,
            linked=(lambda article, _: text_of(article)) if self._form is Format.HTML else None,
            output=place / "all.jsonl" if is_lines else place / "out",
            quiet=True,
        )
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            patch("transum.batch.groups._FIRST_GROUP", 100),
            patch("transum.batch.groups._LARGEST_GROUP", 200),
            watched(steps),
        ):
            try:
                return int(run_batch(batch, lambda: instant_pipeline(checks=False), Console(file=nowhere)))
            except TransumError as error:
                print(error.message, file=sys.stderr)
                return int(error.exit_code)

    def _write(self, articles: Mapping[str, str]) -> None:
        folder = self._work / "articles"
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in articles.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    @staticmethod
    def _require(code: int, wanted: int) -> None:
        if code != wanted:
            raise SystemExit(f"expected exit code {wanted}, got {code}")
