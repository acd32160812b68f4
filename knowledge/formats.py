"""Which formats to ask for, by what the product needs shown, the goal and the money."""

from collections.abc import Sequence
from typing import NamedTuple

from knowledge.answer import FormatAdvice
from knowledge.commission import commission_for, three_shapes
from knowledge.cues import traits_of
from knowledge.estimates import FORMATS_OF, example
from knowledge.law import bans_online_sale
from knowledge.markets import market_of
from knowledge.mode_rules import (
    FORMAT_ECHO,
    FORMAT_PULLS,
    FORMATS_TOLD,
    LONG_TWD,
    TINY_TWD,
    WORTH_DOING,
    FormatPull,
)
from knowledge.models import Brief, Format, Platform, PriceTier, Reason
from knowledge.modes import budget_twd
from knowledge.platforms import is_game
from knowledge.products import ProductMatch, Trait
from knowledge.sources import because

TOP_PLATFORMS = 3
MOST_REASONS = 4
TRAITS_TOLD = 3  # a longer list convinces nobody
EXAMPLE_FOLLOWERS = 20_000  # the creator whose fee is quoted as an example
ON_SALE = (Format.GROUP_BUY, Format.AFFILIATE)
EVERYWHERE = (Format.GIFTING, Format.AMBASSADOR)
Force = tuple[float, tuple[str, ...]]  # how far something moves a format; the code of why, and its sources
_PULLS_OF = {f: [pull for pull in FORMAT_PULLS if pull.format is f] for f in Format}


class Asked(NamedTuple):
    """What formats are weighed for."""

    brief: Brief
    product: ProductMatch | None
    traits: frozenset[Trait]
    top: tuple[Platform, ...]


def formats(
    brief: Brief, product: ProductMatch | None, platforms: Sequence[Platform] = ()
) -> tuple[FormatAdvice, ...]:
    """Two to four formats, best first, that the first platforms offer and the law of the market allows."""
    asked = Asked(brief, product, traits_of(brief, product), tuple(platforms)[:TOP_PLATFORMS])
    offered = {f for platform in asked.top for f in FORMATS_OF[platform]} if asked.top else set(Format)
    banned = ON_SALE if bans_online_sale(brief, product) else ()
    sizes = {f: _size(f, asked) for f in Format if f in offered and f not in banned}
    ranked = sorted(sizes, key=lambda f: -sizes[f])
    worth = [f for f in ranked if sizes[f] >= WORTH_DOING][:FORMATS_TOLD]
    kept = worth if len(worth) >= 2 else ranked[:2]
    return tuple(FormatAdvice(format=f, reasons=_reasons(f, asked)) for f in kept)


def _size(format: Format, asked: Asked) -> float:
    size = sum(_trait_size(p, asked.traits) + _goal_size(p, asked.brief) for p in _PULLS_OF[format])
    return size + (_home_size(format, asked.top) + sum(step for step, _ in _extra(format, asked)))


def _reasons(format: Format, asked: Asked) -> tuple[Reason, ...]:
    brief, product, pulls = asked.brief, asked.product, _PULLS_OF[format]
    reasons = [
        *(_pull_reason(pull, asked.traits) for pull in pulls),
        *(because(*why, format=format.value) for step, why in _extra(format, asked) if step > 0),
        *(_goal_reason(pull, brief) for pull in pulls if _goal_size(pull, brief) > 0),
        *_commission_reasons(format, brief, product),
        *_price_reason(format, brief, asked.top),
        *([because("format.gift_size", "M13", format=format.value)] if format is Format.GIFTING else []),
    ]
    return tuple(reasons[:MOST_REASONS])


def _extra(format: Format, asked: Asked) -> list[Force]:
    return [*_money_forces(format, asked.brief), *_special_forces(format, asked.brief, asked.product)]


def _goal_size(pull: FormatPull, brief: Brief) -> float:
    return pull.goals.get(brief.goal, 0.0) if brief.goal else 0.0


def _goal_reason(pull: FormatPull, brief: Brief) -> Reason:
    goal = brief.goal.value if brief.goal else None
    return because("format.goal", *pull.sources, format=pull.format.value, goal=goal)


def _trait_size(pull: FormatPull, traits: frozenset[Trait]) -> float:
    hits = sorted((weight for trait, weight in pull.traits.items() if trait in traits), key=lambda w: -abs(w))
    against = sum(w for w in hits if w < 0)
    return sum(w * FORMAT_ECHO**n for n, w in enumerate(w for w in hits if w > 0)) + against


def _pull_reason(pull: FormatPull, traits: frozenset[Trait]) -> Reason:
    pulling = [trait for trait, weight in pull.traits.items() if trait in traits and weight > 0]
    strongest = sorted(pulling, key=lambda trait: (-pull.traits[trait], trait))
    matched = [trait.value for trait in strongest[:TRAITS_TOLD]]
    seen: dict[str, object] = {"format": pull.format.value}
    if matched:
        return because(f"format.{pull.why}_traits", *pull.sources, traits=matched, **seen)
    return because(f"format.{pull.why}", *pull.sources, **seen)


def _home_size(format: Format, top: Sequence[Platform]) -> float:
    """A format of the first platform's own comes before one that only the third offers."""
    if not top or format in (*ON_SALE, *EVERYWHERE):
        return 0.0
    return (0.3, 0.1, 0.0)[next(n for n, platform in enumerate(top) if format in FORMATS_OF[platform])]


def _price_reason(format: Format, brief: Brief, top: Sequence[Platform]) -> list[Reason]:
    """What such a piece costs from a small creator on the first platform that offers it."""
    platform = next((p for p in top if format in FORMATS_OF[p]), None)
    guess = example(platform, format, EXAMPLE_FOLLOWERS, market_of(brief)) if platform else None
    if platform is None or guess is None or not guess.price.low:
        return []
    span = {"low": guess.price.low, "high": guess.price.high, "currency": guess.price.currency}
    seen = {"platform": platform.value, "format": format.value, "followers": EXAMPLE_FOLLOWERS}
    return [because("format.price", *guess.sources, price=span, **seen)]


def _money_forces(format: Format, brief: Brief) -> list[Force]:
    cap = budget_twd(brief)
    found: list[Force] = []
    if cap is not None and cap <= TINY_TWD:
        if format is Format.GIFTING:
            found.append((2.0, ("format.tiny_budget", "M39")))
        if format in ON_SALE:
            found.append((0.6, ("format.tiny_budget", "M39")))
    if format is Format.AMBASSADOR:
        affordable = cap is not None and cap >= LONG_TWD
        size = 0.4 if affordable else -0.6 if cap is not None and cap < TINY_TWD * 3 else 0.0
        found.append((size, ("format.long_budget", "S2")))
        if brief.price_tier is PriceTier.PREMIUM:
            found.append((0.3, ("format.premium_bond", "S2")))
    return found


def _special_forces(format: Format, brief: Brief, product: ProductMatch | None) -> list[Force]:
    if format is Format.LIVESTREAM and is_game(brief, product):
        return [(1.8, ("format.play_live", "OWN"))]
    if format is Format.GROUP_BUY and brief.new_product and not _sold_together(product):
        return [(-0.4, ("format.unknown_product", "M39"))]
    return []


def _sold_together(product: ProductMatch | None) -> bool:
    return product is not None and Trait.GROUP_BUY in product.type.traits


def _commission_reasons(format: Format, brief: Brief, product: ProductMatch | None) -> list[Reason]:
    rate = commission_for(format, market_of(brief), product.type.group if product else None)
    if rate is None:
        return []
    shown = because(
        "commission.range", *rate.sources, format=format.value, low_rate=rate.low, high_rate=rate.high
    )
    return [shown, *(three_shapes()[:1] if format is Format.GROUP_BUY else ())]
