r"""A checkpoint in parts that a lent machine's limits let through, in eight bits a weight, and put together again.

    python -m training.parcel pack work/run/checkpoint parcel --part-size 15
    python -m training.parcel unpack parcel work/checkpoint

Less than a quarter of the size in float32: 24 MB for the embedded translator. A matrix is rounded to 1/127 of each
row's largest weight, as the int8 model in the wheel is; vectors are in float16. Unpacking gives an ordinary Hugging
Face checkpoint in float32, to go on from or to export; parts that came alone take tokenizer and settings from another
(``--like``).
"""

import argparse
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias
from zipfile import BadZipFile

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
    count = write_parts(read_weights(checkpoint), folder, part_size)
    _copy_settings(checkpoint, folder)
    return count


def unpack(folder: Path, checkpoint: Path, like: Path | None = None) -> None:
    """Make the checkpoint of the parts in ``folder``; raises ``InputError`` and ``OutputError``.

    Its tokenizer and settings are in ``folder`` too, or those of the checkpoint that it is ``like``.
    """
    weights = {name: np.ascontiguousarray(value, np.float32) for name, value in read_weights(folder).items()}
    _copy_settings(like or folder, checkpoint)
    try:
        save_file(weights, checkpoint / WEIGHTS, metadata={"format": "pt"})
    except OSError as exc:
        raise OutputError(f"can't write {checkpoint}: {exc.strerror or exc}") from exc


def write_parts(weights: Arrays, folder: Path, part_size: int) -> int:
    """Write ``weights`` into ``folder`` in parts of at most ``part_size`` bytes; how many. Raises ``OutputError``."""
    stream = io.BytesIO()
    np.savez_compressed(stream, **rounded(weights))  # type: ignore[arg-type]  # numpy takes the names for its options
    data = stream.getbuffer()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, start in enumerate(range(0, len(data), part_size)):
            (folder / f"{_PART}.{number:02}").write_bytes(data[start : start + part_size])
    except OSError as exc:
        raise OutputError(f"can't write {folder}: {exc.strerror or exc}") from exc
    return number + 1


def read_weights(folder: Path) -> dict[str, NDArray[np.generic]]:
    """The weights of a checkpoint, whole or in parts; raises ``InputError``."""
    parts = sorted(folder.glob(f"{_PART}.*"))
    try:
        if not parts:
            return dict(load_file(folder / WEIGHTS))
        with np.load(io.BytesIO(b"".join(path.read_bytes() for path in parts))) as kept:
            return dict(restored({name: kept[name] for name in kept.files}))
    except (OSError, ValueError, EOFError, BadZipFile, SafetensorError) as exc:
        what = f"the parts in {folder} make no weights" if parts else f"can't read the checkpoint {folder}"
        raise InputError(f"{what}: {exc}", hint="Is one of them missing?" if parts else "") from exc


def _copy_settings(source: Path, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (*TOKENIZER_FILES, *_SETTINGS):
            shutil.copyfile(source / name, folder / name)
    except OSError as exc:
        raise OutputError(f"can't write {folder}: {exc.strerror or exc}") from exc


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pack", "unpack"])
    parser.add_argument("source", type=Path, help="folder")
    parser.add_argument("output", type=Path, help="folder")
    parser.add_argument("--part-size", type=float, default=15.0, help="MB (default 15)")
    parser.add_argument("--like", type=Path, help="unpack: a checkpoint to take tokenizer and settings from")
    options = parser.parse_args()
    if options.what == "pack":
        print(f"{pack(options.source, options.output, int(1e6 * options.part_size))} parts in {options.output}")
    else:
        unpack(options.source, options.output, options.like)
        print(options.output)


if __name__ == "__main__":
    run(_main)
