"""What every source of figures has in common: the interface, what it finds, and how it may end."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from knowledge.models import Channel, Platform


class Spent(NamedTuple):
    """Units of a source's quota, in its present day or hour."""

    used: int
    limit: int


class Snapshot(NamedTuple):
    """What a source says of a channel on a day; None is what it does not say, never zero.

    ``key`` is the roster's key of the channel asked for. Rates are fractions, ``views`` a median of recent pieces.
    """

    key: str
    as_of: date
    source: str
    name: str | None = None
    followers: int | None = None
    views: float | None = None
    engagement: float | None = None
    posts_per_month: float | None = None
    last_post: date | None = None
    language: str | None = None
    region: str | None = None
    topic: str | None = None
    content: tuple[str, ...] = ()  # lines of a description, made of facts


class Absent(NamedTuple):
    """A channel of which the source says nothing, and why."""

    key: str
    reason: str


Result = Snapshot | Absent


class SourceError(RuntimeError):
    """A source cannot be asked at all. The message names neither key nor token."""


class OutOfQuota(SourceError):
    """The quota is spent, here or with the source; what was found before stays."""


class Connector(Protocol):
    """A source of figures for the channels of one platform."""

    name: str
    platform: Platform

    @property
    def spent(self) -> Spent:
        """What its quota has been used for so far."""

    def look_up(self, channels: Sequence[Channel]) -> Iterator[Result]:
        """A result for each channel, as soon as it is known. OutOfQuota and SourceError end it."""

    def find(self, link: str) -> Channel | None:
        """The channel that a link is about (a video's too), None for a link of something else or of nothing."""
