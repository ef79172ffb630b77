r"""How near training comes to the plain matrix-multiply rate of the same shapes on the same machine.

    python benchmarks/training_throughput.py --config training/configs/small.toml --precision float32 bfloat16

One step (forward, backward, clipping, AdamW, moving average) of a model of random weights, on a batch of random tokens,
against nothing but its matrix multiplications: those of every linear layer, of the output and of attention, forward and
the two backward, in the same precision and with the same shapes. Steps and multiplications take turns, and the
processor's time is counted, not the clock's, so that other programs on the machine disturb both alike.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from training.batching import Batch
from training.config import Config
from training.optimisation import Run, begin, precision, step
from training.vocabulary import trained, write_vocabulary


def shapes(state: Run, config: Config, batch: Batch) -> list[tuple[int, int, int]]:
    """(rows, inputs, outputs) of every linear layer of one step, and of the output layer, by watching one step."""
    found: list[tuple[int, int, int]] = []

    def watch(module: Any, inputs: Any, _: Any) -> None:
        found.append((inputs[0].numel() // module.in_features, module.in_features, module.out_features))

    layers = [module for name, module in state.model.named_modules() if isinstance(module, torch.nn.Linear)]
    hooks = [layer.register_forward_hook(watch) for layer in layers]
    step(state, batch, config.training, 0.0)
    for hook in hooks:
        hook.remove()
    sampled = config.training.negatives + config.training.frequent
    pieces = min(state.padding, sampled + batch.target.size) if config.training.negatives else state.padding
    return [*found, (batch.target.size, config.model.d_model, pieces)]


def attention(config: Config, batch: Batch) -> list[tuple[int, int, int, int]]:
    """(heads of all pairs, rows, inputs, outputs) of the two products of every attention of one step."""
    shape, (pairs, length) = config.model, batch.target.shape
    heads, width, blocks = (
        pairs * shape.heads,
        shape.d_model // shape.heads,
        shape.encoder_layers + 2 * shape.decoder_layers,
    )
    return [(heads, length, width, length), (heads, length, length, width)] * blocks


def multiplications(sizes: Sequence[tuple[int, ...]], kind: torch.dtype) -> Callable[[], None]:
    """Something that does what the matrices of one step cost: forward, by the input, by the weight.

    A size is (rows, inputs, outputs), behind the number of such products where they are done together.
    """
    made = [
        tuple(torch.randn(*many, *sides).to(kind) for sides in ((rows, inputs), (outputs, inputs), (rows, outputs)))
        for *many, rows, inputs, outputs in sizes
    ]

    def multiply() -> None:
        for left, weight, gradient in made:
            left @ weight.mT
            gradient @ weight
            gradient.mT @ left

    return multiply


def measured(work: Callable[[], None]) -> float:
    """Processor seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Measure each precision and print a Markdown row for it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--precision", nargs="+", default=["float32"], choices=["float32", "bfloat16"])
    parser.add_argument("--tokens", type=int, default=32, help="length of both sides of the batch (default 32)")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(1)
    config = Config.read(options.config)
    config = replace(config, model=replace(config.model, start="random"))
    print(
        "| precision | tokens/s of processor time | step, s | its multiplications, s | ratio |\n|---|---|---|---|---|"
    )
    for name in options.precision:
        chosen = replace(config, training=replace(config.training, precision=name))
        print(row(chosen, options.tokens, options.rounds), flush=True)


def row(config: Config, length: int, rounds: int) -> str:
    """One precision, measured."""
    with tempfile.TemporaryDirectory() as folder:
        words = [f"kata{number} word{number}" for number in range(2000)]
        write_vocabulary(trained(words, replace(config.vocabulary, size=50)), Path(folder))
        widened(Path(folder), config.vocabulary.size)
        state = begin(config, Path(folder), None)
    random = np.random.default_rng(1)
    pairs = config.training.batch_tokens // length
    batch = Batch(*(random.integers(2, state.padding, (pairs, length)) for _ in range(2)))
    sizes = [*shapes(state, config, batch), *attention(config, batch)]
    multiply = multiplications(sizes, precision(config.training))
    times = [
        (measured(lambda: step(state, batch, config.training, 0.0)), measured(multiply)) for _ in range(rounds + 1)
    ][1:]
    whole, plain = (statistics.median(column) for column in zip(*times, strict=True))
    speed = batch.target.size / whole
    return f"| {config.training.precision} | {speed:.0f} | {whole:.2f} | {plain:.2f} | {plain / whole:.0%} |"


def widened(folder: Path, size: int) -> None:
    """Make the vocabulary in ``folder`` as large as the real one, by pieces that never occur."""
    rows = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    names = [*list(rows)[:-1], *(f"<unused{number}>" for number in range(size - len(rows))), "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({name: row for row, name in enumerate(names)}), encoding="utf-8")


if __name__ == "__main__":
    main()
