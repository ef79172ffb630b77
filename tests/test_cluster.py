"""Many machines, without any: what a worker does of a chunk, what a driver plans and tells, and the callable."""

import json
import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.fs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow.parquet import write_table
from ray.exceptions import RayTaskError

import transum
from tests.conftest import REPOSITORY
from transum.choice import Choice
from transum.cli.program import call
from transum.cluster import drive, sources
from transum.cluster import run as runs
from transum.cluster.done import Done, keys_of
from transum.cluster.drive import Cluster
from transum.cluster.head import Head, until_lost
from transum.cluster.parts import FORMS, PART, Form
from transum.cluster.places import TEMPORARY, Place
from transum.cluster.rows import Item, errors_in, text_item
from transum.cluster.schema import ERROR, FINGERPRINT, HINT, ID, row_schema
from transum.cluster.shared import Shared, marked
from transum.cluster.sources import Columns, Fragment, Lines, chunks, fragments
from transum.cluster.waiting import WAITING, telling
from transum.cluster.work import Engines, Made, Task, Worker
from transum.document import Article, Candidate, ModelInfo
from transum.errors import ExitCode, InputError, ModelError, OutputError, UsageError
from transum.outputs.json import article_as_dict
from transum.outputs.view import View
from transum.pipeline import Pipeline

KNOWN = {"Hujan turun di kota.": "It rained in the city.", "Air sungai surut.": "The river fell."}
RAIN, RIVER = KNOWN
ENGLISH = "The price of rice rose this week in the city."


class Phrasebook:
    """Meets ``Translator``; counts what it was asked, and fails on a text that it doesn't know."""

    info = ModelInfo("phrasebook", "1", "test", 1)
    token_limit = 512

    def __init__(self, edition: str = "first") -> None:
        self.fingerprint = edition
        self.asked: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        del beam, avoid_repeats
        self.asked += texts
        if strange := set(texts) - set(KNOWN):
            raise ModelError(f"not in the book: {min(strange)}")
        return [[Candidate(KNOWN[text], -0.1)] * candidates for text in texts]


@dataclass
class Bench:
    """A folder of parts, and a worker of a new run on it."""

    target: Place
    suffix: str
    edition: str = "first"

    @property
    def form(self) -> Form:
        return FORMS[self.suffix]

    def run(self, *items: Item, size: int = 60) -> tuple[list[Made], list[str]]:
        """Make all, as a run does; gives what was told, and what the model was asked."""
        book = Phrasebook(self.edition)
        task = Task(target=self.target, suffix=self.suffix, pipeline=lambda: Pipeline(translator=book))
        parts = self.target.names()
        worker = Worker(task, Done.of(parts, [keys_of(self.target, name, self.form) for name in parts]))
        made = [worker.make(0, number, chunk) for number, chunk in enumerate(chunks(items, most_bytes=size))]
        for name in set(self.target.names()) - {one.part for one in made}:
            self.target.child(name).remove()
        return made, book.asked

    @property
    def rows(self) -> list[dict[str, Any]]:
        parts = [name for name in self.target.names() if PART.fullmatch(name)]
        return [row for name in parts for row in self.form.read(self.target.child(name))]


@pytest.fixture(params=FORMS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Bench:
    return Bench(Place.parse(str(tmp_path / f"out{request.param}")), request.param)


def item(name: object, text: object) -> Item:
    return text_item(str(name), text, "text")


# What a worker makes.


def test_there_is_a_row_for_each_input_in_their_order_whatever_is_wrong_with_it(bench: Bench) -> None:
    given = [item(1, RAIN), item(2, None), item(3, ENGLISH), item(4, " "), item(5, 7), item(6, RIVER), item(1, RAIN)]
    bench.run(*given, size=30)
    assert [row[ID] for row in bench.rows] == ["1", "2", "3", "4", "5", "6", "1"]
    assert [row.get("translation") for row in bench.rows] == [
        KNOWN[RAIN], None, None, None, None, KNOWN[RIVER], KNOWN[RAIN],
    ]  # fmt: skip
    said = [row[ERROR] for row in bench.rows]
    assert said[0] is said[5] is None
    assert "no text" in said[1]
    assert "does not look Indonesian" in said[2]
    assert "empty" in said[3]
    assert "no text but int" in said[4]
    assert all(row[HINT] for row in bench.rows if row[ERROR])


def test_a_text_that_the_model_fails_on_costs_the_others_nothing(bench: Bench) -> None:
    (made,), _ = bench.run(item(1, RAIN), item(2, "Warga pergi ke pasar."), item(3, RIVER), size=999)
    assert (made.done, made.failed) == (2, 1)
    assert made.failures == (("2", "not in the book: Warga pergi ke pasar.", ""),)


def test_a_model_that_fails_on_everything_ends_the_run(bench: Bench) -> None:
    with pytest.raises(ModelError):
        bench.run(item(1, "Warga pergi ke pasar."), item(2, "Warga pulang dari pasar."), size=999)
    assert bench.rows == []


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        pytest.param([(1, RAIN), (2, RIVER)], [(1, RAIN), (2, RIVER)], 0, id="nothing changed"),
        pytest.param([(1, RAIN)], [(1, RAIN), (2, RIVER)], 1, id="one came behind it"),
        pytest.param([(1, RAIN), (2, RAIN)], [(0, RIVER), (1, RAIN), (2, RAIN)], 1, id="one came before them"),
        pytest.param([(1, RAIN), (2, RAIN)], [(2, RAIN), (1, RAIN)], 0, id="they changed places"),
        pytest.param([(1, RAIN), (2, RAIN)], [(1, RAIN), (2, RIVER)], 1, id="a text changed"),
        pytest.param([(1, RAIN), (2, RIVER), (3, RAIN)], [(3, RAIN)], 0, id="two went"),
        pytest.param([(1, RAIN)], [(1, RAIN), (1, RAIN), (1, RAIN)], 0, id="one was repeated"),
        pytest.param([(1, RAIN)], [(7, RAIN)], 1, id="a name changed"),
    ],
)
def test_a_run_does_what_is_missing(
    bench: Bench, before: list[tuple[int, str]], after: list[tuple[int, str]], asked: int
) -> None:
    bench.run(*(item(*each) for each in before), size=20)
    made, texts = bench.run(*(item(*each) for each in after), size=20)
    assert sum(one.done for one in made) == asked
    assert sum(one.kept for one in made) == len(after) - asked
    assert len(texts) == asked
    anew = Bench(bench.target.child(f"anew{bench.suffix}"), bench.suffix)
    anew.run(*(item(*each) for each in after), size=20)
    assert bench.rows == anew.rows
    names = [name for name in bench.target.names() if PART.fullmatch(name)]
    assert [bench.target.child(name).read() for name in names] == [
        anew.target.child(name).read() for name in anew.target.names()
    ]


def test_another_model_makes_all_anew(bench: Bench) -> None:
    bench.run(item(1, RAIN), item(2, RIVER))
    bench.edition = "second"
    made, asked = bench.run(item(1, RAIN), item(2, RIVER))
    assert (sum(one.done for one in made), len(asked)) == (2, 2)
    assert len(bench.rows) == 2


def test_what_failed_is_tried_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    given = item(1, RAIN), item(2, "Warga pergi ke pasar.")
    bench.run(*given)
    monkeypatch.setitem(KNOWN, "Warga pergi ke pasar.", "Residents went to the market.")
    made, asked = bench.run(*given)
    assert asked == ["Warga pergi ke pasar."]
    assert (sum(one.done for one in made), sum(one.kept for one in made)) == (1, 1)
    assert [row[ERROR] for row in bench.rows] == [None, None]


def test_a_chunk_that_is_done_twice_makes_one_part(bench: Bench) -> None:
    book = Phrasebook()
    task = Task(target=bench.target, suffix=bench.suffix, pipeline=lambda: Pipeline(translator=book))
    first = Worker(task, Done.of([], [])).make(4, 2, (item(1, RAIN),))
    second = Worker(task, Done.of([], [])).make(4, 2, (item(1, RAIN),))
    assert first.part == second.part == bench.target.names()[0]
    assert (second.kept, len(book.asked), len(bench.rows)) == (1, 1, 1)


def die(folder: str) -> None:
    """Be a worker that dies of its chunk."""

    class Deadly(Phrasebook):
        def translate(self, texts: Sequence[str], **_: Any) -> list[list[Candidate]]:
            assert texts
            os._exit(9)

    task = Task(target=Place.parse(folder), suffix=".jsonl", pipeline=lambda: Pipeline(translator=Deadly()))
    Worker(task, Done.of([], [])).make(0, 0, (item(1, RAIN), item(2, None)))


def test_a_chunk_that_kills_its_workers_is_given_up_and_tried_again_in_another_run(tmp_path: Path) -> None:
    bench = Bench(Place.parse(str(tmp_path / "out.jsonl")), ".jsonl")
    code = f"from tests.test_cluster import die; die({bench.target.path!r})"
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False)
        assert done.returncode == 9
    task = Task(target=bench.target, suffix=".jsonl", pipeline=lambda: Pipeline(translator=Phrasebook()))
    made = Worker(task, Done.of([], [])).make(0, 0, (item(1, RAIN), item(2, None)))
    assert (made.done, made.failed) == (0, 2)
    assert "3 workers died" in bench.rows[0][ERROR]
    for name in bench.target.names():
        if name.startswith(TEMPORARY):  # as a new run does
            bench.target.child(name).remove()
    (again,), _ = bench.run(item(1, RAIN), item(2, None))
    assert (again.done, again.failed) == (1, 1)


def test_a_damaged_part_is_named(bench: Bench) -> None:
    bench.run(item(1, RAIN))
    (name,) = bench.target.names()
    bench.target.child(name).write(b"{torn")
    with pytest.raises(OutputError, match=f"{name} is damaged"):
        bench.run(item(1, RAIN))


def test_parts_are_in_the_order_of_the_input() -> None:
    names = [f"part-{fragment:06}-{chunk:06}" for fragment in (0, 9, 10) for chunk in (0, 99, 100)]
    assert names == sorted(names)


# Rows.


@pytest.mark.parametrize("suffix", FORMS)
def test_a_row_holds_all_that_the_json_holds(suffix: str, telling: Article) -> None:
    row = {ID: "a", FINGERPRINT: "f", ERROR: None, HINT: None, **article_as_dict(telling, View())}
    assert telling.facts
    (again,) = FORMS[suffix].decode(FORMS[suffix].encode([row]))
    assert _without_nothing(again) == _without_nothing(row)
    assert errors_in(again) == telling.errors


def _without_nothing(value: Any) -> Any:
    """``value`` without what is null: a table has a place for everything."""
    if isinstance(value, dict):
        return {key: _without_nothing(below) for key, below in value.items() if below is not None}
    return [_without_nothing(below) for below in value] if isinstance(value, list) else value


def test_the_schema_of_rows_is_that_of_the_json() -> None:
    schema = json.loads((REPOSITORY / "transum/outputs/schema-1.json").read_text(encoding="utf-8"))
    assert row_schema(ID, FINGERPRINT).names == [ID, FINGERPRINT, ERROR, HINT, *schema["properties"]]
    finding = row_schema().field("sentences").type.value_type.field("findings").type.value_type
    assert {field.name for field in finding} == set(schema["$defs"]["finding"]["properties"])
    inherited = row_schema().field("summary").type.field("sentences").type.value_type.field("evidence_findings")
    assert {field.name for field in inherited.type.value_type} == {field.name for field in finding} | {"sentence"}


# What is found.


def items_of(found: Sequence[Fragment]) -> list[Item]:
    return [each for fragment in found for each in fragment.items()]


def planned(*inputs: Path | str, columns: Columns | None = None, leave_out: str = "") -> list[Fragment]:
    barred = Place.parse(leave_out) if leave_out else None
    return [*fragments(map(str, inputs), columns or Columns(), most_bytes=1 << 20, leave_out=barred)]


def test_rows_of_parquet_are_named_by_their_column_or_else_by_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    table = pa.table({"id": [7, None, 9], "text": [RAIN, RIVER, None], "url": ["u", "v", "w"], "n": [1, 2, 3]})
    write_table(table, path, row_group_size=2)
    assert len(planned(path)) == 2
    assert [each.id for each in items_of(planned(path))] == ["7", f"{path}:2", "9"]
    assert [each.id for each in items_of(planned(path, columns=Columns(id="url")))] == ["u", "v", "w"]
    write_table(table.select(["text"]), path, row_group_size=2)
    assert [each.id for each in items_of(planned(path))] == [f"{path}:{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int32(), pa.string()), pa.string_view()], ids=str)
def test_texts_of_any_arrow_type_are_read(kind: pa.DataType, tmp_path: Path) -> None:
    write_table(pa.table({"text": pa.array([RAIN, None, RAIN], pa.string()).cast(kind)}), tmp_path / "a.parquet")
    assert [each.data for each in items_of(planned(tmp_path / "a.parquet"))] == [RAIN.encode(), None, RAIN.encode()]


LINES = [
    pytest.param(json.dumps({"text": RAIN, "id": 3}), "3", RAIN, "", id="an object"),
    pytest.param(json.dumps({"text": RAIN}), ":1", RAIN, "", id="without an id"),
    pytest.param("\ufeff" + json.dumps({"text": RAIN}), ":1", RAIN, "", id="a mark of bytes"),
    pytest.param(r'{"text": "a\ud800b"}', ":1", "a\ufffdb", "", id="half a character"),
    pytest.param('{"text": ', ":1", None, "is no JSON", id="torn"),
    pytest.param("[1]", ":1", None, "is no object", id="a list"),
    pytest.param('{"id": "x"}', "x", None, "no text in the column text", id="no text"),
    pytest.param('{"text": 1}', ":1", None, "no text but int", id="a number"),
]


@pytest.mark.parametrize(("line", "name", "text", "error"), LINES)
def test_a_line_is_an_item_whatever_it_holds(
    line: str, name: str, text: str | None, error: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n\n", encoding="utf-8")
    (found,) = items_of(planned(path))
    assert found.id.endswith(name)
    assert found.data == (None if text is None else text.encode())
    assert error in found.error


@given(lines=st.lists(st.integers(0, 10**6), max_size=40), block=st.integers(1, 64), size=st.integers(1, 200))
def test_lines_are_cut_into_fragments_and_none_is_lost(lines: list[int], block: int, size: int) -> None:
    filesystem, _ = pyarrow.fs.FileSystem.from_uri("mock:///")
    place = Place("a.jsonl", filesystem, "a.jsonl")
    place.write("\n".join(json.dumps({"text": str(number)}) for number in lines).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "_BLOCK", block)
        patch.setattr(sources, "_LINES", size)
        found = [*sources.SOURCES[".jsonl"](place, Columns())]
    assert all(isinstance(fragment, Lines) for fragment in found)
    items = items_of(found)
    assert [each.id for each in items] == [f"a.jsonl:{number + 1}" for number in range(len(lines))]
    assert [each.data for each in items] == [str(number).encode() for number in lines]


def test_a_folder_gives_its_articles_and_tables_and_what_they_are_called(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "out.parquet").mkdir()
    (tmp_path / "a.txt").write_text(RAIN, encoding="utf-8")
    (tmp_path / "below/b.md").write_text(RIVER, encoding="utf-8")
    (tmp_path / "below/c.jsonl").write_text(json.dumps({"text": RAIN}), encoding="utf-8")
    (tmp_path / "out.parquet/old.txt").write_text(RAIN, encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = items_of(planned(tmp_path, leave_out=str(tmp_path / "out.parquet")))
    names = [str(tmp_path / name) for name in ("a.txt", "below/b.md", "below/c.jsonl:1")]
    assert sorted(each.id for each in found) == names
    (remote,) = ([*each] for each in [items_of(planned((tmp_path / "below").as_uri()))])
    assert [each.id for each in remote] == [f"{(tmp_path / 'below').as_uri()}/{name}" for name in ("b.md", "c.jsonl:1")]


def test_a_file_that_vanishes_is_a_row_and_no_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RAIN, encoding="utf-8")
    found = planned(tmp_path)
    (tmp_path / "a.txt").unlink()
    (gone,) = items_of(found)
    assert "can't read" in gone.error


@given(
    sizes=st.lists(st.integers(0, 50), max_size=60),
    most=st.integers(1, 60),
    first=st.none() | st.integers(1, 99),
    most_items=st.integers(1, 9),
)
def test_chunks_hold_every_item_once_and_are_bounded(
    *, sizes: list[int], most: int, first: int | None, most_items: int
) -> None:
    given = [Item(str(number), b"x" * size) for number, size in enumerate(sizes)]
    found = [*chunks(given, most_bytes=most, first_bytes=first, most_items=most_items)]
    assert [each for chunk in found for each in chunk] == given
    assert all(0 < len(chunk) <= most_items for chunk in found)
    assert all(len(chunk) == 1 or sum(len(each.data or b"") for each in chunk) <= most for chunk in found)


def test_chunks_grow() -> None:
    given = [Item("a", b"x")] * 20
    assert [len(chunk) for chunk in chunks(given, most_bytes=8, first_bytes=1)] == [1, 2, 4, 8, 5]


@pytest.mark.parametrize(
    ("inputs", "columns", "said"),
    [
        pytest.param(["no.txt"], Columns(), "no.txt", id="no such file"),
        pytest.param(["no.parquet"], Columns(), "no.parquet", id="no such table"),
        pytest.param(["a.parquet"], Columns("body"), "a.parquet has no column body", id="no such column"),
        pytest.param(["a.parquet"], Columns(id="url"), "a.parquet has no column url", id="no such id"),
        pytest.param(["b.parquet"], Columns(), "b.parquet is no Parquet", id="no table"),
        pytest.param(["nowhere://a/b"], Columns(), "nowhere://a/b is nowhere", id="no file system"),
        pytest.param(["file:///no/such/folder"], Columns(), "file:///no/such/folder is not there", id="no address"),
        pytest.param(["-"], Columns(), "no standard input", id="standard input"),
        pytest.param(["a.csv"], Columns(), "a.csv is a table", id="a table that isn't read"),
        pytest.param(["file://{here}/a.csv"], Columns(), "a.csv is a table", id="nor at an address"),
    ],
)
def test_what_is_not_there_is_named(
    *, inputs: list[str], columns: Columns, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_table(pa.table({"text": [RAIN]}), "a.parquet")
    Path("b.parquet").write_bytes(b"PAR1 not really")
    Path("a.csv").write_text(f"text\n{RAIN}\n", encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        planned(*(name.format(here=tmp_path) for name in inputs), columns=columns)
    assert caught.value.hint


# Where things are.


STORE = "?endpoint_override=http://localhost:9"  # nobody is asked: a filesystem is only made of it


@pytest.mark.parametrize(
    ("name", "called"),
    [
        pytest.param("a b.jsonl", "a b.jsonl", id="a local path"),
        pytest.param(f"s3://bucket/in{STORE}", "s3://bucket/in", id="settings"),
        pytest.param(f"s3://KEY:SECRET@bucket/in/a@b.txt{STORE}", "s3://bucket/in/a@b.txt", id="a key"),
    ],
)
def test_neither_settings_nor_keys_are_told(name: str, called: str) -> None:
    place = Place.parse(name)
    assert place.name == called
    assert place.child("c.txt").name == f"{called}/c.txt"
    assert place.child("c.TXT").suffix == ".txt"


def test_a_key_is_in_no_error() -> None:
    with pytest.raises(InputError) as caught:
        Place.parse("s3://KEY:SE/CRET@bucket/in")
    assert "bucket/in" in caught.value.message
    assert "CRET" not in caught.value.message


def test_what_is_below_a_place_of_the_same_store_is_in_it() -> None:
    store, other = (Place.parse(f"s3://bucket/in{STORE}{port}") for port in (1, 2))
    assert [store.has(place) for place in (store, store.child("a/b"), other, replace(store, path="bucket/inside"))] == [
        True, True, False, False,
    ]  # fmt: skip


def test_results_beside_remote_articles_are_no_articles(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").mkdir()
    (tmp_path / "a.txt").write_text(RAIN, encoding="utf-8")
    (tmp_path / "out.jsonl/part.jsonl").write_text("{}", encoding="utf-8")
    barred = Place.parse((tmp_path / "out.jsonl").as_uri())
    found = fragments([tmp_path.as_uri()], Columns(), most_bytes=1 << 20, leave_out=barred)
    assert [each.id for each in items_of([*found])] == [f"{tmp_path.as_uri()}/a.txt"]


def test_a_place_is_written_whole_listed_and_removed() -> None:
    filesystem, _ = pyarrow.fs.FileSystem.from_uri("mock:///")
    folder = Place("mock://out", filesystem, "out")
    assert folder.names() == []
    folder.child("b").write(b"2")
    folder.child("a").write(b"1")
    folder.child(".hidden").write(b"3")
    folder.child("below/c").write(b"4")
    assert folder.names() == [".hidden", "a", "b"]
    assert [file.name for file in folder.files_below()] == ["mock://out/a", "mock://out/b", "mock://out/below/c"]
    assert folder.is_folder
    assert folder.child("a").is_file
    assert folder.child("a").read() == b"1"
    folder.child("a").remove()
    with pytest.raises(InputError, match="can't read mock://out/a"):
        folder.child("a").read()


def test_a_local_place_may_have_any_name(tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.txt"
    path.write_text(RAIN, encoding="utf-8")
    (found,) = items_of(planned(tmp_path))
    assert found.id.endswith("caf\ufffd.txt")
    assert found.data == RAIN.encode()


# Do all machines see the same files?


def test_a_machine_with_other_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RAIN, encoding="utf-8")
    target = Place.parse(str(tmp_path / "out.jsonl"))
    with marked(planned(tmp_path / "a.txt"), target) as shared:
        shared.require()
        (mark,) = target.names()
        target.child(mark).remove()  # as it is where the path leads to another disk
        with pytest.raises(
            OutputError, match=rf"out\.jsonl is not the same folder on {socket.gethostname()}"
        ) as caught:
            pickle.loads(pickle.dumps(shared)).require()  # noqa: S301 - our own
    assert "all machines" in caught.value.hint
    with marked(planned(tmp_path / "a.txt"), target) as shared:
        (tmp_path / "a.txt").unlink()
        with pytest.raises(InputError, match=rf"a\.txt is not on {socket.gethostname()}"):
            shared.require()
    assert target.names() == []


def test_of_addresses_no_machine_is_asked() -> None:
    filesystem, _ = pyarrow.fs.FileSystem.from_uri("mock:///")
    target = Place("mock://out.jsonl", filesystem, "out.jsonl")
    with marked([], target) as shared:
        shared.require()
    assert shared == Shared(None, None)
    assert target.names() == []


# Is the head still there?


def test_a_cluster_that_lost_its_head_is_told_though_ray_waits_for_it() -> None:
    held = Event()

    def made() -> Iterator[int]:
        yield 1
        held.wait()

    with socket.create_server(("127.0.0.1", 0)) as server:
        head = Head(f"127.0.0.1:{server.getsockname()[1]}")
        found = until_lost(made(), head.is_there, patience=0.1, look=0.01)
        assert next(found) == 1
        assert head.is_there()
    with pytest.raises(ModelError, match="head of the cluster was gone") as caught:
        next(found)
    held.set()
    assert "goes on where this one ended" in caught.value.hint


def test_what_was_made_before_an_error_comes_before_it() -> None:
    def made() -> Iterator[int]:
        yield from (1, 2)
        raise OutputError("the disk is full")

    found = until_lost(made(), lambda: True)
    assert [next(found), next(found)] == [1, 2]
    with pytest.raises(OutputError, match="the disk is full"):
        next(found)


# Can any machine work?


@pytest.mark.parametrize(
    ("seen", "times"),
    [
        pytest.param("11110", 0, id="all is well"),
        pytest.param("10010010", 0, id="never for long"),
        pytest.param("10001", 1, id="none can"),
        pytest.param("1000000", 1, id="once is enough"),
        pytest.param("100010001", 2, id="again"),
    ],
)
def test_where_no_machine_can_work_it_is_told(seen: str, times: int) -> None:
    said: list[str] = []
    looks, all_seen = iter(seen), Event()

    def can_work() -> bool:
        look = next(looks, None)
        if look is None:
            all_seen.set()
        return look != "0"

    with telling(can_work, said.append, patience=0.003, look=0.001):
        assert all_seen.wait(60)
    assert said == [WAITING] * times
    assert "goes on where this one ended" in WAITING


@pytest.mark.parametrize(
    ("machines", "has_room"),
    [
        pytest.param([("Alive", 1.0)], True, id="one"),
        pytest.param([("Alive", 0), ("Alive", 4.0)], True, id="not the head"),
        pytest.param([("Alive", 0), ("", 4.0)], False, id="lost"),
        pytest.param([("Alive", 0.5)], False, id="half of one"),
        pytest.param([], False, id="none"),
        pytest.param(None, True, id="nobody can tell"),
    ],
)
def test_a_machine_that_can_work_has_a_processor(
    machines: list[tuple[str, float]] | None, *, has_room: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nodes() -> list[dict[str, Any]]:
        if machines is None:
            raise ConnectionError
        return [{"Alive": bool(alive), "Resources": {"CPU": count} if count else {}} for alive, count in machines]

    monkeypatch.setattr("ray.nodes", nodes)
    assert drive.has_room() is has_room


# The run, with a cluster that is this process.


def in_this_process(
    found: Sequence[Fragment], task: Task, cluster: Cluster, say: Callable[[str], None]
) -> Iterator[Made]:
    say("it [waits]")
    parts = task.target.names()
    done = Done.of(parts, [keys_of(task.target, name, task.form) for name in parts])
    worker = Worker(replace(task, pipeline=lambda: Pipeline(translator=Phrasebook(), repair=False)), done)
    for number, fragment in enumerate(found):
        for place, chunk in enumerate(chunks(fragment.items(), most_bytes=cluster.chunk_bytes)):
            yield worker.make(number, place, chunk)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(runs, "run_chunks", in_this_process)
    monkeypatch.chdir(tmp_path)
    write_table(pa.table({"id": ["a", "b"], "text": [RAIN, RIVER]}), "good.parquet")
    write_table(pa.table({"id": ["a", "b", "c"], "text": [RAIN, None, ENGLISH]}), "bad.parquet")
    Path("articles").mkdir()
    Path("articles/a.txt").write_text(RAIN, encoding="utf-8")
    return tmp_path


def test_a_table_becomes_a_table(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["good.parquet", "-o", "out.parquet", "--on", "ray"]) == ExitCode.DONE
    found = pd.read_parquet(here / "out.parquet")
    assert found["translation"].tolist() == [*KNOWN.values()]
    assert call(["good.parquet", "-o", "out.parquet", "--on", "ray"]) == ExitCode.DONE
    told = capsys.readouterr()
    assert told.out == ""
    assert "2 done" in told.err
    assert "0 done, 2 skipped (up to date)" in told.err
    assert "out.parquet is a folder of parts" in told.err
    assert told.err.count("transum: it [waits]\n") == 2


def test_a_quiet_run_says_nothing_while_it_waits(here: Path, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: ARG001 - its files
    assert call(["good.parquet", "-o", "out.parquet", "--on", "ray", "-q"]) == ExitCode.DONE
    assert capsys.readouterr() == ("", "")


def test_failed_rows_are_rows_are_told_and_make_exit_code_7(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(["bad.parquet", "-o", "out.jsonl", "--on", "ray", "-q"]) == ExitCode.PARTIAL
    (part,) = (here / "out.jsonl").iterdir()
    rows = [json.loads(line) for line in part.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["error"] is None) for row in rows] == [("a", True), ("b", False), ("c", False)]
    told = capsys.readouterr().err
    assert "failed: b: there is no text in the column text" in told
    assert "1 done, 2 failed" in told


def test_a_web_page_is_taken_whole_where_that_is_asked_for(here: Path) -> None:
    page = f"<html><body><nav>{RIVER}</nav><article><p>{RAIN}</p></article></body></html>"
    (here / "page.html").write_text(page, encoding="utf-8")
    said = []
    for words in ([], ["--whole-page"]):
        assert call(["page.html", "-o", "out.jsonl", "--on", "ray", *words]) == ExitCode.DONE
        (part,) = (here / "out.jsonl").iterdir()
        said.append(json.loads(part.read_text(encoding="utf-8"))["translation"])
        part.unlink()
    assert said[0] == KNOWN[RAIN]
    assert set(said[1].split("\n\n")) == set(KNOWN.values())


def test_strict_asks_rows_of_earlier_runs_as_well(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del here
    monkeypatch.setitem(KNOWN, "Banjir merendam 12 rumah di kota.", "Floods hit 13 houses in the city.")
    write_table(pa.table({"text": ["Banjir merendam 12 rumah di kota."]}), "wrong.parquet")
    words = ["wrong.parquet", "-o", "out.parquet", "--on", "ray", "--strict"]
    assert [call(words), call(words)] == [ExitCode.FINDINGS, ExitCode.FINDINGS]


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        pytest.param("good.parquet --on ray", UsageError, "to standard output", id="no output"),
        pytest.param("good.parquet -o a.csv --on ray", UsageError, "doesn't write a.csv", id="another ending"),
        pytest.param("good.parquet -o a.jsonl --on dask", UsageError, "--on dask is no cluster", id="another engine"),
        pytest.param("good.parquet -o a.jsonl --on ray://", UsageError, "no cluster", id="no address"),
        pytest.param("good.parquet -o a.jsonl --on ray --format json", UsageError, "--format means", id="a format"),
        pytest.param("good.parquet -o a.jsonl --on ray --report r.csv", UsageError, "--report means", id="a report"),
        pytest.param("good.parquet -o a.jsonl --on ray -j 2", UsageError, "--jobs means nothing", id="jobs"),
        pytest.param("good.parquet -o good.parquet --on ray", UsageError, "the input itself", id="the input"),
        pytest.param("articles -o good.parquet --on ray", OutputError, "is a file", id="a file"),
        pytest.param("good.parquet -o full.parquet --on ray", OutputError, "mine.txt", id="somebody's folder"),
        pytest.param("empty -o a.parquet --on ray", InputError, "nothing to translate", id="nothing there"),
        pytest.param("good.parquet -o a.parquet --on ray --glossary no.tsv", InputError, "no.tsv", id="no glossary"),
    ],
)
@pytest.mark.usefixtures("here")
def test_mistakes_are_told_before_the_work(words: str, error: type[Exception], said: str) -> None:
    Path("empty").mkdir()
    Path("full.parquet").mkdir()
    Path("full.parquet/mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(error, match=said):
        call(words.split())


@pytest.mark.parametrize("missing", ["ray", "ray.data", "pyarrow"])
def test_without_ray_the_way_out_is_told(missing: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UsageError, match="needs Ray") as caught:
        call(["good.parquet", "-o", "a.parquet", "--on", "ray"])
    assert caught.value.hint == "pip install 'transum[ray]'"
    assert not (here / "a.parquet").exists()


@pytest.mark.parametrize(
    ("words", "usual", "address"),
    [
        pytest.param("ray", "", None, id="here"),
        pytest.param("ray", "10.0.0.1:6379", None, id="this computer is of it"),
        pytest.param("ray", "ray://head:10001", "ray://head:10001", id="elsewhere, as ever"),
        pytest.param("ray://other:10001", "ray://head:10001", "ray://other:10001", id="elsewhere, as said"),
    ],
)
def test_a_cluster_elsewhere_has_its_driver_there(
    words: str, usual: str, address: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAY_ADDRESS", usual)
    assert Cluster.named(words).address == address


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("The current node timed out during startup.", id="here"),
        pytest.param(
            "Initialization failed:\nTraceback (…):\n  …\nOSError: it timed out during startup\n\n", id="elsewhere"
        ),
    ],
)
def test_a_cluster_that_does_not_start_is_told_in_a_line(
    said: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def init(*_: object, **__: object) -> None:
        raise Exception(said)  # noqa: TRY002 - as Ray does

    monkeypatch.setattr("ray.init", init)
    task = Task(target=bench.target, suffix=bench.suffix, pipeline=lambda: Pipeline(translator=Phrasebook()))
    with pytest.raises(ModelError, match=r"^there is no cluster at hand: .*timed out during startup\.?$"):
        list(drive.run([], task, Cluster(), print))


def test_a_cluster_elsewhere_that_is_lost_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(_: drive.Plan) -> Iterator[Made]:
        yield Made("a", done=1)
        raise ConnectionError("Client is shutting down.")  # as Ray does

    monkeypatch.setattr("ray.init", lambda *_, **__: None)
    monkeypatch.setattr(drive, "_made_there", lost)
    task = Task(target=bench.target, suffix=bench.suffix, pipeline=lambda: Pipeline(translator=Phrasebook()))
    found = drive.run([], task, Cluster(address="ray://head:10001"), print)
    assert next(found).done == 1
    with pytest.raises(ModelError, match="doesn't answer any more") as caught:
        next(found)
    assert "goes on where this one ended" in caught.value.hint


def of_ray(error: Exception) -> Any:
    """What a task raises that met ``error``."""
    made: Any = RayTaskError
    return made("task", "Traceback (…)", error)


def test_an_error_of_ours_is_found_in_what_ray_makes_of_it() -> None:
    ours = ModelError("no model", hint="Get one.")
    wrapped = of_ray(ours)
    outer = RuntimeError("the job failed")
    outer.__cause__ = wrapped
    for found in (ours, wrapped, wrapped.as_instanceof_cause(), outer):
        assert drive.own_error(found) is ours
    assert drive.own_error(ValueError("another")) is None


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # Ray's own, of its own defaults
def test_what_a_worker_meets_is_not_packed_into_an_error_of_ray_data(monkeypatch: pytest.MonkeyPatch) -> None:
    from ray.data import DataContext
    from ray.data._internal.planner.plan_udf_map_op import _try_wrap_udf_exception

    ours, context = ModelError("no model"), DataContext()
    monkeypatch.setattr(DataContext, "get_current", lambda: context)
    drive._set_up_ray_data()  # noqa: SLF001 - it has no other trace without a cluster
    with pytest.raises(ModelError) as caught:
        _try_wrap_udf_exception(ours)  # what it packs ours into arrives without it
    assert caught.value is ours


def test_what_ended_an_earlier_look_at_the_parts_is_told_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = OutputError("a part is damaged", hint="Remove it.")

    def get(_: object) -> Done:
        raise of_ray(damaged).as_instanceof_cause()

    monkeypatch.setattr("ray.get", get)
    target = Place.parse("out.jsonl")
    task = Task(target=target, suffix=".jsonl", pipeline=lambda: Pipeline(translator=Phrasebook()))
    actor = drive._Actor(task, [None], Shared(None, None))  # type: ignore[list-item]  # noqa: SLF001 - Ray makes it
    items = pa.table({"fragment": [0], "chunk": [0], "items": [pickle.dumps((item(1, RAIN),))]})
    with pytest.raises(OutputError) as caught:
        actor(items)
    assert caught.value is damaged


def test_a_driver_on_the_cluster_gives_one_part_after_the_other(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    told = [Made("a", done=1), Made("b", kept=2)]
    monkeypatch.setattr("transum.cluster.drive._made", lambda *_: iter(told))
    task = Task(target=bench.target, suffix=bench.suffix, pipeline=lambda: Pipeline(translator=Phrasebook()))
    driver = drive.Driver(drive.Plan([], task, Cluster(), [], Shared(None, None)))
    assert [driver.next(), driver.next(), driver.next()] == [*told, None]


def test_a_glossary_travels_with_the_work(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_text("sungai\tstream\n", encoding="utf-8")
    engines = pickle.loads(pickle.dumps(Engines.of(Choice(glossary=path, beam=1))))  # noqa: S301 - our own
    path.unlink()
    glossary = engines().glossary
    assert [entry.target for entry in glossary.entries] == ["stream"]


# The callable.

BODIES = [RAIN, None, float("nan"), 5, ENGLISH]


@pytest.fixture(scope="module")
def translate() -> transum.Translate:
    """As it arrives in another process."""
    there: transum.Translate = pickle.loads(pickle.dumps(transum.Translate("body", id_column="url", beam=1)))  # noqa: S301
    return there


@pytest.mark.parametrize(
    "batch",
    [
        pytest.param(lambda: {"url": np.arange(5), "body": np.array(BODIES, object)}, id="columns"),
        pytest.param(lambda: pd.DataFrame({"url": range(5), "body": BODIES}), id="a frame"),
        pytest.param(lambda: pa.table({"url": range(5), "body": [RAIN, None, None, None, ENGLISH]}), id="a table"),
    ],
)
def test_a_batch_becomes_rows_of_one_schema(batch: Callable[[], Any], translate: transum.Translate) -> None:
    found = translate(batch())
    if isinstance(found, pd.DataFrame):
        assert isinstance(batch(), pd.DataFrame)
        assert found.dtypes.equals(translate.empty.dtypes)
        found = pa.Table.from_pandas(found, schema=translate.schema, preserve_index=False)
    else:
        assert found.schema == translate.schema
    rows = found.to_pylist()
    assert [row["url"] for row in rows] == ["0", "1", "2", "3", "4"]
    assert [row["error"] is None for row in rows] == [True, False, False, False, False]
    assert rows[0]["translation"]
    assert rows[0]["sentences"][0]["source"] == RAIN
    assert rows[4]["error"].startswith("the text does not look Indonesian")


@pytest.mark.parametrize("missing", ["body", "url"])
@pytest.mark.parametrize("made", [dict, pd.DataFrame, pa.table], ids=["columns", "a frame", "a table"])
def test_a_column_that_is_not_there_is_named_with_those_that_are(
    made: Callable[[Any], Any], missing: str, translate: transum.Translate
) -> None:
    columns = {"url": ["a"], "body": [RAIN], "title": ["b"]}
    del columns[missing]
    with pytest.raises(InputError, match=f"there is no column {missing}") as caught:
        translate(made(columns))
    assert caught.value.hint == f"There are: {', '.join(columns)}."


def test_a_batch_without_rows_is_one(translate: transum.Translate) -> None:
    assert translate({"url": [], "body": []}).num_rows == 0


def test_mistakes_are_told_where_it_is_made_and_not_on_a_worker() -> None:
    with pytest.raises(ValueError, match="a column of results"):
        transum.Translate(id_column="source")
    with pytest.raises(TypeError, match="there is no beem="):
        transum.Translate(beem=1)
    with pytest.raises(InputError, match=r"no\.tsv"):
        transum.Translate(glossary="no.tsv")
