"""Platforms for a brief, best first, each with the reasons that moved it."""

from collections.abc import Iterable, Mapping
from math import exp
from typing import NamedTuple

from knowledge.answer import PlatformAdvice
from knowledge.cues import Kinship, cued, kinship, traits_of
from knowledge.currency import worth
from knowledge.estimates import FORMATS_OF, example
from knowledge.markets import market_of, markets_of, used_in
from knowledge.models import Brief, Platform, Price, PriceTier, Reason
from knowledge.money import Money
from knowledge.platform_force import Force, force
from knowledge.platform_people import audience_forces, market_force
from knowledge.platform_rules import (
    BUDGET_SHORT,
    ECHO,
    GAME_WORDS,
    GAMES,
    GOAL_SOURCES,
    GOALS,
    KNOWN_FOR,
    ORDERS_TO_PAY,
    PREMIUM,
    PULLS,
    RESTRICTED,
    RESTRICTED_GROUP,
    VIDEO_TOO_DEAR,
    Pull,
)
from knowledge.products import ProductMatch, Trait
from knowledge.sources import because

ENTRY_FOLLOWERS = 3_000  # the small creator whose price a budget must reach
VIDEO_FOLLOWERS = 10_000  # the smallest YouTuber whose dedicated video sells beyond friends (OWN)
TWISTED = 0.5
LEAST_TRUST = 0.5  # even a product known only by likeness keeps half of its traits' pull
MIN_REASONS, MAX_REASONS, TRAITS_TOLD = 2, 4, 3
NOT_USED = -2.5  # a platform that was asked for where nobody is on it
# True, but no argument: told only where there is little else.
ADMISSIONS = frozenset({"platform.reach_unknown", "platform.habit_unknown"})
WORTH_SAYING = 0.3  # an objection smaller than this is left out
_PULLS_OF = {p: [pull for pull in PULLS if pull.platform is p] for p in Platform}


class Asked(NamedTuple):
    """What every platform is weighed for: the brief with what is concluded from it."""

    brief: Brief
    product: ProductMatch | None
    traits: Mapping[Trait, float]
    markets: tuple[str, ...]


def rank_platforms(
    brief: Brief, product: ProductMatch | None, supply: Mapping[Platform, int] | None = None
) -> tuple[PlatformAdvice, ...]:
    """Platforms for the brief, best first; ties in the order of ``Platform``.

    Excluded platforms never appear; where the brief names platforms, only those do. ``supply`` counts the
    roster's channels: a platform with none stays in place and says so, because the advice is right all the
    same.
    """
    advice, asked = [], Asked(brief, product, _weighted_traits(brief, product), markets_of(brief))
    for platform in _considered(brief):
        forces, note = _forces(platform, asked), _supply_note(platform, supply)
        reasons = (*_told(forces, MAX_REASONS - len(note)), *note)
        advice.append(PlatformAdvice(platform=platform, score=_score(forces), reasons=reasons))
    return tuple(sorted(advice, key=lambda advised: -advised.score))


def _considered(brief: Brief) -> list[Platform]:
    allowed = brief.platforms or used_in(markets_of(brief))
    return [p for p in Platform if p in allowed and p not in brief.excluded_platforms]


def _score(forces: Iterable[Force]) -> float:
    """Squash the sum into 0..1: no ties at the ends, and 0.5 where little speaks either way."""
    return round(1 / (1 + exp(0.8 - sum(one.size for one in forces))), 4)


def _told(forces: list[Force], most: int) -> tuple[Reason, ...]:
    """Two to four reasons: the strongest in favour, and the strongest objection where it matters."""
    persuasive = [f for f in forces if f.size >= 0 and f.code not in ADMISSIONS]
    pro = sorted(persuasive, key=lambda one: -one.size)
    contra = sorted((f for f in forces if f.size <= -WORTH_SAYING), key=lambda f: (not f.loud, f.size))
    kept = [*pro[: most - 1], *contra[:1]] if contra else pro[:most]
    rest = [f for f in (*pro, *contra, *forces) if f not in kept]
    kept += rest[: max(0, MIN_REASONS - len(kept))]
    return tuple(one.reason for one in kept)


def _forces(platform: Platform, asked: Asked) -> list[Force]:
    brief, product = asked.brief, asked.product
    found: list[Force | None] = [
        *(_pull(pull, asked.traits) for pull in _PULLS_OF[platform]),
        _game_force(platform, brief, product),
        _shelf_force(platform, product),
        _goal_force(platform, brief),
        *audience_forces(platform, brief.audience, asked.markets),
        market_force(platform, asked.markets),
        *_money_forces(platform, brief),
    ]
    if platform in brief.platforms:
        found.append(_wish(platform, asked.markets))
    # Said where little else is: a reason always has company.
    found.append(force(0.0, f"platform.known.{platform.value}", *KNOWN_FOR[platform]))
    return [one for one in found if one]


def _wish(platform: Platform, markets: tuple[str, ...]) -> Force:
    if platform in used_in(markets):
        return force(0.0, "platform.wished", platform=platform.value)
    seen = {"platform": platform.value, "markets": list(markets)}
    return Force(NOT_USED, "platform.not_used", ("OWN",), seen, loud=True)


def _weighted_traits(brief: Brief, product: ProductMatch | None) -> dict[Trait, float]:
    trust = max(product.confidence, LEAST_TRUST) if product else 1.0
    # What the seller's own words say is certain, however vague the kind.
    sure = cued(brief.product or "")
    traits = {trait: 1.0 if trait in sure else trust for trait in traits_of(brief, product)}
    if Trait.COMMODITY in traits and kinship(brief, product) is Kinship.TWIST:
        traits[Trait.COMMODITY] *= TWISTED  # a common kind with something of its own
    return traits


def _pull(pull: Pull, traits: Mapping[Trait, float]) -> Force | None:
    matched = sorted((t for t in pull.weights if t in traits), key=lambda t: (-abs(pull.weights[t]), t))
    if not matched:
        return None
    size = sum(pull.weights[trait] * traits[trait] * ECHO**n for n, trait in enumerate(matched))
    names = [trait.value for trait in matched[:TRAITS_TOLD]]
    return force(size, f"platform.{pull.why}", *pull.sources, platform=pull.platform.value, traits=names)


def is_game(brief: Brief, product: ProductMatch | None) -> bool:
    """Whether the product is played on a screen: the taxonomy has games as a group, not as a trait."""
    names = product.type.id.replace(".", "_").split("_") if product else []
    return any(word in names for word in GAME_WORDS) and "board" not in names


def _game_force(platform: Platform, brief: Brief, product: ProductMatch | None) -> Force | None:
    if platform not in GAMES or not is_game(brief, product):
        return None
    return force(GAMES[platform], "platform.game", "OWN", platform=platform.value)


def _shelf_force(platform: Platform, product: ProductMatch | None) -> Force | None:
    if product is None or product.type.group != RESTRICTED_GROUP or platform not in RESTRICTED:
        return None
    size = RESTRICTED[platform]
    code = "platform.tolerant" if size > 0 else "platform.restricted"
    return force(size, code, "OWN", platform=platform.value)


def _goal_force(platform: Platform, brief: Brief) -> Force | None:
    size = GOALS[brief.goal].get(platform, 0.0) if brief.goal else 0.0
    if not brief.goal or not size:
        return None
    code = "platform.goal" if size > 0 else "platform.not_goal"
    return force(size, code, *GOAL_SOURCES, platform=platform.value, goal=brief.goal.value)


def _money_forces(platform: Platform, brief: Brief) -> list[Force]:
    found = []
    if brief.price_tier is PriceTier.PREMIUM and (size := PREMIUM.get(platform)):
        code = "platform.premium" if size > 0 else "platform.not_premium"
        found.append(force(size, code, "S1", "OWN", platform=platform.value))
    if dear := _video_too_dear(platform, brief):
        found.append(dear)
    if short := _budget_short(platform, brief):
        found.append(short)
    return found


def _entry_price(platform: Platform, market: str, followers: float) -> Price | None:
    """What one piece of the platform's main format costs from a small creator."""
    guess = example(platform, FORMATS_OF[platform][0], followers, market)
    return guess.price if guess else None


def video_note(brief: Brief) -> Reason | None:
    """The warning that a dedicated video cannot pay at this price; None where it can, or nothing is known."""
    found = _video_too_dear(Platform.YOUTUBE, brief)
    return found.reason if found else None


def _video_too_dear(platform: Platform, brief: Brief) -> Force | None:
    """Say it when the product is so cheap that a dedicated video cannot pay."""
    size = VIDEO_TOO_DEAR.get(platform)
    if size is None:
        return None
    market = market_of(brief)
    price = _entry_price(platform, market, VIDEO_FOLLOWERS)
    if brief.unit_price is None or brief.unit_price.minor == 0 or price is None:
        cheap = brief.price_tier is PriceTier.BUDGET and brief.unit_price is None
        return force(size / 2, "platform.video_dear", "S1", platform=platform.value) if cheap else None
    fee = Money.of(price.low, price.currency)
    unit = worth(brief.unit_price, price.currency)
    if unit is None:
        return None
    orders = -(-fee.minor // max(unit.minor, 1))
    if orders <= ORDERS_TO_PAY:
        return None
    seen = {"platform": platform.value, "fee": fee.model_dump(), "unit_price": brief.unit_price.model_dump()}
    return Force(size, "platform.video_cannot_pay", ("M13", "OWN"), {"orders": orders, **seen}, loud=True)


def _budget_short(platform: Platform, brief: Brief) -> Force | None:
    if brief.budget is None:
        return None
    price = _entry_price(platform, market_of(brief), ENTRY_FOLLOWERS)
    if price is None:
        return None
    cap = worth(Money(minor=brief.budget.cap_minor, currency=brief.budget.currency), price.currency)
    fee = Money.of(price.low, price.currency)
    if cap is None or cap.minor >= fee.minor:
        return None
    seen = {"platform": platform.value, "fee": fee.model_dump(), "budget": brief.budget.model_dump()}
    return Force(BUDGET_SHORT, "platform.budget_short", (price.source or "OWN",), seen, loud=True)


def _supply_note(platform: Platform, supply: Mapping[Platform, int] | None) -> tuple[Reason, ...]:
    if not supply or supply.get(platform, 0):
        return ()
    return (because("platform.no_supply", platform=platform.value),)
