"""From an update to the engine and back to the chat."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any, TypeAlias

import structlog
from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.sides import Ask
from bot.telegram import render
from bot.telegram.card import Cards
from bot.telegram.commands import KNOWN
from bot.telegram.desk import Answer, Desk, Refused, Tapped
from bot.telegram.errors import is_moot
from bot.telegram.heard import Command, command_of, is_for_us, is_private, place_of, words_of
from bot.telegram.last import LastWords
from bot.telegram.processor import thread_of
from bot.turn import Turn
from data.conversations import Place

log = structlog.get_logger(__name__)

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Context: TypeAlias = ContextTypes.DEFAULT_TYPE

PROMPTLY = 0.25  # seconds: a tap is answered, and typing shown, after this long at the latest
TYPING_LASTS = 4.5  # seconds; Telegram shows it for five


class Handlers:
    """Everything that a person can do to the bot."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.cards, self.last = desk, Cards(desk), LastWords()
        self.known = KNOWN | desk.chat.commands.keys()

    def register(self, application: App) -> None:
        """Only new messages are listened to (`UpdateType.MESSAGE`): the plain filters match much else too."""
        new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
        application.add_handler(CallbackQueryHandler(self.on_tap))
        application.add_handler(MessageHandler(edited, self.on_correction))
        application.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, self.on_migration))
        application.add_handler(MessageHandler(new & ~filters.StatusUpdate.ALL, self.on_message))
        application.add_handler(ChatMemberHandler(self.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))

    async def on_message(self, update: Update, context: Context) -> None:
        """Words, a command, or something we cannot read."""
        message, command = _message(update), command_of(words_of(_message(update)))
        if message.from_user is None or not is_for_us(message, command, context.bot, self.known):
            return
        place = place_of(message, message.from_user)
        self.last.note(place, message.message_id, words_of(message))
        if command:
            await self._command(context.bot, message, place, command)
        else:
            await self._heard(context.bot, message, place, words_of(message))

    async def on_correction(self, update: Update, context: Context) -> None:
        """An edited message: heard again if it was the last one; older ones stay history."""
        message, command = _message(update), command_of(words_of(_message(update)))
        if message.from_user is None or not is_for_us(message, command, context.bot, self.known):
            return
        place, words = place_of(message, message.from_user), words_of(message)
        if self.last.corrects(place, message.message_id, words):
            words = command.argument if command else words
            if words.strip():
                await self._heard(context.bot, message, place, words)

    async def on_tap(self, update: Update, context: Context) -> None:
        """A button: the finger is answered first, and within `PROMPTLY`; then the card follows."""
        query = update.callback_query
        if query and query.message:
            work = self.desk.ask(partial(self._tapped, query, query.message))
            toast = await _within(PROMPTLY, work)
            await _answer(query, toast)
            with suppress(Refused):
                place = Place(query.message.chat.id, thread_of(query.message))
                tapped = await _typing(context.bot, place, work)
                await self._show_tapped(context.bot, query.message, tapped)

    def _tapped(self, query: CallbackQuery, message: MaybeInaccessibleMessage) -> Tapped:
        """Blocks: for the desk."""
        user, chat = query.from_user, message.chat
        place = Place(chat.id, thread_of(message), user.id)
        ask = self.desk.ask_of(place, user.language_code, user.full_name, chat.type == ChatType.PRIVATE)
        return self.desk.tapped(ask, user.language_code, query.data or "", message.message_id)

    async def _show_tapped(self, bot: Bot, message: MaybeInaccessibleMessage, tapped: Tapped) -> None:
        """In place where the tapped message is the card; an outdated one makes way for the card, below."""
        turn, place = tapped.turn, tapped.place
        if turn.is_aside:
            await self.cards.beside(bot, turn, place, tapped=message.message_id)
            return
        is_same = turn.brief_id == tapped.brief_id
        card = turn.message or (message.message_id if is_same else None)
        if card is None or turn.toast or len(turn.screens) > 1:
            await self.cards.below(bot, turn, place)
        else:
            looks = render.shown(message) if isinstance(message, Message) else None
            is_tapped = card == message.message_id
            await self.cards.in_place(bot, turn, place, card, looks if is_tapped else None)
        if turn.toast:
            await self.cards.retire(bot, place.chat, message.message_id)

    async def on_migration(self, update: Update, context: Context) -> None:
        """A group became a supergroup; both say so, and whichever comes first moves the briefs."""
        message = _message(update)
        old, new = message.chat_id, message.migrate_to_chat_id
        if new is None:
            old, new = message.migrate_from_chat_id or old, old
        await self.desk.ask(lambda: self.desk.chat.store.move_chat(old, new))
        log.info("telegram.migrated", chat=new)

    async def _heard(self, bot: Bot, message: Message, place: Place, words: str) -> None:
        """Words, or something without any."""
        code, replied = _code(message), message.reply_to_message
        if message.text is None and not words.strip():
            work = partial(self.desk.chat.remark, place, "said.media", code)
        else:
            ask = await self._ask(message, place)
            work = partial(self.desk.heard, ask, words, code, replied.message_id if replied else None)
        await self._show(bot, message, place, await _typing(bot, place, self.desk.ask(work)))

    async def _command(self, bot: Bot, message: Message, place: Place, command: Command) -> None:
        """A command. What follows /start comes from a link, not from the person: it is not read as words."""
        argument = "" if command.name == "start" else command.argument
        before = await self.desk.ask(partial(self.desk.current, place))
        ask = await self._ask(message, place)
        work = partial(self.desk.commanded, ask, command.name, argument, _code(message))
        await self._show(bot, message, place, await _typing(bot, place, self.desk.ask(work)))
        if command.name == "cancel" and before:
            await self.cards.put_away(bot, before)

    async def _show(self, bot: Bot, message: Message, place: Place, turn: Turn) -> None:
        """Below the person's message; in a group, as a reply to it."""
        reply_to = None if is_private(message) else message.message_id
        if turn.is_aside:
            await self.cards.beside(bot, turn, place, reply_to)
        else:
            await self.cards.below(bot, turn, place, reply_to)

    def _ask(self, message: Message, place: Place) -> asyncio.Future[Ask]:
        name = message.from_user.full_name if message.from_user else ""
        return self.desk.ask(partial(self.desk.ask_of, place, _code(message), name, is_private(message)))

    async def on_membership(self, update: Update, context: Context) -> None:
        """Blocked, unblocked, added, removed: noted; the briefs stay for a return."""
        if change := update.my_chat_member:
            log.info("telegram.membership", chat=change.chat.id, status=change.new_chat_member.status)


def _message(update: Update) -> Message:
    """The message that the filters let through."""
    message = update.effective_message
    if message is None:
        raise ValueError(f"update {update.update_id} has no message")
    return message


def _code(message: Message) -> str | None:
    return message.from_user.language_code if message.from_user else None


async def _within(seconds: float, work: asyncio.Future[Tapped]) -> str | None:
    """The toast that some work comes to, None for none, or if it takes longer than we may wait."""
    await asyncio.wait({work}, timeout=seconds)
    if not work.done():
        return None
    error = work.exception()
    if error is None:
        return work.result().turn.toast
    return str(error) if isinstance(error, Refused) else None


async def _answer(query: CallbackQuery, toast: str | None = None) -> None:
    """Stop the button's spinner. That this fails is no reason to leave the rest undone."""
    try:
        await query.answer(toast)
    except TelegramError as error:
        if not (isinstance(error, BadRequest) and is_moot(error)):
            log.warning("telegram.unanswered", query=query.id, error=type(error).__name__)


async def _typing(bot: Bot, place: Place, work: asyncio.Future[Answer]) -> Answer:
    """The result of some work; the chat shows that we are typing if it takes long enough to wonder."""
    pause = PROMPTLY
    while not work.done():
        done, _ = await asyncio.wait({work}, timeout=pause)
        if not done:
            with suppress(TelegramError):
                await bot.send_chat_action(
                    place.chat, ChatAction.TYPING, message_thread_id=place.thread or None
                )
            pause = TYPING_LASTS
    return work.result()
