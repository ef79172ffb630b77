r"""Step 4: a checkpoint's translations of evaluation sets → scores, beside the published outputs of other systems.

    python -m training.evaluate --config training/configs/small.toml --checkpoint work/run/checkpoint \
        --set flores-dev flores-dev.id flores-dev.en --published flores-dev nllb flores-dev.nllb.en \
        --output work/scores

What is judged is what users get: the checkpoint converted to CTranslate2 int8, run by transum's own engine. The folder
given may be a CTranslate2 one too. In ``OUTPUT``, ``scores.json`` and ``scores.md`` hold the scores, ``<set>.en`` (or
``.id``) the translations. A reverse model writes Indonesian in its own notation; so its references are put into it too.

``--genres SET FILE`` names a source for every line of a set: the set is then also scored by the sources' domains.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from sacrebleu.metrics.bleu import BLEU
from sacrebleu.metrics.chrf import CHRF
from sacrebleu.significance import PairedTest

from training.cleaning import fingerprint
from training.commandline import run
from training.config import Config, Direction, Evaluation
from training.convert import convert
from training.data import SOURCES
from training.judge import figures_right, names_kept
from training.readers import read_sources
from transum.engines.ct2 import CT2Translator
from transum.engines.protocol import Translator
from transum.errors import InputError, UsageError
from transum.segment.chunk import model_text

OURS: Final = "transum"


@dataclass(frozen=True, slots=True)
class TestSet:
    """Sentences and their reference translations, with what other systems made of them, and each sentence's genre."""

    __test__ = False  # no test of pytest's

    name: str
    source: Sequence[str]
    reference: Sequence[str]
    published: Mapping[str, Sequence[str]]
    direction: Direction = "id-en"
    genres: Sequence[str] = ()

    def sides(self, hypothesis: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        """The Indonesian and the English of a translation, which is which as the direction says."""
        return (self.source, hypothesis) if self.direction == "id-en" else (hypothesis, self.source)


@dataclass(frozen=True, slots=True)
class Score:
    """How one system did on one set.

    ``bleu_p`` and ``chrf_p`` are the probabilities, by paired bootstrap (Koehn 2004), that its difference from ours is
    chance; None for ours. ``figures`` and ``names``: shares of sentences that are right in this, see ``judge``.
    ``length``: its words to the reference's. ``copies``: sentences left as they were.
    """

    system: str
    bleu: float
    bleu_p: float | None
    chrf: float
    chrf_p: float | None
    figures: float
    names: float
    length: float
    copies: int


@dataclass(frozen=True, slots=True)
class GenreScore:
    """How ours did on one genre of a set."""

    genre: str
    sentences: int
    bleu: float
    chrf: float
    figures: float
    names: float


@dataclass(frozen=True, slots=True)
class Scores:
    """All systems on one set, ours first, sacreBLEU's signatures, and ours by genre where the genres are known."""

    set: str
    sentences: int
    bleu_signature: str
    chrf_signature: str
    systems: tuple[Score, ...]
    genres: tuple[GenreScore, ...] = ()


def translated(translator: Translator, sentences: Sequence[str], direction: Direction = "id-en") -> list[str]:
    """One translation for each sentence; Indonesian is given to the model in its notation."""
    texts = [model_text(sentence) for sentence in sentences] if direction == "id-en" else list(sentences)
    return [candidates[0].text for candidates in translator.translate(texts)]


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
                figures_right(*test.sides(lines)), names_kept(*test.sides(lines)),
                bleu.sys_len / max(1, bleu.ref_len), copies(test.source, lines),
            )
        )  # fmt: skip
    signatures = [str(metric.get_signature()) for metric in metrics.values()]
    return Scores(
        test.name, len(test.source), signatures[0], signatures[1], tuple(rows), tuple(by_genre(test, hypothesis))
    )


def by_genre(test: TestSet, hypothesis: Sequence[str]) -> Iterator[GenreScore]:
    """The scores of ``hypothesis`` on each genre of the set, the genre with most sentences first."""
    for genre, count in Counter(test.genres).most_common():
        kept = [index for index, other in enumerate(test.genres) if other == genre]
        source, reference, ours = ([side[i] for i in kept] for side in (test.source, test.reference, hypothesis))
        bleu, chrf = (metric.corpus_score(ours, [reference]).score for metric in _metrics().values())
        sides = replace(test, source=source).sides(ours)
        yield GenreScore(genre, count, bleu, chrf, figures_right(*sides), names_kept(*sides))


def _metrics() -> dict[str, Any]:
    return {"BLEU": BLEU(), "chrF2": CHRF()}


def _p(named: Mapping[str, Any], metric: str, index: int) -> float | None:
    return named[metric][index].p_value if named else None


def table(scores: Scores) -> str:
    """The scores as Markdown tables with their signatures."""
    lines = [
        f"{scores.set}, {scores.sentences} sentences",
        "",
        "| system | BLEU | p | chrF | p | figures right | names kept | length | copies |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.system} | {row.bleu:.1f} | {_shown(row.bleu_p)} | {row.chrf:.1f} | {_shown(row.chrf_p)}"
        f" | {row.figures:.1%} | {row.names:.1%} | {row.length:.2f} | {row.copies} |"
        for row in scores.systems
    ]
    if scores.genres:
        lines += [
            "", "| genre | sentences | BLEU | chrF | figures right | names kept |", "|---|---|---|---|---|---|",
            *(
                f"| {row.genre} | {row.sentences} | {row.bleu:.1f} | {row.chrf:.1f} | {row.figures:.1%}"
                f" | {row.names:.1%} |"
                for row in scores.genres
            ),
        ]  # fmt: skip
    return "\n".join([*lines, "", f"BLEU `{scores.bleu_signature}`, chrF `{scores.chrf_signature}`."])


def _shown(p: float | None) -> str:
    return "" if p is None else f"{p:.3f}"


def read_lines(path: Path) -> list[str]:
    """The lines of a set; raises ``InputError``."""
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read {path}: {exc}") from exc


def read_set(
    name: str, indonesian: Path, english: Path, published: Mapping[str, Path], *,
    direction: Direction = "id-en", genres: Path | None = None,
) -> TestSet:  # fmt: skip
    """A set from its files, line by line; ``genres`` holds a source's name a line. Raises ``InputError``."""
    files = [path for path in (indonesian, english, genres) if path]
    sides = [read_lines(path) for path in files]
    for path, lines in zip(files, sides, strict=True):
        if len(lines) != len(sides[0]):
            raise InputError(f"{indonesian} has {len(sides[0])} lines, {path} {len(lines)}")
    source, reference = sides[:2] if direction == "id-en" else (sides[1], [model_text(line) for line in sides[0]])
    domains = {source.name: source.domain for source in read_sources(SOURCES)} if genres else {}
    known = [domains.get(line, line) for line in sides[2]] if genres else []
    return TestSet(
        name, source, reference, {system: read_lines(path) for system, path in published.items()}, direction, known
    )


def evaluate(translator: Translator, tests: Sequence[TestSet], rules: Evaluation, output: Path) -> list[Scores]:
    """Translate and score every set; the translations and ``scores.json`` are left in ``output``."""
    output.mkdir(parents=True, exist_ok=True)
    judged = []
    for test in tests:
        hypothesis = translated(translator, test.source, test.direction)
        (output / f"{test.name}.{test.direction[-2:]}").write_text("\n".join(hypothesis) + "\n", encoding="utf-8")
        judged.append(score(test, hypothesis, rules))
    (output / "scores.json").write_text(json.dumps([asdict(scores) for scores in judged], indent=1), encoding="utf-8")
    (output / "scores.md").write_text("\n\n".join(map(table, judged)) + "\n", encoding="utf-8")
    return judged


def read_scores(path: Path) -> list[Scores]:
    """What ``evaluate`` wrote as ``scores.json``; raises ``InputError``."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [
            Scores(**row | {
                "systems": tuple(Score(**system) for system in row["systems"]),
                "genres": tuple(GenreScore(**genre) for genre in row["genres"]),
            })
            for row in rows
        ]  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise InputError(f"can't read the scores {path}: {exc}", hint="Make them with training.evaluate.") from exc


def read_sets(options: argparse.Namespace, direction: Direction) -> list[TestSet]:
    """The sets that the options name; raises ``UsageError`` and ``InputError``."""
    names = [name for name, _, _ in options.set]
    for name, *_ in [*options.published, *options.genres]:
        if name not in names:
            raise UsageError(f"no --set has the name {name!r}")
    genres = {name: Path(path) for name, path in options.genres}
    return [
        read_set(
            name, Path(indonesian), Path(english), {s: Path(path) for n, s, path in options.published if n == name},
            direction=direction, genres=genres.get(name),
        )
        for name, indonesian, english in options.set
    ]  # fmt: skip


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True, help="Hugging Face or CTranslate2 folder")
    parser.add_argument("--set", nargs=3, action="append", required=True, metavar=("NAME", "ID", "EN"))
    parser.add_argument("--published", nargs=3, action="append", default=[], metavar=("SET", "SYSTEM", "EN"))
    parser.add_argument("--genres", nargs=2, action="append", default=[], metavar=("SET", "FILE"))
    parser.add_argument("--direction", choices=["id-en", "en-id"], help="instead of the configuration's")
    parser.add_argument("--output", type=Path, required=True, help="folder")
    parser.add_argument("--threads", type=int, help="processor threads (default: all)")
    options = parser.parse_args()
    config = Config.read(options.config).turned(options.direction)
    rules, tests = config.evaluation, read_sets(options, config.direction)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.checkpoint
        if not (folder / "model.bin").exists():
            folder = Path(temporary) / "model"
            convert("translator", options.checkpoint, folder)
        translator = CT2Translator(folder, name=OURS, version="0", beam=rules.beam, threads=options.threads)
        for scores in evaluate(translator, tests, rules, options.output):
            print(table(scores) + "\n")


if __name__ == "__main__":
    run(_main)
