"""The dictionary of ``facts.dictionary``: rows that someone wrote are put together, and held against translations.

    python -m training.dictionary merge ROWS…       rows → transum/lexicon/dictionary.sorted
    python -m training.dictionary check CORPUS…     the rows there that translations by people contradict are taken out
    python -m training.dictionary missed TEXT…      words that the model misses in lines of Indonesian: write their rows

A row is Indonesian TAB English, alternatives between `` | ``, the most usual first (``lexicon/README.md`` says in which
forms). What a later file says of an entry counts, ``-`` takes it out. A CORPUS is a ``.tsv.xz`` file: source TAB
Indonesian TAB English, its sources described in ``training/sources``.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from training.commandline import run
from training.readers import read_sources
from training.words import SOURCES, pairs
from transum import lexicon
from transum.document import Document, Paragraph, Sentence
from transum.engines.ct2 import CT2Translator
from transum.engines.reconstruction import CT2Reconstructor
from transum.errors import InputError
from transum.facts.dictionary import Meaning, meanings
from transum.facts.wordtable import content_words
from transum.lexicon import sorted_rows, words
from transum.revise.draft import drafts_of
from transum.shelf import EMBEDDED
from transum.shelf.manifest import embedded

DICTIONARY: Final = Path(lexicon.__file__).with_name("dictionary.sorted")
MOST: Final = 6  # translations of an entry
_ENTRY: Final = re.compile(r"[^\W\d_]+(?:['’ -][^\W\d_]+)*")
_UNHEARD: Final = -6.0  # log-probability of a word under the reverse model: it is missed
# What contradicts a row: so many times that its entry stands in an original, and a smaller share of the translations
# that say what the row says. Rare words are believed more than frequent ones, phrases more than words.
WORD_BARS: Final = ((5, 0.15), (100, 0.35))
PHRASE_BARS: Final = ((40, 0.12),)


def merged(paths: Iterable[Path]) -> dict[str, tuple[str, ...]]:
    """The entries of all files, sorted; raises ``InputError`` with file and line for what is no row."""
    found: dict[str, tuple[str, ...]] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            entry, tab, english = line.partition("\t")
            offered = tuple(dict.fromkeys(filter(None, map(str.strip, english.split("|")))))
            if not (tab and offered and _ENTRY.fullmatch(entry)) or entry != entry.lower():
                raise InputError(f"{path}, line {number}: no row: {line!r}", hint="Write indonesian TAB english | …")
            if offered == ("-",):
                found.pop(entry, None)
            elif entry not in words("indonesian-function-words"):
                found[entry] = offered[:MOST]
    return dict(sorted(found.items(), key=lambda item: item[0].encode()))


def write(entries: Mapping[str, Sequence[str]], path: Path = DICTIONARY) -> None:
    """Put the entries, which are sorted, into the package."""
    path.write_text("".join(f"{entry}\t{' | '.join(english)}\n" for entry, english in entries.items()), "utf-8")


@dataclass(slots=True)
class Tally:
    """How often each entry stood in an original, and how often the translation said one of its meanings."""

    seen: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)

    def add(self, original: str, translation: str) -> None:
        """Count a sentence and its translation by people."""
        for meaning in meanings(original):
            entry = _entry(original, meaning)
            self.seen[entry] += 1
            self.said[entry] += meaning.is_said_in(translation)

    def contradicts(self, entry: str) -> bool:
        """Whether people say something else so often that the entry would do harm.

        >>> tally = Tally(Counter({"kambing hitam": 6, "sesar": 6}), Counter())
        >>> tally.contradicts("kambing hitam"), tally.contradicts("sesar")
        (False, True)
        """
        seen, said = self.seen[entry], self.said[entry]
        bars = PHRASE_BARS if " " in entry else WORD_BARS
        return any(seen >= least and said < share * seen for least, share in bars)


def _entry(text: str, meaning: Meaning) -> str:
    return text[meaning.start : meaning.end].lower().removesuffix(meaning.enclitic).rstrip("-")


def missed(lines: Sequence[str]) -> Iterator[tuple[str, int, str, str]]:
    """Words outside the dictionary that the model misses, the most frequent first.

    Of each: the word, how often, one of the lines in which it is missed, and that line's translation.
    """
    translator = CT2Translator(embedded("translator"), name=EMBEDDED, version="")
    documents = [Document(line, (Paragraph((Sentence(line, 0, len(line)),)),)) for line in lines]
    drafts = [draft for one in documents for draft in drafts_of(one, translator, None, repair=True)]
    asked = [(draft.sentence.text, draft.pieces[0].text) for draft in drafts if len(draft.pieces) == 1]
    said = [best.text for (best,) in translator.translate([text for _, text in asked], beam=1)]
    both = [(line, target) for (line, _), target in zip(asked, said, strict=True)]
    times: Counter[str] = Counter()
    example: dict[str, tuple[str, str]] = {}
    reader = CT2Reconstructor(embedded("reverse"), threads=1)
    for pair, told in zip(both, reader.reconstruct(both), strict=True):
        unheard = [word for word in told.words if word.score < _UNHEARD]
        known = meanings(pair[0])
        for start, end, word in content_words(pair[0]):
            is_known = any(start < one.end and end > one.start for one in known)
            if not is_known and any(start < one.end and end > one.start for one in unheard):
                times[word] += 1
                example.setdefault(word, pair)
    for word, count in times.most_common():
        yield word, count, *example[word]


def main() -> None:
    """One of the three steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("merge", "check", "missed"))
    parser.add_argument("files", type=Path, nargs="+")
    asked = parser.parse_args()
    if asked.step == "merge":
        write(merged(asked.files))
    elif asked.step == "check":
        tally = Tally()
        for source, original, translation in pairs(asked.files, {one.name: one for one in read_sources(SOURCES)}):
            if source.kind == "human":
                tally.add(original, translation)
        rows = sorted_rows("dictionary")
        kept = {entry: english.split(" | ") for entry, (english,) in rows.items() if not tally.contradicts(entry)}
        print(f"{len(rows) - len(kept)} of {len(rows)} rows are contradicted and taken out")
        write(kept)
    else:
        lines = [line for path in asked.files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for row in missed(lines):
            print(*row, sep="\t")


if __name__ == "__main__":
    run(main)
