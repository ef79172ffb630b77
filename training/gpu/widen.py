"""A model of twice the width that computes the same function: what the teacher starts from.

After Chen et al. 2016 (Net2Net, https://arxiv.org/abs/1511.05641): every channel of the states stands twice, so every
matrix reads both halves, each with half its weight, and a random difference between the halves, which cancels out as
long as they are equal, lets them grow apart. It has learnt in two minutes what takes a fresh model of its size an hour.
"""

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from training.gpu.network import EMBEDDING, Shape, layers_of

_APART = 0.5  # the size of the random difference, in standard deviations of the matrix


def widened(
    weights: Mapping[str, Tensor], shape: Shape, random: np.random.Generator
) -> tuple[dict[str, Tensor], Shape]:
    """``weights`` with twice the width, twice the heads and twice the feed-forward layer, and their shape."""
    last = f"model.decoder.layers.{layers_of(weights, 'decoder') - 1}.final_layer_norm"
    made = {}
    for name, weight in weights.items():
        if name == EMBEDDING:
            made[name] = torch.cat([weight, weight], 1)
        elif weight.ndim > 1:
            made[name] = torch.cat([_apart(weight, random), _apart(weight, random)])
        else:
            # The scores are a product with the embedding, which stands twice: half as large a state keeps them.
            made[name] = torch.cat([weight, weight]) * (0.5 if name.startswith(last) else 1.0)
    return made, Shape(2 * shape.heads, shape.padding, 2 * shape.copies)


def _apart(weight: Tensor, random: np.random.Generator) -> Tensor:
    noise = torch.from_numpy(random.standard_normal(tuple(weight.shape), dtype=np.float32)) * weight.std() * _APART
    return torch.cat([weight / 2 + noise, weight / 2 - noise], 1)
