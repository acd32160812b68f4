"""Sizes of channels: ranges without gaps, and which one holds a number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.models import Tier
from knowledge.tiers import RANGES, tier_of


@pytest.mark.parametrize(
    ("followers", "tier"),
    [
        (0, Tier.NANO),
        (9_999, Tier.NANO),
        (10_000, Tier.MICRO),
        (99_999, Tier.MICRO),
        (100_000, Tier.MID),
        (499_999, Tier.MID),
        (500_000, Tier.MACRO),
        (999_999, Tier.MACRO),
        (1_000_000, Tier.MEGA),
        (80_000_000, Tier.MEGA),
    ],
)
def test_the_lower_end_belongs_to_the_tier(followers: int, tier: Tier) -> None:
    assert tier_of(followers) is tier


def test_ranges_follow_each_other_without_gap() -> None:
    ends = list(RANGES.values())
    assert ends[0][0] == 0
    assert ends[-1][1] is None
    assert [high for _, high in ends[:-1]] == [low for low, _ in ends[1:]]
    assert list(RANGES) == list(Tier)


@given(st.integers(0, 10**9))
def test_every_number_lies_in_the_range_of_its_tier(followers: int) -> None:
    low, high = RANGES[tier_of(followers)]
    assert low <= followers and (high is None or followers < high)


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="followers cannot be -1"):
        tier_of(-1)
