"""Step 1: article–summary pairs as sentences, with a split that depends on the article's text alone."""

import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path
from typing import Literal

Split = Literal["train", "dev", "test"]

# Shares of a hundred, by hash: the same article is always on the same side, in whatever file and order it comes.
TEST_SHARE, DEV_SHARE = 15, 10

_END = re.compile(r"(?<=[.!?])(?:[\"”']+)?\s+(?=[\"“'(]*[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sen|Gen|Rep|vs|No|Co|Ltd|Inc|Jan|Feb|Sept|Oct|Nov|Dec|dr|Drs|Ir|Hj?|KH|Tgk|Jl"
    r"|Rp|Kab|Kec|Kel|Moh|Muh|Jend|Letjen|Mayjen|Brigjen|Kol|AKBP|AKP|Kombes|Irjen|hlm|dll|dkk|tgl|pkl|Bdk|al))\.$"
)
_SKIPPED = re.compile(r"^\W*(?:baca (?:juga|pula|selengkapnya)|simak juga|lihat juga|advertisement)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Example:
    """An article as sentences; ``paragraphs[i]`` is the number, from 0, of the paragraph of sentence ``i``."""

    corpus: str
    split: Split
    sentences: tuple[str, ...]
    paragraphs: tuple[int, ...]
    reference: str


def split_of(text: str) -> Split:
    """Where an article belongs, by SHA-256 of its letters.

    >>> split_of("Satu. Dua.") == split_of("satu dua")
    True
    """
    letters = "".join(re.findall(r"\w+", text.lower()))
    share = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:4]) % 100
    return "test" if share < TEST_SHARE else "dev" if share < TEST_SHARE + DEV_SHARE else "train"


def detokenise(text: str) -> str:
    """Undo the spacing of IndoSum's tokenizer; other text stays.

    >>> detokenise('" Ya, " ujar dia, Senin (27 / 3).')
    '"Ya," ujar dia, Senin (27/3).'
    """
    parts = re.split(r"\s*(\")\s*", text)
    out, inside = [parts[0]], False
    for part in parts[1:]:
        if part != '"':
            out.append(part)
            continue
        before = out[-1]
        gap_before, gap_after = ("", " ") if inside else (" ", "")
        out[-1] = before + (gap_before if before else "")
        out.append('"' + gap_after)
        inside = not inside
    text = "".join(out)
    text = re.sub(r"(?<=\d) / (?=\d)", "/", text)
    text = re.sub(r"(?<=\w) -(?=(?:nya|ku|mu|lah|kah|an)\b)", "-", text)
    text = text.replace("- -", "--").replace("“ ", "“").replace(" ”", "”")
    return re.sub(r"\s+", " ", re.sub(r" (?=[.,;:!?](?:\s|$))", "", text)).strip()


def _open(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")


def sentences(paragraph: str) -> list[str]:
    """A paragraph of a corpus as sentences; quotations stay whole where their marks are balanced.

    >>> sentences('Ia datang. "Ya. Benar," kata Dr. Budi. Lalu pergi.')
    ['Ia datang.', '"Ya. Benar," kata Dr. Budi.', 'Lalu pergi.']
    """
    out, start = [], 0
    for match in _END.finditer(paragraph):
        piece = paragraph[start : match.end()].strip()
        if _ABBREVIATION.search(piece) or (_open(piece) and not _open(paragraph)):
            continue
        out.append(piece)
        start = match.end()
    rest = paragraph[start:].strip()
    return [*out, rest] if rest else out


def _example(row: dict[str, object], corpus: str) -> Example | None:
    paragraphs, reference = row["article"], row["summary"]
    if not isinstance(paragraphs, list) or not isinstance(reference, str):
        raise TypeError(f"{corpus}: a row needs 'article' (paragraphs) and 'summary' (a text)")
    found: list[str] = []
    numbers: list[int] = []
    for number, paragraph in enumerate(p for p in paragraphs if not _SKIPPED.match(p)):
        pieces = sentences(detokenise(paragraph))
        found += pieces
        numbers += [number] * len(pieces)
    if len(found) < 4 or not reference.strip():
        return None
    whole = " ".join(paragraphs)
    return Example(corpus, split_of(whole), tuple(found), tuple(numbers), detokenise(reference))


def load(paths: Sequence[Path]) -> Iterator[Example]:
    """Every usable article of JSON Lines files with ``article`` and ``summary``, each once; named after its file.

    Articles of fewer than four sentences can't tell one summarizer from another and are left out.
    """
    seen: set[tuple[str, ...]] = set()
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            example = _example(json.loads(line), path.stem)
            if example and example.sentences not in seen:
                seen.add(example.sentences)
                yield example


def sample(examples: Sequence[Example], most: Sequence[int], longest: int, seed: int = 1) -> list[Example]:
    """Training articles, none above ``longest`` sentences, drawn at random: at most ``most`` of each corpus.

    ``most`` is in the corpora's order in ``examples``; the last number is also that of the corpora behind it.
    """
    short = [example for example in examples if len(example.sentences) <= longest]
    random.Random(seed).shuffle(short)  # noqa: S311 (a draw that can be repeated, not a secret)
    drawn: dict[str, list[Example]] = {example.corpus: [] for example in examples}
    for example in short:
        if example.split == "train":
            drawn[example.corpus].append(example)
    counts = chain(most, repeat(most[-1]))
    return [example for group, count in zip(drawn.values(), counts, strict=False) for example in group[:count]]
