"""Estimates from the rate cards: the published points, what lies between them, and their limits."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.currency import convert_range
from knowledge.estimates import FORMATS_OF, cheapest, estimate
from knowledge.models import Basis, Format, Platform, Price, Tier
from knowledge.money import Money, MoneyRange
from knowledge.rate_cards import CARDS, FORMAT_SCALE, TW_POST_50K
from knowledge.sources import SOURCES
from knowledge.tiers import RANGES

IG, YT, TT, XHS, BLOG = (
    Platform.INSTAGRAM,
    Platform.YOUTUBE,
    Platform.TIKTOK,
    Platform.XIAOHONGSHU,
    Platform.BLOG,
)


def price(*args, **kwargs) -> Price:
    found = estimate(*args, **kwargs)
    assert found is not None
    return found.price


@pytest.mark.parametrize(
    ("platform", "format", "followers", "market", "low", "high", "currency"),
    [
        (IG, Format.POST, 10_000, "TW", 2_500, 9_000, "TWD"),
        (IG, Format.POST, 100_000, "TW", 13_000, 45_000, "TWD"),
        (IG, Format.STORY, 10_000, "TW", 1_500, 6_300, "TWD"),  # 60-70 % of a post
        (IG, Format.REEL, 10_000, "TW", 3_300, 14_000, "TWD"),  # 30-50 % above: 3,250 and 13,500
        (TT, Format.SHORT, 10_000, "TW", 1_800, 7_200, "TWD"),  # 20-30 % below an IG post
        (YT, Format.REVIEW, 50_000, "TW", 25_000, 80_000, "TWD"),
        (BLOG, Format.BLOG_ARTICLE, 10_000, "TW", 2_000, 5_000, "TWD"),
        (IG, Format.POST, 10_000, "US", 100, 250, "USD"),
        (IG, Format.POST, 10_000, "HK", 780, 2_000, "HKD"),  # the dollar card at 7.838
        (XHS, Format.POST, 10_000, "CN", 500, 1_500, "CNY"),
        (XHS, Format.SHORT, 10_000, "CN", 650, 2_300, "CNY"),
        (YT, Format.AMBASSADOR, 100_000, "TW", 90_000, 330_000, "TWD"),  # three pieces, 15-25 % off
    ],
)
def test_the_points_of_the_cards(platform, format, followers, market, low, high, currency) -> None:
    found = price(platform, format, followers, market)
    assert (found.low, found.high, found.currency) == (low, high, currency)
    assert found.basis is Basis.ESTIMATE


def test_fifty_thousand_followers_lie_at_the_median_of_the_eight_tables() -> None:
    middles = sorted((low + high) / 2 for low, high in TW_POST_50K)
    median = (middles[3] + middles[4]) / 2
    found = price(IG, Format.POST, 50_000)
    assert median == 14_500
    assert abs((found.low + found.high) / 2 - median) <= 500


def test_between_two_points_the_line_is_straight_in_logarithms() -> None:
    middle = (
        10_000 * 50_000
    ) ** 0.5  # geometric middle: prices are geometric means of 2,500/6,500 and 9,000/22,500
    found = price(IG, Format.POST, middle)
    assert (found.low, found.high) == (4_000, 14_000)  # 4,031 and 14,230 at two digits


@pytest.mark.parametrize(("market", "platform"), CARDS)
def test_more_followers_never_cost_less(market: str, platform: Platform) -> None:
    sizes = [300, 1_000, 4_000, 9_999, 10_000, 30_000, 99_000, 400_000, 900_000, 2_000_000, 9_000_000]
    base = next(iter(FORMAT_SCALE[platform]))
    prices = [price(platform, base, size, market) for size in sizes]
    for smaller, larger in pairwise(prices):
        assert smaller.low <= larger.low and smaller.high <= larger.high


def test_every_tier_moves_inside_itself() -> None:
    for low, high in RANGES.values():
        near, far = (
            price(IG, Format.POST, max(low, 500) * 1.1),
            price(IG, Format.POST, (high or 9_000_000) * 0.9),
        )
        assert near.high < far.high


ALL = [(platform, format) for platform in Platform for format in FORMATS_OF[platform]]
PAID = [(p, f) for p, f in ALL if f not in (Format.GIFTING, Format.AFFILIATE, Format.GROUP_BUY)]


@given(st.sampled_from(PAID), st.floats(1, 5e7), st.sampled_from(["TW", "US", "CN", "HK", "JP", "XX"]))
def test_every_paid_piece_has_a_sane_price(pair, followers, market) -> None:
    found = estimate(*pair, followers, market)
    assert found is not None
    assert 0 < found.price.low <= found.price.high
    assert 0 < found.confidence <= 1
    assert set(found.sources) <= set(SOURCES) and found.price.source in SOURCES


@given(st.sampled_from(PAID), st.floats(1_000, 1e7), st.floats(10, 1e7))
def test_more_views_never_make_it_cheaper(pair, followers, views) -> None:
    few, many = estimate(*pair, followers, views=views), estimate(*pair, followers, views=views * 2)
    assert few and many
    assert few.price.low <= many.price.low and few.price.high <= many.price.high


def test_known_views_narrow_the_range_and_add_confidence() -> None:
    blind, seen = estimate(YT, Format.REVIEW, 50_000), estimate(YT, Format.REVIEW, 50_000, views=20_000)
    assert blind and seen
    assert seen.price.high / seen.price.low < blind.price.high / blind.price.low
    assert seen.confidence > blind.confidence
    assert seen.views_used and not blind.views_used


def test_views_count_half() -> None:
    # 20,000 views at US$20-60 a thousand are NT$12,880-38,640; with 25,000-80,000 the geometric means.
    found = price(YT, Format.REVIEW, 50_000, views=20_000)
    assert (found.low, found.high) == (18_000, 56_000)


def test_another_market_is_said_and_trusted_less() -> None:
    home, away = estimate(IG, Format.POST, 50_000, "US"), estimate(IG, Format.POST, 50_000, "MY")
    assert home and away
    assert (home.card_market, away.card_market) == ("US", "US")
    assert away.confidence < home.confidence
    dollars = MoneyRange.of(home.price.low, home.price.high, "USD")
    ringgit = convert_range(dollars, "MYR")
    assert away.price.low == pytest.approx(float(ringgit.low), rel=0.05)


@pytest.mark.parametrize(
    ("platform", "format"),
    [
        (IG, Format.BLOG_ARTICLE),
        (BLOG, Format.REEL),
        (YT, Format.POST),
        (Platform.PODCAST, Format.GROUP_BUY),
        (Platform.LINE, Format.LIVESTREAM),
    ],
)
def test_a_platform_has_only_its_own_formats(platform: Platform, format: Format) -> None:
    assert estimate(platform, format, 50_000) is None


def test_commercial_forms_are_everywhere_that_makes_sense() -> None:
    for platform in Platform:
        assert {Format.AFFILIATE, Format.GIFTING, Format.AMBASSADOR} <= set(FORMATS_OF[platform])
    assert Format.GROUP_BUY in FORMATS_OF[Platform.FACEBOOK]
    assert Format.GROUP_BUY not in FORMATS_OF[Platform.TWITCH]


class TestWithoutFee:
    def test_a_gift_costs_the_product(self) -> None:
        found = price(IG, Format.GIFTING, 5_000, unit_price=Money.of(1_250, "TWD"))
        assert (found.low, found.high) == (1_250, 1_250)

    def test_a_gift_in_another_currency_is_converted(self) -> None:
        assert price(IG, Format.GIFTING, 5_000, unit_price=Money.of(10, "USD")).high == 322

    @pytest.mark.parametrize(
        ("followers", "works"), [(500, True), (99_000, True), (100_000, False), (2e6, False)]
    )
    def test_large_creators_do_not_work_for_a_gift(self, followers: float, works: bool) -> None:
        found = estimate(IG, Format.GIFTING, followers, unit_price=Money.of(1_250, "TWD"))
        assert (found is not None) is works

    def test_a_gift_of_unknown_price_has_no_price(self) -> None:
        assert estimate(IG, Format.GIFTING, 5_000) is None
        assert estimate(IG, Format.GIFTING, 5_000, unit_price=Money.of(10, "XAF")) is None

    @pytest.mark.parametrize("format", [Format.AFFILIATE, Format.GROUP_BUY])
    def test_a_share_of_sales_costs_nothing_in_advance(self, format: Format) -> None:
        found = price(IG, format, 20_000)
        assert (found.low, found.high) == (0, 0)

    def test_from_mid_size_on_a_guarantee_is_asked(self) -> None:
        found = price(IG, Format.GROUP_BUY, 100_000)
        assert (found.low, found.high) == (0, 23_000)  # half of a post's 45,000


def test_the_cheapest_piece_of_a_platform() -> None:
    story = cheapest(IG)
    assert story is not None
    assert story.low == price(IG, Format.STORY, 3_000).low
    video = cheapest(YT, followers=50_000)
    assert video is not None and video.low == price(YT, Format.SHORT, 50_000).low


@pytest.mark.parametrize("tier", Tier)
def test_sizes_without_followers_have_no_price(tier: Tier) -> None:
    assert estimate(IG, Format.POST, 0) is None
    assert estimate(IG, Format.POST, RANGES[tier][0] or 1) is not None
