"""Step 4: the scorer as a torch network; ``transum/summarize/scorer.py`` runs the same in numpy."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from transum.summaries.features import NAMES
from transum.summaries.scorer import HEADS, LAYERS, POSITIONS

WIDTH, INNER, EMBEDDING = 64, 128, 384
DROPOUT = 0.3


class Layer(nn.Module):
    """One pre-norm encoder layer."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """``states`` (articles, sentences, width); ``mask`` is True where a sentence is."""
        articles, size, _ = states.shape
        joint = self.qkv(self.norm1(states)).view(articles, size, 3, HEADS, WIDTH // HEADS)
        query, key, value = joint.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        states = states + self.dropout(self.out(mixed.transpose(1, 2).reshape(articles, size, WIDTH)))
        inner = functional.relu(self.wide(self.norm2(states)))
        result: Tensor = states + self.dropout(self.narrow(self.dropout(inner)))
        return result


class Network(nn.Module):
    """Embeddings and features of an article's sentences → one log-odds a sentence."""

    def __init__(self, mean: Tensor, scale: Tensor) -> None:
        super().__init__()
        # Parameters that don't learn: so that the state holds all that the numpy side needs.
        self.mean, self.scale = nn.Parameter(mean, requires_grad=False), nn.Parameter(scale, requires_grad=False)
        self.meaning, self.features = nn.Linear(EMBEDDING, WIDTH), nn.Linear(len(NAMES), WIDTH)
        self.position = nn.Parameter(torch.randn(POSITIONS, WIDTH) * 0.02)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 1)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, vectors: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """``vectors`` (articles, sentences, 384), centred; ``features`` likewise; padding is False in ``mask``."""
        positions = torch.arange(vectors.shape[1]).clamp(max=POSITIONS - 1)
        meaning = self.meaning(self.dropout(vectors * self.scale))
        states = self.dropout(meaning + self.features(features) + self.position[positions])
        for layer in self.layers:
            states = layer(states, mask)
        logits: Tensor = self.head(self.norm(states)).squeeze(-1)
        return logits
