"""The command line: what a person and a script see. Fast cases have a fake at the translator's protocol."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SEEDS
from transum import assembly, cli
from transum.document import Candidate, ModelInfo, Summary, SummarySentence, Translation
from transum.pipeline import Pipeline
from transum.summarize import Limit

FLOOD = "Banjir merendam 12 rumah di Jakarta. Warga mengungsi ke gedung sekolah.\n\nHujan turun sejak Senin.\n"


class Upper:
    """Translates into capitals: numbers stay right, weekdays don't."""

    info = ModelInfo("upper", "1", "fake", 4)
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
    """``run(*argv, stdin=…)``: the program in this process, with fake engines."""
    monkeypatch.setattr(
        assembly,
        "assemble",
        lambda choice: Pipeline(Upper(), First() if choice.summary else None, limit=choice.summary),
    )

    def program(*argv: str, stdin: bytes | None = None) -> Result:
        monkeypatch.setattr(sys, "argv", ["transum", *argv])
        stream = io.TextIOWrapper(io.BytesIO(stdin or b""))
        if stdin is None:
            stream.isatty = lambda: True  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stdin", stream)
        with pytest.raises(SystemExit) as caught:
            cli.main()
        out, err = capfdbinary.readouterr()
        return Result(int(caught.value.code or 0), out.decode(), err.decode())

    return program


@pytest.fixture
def flood(tmp_path: Path) -> str:
    path = tmp_path / "banjir.txt"
    path.write_text(FLOOD, encoding="utf-8")
    return str(path)


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
        pytest.param(["--beam", "x", "a.txt"], 2, "--beam", id="bad-number"),
        pytest.param(["--colour", "a.txt"], 2, "--colour", id="unknown-option"),
        pytest.param(["--summary", "0", "a.txt"], 2, "80w", id="bad-limit"),
        pytest.param(["--format", "pdf", "a.txt"], 2, "pdf", id="bad-format"),
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


def test_quiet_says_nothing_on_stderr(run: Run, flood: str) -> None:
    assert run("-q", flood).err == ""


def test_json_follows_the_schema(run: Run, flood: str) -> None:
    schema = json.loads((Path(cli.__file__).parent / "render/schema-1.json").read_text())
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
        pytest.param("out.md", "## Summary", id="markdown"),
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
    ],
)
def test_options_that_would_do_nothing_are_refused(run: Run, flood: str, argv: list[str]) -> None:
    done = run(flood, *argv)
    assert (done.code, done.out) == (2, "")


def test_a_forced_colour_makes_no_terminal(run: Run, flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run(flood)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert run(flood) == plain


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


def test_variables_set_defaults(run: Run, flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRANSUM_FORMAT", "tsv")
    assert run(flood).out.startswith("id\tparagraph")


def test_a_bug_asks_for_a_report(run: Run, flood: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Upper, "translate", lambda *_, **__: 1 / 0)
    done = run(flood)
    assert done.code == 1
    assert "ZeroDivisionError" in done.err
    assert "doctor" in done.err


def test_every_option_has_help_and_every_tool_runs(run: Run) -> None:
    done = run("--help")
    assert done.code == 0
    assert done.out.count("--") > 25
    for tool in cli.TOOLS:
        assert run(tool, "--help").code == 0


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("transum 0.")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_end_in_a_documented_exit_code(run: Run, data: bytes) -> None:
    done = run("-", stdin=data)
    assert done.code in {0, 3}
    assert "Traceback" not in done.err


def program(*argv: str, stdin: bytes = b"", code: str = "") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, *(["-c", code] if code else ["-m", "transum"]), *argv]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


OFFLINE = """
import socket, sys
def refuse(*_, **__): raise AssertionError("a socket was opened")
socket.socket.connect = socket.socket.connect_ex = socket.socket.sendto = refuse
socket.getaddrinfo = socket.create_connection = refuse
sys.argv[0] = "transum"
from transum.cli import main
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


def test_a_broken_pipe_ends_quietly(flood: str) -> None:
    command = f"{sys.executable} -m transum {flood} {flood} {flood} --no-summary -q | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("0\n", "")


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_ctrl_c_ends_with_130(tmp_path: Path) -> None:
    fifo = tmp_path / "never.txt"
    os.mkfifo(fifo)
    code = "import sys; print('ready', file=sys.stderr, flush=True)\nfrom transum.cli import main\nmain()"
    with subprocess.Popen([sys.executable, "-c", code, str(fifo)], stderr=subprocess.PIPE) as process:
        assert process.stderr
        process.stderr.readline()
        with fifo.open("w"):  # opens once the program has opened it for reading
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 130


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


def test_a_full_disk_behind_standard_output_is_4(flood: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    command = f"{sys.executable} -m transum {flood} --no-summary -q > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "standard output" in done.stderr
