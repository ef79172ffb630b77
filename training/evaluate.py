r"""Step 4: a checkpoint's translations of evaluation sets → scores, beside the published outputs of other systems.

    python -m training.evaluate --config training/configs/small.toml --checkpoint work/run/checkpoint \
        --set flores-dev flores-dev.id flores-dev.en --published flores-dev nllb flores-dev.nllb.en \
        --output work/scores

What is judged is what users get: the checkpoint converted to CTranslate2 int8, run by transum's own engine. The folder
given may be a CTranslate2 one too. In ``OUTPUT``, ``scores.json`` and ``scores.md`` hold the scores, ``<set>.en`` the
translations.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.significance import PairedTest

from training.cleaning import fingerprint
from training.commandline import run
from training.config import Config, Evaluation
from transum.check import check
from transum.chunk import model_text
from transum.document import Kind, Level
from transum.errors import InputError, UsageError
from transum.translate import Translator
from transum.translate.convert import convert
from transum.translate.ct2 import CT2Translator

OURS: Final = "transum"
_FIGURES: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.UNIT, Kind.DATE, Kind.TIME})


@dataclass(frozen=True, slots=True)
class TestSet:
    """Sentences and their reference translations, with what other systems made of them."""

    __test__ = False  # no test of pytest's

    name: str
    source: Sequence[str]
    reference: Sequence[str]
    published: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Score:
    """How one system did on one set.

    ``bleu_p`` and ``chrf_p`` are the probabilities, by paired bootstrap (Koehn 2004), that its difference from ours is
    chance; None for ours. ``figures``: of the sentences with a digit in the original, the share whose figures transum's
    own checks find no error in. ``length``: its words to the reference's. ``copies``: sentences left as they were.
    """

    system: str
    bleu: float
    bleu_p: float | None
    chrf: float
    chrf_p: float | None
    figures: float
    length: float
    copies: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All systems on one set, ours first, and sacreBLEU's signatures."""

    set: str
    sentences: int
    bleu_signature: str
    chrf_signature: str
    systems: tuple[Score, ...]


def translated(translator: Translator, sentences: Sequence[str]) -> list[str]:
    """One translation for each sentence."""
    found = translator.translate([model_text(sentence) for sentence in sentences])
    return [candidates[0].text for candidates in found]


def figure_accuracy(source: Sequence[str], hypothesis: Sequence[str]) -> float:
    """The share of sentences with a digit in which no figure is found wrong; 1.0 where no sentence has one.

    >>> figure_accuracy(["Ada 12 rumah.", "Ada 13 desa.", "Tidak."], ["There are 12 houses.", "14 villages.", "No."])
    0.5
    """
    pairs = [pair for pair in zip(source, hypothesis, strict=True) if any(c.isdigit() for c in pair[0])]
    right = sum(
        not any(finding.kind in _FIGURES and finding.level is Level.ERROR for finding in check(*pair)) for pair in pairs
    )
    return right / len(pairs) if pairs else 1.0


def copies(source: Sequence[str], hypothesis: Sequence[str]) -> int:
    """How many sentences came back as they were, but for case and punctuation."""
    return sum(fingerprint(a) == fingerprint(b) for a, b in zip(source, hypothesis, strict=True))


def score(test: TestSet, hypothesis: Sequence[str], rules: Evaluation) -> Scores:
    """Ours and the published systems on one set; raises ``InputError`` where one has another number of lines."""
    systems = {OURS: list(hypothesis), **{name: list(lines) for name, lines in test.published.items()}}
    for name, lines in systems.items():
        if len(lines) != len(test.reference):
            raise InputError(f"{name} has {len(lines)} lines, {test.name} has {len(test.reference)}")
    references = [list(test.reference)]
    named: dict[str, Any] = {}
    if len(systems) > 1:
        _, named = PairedTest(list(systems.items()), _metrics(), references, "bs", n_samples=rules.bootstrap)()
    rows = []
    for index, (name, lines) in enumerate(systems.items()):
        metrics = _metrics()
        bleu, chrf = (metric.corpus_score(lines, references) for metric in metrics.values())
        rows.append(
            Score(
                name, bleu.score, _p(named, "BLEU", index), chrf.score, _p(named, "chrF2", index),
                figure_accuracy(test.source, lines), bleu.sys_len / max(1, bleu.ref_len), copies(test.source, lines),
            )
        )  # fmt: skip
    signatures = [str(metric.get_signature()) for metric in metrics.values()]
    return Scores(test.name, len(test.source), signatures[0], signatures[1], tuple(rows))


def _metrics() -> dict[str, Any]:
    return {"BLEU": BLEU(), "chrF2": CHRF()}


def _p(named: Mapping[str, Any], metric: str, index: int) -> float | None:
    return named[metric][index].p_value if named else None


def table(scores: Scores) -> str:
    """The scores as a Markdown table with its signatures."""
    lines = [
        f"{scores.set}, {scores.sentences} sentences",
        "",
        "| system | BLEU | p | chrF | p | figures right | length | copies |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.system} | {row.bleu:.1f} | {_shown(row.bleu_p)} | {row.chrf:.1f} | {_shown(row.chrf_p)}"
        f" | {row.figures:.1%} | {row.length:.2f} | {row.copies} |"
        for row in scores.systems
    ]
    return "\n".join([*lines, "", f"BLEU `{scores.bleu_signature}`, chrF `{scores.chrf_signature}`."])


def _shown(p: float | None) -> str:
    return "" if p is None else f"{p:.3f}"


def read_lines(path: Path) -> list[str]:
    """The lines of a set; raises ``InputError``."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read {path}: {exc}") from exc


def read_set(name: str, source: Path, reference: Path, published: Mapping[str, Path]) -> TestSet:
    """A set from its files, line by line; raises ``InputError``."""
    lines, references = read_lines(source), read_lines(reference)
    if len(lines) != len(references):
        raise InputError(f"{source} has {len(lines)} lines, {reference} {len(references)}")
    return TestSet(name, lines, references, {system: read_lines(path) for system, path in published.items()})


def evaluate(translator: Translator, tests: Sequence[TestSet], rules: Evaluation, output: Path) -> list[Scores]:
    """Translate and score every set; the translations and ``scores.json`` are left in ``output``."""
    output.mkdir(parents=True, exist_ok=True)
    judged = []
    for test in tests:
        hypothesis = translated(translator, test.source)
        (output / f"{test.name}.en").write_text("\n".join(hypothesis) + "\n", encoding="utf-8")
        judged.append(score(test, hypothesis, rules))
    (output / "scores.json").write_text(json.dumps([asdict(scores) for scores in judged], indent=1), encoding="utf-8")
    (output / "scores.md").write_text("\n\n".join(map(table, judged)) + "\n", encoding="utf-8")
    return judged


def read_scores(path: Path) -> list[Scores]:
    """What ``evaluate`` wrote as ``scores.json``; raises ``InputError``."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [Scores(**{**row, "systems": tuple(Score(**system) for system in row["systems"])}) for row in rows]
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise InputError(f"can't read the scores {path}: {exc}", hint="Make them with training.evaluate.") from exc


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True, help="Hugging Face or CTranslate2 folder")
    parser.add_argument("--set", nargs=3, action="append", required=True, metavar=("NAME", "ID", "EN"))
    parser.add_argument("--published", nargs=3, action="append", default=[], metavar=("SET", "SYSTEM", "EN"))
    parser.add_argument("--output", type=Path, required=True, help="folder")
    parser.add_argument("--threads", type=int, help="processor threads (default: all)")
    options = parser.parse_args()
    rules = Config.read(options.config).evaluation
    names = [name for name, _, _ in options.set]
    for name, system, _ in options.published:
        if name not in names:
            raise UsageError(f"--published {name} {system}: no --set has that name")
    tests = [
        read_set(name, Path(source), Path(reference), {s: Path(path) for n, s, path in options.published if n == name})
        for name, source, reference in options.set
    ]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "model"
        convert(options.checkpoint, folder)
        translator = CT2Translator(folder, name=OURS, version="0", beam=rules.beam, threads=options.threads)
        for scores in evaluate(translator, tests, rules, options.output):
            print(table(scores) + "\n")


if __name__ == "__main__":
    run(_main)
