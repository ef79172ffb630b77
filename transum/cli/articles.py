"""The main job: inputs and options → results, on standard output or in a file."""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from glob import has_magic, iglob
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transum.batch.tables import table_problem
from transum.choice import Choice
from transum.cli.beside import second_translation
from transum.cli.console import Screen, have_links
from transum.cli.options import InputOptions, OutputOptions
from transum.cli.pager import results
from transum.cli.showing import Showing
from transum.cli.use import COMPARING, require_use, unseen
from transum.document import Article, SentencePair, Translation
from transum.engines.heap import share
from transum.engines.pieces import language_code
from transum.errors import ExitCode, InputError, TransumError, UsageError
from transum.inputs.decode import STDIN, Text, read
from transum.outputs import BY_SUFFIX, OUTPUTS, require_part, require_terminal_shows
from transum.outputs.same import require_own_kind
from transum.outputs.streams import write_file
from transum.outputs.template import require_template
from transum.outputs.view import Beside, Format, Part, View, printable
from transum.outputs.wording import verdict
from transum.pipeline import Pipeline, Prepared, prepare
from transum.revise.windows import WINDOW
from transum.serve.client import Server, can_serve

if TYPE_CHECKING:
    from transum.batch.run import Batch

_LARGEST_TEMPLATE: Final = 1 << 20  # bytes; filling in a larger one is refused
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What to do with which inputs. ``said`` are the options of the command line itself, not of variables or a file.

    ``server``: who is asked instead of loading models, for results that are not kept apart.
    """

    inputs: tuple[str, ...]
    output: OutputOptions
    taken: InputOptions
    choice: Choice
    force: bool = False
    said: frozenset[str] = frozenset()
    server: Server | None = None

    @property
    def view(self) -> View:
        """What of each article is shown."""
        return self.output.view

    @property
    def format(self) -> Format:
        """The format that is asked for; a lasting one, of a variable or a file, gives way to what the output is."""
        form, path = self.output.format, self.output.path
        if "format" in self.said or not path:
            return form
        if not _is_batch(self):
            return Format.AUTO if path.suffix else form
        return Format.AUTO if path.suffix == ".jsonl" or form is Format.SIDE_BY_SIDE else form


def run(job: Job, pipeline: Callable[[], Pipeline], screen: Screen) -> ExitCode:
    """Do the job; ``pipeline`` is called when an input has been read, since loading models takes a while.

    One unreadable input never stops the others. Returns ``FINDINGS`` for ``strict`` and an error among the findings,
    ``PARTIAL`` where some inputs failed; raises what a single input raises, ``UsageError``, and ``OutputError``.
    """
    if job.taken.on:
        from transum.cli.cluster import cluster_job
        from transum.cluster.run import run_on_cluster

        work = cluster_job(job.inputs, job.output, job.taken, job.choice, force=job.force, said=job.said)
        return run_on_cluster(work, screen.notes)
    if _is_batch(job):
        if "diff" in job.said:
            raise UsageError("--diff is for articles that are shown, not for folders", hint="Name a file.")
        from transum.batch.run import run_batch

        batch = _batch(job)
        if not batch.quiet:
            _tell_unseen(job, batch.format, screen)
        return run_batch(batch, pipeline, screen.notes)
    return _run_one_by_one(job, pipeline, screen)


def _run_one_by_one(job: Job, pipeline: Callable[[], Pipeline], screen: Screen) -> ExitCode:
    """The job, where all results go to one place."""
    _require_sense(job)
    form = _form(job, screen)
    second = _second(job, form)
    done: list[tuple[Article, View]] = []
    with results(paged=job.output.pager and is_watched(screen)) as write:
        for path in job.inputs:
            showing = Showing(write, form, _shown_view(job, screen), screen, _title_above(path, form, job, done))
            try:
                article = _processed(path, form, job, pipeline, showing)
                beside = second(article) if second else None
            except TransumError as error:
                if len(job.inputs) == 1 or error.exit_code is not ExitCode.INPUT:
                    raise
                screen.complain(error)
                continue
            showing.view = replace(showing.view, beside=beside)
            if not job.output.path:
                showing.rest(article)
            done.append((article, replace(job.view, beside=beside)))
    if job.output.path and done:
        write_file(job.output.path, b"".join(_rendered(*one, form, alone=len(done) == 1) for one in done))
    if done and not job.output.quiet:
        _tell_unseen(job, form, screen, [article for article, _ in done])
        screen.say(verdict([article.translation for article, _ in done], [article.summary for article, _ in done]))
    if len(done) < len(job.inputs):
        return ExitCode.PARTIAL
    return ExitCode.FINDINGS if job.output.strict and any(article.errors for article, _ in done) else ExitCode.DONE


def _tell_unseen(job: Job, form: Format, screen: Screen, done: Sequence[Article] = ()) -> None:
    """Say of options that were typed, and changed nothing that is written in ``form``, that and why."""
    is_laid_out = form is Format.TEXT and job.view.parts <= {Part.TRANSLATION}
    if is_laid_out and any(article.document.layout for article in done):
        form = Format.SAME
    lines = list(unseen(form, job.output, job.said, job.choice))
    without = () if lines or "facts" not in job.said else (article for article in done if not article.facts)
    if "overwrite" in job.said and not _is_batch(job):
        lines.append("--overwrite has no effect: it is for folders of results")
    for line in (*lines, *(f"--facts: {article.source.path} names none that transum knows" for article in without)):
        screen.say(f"transum: {line}")


def _second(job: Job, form: Format) -> Callable[[Article], Beside] | None:
    """What makes a translation to compare with, where one is asked for and the format has a place for it."""
    if not job.output.diff or form not in COMPARING:
        return None
    return second_translation(job.output.diff, job.choice, quiet=job.output.quiet, max_bytes=job.taken.most_bytes)


def _title_above(path: str, form: Format, job: Job, done: Sequence[object]) -> bytes:
    """The name of an input, where there are several and standard output has a place for it."""
    if len(job.inputs) == 1 or form is Format.JSONL:
        return b""
    return (b"\n" if done else b"") + _title(printable(path))


def _shown_view(job: Job, screen: Screen) -> View:
    # A pager may show the escape codes of a link; a pipe that is coloured by force is no terminal.
    return replace(job.view, links=is_watched(screen) and not job.output.pager and have_links(os.environ))


def _processed(path: str, form: Format, job: Job, pipeline: Callable[[], Pipeline], showing: Showing) -> Article:
    """One input, read and translated; what goes to standard output is shown meanwhile, as far as its format can be."""
    name = "standard input" if path == STDIN else path
    started = time.monotonic()
    text = read(path, max_bytes=job.taken.most_bytes, whole=job.taken.whole_page, margins=form is Format.SAME)
    if problem := table_problem(path):
        raise problem
    if form is Format.SAME and not text.layout:
        _require_own_kind(text, job, showing.screen)
    prepared = prepare(text, language=language_code(job.choice.source_language), force=job.force)
    _LOG.info("%s: read in %.1f s, encoded in %s", name, time.monotonic() - started, text.encoding)
    if len(prepared.document.text) > WINDOW:
        share()
    engine = job.server or pipeline()
    started = time.monotonic()
    with showing.screen.busy(f"Translating {name}", quiet=job.output.quiet) as busy:
        if isinstance(engine, Pipeline) and not job.output.path and not job.output.diff:
            article = _shown_meanwhile(engine, prepared, showing, busy)
        else:
            article = engine.process(prepared)
    sentences = len(article.translation.pairs)
    _LOG.info("%s: translated and summarized in %.1f s, %d sentences", name, time.monotonic() - started, sentences)
    return article


def _shown_meanwhile(engine: Pipeline, prepared: Prepared, showing: Showing, busy: object) -> Article:
    showing.begin(Article(prepared.source, engine.model, Translation(prepared.document, ())))

    def on_pairs(pairs: Sequence[SentencePair]) -> None:
        with showing.screen.paused(busy):
            showing.more(pairs)

    return engine.process(prepared, on_pairs)


def _require_own_kind(text: Text, job: Job, screen: Screen) -> None:
    """Raise, before the work, ``UsageError`` where no file of the input's kind can be written, or not to a terminal."""
    kind = require_own_kind(text.path)
    if kind.is_container and not job.output.path and is_watched(screen):
        raise UsageError(f"{kind.what} is nothing for a terminal", hint=f"Give a file: -o article{kind.suffixes[0]}")


def server_of(environment: Mapping[str, str], choice: Choice) -> Server | None:
    """The running server that ``TRANSUM_SERVER`` names, where it can do what is chosen."""
    place = environment.get("TRANSUM_SERVER")
    if not place:
        return None
    if not can_serve(choice):
        _LOG.info("%s was started with other options than these: it is not asked", place)
        return None
    return Server(place, choice, environment.get("TRANSUM_TOKEN"))


def _is_batch(job: Job) -> bool:
    """Whether results are to be kept apart, or there may be more inputs than fit on a command line."""
    path = job.output.path
    return (
        bool(job.taken.from_file)
        or job.output.is_folder
        or (path is not None and (path.is_dir() or (len(job.inputs) > 1 and not path.suffix)))
        or any((name and Path(name).is_dir()) or _is_pattern(name) for name in job.inputs)
    )


def _is_pattern(name: str) -> bool:
    """Whether the shell left a pattern to us (in quotes, or too long to expand), and something fits it."""
    if not has_magic(name) or Path(name).exists():
        return False
    with suppress(RecursionError):  # of hundreds of folders in one another: such names are no files either
        return any(iglob(name, recursive=True))  # noqa: PTH207 - lazy
    return False


def _batch(job: Job) -> "Batch":
    from transum.batch.run import Batch

    output, taken, view = job.output, job.taken, job.view
    form = job.format
    if form is Format.AUTO:
        otherwise = Format.SAME if view.bilingual else Format.TEXT
        form = Format.JSONL if output.path and output.path.suffix == ".jsonl" else otherwise
    _require_use(job, form)
    keeps_kinds = form is Format.SAME or view.parts <= {Part.TRANSLATION}
    kept = OUTPUTS[form].kept if keeps_kinds else frozenset[str]()
    _require_other_places(job, form, kept)
    return Batch(
        inputs=job.inputs,
        format=form,
        render=lambda article: _rendered_in_folder(article, form, view),
        linked=(lambda article, front: OUTPUTS[form].render(article, replace(view, front=front)))
        if form is Format.HTML
        else None,
        kept=kept,
        rendering=_rendering(view) + " whole pages" * taken.whole_page,
        parts=view.parts,
        output=output.path,
        from_file=taken.from_file,
        overwrite=taken.overwrite,
        report=taken.report,
        digest=taken.digest if form is not Format.JSONL or "digest" in job.said else None,
        max_bytes=taken.most_bytes,
        whole_page=taken.whole_page,
        force=job.force,
        strict=output.strict,
        quiet=output.quiet,
    )


def _require_other_places(job: Job, form: Format, kept: frozenset[str]) -> None:
    """Raise ``UsageError`` where an article's result would take its place: ``transum a.txt -o .``."""
    suffixes = OUTPUTS[form].suffixes or OUTPUTS[Format.TEXT].suffixes
    for name in job.inputs if job.output.path else ():
        place = Path(name).name if Path(name).suffix.lower() in kept else f"{Path(name).stem}{suffixes[0]}"
        if Path(name).is_file() and _same_file(name, Path(job.output.output or "", place)):
            other = f"{Path(name).stem}-{job.choice.target_language}{Path(place).suffix}"
            raise UsageError(
                f"in {job.output.output} the result of {name} would take its place",
                hint=f"Name another folder, or a file: -o {other}",
            )


def _rendered_in_folder(article: Article, form: Format, view: View) -> bytes:
    """The article in ``form``, or as text where no file of its own kind can be written: then in both languages, too."""
    if form is Format.SAME and not _is_of_kind(Path(article.source.path), OUTPUTS[form].kept):
        parts = frozenset({Part.ORIGINAL, Part.TRANSLATION}) if view.bilingual else view.parts
        return OUTPUTS[Format.TEXT].render(article, replace(view, parts=parts))
    return OUTPUTS[form].render(article, view)


def _rendering(view: View) -> str:
    """All that a result depends on besides its article and its format."""
    template = hashlib.sha256(_bytes_of(view.template)).hexdigest() if view.template else ""
    return repr((sorted(view.parts), view.language, view.facts, template, view.raw, view.bilingual))


def _bytes_of(template: Path) -> bytes:
    try:
        with template.open("rb") as stream:
            return stream.read(_LARGEST_TEMPLATE)
    except OSError as exc:
        raise InputError(
            f"can't read the template {template}: {exc.strerror}", hint="Give another --template."
        ) from exc


def _require_sense(job: Job) -> None:
    """Raise ``UsageError`` for what would lose a text or do nothing."""
    path = job.output.path
    if "report" in job.said:
        raise UsageError("--report is for folders and lists", hint="Name a folder for the results: -o FOLDER")
    if "digest" in job.said:
        raise UsageError("--digest is for a folder of results", hint="Name a folder for them: -o FOLDER")
    require_another_file(path, job.inputs)
    require_part(job.format, job.view.parts)


def require_another_file(output: Path | None, inputs: Iterable[str]) -> None:
    """Raise ``UsageError`` where the result would take the place of an input."""
    if output and any(_same_file(name, output) for name in inputs):
        raise UsageError(f"{output} is the article itself", hint="Give another name for the result.")


def _same_file(name: str, output: Path) -> bool:
    try:
        return name != STDIN and output.samefile(name)
    except (OSError, ValueError):
        return False


def _form(job: Job, screen: Screen) -> Format:
    """The format that is asked for; raises ``UsageError`` where it holds one article only, and there are more."""
    asked = Format.SAME if _implies_same(job) or _asks_for_both(job) else job.format
    form = chosen_form(asked, job.output.path, job.inputs, screen)
    _require_use(job, form)
    if len(job.inputs) > 1 and not OUTPUTS[form].joins:
        raise UsageError(
            f"--format {form} holds one article, and there are {len(job.inputs)}",
            hint="Use --format jsonl, or a folder: -o FOLDER.",
        )
    return form


def _require_use(job: Job, form: Format) -> None:
    """See ``require_use``; a template that is used is read now, before the work (``require_template``)."""
    require_use(form, job.format, job.said)
    if job.view.template and form is Format.HTML:
        require_template(job.view.template)


def is_watched(screen: Screen) -> bool:
    """Whether standard output is a terminal."""
    return screen.result.file.isatty()


def chosen_form(asked: Format, output: Path | None, inputs: tuple[str, ...], screen: Screen) -> Format:
    """What ``asked`` means for a result that goes to ``output``, or to standard output for None.

    Raises ``UsageError`` for an ending that says nothing, and for a format that no terminal shows.
    """
    if asked is Format.AUTO and output:
        return _format_of(output, inputs)
    if asked is Format.AUTO:
        return Format.SIDE_BY_SIDE if is_watched(screen) else Format.TEXT
    if not output and is_watched(screen):
        require_terminal_shows(asked)
    return asked


def _format_of(output: Path, inputs: tuple[str, ...]) -> Format:
    """The format that the ending of a file asks for, text where it has none; raises ``UsageError``."""
    suffix = output.suffix.lower()
    laid_out = OUTPUTS[Format.TEXT].kept
    if not suffix or suffix in laid_out - BY_SUFFIX.keys() or _keeps_kind(output, inputs, laid_out):
        return Format.TEXT
    if suffix not in BY_SUFFIX:
        raise UsageError(
            f"nothing is written as {output.suffix}: {output}",
            hint=f"Endings that say how: {' '.join(BY_SUFFIX)}. With --format the name can be any.",
        )
    return BY_SUFFIX[suffix]


def _implies_same(job: Job) -> bool:
    """Whether the output is named as a file of the input's own kind, and no more than such a file holds is wanted."""
    path, view = job.output.path, job.view
    return (
        job.format is Format.AUTO
        and path is not None
        and len(job.inputs) == 1
        and view.parts <= OUTPUTS[Format.SAME].parts
        and not view.template
        and _keeps_kind(path, job.inputs, OUTPUTS[Format.SAME].kept)
    )


def _asks_for_both(job: Job) -> bool:
    """Whether originals are to stand with translations in a file of the input's kind, and no name says another kind."""
    is_named = job.output.path is not None and job.output.path.suffix.lower() in BY_SUFFIX
    return "bilingual" in job.said and job.format is Format.AUTO and not is_named


def _keeps_kind(output: Path, inputs: tuple[str, ...], kinds: frozenset[str]) -> bool:
    """Whether the output is named as a file of the inputs' own kind, one of ``kinds``: ``transum a.md -o b.md``."""
    suffix = output.suffix.lower()
    return _is_of_kind(output, kinds) and all(Path(name).suffix.lower() == suffix for name in inputs)


def _is_of_kind(path: Path, kinds: frozenset[str]) -> bool:
    return path.suffix.lower() in kinds


def shown(article: Article, form: Format, view: View, screen: Screen) -> bytes:
    """The article as standard output shows it, in a format that ``chosen_form`` gave."""
    parts: list[bytes] = []
    Showing(parts.append, form, view, screen).rest(article)
    return b"".join(parts)


def _rendered(article: Article, view: View, form: Format, *, alone: bool) -> bytes:
    """The article as it stands in a file, below its name where others stand there, too."""
    title = b"" if alone or form is Format.JSONL else _title(article.source.path)
    return title + OUTPUTS[form].render(article, view)


def _title(name: str) -> bytes:
    return f"==> {name} <==\n".encode("utf-8", errors="replace")
