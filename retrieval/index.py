"""Nearest channels to a style, among those that pass the conditions. Exact: FAISS flat with a selector."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.models import Channel, Creator
from retrieval.encoder import Encoder, Progress, Vectors
from retrieval.filters import Filter
from retrieval.lexical import WordIndex
from retrieval.vectors import VectorFile

SAMPLE = 4096  # rows that stand for the roster when a similarity is placed among all
LEXICAL = 0.25  # most that shared words add to a cosine; more trades meaning for spelling

Mask = npt.NDArray[np.bool_]


class Hit(NamedTuple):
    """A channel found. ``style`` is the share of the roster that it beats, None for one without content."""

    creator: Creator
    channel: Channel
    similarity: float
    style: float | None


class StyleIndex:
    """An immutable index of one state of the roster: to change it, build another and swap."""

    def __init__(
        self,
        rows: Sequence[tuple[Creator, Channel]],
        encoder: Encoder,
        vectors: VectorFile,
        progress: Progress | None = None,
    ) -> None:
        self.rows = sorted(rows, key=lambda row: row[1].key)
        self.encoder = encoder
        texts = [text for row in self.rows for text in describe(*row)]
        parts, self.encoded = vectors.vectors(texts, progress)
        self._vectors = _blend(parts[0::2], parts[1::2], np.array([bool(text) for text in texts[0::2]]))
        self._known = np.array([bool(channel.content) for _, channel in self.rows], dtype=bool)
        self._flat = faiss.IndexFlatIP(encoder.dim)
        self._flat.add(self._vectors)
        self._words = WordIndex([" ".join(pair) for pair in zip(texts[0::2], texts[1::2], strict=True)])
        known = np.flatnonzero(self._known)
        step = max(1, len(known) // SAMPLE)
        self._sample = self._vectors[known[::step]]

    @classmethod
    def of(
        cls, creators: Iterable[Creator], encoder: Encoder, file: Path, progress: Progress | None = None
    ) -> "StyleIndex":
        """Index every channel of the creators, with vectors kept in ``file``."""
        rows = [(creator, channel) for creator in creators for channel in creator.channels]
        return cls(rows, encoder, VectorFile(file, encoder), progress)

    def __len__(self) -> int:
        return len(self.rows)

    def vector(self, row: int) -> npt.NDArray[np.float32]:
        """The vector of a row, unit length."""
        return np.asarray(self._vectors[row])

    def mask(self, conditions: Filter) -> Mask:
        """Which rows pass the conditions."""
        return np.fromiter((conditions.admits(*row) for row in self.rows), dtype=bool, count=len(self.rows))

    def search(self, query: npt.NDArray[np.float32], among: Mask, k: int, words: str = "") -> list[Hit]:
        """The k rows of ``among`` closest to a query vector, best first, ties by key, so answers repeat.

        Rows that share rare words with ``words`` gain up to LEXICAL: so names and brands are found.
        """
        if not among.any() or not k:
            return []
        shared = self._words.scores(words) * among
        near = np.union1d(self._nearest(query, among, 4 * k), np.flatnonzero(shared))
        scores = self._vectors[near] @ query + LEXICAL * shared[near]
        # Rows are sorted by key, and near by row: a stable sort leaves ties in the order of keys.
        best = np.argsort(-np.round(scores, 6), kind="stable")[:k]
        everyone = np.sort(self._sample @ query)
        return [self._hit(int(near[n]), min(1.0, float(scores[n])), everyone) for n in best]

    def _nearest(self, query: npt.NDArray[np.float32], among: Mask, most: int) -> npt.NDArray[np.int64]:
        """Rows by FAISS, more than are needed: equal similarities at the cut must not depend on its order."""
        bits = np.packbits(among, bitorder="little")
        only = faiss.SearchParameters()
        only.sel = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
        _, found = self._flat.search(query[None], min(int(among.sum()), most), params=only)
        return np.asarray(found[0][found[0] >= 0], dtype=np.int64)

    def _hit(self, row: int, score: float, everyone: npt.NDArray[np.float32]) -> Hit:
        creator, channel = self.rows[row]
        if not self._known[row] or not len(everyone):
            return Hit(creator, channel, score, None)
        beaten = int(np.searchsorted(everyone, score - 1e-6))
        return Hit(creator, channel, score, min(1.0, beaten / max(1, len(everyone) - 1)))


def describe(creator: Creator, channel: Channel) -> tuple[str, str]:
    """The two texts of a channel that are encoded: its category, and the scout's words with the name."""
    return channel.category or "", " \n".join(part for part in (channel.content, creator.name) if part)


def _blend(category: Vectors, content: Vectors, has_category: Mask) -> Vectors:
    """One vector a channel: category and content weigh the same, where there is a category.

    Sixty words of scenes and manners drown the two that say what the channel is about; halving them does not.
    """
    mixed = content + category * has_category[:, None]
    return np.ascontiguousarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)
