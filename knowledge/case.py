"""What the factors of fit look at: one channel before one brief."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from knowledge.age import stale_days, weakest
from knowledge.currency import UnknownCurrency, convert
from knowledge.engagement import channel_flags
from knowledge.markets import markets_of
from knowledge.models import Brief, Candidate, ChannelAudience, Figure, Peer, Platform, PriceTier, Tier
from knowledge.products import ProductMatch, ProductType
from knowledge.tiers import tier_of

Peers = Mapping[tuple[Platform, Tier | None], Peer]


class Reading(NamedTuple):
    """One factor of one channel: 0..1 or None for unknown, and what to tell a seller about it.

    ``variant`` picks the wording, ``values`` fill it.
    """

    value: float | None
    variant: str = ""
    values: Mapping[str, Any] = MappingProxyType({})
    sources: tuple[str, ...] = ()


UNKNOWN = Reading(None)


class Part(NamedTuple):
    """One component of the audience asked for: None where the channel's side is unknown."""

    value: float | None
    values: dict[str, Any]


def price_tier(brief: Brief, product: ProductMatch | None) -> PriceTier | None:
    """The tier the seller named, else the one their unit price has within its kind of product."""
    if brief.price_tier or brief.unit_price is None or product is None:
        return brief.price_tier
    try:
        return product.type.tier_of(float(convert(brief.unit_price, "TWD").amount))
    except UnknownCurrency:
        return None


class Case:
    """A channel before a brief. ``platforms`` is how well each platform carries the product, 0..1.

    ``closeness`` is the channel's similarity against the closest candidate's, 0..1; 1 when it stands alone.
    """

    def __init__(
        self,
        brief: Brief,
        candidate: Candidate,
        product: ProductMatch | None,
        peers: Peers,
        today: date,
        platforms: Mapping[Platform, float],
        closeness: float = 1.0,
    ) -> None:
        self.brief, self.candidate, self.product = brief, candidate, product
        self.peers, self.today, self.platforms, self.closeness = peers, today, platforms, closeness
        self.audience: Mapping[str, Part | None] | None = None  # where audience_match compared them
        self._suspect: bool | None = None

    @property
    def tier(self) -> Tier | None:
        """The channel's size; None when nobody counted its followers."""
        followers = self.candidate.channel.followers
        return None if followers is None else tier_of(followers.value)

    @property
    def suspect(self) -> bool:
        """Whether the channel's own figures are too good to be true."""
        # Kept by hand: a cached_property takes one lock for all cases of all threads.
        if self._suspect is None:
            flags = channel_flags(self.candidate.channel)
            self._suspect = any(flag.code.endswith(("_high", ".more_likes_than_views")) for flag in flags)
        return self._suspect

    def counts(self, *things: Figure | ChannelAudience | None) -> float:
        """What figures of the channel still say, as much as the oldest of them. Fiction does not age."""
        return 1.0 if self.candidate.creator.demo else weakest(things, self.today)

    @property
    def stale(self) -> int | None:
        """How many days old the channel's oldest figure is; None while all are fresh."""
        return None if self.candidate.creator.demo else stale_days(self.candidate.channel, self.today)

    @property
    def markets(self) -> tuple[str, ...]:
        """Where the seller sells, said or concluded."""
        return markets_of(self.brief)

    @property
    def price_tier(self) -> PriceTier | None:
        """The product's price tier."""
        return price_tier(self.brief, self.product)

    @property
    def kin(self) -> frozenset[str]:
        """Names under which a past collaboration counts as the same kind of product."""
        if self.product is None:
            return frozenset({self.brief.product.casefold()} if self.brief.product else ())
        return _names(self.product.type)


@lru_cache(maxsize=1024)
def _names(kind: ProductType) -> frozenset[str]:
    names = (kind.zh, kind.en, *kind.zh_synonyms, *kind.en_synonyms)
    return frozenset(name.casefold() for name in names if name)
