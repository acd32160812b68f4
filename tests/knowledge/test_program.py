"""The sparse program on textbook cases."""

from math import inf
from random import Random

import pytest

from knowledge.program import Program


def knapsack(whole: bool = True) -> Program:
    """Worth 60, 100, 120 at weights 10, 20, 30 in a sack of 50."""
    program = Program()
    for worth in (60, 100, 120):
        program.column(-worth, 1.0, whole)
    program.row([(0, 10.0), (1, 20.0), (2, 30.0)], 0, 50)
    return program


def test_the_knapsack_of_the_textbooks() -> None:
    found = knapsack().optimum()
    assert found is not None
    assert (found.cost, [round(x) for x in found.x]) == (-220, [0, 1, 1])
    assert (found.proved, found.gap) == (True, 0)
    assert found.bound == pytest.approx(-220)


def test_rows_bind_below_and_above_and_exactly() -> None:
    program = Program()
    first, second = program.column(1.0, 9.0, False), program.column(2.0, 9.0, False)
    program.row([(first, 1.0), (second, 1.0)], 4, inf)
    program.row([(first, 1.0)], -inf, 3)
    program.row([(second, 1.0), (first, -1.0)], -1, -1)
    found = program.optimum()
    assert found is not None
    assert list(found.x) == pytest.approx([2.5, 1.5])


def test_what_cannot_be_is_none() -> None:
    program = knapsack()
    program.row([(0, 1.0), (1, 1.0), (2, 1.0)], 3, 3)
    assert program.optimum() is None


def hard(items: int = 60) -> Program:
    """Several sacks at once, with weights that hardly tell the items apart."""
    random, program = Random(5), Program()
    for _ in range(items):
        program.column(-random.uniform(9, 11), 1.0, whole=True)
    for _ in range(5):
        program.row([(column, random.uniform(9, 11)) for column in range(items)], 0, 55 * items / 12)
    return program


def test_a_program_that_runs_out_of_nodes_says_so() -> None:
    found = hard().optimum(nodes=1)
    assert found is not None
    assert not found.proved
    assert found.bound < found.cost  # it knows how far it might be from the best
    if found.x.size:
        assert found.gap == pytest.approx((found.cost - found.bound) / -found.cost)
