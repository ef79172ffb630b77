"""A run in progress, and one step of it: the optimiser, the step, the moving average of the weights."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

import torch
from torch import Tensor
from torch.nn import Parameter

from training.batching import Batch, Example, in_batches
from training.config import Config, Training
from training.dropout import use_byte_dropout
from training.loss import batch_loss
from training.model import initial_model
from training.processes import ALONE, Team
from training.schedule import rate_factor, softmax_sample
from training.snapshot import Position
from training.speed import half_is_faster

_DEV_TOKENS: Final = 2500
_APART: Final = 7919  # between the seeds of two processes
_KINDS: Final = {torch.float32: "float32", torch.bfloat16: "bfloat16"}


class Named(Protocol):
    """What an optimiser needs of a model."""

    def named_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """Its weights by name."""
        ...


@dataclass(slots=True)
class Run:
    """A run in progress: what changes with every step."""

    model: Any  # a MarianMTModel; transformers annotates its methods in a way that hides them
    optimiser: torch.optim.AdamW
    average: dict[str, Tensor]
    precision: torch.dtype
    position: Position = field(default_factory=Position)
    losses: list[Tensor] = field(default_factory=list)  # since the last line of the history
    team: Team = ALONE

    @property
    def padding(self) -> int:
        """The id of the padding piece."""
        return int(self.model.config.pad_token_id)


def begin(config: Config, vocabulary: Path, start: Path | None, *, team: Team = ALONE, kind: str = "") -> Run:
    """A run at its first step; ``kind`` is the precision of a run that is gone on with.

    Every process begins with the same weights, and draws its own random numbers from there on.
    """
    torch.manual_seed(config.training.seed)
    model: Any = initial_model(config.model, vocabulary, start, dropout=config.training.dropout)
    chosen = precision(config.training, team, kind)
    if chosen is torch.bfloat16:
        # torch's fused attention goes backward in bfloat16 without the processor's matrix units: half of a step's time
        model.set_attn_implementation("eager")
    if config.training.dropout:
        use_byte_dropout(model)
    model.train()
    average = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    run = Run(model, optimiser(model, config.training), average, chosen, team=team)
    run.position.precision = _KINDS[chosen]
    if not team.is_first:
        torch.manual_seed(config.training.seed + _APART * team.rank)
    return run


def precision(training: Training, team: Team = ALONE, kind: str = "") -> torch.dtype:
    """What the matrix multiplications are done in: as configured, as before, or what the first process finds faster."""
    if training.precision != "auto":
        kind = training.precision
    elif not kind:
        (half,) = team.heard([float(team.is_first and half_is_faster())])
        kind = "bfloat16" if half else "float32"
    return torch.bfloat16 if kind == "bfloat16" else torch.float32


def optimiser(model: Named, training: Training) -> torch.optim.AdamW:
    """AdamW; the encoder and the embedding at one rate, the decoder at another; only matrices decay."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        if "embed_positions" in name:
            parameter.requires_grad_(False)  # sinusoids: Marian checkpoints don't store them
            continue
        rate = training.decoder_rate if ".decoder." in name else training.encoder_rate
        decay = training.weight_decay if parameter.ndim > 1 else 0.0
        groups.setdefault((rate, decay), []).append(parameter)
    return torch.optim.AdamW(
        [{"params": list(p), "lr": rate, "base": rate, "weight_decay": decay} for (rate, decay), p in groups.items()],
        betas=(0.9, training.beta2), eps=1e-8, fused=True,
    )  # fmt: skip


def step(state: Run, batch: Batch, training: Training, share: float) -> None:
    """One batch forward and back, one move of the weights, and now and then of their average."""
    position = state.position
    position.step += 1
    factor = rate_factor(position.step, share, training)
    for group in state.optimiser.param_groups:
        group["lr"] = group["base"] * factor
    with _autocast(state):
        loss, tokens = batch_loss(state.model, batch, softmax_sample(share, training), training.label_smoothing)
    state.optimiser.zero_grad(set_to_none=True)
    together = batch.together or tokens
    # The mean over processes of losses weighed so is the mean over all their tokens.
    (loss * (tokens * state.team.world / together)).backward()  # type: ignore[no-untyped-call]  # torch's own lack
    parameters = list(state.model.parameters())
    state.team.average_gradients(parameters, state.precision)
    torch.nn.utils.clip_grad_norm_(parameters, training.clip, foreach=True)
    state.optimiser.step()
    if position.step % training.average_every == 0:
        move_average(state, training.average**training.average_every)
    position.tokens += together
    state.losses.append(loss.detach())


def _autocast(state: Run) -> torch.autocast:
    return torch.autocast("cpu", torch.bfloat16, enabled=state.precision is torch.bfloat16)


@torch.no_grad()
def move_average(state: Run, kept: float) -> None:
    """``average = kept · average + (1 - kept) · weights``; early on less is kept, so that the start is forgotten."""
    kept = min(kept, state.position.step / (state.position.step + 10))
    current: list[Tensor] = [parameter for _, parameter in state.model.named_parameters()]
    torch._foreach_lerp_(list(state.average.values()), current, 1 - kept)


def dev_loss(state: Run, dev: Sequence[Example]) -> float:
    """The cross-entropy of the moving average on ``dev``, nats a token; NaN where there is none."""
    if not dev:
        return math.nan
    current = {name: parameter.detach().clone() for name, parameter in state.model.named_parameters()}
    put(state.model, state.average)
    state.model.eval()
    total = count = 0.0
    with torch.no_grad():
        for batch in in_batches(dev, tokens=_DEV_TOKENS, bucket=1, padding=state.padding):
            loss, tokens = batch_loss(state.model, batch)
            total, count = total + loss.item() * tokens, count + tokens
    state.model.train()
    put(state.model, current)
    return total / count


@torch.no_grad()
def put(model: Any, weights: Mapping[str, Tensor]) -> None:
    """Give ``model`` these weights, by name."""
    for name, parameter in model.named_parameters():
        parameter.copy_(weights[name])
