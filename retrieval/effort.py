"""How far a search has to reach: measured on the vectors themselves when they are settled."""

from collections.abc import Iterable

import numpy as np

from retrieval.arrays import Array
from retrieval.encoder import Vectors
from retrieval.lists import NEAREST, SELECTIVITIES

WANTED = 0.985  # of the nearest rows found


def margins(
    queries: Vectors, parts: Iterable[tuple[Vectors, Array]], centroids: Vectors, basis: Vectors
) -> Array:
    """For each of SELECTIVITIES how close to a query the centroids are in whose lists nearly all of its nearest rows
    stand, less how close the last of these rows is. It is negative: centroids are farther off.

    Filters are random here. ``parts`` are vectors with their lists.
    """
    random, closeness = np.random.default_rng(1), queries @ basis.T @ centroids.T
    none = np.empty((2, len(queries), 0), dtype=np.float32)
    best = [none] * len(SELECTIVITIES)
    for vectors, lists in parts:
        both = np.stack([queries @ vectors.T, closeness[:, lists]])
        drawn = random.random(len(lists))
        for n, selectivity in enumerate(SELECTIVITIES):
            best[n] = _leading(np.concatenate([best[n], both[:, :, drawn < selectivity]], axis=2))
    return np.array([_margin(scores, near) for scores, near in best], dtype=np.float64)


def _leading(both: Array) -> Array:
    """The highest scores of each query with the closeness of their lists."""
    if both.shape[2] <= NEAREST:
        return both
    places = np.argpartition(-both[0], NEAREST, axis=1)[None, :, :NEAREST]
    return np.take_along_axis(both, places, axis=2)


def _margin(scores: Array, near: Array) -> float:
    """-2, which no two unit vectors exceed, where so few pass that all are among the nearest."""
    if scores.shape[1] < NEAREST:
        return -2.0
    return float(np.quantile(near - scores.min(axis=1, keepdims=True), 1 - WANTED))
