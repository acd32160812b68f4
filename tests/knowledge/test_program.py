"""The sparse program on textbook cases."""

from math import inf

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


def test_with_fractions_the_dearest_is_cut() -> None:
    found = knapsack().relaxation()
    assert found is not None
    assert found[0] == pytest.approx(-240)  # two thirds of the last


def test_the_relaxation_says_what_a_column_at_zero_would_cost() -> None:
    program = knapsack()
    program.column(-10, 1.0, whole=True)
    program.row([(3, 50.0), (0, 10.0), (1, 20.0), (2, 30.0)], 0, 50)
    found = program.relaxation()
    assert found is not None
    assert found[1][3] == pytest.approx(4 * 50 - 10)  # a unit of weight is worth 4


def test_rows_bind_below_and_above_and_exactly() -> None:
    program = Program()
    first, second = program.column(1.0, 9.0, False), program.column(2.0, 9.0, False)
    program.row([(first, 1.0), (second, 1.0)], 4, inf)
    program.row([(first, 1.0)], -inf, 3)
    program.row([(second, 1.0), (first, -1.0)], -1, -1)
    found = program.optimum()
    assert found is not None
    assert list(found.x) == pytest.approx([2.5, 1.5])
    relaxed = program.relaxation()
    assert relaxed is not None
    assert relaxed[0] == pytest.approx(found.cost)


def test_what_cannot_be_is_none() -> None:
    program = knapsack()
    program.row([(0, 1.0), (1, 1.0), (2, 1.0)], 3, 3)
    assert program.optimum() is None
    assert program.relaxation() is None
