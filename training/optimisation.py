"""A run in progress, and one step of it: the optimiser, the step, the moving average of the weights."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor
from transformers import MarianMTModel

from training.batching import Batch, Example, in_batches
from training.config import Config, Training
from training.dropout import use_byte_dropout
from training.loss import batch_loss
from training.model import initial_model
from training.schedule import rate_factor, softmax_sample
from training.snapshot import Position

_DEV_TOKENS: Final = 2500


@dataclass(slots=True)
class Run:
    """A run in progress: what changes with every step."""

    model: Any  # a MarianMTModel; transformers annotates its methods in a way that hides them
    optimiser: torch.optim.AdamW
    average: dict[str, Tensor]
    device: torch.device
    precision: torch.dtype
    position: Position = field(default_factory=Position)
    losses: list[float] = field(default_factory=list)  # since the last line of the history

    @property
    def padding(self) -> int:
        """The id of the padding piece."""
        return int(self.model.config.pad_token_id)


def begin(config: Config, vocabulary: Path, start: Path | None, device: torch.device) -> Run:
    """A run at its first step."""
    torch.manual_seed(config.training.seed)
    model: Any = initial_model(config.model, vocabulary, start, dropout=config.training.dropout)
    if device.type == "cpu" and precision(config.training, device) is torch.bfloat16:
        # torch's fused attention goes backward in bfloat16 without the processor's matrix units: half of a step's time
        model.set_attn_implementation("eager")
    if device.type == "cpu" and config.training.dropout:
        use_byte_dropout(model)
    model.to(device).train()
    average = {name: parameter.detach().clone() for name, parameter in model.named_parameters()}
    return Run(model, optimiser(model, config.training), average, device, precision(config.training, device))


def precision(training: Training, device: torch.device) -> torch.dtype:
    """What the matrix multiplications are done in."""
    if training.precision == "auto":
        return torch.bfloat16 if device.type == "cuda" else torch.float32
    return torch.bfloat16 if training.precision == "bfloat16" else torch.float32


def optimiser(model: MarianMTModel, training: Training) -> torch.optim.AdamW:
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
    with torch.autocast(state.device.type, torch.bfloat16, enabled=state.precision is torch.bfloat16):
        loss, tokens = batch_loss(
            state.model, batch, state.device, softmax_sample(share, training), training.label_smoothing
        )
    state.optimiser.zero_grad(set_to_none=True)
    loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it without annotations
    torch.nn.utils.clip_grad_norm_(state.model.parameters(), training.clip, foreach=True)
    state.optimiser.step()
    if position.step % training.average_every == 0:
        move_average(state, training.average**training.average_every)
    position.tokens += tokens
    state.losses.append(loss.item())


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
            loss, tokens = batch_loss(state.model, batch, state.device)
            total, count = total + loss.item() * tokens, count + tokens
    state.model.train()
    put(state.model, current)
    return total / count


@torch.no_grad()
def put(model: Any, weights: Mapping[str, Tensor]) -> None:
    """Give ``model`` these weights, by name."""
    for name, parameter in model.named_parameters():
        parameter.copy_(weights[name])
