"""Answers given lately: a few as they are, many folded small, so that hundreds of people's cards cost no gigabyte."""

import pickle
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")

AT_HAND = 16  # as they are: an advice is 2,000 objects, and the garbage collector looks at each of them
FOLDED = 1_000  # as compressed bytes: some 8 KB each, and under a millisecond to unfold
QUICKLY = 1  # the level of compression: higher ones save little and take much longer


class Remembered(Generic[T]):
    """Values by key; the ones unused longest are forgotten first. Safe to call from several threads.

    :param fold: makes bytes of a value; ``unfold`` makes an equal value of them
    """

    def __init__(
        self,
        at_hand: int = AT_HAND,
        folded: int = FOLDED,
        fold: Callable[[T], bytes] = pickle.dumps,
        unfold: Callable[[bytes], T] = pickle.loads,  # our own, from this process's memory
    ) -> None:
        self.at_hand, self.folded, self._fold, self._unfold = at_hand, folded, fold, unfold
        self._at_hand: OrderedDict[Hashable, T] = OrderedDict()
        self._folded: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._folded)

    def get(self, key: Hashable) -> T | None:
        """What was put there, None where it was never or is forgotten."""
        with self._lock:
            if key in self._at_hand:
                self._at_hand.move_to_end(key)
                self._folded.move_to_end(key)
                return self._at_hand[key]
            folded = self._folded.get(key)
        if folded is None:
            return None
        value = self._unfold(zlib.decompress(folded))
        self._note(key, value, folded)
        return value

    def put(self, key: Hashable, value: T) -> None:
        """Remember a value. It must not be changed afterwards."""
        self._note(key, value, zlib.compress(self._fold(value), QUICKLY))

    def forget(self) -> None:
        """Keep nothing of what was put so far."""
        with self._lock:
            self._at_hand.clear()
            self._folded.clear()

    def _note(self, key: Hashable, value: T, folded: bytes) -> None:
        with self._lock:
            self._at_hand[key], self._folded[key] = value, folded
            for kept, most in ((self._at_hand, self.at_hand), (self._folded, self.folded)):
                kept.move_to_end(key)
                while len(kept) > most:
                    kept.popitem(last=False)
