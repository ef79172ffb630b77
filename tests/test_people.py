"""People's translations: never lost without a word."""

import multiprocessing
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from benchmarks.every_step import Steps, watched
from tests.test_memory import MODEL, SETTING, Fake
from transum.document import Candidate
from transum.errors import ExitCode
from transum.memory.people import DamagedPeopleError, People, PeopleError
from transum.memory.remembering import RememberingTranslator
from transum.memory.store import Memory
from transum.memory.units import Unit
from transum.segment.chunk import model_text


@pytest.fixture
def people(tmp_path: Path) -> People:
    return People(tmp_path / "data" / "people.sqlite")


def _old_memory(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "memory.sqlite"
    _execute(
        path,
        "CREATE TABLE human (key TEXT PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL) WITHOUT ROWID",
        "INSERT INTO human VALUES ('Rapat pukul 08:00-15.00.', 'Rapat pukul 08.00-15.00.', 'The meeting.')",
        "INSERT INTO human VALUES ('Satu.', 'Satu.', 'The old one.')",
        "PRAGMA user_version = 2",
    )
    return path


def _execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_what_is_added_is_found(people: People) -> None:
    assert people.look_up(["Satu."]) == {}
    assert people.digest == ""
    assert people.add([("Satu.", "A"), ("Satu.", "The first."), ("Dua.", "Two."), ("\ud800", "x")]) == 3
    assert people.look_up(["Satu.", "Tiga.", "\ud800"]) == {"Satu.": "The first."}
    assert list(people.units()) == [Unit("Dua.", "Two."), Unit("Satu.", "The first.")]
    assert (people.count(), len(people.digest)) == (2, 64)
    assert people.clear() == 2
    assert (people.count(), people.digest) == (0, "")


def test_a_sentence_is_found_as_an_article_writes_it(people: People) -> None:
    written = "“Harga naik 1,5 persen,”\nkata Budi. "
    people.add_sentence(written, "Up. By 1.5 percent, Budi said.")
    assert people.sentences([written, "Tiga."]) == {written: "Up. By 1.5 percent, Budi said."}


def test_a_sentence_is_forgotten_and_the_rest_is_whole(people: People) -> None:
    people.forget_sentence("Satu.")
    assert not people.path.exists()
    people.add([("Satu.", "One."), ("Dua.", "Two.")])
    people.forget_sentence("Satu.")
    people.forget_sentence("Tiga.")
    assert list(People(people.path).units()) == [Unit("Dua.", "Two.")]


def test_nothing_is_made_before_there_is_something(people: People) -> None:
    people.look_up(["Satu."])
    people.count()
    assert not people.path.exists()


def test_the_file_is_its_owners_alone(people: People) -> None:
    people.add([("Satu.", "One.")])
    assert stat.S_IMODE(people.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(people.path.parent.stat().st_mode) == 0o700


def test_a_source_is_found_however_numbers_and_spaces_are_written(people: People) -> None:
    people.add([("Harga naik\n1,5 persen.", "Prices rose 1.5 percent.")])
    assert people.look_up(["Harga naik 1.5 persen."])


def test_a_source_is_found_with_any_quotation_marks(people: People) -> None:
    people.add([("“Naik,” kata ‘Budi’.", "“Up,” said Budi.")])
    texts = ["“Naik,” kata ‘Budi’.", "\"Naik,\" kata 'Budi'."]
    assert people.look_up(texts) == dict.fromkeys(texts, "“Up,” said Budi.")


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        pytest.param(
            "Warga pergi. Hujan turun.", "Residents left. It rained.", ["Warga pergi.", "Hujan turun."], id="as-many"
        ),
        pytest.param(
            "Warga pergi. Hujan turun.", "Residents left, and it rained.", ["Warga pergi. Hujan turun."], id="fewer"
        ),
        pytest.param("Warga pergi.", "Residents left. It rained.", ["Warga pergi."], id="more"),
    ],
)
def test_texts_of_several_sentences_are_taken_in_by_sentence(
    people: People, source: str, target: str, found: list[str]
) -> None:
    people.add([(source, target)])
    assert people.look_up([source, "Warga pergi.", "Hujan turun."]).keys() == set(found)


def test_an_import_is_taken_in_whole_or_not_at_all(people: People) -> None:
    people.add([("Satu.", "One.")])

    def broken() -> object:
        yield "Dua.", "Two."
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        people.add(broken())  # type: ignore[arg-type]
    assert people.count() == 1


def test_another_process_adds_while_we_read(people: People) -> None:
    people.add([("Satu.", "One.")])
    before = people.digest
    assert People(people.path).add([("Dua.", "Two.")]) == 1
    assert people.look_up(["Dua."]) == {"Dua.": "Two."}
    assert people.digest != before


def _add(path: Path, number: int) -> None:
    for n in range(20):
        People(path).add([(f"Kalimat {number} dan {n}.", "x")])


def test_processes_add_at_once(people: People) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_add, args=(people.path, number)) for number in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert people.count() == 60


class TestInTheTranslator:
    @pytest.fixture
    def memory(self, tmp_path: Path) -> Memory:
        memory = Memory(tmp_path / "memory.sqlite")
        memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)]})
        return memory

    def test_a_person_wins_over_the_model(self, people: People, memory: Memory) -> None:
        people.add([("Satu.", "The first.")])
        translator = RememberingTranslator(Fake(), memory, people=people)
        assert translator.translate(["Satu."]) == [[Candidate("The first.", 0.0)]]
        assert people.digest in translator.fingerprint

    @pytest.mark.parametrize(
        "changed",
        [pytest.param({"target_language": "fr"}, id="target"), pytest.param({"source_language": "ms"}, id="source")],
    )
    def test_other_languages_are_the_models(self, people: People, memory: Memory, changed: dict[str, str]) -> None:
        translator = RememberingTranslator(Fake(replace(MODEL, **changed)), memory, people=people)  # type: ignore[arg-type]
        before = translator.fingerprint
        people.add([("Satu.", "The first.")])
        assert translator.translate(["Satu."]) != [[Candidate("The first.", 0.0)]]
        assert translator.fingerprint == before

    def test_what_can_not_be_read_ends_the_work(self, people: People, memory: Memory) -> None:
        people.add([("Satu.", "The first.")])
        people.close()
        _execute(people.path, "UPDATE translation SET target = 'The last.'")
        translator = RememberingTranslator(Fake(), memory, people=people)
        with pytest.raises(PeopleError) as caught:
            translator.translate(["Dua."])
        assert caught.value.exit_code is ExitCode.OUTPUT
        assert "memory repair" in caught.value.hint
        assert "--no-memory" in caught.value.hint


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:8192])


def _overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[20000:24000] = os.urandom(4000)
    path.write_bytes(data)


def _flip(path: Path) -> None:
    """One bit of the source of one translation: without a sum over all rows it would only not be found."""
    data = path.read_bytes()
    at = data.index(b"Kalimat 77.")
    path.write_bytes(data.replace(data[at : at + 11], b"Kalimat 7w."))


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b"no database" * 999), id="other-file"),
        pytest.param(_cut, id="cut"),
        pytest.param(_overwrite, id="overwritten"),
        pytest.param(_flip, id="a-bit"),
        pytest.param(lambda path: _execute(path, "DELETE FROM translation WHERE target = '7'"), id="a-row-missing"),
        pytest.param(
            lambda path: _execute(path, "UPDATE translation SET target = CAST(x'ff' AS TEXT) WHERE target = '7'"),
            id="no-utf-8",
        ),
        pytest.param(
            lambda path: _execute(path, "UPDATE translation SET checksum = 7 WHERE target = '7'"), id="a-type"
        ),
        pytest.param(lambda path: _execute(path, "DROP TABLE translation"), id="a-table-missing"),
        pytest.param(lambda path: _execute(path, "UPDATE whole SET checksums = 'x'"), id="the-sum"),
    ],
)
def test_damage_is_said_and_repaired(people: People, damage: object) -> None:
    people.add((f"Kalimat {n}.", f"{n}") for n in range(300))
    people.close()
    assert callable(damage)
    damage(people.path)
    damaged = people.path.read_bytes()
    for attempt in (
        lambda: people.look_up(["Kalimat 1."]),
        lambda: people.digest,
        people.count,
        lambda: list(people.units()),
        lambda: people.add([("Satu.", "One.")]),
    ):
        with pytest.raises(DamagedPeopleError) as caught:
            attempt()
        assert "memory repair" in caught.value.hint
    assert people.path.read_bytes() == damaged
    repaired = people.repair()
    assert repaired
    assert repaired.aside.read_bytes() == damaged
    assert people.count() == repaired.kept <= 300
    assert all(unit.target == unit.source.removeprefix("Kalimat ").removesuffix(".") for unit in people.units())
    assert people.repair() is None


def test_what_is_forbidden_is_not_damaged(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    people = People(tmp_path / "file" / "people.sqlite")
    with pytest.raises(PeopleError) as caught:
        people.add([("Satu.", "One.")])
    assert not isinstance(caught.value, DamagedPeopleError)


def test_a_later_transums_file_is_left_alone(people: People) -> None:
    people.add([("Satu.", "One.")])
    people.close()
    _execute(people.path, "PRAGMA user_version = 99")
    with pytest.raises(PeopleError, match="another version") as caught:
        people.repair()
    assert not isinstance(caught.value, DamagedPeopleError)
    assert people.path.exists()


def _dying(work: Callable[[], object], step: int) -> bool:
    """Do it in a process that ends behind a step; whether there were so many."""
    child = os.fork()
    if child == 0:
        with watched(Steps(step, power=True)):
            work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


class TestDyingAnywhere:
    """Behind every step, what people wrote is there, or its damage is said."""

    def test_while_an_old_memory_is_taken_over(self, tmp_path: Path) -> None:
        for step in count(1):
            folder = tmp_path / str(step)
            old = _old_memory(folder)
            died = _dying(People(folder / "people.sqlite", old).count, step)
            later = People(folder / "people.sqlite", old)
            assert later.look_up(["Satu."]) == {"Satu.": "The old one."}
            assert later.count() == 2
            assert not old.exists()
            if not died:
                break
        assert step > 5

    def test_while_a_damaged_file_is_repaired(self, tmp_path: Path) -> None:
        for step in count(1):
            path = tmp_path / str(step) / "people.sqlite"
            People(path).add((f"Kalimat {n}.", f"{n}") for n in range(100))
            _execute(path, "UPDATE translation SET target = 'x' WHERE target = '7'")
            died = _dying(People(path).repair, step)
            later = People(path)
            with suppress(DamagedPeopleError):
                assert later.count() == 99
            later.repair()
            assert later.count() == 99
            if not died:
                break
        assert step > 8


class TestTheMemoryOfAnOlderTransum:
    @pytest.fixture
    def old(self, tmp_path: Path) -> Path:
        return _old_memory(tmp_path)

    @pytest.mark.parametrize("schema", [1, 2])
    def test_is_taken_over_and_removed(self, people: People, old: Path, schema: int) -> None:
        _execute(old, f"PRAGMA user_version = {schema}")
        people.add([("Satu.", "The new one.")])
        later = People(people.path, old)
        key = model_text("Rapat pukul 08.00-15.00.")
        assert later.look_up(["Satu.", key]) == {"Satu.": "The new one.", key: "The meeting."}
        assert not old.exists()

    def test_of_no_people_leaves_no_store(self, people: People, old: Path) -> None:
        _execute(old, "DELETE FROM human")
        assert People(people.path, old).count() == 0
        assert not old.exists()
        assert not people.path.exists()

    def test_that_is_damaged_is_said_and_repaired(self, people: People, old: Path) -> None:
        old.write_bytes(old.read_bytes()[:5000])
        later = People(people.path, old)
        with pytest.raises(DamagedPeopleError, match="older transum"):
            later.look_up(["Satu."])
        repaired = later.repair()
        assert repaired
        assert repaired.lost is None
        assert repaired.aside.name == "memory.sqlite.damaged-1"
        assert later.count() == repaired.kept

    def test_of_a_later_transum_is_left_alone(self, people: People, old: Path) -> None:
        _execute(old, "PRAGMA user_version = 99")
        assert People(people.path, old).count() == 0
        assert old.exists()
