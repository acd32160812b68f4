"""What pulls a campaign to a platform: product, goal, audience, price, market. Weights are ours (OWN).

The direction of every pull has a source; the size is the authors' judgement, tuned so that the first
platform is the one an experienced marketer would name (tests/knowledge/test_judgement.py is the table of
cases).
"""

from collections.abc import Mapping
from typing import NamedTuple

from knowledge.models import Goal, Platform
from knowledge.products import Trait

Weights = Mapping[Trait, float]


class Pull(NamedTuple):
    """Traits that draw to a platform (or push off it, below 0), as one reason."""

    platform: Platform
    why: str
    weights: Weights
    sources: tuple[str, ...]


# Whose word the one-line character of a platform is (reason.platform.known.*).
KNOWN_FOR: Mapping[Platform, tuple[str, ...]] = {
    Platform.YOUTUBE: ("S1", "M35"),
    Platform.INSTAGRAM: ("S1", "M33"),
    Platform.FACEBOOK: ("M34",),
    Platform.TIKTOK: ("M34",),
    Platform.THREADS: ("M33",),
    Platform.XIAOHONGSHU: ("M38",),
    Platform.BLOG: ("M36",),
    Platform.PODCAST: ("OWN",),
    Platform.TWITCH: ("OWN",),
    Platform.LINE: ("M37",),
    Platform.DCARD: ("M33",),
    Platform.X: ("OWN",),
}
ECHO = 0.5  # a second trait of the same pull counts half, the third a quarter: they say much the same

PULLS: tuple[Pull, ...] = (
    Pull(
        Platform.YOUTUBE,
        "demonstrate",
        {Trait.COMPLEX: 1.5, Trait.ASSEMBLED: 1.6, Trait.LONG_OBSERVATION: 1.4, Trait.TECHNICAL: 1.4},
        ("S1", "M35"),
    ),
    Pull(
        Platform.YOUTUBE,
        "explain",
        {
            Trait.EXPERTISE: 0.6,
            Trait.SEARCHED: 0.5,
            Trait.B2B: 0.6,
            Trait.FINANCE: 0.5,
            Trait.MEDICAL: 0.4,
            Trait.HIGH_END: 0.3,
            Trait.NICHE: 0.3,
            Trait.NOVEL: 0.3,
        },
        ("S1", "S2"),
    ),
    Pull(
        Platform.YOUTUBE,
        "no_long_video",
        {
            Trait.COSMETIC: -1.3,
            Trait.FOOD: -0.9,
            Trait.IMPULSE: -0.5,
            Trait.COMMODITY: -0.5,
            Trait.SERVICE: -0.3,
            Trait.SENSORY: -0.2,
        },
        ("S1", "M35", "OWN"),
    ),
    Pull(Platform.INSTAGRAM, "look", {Trait.VISUAL: 1.5, Trait.COSMETIC: 1.1, Trait.FOOD: 0.9}, ("S1",)),
    Pull(
        Platform.INSTAGRAM,
        "appetite",
        {
            Trait.IMPULSE: 0.5,
            Trait.SENSORY: 0.4,
            Trait.ALCOHOL: 0.6,
            Trait.FOOD: 0.2,
            Trait.SERVICE: 0.2,
            Trait.SEASONAL: 0.2,
            Trait.HIGH_END: 0.2,
        },
        ("S1", "M33"),
    ),
    Pull(
        Platform.INSTAGRAM,
        "no_room",
        {
            Trait.B2B: -0.5,
            Trait.COMPLEX: -0.4,
            Trait.TECHNICAL: -0.4,
            Trait.FINANCE: -0.3,
            Trait.COMMODITY: -0.3,
        },
        ("S1", "OWN"),
    ),
    Pull(
        Platform.TIKTOK,
        "short_video",
        {
            Trait.IMPULSE: 0.7,
            Trait.VISUAL: 0.7,
            Trait.NOVEL: 0.3,
            Trait.FOOD: 0.2,
            Trait.SENSORY: 0.2,
            Trait.COSMETIC: 0.3,
        },
        ("S1", "M34"),
    ),
    Pull(
        Platform.TIKTOK,
        "too_short",
        {
            Trait.B2B: -0.9,
            Trait.FINANCE: -0.5,
            Trait.EXPERTISE: -0.4,
            Trait.HIGH_END: -0.6,
            Trait.LONG_OBSERVATION: -0.4,
            Trait.MEDICAL: -0.4,
            Trait.SERVICE: -0.2,
        },
        ("M34", "OWN"),
    ),
    Pull(
        Platform.FACEBOOK,
        "family",
        {
            Trait.FAMILY: 1.0,
            Trait.CHILDREN: 0.4,
            Trait.HEALTH: 0.5,
            Trait.COMMODITY: 0.4,
            Trait.MEDICAL: 0.2,
        },
        ("M34", "M33"),
    ),
    Pull(Platform.FACEBOOK, "local", {Trait.SERVICE: 0.4, Trait.B2B: 0.2}, ("OWN",)),
    Pull(Platform.FACEBOOK, "group_buy", {Trait.GROUP_BUY: 0.9}, ("M34",)),
    Pull(Platform.FACEBOOK, "not_the_place", {Trait.IMPULSE: -0.2, Trait.NOVEL: -0.1}, ("OWN",)),
    Pull(Platform.LINE, "group_buy", {Trait.GROUP_BUY: 0.8, Trait.FAMILY: 0.4}, ("M37",)),
    Pull(
        Platform.BLOG,
        "searched",
        {
            Trait.SEARCHED: 1.0,
            Trait.EXPERTISE: 0.4,
            Trait.SERVICE: 0.4,
            Trait.MEDICAL: 0.3,
            Trait.FINANCE: 0.4,
            Trait.B2B: 0.3,
            Trait.HEALTH: 0.2,
            Trait.VISUAL: 0.1,
            Trait.FOOD: 0.1,
        },
        ("M36", "S1"),
    ),
    Pull(Platform.BLOG, "not_searched", {Trait.IMPULSE: -0.5}, ("M36", "OWN")),
    Pull(
        Platform.XIAOHONGSHU,
        "look",
        {Trait.VISUAL: 1.3, Trait.COSMETIC: 0.8, Trait.CHILDREN: 0.4, Trait.SEARCHED: 0.3, Trait.FOOD: 0.2},
        ("S1", "M38"),
    ),
    Pull(
        Platform.PODCAST,
        "listen",
        {
            Trait.FINANCE: 0.9,
            Trait.B2B: 0.9,
            Trait.EXPERTISE: 0.5,
            Trait.SERVICE: 0.2,
            Trait.NICHE: 0.2,
            Trait.HEALTH: 0.2,
        },
        ("S2", "OWN"),
    ),
    Pull(
        Platform.PODCAST,
        "unseen",
        {Trait.VISUAL: -0.7, Trait.ASSEMBLED: -0.5, Trait.IMPULSE: -0.3, Trait.TECHNICAL: -0.2},
        ("OWN",),
    ),
    Pull(Platform.THREADS, "talk", {Trait.NOVEL: 0.3, Trait.IMPULSE: 0.3, Trait.NICHE: 0.2}, ("M33", "OWN")),
    Pull(
        Platform.DCARD, "talk", {Trait.SEARCHED: 0.2, Trait.COSMETIC: 0.3, Trait.IMPULSE: 0.2}, ("M33", "OWN")
    ),
    Pull(Platform.X, "talk", {Trait.TECHNICAL: 0.3, Trait.NICHE: 0.2, Trait.NOVEL: 0.2}, ("OWN",)),
)

# Shelves whose posts platforms take down or hide (OWN, from the platforms' rules for branded content).
RESTRICTED_GROUP = "adult"
RESTRICTED: Mapping[Platform, float] = {
    Platform.FACEBOOK: -1.2, Platform.TIKTOK: -1.5, Platform.YOUTUBE: -1.0, Platform.INSTAGRAM: -0.8,
    Platform.LINE: -0.5, Platform.BLOG: 0.6, Platform.PODCAST: 0.5, Platform.DCARD: 0.6, Platform.X: 0.7,
    Platform.THREADS: 0.4,
}  # fmt: skip

# Games are watched being played; the taxonomy has them as a group or in the id, not as a trait.
GAME_WORDS = ("game", "gaming", "esports")
GAMES: Mapping[Platform, float] = {
    Platform.YOUTUBE: 1.4, Platform.TWITCH: 2.6, Platform.TIKTOK: 0.2, Platform.X: 0.5,
    Platform.FACEBOOK: -0.3,
    Platform.DCARD: 0.3,
}  # fmt: skip

GOALS: Mapping[Goal, Mapping[Platform, float]] = {
    Goal.AWARENESS: {
        Platform.INSTAGRAM: 0.2, Platform.TIKTOK: 0.3, Platform.YOUTUBE: 0.1, Platform.THREADS: 0.2,
        Platform.BLOG: -0.3, Platform.LINE: -0.3,
    },
    Goal.TRUST: {
        Platform.YOUTUBE: 0.3, Platform.BLOG: 0.3, Platform.PODCAST: 0.2, Platform.TIKTOK: -0.3,
        Platform.DCARD: 0.1,
    },
    Goal.SALES: {Platform.FACEBOOK: 0.2, Platform.LINE: 0.2, Platform.INSTAGRAM: 0.2, Platform.PODCAST: -0.2},
}  # fmt: skip
GOAL_SOURCES = ("S1", "OWN")


PREMIUM: Mapping[Platform, float] = {
    Platform.YOUTUBE: 0.3, Platform.BLOG: 0.1, Platform.TIKTOK: -0.4, Platform.PODCAST: 0.1,
}  # fmt: skip
VIDEO_TOO_DEAR: Mapping[Platform, float] = {Platform.YOUTUBE: -0.6, Platform.PODCAST: -0.3}
BUDGET_SHORT = -1.2
ORDERS_TO_PAY = 25  # a dedicated video that needs more sales than this, before any cost, is too dear (OWN)
