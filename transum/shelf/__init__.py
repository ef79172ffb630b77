"""The shelf: the models that the user added, one folder each, and which of them is the default.

    <data folder>/models/
        default                                      the name of the default model, if one was chosen
        Helsinki-NLP--opus-mt-id-en@ctranslate2/     manifest.json, the model files, last-used
        .incoming/  .building/                       what an interrupted ``add`` leaves, for the next one

A folder is on the shelf under its final name only when it is whole. The manifest never changes afterwards.
"""

import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, Literal

from transum.atomic import make_folder, write_atomically
from transum.errors import ModelError, UsageError
from transum.shelf.manifest import MANIFEST, Manifest, check_sizes, verify

Engine = Literal["ctranslate2", "transformers"]
ENGINES: Final[tuple[Engine, ...]] = ("ctranslate2", "transformers")
EMBEDDED: Final = "embedded"
LAST_USED: Final = "last-used"
_NAME = re.compile(r"[\w][\w.-]*(/[\w][\w.-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One model on the shelf."""

    folder: Path
    engine: Engine
    manifest: Manifest

    @property
    def name(self) -> str:
        """The name that it goes by: a Hugging Face id, or what the user called it."""
        return self.manifest.name

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return sum(size for size, _ in self.manifest.files.values())

    @property
    def used(self) -> datetime | None:
        """When it was loaded last."""
        try:
            return datetime.fromtimestamp((self.folder / LAST_USED).stat().st_mtime, UTC)
        except OSError:
            return None

    def mark_used(self) -> None:
        """Remember that it was loaded now; a folder that can't be written to stays without the date."""
        try:
            (self.folder / LAST_USED).touch()
        except OSError:
            return

    def describe(self) -> dict[str, Any]:
        """The facts, ready for JSON."""
        facts = {key: value for key, value in self.manifest.raw.items() if key != "files"}
        sums = {name: {"size": size, "sha256": sha256} for name, (size, sha256) in self.manifest.files.items()}
        used = self.used.isoformat(timespec="seconds") if self.used else None
        return {
            **facts,
            "engine": self.engine,
            "size": self.size,
            "folder": str(self.folder),
            "used": used,
            "files": sums,
        }


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models under ``root``, which need not exist yet. Nothing here touches the network."""

    root: Path

    def folder(self, name: str, engine: Engine) -> Path:
        """Where a model of this name is or would be; raises ``UsageError`` for what can't be a name.

        >>> Shelf(Path("models")).folder("Helsinki-NLP/opus-mt-id-en", "ctranslate2").name
        'Helsinki-NLP--opus-mt-id-en@ctranslate2'
        """
        if not is_name(name):
            raise UsageError(
                f"{name!r} can't be the name of a model",
                hint="Give a Hugging Face id such as Helsinki-NLP/opus-mt-id-en, or a folder as ./folder.",
            )
        return self.root / f"{name.replace('/', '--')}@{engine}"

    def entries(self) -> tuple[Entry, ...]:
        """All whole models, by name. One whose manifest can't be read is not among them (see ``broken``)."""
        return tuple(found for found in map(_entry, self._folders()) if found)

    def broken(self) -> tuple[Path, ...]:
        """Folders that can't be told what they are."""
        return tuple(folder for folder in self._folders() if not _entry(folder))

    def find(self, name: str, engine: Engine | None = None) -> Entry | None:
        """The model of this name, sizes verified: for ``engine``, or for the first that has it.

        Raises ``ModelError``, with how to repair it, where it is there and damaged.
        """
        for kind in (engine,) if engine else ENGINES:
            folder = self.folder(name, kind)
            if folder.is_dir():
                return Entry(folder, kind, check_sizes(folder, repair=self.repair(name, kind)))
        return None

    def verify(self, name: str, engine: Engine) -> Manifest:
        """Read every byte; raises ``ModelError``, with how to repair it, where a sha256 differs."""
        return verify(self.folder(name, engine), repair=self.repair(name, engine))

    def repair(self, name: str, engine: Engine) -> str:
        """The command that mends a damaged model."""
        flag = "" if engine == ENGINES[0] else f" --engine {engine}"
        found = _entry(self.folder(name, engine))
        if found and not found.manifest.raw.get("revision"):
            return f"transum models add <the folder it came from> --name {name}{flag}"
        revision = f" --revision {found.manifest.raw['revision']}" if found else ""
        return f"transum models add {name}{revision}{flag}"

    def remove(self, name: str) -> tuple[Path, ...]:
        """Delete the model, for whichever engines it is there; returns the folders. Raises ``ModelError``."""
        folders = tuple(found for kind in ENGINES if (found := self.folder(name, kind)).is_dir())
        if not folders:
            raise ModelError(f"the model {name} is not on the shelf", hint="transum models list")
        try:
            for folder in folders:
                (folder / MANIFEST).unlink(missing_ok=True)  # first, so that half a deletion is no model
                shutil.rmtree(folder)
            if self.default() == name:
                (self.root / "default").unlink()
        except OSError as exc:
            raise ModelError(f"can't remove {exc.filename}: {exc.strerror}", hint="Check its permissions.") from exc
        return folders

    def default(self) -> str:
        """The name of the default model: ``embedded`` unless the user chose another."""
        try:
            return (self.root / "default").read_text(encoding="utf-8").strip() or EMBEDDED
        except (FileNotFoundError, NotADirectoryError):
            return EMBEDDED
        except (OSError, UnicodeDecodeError) as exc:
            raise ModelError(f"can't read {self.root / 'default'}: {exc}", hint="transum models default NAME") from exc

    def set_default(self, name: str) -> None:
        """Choose the default model.

        Raises ``ModelError`` if it is not there, ``OutputError`` where the choice can't be written down.
        """
        if name != EMBEDDED and self.find(name) is None:
            raise missing(name)
        make_folder(self.root, private=True)
        write_atomically(self.root / "default", f"{name}\n".encode())

    def _folders(self) -> list[Path]:
        try:
            return sorted(folder for folder in self.root.iterdir() if "@" in folder.name and folder.is_dir())
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as exc:
            raise ModelError(f"can't read {self.root}: {exc.strerror}", hint="Check its permissions.") from exc


def is_name(text: str) -> bool:
    """Whether ``text`` can name a model: ``model`` or ``owner/model``, as Hugging Face has it."""
    return bool(_NAME.fullmatch(text)) and "--" not in text and ".." not in text and text != EMBEDDED


def missing(name: str, engine: Engine = "ctranslate2") -> ModelError:
    """The error for a model that is not on the disk; it names the command that gets it."""
    flag = "" if engine == ENGINES[0] else f" --engine {engine}"
    is_slip = bool(get_close_matches(name, [EMBEDDED], n=1))
    return ModelError(
        f"the model {name} is not on this computer, and nothing is fetched unasked",
        hint=f"Did you mean {EMBEDDED}?" if is_slip else f"transum models add {name}{flag}, or give --download",
    )


def _entry(folder: Path) -> Entry | None:
    """The model in ``folder``, if its manifest is readable; sizes are not looked at."""
    engine = folder.name.rpartition("@")[2]
    try:
        manifest = Manifest.read(folder)
    except ModelError:
        return None
    return Entry(folder, "transformers" if engine == "transformers" else "ctranslate2", manifest)
