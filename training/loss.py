"""The forward pass and its loss: label-smoothed cross-entropy over all pieces, or over a sample of them.

Sampled softmax after Jean et al. 2015 (https://arxiv.org/abs/1412.2007): while the model is still coarse, the pieces
that the batch needs, the frequent ones and some random ones stand for the whole vocabulary, at a fraction of the cost.

There are two ways to the full softmax. On a CPU padding is taken out of the decoder's states before the output layer,
which saves a tenth of the dearest multiplication. On a GPU that would make the host wait for the device at every step
(how many states are real only the device knows), so ``dense_loss`` takes all of them and leaves padding out of the sum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import torch
from torch import Tensor
from torch.nn import functional

from training.batching import Batch, real_tokens


@dataclass(frozen=True, slots=True)
class Sample:
    """The softmax over ``negatives`` random rows and the first ``frequent`` ones; without negatives over all."""

    negatives: int = 0
    frequent: int = 0


FULL: Final = Sample()

Loss: TypeAlias = Callable[..., Tensor]


def on_device(batch: Batch, device: torch.device) -> tuple[Tensor, Tensor]:
    """Source and target ids on ``device``; the host doesn't wait until a GPU has them."""
    sides = [torch.from_numpy(side) for side in (batch.source, batch.target)]
    if device.type == "cuda":
        sides = [side.pin_memory() for side in sides]
    source, target = (side.to(device, non_blocking=True).long() for side in sides)
    return source, target


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


def dense_loss(model: Any, source: Tensor, target: Tensor, smoothing: float = 0.0) -> Tensor:
    """The mean loss over the full softmax, computed without a question that the device would have to answer.

    The masks are made here, in the form that goes straight into attention: transformers would look into an ordinary one
    whether it is needed at all. Padding's own row is left out of the scores, so that its id is no class, only what is
    left out of the mean.
    """
    padding = model.config.pad_token_id
    kept = (source != padding)[:, None, None, :]
    places = torch.arange(target.shape[1], device=target.device)
    causal = (places <= places[:, None]).expand(len(target), 1, -1, -1)
    encoded = model.model.encoder(
        input_ids=source, attention_mask=kept.expand(-1, -1, source.shape[1], -1)
    ).last_hidden_state
    states = model.model.decoder(
        input_ids=shifted(model, target), attention_mask=causal, encoder_hidden_states=encoded,
        encoder_attention_mask=kept.expand(-1, -1, target.shape[1], -1), use_cache=False,
    ).last_hidden_state  # fmt: skip
    output = functional.linear(states, model.get_input_embeddings().weight[:padding]).flatten(0, 1)
    return functional.cross_entropy(output.float(), target.flatten(), ignore_index=padding, label_smoothing=smoothing)


def scores(model: Any, states: Tensor, target: Tensor, sample: Sample) -> tuple[Tensor, Tensor]:
    """Output scores of ``states`` and where each target stands among them.

    The last row, the padding, takes no part: it stays zero, as CTranslate2 starts decoding from a zero embedding.
    """
    rows = model.get_input_embeddings().weight[:-1]
    if not sample.negatives or sample.negatives + sample.frequent >= len(rows):
        return functional.linear(states, rows), target
    chosen = torch.zeros(len(rows), dtype=torch.bool, device=rows.device)
    chosen[target] = True
    chosen[: sample.frequent] = True
    chosen[torch.randint(0, len(rows), (sample.negatives,), device=rows.device)] = True
    kept = chosen.nonzero().squeeze(1)
    place = torch.empty(len(rows), dtype=torch.long, device=rows.device)
    place[kept] = torch.arange(len(kept), device=rows.device)
    return functional.linear(states, rows[kept]), place[target]


def batch_loss(
    model: Any, batch: Batch, device: torch.device, sample: Sample = FULL, smoothing: float = 0.0, *,
    dense: Loss = dense_loss,
) -> tuple[Tensor, int]:  # fmt: skip
    """The mean loss of a batch in nats a target token, and how many target tokens it has.

    ``dense`` computes the full softmax on a GPU: ``dense_loss``, or what the compiler made of it.
    """
    source, target = on_device(batch, device)
    tokens = real_tokens(batch, model.config.pad_token_id)
    if device.type == "cuda" and sample == FULL:
        return dense(model, source, target, smoothing), tokens
    states, target = hidden_states(model, source, target)
    output, place = scores(model, states, target, sample)
    return functional.cross_entropy(output.float(), place, label_smoothing=smoothing), tokens
