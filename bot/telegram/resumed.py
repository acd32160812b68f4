"""Updates that were carried out before a crash, and perhaps not answered: answered now, and not carried out again."""

from contextlib import suppress
from functools import partial

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop, TypeHandler, filters

from bot.telegram.card import Cards
from bot.telegram.desk import Desk
from bot.telegram.handlers import App, Context
from bot.telegram.processor import key_of
from data.conversations import Place
from data.inbox import acts_again

FIRST = -99  # the handler group: before those that act
SAYS = "serve.done_already"


class Resumed:
    """Shows the card as it stands: "cheaper" said once must not be cheaper twice, whenever the power went."""

    def __init__(self, desk: Desk, cards: Cards) -> None:
        self.desk, self.cards = desk, cards

    def register(self, application: App) -> None:
        """Stand before the handlers that act."""
        application.add_handler(TypeHandler(Update, self.on_update), group=FIRST)

    async def on_update(self, update: Update, context: Context) -> None:
        """Let through what was never carried out. Raises ApplicationHandlerStop for the rest."""
        if not acts_again():
            return
        key, user = key_of(update), update.effective_user
        code = user.language_code if user else None
        text = await self.desk.ask(partial(self.desk.text, SAYS, key.user, code))
        if update.callback_query:
            with suppress(TelegramError):  # Telegram takes no answer after a minute or so
                await update.callback_query.answer(text)
        if key.chat and key.user and _waits(update):
            await self._show(update, context, Place(*key), text, code)
        raise ApplicationHandlerStop

    async def _show(
        self, update: Update, context: Context, place: Place, text: str, code: str | None
    ) -> None:
        """The brief as it is now; where there is none, a word to whoever wrote."""
        if await self.desk.ask(partial(self.desk.current, place)):
            turn = await self.desk.ask(partial(self.desk.chat.remark, place, SAYS, code))
            await self.cards.below(context.bot, turn, place)
        elif not update.callback_query:
            await context.bot.send_message(place.chat, text, message_thread_id=place.thread or None)


def _waits(update: Update) -> bool:
    """Whether somebody waits for an answer: not where Telegram tells what happened to the chat."""
    is_notice = bool(filters.StatusUpdate.ALL.check_update(update))
    return update.effective_message is not None and not is_notice
