"""``transum article.txt``: the options, and what is decided before anything heavy is imported."""

import logging
import os
import shlex
import sys
import time
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from transum.choice import Choice
from transum.cli.console import Screen, choose_color
from transum.cli.help import Rows, application, in_panels
from transum.cli.logs import set_up_logging
from transum.cli.options import (
    PANELS,
    InputOptions,
    Inputs,
    OutputOptions,
    SummaryOptions,
    TranslationOptions,
    Version,
    choice,
    in_groups,
)
from transum.cli.settings import Settings, said
from transum.errors import LanguageError, StoppedError, UsageError
from transum.inputs import SUFFIXES
from transum.outputs import OUTPUTS
from transum.outputs.view import Part
from transum.summaries import SUMMARIZERS

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

    from transum.pipeline import Pipeline

_LOG: Final = logging.getLogger(__name__)
TOOLS: Final = {
    "check": "Check a translation that someone else made.",
    "review": "Decide on the doubts of articles one by one, and keep what you decide.",
    "serve": "Keep the models loaded, and answer requests over HTTP.",
    "models": "Models that translate: list, add, verify and remove them.",
    "prompts": "Instructions for summarizers that follow some: list and show them.",
    "memory": "Sentences that are remembered: count, forget, export and import them.",
    "config": "Which settings hold, and where each comes from.",
    "doctor": "Say in one screen whether all is well.",
}


_VERBS: Final[Mapping[str, tuple[str, ...]]] = {
    "help": ("--help",), "version": ("--version",),
    "translate": (), "summarize": ("--only", "summary"), "summarise": ("--only", "summary"),
}  # fmt: skip
"""What other programs have tools for, and how it is said here."""

_EXAMPLES: Final = {
    "Examples": [
        ("transum berita.txt", "both languages side by side, and a summary"),
        ("transum berita.docx -o a.html", "a page for the browser"),
        ("transum articles/ -o english/", "a file for every article of a folder"),
        ("… | transum --only summary", "the summary of what a pipe brings"),
    ]
}


def _tables() -> Mapping[str, Rows]:
    return {
        "Formats": [(row.format, f"{row.about}{_endings(row.suffixes)}") for row in OUTPUTS.values()],
        "Summarizers": [(row.form, row.about) for row in SUMMARIZERS.values()],
        "Tools": TOOLS.items(),
    }


def _endings(suffixes: tuple[str, ...]) -> str:
    return f" ({' '.join(suffixes)})" if suffixes else ""


app = application(add_completion=True)


@app.command(
    cls=in_panels(PANELS, above=_EXAMPLES, below=_tables),
    epilog=f"INPUTS are files ({' '.join(sorted(SUFFIXES))}), folders, or - for standard input; a file that is named "
    "like a tool is written ./models. Every option can be set as TRANSUM_OPTION, or in the file that transum config "
    "path names.",
)
@in_groups
def main_job(
    context: typer.Context,
    inputs: Inputs = None,
    *,
    taken: InputOptions,
    translation: TranslationOptions,
    summary: SummaryOptions,
    output: OutputOptions,
    version: Version = False,  # noqa: ARG001 - its callback has answered
) -> None:
    """Translate Indonesian articles into English and summarize them: offline, with every doubt shown."""
    set_up_logging(output.verbose, quiet=output.quiet)
    context.ensure_object(Settings).require()
    choose_color(output.color)
    typed = said(context)
    _require_sense(output, summary, taken, typed)
    names = _inputs(inputs or [], taken, context)
    from transum.cli.articles import Job, run, server_of

    screen = Screen.standard()
    shown = output.view.parts
    chosen = choice(translation, summary, is_summarized=not shown or Part.SUMMARY in shown)
    job = Job(names, output, taken, chosen, translation.force, typed, server_of(os.environ, chosen))
    pipeline = _loading(chosen, output, screen)
    try:
        raise typer.Exit(run(job, pipeline, screen))
    except LanguageError:
        from transum.assembly import require_direction

        require_direction(chosen)  # which is worth more to know than that the text is in another language
        raise
    except (KeyboardInterrupt, StoppedError):
        if not output.quiet:
            is_begun = pipeline.cache_info().currsize > 0
            kept = " What was translated is remembered: run it again to go on." if chosen.memory and is_begun else ""
            screen.say(f"transum: interrupted.{kept}")
        raise


def _require_sense(output: OutputOptions, summary: SummaryOptions, taken: InputOptions, said: Collection[str]) -> None:
    for option in ("column", "id_column"):
        if option in said and not taken.on:
            raise UsageError(f"--{option.replace('_', '-')} is for tables on a cluster", hint="Add --on ray.")
    if summary.no_summary and output.only and set(output.only) == {Part.SUMMARY}:
        raise UsageError("--only summary and --no-summary leave nothing to show", hint="Leave one of them out.")


def _inputs(names: list[str], taken: InputOptions, context: typer.Context) -> tuple[str, ...]:
    """The inputs as written; none of them and a pipe on standard input means ``-``.

    Raises ``UsageError`` where there is nothing to do, and for a tool's name behind options of the main job.
    """
    if not names and taken.from_file is None:
        if not sys.stdin.isatty():
            return ("-",)
        typer.echo(context.get_help(), err=True)
        raise UsageError("there is nothing to translate", hint="Name a file, or pipe a text in.")
    if [*names, taken.from_file].count("-") > 1:
        raise UsageError("standard input can be read only once", hint="Name it once, or save it in a file.")
    if names and not Path(names[0]).exists() and "--" not in sys.argv:
        if names[0] in TOOLS:
            require_tool_first(names)
        _require_no_slip(names)
    return tuple(names)


def require_tool_first(words: Sequence[str]) -> None:
    """Raise ``UsageError`` for ``transum --beam 2 config show``: those are no two files to translate."""
    for place, name in enumerate(words):
        if name in TOOLS and not Path(name).exists():
            raise UsageError(
                f"{name} is a tool, and the options before it are for articles",
                hint=f"transum {shlex.join(words[place:])} (a file of that name is written ./{name})",
            )


def _require_no_slip(words: Sequence[str]) -> None:
    """Raise ``UsageError`` for ``transum modles list``, and for ``transum translate a.txt``."""
    name, *others = words
    if name in _VERBS:
        said = [word for word in (*others, *_VERBS[name]) if word]
        raise UsageError(f"{name} is no file and no tool", hint=f"transum {shlex.join(said) or 'FILE'}")
    if near := get_close_matches(name, TOOLS, n=1):
        raise UsageError(
            f"{name} is no file and no tool. Did you mean {near[0]}?",
            hint=f"transum {shlex.join([near[0], *words[1:]])}",
        )


def _loading(choice: Choice, output: OutputOptions, screen: Screen) -> "_lru_cache_wrapper[Pipeline]":
    """What loads the engines when they are called for, once; its cache tells whether they were."""

    @cache
    def pipeline() -> "Pipeline":
        from transum.assembly import assemble

        # A download has a bar of its own.
        with screen.busy("Loading the models", quiet=output.quiet or choice.download):
            started = time.monotonic()
            assembled = assemble(choice, quiet=output.quiet)
        model = assembled.model
        _LOG.info(
            "model %s, version %s, by %s, beam %d: loaded in %.1f s",
            model.name, model.version, model.engine, model.beam, time.monotonic() - started,
        )  # fmt: skip
        return assembled

    return pipeline
