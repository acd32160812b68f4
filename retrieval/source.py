"""What an index asks of the roster that it follows."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from knowledge.models import Creator

State = tuple[int, str, bool]


class Source(Protocol):
    """A roster that knows what changed. ``data.roster.Roster`` is one."""

    def state(self) -> State:
        """Version, a stamp that no other state of any roster has, and whether its own creators are in use."""
        ...

    def changed_since(self, version: int, stamp: str) -> list[str] | None:
        """Ids of creators saved or removed after a state; None where that is not known."""
        ...

    def reading(self) -> AbstractContextManager[Any]:
        """Bind several reads to one state."""
        ...

    def aside(self) -> AbstractContextManager["Source"]:
        """The same roster for a long read that nobody waits for."""
        ...

    def find(self, keys: Iterable[str] = (), ids: Iterable[str] = ()) -> list[Creator]:
        """Creators by channel key or by id, those that there are."""
        ...

    def each_in_use(self) -> Iterator[Creator]:
        """The creators that advice is made of, by id."""
        ...

    @property
    def channel_count(self) -> int:
        """About how many channels ``each_in_use`` will bring."""
        ...

    def save_all(self, creators: Iterable[Creator]) -> int:
        """Insert or replace creators."""
        ...

    def remove(self, ids: Iterable[str]) -> int:
        """Remove creators."""
        ...
