"""``transum review``: the doubts one by one, for a person to decide."""

import os
import sys
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated

import typer

from transum import folders
from transum.choice import Choice
from transum.cli.console import Screen, choose_color
from transum.cli.help import application
from transum.cli.hints import fitting
from transum.cli.options import Color, MaxBytes, Quiet, SummaryOptions, TranslationOptions, choice, in_groups
from transum.cli.review_screen import MOST_OFFERED, Offering, ReviewScreen
from transum.cli.settings import Settings
from transum.document import ENGLISH, INDONESIAN, Article
from transum.engines.pieces import language_code
from transum.errors import InputError, StoppedError, TransumError, UsageError
from transum.memory.people import People
from transum.outputs.view import displayable
from transum.review.bookmarks import Bookmarks, mark_of, place_of
from transum.review.reading import RESULTS, articles, found
from transum.review.session import Doubt, Session, counted, needy
from transum.revise.alternatives import alternatives
from transum.revise.glossary import Glossary

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

    from transum.pipeline import Pipeline

app = application()


@app.command()
@in_groups
def review(
    context: typer.Context,
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUTS", help="Articles, folders of them, or results in JSON.")
    ],
    *,
    translation: TranslationOptions,
    max_bytes: MaxBytes = 50_000_000,
    color: Color = "auto",
    quiet: Quiet = False,
) -> None:
    """Decide on the doubts one by one: accept, choose another translation, or write your own.

    What you keep is yours from then on: transum translates these sentences so, and doubts them no more. It is safe at
    once; stop when you like, and the same command goes on where you were.
    """
    context.ensure_object(Settings).require()
    choose_color(color)
    _require_sense(inputs, translation)
    screen = Screen.standard()
    chosen = choice(translation, SummaryOptions(), is_summarized=False)
    people = People(folders.people(), folders.old_memory())
    pipeline = _loading(chosen, quiet=quiet)
    bookmarks = Bookmarks(folders.bookmarks())
    reading = _read(inputs, pipeline, people, screen, force=translation.force, max_bytes=max_bytes, quiet=quiet)
    mark = bookmarks.find(inputs)
    try:
        in_doubt = needy(reading, lambda article: place_of(mark, article) is not None)
    except (KeyboardInterrupt, StoppedError):
        if not quiet:
            kept = (
                " What was translated is remembered: the same command goes on."
                if pipeline.cache_info().currsize
                else ""
            )
            screen.say(f"transum: interrupted before the first doubt.{kept}")
        raise
    if not in_doubt:
        screen.say("transum: the checks found no doubts that nobody has decided on")
        return
    session = Session(in_doubt, people, lambda article, number: bookmarks.put(inputs, mark_of(article, number)))
    number = place_of(mark, session.articles[0])
    session.place = next((place for place, doubt in enumerate(session.doubts) if doubt == Doubt(0, number or 0)), 0)
    shown = ReviewScreen(session, partial(_offering, pipeline, chosen), colored="NO_COLOR" not in os.environ)
    try:
        shown.run()
    finally:
        if not session.left:
            bookmarks.put(inputs, "")
        _tell(session, screen, bookmarks.problem)
        if shown.unkept:  # a person's work: the screen that had it is gone
            place = f"{displayable(session.article.source.path)}, sentence {session.number}"
            screen.say(f"transum: {place}, is not kept: {shown.unkept}")


def _require_sense(inputs: list[str], translation: TranslationOptions) -> None:
    if not (sys.stdin.isatty() and sys.stdout.isatty()) or os.environ.get("TERM") in {"dumb", "unknown"}:
        raise UsageError(
            "review needs a terminal to show doubts on, and a keyboard",
            hint="Without one: transum ARTICLE -o page.html takes corrections, and transum memory import keeps them.",
        )
    if "-" in inputs:
        raise UsageError("- is standard input, which here is your keyboard", hint="Name a file or a folder.")
    if not translation.memory:
        raise UsageError("--no-memory leaves no place for what you decide", hint="Leave it out, or say --memory.")
    if [*map(language_code, (translation.source_language, translation.target_language))] != [INDONESIAN, ENGLISH]:
        raise UsageError(
            "people's translations are kept from Indonesian into English only", hint="Leave out both languages."
        )


def _loading(chosen: Choice, *, quiet: bool) -> "_lru_cache_wrapper[Pipeline]":
    """What loads the models when a text is to be translated, or other translations are asked for; once.

    Its cache tells whether they were.
    """

    @cache
    def pipeline() -> "Pipeline":
        from transum.assembly import assemble

        return assemble(chosen, quiet=quiet)

    return pipeline


def _read(
    inputs: list[str],
    pipeline: "Callable[[], Pipeline]",
    people: People,
    screen: Screen,
    *,
    force: bool,
    max_bytes: int,
    quiet: bool,
) -> Iterator[Article]:
    """The articles that can be read; what can't is told, and raised where there is nothing else."""
    files = found(inputs)
    failed = 0
    for number, file in enumerate(files, start=1):
        try:
            with screen.busy(f"Reading {number:,} of {len(files):,}: {displayable(file.path)}", quiet=quiet):
                yield from articles(file, pipeline, people.sentences, force=force, max_bytes=max_bytes)
        except InputError as error:
            is_other_json = file.path.lower().endswith(tuple(RESULTS)) and file.path not in inputs
            failed += 1
            if len(files) == 1 or failed == len(files):
                raise
            if not is_other_json:
                _complain(error, screen)


def _offering(pipeline: "Callable[[], Pipeline]", chosen: Choice, session: Session) -> Offering:
    """What makes the other translations of the doubt that is shown."""
    document, sentence = session.document, session.original.source

    def make() -> list[str]:
        glossary = Glossary.read(chosen.glossary) if chosen.glossary else None
        most = max(MOST_OFFERED + 1, chosen.beam)  # one of them is the translation itself
        return alternatives(document, sentence, pipeline().translator, most=most, glossary=glossary)

    return make


def _tell(session: Session, screen: Screen, problem: TransumError | None) -> None:
    done = f"{session.accepted:,} accepted, {session.corrected:,} corrected, {counted(session.left, 'doubt')} left"
    screen.say(f"transum: {done}" + (". The same command goes on here." if session.left and not problem else ""))
    if problem:
        _complain(problem, screen)


def _complain(error: TransumError, screen: Screen) -> None:
    error.hint = fitting(error.hint, app, ["review"])
    screen.complain(error)
