"""Which sentences of a translation belong to which of the original, for texts that transum didn't translate itself.

Dynamic programming over the similarity of sentence vectors, with the moves of Gale & Church (1993): one to one, one to
two, two to one, and one to nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from transum.document import ENGLISH, INDONESIAN, Sentence
from transum.engines.encoder import Encoder
from transum.segment import segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# What a pair must exceed to be better than two sentences left alone; unrelated ones have cosines near 0.78.
_UNRELATED: Final = 0.82
# The mean of two vectors is a little nearer to everything; a merger must gain more than that.
_MERGE_COST: Final = 0.03
_MOVES: Final = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))
# Sentences that a translator moves or merges stay near their place: a band keeps long texts affordable.
_BAND: Final = 40

Beads = list[tuple[range, range]]
_Languages = tuple[str, str]


def align(sources: Sequence[str], targets: Sequence[str], encoder: Encoder) -> Beads:
    """Pairs of ranges of indices, in order, that cover both sides; one of the two may be empty.

    As many sentences on both sides as on the other is no proof that they match: the vectors decide.
    """
    if not sources or not targets:
        return [(range(len(sources)), range(len(targets)))]
    vectors = encoder.encode([*sources, *targets])
    ours, theirs = vectors[: len(sources)], vectors[len(sources) :]
    return _best_path(
        {
            (1, 1): ours @ theirs.T - _UNRELATED,
            (2, 1): _mergers(ours) @ theirs.T - _UNRELATED - _MERGE_COST,
            (1, 2): ours @ _mergers(theirs).T - _UNRELATED - _MERGE_COST,
        }
    )


def _mergers(vectors: "NDArray[np.float32]") -> "NDArray[np.float32]":
    """The unit vectors of each two neighbours taken together, shape ``(n - 1, d)``."""
    import numpy as np

    sums = vectors[:-1] + vectors[1:]
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)


def _best_path(gains: Mapping[tuple[int, int], "NDArray[np.float32]"]) -> Beads:
    """The path with the greatest sum of gains; ``gains[move][row, column]`` is that of a move beginning there."""
    rows, columns = gains[1, 1].shape
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for row in range(rows + 1):
        middle = round(row * columns / rows)
        for column in range(max(0, middle - _BAND), min(columns, middle + _BAND) + 1):
            reached = [
                (best[before][0] + (float(gains[move][before]) if move in gains else 0.0), before)
                for move in _MOVES
                if (before := (row - move[0], column - move[1])) in best
            ]
            if reached:
                best[row, column] = max(reached)
    beads: Beads = []
    place = (rows, columns)
    while place != (0, 0):
        before = best[place][1]
        beads.append((range(before[0], place[0]), range(before[1], place[1])))
        place = before
    return beads[::-1]


def paired(source: str, target: str, encoder: Encoder, language: str = INDONESIAN) -> list[tuple[Sentence, str]]:
    """Each sentence of ``source`` with what translates it in ``target``, "" where nothing does.

    Texts of as many lines belong together line by line, as in translators' files, and inside a line sentence by
    sentence; others, and hard-wrapped ones, are aligned as a whole. Nothing of either text is lost.
    ``language`` is that of ``source``, Indonesian or English; ``target`` is in the other.
    """
    languages = (ENGLISH, INDONESIAN) if language == ENGLISH else (INDONESIAN, ENGLISH)
    return _paired_by_line(source, target, encoder, languages) or _paired_by_meaning(source, target, encoder, languages)


def _paired_by_line(
    source: str, target: str, encoder: Encoder, languages: _Languages
) -> list[tuple[Sentence, str]] | None:
    """The pairs of each two lines, or None where the texts have other numbers of lines or sentences run over them."""
    targets = [line for line in target.splitlines() if line.strip()]
    lines = [(start, line) for start, line in _lines(source) if line.strip()]
    documents = [segment(text, language) for text, language in zip((source, target), languages, strict=True)]
    wrapped = any("\n" in sentence.text for document in documents for sentence in document.sentences)
    if wrapped or len(lines) != len(targets):
        return None
    return [
        (Sentence(sentence.text, start + sentence.start, start + sentence.end, sentence.role), text)
        for (start, line), translated in zip(lines, targets, strict=True)
        for sentence, text in _paired_by_meaning(line, translated, encoder, languages)
    ]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with the offset where it begins."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line
        start += len(line)


def _paired_by_meaning(source: str, target: str, encoder: Encoder, languages: _Languages) -> list[tuple[Sentence, str]]:
    """Aligned sentences; a source sentence that nothing translates is paired with an empty text."""
    sentences = segment(source, languages[0]).sentences
    targets = [sentence.text for sentence in segment(target, languages[1]).sentences]
    if len(sentences) == len(targets) == 1:
        return [(sentences[0], targets[0])]
    pairs: list[tuple[Sentence, str]] = []
    added: list[str] = []  # what the translation says before it says anything of the original
    for source_range, target_range in align([sentence.text for sentence in sentences], targets, encoder):
        text = " ".join(targets[index] for index in target_range)
        if not source_range:  # said by the translation alone: it goes with the sentence before, or with the first
            if pairs:
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {text}".strip())
            else:
                added.append(text)
            continue
        start, end = sentences[source_range[0]].start, sentences[source_range[-1]].end
        pairs.append((Sentence(source[start:end], start, end), " ".join([*added, text]).strip()))
        added.clear()
    return pairs
