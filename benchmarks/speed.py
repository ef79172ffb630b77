"""How many times as fast as ``MarianMTModel.generate`` is the embedded engine? Same weights, same beam, one run.

    python benchmarks/speed.py CHECKPOINT SENTENCES [--count 96] [--beam 4] [--threads 2]

CHECKPOINT is the Hugging Face folder that the embedded model was converted from; SENTENCES a text file, one Indonesian
sentence a line. Both engines translate the same sentences in batches of like length; target tokens a second are
compared as a ratio, because seconds differ between machines. Rounds alternate, so that other load meets both.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import torch
from transformers import AutoTokenizer, MarianMTModel

from transum.engines.ct2 import CT2Translator
from transum.segment.chunk import model_text
from transum.shelf import manifest


def generate(checkpoint: Path, texts: list[str], beam: int, batch: int = 16) -> Callable[[], int]:
    """A function that translates ``texts`` by transformers and returns how many tokens came out."""
    tokenizer = AutoTokenizer.from_pretrained(str(checkpoint))
    model: Any = MarianMTModel.from_pretrained(str(checkpoint), dtype=torch.float32)
    model.train(mode=False)
    ordered = sorted(texts, key=len)

    def run() -> int:
        tokens = 0
        for start in range(0, len(ordered), batch):
            inputs = tokenizer(ordered[start : start + batch], return_tensors="pt", padding=True)
            with torch.inference_mode():
                outputs = model.generate(**inputs, num_beams=beam, max_length=256)
            tokens += int((outputs != tokenizer.pad_token_id).sum())
        return tokens

    return run


def embedded(texts: list[str], beam: int, threads: int) -> Callable[[], int]:
    """A function that translates ``texts`` by the embedded engine and returns how many tokens came out."""
    translator = CT2Translator(manifest.embedded("translator"), name="e", version="0", beam=beam, threads=threads)

    def run() -> int:
        return sum(translator.count_tokens(found[0].text) + 1 for found in translator.translate(texts))

    return run


def main() -> None:
    """Measure both in alternating rounds and print the ratio of the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--count", type=int, default=96)
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    lines = options.sentences.read_text(encoding="utf-8").splitlines()
    texts = [model_text(line) for line in lines if line.strip()][: options.count]
    engines = {
        "transformers, batches of 16": generate(options.checkpoint, texts, options.beam),
        "transformers, one by one": generate(options.checkpoint, texts, options.beam, batch=1),
        "transum": embedded(texts, options.beam, options.threads),
    }
    rates: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(options.rounds):
        for name, run in engines.items():
            began = time.perf_counter()
            rates[name].append(run() / (time.perf_counter() - began))
    print(f"| engine | target tokens/s (median of {options.rounds}) |\n|---|---|")
    for name, found in rates.items():
        print(f"| {name} | {median(found):.0f} |")
    ours = median(rates.pop("transum"))
    for name, found in rates.items():
        print(f"transum is {ours / median(found):.1f} times as fast as {name}")
    print(f"{len(texts)} sentences, beam {options.beam}, {options.threads} threads, int8 against float32")


if __name__ == "__main__":
    main()
