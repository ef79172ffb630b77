r"""Step 3: corpus and vocabulary → a Hugging Face MarianMT checkpoint.

    python -m training.train --config training/configs/small.toml --data work/data --vocabulary work/vocabulary \
        --start multilingual-e5-small --dev flores.id flores.en --output work/run --hours 10

The same command resumes: ``OUTPUT/snapshot.pt`` holds the model, the optimiser, the moving average, the place in the
data and the random state. Ctrl-C, SIGTERM and the time limit end a run with a snapshot. ``OUTPUT/checkpoint`` is the
moving average as an ordinary checkpoint, ``OUTPUT/curve.svg`` the loss over the steps.
"""

import argparse
import itertools
import json
import math
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor
from transformers import MarianMTModel

from training import snapshot
from training.batching import Batch, Corpus, Example, encoded, in_batches, read_corpus, round_batches
from training.commandline import run
from training.config import Config, Training
from training.curve import loss_curve
from training.data import CORPUS, REPORT
from training.loss import batch_loss
from training.model import initial_model, zero_padding
from training.pieces import TOKENIZER_FILES, Pieces
from training.schedule import over, rate_factor, softmax_sample
from training.snapshot import Position, Progress
from transum.chunk import model_text
from transum.errors import InputError

SNAPSHOT: Final = "snapshot.pt"
CHECKPOINT: Final = "checkpoint"
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


@dataclass(frozen=True, slots=True)
class Material:
    """What a run learns from, and what it is watched on."""

    corpus: Corpus
    weights: Mapping[str, float]
    dev: Sequence[Example] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """What ends this session of a run, and where its lines go. ``limit``: seconds of all sessions together."""

    limit: float = math.inf
    stop: Callable[[], bool] = lambda: False
    say: Callable[[str], None] = print


def begin(config: Config, vocabulary: Path, start: Path | None, device: torch.device) -> Run:
    """A run at its first step."""
    torch.manual_seed(config.training.seed)
    model: Any = initial_model(config.model, vocabulary, start, dropout=config.training.dropout)
    if device.type == "cpu" and precision(config.training, device) is torch.bfloat16:
        # torch's fused attention goes backward in bfloat16 without the processor's matrix units: half of a step's time
        model.set_attn_implementation("eager")
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


def train(config: Config, material: Material, state: Run, output: Path, session: Session | None = None) -> None:
    """Train ``state`` until its steps, the time limit or ``session.stop()`` end it; leaves a snapshot in ``output``."""
    session, training, position = session or Session(), config.training, state.position
    clock = _Clock(training, position)
    for batch in batches(material, training, position, state.padding):
        if position.step >= training.steps or clock.seconds() >= session.limit or session.stop():
            break
        step(state, batch, training, over(position.step, clock.seconds(), session.limit, training))
        position.batch += 1
        due = training.evaluate_every and position.step % training.evaluate_every == 0
        if due or clock.is_time_to_report():
            position.seconds = clock.seconds()
            session.say(report(state, material.dev if due else (), clock.tokens_a_second()))
            clock.reported()
        if clock.is_time_to_save():
            position.seconds = clock.seconds()
            keep(state, output)
            clock.saved()
    position.seconds = clock.seconds()
    session.say(report(state, material.dev, clock.tokens_a_second()))
    keep(state, output)


def batches(material: Material, training: Training, position: Position, padding: int) -> Iterator[Batch]:
    """The batches from ``position`` on, without end; at the end of a round ``position`` goes to the next one."""
    while True:
        made = round_batches(material.corpus, material.weights, training, position.round, padding)
        yield from itertools.islice(made, position.batch, None)
        position.round += 1
        position.batch = 0


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
    _put(state.model, state.average)
    state.model.eval()
    total = count = 0.0
    with torch.no_grad():
        for batch in in_batches(dev, tokens=_DEV_TOKENS, bucket=1, padding=state.padding):
            loss, tokens = batch_loss(state.model, batch, state.device)
            total, count = total + loss.item() * tokens, count + tokens
    state.model.train()
    _put(state.model, current)
    return total / count


@torch.no_grad()
def _put(model: Any, weights: Mapping[str, Tensor]) -> None:
    for name, parameter in model.named_parameters():
        parameter.copy_(weights[name])


def report(state: Run, dev: Sequence[Example], speed: float) -> str:
    """Add a line to the run's history; the line for people."""
    position = state.position
    loss = sum(state.losses) / len(state.losses) if state.losses else math.nan
    state.losses.clear()
    row = Progress(position.step, position.tokens, position.seconds, loss, dev_loss(state, dev))
    position.history.append(row)
    judged = f"  dev {row.dev:.4f}" if math.isfinite(row.dev) else ""
    return (
        f"step {row.step}  {row.tokens / 1e6:.3f} M tokens  {row.seconds / 60:.1f} min  {speed:.0f} tokens/s"
        f"  {memory(state.device):.2f} GB  loss {row.loss:.4f}{judged}"
    )


def memory(device: torch.device) -> float:
    """The most memory that was in use at once, in GB: the GPU's, or the process's."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 1e9
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def keep(state: Run, output: Path) -> None:
    """Write the snapshot and the curve."""
    snapshot.save(output / SNAPSHOT, state.model, state.optimiser, state.average, state.position)
    (output / "curve.svg").write_text(loss_curve(state.position.history), encoding="utf-8")


def write_checkpoint(state: Run, vocabulary: Path, folder: Path) -> None:
    """The moving average as a Hugging Face checkpoint in float32, with its tokenizer."""
    current = {name: parameter.detach().clone() for name, parameter in state.model.named_parameters()}
    _put(state.model, state.average)
    zero_padding(state.model)
    kept = state.model.config.dropout
    state.model.config.dropout = 0.0
    state.model.save_pretrained(folder)
    state.model.config.dropout = kept
    _put(state.model, current)
    for name in TOKENIZER_FILES:
        shutil.copyfile(vocabulary / name, folder / name)


def source_weights(data: Path, overrides: Mapping[str, float]) -> dict[str, float]:
    """The weight of every source of the corpus in ``data``; raises ``InputError``."""
    try:
        described = json.loads((data / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read {data / REPORT}: {exc}", hint="Make it with training.data.") from exc
    return {name: float(row["weight"]) for name, row in described.items()} | dict(overrides)


def read_dev(paths: Sequence[Path], pieces: Pieces, count: int, max_tokens: int) -> list[Example]:
    """The first ``count`` pairs of a development set, Indonesian and English line by line; raises ``InputError``."""
    if not paths:
        return []
    try:
        source, target = (path.read_text(encoding="utf-8").splitlines()[:count] for path in paths)
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read the development set: {exc}") from exc
    return list(encoded([model_text(text) for text in source], target, pieces, max_tokens))


class _Clock:
    """Time spent on a run, over all its sessions, and what is due."""

    def __init__(self, training: Training, position: Position) -> None:
        self._training, self._position = training, position
        self._before = position.seconds
        self._began = self._reported = self._saved = time.monotonic()
        self._tokens = position.tokens

    def seconds(self) -> float:
        return self._before + time.monotonic() - self._began

    def is_time_to_report(self) -> bool:
        return time.monotonic() - self._reported >= 60 * self._training.report_minutes

    def is_time_to_save(self) -> bool:
        return time.monotonic() - self._saved >= 60 * self._training.save_minutes

    def tokens_a_second(self) -> float:
        """Since the last report."""
        return (self._position.tokens - self._tokens) / max(1e-9, time.monotonic() - self._reported)

    def reported(self) -> None:
        self._reported, self._tokens = time.monotonic(), self._position.tokens

    def saved(self) -> None:
        self._saved = time.monotonic()


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder of training.data")
    parser.add_argument("--vocabulary", type=Path, required=True, help="folder of training.vocabulary, or a checkpoint")
    parser.add_argument("--start", type=Path, help="checkpoint that model.start speaks of")
    parser.add_argument("--dev", type=Path, nargs=2, default=[], metavar=("ID", "EN"), help="development set")
    parser.add_argument("--dev-lines", type=int, default=300, help="how many of its lines are used (default 300)")
    parser.add_argument("--output", type=Path, required=True, help="folder; resumed from if it holds a snapshot")
    parser.add_argument("--hours", type=float, default=math.inf, help="time limit of the whole run")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument("--threads", type=int, default=0, help="processor threads (default: torch's own choice)")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    config = Config.read(options.config)
    gpu = options.device == "cuda" or (options.device == "auto" and torch.cuda.is_available())
    pieces = Pieces(options.vocabulary)
    corpus = read_corpus(options.data / CORPUS, pieces, config.training.max_tokens)
    dev = read_dev(options.dev, pieces, options.dev_lines, config.training.max_tokens)
    options.output.mkdir(parents=True, exist_ok=True)
    state = begin(config, options.vocabulary, options.start, torch.device("cuda" if gpu else "cpu"))
    if (options.output / SNAPSHOT).exists():
        state.position = snapshot.restore(options.output / SNAPSHOT, state.model, state.optimiser, state.average)
        print(f"resumed at step {state.position.step}", flush=True)
    print(f"{len(corpus.examples)} pairs, {sum(p.numel() for p in state.model.parameters())} parameters", flush=True)
    asked: list[int] = []
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda number, _: asked.append(number))
    material = Material(corpus, source_weights(options.data, config.training.weights), dev)
    session = Session(3600 * options.hours, lambda: bool(asked), lambda text: print(text, flush=True))
    train(config, material, state, options.output, session)
    write_checkpoint(state, options.vocabulary, options.output / CHECKPOINT)
    print(f"{options.output / CHECKPOINT}")


if __name__ == "__main__":
    run(_main)
