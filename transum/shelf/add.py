"""Putting a model on the shelf: fetch, convert once, try it, describe it, and only then give it its name.

Everything happens in ``.incoming`` and ``.building``; a folder gets its final name by one rename, after its files were
synced to the disk. What a killed run leaves there is cleared by the next one, except a download of the same model,
which goes on.
"""

import hashlib
import json
import math
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from transum.atomic import sync_folder
from transum.document import Candidate
from transum.errors import ModelError, UsageError
from transum.shelf import Engine, Entry, Shelf, is_name
from transum.shelf.checkpoint import load_model, translated_errors
from transum.shelf.convert import Quantization, convert, pickle_refused
from transum.shelf.formats import PIECE_FILES, Format, format_of, found_type, positions_of, recognise
from transum.shelf.hub import OnProgress, fetch, look_up
from transum.shelf.manifest import MANIFEST, describe, read_json, weights_sha256

CANARY: Final = "Banjir merendam ratusan rumah di Jakarta Timur."
Trial = Callable[[Path, Engine, str], Candidate]
"""What translates a text with the model in a folder: the engines lie above the shelf, so they are handed down."""
_INCOMING, _BUILDING, _SCHEMA = ".incoming", ".building", 1
_ROOM: Final = "Is there room, and may its folder be written to? TRANSUM_DATA names another."
_PLAIN: Final = frozenset({
    "config.json", "generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
    "vocab.json", "target_vocab.json", "tokenizer.json", "README.md", "LICENSE", *PIECE_FILES,
})  # fmt: skip
_WEIGHTS: Final = {
    Format.HUGGING_FACE: re.compile(r"model(-\d+-of-\d+)?\.safetensors(\.index\.json)?"),
    Format.PICKLE: re.compile(r"pytorch_model(-\d+-of-\d+)?\.bin(\.index\.json)?"),
    Format.CTRANSLATE2: re.compile(r"model\.bin|\w+_vocabulary\.(json|txt)"),
}
_CARD_LICENCE = re.compile(r"\A---\n(?:.*\n)*?license:[ \t]*[\"']?([\w.-]+)", re.MULTILINE)


def add(
    shelf: Shelf,
    name: str,
    *,
    try_out: Trial,
    revision: str | None = None,
    engine: Engine = "ctranslate2",
    quantization: Quantization = "int8",
    allow_pickle: bool = False,
    on_progress: OnProgress | None = None,
) -> Entry:
    """Fetch ``name`` from the Hugging Face hub, for ``engine``; one that is there whole and at that commit is kept.

    ``try_out`` runs the finished model once.

    ``revision`` is a branch, a tag or a commit; the commit it means now is pinned in the manifest. Raises
    ``ModelError``, and ``UsageError`` for what can't be an id.
    """
    target = shelf.folder(name, engine)
    remote = look_up(name, partial(select, name, allow_pickle=allow_pickle), revision=revision)
    facts = {
        "name": name, "version": remote.revision[:12], "licence": remote.licence, "source": f"hub:{name}",
        "revision": remote.revision, "engine": engine, "quantization": _stored(engine, quantization),
    }  # fmt: skip
    with _locked(shelf):
        if _is_current(shelf, facts):
            return Entry(target, engine, shelf.verify(name, engine))
        incoming = shelf.root / _INCOMING / f"{target.name}@{remote.revision[:12]}"
        _clear(shelf, keep=incoming)
        fetch(remote, incoming, on_progress)
        entry = _build(shelf, incoming, facts, try_out, allow_pickle=allow_pickle)
        shutil.rmtree(incoming)
    return entry


def add_folder(
    shelf: Shelf,
    folder: Path,
    *,
    try_out: Trial,
    name: str | None = None,
    engine: Engine = "ctranslate2",
    quantization: Quantization = "int8",
    allow_pickle: bool = False,
) -> Entry:
    """Put the model in ``folder`` on the shelf: any format of ``formats``. ``folder`` itself stays untouched.

    ``name`` is the folder's own by default. Raises ``ModelError``, and ``UsageError`` for what can't be a name.
    """
    name = name or folder.resolve().name
    shelf.folder(name, engine)
    found = recognise(folder)
    if engine == "transformers" and found not in {Format.HUGGING_FACE, Format.PICKLE}:
        raise ModelError(
            f"{folder} is no Hugging Face checkpoint, so transformers can't run it", hint="Leave --engine out."
        )
    facts = {
        "name": name, "version": fingerprint(folder), "licence": _licence(folder), "source": f"folder:{folder.name}",
        "revision": "", "engine": engine,
        "quantization": found_type(folder) if found is Format.CTRANSLATE2 else _stored(engine, quantization),
    }  # fmt: skip
    with _locked(shelf):
        if _is_current(shelf, facts):
            return Entry(shelf.folder(name, engine), engine, shelf.verify(name, engine))
        _clear(shelf)
        return _build(shelf, folder, facts, try_out, allow_pickle=allow_pickle)


def fingerprint(folder: Path) -> str:
    """Twelve hexadecimal digits that change when the weights of a local model do."""
    weights = sorted(path for path in folder.iterdir() if path.suffix in {".safetensors", ".bin", ".npz"})
    if len(weights) < 2:
        return weights_sha256(weights[0])[:12] if weights else "unknown"
    # Large models come in shards.
    return hashlib.sha256("".join(map(weights_sha256, weights)).encode()).hexdigest()[:12]


def select(name: str, files: Sequence[str], *, allow_pickle: bool) -> list[str]:
    """Which of a model's files are needed; raises ``ModelError`` where it is none, or a pickle and not allowed.

    >>> select("a/b", ["config.json", "model.safetensors", "pytorch_model.bin", "tf_model.h5"], allow_pickle=False)
    ['config.json', 'model.safetensors']
    """
    found = format_of(files)
    if found is Format.PICKLE and not allow_pickle:
        raise pickle_refused(name)
    if found not in _WEIGHTS:
        raise ModelError(
            f"{name} holds no translation model that transum can run", hint="MarianMT, NLLB-200 or M2M-100"
        )
    return [file for file in files if file in _PLAIN or _WEIGHTS[found].fullmatch(file)]


def _build(shelf: Shelf, source: Path, facts: dict[str, Any], try_out: Trial, *, allow_pickle: bool) -> Entry:
    """From a whole checkpoint to a whole entry under its final name."""
    final = shelf.folder(facts["name"], facts["engine"])
    building = shelf.root / _BUILDING / final.name
    try:
        building.parent.mkdir(parents=True, exist_ok=True)
        if facts["engine"] == "transformers":
            _copy_checkpoint(source, building, allow_pickle=allow_pickle)
        else:
            convert(source, building, quantization=_quantization(facts), allow_pickle=allow_pickle)
        (building / MANIFEST).unlink(missing_ok=True)  # of a folder that was another shelf's
        manifest = {"schema": _SCHEMA, **facts, "positions": positions_of(source)}
        manifest["canary"] = {"source": CANARY, "target": _try(building, facts, try_out)}
        manifest |= {"added": datetime.now(UTC).isoformat(timespec="seconds"), "files": describe(building)}
        (building / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        _put(building, final)
    except OSError as exc:
        raise ModelError(f"can't write the model to {shelf.root}: {exc.strerror or exc}", hint=_ROOM) from exc
    finally:
        shutil.rmtree(building.parent, ignore_errors=True)
    entry = shelf.find(facts["name"], facts["engine"])
    if entry is None:
        raise ModelError(f"the model in {final} vanished while it was added", hint="Add it again.")
    return entry


def _copy_checkpoint(source: Path, target: Path, *, allow_pickle: bool) -> None:
    """The checkpoint as it is; a pickle becomes safetensors here and now."""
    target.mkdir()
    pickled = recognise(source) is Format.PICKLE
    if pickled and not allow_pickle:
        raise pickle_refused(str(source))
    for path in sorted(source.iterdir()):
        if path.is_file() and path.suffix in {".json", ".spm", ".model", ".safetensors", ".txt"}:
            shutil.copyfile(path, target / path.name)
    if pickled:
        with translated_errors(f"reading {source.name}"):
            import transformers

            load_model(transformers.AutoModelForSeq2SeqLM, source, allow_pickle=True).save_pretrained(str(target))


def _try(folder: Path, facts: dict[str, Any], try_out: Trial) -> str:
    """The translation of the canary; raises ``ModelError`` where a model gives none."""
    try:
        best = try_out(folder, facts["engine"], CANARY)
    except UsageError:  # it knows other languages: the user will name them when it is used
        return ""
    if not best.text or not math.isfinite(best.score):
        raise ModelError(
            f"{facts['name']} translates {CANARY!r} to nothing: it is not put on the shelf",
            hint="Its weights may be damaged, or no translation model's. Try another revision.",
        )
    return best.text


def _put(building: Path, final: Path) -> None:
    """Give a finished folder its name. An older one of that name steps aside first, and is deleted."""
    for path in building.iterdir():
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    sync_folder(building)
    if final.exists():
        final.rename(building.with_name(f"{building.name}.old"))
    building.rename(final)
    sync_folder(final.parent)


def _is_current(shelf: Shelf, facts: dict[str, Any]) -> bool:
    """Whether the shelf holds exactly this, undamaged."""
    try:
        raw = shelf.verify(facts["name"], facts["engine"]).raw
    except ModelError:
        return False
    return all(raw.get(key) == facts[key] for key in ("source", "version", "revision", "engine", "quantization"))


def _clear(shelf: Shelf, *, keep: Path | None = None) -> None:
    """Remove what earlier runs left behind."""
    shutil.rmtree(shelf.root / _BUILDING, ignore_errors=True)
    incoming = shelf.root / _INCOMING
    for path in incoming.iterdir() if incoming.is_dir() else ():
        if path != keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(shelf: Shelf) -> Iterator[None]:
    """One ``add`` at a time: another's temporary folders are not ours to clear."""
    import filelock

    try:
        for folder in (shelf.root.parent, shelf.root):  # of their owner alone, as all that transum makes of a user's
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with filelock.FileLock(shelf.root / ".lock", timeout=0):
            yield
    except filelock.Timeout as exc:
        raise ModelError(f"another transum is adding a model to {shelf.root}", hint="Wait until it is done.") from exc
    except OSError as exc:
        raise ModelError(f"can't write to {shelf.root}: {exc.strerror or exc}", hint=_ROOM) from exc


def _stored(engine: Engine, quantization: Quantization) -> str:
    return quantization if engine == "ctranslate2" else "none"


def _quantization(facts: dict[str, Any]) -> Quantization:
    found = facts["quantization"]
    return found if found in {"int8", "float16", "float32"} else "int8"


def _licence(folder: Path) -> str:
    """What a local model says of its licence: its manifest, or the front matter of its model card."""
    if (folder / MANIFEST).is_file():
        return str(read_json(folder / MANIFEST).get("licence", "unknown"))
    card = folder / "README.md"
    match = _CARD_LICENCE.match(card.read_text(encoding="utf-8", errors="replace")) if card.is_file() else None
    return match[1] if match else "unknown"


def model_name(text: str) -> str:
    """``text`` if it can name a model, else the nearest that can: for folders with spaces and the like."""
    cleaned = re.sub(r"-{2,}", "-", re.sub(r"[^\w.-]|\.\.+", "-", text, flags=re.ASCII)).strip("-.")
    return cleaned if is_name(cleaned) else "model"
