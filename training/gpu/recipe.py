"""The two runs: the translator by way of a teacher, and the reverse model from what the teacher wrote.

The translator: its weights, widened, become a teacher, which is trained on all pairs, and translates Indonesian text
that has no translation; then the translator itself is trained on all pairs and on those. A small model learns more from
a large one's translations, which are regular, than from people's (Kim and Rush 2016, https://arxiv.org/abs/1606.07947).
The reverse model is trained on the pairs that teach it and on the same sentences the other way round: news that people
wrote in Indonesian, from the teacher's English (Sennrich et al. 2016, https://arxiv.org/abs/1511.06709).
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from training.config import Config
from training.faults import keeps_figures, obvious_fault
from training.gpu.beam import translations
from training.gpu.fit import Watch, dev_loss, fit
from training.gpu.material import (
    DISTILLED,
    Cut,
    Cutter,
    Texts,
    rates,
    read_distilled,
    read_lines,
    read_texts,
    tidied,
    worth_distilling,
    write_distilled,
)
from training.gpu.network import Net, Shape, Ways
from training.gpu.packing import Batch, Indices, Pairs, Rows, Side
from training.gpu.ways import fastest
from training.gpu.weights import read_weights, write_weights
from training.gpu.widen import widened
from training.readers import Pair
from training.train import dev_texts

_SHORTEST: Final = 5  # pieces of a sentence that is worth distilling


@dataclass(frozen=True, slots=True)
class Given:
    """What a run reads and writes; ``distilled`` is written by the first run and read by the second."""

    data: Path
    start: Path
    dev: Sequence[Path]
    distilled: Path
    output: Path


@dataclass(frozen=True, slots=True)
class Clock:
    """The lent time; ``began`` on ``time.monotonic``."""

    began: float
    seconds: float

    @property
    def end(self) -> float:
        """When it is over."""
        return self.began + self.seconds


@dataclass(frozen=True, slots=True)
class Run:
    """What a run has: its settings, its files, its machine."""

    config: Config
    given: Given
    cutter: Cutter
    clock: Clock
    device: torch.device
    random: np.random.Generator
    say: Callable[[str], None] = print

    @property
    def end(self) -> float:
        """When training has to end, on ``time.monotonic``."""
        return self.clock.end - self.config.gpu.closing_seconds

    def net(self, weights: Mapping[str, Tensor], shape: Shape) -> Net:
        """A model on the device; half precision is for GPUs."""
        return Net(weights, shape, self.device, torch.bfloat16 if self.device.type == "cuda" else torch.float32)


@dataclass(frozen=True, slots=True)
class Dev:
    """The development set, as texts and packed."""

    sources: Sequence[str]
    references: Sequence[str]
    side: Side
    pairs: Pairs
    trial: Batch  # as large as those of the training, of the same sentences over and over


def read_dev(run: Run, padding: int) -> Dev:
    """The development set of this run's direction; raises ``InputError``."""
    training = run.config.training
    sources, references = dev_texts(run.given.dev, run.config.direction)
    left, right = run.cutter.rows(sources)(), run.cutter.rows(references)()
    once = np.ones(len(left))
    times = math.ceil(2 * training.batch_tokens / max(1, len(right.flat)))
    pairs, repeated = (
        Pairs([left], right, often, longest=training.max_tokens, padding=padding, device=run.device)
        for often in (once, once * times)
    )
    draw = next(repeated.plan(np.random.default_rng(0), training.batch_tokens, 0.0))
    trial = repeated.batch(draw, training.batch_tokens)
    return Dev(sources, references, Side(left, padding, run.device), pairs, trial)


def train_translator(run: Run, teaching: Config, text: Path) -> None:
    """The first run; ``teaching`` is the teacher's configuration, ``text`` Indonesian that has no translation."""
    start, shape = read_weights(run.given.start)
    dev = read_dev(run, shape.padding)
    texts, written = read_texts(run.config, run.given.data), [tidied(line) for line in read_lines(text)]
    alone = worth_distilling(written, run.cutter.in_notation(written), dev.sources)
    run.say(f"{len(texts.names)} pairs, {len(alone)} sentences alone, on {run.device}")
    pairs, alone_cut = run.cutter.pairs(texts, run.config), run.cutter.segmentations(list(alone), run.config)
    student, teacher = run.net(start, shape), run.net(*widened(start, shape, run.random))
    ways = fastest([(student, run.config.training), (teacher, teaching.training)], dev.trial, run.say)
    cut, begun = pairs(), time.monotonic()
    taught = begun + (run.end - begun) * run.config.gpu.teacher
    learn(run, teacher, cut, teaching, ways, Watch("teacher", dev.pairs, run.say), until=taught)
    run.say(f"teacher: {judged(run, teacher, dev, ways)}")
    until = taught + (run.end - begun) * run.config.gpu.distilling
    which, distilled = distil(run, teacher, alone, alone_cut[0](), ways, until)
    write_distilled(run.given.distilled, distilled)
    del teacher
    english = run.cutter.rows([translation for _, translation in distilled])()
    more = Cut([DISTILLED] * len(which), [rows().taken(which) for rows in alone_cut], english)
    finish(run, student, cut.and_more(more), ways, dev, "translator")


def train_reverse(run: Run) -> None:
    """The second run: the model of the other direction, from what the first one distilled."""
    weights, shape = read_weights(run.given.start)
    dev = read_dev(run, shape.padding)
    texts, distilled = read_texts(run.config, run.given.data), read_distilled(run.given.distilled)
    run.say(f"{len(texts.names)} pairs, {len(distilled)} distilled, on {run.device}")
    texts = Texts(
        [*texts.names, *[DISTILLED] * len(distilled)],
        [*texts.sources, *(english for _, english in distilled)],
        [*texts.targets, *run.cutter.in_notation([indonesian for indonesian, _ in distilled])],
    )
    pairs, net = run.cutter.pairs(texts, run.config), run.net(weights, shape)
    ways = fastest([(net, run.config.training)], dev.trial, run.say)
    finish(run, net, pairs(), ways, dev, "reverse model")


def finish(  # noqa: PLR0917 -- as ``learn``
    run: Run, net: Net, cut: Cut, ways: Ways, dev: Dev, name: str
) -> None:
    """Train the model that the run is for until its end, write it, and only then judge it."""
    learn(run, net, cut, run.config, ways, Watch(name, dev.pairs, run.say), until=run.end)
    count = write_weights(net, run.given.output)
    run.say(f"{name}: {count} parts in {run.given.output}")
    run.say(f"{name}: {judged(run, net, dev, ways)}")


def learn(  # noqa: PLR0917 -- who learns from what, how, and by what it is watched
    run: Run, net: Net, cut: Cut, config: Config, ways: Ways, watch: Watch, *, until: float
) -> None:
    """Train ``net`` on ``cut``."""
    run.say(f"{watch.name}: development loss {dev_loss(net, watch.dev, ways):.4f}")
    pairs = Pairs(
        cut.sources, cut.targets, rates(cut.names, config, run.given.data), longest=config.training.max_tokens,
        padding=net.shape.padding, device=run.device,
    )  # fmt: skip
    run.say(f"{watch.name}: {pairs.rates.sum():.0f} pairs a pass")
    fit(net, pairs, config.training, ways, run.random, watch, seconds=until - time.monotonic())


def distil(  # noqa: PLR0917 -- who translates what, how and how long
    run: Run, teacher: Net, alone: Mapping[str, str], rows: Rows, ways: Ways, until: float
) -> tuple[Indices, list[Pair]]:
    """Which sentences of ``alone`` the teacher had time for, and each, as it was written, with its translation.

    Left out is what seems wrong without asking a model: that has to be learnt from nobody.
    """
    read, written = list(alone), list(alone.values())
    longest = run.config.training.max_tokens
    wanted = np.flatnonzero((rows.sizes <= longest) & (rows.sizes >= _SHORTEST))
    side = Side(rows, teacher.shape.padding, run.device)
    found = translations(teacher, side, wanted, run.config.gpu.beam, longest, ways, until=until)
    which = sorted(found)
    translated = dict(zip(which, run.cutter.texts([found[index] for index in which]), strict=True))
    good = [
        index for index, text in translated.items()
        if not obvious_fault(read[index], text, run.config.back) and keeps_figures(read[index], text)
    ]  # fmt: skip
    run.say(f"distilled {len(found)} of {len(wanted)} sentences, {len(good)} kept")
    return np.array(good, dtype=np.int64), [(written[index], translated[index]) for index in good]


def judged(run: Run, net: Net, dev: Dev, ways: Ways) -> str:
    """BLEU and chrF of ``net`` on the development set, or that nothing can measure it here."""
    try:
        from sacrebleu import corpus_bleu, corpus_chrf
    except ImportError:
        return "not judged, there is no sacrebleu"
    count, longest = len(dev.sources), run.config.training.max_tokens
    found = translations(net, dev.side, np.flatnonzero(dev.side.sizes <= longest), run.config.gpu.beam, longest, ways)
    nothing = np.zeros(0, np.int32)
    texts = run.cutter.texts([found.get(index, nothing) for index in range(count)])
    bleu, chrf = (measure(texts, [dev.references]).score for measure in (corpus_bleu, corpus_chrf))
    return f"BLEU {bleu:.2f}, chrF {chrf:.2f}, beam {run.config.gpu.beam}, {len(found)} of {count} ended"
