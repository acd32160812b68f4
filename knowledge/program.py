"""A sparse linear program with binaries, built row by row and solved by HiGHS through scipy."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_array, csr_array, vstack

NODE_LIMIT = 50_000  # a limit in nodes, not seconds, so that a slow machine gives the same plan


class Optimum(NamedTuple):
    """A solved program. ``gap`` is the relative distance to the bound that the solver proved."""

    x: NDArray[np.float64]
    cost: float
    proved: bool
    gap: float


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

    def optimum(self, gap: float = 0.0) -> Optimum | None:
        """The best whole solution; None when nothing keeps every row."""
        result = milp(
            np.array(self.costs),
            integrality=np.array(self.whole),
            bounds=Bounds(0, np.array(self.upper)),
            constraints=LinearConstraint(self._matrix(), np.array(self._low), np.array(self._high)),
            options={"mip_rel_gap": gap, "node_limit": NODE_LIMIT, "presolve": False},
        )
        if result.x is None:
            return None
        return Optimum(result.x, float(result.fun), result.status == 0, max(float(result.mip_gap or 0), 0.0))

    def relaxation(self) -> tuple[float, NDArray[np.float64]] | None:
        """Least cost with fractions allowed, and by how much each column at zero would raise it at one."""
        matrix, low, high = self._matrix(), np.array(self._low), np.array(self._high)
        same = low == high
        above, below = ~same & np.isfinite(high), ~same & np.isfinite(low)
        result = linprog(
            np.array(self.costs),
            A_ub=_stack(matrix[above], -matrix[below]),
            b_ub=np.concatenate([high[above], -low[below]]),
            A_eq=matrix[same],
            b_eq=low[same],
            bounds=np.column_stack([np.zeros(len(self.upper)), self.upper]),
            method="highs",
        )
        return None if result.x is None else (float(result.fun), np.asarray(result.lower.marginals))

    def _matrix(self) -> csr_array:
        rows, columns, factors = self._entries
        return coo_array((factors, (rows, columns)), shape=(len(self._low), len(self.costs))).tocsr()


def _stack(upper: csr_array, lower: csr_array) -> csr_array:
    return csr_array(vstack([upper, lower]))
