r"""Sequence-level knowledge distillation: another translator's translations of Indonesian text become training pairs.

    python -m training.distill --text news.id --translator Helsinki-NLP/opus-mt-id-en --output distilled.tsv

After Kim and Rush 2016 (https://arxiv.org/abs/1606.07947): a small model learns more from a large one's beam output,
which is regular, than from many people's translations. Any translator that transum runs will do. ``--references``
keeps, of several candidates, the one nearest to a human translation (their "sequence-level interpolation"). The result
is a source for ``training.data`` with ``reader = "tsv"``; pairs in which transum's checks find an error are left out.
An interrupted run goes on where it stopped.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

from sacrebleu.metrics.chrf import CHRF

from training.commandline import run
from training.readers import Pair, open_text
from transum import folders
from transum.checks import Pair as Checked
from transum.checks import check, has_errors
from transum.document import Candidate
from transum.engines.load import load
from transum.errors import InputError, OutputError
from transum.segment.chunk import model_text
from transum.shelf import Shelf

BATCH: Final = 2048  # sentences translated between two writes


class Teacher(Protocol):
    """What distillation needs of a translator."""

    def translate(self, texts: Sequence[str], *, candidates: int = 1) -> list[list[Candidate]]:
        """For each text its best translations, best first."""
        ...


def distilled(
    sentences: Sequence[str], translator: Teacher, *, references: Sequence[str] = (), candidates: int = 1
) -> Iterator[Pair]:
    """Each sentence with the translator's best translation, "" where that is empty or has an error.

    With ``references``, the best of ``candidates`` is the one nearest to its reference in chrF.
    """
    for start in range(0, len(sentences), BATCH):
        batch = sentences[start : start + BATCH]
        near = references[start : start + BATCH] or [""] * len(batch)
        found = translator.translate([model_text(sentence) for sentence in batch], candidates=candidates)
        for sentence, reference, offered in zip(batch, near, found, strict=True):
            best = nearest([candidate.text for candidate in offered], reference)
            yield sentence, "" if has_errors(check(Checked(sentence, best))) else best


def nearest(texts: Sequence[str], reference: str) -> str:
    """The text that shares most with ``reference``; the first where there is none.

    >>> nearest(["a small house", "the little home"], "the little house")
    'the little home'
    """
    metric = CHRF()
    return max(texts, key=lambda text: metric.sentence_score(text, [reference]).score) if reference else texts[0]


def distil(
    sentences: Sequence[str], translator: Teacher, output: Path, *, references: Sequence[str] = (),
    candidates: int = 1,
) -> tuple[int, int]:  # fmt: skip
    """Bring ``output`` up to a line for every sentence; how many were added, and how many of these have a translation.

    A sentence that was left out has an empty translation there, which the cleaning of ``training.data`` counts.
    Raises ``OutputError`` and ``ModelError``.
    """
    done = whole_lines(output)
    pairs = distilled(sentences[done:], translator, references=references[done:], candidates=candidates)
    added = kept = 0
    try:
        with output.open("a", encoding="utf-8", newline="\n") as stream:
            for sentence, translation in pairs:
                stream.write(f"{sentence}\t{translation}\n")
                added += 1
                kept += bool(translation)
    except OSError as exc:
        raise OutputError(f"can't write {output}: {exc.strerror}") from exc
    return added, kept


def whole_lines(path: Path) -> int:
    """How many whole lines ``path`` has; half a line at its end, left by a run that was killed, is cut off."""
    if not path.exists():
        return 0
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        path.write_bytes(whole)
    return whole.count(b"\n")


def read_sentences(path: Path, references: Path | None = None) -> tuple[list[str], list[str]]:
    """Sentences, one a line, and the references beside them; empty lines are left out. Raises ``InputError``."""
    sentences = _lines(path)
    beside = _lines(references) if references else []
    if references and len(beside) != len(sentences):
        raise InputError(f"{path} has {len(sentences)} lines, {references} {len(beside)}")
    kept = [index for index, sentence in enumerate(sentences) if sentence]
    return [sentences[index] for index in kept], [beside[index] for index in kept] if beside else []


def _lines(path: Path) -> list[str]:
    try:
        with open_text(path) as stream:
            return [" ".join(line.split()) for line in stream]
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read {path}: {exc}") from exc


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True, help="Indonesian, one sentence a line (.xz, .gz, .bz2 too)")
    parser.add_argument("--references", type=Path, help="human translations of the same lines")
    parser.add_argument("--translator", required=True, help="as transum's --model: embedded, a name, a folder, an id")
    parser.add_argument("--beam", type=int, default=4)
    parser.add_argument("--candidates", type=int, default=4, help="offered where there are references (default 4)")
    parser.add_argument("--threads", type=int, help="processor threads (default: all)")
    parser.add_argument("--output", type=Path, required=True, help="TSV; gone on with if it exists")
    options = parser.parse_args()
    sentences, references = read_sentences(options.text, options.references)
    shelf = Shelf(folders.models())
    translator = load(options.translator, shelf=shelf, beam=options.beam, threads=options.threads)
    added, kept = distil(
        sentences, translator, options.output, references=references,
        candidates=options.candidates if references else 1,
    )  # fmt: skip
    print(f"{added} sentences translated, {kept} kept, in {options.output}")


if __name__ == "__main__":
    run(_main)
