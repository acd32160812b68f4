"""Figures of a channel from its recent pieces, as this project defines them."""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime
from statistics import median
from typing import NamedTuple

FEWEST = 3  # pieces that a median is made of
YOUNG_DAYS = 2  # a piece of yesterday has not had its views yet
PACE_DAYS = 90  # over which posts are counted
MONTH_DAYS = 365.25 / 12


class Piece(NamedTuple):
    """A video or post. None is what the source does not tell: hidden likes, no count of views."""

    at: datetime
    text: str = ""
    views: int | None = None
    likes: int | None = None
    comments: int | None = None


def median_views(pieces: Sequence[Piece], now: datetime) -> float | None:
    """Median views of the pieces that are old enough; None for fewer than FEWEST."""
    views = [piece.views for piece in _settled(pieces, now) if piece.views is not None]
    return float(median(views)) if len(views) >= FEWEST else None


def engagement(pieces: Sequence[Piece], followers: int | None, now: datetime) -> float | None:
    """Median of likes and comments over followers, knowledge/engagement.py's formula.

    A piece whose likes are hidden is not counted; one whose comments are switched off has none. None without
    followers, for fewer than FEWEST pieces, and beyond 1, which no rate of followers can be.
    """
    counts = [
        piece.likes + (piece.comments or 0) for piece in _settled(pieces, now) if piece.likes is not None
    ]
    if not followers or len(counts) < FEWEST:
        return None
    rate = round(median(counts) / followers, 6)
    return rate if rate <= 1 else None


def posts_per_month(pieces: Sequence[Piece], now: datetime, whole: bool) -> float | None:
    """Pieces a month over the last PACE_DAYS; over the time they span where older ones were not asked for.

    :param whole: whether these are all pieces of that time.
    """
    days = [(now - piece.at).total_seconds() / 86_400 for piece in pieces]
    recent = [day for day in days if 0 <= day <= PACE_DAYS]
    if not pieces:
        return None
    if whole or len(recent) < len(pieces):
        return round(len(recent) / PACE_DAYS * MONTH_DAYS, 2)
    return round(len(recent) / max(max(recent), 1.0) * MONTH_DAYS, 2)


def last_post(pieces: Sequence[Piece]) -> date | None:
    """The day of the newest piece."""
    return max((piece.at.date() for piece in pieces), default=None)


def moment(text: object) -> datetime | None:
    """A time as the sources write it: 2026-11-01T10:00:00Z or +0000."""
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def count(value: object) -> int | None:
    """A whole number that the source gives as a number or a string; None for anything else, and below zero."""
    try:
        number = float(str(value)) if value is not None and not isinstance(value, bool) else math.nan
    except ValueError:
        return None
    return int(number) if math.isfinite(number) and number >= 0 else None


def _settled(pieces: Sequence[Piece], now: datetime) -> list[Piece]:
    """Those old enough to be judged; all of them where that leaves too few."""
    old = [piece for piece in pieces if (now - piece.at).days >= YOUNG_DAYS]
    return old if len(old) >= FEWEST else list(pieces)
