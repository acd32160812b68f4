"""Approximate search for many rows: quantised vectors in lists around centroids (FAISS IVF, product codes of 4 bits).

Rows are numbered list by list, so that the bitmap of a filter tells at once how many rows of each list pass.
The closest lists are searched first; how close the rows found there are tells how far away a list can be that still
has some of the nearest. So a query in a dense niche reads little, one between niches and a tight filter more, and lists
without a passing row are not looked at.
Lists and codes are of the dimensions in which the vectors differ most, half of them for the shipped encoder: half the
memory and half the time, for a few more rows to compare exactly. The codes that are scanned take two bits a dimension
and fit in the processor's registers; the best by these are compared by codes of eight bits, mapped from disk.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.arrays import Array, into_place
from retrieval.bits import Bits, Rows
from retrieval.encoder import Vectors

TRAINED_ON = 32  # vectors a centroid; twice as many moved the recall by less than it varies
HELD = 0.94  # of the variance; with it the nearest 50 were among the nearest 500 in 998 of 1,000 cases
STEP = 16  # dimensions that the processor takes at once
ROUNDS = 6  # of k-means; so did more of these
CODED_ON = 100_000  # vectors from which the range of each dimension is learnt
SELECTIVITIES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001)
NEAREST = 50  # rows a query whose recall counts
FIRST = 8 * NEAREST  # passing rows in the lists searched first; with more, tight filters read more in all
NEAR = 64  # lists among which these mostly are
SUBSPACE = 2  # dimensions that share a code of 4 bits
SCANNED = 4  # times as many rows as wanted are taken by those codes
BEYOND = 3  # beyond 150 rows wanted, the one in this part of them takes the place of the 50th

Listed = tuple[Vectors, Array]  # vectors, and the list of each
Scale = tuple[Vectors, Vectors]


class Codes:
    """Vectors in 8 bits a dimension, mapped from disk. ``low`` and ``step`` are the least and the unit of each."""

    def __init__(self, path: Path, low: Vectors, step: Vectors) -> None:
        self._cells = np.memmap(path, dtype=np.uint8, mode="r").reshape(-1, len(low))
        self._low, self._step = low, step

    def __len__(self) -> int:
        return len(self._cells)

    def closeness(self, rows: Rows, query: Vectors) -> Vectors:
        """How close some rows are to a query, both in the lists' dimensions."""
        cells = self._cells[rows].astype(np.float32)
        return np.asarray(np.vecdot(cells, self._step * query) + np.vecdot(self._low, query))

    @staticmethod
    def scale(sample: Vectors) -> Scale:
        """``low`` and ``step`` that fit vectors like these."""
        low, high = sample.min(axis=0), sample.max(axis=0)
        return low, np.maximum((high - low) / 255, np.float32(1e-9))

    @staticmethod
    def of(vectors: Vectors, low: Vectors, step: Vectors) -> Array:
        """What to write for some vectors."""
        return np.asarray(np.clip(np.rint((vectors - low) / step), 0, 255), dtype=np.uint8)


class Lists:
    """Opens what ``write`` wrote. ``starts`` are the first rows of the lists, and the end.

    ``basis`` has the dimensions that are compared, as rows; centroids are given in these. ``margins`` are what
    ``effort.margins`` measured.
    """

    def __init__(
        self, path: Path, codes: Codes, starts: Array, centroids: Vectors, basis: Vectors, margins: Array
    ) -> None:
        # Searched with preassigned lists only, which changes nothing: safe from several threads.
        self._index: Any = faiss.read_index(str(path))
        self.codes, self.starts, self.centroids = codes, starts, centroids
        self.basis, self.margins = basis, margins
        self._sizes = np.diff(starts)

    def nearest(self, query: Vectors, among: Bits, most: int) -> Rows:
        """About the ``most`` closest rows of ``among``, in no order; fewer where it has fewer."""
        query = np.vecdot(self.basis, query)
        closeness = np.vecdot(self.centroids, query)
        passing = self._sizes if among.count == among.size else np.diff(among.below(self.starts))
        first = _closest(closeness, passing, max(FIRST, most))
        rows, scores = self._search(query, closeness, first, among, most)
        rest = closeness >= self._limit(scores, among, most)
        rest &= passing > 0
        rest[first] = False
        more, their = self._search(query, closeness, np.flatnonzero(rest), among, most)
        rows, scores = np.concatenate([rows, more]), np.concatenate([scores, their])
        rows = np.sort(_best(rows, scores, SCANNED * most))
        return _best(rows, self.codes.closeness(rows, query), most)

    def nearest_of(self, query: Vectors, rows: Rows, most: int) -> Rows:
        """The ``most`` closest of some rows, which no list is needed for."""
        return _best(rows, self.codes.closeness(rows, np.vecdot(self.basis, query)), most)

    def _limit(self, scores: Vectors, among: Bits, most: int) -> float:
        """The closeness from which lists are worth searching, after the scores in the first ones."""
        counted = max(NEAREST, most // BEYOND)
        if len(scores) < counted:
            return -np.inf
        return float(np.partition(scores, -counted)[-counted]) + self.margin(among.count / among.size)

    def _search(
        self, query: Vectors, closeness: Vectors, lists: Rows, among: Bits, most: int
    ) -> tuple[Rows, Vectors]:
        """The ``most`` closest rows of ``among`` in some lists, and how close they are in the lists' dimensions."""
        if not len(lists):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        wide = SCANNED * most
        found, scores = np.empty(wide, dtype=np.int64), np.empty(wide, dtype=np.float32)
        only: Any = faiss.SearchParametersIVF()
        only.nprobe = len(lists)
        if among.count < among.size:
            bits = among.words.view(np.uint8)
            selector = faiss.IDSelectorBitmap(len(bits), faiss.swig_ptr(bits))
            only.sel = selector
        near = closeness[lists]
        pointers = [faiss.swig_ptr(array) for array in (lists, near, scores, found)]
        self._index.search_preassigned_c(1, faiss.swig_ptr(query), wide, *pointers, False, only)
        there = found >= 0
        return found[there], scores[there]

    def margin(self, selectivity: float) -> float:
        """How much closer or less close a list must be than the nearest rows are, for some of them to be in it."""
        known = np.log(SELECTIVITIES[::-1])
        return float(np.interp(np.log(selectivity), known, self.margins[::-1]))


def _closest(closeness: Vectors, passing: Rows, wanted: int) -> Rows:
    """The closest lists that together hold so many passing rows, without those that hold none."""
    near = min(NEAR, len(closeness))
    order = np.argpartition(-closeness, near - 1)[:near]
    if int(passing[order].sum()) < wanted:
        order = np.arange(len(closeness))
    order = order[passing[order] > 0]
    order = order[np.argsort(-closeness[order])]
    return np.asarray(order[: 1 + int(np.searchsorted(np.cumsum(passing[order]), wanted))], dtype=np.int64)


def _best(rows: Rows, scores: Vectors, most: int) -> Rows:
    """The rows with the highest scores, in no order."""
    return rows[np.argpartition(-scores, most)[:most]] if len(rows) > most else rows


def basis_of(sample: Vectors) -> Vectors:
    """The dimensions in which vectors differ most, as orthogonal rows: as many as hold HELD of what differs."""
    spread, axes = np.linalg.eigh(np.cov(sample, rowvar=False))
    held = np.cumsum(spread[::-1]) / max(spread.sum(), 1e-12)
    wanted = STEP * -(-(1 + int(np.searchsorted(held, HELD))) // STEP)
    return np.ascontiguousarray(axes[:, ::-1][:, :wanted].T, dtype=np.float32)


def centroids_of(sample: Vectors, count: int) -> Vectors:
    """Centroids of unit length by k-means; the same for the same sample."""
    means = faiss.Kmeans(
        sample.shape[1],
        count,
        niter=ROUNDS,
        spherical=True,
        seed=1,
        max_points_per_centroid=TRAINED_ON,
        min_points_per_centroid=1,
    )
    means.train(sample)
    return np.asarray(means.centroids, dtype=np.float32)


def closest(vectors: Vectors, centroids: Vectors) -> Rows:
    """The list of each vector."""
    flat = faiss.IndexFlatIP(centroids.shape[1])
    flat.add(centroids)
    return np.asarray(flat.search(vectors, 1)[1][:, 0], dtype=np.int64)


def write(path: Path, codes: Path, centroids: Vectors, sample: Vectors, parts: Iterable[Listed]) -> Scale:
    """Write both kinds of codes. ``parts`` are vectors with their lists, in the order of the rows."""
    count, dim = centroids.shape
    coarse = faiss.IndexFlatIP(dim)
    coarse.add(centroids)
    made = faiss.IndexIVFPQ(coarse, dim, count, dim // SUBSPACE, 4, faiss.METRIC_INNER_PRODUCT)
    made.pq.cp.min_points_per_centroid = 1
    made.train(np.resize(sample, (max(len(sample), made.pq.ksub), dim)))
    scale, first = Codes.scale(sample), 0
    temporary = codes.with_name(f"{codes.name}.tmp")
    with temporary.open("wb") as file:
        for vectors, lists in parts:
            file.write(Codes.of(vectors, *scale).tobytes())
            kept: list[Array] = [
                np.ascontiguousarray(vectors, dtype=np.float32),
                np.arange(first, first + len(vectors), dtype=np.int64),
                np.ascontiguousarray(lists, dtype=np.int64),
            ]  # named, so that they outlive the call: FAISS sees only where they stand
            made.add_core(len(vectors), *(faiss.swig_ptr(array) for array in kept))
            first += len(vectors)
    into_place(temporary, codes)
    temporary = path.with_name(f"{path.name}.tmp")
    faiss.write_index(faiss.IndexIVFPQFastScan(made), str(temporary))
    into_place(temporary, path)
    return scale
