"""The way in: an update is kept before Telegram may forget it, and forgotten once it is dealt with."""

import asyncio
import json
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import TypeVar

import structlog
from telegram import Bot, Update

from bot.telegram.metrics import METRICS
from bot.telegram.processor import InOrder
from bot.telegram.reading import Read, read
from data.inbox import Inbox, Taken
from data.store import StoreError

log = structlog.get_logger(__name__)

Answer = TypeVar("Answer")

MOST_HELD = 2_000  # updates in memory beyond which no more are taken: Telegram keeps them for a day
MOST_TRIES = 25  # starts that an update may live through unfinished: it may be what kills us
GATHER = (
    0.06  # seconds in which finished updates are gathered into one commit, unless new ones are kept before
)
AGAIN = 2.0  # seconds until a commit that failed is tried again
ROOM = 0.05  # seconds between looks for room


class Intake:
    """From Telegram to the inbox, from the inbox to the line, and out of the inbox when done."""

    def __init__(self, bot: Bot, inbox: Inbox, queue: "asyncio.Queue[object]", line: InOrder) -> None:
        self.bot, self.inbox, self.queue, self.line = bot, inbox, queue, line
        self._done: list[int] = []
        self._any_done = asyncio.Event()
        self._since: dict[int, float] = {}
        line.finished = self._finished

    async def reopen(self) -> None:
        """Take up what an earlier process left, in order. Raises StoreError."""
        for left in await _in_thread(self.inbox.reopened):
            if left.tries > MOST_TRIES:
                log.error("telegram.given_up", update=left.number, tries=left.tries)
                self._finished(left.number)
                continue
            if left.acted:
                self.line.again.add(left.number)
            if (again := read(json.loads(left.payload), self.bot)) is None:
                self._finished(left.number)
                continue
            log.info("telegram.resumed", update=left.number, acted=left.acted)
            self.line.owed.add(left.number)
            await self._line_up(again.update)

    async def take(self, updates: Iterable[Read]) -> None:
        """Keep updates, then line up those that are new. Raises StoreError, and none is lined up then.

        What is done by now is put away in the same commit.
        """
        came = {one.update.update_id: one for one in updates}
        taken = [Taken(number, one.payload) for number, one in came.items()]
        with self._putting_away() as done:
            fresh = await _in_thread(lambda: self.inbox.take(taken, done))
        METRICS.repeated.inc(len(taken) - len(fresh))
        for one in fresh:
            await self._line_up(came[one.number].update)

    async def _line_up(self, update: Update) -> None:
        self._since[update.update_id] = time.monotonic()
        METRICS.updates.labels(_kind(update)).inc()
        METRICS.held.inc()
        await self.queue.put(update)

    async def room(self) -> None:
        """Wait until there is room for more."""
        while len(self._since) >= MOST_HELD:
            await asyncio.sleep(ROOM)

    @property
    def is_full(self) -> bool:
        return len(self._since) >= MOST_HELD

    @property
    def held(self) -> int:
        """Updates being served or waiting."""
        return len(self._since)

    def _finished(self, number: int) -> None:
        if (since := self._since.pop(number, None)) is not None:
            METRICS.held.dec()
            METRICS.answer.observe(time.monotonic() - since)
        self._done.append(number)
        self._any_done.set()

    async def put_away(self) -> None:
        """Tell the inbox what is done, a few at a time, for ever."""
        while True:
            await self._any_done.wait()
            await asyncio.sleep(GATHER)
            try:
                await self.settle()
            except (
                StoreError
            ) as problem:  # what is not put away is repeated after a restart, and acts no second time
                log.error("telegram.not_put_away", error=type(problem).__name__)
                await asyncio.sleep(AGAIN)

    async def settle(self) -> None:
        """Tell the inbox now. Raises StoreError; nothing is forgotten then."""
        with self._putting_away() as done:
            if done:
                await _in_thread(lambda: self.inbox.done(done))

    @contextmanager
    def _putting_away(self) -> Generator[list[int], None, None]:
        """The numbers that are done and not put away; they are so again if that fails."""
        self._any_done.clear()
        done, self._done = self._done, []
        try:
            yield done
        except BaseException:
            self._done = done + self._done
            self._any_done.set()
            raise


async def _in_thread(work: Callable[[], Answer]) -> Answer:
    """Work that waits for the disk, off the event loop."""
    return await asyncio.get_running_loop().run_in_executor(None, work)


def _kind(update: Update) -> str:
    """The name of what the update brings, such as ``callback_query``."""
    return next((kind for kind in Update.ALL_TYPES if getattr(update, kind, None) is not None), "other")
