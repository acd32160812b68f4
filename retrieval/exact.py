"""Vectors by row, and exact search among them: in memory for few, read from disk row by row for many."""

import os
import weakref
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Array
from retrieval.bits import Bits, Rows
from retrieval.encoder import Vectors

GATHERED = 0.25  # share of the rows from which computing them all is faster than picking them
UNIT = 32767  # what 1 is in 16 bits; as fine as half precision for unit vectors, which numpy turns to floats slowly
TIE = 1e-6  # cosines so close are the same: the order of additions decides the rest


class Shelf(Protocol):
    """Where the vectors of a segment stand."""

    def read(self, rows: Array) -> Vectors:
        """The vectors of some rows, in their order."""
        ...


class Held:
    """Float32 vectors in memory, or mapped."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def read(self, rows: Array) -> Vectors:
        return np.asarray(self.vectors[rows])


class OnDisk:
    """Unit vectors ``shortened``, in a file of their own, read past the page table: a mapped row would stay resident."""

    def __init__(self, path: Path, dim: int) -> None:
        self._handle, self._dim = os.open(path, os.O_RDONLY), dim
        weakref.finalize(self, os.close, self._handle)

    def __len__(self) -> int:
        return os.fstat(self._handle).st_size // (2 * self._dim)

    def read(self, rows: Array) -> Vectors:
        handle, size = self._handle, 2 * self._dim
        raw = b"".join([os.pread(handle, size, row * size) for row in rows.tolist()])
        vectors = np.frombuffer(raw, dtype=np.int16).reshape(-1, self._dim).astype(np.float32)
        vectors *= np.float32(1 / UNIT)
        return vectors


def shortened(vectors: Vectors) -> npt.NDArray[np.int16]:
    """Unit vectors in 16 bits a number."""
    return np.rint(vectors * UNIT).astype(np.int16)


def nearest_of(
    vectors: Vectors, query: Vectors, among: Bits, most: int
) -> tuple[Rows, npt.NDArray[np.float32]]:
    """Rows of ``among`` closest to a unit vector, and their cosines; rows as close as the last come too.

    ``vecdot``, because ``@`` starts a thread a core, which on a busy machine wait for each other.
    """
    if among.count == among.size:
        rows, scores = None, np.vecdot(vectors, query)
    elif among.count > GATHERED * among.size:
        rows = among.rows()
        scores = np.vecdot(vectors, query)[rows]
    else:
        rows = among.rows()
        scores = np.vecdot(vectors[rows], query)
    best = leading(scores, most)
    return best if rows is None else rows[best], scores[best]


def leading(scores: npt.NDArray[np.float32], most: int) -> Rows:
    """Places of the highest scores, ascending. Of those that tie with the last, up to ``most`` more come too."""
    if len(scores) <= most:
        return np.arange(len(scores))
    last = np.partition(scores, len(scores) - most)[len(scores) - most]
    above = np.flatnonzero(scores > last + TIE)
    tied = np.flatnonzero(np.abs(scores - last) <= TIE)[: 2 * most - len(above)]
    return np.sort(np.concatenate([above, tied]))
