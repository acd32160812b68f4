"""How much one person, and one group, may ask of the bot in a minute."""

from collections import OrderedDict
from collections.abc import Collection
from functools import partial
from typing import NamedTuple

import structlog
from telegram import Update, User
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, TypeHandler

from bot.settings import Settings
from bot.telegram.desk import Desk
from bot.telegram.handlers import App, Context
from bot.telegram.heard import command_of, is_for_us, words_of
from bot.telegram.metrics import METRICS
from bot.telegram.pace import Bucket, Clock, Rank
from bot.telegram.processor import thread_of

log = structlog.get_logger(__name__)

REMEMBERED = 10_000  # people and groups; who was forgotten starts afresh
FIRST = -100  # the handler group: before everything else
INLINE_CACHE = 5  # seconds that Telegram may repeat the empty answer to a hasty inline query
PAUSE = 60.0  # seconds until somebody who still sends too much is told again


class Limits(NamedTuple):
    """Actions in a minute. ``exempt``: the operators' user ids."""

    person: int = 60
    group: int = 120
    inline: int = 60
    exempt: Collection[int] = ()

    @classmethod
    def of(cls, settings: Settings) -> "Limits":
        return cls(
            settings.actions_per_minute,
            settings.group_actions_per_minute,
            settings.inline_per_minute,
            frozenset(settings.admins),
        )


class _Account:
    """What somebody has left, and when they were last told that it is nothing."""

    def __init__(self, per_minute: int) -> None:
        self.bucket = Bucket(per_minute, per_minute / 60)
        self.told_at = float("-inf")


class Allowance:
    """Counts taps, inline queries, and messages that are for the bot. Over the limit nothing is carried out.

    A tap is told so each time, since it needs an answer anyway; whoever writes is told once in `PAUSE` seconds.
    """

    def __init__(self, limits: Limits, desk: Desk, known: frozenset[str], clock: Clock | None = None) -> None:
        self.limits, self.desk, self.known, self.clock = limits, desk, known, clock or Clock()
        self._accounts: OrderedDict[tuple[str, int], _Account] = OrderedDict()

    def register(self, application: App) -> None:
        """Stand before every other handler."""
        application.add_handler(TypeHandler(Update, self.on_update), group=FIRST)

    async def on_update(self, update: Update, context: Context) -> None:
        """Count it. Raises ApplicationHandlerStop where somebody is over a limit."""
        user = update.effective_user
        if user is None or user.id in self.limits.exempt:
            return
        if update.inline_query:
            allowed = self._take("inline", user.id, self.limits.inline)
        elif update.callback_query or self._is_for_us(update, context):
            chat = update.effective_chat
            in_group = chat is not None and chat.id < 0
            allowed = self._take("person", user.id, self.limits.person)
            if allowed and chat and in_group:
                allowed = self._take("group", chat.id, self.limits.group)
        else:
            return
        if not allowed:
            await self._turn_away(update, "slow")
            raise ApplicationHandlerStop

    async def overflowed(self, update: Update) -> None:
        """An update that found too many others of the same person waiting."""
        await self._turn_away(update, "backlog")

    async def _turn_away(self, update: Update, why: str) -> None:
        METRICS.turned_away.labels(why).inc()
        try:
            await self._tell(update, f"serve.{why}")
        except TelegramError as error:
            log.info("telegram.not_delivered", error=type(error).__name__)

    async def _tell(self, update: Update, key: str) -> None:
        """The friendly word: on the tapped button, or below the message unless it was said a moment ago."""
        user, message = update.effective_user, update.effective_message
        if user is None:
            return
        if update.inline_query:
            await update.inline_query.answer([], cache_time=INLINE_CACHE, is_personal=True)
        elif update.callback_query:
            await update.callback_query.answer(await self._text(f"{key}_toast", user))
        elif message and self._is_news(user):
            text, thread = await self._text(key, user), thread_of(message) or None
            await message.get_bot().send_message(message.chat_id, text, message_thread_id=thread)
            log.info("telegram.turned_away", chat=message.chat_id, user=user.id, why=key)

    async def _text(self, key: str, user: User) -> str:
        return await self.desk.ask(partial(self.desk.text, key, user.id, user.language_code))

    def _is_for_us(self, update: Update, context: Context) -> bool:
        """Whether somebody wrote, or corrected, something that will be answered."""
        message = update.message or update.edited_message
        if message is None:
            return False
        return is_for_us(message, command_of(words_of(message)), context.bot, self.known)

    def _take(self, kind: str, number: int, per_minute: int) -> bool:
        """Whether one more is allowed; counts it if so."""
        bucket, now = self._account(kind, number, per_minute).bucket, self.clock.now()
        if bucket.wait(now, Rank.SEND) > 0:
            return False
        bucket.take(now)
        return True

    def _is_news(self, user: User) -> bool:
        account, now = self._account("person", user.id, self.limits.person), self.clock.now()
        if now - account.told_at < PAUSE:
            return False
        account.told_at = now
        return True

    def _account(self, kind: str, number: int, per_minute: int) -> _Account:
        account = self._accounts.setdefault((kind, number), _Account(per_minute))
        self._accounts.move_to_end((kind, number))
        if len(self._accounts) > REMEMBERED:
            self._accounts.popitem(last=False)
        return account
