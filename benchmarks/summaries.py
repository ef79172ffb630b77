"""Extractive summarizers on held-out articles: ROUGE-1/2/L with bootstrap intervals, all in one run.

    python -m benchmarks.summaries CORPUS.jsonl… --cache embeddings.npz

The articles are those of the test split of ``training/summarizer/corpus.py``, which training never sees. ROUGE is
that of rouge-score 0.1.2 without a stemmer (there is none for Indonesian): F of the whole summary, its sentences
joined by a space.
"""

import argparse
import datetime as dt
import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rouge_score import rouge_scorer  # type: ignore[import-untyped]

from training.summarizer.corpus import Example, load, sentences
from training.summarizer.embed import embed, read_cache, vectors
from training.summarizer.labels import oracle
from transum.engines.encoder import CT2Encoder
from transum.facts.names import names
from transum.facts.statements import Facts
from transum.shelf.manifest import embedded
from transum.summaries.avoid import introduces
from transum.summaries.compress import Compressor, surroundings
from transum.summaries.extractive import PART
from transum.summaries.features import Passage, words
from transum.summaries.fill import fill
from transum.summaries.scorer import Scorer
from transum.summaries.select import Budget, select

MEASURES = ("rouge1", "rouge2", "rougeL")
RESAMPLES = 2000
USUAL = 73  # Indonesian words: 80 English ones, as FLORES-200 dev has 20,954 English words for 19,069 Indonesian ones
REFERENCE = 59  # words of a reference of IndoSum's training part, give or take four
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """An article with its embeddings and the trained scorer's opinion."""

    example: Example
    vectors: NDArray[np.float32]
    scores: NDArray[np.float32]
    short: tuple[str, ...] = ()

    @property
    def is_indonesian(self) -> bool:
        """Whether its sentences are shortened: compression is for Indonesian."""
        return self.example.corpus != "bbc"

    @property
    def passage(self) -> Passage:
        """The article as the summarizer gets it."""
        return Passage(self.example.sentences, self.example.paragraphs)


System = Callable[[Case, int], Sequence[int]]
Count = Callable[[Case], int]
Writer = Callable[[Case], str]


def lead(case: Case, count: int) -> Sequence[int]:
    """The first sentences."""
    return range(min(count, len(case.scores)))


def chance(case: Case, count: int) -> Sequence[int]:
    """Sentences drawn at random, the same ones in every run."""
    draw = random.Random(case.example.sentences[0])  # noqa: S311 (not a secret)
    return sorted(draw.sample(range(len(case.scores)), min(count, len(case.scores))))


def best(values: Matrix, count: int) -> list[int]:
    """The highest values' places, in order."""
    return sorted(np.argsort(-values, kind="stable")[:count].tolist())


def stationary(similarity: Matrix, damping: float = 0.85) -> Matrix:
    """PageRank of a graph of sentences by power iteration (Brin & Page 1998)."""
    size = len(similarity)
    total = similarity.sum(axis=1, keepdims=True)
    steps = np.where(total > 0, similarity / np.where(total > 0, total, 1), 1 / size)
    rank = np.full(size, 1 / size)
    for _ in range(60):
        rank = (1 - damping) / size + damping * rank @ steps
    return rank


def textrank(case: Case, count: int) -> Sequence[int]:
    """Shared words over the logarithm of both lengths (Mihalcea & Tarau 2004)."""
    bags = [set(words(text)) for text in case.example.sentences]
    size = len(bags)
    similarity = np.zeros((size, size))
    for one in range(size):
        for other in range(one):
            scale = math.log(max(2, len(bags[one]))) + math.log(max(2, len(bags[other])))
            similarity[one, other] = similarity[other, one] = len(bags[one] & bags[other]) / scale
    return best(stationary(similarity), count)


def lexrank(case: Case, count: int) -> Sequence[int]:
    """TF-IDF cosines above 0.1, IDF from the article itself (Erkan & Radev 2004)."""
    bags = [Counter(words(text)) for text in case.example.sentences]
    spread = Counter(word for bag in bags for word in bag)
    place = {word: column for column, word in enumerate(spread)}
    table = np.zeros((len(bags), len(place)))
    for row, bag in enumerate(bags):
        for word, times in bag.items():
            table[row, place[word]] = times * (math.log(len(bags) / spread[word]) + 1e-3)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    cosines = table @ table.T
    return best(stationary((cosines > 0.1).astype(float)), count)


def centroid(case: Case, count: int) -> Sequence[int]:
    """Nearest to the mean of the encoder's embeddings, untrained."""
    return best((case.vectors @ case.vectors.mean(axis=0)).astype(np.float64), count)


def upper(case: Case, count: int) -> Sequence[int]:
    """Greedy search with the reference in hand: what no system that takes whole sentences is expected to beat."""
    return oracle(case.example.sentences, case.example.reference, count)


def scored(case: Case, count: int) -> Sequence[int]:
    """The trained scores alone, without the rules of selection."""
    return best(case.scores.astype(np.float64), count)


def ours(case: Case, count: int) -> Sequence[int]:
    """What transum does."""
    return select(case.passage, case.scores, case.vectors, Budget(count, (1,) * len(case.scores)))


def words_of_lead(case: Case) -> int:
    """How many words the article's first three sentences have."""
    return sum(len(text.split()) for text in case.example.sentences[:3])


def by_words(case: Case, texts: Sequence[str], most: int, choose: Callable[..., tuple[int, ...]]) -> str:
    """What transum chooses of ``texts``, the article's sentences in some form, in at most so many words."""
    costs = tuple(max(1, len(text.split())) for text in texts)
    passage = Passage(tuple(texts), case.example.paragraphs)
    barred = frozenset(place for place, text in enumerate(case.example.sentences) if introduces(text))
    chosen = choose(passage, case.scores, case.vectors, Budget(most, costs, fill=False), barred=barred)
    return " ".join(texts[index] for index in chosen)


def way(case: Case) -> Callable[..., tuple[int, ...]]:
    """How words are filled: a set at a time where the language is Indonesian, one by one in English."""
    return fill if case.is_indonesian else select


def whole(case: Case) -> str:
    """Whole sentences in the words of LEAD-3."""
    return by_words(case, case.example.sentences, words_of_lead(case), way(case))


def shortened(case: Case) -> str:
    """Shortened sentences in the words of LEAD-3."""
    return by_words(case, case.short, words_of_lead(case), way(case))


def one_by_one(case: Case) -> str:
    """The same, but the highest scores that fit."""
    return by_words(case, case.short, words_of_lead(case), select)


def usual(case: Case, texts: Sequence[str]) -> str:
    """What transum chooses of ``texts`` where nobody says how long."""
    most = min(USUAL, round(PART * sum(len(text.split()) for text in case.example.sentences)))
    return by_words(case, texts, most, fill)


def near_lead(texts: Sequence[str]) -> str:
    """The first sentences, as many as come nearest to the length of a reference."""
    sizes = [len(" ".join(texts[:count]).split()) for count in range(1, len(texts) + 1)]
    nearest = min(range(len(texts)), key=lambda count: abs(sizes[count] - REFERENCE))
    return " ".join(texts[: nearest + 1])


def short_lead(case: Case) -> str:
    """The first three sentences, shortened."""
    return " ".join(case.short[:3])


def cut_lead(case: Case) -> str:
    """The article's first words, as many as the summary of ``shortened`` has."""
    return " ".join(" ".join(case.example.sentences).split()[: len(shortened(case).split())])


def taking(system: System, count: Count) -> Writer:
    """The summary of a system that takes a number of whole sentences."""
    return lambda case: " ".join(case.example.sentences[index] for index in system(case, count(case)))


SYSTEMS: dict[str, System] = {
    "random": chance, "TextRank": textrank, "LexRank": lexrank, "centroid (e5)": centroid, "LEAD": lead,
    "transum, scores only": scored, "transum": ours, "oracle": upper,
}  # fmt: skip


def facts_told(case: Case, text: str) -> tuple[int, int, int, int]:
    """How many of the reference's names a summary has, and of how many; the same of its figures and dates.

    A name is there where all its words are, figures and dates where their values are.
    """
    told, wanted = set(words(text)), Facts.of(case.example.reference, "id")
    listed = {name.text for name in names(case.example.reference, "id")}
    found = Facts.of(text, "id")
    values = {*wanted.values, *((moment.part, moment.value) for moment in wanted.moments)}
    theirs = {*found.values, *((moment.part, moment.value) for moment in found.moments)}
    return sum(told >= set(words(name)) for name in listed), len(listed), len(values & theirs), len(values)


def coverage(cases: Sequence[Case], systems: dict[str, Writer]) -> str:
    """A Markdown table of ``facts_told``, all articles together."""
    lines = ["| system | words | names | figures and dates |", "|---" * 4 + "|"]
    for name, writer in systems.items():
        texts = [writer(case) for case in cases]
        rows = np.array([facts_told(case, text) for case, text in zip(cases, texts, strict=True)]).sum(axis=0)
        size = sum(len(text.split()) for text in texts) / len(texts)
        lines.append(f"| {name} | {size:.1f} | {100 * rows[0] / rows[1]:.1f}% | {100 * rows[2] / rows[3]:.1f}% |")
    return "\n".join([*lines, ""])


def measure(cases: Sequence[Case], writer: Writer, scorer: rouge_scorer.RougeScorer,
            memory: dict[tuple[str, str], list[float]]) -> tuple[Matrix, float]:  # fmt: skip
    """ROUGE F, one row an article, in hundredths; and the mean number of words."""
    rows, sizes = [], []
    for case in cases:
        text = writer(case)
        sizes.append(len(text.split()))
        key = (case.example.reference, text)
        if key not in memory:
            found = scorer.score(case.example.reference, text)
            memory[key] = [100 * found[name].fmeasure for name in MEASURES]
        rows.append(memory[key])
    return np.array(rows), sum(sizes) / len(sizes)


def interval(values: Matrix) -> tuple[float, float]:
    """The 95% bootstrap interval of the mean (percentiles, articles resampled)."""
    draws = np.random.default_rng(1).integers(0, len(values), (RESAMPLES, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def cell(values: Matrix) -> str:
    """A mean with its interval."""
    low, high = interval(values)
    return f"{values.mean():.1f} [{low:.1f}, {high:.1f}]"


def table(title: str, cases: Sequence[Case], systems: dict[str, Writer], base: str,
          memory: dict[tuple[str, str], list[float]]) -> str:  # fmt: skip
    """A Markdown table; the last columns are the paired difference to ``base``."""
    scorer = rouge_scorer.RougeScorer(list(MEASURES), use_stemmer=False)
    measured = {name: measure(cases, writer, scorer, memory) for name, writer in systems.items()}
    results = {name: rows for name, (rows, _) in measured.items()}
    lines = [f"### {title}: {len(cases)} articles", ""]
    lines += [f"| system | words | R-1 | R-2 | R-L | R-1 − {base} | R-2 − {base} | R-L − {base} |", "|---" * 8 + "|"]
    for name, rows in results.items():
        cells = [cell(rows[:, column]) for column in range(len(MEASURES))]
        difference = rows - results[base]
        cells += ["" if name == base else cell(difference[:, column]) for column in range(len(MEASURES))]
        lines.append(f"| {name} | {measured[name][1]:.1f} | {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def always(count: int) -> Count:
    """The same number of sentences for every article."""
    return lambda _: count


def report(cases: Sequence[Case]) -> str:
    """Tables: the usual length, LEAD-3's words, three sentences, and as many sentences as the reference has."""

    def as_reference(case: Case) -> int:
        return max(1, len(sentences(case.example.reference)))

    condensed: dict[str, Writer] = {
        "LEAD-3": taking(lead, always(3)),
        "LEAD, cut to transum's words": cut_lead,
        "LEAD-3, shortened": short_lead,
        "transum, whole sentences": whole,
        "transum, the highest scores that fit": one_by_one,
        "transum": shortened,
    }
    as_usual: dict[str, Writer] = {
        "LEAD-3": taking(lead, always(3)),
        "LEAD, nearest to 59 words": lambda case: near_lead(case.example.sentences),
        "LEAD, shortened, nearest to 59 words": lambda case: near_lead(case.short),
        "transum, whole sentences": lambda case: usual(case, case.example.sentences),
        "transum": lambda case: usual(case, case.short),
    }
    fixed = {f"{name}-3" if name == "LEAD" else name: taking(system, always(3)) for name, system in SYSTEMS.items()}
    fixed |= {f"LEAD-{count}": taking(lead, always(count)) for count in (1, 2)}
    same = {f"{name}-n" if name == "LEAD" else name: taking(system, as_reference) for name, system in SYSTEMS.items()}
    memory: dict[tuple[str, str], list[float]] = {}
    name = cases[0].example.corpus
    # How long a summary is where nobody says was learnt from Indonesian editors, and holds for Indonesian articles.
    known = {
        "LEAD-3": as_usual["LEAD-3"],
        "transum, three sentences": lambda case: " ".join(case.short[index] for index in ours(case, 3)),
        "transum": as_usual["transum"],
    }
    length = [
        table(f"{name}, at most {USUAL} words", cases, as_usual, "LEAD-3", memory),
        f"### {name}, facts of the reference that the summary has: {len(cases)} articles\n\n{coverage(cases, known)}",
    ]
    length = length if name != "bbc" else []
    return "\n".join(
        [
            *length,
            table(f"{name}, as many words as LEAD-3", cases, condensed, "LEAD-3", memory),
            table(f"{name}, three sentences", cases, fixed, "LEAD-3", memory),
            table(f"{name}, n sentences as in the reference", cases, same, "LEAD-n", memory),
        ]
    )


def main() -> None:
    """Embed, score, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.summaries", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--cache", type=Path, required=True, help="embeddings, kept between runs (.npz)")
    parser.add_argument("--articles", type=int, default=250, help="articles of each corpus, the first of the split")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--split", choices=["dev", "test"], default="test", help="dev to choose by, test to report")
    options = parser.parse_args()
    examples = [example for example in load(options.corpora) if example.split == options.split]
    names = dict.fromkeys(example.corpus for example in examples)
    chosen = {name: [e for e in examples if e.corpus == name][: options.articles] for name in names}
    encoder = CT2Encoder(embedded("encoder"), threads=options.threads)
    embed([example for group in chosen.values() for example in group], encoder, options.cache)
    known = read_cache(options.cache)
    scorer, compressor = Scorer.load(embedded("summarizer")), Compressor.load(embedded("summarizer"))
    print(f"{dt.datetime.now(dt.UTC):%Y-%m-%d}; {RESAMPLES} bootstrap resamples; 95% intervals\n")
    for group in chosen.values():
        cases = []
        for example in group:
            found = vectors(example, known)
            if found is not None:
                passage = Passage(example.sentences, example.paragraphs)
                around = surroundings(example.sentences)
                case = Case(example, found, scorer.score(passage, found))
                short = tuple(
                    compressor.shorten(text, one).text if case.is_indonesian else text
                    for text, one in zip(example.sentences, around, strict=True)
                )
                cases.append(replace(case, short=short))
        print(report(cases), flush=True)


if __name__ == "__main__":
    main()
