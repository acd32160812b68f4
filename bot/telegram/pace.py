"""How fast Telegram may be called: buckets that refill, and gates that let calls through by rank and in order."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from enum import IntEnum
from heapq import heapify, heappush
from itertools import count
from typing import NamedTuple

SLIGHT = 1e-6  # of a token: less than that is missing by rounding alone


class Rank(IntEnum):
    """Who goes first: somebody's message before an edit of one that is there."""

    SEND = 1
    EDIT = 2


class Clock(NamedTuple):
    """Time as a gate sees it; tests bring their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class Pace(NamedTuple):
    """What Telegram allows (core.telegram.org/bots/faq, "My bot is hitting limits").

    A message a second in one chat, with short bursts; 20 a minute in a group; about 30 a second in all, taken as
    28 to stay clear of it. Edits of one message in a group, or of one sent inline, are spread.
    """

    chat_per_second: float = 1.0
    chat_burst: int = 4
    group_per_minute: float = 20.0
    all_per_second: float = 28.0
    edit_seconds: float = 1.5


class Bucket:
    """Holds up to ``size`` tokens and gains ``per_second``; ``reserve`` of them are for sends alone."""

    def __init__(self, size: float, per_second: float, reserve: float = 0.0) -> None:
        self.size, self.per_second, self.reserve = size, per_second, reserve
        self._level, self._at = size, float("-inf")

    def level(self, now: float) -> float:
        """Tokens there are."""
        if self._at != float("-inf"):
            self._level = min(self.size, self._level + (now - self._at) * self.per_second)
        self._at = now
        return self._level

    def wait(self, now: float, rank: Rank) -> float:
        """Seconds until a call of this rank may take a token."""
        missing = 1.0 + (self.reserve if rank > Rank.SEND else 0.0) - self.level(now)
        return missing / self.per_second if missing > SLIGHT else 0.0

    def take(self, now: float) -> None:
        self._level = self.level(now) - 1.0


class _Ticket:
    """A place in the queue of a gate."""

    def __init__(self, rank: Rank, number: int) -> None:
        self.rank, self.number, self.called = rank, number, asyncio.Event()

    def __lt__(self, other: "_Ticket") -> bool:
        return (self.rank, self.number) < (other.rank, other.number)


class Gate:
    """Lets calls through as its buckets allow, and none while it is closed."""

    def __init__(self, buckets: Sequence[Bucket], clock: Clock) -> None:
        self.buckets, self.clock = buckets, clock
        self.closed_until = float("-inf")
        self._waiting: list[_Ticket] = []
        self._numbers = count()

    def close(self, seconds: float) -> None:
        """Let nobody through for so long; a later word of less never shortens it."""
        self.closed_until = max(self.closed_until, self.clock.now() + seconds)

    @property
    def is_idle(self) -> bool:
        """Nobody waits, nothing is owed: such a gate may be forgotten."""
        now = self.clock.now()
        full = all(bucket.level(now) >= bucket.size for bucket in self.buckets)
        return full and not self._waiting and now >= self.closed_until

    @property
    def is_busy(self) -> bool:
        """Whether a call would have to wait."""
        return bool(self._waiting) or self.wait(Rank.SEND, is_free=False) > 0

    def wait(self, rank: Rank, is_free: bool) -> float:
        """Seconds until a call of this rank may pass; a free one takes no token."""
        now = self.clock.now()
        filling = 0.0 if is_free else max((bucket.wait(now, rank) for bucket in self.buckets), default=0.0)
        return max(self.closed_until - now, filling)

    async def enter(self, rank: Rank, is_free: bool = False) -> None:
        """Wait for one's turn and take a token."""
        ticket = _Ticket(rank, next(self._numbers))
        heappush(self._waiting, ticket)
        try:
            await self._turn(ticket, is_free)
            if not is_free:
                for bucket in self.buckets:
                    bucket.take(self.clock.now())
        finally:
            self._waiting.remove(ticket)
            heapify(self._waiting)
            if self._waiting:
                self._waiting[0].called.set()

    async def _turn(self, ticket: _Ticket, is_free: bool) -> None:
        """Until one is first and may pass. Who is overtaken waits to be called again."""
        while True:
            ticket.called.clear()
            if self._waiting[0] is not ticket:
                await ticket.called.wait()
            elif (wait := self.wait(ticket.rank, is_free)) > 0:
                await self.clock.sleep(wait)
            else:
                return
