"""Cards that somebody pins in the chat: Telegram tells of it by a message of its own."""

from functools import partial
from typing import Any

from telegram import Message, Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.pins import Pinning
from bot.telegram.card import Cards
from bot.telegram.desk import Desk
from bot.telegram.looks import Look


class Pinned:
    """Notes what was pinned. The card says so in place; a card that stands pinned is never deleted."""

    def __init__(self, desk: Desk, cards: Cards, pinning: Pinning) -> None:
        self.desk, self.cards, self.pinning = desk, cards, pinning
        cards.stands = pinning.pins.stands

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        new = filters.UpdateType.MESSAGE
        application.add_handler(MessageHandler(new & filters.StatusUpdate.PINNED_MESSAGE, self.on_pinned))

    async def on_pinned(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody pinned a message, of ours or of anybody's."""
        told = update.effective_message
        pinned = told.pinned_message if told else None
        if pinned is None:
            return
        chat, number = pinned.chat.id, pinned.message_id
        turn = await self.desk.ask(partial(self.pinning.pinned, chat, number))
        saved = await self.desk.ask(partial(self.desk.chat.store.load, turn.brief_id)) if turn else None
        if turn and saved and isinstance(pinned, Message):
            await self.cards.in_place(context.bot, turn, saved.place, number, Look.told(pinned))
