"""Several processes that train one model: each has its own batches, all have the same weights after every step.

Two processes of one thread are faster than one of two threads. Weights are never sent: every process starts from the
same and moves them by the same averaged gradients.
"""

import signal
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor, distributed
from torch.multiprocessing.spawn import ProcessExitedException, spawn

_PATIENCE: Final = timedelta(hours=1)  # while the first process measures, or writes a snapshot, the others wait
_MEETING_PLACE: Final = "processes"  # a file beside the snapshot; it holds nothing that outlives a session


@dataclass(frozen=True, slots=True)
class Team:
    """Who this process is among ``world`` of them; alone, everything here costs nothing and changes nothing."""

    rank: int = 0
    world: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this is the process that reports, measures and writes."""
        return self.rank == 0

    def heard(self, values: Sequence[float]) -> list[float]:
        """The first process's ``values``, in every process: clocks and signals differ, decisions must not."""
        if self.world == 1:
            return list(values)
        said = torch.tensor(values, dtype=torch.float64)
        distributed.broadcast(said, 0)
        return said.tolist()

    def gathered(self, own: Tensor) -> list[Tensor]:
        """Every process's tensor (of one shape), by rank."""
        if self.world == 1:
            return [own]
        everyone = [torch.empty_like(own) for _ in range(self.world)]
        distributed.all_gather(everyone, own)
        return everyone

    def average_gradients(self, parameters: Iterable[Tensor], kind: torch.dtype) -> None:
        """Give every process the mean of all processes' gradients, sent as ``kind``: half as much in bfloat16."""
        if self.world == 1:
            return
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        flat = torch.cat([gradient.flatten() for gradient in gradients]).to(kind)
        distributed.all_reduce(flat)
        means = torch.split(flat.float().div_(self.world), [gradient.numel() for gradient in gradients])
        torch._foreach_copy_(gradients, [m.view_as(g) for m, g in zip(means, gradients, strict=True)])


ALONE: Final = Team()


def launch(work: Callable[..., None], count: int, folder: Path, *arguments: Any) -> None:
    """Call ``work(team, *arguments)`` in ``count`` processes at once; alone, in this one.

    Ctrl-C and SIGTERM to this process reach all of them; what one of them raises ends all.
    """
    if count == 1:
        work(ALONE, *arguments)
        return
    place = folder.resolve() / _MEETING_PLACE
    place.unlink(missing_ok=True)
    context: Any = spawn(_join, (work, count, place, arguments), nprocs=count, join=False)  # type: ignore[no-untyped-call]
    asked: list[int] = []

    def pass_on(number: int, _: Any) -> None:
        asked.append(number)
        for process in context.processes:
            process.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, pass_on)
    try:
        while not context.join():
            pass
    except ProcessExitedException as exc:
        if not asked:
            raise
        # A process that was still starting when it was told to end has nothing to keep.
        raise SystemExit(128 + asked[0]) from exc
    finally:
        place.unlink(missing_ok=True)


def _join(rank: int, work: Callable[..., None], world: int, place: Path, arguments: Sequence[Any]) -> None:
    distributed.init_process_group(
        "gloo", init_method=f"file://{place}", rank=rank, world_size=world, timeout=_PATIENCE
    )
    try:
        work(Team(rank, world), *arguments)
    finally:
        distributed.destroy_process_group()
