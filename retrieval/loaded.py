"""Creators read from a roster lately, so that the next search need not read them again."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from knowledge.models import Creator
from retrieval.source import Source, State

KEPT = 3_000  # creators


class Loaded:
    """The creators of a roster by id, as they are now. Safe to call from several threads, and beside writers.

    What is kept was read at ``_state`` or after it. So once the roster is in another state, forgetting whoever
    changed since ``_state`` leaves nobody who is out of date.
    """

    def __init__(self, source: Source, kept: int = KEPT) -> None:
        self.source, self.kept = source, kept
        self._creators: OrderedDict[str, Creator] = OrderedDict()
        self._state: State | None = None
        self._lock = Lock()

    def find(self, ids: Sequence[str]) -> list[Creator]:
        """The creators with these ids, those that there are, in the order asked for."""
        with self._lock:
            state = self._caught_up()
            known = {one: self._creators[one] for one in ids if one in self._creators}
            for one in known:
                self._creators.move_to_end(one)
        missing = [one for one in ids if one not in known]
        if missing:
            read = {creator.id: creator for creator in self.source.find(ids=missing)}
            self._keep(read, state)
            known |= read
        return [known[one] for one in ids if one in known]

    def _caught_up(self) -> State:
        """Forget who changed since; the state from before anything else is read."""
        state = self.source.state()
        if self._state is not None and self._state != state:
            changed = self.source.changed_since(*self._state[:2])
            for one in list(self._creators) if changed is None else changed:
                self._creators.pop(one, None)
        self._state = state
        return state

    def _keep(self, read: dict[str, Creator], state: State) -> None:
        """Keep what was read since ``state``, unless the roster went on meanwhile: it may be older than that."""
        with self._lock:
            if self._state == state:
                self._creators |= read
            while len(self._creators) > self.kept:
                self._creators.popitem(last=False)
