"""Votes as they come in, on every message that shows them: the group's card, and each copy that was shared."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

import structlog
from telegram import Bot, InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.telegram import render
from bot.telegram.card import Cards
from bot.telegram.desk import Desk

log = structlog.get_logger(__name__)

TASK = "votes:"  # begins the name of every task


Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]


class Copy(NamedTuple):
    """A message that shows votes, and the buttons it should have."""

    at: tuple[int, int] | str
    keyboard: InlineKeyboardMarkup | None


class Live:
    """Brings counts up to date. However many votes come in meanwhile, each subject has one task at work.

    How often a message may be edited is the rate limiter's part; what is edited then is the newest.

    ``spawn`` begins a task; the application's own waits for it before it stops.

    :param copies_of: blocks; the shared copies that show a subject's votes, with their buttons. Also takes the
        bot's username, which is in their links.
    :param lost: blocks; told of a copy that is there no more.
    """

    def __init__(
        self,
        desk: Desk,
        cards: Cards,
        copies_of: Callable[[str, str], list[Copy]],
        lost: Callable[[str], None],
    ) -> None:
        self.desk, self.cards, self.copies_of, self.lost = desk, cards, copies_of, lost
        self.spawn: Spawn = _in_this_loop
        self._dirty: set[str] = set()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def touch(self, bot: Bot, subject: str) -> None:
        """The votes on a subject have changed."""
        self._dirty.add(subject)
        if subject not in self._tasks:
            self._tasks[subject] = self.spawn(self._run(bot, subject), f"{TASK}{subject}")

    async def finish(self) -> None:
        """Wait until every count that is due is shown."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def _run(self, bot: Bot, subject: str) -> None:
        """Until nothing has changed since the last look; a change that comes right after begins a task of its own."""
        try:
            await self._catch_up(bot, subject)
        finally:
            del self._tasks[subject]

    async def _catch_up(self, bot: Bot, subject: str) -> None:
        while subject in self._dirty:
            self._dirty.discard(subject)
            async with self.cards.alone(subject):  # drawn and shown at once: nobody turns its page in between
                if card := await self.desk.ask(lambda: self._card(subject)):
                    await self._show(bot, card)
            for copy in await self.desk.ask(lambda: self.copies_of(subject, bot.username)):
                await self._show(bot, copy)

    async def _show(self, bot: Bot, copy: Copy) -> None:
        """One copy. What is wrong with one (the bot was removed there, say) is no reason to leave out the others."""
        try:
            is_there = await self.cards.recount(bot, copy.at, copy.keyboard)
        except TelegramError as error:
            log.info("telegram.votes_not_shown", error=type(error).__name__)
            return
        if not is_there and isinstance(copy.at, str):
            inline = copy.at
            await self.desk.ask(lambda: self.lost(inline))

    def _card(self, subject: str) -> Copy | None:
        """A group's card, where the subject is a brief that has one."""
        saved = self.desk.chat.store.load(subject)
        if saved is None or saved.message is None or not saved.place.is_group:
            return None
        screen = self.desk.chat.drawn(saved)
        return Copy((saved.place.chat, saved.message), render.keyboard(screen))


def _in_this_loop(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
    return asyncio.get_running_loop().create_task(work, name=name)
