"""The recipe's first two steps on the toy corpus, which the tests of training begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import torch

from training.config import Config
from training.data import prepare
from training.readers import read_sources
from training.vocabulary import texts, trained, write_vocabulary

TOY: Final = Path(__file__).parent / "toy"
SMOKE: Final = Config.read(Path(__file__).parent.parent / "training/configs/smoke.toml")


@contextmanager
def in_one_thread() -> Iterator[None]:
    """Inside, sums are made in one order: the bit-for-bit tests need it, and so small a model is fastest so."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def begun(folder: Path, vocabulary: str = "vocabulary") -> Path:
    """``folder`` after steps 1 and 2: with ``data`` and ``vocabulary``."""
    prepare(SMOKE, read_sources(TOY / "sources"), {"toy": TOY / "toy.tsv"}, [], folder / "data")
    write_vocabulary(trained(texts(folder / "data/corpus.tsv"), SMOKE.vocabulary), folder / vocabulary)
    return folder
