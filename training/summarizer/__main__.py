"""Train the embedded summarizer from article–summary pairs.

    python -m training.summarizer CORPUS.jsonl… --cache embeddings.npz --out transum/models/summarizer

Then ``training.summarizer.recurrent`` and ``training.summarizer.deletion``, with the same ``--out``. Each step is a
function of its own module. A corpus is JSON Lines: ``article`` (paragraphs) and ``summary``. The cache
of embeddings is filled first and used again; it may be shared with ``benchmarks/summaries.py``.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from training.summarizer.corpus import Example, load, sample
from training.summarizer.embed import embed, read_cache, vectors
from training.summarizer.train import export, item, normaliser, train
from transum.engines.encoder import CT2Encoder
from transum.shelf.manifest import MANIFEST, describe, embedded

LONGEST = 60  # sentences of a training article
SEED = 1


def arguments() -> argparse.Namespace:
    """What to train on, and where to."""
    parser = argparse.ArgumentParser(prog="python -m training.summarizer", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, help="JSON Lines of articles and summaries")
    parser.add_argument("--cache", type=Path, required=True, help="embeddings, kept between runs (.npz)")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder")
    parser.add_argument("--version", default="1", help="the version that the manifest gives")
    parser.add_argument(
        "--articles", type=int, nargs="+", default=[2500, 700], help="training articles of each corpus, in their order"
    )
    parser.add_argument("--threads", type=int, default=1, help="processor threads of the encoder")
    return parser.parse_args()


def manifest(version: str, drawn: list[Example], figures: dict[str, Any], out: Path) -> dict[str, Any]:
    """What the folder says of itself: the fields of the other models' manifests."""
    counts = {name: sum(example.corpus == name for example in drawn) for name in {e.corpus: 0 for e in drawn}}
    return {
        "name": "extractive-scorer",
        "kind": "summarizer",
        "licence": "Apache-2.0",
        "architecture": "transformer over sentences, 2 layers, d 64, on the encoder's embeddings and 22 features",
        "languages": {"both": ["id", "en"]},
        "training_data": ", ".join(f"{count} articles of {name}" for name, count in counts.items())
        + "; labels: greedy oracle of ROUGE-1 + ROUGE-2 F",
        "version": version,
        "quantization": "float16",
        "seed": SEED,
        "scores": figures,
        "files": describe(out),
    }


def main() -> None:
    """Embed, label, train, export."""
    options = arguments()
    examples = list(load(options.corpora))
    dev = [example for example in examples if example.split == "dev"]
    drawn = sample(examples, options.articles, LONGEST)
    encoder = CT2Encoder(embedded("encoder"), threads=options.threads)
    embed([*dev, *drawn], encoder, options.cache)
    known = read_cache(options.cache)
    found = [(example, vectors(example, known)) for example in [*drawn, *dev]]
    whole = [(example, rows) for example, rows in found if rows is not None]
    mean, scale = normaliser([rows for example, rows in whole if example.split == "train"])
    items = {split: [item(e, rows, mean) for e, rows in whole if e.split == split] for split in ("train", "dev")}
    print(f"{len(items['train'])} articles to train on, {len(items['dev'])} to stop by")
    state, loss = train(items["train"], items["dev"], mean, np.asarray(scale), SEED)
    export(state, options.out)
    described = manifest(options.version, drawn, {"dev_cross_entropy": round(loss, 4)}, options.out)
    (options.out / MANIFEST).write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
