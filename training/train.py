r"""Step 3: corpus and vocabulary → a Hugging Face MarianMT checkpoint.

    python -m training.train --config training/configs/small.toml --data work/data --vocabulary work/vocabulary \
        --start multilingual-e5-small --dev flores.id flores.en --output work/run --minutes 600

The same command resumes: ``OUTPUT/snapshot.pt`` holds the model, the optimiser, the moving average, the place in the
data and the random state. Ctrl-C, SIGTERM and the time limit end a run with a snapshot. ``OUTPUT/checkpoint`` is the
moving average as an ordinary checkpoint, ``OUTPUT/curve.svg`` the loss over the steps.

``training.batch_tokens`` are those of each of ``--processes``, and their gradients are averaged. This is training on
processors; ``training.gpu`` is for a GPU.
"""

import argparse
import itertools
import json
import math
import os
import re
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

import torch

from training import snapshot
from training.batching import Batch, Corpus, Example, encoded, read_corpus, round_batches, shared
from training.commandline import available_processors, run
from training.config import Config, Direction, Training
from training.curve import loss_curve
from training.data import REPORT, corpus_of
from training.model import zero_padding
from training.optimisation import Run, begin, dev_loss, put, step
from training.pieces import TOKENIZER_FILES, Pieces
from training.processes import Team, launch
from training.schedule import over
from training.snapshot import Position, Progress
from transum.errors import InputError
from transum.segment.chunk import model_text

SNAPSHOT: Final = "snapshot.pt"
CHECKPOINT: Final = "checkpoint"
# oneDNN keeps the code it makes for every shape of a multiplication, 1,024 of them: gigabytes, where each batch has its
# own shape, and hardly ever used again.
_KEPT_SHAPES: Final = ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "32")


@dataclass(frozen=True, slots=True)
class Material:
    """What a run learns from, and what it is watched on; ``pieces`` for segmenting sources at random."""

    corpus: Corpus
    weights: Mapping[str, float]
    dev: Sequence[Example] = ()
    pieces: Pieces | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """What ends this session of a run, and where its lines go. ``limit``: seconds of all sessions together.

    ``began``: since when this session counts, on ``time.monotonic``; None: since training began.
    """

    limit: float = math.inf
    stop: Callable[[], bool] = lambda: False
    began: float | None = None
    say: Callable[[str], None] = print


def train(config: Config, material: Material, state: Run, output: Path, session: Session | None = None) -> None:
    """Train ``state`` until its steps, the time limit or ``session.stop()`` end it; leaves a snapshot in ``output``."""
    session, training, position = session or Session(), config.training, state.position
    clock = _Clock(training, position, session.began)
    for batch in batches(material, training, state):
        now = decide(state, training, session, clock)
        if now.ended:
            break
        step(state, batch, training, now.share)
        position.batch += 1
        due = bool(training.evaluate_every) and position.step % training.evaluate_every == 0
        if due or now.report:
            tell(state, material.dev if due else (), session, clock)
        if now.save:
            position.seconds = clock.seconds()
            keep(state, output)
            clock.saved()
    tell(state, material.dev, session, clock)
    keep(state, output)
    state.team.heard([0.0])  # whoever goes on in this process finds the snapshot that the first one has written


class Decision(NamedTuple):
    """What the first process finds before a step, and all processes do; truth values are 0.0 and 1.0."""

    share: float  # of the run that is over
    ended: float
    report: float
    save: float


def decide(state: Run, training: Training, session: Session, clock: "_Clock") -> Decision:
    """What the clock, the steps and the signals say, the same in every process."""
    step, seconds = state.position.step, clock.seconds()
    ended = step >= training.steps or seconds >= session.limit or session.stop()
    found = (over(step, seconds, session.limit, training), ended, clock.is_time_to_report(), clock.is_time_to_save())
    return Decision(*state.team.heard([float(value) for value in found]))


def batches(material: Material, training: Training, state: Run) -> Iterator[Batch]:
    """This process's batches from where it is, without end; at the end of a round its position goes to the next one."""
    position = state.position
    for made in rounds(material, training, position.round, state):
        yield from itertools.islice(made, position.batch, None)
        position.round += 1
        position.batch = 0


def rounds(material: Material, training: Training, first: int, state: Run) -> Iterator[list[Batch]]:
    """This process's batches of round ``first`` and of all that follow."""
    for number in itertools.count(first):
        made = round_batches(
            material.corpus, material.weights, training, number, padding=state.padding, pieces=material.pieces
        )
        yield shared(made, state.team.rank, state.team.world, state.padding)


def tell(state: Run, dev: Sequence[Example], session: Session, clock: "_Clock") -> None:
    """A line of the history, said by the first process: the others wait for it at their next decision."""
    state.position.seconds = clock.seconds()
    if state.team.is_first:
        session.say(report(state, dev, clock.tokens_a_second()))
    state.losses.clear()
    clock.reported()


def report(state: Run, dev: Sequence[Example], speed: float) -> str:
    """Add a line to the run's history; the line for people. The training loss is this process's."""
    position = state.position
    loss = torch.stack(state.losses).mean().item() if state.losses else math.nan
    row = Progress(position.step, position.tokens, position.seconds, loss, dev_loss(state, dev))
    position.history.append(row)
    judged = f"  dev {row.dev:.4f}" if math.isfinite(row.dev) else ""
    return (
        f"step {row.step}  {row.tokens / 1e6:.3f} M tokens  {row.seconds / 60:.1f} min  {speed:.0f} tokens/s"
        f"  {memory():.2f} GB  loss {row.loss:.4f}{judged}"
    )


def memory() -> float:
    """The most memory that this process had in use at once, in GB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def keep(state: Run, output: Path) -> None:
    """Write the snapshot and the curve."""
    snapshot.save(output / SNAPSHOT, state.model, state.optimiser, state.average, state.position, team=state.team)
    if state.team.is_first:
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


def source_weights(data: Path, training: Training, direction: Direction = "id-en") -> dict[str, float]:
    """The weight of every source of the corpus in ``data``, 0 for those that don't teach ``direction``.

    A source's own weight, or the one that the configuration gives it, times the factor of every word of its domain.
    Raises ``InputError``.
    """
    return {
        name: training.weights.get(name, float(row["weight"])) * domain_factor(row["domain"], training.domain_weights)
        if direction in row["directions"]
        else 0.0
        for name, row in read_report(data).items()
    }


def read_report(data: Path) -> dict[str, Any]:
    """What ``training.data`` wrote about every source of the corpus in ``data``; raises ``InputError``."""
    try:
        found: dict[str, Any] = json.loads((data / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read {data / REPORT}: {exc}", hint="Make it with training.data.") from exc
    return found


def domain_factor(domain: str, factors: Mapping[str, float]) -> float:
    """The product of the factors of the words in ``domain``.

    >>> domain_factor("news, citizen media", {"news": 1.5, "law": 2.0})
    1.5
    """
    return math.prod(factors.get(word, 1.0) for word in re.findall(r"[\w-]+", domain))


def read_dev(
    paths: Sequence[Path], pieces: Pieces, count: int, max_tokens: int, direction: Direction = "id-en"
) -> list[Example]:
    """The first ``count`` pairs of a development set, Indonesian and English line by line; raises ``InputError``."""
    if not paths:
        return []
    source, target = dev_texts(paths, direction)
    return list(encoded(source[:count], target[:count], pieces, max_tokens))


def dev_texts(paths: Sequence[Path], direction: Direction = "id-en") -> tuple[list[str], list[str]]:
    """Sources and references of a development set, the Indonesian in the model's notation; raises ``InputError``."""
    try:
        indonesian, english = (path.read_text(encoding="utf-8").splitlines() for path in paths)
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read the development set: {exc}") from exc
    sides = [model_text(text) for text in indonesian], english
    return sides if direction == "id-en" else sides[::-1]


class _Clock:
    """Time spent on a run, over all its sessions, and what is due."""

    def __init__(self, training: Training, position: Position, began: float | None) -> None:
        self._training, self._position = training, position
        self._before = position.seconds
        self._reported = self._saved = time.monotonic()
        self._began = self._reported if began is None else began
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


def work(team: Team, options: argparse.Namespace, began: float) -> None:
    """One process of the training: everything between the command line and the checkpoint."""
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: asked.append(number))
    torch.set_num_threads(options.threads or max(1, available_processors() // team.world))
    config = Config.read(options.config).turned(options.direction)
    path = options.output / SNAPSHOT
    say: Callable[[str], None] = _say if team.is_first else lambda _: None
    material = read_material(config, options)
    state = begin(config, options.vocabulary, options.start, team=team, kind=snapshot.precision_of(path))
    say(f"{len(material.corpus.examples)} pairs, {sum(p.numel() for p in state.model.parameters())} parameters")
    say(f"{config.direction}, {team.world} processes, {state.position.precision}")
    if path.exists():
        state.position = snapshot.restore(path, state.model, state.optimiser, state.average, team)
        say(f"resumed at step {state.position.step}")
    train(config, material, state, options.output, Session(60 * options.minutes, lambda: bool(asked), began, say))
    if team.is_first:
        write_checkpoint(state, options.vocabulary, options.output / CHECKPOINT)
        say(f"{options.output / CHECKPOINT}")


def read_material(config: Config, options: argparse.Namespace) -> Material:
    """What the options name: the corpus with its weights, the development set, the pieces."""
    training, direction = config.training, config.direction
    pieces = Pieces(options.vocabulary)
    corpus = read_corpus(corpus_of(options.data), pieces, training.max_tokens, direction)
    dev = read_dev(options.dev, pieces, options.dev_lines, training.max_tokens, direction)
    return Material(corpus, source_weights(options.data, training, direction), dev, pieces)


def _say(text: str) -> None:
    print(text, flush=True)


def _main() -> None:
    began = time.monotonic()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--direction", choices=["id-en", "en-id"], help="instead of the configuration's")
    parser.add_argument("--data", type=Path, required=True, help="folder of training.data")
    parser.add_argument("--vocabulary", type=Path, required=True, help="folder of training.vocabulary, or a checkpoint")
    parser.add_argument("--start", type=Path, help="checkpoint that model.start speaks of")
    parser.add_argument("--dev", type=Path, nargs=2, default=[], metavar=("ID", "EN"), help="development set")
    parser.add_argument("--dev-lines", type=int, default=300, help="how many of its lines are used (default 300)")
    parser.add_argument("--output", type=Path, required=True, help="folder; resumed from if it holds a snapshot")
    parser.add_argument("--minutes", type=float, default=math.inf, help="time limit of the run, its start-up included")
    parser.add_argument("--processes", type=int, default=1, help="default: one")
    parser.add_argument("--threads", type=int, default=0, help="processor threads of each (default: all, shared out)")
    options = parser.parse_args()
    os.environ.setdefault(*_KEPT_SHAPES)
    options.output.mkdir(parents=True, exist_ok=True)
    launch(work, options.processes, options.output, options, began)


if __name__ == "__main__":
    run(_main)
