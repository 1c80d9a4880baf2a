"""The reader's network: a MiniLM body, one attention and one weight vector for each answer."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from assistant.reading.labels import FACTS, FOCUS, KINDS, STATEMENTS

# The answers of one number each, in the order of the network's output.
SINGLE = len(STATEMENTS) + len(FOCUS) + len(FACTS)


class Reader(nn.Module):
    """Token vectors `(batch, tokens, width)` to logits.

    Each statement, each focus, each fact that may be said both ways, the kind and the article's sentences have an
    attention of their own over the tokens of the text (not of what came before it).
    """

    def __init__(self, body: Path, vocabulary: int, sentences: int) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(
            body, local_files_only=True, attn_implementation="sdpa", add_pooling_layer=False
        )
        embeddings = self.body.embeddings
        embeddings.word_embeddings = Words(embeddings.word_embeddings.weight.detach(), vocabulary)
        width = self.body.config.hidden_size
        self.attentions = nn.Linear(width, SINGLE + 2)
        self.single = nn.Parameter(torch.randn(SINGLE, width) * 0.02)
        self.bias = nn.Parameter(torch.full((SINGLE,), -2.0))
        self.kind = nn.Linear(width, len(KINDS))
        self.sentence = nn.Linear(width, sentences)
        self.dropout = nn.Dropout(0.1)

    def forward(
        self, ids: Tensor, mask: Tensor, types: Tensor, own: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Args: all `(batch, tokens)`; `own` is 1 on the tokens of the text itself.

        Returns: statement logits, focus logits, logits of facts said both ways, kind logits, sentence logits,
        statement attentions `(batch, statements, tokens)`.
        """
        hidden = self.body(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state.float()
        hidden = self.dropout(hidden)
        scores = self.attentions(hidden).transpose(1, 2) + (1.0 - own.float()).unsqueeze(1) * -1e4
        weights = scores.softmax(-1)
        pooled = weights @ hidden
        singles = (pooled[:, :-2] * self.single).sum(-1) + self.bias
        cut, end = len(STATEMENTS), len(STATEMENTS) + len(FOCUS)
        return (
            singles[:, :cut],
            singles[:, cut:end],
            singles[:, end:],
            self.kind(pooled[:, -2]),
            self.sentence(pooled[:, -1]),
            weights[:, :cut],
        )


class Words(nn.Module):
    """Word vectors: the body's own stay as they are, those of added tokens are learnt.

    Half of the body's parameters are word vectors; leaving them saves a third of each step and forgets nothing.
    """

    known: Tensor

    def __init__(self, known: Tensor, vocabulary: int) -> None:
        super().__init__()
        self.register_buffer("known", known)
        spread = known.std(0) * torch.randn(vocabulary - len(known), known.shape[1]) * 0.5
        self.added = nn.Parameter(known.mean(0) + spread)

    def forward(self, ids: Tensor) -> Tensor:
        own = ids < len(self.known)
        old = nn.functional.embedding(ids.clamp(max=len(self.known) - 1), self.known)
        new = nn.functional.embedding((ids - len(self.known)).clamp(min=0), self.added)
        return torch.where(own.unsqueeze(-1), old, new)

    def joined(self) -> nn.Embedding:
        weights = torch.cat([self.known, self.added.detach()])
        return nn.Embedding(len(weights), weights.shape[1], _weight=weights)


@dataclass(frozen=True)
class Targets:
    """Tensors of a batch; NaN marks a target that is not known."""

    states: Tensor
    focus: Tensor
    both_ways: Tensor
    kind: Tensor
    sentences: Tensor
    spans: Tensor


def loss(outputs: tuple[Tensor, ...], targets: Targets) -> Tensor:
    states, focus, both_ways, kind, sentences, weights = outputs
    total = _masked_bce(states, targets.states) * 26 * 0.5 + _masked_bce(focus, targets.focus) * 13 * 0.25
    total = total + _masked_bce(both_ways, targets.both_ways) * 13 * 0.5
    total = total + _masked_ce(kind, targets.kind) * 0.5 + _masked_ce(sentences, targets.sentences) * 0.5
    borne = (weights * targets.spans).sum(-1)
    marked = targets.spans.sum(-1) > 0
    if marked.any():
        total = total - 0.1 * torch.log(borne[marked] + 1e-4).mean()
    return total


def _masked_bce(logits: Tensor, targets: Tensor) -> Tensor:
    known = ~targets.isnan()
    if not known.any():
        return logits.sum() * 0.0
    return nn.functional.binary_cross_entropy_with_logits(logits[known], targets[known])


def _masked_ce(logits: Tensor, targets: Tensor) -> Tensor:
    known = ~targets.isnan().any(-1)
    if not known.any():
        return logits.sum() * 0.0
    return nn.functional.cross_entropy(logits[known], targets[known])


__all__ = ["Any", "Reader", "Targets", "loss"]
