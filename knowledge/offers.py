"""What may be asked of each candidate: offers with their cost in the budget's currency and their worth."""

from collections.abc import Mapping, Sequence
from itertools import islice
from statistics import quantiles
from sys import intern
from typing import NamedTuple, Self

from knowledge.answer import FormatAdvice, Offer, PlatformAdvice
from knowledge.case import Case
from knowledge.currency import UnknownCurrency, convert
from knowledge.economics import funnel
from knowledge.fit import Assessment
from knowledge.models import Candidate, Format, Platform, Price
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


class Sale(NamedTuple):
    """What prices depend on beside the channel: the market, what the product sells for, the budget's currency."""

    market: str
    unit_price: Money | None
    currency: str

    def key(self, format: Format) -> str:
        """Differs whenever a format's cost does: only a gift costs what the product does."""
        gift = self.unit_price if format is Format.GIFTING else None
        return intern(f"cost {format} {self.market} {self.currency} {gift and (gift.minor, gift.currency)}")


class Piece(NamedTuple):
    """A format that a channel has a price for, and its cost in minor units of the budget's currency, if it has one."""

    format: Format
    cost: int | UnknownCurrency


class Deal:
    """A piece asked of one candidate, and the bid with its cost and worth that stands for it in the program."""

    __slots__ = ("_offer", "_sale", "bid", "format", "one")

    def __init__(self, one: Assessment, format: Format, sale: Sale, bid: Bid) -> None:
        self.one, self.format, self.bid, self._sale = one, format, bid, sale
        self._offer: Offer | None = None

    @property
    def offer(self) -> Offer:
        """The piece with its whole price, worked out when asked for: of all that compete, few are shown."""
        if self._offer is None:
            channel, sale = self.one.candidate.channel, self._sale
            fee = price_for(channel, self.format, sale.market, sale.unit_price)
            assert fee is not None, "there is no deal without a price"
            self._offer = Offer(format=self.format, fee=fee)
        return self._offer


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


def pieces(one: Assessment, advised: Sequence[Format], sale: Sale) -> list[Piece]:
    """At most four formats with a price: the advised ones, those with a known fee, the platform's main one."""
    channel = one.candidate.channel
    possible = FORMATS_OF[channel.platform]
    known = [fee.format for fee in channel.fees]
    # Few creators work for a share alone, so that competes only where it leads the advice.
    asked = [format for n, format in enumerate(advised) if n < SHARED_PLACES or format not in ON_SHARE]
    wanted = [format for format in dict.fromkeys([*asked, *known, *possible[:1]]) if format in possible]
    priced = (_piece(one, format, sale) for format in wanted)
    return list(islice((piece for piece in priced if piece), MOST_FORMATS))


def _piece(one: Assessment, format: Format, sale: Sale) -> Piece | None:
    def cost(case: Case) -> int | None:
        price = price_for(case.candidate.channel, format, sale.market, sale.unit_price)
        return None if price is None else cost_of(price, sale.currency)

    try:
        known = one.standing.once(sale.key(format), cost, one.case)
    except UnknownCurrency as problem:
        return Piece(format, problem)
    return None if known is None else Piece(format, int(known))


def cost_of(price: Price, currency: str) -> int:
    """The middle of a price in minor units of a currency. Raises UnknownCurrency."""
    middle = price.range.mid_minor
    if price.currency == currency:
        return middle
    return convert(Money(minor=middle, currency=price.currency), currency).minor


def deal(one: Assessment, format: Format, cost: int, ways: Ways, sale: Sale, close: float) -> Deal:
    """Worth of a piece at a cost: fit × effective reach, with diminishing returns.

    Effective reach is the people one piece reaches, times the share whom the product concerns. The share whom
    the seller can sell to stands outside the power: half an audience abroad halves the worth.
    """
    channel = one.candidate.channel
    reach = piece_reach(one, format) * close
    take_up = sum(TAKE_UP.get(format, (1.0, 1.0))) / 2
    worth = ways.worth(format, channel.platform) * take_up * one.reachable
    value = one.fit / 100 * (reach / TYPICAL_REACH) ** DIMINISHING * worth
    bid = Bid(
        key=f"{one.key}/{format}",
        creator=one.candidate.creator.id,
        niche=(channel.category or "").casefold(),
        tier=tier_of(channel.followers.value).value if channel.followers else "unknown",
        platform=channel.platform.value,
        cost=cost,
        value=round(value, 6),
        handling=GIFT_HANDLING if format is Format.GIFTING else HANDLING,
    )
    return Deal(one, format, sale, bid)


def piece_reach(one: Assessment, format: Format) -> float:
    """People whom one piece reaches, by the middle of the expectation."""
    usual = one.standing.once("reach", _usual_reach, one.case)
    return (UNKNOWN_REACH if usual is None else usual) * PIECE.get(format, 1.0)


def _usual_reach(case: Case) -> float | None:
    reach = funnel(case.candidate.channel).reach
    return None if reach is None else (reach.low + reach.high) / 2
