"""The student: one vector a piece, a text is their mean; its losses and its optimiser."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from scipy.sparse import csr_array
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

DIM = 256
MAX_PIECES = 160
Bag = tuple[np.ndarray, np.ndarray]  # piece ids of all texts in a row; where each text begins, and the end


class Bags:
    """Tokenised texts, ready to be drawn in batches."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        encoded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        self.ids = [np.asarray(one.ids[:MAX_PIECES] or [0], dtype=np.int64) for one in encoded]

    def __len__(self) -> int:
        return len(self.ids)

    def batch(
        self,
        rows: np.ndarray,
        drop: float = 0.0,
        rng: np.random.Generator | None = None,
        noise: Bags | None = None,
    ) -> Bag:
        """The bag of these rows. With `rng`, a share `drop` of the pieces is left out, never all of a
        text, and one text in seven gets a line of `noise` behind it."""
        chosen = [self.ids[row] for row in rows]
        if rng is not None and drop:
            chosen = [thinned(ids, drop, rng) for ids in chosen]
        if rng is not None and noise is not None:
            chosen = [
                np.concatenate([ids, noise.ids[rng.integers(len(noise))]]) if rng.random() < 1 / 7 else ids
                for ids in chosen
            ]
        return np.concatenate(chosen), np.cumsum([0, *map(len, chosen)])


def thinned(ids: np.ndarray, drop: float, rng: np.random.Generator) -> np.ndarray:
    """The ids without a random share of them; short texts stay whole."""
    kept = ids[rng.random(len(ids)) >= drop] if len(ids) > 2 else ids
    return kept if len(kept) else ids


class Student:
    """Unit sum of the pieces' rows, each scaled by its word's rarity, so that a step changes every word alike.

    Gradients are carried by hand: a batch touches 5,000 of 120,000 rows, and torch's sparse path is ten times slower.
    """

    def __init__(self, rows: np.ndarray, weights: np.ndarray) -> None:
        self.rows, self.weights = rows, weights
        self.mean, self.square = np.zeros_like(rows), np.zeros_like(rows)  # Adam's two moments
        self.seen = np.zeros(
            len(rows), dtype=np.int32
        )  # steps each row has had: a rare word's first is no leap
        self.taken: list[tuple[csr_array, Tensor]] = []

    def __call__(self, bag: Bag) -> Tensor:
        """Unit vectors of the texts, (n, DIM); what was asked since the last `learn` shares in the next."""
        ids, ends = bag
        counts = csr_array((self.weights[ids], ids, ends), shape=(len(ends) - 1, len(self.rows)))
        sums = torch.from_numpy(counts @ self.rows).requires_grad_()
        self.taken.append((counts, sums))
        return F.normalize(sums, dim=-1, eps=1e-6)

    def learn(self, loss: Tensor, rate: float) -> None:
        """One Adam step on the rows that the texts since the last step are made of."""
        loss.backward()
        taken = [(counts, sums.grad.numpy()) for counts, sums in self.taken if sums.grad is not None]
        self.taken.clear()
        ids = np.concatenate([counts.indices for counts, _ in taken])
        used, place = np.unique(ids, return_inverse=True)
        ends = np.concatenate(
            [[0], np.cumsum(np.concatenate([np.diff(counts.indptr) for counts, _ in taken]))]
        )
        local = csr_array(
            (np.concatenate([counts.data for counts, _ in taken]), place, ends),
            shape=(len(ends) - 1, len(used)),
        )
        self._adam(used, local.T.tocsr() @ np.concatenate([grad for _, grad in taken]), rate)

    def _adam(self, used: np.ndarray, grad: np.ndarray, rate: float) -> None:
        self.seen[used] += 1
        times = self.seen[used, None].astype(np.float32)
        mean, square = self.mean[used], self.square[used]
        mean += np.float32(0.1) * (grad - mean)
        square += np.float32(0.001) * (grad * grad - square)
        self.mean[used], self.square[used] = mean, square
        np.sqrt(square, out=square)
        square += np.float32(1e-8)
        mean /= square
        mean *= np.float32(rate) * np.sqrt(1 - np.float32(0.999) ** times) / (1 - np.float32(0.9) ** times)
        self.rows[used] -= mean

    def final(self) -> np.ndarray:
        """The rows with their weights in them."""
        return self.rows * self.weights[:, None]


def contrast(a: Tensor, b: Tensor, same: Tensor, temperature: float) -> Tensor:
    """Symmetric in-batch contrastive loss; `same` marks pairs that are no true negatives."""
    logits = (a @ b.T / temperature).masked_fill(same, -1e4)
    target = torch.arange(len(a))
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def disagreement(cosines: Tensor, scores: Tensor) -> Tensor:
    """1 minus the correlation of the cosines with what people said, in this batch. CoSENT learnt train by heart."""
    a, b = cosines - cosines.mean(), scores - scores.mean()
    return 1 - (a * b).sum() / (a.norm() * b.norm() + 1e-6)


def near_duplicates(target: Tensor, above: float = 0.9) -> Tensor:
    """Off-diagonal pairs whose teacher vectors are nearly the same meaning."""
    mask = (target @ target.T) > above
    return mask.fill_diagonal_(False)
