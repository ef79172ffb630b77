"""``transum doctor``: is all well? One screen, and the way out wherever it is not."""

import json
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transum import __version__, config, folders, weights
from transum.encoder import CT2Encoder
from transum.errors import ExitCode, ModelError, TransumError
from transum.render import printable
from transum.shelf import Shelf
from transum.summarize.scorer import Scorer
from transum.translate.ct2 import CT2Translator, default_threads

_LIBRARIES: Final = ("ctranslate2", "sentencepiece", "numpy", "rich", "typer", "transformers", "torch")
_KERNELS: Final = (("avx512", "AVX-512"), ("avx2", "AVX2"), ("avx", "AVX"), ("asimd", "NEON"))
_MARKS: Final = {"ok": ("✓", "green"), "note": ("·", "yellow"), "broken": ("✗", "bold red")}

app = typer.Typer(name="doctor")


@dataclass(frozen=True, slots=True)
class Result:
    """What one examination found. ``note``: not as it could be, but nothing is broken."""

    what: str
    state: Literal["ok", "note", "broken"]
    detail: str
    hint: str = ""


@app.command()
def doctor(
    context: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="For a bug report; nothing private is in it.")] = False,
) -> None:
    """Say in one screen whether all is well; exit with 5 where something is broken."""
    names = [parameter.name or "" for parameter in context.find_root().command.params]
    results = list(examine(names))
    if as_json:
        typer.echo(json.dumps({"transum": __version__, "results": [asdict(result) for result in results]}, indent=2))
    else:
        _print(results)
    if any(result.state == "broken" for result in results):
        raise typer.Exit(ExitCode.MODEL)


def examine(options: list[str]) -> Iterator[Result]:
    """Every examination in turn; ``options`` are the names that a configuration file may hold. Raises nothing."""
    yield Result("transum", "ok", f"{__version__}, Python {platform.python_version()}, {platform.system()}")
    yield Result("libraries", "ok", ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES))
    yield _guarded("processor", _processor)
    yield _guarded("translator", _translator)
    yield _guarded("encoder", _encoder)
    yield _guarded("summarizer", _summarizer)
    yield _guarded("shelf", _shelf)
    yield _guarded("memory", _memory)
    yield _guarded("configuration", lambda: _configuration(options))
    yield _terminal()


def _guarded(what: str, examination: Callable[[], tuple[str, str]]) -> Result:
    """The examination's ``(detail, hint)``; an error of transum's own means that it is broken."""
    try:
        detail, hint = examination()
    except TransumError as error:
        return Result(what, "broken", without_home(error.message), without_home(error.hint))
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


def _translator() -> tuple[str, str]:
    folder = weights.embedded("translator")
    manifest = weights.verify(folder)
    canary = manifest.raw["canary"]
    translator = CT2Translator(folder, name=manifest.name, version=manifest.version, beam=1)
    ((candidate,),) = translator.translate([canary["source"]])
    if canary["contains"] not in candidate.text:
        raise ModelError(f"the translator says {candidate.text!r} for {canary['source']!r}", hint="Reinstall transum.")
    return f"version {manifest.version}, whole; canary: {candidate.text}", ""


def _encoder() -> tuple[str, str]:
    folder = weights.embedded("encoder")
    manifest = weights.verify(folder)
    canary = manifest.raw["canary"]
    source, target = CT2Encoder(folder, threads=1).encode([canary["source"], canary["target"]])
    cosine = float(source @ target)
    if cosine < canary["cosine_above"]:
        raise ModelError(f"the encoder gives a cosine of {cosine:.2f} to its canary", hint="Reinstall transum.")
    return f"version {manifest.version}, whole; canary: {cosine:.2f}", ""


def _summarizer() -> tuple[str, str]:
    folder = weights.embedded("summarizer")
    manifest = weights.verify(folder)
    Scorer.load(folder)
    return f"version {manifest.version}, whole", ""


def _shelf() -> tuple[str, str]:
    shelf = Shelf(folders.models())
    entries = shelf.entries()
    for entry in entries:
        shelf.verify(entry.name, entry.engine)
    if broken := shelf.broken():
        raise ModelError(f"{broken[0]} is no whole model", hint="Add it again: transum models add NAME")
    names = ", ".join(entry.name for entry in entries) or "no models added"
    return f"{names}; default: {shelf.default()}", ""


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
    return f"{path}, {path.stat().st_size / 1e6:.1f} MB", ""


def _configuration(options: list[str]) -> tuple[str, str]:
    path = folders.configuration() / "config.toml"
    settings = config.read(path, options)
    variables = sorted(name for name in os.environ if name.startswith("TRANSUM_") and not name.endswith("_KEY"))
    said = f"{path}: {', '.join(settings)}" if settings else f"{path}: nothing set"
    return f"{said}{'; ' + ', '.join(variables) if variables else ''}", ""


def _terminal() -> Result:
    console = Console()
    kind = "a terminal" if console.is_terminal else "a pipe"
    size: dict[str, Any] = {"columns": console.width, "colours": console.color_system or "none"}
    detail = f"standard output is {kind}, {size['columns']} columns, colours: {size['colours']}, {sys.stdout.encoding}"
    return Result("terminal", "ok", detail)


def _print(results: list[Result]) -> None:
    table = Table.grid(padding=(0, 2, 0, 0))
    for result in results:
        detail = Text(printable(result.detail))
        if result.hint:
            detail.append(f"\n→ {printable(result.hint)}", style="bold")
        table.add_row(Text(*_MARKS[result.state]), Text(result.what, style="bold"), detail)
    Console(markup=False, highlight=False, emoji=False).print(table)
