"""What the repair costs and gains, and how often a glossary's term gets its English: on FLORES and on news.

    python benchmarks/revision.py --flores FOLDER --parallel parallel.tsv.xz [--sentences 300] [--report revision.md]

FOLDER holds flores-dev.id and flores-dev.en; parallel.tsv.xz has the columns source, Indonesian, English. The raw
translation and the repaired one are made in one run, in turns; times are processor seconds of one thread.
"""

import argparse
import lzma
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sacrebleu

from transum.document import Document, Kind, Level, Paragraph, Sentence, SentencePair, Translation
from transum.engines.ct2 import CT2Translator
from transum.engines.encoder import CT2Encoder
from transum.indonesian.acronyms import known
from transum.revise import translate_documents
from transum.revise.glossary import Glossary
from transum.shelf.manifest import Manifest, embedded

NEWS = frozenset({"gun_news", "panl_bppt"})
SEED = 20260
NOTES = """Errors are counted by the checks that also choose, so that their fall is partly the choice itself; BLEU and
chrF, which nothing here has seen, are the control. "By chance" is how often the model says a glossary's English
unasked. BLEU falls with the glossary because the references don't use its words. An acronym counts as right where any
English form of the table is in the output, the acronym itself among them for those that English keeps."""
ACRONYM_FRAMES = ("Menurut laporan itu, {} akan dibahas bulan depan.", "Mereka berbicara tentang {} kemarin.")


@dataclass(frozen=True)
class Sample:
    """Sentences with their reference translations."""

    name: str
    sources: list[str]
    references: list[str]


def main() -> None:
    """Measure, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--flores", type=Path, required=True)
    parser.add_argument("--parallel", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=300, help="of each sample")
    parser.add_argument("--report", type=Path)
    options = parser.parse_args()
    samples = [flores(options.flores, options.sentences), news(options.parallel, options.sentences)]
    translator = CT2Translator(embedded("translator"), name="embedded", version="benchmark", threads=1)
    encoder = CT2Encoder(embedded("encoder"), threads=1)
    text = "\n\n".join([
        heading(options.sentences),
        "## Repair\n\n" + repair_table(samples, translator),
        "## Comparing meanings\n\n" + encoder_line(samples[0], translator, encoder),
        "## Glossary of 50 terms\n\n" + glossary_table(samples, translator),
        "## Acronyms\n\n" + acronym_table(translator),
    ])  # fmt: skip
    print(text)
    if options.report:
        options.report.write_text(text + "\n", encoding="utf-8")


def heading(sentences: int) -> str:
    """What was run, when, and with which model."""
    manifest = Manifest.read(embedded("translator"))
    command = f"python benchmarks/revision.py --flores FOLDER --parallel parallel.tsv.xz --sentences {sentences}"
    return (
        f"# What revision costs and gains\n\n`{command}`, {datetime.now(UTC).date().isoformat()}: "
        "needs FLORES-200 dev and the parallel corpus of the recipe.\n\n"
        f"Translator {manifest.name} {manifest.version}, beam 4, int8, one thread, processor seconds.\n\n{NOTES}"
    )


def flores(folder: Path, count: int) -> Sample:
    """The first ``count`` lines of FLORES-200 dev."""
    lines = [(folder / f"flores-dev.{language}").read_text(encoding="utf-8").splitlines() for language in ("id", "en")]
    return Sample("FLORES-200 dev", lines[0][:count], lines[1][:count])


def news(path: Path, count: int) -> Sample:
    """``count`` news sentences of 6 to 60 words, drawn with a fixed seed."""
    with lzma.open(path, "rt", encoding="utf-8") as stream:
        rows = [line.rstrip("\n").split("\t") for line in stream]
    fitting = [row for row in rows if row[0] in NEWS and 6 <= len(row[1].split()) <= 60]
    drawn = random.Random(SEED).sample(fitting, count)  # noqa: S311 - no secret, the same draw every time
    return Sample("news (gun_news, panl_bppt)", [row[1] for row in drawn], [row[2] for row in drawn])


def documents(sources: Iterable[str]) -> list[Document]:
    """Each sentence a document of its own."""
    return [Document(text, (Paragraph((Sentence(text, 0, len(text)),)),)) for text in sources]


def timed(work: Callable[[], list[Translation]]) -> tuple[list[SentencePair], float]:
    """The pairs, and how many processor seconds they took."""
    start = time.process_time()
    translations = work()
    return [translation.pairs[0] for translation in translations], time.process_time() - start


def repair_table(samples: Sequence[Sample], translator: CT2Translator) -> str:
    """Errors a thousand sentences, sentences with errors, BLEU and chrF, time: raw and repaired."""
    rows = [
        "| sample | translation | errors / 1,000 sentences | sentences with an error | BLEU | chrF | seconds | ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    details = []
    for sample in samples:
        batch = documents(sample.sources)
        raw, raw_time = timed(lambda batch=batch: translate_documents(batch, translator, repair=False))  # type: ignore[misc]
        repaired, repaired_time = timed(lambda batch=batch: translate_documents(batch, translator))  # type: ignore[misc]
        for name, pairs, seconds in (("raw", raw, raw_time), ("repaired", repaired, repaired_time)):
            rows.append(row(sample, name, pairs, seconds, seconds / raw_time))
        details.append(kinds(sample.name, raw, repaired))
    return "\n".join([*rows, "", *details])


def row(sample: Sample, name: str, pairs: Sequence[SentencePair], seconds: float, ratio: float) -> str:
    """One line of the table."""
    targets = [pair.target for pair in pairs]
    errors = sum(finding.level is Level.ERROR for pair in pairs for finding in pair.findings)
    wrong = sum(pair.level is Level.ERROR for pair in pairs)
    bleu = sacrebleu.corpus_bleu(targets, [sample.references]).score
    chrf = sacrebleu.corpus_chrf(targets, [sample.references]).score
    return (
        f"| {sample.name}, {len(pairs)} | {name} | {1000 * errors / len(pairs):.0f} | {wrong / len(pairs):.1%} "
        f"| {bleu:.1f} | {chrf:.1f} | {seconds:.1f} | {ratio:.2f} |"
    )


def kinds(name: str, raw: Sequence[SentencePair], repaired: Sequence[SentencePair]) -> str:
    """The errors by kind, raw and repaired, and how many numbers were put right."""

    def counted(pairs: Sequence[SentencePair]) -> Counter[str]:
        return Counter(str(finding.kind) for pair in pairs for finding in pair.findings if finding.level is Level.ERROR)

    before, after = counted(raw), counted(repaired)
    numbers = sum(finding.kind is Kind.REPAIRED for pair in repaired for finding in pair.findings)
    changes = ", ".join(f"{kind} {before[kind]} → {after[kind]}" for kind in sorted(before | after))
    return f"{name}, errors by kind: {changes}; numbers put right: {numbers}."


def encoder_line(sample: Sample, translator: CT2Translator, encoder: CT2Encoder) -> str:
    """What embedding every sentence and its translation costs beside translating it."""
    pairs, translating = timed(lambda: translate_documents(documents(sample.sources[:100]), translator))
    start = time.process_time()
    encoder.encode([text for pair in pairs for text in (pair.source.text, pair.target)])
    encoding = time.process_time() - start
    return (
        f"100 sentences: translated in {translating:.1f} s, embedded with their translations in {encoding:.1f} s "
        f"({encoding / translating:.0%})."
    )


def glossary_table(samples: Sequence[Sample], translator: CT2Translator) -> str:
    """How many of the terms in the sentences have the glossary's English, without and with the glossary."""
    glossary = Glossary.read(Path(__file__).with_name("glossary-50.tsv"))
    rows = ["| sample | terms | by chance | enforced | BLEU without | BLEU with |", "|---|---|---|---|---|---|"]
    for sample in samples:
        chosen = [n for n, source in enumerate(sample.sources) if glossary.terms(source)]
        batch = documents(sample.sources[n] for n in chosen)
        references = [[sample.references[n] for n in chosen]]
        plain = [translation.pairs[0].target for translation in translate_documents(batch, translator)]
        told = [t.pairs[0].target for t in translate_documents(batch, translator, glossary=glossary)]
        terms = [{term.entry for term in glossary.terms(sample.sources[n])} for n in chosen]
        total = sum(map(len, terms))
        met = [
            sum(entry.is_met_by(target) for target, entries in zip(targets, terms, strict=True) for entry in entries)
            for targets in (plain, told)
        ]
        scores = [sacrebleu.corpus_bleu(targets, references).score for targets in (plain, told)]
        rows.append(
            f"| {sample.name}, {len(chosen)} | {total} | {met[0] / total:.0%} | {met[1] / total:.0%} "
            f"| {scores[0]:.1f} | {scores[1]:.1f} |"
        )
    return "\n".join(rows)


def acronym_table(translator: CT2Translator) -> str:
    """For every way to write the table's acronyms, how often a right English form comes out."""
    rows = ["| when | frames | acronym as it is | Indonesian long form | English form |", "|---|---|---|---|---|"]
    for when in ("always", "english", "retry"):
        entries = list(dict.fromkeys(entry for entry in known().values() if entry.when == when))
        total = len(entries) * len(ACRONYM_FRAMES)
        right = []
        for writings in ([e.short for e in entries], [e.long for e in entries], [e.english[0] for e in entries]):
            texts = [frame.format(writing) for writing in writings for frame in ACRONYM_FRAMES]
            wanted = [entry.english for entry in entries for _ in ACRONYM_FRAMES]
            targets = [candidates[0].text.lower() for candidates in translator.translate(texts, beam=2)]
            hits = sum(
                any(form.lower() in target for form in forms) for target, forms in zip(targets, wanted, strict=True)
            )
            right.append(f"{hits / total:.0%}")
        rows.append(f"| {when} | {total} | {' | '.join(right)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
