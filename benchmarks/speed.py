"""How fast is transum beside what one would use instead? Same weights, same sentences, one run, quality beside speed.

    taskset -c 0 python benchmarks/speed.py CHECKPOINT FLORES [--argos PYTHON] [--count 48] [--rounds 3]

CHECKPOINT is the Hugging Face folder that the embedded model was converted from; FLORES holds flores-dev.id and
flores-dev.en. PYTHON is that of an environment in which ``pip install argostranslate`` was done. Everything runs on one
thread, and times are processor seconds, since other programs disturb those less; rounds alternate, so that what they
disturb they disturb everywhere, and of ratios to transum's round the median counts.
"""

import argparse
import json
import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"

import ctranslate2
import sacrebleu
import torch
from transformers import AutoTokenizer, MarianMTModel

from transum.document import Document, Paragraph, Sentence
from transum.engines.ct2 import CT2Translator
from transum.engines.encoder import CT2Encoder
from transum.engines.pieces import Pieces
from transum.engines.reconstruction import CT2Reconstructor
from transum.revise import translate_documents
from transum.segment.chunk import model_text
from transum.shelf.manifest import embedded

Texts = list[str]
Run = Callable[[], tuple[Texts, float]]  # translations, and the processor seconds that they took
OURS = "transum, beam 4: translation alone"
BARE_BATCH = 32  # sentences: of 8, 16, 32, 64 and 1,024 tokens the fastest


def timed(translate: Callable[[], Texts]) -> Run:
    """``translate`` with the processor seconds of this process."""

    def run() -> tuple[Texts, float]:
        began = time.process_time()
        found = translate()
        return found, time.process_time() - began

    return run


def generate(checkpoint: Path, texts: Texts, batch: int) -> Run:
    """``MarianMTModel.generate`` with beam 4, the texts in batches of like length."""
    tokenizer = AutoTokenizer.from_pretrained(str(checkpoint))
    model: Any = MarianMTModel.from_pretrained(str(checkpoint), dtype=torch.float32)
    model.train(mode=False)
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))

    def translate() -> Texts:
        found = [""] * len(texts)
        for start in range(0, len(order), batch):
            some = order[start : start + batch]
            inputs = tokenizer([texts[index] for index in some], return_tensors="pt", padding=True)
            with torch.inference_mode():
                outputs = model.generate(**inputs, num_beams=4, max_length=256)
            for index, text in zip(some, tokenizer.batch_decode(outputs, skip_special_tokens=True), strict=True):
                found[index] = text
        return found

    return timed(translate)


def bare(texts: Texts) -> Run:
    """CTranslate2 as its documentation calls it, with beam 4."""
    folder = embedded("translator")
    pieces = Pieces.load(folder, [])
    engine = ctranslate2.Translator(str(folder), compute_type="int8", inter_threads=1, intra_threads=1)

    def translate() -> Texts:
        tokens = [pieces.encode(text) for text in texts]
        results = engine.translate_batch(tokens, beam_size=4, max_batch_size=BARE_BATCH)
        return [pieces.decode(result.hypotheses[0]) for result in results]

    return timed(translate)


def transum(lines: Texts, beam: int) -> Run:
    """Our engine, and what stands before it: each sentence read in the model's notation."""
    engine = CT2Translator(embedded("translator"), name="embedded", version="", beam=beam, threads=1)
    return timed(lambda: [found[0].text for found in engine.translate([model_text(line) for line in lines])])


def revised(lines: Texts, *, reverse: bool, encoder: bool) -> Run:
    """The whole of what stands between a sentence and its checked translation."""
    engine = CT2Translator(embedded("translator"), name="embedded", version="", threads=1)
    reconstructor = CT2Reconstructor(embedded("reverse"), threads=1) if reverse else None
    meanings = CT2Encoder(embedded("encoder"), threads=1) if encoder else None
    documents = [Document(line, (Paragraph((Sentence(line, 0, len(line)),)),)) for line in lines]

    def translate() -> Texts:
        done = translate_documents(documents, engine, encoder=meanings, reconstructor=reconstructor)
        return [translation.pairs[0].target for translation in done]

    return timed(translate)


@contextmanager
def argos(python: Path | None, texts: Texts) -> Iterator[dict[str, Run]]:
    """Argos Translate in a process of its own; nothing without its ``python``."""
    if python is None:
        yield {}
        return
    environment = {**os.environ, "ARGOS_INTRA_THREADS": "1", "ARGOS_COMPUTE_TYPE": "int8"}
    with TemporaryDirectory() as scratch:
        script = Path(__file__).with_name("argos_worker.py")
        command = [str(python), str(script), f"{scratch}/package", str(embedded("translator"))]
        pipe = subprocess.PIPE
        worker: Any
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment) as worker:  # noqa: S603 - ours

            def run() -> tuple[Texts, float]:
                worker.stdin.write(json.dumps(texts) + "\n")
                worker.stdin.flush()
                answer = json.loads(worker.stdout.readline())
                return answer["texts"], answer["seconds"]

            yield {"Argos Translate": run}


def row(name: str, runs: Sequence[tuple[Texts, float]], ours: Sequence[float], references: Texts) -> str:
    """A line of the table."""
    seconds = [time for _, time in runs]
    ratio = median(theirs / own for theirs, own in zip(seconds, ours, strict=False))
    found = runs[0][0]
    bleu, chrf = sacrebleu.corpus_bleu(found, [references]).score, sacrebleu.corpus_chrf(found, [references]).score
    each = 1000 * median(seconds) / len(found)
    return f"| {name} | {each:.1f} | {ratio:.2f} | {min(seconds):.2f}-{max(seconds):.2f} | {bleu:.1f} | {chrf:.1f} |"


def main() -> None:
    """Measure all in alternating rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("flores", type=Path)
    parser.add_argument("--argos", type=Path)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    lines, references = (
        (options.flores / f"flores-dev.{language}").read_text(encoding="utf-8").splitlines()[: options.count]
        for language in ("id", "en")
    )
    texts = [model_text(line) for line in lines]
    with argos(options.argos, texts) as theirs:
        engines = {
            OURS: transum(lines, 4),
            "MarianMTModel.generate, one by one": generate(options.checkpoint, texts, 1),
            "MarianMTModel.generate, sorted batches of 16": generate(options.checkpoint, texts, 16),
            **theirs,
            "CTranslate2, called bare": bare(texts),
            "transum, beam 2: translation alone": transum(lines, 2),
            "transum, beam 1: translation alone": transum(lines, 1),
            "transum, beam 4, choosing, checked by rules, repaired": revised(lines, reverse=False, encoder=False),
            "… and by the reverse model": revised(lines, reverse=True, encoder=False),
            "… and by the encoder: as the command does it": revised(lines, reverse=True, encoder=True),
        }
        runs: dict[str, list[tuple[Texts, float]]] = {name: [] for name in engines}
        for _ in range(options.rounds):
            for name, run in engines.items():
                runs[name].append(run())
    ours = [seconds for _, seconds in runs[OURS]]
    print("| what | ms a sentence | times ours | seconds, from-to | BLEU | chrF |\n|---|---|---|---|---|---|")
    for name, found in runs.items():
        print(row(name, found, ours, references))
    print(f"\n{len(lines)} sentences, {options.rounds} rounds, one thread, load average {os.getloadavg()[0]:.0f}")


if __name__ == "__main__":
    main()
