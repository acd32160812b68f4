"""What engagement is normal for a size, and which figures look wrong.

Engagement = (likes + comments, with shares and saves where shown) ÷ followers. Rates against reach are
several times higher and cannot be compared with these. Sources disagree, so a band spans them all.
"""

from collections.abc import Mapping
from typing import NamedTuple

from knowledge.models import Channel, Platform, Reason, Tier
from knowledge.sources import because
from knowledge.tiers import tier_of

FORMULA = "interactions/followers"


class Band(NamedTuple):
    """Normal engagement as fractions, and whose figures span it."""

    low: float
    high: float
    sources: tuple[str, ...]


# Five sources whose tables do not say the platform, or give it for Instagram: used where a platform has no
# own.
GENERAL: Mapping[Tier, Band] = {
    Tier.NANO: Band(0.02, 0.10, ("M05", "M07", "M08")),
    Tier.MICRO: Band(0.01, 0.06, ("M05", "M07", "M08")),
    Tier.MID: Band(0.007, 0.04, ("M05", "M07", "M08")),
    Tier.MACRO: Band(0.007, 0.03, ("M07", "M08")),
    Tier.MEGA: Band(0.003, 0.02, ("M05", "M07", "M08")),
}
INSTAGRAM: Mapping[Tier, Band] = {
    Tier.NANO: Band(0.02, 0.06, ("M02", "M03", "M06", "M08")),
    Tier.MICRO: Band(0.01, 0.04, ("M03", "M06", "M08")),
    Tier.MID: Band(0.007, 0.023, ("M03", "M05", "M08")),
    Tier.MACRO: Band(0.007, 0.02, ("M06", "M08")),
    Tier.MEGA: Band(0.003, 0.015, ("M05", "M06", "M08")),
}
TIKTOK: Mapping[Tier, Band] = {
    Tier.NANO: Band(0.08, 0.126, ("M02", "M06")),
    Tier.MICRO: Band(0.06, 0.08, ("M06",)),
    Tier.MID: Band(0.04, 0.08, ("M06",)),
    Tier.MACRO: Band(0.04, 0.06, ("M06",)),
    Tier.MEGA: Band(0.03, 0.05, ("M06",)),
}
OWN_BANDS: Mapping[Platform, Mapping[Tier, Band]] = {Platform.INSTAGRAM: INSTAGRAM, Platform.TIKTOK: TIKTOK}
# Nobody counts interactions per follower there.
NO_BAND = frozenset({Platform.BLOG, Platform.PODCAST, Platform.LINE, Platform.DCARD})

ALARM_LOW: Mapping[Tier, float] = {  # M05, the Taiwanese alarm values
    Tier.NANO: 0.02,
    Tier.MICRO: 0.01,
    Tier.MID: 0.005,
    Tier.MACRO: 0.005,
    Tier.MEGA: 0.003,
}
TIKTOK_ALARM = 0.5  # of the band's lower end (OWN): TikTok's normal is several times the others'
TOO_HIGH = 3.0  # times the band's upper end (OWN)
VIEWS_LOW: Mapping[
    Platform, float
] = {  # median views ÷ followers below which the audience is not there (OWN)
    Platform.YOUTUBE: 0.02,
    Platform.TIKTOK: 0.02,
    Platform.INSTAGRAM: 0.02,
    Platform.FACEBOOK: 0.005,
    Platform.TWITCH: 0.005,
}
VIEWS_HIGH: Mapping[
    Platform, float
] = {  # above which one viral video or bought views explain it better (OWN)
    Platform.YOUTUBE: 5.0,
    Platform.TIKTOK: 10.0,
    Platform.INSTAGRAM: 5.0,
    Platform.FACEBOOK: 5.0,
    Platform.TWITCH: 1.0,
}


def normal_band(platform: Platform, tier: Tier) -> Band | None:
    """The normal engagement of a size on a platform; None where nobody measures it this way."""
    if platform in NO_BAND:
        return None
    return OWN_BANDS.get(platform, GENERAL)[tier]


def flags(
    platform: Platform, tier: Tier, engagement: float | None, views: float | None, followers: float | None
) -> tuple[Reason, ...]:
    """Figures that deserve a question, each naming its rule and threshold. Unknown figures raise none."""
    found = (
        _engagement_flag(platform, tier, engagement),
        _views_flag(platform, views, followers),
        _impossible_flag(engagement, views, followers),
    )
    return tuple(flag for flag in found if flag)


def channel_flags(channel: Channel) -> tuple[Reason, ...]:
    """The flags of a channel from its own figures."""
    if channel.followers is None:
        return ()
    engagement = channel.engagement.value if channel.engagement else None
    views = channel.avg_views.value if channel.avg_views else None
    followers = channel.followers.value
    return flags(channel.platform, tier_of(followers), engagement, views, followers)


def alarm_low(platform: Platform, tier: Tier) -> float:
    """The engagement below which followers look bought or asleep."""
    if platform is Platform.TIKTOK:
        return round(TIKTOK[tier].low * TIKTOK_ALARM, 6)
    return ALARM_LOW[tier]


def _engagement_flag(platform: Platform, tier: Tier, engagement: float | None) -> Reason | None:
    band = normal_band(platform, tier)
    if band is None or engagement is None:
        return None
    seen = {"platform": platform.value, "tier": tier.value, "engagement_rate": engagement}
    low, high = alarm_low(platform, tier), round(band.high * TOO_HIGH, 6)
    if engagement < low:
        alarm = "OWN" if platform is Platform.TIKTOK else "M05"
        return because("flag.engagement_low", alarm, threshold_rate=low, **seen)
    if engagement > high:
        return because("flag.engagement_high", *band.sources, "OWN", threshold_rate=high, **seen)
    return None


def _views_flag(platform: Platform, views: float | None, followers: float | None) -> Reason | None:
    if views is None or not followers or platform not in VIEWS_LOW:
        return None
    ratio = views / followers
    seen = {"platform": platform.value, "median_views": views, "followers": followers, "ratio_rate": ratio}
    if ratio < VIEWS_LOW[platform]:
        return because("flag.views_low", "OWN", threshold_rate=VIEWS_LOW[platform], **seen)
    if ratio > VIEWS_HIGH[platform]:
        return because("flag.views_high", "OWN", threshold_rate=VIEWS_HIGH[platform], **seen)
    return None


def _impossible_flag(engagement: float | None, views: float | None, followers: float | None) -> Reason | None:
    """More interactions than views cannot happen: one of the figures is wrong."""
    if engagement is None or not views or not followers or engagement * followers <= views:
        return None
    return because(
        "flag.more_likes_than_views", "OWN", interactions=round(engagement * followers), views=views
    )
