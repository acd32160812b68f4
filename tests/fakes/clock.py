"""Time that passes only when everybody waits: a minute of patience takes no time, and is measured exactly."""

import asyncio
from collections.abc import Awaitable, Coroutine
from heapq import heappop, heappush
from itertools import count
from typing import Any

SETTLED = 20  # rounds of the event loop in which tasks that can go on have gone on


class FakeClock:
    """``now`` and ``sleep`` as `bot.telegram.pace.Clock` wants them; `run` lets time pass until tasks are done."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = count()

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> Awaitable[None]:
        waking = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self.time + seconds, next(self._numbers), waking))
        return waking

    async def run(self, *work: Coroutine[Any, Any, Any]) -> list[Any]:
        """Do all of it at once; the results, and exceptions, in the order given."""
        tasks = [asyncio.create_task(one) for one in work]
        while True:
            for _ in range(SETTLED):
                await asyncio.sleep(0)
            if all(task.done() for task in tasks):
                return await asyncio.gather(*tasks, return_exceptions=True)
            assert self._sleepers, "everybody waits for something other than time"
            at, _, waking = heappop(self._sleepers)
            self.time = max(self.time, at)
            if not waking.done():
                waking.set_result(None)
