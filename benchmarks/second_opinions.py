"""What is gained by second opinions on a translation (dictionary, reverse model, word table), and what each costs.

    python -m benchmarks.second_opinions FLORES [--count 997] [--report FILE] [--pairs FOLDER]

FLORES holds flores-dev.id and flores-dev.en. All translations are made by the embedded models in one run, with the
rules and the reverse model as the command has them, without the encoder; times are processor seconds of one thread.
FOLDER gets what a blind reader is given: the sentences that differ between none and all, as A and B in random order
(pairs.jsonl), and which is which (key.json).
"""

import argparse
import json
import random
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from unittest.mock import patch

from sacrebleu import corpus_bleu, corpus_chrf

from transum import revise
from transum.document import Document, Paragraph, Sentence, SentencePair
from transum.engines.ct2 import CT2Translator
from transum.engines.reconstruction import CT2Reconstructor
from transum.shelf import EMBEDDED
from transum.shelf.manifest import Manifest, embedded

Models = tuple[CT2Translator, CT2Reconstructor]


def translated(
    lines: Sequence[str], translator: CT2Translator, reader: CT2Reconstructor
) -> tuple[list[SentencePair], float]:
    """The pairs of the lines, and the processor seconds that they took."""
    documents = [Document(line, (Paragraph((Sentence(line, 0, len(line)),)),)) for line in lines]
    began = time.process_time()
    found = revise.translate_documents(documents, translator, reconstructor=reader)
    return [pair for translation in found for pair in translation.pairs], time.process_time() - began


OPINIONS: Final = {"dictionary": "look_up", "other candidates": "reconsider", "words put right": "say_the_unsaid"}
"""What each is called on the page, and in ``transum.revise``."""


def with_opinions(asked: Sequence[str], lines: Sequence[str], models: Models) -> tuple[list[SentencePair], float]:
    """As ``translated``, with those of ``OPINIONS`` only that are ``asked``."""
    with ExitStack() as stack:
        for name in OPINIONS.keys() - set(asked):
            stack.enter_context(patch.object(revise, OPINIONS[name], return_value={}))
        return translated(lines, *models)


def report(lines: Sequence[str], references: Sequence[str], models: Models) -> tuple[str, list[dict[str, str]]]:
    """The table, and the sentences that differ between none of the opinions and all of them."""
    translated(lines[:8], *models)
    rows, runs = [], {}
    names = list(OPINIONS)
    for asked in [names[:count] for count in range(len(names) + 1)]:
        pairs, spent = with_opinions(asked, lines, models)
        said = [pair.target for pair in pairs]
        runs[len(asked)] = said
        changed = sum(one != other for one, other in zip(said, runs[0], strict=True))
        rows.append(
            f"| {f'+ {asked[-1]}' if asked else 'none'} | {changed} | {corpus_bleu(said, [references]).score:.2f} "
            f"| {corpus_chrf(said, [references]).score:.2f} | {spent:.1f} |"
        )
    differing = [
        {"original": line, "none": before, "all": after}
        for line, before, after in zip(lines, runs[0], runs[len(names)], strict=True)
        if before != after
    ]
    page = "\n".join([
        f"FLORES-200 dev, {len(lines)} sentences, {EMBEDDED} {models[0].info.version}, {datetime.now(UTC).date()}.",
        "",
        "| second opinions | sentences that differ | BLEU | chrF | processor seconds |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ])  # fmt: skip
    return page, differing


def for_a_blind_reader(differing: Sequence[Mapping[str, str]], folder: Path) -> None:
    """Write the pairs as A and B, and which is which, to ``folder``; a function of the sentences."""
    chance = random.Random(len(differing))  # noqa: S311 (no secret)
    order = chance.sample(differing, len(differing))
    turned = [chance.random() < 1 / 2 for _ in order]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "pairs.jsonl").open("w", encoding="utf-8") as file:
        for number, (one, is_turned) in enumerate(zip(order, turned, strict=True)):
            a, b = (one["all"], one["none"]) if is_turned else (one["none"], one["all"])
            file.write(
                json.dumps({"n": number, "original": one["original"], "A": a, "B": b}, ensure_ascii=False) + "\n"
            )
    (folder / "key.json").write_text(json.dumps(["AB"[not is_turned] for is_turned in turned]), encoding="utf-8")


def main() -> None:
    """Measure, print, and write the report where one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flores", type=Path)
    parser.add_argument("--count", type=int, default=997)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--pairs", type=Path)
    asked = parser.parse_args()
    lines, references = (
        (asked.flores / f"flores-dev.{language}").read_text(encoding="utf-8").splitlines()[: asked.count]
        for language in ("id", "en")
    )
    version = Manifest.read(embedded("translator")).version
    models = (
        CT2Translator(embedded("translator"), name=EMBEDDED, version=version, threads=1),
        CT2Reconstructor(embedded("reverse"), threads=1),
    )
    page, differing = report(lines, references, models)
    print(page)
    if asked.report:
        asked.report.write_text(page, encoding="utf-8")
    if asked.pairs:
        for_a_blind_reader(differing, asked.pairs)


if __name__ == "__main__":
    main()
