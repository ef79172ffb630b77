"""Dropout whose mask costs eight times fewer random numbers, for the CPU.

torch draws dropout's mask on a CPU one number a value, one after the other: up to a seventh of a training step here
(``benchmarks/training_throughput.md``). A byte a value is enough: a 64-bit number gives eight.
"""

from typing import Any

import torch
from torch import Tensor

_VALUES = 256  # of a byte: the rate is a multiple of 1/256


def byte_dropout(states: Tensor, rate: float) -> Tensor:
    """``states`` with a share ``rate`` of its values zero, the others scaled up so that the mean stays.

    The rate is rounded to 1/256. Random bytes come from torch's own generator, so that a snapshot covers them.

    >>> byte_dropout(torch.ones(4), 0.0)
    tensor([1., 1., 1., 1.])
    """
    dropped = round(rate * _VALUES)
    count = states.numel()
    words = torch.randint(-(2**63), 2**63 - 1, (-(-count // 8),), dtype=torch.int64)
    kept = words.view(torch.uint8)[:count].view(states.shape) >= dropped
    return states * (kept.to(states.dtype) * (_VALUES / (_VALUES - dropped)))


def use_byte_dropout(model: Any) -> None:
    """Let a MarianMT model on a CPU drop values by ``byte_dropout``, where and as often as before.

    Marian drops what its embeddings, attention and feed-forward blocks add to the states; those modules get hooks, and
    Marian's own dropout goes to zero. ``model.config.dropout`` keeps the rate.
    """
    rate = model.config.dropout

    def drop(module: Any, _: Any, output: Tensor) -> Tensor:
        return byte_dropout(output, rate) if module.training else output

    def drop_embeddings(module: Any, inputs: tuple[Any, ...]) -> tuple[Any, ...]:
        return (byte_dropout(inputs[0], rate), *inputs[1:]) if module.training else inputs

    for half in (model.model.encoder, model.model.decoder):
        half.dropout = 0.0
        half.layers[0].register_forward_pre_hook(drop_embeddings)
        for layer in half.layers:
            layer.dropout = 0.0
            for name, module in layer.named_modules():
                if name.endswith(("out_proj", "fc2")):
                    module.register_forward_hook(drop)
