"""What the advisor asks of an index, whichever engine is behind it."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.models import Channel, Creator, Peer, Platform, Tier
from retrieval.filters import Filter

Vector = npt.NDArray[np.float32]
Peers = Mapping[tuple[Platform, Tier | None], Peer]


class Hit(NamedTuple):
    """A channel found. ``style`` is the share of the roster that it beats, None for one without content."""

    creator: Creator
    channel: Channel
    similarity: float
    style: float | None


class Behind(NamedTuple):
    """How many channels of a roster that changed much have been read, of how many. The rest cannot be found yet."""

    read: int
    total: int


class Index(Protocol):
    """Channels of one roster by closeness of style. All methods may be called from several threads."""

    def __len__(self) -> int:
        """How many channels can be found."""
        ...

    def state(self) -> Hashable:
        """Brings the index up to date with what it follows, or begins to where that takes long; differs whenever
        what can be found has changed."""
        ...

    def behind(self) -> Behind | None:
        """How far reading a changed roster is, while answers are given from what was there before; else None."""
        ...

    def search(self, query: Vector, conditions: Filter, k: int, words: str = "") -> list[Hit]:
        """The k channels that pass ``conditions`` and are closest to a unit vector, best first, ties by key.

        Channels that share rare words with ``words`` come up too: so names and brands are found. Fewer than k
        when fewer pass; nothing is returned that fails a condition.
        """
        ...

    def vector(self, key: str) -> Vector | None:
        """The unit vector of the channel ``platform:handle``, None where there is none."""
        ...

    def peers(self) -> Peers:
        """Medians by platform × tier, and by platform alone under tier None."""
        ...

    def upsert(self, creators: Iterable[Creator]) -> None:
        """Insert or replace creators with all their channels; searchable when this returns."""
        ...

    def delete(self, creator_ids: Iterable[str]) -> None:
        """Remove creators; ids that are not there are ignored."""
        ...

    def creators(self) -> Iterator[Creator]:
        """Every creator, by id, read a page at a time."""
        ...
