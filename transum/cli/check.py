"""``transum check``: someone else's translation, checked by the same engine."""

import logging
from pathlib import Path
from typing import Annotated, Final

import typer

from transum.assembly import embedded_encoder, embedded_witnesses
from transum.cli.articles import chosen_form, require_another_file, shown
from transum.cli.console import Screen, choose_color
from transum.cli.help import application
from transum.cli.options import Color, Force, FormatName, Quiet, Strict
from transum.cli.settings import Settings, said, variable
from transum.document import ENGLISH
from transum.errors import ExitCode, LanguageError, UsageError
from transum.indonesian.detect import judged_language
from transum.inputs.decode import STDIN, Text, read
from transum.outputs import OUTPUTS
from transum.outputs.streams import write_file, write_stdout
from transum.outputs.view import Format, View, displayable
from transum.outputs.wording import verdict
from transum.pipeline import checked, prepare

_ASKED: Final = "by rules, meaning and words"
_QUICKLY: Final = "by rules, meaning and a word table; without --quick two models look for missing and added words"

app = application()


@app.command(epilog=f"Formats are {', '.join(OUTPUTS)}.")
def check_translation(
    context: typer.Context,
    *,
    source: Annotated[
        str, typer.Option("--source", metavar="FILE", help="The Indonesian original: a file, or - for standard input.")
    ],
    target: Annotated[
        str, typer.Option("--target", metavar="FILE", help="Its English translation: a file, or - for standard input.")
    ],
    result: Annotated[  # no lasting default: that of articles may be a folder
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write into this file, whose ending says the format."),
    ] = None,
    format: FormatName = Format.AUTO,  # noqa: A002 - the option's name in the configuration file
    strict: Strict = False,
    quick: Annotated[
        bool,
        typer.Option(
            "--quick",
            envvar=variable("quick"),
            show_envvar=False,
            help="Don't ask the models which words are missing or added.",
        ),
    ] = False,
    force: Force = False,
    quiet: Quiet = False,
    color: Color = "auto",
) -> None:
    """Check a translation that someone else made, sentence by sentence. Settings are those of articles."""
    context.ensure_object(Settings).require()
    if quiet:
        logging.getLogger("transum").setLevel(logging.ERROR)
    choose_color(color)
    screen = Screen.standard()
    if source == target == STDIN:
        raise UsageError("standard input can't be both texts", hint="Save one of them in a file.")
    require_another_file(result, (source, target))
    asked = Format.AUTO if result and result.suffix and "format" not in said(context) else format
    form = chosen_form(asked, result, (source,), screen)
    original, translated = read(source), read(target)
    prepared = prepare(original, force=force)
    _require_english(translated, force=force)
    with screen.busy(f"Checking {target}", quiet=quiet):
        article = checked(prepared, translated, embedded_encoder(), None if quick else embedded_witnesses())
    if result:
        write_file(result, OUTPUTS[form].render(article, View()))
    else:
        write_stdout(shown(article, form, View(), screen))
    if not quiet:
        screen.say(f"{verdict([article.translation])} ({_QUICKLY if quick else _ASKED})")
    if strict and article.errors:
        raise typer.Exit(ExitCode.FINDINGS)


def _require_english(translated: Text, *, force: bool) -> None:
    """Raise ``LanguageError`` for a translation that doesn't look English, unless it is taken all the same."""
    if force or not translated.content.strip():
        return
    name = "standard input" if translated.path == STDIN else displayable(translated.path)
    try:
        judged_language(translated.content, name, expected=ENGLISH)
    except LanguageError as error:
        hint = "--target is the English translation; --force checks it all the same."
        raise LanguageError(error.message, hint) from error
