r"""Back-translation: text of one language → pairs whose other side a model made.

    python -m training.back --config training/configs/small.toml --name back --from en --text news.en \
        --translator transum/models/reverse --judge transum/models/translator --output work/back.tsv

After Sennrich et al. 2016 (https://arxiv.org/abs/1511.06709): English news with a machine-made Indonesian side teaches
the translator to write English news, whatever the Indonesian is like. With ``--from id`` it is forward-translation,
which teaches the reverse model Indonesian. A pair is left out whose machine-made side is too long or too short, goes
round in circles, is copied, or is so far from the text that the judge, the model of the other direction, finds the text
unlikely given it.

The result is a source for ``training.data`` with ``reader = "tsv-column"``, its name in every line, so that it has a
weight of its own. A pair that is left out has an empty side there, which the cleaning counts: so a run that was killed
goes on where it stopped. For more than one machine, divide the text.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol

from training.commandline import run
from training.config import Back, Config
from training.data import sentences
from training.distill import read_sentences, whole_lines
from training.engine import Engine
from training.faults import Fault, obvious_fault
from training.readers import READERS, Pair, Source
from transum.document import Candidate
from transum.errors import OutputError
from transum.segment.chunk import model_text

BATCH: Final = 2048  # texts between two writes

Language = Literal["id", "en"]


class Model(Protocol):
    """What translates and judges; see ``training.engine.Engine``."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """How many pieces each text is."""
        ...

    def translate(self, texts: Sequence[str], *, candidates: int = 1) -> list[list[Candidate]]:
        """For each text its best translations."""
        ...

    def scores(self, texts: Sequence[str], translations: Sequence[str]) -> list[float]:
        """The mean log-probability of each translation's pieces."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """A text and its translation, and what is wrong with it."""

    text: str
    translation: str
    fault: Fault | None = None


def made(texts: Sequence[str], language: Language, translator: Model, judge: Model, rules: Back) -> Iterator[Made]:
    """Each text of ``language`` with its translation, in order."""
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        # Indonesian is translated and scored in the notation that both models know.
        read = [model_text(text) for text in batch] if language == "id" else list(batch)
        fits = [count <= rules.max_tokens for count in translator.count_tokens(read)]
        short = [text for text, does in zip(read, fits, strict=True) if does]
        found = iter(translator.translate(short))
        translations = [next(found)[0].text if does else "" for does in fits]
        faults = [
            obvious_fault(text, translation, rules) if does else Fault.TOO_LONG
            for text, translation, does in zip(read, translations, fits, strict=True)
        ]
        good = [index for index, fault in enumerate(faults) if fault is None]
        scores = judge.scores([translations[index] for index in good], [read[index] for index in good])
        for index, score in zip(good, scores, strict=True):
            faults[index] = Fault.SCORE if score < rules.min_score else None
        yield from map(Made, batch, translations, faults)


def line(name: str, pair: Made, language: Language) -> str:
    """The pair as a line of the source ``name``: Indonesian before English, the translation empty if it has a fault."""
    translation = "" if pair.fault else " ".join(pair.translation.split())
    sides: Pair = (pair.text, translation) if language == "id" else (translation, pair.text)
    return "\t".join([name, *sides]) + "\n"


def bring_up(output: Path, name: str, texts: Sequence[str], language: Language, pairs: Iterator[Made]) -> Counter[str]:
    """Append to ``output`` the lines of ``pairs``; how many have which fault, and how many are kept (under "kept").

    Raises ``OutputError``.
    """
    counts: Counter[str] = Counter()
    try:
        with output.open("a", encoding="utf-8", newline="\n") as stream:
            for pair in pairs:
                stream.write(line(name, pair, language))
                counts[pair.fault or "kept"] += 1
                if counts.total() % BATCH == 0:
                    print(f"{counts.total()} of {len(texts)}: {counts['kept']} kept", flush=True)
    except OSError as exc:
        raise OutputError(f"can't write {output}: {exc.strerror}") from exc
    return counts


def read_texts(path: Path) -> list[str]:
    """The sentences of a text file, one a line, or of articles ({"article": ["…", …]} a line, a name with .jsonl)."""
    if ".jsonl" not in path.suffixes:
        return read_sentences(path)[0]
    articles = Source("articles", "english-jsonl", "", "", "", "human", 1.0, "articles")
    paragraphs = (" ".join(text.split()) for text, _ in READERS["english-jsonl"](articles, path))
    return [sentence for paragraph in paragraphs for sentence in sentences(paragraph) if sentence]


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--name", required=True, help="of the source, as in sources/NAME.toml")
    parser.add_argument("--from", dest="language", choices=["en", "id"], required=True, help="the text's language")
    parser.add_argument("--text", type=Path, required=True, help="sentences, or articles (.jsonl); .xz, .gz, .bz2 too")
    parser.add_argument("--translator", type=Path, required=True, help="CTranslate2 folder, from that language")
    parser.add_argument("--judge", type=Path, required=True, help="CTranslate2 folder of the other direction")
    parser.add_argument("--threads", type=int, default=0, help="processor threads (default: all)")
    parser.add_argument("--output", type=Path, required=True, help="TSV; gone on with if it exists")
    options = parser.parse_args()
    rules = Config.read(options.config).back
    translator = Engine(options.translator, threads=options.threads, beam=rules.beam)
    judge = Engine(options.judge, threads=options.threads)
    texts = read_texts(options.text)
    rest = texts[whole_lines(options.output) :]
    pairs = made(rest, options.language, translator, judge, rules)
    counts = bring_up(options.output, options.name, rest, options.language, pairs)
    print(", ".join(f"{count} {what}" for what, count in counts.most_common()) or "nothing left to do")


if __name__ == "__main__":
    run(_main)
