"""The judged set: articles, what the model made of them, and what a reader who saw no marks said of each sentence."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
ARTICLES: Final = FOLDER / "articles"
PAIRS: Final = FOLDER / "pairs.jsonl"
JUDGEMENTS: Final = FOLDER / "judgements.tsv"
LABELS: Final = ("right", "slip", "serious")
COLUMNS: Final = ("article", "id", "judgement", "words", "note")
_SECOND_HALF: Final = "10"  # rules were written against the articles before it


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence pair as it was judged. ``words`` are those of the original that are rendered wrongly."""

    article: str
    id: int
    source: str
    target: str
    score: float | None
    judgement: str
    words: tuple[str, ...]

    @property
    def is_serious(self) -> bool:
        """A fact, an actor or a direction is changed or lost, or it makes no sense."""
        return self.judgement == "serious"

    @property
    def is_of_second_half(self) -> bool:
        """Whether its article is one of those that few rules were written against."""
        return self.article >= _SECOND_HALF


def pairs() -> Iterator[dict[str, object]]:
    """What there is to judge: article, id, source, target, score."""
    with PAIRS.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def rows() -> dict[tuple[str, int], dict[str, str]]:
    """The judgements, by article and id."""
    if not JUDGEMENTS.is_file():
        return {}
    with JUDGEMENTS.open(encoding="utf-8", newline="") as lines:
        read = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["article"], int(row["id"])): row for row in read}


def judged() -> list[Judged]:
    """Every pair that has been judged, in order."""
    known = rows()
    found = []
    for pair in pairs():
        row = known.get((str(pair["article"]), int(str(pair["id"]))))
        if row:
            score = pair["score"]
            found.append(
                Judged(
                    row["article"],
                    int(row["id"]),
                    str(pair["source"]),
                    str(pair["target"]),
                    float(score) if isinstance(score, float) else None,
                    row["judgement"],
                    tuple(filter(None, row["words"].split(" | "))),
                )
            )
    return found
