"""What happens around a batch: things vanish, signals come, nobody listens, links lead elsewhere."""

import io
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from tests.test_batch import Place
from transum.batch.signals import ENDINGS, ending_on_request
from transum.errors import ExitCode, OutputError
from transum.memory.people import People, PeopleError
from transum.outputs.view import Format

LEDGERS = {Format.TEXT: "english/.transum.sqlite", Format.JSONL: ".english.jsonl.transum.sqlite"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    for number in range(5):
        place.write(f"{number}.txt", f"Banjir merendam {12 + number % 2 * 2} rumah warga.")
    return place


def _told(place: Place) -> str:
    said = place.notes.getvalue()
    place.notes.seek(0)
    place.notes.truncate()
    return said


class TestVanishing:
    @pytest.mark.parametrize(
        ("form", "what"),
        [
            pytest.param(Format.TEXT, "english", id="folder"),
            pytest.param(Format.TEXT, LEDGERS[Format.TEXT], id="ledger-of-a-folder"),
            pytest.param(Format.JSONL, "english.jsonl", id="lines"),
            pytest.param(Format.JSONL, LEDGERS[Format.JSONL], id="ledger-of-lines"),
        ],
    )
    @pytest.mark.parametrize("late", [pytest.param(False, id="first-group"), pytest.param(True, id="last-group")])
    def test_in_the_middle_of_a_run_is_said(self, place: Place, form: Format, what: str, *, late: bool) -> None:
        path = place.root / what

        def vanish(asked: int) -> None:
            if path.exists() and (asked > 4 or not late):
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()

        place.fake.before = vanish
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("transum.batch.groups._FIRST_GROUP", 1)
            patch.setattr("transum.batch.groups._LARGEST_GROUP", 1)
            with pytest.raises(OutputError, match="removed or replaced") as caught:
                place.run(format=form)
        assert "again" in caught.value.hint
        place.fake.before = lambda _: None
        assert place.run(format=form) is ExitCode.DONE
        place.run(format=form)
        assert place.fake.asked == 0

    @pytest.mark.parametrize("form", [Format.TEXT, Format.JSONL])
    def test_of_the_ledger_between_two_runs_costs_no_result(self, place: Place, form: Format) -> None:
        place.run(format=form)
        before = place.results() if form is Format.TEXT else place.lines.read_bytes()
        (place.root / LEDGERS[form]).unlink()
        assert place.run(format=form) is ExitCode.DONE
        assert (place.results() if form is Format.TEXT else place.lines.read_bytes()) == before
        place.run(format=form)
        assert place.fake.asked == 0

    def test_of_the_ledger_makes_no_changed_result_ours(self, place: Place) -> None:
        place.run()
        (place.root / LEDGERS[Format.TEXT]).unlink()
        (place.english / "0.txt").write_text("my own words")
        for _ in range(2):
            assert place.run() is ExitCode.PARTIAL
            assert (place.english / "0.txt").read_text() == "my own words"
        assert "4 skipped" in place.notes.getvalue()

    @pytest.mark.parametrize(
        "change",
        [
            pytest.param(lambda _: b"my own words", id="shorter"),
            pytest.param(lambda data: data + b"{}\n", id="longer"),
            pytest.param(lambda data: data.replace(b"rumah", b"RUMAH", 1), id="changed"),
        ],
    )
    @pytest.mark.parametrize("keeps_ledger", [True, False])
    def test_and_changed_lines_stay(
        self, place: Place, change: Callable[[bytes], bytes], *, keeps_ledger: bool
    ) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("transum.batch.groups._FIRST_GROUP", 1)
            patch.setattr("transum.batch.groups._LARGEST_GROUP", 1)
            place.run(format=Format.JSONL)
        changed = change(place.lines.read_bytes())
        place.lines.write_bytes(changed)
        if not keeps_ledger:
            (place.root / LEDGERS[Format.JSONL]).unlink()
        for _ in range(2):
            with pytest.raises(OutputError, match="changed since"):
                place.run(format=Format.JSONL)
            assert place.lines.read_bytes() == changed
        assert place.run(format=Format.JSONL, overwrite=True) is ExitCode.DONE

    def test_of_the_lines_is_mended_by_the_next_run(self, place: Place) -> None:
        place.run(format=Format.JSONL)
        before = place.lines.read_bytes()
        place.lines.unlink()
        assert place.run(format=Format.JSONL) is ExitCode.DONE
        assert place.lines.read_bytes() == before


@pytest.mark.parametrize("form", [Format.TEXT, Format.JSONL])
def test_errors_and_warnings_survive_a_second_run(place: Place, form: Format) -> None:
    place.write("z.txt", "Warga pergi ke pasar. Kucing.")
    place.run(format=form, repair=False)
    first = _told(place).splitlines()[-1]
    place.run(format=form, repair=False)
    second = _told(place).splitlines()[-1]
    assert "error" in first
    assert first.partition(";")[2] == second.partition(";")[2]


class Deaf(io.StringIO):
    """A stream that fails on everything, as a full disk or a closed terminal does."""

    def write(self, _: str) -> int:
        raise OSError(28, "No space left on device")

    def flush(self) -> None:
        raise BrokenPipeError


@pytest.mark.parametrize("terminal", [True, False])
def test_nothing_that_happens_to_stderr_changes_the_outcome(place: Place, *, terminal: bool) -> None:
    place.write("bad.txt", b"")
    place.notes = Deaf()
    original = Console.__init__

    def init(self: Console, **options: object) -> None:
        original(self, **{**options, "force_terminal": terminal})  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Console, "__init__", init)
        assert place.run() is ExitCode.PARTIAL
    assert len(place.results()) == 5


class TestSignals:
    @pytest.mark.parametrize("number", [pytest.param(number, id=signal.Signals(number).name) for number in ENDINGS])
    def test_end_a_batch_with_what_was_done(self, place: Place, number: int) -> None:
        report = place.root / "report.json"
        sent: list[int] = []

        def send(_: int) -> None:
            if place.results() and not sent:
                sent.append(number)
                os.kill(os.getpid(), number)

        place.fake.before = send
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("transum.batch.groups._FIRST_GROUP", 1)
            patch.setattr("transum.batch.groups._LARGEST_GROUP", 1)
            assert place.run(report=report) is ENDINGS[number]
        assert 0 < len(place.results()) < 5
        assert '"ended": "InterruptedBatchError"' in report.read_text()
        assert not [*place.root.rglob("*.tmp")]
        place.fake.before = lambda _: None
        assert place.run() is ExitCode.DONE

    @pytest.mark.parametrize("number", [pytest.param(number, id=signal.Signals(number).name) for number in ENDINGS])
    def test_that_are_ignored_stay_ignored(self, number: int) -> None:
        before = signal.signal(number, signal.SIG_IGN)
        try:
            with ending_on_request(lambda: None) as request:
                os.kill(os.getpid(), number)
                assert signal.getsignal(number) is signal.SIG_IGN
            assert not request.is_made()
            assert signal.getsignal(number) is signal.SIG_IGN
        finally:
            signal.signal(number, before)

    @pytest.mark.skipif(os.name == "nt", reason="no such signals")
    def test_of_a_shell_end_the_program(self, place: Place) -> None:
        for number in range(60):
            place.write(f"long-{number}.txt", " ".join(f"Harga {number} naik {n} persen di pasar." for n in range(40)))
        command = [sys.executable, "-m", "transum", str(place.articles), "-o", str(place.english), "--no-memory"]
        program = subprocess.Popen(command, stderr=subprocess.PIPE)
        until = time.monotonic() + 120
        while program.poll() is None and time.monotonic() < until and not place.english.exists():
            time.sleep(0.05)
        while program.poll() is None and time.monotonic() < until and not [*place.english.glob("*.txt")]:
            time.sleep(0.05)
        program.send_signal(signal.SIGTERM)
        _, said = program.communicate(timeout=300)
        assert program.returncode == ExitCode.TERMINATED, said
        assert b"Run the same command again" in said
        assert not [*place.english.glob("*.tmp")]


class TestLinks:
    @pytest.mark.parametrize("what", ["file", "folder", "dangling"])
    def test_that_lead_out_of_the_folder_are_not_followed(self, place: Place, what: str) -> None:
        place.write("b/c.txt")
        outside = place.root / "outside"
        outside.mkdir()
        (outside / "c.txt").write_text("someone's own")
        place.english.mkdir()
        if what == "folder":
            (place.english / "b").symlink_to(outside)
        else:
            (place.english / "b").mkdir()
            (place.english / "b" / "c.txt").symlink_to(outside / ("c.txt" if what == "file" else "d.txt"))
        assert place.run(overwrite=True) is ExitCode.PARTIAL
        assert "leads out of" in place.notes.getvalue()
        assert [path.name for path in outside.iterdir()] == ["c.txt"]
        assert (outside / "c.txt").read_text() == "someone's own"

    def test_that_stay_inside_are(self, place: Place) -> None:
        place.write("b/c.txt")
        (place.english / "real").mkdir(parents=True)
        (place.english / "b").symlink_to("real")
        assert place.run() is ExitCode.DONE
        assert (place.english / "real" / "c.txt").exists()

    def test_the_folder_itself_may_be_one(self, place: Place) -> None:
        (place.root / "elsewhere").mkdir()
        place.english.symlink_to(place.root / "elsewhere")
        assert place.run() is ExitCode.DONE


@pytest.mark.parametrize("form", [Format.TEXT, Format.JSONL])
def test_the_ledger_is_its_owners_alone(place: Place, form: Format) -> None:
    place.run(format=form)
    ledger = place.root / LEDGERS[form]
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600
    ledger.chmod(0o644)
    place.run(format=form)
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("UPDATE output SET title = CAST(x'ff' AS TEXT)", id="no-utf-8"),
        pytest.param("UPDATE output SET name = 7, input = 7 WHERE name = CAST('0.txt' AS BLOB)", id="a-number"),
        pytest.param("DROP TABLE output", id="a-table-missing"),
    ],
)
def test_a_damaged_ledger_is_said_with_the_way_out(place: Place, damage: str) -> None:
    place.run()
    with closing(sqlite3.connect(place.root / LEDGERS[Format.TEXT])) as connection, connection:
        connection.execute(damage)
    try:
        code = place.run()
    except OutputError as exc:
        assert exc.hint  # noqa: PT017 - damage that nobody meets is none
        (place.root / LEDGERS[Format.TEXT]).unlink()
    else:
        assert code in {ExitCode.DONE, ExitCode.PARTIAL}
        (place.root / LEDGERS[Format.TEXT]).unlink()
    assert place.run() is ExitCode.DONE


def test_a_name_forges_no_line(place: Place) -> None:
    place.write("a\ntransum: 9 done\x1b[31m.txt", b"")
    place.write("b\nfailed: b.txt", "x")
    report = place.root / "report.md"
    assert place.run(report=report) is ExitCode.PARTIAL
    for text in (place.notes.getvalue(), report.read_text()):
        assert not [line for line in text.splitlines() if line.startswith(("transum: 9", "failed: b.txt"))]
        assert "\x1b" not in text


def test_peoples_translations_that_can_not_be_read_end_a_batch(place: Place, tmp_path: Path) -> None:
    people = People(tmp_path / "people.sqlite")
    people.add([("Satu.", "One.")])
    people.close()

    def damage(_: int) -> None:
        with closing(sqlite3.connect(people.path)) as connection, connection:
            connection.execute("UPDATE translation SET target = 'x'")

    place.fake.before = damage
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transum.batch.groups._FIRST_GROUP", 1)
        with pytest.raises(PeopleError):
            place.run(people=people)


def test_a_result_whose_name_would_be_too_long_fails_with_words(place: Place) -> None:
    place.write("a" * 252 + ".md", "Warga pergi ke pasar.")
    place.write("deep/x.txt", "Warga pergi ke pasar.")
    assert place.run(format=Format.HTML) is ExitCode.PARTIAL
    assert "File name too long" in place.notes.getvalue()
    assert "bug" not in place.notes.getvalue()


def test_what_a_killed_run_was_writing_may_be_gone(place: Place) -> None:
    place.write("b/c.txt", "Warga pergi ke pasar.")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("transum.batch.groups._FIRST_GROUP", 1)
        patch.setattr("transum.batch.groups._LARGEST_GROUP", 1)
        place.run()
    shutil.rmtree(place.english / "b")
    (place.english / "b").write_text("no folder any more")
    assert place.run() is ExitCode.PARTIAL
