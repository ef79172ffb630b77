"""Sentence embeddings: the embedded multilingual encoder, run by CTranslate2."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

from cachetools import LRUCache

from transum.document import word_spans
from transum.engines.heap import trim
from transum.engines.pieces import sentence_pieces, words_of_pieces
from transum.errors import ModelError
from transum.shelf.manifest import Manifest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MAX_TOKENS: Final = 256  # a sentence's gist is in its first 200 words; the model itself takes 512
_AT_ONCE: Final = 2000  # texts
_BATCH_TOKENS: Final = 1024  # four times as many take 150 MB more, and are hardly faster


class Encoder(Protocol):
    """Turns sentences of Indonesian or English into vectors that are near where the meaning is."""

    @property
    def fingerprint(self) -> str:
        """Everything that a vector depends on besides the text: a result of another one is out of date."""
        ...

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit vectors, shape ``(len(texts), 384)``; thread-safe; raises ``ModelError``."""
        ...


class CT2Encoder:
    """multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672) in CTranslate2: mean pooling, ``query: `` prefix.

    ``folder`` holds the CTranslate2 model and ``sentencepiece.model``; ``threads`` is the number of processor threads.
    Cosines of unrelated sentences are near 0.78, of translations of each other above 0.9.
    """

    def __init__(self, folder: Path, *, threads: int) -> None:
        self._folder = folder
        self._threads = threads
        try:
            import ctranslate2

            self._pieces = sentence_pieces(folder / "sentencepiece.model")
            self._model: Any = ctranslate2.Encoder(
                str(folder), device="cpu", compute_type="int8", inter_threads=threads, intra_threads=1
            )
        except ImportError as exc:
            raise ModelError(
                f"the libraries of the sentence encoder can't be loaded: {exc}",
                hint="Reinstall transum: pip install --force-reinstall transum",
            ) from exc
        except (RuntimeError, ValueError, OSError) as exc:
            raise ModelError(f"can't load the sentence encoder in {folder}: {exc}", hint="transum doctor") from exc

    @property
    def fingerprint(self) -> str:
        """What a vector depends on besides the text: version and files of the model, as its manifest states them."""
        manifest = Manifest.read(self._folder)
        return f"{manifest.name} {manifest.version} {manifest.files}"

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Unit vectors, shape ``(len(texts), 384)``; an empty text has a vector as well."""
        import numpy as np

        tokens = [self._tokens(text) for text in texts]
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for batch, pooled in self._pooled(tokens):
            vectors[batch] = pooled
        return vectors

    def word_vectors(self, texts: Sequence[str]) -> "list[NDArray[np.float32]]":
        """For each text a unit vector a word (``word_spans``), as it is meant there; zeros beyond the limit."""
        tokens = [self._tokens(text) for text in texts]
        found: dict[int, NDArray[np.float32]] = {}
        for batch in _batches([len(sequence) for sequence in tokens]):
            states = self._states([tokens[index] for index in batch])
            for index, rows in zip(batch, states, strict=True):
                found[index] = self._by_words(texts[index], tokens[index], rows)
        return [found[index] for index in range(len(texts))]

    def _by_words(self, text: str, tokens: list[str], states: "NDArray[np.float32]") -> "NDArray[np.float32]":
        import numpy as np

        words, first = word_spans(text), len(self._tokens("")) - 1
        vectors = np.zeros((len(words), 384), dtype=np.float32)
        for index, word in enumerate(words_of_pieces(tokens[first:-1], text, words), start=first):
            if word is not None:
                vectors[word] += states[index]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-9), dtype=np.float32)

    def _pooled(self, tokens: list[list[str]]) -> "Iterator[tuple[list[int], NDArray[np.float32]]]":
        """Batches and their vectors, each on one processor: several that share one wait for each other, busily."""
        batches = _batches([len(sequence) for sequence in tokens])
        texts = [[tokens[index] for index in batch] for batch in batches]
        if self._threads == 1 or len(batches) < 2:
            yield from zip(batches, map(self._means, texts), strict=True)
            return
        with ThreadPoolExecutor(self._threads) as workers:
            yield from zip(batches, workers.map(self._means, texts), strict=True)

    def _means(self, tokens: list[list[str]]) -> "NDArray[np.float32]":
        """Unit vectors of sequences of one length."""
        import numpy as np

        means = [row.mean(axis=0) for row in self._states(tokens)]
        return np.stack([mean / np.linalg.norm(mean) for mean in means])

    def _tokens(self, text: str) -> list[str]:
        pieces: list[str] = self._pieces.encode("query: " + text, out_type=str)
        return ["<s>", *pieces[:_MAX_TOKENS], "</s>"]

    def _states(self, tokens: list[list[str]]) -> "NDArray[np.float32]":
        import numpy as np

        try:
            return np.array(self._model.forward_batch(tokens).last_hidden_state, dtype=np.float32)
        except RuntimeError as exc:
            raise ModelError(f"the sentence encoder failed: {exc}", hint="transum doctor") from exc


class RememberingEncoder:
    """Meets ``Encoder``: a text that was encoded lately is not encoded again.

    The check compares every sentence with its translation, and the summarizer then reads the same sentences.
    ``room`` is how many vectors are kept; each takes 1.5 kB.
    """

    def __init__(self, encoder: Encoder, *, room: int = 8192) -> None:
        self._encoder = encoder
        self._room = room
        self._rows: LRUCache[str, int] = LRUCache(room)
        # In one array: one by one, between what engines use and free, each would keep a page of 4 kB from being freed.
        self._vectors: NDArray[np.float32] | None = None
        self._lock = Lock()

    @property
    def fingerprint(self) -> str:
        """The encoder's own."""
        return self._encoder.fingerprint

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """See ``Encoder``."""
        import numpy as np

        if len(texts) <= _AT_ONCE:
            return self._encoded(texts)
        # A book's vectors are there once, not three times: what is new, what is found, and all of them.
        vectors = np.empty((len(texts), 384), dtype=np.float32)
        for start in range(0, len(texts), _AT_ONCE):
            vectors[start : start + _AT_ONCE] = self._encoded(texts[start : start + _AT_ONCE])
            trim()
        return vectors

    def _encoded(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        with self._lock:
            rows = {text: self._rows[text] for text in texts if text in self._rows}
            known = self._vectors[list(rows.values())] if self._vectors is not None else None
        missing = list(dict.fromkeys(text for text in texts if text not in rows))
        if known is None or missing:
            new = self._encoder.encode(missing)
            self._keep(missing, new)
            known = new if known is None else np.concatenate([known, new])
        places = {text: place for place, text in enumerate([*rows, *missing])}
        return known[[places[text] for text in texts]]

    def _keep(self, texts: Sequence[str], vectors: "NDArray[np.float32]") -> None:
        """The oldest make room."""
        import numpy as np

        with self._lock:
            if self._vectors is None:
                self._vectors = np.empty((self._room, vectors.shape[1]), dtype=np.float32)
            for text, vector in zip(texts, vectors, strict=True):
                if text not in self._rows:  # which another thread may have asked for meanwhile
                    is_full = len(self._rows) == self._room
                    row = self._rows.popitem()[1] if is_full else len(self._rows)
                    self._rows[text] = row
                    self._vectors[row] = vector


def _batches(lengths: list[int]) -> list[list[int]]:
    """Indices in batches of equal length and at most ``_BATCH_TOKENS`` tokens.

    Equal length, so that no padding enters a vector: a sentence has the same one in any company.
    """
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        full = not batches or lengths[batches[-1][0]] != lengths[index]
        if full or (len(batches[-1]) + 1) * lengths[index] > _BATCH_TOKENS:
            batches.append([])
        batches[-1].append(index)
    return batches
