"""The word table of the checks: by which English words an Indonesian word is translated, learnt from sentence pairs.

    python -m training.words CORPUS… --output transum/lexicon

A CORPUS is a ``.tsv.xz`` file: source TAB Indonesian TAB English, its sources described in ``training/sources``; what
the translator hardly learns from is left out (interfaces, manuals). A row of ``translations.sorted`` is an Indonesian
word, how often in a thousand times a translation by people has none of its translations, and these, the most frequent
first; one of ``translated.sorted`` an English word, and how often in a thousand times it stands in a translation by
people whose original has nothing that it translates.

``training.lexical`` tells which word translates which. Words are compared as the check compares them
(``facts.wordtable``): Indonesian ones as they are written where they are frequent, else as what they are made of;
English ones by what they may be forms of. Words of grammar, names and numerals are left out on both sides.
"""

import argparse
import lzma
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from training.commandline import run
from training.lexical import Ids, agreed, links
from training.readers import Source, read_sources
from transum.errors import InputError
from transum.facts.lemmas import lemmas
from transum.facts.wordtable import american, content_words, english_words, known_form
from transum.indonesian.affixes import stems

SOURCES: Final = Path(__file__).parent / "sources"
LIGHTEST: Final = 0.25  # weight of a source (see ``readers``) below which it is left out
FREQUENT: Final = 5  # times: an Indonesian word that is rarer is counted as the word that it is made of
_LONGEST: Final = 60  # words of a sentence: longer ones are lists, or no pairs
_BASE_SHARE: Final = 0.03  # "killed" is a form of "kill", which is rarer; "bus" is no form of "bu", which is a stray
_LEAST: Final = 0.5  # times that both directions believe in a translation
_LEAST_SHARE: Final = 0.002  # of all times that the word is translated
_STEM: Final = 4  # letters
# Two words of one stem ("membunuh", "pembunuhan") that share so much of what translates them lend each other the rest,
# where it is frequent enough to be no accident.
_ALIKE: Final = 0.15
_LENT: Final = 2.0
_LENT_SHARE: Final = 0.02
_MOST_RELATED: Final = 60  # words of one stem: more are no family but an accident of letters
_ELSEWHERE: Final = 1.6  # times that a translation must be believed in to be known without the pair that is looked at
_SEEN_BEFORE: Final = 3.0  # sentences by people: what all sources together say of a word counts as so many
_USUALLY_ALONE: Final = 0.25  # of the words nobody has seen

Table = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The content words of a sentence pair, in lower case; ``by_people`` where people translated it."""

    original: tuple[str, ...]
    translation: tuple[str, ...]
    by_people: bool


def read(corpora: Iterable[Path], sources: Mapping[str, Source]) -> Iterator[Sentence]:
    """The content words of every pair; raises ``InputError``."""
    for source, original, translation in pairs(corpora, sources):
        ours = tuple(word for _, _, word in content_words(original))
        theirs = tuple(word for _, _, word in english_words(translation))
        if 0 < len(ours) <= _LONGEST and 0 < len(theirs) <= _LONGEST:
            yield Sentence(ours, theirs, source.kind == "human")


def pairs(corpora: Iterable[Path], sources: Mapping[str, Source]) -> Iterator[tuple[Source, str, str]]:
    """Every pair once, of the sources that weigh enough: source, Indonesian, English; raises ``InputError``."""
    seen: set[tuple[str, str]] = set()
    for path in corpora:
        try:
            with lzma.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    name, original, translation = line.rstrip("\n").split("\t")
                    source = sources.get(name)
                    if source and source.weight >= LIGHTEST and (original, translation) not in seen:
                        seen.add((original, translation))
                        yield source, original, translation
        except (OSError, EOFError, lzma.LZMAError, ValueError) as exc:
            raise InputError(f"can't read the corpus {path}: {exc}") from exc


def indonesian_forms(counts: Mapping[str, int]) -> dict[str, str]:
    """What each counted word is counted as; words that are rare, and made of rare ones, are left out."""

    def is_known(word: str) -> bool:
        return counts.get(word, 0) >= FREQUENT

    forms = {word: known_form(word, is_known) for word in counts}
    return {word: form for word, form in forms.items() if form}


def english_bases(counts: Mapping[str, int]) -> dict[str, str]:
    """What each counted word is a form of, itself where it is none, in American spelling.

    >>> english_bases({"killed": 90, "kill": 10, "bus": 90, "bu": 1})["killed"]
    'kill'
    """

    def base(word: str) -> str:
        least = max(3, _BASE_SHARE * counts[word])
        found = [(counts[each], each) for each in lemmas(word) if each != word and counts.get(each, 0) >= least]
        return american(max(found)[1] if found else word)

    return {word: base(word) for word in counts}


def translations(sentences: Sequence[Sentence], forms: Mapping[str, str], bases: Mapping[str, str]) -> Table:
    """How often each word is translated by each, in what both directions of alignment agree on."""
    ours, theirs = sorted(set(forms.values())), sorted(set(bases.values()))
    number = {word: n for n, word in enumerate(ours)}, {word: n for n, word in enumerate(theirs)}
    numbered = [
        (
            np.array([number[0][forms[word]] for word in sentence.original if word in forms], np.int32),
            np.array([number[1][bases[word]] for word in sentence.translation], np.int32),
        )
        for sentence in sentences
    ]
    whole: list[tuple[Ids, Ids]] = [pair for pair in numbered if len(pair[0])]
    found = links([first for first, _ in whole], [second for _, second in whole])
    times = agreed(found)
    table: Table = defaultdict(dict)
    for place in np.flatnonzero(times >= _LEAST).tolist():
        table[ours[found.source[place]]][theirs[found.target[place]]] = float(times[place])
    return {word: _frequent(counted) for word, counted in table.items()}


def _frequent(counted: Mapping[str, float]) -> dict[str, float]:
    least = _LEAST_SHARE * sum(counted.values())
    return {word: times for word, times in counted.items() if times >= least}


def with_related(table: Table) -> Table:
    """``table`` with what words of the same stem and meaning lend each other."""
    families: dict[str, set[str]] = defaultdict(set)
    for word in table:
        for stem in stems(word):
            if len(stem) >= _STEM:
                families[stem].add(word)
    shares = {
        word: {each: times / sum(counted.values()) for each, times in counted.items()}
        for word, counted in table.items()
    }
    whole: Table = {}
    for word, counted in table.items():
        families_of = (families[stem] for stem in stems(word) if stem in families)
        related = set().union(*(family for family in families_of if len(family) <= _MOST_RELATED)) - {word}
        whole[word] = dict(counted)
        for other in sorted(related):
            alike = sum(min(share, shares[other].get(each, 0)) for each, share in shares[word].items())
            for each, times in table[other].items() if alike >= _ALIKE else ():
                if times >= _LENT and shares[other][each] >= _LENT_SHARE:
                    whole[word].setdefault(each, 0)
    return whole


@dataclass(slots=True)
class Tally:
    """How often each word was seen, and how often it stood alone, in the sentences of all sources and of people's."""

    seen: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))
    alone: tuple[Counter[str], Counter[str]] = field(default_factory=lambda: (Counter(), Counter()))

    def add(self, word: str, *, is_alone: bool, by_people: bool) -> None:
        """Count one sentence of which ``word`` is a word."""
        for which in (0, 1) if by_people else (0,):
            self.seen[which][word] += 1
            self.alone[which][word] += is_alone

    def share(self, word: str) -> float:
        """Of people's sentences the share in which it stands alone; all sources are the guess that these correct."""
        guess = (self.alone[0][word] + 2 * _USUALLY_ALONE) / (self.seen[0][word] + 2)
        return (self.alone[1][word] + _SEEN_BEFORE * guess) / (self.seen[1][word] + _SEEN_BEFORE)


def alone(
    sentences: Iterable[Sentence], table: Table, forms: Mapping[str, str], bases: Mapping[str, str]
) -> tuple[Tally, Tally]:
    """How often the original's words stand there without a translation, and the translation's without an original.

    What only the sentence itself taught doesn't count as known.
    """
    known = {
        word: frozenset(each for each, times in counted.items() if not 0 < times < _ELSEWHERE)
        for word, counted in table.items()
    }
    ours, theirs = Tally(), Tally()
    for sentence in sentences:
        originals = {forms[word] for word in sentence.original if word in forms} & known.keys()
        said = {word for each in sentence.translation for word in (each, american(each), bases[each])}
        for word in originals:
            lacks = word not in said and known[word].isdisjoint(said)
            ours.add(word, is_alone=lacks, by_people=sentence.by_people)
        explained = {*sentence.original}.union(*(known[word] for word in originals))
        for word in {bases[word] for word in sentence.translation}:
            theirs.add(word, is_alone=word not in explained, by_people=sentence.by_people)
    return ours, theirs


Rows = list[tuple[str, str, str]]


def learn(sentences: Sequence[Sentence]) -> tuple[Rows, Rows]:
    """The rows of both tables, by word: in how many of a thousand it stands alone, and an original's translations."""
    forms = indonesian_forms(Counter(word for sentence in sentences for word in sentence.original))
    bases = english_bases(Counter(word for sentence in sentences for word in sentence.translation))
    table = with_related(translations(sentences, forms, bases))
    ours, theirs = alone(sentences, table, forms, bases)
    english = sorted({each for counted in table.values() for each in counted})

    def by_number(word: str) -> str:
        return " ".join(sorted(table[word], key=lambda each: (-table[word][each], each)))

    return (
        [(word, str(round(1000 * ours.share(word))), by_number(word)) for word in sorted(table)],
        [(word, str(round(1000 * theirs.share(word))), "") for word in english],
    )


def write(rows: Rows, path: Path) -> None:
    """Put a table into the package, in the order in which ``lexicon.sorted_rows`` searches."""
    lines = ["\t".join(filter(None, row)) for row in sorted(rows, key=lambda row: row[0].encode())]
    path.write_bytes(("\n".join(lines) + "\n").encode())


def main() -> None:
    """Read, learn and write the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("corpora", type=Path, nargs="+", metavar="CORPUS")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="folder of the sources' descriptions")
    parser.add_argument("--output", type=Path, required=True, help="folder")
    arguments = parser.parse_args()
    sentences = list(read(arguments.corpora, {source.name: source for source in read_sources(arguments.sources)}))
    print(f"{len(sentences)} sentence pairs", flush=True)
    ours, theirs = learn(sentences)
    write(ours, arguments.output / "translations.sorted")
    write(theirs, arguments.output / "translated.sorted")
    print(f"{len(ours)} words, {sum(len(row[2].split()) for row in ours)} translations, {len(theirs)} English words")


if __name__ == "__main__":
    run(main)
