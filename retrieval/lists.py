"""Approximate search for many rows: quantised vectors in lists around centroids (FAISS IVF), read by memory map.

Rows are numbered list by list, so that the bitmap of a filter tells at once how many rows of each list pass.
Lists are searched from the closest on until they hold so many passing rows that the recall is as wanted: a tight
filter reaches farther than a loose one, and lists without a passing row are not looked at.
Lists and codes are of the dimensions in which the vectors differ most, half of them for the shipped encoder: half the
memory and half the time, for a few more rows to compare exactly.
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


class Lists:
    """Opens what ``write`` wrote. ``starts`` are the first rows of the lists, and the end.

    ``basis`` has the dimensions that are compared, as rows; centroids are given in these.
    """

    def __init__(self, path: Path, starts: Array, centroids: Vectors, basis: Vectors, effort: Array) -> None:
        # Searched with preassigned lists only, which changes nothing: safe from several threads.
        self._index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY)
        self.starts, self.centroids, self.basis, self.effort = starts, centroids, basis, effort

    def nearest(self, query: Vectors, among: Bits, most: int) -> Rows:
        """About the ``most`` closest rows of ``among``, in no order; fewer where it has fewer."""
        query = np.vecdot(self.basis, query)
        closeness = np.vecdot(self.centroids, query)
        lists = self._worth_searching(closeness, among)
        found, scores = np.empty((1, most), dtype=np.int64), np.empty((1, most), dtype=np.float32)
        chosen, near = lists[None].astype(np.int64), closeness[lists][None]
        only: Any = faiss.SearchParametersIVF()
        only.nprobe = len(lists)
        if among.count < among.size:
            selector = faiss.IDSelectorBitmap(
                8 * len(among.words), faiss.swig_ptr(among.words.view(np.uint8))
            )
            only.sel = selector
        pointers = [faiss.swig_ptr(array) for array in (chosen, near, scores, found)]
        self._index.search_preassigned_c(1, faiss.swig_ptr(query), most, *pointers, False, only)
        return np.asarray(found[0][found[0] >= 0], dtype=np.int64)

    def _worth_searching(self, closeness: Vectors, among: Bits) -> Rows:
        """The closest lists that together hold enough passing rows, without those that hold none."""
        passing = np.diff(among.below(self.starts))
        order = np.argsort(-closeness)
        reached = np.cumsum(passing[order])
        wanted = self.share(among.count / max(1, among.size)) * among.count
        order = order[: 1 + int(np.searchsorted(reached, wanted))]
        return order[passing[order] > 0]

    def share(self, selectivity: float) -> float:
        """The share of the passing rows that has to be searched at a selectivity; more for a tight filter."""
        known = np.log(np.array(SELECTIVITIES[::-1]))
        return float(np.exp(np.interp(np.log(max(selectivity, 1e-9)), known, np.log(self.effort[::-1]))))


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


def write(path: Path, centroids: Vectors, sample: Vectors, parts: Iterable[tuple[Vectors, Array]]) -> None:
    """Write the quantised vectors. ``parts`` are vectors with their lists, in the order of the rows."""
    count, dim = centroids.shape
    coarse = faiss.IndexFlatIP(dim)
    coarse.add(centroids)
    made = faiss.IndexIVFScalarQuantizer(
        coarse, dim, count, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT, False
    )
    made.train(sample[:CODED_ON])
    first = 0
    for vectors, lists in parts:
        kept: list[Array] = [
            np.ascontiguousarray(vectors, dtype=np.float32),
            np.arange(first, first + len(vectors), dtype=np.int64),
            np.ascontiguousarray(lists, dtype=np.int64),
        ]  # named, so that they outlive the call: FAISS sees only where they stand
        made.add_core(len(vectors), *(faiss.swig_ptr(array) for array in kept))
        first += len(vectors)
    temporary = path.with_name(f"{path.name}.tmp")
    faiss.write_index(made, str(temporary))
    into_place(temporary, path)
