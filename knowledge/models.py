"""The words this project thinks in: brief, creator, channel, fee, candidate, reason, advice.

Everything is frozen and JSON-shaped; unknown is None or an empty tuple, never a guess.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.money import Money, MoneyRange


class Frozen(BaseModel):
    """A value: compared by content, never changed in place."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PriceTier(StrEnum):
    """Retail price band of a product within its category (knowledge/products has the bands)."""

    BUDGET = "budget"
    MID = "mid"
    PREMIUM = "premium"


class Goal(StrEnum):
    """The three benefits a campaign can aim at (S1: exposure, trust, sales)."""

    AWARENESS = "awareness"
    TRUST = "trust"
    SALES = "sales"


class Platform(StrEnum):
    YOUTUBE = "youtube"
    INSTAGRAM = "instagram"
    FACEBOOK = "facebook"
    TIKTOK = "tiktok"
    THREADS = "threads"
    XIAOHONGSHU = "xiaohongshu"
    BLOG = "blog"
    PODCAST = "podcast"
    TWITCH = "twitch"
    LINE = "line"
    DCARD = "dcard"
    X = "x"


class Format(StrEnum):
    """What a creator delivers, or how they are paid for it."""

    UNBOXING = "unboxing"
    REVIEW = "review"
    TUTORIAL = "tutorial"
    POST = "post"
    REEL = "reel"
    STORY = "story"
    SHORT = "short"
    LIVESTREAM = "livestream"
    GROUP_BUY = "group_buy"
    AFFILIATE = "affiliate"
    GIFTING = "gifting"
    AMBASSADOR = "ambassador"
    BLOG_ARTICLE = "blog_article"


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"


class Tier(StrEnum):
    """Size of a channel by followers (knowledge/tiers has the ranges and their source)."""

    NANO = "nano"
    MICRO = "micro"
    MID = "mid"
    MACRO = "macro"
    MEGA = "mega"


Region = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="BCP 47")]
Share = Annotated[float, Field(ge=0, le=1)]
Age = Annotated[int, Field(ge=0, le=120)]


class Audience(Frozen):
    """Whom the seller wants to reach."""

    age_low: Age | None = None
    age_high: Age | None = None
    gender: Gender | None = None
    regions: tuple[Region, ...] = ()
    languages: tuple[Language, ...] = ()


class FollowerRange(Frozen):
    """Wanted size of a channel; an open end is None."""

    low: Annotated[int, Field(ge=0)] | None = None
    high: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError(f"the follower range ends ({self.high}) below where it starts ({self.low})")
        return self


class Brief(Frozen):
    """What a seller has told us so far. ``budget`` is the total for the campaign.

    One figure means low = high; "at most" means low = 0; "at least" means high is None.
    """

    product: str | None = Field(None, min_length=1, max_length=200)
    category: str | None = Field(None, description="id of a product type in knowledge/products")
    unit_price: Money | None = None
    price_tier: PriceTier | None = None
    budget: MoneyRange | None = None
    goal: Goal | None = None
    platforms: tuple[Platform, ...] = ()
    excluded_platforms: tuple[Platform, ...] = ()
    audience: Audience = Audience()
    followers: FollowerRange | None = None
    creators: Annotated[int, Field(ge=1, le=1000)] | None = Field(None, description="how many are wanted")
    style: str | None = Field(None, min_length=1, max_length=400)
    exclusions: tuple[str, ...] = ()
    new_product: bool | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """The questions still open, in the order they are asked: product, price, budget."""
        priced = self.price_tier is not None or self.unit_price is not None
        known = {"product": self.product is not None, "price": priced, "budget": self.budget is not None}
        return tuple(name for name, is_known in known.items() if not is_known)


class Figure(Frozen):
    """A measured value with when and from where. ``value`` is a count, a rate in 0..1, or a share."""

    value: Annotated[float, Field(ge=0)]
    as_of: date | None = None
    source: str | None = None


class Basis(StrEnum):
    """Where a price comes from, most trusted first."""

    QUOTED = "quoted"
    RATE_CARD = "rate_card"
    ESTIMATE = "estimate"


class Price(Frozen):
    """A fee as a range with its basis; JSON puts the range's three keys beside the others."""

    low: Annotated[float, Field(ge=0)]
    high: Annotated[float, Field(ge=0)]
    currency: str
    basis: Basis
    as_of: date | None = None
    source: str | None = None

    @property
    def range(self) -> MoneyRange:
        """The same range as exact money."""
        return MoneyRange.of(self.low, self.high, self.currency)

    @classmethod
    def from_range(cls, money: MoneyRange, basis: Basis, as_of: date | None, source: str | None) -> Self:
        """From exact money; an open range has no price and is refused."""
        if money.high is None:
            raise ValueError("a price needs both ends")
        low, high = float(money.low), float(money.high)
        return cls(low=low, high=high, currency=money.currency, basis=basis, as_of=as_of, source=source)


class Fee(Frozen):
    """What a channel asks for one piece in one format."""

    format: Format
    price: Price


class ChannelAudience(Frozen):
    """Who follows a channel, as far as somebody measured or noted it."""

    age_low: Age | None = None
    age_high: Age | None = None
    female_share: Share | None = None
    regions: tuple[Region, ...] = ()
    as_of: date | None = None
    source: str | None = None


class Provenance(Frozen):
    """Which fields of a creator or channel came from where, and when. Figures, fees and audiences say it themselves.

    A field of which nothing is known stands in none.
    """

    fields: tuple[str, ...]
    as_of: date | None = None
    source: str | None = None


class Channel(Frozen):
    """One account on one platform. Key: platform + handle. Rates are fractions (0.032 is 3.2 %)."""

    platform: Platform
    handle: str = Field(min_length=1, max_length=200)
    url: str | None = None
    category: str | None = None
    content: str | None = Field(None, description="what a scout would note: what, how, for whom, what not")
    language: Language | None = None
    followers: Figure | None = None
    avg_views: Figure | None = None
    engagement: Figure | None = None
    posts_per_month: Figure | None = None
    last_post: date | None = None
    audience: ChannelAudience = ChannelAudience()
    fees: tuple[Fee, ...] = ()
    past_collaborations: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def key(self) -> str:
        """``platform:handle``, unique in a roster and stable across imports."""
        return f"{self.platform}:{self.handle.casefold()}"


class Creator(Frozen):
    """A person or team with one or more channels. ``demo`` marks fiction and shows wherever they do."""

    id: str
    name: str = Field(min_length=1, max_length=300)
    region: Region | None = None
    contact: str | None = None
    notes: str | None = None
    demo: bool = False
    channels: tuple[Channel, ...] = ()
    provenance: tuple[Provenance, ...] = ()


class Candidate(NamedTuple):
    """A channel that passed every condition, with how close its content is to the brief.

    ``similarity`` is the cosine of both; ``style`` the share of the searched roster that it beats, None without
    content; ``matched`` are the words of the description that lie nearest to the brief.
    """

    creator: Creator
    channel: Channel
    similarity: float
    style: float | None = None
    matched: tuple[str, ...] = ()


class Peer(Frozen):
    """Medians of a platform × tier group in the roster, what a channel is measured against."""

    channels: int
    engagement: float | None = None
    views_per_follower: float | None = None


class Reason(Frozen):
    """Why, as a code with values and source ids; ``text`` is filled in the language asked for."""

    code: str
    values: dict[str, Any] = {}
    sources: tuple[str, ...] = ()
    text: str | None = None
