"""What ``--facts`` names in news articles, to be read beside them: nothing here can tell by itself what is wrong.

    python -m benchmarks.facts ARTICLES.jsonl --seed 7 --count 40 [--without 20261126:80]

ARTICLES holds one article a line, ``{"article": [paragraph, …]}`` (IndoSum is such a file). The facts are those of the
originals: no model is asked.
"""

import argparse
import json
import random
import re
from collections import defaultdict
from pathlib import Path

from transum.document import SentencePair, Translation
from transum.facts.glance import facts_of_article
from transum.segment import segment

# IndoSum's texts were cut into words, and joined again with a space on both sides of each sign.
_SPACED = (
    (re.compile(r'" ([^"\n]*?) "'), r'"\1"'),
    (re.compile(r"“ ([^“”\n]*?) ”"), r"“\1”"),
    (re.compile(r" - - "), " -- "),
    (re.compile(r"(?<=\w) / (?=\w)"), "/"),
    (re.compile(r"(?<=\w) - (?=[a-z0-9])|(?<=\b[Aa]l) - (?=\w)"), "-"),
)


def joined(text: str) -> str:
    """``text`` as it was before it was cut into words, as far as its signs tell.

    >>> joined('" Kami siap, " kata Kim Jong - un, Sabtu (12 / 8).')
    '"Kami siap," kata Kim Jong-un, Sabtu (12/8).'
    """
    for spaced, whole in _SPACED:
        text = spaced.sub(whole, text)
    return text


def named(text: str) -> dict[str, list[str]]:
    """The facts of a text by kind."""
    document = segment(text)
    pairs = tuple(SentencePair(sentence, "") for part in document.paragraphs for sentence in part.sentences)
    found: dict[str, list[str]] = defaultdict(list)
    for fact in facts_of_article(Translation(document, pairs)):
        found[fact.kind.value].append(fact.source)
    return found


def _draw(seed: int, length: int, count: int) -> list[int]:
    return random.Random(seed).sample(range(length), count)  # noqa: S311 - which articles are read, no secret


def main() -> None:
    """Print the articles that were drawn, each with what is named in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--without", default="", help="SEED:COUNT of a draw whose articles were read before")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.articles.read_text(encoding="utf-8").splitlines()]
    seed, _, count = options.without.partition(":")
    seen = set(_draw(int(seed), len(rows), int(count))) if count else set()
    drawn = _draw(options.seed, len(rows), min(len(rows), 2 * options.count + len(seen)))
    for number in [number for number in drawn if number not in seen][: options.count]:
        text = joined("\n\n".join(rows[number]["article"]))
        print(f"##### {number}\n\n{text}\n")
        for kind, sources in named(text).items():
            print(f"  {kind}: {' | '.join(sources)}")


if __name__ == "__main__":
    main()
