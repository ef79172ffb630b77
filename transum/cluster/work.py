"""What a worker does: a chunk of items → a part of rows."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from transum.assembly import assemble
from transum.atomic import write_atomically
from transum.choice import Choice
from transum.cluster.done import Done
from transum.cluster.parts import FORMS, Form, Mark, mark_of, part_name
from transum.cluster.places import TEMPORARY, Place
from transum.cluster.rows import Item, Row, errors_in, failed_row, rows_of
from transum.cluster.schema import ERROR, FINGERPRINT, HINT, ID
from transum.errors import ModelError, OutputError
from transum.inputs.decode import Text
from transum.outputs.view import View
from transum.pipeline import Pipeline
from transum.revise.glossary import Glossary

_MOST_DEATHS: Final = 3
_MEMORY: Final = "Is there memory enough for a worker a processor? Run it again, with fewer --threads."
_MOST_FAILURES: Final = 20  # told of each part; the rows tell of all


@dataclass(frozen=True, slots=True)
class Engines:
    """What assembles the pipeline on a worker; the glossary, a file of the driver's, travels along.

    Nothing is remembered between chunks, and no person's translations are looked up: a result must not depend on which
    machine it was made by.
    """

    choice: Choice
    glossary: bytes | None = None

    @classmethod
    def of(cls, choice: Choice) -> "Engines":
        """The engines for a choice; raises ``InputError`` for a glossary that can't be read."""
        if choice.glossary is None:
            return cls(choice)
        Glossary.read(choice.glossary)
        return cls(choice, choice.glossary.read_bytes())

    def __call__(self) -> Pipeline:
        """The pipeline, on one processor; raises what ``assemble`` raises."""
        choice = replace(self.choice, memory=False, threads=1, jobs=1)
        if self.glossary is None:
            return assemble(choice, quiet=True)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "glossary.tsv")
            write_atomically(path, self.glossary)
            return assemble(replace(choice, glossary=path), quiet=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is made of the chunks, and where: ``target`` is the folder of parts, ``suffix`` one of ``FORMS``."""

    target: Place
    suffix: str
    pipeline: Callable[[], Pipeline]
    view: View = field(default_factory=View)
    force: bool = False
    most_bytes: int | None = None
    whole_page: bool = False

    @property
    def form(self) -> Form:
        """The form of the parts."""
        return FORMS[self.suffix]


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a chunk: the name of its part, and how many of its rows were made, kept, or failed.

    ``errors`` is how many sentences may state something wrong; ``failures`` the first rows that failed: id, why, hint.
    """

    part: str
    done: int = 0
    kept: int = 0
    failed: int = 0
    sentences: int = 0
    errors: int = 0
    failures: tuple[tuple[str, str, str], ...] = ()


class Worker:
    """Loads the models when it is given its first chunk, and keeps them."""

    def __init__(self, task: Task, done: Done) -> None:
        self._task = task
        self._done = done

    @cached_property
    def _pipeline(self) -> Pipeline:
        return self._task.pipeline()

    @cached_property
    def _fingerprint(self) -> str:
        task = self._task
        settings = (sorted(task.view.parts), task.view.facts, task.force, task.whole_page)
        return self._pipeline.fingerprint("row", repr(settings))

    def make(self, fragment: int, chunk: int, items: Sequence[Item]) -> Made:
        """Write the part of a chunk, with exactly a row an item, and tell of it.

        What an earlier run made of the same text with the same engines is kept. Raises ``ModelError``, and
        ``OutputError`` where nothing can be written.
        """
        task = self._task
        texts = [self._text(item) for item in items]
        marks = [(item.id, self._fingerprint_of(text)) for item, text in zip(items, texts, strict=True)]
        rows = self._kept(fragment, chunk, marks)
        missing = [number for number in range(len(items)) if number not in rows]
        made = self._attempt([texts[number] for number in missing], f"{fragment:06}-{chunk:06}")
        for number, row in zip(missing, made, strict=True):
            rows[number] = {ID: marks[number][0], FINGERPRINT: marks[number][1], **row}
        ordered = [rows[number] for number in range(len(items))]
        name = part_name(fragment, chunk, map(mark_of, ordered), task.form)
        place = task.target.child(name)
        if not place.is_file:
            place.write(task.form.encode(ordered))
        return _told(name, ordered, made)

    def _attempt(self, texts: Sequence[Text | Exception], name: str) -> list[Row]:
        """The rows of ``texts``, or failed ones where several workers have died of them in this run.

        A file tells of each who is at work on the chunk ``name``, or has died of it: Ray would try for ever.
        """
        if not texts:
            return []
        attempts = [self._task.target.child(f"{TEMPORARY}{name}-{number}") for number in range(_MOST_DEATHS)]
        mine = next((place for place in attempts if not place.is_file), None)
        if mine is None:
            return [
                failed_row(ModelError(f"{_MOST_DEATHS} workers died of it, or of what is beside it", _MEMORY))
            ] * len(texts)
        mine.write(b"")
        try:
            return rows_of(texts, self._pipeline, self._task.view, force=self._task.force)
        finally:  # not where this process is killed
            with suppress(OutputError):
                mine.remove()

    def _text(self, item: Item) -> Text | Exception:
        try:
            return item.text(self._task.most_bytes, whole_page=self._task.whole_page)
        except Exception as exc:  # noqa: BLE001 - a reader's bug that one input meets must not cost the others
            return exc

    def _fingerprint_of(self, text: Text | Exception) -> str:
        """What a row depends on; an input that can't be read has none, and is always tried again."""
        if isinstance(text, Exception):
            return ""
        return hashlib.sha256(f"{text.sha256}\x1f{self._fingerprint}".encode()).hexdigest()

    def _kept(self, fragment: int, chunk: int, marks: Sequence[Mark]) -> dict[int, Row]:
        """The rows that need not be made, by the number of their item."""
        parts: dict[str, list[int]] = {}
        whole = part_name(fragment, chunk, marks, self._task.form)
        if self._task.target.child(whole).is_file:  # also where this worker's forerunner died after writing it
            parts[whole] = [*range(len(marks))]
        else:
            for number, mark in enumerate(marks):
                if mark[1] and (part := self._done.part_with(mark)):
                    parts.setdefault(part, []).append(number)
        return dict(self._found(parts, marks))

    def _found(self, parts: dict[str, list[int]], marks: Sequence[Mark]) -> Iterator[tuple[int, Row]]:
        for part, numbers in parts.items():
            place = self._task.target.child(part)
            if not place.is_file:
                continue
            there = {mark_of(row): row for row in self._task.form.read(place)}
            for number in numbers:
                if marks[number][1] and (row := there.get(marks[number])):
                    yield number, row


def _told(name: str, rows: Sequence[Row], made: Sequence[Row]) -> Made:
    failed = [row for row in rows if row[ERROR]]
    return Made(
        part=name,
        done=sum(not row[ERROR] for row in made),
        kept=len(rows) - len(made),
        failed=len(failed),
        sentences=sum(len(row.get("sentences") or ()) for row in made),
        errors=sum(map(errors_in, rows)),
        failures=tuple((row[ID], row[ERROR], row[HINT]) for row in failed[:_MOST_FAILURES]),
    )
