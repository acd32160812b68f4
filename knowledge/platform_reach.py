"""Who is on which platform: shares of use in Taiwan, ages, genders, and habits of other markets.

Taiwan has a survey (M33); for other markets there are no figures to cite, and the numbers are judgement (OWN).
"""

from collections.abc import Mapping
from typing import NamedTuple

from knowledge.models import Gender, Platform


class AgePull(NamedTuple):
    """An audience whose middle age is in low..high draws to these platforms."""

    low: int
    high: int
    pulls: Mapping[Platform, float]


AGES: tuple[AgePull, ...] = (
    AgePull(
        0,
        26,
        {
            Platform.INSTAGRAM: 0.5, Platform.TIKTOK: 0.4, Platform.DCARD: 0.7, Platform.THREADS: 0.6,
            Platform.YOUTUBE: 0.1, Platform.FACEBOOK: -1.0, Platform.LINE: -0.5, Platform.XIAOHONGSHU: 0.2,
        },
    ),
    AgePull(
        36,
        52,
        {
            Platform.FACEBOOK: 0.8, Platform.LINE: 0.4, Platform.INSTAGRAM: -0.4, Platform.TIKTOK: -0.5,
            Platform.DCARD: -0.9, Platform.THREADS: -0.4, Platform.YOUTUBE: 0.1,
        },
    ),
    AgePull(
        53,
        120,
        {
            Platform.FACEBOOK: 1.2, Platform.LINE: 0.8, Platform.INSTAGRAM: -1.0, Platform.TIKTOK: -0.7,
            Platform.DCARD: -1.2, Platform.THREADS: -0.8, Platform.YOUTUBE: 0.4, Platform.BLOG: -0.1,
        },
    ),
)  # fmt: skip
# Shares of Taiwanese internet users that name a platform among those they use, December 2025 (M33).
TW_YEAR = 2025
TW_REACH: Mapping[Platform, float] = {
    Platform.YOUTUBE: 0.72, Platform.FACEBOOK: 0.72, Platform.INSTAGRAM: 0.447, Platform.DCARD: 0.176,
    Platform.THREADS: 0.175,
}  # fmt: skip
TW_REACH_OVER = frozenset({Platform.YOUTUBE, Platform.FACEBOOK})  # the survey says "more than"
TW_REACH_YOUNG: Mapping[Platform, float] = {  # 18 to 24
    Platform.YOUTUBE: 0.706, Platform.INSTAGRAM: 0.78, Platform.THREADS: 0.44, Platform.DCARD: 0.459,
}  # fmt: skip
TW_REACH_35: Mapping[Platform, float] = {Platform.FACEBOOK: 0.70}  # 35 and older
TW_LINE_REACH = 0.994  # M37

GENDERS: Mapping[Gender, Mapping[Platform, float]] = {
    Gender.FEMALE: {Platform.INSTAGRAM: 0.2, Platform.XIAOHONGSHU: 0.3, Platform.DCARD: 0.1},
    Gender.MALE: {Platform.YOUTUBE: 0.3, Platform.TWITCH: 0.2, Platform.INSTAGRAM: -0.1},
}
# How much a platform is part of daily life in a market. TW follows M33; the others are judgement (OWN).
_WESTERN: Mapping[Platform, float] = {
    Platform.YOUTUBE: 0.5, Platform.INSTAGRAM: 0.4, Platform.TIKTOK: 0.4, Platform.FACEBOOK: 0.1,
    Platform.PODCAST: 0.0, Platform.X: -0.2, Platform.THREADS: -0.4, Platform.TWITCH: -1.2,
}  # fmt: skip
MARKETS: Mapping[str, Mapping[Platform, float]] = {
    "TW": {
        Platform.YOUTUBE: 0.5, Platform.FACEBOOK: 0.5, Platform.INSTAGRAM: 0.4, Platform.TIKTOK: -0.1,
        Platform.THREADS: -0.1, Platform.DCARD: -0.2, Platform.LINE: -0.1, Platform.XIAOHONGSHU: -1.5,
        Platform.PODCAST: -0.3, Platform.TWITCH: -1.2, Platform.X: -0.6,
    },
    "HK": {
        Platform.INSTAGRAM: 0.6, Platform.YOUTUBE: 0.5, Platform.FACEBOOK: 0.4, Platform.THREADS: 0.1,
        Platform.XIAOHONGSHU: 0.2, Platform.PODCAST: -0.4, Platform.TWITCH: -1.2, Platform.X: -0.6,
    },
    "MY": {
        Platform.FACEBOOK: 0.4, Platform.TIKTOK: 0.4, Platform.INSTAGRAM: 0.4, Platform.YOUTUBE: 0.5,
        Platform.XIAOHONGSHU: 0.1, Platform.TWITCH: -1.2, Platform.X: -0.5, Platform.PODCAST: -0.4,
    },
    "SG": {
        Platform.INSTAGRAM: 0.5, Platform.TIKTOK: 0.3, Platform.YOUTUBE: 0.5, Platform.FACEBOOK: 0.3,
        Platform.XIAOHONGSHU: 0.0, Platform.TWITCH: -1.2, Platform.X: -0.5, Platform.PODCAST: -0.3,
    },
    "JP": {
        Platform.YOUTUBE: 0.5, Platform.INSTAGRAM: 0.4, Platform.X: 0.4, Platform.LINE: -0.4,
        Platform.FACEBOOK: -0.8, Platform.TIKTOK: 0.1, Platform.TWITCH: -1.2, Platform.PODCAST: -0.5,
    },
    "KR": {
        Platform.YOUTUBE: 0.5, Platform.INSTAGRAM: 0.5, Platform.BLOG: 0.3, Platform.FACEBOOK: -0.6,
        Platform.TIKTOK: 0.0, Platform.TWITCH: -3.0, Platform.PODCAST: -0.6, Platform.X: -0.2,
    },
    "TH": {
        Platform.FACEBOOK: 0.5, Platform.TIKTOK: 0.4, Platform.YOUTUBE: 0.5, Platform.INSTAGRAM: 0.3,
        Platform.TWITCH: -1.2, Platform.PODCAST: -0.6,
    },
    "CN": {Platform.XIAOHONGSHU: 0.8, Platform.TIKTOK: 0.5},
    "US": _WESTERN,
}  # fmt: skip
ELSEWHERE = _WESTERN
XIAOHONGSHU_BLOCKED = "2025-12-04"  # M43: Taiwan's order, first for one year
