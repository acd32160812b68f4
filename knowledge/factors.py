"""The factors of fit: each reads one thing off a channel as 0..1, or as unknown, with values to show."""

from collections.abc import Callable, Mapping
from math import log2
from typing import Any

from knowledge.age import towards_unknown
from knowledge.audience_match import audience
from knowledge.case import UNKNOWN, Case, Reading
from knowledge.engagement import normal_band
from knowledge.models import Figure, Peer, PriceTier
from knowledge.products import Trait
from knowledge.wording import ENTERTAINING, PROFESSIONAL, THRIFTY, UPMARKET, found

BEHIND = 0.8  # of the style value is lost by the channel farthest behind the closest one
CLOSEST = 0.99  # of the roster beaten: a percentage would only read as all of it
SUSPECT_MOST = 0.3  # figures under suspicion count as poor, however high they are
PEERS_LEAST = 5  # a median of fewer channels says little
STEP = 0.25  # of a doubling against the median: four times it is 1, a quarter of it is 0

PRODUCT_LEVEL = {PriceTier.BUDGET: 0.2, PriceTier.MID: 0.5, PriceTier.PREMIUM: 0.85}
TOO_DEAR, TOO_CHEAP = 1.4, 0.5  # S1 warns of the first: dear goods shown to thrifty, young audiences

EXPERT_TRAITS = frozenset(
    {Trait.EXPERTISE, Trait.TECHNICAL, Trait.COMPLEX, Trait.B2B, Trait.MEDICAL, Trait.HEALTH, Trait.FINANCE}
)
# Days since the last post -> freshness. M11 calls 90 days offline.
FRESH = ((14, 1.0), (30, 0.85), (60, 0.6), (90, 0.35), (180, 0.15), (365, 0.05))
PACE = ((8, 1.0), (4, 0.85), (2, 0.65), (1, 0.45), (0.5, 0.25))  # posts a month -> steadiness


def style(case: Case) -> Reading:
    """How much of the searched roster the content is closer than, less where the closest leads it by far.

    In a mixed roster nine tenths beaten may still be another niche; the distance to the closest tells.
    """
    share, value = case.candidate.style, _style_value(case)
    if share is None or value is None:
        return UNKNOWN
    if words := list(case.candidate.matched[:4]):
        return Reading(value, "", {"words": words, "beaten_share": share}, ("S1",))
    variant = "closest" if share >= CLOSEST and case.closeness >= 0.5 else "plain"
    return Reading(value, variant, {"beaten_share": share}, ("S1",))


def _style_value(case: Case) -> float | None:
    share = case.candidate.style
    return None if share is None else share * (1 - BEHIND * (1 - case.closeness))


def price_level(case: Case) -> Reading:
    """The product's price against what the audience spends, by its age and the words of the channel."""
    tier = case.price_tier
    level, variant, values = _spending(case)
    if tier is None or level is None:
        return UNKNOWN
    gap = PRODUCT_LEVEL[tier] - level
    value = 1 - (TOO_DEAR * gap if gap > 0 else -TOO_CHEAP * gap)
    return Reading(_clip(value), variant, {"price_tier": tier.value, **values}, ("S1",))


def _spending(case: Case) -> tuple[float | None, str, dict[str, Any]]:
    channel = case.candidate.channel
    cheap, dear = found(channel.content, THRIFTY), found(channel.content, UPMARKET)
    low, high = channel.audience.age_low, channel.audience.age_high
    by_age = None if low is None or high is None else _clip(((low + high) / 2 - 14) / 32, 0.1, 0.85)
    if not cheap and not dear:
        return by_age, "age", {"age_low": low, "age_high": high}
    shift = 0.3 * (len(dear) - len(cheap)) / (len(dear) + len(cheap))
    level = _clip((0.5 if by_age is None else by_age) + shift, 0.1, 0.9)
    return level, "words", {"words": list(cheap + dear)[:4]}


def engagement(case: Case) -> Reading:
    """Engagement against the median of its platform and tier; a suspicious one never counts as good."""
    seen, platform = _value(case.candidate.channel.engagement), case.candidate.channel.platform
    median = _peer(case, "engagement")
    sources: tuple[str, ...] = ()
    if median is None and case.tier and (band := normal_band(platform, case.tier)):
        median, sources = (band.low * band.high) ** 0.5, band.sources
    if seen is None or not median:
        return UNKNOWN
    values = {"platform": platform.value, "engagement_rate": seen, "peer_rate": round(median, 6)}
    counts = case.counts(case.candidate.channel.engagement)
    value = towards_unknown(_against(seen, median, case.suspect), counts)
    return Reading(value, "suspect" if case.suspect else "", values, sources)


def views(case: Case) -> Reading:
    """Median views per follower against the same group."""
    channel = case.candidate.channel
    seen, followers = _value(channel.avg_views), _value(channel.followers)
    median = _peer(case, "views_per_follower")
    if seen is None or not followers or not median:
        return UNKNOWN
    times = seen / followers / median
    values = {"platform": channel.platform.value, "median_views": seen, "times": round(times, 1)}
    counts = case.counts(channel.avg_views, channel.followers)
    value = towards_unknown(_against(times, 1.0, case.suspect), counts)
    return Reading(value, "suspect" if case.suspect else "", values)


def _against(seen: float, median: float, suspect: bool) -> float:
    value = _clip(0.5 + STEP * log2(seen / median)) if seen > 0 else 0.0
    return min(value, SUSPECT_MOST) if suspect else value


def _peer(case: Case, name: str) -> float | None:
    """The median of the platform × tier; of the whole platform where that group is too small."""
    platform = case.candidate.channel.platform
    groups = [case.peers.get((platform, tier)) for tier in dict.fromkeys((case.tier, None))]
    known: list[Peer] = [group for group in groups if group and getattr(group, name) is not None]
    big = [group for group in known if group.channels >= PEERS_LEAST]
    best = next(iter(big or known), None)
    return None if best is None else float(getattr(best, name))


def recency(case: Case) -> Reading:
    """How lately and how steadily the channel posts."""
    channel = case.candidate.channel
    days = None if channel.last_post is None else (case.today - channel.last_post).days
    pace = _value(channel.posts_per_month)
    if days is not None and days < 0:
        days = None  # a post in the future is a slip in the data, not freshness
    if days is None and pace is None:
        return UNKNOWN
    fresh = 0.5 if days is None else _falling(days, FRESH)
    steady = 0.5 if pace is None else next((value for floor, value in PACE if pace >= floor), 0.1)
    steady = towards_unknown(steady, case.counts(channel.posts_per_month))
    values = {"posts_per_month": pace} if days is None else {"days": days}
    return Reading(0.6 * fresh + 0.4 * steady, "pace" if days is None else "", values, ("M11",))


def depth(case: Case) -> Reading:
    """A professional's voice against an entertainer's, where the product calls for expertise."""
    traits = case.product.type.traits if case.product else frozenset[Trait]()
    content = case.candidate.channel.content
    learned, playful = found(content, PROFESSIONAL), found(content, ENTERTAINING)
    if case.product and not traits & EXPERT_TRAITS:
        return Reading(0.5)  # it does not matter here, which is not the same as unknown
    if not (learned or playful) or not case.product:
        return UNKNOWN
    value = (len(learned) + 0.5) / (len(learned) + len(playful) + 1)
    words = learned if value > 0.5 else playful
    return Reading(value, "", {"words": list((words or learned)[:4])}, ("S2",))


def collaborations(case: Case) -> Reading:
    """Past work for the same kind of product: a rival's face, and an audience that has seen enough."""
    past = case.candidate.channel.past_collaborations
    if not past or not case.kin:
        return UNKNOWN
    listed = "\n".join(past).casefold()
    close = [kin for kin in case.kin if kin in listed]  # nearly always none
    same = [name for name in past if any(kin in name.casefold() for kin in close)]
    value = (1.0, 0.5, 0.2, 0.0)[min(len(same), 3)]
    values = {"count": len(past), "similar": len(same), "names": same[:3]}
    return Reading(value, "", values)


def platform(case: Case) -> Reading:
    """How well the platform carries the product."""
    name, score = case.candidate.channel.platform, _platform_value(case)
    return UNKNOWN if score is None else Reading(score, "", {"platform": name.value}, ("S1",))


def _platform_value(case: Case) -> float | None:
    return case.platforms.get(case.candidate.channel.platform)


def confidence(case: Case) -> Reading:
    """How much is known about the channel, and how old it is. Nothing known is 0, not neutral."""
    channel = case.candidate.channel
    figures = [channel.followers, channel.avg_views, channel.engagement, channel.posts_per_month]
    followed = channel.audience
    facts = [*figures, channel.last_post, channel.content, followed.age_low, followed.female_share]
    known = sum(fact is not None for fact in facts) + bool(followed.regions) + bool(channel.fees)
    dated = [figure for figure in figures if figure is not None]
    fresh = sum(case.counts(figure) for figure in dated) / len(dated) if dated else 0.0
    fields = len(facts) + 2
    return Reading(0.6 * known / fields + 0.4 * fresh, "", {"known": known, "fields": fields})


def _falling(days: int, steps: tuple[tuple[int, float], ...]) -> float:
    return next((value for limit, value in steps if days <= limit), 0.0)


def _value(figure: Figure | None) -> float | None:
    return None if figure is None else figure.value


def _clip(value: float, low: float = 0.0, high: float = 1.0) -> float:
    return min(max(value, low), high)


FACTORS: Mapping[str, Callable[[Case], Reading]] = {
    "style": style,
    "audience": audience,
    "price_level": price_level,
    "engagement": engagement,
    "views": views,
    "recency": recency,
    "depth": depth,
    "collaborations": collaborations,
    "platform": platform,
    "confidence": confidence,
}
# The values alone of those that every brief reads anew: of hundreds of channels, a dozen need the words too.
VALUES: Mapping[str, Callable[[Case], float | None]] = {"style": _style_value, "platform": _platform_value}
