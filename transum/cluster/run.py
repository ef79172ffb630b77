"""``transum articles.parquet -o english.parquet --on ray``: from options to an exit code."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from rich.console import Console
from rich.text import Text

from transum.batch.groups import Outcome, Status
from transum.batch.progress import Tally, print_outcome, shown, unfailing
from transum.choice import Choice
from transum.cluster.drive import Cluster, require_ray
from transum.cluster.drive import run as run_chunks
from transum.cluster.parts import FORMS, PART
from transum.cluster.places import TEMPORARY, Place
from transum.cluster.sources import SOURCES, Columns, Fragment, fragments
from transum.cluster.work import Engines, Made, Task
from transum.errors import ExitCode, InputError, OutputError, UsageError
from transum.outputs.view import View

_ENDINGS: Final = f"-o names a folder of parts, in the form that its ending says: {' or '.join(FORMS)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterJob:
    """What is to be done; ``output`` is a folder of parts, whose ending says their form."""

    inputs: tuple[str, ...]
    output: str
    cluster: Cluster
    choice: Choice
    columns: Columns = field(default_factory=Columns)
    view: View = field(default_factory=View)
    force: bool = False
    strict: bool = False
    quiet: bool = False
    overwrite: bool = False
    most_bytes: int
    whole_page: bool = False


def run_on_cluster(job: ClusterJob, notes: Console) -> ExitCode:
    """Do it, telling on ``notes`` how far it is and, at the end, what became of it.

    Returns ``PARTIAL`` where rows failed and ``FINDINGS`` for ``strict`` and an error in a translation or a summary,
    made now or by an earlier run. Raises ``UsageError``, ``InputError`` where there is nothing to translate,
    ``OutputError`` and ``ModelError``.
    """
    require_ray()
    target = _target(job)
    engines = Engines.of(job.choice)
    passed_over: Counter[str] = Counter()
    found = _found(job, target, passed_over)
    total = sum(each.rows for each in found)
    tally = Tally(total=total, noun="rows", told_by="The column error names them all.", passed_over=passed_over)
    task = Task(
        target=target,
        suffix=target.suffix,
        pipeline=engines,
        view=job.view,
        force=job.force,
        most_bytes=job.most_bytes,
        whole_page=job.whole_page,
    )
    with unfailing(notes):
        try:
            with shown(tally, notes, quiet=job.quiet) as display:
                for made in run_chunks(found, task, job.cluster, lambda text: _say(text, notes, quiet=job.quiet)):
                    _count(made, tally, target.name)
                    display.refresh()
        finally:
            if tally.failed or (tally.inputs and not job.quiet):
                print_outcome(tally, notes, quiet=job.quiet)
        _say(f"{target.name} is a folder of parts, which are one table", notes, quiet=job.quiet)
    if tally.failed:
        return ExitCode.PARTIAL
    return ExitCode.FINDINGS if job.strict and tally.errors else ExitCode.DONE


def _say(text: str, notes: Console, *, quiet: bool) -> None:
    if not quiet:
        notes.print(Text(f"transum: {text}"), soft_wrap=True)


def _found(job: ClusterJob, target: Place, passed_over: Counter[str]) -> list[Fragment]:
    taken = fragments(job.inputs, job.columns, most_bytes=job.most_bytes, leave_out=target, passed_over=passed_over)
    if found := list(taken):
        return found
    endings = ", ".join(SOURCES)
    raise InputError("there is nothing to translate there", hint=f"Name articles, or a table of them: {endings}.")


def _target(job: ClusterJob) -> Place:
    """The folder of parts; raises ``UsageError`` and ``OutputError`` where it can't be one."""
    if not job.output:
        raise UsageError("--on doesn't write to standard output", hint=_ENDINGS)
    try:
        target = Place.parse(job.output)
    except InputError as error:
        raise OutputError(error.message, error.hint) from error
    if target.suffix not in FORMS:
        raise UsageError(f"--on doesn't write {target.name}", hint=_ENDINGS)
    if job.output in job.inputs:
        raise UsageError(f"{target.name} is the input itself", hint="Give another name for the result.")
    if target.is_file:
        raise OutputError(
            f"{target.name} is a file, and a cluster writes a folder of parts", hint="Move it away, or give another -o."
        )
    strange = [name for name in target.names() if not (PART.fullmatch(name) or name.startswith((".", TEMPORARY)))]
    if strange and not job.overwrite:
        raise OutputError(
            f"there are files in {target.name} that transum didn't write: {strange[0]}",
            hint="Give another -o, or say --overwrite: they stay beside the parts.",
        )
    return target


def _count(made: Made, tally: Tally, output: str) -> None:
    """Add a chunk to what is told."""
    for name, reason, hint in made.failures:
        tally.count(Outcome(name, Status.FAILED, output, reason, hint))
    tally.failed += made.failed - len(made.failures)
    tally.done += made.done
    tally.skipped += made.kept
    tally.sentences += made.sentences
    tally.errors += made.errors
    tally.current = made.part
