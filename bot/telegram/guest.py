"""Guest mode (Bot API 10.0): our name in a chat that we are no member of. One message may be sent there, and edited.

The server waits for the answer only so long, so a placeholder is sent at once and the plan put in its place.
"""

from functools import partial
from typing import Any

import structlog
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent, Message, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.screens.screen import Screen, esc
from bot.sharing import Sharing
from bot.sharing_inline import Inline
from bot.telegram import render
from bot.telegram.desk import Desk
from bot.telegram.errors import is_gone, is_moot
from bot.telegram.heard import addressed
from bot.telegram.looks import Look, Looks
from bot.texts import Texts
from data.conversations import Place
from data.shares import Copy

log = structlog.get_logger(__name__)


class GuestMode:
    """Answers messages in chats that the bot is a guest of."""

    def __init__(self, desk: Desk, sharing: Sharing, looks: Looks) -> None:
        self.desk, self.sharing, self.inline, self.looks = desk, sharing, Inline(sharing), looks

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        application.add_handler(MessageHandler(filters.UpdateType.GUEST_MESSAGE, self.on_message))

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody asks us where we are a guest."""
        message = update.guest_message
        if message is None or message.guest_query_id is None or message.from_user is None:
            return
        user, bot = message.from_user, context.bot
        texts = Texts(
            await self.desk.ask(
                partial(self.desk.chat.language, Place(user.id, 0, user.id), user.language_code)
            )
        )
        sent = await self._placed(bot, message.guest_query_id, texts)
        if sent is not None:
            await self._answer(bot, message, sent, texts)

    async def _placed(self, bot: Bot, query: str, texts: Texts) -> str | None:
        """The placeholder's inline message id; None where nobody waits any more."""
        searching = InputTextMessageContent(esc(texts("guest.searching")))
        try:
            sent = await bot.answer_guest_query(
                query, InlineQueryResultArticle("guest", texts("share.plan"), searching)
            )
        except BadRequest as error:
            if not is_moot(error):
                raise
            log.info("telegram.guest_too_late")
            return None
        return sent.inline_message_id

    async def _answer(self, bot: Bot, message: Message, sent: str, texts: Texts) -> None:
        """The plan in the placeholder's place; where the words name no product, how to ask."""
        user = message.from_user
        if user is None:
            return
        words = addressed(message, bot)
        share = await self.desk.ask(partial(self.inline.answered, user.id, user.language_code, words))
        screen = Screen(esc(texts("guest.how", bot=bot.username)))
        if share is not None:
            await self.desk.ask(partial(self.sharing.shares.sent, Copy(sent, 0, share.id)))
            screen = await self.desk.ask(partial(self.inline.screen, share, 0, bot.username))
        try:
            await bot.edit_message_text(
                screen.html, inline_message_id=sent, reply_markup=render.keyboard(screen)
            )
        except TelegramError as error:
            if not isinstance(error, BadRequest) or not (is_gone(error) or is_moot(error)):
                raise
        self.looks.note(sent, Look.of(screen))
