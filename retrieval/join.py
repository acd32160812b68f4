"""Meaning and shared words joined: who comes up is decided by rank in either, the order by both scores."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Array
from retrieval.bits import Rows

LEXICAL = 0.25  # most that shared words add to a cosine; more trades meaning for spelling
RANKED = 60  # of reciprocal rank fusion, as its authors chose it: how little a rank counts more than the next
WORDED = 4  # a quarter of the places at most goes to rows for their words

Scores = npt.NDArray[np.float32]


def joined(
    rows: Rows, scores: Scores, said: Rows, shares: Scores, k: int, keys: Callable[[Array], list[str]]
) -> tuple[Rows, Scores]:
    """The k best of ``rows`` with their scores, best first, ties by key.

    A row's score is its cosine and up to LEXICAL for the words it shares; ``said`` are those that share some,
    ascending. Rows are taken by reciprocal rank in two lists, by score and by words alone, so that a name
    comes up however many others are closer in meaning.
    """
    share = np.zeros(len(rows), dtype=np.float32)
    if len(said):
        places = np.minimum(np.searchsorted(said, rows), len(said) - 1)
        share = np.where(said[places] == rows, shares[places], 0).astype(np.float32)
    total = np.round(scores + np.float32(LEXICAL) * share, 6).astype(np.float32)
    order = _ordered(rows, total, keys)
    if len(said) and len(rows) > k:
        order = order[_fused(share[order], total[order], k)]
    order = order[:k]
    return rows[order], total[order]


def _fused(share: Scores, total: Scores, k: int) -> Rows:
    """Places of the k best by reciprocal rank, ascending, of rows in the order of their scores."""
    fused = 1.0 / (RANKED + np.arange(len(share)))
    worded = np.lexsort((np.arange(len(share)), -share))[: k // WORDED]
    worded = worded[share[worded] > 0]
    fused[worded] += 1.0 / (RANKED + np.arange(len(worded)))
    return np.sort(np.lexsort((np.arange(len(share)), -fused))[:k])


def _ordered(rows: Rows, total: Scores, keys: Callable[[Array], list[str]]) -> Rows:
    """Places by falling score; keys are read of those only whose scores are the same."""
    order = np.lexsort((rows, -total))
    ranked = total[order]
    same = np.flatnonzero(ranked[1:] == ranked[:-1])
    if len(same):
        tied = np.union1d(same, same + 1)
        named = sorted(
            zip((-ranked[tied]).tolist(), keys(rows[order[tied]]), order[tied].tolist(), strict=True)
        )
        order[tied] = [place for _, _, place in named]
    return order
