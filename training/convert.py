r"""Hugging Face checkpoint → the CTranslate2 int8 folder that ships in the wheel, checked, with its manifest.

    python training/convert.py translator CHECKPOINT transum/models/translator \
        --version 0 --card training/cards/translator.toml
    python training/convert.py translator CHECKPOINT transum/models/reverse \
        --version 0 --card training/cards/reverse.toml
    python training/convert.py encoder CHECKPOINT transum/models/encoder --version 1 --card training/cards/encoder.toml

The folder is written beside its place and renamed into it only after the converted model agreed with the checkpoint:
a translator on the greedy translations of a few sentences, an encoder on the cosines of a few pairs.
"""

import argparse
import json
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

import ctranslate2
import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer, MarianMTModel

from transum.engines.ct2 import CT2Translator
from transum.engines.encoder import CT2Encoder
from transum.segment.chunk import model_text
from transum.shelf.manifest import MANIFEST, describe

COPIED: Final = {"translator": ["source.spm"], "encoder": ["sentencepiece.model"]}
PROBES: Final = {
    "id": (
        "Pemimpin Korea Utara Kim Jong-un dikabarkan bakal bertemu dengan Presiden Rusia Vladimir Putin.",
        "Harga beras naik 12,5 persen menjadi Rp15.000 per kilogram pada Selasa (5/9/2023).",
        "Banjir merendam ratusan rumah di Jakarta Timur.",
        "Menurut dia, pemerintah akan membantu para petani.",
        "Saya suka makan pisang.",
    ),
    "en": (
        "North Korean leader Kim Jong-un is reportedly going to meet Russian President Vladimir Putin.",
        "I like to eat bananas.",
        "Floods hit hundreds of houses in East Jakarta.",
        "The price of rice rose 12.5 percent on Tuesday.",
    ),
}
COSINE_TOLERANCE: Final = 0.005
# int8 rounds every weight to 1/127 of its row's largest: on early weights a beam may turn another way here and there.
GREEDY_AGREEMENT: Final = 0.6


def convert(kind: str, checkpoint: Path, folder: Path, *, quantization: str = "int8") -> None:
    """Convert ``checkpoint`` into ``folder`` (made anew): CTranslate2 files and the SentencePiece model."""
    converter = ctranslate2.converters.TransformersConverter(str(checkpoint), copy_files=COPIED[kind])
    converter.convert(str(folder), quantization=quantization, force=True)
    # CTranslate2 forgets how many positions the model has, and transum must know where its outputs end.
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    settings["positions"] = json.loads((checkpoint / "config.json").read_text("utf-8"))["max_position_embeddings"]
    (folder / "config.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def translator_agreement(checkpoint: Path, folder: Path, language: str = "id") -> float:
    """The share of tokens on which greedy translations by both engines agree, position by position.

    ``language`` is what the model translates from. Indonesian is given in the model's notation.
    """
    tokenizer = AutoTokenizer.from_pretrained(str(checkpoint))
    model: Any = MarianMTModel.from_pretrained(str(checkpoint), dtype=torch.float32)
    model.train(mode=False)
    converted = CT2Translator(folder, name="probe", version="0", beam=1)
    agreed = total = 0
    for probe in map(model_text, PROBES["id"]) if language == "id" else PROBES["en"]:
        batch = tokenizer([probe], return_tensors="pt")
        ids = model.generate(**batch, num_beams=1, do_sample=False, max_new_tokens=100)
        ours = tokenizer(text_target=converted.translate([probe])[0][0].text)["input_ids"]
        theirs = tokenizer(text_target=tokenizer.decode(ids[0], skip_special_tokens=True))["input_ids"]
        agreed += sum(a == b for a, b in zip(ours, theirs, strict=False))
        total += max(len(ours), len(theirs))
    return agreed / total


def encoder_deviation(checkpoint: Path, folder: Path) -> float:
    """The largest difference between the cosines of the probes by the checkpoint and by the converted model."""
    tokenizer = AutoTokenizer.from_pretrained(str(checkpoint))
    model = AutoModel.from_pretrained(str(checkpoint), dtype=torch.float32).eval()
    rows, probes = [], [*PROBES["id"], *PROBES["en"]]
    for probe in probes:
        with torch.no_grad():
            states = model(**tokenizer("query: " + probe, return_tensors="pt")).last_hidden_state[0]
        rows.append(torch.nn.functional.normalize(states.mean(0), dim=0).numpy())
    reference = np.stack(rows)
    ours = CT2Encoder(folder, threads=2).encode(probes)
    return float(np.abs(ours @ ours.T - reference @ reference.T).max())


def agrees(kind: str, checkpoint: Path, folder: Path, language: str = "id") -> dict[str, float]:
    """What the comparison measured; exits with a message where the converted model is another one."""
    if kind == "translator":
        share = translator_agreement(checkpoint, folder, language)
        if share < GREEDY_AGREEMENT:
            sys.exit(f"greedy translations agree on only {share:.0%} of the tokens: not the same model")
        return {"greedy_token_agreement": round(share, 4)}
    deviation = encoder_deviation(checkpoint, folder)
    if deviation > COSINE_TOLERANCE:
        sys.exit(f"cosines differ by {deviation:.4f}: not the same model")
    return {"largest_cosine_deviation": round(deviation, 5)}


def write_manifest(folder: Path, version: str, card: dict[str, Any], conversion: dict[str, float]) -> None:
    """``manifest.json``: the card's words, what the conversion measured, and every file's size and sha256."""
    manifest = {
        **card,
        "version": version,
        "quantization": "int8",
        "conversion": conversion,
        "files": describe(folder),
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Convert, compare, write the manifest, put the folder in its place."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=sorted(COPIED))
    parser.add_argument("checkpoint", type=Path, help="Hugging Face folder")
    parser.add_argument("folder", type=Path, help="where the converted model goes; replaced")
    parser.add_argument("--version", required=True)
    parser.add_argument("--card", type=Path, required=True, help="TOML: name, licence, training data, scores")
    options = parser.parse_args()
    card = tomllib.loads(options.card.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(dir=options.folder.parent) as temporary:
        fresh = Path(temporary) / "model"
        convert(options.kind, options.checkpoint, fresh)
        measured = agrees(options.kind, options.checkpoint, fresh, card["languages"].get("source", "id"))
        write_manifest(fresh, options.version, card, measured)
        shutil.rmtree(options.folder, ignore_errors=True)
        for path in fresh.iterdir():
            path.chmod(0o644)
        fresh.rename(options.folder)
    print(f"{options.folder}: {measured}")


if __name__ == "__main__":
    main()
