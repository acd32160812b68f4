"""The living card: one message per brief, at the bottom after words, edited in place by taps."""

import html
from collections import OrderedDict
from contextlib import suppress

import structlog
from telegram import Bot, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.screens.screen import Screen
from bot.telegram import render
from bot.telegram.desk import Desk
from bot.telegram.errors import is_gone, is_moot
from bot.turn import Turn
from data.conversations import Place, Saved

log = structlog.get_logger(__name__)

REMEMBERED = 10_000  # cards whose look is kept in mind; of others, the tapped message itself tells


class Cards:
    """Shows turns. Remembers how each card looks, since Telegram refuses an edit that edits nothing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._looks: OrderedDict[tuple[int, int], str] = OrderedDict()

    async def below(self, bot: Bot, turn: Turn, place: Place, reply_to: int | None = None) -> None:
        """Send the turn's messages and its card below everything else, then take the old card away.

        In this order: a crash in between leaves two cards, of which the older one answers taps as outdated.
        """
        for screen in turn.screens[:-1]:
            await self._send(bot, screen, place, reply_to)
        sent = await self._send(bot, turn.card, place, reply_to)
        await self.desk.ask(lambda: self.desk.chat.store.place_card(turn.brief_id, sent.message_id))
        if turn.message is not None and sent.chat_id == place.chat:
            await self.retire(bot, place.chat, turn.message)

    async def in_place(self, bot: Bot, turn: Turn, place: Place, message: int, looks: str | None) -> None:
        """Edit the card where it is, unless it looks so already.

        :param looks: the digest that Telegram's copy has, for a card that this process has not shown itself.
            Where nobody knows, or the message cannot be edited any more, the card is sent below.
        """
        known, wanted = self._looks.get((place.chat, message), looks), render.digest(turn.card)
        if known is None or (known != wanted and not await self._edited(bot, turn.card, place, message)):
            await self.below(bot, turn, place)
            return
        self._remember(place.chat, message, turn.card)
        if turn.message is None:
            await self.desk.ask(lambda: self.desk.chat.store.place_card(turn.brief_id, message))

    async def beside(
        self, bot: Bot, turn: Turn, place: Place, reply_to: int | None = None, tapped: int | None = None
    ) -> None:
        """A turn beside the brief: a tap is answered in the tapped message, words and commands below; then files."""
        screens = turn.screens
        if tapped is not None and screens and await self._edited(bot, screens[-1], place, tapped):
            screens = screens[:-1]
        for screen in screens:
            await self._send(bot, screen, place, reply_to)
        for file in turn.files:
            await bot.send_document(
                place.chat,
                file.content,
                filename=file.name,
                caption=html.escape(file.caption, quote=False) or None,
                message_thread_id=place.thread or None,
                reply_parameters=ReplyParameters(reply_to) if reply_to else None,
            )

    async def _edited(self, bot: Bot, screen: Screen, place: Place, message: int) -> bool:
        """Edit a message; False where it can no longer be edited."""
        try:
            await bot.edit_message_text(
                screen.html, place.chat, message, reply_markup=render.keyboard(screen)
            )
        except BadRequest as error:
            if is_gone(error):
                return False
            if not is_moot(error):
                raise
        return True

    async def put_away(self, bot: Bot, saved: Saved) -> None:
        """The card of a cancelled brief: a question vanishes, an answer stays to be read, without buttons."""
        if saved.message is not None and saved.brief.missing:
            await self.retire(bot, saved.place.chat, saved.message)
        elif saved.message is not None:
            self._looks.pop((saved.place.chat, saved.message), None)
            with suppress(BadRequest):
                await bot.edit_message_reply_markup(saved.place.chat, saved.message)

    async def retire(self, bot: Bot, chat: int, message: int) -> None:
        """Delete a card; take its buttons away where Telegram lets nobody delete it (48 hours)."""
        self._looks.pop((chat, message), None)
        try:
            await bot.delete_message(chat, message)
        except BadRequest as error:
            if "can't be deleted" in error.message:
                with suppress(BadRequest):
                    await bot.edit_message_reply_markup(chat, message)
        except TelegramError as error:
            log.warning("telegram.card_left", chat=chat, message=message, error=type(error).__name__)

    async def _send(self, bot: Bot, screen: Screen, place: Place, reply_to: int | None) -> Message:
        """Send one message. Where the group has become a supergroup, its briefs move along first."""
        try:
            sent = await self._sent(bot, screen, place, reply_to)
        except ChatMigrated as moved:
            new = moved.new_chat_id
            await self.desk.ask(lambda: self.desk.chat.store.move_chat(place.chat, new))
            sent = await self._sent(bot, screen, place._replace(chat=new), None)
        self._remember(sent.chat_id, sent.message_id, screen)
        return sent

    async def _sent(self, bot: Bot, screen: Screen, place: Place, reply_to: int | None) -> Message:
        return await bot.send_message(
            place.chat,
            screen.html,
            message_thread_id=place.thread or None,
            reply_markup=render.keyboard(screen),
            reply_parameters=ReplyParameters(reply_to) if reply_to else None,
        )

    def _remember(self, chat: int, message: int, screen: Screen) -> None:
        self._looks[chat, message] = render.digest(screen)
        self._looks.move_to_end((chat, message))
        if len(self._looks) > REMEMBERED:
            self._looks.popitem(last=False)
