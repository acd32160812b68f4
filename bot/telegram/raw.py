"""Newer than the library: what Telegram offers beyond Bot API 10.0, each behind a setting, each with a way back.

A server that does not know a feature says so once; from then on this process does without it. None of them is the
only way to see anything: their delivery is not guaranteed, and older apps show nothing of them.
"""

import secrets
from collections.abc import Collection
from contextlib import suppress
from enum import StrEnum

import structlog
from telegram import Bot, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, EndPointNotFound, Forbidden, InvalidToken, TelegramError

from bot.screens.screen import Screen
from bot.telegram import render
from data.conversations import Place

log = structlog.get_logger(__name__)

MISSING = (
    EndPointNotFound,
    InvalidToken,
)  # what the library makes of 404: a token that works cannot be wrong
UNKNOWN = ("not found", "unsupported", "unknown", "not supported", "not_admin")


class Feature(StrEnum):
    """A name in KOL_TELEGRAM_FEATURES."""

    DRAFTS = "drafts"  # Bot API 9.5, private chats: "looking for creators" while an answer is made
    RICH = "rich"  # Bot API 10.1: a table as a table; of a client that cannot show one nobody is told
    EPHEMERAL = "ephemeral"  # Bot API 10.3, groups: what somebody opens is seen by nobody else


class Raw:
    """The features that are switched on and have not been refused yet."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._on = {feature for feature in Feature if feature in wanted}

    def has(self, feature: Feature) -> bool:
        """Whether to try it."""
        return feature in self._on

    async def draft(self, bot: Bot, chat: int, text: str) -> bool:
        """Show a line that is being written, which the next message takes the place of; False where that is no more."""
        if not self.has(Feature.DRAFTS):
            return False
        try:
            return await bot.send_message_draft(chat, draft_id=1 + secrets.randbelow(2**31 - 1), text=text)
        except TelegramError as error:
            self._refused(Feature.DRAFTS, error)
            return False

    async def whisper(self, bot: Bot, chat: int, user: int, query: str, thread: int, screen: Screen) -> bool:
        """Show a screen to the person who has just tapped, and to nobody else; False where that is not possible."""
        if not self.has(Feature.EPHEMERAL):
            return False
        to = {"receiver_user_id": user, "callback_query_id": query}
        try:
            sent = await bot.send_message(
                chat,
                screen.html,
                message_thread_id=thread or None,
                reply_markup=render.keyboard(screen),
                api_kwargs={"ephemeral_message_parameters": to},
            )
        except TelegramError as error:
            self._refused(Feature.EPHEMERAL, error)
            return False
        if whispered(sent) is None:  # a server too old to know what was asked shows it to everybody
            self._switch_off(Feature.EPHEMERAL)
            with suppress(TelegramError):
                await bot.delete_message(chat, sent.message_id)
            return False
        return True

    async def rich(self, bot: Bot, place: Place, screen: Screen, reply_to: int | None) -> Message | None:
        """Send a screen with its table; None where it has none or Telegram refused it: then nothing was sent.

        Raises what `send_message` raises of everything else, since the message may have arrived.
        """
        if not screen.rich or not self.has(Feature.RICH):
            return None
        told = {
            "chat_id": place.chat,
            "message_thread_id": place.thread or None,
            "rich_message": {"html": screen.rich},
            "reply_markup": render.keyboard(screen),
            "reply_parameters": ReplyParameters(reply_to, allow_sending_without_reply=True)
            if reply_to
            else None,
        }
        given = {name: value for name, value in told.items() if value is not None}
        try:
            sent: Message = await bot.do_api_request("sendRichMessage", api_kwargs=given, return_type=Message)
        except (BadRequest, *MISSING) as error:
            self._refused(Feature.RICH, error)
            return None
        return sent

    async def rewhisper(self, bot: Bot, chat: int, user: int, whispered: int, screen: Screen) -> bool:
        """Change what was shown to one person; False where that is not possible any more."""
        told = {
            "chat_id": chat,
            "receiver_user_id": user,
            "ephemeral_message_id": whispered,
            "text": screen.html,
            "parse_mode": ParseMode.HTML,
            "reply_markup": render.keyboard(screen),
        }
        return await self._done(bot, "editEphemeralMessageText", told)

    async def hush(self, bot: Bot, chat: int, user: int, whispered: int) -> bool:
        """Take away what was shown to one person."""
        told: dict[str, object] = {
            "chat_id": chat,
            "receiver_user_id": user,
            "ephemeral_message_id": whispered,
        }
        return await self._done(bot, "deleteEphemeralMessage", told)

    async def _done(self, bot: Bot, endpoint: str, told: dict[str, object]) -> bool:
        try:
            await bot.do_api_request(endpoint, api_kwargs=told)
        except TelegramError as error:
            self._refused(Feature.EPHEMERAL, error)
            return False
        return True

    def _switch_off(self, feature: Feature) -> None:
        self._on.discard(feature)
        log.warning("telegram.feature_off", feature=feature)

    def _refused(self, feature: Feature, error: TelegramError) -> None:
        """Give a feature up for good where it is unknown; a single failure is only a failure."""
        says_so = isinstance(error, (BadRequest, Forbidden)) and any(
            word in error.message.lower() for word in UNKNOWN
        )
        if says_so or isinstance(error, MISSING):
            self._switch_off(feature)
        else:
            log.info("telegram.feature_failed", feature=feature, error=type(error).__name__)


def whispered(message: Message | None) -> int | None:
    """The id of a message that only one person sees; such a message has no other."""
    known = message.api_kwargs.get("ephemeral_message_id") if message else None
    return known if isinstance(known, int) else None
