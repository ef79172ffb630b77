"""MarianMT's forward pass and loss over packed sentences, in half precision.

The weights are float32 and cast anew at every step; layer norms and the loss are computed in float32. What lies between
two attentions is one function of fixed shapes (a *region*), which torch.compile makes one or two kernels of; compiling
the whole model instead would take minutes. Attention is flash attention over sequences of different lengths, or, where
there is no CUDA, attention over padded sequences: the same numbers, at the price of padding.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import torch
from torch import Tensor
from torch.nn import Parameter, functional

from training.gpu.packing import Batch, Packed

EMBEDDING: Final = "model.shared.weight"
_POSITIONS: Final = 512
_NEVER: Final = -1e4  # the score of padding, which is no piece to be said; finite in every precision

Linear: TypeAlias = tuple[Tensor, Tensor]  # weight and bias


def norm(states: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Layer norm in float32."""
    return functional.layer_norm(states.float(), (states.shape[-1],), weight, bias).to(states.dtype)


def attended(states: Tensor, heads: Tensor, out: Linear, gain: Linear, dropout: float) -> Tensor:
    """The states with what attention found, normalised."""
    return norm(states + functional.dropout(functional.linear(heads, *out), dropout, dropout > 0), *gain)


def block(  # noqa: PLR0917 -- a region's inputs are all that it needs, in the order of their use
    states: Tensor, heads: Tensor, out: Linear, gain: Linear, first: Linear, second: Linear, last: Linear,
    dropout: float,
) -> Tensor:  # fmt: skip
    """From the last attention of a layer to the layer's end."""
    states = attended(states, heads, out, gain, dropout)
    found = functional.linear(functional.gelu(functional.linear(states, *first)), *second)
    return norm(states + functional.dropout(found, dropout, dropout > 0), *last)


def middle(  # noqa: PLR0917 -- as above
    states: Tensor, heads: Tensor, out: Linear, gain: Linear, query: Linear, dropout: float
) -> tuple[Tensor, Tensor]:
    """From a decoder layer's self-attention to its cross-attention: the states, and what they ask of the source."""
    states = attended(states, heads, out, gain, dropout)
    return states, functional.linear(states, *query)


def ends_of(  # noqa: PLR0917 -- as above
    states: Tensor, embedding: Tensor, bias: Tensor, labels: Tensor, real: Tensor, smoothing: float
) -> Tensor:
    """Cross-entropy with label smoothing over all pieces but padding, whose row is zero and whose bias rules it out.

    The scores of a batch, 20,000 a piece, are needed for their logarithm's sum only: the label's own score, and the
    mean of all scores, come from the states.
    """
    whole = functional.linear(states, embedding, bias).float().logsumexp(-1)
    exact = states.float()
    own = (exact * functional.embedding(labels, embedding).float()).sum(-1)
    mean = (exact * embedding.float().sum(0)).sum(-1) / (embedding.shape[0] - 1)
    return ((whole - (1 - smoothing) * own - smoothing * mean) * real).sum() / real.sum()


class Regions(NamedTuple):
    """The three functions between attentions, compiled or not."""

    block: Callable[..., Tensor] = block
    middle: Callable[..., tuple[Tensor, Tensor]] = middle
    ends_of: Callable[..., Tensor] = ends_of


PLAIN: Final = Regions()


@dataclass(frozen=True, slots=True)
class Ways:
    """How the forward pass is computed; ``flash`` is the longest sequence of flash attention, 0 where there is none."""

    regions: Regions = PLAIN
    flash: int = 0

    @property
    def of_any_shape(self) -> "Ways":
        """The same without compiled regions, which know one shape each."""
        return replace(self, regions=PLAIN)


EVERYWHERE: Final = Ways()


def attention(
    query: Tensor, key: Tensor, value: Tensor, bounds: tuple[Tensor, Tensor], *, causal: bool, flash: int
) -> Tensor:
    """Attention of packed sequences to packed sequences, shape (pieces, heads, size); ``bounds`` of both."""
    if flash:
        # torch gives flash attention of packed sequences no public name.
        forward: Callable[..., tuple[Tensor, ...]] = torch.ops.aten._flash_attention_forward  # noqa: SLF001
        return forward(query, key, value, *bounds, flash, flash, 0.0, causal, False)[0]
    asked, is_asked = _padded(query, bounds[0])
    (keys, is_key), (values, _) = _padded(key, bounds[1]), _padded(value, bounds[1])
    mask = is_key[:, None, None, :]
    if causal:
        mask = mask & torch.ones(asked.shape[1], asked.shape[1], dtype=torch.bool, device=query.device).tril()
    asked, keys, values = (side.transpose(1, 2) for side in (asked, keys, values))
    return functional.scaled_dot_product_attention(asked, keys, values, attn_mask=mask).transpose(1, 2)[is_asked]


def _padded(packed: Tensor, bounds: Tensor) -> tuple[Tensor, Tensor]:
    """Sequences beside each other, shape (sequences, places, …), and which places are theirs."""
    lengths = bounds.diff().long()
    places = torch.arange(int(lengths.max()), device=packed.device)
    rows = (bounds[:-1, None].long() + places).clamp(max=len(packed) - 1)
    return packed[rows], places < lengths[:, None]


class Shape(NamedTuple):
    """What the weights alone don't tell; ``copies`` of every channel are in a widened model, 1 in any other."""

    heads: int
    padding: int
    copies: int = 1


class Layer(NamedTuple):
    """An encoder layer's weights as the forward pass wants them."""

    triple: Linear  # query, key and value of the self-attention in one
    own: tuple[Linear, Linear]  # the self-attention's output and norm
    feed: tuple[Linear, Linear, Linear]  # both feed-forward weights and the last norm


class DecoderLayer(NamedTuple):
    """A decoder layer's weights."""

    triple: Linear
    own: tuple[Linear, Linear]
    query: Linear  # of the cross-attention
    source: Linear  # its key and value in one
    cross: tuple[Linear, Linear]  # its output and norm
    feed: tuple[Linear, Linear, Linear]


class Cast(NamedTuple):
    """All weights in half precision, for one step."""

    embedding: Tensor
    encoder: list[Layer]
    decoder: list[DecoderLayer]


class Net:
    """A MarianMT model by its weights, without dropout inside attention and without learnt positions."""

    def __init__(
        self, weights: Mapping[str, Tensor], shape: Shape, device: torch.device, half: torch.dtype = torch.bfloat16
    ) -> None:
        self.weights = {
            name: Parameter(weight.to(device, torch.float32, copy=True)) for name, weight in weights.items()
        }
        self.shape, self.device, self._half = shape, device, half
        self._layers = {side: layers_of(weights, side) for side in ("encoder", "decoder")}
        width = self.weights[EMBEDDING].shape[1]
        self.size = width // shape.heads
        self.positions = sinusoids(width // shape.copies, shape.copies).to(device, half)
        self.bias = torch.zeros(len(self.weights[EMBEDDING]), device=device, dtype=half)
        self.bias[shape.padding] = _NEVER

    def named_parameters(self) -> Iterator[tuple[str, Parameter]]:
        """The weights by name, for an optimiser."""
        yield from self.weights.items()

    def cast(self) -> Cast:
        """The weights in half precision; norms stay as they are."""
        half = {name: weight if "norm" in name else weight.to(self._half) for name, weight in self.weights.items()}
        return Cast(
            half[EMBEDDING],
            [_encoder_layer(half, f"model.encoder.layers.{index}") for index in range(self._layers["encoder"])],
            [_decoder_layer(half, f"model.decoder.layers.{index}") for index in range(self._layers["decoder"])],
        )

    def split(self, states: Tensor, parts: int) -> tuple[Tensor, ...]:
        """``parts`` projections that were computed in one, each of shape (pieces, heads, size)."""
        return states.view(len(states), parts, self.shape.heads, self.size).unbind(1)

    def embedded(self, ids: Tensor, places: Tensor, cast: Cast) -> Tensor:
        """The first states of pieces at their places."""
        return functional.embedding(ids, cast.embedding) + self.positions[places]

    def encode(self, cast: Cast, source: Packed, ways: Ways = EVERYWHERE, dropout: float = 0.0) -> Tensor:
        """The encoder's last states."""
        states = functional.dropout(self.embedded(source.ids, source.places, cast), dropout, dropout > 0)
        for layer in cast.encoder:
            heads = self._own_attention(states, layer, source, ways, causal=False)
            states = ways.regions.block(states, heads, *layer.own, *layer.feed, dropout)
        return states

    def loss(self, batch: Batch, ways: Ways = EVERYWHERE, *, dropout: float = 0.0, smoothing: float = 0.0) -> Tensor:
        """The mean loss of a batch, nats a target piece."""
        cast = self.cast()
        memory = self.encode(cast, batch.source, ways, dropout)
        target = batch.target
        states = functional.dropout(self.embedded(target.ids, target.places, cast), dropout, dropout > 0)
        for layer in cast.decoder:
            states = self._decoded(states, memory, layer, batch, ways, dropout)
        return ways.regions.ends_of(states, cast.embedding, self.bias, batch.labels, batch.real, smoothing)

    def _decoded(  # noqa: PLR0917 -- the inside of one loop
        self, states: Tensor, memory: Tensor, layer: DecoderLayer, batch: Batch, ways: Ways, dropout: float
    ) -> Tensor:
        heads = self._own_attention(states, layer, batch.target, ways, causal=True)
        states, query = ways.regions.middle(states, heads, *layer.own, layer.query, dropout)
        (asked,) = self.split(query, 1)
        key, value = self.split(functional.linear(memory, *layer.source), 2)
        bounds = batch.target.bounds, batch.source.bounds
        heads = attention(asked, key, value, bounds, causal=False, flash=ways.flash).flatten(1)
        return ways.regions.block(states, heads, *layer.cross, *layer.feed, dropout)

    def _own_attention(
        self, states: Tensor, layer: Layer | DecoderLayer, packed: Packed, ways: Ways, *, causal: bool
    ) -> Tensor:
        query, key, value = self.split(functional.linear(states, *layer.triple), 3)
        return attention(query, key, value, (packed.bounds, packed.bounds), causal=causal, flash=ways.flash).flatten(1)


def layers_of(weights: Iterable[str], side: str) -> int:
    """How many layers the encoder or the decoder has, by the names of the weights.

    >>> layers_of(["model.decoder.layers.0.fc1.weight", "model.decoder.layers.1.fc1.weight"], "decoder")
    2
    """
    start = f"model.{side}.layers."
    return 1 + max(int(name.removeprefix(start).partition(".")[0]) for name in weights if name.startswith(start))


def sinusoids(width: int, copies: int) -> Tensor:
    """Marian's positions, sines before cosines, ``copies`` of them beside each other."""
    rates = 1 / 10000 ** (2 * (np.arange(width) // 2) / width)
    angles = np.arange(_POSITIONS)[:, None] * rates
    once = np.concatenate([np.sin(angles[:, 0::2]), np.cos(angles[:, 1::2])], axis=1)
    return torch.from_numpy(np.concatenate([once] * copies, axis=1).astype(np.float32))


def _encoder_layer(weights: Mapping[str, Tensor], name: str) -> Layer:
    return Layer(
        _fused(weights, f"{name}.self_attn", "qkv"), _closing(weights, f"{name}.self_attn"), _feed(weights, name)
    )


def _decoder_layer(weights: Mapping[str, Tensor], name: str) -> DecoderLayer:
    own, cross = f"{name}.self_attn", f"{name}.encoder_attn"
    return DecoderLayer(
        _fused(weights, own, "qkv"), _closing(weights, own), _fused(weights, cross, "q"), _fused(weights, cross, "kv"),
        _closing(weights, cross), _feed(weights, name),
    )  # fmt: skip


def _fused(weights: Mapping[str, Tensor], name: str, letters: str) -> Linear:
    """The projections of one attention named by ``letters``, as one."""
    parts = [_linear(weights, f"{name}.{letter}_proj") for letter in letters]
    return torch.cat([weight for weight, _ in parts]), torch.cat([bias for _, bias in parts])


def _closing(weights: Mapping[str, Tensor], name: str) -> tuple[Linear, Linear]:
    return _linear(weights, f"{name}.out_proj"), _linear(weights, f"{name}_layer_norm")


def _feed(weights: Mapping[str, Tensor], name: str) -> tuple[Linear, Linear, Linear]:
    first, second, last = (_linear(weights, f"{name}.{part}") for part in ("fc1", "fc2", "final_layer_norm"))
    return first, second, last


def _linear(weights: Mapping[str, Tensor], name: str) -> Linear:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]
