"""How far a search has to reach: measured on the vectors themselves when they are settled."""

import numpy as np

from retrieval.arrays import Array
from retrieval.encoder import Vectors
from retrieval.lists import SELECTIVITIES

NEAREST = 50  # rows a query whose recall counts
WANTED = 0.985  # of them found
ROOM = 1.3  # more than measured: real filters are not random, and real queries not these


def effort(
    queries: Vectors, vectors: Vectors, lists: Array, centroids: Vectors, basis: Vectors, total: int
) -> Array:
    """For each of SELECTIVITIES the share of the passing rows that has to be searched, list by list from the closest.

    Filters are random here. ``vectors`` may be a sample of ``total``; ``lists`` are theirs.
    """
    random, scale = np.random.default_rng(1), total / max(1, len(vectors))
    sizes = np.bincount(lists, minlength=len(centroids))
    scores = queries @ vectors.T
    ranks = np.argsort(np.argsort(-(queries @ basis.T @ centroids.T), axis=1), axis=1)
    reach = np.array([np.cumsum(sizes[np.argsort(rank)]) for rank in ranks]) / len(vectors)
    found = []
    for selectivity in SELECTIVITIES:
        passing = np.flatnonzero(random.random(len(vectors)) < selectivity * scale)
        found.append(_share(scores[:, passing], ranks[:, lists[passing]], reach))
    shares = np.minimum(1.0, np.maximum.accumulate(np.array(found)) * ROOM)
    return shares.astype(np.float64)


def _share(scores: Array, ranks: Array, reach: Array) -> float:
    """The share to search so that nearly all of the nearest rows are found."""
    if scores.shape[1] <= NEAREST:
        return 1.0
    best = np.argpartition(-scores, NEAREST, axis=1)[:, :NEAREST]
    needed = np.take_along_axis(reach, np.take_along_axis(ranks, best, axis=1), axis=1)
    return float(np.quantile(needed, WANTED))
