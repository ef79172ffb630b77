"""The main job: inputs and options → results, on standard output or in a file."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from glob import has_magic, iglob
from pathlib import Path
from typing import Final

from transum.batch.run import Batch, run_batch
from transum.cli.console import Screen
from transum.document import Article, Level
from transum.errors import ExitCode, TransumError, UsageError
from transum.indonesian.detect import require_indonesian
from transum.inputs import LAID_OUT
from transum.inputs.decode import STDIN, read
from transum.outputs import BY_SUFFIX, OUTPUTS, require_part
from transum.outputs.streams import write_file, write_stdout
from transum.outputs.terminal import print_side_by_side, without_trailing_blanks
from transum.outputs.view import Format, Part, View, printable
from transum.outputs.wording import verdict
from transum.pipeline import Pipeline

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """What to do with each input. ``output`` None: standard output; ``to_folder``: a folder, though not there yet."""

    inputs: tuple[str, ...]
    format: Format = Format.AUTO
    view: View = field(default_factory=View)
    output: Path | None = None
    to_folder: bool = False
    max_bytes: int | None = None
    force: bool = False
    strict: bool = False
    quiet: bool = False
    from_file: str | None = None
    overwrite: bool = False
    report: Path | None = None


def run(job: Job, pipeline: Callable[[], Pipeline], screen: Screen) -> ExitCode:
    """Do the job; ``pipeline`` is called when an input has been read, since loading models takes a while.

    One unreadable input never stops the others. Returns ``FINDINGS`` for ``strict`` and an error among the findings,
    ``PARTIAL`` where some inputs failed; raises what a single input raises, ``UsageError``, and ``OutputError``.
    """
    if _is_batch(job):
        return run_batch(_batch(job), pipeline, screen.notes)
    _require_sense(job)
    form = _form(job, screen)
    done: list[Article] = []
    failures = 0
    for path in job.inputs:
        try:
            article = _processed(path, job, pipeline, screen)
        except TransumError as error:
            if len(job.inputs) == 1 or error.exit_code is not ExitCode.INPUT:
                raise
            failures += 1
            screen.complain(error)
            continue
        if not job.output:
            if len(job.inputs) > 1 and form is not Format.JSONL:
                write_stdout(
                    (("\n" if done else "") + printable(f"==> {path} <==\n")).encode("utf-8", errors="replace")
                )
            show(article, form, job.view, screen)
        done.append(article)
    if job.output and done:
        write_file(job.output, b"".join(_rendered(article, form, job, alone=len(done) == 1) for article in done))
    if done and not job.quiet:
        screen.say(verdict([article.translation for article in done], [article.summary for article in done]))
    if failures:
        return ExitCode.PARTIAL
    return ExitCode.FINDINGS if job.strict and any(map(has_error, done)) else ExitCode.DONE


def _processed(path: str, job: Job, pipeline: Callable[[], Pipeline], screen: Screen) -> Article:
    """One input, read and translated."""
    name = "standard input" if path == STDIN else path
    started = time.monotonic()
    text = read(path, max_bytes=job.max_bytes)
    if not job.force:
        require_indonesian(text.content, name)
    _LOG.info("%s: read in %.1f s, encoded in %s", name, time.monotonic() - started, text.encoding)
    engine = pipeline()
    started = time.monotonic()
    with screen.busy(f"Translating {name}", quiet=job.quiet):
        article = engine.process(text)
    sentences = len(article.translation.pairs)
    _LOG.info("%s: translated and summarized in %.1f s, %d sentences", name, time.monotonic() - started, sentences)
    return article


def _is_batch(job: Job) -> bool:
    """Whether results are to be kept apart, or there may be more inputs than fit on a command line."""
    folder = job.output is not None and (job.output.is_dir() or (len(job.inputs) > 1 and not job.output.suffix))
    return (
        bool(job.from_file)
        or job.to_folder
        or folder
        or any((name and Path(name).is_dir()) or _is_pattern(name) for name in job.inputs)
    )


def _is_pattern(name: str) -> bool:
    """Whether the shell left a pattern to us (in quotes, or too long to expand), and something fits it."""
    return has_magic(name) and not Path(name).exists() and any(iglob(name, recursive=True))  # noqa: PTH207 - lazy


def _batch(job: Job) -> Batch:
    lines = job.format is Format.JSONL or (job.format is Format.AUTO and job.output and job.output.suffix == ".jsonl")
    form = Format.JSONL if lines else Format.TEXT if job.format is Format.AUTO else job.format
    return Batch(
        inputs=job.inputs,
        format=form,
        render=partial(OUTPUTS[form].render, view=job.view),
        keeps_structure=form is Format.TEXT and job.view.parts <= {Part.TRANSLATION},
        rendering=repr((sorted(job.view.parts), job.view.language)),
        parts=job.view.parts,
        output=job.output,
        from_file=job.from_file,
        overwrite=job.overwrite,
        report=job.report,
        max_bytes=job.max_bytes,
        force=job.force,
        strict=job.strict,
        quiet=job.quiet,
    )


def _require_sense(job: Job) -> None:
    """Raise ``UsageError`` for what would lose a text or do nothing."""
    if job.report:
        raise UsageError("--report is for folders and lists", hint="Name a folder for the results: -o FOLDER")
    if job.output and any(_same_file(name, job.output) for name in job.inputs):
        raise UsageError(f"{job.output} is the article itself", hint="Give another name for the result.")
    require_part(job.format, job.view.parts)


def _same_file(name: str, output: Path) -> bool:
    try:
        return name != STDIN and output.samefile(name)
    except (OSError, ValueError):
        return False


def _form(job: Job, screen: Screen) -> Format:
    """The format that ``auto`` means here; raises ``UsageError`` where the format holds one document only."""
    if len(job.inputs) > 1 and job.format in OUTPUTS and not OUTPUTS[job.format].joins:
        raise UsageError(
            f"--format {job.format} holds one article, and there are {len(job.inputs)}",
            hint="Use --format jsonl, or a folder: -o FOLDER.",
        )
    if job.format is not Format.AUTO:
        return job.format
    if job.output and _keeps_kind(job.output, job.inputs):
        return Format.TEXT
    if job.output:
        return BY_SUFFIX.get(job.output.suffix.lower(), Format.TEXT)
    return Format.SIDE_BY_SIDE if screen.result.file.isatty() else Format.TEXT


def _keeps_kind(output: Path, inputs: tuple[str, ...]) -> bool:
    """Whether the output is named as a file of the inputs' own kind: ``transum a.md -o b.md``."""
    suffix = output.suffix.lower()
    return suffix in LAID_OUT and all(Path(name).suffix.lower() == suffix for name in inputs)


def show(article: Article, form: Format, view: View, screen: Screen) -> None:
    """Write the article to standard output, in a format other than ``auto``; raises ``OutputError``."""
    if form is Format.SIDE_BY_SIDE:
        with screen.result.capture() as capture:
            print_side_by_side(article, view, screen.result)
        write_stdout(without_trailing_blanks(capture.get()).encode("utf-8", errors="replace"))
        return
    data = OUTPUTS[form].render(article, view)
    write_stdout(printable(data.decode("utf-8")).encode() if screen.result.file.isatty() else data)


def _rendered(article: Article, form: Format, job: Job, *, alone: bool) -> bytes:
    """The article as it stands in a file, below its name where others stand there, too."""
    title = "" if alone or form is Format.JSONL else f"==> {article.source.path} <==\n"
    return title.encode("utf-8", errors="replace") + OUTPUTS[form].render(article, job.view)


def has_error(article: Article) -> bool:
    """Whether a fact may be wrong: in the translation, or in a summary that the article doesn't hold."""
    summary = article.summary.sentences if article.summary else ()
    findings = (finding for sentence in summary for finding in sentence.findings)
    return any(pair.level is Level.ERROR for pair in article.translation.pairs) or any(
        finding.level is Level.ERROR for finding in findings
    )
