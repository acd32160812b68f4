"""How much a figure still says: all for 90 days, then less and less, until it is as good as unknown.

The rule is a judgement of this project (source OWN): accounts grow, fall asleep and change their audience, so a
figure of half a year ago counts four fifths, of a year ago half, of two years ago a fifth, of four years ago
nothing. Between these ages it falls in a straight line, so that no single day changes a ranking. A figure without
a date counts as if it were about a year and a half old. What followers' ages and gender were is treated alike,
the countries they live in are not. A factor made of old figures moves towards 0.5, which is what an unknown one
counts: old good news helps less, and old bad news hurts less.
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from knowledge.models import Channel, ChannelAudience, Figure, Reason
from knowledge.sources import because

FRESH_DAYS = 90
# Days since a figure was measured -> what it counts.
AGED = ((0, 1.0), (FRESH_DAYS, 1.0), (180, 0.8), (365, 0.5), (730, 0.2), (1461, 0.0))
UNDATED = 0.3
NEUTRAL = 0.5


def evidence(as_of: date | None, today: date) -> float:
    """What a figure of a day counts, 0..1. One from the future is a slip of the pen and counts as new."""
    if as_of is None:
        return UNDATED
    days = max((today - as_of).days, 0)
    for (earlier, more), (later, less) in pairwise(AGED):
        if days <= later:
            return more + (less - more) * (days - earlier) / (later - earlier)
    return 0.0


def weakest(things: Iterable[Figure | ChannelAudience | None], today: date) -> float:
    """What several figures together count: as much as the oldest of them."""
    return min((evidence(thing.as_of, today) for thing in things if thing is not None), default=1.0)


def towards_unknown(value: float, counts: float) -> float:
    """A factor's value moved to NEUTRAL by what its figures no longer say."""
    return NEUTRAL + (value - NEUTRAL) * counts


def stale_days(channel: Channel, today: date) -> int | None:
    """How many days old the oldest of the figures is that the fit is made of; None while all are fresh or undated."""
    figures = (channel.followers, channel.avg_views, channel.engagement, channel.posts_per_month)
    days = [
        (today - figure.as_of).days for figure in figures if figure is not None and figure.as_of is not None
    ]
    oldest = max(days, default=0)
    return oldest if oldest > FRESH_DAYS else None


def stale_flag(days: int | None) -> tuple[Reason, ...]:
    """What a seller is told of figures that are older than FRESH_DAYS."""
    return () if days is None else (because("flag.stale", "OWN", days=days),)
