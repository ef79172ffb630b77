"""What kind of model a folder holds, told by its files and without reading a weight."""

import hashlib
import json
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import Final

from transum.errors import ModelError
from transum.shelf.manifest import MANIFEST, Manifest, read_json

PIECE_FILES: Final = ("source.spm", "target.spm", "sentencepiece.bpe.model", "vocab.spm")
ARCHITECTURES: Final = ("marian", "m2m_100")  # ``model_type`` of a Hugging Face config; NLLB-200 is an m2m_100


class Format(StrEnum):
    """How a model lies on disk."""

    CTRANSLATE2 = "ctranslate2"  # model.bin, config.json, *_vocabulary.*
    HUGGING_FACE = "hugging-face"  # config.json with model_type, *.safetensors
    MARIAN = "marian"  # decoder.yml, *.npz
    PICKLE = "pickle"  # as HUGGING_FACE, but the weights are pytorch_model.bin only


def format_of(names: Collection[str]) -> Format | None:
    """The format of a folder with files of these names, or None if it is no model.

    >>> format_of(["config.json", "pytorch_model.bin"])
    <Format.PICKLE: 'pickle'>
    """
    if "model.bin" in names and any("vocabulary" in name for name in names):
        return Format.CTRANSLATE2
    if "decoder.yml" in names and any(name.endswith(".npz") for name in names):
        return Format.MARIAN
    if "config.json" not in names:
        return None
    if any(name.startswith("model") and name.endswith(".safetensors") for name in names):
        return Format.HUGGING_FACE
    if any(name.startswith("pytorch_model") and name.endswith(".bin") for name in names):
        return Format.PICKLE
    return None


def recognise(folder: Path) -> Format:
    """The format of the model in ``folder``; raises ``ModelError`` if it holds none that transum can run."""
    try:
        names = [path.name for path in folder.iterdir() if path.is_file()]
    except OSError as exc:
        raise ModelError(
            f"can't read the model folder {folder}: {exc.strerror}", hint="Check its permissions."
        ) from exc
    found = format_of(names)
    if found is None:
        raise ModelError(
            f"{folder} holds no translation model",
            hint="Give a folder with config.json and model.safetensors (Hugging Face), decoder.yml and .npz (Marian), "
            "or model.bin and its vocabulary (CTranslate2).",
        )
    if found in {Format.HUGGING_FACE, Format.PICKLE}:
        kind = read_json(folder / "config.json").get("model_type")
        if kind not in ARCHITECTURES:
            raise ModelError(
                f"the model in {folder} is of type {kind!r}, not a translation model that transum can run",
                hint="transum runs MarianMT, NLLB-200 and M2M-100.",
            )
    return found


def positions_of(folder: Path) -> int:
    """How many token positions a model has: what its configuration says, or Marian's 512."""
    for name in ("manifest.json", "config.json"):
        if (folder / name).is_file():
            data = read_json(folder / name)
            found = data.get("positions") or data.get("max_position_embeddings")
            if isinstance(found, int) and found > 1:
                return found
    return 512


def weights_of(folder: Path) -> str:
    """Twelve hexadecimal digits that change with any file of a model; "" where there is no manifest to take them from.

    They are made of the sha256 sums that the manifest states, so that no weight is read for them. Two conversions of
    one revision, in int8 and in float16, have the same version and other sums.
    """
    if not (folder / MANIFEST).is_file():
        return ""
    try:
        files = Manifest.read(folder).files
    except ModelError:  # somebody else's manifest
        return ""
    return hashlib.sha256(json.dumps(sorted(files.items())).encode()).hexdigest()[:12]


# What a processor computes in, by what a manifest says of the weights: no processor computes in half precision.
_COMPUTED: Final = {"int8": "int8", "int16": "int16", "float16": "float32", "float32": "float32"}


def compute_type(folder: Path) -> str:
    """In what a processor is to compute with a CTranslate2 model: what its manifest says, or as CTranslate2 finds it.

    >>> compute_type(Path("a/folder/without/a/manifest"))
    'default'
    """
    if not (folder / MANIFEST).is_file():
        return "default"
    return _COMPUTED.get(str(read_json(folder / MANIFEST).get("quantization")), "default")


def found_type(folder: Path) -> str:
    """In what CTranslate2 computes with a model that has no manifest, ``int8`` or ``float32``; it loads it for that.

    Raises ``ModelError``.
    """
    try:
        import ctranslate2

        found = str(ctranslate2.Translator(str(folder), device="cpu", compute_type="default").compute_type)
    except (ImportError, RuntimeError, ValueError, OSError) as exc:
        raise ModelError(f"can't load the model in {folder}: {exc}", hint="transum doctor") from exc
    return found.partition("_")[0]


def read_vocabulary(folder: Path) -> list[str]:
    """The source tokens of a CTranslate2 folder; older versions wrote them as lines. Raises ``ModelError``."""
    for stem in ("shared_vocabulary", "source_vocabulary"):
        for path in (folder / f"{stem}.json", folder / f"{stem}.txt"):
            if path.is_file():
                try:
                    text = path.read_text(encoding="utf-8")
                    return list(json.loads(text)) if path.suffix == ".json" else text.split("\n")
                except (OSError, ValueError, TypeError, RecursionError) as exc:
                    raise ModelError(f"can't read the model file {path}: {exc}", hint="transum doctor") from exc
    raise ModelError(f"the model in {folder} has no vocabulary", hint="transum doctor")
