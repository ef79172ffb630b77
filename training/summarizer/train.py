"""Step 5: train the scorer on the mixture of the corpora, keep the best epochs' mean, write it as float16 arrays."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.summarizer.corpus import Example
from training.summarizer.labels import oracle
from training.summarizer.network import Network
from transum.summaries.features import Passage, measure
from transum.summaries.scorer import WEIGHTS

LONGEST = 80  # sentences of an article that training looks at
BATCH, EPOCHS, WARMUP = 32, 16, 2
RATE, DECAY, SMOOTHING = 1e-3, 0.05, 0.05
AVERAGED = 5  # epochs whose weights are averaged: flat minima generalise (Izmailov et al. 2018, arXiv 1803.05407)


@dataclass(frozen=True, slots=True)
class Item:
    """One article as the network sees it."""

    example: Example
    vectors: NDArray[np.float32]
    features: NDArray[np.float32]
    labels: NDArray[np.float32]


def normaliser(arrays: Sequence[NDArray[np.float32]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean embedding, and the factor a dimension that makes its spread one."""
    joined = np.concatenate(arrays)
    return joined.mean(axis=0), (1 / (joined.std(axis=0) + 1e-4)).astype(np.float32)


def item(example: Example, found: NDArray[np.float32], mean: NDArray[np.float32]) -> Item:
    """Features and oracle labels of an article; what lies behind ``LONGEST`` sentences is cut, for training only."""
    texts, paragraphs = example.sentences[:LONGEST], example.paragraphs[:LONGEST]
    centred = found[:LONGEST] - mean
    labels = np.zeros(len(texts), dtype=np.float32)
    labels[oracle(texts, example.reference)] = 1
    return Item(example, centred, measure(Passage(texts, paragraphs), centred), labels)


def batches(items: Sequence[Item], chance: random.Random) -> Iterator[list[Item]]:
    """Articles of like length together, batches in random order."""
    order = sorted(items, key=lambda item: (len(item.labels), chance.random()))
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    chance.shuffle(groups)
    yield from groups


def tensors(batch: Sequence[Item]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Vectors, features, mask and labels of a batch, padded."""

    def padded(arrays: Sequence[NDArray[np.float32]]) -> Tensor:
        return torch.nn.utils.rnn.pad_sequence([torch.from_numpy(array) for array in arrays], batch_first=True)

    mask = padded([np.ones(len(item.labels), dtype=np.float32) for item in batch]).bool()
    return (
        padded([item.vectors for item in batch]),
        padded([item.features for item in batch]),
        mask,
        padded([item.labels for item in batch]),
    )


def loss_of(network: Network, batch: Sequence[Item]) -> Tensor:
    """Binary cross-entropy against smoothed oracle labels, each article with the same weight."""
    found, features, mask, labels = tensors(batch)
    logits = network(found, features, mask)
    smooth = labels * (1 - 2 * SMOOTHING) + SMOOTHING
    loss = functional.binary_cross_entropy_with_logits(logits, smooth, reduction="none") * mask
    return (loss.sum(dim=1) / mask.sum(dim=1)).mean()


def dev_loss(network: Network, items: Sequence[Item]) -> float:
    """The mean loss over articles that training never sees."""
    network.eval()
    with torch.no_grad():
        losses = [float(loss_of(network, items[start : start + BATCH])) for start in range(0, len(items), BATCH)]
    return sum(losses) / len(losses)


def train(items: Sequence[Item], dev: Sequence[Item], mean: NDArray[np.float32], scale: NDArray[np.float32],
          seed: int) -> tuple[dict[str, Tensor], float]:  # fmt: skip
    """The mean of the weights of the ``AVERAGED`` best epochs, and its loss on dev; the same for the same seed."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(mode=True)
    chance = random.Random(seed)  # noqa: S311 (order of batches, not secrets)
    network = Network(torch.from_numpy(mean), torch.from_numpy(scale))
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    steps = -(-len(items) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, RATE, total_steps=EPOCHS * steps, pct_start=WARMUP / EPOCHS
    )
    kept: list[tuple[float, dict[str, Tensor]]] = []
    for epoch in range(EPOCHS):
        network.train()
        for batch in batches(items, chance):
            optimizer.zero_grad()
            loss = loss_of(network, batch)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
        kept.append((dev_loss(network, dev), {k: v.detach().clone() for k, v in network.state_dict().items()}))
        print(f"epoch {epoch + 1}: train {loss.item():.4f} dev {kept[-1][0]:.4f}", flush=True)
    best = sorted(kept, key=lambda entry: entry[0])[:AVERAGED]
    state = {name: torch.stack([state[name] for _, state in best]).mean(dim=0) for name in best[0][1]}
    network.load_state_dict(state)
    return state, dev_loss(network, dev)


def export(state: dict[str, Tensor], folder: Path) -> None:
    """Write the arrays as float16; ``transum/summarize/scorer.py`` reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[np.float16]] = {name: value.numpy().astype(np.float16) for name, value in state.items()}
    np.savez(folder / WEIGHTS, allow_pickle=False, **arrays)
