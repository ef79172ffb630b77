"""How many of the serious faults are marked, and how many of the marks are right.

python -m benchmarks.judged translate      translate the articles anew: pairs.jsonl (judge what is new)
python -m benchmarks.judged judge          read what nobody has judged: r right, s slip, x serious, q stop
python -m benchmarks.judged fit            coefficients of the confidence, and its bounds → confidence.json
python -m benchmarks.judged report         recall and precision by kind and level → judged.md
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from unittest.mock import patch

from benchmarks.judged import fit
from benchmarks.judged.judgements import ARTICLES, COLUMNS, JUDGEMENTS, PAIRS, Judged, judged, pairs, rows
from transum import Transum
from transum.checks import Pair, check, confidence
from transum.checks.confidence import coefficients, table
from transum.document import Finding, Level
from transum.engines.ct2 import default_threads
from transum.engines.encoder import CT2Encoder
from transum.engines.reconstruction import CT2Reconstructor
from transum.indonesian.acronyms import learn
from transum.segment import segment
from transum.shelf.manifest import Manifest, embedded

REPORT: Final = Path(__file__).parent.parent / "judged.md"
_KEYS: Final = {"r": "right", "s": "slip", "x": "serious"}


def translate() -> None:
    """Translate every article; what the file held before is replaced, judgements of equal pairs hold."""
    before = {(pair["article"], pair["id"]): pair for pair in pairs()} if PAIRS.is_file() else {}
    known, engine = rows(), Transum(summary=None)
    changed, there = [], set()
    with PAIRS.open("w", encoding="utf-8") as out:
        for path in sorted(ARTICLES.glob("*.txt")):
            article = engine.process(path.read_text(encoding="utf-8"), force=True)
            for number, pair in enumerate(article.translation.pairs, start=1):
                key = (path.stem, number)
                there.add(key)
                new = {"article": path.stem, "id": number, "source": pair.source.text, "target": pair.target}
                old = before.get(key)
                if old and (old["source"], old["target"]) != (new["source"], new["target"]):
                    changed.append(key)
                out.write(json.dumps({**new, "score": pair.score}, ensure_ascii=False) + "\n")
    _write(row for key, row in known.items() if key in there.difference(changed))
    print(f"{len(changed)} pairs are new: python -m benchmarks.judged judge")


def judge() -> None:
    """Show what nobody has judged, one pair a time, without marks or scores, and take a key and words."""
    known = rows()
    for pair in pairs():
        key = (str(pair["article"]), int(str(pair["id"])))
        if key in known:
            continue
        print(f"\n[{key[0]} {key[1]}]\n  {pair['source']}\n  {pair['target']}")
        while (answer := input("r right, s slip, x serious, q stop: ").strip().lower()) not in {*_KEYS, "q"}:
            pass
        if answer == "q":
            return
        words = input("which words of the original, | between: ").strip() if answer == "x" else ""
        known[key] = dict(zip(COLUMNS, (key[0], str(key[1]), _KEYS[answer], words, ""), strict=True))
        _write(known.values())


def _write(known: Iterable[Mapping[str, str]]) -> None:
    ordered = sorted(known, key=lambda row: (row["article"], int(row["id"])))
    lines = ["\t".join(COLUMNS), *("\t".join(row[name] or "" for name in COLUMNS) for row in ordered)]
    JUDGEMENTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def samples(found: Sequence[Judged]) -> list[tuple[Judged, Pair]]:
    """Judged pairs with all that the models and the rules say of them."""
    threads = default_threads()
    both = [(one.source, one.target) for one in found]
    said = CT2Reconstructor(embedded("reverse"), threads=threads).reconstruct(both)
    vectors = CT2Encoder(embedded("encoder"), threads=threads).encode([text for pair in both for text in pair])
    definitions = {path.stem: learn(segment(path.read_text(encoding="utf-8"))) for path in ARTICLES.glob("*.txt")}
    known = [
        Pair(
            one.source,
            one.target,
            {short: long for short, long in definitions[one.article].items() if short in one.source},
            one.score,
            float(vectors[2 * number] @ vectors[2 * number + 1]) if one.score is not None else None,
            said[number] if one.score is not None else None,
        )
        for number, one in enumerate(found)
    ]
    return [(one, replace(pair, found=check(pair))) for one, pair in zip(found, known, strict=True)]


def report() -> None:
    """Print and keep the tables."""
    text = "\n".join(_lines(samples(judged())))
    REPORT.write_text(text + "\n", encoding="utf-8")
    print(text)


def apart(
    found: fit.Samples, known: Callable[[Pair], Pair] = lambda pair: pair
) -> list[tuple[Judged, Sequence[Finding]]]:
    """What the checks find in every pair, its confidence by what the other articles taught.

    ``known`` takes away what a user may not have, the reverse model's word for instance.
    """
    marks: list[tuple[Judged, Sequence[Finding]]] = []
    for rows_, own in fit.folds(found):
        fold = replace(table(), rows=coefficients(rows_))
        with patch.object(confidence, "table", lambda fold=fold: fold):
            marks += [(one, check(known(pair))) for one, pair in own]
    return marks


def _lines(found: fit.Samples) -> Iterable[str]:
    version = Manifest.read(embedded("translator")).version
    yield "# Serious faults, and how many of them are marked\n"
    yield (
        f"Eighteen articles of our own writing, translated by the embedded translator, version {version}; every "
        "sentence judged by careful readers, language models, who saw neither marks nor scores. The confidence of a "
        "sentence is here by coefficients that were fitted on the seventeen other articles (the package has those of "
        "all eighteen); its bounds were set on all. Rules were written against articles 01 to 09 and, now and then, "
        "against what a list of marks of the others showed. Made by `python -m benchmarks.judged report`.\n"
    )
    part = apart(found)
    counts = Counter(one.judgement for one, _ in part)
    yield "## Marks and faults\n"
    yield f"{len(part)} sentences: {counts['serious']} serious, {counts['slip']} slips, {counts['right']} right.\n"
    yield "| marked by | sentences | of them serious | of the serious ones |"
    yield "|---|---|---|---|"
    for name, is_marked in _marks(part):
        yield from _row(name, [(one, any(map(is_marked, marks))) for one, marks in part])
        if name.startswith("**"):
            for half, is_second in (("articles 01 to 09", False), ("articles 10 to 18", True)):
                of = [(one, any(map(is_marked, marks))) for one, marks in part if one.is_of_second_half is is_second]
                yield from _row(f"… {half}", of)
    yield ""
    yield from _fewer_witnesses(found)
    yield from _confidence()


def _row(name: str, part: Sequence[tuple[Judged, bool]]) -> Iterable[str]:
    chosen = [one.is_serious for one, is_marked in part if is_marked]
    if chosen:
        precision, recall = sum(chosen) / len(chosen), sum(chosen) / sum(one.is_serious for one, _ in part)
        yield f"| {name} | {len(chosen)} | {precision:.0%} | {recall:.0%} |"


_ASKED: Final[Mapping[str, Callable[[Pair], Pair]]] = {
    "as usual": lambda pair: pair,
    "`--quick`: without the reverse model": lambda pair: replace(pair, reconstruction=None),
    "as of another translator: no score": lambda pair: replace(pair, score=None),
    "as of another translator, `--quick`": lambda pair: replace(pair, score=None, reconstruction=None),
}


def _fewer_witnesses(found: fit.Samples) -> Iterable[str]:
    yield "## With fewer witnesses\n"
    yield "| asked | marked | of them serious | of the serious ones |"
    yield "|---|---|---|---|"
    for name, known in _ASKED.items():
        part = apart(found, known)
        yield from _row(name, [(one, any(finding.level > Level.INFO for finding in marks)) for one, marks in part])
    yield ""


def _confidence() -> Iterable[str]:
    curve = json.loads(fit.TABLE.read_text(encoding="utf-8"))
    yield "## Confidence\n"
    yield f"A sentence below {table().doubtful} is marked, its words are errors below {table().wrong}.\n"
    yield "| sentences | mean confidence | not seriously wrong |"
    yield "|---|---|---|"
    for row in curve["curve"]:
        yield f"| {row['sentences']} | {row['confidence']:.2f} | {row['not_serious']:.2f} |"
    yield "\n| features | area under the curve |"
    yield "|---|---|"
    for row in curve["rows"]:
        yield f"| {', '.join(row['weights'])} | {row['auc']} |"


def _marks(part: Sequence[tuple[Judged, Sequence[Finding]]]) -> Iterable[tuple[str, Callable[[Finding], bool]]]:
    yield "**anything above info**", lambda finding: finding.level > Level.INFO
    yield "errors", lambda finding: finding.level is Level.ERROR
    by_models = {"coverage", "unsure"}
    yield "all but confidence", lambda finding: finding.level > Level.INFO and finding.kind not in by_models
    kinds = sorted({(finding.kind, finding.level) for _, marks in part for finding in marks})
    for kind, level in kinds:
        if level > Level.INFO:
            yield f"{kind}, {level.label}", lambda finding, k=kind, n=level: (finding.kind, finding.level) == (k, n)  # type: ignore[misc]


def main() -> None:
    """One of the four steps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["translate", "judge", "fit", "report"])
    step = parser.parse_args().step
    if step == "fit":
        found = fit.fit(samples(judged()))
        fit.write(found)
        json.dump(found, sys.stdout, indent=1)
        return
    {"translate": translate, "judge": judge, "report": report}[step]()


if __name__ == "__main__":
    main()
