"""Step 2: every sentence's embedding, computed once and kept."""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.summarizer.corpus import Example
from transum.engines.encoder import Encoder

SAVE_EVERY = 4096  # sentences: a few minutes of a slow machine's work


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def read_cache(path: Path) -> dict[str, NDArray[np.float16]]:
    """Embeddings by key of their sentence; empty where there is no file yet."""
    if not path.exists():
        return {}
    with np.load(path, allow_pickle=False) as stored:
        return dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))


def embed(examples: Iterable[Example], encoder: Encoder, cache: Path) -> None:
    """Add what the cache lacks, in the order of the examples; what is done is kept when the run is interrupted."""
    known = read_cache(cache)
    wanted = dict.fromkeys(text for example in examples for text in example.sentences if _key(text) not in known)
    texts = list(wanted)
    for start in range(0, len(texts), SAVE_EVERY):
        part = texts[start : start + SAVE_EVERY]
        known |= zip(map(_key, part), encoder.encode(part).astype(np.float16), strict=True)
        partial = cache.with_suffix(".part.npz")
        np.savez(partial, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
        partial.replace(cache)
        print(f"embedded {start + len(part)} of {len(texts)} sentences", flush=True)


def vectors(example: Example, known: dict[str, NDArray[np.float16]]) -> NDArray[np.float32] | None:
    """The article's embeddings from a cache, or None where one is missing."""
    rows: Sequence[NDArray[np.float16] | None] = [known.get(_key(text)) for text in example.sentences]
    if any(row is None for row in rows):
        return None
    return np.stack([row for row in rows if row is not None]).astype(np.float32)
