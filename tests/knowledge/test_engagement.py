"""Normal engagement and the figures that deserve a question."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.engagement import ALARM_LOW, NO_BAND, TOO_HIGH, alarm_low, channel_flags, flags, normal_band
from knowledge.models import Channel, Figure, Platform, Tier

IG, TT, YT = Platform.INSTAGRAM, Platform.TIKTOK, Platform.YOUTUBE


@pytest.mark.parametrize(
    ("platform", "tier", "low", "high"),
    [
        (IG, Tier.NANO, 0.02, 0.06),
        (IG, Tier.MICRO, 0.01, 0.04),
        (IG, Tier.MEGA, 0.003, 0.015),
        (TT, Tier.NANO, 0.08, 0.126),
        (TT, Tier.MEGA, 0.03, 0.05),
        (Platform.FACEBOOK, Tier.NANO, 0.02, 0.10),
    ],
)
def test_the_band_of_a_size(platform: Platform, tier: Tier, low: float, high: float) -> None:
    band = normal_band(platform, tier)
    assert band is not None
    assert (band.low, band.high) == (low, high)
    assert band.sources


@pytest.mark.parametrize("platform", [p for p in Platform if p not in NO_BAND])
def test_bands_fall_with_size_and_hold_a_range(platform: Platform) -> None:
    bands = [normal_band(platform, tier) for tier in Tier]
    for smaller, larger in pairwise(bands):
        assert smaller and larger
        assert 0 < larger.low < larger.high <= smaller.high
        assert larger.low <= smaller.low


@pytest.mark.parametrize("platform", sorted(NO_BAND))
def test_nobody_measures_it_there(platform: Platform) -> None:
    assert normal_band(platform, Tier.NANO) is None
    assert flags(platform, Tier.NANO, 0.9, None, 5_000) == ()


@pytest.mark.parametrize(
    ("case", "platform", "tier", "engagement", "views", "followers", "codes"),
    [
        ("healthy", IG, Tier.MICRO, 0.03, None, 50_000, []),
        ("at the alarm value", IG, Tier.MICRO, 0.01, None, 50_000, []),
        ("under it", IG, Tier.MICRO, 0.0099, None, 50_000, ["flag.engagement_low"]),
        ("three times the top", IG, Tier.MICRO, 0.12, None, 50_000, []),
        ("more than that", IG, Tier.MICRO, 0.121, None, 50_000, ["flag.engagement_high"]),
        ("normal on TikTok, high on IG", TT, Tier.MICRO, 0.07, None, 50_000, []),
        ("low on TikTok, normal on IG", TT, Tier.MICRO, 0.025, None, 50_000, ["flag.engagement_low"]),
        ("nobody watches", YT, Tier.MID, None, 3_000, 200_000, ["flag.views_low"]),
        ("just enough", YT, Tier.MID, None, 4_000, 200_000, []),
        ("went viral once", YT, Tier.NANO, None, 60_000, 5_000, ["flag.views_high"]),
        ("TikTok goes further", TT, Tier.NANO, None, 45_000, 5_000, []),
        ("more likes than views", IG, Tier.MICRO, 0.04, 1_500, 50_000, ["flag.more_likes_than_views"]),
        ("nothing known", IG, Tier.MICRO, None, None, None, []),
        ("no followers", IG, Tier.NANO, None, 100, 0, []),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_flags(case, platform, tier, engagement, views, followers, codes) -> None:
    assert [flag.code for flag in flags(platform, tier, engagement, views, followers)] == codes


def test_a_flag_names_its_rule_and_threshold() -> None:
    (flag,) = flags(IG, Tier.MID, 0.001, None, 200_000)
    assert flag.values == {
        "platform": "instagram",
        "tier": "mid",
        "engagement_rate": 0.001,
        "threshold_rate": 0.005,
    }
    assert flag.sources == ("M05",)


def test_the_alarm_lies_at_or_below_the_band() -> None:
    for platform in (p for p in Platform if p not in NO_BAND):
        for tier in Tier:
            band = normal_band(platform, tier)
            assert band and alarm_low(platform, tier) <= band.low
            assert band.high * TOO_HIGH > band.high
    assert alarm_low(TT, Tier.NANO) == 0.04
    assert alarm_low(IG, Tier.NANO) == ALARM_LOW[Tier.NANO] == 0.02


@given(st.sampled_from(Platform), st.sampled_from(Tier), st.floats(0, 1), st.integers(1, 10**8))
def test_a_normal_figure_is_never_flagged(platform, tier, share, followers) -> None:
    band = normal_band(platform, tier)
    if band:
        normal = band.low + (band.high - band.low) * share
        assert flags(platform, tier, normal, None, followers) == ()


def test_a_channel_flags_itself() -> None:
    channel = Channel(
        platform=IG,
        handle="x",
        followers=Figure(value=80_000),
        engagement=Figure(value=0.002),
        avg_views=Figure(value=900),
    )
    assert [flag.code for flag in channel_flags(channel)] == ["flag.engagement_low", "flag.views_low"]


def test_a_channel_without_followers_raises_no_flag() -> None:
    assert channel_flags(Channel(platform=IG, handle="x", engagement=Figure(value=0.9))) == ()
