"""What an index keeps of a channel."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.models import Channel, Creator, Platform
from retrieval.filters import places_of, primary


class Entry(NamedTuple):
    """A channel as the index sees it. ``language`` is a primary subtag; an unknown count is None.

    ``category`` and ``described`` are the two texts that are encoded; ``known`` tells whether anybody described
    the content; ``name`` holds what the channel is called.
    """

    creator_id: str
    key: str
    platform: Platform
    language: str | None
    places: frozenset[str]
    followers: float | None
    views: float | None
    engagement: float | None
    known: bool
    category: str
    described: str
    name: str

    @property
    def digest(self) -> bytes:
        """16 bytes that change when the texts do."""
        both = f"{self.category}\0{self.described}\0{self.name}".encode("utf-8", "surrogatepass")
        return hashlib.blake2b(both, digest_size=16).digest()


def entries(creators: Iterable[Creator]) -> Iterator[Entry]:
    """An entry for each channel of the creators."""
    for creator in creators:
        for channel in creator.channels:
            yield entry(creator, channel)


def entry(creator: Creator, channel: Channel) -> Entry:
    """One channel as the index sees it."""
    category, described = describe(creator, channel)
    return Entry(
        creator_id=creator.id,
        key=channel.key,
        platform=channel.platform,
        language=primary(channel.language) if channel.language else None,
        places=places_of(creator, channel),
        followers=channel.followers.value if channel.followers else None,
        views=channel.avg_views.value if channel.avg_views else None,
        engagement=channel.engagement.value if channel.engagement else None,
        known=bool(channel.content),
        category=category,
        described=described,
        name=f"{creator.name} {channel.handle}",
    )


def describe(creator: Creator, channel: Channel) -> tuple[str, str]:
    """The two texts of a channel that are encoded: its category, and the scout's words with the name."""
    return channel.category or "", " \n".join(part for part in (channel.content, creator.name) if part)
