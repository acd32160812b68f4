"""Updates in order where order matters, in parallel where it does not."""

import asyncio
from collections.abc import Awaitable
from typing import Any, NamedTuple

from telegram import Message, Update
from telegram.ext import BaseUpdateProcessor

AT_ONCE = 64  # updates in work at the same time
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


class InOrder(BaseUpdateProcessor):
    """First in, first out for each key, at most `AT_ONCE` keys at a time.

    An update takes its slot only once it is at the head of its line, so that one impatient person cannot
    take them all. The base class's own limit comes before the line and therefore counts the waiting ones.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        super().__init__(WAITING)
        self._slots = asyncio.Semaphore(at_once)
        self._lines: dict[Key, tuple[asyncio.Lock, int]] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        key = key_of(update)
        line, waiting = self._lines.get(key, (asyncio.Lock(), 0))
        self._lines[key] = (line, waiting + 1)
        try:
            async with line, self._slots:
                await coroutine
        finally:
            self._leave(key)

    def _leave(self, key: Key) -> None:
        """Forget a line once nobody stands in it, or memory would keep everyone who ever wrote."""
        line, waiting = self._lines.pop(key)
        if waiting > 1:
            self._lines[key] = (line, waiting - 1)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""
