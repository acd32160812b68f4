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
CLOSE = 8  # rows apart up to which reading what is between costs less than another read
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
        if hasattr(
            os, "posix_fadvise"
        ):  # not everywhere; what stands beside a row is of no use to the next read
            os.posix_fadvise(self._handle, 0, 0, os.POSIX_FADV_RANDOM)

    def __len__(self) -> int:
        return os.fstat(self._handle).st_size // (2 * self._dim)

    def read(self, rows: Array) -> Vectors:
        """Best in ascending order: rows that stand close to each other are read at once, with those between."""
        if not len(rows):
            return np.empty((0, self._dim), dtype=np.float32)
        gaps = np.diff(rows)
        starts = np.concatenate([[0], 1 + np.flatnonzero((gaps < 1) | (gaps > CLOSE))])
        ends = np.append(starts[1:], len(rows))
        lengths = rows[ends - 1] - rows[starts] + 1
        handle, size = self._handle, 2 * self._dim
        spans = zip((lengths * size).tolist(), (rows[starts] * size).tolist(), strict=True)
        raw = np.frombuffer(b"".join([os.pread(handle, *span) for span in spans]), dtype=np.int16)
        places = rows - np.repeat(rows[starts] - np.cumsum(lengths) + lengths, ends - starts)
        vectors: Vectors = raw.reshape(-1, self._dim)[places].astype(np.float32)
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
