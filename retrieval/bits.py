"""Sets of rows as bitmaps: a bit a row, 64 to a word, in the layout that FAISS takes."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Array

Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]


class Bits:
    """A set among rows 0 to ``size`` - 1. Never changed in place."""

    def __init__(self, words: npt.NDArray[np.uint64], size: int) -> None:
        self.words, self.size = words, size
        self.count = int(np.bitwise_count(words).sum())

    @classmethod
    def of(cls, mask: Mask) -> "Bits":
        """The rows where a mask is true."""
        packed = np.zeros(-(-len(mask) // 64) * 8, dtype=np.uint8)
        packed[: -(-len(mask) // 8)] = np.packbits(mask, bitorder="little")
        return cls(packed.view("<u8"), len(mask))

    @classmethod
    def all(cls, size: int) -> "Bits":
        """Every row."""
        return cls.of(np.ones(size, dtype=np.bool_))

    def __and__(self, other: "Bits") -> "Bits":
        return Bits(self.words & other.words, self.size)

    def but(self, rows: Array) -> "Bits":
        """The set less some rows."""
        if not len(rows):
            return self
        words = self.words.copy()
        places = rows.astype(np.uint64)
        np.bitwise_and.at(words, places >> np.uint64(6), ~(np.uint64(1) << (places & np.uint64(63))))
        return Bits(words, self.size)

    def has(self, rows: Array) -> Mask:
        """Whether each of some rows is in the set."""
        places = rows.astype(np.uint64)
        found = self.words[places >> np.uint64(6)] >> (places & np.uint64(63)) & np.uint64(1)
        passing: Mask = found != 0
        return passing

    def rows(self) -> Rows:
        """The rows in the set, ascending. Words without any cost next to nothing."""
        some = np.flatnonzero(self.words)
        bits = np.unpackbits(self.words[some].view(np.uint8), bitorder="little").reshape(-1, 64)
        word, bit = np.nonzero(bits)
        return np.asarray(some[word] * 64 + bit, dtype=np.int64)

    def below(self, places: Array) -> Rows:
        """How many rows of the set come before each place; places are ascending and end at ``size`` at most."""
        ends = np.concatenate(
            [np.zeros(1, np.int64), np.cumsum(np.bitwise_count(self.words), dtype=np.int64)]
        )
        word, bit = places >> 6, (places & 63).astype(np.uint64)
        part = np.append(self.words, np.uint64(0))[word] & ((np.uint64(1) << bit) - np.uint64(1))
        return np.asarray(ends[word] + np.bitwise_count(part), dtype=np.int64)


def all_of(parts: Iterable[Bits | None], start: Bits) -> Bits:
    """The rows of ``start`` that are in every part; None is a part without limits."""
    for part in parts:
        if part is not None:
            start = start & part
    return start
