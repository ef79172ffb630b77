"""The command line: argv → options, the one handler of errors, the exit code.

Help is what people ask for most often, so it must be instant: the job and the tools are imported when they are run.
"""

import errno
import os
import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NoReturn

import typer
from typer.core import TyperGroup

from transum import folders
from transum._version import __version__
from transum.cli.console import ColorChoice, Screen, choose_color
from transum.cli.settings import PROBLEM, read, settable
from transum.errors import ExitCode, OutputError, ReaderGoneError, TransumError, UsageError
from transum.outputs.streams import silence_stdout
from transum.outputs.view import Format, Part, SummaryLanguage, View, printable
from transum.summaries.protocol import Limit

if TYPE_CHECKING:
    from transum.pipeline import Pipeline

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_INPUTS: Final = "transum.inputs"
TOOLS: Final = {
    "check": "Check a translation that someone else made.",
    "models": "Translation models: list, add, verify, remove.",
    "prompts": "The prompts of the summarizers that follow instructions.",
    "memory": "The translation memory: info, clear, export, import.",
    "config": "Which settings hold, and where each comes from.",
    "doctor": "Say in one screen whether all is well.",
}
PANELS: Final = ("Output", "Translation", "Summary", "Many articles", "General")
_OUTPUT, _TRANSLATION, _SUMMARY, _FOLDERS, _ = PANELS


class ArticlesOrTool(TyperGroup):
    """``transum [OPTIONS] [INPUTS]...``, unless the first word names a tool: ``transum models list``."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The options; what would be said of each of them in every row of the help is said once, below it."""
        options: list[Any] = super().get_params(ctx)
        for option in options:
            option.show_envvar = False
            if getattr(option, "is_flag", False) or (option.name or "").endswith("_completion"):
                option.metavar = ""
        return options

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options by panel, then the tools: plain, since rich alone would take longer than all the rest."""
        panels: dict[str, list[Any]] = {}
        for option in self.get_params(ctx):
            panels.setdefault(getattr(option, "rich_help_panel", None) or "General", []).append(option)
        for name in sorted(panels, key=list(PANELS).index):
            with formatter.section(name):
                formatter.write_dl([record for option in panels[name] if (record := option.get_help_record(ctx))])
        with formatter.section("Tools"):
            formatter.write_dl(list(TOOLS.items()))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the settings, then decide: a tool's words for the tool, all others as options and inputs of the job.

        A wrong setting is told where settings are needed, so that help and the tools that find it still work: by the
        main job here, by ``check`` and ``config show`` themselves.
        """
        settings, ctx.meta[PROBLEM] = _settings(settable(parameter.name for parameter in self.params))
        if args and args[0] in TOOLS:
            module = import_module(f"transum.cli.{args[0]}")
            self.commands[args[0]] = typer.main.get_command(module.app)
            ctx.auto_envvar_prefix = None  # the variables and the file set the options of articles ...
            ctx.default_map = {"check": settings}  # ... and those that check has in common with them
            return super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            self._require_tool_first(ctx, args)
        ctx.default_map = settings
        ctx.allow_interspersed_args = True
        ctx.meta[_INPUTS] = tuple(super(TyperGroup, self).parse_args(ctx, args))
        ctx.args = []
        if (problem := ctx.meta[PROBLEM]) and not ctx.resilient_parsing:
            raise problem
        return []

    def _require_tool_first(self, ctx: Any, args: list[str]) -> None:
        """Raise ``UsageError`` for ``transum --beam 2 config show``: those are no two files to translate."""
        if {"--", "--version", *ctx.help_option_names} & set(args):
            return
        _, words, _ = self.make_parser(ctx).parse_args(args=list(args))  # up to the first that is no option
        if words and words[0] in TOOLS and not Path(words[0]).exists():
            raise UsageError(
                f"{words[0]} is a tool, and the options before it are for articles",
                hint=f"transum {shlex.join(words)} (a file of that name is written ./{words[0]})",
            )

    def make_context(self, *args: Any, **more: Any) -> Any:
        """See ``TyperGroup``; this is where help and version are printed."""
        with _own_endings():
            return super().make_context(*args, **more)

    def invoke(self, ctx: Any) -> Any:
        """See ``TyperGroup``."""
        with _own_endings():
            return super().invoke(ctx)


def _settings(options: list[str]) -> tuple[dict[str, Any], TransumError | None]:
    """What ``config.toml`` sets, or nothing and what is wrong with it."""
    try:
        return read(folders.configuration() / "config.toml", options), None
    except TransumError as error:
        return {}, error


@contextmanager
def _own_endings() -> Iterator[None]:
    """Two endings that typer would make a failure of, and that are none: the reader has gone, or a question's asker."""
    try:
        yield
    except BrokenPipeError as exc:
        silence_stdout()
        raise ReaderGoneError from exc
    except typer.Abort:
        raise typer.Exit(ExitCode.INTERRUPTED) from None


app = typer.Typer(
    cls=ArticlesOrTool,
    invoke_without_command=True,
    subcommand_metavar="[INPUTS]...",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "TRANSUM", "max_content_width": 100},
)
for _name, _help in TOOLS.items():
    # What the help shows; parse_args puts the real command in its place.
    app.command(_name, help=_help)(lambda: None)


def _version(*, asked: bool) -> None:
    if asked:
        typer.echo(f"transum {__version__}")
        raise typer.Exit


def _limit(text: object) -> Limit:
    try:
        return Limit.parse(str(text))  # a configuration file may say 3 as well as "3"
    except UsageError as exc:
        raise typer.BadParameter(f"{exc.message}. {exc.hint}") from exc


@app.callback(
    epilog="INPUTS are files, folders, or - for standard input; a file that is named like a tool is written ./models. "
    "Every option can be set as TRANSUM_OPTION or in the file that transum config path names.",
)
def main_job(
    context: typer.Context,
    *,
    format: Annotated[  # noqa: A002 - the option's name in the configuration file
        Format,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="auto (side by side on a terminal, else text), side-by-side, text, json, jsonl, tsv, markdown, html.",
            rich_help_panel=_OUTPUT,
        ),
    ] = Format.AUTO,
    only: Annotated[
        list[Part] | None,
        typer.Option(
            "--only", metavar="PART", help="original, translation or summary; repeatable.", rich_help_panel=_OUTPUT
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="A file (.json, .html, … say the format), or a folder.",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 6 where a fact may be wrong.", rich_help_panel=_OUTPUT)
    ] = False,
    color: Annotated[
        ColorChoice,
        typer.Option(
            "--color",
            metavar="WHEN",
            help="auto, always or never; NO_COLOR and FORCE_COLOR are honoured.",
            rich_help_panel=_OUTPUT,
        ),
    ] = "auto",
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Only errors on stderr.", rich_help_panel=_OUTPUT)
    ] = False,
    verbose: Annotated[
        int,
        typer.Option(
            "--verbose", "-v", metavar="", count=True, help="More on stderr; -vv for all.", rich_help_panel=_OUTPUT
        ),
    ] = 0,
    model: Annotated[
        str,
        typer.Option(
            "--model",
            "-m",
            metavar="MODEL",
            help="A name of the shelf, a folder, or a Hugging Face id.",
            rich_help_panel=_TRANSLATION,
        ),
    ] = "default",
    engine: Annotated[
        Literal["auto", "ctranslate2", "transformers"],
        typer.Option(
            "--engine", metavar="ENGINE", help="auto, ctranslate2 or transformers.", rich_help_panel=_TRANSLATION
        ),
    ] = "auto",
    download: Annotated[
        bool,
        typer.Option("--download", help="Permit fetching a model that is not on disk.", rich_help_panel=_TRANSLATION),
    ] = False,
    source_language: Annotated[
        str,
        typer.Option(
            "--source-language",
            metavar="CODE",
            help="For models of several: id, ind_Latn.",
            rich_help_panel=_TRANSLATION,
        ),
    ] = "id",
    target_language: Annotated[
        str,
        typer.Option(
            "--target-language",
            metavar="CODE",
            help="For models of several: en, eng_Latn, >>eng<<.",
            rich_help_panel=_TRANSLATION,
        ),
    ] = "en",
    beam: Annotated[
        int,
        typer.Option(
            "--beam", metavar="N", min=1, max=32, help="Beam size; 1 is fastest.", rich_help_panel=_TRANSLATION
        ),
    ] = 4,
    glossary: Annotated[
        Path | None,
        typer.Option(
            "--glossary", metavar="FILE", help="Terms: source TAB target, a line each.", rich_help_panel=_TRANSLATION
        ),
    ] = None,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair/--no-repair",
            help="Mend what can be; --no-repair shows the raw model.",
            rich_help_panel=_TRANSLATION,
        ),
    ] = True,
    force: Annotated[
        bool, typer.Option("--force", help="Translate what doesn't look Indonesian.", rich_help_panel=_TRANSLATION)
    ] = False,
    summary: Annotated[
        Limit,
        typer.Option(
            "--summary", "-s", parser=_limit, metavar="3|20%|80w", help="How long it may be.", rich_help_panel=_SUMMARY
        ),
    ] = "3",  # type: ignore[assignment]  # the parser makes a Limit of it
    no_summary: Annotated[bool, typer.Option("--no-summary", help="None at all.", rich_help_panel=_SUMMARY)] = False,
    summary_language: Annotated[
        SummaryLanguage,
        typer.Option("--summary-language", metavar="en|id|both", help="Shown in.", rich_help_panel=_SUMMARY),
    ] = SummaryLanguage.ENGLISH,
    summarizer: Annotated[
        str,
        typer.Option(
            "--summarizer",
            metavar="NAME",
            help="extractive, seq2seq:MODEL, chat:MODEL, or openai:MODEL with --base-url.",
            rich_help_panel=_SUMMARY,
        ),
    ] = "extractive",
    prompt: Annotated[
        str | None,
        typer.Option(
            "--prompt", metavar="NAME|FILE", help="For chat and openai: a name or a file.", rich_help_panel=_SUMMARY
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            metavar="URL",
            help="An OpenAI-compatible server; Ollama's by default.",
            rich_help_panel=_SUMMARY,
        ),
    ] = None,
    faithful: Annotated[
        bool,
        typer.Option(
            "--faithful", help="Drop summary sentences that the article doesn't hold.", rich_help_panel=_SUMMARY
        ),
    ] = False,
    from_file: Annotated[
        str | None,
        typer.Option(
            "--from-file", metavar="FILE", help="A list of inputs, one a line; - for stdin.", rich_help_panel=_FOLDERS
        ),
    ] = None,
    overwrite: Annotated[
        bool,
        typer.Option("--overwrite", help="In folders: replace what transum didn't write.", rich_help_panel=_FOLDERS),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="What became of each input, as JSON.", rich_help_panel=_FOLDERS),
    ] = None,
    max_bytes: Annotated[
        int,
        typer.Option("--max-bytes", metavar="N", min=1, help="Larger inputs are refused.", rich_help_panel=_FOLDERS),
    ] = 50_000_000,
    memory: Annotated[
        bool,
        typer.Option("--memory/--no-memory", help="Remember sentences between runs.", rich_help_panel=_FOLDERS),
    ] = True,
    threads: Annotated[
        int | None,
        typer.Option(
            "--threads", metavar="N", min=1, help="Processor threads; all by default.", rich_help_panel=_FOLDERS
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            metavar="N",
            min=1,
            help="Batches translated at a time; as many as threads by default.",
            rich_help_panel=_FOLDERS,
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback has answered
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _version(asked=value),
            is_eager=True,
            allow_from_autoenv=False,
            help="Say it and exit.",
        ),
    ] = False,
) -> None:
    """Translate Indonesian articles into English and summarize them: offline, with every doubt shown."""
    set_up_logging(verbose, quiet=quiet)
    if context.invoked_subcommand is not None:
        return
    choose_color(color)
    if no_summary and only and set(only) == {Part.SUMMARY}:
        raise UsageError("--only summary and --no-summary leave nothing to show", hint="Leave one of them out.")
    from transum.assembly import Choice, assemble
    from transum.cli.articles import Job, run

    screen = Screen.standard()
    inputs = _inputs(context)
    if not inputs and from_file is None:
        _ask_for_input(context)
    choice = Choice(
        model=model,
        engine=engine,
        download=download,
        source_language=source_language,
        target_language=target_language,
        beam=beam,
        threads=threads,
        jobs=jobs,
        summary=None if no_summary or (only and Part.SUMMARY not in only) else summary,
        summarizer=summarizer,
        prompt=prompt,
        base_url=base_url,
        faithful=faithful,
        glossary=glossary,
        repair=repair,
        memory=memory,
    )
    job = Job(
        inputs=inputs,
        format=format,
        view=View(frozenset(only or ()), summary_language),
        output=Path(output) if output else None,
        to_folder=(output or "").endswith(("/", os.sep)),
        max_bytes=max_bytes,
        force=force or not choice.is_for_indonesian,
        strict=strict,
        quiet=quiet,
        from_file=from_file,
        overwrite=overwrite,
        report=report,
    )

    @cache
    def pipeline() -> "Pipeline":
        # A download has a bar of its own.
        with screen.busy("Loading the models", quiet=quiet or download):
            started = time.monotonic()
            assembled = assemble(choice, quiet=quiet)
        _log_models(assembled, time.monotonic() - started)
        return assembled

    try:
        raise typer.Exit(run(job, pipeline, screen))
    except KeyboardInterrupt:
        if not quiet:
            kept = " What was translated is remembered: run it again to go on." if memory else ""
            screen.say(f"transum: interrupted.{kept}")
        raise


def _inputs(context: typer.Context) -> tuple[str, ...]:
    """The inputs as written; nothing and a pipe on standard input means ``-``."""
    inputs: tuple[str, ...] = context.meta[_INPUTS]
    if not inputs and context.params["from_file"] is None and not sys.stdin.isatty():
        return ("-",)
    return inputs


def _ask_for_input(context: typer.Context) -> NoReturn:
    typer.echo(context.get_help(), err=True)
    raise UsageError("there is nothing to translate", hint="Name a file, or pipe a text in.")


def _log_models(pipeline: "Pipeline", seconds: float) -> None:
    import logging

    model = pipeline.model
    logging.getLogger(__name__).info(
        "model %s, version %s, by %s, beam %d: loaded in %.1f s",
        model.name, model.version, model.engine, model.beam, seconds,
    )  # fmt: skip


def set_up_logging(verbose: int, *, quiet: bool) -> None:
    """Warnings of transum go to stderr, one line each; ``-v`` adds information, ``-vv`` everything."""
    import logging

    class Printable(logging.Formatter):
        """A file's name may hold what a terminal would obey."""

        def format(self, record: logging.LogRecord) -> str:
            return printable(super().format(record))

    handler = logging.StreamHandler()
    handler.setFormatter(Printable("transum: %(message)s"))
    level = logging.ERROR if quiet else [logging.WARNING, logging.INFO, logging.DEBUG][min(verbose, 2)]
    logger = logging.getLogger("transum")
    logger.handlers[:] = [handler]
    logger.setLevel(level)


def _require_streams() -> None:
    """A program may be started with its standard streams closed; Python then has None for them."""
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the program runs
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - likewise
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - likewise
        Screen.standard().complain(
            OutputError("standard output is closed", hint="Redirect it to a file, or to /dev/null.")
        )
        sys.exit(ExitCode.OUTPUT)


def main() -> NoReturn:
    """The program: run, print what went wrong in words, exit with the documented code."""
    try:
        _require_streams()
        app(prog_name="transum")
    except ReaderGoneError:
        sys.exit(ExitCode.DONE)
    except TransumError as error:
        Screen.standard().complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as exc:  # noqa: BLE001 - the last handler: a traceback here is a bug, and asks for a report
        if isinstance(exc, OSError) and exc.errno in _FULL:
            silence_stdout()
            Screen.standard().complain(OutputError(f"can't write to standard output: {exc.strerror}"))
            sys.exit(ExitCode.OUTPUT)
        import traceback

        traceback.print_exc()
        print(  # noqa: T201
            f"\ntransum {__version__} has a bug. Please report it with the lines above and the output of: "
            "transum doctor --json",
            file=sys.stderr,
        )
        sys.exit(ExitCode.BUG)
    sys.exit(ExitCode.DONE)
