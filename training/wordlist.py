"""The word lists of the checks: words that a language writes in lower case, so that a capital makes no name of them.

    python -m training.wordlist CORPUS transum/lexicon

CORPUS is ``parallel.tsv.xz`` (source TAB Indonesian TAB English). A word is kept where it is frequent enough, is not
nearly always capitalised, and is not a stray of the other language. Writes ``indonesian.txt`` and ``english.txt``.
"""

import argparse
import lzma
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Times in lower case at least; share of the occurrences with a capital, of those in the other language.
_BOUNDS = {"indonesian": (3, 0.12, 0.25), "english": (5, 0.12, 0.06)}


@dataclass(slots=True)
class Counts:
    """How often each word stands in lower case, and with a capital inside a sentence."""

    lower: Counter[str] = field(default_factory=Counter)
    capital: Counter[str] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        """Count the words of one sentence; its first one says nothing about capitals."""
        for place, word in enumerate(match[0] for match in _WORD.finditer(text)):
            if word.islower():
                self.lower[word] += 1
            elif place and word[0].isupper():
                self.capital[word if word.isupper() else word.lower()] += 1


def common(own: Counts, other: Counts, bounds: tuple[int, float, float]) -> list[str]:
    """The words of a language that are ordinary in it, sorted."""
    least, capital, foreign = bounds
    kept = {
        word.replace("’", "'")
        for word, count in own.lower.items()
        if len(word) > 1 and count >= max(least, capital * own.capital[word], foreign * other.lower[word])
    }
    return sorted(kept)


def main() -> None:
    """Count, and write both lists."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    counts = {"indonesian": Counts(), "english": Counts()}
    with lzma.open(arguments.corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3:
                counts["indonesian"].add(fields[1])
                counts["english"].add(fields[2])
    for name, other in (("indonesian", "english"), ("english", "indonesian")):
        kept = common(counts[name], counts[other], _BOUNDS[name])
        head = f"# {name.capitalize()} words that are written in lower case: a capital makes no name of them.\n"
        text = head + "# Counted by training/wordlist.py.\n" + "\n".join(kept) + "\n"
        (arguments.folder / f"{name}.txt").write_text(text, encoding="utf-8")
        print(f"{name}: {len(kept)} words")


if __name__ == "__main__":
    main()
