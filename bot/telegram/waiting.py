"""While somebody waits: typing, or in private the line that an answer is on its way."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.telegram.desk import Answer
from bot.telegram.raw import Feature, Raw
from bot.texts import Texts
from data.conversations import Place

PROMPTLY = 0.2  # seconds: a tap is answered after this long at the latest, with or without a word about it
WONDER = 0.7  # seconds until somebody who waits is shown that we are at work; an answer rarely takes as long
TYPING_LASTS = 4.5  # seconds; Telegram shows it for five


class Waiting:
    """Shows that we are at work, if it takes long enough to wonder."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw

    async def until(
        self,
        bot: Bot,
        place: Place,
        work: asyncio.Future[Answer],
        language: Callable[[], Awaitable[str]] | None = None,
    ) -> Answer:
        """The result of some work. With a ``language`` a message follows, and in private a draft may come before it."""
        pause, may_draft = WONDER, language is not None and not place.is_group
        while not work.done():
            done, _ = await asyncio.wait({work}, timeout=pause)
            if not done:
                if not (may_draft and language and await self._drafted(bot, place, language)):
                    await self._type(bot, place)
                pause = TYPING_LASTS
        return work.result()

    async def _drafted(self, bot: Bot, place: Place, language: Callable[[], Awaitable[str]]) -> bool:
        if not self.raw.has(Feature.DRAFTS):
            return False
        return await self.raw.draft(bot, place.chat, Texts(await language())("progress.searching"))

    async def _type(self, bot: Bot, place: Place) -> None:
        with suppress(TelegramError):
            await bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread or None)
