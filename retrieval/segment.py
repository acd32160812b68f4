"""Rows of an index that were written together: columns, vectors and, for many, their lists. Never changed."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Array, mapped, write
from retrieval.bits import Bits, Rows
from retrieval.columns import Columns, Gate
from retrieval.encoder import Vectors
from retrieval.exact import Held, OnDisk, Shelf, leading, nearest_of
from retrieval.lists import Codes, Lists

FEW = 4000  # passing rows up to which all their codes are compared, without lists
SPARE = 2  # times as many as wanted are taken from the lists, since quantised vectors are a little off

Scores = npt.NDArray[np.float32]


class Segment:
    """Columns with the vectors of the same rows; ``lists`` where there are too many to compare them all."""

    def __init__(self, columns: Columns, shelf: Shelf, lists: Lists | None = None) -> None:
        self.columns, self.shelf, self.lists = columns, shelf, lists
        self.gate = Gate(columns)
        self.everyone = Bits.all(len(columns))

    def __len__(self) -> int:
        return len(self.columns)

    @classmethod
    def empty(cls, dim: int) -> "Segment":
        """No rows."""
        return cls(Columns.of([], np.empty(0, np.int64)), Held(np.empty((0, dim), np.float32)))

    @classmethod
    def open(cls, folder: Path, number: int, dim: int) -> "Segment":
        """A segment from its files. OSError, KeyError or ValueError where one is missing or damaged."""
        return cls.with_more(folder, number, dim)[0]

    @classmethod
    def with_more(cls, folder: Path, number: int, dim: int) -> tuple["Segment", dict[str, Array]]:
        """A segment and every array of its file, those written beside it as well."""
        arrays, words = mapped(folder / f"{number}.segment")
        columns = Columns.read(arrays, words)
        if "vectors" in arrays:
            if arrays["vectors"].shape != (len(columns), dim):
                raise ValueError(f"segment {number} has vectors of another shape than its columns")
            return cls(columns, Held(arrays["vectors"])), arrays
        shelf = OnDisk(folder / f"{number}.vectors", dim)
        if len(shelf) != len(columns):
            raise ValueError(f"segment {number} has {len(shelf)} vectors for {len(columns)} rows")
        codes = Codes(folder / f"{number}.codes", arrays["low"], arrays["step"])
        if len(codes) != len(columns):
            raise ValueError(f"segment {number} has {len(codes)} codes for {len(columns)} rows")
        parts = (arrays[name] for name in ("starts", "centroids", "basis", "margins"))
        return cls(columns, shelf, Lists(folder / f"{number}.lists", codes, *parts)), arrays

    def nearest(self, query: Vectors, among: Bits, most: int) -> tuple[Rows, Scores]:
        """At least the ``most`` rows of ``among`` closest to a unit vector, with their cosines."""
        if isinstance(self.shelf, Held):
            return nearest_of(self.shelf.vectors, query, among, most)
        rows = self._candidates(query, among, SPARE * most)
        scores = np.vecdot(self.shelf.read(rows), query)
        best = leading(scores, most)
        return rows[best], scores[best]

    def _candidates(self, query: Vectors, among: Bits, most: int) -> Rows:
        """About the ``most`` closest rows by their codes, ascending; every row where there are no more."""
        if among.count <= most or not self.lists:
            return among.rows()
        if among.count <= FEW:
            return np.sort(self.lists.nearest_of(query, among.rows(), most))
        return np.sort(self.lists.nearest(query, among, most))

    def rows_of(self, serials: Array) -> Rows:
        """The row of each serial, -1 for one that is not here."""
        if not len(self):
            return np.full(len(serials), -1, dtype=np.int64)
        kept, order = self.columns.serial, self.columns.by_serial
        rows = order[np.minimum(np.searchsorted(kept, serials, sorter=order), len(self) - 1)]
        return np.where(kept[rows] == serials, rows.astype(np.int64), -1)


def write_small(
    folder: Path, number: int, columns: Columns, vectors: Vectors, more: Mapping[str, Array]
) -> None:
    """Write a segment whose vectors are compared one by one, in the order of its keys."""
    order = np.array(sorted(range(len(columns)), key=columns.keys.__getitem__), dtype=np.int64)
    arrays, words = columns.take(order).arrays()
    write(folder / f"{number}.segment", arrays | {"vectors": vectors[order], **more}, words)
