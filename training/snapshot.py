"""Everything that a run is, in one file: resumed from it, a run goes on bit for bit as if it had never stopped."""

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from transum.errors import InputError, OutputError


class Progress(NamedTuple):
    """One line of the run's history: the training loss since the line before, and ``dev``, NaN where not measured."""

    step: int
    tokens: int
    seconds: float
    loss: float
    dev: float


@dataclass(slots=True)
class Position:
    """How far a run is. ``round`` and ``batch`` are the next batch to be trained on; tokens are real target tokens."""

    step: int = 0
    tokens: int = 0
    round: int = 0
    batch: int = 0
    seconds: float = 0.0
    history: list[Progress] = field(default_factory=list)


def save(path: Path, model: torch.nn.Module, optimiser: Any, average: dict[str, Tensor], position: Position) -> None:
    """Write all of it to ``path``, whole or not at all; raises ``OutputError``."""
    temporary = path.with_name(path.name + ".part")
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []
    state = {
        "model": {name: parameter.detach() for name, parameter in model.named_parameters()},
        "optimiser": optimiser.state_dict(),
        "average": average,
        "position": {**asdict(position), "history": [tuple(row) for row in position.history]},
        "random": torch.get_rng_state(),
        "cuda": cuda,
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
    """What ``save`` wrote, on the CPU; raises ``InputError``."""
    try:
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as exc:  # torch raises what its unpickler happens to raise
        raise InputError(f"can't read the snapshot {path}: {exc}", hint="Remove it to begin the run again.") from exc
    return state


def restore(path: Path, model: torch.nn.Module, optimiser: Any, average: dict[str, Tensor]) -> Position:
    """Put what ``path`` holds into ``model``, ``optimiser``, ``average`` and the random generators; the position."""
    state = load(path)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(state["model"][name])
            average[name].copy_(state["average"][name])
    optimiser.load_state_dict(state["optimiser"])
    torch.set_rng_state(state["random"])
    if state["cuda"]:
        torch.cuda.set_rng_state_all(state["cuda"])
    history = [Progress(*row) for row in state["position"].pop("history")]
    return Position(**state["position"], history=history)
