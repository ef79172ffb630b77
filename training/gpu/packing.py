"""Sentences packed one behind the other, with no padding between them: what a GPU is given.

All batches have one shape: exactly so many source pieces and so many target pieces. What the sentences leave is filled
with sequences of padding, as many on both sides, which are no part of the loss. All pieces of a corpus lie on the
device, where a batch is gathered by a few numbers a sentence: nothing has to be prepared by other processes, and the
host never waits.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from training.pieces import Ids
from transum.errors import UsageError

Indices: TypeAlias = NDArray[np.int64]

FILL: Final = 100  # pieces of the longest filler
SPARE: Final = 64  # pieces of a batch that no sentence gets, so that every filler has some


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences as one flat array of piece ids; ``sizes`` says how many are whose.

    >>> rows = Rows.of([np.array([5, 6, 0]), np.array([7, 0])])
    >>> rows.flat.tolist(), rows.sizes.tolist(), rows.taken(np.array([1])).flat.tolist()
    ([5, 6, 0, 7, 0], [3, 2], [7, 0])
    """

    flat: Ids
    sizes: Indices

    @classmethod
    def of(cls, sentences: Sequence[Ids]) -> Self:
        """The rows of ``sentences``, in their order."""
        flat = np.concatenate(sentences) if sentences else np.zeros(0)
        return cls(flat.astype(np.int32), np.array([len(ids) for ids in sentences], dtype=np.int64))

    @classmethod
    def joined(cls, several: Iterable["Rows"]) -> Self:
        """All sentences of ``several``, one lot behind the other."""
        lots = list(several)
        return cls(np.concatenate([lot.flat for lot in lots]), np.concatenate([lot.sizes for lot in lots]))

    @property
    def starts(self) -> Indices:
        """Where each sentence begins."""
        return np.cumsum(self.sizes) - self.sizes

    def __len__(self) -> int:
        return len(self.sizes)

    def taken(self, which: Indices) -> Self:
        """Sentences ``which``, in that order."""
        sizes = self.sizes[which]
        shift = self.starts[which] - (np.cumsum(sizes) - sizes)
        return type(self)(self.flat[np.arange(sizes.sum()) + np.repeat(shift, sizes)], sizes)


class Packed(NamedTuple):
    """Sequences one behind the other: ids, each one's place in its sequence, and the bounds of the sequences.

    There is one bound more than sequences: where each begins, and where the last ends.
    """

    ids: Tensor
    places: Tensor
    bounds: Tensor


class Batch(NamedTuple):
    """What a step learns from; ``target`` is what the decoder reads, ``labels`` what it has to say.

    ``real`` is 1.0 at the sentences' pieces and 0.0 at the fillers'.
    """

    source: Packed
    target: Packed
    labels: Tensor
    real: Tensor


class Draw(NamedTuple):
    """The pairs of a batch: the rows of their sources (in one of their segmentations) and of their targets."""

    sources: Indices
    targets: Indices


class Side:
    """One side of a corpus on the device, a longest filler behind its last piece."""

    def __init__(self, rows: Rows, padding: int, device: torch.device) -> None:
        self.sizes, self._starts, self._end = rows.sizes, rows.starts, len(rows.flat)
        filled = np.concatenate([rows.flat, np.full(FILL, padding, np.int32)])
        self._flat = torch.from_numpy(filled).to(device)
        self.padding, self.device = padding, device

    def pieces(self, which: Indices) -> int:
        """How many pieces sentences ``which`` have together."""
        return int(self.sizes[which].sum())

    def packed(self, which: Indices, size: int, fillers: int) -> Packed:
        """Sentences ``which`` and that many ``fillers``, ``size`` pieces in all."""
        rest = size - self.pieces(which)
        fill = rest // fillers + (np.arange(fillers) < rest % fillers)
        lengths = np.concatenate([self.sizes[which], fill])
        bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        starts = np.concatenate([self._starts[which], np.full(fillers, self._end)])
        begin, shift, each = self._sent(np.stack([bounds[:-1], starts - bounds[:-1], lengths]))
        places = torch.arange(size, device=self.device)
        ids = self._flat[places + torch.repeat_interleave(shift, each, output_size=size)].long()
        places = places - torch.repeat_interleave(begin, each, output_size=size)
        return Packed(ids, places, self._sent(bounds.astype(np.int32)))

    def _sent(self, numbers: NDArray[np.integer]) -> Tensor:
        """``numbers`` on the device; the host doesn't wait until they are there."""
        there = torch.from_numpy(numbers)
        if self.device.type == "cuda":
            there = there.pin_memory()
        return there.to(self.device, non_blocking=True)


class Pairs:
    """Pairs to be drawn from: sources in one or several segmentations, targets, and how often a pass has each pair.

    The first of ``sources`` is the best segmentation, the others are random ones. A pair with a side of over
    ``longest`` pieces is never drawn.
    """

    def __init__(
        self, sources: Sequence[Rows], targets: Rows, rates: NDArray[np.float64], *, longest: int, padding: int,
        device: torch.device,
    ) -> None:  # fmt: skip
        self.source = Side(Rows.joined(sources), padding, device)
        self.target = Side(targets, padding, device)
        self._segmentations, self._longest = len(sources), longest
        most = np.max(self.source.sizes.reshape(len(sources), len(targets)), axis=0, initial=0)
        self.rates = rates * ((most <= longest) & (targets.sizes <= longest) & (targets.sizes > 1))

    def plan(self, random: np.random.Generator, size: int, sampled: float) -> Iterator[Draw]:
        """One pass, shuffled, in batches of ``size`` pieces a side; a share ``sampled`` is segmented at random.

        A pair of rate 2.2 is drawn twice or three times. Raises ``UsageError`` if a batch may not hold a single pair.
        """
        room = size - SPARE
        if room < self._longest:
            raise UsageError(
                f"batches of {size} pieces are too small",
                hint=f"Set training.batch_tokens to {self._longest + SPARE} or more.",
            )
        targets = self._drawn(random)
        sources = targets + len(self.rates) * self._segmentation(random, len(targets), sampled)
        left, right = (np.cumsum(side.sizes[rows]) for side, rows in ((self.source, sources), (self.target, targets)))
        first = 0
        while first < len(targets):
            before = (left[first - 1], right[first - 1]) if first else (0, 0)
            ends = [np.searchsorted(done, b + room, "right") for done, b in zip((left, right), before, strict=True)]
            end = int(min(ends))
            yield Draw(sources[first:end], targets[first:end])
            first = end

    def _drawn(self, random: np.random.Generator) -> Indices:
        whole, rest = np.divmod(self.rates, 1.0)
        times = whole.astype(np.int64) + (random.random(len(self.rates)) < rest)
        drawn = np.repeat(np.arange(len(self.rates)), times)
        random.shuffle(drawn)
        return drawn

    def _segmentation(self, random: np.random.Generator, count: int, sampled: float) -> Indices:
        if self._segmentations == 1:
            return np.zeros(count, dtype=np.int64)
        chosen = random.integers(1, self._segmentations, count)
        return np.where(random.random(count) < sampled, chosen, 0)

    def batch(self, draw: Draw, size: int) -> Batch:
        """The pairs of ``draw``, packed to ``size`` pieces a side."""
        rests = size - self.source.pieces(draw.sources), size - self.target.pieces(draw.targets)
        fillers = -(-max(rests) // FILL)
        target = self.target.packed(draw.targets, size, fillers)
        before = torch.cat([target.ids[:1], target.ids[:-1]])
        read = torch.where(target.places == 0, self.target.padding, before)
        real = (torch.arange(size, device=self.target.device) < size - rests[1]).float()
        return Batch(self.source.packed(draw.sources, size, fillers), target._replace(ids=read), target.ids, real)
