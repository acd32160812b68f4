"""What may be asked of each candidate: offers with their cost in the budget's currency and their worth."""

from collections.abc import Mapping, Sequence
from statistics import quantiles
from typing import NamedTuple, Self

from knowledge.answer import FormatAdvice, Offer, PlatformAdvice
from knowledge.currency import convert
from knowledge.economics import funnel
from knowledge.fit import Assessment
from knowledge.models import Brief, Candidate, Channel, Format, Platform, Price
from knowledge.money import Money
from knowledge.portfolio import HANDLING, Bid
from knowledge.pricing import FORMATS_OF, price_for
from knowledge.tiers import tier_of

MOST_FORMATS = 4
TYPICAL_REACH = 10_000  # people: a piece of a typical micro creator, which is the unit of worth
UNKNOWN_REACH = 500  # where nobody counted: as if very small, since missing is never good
# Reach counts less the more there is of it: the last thousand viewers care least for the channel (OWN).
DIMINISHING = 0.55
# People reached by a piece of this format against the channel's usual one (OWN).
PIECE: Mapping[Format, float] = {Format.STORY: 0.4, Format.LIVESTREAM: 0.5, Format.AMBASSADOR: 2.0}
# Share of creators who deliver unpaid: M39 says 10 to 30 % of gifts; for commission it is judgement (OWN).
TAKE_UP: Mapping[Format, tuple[float, float]] = {
    Format.GIFTING: (0.1, 0.3),
    Format.AFFILIATE: (0.05, 0.25),
    Format.GROUP_BUY: (0.2, 0.6),
}
GIFT_HANDLING = 0.3 * HANDLING  # a parcel and a message, no brief and no proofs
ON_SHARE = (Format.AFFILIATE, Format.GROUP_BUY)
SHARED_PLACES = 2
PULL = 1.5  # power of a platform's score against the best: half the score is worth a third (OWN)
LEAST_PULL = 0.05  # of a piece's worth is left on the platform that suits the product least
ADVISED = (1.0, 0.95, 0.9, 0.85)  # worth of a format by its place in the advice
UNADVISED = 0.7
UNREAD = 0.4  # closeness of a channel whose content nobody described
LEAST_CLOSE = 0.05
LEAST_SPAN = 0.15  # of cosine: channels nearer to each other than this are not told apart as niches


class Ways(NamedTuple):
    """How the advice wants the product shown: formats best first, each platform's pull against the best."""

    formats: Sequence[Format]
    pull: Mapping[Platform, float]

    @classmethod
    def of(cls, formats: Sequence[FormatAdvice], platforms: Sequence[PlatformAdvice]) -> Self:
        best = max((advice.score for advice in platforms), default=1.0) or 1.0
        pull = {advice.platform: max((advice.score / best) ** PULL, LEAST_PULL) for advice in platforms}
        return cls([advice.format for advice in formats], pull)

    def worth(self, format: Format, platform: Platform) -> float:
        """What a piece counts for, 0..1, by how well its format and platform carry the product."""
        place = ADVISED[min(self.formats.index(format), 3)] if format in self.formats else UNADVISED
        return place * self.pull.get(platform, LEAST_PULL)


class Deal(NamedTuple):
    """An offer to one candidate, and the bid with its cost and worth that stands for it in the program."""

    one: Assessment
    offer: Offer
    bid: Bid


def closeness(candidates: Sequence[Candidate]) -> dict[str, float]:
    """By channel key, the share of its audience that the product concerns, against the closest candidate.

    How far the similarity reaches from the field's lower quartile to its best: it needs no absolute scale, so
    it holds for any encoder. A stand-in for an interest that nobody measures (OWN).
    """
    seen = [c.similarity for c in candidates if c.style is not None]
    best = max(seen, default=0.0)
    floor = min(quantiles(seen, n=4)[0] if len(seen) > 1 else best, best - LEAST_SPAN)
    return {c.channel.key: _close(c, floor, best) for c in candidates}


def _close(candidate: Candidate, floor: float, best: float) -> float:
    if candidate.style is None:
        return UNREAD
    return max((candidate.similarity - floor) / (best - floor), LEAST_CLOSE)


def offers_for(channel: Channel, advised: Sequence[Format], market: str, brief: Brief) -> list[Offer]:
    """At most four priced offers: the advised formats, those with a known fee, the platform's main one."""
    possible = FORMATS_OF[channel.platform]
    known = [fee.format for fee in channel.fees]
    # Few creators work for a share alone, so that competes only where it leads the advice.
    asked = [format for n, format in enumerate(advised) if n < SHARED_PLACES or format not in ON_SHARE]
    wanted = [format for format in dict.fromkeys([*asked, *known, *possible[:1]]) if format in possible]
    priced = ((format, price_for(channel, format, market, brief.unit_price)) for format in wanted)
    return [Offer(format=format, fee=price) for format, price in priced if price is not None][:MOST_FORMATS]


def cost_of(price: Price, currency: str) -> int:
    """The middle of a price in minor units of a currency. Raises UnknownCurrency."""
    middle = price.range
    return convert(Money(minor=middle.mid_minor, currency=middle.currency), currency).minor


def deal(one: Assessment, offer: Offer, ways: Ways, currency: str, close: float) -> Deal:
    """Price and worth of an offer: fit × effective reach, with diminishing returns. Raises UnknownCurrency.

    Effective reach is the people one piece reaches, times the share whom the product concerns. The share whom
    the seller can sell to stands outside the power: half an audience abroad halves the worth.
    """
    channel, format = one.candidate.channel, offer.format
    reach = piece_reach(channel, format) * close
    take_up = sum(TAKE_UP.get(format, (1.0, 1.0))) / 2
    worth = ways.worth(format, channel.platform) * take_up * one.reachable
    value = one.fit / 100 * (reach / TYPICAL_REACH) ** DIMINISHING * worth
    bid = Bid(
        key=f"{channel.key}/{format}",
        creator=one.candidate.creator.id,
        niche=(channel.category or "").casefold(),
        tier=tier_of(channel.followers.value).value if channel.followers else "unknown",
        platform=channel.platform.value,
        cost=cost_of(offer.fee, currency),
        value=round(value, 6),
        handling=GIFT_HANDLING if format is Format.GIFTING else HANDLING,
    )
    return Deal(one, offer, bid)


def piece_reach(channel: Channel, format: Format) -> float:
    """People whom one piece reaches, by the middle of the expectation."""
    reach = funnel(channel).reach
    people = UNKNOWN_REACH if reach is None else (reach.low + reach.high) / 2
    return people * PIECE.get(format, 1.0)
