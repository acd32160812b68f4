"""The answer to a brief: the shape that screens, JSON and exports share (contract in the README)."""

from enum import StrEnum

from pydantic import Field

from knowledge.models import Brief, Format, Frozen, Platform, Price, Reason, Share
from knowledge.money import Money, MoneyRange


class Role(StrEnum):
    """What KOL marketing is in the seller's mix (S2)."""

    MAIN = "main"
    SUPPLEMENTARY = "supplementary"


class Route(StrEnum):
    """Whom the seller deals with (S1)."""

    DIRECT = "direct"
    PLATFORM_OR_AGENCY = "platform_or_agency"


class RoleAdvice(Frozen):
    value: Role
    reasons: tuple[Reason, ...]


class RouteAdvice(Frozen):
    value: Route
    reasons: tuple[Reason, ...]


class PlatformAdvice(Frozen):
    platform: Platform
    score: Share
    reasons: tuple[Reason, ...]


class FormatAdvice(Frozen):
    format: Format
    reasons: tuple[Reason, ...]


class Factor(Frozen):
    """One term of the fit. ``contribution`` = value × weight; ``value`` 0.5 with ``known`` False is unknown."""

    name: str
    value: Share
    weight: Share
    contribution: Share
    known: bool = True


class Offer(Frozen):
    """One piece of work to ask of a creator, and what it costs."""

    format: Format
    fee: Price


class Pick(Frozen):
    """A recommended channel. ``fit`` = 100 × the sum of the contributions."""

    id: str = Field(description="platform:handle, the channel's key")
    creator_id: str
    name: str
    platform: Platform
    handle: str
    url: str | None
    followers: int | None
    fit: float = Field(ge=0, le=100)
    factors: tuple[Factor, ...]
    offer: Offer | None
    reasons: tuple[Reason, ...]
    flags: tuple[Reason, ...]
    demo: bool
    against: tuple[Reason, ...] = Field((), description="what speaks against, the heaviest first")
    language: str | None = Field(None, description="the language the channel speaks, BCP 47")


class Span(Frozen):
    """An expected quantity as a range."""

    low: float = Field(ge=0)
    high: float = Field(ge=0)


class Expected(Frozen):
    """What the plan may bring. None where nothing is known to compute it from."""

    reach: Span | None = None
    engagements: Span | None = None
    clicks: Span | None = None
    orders: Span | None = None


class PlanStatus(StrEnum):
    """How the solver ended. ``empty``: nothing fits the budget; ``unsolved``: no budget to solve for."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    EMPTY = "empty"
    UNSOLVED = "unsolved"


class Split(Frozen):
    """Where the money goes. Keys are tier and platform ids, values major units at mid fees."""

    tier: dict[str, float] = Field({}, description="spent by tier")
    platform: dict[str, float] = Field({}, description="spent by platform")


class Plan(Frozen):
    """The set of offers chosen for the budget. ``total`` is the fees' low and high; ``remainder`` at mid fees."""

    budget: MoneyRange | None
    total: MoneyRange | None
    remainder: Money | None
    status: PlanStatus
    gap: float | None = Field(description="relative optimality gap the solver proved; 0 is exact")
    expected: Expected = Expected()
    split: Split = Split()


class Economics(Frozen):
    """The arithmetic of the campaign. None is "not known", never zero."""

    cpm: MoneyRange | None = Field(None, description="cost per 1,000 people reached")
    cpe: MoneyRange | None = Field(None, description="cost per engagement")
    break_even_orders: int | None = Field(None, description="orders whose gross margin pays the plan")
    break_even_basis: str | None = Field(None, description="margin known, or revenue only")


class Disclosure(Frozen):
    """What the law of a market asks to be said. Not legal advice."""

    market: str
    text_key: str
    source: str
    text: str | None = None


class Advice(Frozen):
    """Who, where, how, for how much and why."""

    brief: Brief
    role: RoleAdvice
    platforms: tuple[PlatformAdvice, ...]
    route: RouteAdvice
    formats: tuple[FormatAdvice, ...]
    creators: tuple[Pick, ...]
    alternatives: tuple[Pick, ...]
    plan: Plan
    economics: Economics
    disclosure: tuple[Disclosure, ...]
    next_steps: tuple[Reason, ...]
    notes: tuple[Reason, ...]
