"""A toy encoder: a text is the sum of its words' fixed random directions. Simpler than a real one: it knows
no synonyms and no languages, so equal words are all that makes two texts alike."""

import hashlib
from collections.abc import Sequence

import numpy as np

from retrieval.encoder import Progress, Vectors


class ToyEncoder:
    def __init__(self, name: str = "toy", dim: int = 32) -> None:
        self.name, self.dim = name, dim
        self.encoded: list[str] = []

    @property
    def fingerprint(self) -> str:
        return f"{self.name}-{self.dim}"

    def queries(self, texts: Sequence[str]) -> Vectors:
        return (
            np.stack([self._vector(text) for text in texts]) if texts else np.zeros((0, self.dim), np.float32)
        )

    def documents(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.encoded += texts
        return self.queries(texts)

    def _vector(self, text: str) -> np.ndarray:
        total = sum((self._word(word) for word in text.lower().split()), np.zeros(self.dim))
        length = float(np.linalg.norm(total))
        return (total / length if length else np.eye(1, self.dim)[0]).astype(np.float32)

    def _word(self, word: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        return np.random.default_rng(seed).standard_normal(self.dim)
