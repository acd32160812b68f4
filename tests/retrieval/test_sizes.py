"""Ranges of followers beside a plain comparison, row by row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sizes import FEW, Sizes

COUNTS = st.one_of(
    st.just(float("nan")), st.sampled_from([0.0, 999.0, 1000.0]), st.integers(0, 5000).map(float)
)
ENDS = st.none() | st.sampled_from([-5, 0, 999, 1000, 10**30]) | st.integers(0, 5000)


def plainly(followers: np.ndarray, low: int | None, high: int | None, unknown_passes: bool) -> list[bool]:
    return [
        unknown_passes if count != count else (low or 0) <= count <= (np.inf if high is None else high)
        for count in followers.tolist()
    ]


@given(counts=st.lists(COUNTS, max_size=60), low=ENDS, high=ENDS, unknown_passes=st.booleans())
def test_a_range_is_what_comparing_each_row_says(
    counts: list[float], low: int | None, high: int | None, unknown_passes: bool
) -> None:
    followers = np.array(counts, dtype=np.float64)
    for sizes in (Sizes.of(followers), Sizes.read(followers, Sizes.of(followers).arrays())):
        found = sizes.within(low, high, unknown_passes)
        assert found.tolist() == plainly(followers, low, high, unknown_passes)


@pytest.mark.parametrize("unknown", [0, 5, 400])
@pytest.mark.parametrize("unknown_passes", [False, True])
def test_few_rows_and_many_come_to_the_same(unknown: int, unknown_passes: bool) -> None:
    """Few are marked one by one, many by comparing all."""
    random = np.random.default_rng(1)
    followers = random.permutation(np.concatenate([np.arange(1000.0), np.full(unknown, np.nan)]))
    sizes = Sizes.of(followers)
    for width in (0, 1, int(FEW * 900), 200, 998):
        found = sizes.within(300, 300 + width, unknown_passes)
        assert found.tolist() == plainly(followers, 300, 300 + width, unknown_passes)


def test_an_index_of_an_earlier_version_has_none_and_they_are_made() -> None:
    followers = np.array([5.0, np.nan, 1.0])
    assert Sizes.read(followers, {}).within(2, None, False).tolist() == [True, False, False]
