"""Checkpoints from the Hugging Face hub: the one room that opens a socket, and only when it was told to.

The client library honours ``HF_ENDPOINT``, ``HF_TOKEN``, ``HF_HUB_OFFLINE`` and the proxies. A token is never written
down: what this room raises or logs goes through ``redact``.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from transum.errors import ModelError

OnProgress = Callable[[int, int, str], None]  # bytes done, bytes in all, what is being fetched

Select = Callable[[Sequence[str]], Sequence[str]]  # the files of a model → those that are needed
_LOGGERS: Final = ("huggingface_hub.file_download", "huggingface_hub.utils._http")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on the hub. ``sha256`` where it is stored as a large file, else ``blob``, git's own sum of it."""

    name: str
    size: int
    sha256: str | None
    blob: str | None

    def is_whole(self, path: Path) -> bool:
        """Whether ``path`` holds exactly this file."""
        if not path.is_file() or path.stat().st_size != self.size:
            return False
        if self.sha256:
            with path.open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest() == self.sha256
        content = path.read_bytes()
        digest = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False)
        return self.blob in {None, digest.hexdigest()}


@dataclass(frozen=True, slots=True)
class RemoteModel:
    """A model on the hub at one commit, and those of its files that transum needs."""

    name: str
    revision: str
    licence: str
    files: tuple[RemoteFile, ...]


def look_up(name: str, select: Select, *, revision: str | None = None) -> RemoteModel:
    """Ask the hub what ``name`` is; ``revision`` is a branch, a tag or a commit. Raises ``ModelError``."""
    with _translated_errors(name):
        from huggingface_hub import HfApi

        info = HfApi(library_name="transum").model_info(name, revision=revision, files_metadata=True)
        known = {file.rfilename: file for file in info.siblings or ()}
        chosen = [known[file] for file in select(list(known))]
        files = tuple(
            RemoteFile(file.rfilename, int(file.size or 0), file.lfs.sha256 if file.lfs else None, file.blob_id)
            for file in chosen
        )
        return RemoteModel(name, str(info.sha), str(getattr(info.card_data, "license", None) or "unknown"), files)


def fetch(model: RemoteModel, folder: Path, on_progress: OnProgress | None = None) -> None:
    """Download the files into ``folder``, going on where an interrupted download stopped; every file is verified.

    What was received stays in ``folder`` when this is interrupted. Raises ``ModelError``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    total = sum(file.size for file in model.files)
    done = 0
    for file in model.files:
        if not file.is_whole(folder / file.name):
            before = done
            report = (lambda n, b=before, f=file.name: on_progress(b + n, total, f)) if on_progress else None
            with _translated_errors(model.name):
                _fetch_file(model, file, folder / file.name, report)
        done += file.size


def redact(text: str) -> str:
    """``text`` without tokens and passwords.

    >>> redact("GET https://me:secret@hub/x failed for hf_abcdefghijklmnop")
    'GET https://***@hub/x failed for ***'
    """
    from huggingface_hub import get_token

    token = get_token()
    if token:
        text = text.replace(token, "***")
    text = re.sub(r"\bhf_\w{8,}", "***", text)
    text = re.sub(r"(?i)\bbearer\s+\S+", "Bearer ***", text)
    return re.sub(r"(?<=://)[^/@\s]+@", "***@", text)


def _fetch_file(model: RemoteModel, file: RemoteFile, path: Path, report: Callable[[int], None] | None) -> None:
    from huggingface_hub import hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    part = path.with_name(f"{path.name}.part")
    # Compressed, a stream would have other offsets than the file, and couldn't be resumed.
    headers = {**build_hf_headers(library_name="transum"), "Accept-Encoding": "identity"}
    with part.open("ab") as stream:
        if stream.tell() > file.size:
            stream.truncate(0)
        http_get(
            hf_hub_url(model.name, file.name, revision=model.revision), stream, resume_size=stream.tell(),
            headers=headers, expected_size=file.size, tqdm_class=_meter(report),
        )  # fmt: skip
    if not file.is_whole(part):
        part.unlink()
        raise ModelError(
            f"{file.name} of {model.name} arrived damaged: its checksum differs", hint="Run the same command again."
        )
    part.replace(path)


def _meter(report: Callable[[int], None] | None) -> Any:
    """What the client believes to be a progress bar."""

    class Meter:
        def __init__(self, *, initial: int = 0, **_: Any) -> None:
            self.count = initial

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

        def update(self, received: int = 1) -> None:
            self.count += received
            if report:
                report(self.count)

    return Meter


@contextmanager
def _translated_errors(name: str) -> Iterator[None]:
    """Whatever the client raises becomes a ``ModelError`` with the way out; what it logs is redacted."""
    try:
        from huggingface_hub import errors
    except ImportError as exc:
        raise ModelError("downloading needs huggingface-hub", hint="pip install 'transum[hub]'") from exc
    loggers = [logging.getLogger(logger) for logger in _LOGGERS]
    for logger in loggers:
        logger.addFilter(_redact_record)
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError, errors.HTTPError) as exc:  # type: ignore[attr-defined]
        message, hint = _explain(name, exc)
        exc.args = tuple(redact(str(value)) for value in exc.args)  # a traceback prints them
        raise ModelError(redact(message), hint=hint) from exc
    finally:
        for logger in loggers:
            logger.removeFilter(_redact_record)


def _explain(name: str, exc: BaseException) -> tuple[str, str]:
    """What happened, in one line, and the way out."""
    from huggingface_hub import constants, errors

    first_line = (str(exc).strip() or type(exc).__name__).splitlines()[0]
    match exc:
        case errors.GatedRepoError():
            return f"{name} is only for those whom its publisher let in", "Ask on its page, then set HF_TOKEN."
        case errors.RepositoryNotFoundError():
            return f"the hub knows no model {name}", "Look at its spelling; where it is private, set HF_TOKEN."
        case errors.RevisionNotFoundError():
            return f"{name} has no such revision", "Give a branch, a tag or a commit of it."
        case errors.OfflineModeIsEnabled():
            return f"{name} can't be fetched: HF_HUB_OFFLINE is set", "Unset it for this command."
        case errors.HFValidationError():
            return f"{name!r} is no Hugging Face id", "It looks like Helsinki-NLP/opus-mt-id-en."
        case _:
            hint = "What has arrived is kept: run the same command again to go on."
            return f"{name} could not be fetched from {constants.ENDPOINT}: {first_line}", hint


def _redact_record(record: logging.LogRecord) -> bool:
    record.msg, record.args = redact(record.getMessage()), None
    return True
