"""TMX 1.4, written and read."""

import sqlite3
import xml.etree.ElementTree as ET
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from transum.cli import memory as command
from transum.document import Candidate, ModelInfo
from transum.errors import ExitCode, InputError, OutputError
from transum.memory.store import Memory, Setting
from transum.memory.tmx import read, write
from transum.memory.units import Unit

HEAD = '<tmx version="1.4"><header/><body>'
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1).map(
    str.strip
)


@given(st.lists(st.builds(Unit, TEXT.filter(bool), TEXT.filter(bool)), max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
def test_what_is_written_is_read(tmp_path: Path, units: list[Unit]) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text("".join(write(units)), encoding="utf-8", newline="")
    assert list(read(path)) == units


def test_the_file_is_tmx_1_4() -> None:
    at = datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC)
    root = ET.fromstring("".join(write([Unit("Satu.", "One.", "fake 1")], at)))  # noqa: S314 - our own
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    header = root.find("header")
    assert header is not None
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert required <= set(header.keys())
    assert header.get("creationdate") == "20261122T030405Z"
    assert root.findtext("body/tu/prop[@type='x-transum-model']") == "fake 1"


def test_what_xml_can_not_hold_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text("".join(write([Unit("a\x00b\x1b[0m\ud800", "<&>")])), encoding="utf-8")
    assert list(read(path)) == [Unit("ab[0m", "<&>")]


@pytest.mark.parametrize(
    ("body", "units"),
    [
        pytest.param(
            '<tu><tuv xml:lang="ID"><seg>Satu.</seg></tuv><tuv xml:lang="en-GB"><seg>One.</seg></tuv></tu>',
            [Unit("Satu.", "One.")],
            id="case-and-region",
        ),
        pytest.param(
            '<tu><tuv lang="in_ID"><seg>Satu.</seg></tuv><tuv lang="en_US"><seg>One.</seg></tuv></tu>',
            [Unit("Satu.", "One.")],
            id="old-codes-and-tmx-1.1",
        ),
        pytest.param(
            '<tu><tuv xml:lang="en"><seg>Press <bpt i="1">&lt;b></bpt><hi>here</hi><ept i="1"/> now<ph/>.</seg></tuv>'
            '<tuv xml:lang="id"><seg>Tekan di sini.</seg></tuv></tu>',
            [Unit("Tekan di sini.", "Press here now.")],
            id="inline-codes-english-first",
        ),
        pytest.param(
            '<tu><tuv xml:lang="ind"><seg>Satu.</seg></tuv><tuv xml:lang="eng-GB"><seg>One.</seg></tuv></tu>',
            [Unit("Satu.", "One.")],
            id="three-letters",
        ),
        pytest.param(
            '<tu><tuv xml:lang="id"><seg>Satu <hi>dua <ph>x</ph><hi>tiga</hi> empat</hi> lima.</seg></tuv>'
            '<tuv xml:lang="en"><seg>One.</seg></tuv></tu>',
            [Unit("Satu dua tiga empat lima.", "One.")],
            id="nested",
        ),
        pytest.param('<tu><tuv xml:lang="id"><seg>Satu.</seg></tuv></tu>', [], id="no-english"),
        pytest.param('<tu><tuv xml:lang="id"/><tuv xml:lang="en"><seg/></tuv></tu>', [], id="no-text"),
        pytest.param(
            '<tu><tuv xml:lang="id"><seg>Satu.</seg></tuv><tuv xml:lang="en"><seg>A.</seg></tuv>'
            '<tuv xml:lang="en-US"><seg>B.</seg></tuv></tu>',
            [Unit("Satu.", "A.")],
            id="first-variant",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_files_of_other_tools(tmp_path: Path, body: str, units: list[Unit], encoding: str) -> None:
    path = tmp_path / "other.tmx"
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'
    path.write_text(f"{head}{HEAD}{body}</body></tmx>", encoding=encoding)
    assert list(read(path)) == units


def test_what_has_not_both_languages_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "other.tmx"
    one = '<tu><tuv xml:lang="{}"><seg>Satu.</seg></tuv><tuv xml:lang="{}"><seg>{}</seg></tuv></tu>'
    units = [one.format(*words) for words in (("id", "fr", "Un."), ("id", "en", ""), ("id", "en", "One."))]
    path.write_text(f"{HEAD}{''.join(units)}<tu/></body></tmx>")
    skipped: Counter[str] = Counter()
    assert len(list(read(path, skipped))) == 1
    assert skipped == {"fr+id": 1, "id": 1, "no text": 1}


def test_a_file_may_nest_as_deep_as_it_likes(tmp_path: Path) -> None:
    path = tmp_path / "deep.tmx"
    deep = f"{'<hi>' * 5_000}Satu.{'</hi>' * 5_000}"
    english = '<tuv xml:lang="en"><seg>One.</seg></tuv>'
    path.write_text(f'{HEAD}<tu><tuv xml:lang="id"><seg>{deep}</seg></tuv>{english}</tu></body></tmx>')
    assert list(read(path)) == [Unit("Satu.", "One.")]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        pytest.param(f'<!DOCTYPE tmx [<!ENTITY l0 "ha">{LAUGHS}]>{HEAD}&l9;', "entities", id="billion-laughs"),
        pytest.param(
            f'<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]>{HEAD}<tu><tuv xml:lang="id"><seg>&x;</seg>',
            "entities",
            id="other-file",
        ),
        pytest.param("<html><body/></html>", "not a TMX", id="other-xml"),
        pytest.param("Satu.", "well-formed", id="text"),
        pytest.param("", "well-formed", id="empty"),
        pytest.param(f'{HEAD}<tu><tuv xml:lang="id">', "well-formed", id="cut"),
        pytest.param('<tmx version="1.4"><header/></tmx>', None, id="no-body"),
        pytest.param('<tmx version="1.4"><tu/></tmx>', None, id="unit-outside"),
        pytest.param(f'<?xml version="1.0" encoding="klingon"?>{HEAD}', "well-formed", id="unknown-encoding"),
    ],
)
def test_bad_files(tmp_path: Path, data: str, says: str | None) -> None:
    path = tmp_path / "bad.tmx"
    path.write_text(data)
    if says is None:
        assert list(read(path)) == []
        return
    with pytest.raises(InputError, match=says) as caught:
        list(read(path))
    assert "bad.tmx" in caught.value.message
    assert caught.value.hint


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.tmx"):
        list(read(tmp_path / "missing.tmx"))


class TestCommand:
    @pytest.fixture(autouse=True)
    def _own_memory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(command, "memory_path", lambda: tmp_path / "memory.sqlite")
        memory = Memory(tmp_path / "memory.sqlite")
        memory.store(Setting(ModelInfo("fake", "1", "none", 4)), {"Dua.": [Candidate("Two.", -0.1)]})
        memory.close()
        command.people_store().add([("Satu.", "One.")])

    def test_info(self) -> None:
        output = CliRunner().invoke(command.app, ["info"]).stdout
        assert "1 by models, 1 by people" in output
        assert "fake 1" in output

    @pytest.mark.parametrize("to_file", [pytest.param(False, id="stdout"), pytest.param(True, id="file")])
    def test_export_and_import(self, tmp_path: Path, *, to_file: bool) -> None:
        path = tmp_path / "out.tmx"
        result = CliRunner().invoke(command.app, ["export", "--tmx", *(["-o", str(path)] if to_file else [])])
        assert result.exit_code == 0
        if not to_file:
            path.write_text(result.stdout, encoding="utf-8")
        assert [unit.source for unit in read(path)] == ["Satu.", "Dua."]
        assert CliRunner().invoke(command.app, ["clear", "--yes"]).exit_code == 0
        assert CliRunner().invoke(command.app, ["import", str(path)]).exit_code == 0
        assert [unit.source for unit in command.people_store().units()] == ["Satu."]
        assert list(Memory(tmp_path / "memory.sqlite").units()) == []

    def test_import_of_nothing_is_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.tmx"
        path.write_text("".join(write([])))
        result = CliRunner().invoke(command.app, ["import", str(path)])
        assert isinstance(result.exception, InputError)

    def test_clear_asks(self) -> None:
        assert CliRunner().invoke(command.app, ["clear"], input="n\n").exit_code == 1
        assert command.people_store().count() == 1

    def test_check_and_repair(self, tmp_path: Path) -> None:
        assert CliRunner().invoke(command.app, ["check"]).exit_code == 0
        with closing(sqlite3.connect(tmp_path / "memory.sqlite")) as connection, connection:
            connection.execute("UPDATE said SET candidates = '[[\"Three.\", 0.0]]'")
        assert CliRunner().invoke(command.app, ["check"]).exit_code == ExitCode.OUTPUT
        with closing(sqlite3.connect(command.people_store().path)) as connection, connection:
            connection.execute("UPDATE translation SET target = 'Two.'")
        assert isinstance(CliRunner().invoke(command.app, ["check"]).exception, OutputError)
        repaired = CliRunner().invoke(command.app, ["repair"])
        assert repaired.exit_code == 0
        assert "1 sentences forgotten" in repaired.stdout
        assert "0 kept, 1 are lost" in repaired.stdout
        assert CliRunner().invoke(command.app, ["check"]).exit_code == 0
