"""Everything that a run is, in one file: resumed from it, a run goes on bit for bit as if it had never stopped."""

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from training.processes import ALONE, Team
from transum.errors import InputError, OutputError, UsageError


class Progress(NamedTuple):
    """One line of the run's history: the training loss since the line before, and ``dev``, NaN where not measured."""

    step: int
    tokens: int
    seconds: float
    loss: float
    dev: float


@dataclass(slots=True)
class Position:
    """How far a run is, and in what precision it got there.

    ``round`` and ``batch`` are the next batch to be trained on, counted in each process; tokens are real target tokens.
    """

    step: int = 0
    tokens: int = 0
    round: int = 0
    batch: int = 0
    seconds: float = 0.0
    precision: str = ""
    history: list[Progress] = field(default_factory=list)


def save(
    path: Path, model: torch.nn.Module, optimiser: Any, average: dict[str, Tensor], position: Position,
    *, team: Team = ALONE,
) -> None:  # fmt: skip
    """Write all of it to ``path``, whole or not at all; raises ``OutputError``. Every process of ``team`` calls it.

    The first process writes: weights and moments are everybody's, and it asks the others for their random states.
    """
    everyone = team.gathered(torch.get_rng_state())
    if not team.is_first:
        return
    temporary = path.with_name(path.name + ".part")
    state = {
        "model": {name: parameter.detach() for name, parameter in model.named_parameters()},
        "optimiser": optimiser.state_dict(),
        "average": average,
        "position": {**asdict(position), "history": [tuple(row) for row in position.history]},
        "random": everyone,
    }
    try:
        with temporary.open("wb") as stream:
            torch.save(state, stream)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as exc:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"can't write the snapshot {path}: {exc.strerror}") from exc


def load(path: Path) -> dict[str, Any]:
    """What ``save`` wrote; raises ``InputError``."""
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except Exception as exc:  # torch raises what its unpickler happens to raise
        raise InputError(f"can't read the snapshot {path}: {exc}", hint="Remove it to begin the run again.") from exc
    return state


def restore(
    path: Path, model: torch.nn.Module, optimiser: Any, average: dict[str, Tensor], team: Team = ALONE
) -> Position:
    """Put what ``path`` holds into ``model``, ``optimiser``, ``average`` and the random generators; the position.

    Raises ``UsageError`` if another number of processes wrote it: each has its own random state and its own batches.
    """
    state = load(path)
    if len(state["random"]) != team.world:
        raise UsageError(
            f"the snapshot {path} is of {len(state['random'])} processes, not of {team.world}",
            hint=f"Go on with --processes {len(state['random'])}.",
        )
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(state["model"][name])
            average[name].copy_(state["average"][name])
    optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["random"][team.rank])
    history = [Progress(*row) for row in state["position"].pop("history")]
    return Position(**state["position"], history=history)


def precision_of(path: Path) -> str:
    """In what precision the run of this snapshot trains; "" where there is no snapshot. Raises ``InputError``."""
    return str(load(path)["position"].get("precision", "")) if path.exists() else ""
