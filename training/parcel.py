r"""A checkpoint in parts that a lent machine's limits let through, in eight bits a weight, and put together again.

    python -m training.parcel pack work/run/checkpoint parcel --part-size 15
    python -m training.parcel unpack parcel work/checkpoint

A quarter of the size in float32: 27 MB for the embedded translator. A matrix is rounded to 1/127 of each row's largest
weight, as the int8 model in the wheel is; vectors are in float16. Unpacking gives an ordinary Hugging Face checkpoint
in float32, to go on from or to export.
"""

import argparse
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from training.commandline import run
from training.pieces import TOKENIZER_FILES
from transum.errors import InputError, OutputError

WEIGHTS: Final = "model.safetensors"
_PART: Final = "weights.npz"
_SETTINGS: Final = ("config.json", "generation_config.json")
_SCALE: Final = "/scale"  # behind a matrix's name: the size of its rows' steps

Arrays: TypeAlias = Mapping[str, NDArray[np.generic]]


def rounded(weights: Arrays) -> dict[str, NDArray[np.generic]]:
    """Matrices as int8 with a scale for each row, everything else as float16."""
    made: dict[str, NDArray[np.generic]] = {}
    for name, value in weights.items():
        exact = value.astype(np.float32)
        if exact.ndim < 2:
            made[name] = exact.astype(np.float16)
            continue
        scale = np.maximum(np.abs(exact).max(axis=1, keepdims=True), np.float32(1e-9)) / 127
        made[name] = np.rint(exact / scale).astype(np.int8)
        made[name + _SCALE] = scale.astype(np.float32)
    return made


def restored(rows: Arrays) -> dict[str, NDArray[np.float32]]:
    """What ``rounded`` was given, as near as eight bits are, in float32."""
    return {
        name: np.ascontiguousarray(value.astype(np.float32) * _scale(rows, name))
        for name, value in rows.items()
        if not name.endswith(_SCALE)
    }


def _scale(rows: Arrays, name: str) -> NDArray[np.float32]:
    return rows[name + _SCALE].astype(np.float32) if name + _SCALE in rows else np.ones(1, np.float32)


def pack(checkpoint: Path, folder: Path, part_size: int) -> int:
    """Write the parts, of at most ``part_size`` bytes, and the small files into ``folder``; how many parts.

    Raises ``InputError`` and ``OutputError``.
    """
    try:
        weights = load_file(checkpoint / WEIGHTS)
    except (OSError, SafetensorError) as exc:
        raise InputError(f"can't read the checkpoint {checkpoint}: {exc}") from exc
    stream = io.BytesIO()
    np.savez(stream, **rounded(weights))  # type: ignore[arg-type]  # numpy takes the names for its own options
    data = stream.getbuffer()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*TOKENIZER_FILES, *_SETTINGS):
            shutil.copyfile(checkpoint / name, folder / name)
        for number, start in enumerate(range(0, len(data), part_size)):
            (folder / f"{_PART}.{number:02}").write_bytes(data[start : start + part_size])
    except OSError as exc:
        raise OutputError(f"can't write {folder}: {exc.strerror or exc}") from exc
    return number + 1


def unpack(folder: Path, checkpoint: Path) -> None:
    """Make the checkpoint of the parts in ``folder``; raises ``InputError`` and ``OutputError``."""
    data = b"".join(path.read_bytes() for path in sorted(folder.glob(f"{_PART}.*")))
    try:
        with np.load(io.BytesIO(data)) as kept:
            weights = restored({name: kept[name] for name in kept.files})
    except (OSError, ValueError, EOFError) as exc:
        raise InputError(f"the parts in {folder} make no weights: {exc}", hint="Is one of them missing?") from exc
    try:
        checkpoint.mkdir(parents=True, exist_ok=True)
        for name in (*TOKENIZER_FILES, *_SETTINGS):
            shutil.copyfile(folder / name, checkpoint / name)
        save_file(weights, checkpoint / WEIGHTS, metadata={"format": "pt"})
    except OSError as exc:
        raise OutputError(f"can't write {checkpoint}: {exc.strerror or exc}") from exc


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pack", "unpack"])
    parser.add_argument("source", type=Path, help="folder")
    parser.add_argument("output", type=Path, help="folder")
    parser.add_argument("--part-size", type=float, default=15.0, help="MB (default 15)")
    options = parser.parse_args()
    if options.what == "pack":
        print(f"{pack(options.source, options.output, int(1e6 * options.part_size))} parts in {options.output}")
    else:
        unpack(options.source, options.output)
        print(options.output)


if __name__ == "__main__":
    run(_main)
