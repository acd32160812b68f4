"""Writing a base segment: few rows as they are, many in lists around centroids."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from retrieval.arrays import Array, into_place, write
from retrieval.columns import Columns
from retrieval.effort import margins
from retrieval.encoder import Vectors
from retrieval.exact import Shelf, shortened
from retrieval.lists import CODED_ON, TRAINED_ON, basis_of, centroids_of, closest
from retrieval.lists import write as write_lists
from retrieval.segment import write_small

LISTED = 20_000  # rows from which lists are faster than comparing them all
CHUNK = 32_768  # rows in memory at once


Probes = Callable[[], Vectors]


class Space(NamedTuple):
    """The dimensions that are compared, and the centroids of the lists in these."""

    basis: Vectors
    centroids: Vectors


class Flattened:
    """The vectors of a shelf in fewer dimensions."""

    def __init__(self, shelf: Shelf, basis: Vectors) -> None:
        self._shelf, self._basis = shelf, basis

    def read(self, rows: Array) -> Vectors:
        return np.asarray(self._shelf.read(rows) @ self._basis.T)


def settle(
    folder: Path,
    number: int,
    columns: Columns,
    shelf: Shelf,
    probes: Probes,
    space: Space | None = None,
    listed: int = LISTED,
) -> None:
    """Write a base segment of rows whose vectors stand on a shelf in the same order.

    :param probes: typical queries, on which it is measured how far a search has to reach
    :param space: that of an earlier base, if it still does
    :param listed: rows up to which they are compared one by one
    """
    if len(columns) <= listed:
        write_small(folder, number, columns, shelf.read(np.arange(len(columns))), {})
        return
    rows = np.arange(len(columns))
    if not space:
        count = lists_for(len(columns))
        sample = shelf.read(_some(rows, max(CODED_ON, TRAINED_ON * count)))
        basis = basis_of(sample)
        space = Space(basis, centroids_of(sample @ basis.T, count))
    flat = Flattened(shelf, space.basis)
    lists = np.concatenate([closest(flat.read(part), space.centroids) for part in _parts(rows)])
    order = np.argsort(lists, kind="stable")
    _write_vectors(folder / f"{number}.vectors", shelf, order)
    parts = ((flat.read(part), lists[part]) for part in _parts(order))
    paths = folder / f"{number}.lists", folder / f"{number}.codes"
    low, step = write_lists(*paths, space.centroids, flat.read(_some(rows, CODED_ON)), parts)
    measured = margins(
        probes(), ((shelf.read(part), lists[part]) for part in _parts(rows)), space.centroids, space.basis
    )
    starts = np.concatenate([[0], np.cumsum(np.bincount(lists, minlength=len(space.centroids)))])
    arrays, words = columns.take(order).arrays()
    made: dict[str, Array] = {"starts": starts.astype(np.int64), **space._asdict(), "margins": measured}
    made |= {"low": low, "step": step}
    write(folder / f"{number}.segment", arrays | made, words)


def lists_for(rows: int) -> int:
    """How many lists: a power of two near four times the square root."""
    return int(2 ** round(np.log2(4 * np.sqrt(rows))))


def _some(rows: Array, count: int) -> Array:
    """So many of the rows, ascending, the same each time."""
    random = np.random.default_rng(0)
    return np.sort(random.choice(rows, min(len(rows), count), replace=False))


def _parts(rows: Array) -> Iterator[Array]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _write_vectors(path: Path, shelf: Shelf, order: Array) -> None:
    temporary = path.with_name(f"{path.name}.tmp")
    with temporary.open("wb") as file:
        for part in _parts(order):
            file.write(shortened(shelf.read(part)).tobytes())
    into_place(temporary, path)
