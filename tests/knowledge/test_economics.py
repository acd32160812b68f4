"""The arithmetic of a campaign, against figures worked out by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answer import Span
from knowledge.economics import (
    break_even_orders,
    commission_check,
    cpe,
    cpm,
    discount_question,
    funnel,
    highest_fee,
    honest_orders,
    promotion,
)
from knowledge.models import Channel, Figure, Platform
from knowledge.money import Money, MoneyRange

IG, YT, BLOG = Platform.INSTAGRAM, Platform.YOUTUBE, Platform.BLOG


def channel(platform: Platform = IG, followers=None, views=None, engagement=None) -> Channel:
    def figure(value: float | None) -> Figure | None:
        return None if value is None else Figure(value=value)

    return Channel(
        platform=platform,
        handle="someone",
        followers=figure(followers),
        avg_views=figure(views),
        engagement=figure(engagement),
    )


def twd(amount) -> Money:
    return Money.of(amount, "TWD")


class TestFunnel:
    def test_known_engagement(self) -> None:
        found = funnel(channel(IG, 50_000, engagement=0.02))
        assert found.reach == Span(low=2_500, high=10_000)
        assert found.engagements == Span(low=500, high=1_200)  # half to a fifth more of 1,000
        assert found.clicks == Span(low=5, high=24)
        assert found.orders is not None
        assert found.orders.low == pytest.approx(0.05)
        assert found.orders.high == pytest.approx(0.72)

    def test_known_views_replace_the_guess(self) -> None:
        assert funnel(channel(YT, 50_000, views=8_000)).reach == Span(low=4_000, high=9_600)

    def test_the_band_of_the_size_stands_in_for_engagement(self) -> None:
        assert funnel(channel(IG, 50_000)).engagements == Span(low=500, high=2_000)

    def test_where_nobody_counts_interactions_there_are_no_orders(self) -> None:
        found = funnel(channel(BLOG, 10_000))
        assert found.reach == Span(low=500, high=3_000)
        assert (found.engagements, found.clicks, found.orders) == (None, None, None)

    def test_nothing_known_gives_nothing(self) -> None:
        found = funnel(channel())
        assert (found.reach, found.engagements, found.clicks, found.orders) == (None, None, None, None)

    @given(
        st.sampled_from(Platform),
        st.none() | st.floats(0, 1e8),
        st.none() | st.floats(0, 1e8),
        st.none() | st.floats(0, 1),
    )
    def test_every_range_has_its_ends_in_order(self, platform, followers, views, engagement) -> None:
        found = funnel(channel(platform, followers, views, engagement))
        for span in (found.reach, found.engagements, found.clicks, found.orders):
            assert span is None or 0 <= span.low <= span.high


class TestCosts:
    cost = MoneyRange.of(10_000, 20_000, "TWD")

    def test_cost_per_thousand(self) -> None:
        assert cpm(self.cost, Span(low=10_000, high=40_000)) == MoneyRange.of(250, 2_000, "TWD")

    def test_cost_per_engagement(self) -> None:
        assert cpe(self.cost, Span(low=300, high=1_000)) == MoneyRange.of(10, "66.67", "TWD")

    @pytest.mark.parametrize("quantity", [None, Span(low=0, high=10)])
    def test_nothing_to_divide_by(self, quantity: Span | None) -> None:
        assert cpm(self.cost, quantity) is None

    def test_an_open_cost_has_no_price_per_thousand(self) -> None:
        assert cpm(MoneyRange.of(10, None, "TWD"), Span(low=1, high=2)) is None

    @given(st.integers(0, 10**9), st.integers(0, 10**9), st.floats(1, 1e9), st.floats(1, 1e9))
    def test_the_ends_stay_in_order(self, one, other, a, b) -> None:
        low, high = sorted((one, other))
        few, many = sorted((a, b))
        found = cpm(MoneyRange(low_minor=low, high_minor=high, currency="TWD"), Span(low=few, high=many))
        assert found is None or found.high is None or found.low <= found.high


class TestBreakEven:
    @pytest.mark.parametrize(
        ("cost", "price", "margin", "orders"),
        [
            (30_000, 1_000, 0.5, 60),
            (30_001, 1_000, 0.5, 61),
            (30_000, 1_000, None, 30),
            (8_000, 80, None, 100),
            (0, 80, 0.3, 0),
            (100, 3, 0.1, 334),  # 333.33… with a margin of 0.30
            (10_000, 0, 0.5, None),
            (10_000, 100, 0.0, None),
        ],
    )
    def test_by_hand(self, cost, price, margin, orders) -> None:
        assert break_even_orders(twd(cost), twd(price), margin) == orders

    def test_two_currencies_are_not_compared(self) -> None:
        assert break_even_orders(twd(1_000), Money.of(10, "USD"), 0.5) is None

    @pytest.mark.parametrize(
        ("orders", "margin", "fee"), [(60, 0.5, 30_000), (0.6, 0.5, 300), (0, 0.9, 0), (1, None, 1_000)]
    )
    def test_the_highest_fee_that_pays_back(self, orders, margin, fee) -> None:
        assert highest_fee(orders, twd(1_000), margin) == twd(fee)

    @given(st.integers(1, 10**9), st.integers(1, 10**7), st.integers(1, 100))
    def test_break_even_pays_and_one_less_does_not(self, cost, price, percent) -> None:
        orders = break_even_orders(
            Money(minor=cost, currency="TWD"), Money(minor=price, currency="TWD"), percent / 100
        )
        assert orders is not None
        earned = Decimal(price) * Decimal(percent) / 100
        assert orders * earned >= cost > (orders - 1) * earned


class TestPromotion:
    def test_the_case_of_the_article(self) -> None:
        found = promotion(twd(1_000), twd(500), 0.25, 100, 200)
        assert found.price_after == twd(750)
        assert (found.before_minor, found.after_minor) == (5_000_000, 5_000_000)  # NT$50,000 both
        assert found.volume_to_match == 200
        assert found.reasons[0].code == "promotion.same"
        assert found.reasons[0].values["after"] == {"amount": 50_000, "currency": "TWD"}

    @pytest.mark.parametrize(
        ("discount", "volume", "planned", "after", "needed", "code"),
        [
            (0.25, 100, 201, 50_250, 200, "promotion.better"),
            (0.25, 100, 150, 37_500, 200, "promotion.worse"),
            (0.10, 100, 125, 50_000, 125, "promotion.same"),
            (0.10, 100, 120, 48_000, 125, "promotion.worse"),
            (0.0, 100, 100, 50_000, 100, "promotion.same"),
            (0.5, 100, 500, 0, None, "promotion.loss"),
            (0.6, 100, 500, -50_000, None, "promotion.loss"),
        ],
    )
    def test_by_hand(self, discount, volume, planned, after, needed, code) -> None:
        found = promotion(twd(1_000), twd(500), discount, volume, planned)
        assert found.after_minor == after * 100
        assert found.volume_to_match == needed
        assert found.reasons[0].code == code

    def test_the_new_price_is_rounded_to_the_cent(self) -> None:
        assert promotion(twd("9.99"), twd(5), 0.333, 1, 1).price_after == twd("6.66")

    def test_two_currencies_are_refused(self) -> None:
        with pytest.raises(ValueError, match="price is in TWD and cost in USD"):
            promotion(twd(10), Money.of(1, "USD"), 0.1, 1, 1)

    @pytest.mark.parametrize("discount", [-0.1, 1.01, 25])
    def test_a_discount_is_a_share(self, discount: float) -> None:
        with pytest.raises(ValueError, match="between 0 and 1"):
            promotion(twd(10), twd(1), discount, 1, 1)

    @given(st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 100), st.integers(0, 10**4))
    def test_the_volume_to_match_just_matches(self, price, cost, percent, volume) -> None:
        found = promotion(
            Money(minor=price, currency="TWD"), Money(minor=cost, currency="TWD"), percent / 100, volume, 1
        )
        if found.volume_to_match is not None:
            each = found.price_after.minor - cost
            assert found.volume_to_match * each >= found.before_minor
            assert found.volume_to_match == 0 or (found.volume_to_match - 1) * each < found.before_minor


class TestCommissionMargin:
    @pytest.mark.parametrize(
        ("margin", "code", "low", "high"),
        [
            (0.5, "commission.leaves", 200, 450),  # of NT$1,000: 50 % less 30 %, less 5 %
            (0.31, "commission.leaves", 10, 260),
            (0.3, "commission.too_thin", 0, 250),
            (0.2, "commission.too_thin", 0, 150),
            (0.05, "commission.loss", 0, 0),
            (0.01, "commission.loss", 0, 0),
        ],
    )
    def test_what_a_group_buy_leaves(self, margin, code, low, high) -> None:
        (found,) = commission_check(twd(1_000), margin)
        assert found.code == code
        assert found.values["left"] == {"low": low, "high": high, "currency": "TWD"}


def test_the_honest_product() -> None:
    found = honest_orders(50_000)
    assert found.values["orders"] == 0.6
    assert (found.values["click_rate"], found.values["buy_rate"]) == (0.02, 0.03)
    assert honest_orders(1_000_000).values["orders"] == 12


@pytest.mark.parametrize(
    ("discount", "margin", "code", "times"),
    [
        (0.25, 0.5, "promotion.times", 2.0),  # S1: half the price is margin, a quarter is given away
        (0.2, 0.6, "promotion.times", 1.5),
        (0.1, 0.4, "promotion.times", 1.4),  # 1.33 rounded up: 1.3 would not do
        (0.5, 0.5, "promotion.times_loss", None),
        (0.3, 0.2, "promotion.times_loss", None),
    ],
)
def test_how_many_times_the_sales_a_discount_needs(
    discount: float, margin: float, code: str, times: float | None
) -> None:
    told, formula = discount_question(discount, margin)
    assert (told.code, told.values.get("times")) == (code, times)
    assert formula.code == "promotion.formula"


def test_without_a_margin_a_discount_is_shown_for_typical_ones() -> None:
    assert [reason.values.get("margin_rate") for reason in discount_question(0.25)] == [
        0.3,
        0.4,
        0.5,
        0.6,
        None,
    ]
    with pytest.raises(ValueError, match="between 0 and 1"):
        discount_question(1)
