r"""Step 2: corpus → one SentencePiece unigram vocabulary for both sides.

    python -m training.vocabulary --config training/configs/small.toml --data work/data \
        --multilingual multilingual-e5-small/sentencepiece.bpe.model --output work/vocabulary

``kind = "train"`` fits a vocabulary to the corpus. ``kind = "trim"`` keeps, of a multilingual one, the pieces that the
corpus uses, with their scores: text is then cut as the multilingual model cuts it, and its embedding rows stay good.

Rows of the embedding, in ``vocab.json``: ``</s>``, ``<unk>``, the pieces in the SentencePiece model's order (frequent
ones first), ``<pad>``.
"""

import argparse
import io
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import sentencepiece
from sentencepiece import sentencepiece_model_pb2

from training.commandline import run
from training.config import Config, Vocabulary
from training.data import CORPUS
from transum.errors import InputError, ModelError

_NORMAL: Final = 1  # SentencePiece's type of an ordinary piece; others are unknown, control, byte, …
_MAX_POSITIONS: Final = 512


def texts(corpus: Path) -> Iterator[str]:
    """Both sides of every pair of the corpus; raises ``InputError``."""
    try:
        with corpus.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield from line.rstrip("\n").split("\t")[1:]
    except (OSError, ValueError) as exc:
        raise InputError(f"can't read the corpus {corpus}: {exc}", hint="Make it with training.data.") from exc


def trained(sentences: Iterable[str], rules: Vocabulary, seed: int = 1) -> bytes:
    """A unigram model of ``rules.size`` pieces fitted to a sample of ``sentences``; raises ``ModelError``."""
    lines = list(sentences)
    if len(lines) > rules.sample:
        lines = random.Random(seed).sample(lines, rules.sample)  # noqa: S311 -- reproducible, not secret
    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_writer=model, model_type="unigram", vocab_size=rules.size,
            character_coverage=rules.character_coverage, normalization_rule_name="nmt_nfkc",
            bos_id=-1, pad_id=-1, unk_id=0, eos_id=1, minloglevel=1,
        )  # fmt: skip
    except RuntimeError as exc:
        raise ModelError(f"can't train a vocabulary: {exc}", hint="Lower vocabulary.size, or add text.") from exc
    return model.getvalue()


def trimmed(multilingual: bytes, sentences: Iterable[str], size: int) -> bytes:
    """The ``size`` pieces of a model that ``sentences`` use most, and its special ones; scores and order kept.

    Every single character among its pieces that the text uses is kept too, before any longer piece.
    """
    processor: Any = sentencepiece.SentencePieceProcessor(model_proto=multilingual)
    uses = Counter(piece for sentence in sentences for piece in processor.encode(sentence, out_type=str))
    model = _parsed(multilingual)
    used = [piece.piece for piece in model.pieces if piece.type == _NORMAL and uses[piece.piece]]
    used.sort(key=lambda piece: (len(piece) > 1, -uses[piece]))
    kept = set(used[:size])
    pieces = [piece for piece in model.pieces if piece.type != _NORMAL or piece.piece in kept]
    del model.pieces[:]
    model.pieces.extend(pieces)
    model.trainer_spec.vocab_size = len(pieces)
    return bytes(model.SerializeToString())


def vocabulary_rows(model: bytes) -> dict[str, int]:
    """The embedding row of every piece.

    The order is the model's, which SentencePiece sorts by score: the first pieces are the frequent ones.
    """
    pieces = _parsed(model).pieces
    names = ["</s>", "<unk>", *(piece.piece for piece in pieces if piece.type == _NORMAL), "<pad>"]
    return {name: row for row, name in enumerate(names)}


def _parsed(model: bytes) -> Any:
    generated: Any = sentencepiece_model_pb2  # protobuf makes its classes at run time
    return generated.ModelProto.FromString(model)


def write_vocabulary(model: bytes, folder: Path) -> int:
    """Write the files of a Hugging Face ``MarianTokenizer``; how many rows the embedding needs."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = vocabulary_rows(model)
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(model)
    (folder / "vocab.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    settings = {
        "tokenizer_class": "MarianTokenizer", "source_lang": "id", "target_lang": "en", "separate_vocabs": False,
        "model_max_length": _MAX_POSITIONS, "unk_token": "<unk>", "eos_token": "</s>", "pad_token": "<pad>",
    }  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")
    return len(rows)


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder of training.data")
    parser.add_argument("--multilingual", type=Path, help="SentencePiece model to trim")
    parser.add_argument("--output", type=Path, required=True, help="folder")
    options = parser.parse_args()
    rules = Config.read(options.config).vocabulary
    corpus = options.data / CORPUS
    if rules.kind == "train":
        model = trained(texts(corpus), rules)
    elif options.multilingual is None:
        parser.error("vocabulary.kind is 'trim': give the model to trim with --multilingual")
    else:
        try:
            model = trimmed(options.multilingual.read_bytes(), texts(corpus), rules.size)
        except (OSError, RuntimeError) as exc:
            raise InputError(f"can't read the vocabulary {options.multilingual}: {exc}") from exc
    print(f"{write_vocabulary(model, options.output)} rows in {options.output}")


if __name__ == "__main__":
    run(_main)
