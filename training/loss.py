"""The forward pass and its loss: label-smoothed cross-entropy over all pieces, or over a sample of them.

Sampled softmax after Jean et al. 2015 (https://arxiv.org/abs/1412.2007): while the model is still coarse, the pieces
that the batch needs, the frequent ones and some random ones stand for the whole vocabulary, at a fraction of the cost.
Padding is taken out of the decoder's states before the output layer, which saves a tenth of the dearest multiplication.
"""

from dataclasses import dataclass
from typing import Any, Final

import torch
from torch import Tensor
from torch.nn import functional

from training.batching import Batch


@dataclass(frozen=True, slots=True)
class Sample:
    """The softmax over ``negatives`` random rows and the first ``frequent`` ones; without negatives over all."""

    negatives: int = 0
    frequent: int = 0


FULL: Final = Sample()


def shifted(model: Any, target: Tensor) -> Tensor:
    """What the decoder reads: the target one place later, behind the start mark."""
    start = torch.full_like(target[:, :1], model.config.decoder_start_token_id)
    return torch.cat([start, target[:, :-1]], dim=1)


def hidden_states(model: Any, source: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """The decoder's last states at the real target positions, shape (tokens, d), and those targets, shape (tokens,)."""
    padding = model.config.pad_token_id
    mask = (source != padding).long()
    memory = model.model.encoder(input_ids=source, attention_mask=mask).last_hidden_state
    states = model.model.decoder(
        input_ids=shifted(model, target), encoder_hidden_states=memory, encoder_attention_mask=mask, use_cache=False
    ).last_hidden_state
    real = target != padding
    return states[real], target[real]


def scores(model: Any, states: Tensor, target: Tensor, sample: Sample) -> tuple[Tensor, Tensor]:
    """Output scores of ``states`` and where each target stands among them.

    The last row, the padding, takes no part: it stays zero, as CTranslate2 starts decoding from a zero embedding.
    """
    rows = model.get_input_embeddings().weight[:-1]
    if not sample.negatives or sample.negatives + sample.frequent >= len(rows):
        return functional.linear(states, rows), target
    chosen = torch.zeros(len(rows), dtype=torch.bool)
    chosen[target] = True
    chosen[: sample.frequent] = True
    chosen[torch.randint(0, len(rows), (sample.negatives,))] = True
    kept = chosen.nonzero().squeeze(1)
    place = torch.empty(len(rows), dtype=torch.long)
    place[kept] = torch.arange(len(kept))
    return functional.linear(states, rows[kept]), place[target]


def batch_loss(model: Any, batch: Batch, sample: Sample = FULL, smoothing: float = 0.0) -> tuple[Tensor, int]:
    """The mean loss of a batch in nats a target token, and how many target tokens it has."""
    source, target = (torch.from_numpy(side).long() for side in (batch.source, batch.target))
    states, target = hidden_states(model, source, target)
    output, place = scores(model, states, target, sample)
    return functional.cross_entropy(output.float(), place, label_smoothing=smoothing), len(target)
