"""Do both engines say the same on the same weights? How much does int8 change?

    python benchmarks/parity.py CHECKPOINT SENTENCES [--count 30] [--tokens 200]

CHECKPOINT is a Hugging Face MarianMT folder; SENTENCES a text file, one Indonesian sentence a line. The checkpoint is
converted to float32 and to int8; each conversion is compared with ``MarianMTModel`` in float32:

- greedy outputs that are equal, whole sentences;
- tokens that are equal when each is chosen after the same beginning (the reference's): one difference counts once;
- the largest difference between the scores of equal outputs.
"""

import argparse
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ctranslate2
import torch

from transum.document import Candidate
from transum.engines.ct2 import CT2Translator
from transum.engines.pieces import Pieces
from transum.engines.transformers import TransformersTranslator
from transum.segment.chunk import model_text
from transum.shelf.convert import Quantization, convert
from transum.shelf.formats import compute_type

Tokens = list[str]


def greedy(folder: Path, pieces: Pieces, texts: Sequence[str]) -> list[Tokens]:
    """The greedy output of a CTranslate2 folder, sentence by sentence."""
    translator = ctranslate2.Translator(str(folder), compute_type=compute_type(folder), intra_threads=1)
    results = translator.translate_batch([pieces.encode(text) for text in texts], beam_size=1, max_batch_size=1)
    return [list(result.hypotheses[0]) for result in results]


def agreement(folder: Path, pieces: Pieces, texts: Sequence[str], references: Sequence[Tokens], limit: int) -> float:
    """The share of reference tokens that the folder chooses too, each after the reference's own beginning."""
    translator = ctranslate2.Translator(str(folder), compute_type=compute_type(folder), intra_threads=1)
    cases = [
        (pieces.encode(text), reference[:position], reference[position])
        for text, reference in zip(texts, references, strict=True)
        for position in range(len(reference))
    ]
    cases = cases[:: max(1, len(cases) // limit)]  # spread over all sentences
    same = 0
    for source, beginning, expected in cases:
        found = translator.translate_batch(
            [source], target_prefix=[beginning], beam_size=1, max_decoding_length=len(beginning) + 1
        )[0].hypotheses[0]
        same += found[len(beginning) :] == [expected]
    return same / len(cases)


def score_difference(ours: Sequence[list[Candidate]], theirs: Sequence[list[Candidate]]) -> float:
    """The largest difference of scores where the texts are equal."""
    pairs = zip(ours, theirs, strict=True)
    return max((abs(a.score - b.score) for (a,), (b,) in pairs if a.text == b.text), default=0.0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("sentences", type=Path)
    parser.add_argument("--count", type=int, default=30, help="how many sentences")
    parser.add_argument("--tokens", type=int, default=200, help="how many tokens for the share of equal tokens")
    options = parser.parse_args()
    torch.set_num_threads(1)
    lines = options.sentences.read_text(encoding="utf-8").splitlines()[: options.count]
    texts = [model_text(line) for line in lines]
    settings: dict[str, Any] = {"name": "parity", "version": "", "beam": 1, "threads": 1}
    theirs = TransformersTranslator(options.checkpoint, **settings).translate(texts)
    print(f"{len(texts)} sentences; transformers {version('transformers')}, torch {version('torch')}, ", end="")
    print(f"ctranslate2 {version('ctranslate2')}, {platform.machine()}, {', '.join(sorted(supported()))}\n")
    print("| conversion | equal outputs | equal tokens | largest score difference where equal |")
    print("|---|---|---|---|")
    with TemporaryDirectory() as scratch:
        references: list[Tokens] = []
        for quantization in ("float32", "int8"):
            folder = Path(scratch) / quantization
            share, tokens, difference, references = row(
                options, folder, quantization=quantization, texts=texts, theirs=theirs, references=references
            )
            print(f"| {quantization} | {share:.1%} | {tokens:.2%} | {difference:.1e} |")


def row(
    options: argparse.Namespace, folder: Path, *, quantization: Quantization, texts: Sequence[str],
    theirs: Sequence[list[Candidate]], references: list[Tokens],
) -> tuple[float, float, float, list[Tokens]]:  # fmt: skip
    """One line of the table; the float32 conversion gives the reference tokens, once it is seen to be exact."""
    convert(options.checkpoint, folder, quantization=quantization)
    pieces = Pieces.load(folder, [])
    ours = CT2Translator(folder, name="parity", version="", beam=1, threads=1).translate(texts)
    references = references or greedy(folder, pieces, texts)
    same = sum(a.text == b.text for (a,), (b,) in zip(ours, theirs, strict=True))
    tokens = agreement(folder, pieces, texts, references, options.tokens)
    return same / len(texts), tokens, score_difference(ours, theirs), references


def supported() -> set[str]:
    """The types that CTranslate2 computes in on this processor."""
    return set(ctranslate2.get_supported_compute_types("cpu"))


if __name__ == "__main__":
    main()
