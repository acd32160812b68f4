"""What a piece costs: the creator's own fee first, their fee for a sibling format next, an estimate last.

And whether a quote is fair: where it lies in the range for its size, and what to ask before agreeing.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from knowledge.currency import convert
from knowledge.estimates import FORMATS_OF, Estimate, cheapest, estimate, format_scale, rounded
from knowledge.models import Basis, Channel, Fee, Format, Frozen, Platform, Price, Reason
from knowledge.money import Money
from knowledge.rate_cards import FORMAT_SCALE, TW_POST_50K
from knowledge.sources import because
from knowledge.tiers import tier_of

__all__ = [
    "FORMATS_OF",
    "MODIFIERS",
    "Estimate",
    "Modifier",
    "QuoteVerdict",
    "Verdict",
    "cheapest",
    "estimate",
    "judge_quote",
    "modified",
    "price_for",
]


class Modifier(NamedTuple):
    """What a clause adds to a fee, as fractions of it (below 0: takes off)."""

    low: float
    high: float
    sources: tuple[str, ...]
    monthly: bool = False


MODIFIERS: Mapping[str, Modifier] = {
    "usage_rights": Modifier(0.10, 0.30, ("M15",), monthly=True),
    "whitelisting": Modifier(0.25, 1.00, ("M25",)),  # 30 days 25-50 %, 90 days 75-100 %
    "exclusivity": Modifier(0.20, 0.50, ("M13", "M17")),
    "endorsement_exclusivity": Modifier(0.50, 1.00, ("M16",)),
    "video": Modifier(0.30, 0.50, ("M13",)),
    "link": Modifier(0.10, 0.20, ("M24",)),
    "beauty_fashion": Modifier(0.20, 0.40, ("M17", "M26")),
    "multi_platform": Modifier(-0.20, -0.10, ("M13",)),
    "long_term": Modifier(-0.25, -0.15, ("M13",)),
    "agent": Modifier(0.10, 0.20, ("M16",)),
}


class Verdict(StrEnum):
    """Where a quote lies against the range for its size."""

    SUSPICIOUSLY_LOW = "suspiciously_low"
    LOW = "low"
    FAIR = "fair"
    HIGH = "high"
    VERY_HIGH = "very_high"
    UNKNOWN = "unknown"


class QuoteVerdict(Frozen):
    """The judgement of a quote: its place (0 is the low end, 1 the high end), why, and what to ask."""

    verdict: Verdict
    range: Price | None
    confidence: float
    position: float | None
    reasons: tuple[Reason, ...]
    questions: tuple[Reason, ...]


FAR_BELOW, FAR_ABOVE = 0.5, 1.5  # of the low end, of the high end (OWN)


def price_for(
    channel: Channel, format: Format, market: str = "TW", unit_price: Money | None = None
) -> Price | None:
    """What this channel costs for one piece in a format; None where nothing is known to tell it from.

    The channel's own fee for the format comes first, quoted before rate card; then its fee for a sibling
    format by the documented ratio; then the estimate from followers and views. The currency is the fee's
    or the market's.
    """
    if own := _own_fee(channel, format):
        return own.price
    if sibling := _from_sibling(channel, format):
        return sibling
    if channel.followers is None:
        return None
    views = channel.avg_views.value if channel.avg_views else None
    guess = estimate(channel.platform, format, channel.followers.value, market, views, unit_price)
    return guess.price if guess else None


def modified(price: Price, clauses: Mapping[str, int]) -> Price:
    """The price with clauses added; the value is the number of months where the clause is paid monthly."""
    low = high = 1.0
    for name, months in clauses.items():
        clause = MODIFIERS[name]
        times = months if clause.monthly else 1
        low, high = low + clause.low * times, high + clause.high * times
    return price.model_copy(
        update={"low": rounded(price.low * low), "high": rounded(price.high * high), "basis": Basis.ESTIMATE}
    )


class _Asked(NamedTuple):
    """What was asked for what."""

    amount: Money
    platform: Platform
    format: Format
    followers: float
    market: str
    views: float | None


def judge_quote(
    amount: Money,
    platform: Platform,
    format: Format,
    followers: float | None,
    market: str = "TW",
    views: float | None = None,
) -> QuoteVerdict:
    """Whether an asked price is fair for the size, with reasons and the questions to ask the creator."""
    guess = estimate(platform, format, followers, market, views) if followers else None
    if guess is None or followers is None or guess.price.high <= 0:
        return QuoteVerdict(
            verdict=Verdict.UNKNOWN,
            range=None,
            confidence=0.0,
            position=None,
            reasons=(_why_unknown(platform, format, followers),),
            questions=_questions(views, Verdict.UNKNOWN),
        )
    return _judged(_Asked(amount, platform, format, followers, market, views), guess)


def _judged(asked: _Asked, guess: Estimate) -> QuoteVerdict:
    low, high = guess.price.low, guess.price.high
    sum_asked = float(convert(asked.amount, guess.price.currency).amount)
    verdict = _verdict(sum_asked, low, high)
    return QuoteVerdict(
        verdict=verdict,
        range=guess.price,
        confidence=guess.confidence,
        position=round((sum_asked - low) / (high - low), 4) if high > low else None,
        reasons=(_placed(asked, guess, verdict), *_views_reason(asked), *_cautions(asked, guess)),
        questions=_questions(asked.views, verdict),
    )


def _verdict(asked: float, low: float, high: float) -> Verdict:
    if asked < low * FAR_BELOW:
        return Verdict.SUSPICIOUSLY_LOW
    if asked < low:
        return Verdict.LOW
    if asked <= high:
        return Verdict.FAIR
    return Verdict.HIGH if asked <= high * FAR_ABOVE else Verdict.VERY_HIGH


def _placed(asked: _Asked, guess: Estimate, verdict: Verdict) -> Reason:
    return because(
        f"quote.{verdict.value}",
        *guess.sources,
        asked=asked.amount.model_dump(),
        range={"low": guess.price.low, "high": guess.price.high, "currency": guess.price.currency},
        followers=asked.followers,
        platform=asked.platform.value,
        format=asked.format.value,
        tier=tier_of(asked.followers).value,
    )


def _views_reason(asked: _Asked) -> list[Reason]:
    if not asked.views:
        return []
    per = Money.of(asked.amount.amount * 1000 / Decimal(str(asked.views)), asked.amount.currency)
    return [because("quote.per_thousand_views", "M21", "M22", cpm=per.model_dump(), views=asked.views)]


def _cautions(asked: _Asked, guess: Estimate) -> list[Reason]:
    """How far the range itself can be trusted."""
    found = []
    if guess.card_market != asked.market:
        found.append(because("quote.other_market", "OWN", market=asked.market, market_2=guess.card_market))
    if asked.platform is Platform.INSTAGRAM and asked.market == "TW":
        low, high = min(low for low, _ in TW_POST_50K), max(high for _, high in TW_POST_50K)
        wide = {"low": low, "high": high, "currency": "TWD"}
        found.append(because("quote.sources_disagree", "M12", range=wide, followers=50_000))
    return found


def _why_unknown(platform: Platform, format: Format, followers: float | None) -> Reason:
    spot = {"platform": platform.value, "format": format.value}
    if not followers:
        return because("quote.no_followers", **spot)
    if format in (Format.GROUP_BUY, Format.AFFILIATE, Format.GIFTING):
        return because("quote.paid_by_share", "M27", "M28", **spot)
    return because("quote.not_offered", **spot)


def _questions(views: float | None, verdict: Verdict) -> tuple[Reason, ...]:
    """What to ask before agreeing; the first is what would change the judgement most."""
    asks = ["ask.included"]
    if not views:
        asks.insert(0, "ask.median_views")
    if verdict in (Verdict.SUSPICIOUSLY_LOW, Verdict.LOW):
        asks.append("ask.audience_proof")
    if verdict in (Verdict.HIGH, Verdict.VERY_HIGH):
        asks += ["ask.past_results", "ask.smaller_piece"]
    return tuple(because(code, "M42") for code in (*asks, "ask.rights", "ask.revisions"))


def _own_fee(channel: Channel, format: Format) -> Fee | None:
    order = list(Basis)
    fees = [fee for fee in channel.fees if fee.format is format]
    return min(fees, key=lambda fee: (order.index(fee.price.basis), fee.price.low), default=None)


def _from_sibling(channel: Channel, format: Format) -> Price | None:
    if (
        format in (Format.GIFTING, Format.AFFILIATE, Format.GROUP_BUY)
        or format not in FORMATS_OF[channel.platform]
    ):
        return None
    siblings = [fee for fee in channel.fees if fee.format in FORMAT_SCALE[channel.platform]]
    if not siblings:
        return None
    order = list(Basis)
    fee = min(siblings, key=lambda fee: (order.index(fee.price.basis), fee.format != Format.POST, fee.format))
    here, there = format_scale(channel.platform, format), FORMAT_SCALE[channel.platform][fee.format]
    # Means, not ends: the sibling's own price is known, only the ratio between formats is not.
    ratio = (here.low / there.low, here.high / there.high)
    low, high = fee.price.low * min(ratio), fee.price.high * max(ratio)
    source = next(iter((*here.sources, *there.sources)), "OWN")
    return Price(
        low=rounded(low),
        high=rounded(high),
        currency=fee.price.currency,
        basis=Basis.ESTIMATE,
        as_of=fee.price.as_of,
        source=source,
    )
