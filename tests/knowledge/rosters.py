"""Small made-up rosters for the tests of advice: one channel with everything known, and variations on it."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from knowledge.models import (
    Basis,
    Brief,
    Candidate,
    Channel,
    ChannelAudience,
    Creator,
    Fee,
    Figure,
    Format,
    Goal,
    Peer,
    Platform,
    Price,
    Tier,
)
from knowledge.money import Money, MoneyRange
from knowledge.products import ProductMatch, ProductType, Trait

TODAY = date(2026, 11, 22)
RECENT = date(2026, 11, 1)
FOLLOWERS = {
    Tier.NANO: 4_000,
    Tier.MICRO: 30_000,
    Tier.MID: 200_000,
    Tier.MACRO: 700_000,
    Tier.MEGA: 2_000_000,
}
PEERS = {
    (platform, tier): Peer(channels=20, engagement=0.03, views_per_follower=0.2)
    for platform in Platform
    for tier in (*Tier, None)
}


def product(*traits: Trait, confidence: float = 1.0) -> ProductMatch:
    """A camping cot with the given traits: budget under 1,000 TWD, premium from 3,000."""
    kind = ProductType(
        id="outdoor.camping_cot",
        zh="露營床",
        en="camping cot",
        zh_synonyms=("行軍床",),
        traits=frozenset(traits),
        bands=(1_000, 3_000),
    )
    return ProductMatch(type=kind, confidence=confidence, exact=True)


COT = product(Trait.COMPLEX, Trait.ASSEMBLED, Trait.NICHE)


def brief(**told: Any) -> Brief:
    """A complete brief for the camping cot at NT$1,800 with NT$30,000 to spend."""
    known: dict[str, Any] = {
        "product": "露營床",
        "unit_price": Money.of(1_800, "TWD"),
        "budget": MoneyRange.of(30_000, 30_000, "TWD"),
        "goal": Goal.SALES,
    }
    return Brief(**known | told)


def figure(value: float) -> Figure:
    return Figure(value=value, as_of=RECENT, source="scout")


def fee(format: Format, low: float, high: float | None = None, currency: str = "TWD") -> Fee:
    price = Price(low=low, high=high or low, currency=currency, basis=Basis.QUOTED, as_of=RECENT)
    return Fee(format=format, price=price)


def channel(handle: str = "a", **known: Any) -> Channel:
    """A Taiwanese YouTube channel of 30,000 with every field known and average for its peers."""
    average: dict[str, Any] = {
        "platform": Platform.YOUTUBE,
        "handle": handle,
        "category": "outdoor",
        "content": "露營裝備實測",
        "language": "zh-TW",
        "followers": figure(30_000),
        "avg_views": figure(6_000),
        "engagement": figure(0.03),
        "posts_per_month": figure(4),
        "last_post": date(2026, 11, 10),
        "audience": ChannelAudience(age_low=25, age_high=44, female_share=0.5, regions=("TW",)),
        "past_collaborations": ("tea", "shoes"),
        "fees": (fee(Format.REVIEW, 10_000),),
    }
    return Channel(**average | known)


def candidate(
    handle: str = "a",
    *,
    style: float | None = 0.9,
    similarity: float = 0.6,
    demo: bool = False,
    region: str | None = "TW",
    matched: tuple[str, ...] = ("露營", "裝備"),
    creator: str | None = None,
    **known: Any,
) -> Candidate:
    """One candidate; ``known`` changes fields of its channel."""
    one = channel(handle, **known)
    person = Creator(
        id=creator or f"c-{handle}", name=f"Creator {handle}", region=region, demo=demo, channels=(one,)
    )
    return Candidate(creator=person, channel=one, similarity=similarity, style=style, matched=matched)


def roster(count: int, seed: int = 0, platforms: Sequence[Platform] = tuple(Platform)) -> list[Candidate]:
    """Channels of every size and platform, most of them small; some have fees, some are hardly known."""
    random = Random(seed)
    made = []
    for n in range(count):
        tier = random.choices(list(Tier), [45, 35, 13, 5, 2])[0]
        followers = FOLLOWERS[tier] * random.uniform(0.4, 2.2)
        closeness = random.random()
        known: dict[str, Any] = {
            "platform": random.choice(platforms),
            "category": random.choice(["outdoor", "travel", "home", "tech"]),
            "followers": figure(round(followers)) if random.random() < 0.95 else None,
            "avg_views": figure(round(followers * random.uniform(0.05, 0.4)))
            if random.random() < 0.8
            else None,
            "engagement": figure(round(random.uniform(0.005, 0.07), 4)) if random.random() < 0.8 else None,
            "last_post": date(2026, random.randint(1, 11), random.randint(1, 20)),
            "audience": ChannelAudience(age_low=random.choice([None, 13, 18, 25, 35]), age_high=60),
            "fees": (),
        }
        if random.random() < 0.3:
            known["fees"] = (fee(Format.REVIEW, round(followers * random.uniform(0.1, 0.9), -2) + 500),)
        similarity = 0.1 + 0.6 * closeness**2
        made.append(candidate(f"h{n:03}", style=round(closeness, 3), similarity=similarity, **known))
    return made
