"""How to work with creators: main or supplementary, direct or agency, and the order of time."""

from knowledge.answer import Role, RoleAdvice, Route, RouteAdvice
from knowledge.cues import Kinship, kinship, traits_of
from knowledge.currency import worth
from knowledge.mode_rules import (
    AGENCY_POINTS,
    AGENCY_RATES,
    AGENCY_SOURCES,
    BUDGET_PRICE,
    CROWD,
    HOUR_SOURCES,
    HOUR_TWD,
    HOURS_AGENCY,
    HOURS_DIRECT,
    HOURS_PER_TWD,
    HOURS_PLATFORM,
    LARGE_TWD,
    MAIN_FROM,
    MANY_CREATORS,
    MANY_PLATFORMS,
    MEDIUM_TWD,
    NEW_PRODUCT,
    PARTICULAR,
    PREMIUM_PRICE,
    ROLE_MAIN,
    ROLE_SUPPLEMENTARY,
    SEASON_WEEKS,
    SEVERAL_CREATORS,
    TEST_SHARES,
    TRIFLING_PRICE,
    TRIFLING_TWD,
    TWISTED_COMMODITY,
    UNFAMILIAR,
)
from knowledge.models import Brief, PriceTier, Reason
from knowledge.money import Money, MoneyRange
from knowledge.products import ProductMatch, Trait
from knowledge.sources import because

CALLS_FOR_EXPERTISE = frozenset({Trait.EXPERTISE, Trait.TECHNICAL, Trait.MEDICAL, Trait.FINANCE, Trait.B2B})


# Both count, but to a seller the first says what the second has said.
SAID_BY = {
    "role.premium": "role.high_end",
    "role.new_product": "role.novel",
    "role.unfamiliar": "role.novel",
}


def role(brief: Brief, product: ProductMatch | None) -> RoleAdvice:
    """Whether creators carry the campaign or support other means, with two to four reasons."""
    forces = [
        *_trait_forces(traits_of(brief, product)),
        *_brief_forces(brief),
        *_match_forces(brief, product),
    ]
    # A float sum of tenths must not decide at the border.
    value = Role.MAIN if round(sum(size for size, _ in forces), 6) >= MAIN_FROM else Role.SUPPLEMENTARY
    sign = 1 if value is Role.MAIN else -1
    ranked = [reason for size, reason in sorted(forces, key=lambda f: -f[0] * sign) if size * sign > 0]
    codes = {reason.code for reason in ranked}
    told = [reason for reason in ranked if SAID_BY.get(reason.code) not in codes][:3]
    return RoleAdvice(value=value, reasons=(*told, *_role_consequence(value, told)))


def _trait_forces(traits: frozenset[Trait]) -> list[tuple[float, Reason]]:
    weights = {**ROLE_MAIN, **ROLE_SUPPLEMENTARY}
    return [
        (size, because(f"role.{trait.value}", "S2")) for trait, size in weights.items() if trait in traits
    ]


def _brief_forces(brief: Brief) -> list[tuple[float, Reason]]:
    found = []
    if brief.new_product:
        found.append((NEW_PRODUCT, because("role.new_product", "S2")))
    if brief.price_tier is PriceTier.PREMIUM:
        found.append((PREMIUM_PRICE, because("role.premium", "S2")))
    if brief.price_tier is PriceTier.BUDGET or _trifling(brief):
        size = TRIFLING_PRICE if _trifling(brief) else BUDGET_PRICE
        found.append((size, because("role.budget", "S2", "OWN")))
    return found


def _trifling(brief: Brief) -> bool:
    """Whether it costs so little that nobody needs persuading, when its kind is unknown."""
    price = worth(brief.unit_price, "TWD") if brief.unit_price and brief.price_tier is None else None
    return price is not None and price.amount < TRIFLING_TWD


def _match_forces(brief: Brief, product: ProductMatch | None) -> list[tuple[float, Reason]]:
    """How far the product is from the common kinds: a stranger, or a kind with a twist."""
    kin = kinship(brief, product)
    if kin is Kinship.NAMED:
        return []
    if kin is Kinship.STRANGER:
        return [(UNFAMILIAR, because("role.unfamiliar", "S2", "OWN"))]
    common = product is not None and Trait.COMMODITY in product.type.traits
    return [(PARTICULAR + (TWISTED_COMMODITY if common else 0.0), because("role.particular", "S2", "OWN"))]


def _role_consequence(value: Role, told: list[Reason]) -> list[Reason]:
    if value is Role.MAIN:
        return [because("role.main_means", "S2")]
    ordinary = [] if told else [because("role.ordinary", "S2")]
    return [*ordinary, because("role.supplementary_means", "S2")]


def route(brief: Brief, picks: int, channels: int, total: MoneyRange | None = None) -> RouteAdvice:
    """Direct or through a platform or agency, with what each costs in money and time.

    ``picks`` creators on ``channels`` platforms; zeros are unknown. ``total``, what a plan costs, counts only
    where the brief has no budget.
    """
    # The seller's own sum is the size of the project: what the plan leaves over goes to the winners.
    spend = brief.budget or total
    twd = _cap_twd(spend)
    people = max(picks, brief.creators or 0)
    size = _size_points(twd, people, channels, len(brief.audience.regions))
    value = Route.PLATFORM_OR_AGENCY if size >= AGENCY_POINTS else Route.DIRECT
    reasons = [_size_reason(value, spend, people, channels)]
    if trade_off := _trade_off(value, twd, people, channels):
        reasons.append(trade_off)
    sides = ("route.direct_pro", "route.direct_con", "route.agency_pro", "route.agency_con")
    chosen = sides[:2] if value is Route.DIRECT else sides[2:]
    return RouteAdvice(value=value, reasons=(*reasons, *(because(code, "S1") for code in chosen)))


def route_sides() -> tuple[Reason, ...]:
    """The pros and cons of both ways, for a seller who asks."""
    sides = ("route.direct_pro", "route.direct_con", "route.agency_pro", "route.agency_con")
    return tuple(because(code, "S1") for code in sides)


def _size_points(twd: int | None, people: int, channels: int, regions: int) -> float:
    cap = (twd or 0) / 100
    if twd and cap < MEDIUM_TWD and people < CROWD:
        return 0
    money = 2.0 if cap >= LARGE_TWD else float(cap >= MEDIUM_TWD)
    crowd = 2.0 if people >= MANY_CREATORS else 0.5 * (people >= SEVERAL_CREATORS)
    return money + crowd + 0.5 * (channels >= MANY_PLATFORMS) + float(regions >= 2)


def _size_reason(value: Route, spend: MoneyRange | None, people: int, channels: int) -> Reason:
    code = "route.small_project" if value is Route.DIRECT else "route.large_project"
    if spend is not None and people:
        return because(code, "S1", budget=spend.model_dump(), creators=people, channels=max(channels, 1))
    if spend is not None:
        return because(f"{code}_sum", "S1", budget=spend.model_dump())
    if people:
        return because(f"{code}_crowd", "S1", creators=people, channels=max(channels, 1))
    return because(f"{code}_unknown", "S1")


def _trade_off(value: Route, twd: int | None, people: int, channels: int) -> Reason | None:
    """The agency's commission against the hours of one's own people, both in money."""
    if twd is None or people == 0:
        return None
    low, high = (int(twd * share / 100) for share in AGENCY_RATES)
    hours = _hours_saved(twd / 100, people, channels)
    code = "route.trade_off"
    if value is Route.PLATFORM_OR_AGENCY:
        code = "route.trade_off_agency"
    elif hours * HOUR_TWD > high:
        code = "route.trade_off_tiny"
    return because(
        code,
        *AGENCY_SOURCES,
        *HOUR_SOURCES,
        agency={"low": low, "high": high, "currency": "TWD"},
        low_rate=AGENCY_RATES[0],
        high_rate=AGENCY_RATES[1],
        hours=hours,
        hourly={"amount": HOUR_TWD, "currency": "TWD"},
        own_time={"amount": hours * HOUR_TWD, "currency": "TWD"},
    )


def _hours_saved(twd: float, people: int, channels: int) -> int:
    """Hours of one's own people that an agency takes over."""
    more_platforms = max(channels - 1, 0) * HOURS_PLATFORM
    return round(people * (HOURS_DIRECT - HOURS_AGENCY) + more_platforms + twd * HOURS_PER_TWD)


def timeline(brief: Brief, product: ProductMatch | None = None) -> tuple[Reason, ...]:
    """The order of work: test, keep the winners, stay together, watch the execution."""
    steps = [_season(product), _test(brief), because("timeline.winners", "M26", "M39"), _trial(product)]
    steps += [because("timeline.persist", "S2"), because("timeline.track", "S1")]
    return tuple(step for step in steps if step)


def _test(brief: Brief) -> Reason:
    if brief.budget is None or brief.budget.cap_minor == 0:
        return because("timeline.test", "M26", low_rate=TEST_SHARES[0], high_rate=TEST_SHARES[1])
    currency = brief.budget.currency
    cap = brief.budget.cap_minor
    low, high = (round(cap * share) for share in TEST_SHARES)
    money = MoneyRange(low_minor=low, high_minor=high, currency=currency)
    return because(
        "timeline.test_money",
        "M26",
        low_rate=TEST_SHARES[0],
        high_rate=TEST_SHARES[1],
        amount=money.model_dump(),
    )


def _season(product: ProductMatch | None) -> Reason | None:
    if product is None or not product.type.months:
        return None
    months = [str(month) for month in product.type.months]
    return because("timeline.season", "OWN", months=months, weeks=SEASON_WEEKS)


def _trial(product: ProductMatch | None) -> Reason | None:
    """A product that shows its worth slowly must be with the creator before the post."""
    if product is None or Trait.LONG_OBSERVATION not in product.type.traits:
        return None
    return because("timeline.trial", "S1", "OWN")


def in_house(product: ProductMatch | None) -> Reason | None:
    """Own experts as creators, where the product calls for a professional's word."""
    if product is None or not product.type.traits & CALLS_FOR_EXPERTISE:
        return None
    traits = sorted(product.type.traits & CALLS_FOR_EXPERTISE)
    return because("modes.in_house", "S2", traits=[trait.value for trait in traits])


def budget_twd(brief: Brief) -> float | None:
    """The most that may be spent, in New Taiwan dollars."""
    cap = _cap_twd(brief.budget)
    return None if cap is None else cap / 100


def _cap_twd(money: MoneyRange | None) -> int | None:
    """The upper end in cents of a New Taiwan dollar; None for a currency without a rate."""
    found = worth(Money(minor=money.cap_minor, currency=money.currency), "TWD") if money else None
    return found.minor if found else None
