"""Step 7: the recurrent scorers, which need no embeddings: from all articles of all corpora, in minutes.

    python -m training.summarizer.recurrent indosum.jsonl bbc.jsonl --out transum/models/summarizer

Run it behind ``training.summarizer``, which writes ``scorer.npz``: their arrays are added to that file. What
``transum/summaries/recurrent.py`` runs in numpy is here as a torch network.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from training.summarizer.corpus import Example, load
from training.summarizer.labels import oracle
from transum.shelf.manifest import MANIFEST, describe
from transum.summaries.features import Passage
from transum.summaries.recurrent import FARTHEST, PREFIX
from transum.summaries.scorer import WEIGHTS
from transum.summaries.surface import BUCKETS, COLUMNS, OPENINGS, WORD_BUCKETS, measure, openings, said

LONGEST = 50  # sentences of an article that training looks at
OPENING, WORD, WIDTH, INNER = 8, 12, 48, 32
DROPOUT, WORD_DROPOUT = 0.4, 0.5
BATCH, EPOCHS, AVERAGED, RATE, DECAY, WARMUP, SMOOTHING = 32, 8, 3, 3e-3, 0.05, 0.15, 0.03
SEEDS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One article as the networks see it."""

    example: Example
    features: NDArray[np.float32]
    openings: NDArray[np.int64]
    said: NDArray[np.int64]
    labels: NDArray[np.float32]


class Reader(nn.Module):
    """Features and hashed words of an article's sentences → one log-odds a sentence."""

    def __init__(self) -> None:
        super().__init__()
        self.openings = nn.Embedding(BUCKETS + 1, OPENING, padding_idx=0)
        self.words = nn.Embedding(WORD_BUCKETS + 1, WORD, padding_idx=0)
        for table in (self.openings, self.words):
            nn.init.normal_(table.weight, std=0.1)
            with torch.no_grad():
                table.weight[0] = 0
        self.enter = nn.Linear(len(COLUMNS) + OPENINGS * OPENING + WORD, WIDTH)
        self.gru = nn.GRU(WIDTH, WIDTH, batch_first=True, bidirectional=True)
        self.inner, self.head = nn.Linear(3 * WIDTH, INNER), nn.Linear(INNER, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, features: Tensor, opened: Tensor, told: Tensor) -> Tensor:
        """``features`` (articles, sentences, columns), normalised; ``opened`` and ``told`` are numbers of words."""
        if self.training:
            told = told * (torch.rand(told.shape) > WORD_DROPOUT)
        counts = (told > 0).sum(dim=-1, keepdim=True).clamp(min=1).sqrt()
        # As many words as half of them are in training: their sum is as large.
        words = self.words(told).sum(dim=2) / counts * (1 if self.training else (1 - WORD_DROPOUT) ** 0.5)
        told_of = torch.cat([features, self.dropout(self.openings(opened).flatten(2)), self.dropout(words)], dim=-1)
        entered = self.dropout(functional.relu(self.enter(told_of)))
        read, _ = self.gru(entered)
        inner = functional.relu(self.inner(self.dropout(torch.cat([read, entered], dim=-1))))
        logits: Tensor = self.head(inner).squeeze(-1)
        return logits


def lesson(example: Example) -> Lesson:
    """Surface and oracle labels of an article's first sentences."""
    passage = Passage(example.sentences[:LONGEST], example.paragraphs[:LONGEST])
    labels = np.zeros(len(passage.texts), dtype=np.float32)
    labels[oracle(passage.texts, example.reference)] = 1
    return Lesson(example, measure(passage), openings(passage), said(passage), labels)


def normalised(features: NDArray[np.float32], mean: NDArray[np.float32], spread: NDArray[np.float32]) -> Tensor:
    """As ``transum/summaries/recurrent.py`` gives them to the networks."""
    return torch.from_numpy(np.clip((features - mean) / spread, -FARTHEST, FARTHEST))


def batch(lessons: Sequence[Lesson], mean: NDArray[np.float32], spread: NDArray[np.float32]) -> tuple[Tensor, ...]:
    """Features, openings, words, mask and labels, padded."""

    def padded(rows: list[Tensor]) -> Tensor:
        return nn.utils.rnn.pad_sequence(rows, batch_first=True)

    return (
        padded([normalised(one.features, mean, spread) for one in lessons]),
        padded([torch.from_numpy(one.openings) for one in lessons]),
        padded([torch.from_numpy(one.said) for one in lessons]),
        padded([torch.ones(len(one.labels)) for one in lessons]),
        padded([torch.from_numpy(one.labels) for one in lessons]),
    )


def loss_of(network: Reader, given: tuple[Tensor, ...], smoothing: float) -> Tensor:
    """Binary cross-entropy against the oracle's labels, each article with the same weight."""
    features, opened, told, mask, labels = given
    wanted = labels * (1 - 2 * smoothing) + smoothing
    losses = functional.binary_cross_entropy_with_logits(network(features, opened, told), wanted, reduction="none")
    return ((losses * mask).sum(dim=1) / mask.sum(dim=1)).mean()


def train(batches: Sequence[tuple[Tensor, ...]], seed: int) -> Reader:
    """A network whose weights are the mean of the last epochs'; the same for the same seed."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 (order of batches, not secrets)
    network, order = Reader(), list(batches)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * len(order), pct_start=WARMUP)
    kept: list[dict[str, Tensor]] = []
    for epoch in range(EPOCHS):
        network.train()
        chance.shuffle(order)
        for given in order:
            optimizer.zero_grad()
            loss_of(network, given, SMOOTHING).backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        if epoch >= EPOCHS - AVERAGED:
            kept.append({name: value.detach().clone() for name, value in network.state_dict().items()})
    network.load_state_dict({name: torch.stack([one[name] for one in kept]).mean(dim=0) for name in kept[0]})
    return network.eval()


def arrays(
    networks: Sequence[Reader], mean: NDArray[np.float32], spread: NDArray[np.float32]
) -> dict[str, NDArray[np.float32]]:
    """The weights as ``transum/summaries/recurrent.py`` wants them: all networks in one array a name."""
    states = [network.state_dict() for network in networks]

    def stacked(name: str) -> NDArray[np.float32]:
        found: NDArray[np.float32] = torch.stack([state[name] for state in states]).numpy()
        return found

    def both(name: str) -> NDArray[np.float32]:
        return np.stack([stacked(f"gru.{name}_l0"), stacked(f"gru.{name}_l0_reverse")], axis=1)

    found = {
        "mean": mean, "spread": spread, "openings": stacked("openings.weight"),
        "words": stacked("words.weight") * np.float32((1 - WORD_DROPOUT) ** 0.5),
        "input.weight": both("weight_ih"), "input.bias": both("bias_ih"),
        "hidden.weight": both("weight_hh"), "hidden.bias": both("bias_hh"),
    }  # fmt: skip
    found |= {
        f"{name}.{kind}": stacked(f"{name}.{kind}")
        for name in ("enter", "inner", "head")
        for kind in ("weight", "bias")
    }
    return {PREFIX + name: value for name, value in found.items()}


def main() -> None:
    """Measure, train, add the arrays to the scorer's file, and describe that anew in the manifest."""
    parser = argparse.ArgumentParser(prog="python -m training.summarizer.recurrent", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="the summarizer's folder")
    options = parser.parse_args()
    torch.set_num_threads(1)
    lessons = [lesson(example) for example in load(options.corpora) if example.split != "test"]
    learnt = sorted((one for one in lessons if one.example.split == "train"), key=lambda one: len(one.labels))
    joined = np.concatenate([one.features for one in learnt])
    mean, spread = joined.mean(axis=0), joined.std(axis=0) + np.float32(1e-3)
    batches = [batch(learnt[start : start + BATCH], mean, spread) for start in range(0, len(learnt), BATCH)]
    networks = []
    for seed in SEEDS:
        networks.append(train(batches, seed))
        for corpus in dict.fromkeys(one.example.corpus for one in lessons):
            held_out = [one for one in lessons if one.example.split == "dev" and one.example.corpus == corpus]
            with torch.no_grad():
                loss = sum(float(loss_of(networks[-1], batch([one], mean, spread), 0.0)) for one in held_out)
            print(f"seed {seed}: {corpus} dev {loss / len(held_out):.4f}", flush=True)
    path = options.out / WEIGHTS
    with np.load(path, allow_pickle=False) as stored:
        others = {name: stored[name] for name in stored.files if not name.startswith(PREFIX)}
    added = {name: value.astype(np.float16) for name, value in arrays(networks, mean, spread).items()}
    np.savez(path, allow_pickle=False, **others, **added)
    described = json.loads((options.out / MANIFEST).read_text(encoding="utf-8")) | {"files": describe(options.out)}
    (options.out / MANIFEST).write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
