"""How many invented numbers, dates and names are caught in summaries, and how many true sentences are marked.

    python -m benchmarks.faithfulness [--verbose]

The cases are ``tests/cases/faithfulness.jsonl``: articles (one of the seeds, the others made up) as pairs of sentences,
true sentences on them as a small language model would put them, and sentences with one invented fact. The last two
articles were written after the rules, which were not changed for them.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transum.document import Document, Finding, Level, Paragraph, Sentence, SentencePair, Translation
from transum.facts.statements import facts_of, missing

CASES = Path(__file__).parent.parent / "tests/cases/faithfulness.jsonl"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A sentence on an article, and what was found: ``kind`` and ``span`` of its invented fact, "" for a true one."""

    article: str
    held_out: bool
    text: str
    kind: str
    span: str
    findings: tuple[Finding, ...]

    @property
    def marked(self) -> bool:
        """Whether a reader is told that something is wrong."""
        return any(finding.level is Level.ERROR for finding in self.findings)


def translation_of(pairs: list[list[str]]) -> Translation:
    """An article of one paragraph from ``[source, target]`` lists."""
    text, built = "", []
    for source, target in pairs:
        built.append(SentencePair(Sentence(source, len(text), len(text) + len(source)), target))
        text += source + " "
    return Translation(Document(text, (Paragraph(tuple(pair.source for pair in built)),)), tuple(built))


def judgements() -> Iterator[Judgement]:
    """Every case, judged."""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        facts = facts_of(translation_of(row["pairs"]))
        for text in row["true"]:
            yield Judgement(row["article"], row["held_out"], text, "", "", missing(text, facts))
        for case in row["false"]:
            said = case["text"]
            yield Judgement(row["article"], row["held_out"], said, case["kind"], case["span"], missing(said, facts))


def main() -> None:
    """Print the shares, and with ``--verbose`` every miss."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faithfulness", description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="print each miss and each false alarm")
    verbose = parser.parse_args().verbose
    judged = list(judgements())
    for title, held_out in (("cases that the rules were made with", False), ("cases written afterwards", True)):
        print(f"\n### {title}\n")
        tell([one for one in judged if one.held_out is held_out])
    for j in judged if verbose else ():
        if j.marked is not bool(j.kind):
            print("MISS " if j.kind else "ALARM", j.article, "|", j.text, "|", [f.message for f in j.findings])


def tell(judged: list[Judgement]) -> None:
    """Print a table of shares."""
    true, false = [j for j in judged if not j.kind], [j for j in judged if j.kind]
    total, caught = Counter(j.kind for j in false), Counter(j.kind for j in false if j.marked)
    print("| sentences | marked | of | share |\n|---|---|---|---|")
    for kind in sorted(total):
        print(f"| invented {kind} | {caught[kind]} | {total[kind]} | {caught[kind] / total[kind]:.1%} |")
    print(f"| invented, all | {caught.total()} | {len(false)} | {caught.total() / len(false):.1%} |")
    alarms = sum(j.marked for j in true)
    print(f"| true | {alarms} | {len(true)} | {alarms / len(true):.1%} |")


if __name__ == "__main__":
    main()
