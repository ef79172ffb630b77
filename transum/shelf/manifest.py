"""Model files in the package: where they are, and whether they are whole.

A folder of model files has a ``manifest.json`` beside them: name, version, licence, and for every file its size and
sha256. Loading verifies sizes, which costs nothing; ``verify`` reads every byte.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transum.atomic import sha256_of
from transum.errors import ModelError

MANIFEST = "manifest.json"
_MODELS = Path(__file__).parent.parent / "models"
_LARGEST = 32 << 20  # bytes: a vocabulary in a tokenizer's file, with room
_DEEPEST = 30
_WHOLE = "Is the model whole, and may it be read? transum models verify reads all of those on the shelf."
_REINSTALL = "Reinstall transum: pip install --force-reinstall transum"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model folder says of itself. ``files`` maps a name to ``(size in bytes, sha256)``."""

    name: str
    version: str
    licence: str
    files: dict[str, tuple[int, str]]
    raw: dict[str, Any]

    @classmethod
    def read(cls, folder: Path, *, repair: str = _REINSTALL) -> "Manifest":
        """The manifest of ``folder``; raises ``ModelError`` (with ``repair`` as the way out) if it can't be read."""
        try:
            raw = read_json(folder / MANIFEST)
            files = {name: (int(entry["size"]), str(entry["sha256"])) for name, entry in raw["files"].items()}
            told = {key: str(raw[key]) for key in ("name", "version", "licence")}
        except (ValueError, OverflowError, KeyError, TypeError, AttributeError, ModelError) as exc:
            raise ModelError(f"the model in {folder} has no readable {MANIFEST}", hint=repair) from exc
        if not all(map(_is_plain, files)):
            raise ModelError(f"{MANIFEST} in {folder} names files that are not in that folder", hint=repair)
        return cls(**told, files=files, raw=raw | told)


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file of a model; raises ``ModelError``, also for what is too large or too deep to be one."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
        value = json.loads(data.decode("utf-8")) if len(data) <= _LARGEST else None
    except (OSError, ValueError, RecursionError) as exc:
        raise ModelError(f"can't read the model file {path}: {exc}", hint=_WHOLE) from exc
    if not isinstance(value, dict) or _is_deep(value):
        raise ModelError(f"the model file {path} is no JSON object, or none of a model", hint=_WHOLE)
    return value


def _is_deep(value: Any) -> bool:
    """Whether containers lie in one another further than in any file of a model: showing them would not end well."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)


def _is_plain(name: str) -> bool:
    return "\0" not in name and name not in {"", ".", ".."} and Path(name).name == name


def embedded(name: str) -> Path:
    """The folder of a model that ships with transum: ``translator``, ``encoder`` or ``summarizer``; sizes verified."""
    folder = _MODELS / name
    check_sizes(folder)
    return folder


def check_sizes(folder: Path, *, repair: str = _REINSTALL) -> Manifest:
    """The manifest, if every file of it is there with its size; raises ``ModelError`` otherwise."""
    manifest = Manifest.read(folder, repair=repair)
    for name, (size, _) in manifest.files.items():
        try:
            found = (folder / name).stat().st_size
        except OSError as exc:
            raise ModelError(f"the model file {folder / name} is missing", hint=repair) from exc
        if found != size:
            raise ModelError(f"the model file {folder / name} is damaged: {found} bytes, not {size}", hint=repair)
    return manifest


def verify(folder: Path, *, repair: str = _REINSTALL) -> Manifest:
    """As ``check_sizes``, and every file has its sha256."""
    manifest = check_sizes(folder, repair=repair)
    for name, (_, expected) in manifest.files.items():
        if weights_sha256(folder / name) != expected:
            raise ModelError(f"the model file {folder / name} is damaged: its sha256 differs", hint=repair)
    return manifest


def weights_sha256(path: Path) -> str:
    """The SHA-256 of a model's file; raises ``ModelError`` if it can't be read."""
    try:
        return sha256_of(path)
    except OSError as exc:
        raise ModelError(f"can't read the model file {path}: {exc.strerror}", hint=_WHOLE) from exc


def describe(folder: Path) -> dict[str, dict[str, int | str]]:
    """The ``files`` table of a manifest for a finished folder, the manifest itself left out."""
    return {
        path.name: {"size": path.stat().st_size, "sha256": weights_sha256(path)}
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != MANIFEST
    }
