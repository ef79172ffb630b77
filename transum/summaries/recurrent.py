"""What an article's surface says of its sentences: gated recurrent units over it, in numpy.

Networks of ``training/summarizer/recurrent.py``, which trains them with torch, each from its own seed: they read an
article forwards and backwards (Cho et al. 2014, arXiv 1406.1078), and the mean of what they say is taken. They need no
embeddings, so that they could learn from all articles of both corpora.
"""

from typing import TYPE_CHECKING, Final

from transum.summaries.features import Passage
from transum.summaries.surface import measure, openings, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

PREFIX: Final = "recurrent."
FARTHEST: Final = 4.0  # standard deviations: a feature is never farther from its mean


def log_odds(
    arrays: "Mapping[str, NDArray[np.float32]]", passage: Passage, chapters: "Sequence[slice]"
) -> "NDArray[np.float32]":
    """One a sentence, in order: the mean over the networks, which read one chapter of the article after the other.

    ``arrays`` are the weights by name, all networks in one array whose first axis tells them apart. What is measured
    of a sentence is measured on the whole article; what a network keeps of it would be too much for a book.
    """
    import numpy as np

    features = (measure(passage) - arrays[PREFIX + "mean"]) / arrays[PREFIX + "spread"]
    features = np.clip(features, -FARTHEST, FARTHEST)
    first, numbers = openings(passage), said(passage)
    return np.concatenate([_of_chapter(arrays, features[part], first[part], numbers[part]) for part in chapters])


def _of_chapter(
    arrays: "Mapping[str, NDArray[np.float32]]",
    features: "NDArray[np.float32]",
    first: "NDArray[np.int64]",
    numbers: "NDArray[np.int64]",
) -> "NDArray[np.float32]":
    import numpy as np

    surface = _surface(arrays, features, first, numbers)
    entered = np.maximum(_linear(surface, arrays, "enter"), 0)  # networks, sentences, width
    read = np.concatenate([_read(entered, arrays), entered], axis=-1)
    inner = np.maximum(_linear(read, arrays, "inner"), 0)
    return np.asarray(_linear(inner, arrays, "head")[..., 0].mean(axis=0), dtype=np.float32)


def _surface(
    arrays: "Mapping[str, NDArray[np.float32]]",
    features: "NDArray[np.float32]",
    first: "NDArray[np.int64]",
    numbers: "NDArray[np.int64]",
) -> "NDArray[np.float32]":
    """What each network is told of each sentence: features, its opening, its words."""
    import numpy as np

    opened = arrays[PREFIX + "openings"][:, first]  # networks, sentences, openings, width
    told = np.stack([table[numbers].sum(axis=1) for table in arrays[PREFIX + "words"]])
    told /= np.sqrt(np.maximum((numbers > 0).sum(axis=1), 1))[:, None]
    count, size = opened.shape[:2]
    return np.concatenate(
        [np.broadcast_to(features, (count, *features.shape)), opened.reshape(count, size, -1), told], axis=-1
    )


def _linear(
    states: "NDArray[np.float32]", arrays: "Mapping[str, NDArray[np.float32]]", name: str
) -> "NDArray[np.float32]":
    """A layer of every network at once."""
    weights, biases = arrays[f"{PREFIX}{name}.weight"], arrays[f"{PREFIX}{name}.bias"]
    return states @ weights.transpose(0, 2, 1) + biases[:, None]


def _read(entered: "NDArray[np.float32]", arrays: "Mapping[str, NDArray[np.float32]]") -> "NDArray[np.float32]":
    """What each network has read at each sentence, forwards and backwards: networks, sentences, twice the width."""
    import numpy as np

    both = np.stack([entered, entered[:, ::-1]], axis=1)  # networks, directions, sentences, width
    incoming = both @ arrays[PREFIX + "input.weight"].swapaxes(2, 3) + arrays[PREFIX + "input.bias"][:, :, None]
    kept = np.ascontiguousarray(arrays[PREFIX + "hidden.weight"].swapaxes(2, 3))
    bias = arrays[PREFIX + "hidden.bias"][:, :, None]
    count, _, size, width = both.shape
    state = np.zeros((count, 2, 1, width), dtype=np.float32)
    states = np.empty((count, 2, size, width), dtype=np.float32)
    for place in range(size):
        new = incoming[:, :, place : place + 1]
        old = state @ kept + bias
        gates = 1 / (1 + np.exp(-np.clip(new[..., : 2 * width] + old[..., : 2 * width], -30, 30)))
        reset, update = gates[..., :width], gates[..., width:]
        state = (1 - update) * np.tanh(new[..., 2 * width :] + reset * old[..., 2 * width :]) + update * state
        states[:, :, place : place + 1] = state
    return np.concatenate([states[:, 0], states[:, 1, ::-1]], axis=-1)
