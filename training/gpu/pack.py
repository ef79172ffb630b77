"""Everything that a run on a lent machine needs, in one folder.

Such a machine is bare but for torch, transformers and sentencepiece, reaches nothing, and takes 64 MiB: the folder
holds the code, the checkpoint in eight bits a weight, the corpus compressed, and the texts.
"""

import json
import lzma
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from training import parcel
from training.batching import texts_by_source
from training.data import CORPUS, REPORT, corpus_of
from training.gpu.material import read_lines
from training.gpu.weights import PART_SIZE
from training.train import read_report
from transum.errors import OutputError

_ROOT: Final = Path(__file__).parent.parent.parent
_CODE: Final = ("training/**/*.py", "training/configs/*.toml", "transum/**/*.py")
TEXT: Final = "text.txt.xz"
DEV: Final = ("dev.id", "dev.en")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into the folder; sources that weigh less than ``least_weight`` stay at home."""

    data: Path
    start: Path
    dev: Sequence[Path]
    text: Path | None = None
    least_weight: float = 0.0


def pack(wanted: Wanted, output: Path) -> int:
    """Write the folder; how many bytes it has. Raises ``InputError`` and ``OutputError``."""
    try:
        for path in _code():
            _copied(path, output / path.relative_to(_ROOT))
        _pack_corpus(wanted, output / "data")
        parcel.pack(wanted.start, output / "start", PART_SIZE)
        for path, name in zip(wanted.dev, DEV, strict=True):
            (output / name).write_text("".join(f"{line}\n" for line in read_lines(path)), encoding="utf-8")
        if wanted.text:
            with lzma.open(output / TEXT, "wt", encoding="utf-8", newline="\n") as stream:
                stream.writelines(f"{line}\n" for line in read_lines(wanted.text))
    except OSError as exc:
        raise OutputError(f"can't write {output}: {exc.strerror or exc}") from exc
    return sum(path.stat().st_size for path in output.rglob("*") if path.is_file())


def _code() -> Iterator[Path]:
    for pattern in _CODE:
        yield from _ROOT.glob(pattern)


def _copied(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def _pack_corpus(wanted: Wanted, folder: Path) -> None:
    kept = {name: row for name, row in read_report(wanted.data).items() if row["weight"] >= wanted.least_weight}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REPORT).write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    with lzma.open(folder / f"{CORPUS}.xz", "wt", encoding="utf-8", newline="\n") as stream:
        for name, (indonesian, english) in texts_by_source(corpus_of(wanted.data)).items():
            if name in kept:
                stream.writelines(f"{name}\t{a}\t{b}\n" for a, b in zip(indonesian, english, strict=True))
