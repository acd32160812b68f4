"""What a piece may cost, from the rate cards by followers, blended with views where they are known.

Public tables disagree widely, so an estimate is a range with a confidence, never a single figure.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import log, sqrt

from knowledge.currency import home_currency, rate, worth
from knowledge.models import Basis, Format, Frozen, Platform, Price, Share, Tier
from knowledge.money import Money
from knowledge.rate_cards import (
    AMBASSADOR,
    CARDS,
    DERIVED,
    FORMAT_SCALE,
    INTL_TIKTOK,
    SAME,
    VIDEO_FORMATS,
    VIEW_PRICES,
    Card,
    Scale,
)
from knowledge.tiers import tier_of

COMMERCIAL = (Format.GROUP_BUY, Format.AFFILIATE, Format.GIFTING, Format.AMBASSADOR)
NO_COMMISSION_SALE = frozenset({Platform.PODCAST, Platform.TWITCH, Platform.DCARD, Platform.X})
FORMATS_OF: Mapping[Platform, tuple[Format, ...]] = {
    platform: (
        *pieces,
        *(f for f in COMMERCIAL if f is not Format.GROUP_BUY or platform not in NO_COMMISSION_SALE),
    )
    for platform, pieces in FORMAT_SCALE.items()
}
# Larger creators do not work for the product alone (M13: below 10,000 "or product only"; M39).
GIFTING_TIERS = frozenset({Tier.NANO, Tier.MICRO})
# From this size on, a share of the sale comes with a guaranteed fee (M27: "famous ones also want a fee").
GUARANTEE_TIERS = frozenset({Tier.MID, Tier.MACRO, Tier.MEGA})
GUARANTEE = Scale(0.0, 0.5, ("M27", "OWN"))

FALLBACK_CONFIDENCE = 0.75  # a card of another market is worth three quarters of its confidence (OWN)
DERIVED_CONFIDENCE = 0.8  # each unsourced or derived ratio takes a fifth (OWN)
VIEWS_CONFIDENCE = 1.25  # known views add a quarter (OWN)
UNPAID_CONFIDENCE = 0.3
_ROUND_TO = 2  # significant digits: more would claim what the tables do not know


class Estimate(Frozen):
    """A price from the rate cards; ``card_market`` is the market whose card was read."""

    price: Price
    confidence: Share
    card_market: str
    views_used: bool = False
    sources: tuple[str, ...] = ()


def estimate(
    platform: Platform,
    format: Format,
    followers: float,
    market: str = "TW",
    views: float | None = None,
    unit_price: Money | None = None,
) -> Estimate | None:
    """What a channel of this size may ask, in the market's currency; None where the format makes no sense."""
    if format not in FORMATS_OF[platform] or followers <= 0:
        return None
    if format in (Format.GIFTING, Format.AFFILIATE, Format.GROUP_BUY):
        return _without_fee(platform, format, followers, market, unit_price)
    base = _by_followers(platform, format, followers, market)
    if not views or platform not in VIEW_PRICES or format not in VIDEO_FORMATS:
        return base
    return _with_views(base, platform, views)


@lru_cache(maxsize=1024)  # the same few sizes for every brief
def example(platform: Platform, format: Format, followers: float, market: str) -> Estimate | None:
    """The estimate for a typical creator of a size that the advice argues with."""
    return estimate(platform, format, followers, market)


def _by_followers(platform: Platform, format: Format, followers: float, market: str) -> Estimate:
    card, card_market, scale = _card_for(platform, market)
    step = format_scale(platform, format)
    low, high = _at(card, followers)
    trust = card.confidence * _trust(scale) * _trust(step)
    return Estimate(
        price=_price(low * scale.low * step.low, high * scale.high * step.high, card, home_currency(market)),
        confidence=trust if card_market == market else trust * FALLBACK_CONFIDENCE,
        card_market=card_market,
        sources=tuple(dict.fromkeys((*card.sources, *scale.sources, *step.sources))),
    )


def _with_views(base: Estimate, platform: Platform, views: float) -> Estimate:
    """The geometric mean of both ranges: each counts half, and more views never make it cheaper."""
    seen, per = base.price, VIEW_PRICES[platform]
    thousands = views / 1000 * float(rate("USD", seen.currency))
    ends = sqrt(seen.low * thousands * per.low), sqrt(seen.high * thousands * per.high)
    price = seen.model_copy(update={"low": rounded(ends[0]), "high": rounded(ends[1])})
    return Estimate(
        price=price,
        confidence=min(base.confidence * VIEWS_CONFIDENCE, 1),
        card_market=base.card_market,
        views_used=True,
        sources=tuple(dict.fromkeys((*base.sources, *per.sources))),
    )


def cheapest(platform: Platform, market: str = "TW", followers: float = 3_000) -> Price | None:
    """The estimate for the platform's cheapest paid piece from a small creator: what a budget must reach."""
    pieces = (estimate(platform, format, followers, market) for format in FORMAT_SCALE[platform])
    prices = [piece.price for piece in pieces if piece]
    return min(prices, key=lambda price: (price.low, price.high), default=None)


def _without_fee(
    platform: Platform, format: Format, followers: float, market: str, unit_price: Money | None
) -> Estimate | None:
    """Gifting costs the product; a share of sales costs nothing, or a guarantee from mid size on."""
    if format is Format.GIFTING:
        return _gift(followers, market, unit_price)
    card, card_market, scale = _card_for(platform, market)
    currency, most = home_currency(market), 0.0
    if tier_of(followers) in GUARANTEE_TIERS:
        most = _at(card, followers)[1] * scale.high * GUARANTEE.high * float(rate(card.currency, currency))
    return _unpaid(0.0, rounded(most), currency, card_market, GUARANTEE.sources if most else ("M39",))


def _gift(followers: float, market: str, unit_price: Money | None) -> Estimate | None:
    """The product's own price, exactly; nothing where it is not known."""
    if tier_of(followers) not in GIFTING_TIERS:
        return None
    currency = home_currency(market)
    value = worth(unit_price, currency) if unit_price else None
    if value is None:
        return None
    cost = float(value.amount)
    return _unpaid(cost, cost, currency, market, ("M39",))


def _unpaid(low: float, high: float, currency: str, market: str, sources: tuple[str, ...]) -> Estimate:
    price = Price(low=low, high=high, currency=currency, basis=Basis.ESTIMATE, source=sources[0])
    return Estimate(price=price, confidence=UNPAID_CONFIDENCE, card_market=market, sources=sources)


def _card_for(platform: Platform, market: str) -> tuple[Card, str, Scale]:
    """The card to read, whose market it is, and the platform's multiple of it."""
    home = market if market in ("TW", "US", "CN") else "US"
    for where in dict.fromkeys((home, "US")):
        if (where, platform) in CARDS:
            return CARDS[where, platform], where, SAME
        if platform in DERIVED:
            parent, scale = DERIVED[platform]
            if (where, parent) in CARDS:
                own = INTL_TIKTOK if platform is Platform.TIKTOK and where != "TW" else scale
                return CARDS[where, parent], where, own
    raise LookupError(f"no rate card leads to {platform}")


def _at(card: Card, followers: float) -> tuple[float, float]:
    """Low and high at a number of followers, on straight lines of logarithms between the card's points."""
    points = card.points
    below = max((n for n, point in enumerate(points) if point[0] <= followers), default=0)
    below = min(below, len(points) - 2)
    (left, left_low, left_high), (right, right_low, right_high) = points[below], points[below + 1]
    share = (log(followers) - log(left)) / (log(right) - log(left))
    return _between(left_low, right_low, share), _between(left_high, right_high, share)


def _between(left: float, right: float, share: float) -> float:
    # Not exp(log): at a point of the card, where the share is 0, this gives the point itself.
    return left * float((right / left) ** share)


def format_scale(platform: Platform, format: Format) -> Scale:
    """A format as a multiple of the platform's base format."""
    return AMBASSADOR if format is Format.AMBASSADOR else FORMAT_SCALE[platform][format]


def _trust(scale: Scale) -> float:
    return DERIVED_CONFIDENCE if "OWN" in scale.sources else 1.0


def _price(low: float, high: float, card: Card, currency: str) -> Price:
    into = float(rate(card.currency, currency))
    return Price(
        low=rounded(low * into),
        high=rounded(high * into),
        currency=currency,
        basis=Basis.ESTIMATE,
        as_of=date(card.year, 12, 31),
        source=card.sources[0],
    )


def rounded(amount: float) -> float:
    """Two significant digits, halves up."""
    if amount <= 0:
        return 0.0
    exact = Decimal(str(amount))
    step = Decimal(1).scaleb(exact.adjusted() - _ROUND_TO + 1)
    return float((exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step)
