"""How well the original can be told from its translation: the reverse model reads the one and scores the other.

A translator that invents or forgets is sure of what it says; what it didn't say shows when another model has to say it
back. Forced decoding of the source by a target-to-source model is the reconstruction of Tu et al. 2017 (arXiv
1611.01874), and the channel of a noisy-channel model; here it chooses nothing, it only tells where to doubt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from transum.document import ENGLISH, INDONESIAN, word_spans
from transum.engines.pieces import REINSTALL, Pieces, words_of_pieces
from transum.errors import ModelError
from transum.segment.chunk import reading
from transum.shelf.formats import compute_type, read_vocabulary
from transum.shelf.manifest import Manifest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MOST_TOKENS: Final = 250  # what the model was trained on, and more than any sentence has
_LOOKED_AT: Final = 16  # sentences at once: each step of all of them is one product of matrices
_DIGITS: Final = 2  # of a score


@dataclass(frozen=True, slots=True)
class WordScore:
    """A word of the original, ``original[start:end]``, and the log-probability that the translation says it (≤ 0)."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """The log-probabilities of the original's tokens, given the translation, and of its words, in order."""

    tokens: tuple[float, ...]
    words: tuple[WordScore, ...]


class Reconstructor(Protocol):
    """Scores originals, given what is said to be their translations; thread-safe; raises ``ModelError``."""

    @property
    def fingerprint(self) -> str:
        """Everything that a score depends on besides the texts."""
        ...

    def reconstruct(self, pairs: Sequence[tuple[str, str]]) -> list[Reconstruction]:
        """For each ``(original, translation)`` what of the original the translation says; same length and order."""
        ...


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Who is asked about a translation that someone else made: ``back`` says its original, ``forth`` says it."""

    back: Reconstructor
    forth: Reconstructor

    def ask(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Reconstruction, Reconstruction]]:
        """For each ``(original, translation)`` what of the one the other says, and the other way round."""
        forth = self.forth.reconstruct([(translation, original) for original, translation in pairs])
        return list(zip(self.back.reconstruct(pairs), forth, strict=True))


class Remembering:
    """Meets ``Reconstructor``: asks another about each pair once; made for a batch of sentences, it forgets nothing."""

    def __init__(self, reconstructor: Reconstructor) -> None:
        self._reconstructor = reconstructor
        self._known: dict[tuple[str, str], Reconstruction] = {}

    @property
    def fingerprint(self) -> str:
        """See ``Reconstructor``."""
        return self._reconstructor.fingerprint

    def reconstruct(self, pairs: Sequence[tuple[str, str]]) -> list[Reconstruction]:
        """See ``Reconstructor``."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        self._known.update(zip(new, self._reconstructor.reconstruct(new) if new else (), strict=True))
        return [self._known[pair] for pair in pairs]


class CT2Reconstructor:
    """Meets ``Reconstructor``: a MarianMT model in CTranslate2 whose ``folder`` holds its SentencePiece model, too.

    It translates back into ``original``, the language of the originals, from that of their translations.
    """

    def __init__(self, folder: Path, *, threads: int, original: str = INDONESIAN, translation: str = ENGLISH) -> None:
        self._folder = folder
        self._pieces = Pieces.load(
            folder, read_vocabulary(folder), source_language=translation, target_language=original
        )
        # English is scored as it stands, as it was when the confidences were calibrated.
        self._read_original = reading(original)
        self._read_translation = reading(translation) if translation == INDONESIAN else str
        try:
            import ctranslate2

            self._model: Any = ctranslate2.Translator(
                str(folder), device="cpu", compute_type=compute_type(folder), inter_threads=threads, intra_threads=1
            )
        except ImportError as exc:
            raise ModelError(f"CTranslate2 can't be loaded: {exc}", hint=REINSTALL) from exc
        except (RuntimeError, ValueError, OSError) as exc:
            raise ModelError(f"can't load the reverse model in {folder}: {exc}", hint="transum doctor") from exc

    @property
    def fingerprint(self) -> str:
        """Version and files of the model, as its manifest states them."""
        manifest = Manifest.read(self._folder)
        return f"{manifest.name} {manifest.version} {manifest.files}"

    def attention(self, pairs: Sequence[tuple[str, str]]) -> "list[NDArray[np.float32]]":
        """For each ``(original, translation)`` what the model looks at while it says the original.

        A row is a word of the original, a column one of the translation.

        Words beyond the limit have zeros. Attention of a forced decoding as an aligner is that of Garg et al. 2019
        (arXiv 1909.02074), here of a model that wasn't trained for it.
        """
        said = [self._pieces.target.encode(original, out_type=str)[:_MOST_TOKENS] for original, _ in pairs]
        given = [self._pieces.encode(translation)[:_MOST_TOKENS] for _, translation in pairs]
        found: dict[int, NDArray[np.float32]] = {}
        ordered = sorted(range(len(pairs)), key=lambda index: (len(said[index]), index))
        for first in range(0, len(ordered), _LOOKED_AT):
            some = ordered[first : first + _LOOKED_AT]
            try:
                results = self._model.translate_batch(
                    [given[index] for index in some],
                    target_prefix=[said[index] for index in some],
                    beam_size=1,
                    return_attention=True,
                    max_decoding_length=len(said[some[-1]]) + 1,
                )
            except (RuntimeError, ValueError) as exc:
                raise ModelError(f"the reverse model failed: {exc}", hint="transum doctor") from exc
            for index, result in zip(some, results, strict=True):
                found[index] = _by_words(pairs[index], said[index], given[index], result.attention[0])
        return [found[index] for index in range(len(pairs))]

    def reconstruct(self, pairs: Sequence[tuple[str, str]]) -> list[Reconstruction]:
        """See ``Reconstructor``; a pair has the same scores in any company. One with an empty text has no tokens."""
        asked = {
            pair: self._pieces.target.encode(self._read_original(pair[0]), out_type=str)[:_MOST_TOKENS]
            for pair in pairs
        }
        asked = {pair: pieces for pair, pieces in asked.items() if pieces and pair[1].strip()}
        given = {pair: self._pieces.encode(self._read_translation(pair[1]))[:_MOST_TOKENS] for pair in asked}
        try:
            # All of them wait in the engine's queue at once, so that no worker is idle before the last. Each is a batch
            # of its own: padding would cost more than company saves, and would change the last digits.
            running = {
                pair: self._model.score_batch([given[pair]], [asked[pair]], asynchronous=True)
                for pair in sorted(asked, key=lambda pair: -len(asked[pair]))
            }
            scores = {
                pair: tuple(round(float(score), _DIGITS) for score in promise.result().log_probs)
                for pair, (promise,) in running.items()
            }
        except (RuntimeError, ValueError) as exc:
            raise ModelError(f"the reverse model failed: {exc}", hint="transum doctor") from exc
        return [
            Reconstruction(scores[pair], tuple(_words(pair[0], asked[pair], scores[pair])))
            if pair in scores
            else Reconstruction((), ())
            for pair in pairs
        ]


def _by_words(
    pair: tuple[str, str], said: Sequence[str], given: Sequence[str], attention: Sequence[Sequence[float]]
) -> "NDArray[np.float32]":
    """The sums of what pieces look at: a row a word of the original, a column a word of the translation."""
    import numpy as np

    rows, columns = (word_spans(text) for text in pair)
    found = np.zeros((len(rows), len(columns)), dtype=np.float32)
    theirs = list(enumerate(words_of_pieces(given, pair[1], columns)))
    for row, weights in zip(words_of_pieces(said, pair[0], rows), attention, strict=False):
        for index, column in theirs if row is not None else ():
            if column is not None:
                found[row, column] += weights[index]
    return found


def _words(original: str, pieces: Sequence[str], scores: Sequence[float]) -> Iterator[WordScore]:
    """The words of ``original`` with the sums of their pieces' scores; a figure in another notation has no place."""
    at = 0
    for word, score in _joined(pieces, scores):
        start = original.find(word, at)
        if start >= 0:
            at = start + len(word)
            yield WordScore(start, at, round(score, _DIGITS))


def _joined(pieces: Sequence[str], scores: Sequence[float]) -> Iterator[tuple[str, float]]:
    """Whole words: a piece that begins one carries the mark of a space. The end mark's score is nobody's."""
    word, total = "", 0.0
    for piece, score in zip(pieces, scores, strict=False):
        if piece.startswith("▁") and word:
            yield word, total
            word, total = "", 0.0
        word += piece.removeprefix("▁")
        total += score
    if word:
        yield word, total
