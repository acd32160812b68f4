"""Rows by followers: a range asked for the first time is one comparison a row, or none where few pass."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from functools import cached_property

import numpy as np

from retrieval.arrays import Array
from retrieval.bits import Mask

FEW = 0.02  # share of the rows up to which marking each one beats comparing all


class Sizes:
    """Follower counts; ``order`` has the rows by these, unknown ones last, and ``rank`` the place of each row there."""

    def __init__(self, followers: Array, order: Array, rank: Array) -> None:
        self._followers, self._order, self._rank = followers, order, rank

    @classmethod
    def of(cls, followers: Array) -> "Sizes":
        """For counts that were not ordered yet."""
        order = np.argsort(followers, kind="stable").astype(np.uint32)
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        return cls(followers, order, rank)

    @classmethod
    def read(cls, followers: Array, arrays: Mapping[str, Array]) -> "Sizes":
        """What ``arrays`` gave; made again where an earlier version kept none."""
        if "by_size" not in arrays:
            return cls.of(followers)
        return cls(followers, arrays["by_size"], arrays["size_rank"])

    def arrays(self) -> dict[str, Array]:
        """All there is to keep, for ``read``."""
        return {"by_size": self._order, "size_rank": self._rank}

    def within(self, low: int | None, high: float | None, unknown_passes: bool) -> Mask:
        """The rows with so many followers, both ends included; None is no end."""
        known, high = self._known, np.inf if high is None else high
        # Not numpy's search, which would first copy the whole order.
        first = bisect_left(self._order, low or 0, 0, known, key=self._followers.__getitem__)
        last = bisect_right(self._order, high, first, known, key=self._followers.__getitem__)
        if last - first + (len(self._order) - known) * unknown_passes <= FEW * len(self._order):
            passing = np.zeros(len(self._order), dtype=np.bool_)
            passing[self._order[first:last]] = True
            passing[self._order[known:]] |= unknown_passes
            return passing
        # Unsigned, so that ranks before the first one are far beyond the last.
        passing = self._rank - np.uint32(first) < np.uint32(last - first)
        if unknown_passes:
            passing |= self._rank >= np.uint32(known)
        return passing

    @cached_property
    def _known(self) -> int:
        """How many rows have a count."""
        return int(np.count_nonzero(~np.isnan(self._followers)))
