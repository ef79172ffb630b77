"""The translation memory, and the translator that asks it first."""

import json
import logging
import multiprocessing
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transum.document import Candidate, ModelInfo
from transum.engines.ct2 import CT2Translator
from transum.errors import OutputError
from transum.memory.remembering import RememberingTranslator
from transum.memory.store import Condition, Memory, Setting
from transum.memory.units import Unit
from transum.pipeline import Pipeline
from transum.shelf import manifest as weights
from transum.shelf.formats import weights_of

MODEL = ModelInfo("fake", "1", "none", 4)
SETTING = Setting(MODEL)


class Fake:
    """A translator that counts what it is asked."""

    def __init__(self, info: ModelInfo = MODEL) -> None:
        self.info = info
        self.token_limit = 100
        self.asked: list[str] = []

    @property
    def fingerprint(self) -> str:
        return repr(self.info)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self, texts: Sequence[str], *, candidates: int = 1, beam: int | None = None, avoid_repeats: bool = False
    ) -> list[list[Candidate]]:
        self.asked += texts
        return [
            [Candidate(f"{text}/{n}/{beam}/{avoid_repeats}", -0.1 - n) for n in range(candidates)] for text in texts
        ]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path / "cache" / "memory.sqlite")


@given(
    said=st.dictionaries(
        st.text(max_size=30),
        st.lists(
            st.builds(Candidate, st.text(max_size=30), st.floats(allow_nan=False, allow_infinity=False)), max_size=3
        ),
        max_size=5,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
def test_what_is_stored_is_found(memory: Memory, said: dict[str, list[Candidate]]) -> None:
    memory.store(SETTING, said)
    assert memory.look_up(SETTING, said) == said


def test_another_process_finds_it(memory: Memory) -> None:
    memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)]})
    assert Memory(memory.path).look_up(SETTING, ["Satu.", "Dua."]) == {"Satu.": [Candidate("One.", -0.1)]}


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Setting(ModelInfo("other", "1", "none", 4)), id="model"),
        pytest.param(Setting(ModelInfo("fake", "2", "none", 4)), id="version"),
        pytest.param(Setting(ModelInfo("fake", "1", "other", 4)), id="engine"),
        pytest.param(Setting(replace(MODEL, source_language="ms")), id="source-language"),
        pytest.param(Setting(replace(MODEL, target_language="fr")), id="target-language"),
        pytest.param(Setting(replace(MODEL, weights="0f0f")), id="weights"),
        pytest.param(Setting(MODEL, candidates=4), id="candidates"),
        pytest.param(Setting(MODEL, beam=8), id="beam"),
        pytest.param(Setting(MODEL, avoid_repeats=True), id="avoid-repeats"),
    ],
)
def test_another_setting_knows_nothing_of_it(memory: Memory, other: Setting) -> None:
    memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)]})
    assert memory.look_up(other, ["Satu."]) == {}


def test_more_sentences_than_a_query_may_have(memory: Memory) -> None:
    said = {f"Kalimat {n}.": [Candidate(f"Sentence {n}.", -n / 10)] for n in range(1203)}
    memory.store(SETTING, said)
    assert memory.look_up(SETTING, said) == said


def test_half_a_surrogate_pair_is_not_remembered(memory: Memory) -> None:
    memory.store(SETTING, {"\ud800": [Candidate("x", 0.0)], "b": [Candidate("\udfff", 0.0)]})
    assert memory.look_up(SETTING, ["\ud800", "b"]) == {}


def test_second_attempts_are_no_units(memory: Memory) -> None:
    memory.store(Setting(MODEL, avoid_repeats=True), {"Mencari scapegoat.": [Candidate("Seeking a scapegoat.", -0.1)]})
    memory.store(Setting(MODEL), {"Dua.": [Candidate("Two.", -0.1)]})
    assert [unit.source for unit in memory.units()] == ["Dua."]


def test_units_info_and_clear(memory: Memory) -> None:
    memory.store(SETTING, {"Dua.": [Candidate("Two.", -0.1), Candidate("2.", -0.5)]})
    assert list(memory.units()) == [Unit("Dua.", "Two.", "fake 1", -0.1)]
    info = memory.info()
    assert (info.sentences, info.models) == (1, ("fake 1",))
    assert info.size > 0
    assert memory.clear() == 1
    assert list(memory.units()) == []


def _drop_a_table(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE said")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.write_bytes(b"not a database at all" * 500), id="other-file"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:2048]), id="cut"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes()[:100] + b"\xff" * 40000), id="overwritten"),
        pytest.param(_drop_a_table, id="table-missing"),
    ],
)
def test_a_damaged_file_is_set_aside_named_and_rebuilt(
    memory: Memory, caplog: pytest.LogCaptureFixture, damage: object
) -> None:
    memory.store(SETTING, {f"Satu {n}.": [Candidate("One." * 20, -0.1)] for n in range(300)})
    memory.close()
    assert callable(damage)
    damage(memory.path)
    said = {"Dua.": [Candidate("Two.", -0.2)]}
    with caplog.at_level(logging.WARNING):
        later = Memory(memory.path)
        later.look_up(SETTING, [f"Satu {n}." for n in range(300)])
        later.store(SETTING, said)
    assert later.look_up(SETTING, said) == said
    aside = memory.path.with_name("memory.sqlite.damaged-1")
    assert aside.exists()
    assert str(aside) in caplog.text


def test_a_file_that_somebody_removed_is_made_anew(memory: Memory, caplog: pytest.LogCaptureFixture) -> None:
    memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)]})
    memory.path.unlink()  # but not the journal beside it
    later = Memory(memory.path)
    later.store(SETTING, {"Dua.": [Candidate("Two.", -0.1)]})
    assert later.look_up(SETTING, ["Satu.", "Dua."]).keys() == {"Dua."}
    assert not caplog.records


def test_every_damaged_file_is_kept(memory: Memory) -> None:
    for _ in range(2):
        memory.close()
        memory.path.write_bytes(b"damaged" * 1000)
        memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)]})
    assert sorted(path.name for path in memory.path.parent.glob("*.damaged-*")) == [
        "memory.sqlite.damaged-1",
        "memory.sqlite.damaged-2",
    ]


def test_a_memory_that_can_not_be_opened_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("no folder")
    memory = Memory(tmp_path / "file" / "memory.sqlite")
    memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)]})
    assert memory.look_up(SETTING, ["Satu."]) == {}
    assert len(caplog.records) == 1
    with pytest.raises(OutputError) as caught:
        memory.clear()
    assert caught.value.hint


def test_a_memory_of_a_later_transum_is_left_alone(memory: Memory, caplog: pytest.LogCaptureFixture) -> None:
    memory.close()
    connection = sqlite3.connect(memory.path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = memory.path.read_bytes()
    assert memory.look_up(SETTING, ["Satu."]) == {}
    assert "99" in caplog.text
    assert memory.path.read_bytes() == before


def test_a_full_disk_is_no_error(memory: Memory, caplog: pytest.LogCaptureFixture) -> None:
    memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)]})
    assert memory._connection  # noqa: SLF001 - a limit on pages is how SQLite itself plays a full disk
    memory._connection.execute("PRAGMA max_page_count = 1")  # noqa: SLF001 - likewise
    memory.store(SETTING, {f"Dua {n}.": [Candidate("Two." * 100, -0.1)] for n in range(1000)})
    assert "full" in caplog.text
    assert memory.look_up(SETTING, ["Satu."])


def _write(path: Path, start: int) -> None:
    memory = Memory(path)
    for n in range(start, start + 50):
        memory.store(SETTING, {f"Kalimat {n}.": [Candidate(f"Sentence {n}.", -0.1)]})


def test_processes_write_at_once(memory: Memory) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_write, args=(memory.path, start)) for start in (0, 50)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert memory.info().sentences == 100


class TestRememberingTranslator:
    def test_the_model_is_asked_once(self, memory: Memory) -> None:
        fake = Fake()
        translator = RememberingTranslator(fake, memory)
        first = translator.translate(["Dua kata.", "Satu.", "Dua kata."])
        assert fake.asked == ["Satu.", "Dua kata."]
        assert RememberingTranslator(fake, Memory(memory.path)).translate(["Satu."]) == [first[1]]
        assert fake.asked == ["Satu.", "Dua kata."]
        assert first == Fake().translate(["Dua kata.", "Satu.", "Dua kata."])

    @pytest.mark.parametrize(
        "options",
        [
            pytest.param({"candidates": 3}, id="candidates"),
            pytest.param({"beam": 6}, id="beam"),
            pytest.param({"avoid_repeats": True}, id="avoid-repeats"),
            pytest.param({"candidates": 3, "beam": 6, "avoid_repeats": True}, id="all"),
        ],
    )
    def test_options_reach_the_model_and_the_key(self, memory: Memory, options: dict[str, int]) -> None:
        fake = Fake()
        translator = RememberingTranslator(fake, memory)
        translator.translate(["Satu."])
        expected = Fake().translate(["Satu."], **options)  # type: ignore[arg-type]
        for _ in range(2):
            assert translator.translate(["Satu."], **options) == expected  # type: ignore[arg-type]
        assert fake.asked == ["Satu.", "Satu."]

    def test_without_a_memory_only_doubles_are_saved(self) -> None:
        fake = Fake()
        translator = RememberingTranslator(fake, None)
        translator.translate(["Satu.", "Satu."])
        translator.translate(["Satu."])
        assert fake.asked == ["Satu.", "Satu."]
        assert not translator.remembers

    def test_it_is_the_model_in_all_else(self, memory: Memory) -> None:
        translator = RememberingTranslator(Fake(), memory)
        assert (translator.info, translator.token_limit, translator.count_tokens("a b")) == (MODEL, 100, 2)

    def test_a_portion_is_saved_before_it_is_told(self, memory: Memory) -> None:
        class StopError(Exception):
            pass

        def stop(done: int) -> None:
            assert done == 128
            raise StopError

        texts = [f"Kalimat {n}." for n in range(300)]
        with pytest.raises(StopError):
            RememberingTranslator(Fake(), memory, stop).translate(texts)
        assert memory.info().sentences == 128

    def test_portions_add_up(self, memory: Memory) -> None:
        done: list[int] = []
        translator = RememberingTranslator(Fake(), memory, done.append)
        translator.translate([f"Kalimat {n % 200}." for n in range(300)])
        assert sum(done) == 200
        done.clear()
        translator.translate([f"Kalimat {n}." for n in range(200)])
        assert done == [200]


def test_settings_have_different_names() -> None:
    names = [Setting(ModelInfo('a", "b', "c", "d", 4)).name, Setting(ModelInfo("a", 'b", "c', "d", 4)).name]
    assert len(set(names)) == 2
    assert all(json.loads(name) for name in names)


@pytest.mark.parametrize("field", [field.name for field in fields(ModelInfo)])
def test_everything_that_tells_a_model_from_another_keys_memory_and_results(field: str) -> None:
    other = replace(MODEL, **{field: 5 if field == "beam" else "other"})  # type: ignore[arg-type]
    if field != "beam":  # the memory's beam is that of each call
        assert Setting(MODEL).name != Setting(other).name
    assert len({Pipeline(Fake(model)).fingerprint() for model in (MODEL, other)}) == 2


def test_one_text_in_two_languages(memory: Memory) -> None:
    """The fake is a multilingual model: it answers in the language that it was loaded for."""

    class Multilingual(Fake):
        def translate(self, texts: Sequence[str], **_: Any) -> list[list[Candidate]]:
            return [[Candidate(f"{self.info.target_language}: {text}", -0.1)] for text in texts]

    for language in ("en", "fr", "en"):
        translator = RememberingTranslator(Multilingual(replace(MODEL, target_language=language)), memory)
        assert translator.translate(["Satu."]) == [[Candidate(f"{language}: Satu.", -0.1)]]
    assert [unit.target for unit in memory.units()] == ["en: Satu."]


def test_the_engine_says_its_languages_and_its_weights() -> None:
    folder = weights.embedded("translator")
    info = CT2Translator(folder, name="m", version="1", source_language="ind_Latn", target_language="fra_Latn").info
    assert (info.source_language, info.target_language) == ("id", "fr")
    assert info.weights == weights_of(folder) != ""


def test_other_weights_of_one_version_are_told_apart(tmp_path: Path) -> None:
    manifest = {"name": "m", "version": "1", "licence": "", "files": {"model.bin": {"size": 1, "sha256": "aa"}}}
    (tmp_path / weights.MANIFEST).write_text(json.dumps(manifest))
    before = weights_of(tmp_path)
    manifest["files"] = {"model.bin": {"size": 1, "sha256": "bb"}}
    (tmp_path / weights.MANIFEST).write_text(json.dumps(manifest))
    assert weights_of(tmp_path) != before
    (tmp_path / weights.MANIFEST).write_text("somebody else's")
    assert weights_of(tmp_path) == ""


def test_files_and_folders_are_their_owners_alone(memory: Memory) -> None:
    memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)]})
    assert stat.S_IMODE(memory.path.parent.stat().st_mode) == 0o700
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in memory.path.parent.iterdir()}
    assert set(modes.values()) == {0o600}, modes


class TestRowsThatAreNotWhatWasWritten:
    @pytest.fixture(autouse=True)
    def _two_rows(self, memory: Memory) -> None:
        memory.store(SETTING, {"Satu.": [Candidate("One.", -0.1)], "Dua.": [Candidate("Two.", -0.1)]})
        memory.close()

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param("candidates = '[[\"Three.\", -0.1]]'", id="other-words"),
            pytest.param("candidates = '[['", id="no-json"),
            pytest.param("candidates = '[1]'", id="other-json"),
            pytest.param("candidates = x'ff'", id="bytes"),
            pytest.param("candidates = CAST(x'ff' AS TEXT)", id="no-utf-8"),
            pytest.param("candidates = 7", id="a-number"),
            pytest.param("checksum = 'none'", id="no-checksum"),
        ],
    )
    def test_are_not_believed_and_forgotten_by_repair(
        self, memory: Memory, change: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        _execute(memory.path, f"UPDATE said SET {change} WHERE source = 'Satu.'")  # noqa: S608 - the table's
        assert memory.look_up(SETTING, ["Satu.", "Dua."]).keys() == {"Dua."}
        assert [unit.source for unit in memory.units()] == ["Dua."]
        assert len(caplog.records) == 1
        assert "memory repair" in caplog.text
        condition = memory.check()
        assert (condition.rows, condition.wrong, condition.is_good) == (2, 1, False)
        assert memory.repair() == condition
        assert memory.check() == Condition(1, 0)

    def test_a_setting_that_is_none(self, memory: Memory) -> None:
        _execute(memory.path, "UPDATE setting SET name = '[[['")
        assert memory.look_up(SETTING, ["Satu."]) == {}
        assert list(memory.units()) == []
        assert memory.info().models == ()
        assert memory.repair().wrong == 2

    def test_a_damaged_page_in_an_export_is_said(self, memory: Memory) -> None:
        memory.store(SETTING, {f"Kalimat {n}.": [Candidate("One." * 50, -0.1)] for n in range(500)})
        memory.close()
        data = memory.path.read_bytes()
        memory.path.write_bytes(data[:-20_000] + b"\xff" * 20_000)
        with pytest.raises(OutputError, match="memory") as caught:
            list(memory.units())
        assert "memory repair" in caught.value.hint
        assert memory.repair().file
        assert memory.check().is_good


def _set_aside_at_once(path: Path, start: Any, found: Any, number: int) -> None:
    memory = Memory(path)
    start.wait()
    said = {f"Kalimat {number}.": [Candidate("One.", -0.1)]}
    memory.look_up(SETTING, ["Satu."])
    memory.store(SETTING, said)
    found.put((number, Memory(path).look_up(SETTING, said) == said))


def test_a_damaged_file_is_set_aside_by_one_of_many(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    for turn in range(5):
        path = tmp_path / str(turn) / "memory.sqlite"
        Memory(path).close()
        path.write_bytes(b"damaged" * 9999)
        start, found = context.Barrier(4), context.Queue()
        processes = [
            context.Process(target=_set_aside_at_once, args=(path, start, found, number)) for number in range(4)
        ]
        for process in processes:
            process.start()
        results = dict(found.get(timeout=60) for _ in processes)
        for process in processes:
            process.join(60)
        assert all(results.values())
        assert [one.name for one in path.parent.glob("*.damaged-*")] == ["memory.sqlite.damaged-1"]
        assert Memory(path).info().sentences == 4


def _execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
