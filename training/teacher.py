"""The teacher's vectors, computed once per text and kept on disk."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rich.progress import track

DIM = 384  # all-MiniLM-L6-v2


class Teacher:
    """Vectors of English texts by a sentence-transformers model, cached in one .npz of float16 unit rows.

    :param model: name or path, loaded only when a text is missing from the cache
    :param cache: file to keep vectors in; made when absent
    """

    def __init__(self, model: str, cache: Path) -> None:
        self.model, self.cache = model, cache
        self.rows: dict[str, int] = {}
        self.vectors = np.zeros((0, DIM), dtype=np.float16)
        if cache.exists():
            with np.load(cache) as kept:
                self.vectors = kept["vectors"]
                self.rows = {key: n for n, key in enumerate(kept["keys"].tolist())}

    @staticmethod
    def key(text: str) -> str:
        """A text's short digest, so that the cache holds no sentence."""
        return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """Unit float32 vectors of the texts, (n, 384); computes and saves those not seen before."""
        missing = sorted(
            {text for text in texts if self.key(text) not in self.rows}, key=lambda text: (len(text), text)
        )
        if missing:
            self._learn(missing)
        found = self.vectors[[self.rows[self.key(text)] for text in texts]].astype(np.float32)
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    def _learn(self, texts: list[str], chunk: int = 4096) -> None:
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(self.model, device="cpu")
        model.max_seq_length = 96
        steps = range(0, len(texts), chunk)
        fresh = [
            model.encode(texts[n : n + chunk], batch_size=64, normalize_embeddings=True).astype(np.float16)
            for n in track(steps, description=f"teacher, {len(texts):,} texts")
        ]
        first = len(self.rows)
        self.rows.update({self.key(text): first + n for n, text in enumerate(texts)})
        self.vectors = np.vstack([self.vectors, *fresh])
        self.cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(self.cache, vectors=self.vectors, keys=np.array(list(self.rows)))
