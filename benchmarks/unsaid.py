"""What is gained where a word that the translation doesn't say takes the place of a wrong one, and what it costs.

    python -m benchmarks.unsaid FLORES [--count 997] [--report benchmarks/unsaid.md]

FLORES holds flores-dev.id and flores-dev.en. Both translations are made by the embedded models in one run, with the
rules and the reverse model as the command has them, without the encoder; times are processor seconds of one thread.
"""

import argparse
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import sacrebleu

from transum import revise
from transum.document import Document, Kind, Paragraph, Sentence, SentencePair
from transum.engines.ct2 import CT2Translator
from transum.engines.reconstruction import CT2Reconstructor
from transum.shelf import EMBEDDED
from transum.shelf.manifest import Manifest, embedded


def translated(
    lines: Sequence[str], translator: CT2Translator, reader: CT2Reconstructor
) -> tuple[list[SentencePair], float]:
    """The pairs of the lines, and the processor seconds that they took."""
    documents = [Document(line, (Paragraph((Sentence(line, 0, len(line)),)),)) for line in lines]
    began = time.process_time()
    found = revise.translate_documents(documents, translator, reconstructor=reader)
    return [pair for translation in found for pair in translation.pairs], time.process_time() - began


def report(lines: Sequence[str], references: Sequence[str]) -> str:
    """The page: both translations beside each other, and every word that was put in another's place."""
    version = Manifest.read(embedded("translator")).version
    translator = CT2Translator(embedded("translator"), name=EMBEDDED, version=version, threads=1)
    reader = CT2Reconstructor(embedded("reverse"), threads=1)
    translated(lines[:8], translator, reader)
    new, seconds = translated(lines, translator, reader)
    with patch.object(revise, "say_the_unsaid", return_value={}):
        old, before = translated(lines, translator, reader)
    changed = [
        finding.message
        for ours, theirs in zip(new, old, strict=True)
        if ours.target != theirs.target
        for finding in ours.findings
        if finding.kind is Kind.REPAIRED and "is a usual word for" in finding.message
    ]
    rows = [
        f"| {name} | {sacrebleu.corpus_bleu(said, [references]).score:.2f} "
        f"| {sacrebleu.corpus_chrf(said, [references]).score:.2f} | {spent:.1f} |"
        for name, pairs, spent in (("without", old, before), ("with", new, seconds))
        for said in [[pair.target for pair in pairs]]
    ]
    differing = sum(ours.target != theirs.target for ours, theirs in zip(new, old, strict=True))
    return "\n".join([
        f"FLORES-200 dev, {len(lines)} sentences, translator {EMBEDDED} {version}, {datetime.now(UTC).date()}.",
        "",
        "| | BLEU | chrF | processor seconds |",
        "|---|---|---|---|",
        *rows,
        "",
        f"{differing} sentences differ, in {len(changed)} words:",
        "",
        *(f"- {message.removeprefix('the model said ')}" for message in changed),
        "",
    ])  # fmt: skip


def main() -> None:
    """Measure, print, and write the report where one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flores", type=Path)
    parser.add_argument("--count", type=int, default=997)
    parser.add_argument("--report", type=Path)
    asked = parser.parse_args()
    lines, references = (
        (asked.flores / f"flores-dev.{language}").read_text(encoding="utf-8").splitlines()[: asked.count]
        for language in ("id", "en")
    )
    page = report(lines, references)
    print(page)
    if asked.report:
        asked.report.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
