"""``transum doctor``: is all well? One screen, and the way out wherever it is not."""

import json
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated, Final, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transum import folders
from transum._version import __version__
from transum.cli.config import settings, strange_variables
from transum.cli.console import Screen, choose_color, console
from transum.cli.help import application
from transum.cli.options import Color
from transum.document import ENGLISH, INDONESIAN
from transum.engines.ct2 import CT2Translator, default_threads
from transum.engines.encoder import CT2Encoder
from transum.engines.transformers import TransformersTranslator
from transum.errors import ExitCode, ModelError, OutputError, TransumError, UsageError
from transum.memory import files
from transum.memory.people import People
from transum.memory.store import Memory
from transum.outputs.streams import write_stdout
from transum.outputs.view import printable
from transum.shelf import Entry, Shelf
from transum.shelf.manifest import embedded, verify
from transum.summaries.scorer import Scorer

_LIBRARIES: Final = ("ctranslate2", "sentencepiece", "numpy", "rich", "typer", "transformers", "torch")
_KERNELS: Final = (("avx512", "AVX-512"), ("avx2", "AVX2"), ("avx", "AVX"), ("asimd", "NEON"))
_MARKS: Final = {"ok": ("✓", "green"), "note": ("·", "yellow"), "broken": ("✗", "bold red")}
_COLUMN: Final = 15  # where the findings begin, off a terminal

app = application()


@dataclass(frozen=True, slots=True)
class Result:
    """What one examination found. ``note``: not as it could be, but nothing is broken."""

    what: str
    state: Literal["ok", "note", "broken"]
    detail: str
    hint: str = ""


@app.command()
def doctor(
    *,
    as_json: Annotated[
        bool, typer.Option("--json", help="Say it as JSON, for a bug report. Nothing private is in it.")
    ] = False,
    color: Color = "auto",
) -> None:
    """Say in one screen whether all is well; exit with 5 where something is broken."""
    choose_color(color)
    screen = Screen.standard()
    with screen.busy("Examining"):
        results = list(examine())
    if as_json:
        text = json.dumps({"transum": __version__, "results": [asdict(result) for result in results]}, indent=2) + "\n"
    else:
        text = _shown(results, screen.result)
    write_stdout(text.encode("utf-8", errors="replace"))
    if any(result.state == "broken" for result in results):
        raise typer.Exit(ExitCode.MODEL)


def examine() -> Iterator[Result]:
    """Every examination in turn; raises nothing."""
    yield Result("transum", "ok", f"{__version__}, Python {platform.python_version()}, {platform.system()}")
    yield Result("libraries", "ok", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES))
    yield _guarded("processor", _processor)
    yield _guarded("translator", lambda: _translator("translator", INDONESIAN, ENGLISH))
    yield _guarded("reverse", lambda: _translator("reverse", ENGLISH, INDONESIAN))
    yield _guarded("encoder", _encoder)
    yield _guarded("summarizer", _summarizer)
    yield _guarded("shelf", examine_shelf)
    yield _guarded("memory", _memory)
    yield _guarded("people", _people)
    yield _guarded("configuration", _configuration)
    yield _guarded("terminal", _terminal)


def _guarded(what: str, examination: Callable[[], tuple[str, str]]) -> Result:
    """The examination's ``(detail, hint)``; whatever it raises is what is broken: a doctor doesn't faint."""
    try:
        detail, hint = examination()
    except TransumError as error:
        return Result(what, "broken", without_home(error.message), without_home(error.hint))
    except Exception as exc:  # noqa: BLE001 - a library that can't be loaded may raise anything
        detail = f"{type(exc).__name__}: {exc}"
        return Result(what, "broken", without_home(detail), "Reinstall transum: pip install --force-reinstall transum")
    return Result(what, "note" if hint else "ok", without_home(detail), hint)


def without_home(text: str) -> str:
    """``text`` with the home folder as ``~``: a bug report needs no user's name."""
    return text.replace(str(Path.home()), "~")


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not installed"


def _processor() -> tuple[str, str]:
    import ctranslate2

    types = ", ".join(sorted(ctranslate2.get_supported_compute_types("cpu")))
    return f"{default_threads()} threads, {_kernel()}; computes in {types}", ""


def _kernel() -> str:
    """The widest vector instructions that the processor names (CTranslate2 chooses by the same flags)."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return platform.machine()
    name = next((name for flag, name in _KERNELS if flag in flags), platform.machine())
    return f"{name} with VNNI" if "vnni" in flags else name


def _translator(part: str, source: str, target: str) -> tuple[str, str]:
    folder = embedded(part)
    manifest = verify(folder)
    canary = manifest.raw["canary"]
    translator = CT2Translator(
        folder, name=manifest.name, version=manifest.version, beam=1, source_language=source, target_language=target
    )
    ((candidate,),) = translator.translate([canary["source"]])
    if canary["contains"] not in candidate.text:
        raise ModelError(
            f"the {part} model says {candidate.text!r} for {canary['source']!r}", hint="Reinstall transum."
        )
    return f"version {manifest.version}, whole; canary: {candidate.text}", ""


def _encoder() -> tuple[str, str]:
    folder = embedded("encoder")
    manifest = verify(folder)
    canary = manifest.raw["canary"]
    source, target = CT2Encoder(folder, threads=1).encode([canary["source"], canary["target"]])
    cosine = float(source @ target)
    if cosine < canary["cosine_above"]:
        raise ModelError(f"the encoder gives a cosine of {cosine:.2f} to its canary", hint="Reinstall transum.")
    return f"version {manifest.version}, whole; canary: {cosine:.2f}", ""


def _summarizer() -> tuple[str, str]:
    folder = embedded("summarizer")
    manifest = verify(folder)
    Scorer.load(folder)
    return f"version {manifest.version}, whole", ""


def examine_shelf() -> tuple[str, str]:
    """Every added model: read whole, and tried. Returns ``(detail, hint)``; raises ``ModelError``."""
    shelf = Shelf(folders.models())
    entries = shelf.entries()
    if broken := shelf.broken():
        raise ModelError(f"{broken[0]} is no whole model", hint="Add it again: transum models add NAME")
    changed = [said for entry in entries if (said := _tried(shelf, entry))]
    names = ", ".join(entry.name for entry in entries) or "no models added"
    detail = "; ".join([f"{names}; default: {shelf.default()}", *changed])
    return detail, "Another version of a library may be why; transum models add … makes it anew." if changed else ""


def _tried(shelf: Shelf, entry: Entry) -> str:
    """What is strange about a model's canary, if anything; raises ``ModelError`` for a damaged or a mute one."""
    shelf.verify(entry.name, entry.engine)
    canary = entry.manifest.raw.get("canary") or {}
    if not canary.get("target"):  # a model of several languages was tried with none
        return ""
    runs = TransformersTranslator if entry.engine == "transformers" else CT2Translator
    translator = runs(entry.folder, name=entry.name, version=entry.manifest.version)
    said = translator.translate([canary["source"]])[0][0].text
    if not said:
        repair = shelf.repair(entry.name, entry.engine)
        raise ModelError(f"{entry.name} translates {canary['source']!r} to nothing", hint=repair)
    return "" if said == canary["target"] else f"{entry.name} says {said!r} for its canary, not {canary['target']!r}"


def _memory() -> tuple[str, str]:
    path = folders.memory()
    if not path.exists():
        return "empty", ""
    try:
        connection = sqlite3.connect(path.as_uri() + "?mode=ro", uri=True, timeout=5)
        try:
            (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error as exc:
        return f"{path}: {exc}", "It is set aside and rebuilt by the next run."
    if state != "ok":
        return f"{path} is damaged", "It is set aside and rebuilt by the next run."
    memory = Memory(path)
    found = memory.check()
    memory.close()
    detail = f"{path}, {path.stat().st_size / 1e6:.1f} MB"
    if found.wrong:
        told = f"{found.wrong:,} of {found.rows:,} sentences are not what was written, and not believed"
        return f"{detail}; {told}", "transum memory repair"
    return detail, ""


def _people() -> tuple[str, str]:
    """The translations by people: the file, its rows by their checksums, and their number. Raises ``PeopleError``."""
    path = folders.people()
    if not path.exists():
        return "no translations by people", ""
    people = People(path)
    count = people.count()  # which reads them all
    people.close()
    if damage := files.damage_of(path, "translation"):
        raise OutputError(f"{path} is damaged: {damage}", hint="transum memory repair keeps what is whole.")
    return f"{path}, {count:,} translation{'' if count == 1 else 's'}, whole", ""


def _configuration() -> tuple[str, str]:
    held = settings()
    if wrong := [setting for setting in held if setting.wrong]:
        raise UsageError(f"{wrong[0].name} from {wrong[0].origin}: {wrong[0].wrong}", hint="transum config show")
    chosen = [f"{setting.name} ({setting.origin})" for setting in held if setting.origin != "default"]
    strange = "; ".join(strange_variables(setting.name for setting in held))
    return f"{folders.settings()}; set: {', '.join(chosen) or 'nothing'}", strange


def _terminal() -> tuple[str, str]:
    terminal = console()
    kind = "a terminal" if terminal.is_interactive else "a pipe"
    colours = terminal.color_system or "none"
    encoding = (sys.__stdout__ or sys.stdout).encoding  # while a spinner turns, another object stands in for it
    return f"standard output is {kind}, {terminal.width} columns, colours: {colours}, {encoding}", ""


def _shown(results: list[Result], screen: Console) -> str:
    """A table on a terminal; elsewhere lines that nothing wraps."""
    table = Table.grid(padding=(0, 2, 0, 0))
    with screen.capture() as capture:
        for result in results:
            mark, what, detail = Text(*_MARKS[result.state]), Text(result.what, style="bold"), printable(result.detail)
            hint = Text(f"→ {printable(result.hint)}", style="bold") if result.hint else Text()
            if screen.is_interactive:
                table.add_row(mark, what, Text("\n" if result.hint else "").join([Text(detail), hint]))
            else:
                what.pad_right(_COLUMN - len(what))
                screen.print(Text.assemble(mark, "  ", what, detail), soft_wrap=True)
                if result.hint:
                    screen.print(Text.assemble(" " * (_COLUMN + 3), hint), soft_wrap=True)
        if screen.is_interactive:
            screen.print(table)
    return capture.get()
