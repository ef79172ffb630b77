"""The command line: what a person and a script see. Fast cases have a fake at the translator's protocol."""

import errno
import io
import json
import logging
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SEEDS
from tests.test_hints import require_ways_out
from tests.test_office import odf_xml
from tests.test_own_kind import book
from transum import assembly, folders
from transum.batch.groups import Outcome, Status
from transum.batch.progress import Tally, print_outcome, shown
from transum.cli import program as cli
from transum.cli.console import Screen, console
from transum.cli.logs import set_up_logging
from transum.cli.options import option_names
from transum.cli.pager import results
from transum.cli.settings import variable as variable_of
from transum.document import Candidate, Finding, Kind, Level, ModelInfo, Summary, SummarySentence, Translation
from transum.inputs.decode import read
from transum.memory.people import People
from transum.memory.store import Memory, Setting
from transum.outputs import BY_SUFFIX, OUTPUTS
from transum.outputs.view import Beside
from transum.pipeline import Pipeline
from transum.summaries import SUMMARIZERS
from transum.summaries.protocol import Limit

FLOOD = "Banjir merendam 12 rumah di Jakarta. Warga mengungsi ke gedung sekolah.\n\nHujan turun sejak Senin.\n"


class Upper:
    """Translates into capitals: numbers stay right, weekdays don't."""

    info = ModelInfo("upper", "1", "fake", 4)
    fingerprint = "upper"
    token_limit = 200

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def translate(
        self,
        texts: Sequence[str],
        *,
        candidates: int = 1,  # noqa: ARG002 - the protocol's
        beam: int | None = None,  # noqa: ARG002 - likewise
        avoid_repeats: bool = False,  # noqa: ARG002 - likewise
    ) -> list[list[Candidate]]:
        return [[Candidate(text.upper(), -0.1)] for text in texts]


class First:
    """The first sentence is the summary."""

    fingerprint = "first"

    def summarize(self, translation: Translation, limit: Limit) -> Summary:  # noqa: ARG002 - the protocol's
        return Summary("first", (SummarySentence(translation.pairs[0].target, (1,)),))


@dataclass
class Result:
    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """``run(*argv, stdin=…)``: the program in this process, with fake engines. ``terminal``: stdin is a person's."""
    for variable in ("NO_COLOR", "FORCE_COLOR"):  # --color sets them; this has them put back afterwards
        monkeypatch.setenv(variable, "")
        monkeypatch.delenv(variable)
    monkeypatch.setattr(
        assembly,
        "assemble",
        lambda choice, **_: Pipeline(Upper(), First() if choice.summary else None, limit=choice.summary),
    )

    def program(*argv: str, stdin: bytes | None = None, terminal: bool = False) -> Result:
        monkeypatch.setattr(sys, "argv", ["transum", *argv])
        stream = io.TextIOWrapper(io.BytesIO(stdin or b""))
        if stdin is None or terminal:
            stream.isatty = lambda: True  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capfdbinary.readouterr()
        require_ways_out(argv, err.decode())
        return Result(int(caught.value.code or 0), out.decode(), err.decode())

    return program


@pytest.fixture
def flood(tmp_path: Path) -> str:
    path = tmp_path / "banjir.txt"
    path.write_text(FLOOD, encoding="utf-8")
    return str(path)


@pytest.fixture
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which the program is called."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_pipe_gets_plain_text_and_the_verdict_goes_to_stderr(run: Run, flood: str) -> None:
    done = run(flood)
    assert done.code == 0
    assert done.out.startswith(
        "BANJIR MERENDAM 12 RUMAH DI JAKARTA. WARGA MENGUNGSI KE GEDUNG SEKOLAH.\n\nHUJAN TURUN SEJAK SENIN. [!]\n"
    )
    assert "SUMMARY\n" in done.out
    assert "3 sentences" in done.err
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize("argv", [["-"], []], ids=["dash", "nothing"])
def test_standard_input(run: Run, argv: list[str]) -> None:
    assert "BANJIR" in run(*argv, stdin=FLOOD.encode()).out


def test_nothing_to_do_is_wrong_usage_with_help(run: Run) -> None:
    done = run()
    assert (done.code, done.out) == (2, "")
    assert "Usage: transum" in done.err


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        pytest.param(["missing.txt"], 3, "does not exist", id="missing"),
        pytest.param(["missing*.txt"], 3, "does not exist", id="pattern-that-nothing-fits"),
        pytest.param([""], 3, "empty name", id="empty-name"),
        pytest.param(["--format", "tsv", "--only", "summary", "."], 2, "tsv", id="batch-without-sense"),
        pytest.param(["--beam", "x", "a.txt"], 2, "--beam", id="bad-number"),
        pytest.param(["--colour", "a.txt"], 2, "--colour", id="unknown-option"),
        pytest.param(["--summary", "0", "a.txt"], 2, "80w", id="bad-limit"),
        pytest.param(["--format", "pdf", "a.txt"], 2, "pdf", id="bad-format"),
        pytest.param(["--threads", "100000", "a.txt"], 2, "--threads", id="too-many-threads"),
        pytest.param(["Banjir. " * 1000], 2, "too long for the name of a file", id="a-text-for-a-name"),
        pytest.param(["a.txt", "-o", "a" * 300], 2, "too long for the name of a file", id="long-output"),
        pytest.param(["a.txt", "--diff", "a" * 300], 2, "too long for the name of a file", id="long-second-name"),
        pytest.param(["*/" * 2000 + "*"], 3, "does not exist", id="pattern-of-thousands-of-folders"),
        pytest.param(["a\ntransum: 9 done.txt"], 3, "a\ufffdtransum: 9 done.txt does", id="a-name-of-two-lines"),
        pytest.param(["caf\udce9.txt"], 3, "caf\ufffd.txt does not exist", id="a-name-that-is-no-utf-8"),
        pytest.param(
            ["models", "add", "x", "--engine", "transformers", "--quantization", "int8"],
            2,
            "--quantization is for CTranslate2",
            id="weights-of-the-other-engine",
        ),
        pytest.param(
            ["models", "add", ".", "--revision", "x"], 2, "a folder has no --revision", id="revision-of-a-folder"
        ),
        pytest.param(["--glossary", "no.tsv", "a.txt"], 3, "a.txt", id="input-before-glossary"),
    ],
)
def test_mistakes_have_their_exit_code(run: Run, argv: list[str], code: int, said: str) -> None:
    done = run(*argv)
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"\x7fELF\x00\x01", "a program", id="program"),
        pytest.param(b"The cat sat on the mat, and it was happy there for a while.", "--force", id="english"),
    ],
)
def test_inputs_that_are_none(run: Run, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    done = run(str(path))
    assert (done.code, done.out) == (3, "")
    assert said in done.err
    assert str(path) in done.err


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(["--beam", "99"], "--beam 99: it takes a whole number from 1 to 32", id="range"),
        pytest.param(["--beam", "x"], "--beam x: it takes a whole number from 1 to 32", id="number"),
        pytest.param(["--max-bytes", "0"], "--max-bytes 0: it takes a whole number, 1 or more", id="open range"),
        pytest.param(["--engine", "gpu"], "--engine gpu: it takes auto, ctranslate2 or transformers", id="names"),
        pytest.param(["--summary", "x"], "--summary: a summary can't be 'x' long. Give sentences", id="parser"),
        pytest.param(["--foo"], "there is no option --foo\n", id="no option"),
        pytest.param(["--sumary", "3"], "there is no option --sumary. Did you mean --summary?", id="mistyped"),
        pytest.param(["--beam"], "--beam needs a value", id="no value"),
        pytest.param(["--quick=1"], "--quick takes no value", id="a value"),
        pytest.param(["check", "--source", "a"], "--target is missing", id="missing option"),
        pytest.param(["review"], "INPUTS is missing", id="missing argument"),
        pytest.param(["models", "lst"], "there is no command lst. Did you mean list?", id="mistyped command"),
        pytest.param(["models", "x"], "there is no command x\n", id="no command"),
    ],
)
def test_wrong_words_are_told_in_plain_ones(run: Run, argv: list[str], said: str) -> None:
    done = run(*argv)
    assert (done.code, done.out) == (2, "")
    assert f"transum: {said}" in done.err
    tool = "" if argv[0].startswith("-") else f"{argv[0]} "
    needed = {"check": "--source FILE --target FILE", "review": "INPUTS"}.get(argv[0], "--help")
    assert f"→ transum {tool}{needed}\n" in done.err


@pytest.mark.parametrize(
    ("argv", "hint"),
    [
        pytest.param(["help"], "transum --help", id="help"),
        pytest.param(["help", "check"], "transum check --help", id="help-of-a-tool"),
        pytest.param(["version"], "transum --version", id="version"),
        pytest.param(["translate", "a b.txt"], "transum 'a b.txt'", id="translate"),
        pytest.param(["translate"], "transum FILE", id="nothing-to-translate"),
        pytest.param(["summarize", "a.txt"], "transum a.txt --only summary", id="summarize"),
    ],
)
def test_what_other_programs_have_tools_for_is_told_as_it_is_said_here(run: Run, argv: list[str], hint: str) -> None:
    done = run(*argv)
    assert (done.code, done.out) == (2, "")
    assert f"{argv[0]} is no file and no tool\n  → {hint}\n" in done.err


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        pytest.param(["https://a.example/b?c&d"], 3, "→ curl -sL 'https://a.example/b?c&d' | transum\n", id="address"),
        pytest.param(["t.parquet"], 3, "t.parquet is not text but a Parquet table\n  → --on ray", id="parquet"),
        pytest.param(
            ["--column", "isi", "-"], 2, "--column is for tables on a cluster\n  → Add --on ray.", id="column"
        ),
        pytest.param(["word.docx", "-o", "b.docx"], 2, "word.docx is a text file, and only", id="no-word-file"),
        pytest.param(["--from", "en", "c.md"], 2, "→ Say both languages: --from en --to id", id="half-a-direction"),
        pytest.param(["en.txt"], 3, "From English into Indonesian: --from en --to id.", id="english"),
        pytest.param(["c.md", "-o", "d.docx", "--bilingual"], 2, "own kind, and this is docx", id="bilingual"),
        pytest.param(["c.html", "-o", "d.html", "--diff", "x"], 2, "and this is a file of the input's own", id="diff"),
    ],
)
def test_slips_are_told_with_what_was_meant(run: Run, in_folder: Path, argv: list[str], code: int, said: str) -> None:
    (in_folder / "t.parquet").write_bytes(b"PAR1\x15\x04PAR1")
    (in_folder / "word.docx").write_text(FLOOD)
    (in_folder / "en.txt").write_text("The cat sat on the mat, and it was happy there for a while.")
    (in_folder / "c.md").write_text(FLOOD)
    (in_folder / "c.html").write_text(f"<html><body><p>{FLOOD}</p></body></html>")
    done = run(*argv, stdin=FLOOD.encode())
    assert (done.code, done.out) == (code, "")
    assert said in done.err
    assert "--format same" not in done.err  # which nobody has typed


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        pytest.param(["{}"], 3, id="alone"),
        pytest.param(["{}", "a.txt"], 7, id="beside-an-article"),
        pytest.param(["{}", "a.txt", "-o", "out/"], 7, id="into-a-folder"),
        pytest.param(["--from-file", "list", "-o", "out/"], 7, id="in-a-list"),
        pytest.param(["?.*", "-o", "out/"], 7, id="by-a-pattern"),
    ],
)
@pytest.mark.parametrize("name", ["t.csv", "t.TSV", "t.jsonl", "t.ndjson"])
def test_a_table_is_no_article(run: Run, in_folder: Path, name: str, argv: list[str], code: int) -> None:
    (in_folder / name).write_text("text\nBanjir merendam rumah yang ada di Jakarta.\n")
    (in_folder / "a.txt").write_text(FLOOD)
    (in_folder / "list").write_text(f"{name}\na.txt\n")
    done = run(*(word.format(name) for word in argv))
    assert done.code == code
    assert "RUMAH YANG" not in done.out
    assert "is a table, a text a row, and no article" in done.err
    if not (in_folder / "out").exists():
        assert "--on ray" in done.err
        assert f"as plain text: transum < {name}\n" in done.err


def test_a_table_in_a_pipe_is_plain_text(run: Run) -> None:
    assert "RUMAH" in run(stdin=b"id,text\n1,Banjir merendam rumah yang ada di Jakarta.\n").out


@pytest.mark.parametrize("argv", ["-f JSON", "--only Summary", "--engine CTranslate2", "--color NEVER"])
def test_names_may_be_written_in_capitals(run: Run, flood: str, argv: str) -> None:
    assert run(flood, *argv.split()) == run(flood, *argv.lower().split())


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        pytest.param(
            "c.md --facts --summary 2", "--facts and --summary have no effect in a file of the", id="markdown"
        ),
        pytest.param("c.md -o d.md --facts", "--facts has no effect in a file of the input's own kind", id="own-kind"),
        pytest.param("c.md --diff other.txt", "--diff has no effect in a file of the input's own kind", id="diff"),
        pytest.param(
            "a.txt -f csv --summary-language id", "--summary-language has no effect in --format csv", id="csv"
        ),
        pytest.param("a.txt --only translation -s 2", "--summary has no effect: --only leaves", id="only"),
        pytest.param("a.txt --no-summary -s 2", "--summary has no effect: --no-summary leaves", id="no-summary"),
        pytest.param("a.txt --facts --from en --to id --force", "it knows Indonesian originals only", id="english"),
        pytest.param("a.txt -f json --summary-language id", "no effect in --format json, which has", id="json"),
        pytest.param("a.txt --faithful", "--faithful has no effect: extractive takes", id="faithful"),
        pytest.param("a.txt --diff other.txt --only original", "--diff has no effect: --only", id="diff-of-nothing"),
        pytest.param("a.txt -o a.html --pager", "--pager has no effect: the result goes to a.html", id="pager"),
        pytest.param("a.txt -o a.html --overwrite", "--overwrite has no effect: it is for folders", id="overwrite"),
        pytest.param(". -o out/ --overwrite", "", id="overwrite-in-a-folder"),
        pytest.param("b.txt --facts", "--facts: b.txt names none that transum knows", id="no-facts"),
        pytest.param(". -o out --facts --format same", "--facts has no effect in a file of the", id="folder"),
        pytest.param("c.md -f html -s 2 --facts", "", id="seen-in-html"),
        pytest.param("a.txt -s 2 --facts", "", id="seen-in-text"),
        pytest.param("c.md --only translation --only summary -s 2", "", id="seen-where-asked-for"),
        pytest.param("c.md -q --facts", "", id="quiet"),
    ],
)
def test_an_option_without_effect_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("transum.cli.articles.second_translation", lambda *_, **__: lambda _: Beside("b", ("", "", "")))
    for name in ("a.txt", "c.md"):
        (tmp_path / name).write_text(FLOOD)
    (tmp_path / "b.txt").write_text("Hujan turun.")
    done = run(*argv.split())
    assert done.code == 0
    told = [
        line
        for line in done.err.splitlines()
        if "has no effect" in line or "have no effect" in line or "--facts:" in line
    ]
    assert len(told) == bool(said)
    assert said in "".join(told)


@pytest.mark.parametrize("line", ["beam = 2", 'beam = "2"', "summary = 1"])
def test_a_number_in_the_file_may_be_a_number_or_a_text(run: Run, flood: str, line: str) -> None:
    path = folders.settings()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{line}\n")
    assert run(flood).code == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("beam = []", "beam from config.toml", id="list-for-a-number"),
        pytest.param("max-bytes = 1e999", "max-bytes from config.toml", id="endless-number"),
        pytest.param("threads = 1979-05-27", "threads from config.toml", id="date"),
        pytest.param("glossary = true", "glossary from config.toml", id="truth-for-a-file"),
        pytest.param("report = 1.5", "report from config.toml", id="number-for-a-file"),
        pytest.param("only = 1.5", "only from config.toml", id="number-for-a-list"),
        pytest.param('output = "a\\u0000b"', "output has a NUL", id="nul"),
        pytest.param('glossary = "a\\u0000b"', "glossary has a NUL", id="nul-in-a-file"),
    ],
)
@pytest.mark.parametrize("tool", ["", "config"])
def test_a_value_that_no_option_takes_is_named(run: Run, flood: str, line: str, said: str, tool: str) -> None:
    path = folders.settings()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{line}\n")
    done = run("config", "show") if tool else run(flood)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        pytest.param("TRANSUM_BEAM=x", "TRANSUM_BEAM=x: it takes a whole number from 1 to 32", id="number"),
        pytest.param("TRANSUM_STRICT=maybe", "TRANSUM_STRICT=maybe: it takes true or false", id="flag"),
        pytest.param("TRANSUM_SUMMARY=x", "TRANSUM_SUMMARY: a summary can't be", id="parser"),
    ],
)
def test_a_wrong_variable_is_named(
    run: Run, flood: str, monkeypatch: pytest.MonkeyPatch, setting: str, said: str
) -> None:
    monkeypatch.setenv(*setting.split("="))
    done = run(flood)
    assert (done.code, done.out) == (2, "")
    assert f"transum: {said}" in done.err


def test_a_wrong_setting_is_named_with_its_file(run: Run, flood: str, config_file: Path) -> None:
    config_file.write_text("beam = 99\n")
    assert f"transum: beam = '99' in {config_file}: it takes a whole number from 1 to 32" in run(flood).err


def test_force_translates_what_does_not_look_indonesian(run: Run) -> None:
    assert run("--force", "-", stdin=b"Le chat est sur la table depuis hier matin, dit-il.").code == 0


def test_strict_exits_with_6_where_a_fact_is_wrong(run: Run, flood: str) -> None:
    assert run("--strict", flood).code == 6
    assert run("--strict", "-", stdin=b"Warga mengungsi ke gedung sekolah.").code == 0


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        pytest.param(["--only", "summary"], "BANJIR MERENDAM 12 RUMAH DI JAKARTA. [1]\n", id="summary"),
        pytest.param(["--only", "original"], FLOOD.strip() + "\n", id="original"),
    ],
)
def test_only(run: Run, flood: str, argv: list[str], expected: str) -> None:
    assert run(flood, *argv).out == expected


def test_options_stand_before_and_behind_inputs(run: Run, flood: str) -> None:
    assert run("--only", "original", flood, "--quiet") == run(flood, "-q", "--only=original")


def test_quiet_says_nothing_on_stderr(run: Run, flood: str, tmp_path: Path) -> None:
    assert run("-q", flood).err == ""
    assert run("-q", flood, "-o", f"{tmp_path}/out/").err == ""
    assert "does not exist" in run("-q", "missing.txt").err


def test_the_largest_input_may_be_as_large_as_one_likes(run: Run, flood: str) -> None:
    assert run("--max-bytes", "9" * 30, flood).code == 0
    assert run("--max-bytes", "9", flood).code == 3


def test_json_follows_the_schema(run: Run, flood: str) -> None:
    schema = json.loads((Path(cli.__file__).parent.parent / "outputs/schema-1.json").read_text())
    jsonschema.validate(json.loads(run("-f", "json", flood).out), schema)


def test_several_files_are_headed_by_their_names(run: Run, flood: str, tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_text("Ia datang ke sini.")
    out = run(flood, str(other), "--only", "translation").out
    assert out.startswith(f"==> {flood} <==\nBANJIR")
    assert f"\n==> {other} <==\nIA DATANG" in out


def test_one_bad_file_does_not_stop_the_others(run: Run, flood: str) -> None:
    done = run("missing.txt", flood, "--format", "jsonl")
    assert done.code == 7
    assert len(done.out.splitlines()) == 1
    assert "missing.txt does not exist" in done.err


def test_json_holds_one_article(run: Run, flood: str) -> None:
    done = run(flood, flood, "-f", "json")
    assert done.code == 2
    assert "jsonl" in done.err


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        pytest.param("out.txt", "BANJIR", id="text"),
        pytest.param("out.json", "{", id="json"),
        pytest.param("out.md", "# ", id="markdown"),
        pytest.param("out.html", "<!doctype html>", id="html"),
    ],
)
def test_the_name_of_the_output_tells_its_format(run: Run, flood: str, tmp_path: Path, name: str, begins: str) -> None:
    done = run(flood, "-o", str(tmp_path / name))
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / name).read_text().startswith(begins)


def test_an_output_that_cannot_be_written_is_4(run: Run, flood: str, tmp_path: Path) -> None:
    done = run(flood, "-o", str(tmp_path / "no/such/folder/out.txt"))
    assert done.code == 4
    assert "out.txt" in done.err


def test_the_article_itself_is_never_overwritten(run: Run, flood: str) -> None:
    done = run(flood, "-o", flood)
    assert (done.code, Path(flood).read_text()) == (2, FLOOD)
    assert "the article itself" in done.err


@pytest.mark.parametrize("words", ["a.txt", "a.txt a.md", "a.md --format same"])
def test_no_result_takes_the_place_of_its_article(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(FLOOD)
    done = run(*words.split(), "-o", ".")
    assert done.code == 2
    assert "would take its place" in done.err
    assert {path.name: path.read_text() for path in tmp_path.iterdir() if path.suffix in {".txt", ".md"}} == {
        "a.txt": FLOOD, "a.md": FLOOD,
    }  # fmt: skip
    assert not (tmp_path / ".transum.sqlite").exists()
    assert run("a.txt", "-o", ".", "--format", "html").code == 0


def test_a_trailing_slash_makes_a_folder_and_a_suffix_a_file(run: Run, flood: str, tmp_path: Path) -> None:
    assert run(flood, "-o", f"{tmp_path}/new/").code == 0
    assert (tmp_path / "new/banjir.txt").is_file()
    assert run(flood, flood, "-o", str(tmp_path / "both.txt")).code == 0
    assert (tmp_path / "both.txt").read_text().count("==> ") == 2


def test_items_of_a_list_keep_their_lines(run: Run) -> None:
    text = "Daftar bantuan yang diterima:\n- 500 selimut\n- 20 tenda\n"
    assert run("-", "--only", "translation", "--force", stdin=text.encode()).out.endswith("- 500 SELIMUT\n- 20 TENDA\n")


@pytest.mark.parametrize(
    "argv",
    [
        pytest.param(["--no-summary", "--only", "summary"], id="nothing-left"),
        pytest.param(["--only", "summary", "-f", "tsv"], id="no-summary-in-tsv"),
        pytest.param(["--report", "r.json"], id="report-of-one"),
        pytest.param(["--template", "t.html"], id="template-of-text"),
        pytest.param(["--raw", "-f", "json"], id="raw-json"),
        pytest.param(["-o", "out/", "--digest", "d.html"], id="digest-that-is-no-page"),
    ],
)
def test_options_that_would_do_nothing_are_refused(run: Run, flood: str, argv: list[str]) -> None:
    done = run(flood, *argv)
    assert (done.code, done.out) == (2, "")


def test_a_page_by_a_template_of_ones_own(run: Run, flood: str, tmp_path: Path, config_file: Path) -> None:
    template = tmp_path / "own.html"
    template.write_text("{{ article.translation.pairs | length }} <b>{{ title }}</b>")
    assert run(flood, "-f", "html", "--template", str(template)).out.startswith("3 <b>")
    config_file.write_text(f'template = "{template}"\n')
    assert run(flood, "-f", "html").out.startswith("3 <b>")
    assert run(flood).out.startswith("BANJIR")  # a lasting default is no mistake where there is no page
    results = tmp_path / "results"
    for made, skipped in ((1, 0), (0, 1)):
        done = run(flood, "-f", "html", "-o", f"{results}/")
        assert (done.code, f"{made} done" in done.err, "skipped" in done.err) == (0, True, bool(skipped))
    template.write_text("other")
    assert "1 done" in run(flood, "-f", "html", "-o", f"{results}/").err
    assert run(flood, "-f", "html", "-o", f"{results}/", "--template", "none.html").code == 3
    template.write_text("{% for %}")
    assert run(flood, "-f", "html", "--template", str(template)).code == 2


def test_facts_are_shown_where_they_are_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Upper, "translate", lambda _, texts, **__: [[Candidate(text, -0.1)] for text in texts])
    text = b"Presiden Rusia Vladimir Putin tiba di Moskow pada hari Senin."
    assert "Putin" in run("-", "--facts", "--no-summary", stdin=text).out.partition("AT A GLANCE")[2]
    assert "AT A GLANCE" not in run("-", "--no-summary", stdin=text).out


def test_cells_are_guarded_unless_they_are_to_be_raw(run: Run) -> None:
    argv = ["-", "--force", "-f", "csv", "--no-summary"]
    text = b"=HYPERLINK berita ini tidak benar sama sekali."
    assert ",'=HYPERLINK" in run(*argv, stdin=text).out or "\"'=HYPERLINK" in run(*argv, stdin=text).out
    assert ",=HYPERLINK" in run(*argv, "--raw", stdin=text).out


class TestPager:
    @pytest.fixture
    def seen(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """What the pager was given."""
        seen = tmp_path / "seen.txt"
        code = f"import sys; open({str(seen)!r}, 'wb').write(sys.stdin.buffer.read())"
        monkeypatch.setenv("PAGER", shlex.join([sys.executable, "-c", code]))
        return seen

    def test_results_go_into_it_at_once(self, seen: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
        with results(paged=True) as write:
            write(b"one\n")
            write(b"two\n")
            assert not seen.exists()
        assert (seen.read_bytes(), capfdbinary.readouterr().out) == (b"one\ntwo\n", b"")

    def test_what_is_there_is_shown_whatever_comes(self, seen: Path) -> None:
        def stopped() -> None:
            with results(paged=True) as write:
                write(b"one\n")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            stopped()
        assert seen.read_bytes() == b"one\n"

    @pytest.mark.parametrize("name", ["no-such-pager-anywhere", "true"])
    def test_without_one_nothing_is_lost_and_one_may_stop_reading(
        self, name: str, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        monkeypatch.setenv("PAGER", name)
        data = b"one\n" * 100_000
        with results(paged=True) as write:
            write(data)
        assert capfdbinary.readouterr().out == (b"" if name == "true" else data)

    def test_a_pipe_has_none(self, run: Run, flood: str, seen: Path) -> None:
        assert run(flood, "--pager").out == run(flood).out
        assert not seen.exists()


def test_a_forced_colour_makes_no_terminal(run: Run, flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run(flood)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run(flood) == plain


@pytest.mark.parametrize("suffix", [".docm", ".xyz", ".TXTX"])
def test_an_ending_that_says_nothing_is_refused(run: Run, flood: str, tmp_path: Path, suffix: str) -> None:
    done = run(flood, "-o", str(tmp_path / f"out{suffix}"))
    assert (done.code, done.out, list(tmp_path.glob("out*"))) == (2, "", [])
    assert all(ending in done.err for ending in BY_SUFFIX)
    assert run(flood, "-o", str(tmp_path / f"out{suffix}"), "-f", "text").code == 0


@pytest.mark.parametrize("name", ["out", "out.srt", "out.vtt", "out.md"])
def test_no_ending_and_those_of_kept_layouts_say_enough(run: Run, flood: str, tmp_path: Path, name: str) -> None:
    assert run(flood, "-o", str(tmp_path / name)).code == 0


class TestSame:
    """``--format same``: a document in its own kind."""

    PAGE = "<!DOCTYPE html>\n<html><head><style>p {}</style></head><body><p>%s</p></body></html>\n"
    STORY = " ".join(["Banjir merendam 12 rumah di Jakarta, dan warga mengungsi ke gedung sekolah."] * 4)

    @pytest.fixture
    def documents(self, tmp_path: Path) -> Path:
        folder = tmp_path / "in"
        folder.mkdir()
        paragraphs = docx.Document()
        paragraphs.add_heading("Banjir di Jakarta")
        paragraphs.add_paragraph("Warga ").add_run("mengungsi").bold = True
        paragraphs.save(str(folder / "a.docx"))
        (folder / "b.html").write_text(self.PAGE % self.STORY)
        (folder / "c.md").write_text("# Banjir di Jakarta\n\n- Warga `mengungsi`\n")
        (folder / "d.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nBanjir merendam rumah.\n")
        (folder / "e.txt").write_text(FLOOD)
        (folder / "f.odt").write_bytes(odf_xml("<text:h>Banjir di Jakarta</text:h><text:p>Warga mengungsi</text:p>"))
        (folder / "g.epub").write_bytes(book())
        return folder

    def require_translated(self, folder: Path, name: str) -> None:
        path = folder / name
        if name == "a.docx":
            paragraphs = docx.Document(str(path)).paragraphs
            assert [each.text for each in paragraphs] == ["BANJIR DI JAKARTA", "WARGA MENGUNGSI"]
            assert paragraphs[0].style is not None
            assert paragraphs[0].style.name == "Heading 1"
        elif name == "f.odt":
            assert read(str(path)).content == "BANJIR DI JAKARTA\n\nWARGA MENGUNGSI"
        elif name == "g.epub":
            assert "IBU PULANG. AYAH JUGA." in read(str(path)).content
        else:
            expected = {
                "b.html": self.PAGE % self.STORY.upper(),
                "c.md": "# BANJIR DI JAKARTA\n\n- WARGA `mengungsi`\n",
                "d.srt": "1\n00:00:01,000 --> 00:00:02,000\nBANJIR MERENDAM RUMAH.\n",
            }
            assert path.read_text() == expected[name]

    @pytest.mark.parametrize("name", ["a.docx", "b.html", "c.md", "d.srt", "f.odt", "g.epub"])
    @pytest.mark.parametrize("words", [[], ["--format", "same"], ["--only", "translation"]], ids=" ".join)
    def test_one_file(self, run: Run, documents: Path, tmp_path: Path, name: str, words: list[str]) -> None:
        done = run(str(documents / name), *words, "--force", "-o", str(tmp_path / name))
        assert done.code == 0, done.err
        self.require_translated(tmp_path, name)

    def test_a_folder_keeps_its_kinds(self, run: Run, documents: Path, tmp_path: Path) -> None:
        words = [str(documents), "--format", "same", "--force", "-o", str(tmp_path / "out")]
        assert run(*words).code == 0
        names = {path.name for path in (tmp_path / "out").iterdir() if path.name[0] != "."}
        assert names == {"a.docx", "b.html", "c.md", "d.srt", "e.txt", "f.odt", "g.epub"}
        for name in names - {"e.txt"}:
            self.require_translated(tmp_path / "out", name)
        assert "SUMMARY" in (tmp_path / "out" / "e.txt").read_text()
        assert "7 skipped (up to date)" in run(*words).err

    def test_a_file_that_is_not_what_it_is_called_costs_the_others_nothing(
        self, run: Run, documents: Path, tmp_path: Path
    ) -> None:
        (documents / "f.docx").write_text(FLOOD)
        done = run(str(documents), "--format", "same", "--force", "-o", str(tmp_path / "out"))
        assert done.code == 7
        assert "is a text file, and only an EPUB book, a Word file, " in done.err
        assert not (tmp_path / "out" / "f.docx").exists()

    @pytest.mark.parametrize(
        ("words", "begins"),
        [
            pytest.param("b.html --format html -o x.html", b'<!doctype html>\n<html lang="en">', id="format"),
            pytest.param("b.html --only summary -o x.html", b'<!doctype html>\n<html lang="en">', id="summary"),
            pytest.param("c.md -o x.html", b"<!doctype html>", id="ending"),
        ],
    )
    def test_another_format_is_had_by_asking(
        self, run: Run, documents: Path, monkeypatch: pytest.MonkeyPatch, words: str, begins: bytes
    ) -> None:
        monkeypatch.chdir(documents)
        assert run(*words.split(), "--force").code == 0
        data = (documents / "x.html").read_bytes()
        assert data.startswith(begins)
        assert b"<style>p {}</style>" not in data

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            pytest.param("e.txt", "e.txt is a text file, and only an EPUB book", id="no-such-kind"),
            pytest.param("-", "by reading it twice, and standard input can't be", id="pipe"),
            pytest.param("c.md d.srt", "holds one article, and there are 2", id="several"),
            pytest.param("c.md --only summary", "no place for summary", id="no-summary"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, run: Run, documents: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
    ) -> None:
        monkeypatch.chdir(documents)
        done = run(*words.split(), "--format", "same", stdin=FLOOD.encode())
        assert (done.code, done.out) == (2, "")
        assert said in " ".join(done.err.split())

    @pytest.mark.parametrize("name", ["a.docx", "b.html", "c.md", "d.srt"])
    @pytest.mark.parametrize("words", ["--bilingual", "--bilingual --format same"])
    def test_originals_stand_before_translations(
        self, run: Run, documents: Path, tmp_path: Path, name: str, words: str
    ) -> None:
        assert run(str(documents / name), *words.split(), "--force", "-o", str(tmp_path / name)).code == 0
        if name == "a.docx":
            found = [each.text for each in docx.Document(str(tmp_path / name)).paragraphs]
            assert found == ["Banjir di Jakarta\nBANJIR DI JAKARTA", "Warga mengungsi", "WARGA MENGUNGSI"]
        else:
            text = (tmp_path / name).read_text()
            for part in ("Banjir", "BANJIR"):
                assert part in text

    def test_in_a_folder_texts_have_both_languages_too(self, run: Run, documents: Path, tmp_path: Path) -> None:
        assert run(str(documents), "--bilingual", "--force", "-o", str(tmp_path / "out")).code == 0
        assert (tmp_path / "out" / "c.md").read_text().startswith("# Banjir di Jakarta\n\n# BANJIR DI JAKARTA\n")
        text = (tmp_path / "out" / "e.txt").read_text()
        assert FLOOD.partition(".")[0] in text
        assert FLOOD.partition(".")[0].upper() in text

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            pytest.param(
                "c.md --format text", "--bilingual is for a file of the input's own kind, and this is text", id="format"
            ),
            pytest.param("c.md -o x.html", "for a file of the input's own kind, and this is html", id="ending"),
            pytest.param("e.txt", "e.txt is a text file, and only an EPUB book", id="kind"),
            pytest.param(". -o all.jsonl", "for a file of the input's own kind, and this is jsonl", id="lines"),
        ],
    )
    def test_what_originals_cannot_stand_in_is_refused(
        self, run: Run, documents: Path, monkeypatch: pytest.MonkeyPatch, words: str, said: str
    ) -> None:
        monkeypatch.chdir(documents)
        done = run(*words.split(), "--bilingual")
        assert (done.code, done.out) == (2, "")
        assert said in " ".join(done.err.split())

    def test_a_pipe_gets_the_file_and_a_terminal_none_of_word(
        self, run: Run, documents: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page, word = str(documents / "b.html"), str(documents / "a.docx")
        assert run(page, "--format", "same", "--force").out == self.PAGE % self.STORY.upper()
        monkeypatch.setattr("transum.cli.articles.is_watched", lambda _: True)
        done = run(word, "--format", "same", "--force")
        assert (done.code, done.out) == (2, "")
        assert "nothing for a terminal" in done.err

    def test_a_file_that_changes_meanwhile_is_refused(
        self, run: Run, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = documents / "b.html"

        def changing(self: Upper, texts: Sequence[str], **_: object) -> list[list[Candidate]]:  # noqa: ARG001
            page.write_text(page.read_text() + " ")
            return [[Candidate(text.upper(), -0.1)] for text in texts]

        monkeypatch.setattr(Upper, "translate", changing)
        done = run(str(page), "--force", "-o", str(tmp_path / "b.html"))
        assert done.code == 3
        assert "was changed while" in done.err
        assert not (tmp_path / "b.html").exists()


class TestDigest:
    """``--digest``: a folder in brief."""

    @pytest.fixture
    def words(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        monkeypatch.chdir(tmp_path)
        Path("in").mkdir()
        Path("in/a_b.txt").write_text("Harga *beras* naik di pasar itu. Warga tidak senang.\n")
        Path("in/c.md").write_text("# Banjir di Jakarta\n\nWarga mengungsi ke gedung sekolah.\n")
        return ["in", "-o", "out", "--digest", "digest.md"]

    def test_names_every_result_of_the_folder(self, run: Run, words: list[str]) -> None:
        assert run(*words).code == 0
        text = Path("digest.md").read_text()
        assert text.splitlines()[:4] == [
            "# out: 2 articles",
            "",
            r"- **HARGA \*BERAS\* NAIK DI PASAR ITU.** (a\_b.txt; 1 to check)",
            "- **BANJIR DI JAKARTA** (c.md)",
        ]
        Path("in/d.txt").write_text(FLOOD)
        assert run("in/d.txt", *words[1:-1], "other.md", "--from-file", os.devnull).code == 0
        told = Path("other.md").read_text()
        assert "# out: 3 articles" in told
        assert "(d.txt; 1 to check)" in told
        Path("in/c.md").unlink()
        assert run(*words).code == 0
        assert "c.md" not in Path("digest.md").read_text()

    def test_a_folder_of_own_kinds_has_one_too(self, run: Run, words: list[str]) -> None:
        Path("in/e.html").write_text(TestSame.PAGE % TestSame.STORY)
        assert run(*words, "--format", "same").code == 0
        assert {"e.html", "c.md"} < set(re.findall(r"\((\S+?)[;)]", Path("digest.md").read_text()))

    def test_no_file_of_somebody_else_is_replaced(self, run: Run, words: list[str]) -> None:
        path = Path("digest.md")
        path.write_text("mine")
        done = run(*words)
        assert (done.code, path.read_text()) == (4, "mine")
        assert not Path("out").exists()
        assert run(*words, "--overwrite").code == 0
        path.write_text(path.read_text().replace("HARGA", "Harga"))
        assert run(*words).code == 4

    @pytest.mark.parametrize("others", [["in/c.md"], ["in", "-o", "all.jsonl", "--format", "jsonl"]], ids=" ".join)
    def test_needs_a_folder(self, run: Run, words: list[str], others: list[str]) -> None:
        done = run(*others, *words[-2:])
        assert done.code == 2
        assert "--digest is for a folder of results" in done.err


def test_pages_are_not_joined(run: Run, flood: str, tmp_path: Path) -> None:
    done = run(flood, flood, "-o", str(tmp_path / "out.html"))
    assert (done.code, list(tmp_path.glob("out*"))) == (2, [])


@pytest.mark.parametrize("stderr", ["2>/dev/full", "2>&-"], ids=["full", "closed"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param("no-such-file.txt", 3, id="missing"),
        pytest.param("--colour", 2, id="usage"),
        pytest.param("config path", 0, id="tool"),
        pytest.param("BANJIR --force --no-summary -v", 0, id="article"),
        pytest.param("FOLDER -o RESULTS --no-summary", 0, id="folder"),
    ],
)
def test_what_happens_to_standard_error_changes_nothing(
    flood: str, tmp_path: Path, words: str, code: int, stderr: str
) -> None:
    if "full" in stderr and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    words = (
        words.replace("BANJIR", flood).replace("FOLDER", str(tmp_path)).replace("RESULTS", str(tmp_path / "results"))
    )
    command = f"{sys.executable} -m transum {words} {stderr}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")


@pytest.mark.parametrize("words", ["--help", "BANJIR --no-summary -v", "no-such-file.txt"])
def test_a_reader_of_both_streams_may_go(flood: str, words: str) -> None:
    command = f"{sys.executable} -m transum {words.replace('BANJIR', flood)} 2>&1 | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("3\n" if "no-such" in words else "0\n", "")


@pytest.mark.parametrize(("closed", "code"), [pytest.param("<&-", 3, id="stdin"), pytest.param(">&-", 4, id="stdout")])
def test_closed_streams_have_their_exit_code(flood: str, closed: str, code: int) -> None:
    source = "-" if closed == "<&-" else flood
    command = f"{sys.executable} -m transum {source} {closed}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "Traceback" not in done.stderr


def test_the_configuration_file_sets_defaults_and_the_command_line_wins(run: Run, flood: str, own_home: Path) -> None:
    folder = own_home / "xdg_config_home/transum"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text('only = ["original"]\nquiet = true\n')
    assert run(flood) == Result(0, FLOOD.strip() + "\n", "")
    assert run(flood, "--only", "summary").out.endswith("[1]\n")
    (folder / "config.toml").write_text("summary = 2\n")
    assert run(flood).code == 0
    (folder / "config.toml").write_text("onyl = 1\n")
    done = run(flood)
    assert done.code == 2
    assert "Did you mean only?" in done.err


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        pytest.param("a.txt -o a.html", "<!doctype html>", id="an-ending"),
        pytest.param("c.md -o d.md", "# JUDUL", id="the-own-kind"),
        pytest.param("a.txt -o noted", "      Indonesian", id="no-ending"),
        pytest.param("in -o out/", "BANJIR", id="a-folder"),
        pytest.param("in -o all.jsonl", "{", id="one-file-for-a-folder"),
        pytest.param("check --source a.txt --target a.txt --force --quick -o a.json", "{", id="check"),
    ],
)
def test_a_lasting_format_gives_way_to_where_the_result_goes(
    run: Run, in_folder: Path, config_file: Path, words: str, begins: str
) -> None:
    config_file.write_text('format = "side-by-side"\nreport = "r.json"\ndigest = "digest.md"\n')
    (in_folder / "in").mkdir()
    for name in ("a.txt", "in/a.txt"):
        (in_folder / name).write_text(FLOOD)
    (in_folder / "c.md").write_text(f"# Judul berita\n\n{FLOOD}")
    done = run(*words.split())
    assert done.code == 0, done.err
    place = in_folder / words.rsplit(maxsplit=1)[-1]
    assert (place / "a.txt" if place.is_dir() else place).read_text().startswith(begins)


def test_a_lasting_bilingual_is_for_files_that_can_be(run: Run, flood: str, config_file: Path) -> None:
    config_file.write_text("bilingual = true\n")
    assert run(flood).out.startswith("BANJIR")


def test_variables_set_defaults(run: Run, flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSUM_FORMAT", "tsv")
    assert run(flood).out.startswith("id\tparagraph")


def test_variables_set_the_options_that_a_tool_has_as_well(
    run: Run, flood: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRANSUM_QUICK", "1")
    done = run("check", "--source", flood, "--target", flood, "--force")
    assert "without --quick two models look" in done.err


def test_a_bug_asks_for_a_report(run: Run, flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Upper, "translate", lambda *_, **__: 1 / 0)
    done = run(flood)
    assert done.code == 1
    assert "ZeroDivisionError" in done.err
    assert "doctor" in done.err


@pytest.mark.parametrize(
    "raised", [MemoryError(), OSError(errno.EMFILE, "Too many open files")], ids=["memory", "open files"]
)
def test_a_limit_of_the_system_is_no_bug(
    run: Run, flood: str, monkeypatch: pytest.MonkeyPatch, raised: Exception
) -> None:
    def translate(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr(Upper, "translate", translate)
    done = run(flood)
    assert done.code == 5
    assert "ulimit" in done.err


def test_help_needs_no_more_than_the_tables() -> None:
    code = "import sys; sys.argv = ['transum', '--help']\nfrom transum.cli.program import main\n"
    code += "try: main()\nexcept SystemExit: print('LOADED', *sys.modules)"
    loaded = set(program(code=code).stdout.decode().rpartition("LOADED")[2].split())
    assert "transum.outputs" in loaded
    assert not loaded & {"rich", "sqlite3", "transum.pipeline", "transum.checks", "transum.facts", "transum.batch.run"}


def test_every_option_has_the_variable_of_its_name() -> None:
    options = {option.name: option for option in typer.main.get_command(cli.app).params}
    assert {name: options[name].envvar for name in option_names()} == {
        name: variable_of(name) for name in option_names()
    }


def commands() -> dict[str, Any]:
    """The main job, every tool, and every command of the tools, by the words that call them."""
    found: dict[str, Any] = {"": typer.main.get_command(cli.app)}
    for tool in cli.TOOLS:
        command = typer.main.get_command(import_module(f"transum.cli.{tool}").app)
        found |= {tool: command} | {f"{tool} {name}": each for name, each in getattr(command, "commands", {}).items()}
    return found


COMMANDS = commands()


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words or "main")
def test_every_option_has_help(words: str) -> None:
    assert all(parameter.help for parameter in COMMANDS[words].params)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words or "main")
def test_no_value_is_called_by_its_type(words: str) -> None:
    context = typer.Context(COMMANDS[words])
    shown = [record[0] for parameter in COMMANDS[words].params if (record := parameter.get_help_record(context))]
    assert not [name for name in shown if re.search(r"<\w+>", name)]


@pytest.mark.parametrize("tool", cli.TOOLS)
def test_every_tool_has_help(run: Run, tool: str) -> None:
    done = run(tool, "--help")
    assert done.code == 0
    assert "completion" not in done.out


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        pytest.param([], [*OUTPUTS, *(row.form for row in SUMMARIZERS.values())], id="articles"),
        pytest.param(["check"], [*OUTPUTS], id="check"),
        pytest.param(["serve"], [row.form for row in SUMMARIZERS.values()], id="serve"),
    ],
)
def test_what_help_says_to_be_below_is_there(run: Run, words: list[str], listed: list[str]) -> None:
    below = run(*words, "--help").out.partition(" below.")[2]
    assert not [name for name in listed if name not in below]


def test_a_text_that_is_said_to_be_in_another_language_need_not_look_indonesian(run: Run) -> None:
    french = b"Le chat est sur la table, et il est tout \xc3\xa0 fait content dans sa maison."
    assert run("-", stdin=french).code == 3
    assert run("-", "--source-language", "fra_Latn", stdin=french).code == 0
    assert run("-", "--from", "fr", "--to", "en", stdin=french).code == 0


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("transum 0.")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_end_in_a_documented_exit_code(run: Run, data: bytes) -> None:
    done = run("-", stdin=data)
    assert done.code in {0, 3}
    assert "Traceback" not in done.err


PIECES = ["Banjir merendam 12 rumah. ", "Kata Budi, “Rp1,5", " (5/9/2023) ", "\n\n", "\x1b[31m", "[b]", "\r"]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=8).map("".join)
FORMATS = st.sampled_from(["text", "json", "jsonl", "tsv", "markdown", "html", "side-by-side"])


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, form=FORMATS)
def test_any_text_is_rendered_in_any_format(run: Run, text: str, form: str) -> None:
    done = run("-", "--force", "--format", form, stdin=text.encode(errors="replace"))
    assert done.code in {0, 3}
    assert "Traceback" not in done.err
    if form in {"json", "jsonl"} and done.code == 0:
        assert json.loads(done.out)["sentences"]


def program(*argv: str, stdin: bytes = b"", code: str = "") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "transum"]), *argv]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


OFFLINE = """
import socket, sys
def refuse(*_, **__): raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.create_connection = refuse
sys.argv[0] = "transum"
from transum.cli.program import main
main()
"""


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_main_job_with_the_real_models_and_no_network(seed: Path) -> None:
    done = program(str(seed), "--format", "json", code=OFFLINE)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    text = seed.read_text(encoding="utf-8")
    assert [text[row["start"] : row["end"]] for row in found["sentences"]] == [
        row["source"] for row in found["sentences"]
    ]
    assert all(row["target"] for row in found["sentences"])
    assert "Putin" in found["translation"]
    assert 1 <= len(found["summary"]["sentences"]) <= 3


def test_a_line_is_there_before_the_next_input_is_read(flood: str) -> None:
    command = [sys.executable, "-m", "transum", flood, "-", "--format", "jsonl", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["source"]["path"] == flood
        rest, _ = process.communicate(FLOOD.encode())
    assert json.loads(rest)["source"]["path"] == "-"
    assert process.returncode == 0


def test_a_broken_pipe_ends_quietly(flood: str) -> None:
    command = f"{sys.executable} -m transum {flood} {flood} {flood} --no-summary -q | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_being_asked_to_end_has_its_exit_code(tmp_path: Path, number: str, code: int) -> None:
    fifo = tmp_path / "never.txt"
    os.mkfifo(fifo)
    with subprocess.Popen([sys.executable, "-m", "transum", str(fifo)], stderr=subprocess.PIPE) as process:
        assert process.stderr
        with fifo.open("w"):  # opens once the program has opened it for reading
            process.send_signal(getattr(signal, number))
            assert process.wait(timeout=60) == code
        assert process.stderr.read().startswith(b"transum: interrupted.")


@pytest.mark.parametrize(
    ("interrupted", "options", "said"),
    [
        pytest.param("read", [], "transum: interrupted.\n", id="before-there-was-anything"),
        pytest.param("translate", [], "transum: interrupted. What was translated is remembered", id="in-the-middle"),
        pytest.param("translate", ["--no-memory"], "transum: interrupted.\n", id="nothing-is-remembered"),
        pytest.param("translate", ["-q"], "", id="quiet"),
    ],
)
def test_an_interruption_says_what_is_kept(
    run: Run, flood: str, monkeypatch: pytest.MonkeyPatch, *, interrupted: str, options: list[str], said: str
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    if interrupted == "translate":
        monkeypatch.setattr(Upper, "translate", interrupt)
    else:
        monkeypatch.setattr("transum.cli.articles.read", interrupt)
    done = run(flood, *options)
    assert (done.code, done.out) == (130, "")
    assert done.err.startswith(said)
    assert bool(done.err) == bool(said)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_nohup_is_heeded(tmp_path: Path) -> None:
    fifo = tmp_path / "banjir.txt"
    os.mkfifo(fifo)
    command = f"trap '' HUP; exec {sys.executable} -m transum {fifo} --no-summary -q"
    with subprocess.Popen(["bash", "-c", command], stdout=subprocess.PIPE) as process:
        with fifo.open("w") as article:
            process.send_signal(signal.SIGHUP)
            article.write(FLOOD)
        assert process.wait(timeout=60) == 0


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        pytest.param("transum mod", "models", id="tool"),
        pytest.param("transum models ver", "verify", id="command of a tool"),
        pytest.param("transum check --so", "--source", id="option of a tool"),
        pytest.param("transum a.txt --summary-l", "--summary-language", id="option"),
    ],
)
def test_a_shell_is_told_what_may_follow(typed: str, offered: str) -> None:
    variables = {"_TRANSUM_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split()) - 1)}
    done = subprocess.run(
        [sys.executable, "-m", "transum"], env=os.environ | variables, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == [offered]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_while_the_program_is_still_being_imported_shows_no_traceback() -> None:
    code = """
import signal, sys
class Slow:
    def find_spec(self, name, *_):
        if name == "typer":
            print("ready", file=sys.stderr, flush=True)
            signal.pause()
sys.meta_path.insert(0, Slow())
from transum.__main__ import main
main()
"""
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) as process:
        assert process.stderr
        assert process.stderr.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == -signal.SIGINT
        assert process.stderr.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="locales")
@pytest.mark.parametrize(
    ("words", "out", "err"),
    [
        pytest.param("config path", "é/transum/config.toml\n", "", id="a path"),
        pytest.param("prompts show mine", "Judul “é” →", "", id="a file as it is"),
        pytest.param("memory export --tmx", "<seg>Énergi …</seg>", "", id="an export"),
        pytest.param("missing.txt", "", "transum: missing.txt does not exist\n  -> Check", id="a way out"),
    ],
)
def test_a_locale_without_letters_loses_none(words: str, out: str, err: str, tmp_path: Path) -> None:
    with closing(People(folders.people())) as people:
        people.add([("Énergi …", "Energy …")])
    (tmp_path / "é/transum/prompts").mkdir(parents=True)
    front = 'title = "Judul “é” →"\nlanguage = "en"\nvariables = ["article"]\nmax_tokens = 16'
    prompt = f"+++\n{front}\n+++\n{{{{ article }}}}\n"
    (tmp_path / "é/transum/prompts/mine.md").write_text(prompt, encoding="utf-8")
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "XDG_CONFIG_HOME": str(tmp_path / "é")}
    done = subprocess.run(
        [sys.executable, "-m", "transum", *words.split()],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, env={**os.environ, **ascii_only},
    )  # fmt: skip
    assert out in done.stdout.decode("utf-8")
    assert err in done.stderr.decode("ascii")


def test_a_full_disk_behind_standard_output_is_4(flood: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = f"{sys.executable} -m transum {flood} --no-summary -q > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "standard output" in done.stderr


@pytest.fixture
def config_file(own_home: Path) -> Path:
    path = own_home / "xdg_config_home/transum/config.toml"
    path.parent.mkdir(parents=True)
    return path


class TestSettings:
    @pytest.mark.parametrize("key", ["memory", "model"], ids=["named like a tool", "an option"])
    def test_a_setting_is_no_tool(self, run: Run, config_file: Path, key: str) -> None:
        config_file.write_text(f"{key} = false\n" if key == "memory" else f'{key} = "x"\n')
        done = run("memory", "info")
        assert (done.code, done.err) == (0, "")

    @pytest.mark.parametrize(
        ("argv", "code"),
        [
            pytest.param(["--help"], 0, id="help"),
            pytest.param(["--version"], 0, id="version"),
            pytest.param(["config", "path"], 0, id="config path"),
            pytest.param(["models", "list"], 0, id="models"),
            pytest.param(["check", "--help"], 0, id="help of check"),
            pytest.param(["config", "show"], 2, id="config show"),
            pytest.param(["check", "--source", "a", "--target", "b"], 2, id="check"),
            pytest.param(["a.txt"], 2, id="main"),
        ],
    )
    @pytest.mark.parametrize("content", ["onyl = 1\n", "onyl ="], ids=["unknown key", "no TOML"])
    def test_a_wrong_file_is_told_where_settings_are_needed(
        self, run: Run, config_file: Path, argv: list[str], code: int, content: str
    ) -> None:
        config_file.write_text(content)
        done = run(*argv)
        assert done.code == code
        assert (str(config_file) in done.err) == (code == 2)

    @pytest.mark.parametrize("words", [["config", "path"], ["models", "list"]], ids=" ".join)
    def test_a_wrong_value_locks_no_tool_out(
        self, run: Run, config_file: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
    ) -> None:
        config_file.write_text('beam = "x"\n')
        monkeypatch.setenv("TRANSUM_THREADS", "many")
        assert run(*words).code == 0
        done = run("config", "show")
        assert done.code == 2
        assert "beam from config.toml" in done.err
        assert "threads from TRANSUM_THREADS" in done.err

    def test_show_says_where_each_value_comes_from(
        self, run: Run, config_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config_file.write_text('only = ["summary"]\nsummary = 2\n')
        for variable, value in (("BEAM", ""), ("BAEM", "2"), ("STRICT", "1"), ("DATA", "/"), ("SUMMARY", "20%")):
            monkeypatch.setenv(f"TRANSUM_{variable}", value)
        done = run("config", "show")
        rows = {row[0]: row[1:] for row in map(str.split, done.out.splitlines())}
        assert rows["beam"] == ["4", "default"]
        assert rows["only"] == ['["summary"]', "config.toml"]
        assert rows["strict"] == ['"1"', "TRANSUM_STRICT"]
        assert rows["summary"] == ['"20%"', "TRANSUM_SUMMARY"]
        assert (done.code, done.err) == (0, "transum: TRANSUM_BAEM sets nothing; did you mean TRANSUM_BEAM?\n")

    def test_show_keeps_a_password_to_itself(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TRANSUM_BASE_URL", "https://me:secret@server/v1")
        out = run("config", "show").out
        assert '"https://***@server/v1"' in out
        assert "secret" not in out

    @pytest.mark.parametrize(
        ("argv", "way_out"),
        [
            pytest.param(["--beam", "2", "config", "show"], "transum config show", id="value"),
            pytest.param(["-q", "models", "list", "--json"], "transum models list --json", id="flag"),
        ],
    )
    def test_options_before_a_tool_are_refused(self, run: Run, argv: list[str], way_out: str) -> None:
        done = run(*argv)
        assert (done.code, done.out) == (2, "")
        assert way_out in done.err

    @pytest.mark.parametrize("words", [["modles", "list"], ["docotr"], ["--beam", "2", "confg"]], ids=" ".join)
    def test_a_mistyped_tool_is_no_missing_file(self, run: Run, words: list[str]) -> None:
        done = run(*words)
        assert (done.code, done.out) == (2, "")
        assert "Did you mean " in done.err

    def test_a_file_named_like_a_tool_is_an_article_behind_options(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("config").write_text(FLOOD)
        assert run("-q", "--only", "original", "config").out == FLOOD.strip() + "\n"
        assert run("--only", "original", "--", "models").code == 3


class TestDiff:
    """A second translation, of a file or by a model."""

    @pytest.fixture(autouse=True)
    def _fast(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(assembly, "embedded_encoder", lambda _: Same())

    def test_a_file(self, run: Run, flood: str, tmp_path: Path) -> None:
        said = "FLOODS HIT THE HOUSES OF MANY PEOPLE WHO LIVE IN"
        text = f"{said} JAKARTA. WARGA MENGUNGSI KE GEDUNG SEKOLAH.\n\nTHE RAIN FELL ALL DAY.\n"
        (tmp_path / "en.txt").write_text(text)
        out = run(flood, "--diff", str(tmp_path / "en.txt")).out
        differences = f"≠ [1] [-BANJIR MERENDAM 12 RUMAH DI-] {{+{said}+}} JAKARTA.\n≠ [3] "
        assert f"BESIDE {tmp_path}/en.txt\n{differences}" in out

    def test_a_model(self, run: Run, flood: str, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        assert run(flood, "--diff", "opus", "-o", str(page)).code == 0
        assert "upper says it otherwise" in page.read_text()
        assert '<p class="beside"' not in page.read_text()  # the fake says the same

    @pytest.mark.parametrize(
        ("argv", "code", "said"),
        [
            pytest.param(["-f", "tsv"], 2, "--diff is for --format", id="a table"),
            pytest.param(["-o", "out/"], 2, "--diff is for articles that are shown", id="a folder"),
        ],
    )
    def test_where_there_is_no_place_for_it(self, run: Run, flood: str, argv: list[str], code: int, said: str) -> None:
        done = run(flood, "--diff", "opus", *argv)
        assert (done.code, done.out) == (code, "")
        assert said in done.err

    def test_an_empty_file(self, run: Run, flood: str, tmp_path: Path) -> None:
        (tmp_path / "en.txt").write_text(" \n")
        assert run(flood, "--diff", str(tmp_path / "en.txt")).code == 3

    def test_a_file_in_the_language_of_the_original_is_no_translation(self, run: Run, flood: str) -> None:
        done = run(flood, "--diff", flood)
        assert done.code == 3
        assert "--diff FILE is a translation" in done.err

    def test_a_file_that_is_not_there_is_no_model(self, run: Run, flood: str, tmp_path: Path) -> None:
        done = run(flood, "--diff", str(tmp_path / "en.txt"))
        assert done.code == 3
        assert "en.txt does not exist" in done.err


class Same:
    """An encoder to which all sentences mean the same."""

    fingerprint = "same"

    def encode(self, texts: Sequence[str]) -> Any:
        import numpy as np

        return np.ones((len(texts), 1), dtype=np.float32)


class TestCheck:
    @pytest.fixture(autouse=True)
    def _fast(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("transum.cli.check.embedded_encoder", Same)

    @pytest.fixture
    def argv(self, tmp_path: Path) -> list[str]:
        (tmp_path / "id.txt").write_text("Banjir merendam 12 rumah di Jakarta Timur pada hari Senin.\n")
        (tmp_path / "en.txt").write_text("Floods hit 13 houses in East Jakarta on Monday.\n")
        return ["check", "--source", str(tmp_path / "id.txt"), "--target", str(tmp_path / "en.txt")]

    def test_a_forced_colour_makes_no_terminal(
        self, run: Run, argv: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = run(*argv)
        assert plain.out.startswith("Floods hit 13 houses in East Jakarta on Monday. [!]\n")
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert run(*argv) == plain

    @pytest.mark.parametrize("suffix", [".html", ".json", ".csv", ".md", ".txt"])
    def test_the_result_goes_into_a_file(self, run: Run, argv: list[str], tmp_path: Path, suffix: str) -> None:
        done = run(*argv, "-o", str(tmp_path / f"out{suffix}"))
        assert (done.code, done.out) == (0, "")
        assert "in East Jakarta on Monday" in (tmp_path / f"out{suffix}").read_text()

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            pytest.param("en.txt", "the article itself", id="the translation"),
            pytest.param("out.xyz", "nothing is written as .xyz", id="a strange ending"),
        ],
    )
    def test_a_file_that_it_can_not_go_into(
        self, run: Run, argv: list[str], tmp_path: Path, name: str, said: str
    ) -> None:
        before = (tmp_path / "en.txt").read_bytes()
        done = run(*argv, "-o", str(tmp_path / name))
        assert (done.code, (tmp_path / "en.txt").read_bytes()) == (2, before)
        assert said in done.err

    def test_a_translation_that_is_not_english_is_told(self, run: Run, argv: list[str], tmp_path: Path) -> None:
        (tmp_path / "en.txt").write_text("Les inondations ont touché 12 maisons à Jakarta Est lundi.\n")
        done = run(*argv)
        assert (done.code, done.out) == (3, "")
        assert "en.txt does not look English (it looks like 'fr')" in done.err
        assert "--target is the English translation" in done.err
        assert run(*argv, "--force").code == 0

    def test_no_line_of_columns_ends_in_blanks(self, run: Run, argv: list[str]) -> None:
        out = run(*argv, "--format", "side-by-side").out
        assert "Indonesian" in out
        assert all(line == line.rstrip() for line in out.splitlines())

    def test_settings_are_those_of_articles(
        self, run: Run, argv: list[str], config_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config_file.write_text('quiet = true\nformat = "tsv"\nbeam = 2\n')
        monkeypatch.setenv("TRANSUM_STRICT", "1")
        done = run(*argv)
        assert (done.code, done.err) == (6, "")
        assert done.out.startswith("id\tparagraph")
        assert run(*argv, "-f", "text").out.startswith("Floods")


class TestColor:
    @pytest.mark.parametrize("words", [[], ["check", "--target", "no.txt", "--source"]], ids=["main", "check"])
    def test_it_holds_for_errors(self, run: Run, words: list[str]) -> None:
        assert "\x1b" not in run(*words, "missing.txt").err
        assert "\x1b[1;31mtransum" in run(*words, "missing.txt", "--color", "always").err

    @pytest.mark.parametrize(
        ("variables", "argv", "coloured"),
        [
            pytest.param({"FORCE_COLOR": "1"}, [], True, id="forced"),
            pytest.param({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False, id="none"),
            pytest.param({"FORCE_COLOR": "1"}, ["--color", "never"], False, id="never"),
            pytest.param({"NO_COLOR": "1"}, ["--color", "always"], True, id="always"),
            pytest.param({"TRANSUM_COLOR": "always"}, [], True, id="variable"),
        ],
    )
    def test_the_command_line_wins(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], argv: list[str], *, coloured: bool
    ) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert ("\x1b[1;31m" in run("missing.txt", *argv).err) == coloured

    def test_no_bar_moves_where_stderr_is_a_file(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        tally = Tally(failed=1, failures=[Outcome("a.txt", Status.FAILED, reason="it is empty")])
        with shown(tally, console(stderr=True), quiet=False) as display:
            display.refresh()
        print_outcome(tally, console(stderr=True))
        assert capfd.readouterr().err == "failed: a.txt: it is empty\ntransum: 0 done, 1 failed\n"


class TestDoctor:
    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "ctranslate2", None)  # importing it raises ImportError

    def test_all_is_well(self, run: Run) -> None:
        done = run("doctor")
        rows = [line.split() for line in done.out.splitlines()]
        assert (done.code, done.err) == (0, "")
        assert [row[:2] for row in rows if row[0] == "✓"] == [["✓", name] for name in ROWS]
        assert all(line == line.rstrip() for line in done.out.splitlines())
        assert "\x1b" not in done.out

    @pytest.mark.usefixtures("broken")
    def test_a_broken_library_is_a_row_and_5(self, run: Run, config_file: Path) -> None:
        config_file.write_text("onyl = 1\n")
        done = run("doctor", "--json")
        results = {result["what"]: result for result in json.loads(done.out)["results"]}
        assert done.code == 5
        assert list(results) == ROWS
        assert [name for name, result in results.items() if result["state"] == "broken"] == [
            "processor", "translator", "reverse", "encoder", "configuration",
        ]  # fmt: skip
        assert "ctranslate2" in results["translator"]["detail"]
        assert all(result["hint"] for result in results.values() if result["state"] == "broken")

    @pytest.mark.usefixtures("broken")
    def test_a_wrong_value_and_an_unknown_variable_are_told(
        self, run: Run, config_file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TRANSUM_BAEM", "1")
        assert "did you mean TRANSUM_BEAM?" in run("doctor").out
        config_file.write_text('beam = "x"\n')
        assert "beam from config.toml" in run("doctor").out

    @pytest.mark.usefixtures("broken")
    @pytest.mark.parametrize(
        ("statement", "said"),
        [
            pytest.param("SELECT 1", "1 translation, whole", id="whole"),
            pytest.param("UPDATE translation SET target = 'x'", "a translation is not what was written", id="changed"),
            pytest.param("DELETE FROM translation", "1 were written, and 0 are there", id="lost"),
        ],
    )
    def test_translations_by_people_are_looked_through(self, run: Run, statement: str, said: str) -> None:
        people = People(folders.people())
        people.add([("Harga naik.", "Prices rose.")])
        people.close()
        with closing(sqlite3.connect(folders.people())) as connection, connection:
            connection.execute(statement)
        (row,) = [one for one in json.loads(run("doctor", "--json").out)["results"] if one["what"] == "people"]
        assert said in row["detail"]
        assert (row["state"], "memory repair" in row["hint"]) == (
            ("ok", False) if "whole" in said else ("broken", True)
        )

    @pytest.mark.usefixtures("broken")
    def test_sentences_of_the_memory_that_were_changed_are_counted(self, run: Run) -> None:
        memory = Memory(folders.memory())
        memory.store(Setting(ModelInfo("m", "1", "none", 4)), {"Halo.": [Candidate("Hello.", -0.1)]})
        memory.close()
        with closing(sqlite3.connect(folders.memory())) as connection, connection:
            connection.execute("UPDATE said SET candidates = 'x'")
        (row,) = [one for one in json.loads(run("doctor", "--json").out)["results"] if one["what"] == "memory"]
        assert (row["state"], row["hint"]) == ("note", "transum memory repair")
        assert "1 of 1 sentences are not what was written" in row["detail"]


def test_no_name_of_a_file_begins_a_line_of_its_own(run: Run, tmp_path: Path) -> None:
    forged = tmp_path / "a\ntransum: all is well\x1b[2K.txt"
    done = run(str(forged), str(tmp_path / "b\rtransum: done.txt"))
    assert done.code != 0
    lines = [line for line in done.err.splitlines() if line.startswith("transum: ")]
    assert all(str(tmp_path) in line for line in lines)
    assert "\x1b" not in done.err


ROWS = [
    "transum", "libraries", "processor", "translator", "reverse", "encoder", "summarizer", "shelf", "memory",
    "people", "configuration", "terminal",
]  # fmt: skip


@pytest.mark.parametrize("words", ["--help", "memory info", "models list --json"])
def test_a_broken_pipe_ends_every_tool_quietly(words: str) -> None:
    command = f"{sys.executable} -m transum {words} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.parametrize(
    ("answer", "code", "said"),
    [
        pytest.param(b"n\n", 0, "Nothing is forgotten.", id="no"),
        pytest.param(b"y\n", 0, "0 sentences forgotten.", id="yes"),
        pytest.param(b"", 130, "", id="end of file"),
    ],
)
def test_an_answer_is_no_bug(run: Run, answer: bytes, code: int, said: str) -> None:
    done = run("memory", "clear", stdin=answer, terminal=True)
    assert done.code == code
    assert said in done.err
    assert "bug" not in done.err


def test_logs_are_printable(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_logging()
    logging.getLogger("transum.inputs.decode").warning("%s: a broken byte", "a\x1b[31mred.txt")
    assert capfd.readouterr().err == "transum: a\ufffd[31mred.txt: a broken byte\n"


def test_verbose_tells_the_model_and_the_encoding(run: Run, flood: str) -> None:
    err = run("-v", flood).err
    assert "model upper, version 1, by fake, beam 4: loaded in" in err
    assert "encoded in utf-8" in err
    assert "3 sentences" in err


def test_what_takes_its_time_is_announced(run: Run, flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    announced: list[str] = []

    def busy(_: Screen, what: str, *, quiet: bool = False) -> AbstractContextManager[None]:  # noqa: ARG001 - Screen's
        announced.append(what)
        return nullcontext()

    monkeypatch.setattr(Screen, "busy", busy)
    run(flood)
    run("models", "verify")
    assert announced[:3] == ["Loading the models", f"Translating {flood}", "Reading embedded translator"]


def test_where_all_of_several_inputs_fail_there_is_no_verdict(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The cat sat on the mat, and it was happy there for a while.")
    done = run(str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert done.code == 7
    assert "sentences" not in done.err
    assert done.err.count("--force") == 2


def test_strict_counts_summary_sentences_that_the_article_does_not_hold(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Finding(Kind.NUMBER, Level.ERROR, "", "900", "not in the article: “900”")
    summary = Summary("wrong", (SummarySentence("900 fled.", (1,), findings=(wrong,)),))
    monkeypatch.setattr(First, "summarize", lambda *_: summary)
    done = run("--strict", "-", stdin=b"Warga mengungsi ke gedung sekolah.")
    assert done.code == 6
    assert "1 sentence, 1 summary sentence to check" in done.err
