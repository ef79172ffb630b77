"""``transum articles/ -o english/``: from options to an exit code, with everything a person sees on the way."""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

from rich.console import Console

from transum.batch.destinations import Destination, NotOursError, Stream
from transum.batch.digest_page import require_free, write_digest
from transum.batch.discover import Found, discover, listed
from transum.batch.front_page import FRONT, front_page, link_to_front
from transum.batch.groups import InterruptedBatchError, Outcome, Status, Work, run
from transum.batch.lines import Lines
from transum.batch.progress import Display, Tally, print_outcome, shown, unfailing
from transum.batch.report import report, require_report_form
from transum.batch.signals import Request, ending_on_request
from transum.batch.tree import Tree
from transum.document import Article
from transum.errors import ExitCode, InputError, UsageError
from transum.inputs import SUFFIXES as FILE_SUFFIXES
from transum.inputs.decode import read
from transum.memory.remembering import RememberingTranslator
from transum.outputs import OUTPUTS, require_part
from transum.outputs.index_page import MOST_ROWS
from transum.outputs.streams import write_stdout
from transum.outputs.view import Format, Part, displayable
from transum.pipeline import Pipeline, prepare

_log = logging.getLogger(__name__)

_DIGESTS: Final = frozenset({"", ".md", ".markdown", ".txt"})
_AGAIN: Final = "Run the same command again: it goes on where this one ended."


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done.

    ``linked`` renders a page that leads to the front page of its folder, which there is then; None: there is none.
    ``rendering`` names all that ``render`` depends on: results of another rendering are out of date. ``parts`` are
    those that the results show. ``output`` is a folder or, for ``jsonl``, a file; None is standard output (``jsonl``
    only). ``kept`` are endings of inputs that become files of their own kind. ``from_file`` lists inputs.
    ``digest`` is a Markdown file on all results of a folder. ``whole_page``: of web pages all, not only the article.
    """

    inputs: tuple[str, ...]
    format: Format
    render: Callable[[Article], bytes]
    linked: Callable[[Article, str], bytes] | None = None
    rendering: str = ""
    parts: frozenset[Part] = frozenset()
    kept: frozenset[str] = frozenset()
    output: Path | None = None
    from_file: str | None = None
    overwrite: bool = False
    report: Path | None = None
    digest: Path | None = None
    max_bytes: int | None = None
    whole_page: bool = False
    force: bool = False
    strict: bool = False
    quiet: bool = False


def run_batch(batch: Batch, pipeline: Callable[[], Pipeline], notes: Console) -> ExitCode:
    """Do it, telling on ``notes`` how far it is and, at the end, what became of what.

    Returns ``PARTIAL`` where inputs failed, ``FINDINGS`` for ``strict`` and an error in a translation or a summary,
    made now or by an earlier run, and what ``signals.ENDINGS`` says where somebody asked the run to end. Raises
    ``UsageError`` for options that don't fit together, ``InputError`` where there is nothing to translate,
    ``OutputError`` where no result can be written, and ``ModelError``.
    """
    _require_fitting_options(batch)
    engine = pipeline()
    tally = Tally()

    def on_request() -> None:
        if not batch.quiet:
            notes.print("transum: finishing what is in flight; again to stop at once.", soft_wrap=True)

    with unfailing(notes):
        try:
            with ending_on_request(on_request) as request, suppress(InterruptedBatchError):
                _run(batch, engine, tally, request, notes)
        finally:
            if tally.failed or not batch.quiet:
                print_outcome(tally, notes, quiet=batch.quiet)
        if request.exit_code is not None:
            notes.print(f"transum: interrupted. {_AGAIN}", soft_wrap=True)
            return request.exit_code
    if not tally.inputs:
        raise _nothing_found(batch)
    if tally.failed:
        return ExitCode.PARTIAL
    return ExitCode.FINDINGS if batch.strict and tally.errors else ExitCode.DONE


def _run(batch: Batch, engine: Pipeline, tally: Tally, request: Request, notes: Console) -> None:
    with (
        _destination(batch, engine) as destination,
        report(batch.report, tally) as add,
        shown(tally, notes, quiet=batch.quiet) as display,
        _counted(batch, tally),
    ):
        _watch(engine, tally, display, request)
        work = Work(
            partial(read, max_bytes=batch.max_bytes, whole=batch.whole_page, margins=batch.format is Format.SAME),
            partial(prepare, language=engine.model.source_language, force=batch.force),
            engine,
            partial(_rendered, batch),
            request.is_made,
        )
        with _front_page(batch, destination) as add_failure:
            for outcome in run(_found(batch, tally.passed_over), destination, work):
                tally.count(outcome)
                add(outcome)
                add_failure(outcome)
                display.refresh()
        for path in destination.orphans():
            tally.count_orphan(path)
        if batch.digest and isinstance(destination, Tree):
            write_digest(
                batch.digest,
                destination.results(),
                engine.encoder,
                title=_title(batch),
                overwrite=batch.overwrite,
            )


@contextmanager
def _front_page(batch: Batch, destination: Destination) -> Iterator[Callable[[Outcome], None]]:
    """Takes outcomes, and writes the front page in the end, also where somebody asked the run to end."""
    if batch.linked is None or not isinstance(destination, Tree):
        yield lambda _: None
        return
    failures: list[Outcome] = []

    def add(outcome: Outcome) -> None:
        if outcome.status is Status.FAILED and len(failures) < MOST_ROWS:
            failures.append(outcome)

    interruption: InterruptedBatchError | None = None
    try:
        yield add
    except InterruptedBatchError as exc:
        interruption = exc
    try:
        destination.write_front(partial(front_page, failures=failures, title=_title(batch)))
    except NotOursError as exc:  # the pages are there all the same
        _log.warning("%s. %s", exc.message, exc.hint)
    if interruption:
        raise interruption


def _title(batch: Batch) -> str:
    return batch.output.resolve().name if batch.output else ""


def _rendered(batch: Batch, article: Article, name: str) -> bytes:
    return batch.linked(article, link_to_front(name)) if batch.linked else batch.render(article)


def _require_fitting_options(batch: Batch) -> None:
    """Raise ``UsageError`` for options that contradict each other, or would have results lie among the articles."""
    require_part(batch.format, batch.parts)
    require_report_form(batch.report)
    if batch.digest:
        _require_digest(batch.digest, overwrite=batch.overwrite)
    if batch.format is Format.JSONL:
        if batch.digest:
            raise UsageError("--digest is for a folder of results", hint="Name a folder for them: -o FOLDER")
        if batch.output and batch.output.is_dir():
            raise UsageError(f"{batch.output} is a folder", hint="--format jsonl writes one file: -o articles.jsonl")
        return
    if not (OUTPUTS[batch.format].suffixes or batch.kept):
        raise UsageError(f"--format {batch.format} is for reading on a terminal", hint="Try text, markdown or html.")
    if batch.output is None:
        if batch.from_file is None and next(_found(batch), None) is None:
            raise _nothing_found(batch)
        raise UsageError("many articles need a place to go", hint="Name a folder: -o FOLDER, or use --format jsonl.")
    if any(Path(name).is_dir() and batch.output.exists() and batch.output.samefile(name) for name in batch.inputs):
        raise UsageError("results would lie among the articles", hint="Name another folder for them: -o FOLDER")
    if batch.output.exists() and not batch.output.is_dir():
        raise UsageError(f"{batch.output} is no folder", hint="Name a folder for the results: -o FOLDER")


def _require_digest(path: Path, *, overwrite: bool) -> None:
    if path.suffix.lower() not in _DIGESTS:
        raise UsageError(f"a digest can't be written as {path.suffix}", hint="Use .md: it is Markdown.")
    require_free(path, overwrite=overwrite)


def _nothing_found(batch: Batch) -> InputError:
    place = f"in {displayable(batch.inputs[0])}" if len(batch.inputs) == 1 else "there"
    names = ", ".join(sorted(FILE_SUFFIXES))
    return InputError(f"there is nothing to translate {place}", hint=f"Folders are searched for {names} files.")


def _destination(batch: Batch, engine: Pipeline) -> Destination:
    linked = "linked" if batch.linked else ""
    fingerprint = engine.fingerprint(batch.format, batch.rendering, str(batch.force), linked)
    if batch.output is None:
        return Stream(write_stdout)
    if batch.format is Format.JSONL:
        return Lines(batch.output, fingerprint, overwrite=batch.overwrite)
    suffix = (OUTPUTS[batch.format].suffixes or OUTPUTS[Format.TEXT].suffixes)[0]
    front = FRONT if batch.linked else ""
    return Tree(batch.output, suffix, fingerprint, overwrite=batch.overwrite, kept=batch.kept, front=front)


def _found(batch: Batch, passed_over: Counter[str] | None = None) -> Iterator[Found]:
    leave_out = str(batch.output) if batch.output and batch.format is not Format.JSONL else ""
    listed_names = listed(batch.from_file) if batch.from_file else ()
    return chain(
        discover(batch.inputs, leave_out=leave_out, passed_over=passed_over),
        discover(listed_names, keep_folders=True, leave_out=leave_out, passed_over=passed_over),
    )


def _watch(engine: Pipeline, tally: Tally, display: Display, request: Request) -> None:
    """Have sentences counted as they are translated, and an interruption noticed between two portions of them."""
    translator = engine.translator
    if not isinstance(translator, RememberingTranslator):
        return

    def on_portion(sentences: int) -> None:
        tally.sentences += sentences
        display.refresh()
        if request.is_made() and translator.remembers:
            raise InterruptedBatchError

    translator.on_portion = on_portion


@contextmanager
def _counted(batch: Batch, tally: Tally) -> Iterator[None]:
    """Count the inputs meanwhile, to tell how much time is left; a list from a pipe can be read only once."""
    ended = threading.Event()

    def count() -> None:
        total = 0
        with suppress(InputError):
            for _ in _found(batch):
                total += 1
                if ended.is_set():
                    return
            tally.total = total

    if not batch.quiet and (batch.from_file is None or Path(batch.from_file).is_file()):
        threading.Thread(target=count, daemon=True).start()
    try:
        yield
    finally:
        ended.set()
