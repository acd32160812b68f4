"""A sparse linear program with binaries, built row by row and solved by HiGHS through scipy."""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

INFEASIBLE = 2  # of scipy's statuses
NODE_LIMIT = 50_000  # a limit in nodes, not seconds, so that a slow machine gives the same plan


class Optimum(NamedTuple):
    """A solved program. ``x`` is empty where the nodes ran out before any whole solution was met.

    ``gap`` is the relative distance to the ``bound``, the least that the cost can be.
    """

    x: NDArray[np.float64]
    cost: float
    proved: bool
    gap: float
    bound: float


class Program:
    """Minimise Σ cost × column over rows low ≤ Σ factor × column ≤ high, with 0 ≤ column ≤ upper."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.upper: list[float] = []
        self.whole: list[int] = []
        self._entries: tuple[list[int], list[int], list[float]] = ([], [], [])
        self._low: list[float] = []
        self._high: list[float] = []

    def column(self, cost: float, upper: float, whole: bool) -> int:
        """Add a column and return its number."""
        self.costs.append(cost)
        self.upper.append(upper)
        self.whole.append(int(whole))
        return len(self.costs) - 1

    def row(self, terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        """Add a row from (column, factor) pairs; an open end is ±inf."""
        rows, columns, factors = self._entries
        for column, factor in terms:
            rows.append(len(self._low))
            columns.append(column)
            factors.append(factor)
        self._low.append(low)
        self._high.append(high)

    def optimum(self, nodes: int = NODE_LIMIT) -> Optimum | None:
        """The best whole solution; None when nothing keeps every row."""
        from scipy.optimize import (
            Bounds,
            LinearConstraint,
            milp,
        )  # slow to import, and few plans come this far
        from scipy.sparse import coo_array

        rows, columns, factors = self._entries
        shape = (len(self._low), len(self.costs))
        matrix = coo_array((factors, (rows, columns)), shape=shape).tocsr()
        result = milp(
            np.array(self.costs),
            integrality=np.array(self.whole),
            bounds=Bounds(0, np.array(self.upper)),
            constraints=LinearConstraint(matrix, np.array(self._low), np.array(self._high)),
            options={"mip_rel_gap": 0.0, "node_limit": nodes, "presolve": False},
        )
        if result.status == INFEASIBLE:
            return None
        if result.x is None:
            return Optimum(np.empty(0), inf, False, inf, _number(result.mip_dual_bound, -inf))
        gap, cost = max(_number(result.mip_gap, 0.0), 0.0), float(result.fun)
        return Optimum(result.x, cost, result.status == 0, gap, _number(result.mip_dual_bound, cost))


def _number(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else float(value)
