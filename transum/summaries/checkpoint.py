"""Summarization models on disk, and the one place that may fetch one: a folder, or a model of the Hugging Face hub.

No socket is opened unless ``download`` is asked for, and weights are read from safetensors only: a pickle can run code.
"""

import hashlib
import re
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from transum.errors import ModelError
from transum.shelf import checkpoint
from transum.shelf.hub import redact
from transum.shelf.manifest import weights_sha256

_FILES: Final = ["*.json", "*.safetensors", "*.model", "*.spm", "*.txt", "*.jinja"]
_READ: Final = [*_FILES, "model.bin"]  # what a writer is made of: also CTranslate2's
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NOT_WHOLE: Final = "It must be a whole model folder with safetensors weights; fetch it again with --download."


class LocalWriter:
    """The part of ``Writer`` that is the same for every model in a folder."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._folder = folder

    @cached_property
    def fingerprint(self) -> str:
        """See ``digest``."""
        return digest(self._folder)


def find(name: str, *, download: bool) -> Path:
    """The folder of the model ``name``: a folder, or a Hugging Face id in the local cache, fetched if ``download``.

    Raises ``ModelError`` where it is not on disk (and how to get it), or can't be fetched.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    if name.startswith((".", "/", "~")) or name.count("/") > 1:
        raise ModelError(
            f"there is no model folder {name}", hint="Give a folder, or a Hugging Face id such as org/model."
        )
    return _cached(name, download=download)


def _cached(name: str, *, download: bool) -> Path:
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    except ImportError as exc:
        raise ModelError(
            f"finding the model {name} needs huggingface-hub, which is not installed", hint=checkpoint.MISSING_HUB
        ) from exc
    try:
        return Path(snapshot_download(name, allow_patterns=_FILES, local_files_only=not download))
    except HFValidationError as exc:
        raise ModelError(f"{name!r} is no name of a model", hint="Give a folder or a Hugging Face id.") from exc
    except LocalEntryNotFoundError as exc:
        if download:
            raise ModelError(
                f"can't reach the hub for the model {name}", hint="Check the connection; run it again."
            ) from exc
        raise ModelError(f"the model {name} is not on this computer", hint="Add --download to fetch it.") from exc
    except Exception as exc:  # the hub's client raises what its HTTP library does, which it has changed twice
        reason = (str(exc).strip() or type(exc).__name__).splitlines()[0]
        raise ModelError(
            f"can't fetch the model {name}: {redact(reason)}", hint="Check its name, and your access to it."
        ) from exc


def digest(folder: Path) -> str:
    """Twelve hexadecimal digits that change with any file of the model in ``folder``; raises ``ModelError``.

    Every byte counts: a model that was trained further has the sizes, and the safetensors headers, of the one before.
    The hub's cache names a large file by its sha256, so that only small ones are read there; other folders are read
    whole, once a batch, which takes less time than the first summary.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and any(map(path.match, _READ)))
        sums = [(path.name, _stated(path) or weights_sha256(path)) for path in paths]
    except OSError as exc:
        raise ModelError(f"can't read the model folder {folder}: {exc.strerror}") from exc
    return hashlib.sha256(repr(sums).encode()).hexdigest()[:12]


def _stated(path: Path) -> str:
    """The sha256 that the hub's cache keeps ``path`` under, "" where it is no such file."""
    target = path.resolve()
    return target.name if target.parent.name == "blobs" and _SHA256.fullmatch(target.name) else ""


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer in ``folder``, by transformers, which needs no torch for it; raises ``ModelError``."""
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
    except Exception as exc:  # transformers lets through what json, tokenizers and sentencepiece raise
        reason = (str(exc).strip() or type(exc).__name__).splitlines()[0]
        raise ModelError(f"can't load the tokenizer in {folder}: {reason}", hint=_NOT_WHOLE) from exc


def load_model(kind: str, folder: Path) -> Any:
    """The model in ``folder`` by the transformers class ``kind``, in float32, ready to write; raises ``ModelError``."""
    with checkpoint.translated_errors(f"loading the model in {folder}"):
        import torch
        import transformers

        model_class = getattr(transformers, kind)
        return checkpoint.load_model(model_class, folder, trust_remote_code=False, dtype=torch.float32).eval()
