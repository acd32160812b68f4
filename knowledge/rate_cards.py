"""What a piece costs by followers: the published tables as points, and how formats and platforms relate.

A point is (followers, low, high) for the card's base format. Between points the price runs on a straight
line of logarithms, so it grows with followers inside a tier too. The points condense tables that disagree
up to 50-fold (M12), so a card is a range, and never better than mark C.
"""

from collections.abc import Mapping
from typing import NamedTuple

from knowledge.models import Format, Platform
from knowledge.money import Number

Point = tuple[int, Number, Number]


class Card(NamedTuple):
    """Prices of one format on one platform in one market, by followers."""

    currency: str
    base: Format
    points: tuple[Point, ...]
    sources: tuple[str, ...]
    year: int
    confidence: float


# Taiwan. At 50,000 followers the middle of the range is the median of M12's eight tables, NT$14,500.
TW_INSTAGRAM = Card(
    "TWD", Format.POST,
    ((1_000, 500, 3_000), (5_000, 1_500, 6_000), (10_000, 2_500, 9_000), (50_000, 6_500, 22_500),
     (100_000, 13_000, 45_000), (500_000, 50_000, 180_000), (1_000_000, 120_000, 400_000),
     (3_000_000, 250_000, 800_000)),
    ("M12", "M13"), 2025, 0.5,
)  # fmt: skip
TW_YOUTUBE = Card(
    "TWD", Format.REVIEW,
    ((1_000, 3_000, 10_000), (5_000, 5_000, 15_000), (10_000, 8_000, 25_000), (50_000, 25_000, 80_000),
     (100_000, 40_000, 130_000), (500_000, 120_000, 350_000), (1_000_000, 200_000, 600_000),
     (3_000_000, 400_000, 1_200_000)),
    ("M13", "M14"), 2025, 0.5,
)  # fmt: skip
TW_BLOG = Card(
    "TWD", Format.BLOG_ARTICLE,
    ((1_000, 1_000, 3_000), (10_000, 2_000, 5_000), (50_000, 3_500, 8_000), (100_000, 5_000, 15_000),
     (500_000, 15_000, 50_000)),
    ("M13", "OWN"), 2025, 0.4,
)  # fmt: skip
# Elsewhere, in US dollars: a table of 2021 that is old and low, lifted to what M19 and M20 report was paid.
INTL_INSTAGRAM = Card(
    "USD", Format.POST,
    ((1_000, 20, 100), (10_000, 100, 250), (50_000, 400, 1_000), (100_000, 800, 2_500), (500_000, 4_000,
    8_000),
     (1_000_000, 8_000, 16_000), (3_000_000, 25_000, 75_000)),
    ("M18", "M19", "M20"), 2023, 0.4,
)  # fmt: skip
INTL_YOUTUBE = Card(
    "USD", Format.REVIEW,
    ((1_000, 40, 200), (10_000, 200, 700), (50_000, 1_000, 3_000), (100_000, 2_000, 6_000), (500_000,
    8_000, 20_000),
     (1_000_000, 15_000, 40_000), (3_000_000, 60_000, 190_000)),
    ("M18", "M19"), 2023, 0.4,
)  # fmt: skip
INTL_BLOG = Card(
    "USD", Format.BLOG_ARTICLE,
    ((1_000, 30, 100), (10_000, 75, 250), (50_000, 150, 500), (100_000, 300, 1_000), (500_000, 1_000, 3_000)),
    ("OWN",), 2025, 0.25,
)  # fmt: skip
CN_XIAOHONGSHU = Card(
    "CNY", Format.POST,
    ((1_000, 50, 300), (5_000, 100, 800), (10_000, 500, 1_500), (50_000, 1_500, 5_000), (100_000, 5_000,
    12_000),
     (500_000, 20_000, 40_000), (1_000_000, 40_000, 100_000), (5_000_000, 100_000, 200_000)),
    ("M26",), 2024, 0.45,
)  # fmt: skip

CARDS: Mapping[tuple[str, Platform], Card] = {
    ("TW", Platform.INSTAGRAM): TW_INSTAGRAM,
    ("TW", Platform.YOUTUBE): TW_YOUTUBE,
    ("TW", Platform.BLOG): TW_BLOG,
    ("US", Platform.INSTAGRAM): INTL_INSTAGRAM,
    ("US", Platform.YOUTUBE): INTL_YOUTUBE,
    ("US", Platform.BLOG): INTL_BLOG,
    ("CN", Platform.XIAOHONGSHU): CN_XIAOHONGSHU,
}


class Scale(NamedTuple):
    """A price as a multiple of another's, low and high."""

    low: float
    high: float
    sources: tuple[str, ...]


SAME = Scale(1.0, 1.0, ())
# Platforms without a table of their own, against one that has: (parent, multiple of the parent's base
# format).
DERIVED: Mapping[Platform, tuple[Platform, Scale]] = {
    Platform.TIKTOK: (Platform.INSTAGRAM, Scale(0.7, 0.8, ("M13",))),
    Platform.FACEBOOK: (Platform.INSTAGRAM, Scale(0.7, 1.0, ("M13", "OWN"))),
    Platform.THREADS: (Platform.INSTAGRAM, Scale(0.3, 0.6, ("OWN",))),
    Platform.X: (Platform.INSTAGRAM, Scale(0.4, 0.8, ("OWN",))),
    Platform.DCARD: (Platform.INSTAGRAM, Scale(0.3, 0.6, ("OWN",))),
    Platform.LINE: (Platform.INSTAGRAM, Scale(0.5, 0.9, ("OWN",))),
    Platform.XIAOHONGSHU: (Platform.INSTAGRAM, Scale(0.5, 0.9, ("OWN",))),
    Platform.PODCAST: (Platform.YOUTUBE, Scale(0.4, 0.8, ("OWN",))),
    Platform.TWITCH: (Platform.YOUTUBE, Scale(0.4, 0.8, ("OWN",))),
}
# The 2021 table puts a TikTok at a quarter of an Instagram post; reports since put it near the post.
INTL_TIKTOK = Scale(0.25, 0.8, ("M13", "M18"))

_MONTHS = 3  # an ambassador is priced as one piece a month for three months, 15-25 % off (M13)
AMBASSADOR = Scale(_MONTHS * 0.75, _MONTHS * 0.85, ("M13", "OWN"))
VIDEO_OF_POST = Scale(1.3, 1.5, ("M13", "M24"))
# A format as a multiple of the platform's base format.
FORMAT_SCALE: Mapping[Platform, Mapping[Format, Scale]] = {
    Platform.INSTAGRAM: {
        Format.POST: SAME,
        Format.REEL: VIDEO_OF_POST,
        Format.STORY: Scale(0.6, 0.7, ("M13",)),
        Format.UNBOXING: VIDEO_OF_POST,
        Format.REVIEW: VIDEO_OF_POST,
        Format.TUTORIAL: VIDEO_OF_POST,
        Format.LIVESTREAM: Scale(1.0, 2.0, ("OWN",)),
    },
    Platform.YOUTUBE: {
        Format.REVIEW: SAME,
        Format.UNBOXING: SAME,
        Format.TUTORIAL: SAME,
        Format.SHORT: Scale(0.3, 0.5, ("OWN",)),
        Format.LIVESTREAM: Scale(0.8, 1.5, ("OWN",)),
    },
    Platform.TIKTOK: {
        Format.SHORT: SAME,
        Format.UNBOXING: SAME,
        Format.REVIEW: SAME,
        Format.TUTORIAL: SAME,
        Format.LIVESTREAM: Scale(1.0, 2.0, ("OWN",)),
    },
    Platform.FACEBOOK: {
        Format.POST: SAME,
        Format.REEL: VIDEO_OF_POST,
        Format.REVIEW: SAME,
        Format.LIVESTREAM: Scale(1.0, 2.0, ("OWN",)),
    },
    Platform.XIAOHONGSHU: {
        Format.POST: SAME,
        Format.SHORT: Scale(1.3, 1.5, ("M26",)),
        Format.UNBOXING: Scale(1.3, 1.5, ("M26",)),
        Format.REVIEW: SAME,
        Format.TUTORIAL: Scale(1.3, 1.5, ("M26",)),
        Format.LIVESTREAM: Scale(1.0, 2.0, ("OWN",)),
    },
    Platform.THREADS: {Format.POST: SAME, Format.REVIEW: SAME},
    Platform.X: {Format.POST: SAME, Format.REVIEW: SAME},
    Platform.DCARD: {Format.POST: SAME, Format.REVIEW: SAME},
    Platform.LINE: {Format.POST: SAME},
    Platform.BLOG: {Format.BLOG_ARTICLE: SAME},
    Platform.PODCAST: {Format.REVIEW: SAME},
    Platform.TWITCH: {Format.LIVESTREAM: SAME, Format.REVIEW: SAME},
}


class ViewPrice(NamedTuple):
    """US dollars for a thousand views."""

    low: float
    high: float
    sources: tuple[str, ...]


# The ends are the means of the sources' ends: YouTube 15-30, 30-70, 15-80.
VIEW_PRICES: Mapping[Platform, ViewPrice] = {
    Platform.YOUTUBE: ViewPrice(20, 60, ("M21", "M22")),
    Platform.INSTAGRAM: ViewPrice(5, 15, ("M21",)),
    Platform.TIKTOK: ViewPrice(5, 15, ("M21",)),
    Platform.FACEBOOK: ViewPrice(5, 15, ("M21", "OWN")),
}
VIDEO_FORMATS = frozenset({Format.REVIEW, Format.UNBOXING, Format.TUTORIAL, Format.REEL, Format.SHORT})
# What M12's eight tables say for an Instagram post at 50,000 followers, in TWD.
TW_POST_50K: tuple[tuple[int, int], ...] = (
    (5_000, 7_500), (1_000, 5_000), (5_000, 20_000), (8_000, 15_000), (8_000, 25_000), (5_000, 30_000),
    (15_000, 45_000), (15_000, 50_000),
)  # fmt: skip
