"""``--on``: the options of the main job, as a job for a cluster."""

from typing import Final

from transum.choice import Choice
from transum.cli.options import InputOptions, OutputOptions
from transum.cluster.drive import Cluster
from transum.cluster.run import ClusterJob
from transum.cluster.sources import Columns
from transum.errors import UsageError

_ONLY_HERE: Final = (
    "format", "bilingual", "diff", "template", "raw", "pager", "summary_language",
    "from_file", "report", "digest", "jobs",
)  # fmt: skip


def cluster_job(
    inputs: tuple[str, ...],
    output: OutputOptions,
    taken: InputOptions,
    choice: Choice,
    *,
    force: bool,
    said: frozenset[str],
) -> ClusterJob:
    """The job for the cluster that ``--on`` names; raises ``UsageError`` for options that mean nothing there."""
    for option in _ONLY_HERE:
        if option in said:
            raise UsageError(f"--{option.replace('_', '-')} means nothing with --on", hint="Leave one of them out.")
    return ClusterJob(
        inputs=inputs,
        output=output.output or "",
        cluster=Cluster.named(taken.on or "", choice.threads),
        choice=choice,
        columns=Columns(taken.column, taken.id_column),
        view=output.view,
        force=force,
        strict=output.strict,
        quiet=output.quiet,
        overwrite=taken.overwrite,
        most_bytes=taken.most_bytes,
        whole_page=taken.whole_page,
    )
