"""Updates in order where order matters, in parallel where it does not, and not too many of one person's."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any, NamedTuple

from telegram import Message, Update
from telegram.ext import BaseUpdateProcessor

from data.inbox import Acting, acting

AT_ONCE = 64  # updates in work at the same time
BACKLOG = 30  # updates of one line that may wait; who sends more is told so
WAITING = 10_000  # updates held in memory, waiting ones included


class Key(NamedTuple):
    """What one person does in one topic of one chat happens in order. Zeros for what an update lacks."""

    chat: int
    thread: int
    user: int


def key_of(update: object) -> Key:
    """The line that an update waits in."""
    if not isinstance(update, Update):
        return Key(0, 0, 0)
    chat, user, message = update.effective_chat, update.effective_user, update.effective_message
    return Key(chat.id if chat else 0, thread_of(message), user.id if user else 0)


def thread_of(message: object) -> int:
    """The topic of a message, 0 outside topics. Plain groups' reply threads have an id, but are none."""
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id or 0
    return 0


@dataclass
class Line:
    """One line: whether somebody is being served, and who waits, lowest update number first."""

    is_busy: bool = False
    waiting: list[tuple[int, int, asyncio.Future[None]]] = field(default_factory=list)


async def _nothing(_: Update) -> None:
    """Nobody is to be told."""


class InOrder(BaseUpdateProcessor):
    """In the order of their numbers for each key, at most `AT_ONCE` keys at a time.

    An update takes its slot only once it is at the head of its line, so that one impatient person cannot
    take them all. One that finds `BACKLOG` others waiting in its line is handed to ``turn_away`` instead, but for
    those that an earlier process accepted (``owed``).
    ``finished`` is called with the number of each update that was dealt with, one way or the other; never with one
    that was cut short by `stop` or a cancellation.
    """

    def __init__(self, at_once: int = AT_ONCE, backlog: int = BACKLOG) -> None:
        super().__init__(
            WAITING
        )  # the base's own limit comes before the line and counts the waiting ones too
        self.backlog = backlog
        self.turn_away: Callable[[Update], Awaitable[None]] = _nothing
        self.finished: Callable[[int], None] = lambda _: None
        self.again: set[int] = set()  # numbers whose effect stands from before a crash
        self.owed: set[int] = set()  # numbers that an earlier process accepted, and did not finish
        self.is_stopping = False
        self._slots = asyncio.Semaphore(at_once)
        self._lines: dict[Key, Line] = {}
        self._arrivals = count()
        self._tasks: set[asyncio.Task[Any]] = set()

    @property
    def held(self) -> int:
        """Updates in memory: being served, and waiting."""
        return self.current_concurrent_updates

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        number = update.update_id if isinstance(update, Update) else 0
        key = key_of(update)
        line = self._lines.setdefault(key, Line())
        if isinstance(update, Update) and self._is_full(line, number) and not self.is_stopping:
            _drop(coroutine)
            await self.turn_away(update)
        else:
            async with self._turn(key, line, number), self._slots:
                if self.is_stopping:  # the inbox keeps it for the next process
                    _drop(coroutine)
                    return
                await self._serve(number, coroutine)
        self.finished(number)

    def _is_full(self, line: Line, number: int) -> bool:
        """Whether an update waits behind too many others to be accepted; what is owed was."""
        if number in self.owed:
            self.owed.discard(number)
            return False
        return len(line.waiting) >= self.backlog

    async def _serve(self, number: int, coroutine: Awaitable[Any]) -> None:
        """Do the work, with its number at hand for whatever it writes. One update is one task."""
        acting.set(Acting(number, number in self.again))
        self.again.discard(number)
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        await coroutine

    @asynccontextmanager
    async def _turn(self, key: Key, line: Line, number: int) -> AsyncGenerator[None, None]:
        """Wait for one's turn in a line; then let the next one in."""
        if line.is_busy:
            turn = asyncio.get_running_loop().create_future()
            heappush(line.waiting, (number, next(self._arrivals), turn))
            await turn
        line.is_busy = True
        try:
            yield
        finally:
            self._next(key, line)

    def _next(self, key: Key, line: Line) -> None:
        """Call the next in line; forget a line once nobody stands in it, or memory would keep everyone."""
        while line.waiting:
            _, _, turn = heappop(line.waiting)
            if not turn.done():
                turn.set_result(None)
                return  # still busy: nobody may slip in before the one called
        line.is_busy = False
        self._lines.pop(key, None)

    async def stop(self, seconds: float) -> None:
        """Begin nothing new, let what is in work finish for so long, then cut it short."""
        self.is_stopping = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=seconds)
            for task in late:
                task.cancel()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""


def _drop(coroutine: Awaitable[Any]) -> None:
    """Give up work that was never begun, without Python's warning that it never was."""
    if isinstance(coroutine, Coroutine):
        coroutine.close()
