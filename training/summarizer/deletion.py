"""Step 6: which parts of a sentence editors leave out: a logistic regression on the parts that ``spans`` offers.

    python -m training.summarizer.deletion indosum.jsonl --out transum/models/summarizer

A sentence of a reference that is an article's sentence with words left out says of every part whether it stayed; one
that is an article's sentence as it is says that all of them did. Prints token F1 on dev and test.
"""

import argparse
import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from training.summarizer.corpus import Example, Split, load, sentences
from transum.shelf.manifest import MANIFEST, describe
from transum.summaries.compress import THRESHOLD, WEIGHTS, Compressor, Surroundings, features, surroundings
from transum.summaries.features import _WORD, words
from transum.summaries.spans import Span, spans

LEAST, SHARED = 4, 0.7  # words of a reference's sentence; share of them that the article's sentence must have
LEFT_OUT = 0.7  # share of a part's words that the editor left out for it to count as left out
STEPS, RATE, DECAY, SEED = 300, 0.02, 0.01, 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence of an article, and for each of its words whether the editor kept it."""

    split: Split
    text: str
    around: Surroundings
    kept: tuple[bool, ...]


def lessons(example: Example) -> Iterator[Lesson]:
    """What a reference teaches: its sentences that are an article's sentence with or without words left out."""
    bags = [words(text) for text in example.sentences]
    around = surroundings(example.sentences)
    for wanted in (words(text) for text in sentences(example.reference)):
        if len(wanted) < LEAST:
            continue
        found = [(len(bags[n]), n, kept) for n in range(len(bags)) if (kept := _kept(bags[n], wanted))]
        if found:
            _, number, kept = min(found)
            yield Lesson(example.split, example.sentences[number], around[number], kept)


def _kept(bag: Sequence[str], wanted: Sequence[str]) -> tuple[bool, ...] | None:
    """Which words of ``bag`` are ``wanted``, where those are all there and in their order."""
    if len(set(bag) & set(wanted)) < SHARED * len(set(wanted)):
        return None
    blocks = difflib.SequenceMatcher(None, bag, wanted, autojunk=False).get_matching_blocks()
    if sum(block.size for block in blocks) != len(wanted):
        return None
    matched = {place for block in blocks for place in range(block.a, block.a + block.size)}
    return tuple(place in matched for place in range(len(bag)))


def inside(text: str, start: int, end: int) -> list[int]:
    """The words, by number, that stand between two offsets."""
    return [n for n, match in enumerate(_WORD.finditer(text)) if match.start() >= start and match.end() <= end]


def train(given: Sequence[Lesson]) -> dict[str, float]:
    """The weights by feature; the same for the same lessons."""
    rows: list[tuple[dict[str, float], float, int]] = []
    for lesson in given:
        for span in _undecided(lesson):
            held = inside(lesson.text, span.start, span.end)
            if held:
                left = sum(not lesson.kept[n] for n in held) / len(held)
                rows.append((features(lesson.text, span, lesson.around), float(left >= LEFT_OUT), len(held)))
    names = sorted({name for found, _, _ in rows for name in found})
    place = {name: column for column, name in enumerate(names)}
    inputs = torch.zeros(len(rows), len(names))
    for row, (found, _, _) in enumerate(rows):
        for name, value in found.items():
            inputs[row, place[name]] = value
    labels = torch.tensor([label for _, label, _ in rows])
    weight = torch.tensor([float(size) for _, _, size in rows]).sqrt()
    torch.manual_seed(SEED)
    values = torch.zeros(len(names), requires_grad=True)
    optimizer = torch.optim.AdamW([values], lr=RATE, weight_decay=DECAY)
    for _ in range(STEPS):
        optimizer.zero_grad()
        losses = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ values, labels, reduction="none")
        (losses * weight).mean().backward()  # type: ignore[no-untyped-call]
        optimizer.step()
    return {name: round(float(value), 4) for name, value in zip(names, values.detach(), strict=True)}


def _undecided(lesson: Lesson) -> list[Span]:
    """The parts that the regression is asked about: datelines and connectives go by rule."""
    offered = spans(lesson.text, first=lesson.around.place == 0)
    return [span for span in offered if span.kind not in {"dateline", "connective"}]


def measure(compressor: Compressor, given: Sequence[Lesson]) -> dict[str, float]:
    """Precision, recall and F1 of the words left out, and how much of the sentences' length stays, in hundredths."""
    right = ours = theirs = total = 0
    for lesson in given:
        shortened = compressor.shorten(lesson.text, lesson.around)
        left = {n for start, end in shortened.left_out for n in inside(lesson.text, start, end)}
        gold = {n for n, kept in enumerate(lesson.kept) if not kept}
        right, ours, theirs = right + len(left & gold), ours + len(left), theirs + len(gold)
        total += len(lesson.kept)
    precision, recall = right / max(1, ours), right / max(1, theirs)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    figures = {"precision": precision, "recall": recall, "f1": f1, "rate": 1 - ours / max(1, total)}
    return {name: round(100 * value, 1) for name, value in figures.items()}


def main() -> None:
    """Learn, measure, write, and describe the folder's files anew in its manifest."""
    parser = argparse.ArgumentParser(prog="python -m training.summarizer.deletion", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="the summarizer's folder")
    options = parser.parse_args()
    torch.set_num_threads(1)
    given = [lesson for example in load(options.corpora) for lesson in lessons(example)]
    weights = train([lesson for lesson in given if lesson.split == "train"])
    (options.out / WEIGHTS).write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")
    for split in ("dev", "test"):
        held_out = [lesson for lesson in given if lesson.split == split]
        for threshold in (THRESHOLD, 0.5, 1.0):  # 1: datelines and connectives alone
            print(split, threshold, measure(Compressor(weights, threshold), held_out), flush=True)
    path = options.out / MANIFEST
    manifest = json.loads(path.read_text(encoding="utf-8")) | {"files": describe(options.out)}
    path.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
