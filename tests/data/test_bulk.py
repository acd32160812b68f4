"""Lists that a statement takes: nothing lost, nothing twice, in order; and the collector left as it was found."""

import gc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.bulk import batches, without_collections


@given(st.lists(st.integers()), st.integers(1, 9))
def test_batches_are_the_whole_in_order_and_only_the_last_is_shorter(things: list[int], size: int) -> None:
    cut = list(batches(things, size))
    assert [thing for some in cut for thing in some] == things
    assert all(len(some) == size for some in cut[:-1]) and all(cut)


def test_batches_are_taken_as_they_are_needed() -> None:
    asked: list[int] = []

    def endless() -> Iterator[int]:
        for n in range(10**9):
            asked.append(n)
            yield n

    assert next(batches(endless(), 3)) == [0, 1, 2]
    assert asked == [0, 1, 2]


def test_the_collector_is_as_it_was_afterwards_whatever_happens() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="meanwhile"), without_collections():
        assert not gc.isenabled()
        raise ValueError("meanwhile")
    assert gc.isenabled()
