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
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from training import snapshot
from training.batching import Batch, Corpus, Example, encoded, read_corpus, round_batches
from training.commandline import run
from training.config import Config, Training
from training.curve import loss_curve
from training.data import CORPUS, REPORT
from training.model import zero_padding
from training.optimisation import Run, begin, dev_loss, put, step
from training.pieces import TOKENIZER_FILES, Pieces
from training.schedule import over
from training.snapshot import Position, Progress
from transum.chunk import model_text
from transum.errors import InputError

SNAPSHOT: Final = "snapshot.pt"
CHECKPOINT: Final = "checkpoint"
# oneDNN keeps the code it makes for every shape of a multiplication, 1,024 of them: gigabytes, where each batch has its
# own shape, and hardly ever used again.
_KEPT_SHAPES: Final = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "32")


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
    put(state.model, state.average)
    zero_padding(state.model)
    kept = state.model.config.dropout
    state.model.config.dropout = 0.0
    state.model.save_pretrained(folder)
    state.model.config.dropout = kept
    put(state.model, current)
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
    os.environ.setdefault(*_KEPT_SHAPES)
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
