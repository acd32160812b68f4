"""The arithmetic of a campaign: what it may bring, what it must bring, and what a discount really earns.

Formulas (M40): CPM = cost ÷ people reached × 1000; CPE = cost ÷ engagements; orders = followers ×
engagement × click rate × buying rate. Money is exact, in minor units; expectations are ranges, and often
below one order.
"""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from knowledge.answer import Expected, Span
from knowledge.commission import commission_for
from knowledge.engagement import normal_band
from knowledge.models import Channel, Format, Frozen, Platform, Reason
from knowledge.money import Money, MoneyRange
from knowledge.sources import because
from knowledge.tiers import tier_of


class RateRange(NamedTuple):
    """A share as a range of fractions, and where it is from."""

    low: float
    high: float
    sources: tuple[str, ...]


CLICK = RateRange(0.01, 0.02, ("M06", "OWN"))  # of those who engage, who follow the link; M06 says 2 %
BUY = RateRange(0.01, 0.03, ("M06", "OWN"))  # of those who click, who buy; M06 says 3 %
# People reached by one piece ÷ followers, where views are not known (OWN).
REACH: Mapping[Platform, tuple[float, float]] = {
    Platform.YOUTUBE: (0.05, 0.25), Platform.INSTAGRAM: (0.05, 0.20), Platform.FACEBOOK: (0.02, 0.08),
    Platform.TIKTOK: (0.05, 0.40), Platform.THREADS: (0.03, 0.15), Platform.XIAOHONGSHU: (0.05, 0.30),
    Platform.BLOG: (0.05, 0.30), Platform.PODCAST: (0.20, 0.60), Platform.TWITCH: (0.01, 0.05),
    Platform.LINE: (0.10, 0.30), Platform.DCARD: (0.05, 0.30), Platform.X: (0.02, 0.10),
}  # fmt: skip
VIEWS_SPREAD = (0.5, 1.2)  # a paid piece against the median of the channel's others (OWN)


def funnel(channel: Channel) -> Expected:
    """What one piece on a channel may bring. Ends multiply: lows with lows, highs with highs.

    Reach comes from known views, else from followers; engagements from the channel's own rate, else its
    size's band; without followers and views everything is None.
    """
    followers = channel.followers.value if channel.followers else None
    reach = _reach(channel.platform, followers, channel.avg_views.value if channel.avg_views else None)
    engaged = _engagements(channel, followers)
    if engaged is None:
        return Expected(reach=reach)
    clicks = _times(engaged, CLICK)
    return Expected(reach=reach, engagements=engaged, clicks=clicks, orders=_times(clicks, BUY))


def cpm(cost: MoneyRange, reach: Span | None) -> MoneyRange | None:
    """Cost per thousand people reached: the cheap end over the high reach, the dear end over the low."""
    return _per(cost, reach, 1000)


def cpe(cost: MoneyRange, engagements: Span | None) -> MoneyRange | None:
    """Cost per engagement."""
    return _per(cost, engagements, 1)


def break_even_orders(cost: Money, unit_price: Money, margin_rate: float | None = None) -> int | None:
    """Orders whose gross margin pays the cost, rounded up; by revenue where the margin is not known.

    None when nothing can be earned: a price or a margin of zero, or two currencies.
    """
    earned = _margin_minor(unit_price, margin_rate)
    if earned <= 0 or cost.currency != unit_price.currency:
        return None
    return int((Decimal(cost.minor) / earned).to_integral_value(ROUND_CEILING))


def highest_fee(orders: float, unit_price: Money, margin_rate: float | None = None) -> Money:
    """The fee that so many orders just pay back, rounded down."""
    earned = _margin_minor(unit_price, margin_rate) * Decimal(str(orders))
    return Money(minor=int(earned.to_integral_value(ROUND_FLOOR)), currency=unit_price.currency)


class Promotion(Frozen):
    """A discount's profit beside the profit without it."""

    price_after: Money
    before_minor: int
    after_minor: int
    currency: str
    volume_to_match: (
        int | None
    )  # orders at the new price that earn the old profit; None when each loses money
    reasons: tuple[Reason, ...]


def promotion(price: Money, cost: Money, discount_rate: float, volume: int, planned_volume: int) -> Promotion:
    """Profit before and after a discount. S1: 1,000 less 25 %, cost 500, 100 then 200 sold: no gain."""
    if price.currency != cost.currency:
        raise ValueError(
            f"price is in {price.currency} and cost in {cost.currency}; give both in one currency"
        )
    if not 0 <= discount_rate <= 1:
        raise ValueError(f"a discount is a share between 0 and 1, not {discount_rate}")
    cut = Decimal(price.minor) * (1 - Decimal(str(discount_rate)))
    now = int(cut.quantize(Decimal(1), ROUND_HALF_UP))
    before, after = (price.minor - cost.minor) * volume, (now - cost.minor) * planned_volume
    each = now - cost.minor
    match = -(-before // each) if each > 0 and before >= 0 else None
    told = _promotion_reason(before, after, price.currency, planned_volume, match)
    return Promotion(
        price_after=Money(minor=now, currency=price.currency),
        before_minor=before,
        after_minor=after,
        currency=price.currency,
        volume_to_match=match,
        reasons=(told,),
    )


def _promotion_reason(before: int, after: int, currency: str, planned: int, match: int | None) -> Reason:
    if after < 0 or before < 0 or match is None:
        return because("promotion.loss", "S1", planned=planned)
    was, now = (Money(minor=minor, currency=currency).model_dump() for minor in (before, after))
    code = (
        "promotion.same" if after == before else "promotion.better" if after > before else "promotion.worse"
    )
    return because(code, "S1", before=was, after=now, planned=planned, needed=match)


TYPICAL_MARGINS = (0.3, 0.4, 0.5, 0.6)  # shown as a table where the seller has not said theirs (OWN)


def discount_question(discount_rate: float, margin_rate: float | None = None) -> tuple[Reason, ...]:
    """How many times the usual sales a discount needs, for one margin or a few typical ones. S1's sum."""
    if not 0 < discount_rate < 1:
        raise ValueError(f"a discount is a share between 0 and 1, not {discount_rate}")
    margins = TYPICAL_MARGINS if margin_rate is None else (margin_rate,)
    return (*(_times_needed(discount_rate, margin) for margin in margins), because("promotion.formula", "S1"))


def _times_needed(discount_rate: float, margin_rate: float) -> Reason:
    seen = {"discount_rate": discount_rate, "margin_rate": margin_rate}
    before = Decimal(str(margin_rate))
    after = before - Decimal(str(discount_rate))
    if after <= 0:
        return because("promotion.times_loss", "S1", **seen)
    times = (before / after).quantize(Decimal("0.1"), ROUND_CEILING)
    return because("promotion.times", "S1", times=float(times), **seen)


def commission_check(unit_price: Money, margin_rate: float, market: str = "TW") -> tuple[Reason, ...]:
    """What a group-buy leaves of each sale at the usual shares, or that it leaves nothing."""
    usual = commission_for(Format.GROUP_BUY, market)
    if usual is None:
        return ()
    worst_first = (usual.high, usual.low)
    worst = margin_rate - usual.high
    values = {"margin_rate": margin_rate, "low_rate": usual.low, "high_rate": usual.high}
    code = (
        "commission.leaves"
        if worst > 0
        else "commission.too_thin"
        if margin_rate > usual.low
        else "commission.loss"
    )
    low, high = (
        unit_price.amount * max(Decimal(str(margin_rate)) - Decimal(str(s)), Decimal(0)) for s in worst_first
    )
    money = MoneyRange.of(low, high, unit_price.currency)
    return (because(code, *usual.sources, left=money.model_dump(), **values),)


def honest_orders(followers: int, engagement_rate: float = 0.02) -> Reason:
    """The plain product for one post: 50,000 × 2 % × 2 % × 3 % is 0.6 orders."""
    orders = (
        Decimal(followers) * Decimal(str(engagement_rate)) * Decimal(str(CLICK.high)) * Decimal(str(BUY.high))
    )
    return because(
        "economics.honest_orders",
        "M06",
        followers=followers,
        engagement_rate=engagement_rate,
        click_rate=CLICK.high,
        buy_rate=BUY.high,
        orders=float(round(orders, 2)),
    )


def _reach(platform: Platform, followers: float | None, views: float | None) -> Span | None:
    if views is not None:
        return Span(low=views * VIEWS_SPREAD[0], high=views * VIEWS_SPREAD[1])
    if followers is None:
        return None
    low, high = REACH[platform]
    return Span(low=followers * low, high=followers * high)


def _engagements(channel: Channel, followers: float | None) -> Span | None:
    if followers is None:
        return None
    if channel.engagement is not None:
        middle = followers * channel.engagement.value
        return Span(low=middle * VIEWS_SPREAD[0], high=middle * VIEWS_SPREAD[1])
    band = normal_band(channel.platform, tier_of(followers))
    return None if band is None else Span(low=followers * band.low, high=followers * band.high)


def _times(span: Span, share: RateRange) -> Span:
    return Span(low=span.low * share.low, high=span.high * share.high)


def _per(cost: MoneyRange, quantity: Span | None, units: int) -> MoneyRange | None:
    if quantity is None or quantity.low <= 0 or cost.high_minor is None:
        return None
    ends = ((cost.low_minor, quantity.high), (cost.high_minor, quantity.low))
    low, high = (
        int((Decimal(minor) * units / Decimal(str(n))).quantize(Decimal(1), ROUND_HALF_UP))
        for minor, n in ends
    )
    return MoneyRange(low_minor=low, high_minor=high, currency=cost.currency)


def _margin_minor(unit_price: Money, margin_rate: float | None) -> Decimal:
    return Decimal(unit_price.minor) * (Decimal(1) if margin_rate is None else Decimal(str(margin_rate)))
