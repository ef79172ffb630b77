"""``transum models``: what is on the shelf, and how it gets there."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from transum import folders
from transum.cli.console import Screen
from transum.cli.help import application
from transum.cli.settings import said
from transum.engines.load import try_out
from transum.errors import ModelError, UsageError
from transum.shelf import EMBEDDED, ENGINES, Engine, Entry, Shelf
from transum.shelf.add import add as add_from_hub
from transum.shelf.add import add_folder
from transum.shelf.convert import Quantization
from transum.shelf.manifest import Manifest, embedded, verify
from transum.shelf.progress import DownloadBar

app = application(help="Models that translate: those on this computer, and how others get here.", no_args_is_help=True)

_SHIPPED = ("translator", "reverse", "encoder", "summarizer")
_Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.callback()
def _choose_shelf(context: typer.Context) -> None:
    context.obj = Shelf(folders.models())


@app.command("list")
def list_models(context: typer.Context, *, as_json: _Json = False) -> None:
    """Name, engine, size, licence, revision, and when each was used last."""
    shelf: Shelf = context.obj
    default = shelf.default()
    facts = [_embedded_facts(), *(entry.describe() for entry in shelf.entries())]
    if as_json:
        typer.echo(json.dumps([{**fact, "default": fact["name"] == default} for fact in facts], indent=1))
        return
    titles = ("", "NAME", "ENGINE", "SIZE", "WEIGHTS", "LICENCE", "REVISION", "USED")
    rows = [titles, *(_row(fact, default) for fact in facts)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        typer.echo("  ".join(_plain(cell).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for folder in shelf.broken():
        typer.echo(f"damaged: {folder} (delete it, or add the model again)", err=True)
    typer.echo(f"* is the default. The shelf is {shelf.root}", err=True)


@app.command()
def info(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A name from the list.")],
    *,
    as_json: _Json = False,
) -> None:
    """All that is known about one model: source, revision, licence, files with their sha256."""
    facts = [_embedded_facts()] if name == EMBEDDED else [entry.describe() for entry in _named(context.obj, name)]
    if as_json:
        typer.echo(json.dumps(facts, indent=1, ensure_ascii=False))
        return
    for fact in facts:
        for key, value in fact.items():
            if key == "files":
                for file, sums in value.items():
                    typer.echo(_plain(f"{file:<28} {sums['size']:>12,}  {sums['sha256']}"))
            else:
                for line in _said(value):
                    typer.echo(_plain(f"{key:<14} {line}"))
                    key = ""  # noqa: PLW2901 - said once, beside its first line


def _said(value: object) -> list[str]:
    """A value of a manifest as lines for a person."""
    if isinstance(value, dict):
        return [", ".join(f"{name} {said}" for name, said in value.items())]
    if isinstance(value, list):
        return [f"- {said}" for said in value]
    return [f"{value:,}" if isinstance(value, int) else "never" if value is None else str(value)]


@app.command()
def add(
    context: typer.Context,
    model: Annotated[str, typer.Argument(help="A Hugging Face id, or a folder.")],
    *,
    revision: Annotated[
        str | None, typer.Option(metavar="REVISION", help="A branch, a tag or a commit; pinned in the manifest.")
    ] = None,
    quantization: Annotated[Quantization, typer.Option(help="How the weights are stored for CTranslate2.")] = "int8",
    engine: Annotated[
        Engine, typer.Option(help="ctranslate2 converts it once; transformers runs it as it is.")
    ] = "ctranslate2",
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What a folder's model is called on the shelf.")
    ] = None,
    allow_pickle: Annotated[
        bool, typer.Option("--allow-pickle", help="Read weights that are a Python pickle; safetensors only, else.")
    ] = False,
) -> None:
    """Fetch a model, convert it, try it, and put it on the shelf: all of it, or nothing."""
    shelf: Shelf = context.obj
    folder = Path(model).expanduser()
    if engine == "transformers" and "quantization" in said(context):
        raise UsageError(
            "--quantization is for CTranslate2", hint="Leave it out: transformers runs weights as they are."
        )
    if folder.is_dir():
        if revision:
            raise UsageError("a folder has no --revision", hint="Leave it out; a model of the hub has some.")
        with Screen.standard().busy(f"Adding {model}"):
            entry = add_folder(
                shelf,
                folder,
                try_out=try_out,
                name=name,
                engine=engine,
                quantization=quantization,
                allow_pickle=allow_pickle,
            )
    else:
        if name:
            raise UsageError("--name is for folders; a model of the hub keeps its id", hint="Leave it out.")
        with DownloadBar() as progress:
            entry = add_from_hub(
                shelf, model, try_out=try_out, revision=revision, engine=engine,
                quantization=quantization, allow_pickle=allow_pickle,
                on_progress=progress.report,
            )  # fmt: skip
    typer.echo(entry.name)
    typer.echo(f"{entry.size / 1e6:,.1f} MB in {entry.folder}. Use it: transum --model {entry.name} …", err=True)


@app.command()
def remove(context: typer.Context, name: Annotated[str, typer.Argument(help="A name from the list.")]) -> None:
    """Delete a model from the shelf."""
    if name == EMBEDDED:
        raise UsageError("the embedded model is part of transum", hint="pip uninstall transum removes both.")
    for folder in context.obj.remove(name):
        typer.echo(folder)


@app.command("verify")
def verify_models(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="A name from the list; all by default.")] = None,
) -> None:
    """Read every byte of one model, or of all, and compare with the manifest; 5 if one is damaged."""
    shelf: Shelf = context.obj
    problems: list[ModelError] = []
    if name in {None, EMBEDDED}:
        for part in _SHIPPED:
            _report(f"{EMBEDDED} {part}", lambda part=part: verify(embedded(part)), problems)
    if name != EMBEDDED:
        for entry in _named(shelf, name) if name else shelf.entries():
            _report(f"{entry.name} ({entry.engine})", lambda e=entry: shelf.verify(e.name, e.engine), problems)
    problems += [
        ModelError(f"{folder} has no readable manifest", hint="Delete it, or add the model again.")
        for folder in (() if name else shelf.broken())
    ]
    if len(problems) == 1:
        raise problems[0]
    if problems:
        raise ModelError(
            f"{len(problems)} models are damaged: {'; '.join(problem.message for problem in problems)}",
            hint="; ".join(dict.fromkeys(problem.hint for problem in problems)),
        )


@app.command()
def default(
    context: typer.Context, name: Annotated[str | None, typer.Argument(help="A name from the list.")] = None
) -> None:
    """Print the default model, or choose another; `embedded` is the one that ships with transum."""
    shelf: Shelf = context.obj
    if name:
        shelf.set_default(name)
    typer.echo(shelf.default())


def _named(shelf: Shelf, name: str) -> list[Entry]:
    """The entries of that name, one an engine; raises ``ModelError`` if there is none."""
    entries = [entry for entry in shelf.entries() if entry.name == name]
    if not entries:
        for engine in ENGINES:
            shelf.find(name, engine)
        raise ModelError(f"the model {name} is not on the shelf", hint="transum models list")
    return entries


def _row(fact: dict[str, Any], default: str) -> tuple[str, ...]:
    mark = "*" if fact["name"] == default else ""
    size = f"{fact['size'] / 1e6:,.1f} MB"
    weights = str(fact.get("quantization", ""))
    licence, used = fact["licence"].partition(";")[0], (fact["used"] or "")[:10]
    return mark, fact["name"], fact["engine"], size, weights, licence, fact["version"], used


def _embedded_facts() -> dict[str, Any]:
    folder = embedded("translator")
    manifest = Manifest.read(folder)
    size = sum(size for size, _ in manifest.files.values())
    return {**manifest.raw, "engine": "ctranslate2", "size": size, "folder": str(folder), "used": None}


def _report(title: str, check: Any, problems: list[ModelError]) -> None:
    try:
        with Screen.standard().busy(f"Reading {title}"):
            check()
    except ModelError as exc:
        problems.append(exc)
        typer.echo(f"damaged  {title}")
    else:
        typer.echo(f"whole    {title}")


def _plain(text: str) -> str:
    """Text from the hub on one line, without control characters."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
