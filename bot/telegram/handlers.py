"""From an update to the engine and back to the chat."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

import structlog
from telegram import Bot, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.groups import Commanded
from bot.pins import Pinning
from bot.settings import Settings
from bot.sharing import Sharing
from bot.sides import Ask
from bot.telegram.admins import Admins
from bot.telegram.card import Cards
from bot.telegram.commands import KNOWN
from bot.telegram.desk import Desk
from bot.telegram.files import Files, is_file_for_us
from bot.telegram.guest import GuestMode
from bot.telegram.heard import Command, addressed, command_of, is_for_us, is_private, place_of
from bot.telegram.inline import InlineMode, copies_of
from bot.telegram.last import LastWords
from bot.telegram.live import Live
from bot.telegram.pinned import Pinned
from bot.telegram.raw import Raw
from bot.telegram.taps import Taps
from bot.telegram.waiting import Waiting
from bot.telegram.wordless import remark_on
from bot.turn import Turn
from data.conversations import Place

log = structlog.get_logger(__name__)

App: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Context: TypeAlias = ContextTypes.DEFAULT_TYPE

GONE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


class Handlers:
    """Everything that a person can do to the bot."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self.desk, self.cards, self.last, self.admins = desk, Cards(desk), LastWords(), Admins()
        self.files, self.raw = Files(desk), Raw(settings.telegram_features)
        self.waiting, self.cards.raw = Waiting(self.raw), self.raw
        self.known = KNOWN | desk.chat.commands.keys()
        found: list[Sharing] = [side for side in desk.chat.sides.values() if isinstance(side, Sharing)]
        self.sharing: Sharing | None = found[0] if found else None
        self.live = Live(desk, self.cards, *copies_of(self.sharing))
        self.taps = Taps(desk, self.cards, self.live, self.waiting, self.admins, self.sharing)
        self.is_guest = settings.guest

    def register(self, application: App) -> None:
        """Only new messages are listened to (`UpdateType.MESSAGE`): the plain filters match much else too.

        What is posted in a channel is not asked for at all: an answer there would go to all its readers.
        """
        self.live.spawn = lambda work, name: application.create_task(work, name=name)
        new, edited = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
        if self.sharing:
            InlineMode(self.desk, self.sharing, self.cards.looks, self.live).register(application)
            if (
                self.is_guest
            ):  # first, and nothing else listens to these: elsewhere in that chat we may not write
                GuestMode(self.desk, self.sharing, self.cards.looks).register(application)
        for pinning in (side for side in self.desk.chat.sides.values() if isinstance(side, Pinning)):
            Pinned(self.desk, self.cards, pinning).register(application)
        application.add_handler(CallbackQueryHandler(self.on_tap))
        application.add_handler(MessageHandler(edited, self.on_correction))
        application.add_handler(MessageHandler(new & filters.StatusUpdate.MIGRATE, self.on_migration))
        application.add_handler(MessageHandler(new & ~filters.StatusUpdate.ALL, self.on_message))
        application.add_handler(ChatMemberHandler(self.on_membership, ChatMemberHandler.MY_CHAT_MEMBER))

    async def on_tap(self, update: Update, context: Context) -> None:
        """A button."""
        self._meet(context.bot)
        if update.callback_query:
            await self.taps.on_tap(context.bot, update.callback_query)

    async def on_message(self, update: Update, context: Context) -> None:
        """Words, a command, a file, or something we cannot read."""
        message, bot = _message(update), context.bot
        self._meet(bot)
        if message.from_user is None:
            return
        if message.document and is_file_for_us(message, bot):
            await self._filed(bot, message)
            return
        words = addressed(message, bot)
        command = command_of(words)
        if not is_for_us(message, command, bot, self.known):
            return
        place = place_of(message, message.from_user)
        self.last.note(place, message.message_id, words)
        if command:
            await self._command(bot, message, place, command)
        else:
            await self._heard(bot, message, place, words)

    async def on_correction(self, update: Update, context: Context) -> None:
        """An edited message: heard again if it was the last one; older ones stay history."""
        message, bot = _message(update), context.bot
        words = addressed(message, bot)
        command = command_of(words)
        if message.from_user is None or not is_for_us(message, command, bot, self.known):
            return
        place = place_of(message, message.from_user)
        if self.last.corrects(place, message.message_id, words):
            words = command.argument if command else words
            if words.strip():
                await self._heard(bot, message, place, words, self.last.brief(place))

    async def on_migration(self, update: Update, context: Context) -> None:
        """A group became a supergroup; both say so, and whichever comes first moves what is kept of it."""
        message = _message(update)
        old, new = message.chat_id, message.migrate_to_chat_id
        if new is None:
            old, new = message.migrate_from_chat_id or old, old
        await self.desk.ask(partial(self.desk.chat.moved, old, new))
        log.info("telegram.migrated", chat=new)

    async def on_membership(self, update: Update, context: Context) -> None:
        """Blocked, unblocked, added, removed. Of a group that removed us nothing stays; a person may come back."""
        if change := update.my_chat_member:
            status = change.new_chat_member.status
            log.info("telegram.membership", chat=change.chat.id, status=status)
            if status in GONE and change.chat.type != ChatType.PRIVATE:
                await self.desk.ask(partial(self.desk.chat.left, change.chat.id))

    async def _heard(
        self, bot: Bot, message: Message, place: Place, words: str, corrects: str | None = None
    ) -> None:
        """Words, or something without any."""
        code, replied = _code(message), message.reply_to_message
        is_wordless = message.text is None and not words.strip()
        if is_wordless and place.is_group:  # a sticker in answer to the card says nothing to us
            return
        if is_wordless:
            work = self.desk.ask(partial(self.desk.chat.remark, place, remark_on(message), code))
        else:
            asker, reply = await self._asker(bot, message, place), replied.message_id if replied else None
            work = self.desk.ask(lambda: self.desk.heard(asker(), words, code, reply, corrects))
        turn = await self.waiting.until(bot, place, work, self._language(place, code))
        self.last.went_to(place, message.message_id, turn.brief_id)
        await self._show(bot, message, place, turn)

    async def _command(self, bot: Bot, message: Message, place: Place, command: Command) -> None:
        """A command. What follows /start comes from a link, not from the person: it is not read as words."""
        code, replied = _code(message), message.reply_to_message
        is_admin = command.name in self.desk.chat.commands
        asker = await self._asker(bot, message, place, is_admin=is_admin)
        reply = replied.message_id if replied else None

        def carried_out() -> Commanded:
            if command.name == "start":
                return Commanded(self.desk.linked(asker(), command.argument, code))
            return self.desk.commanded(asker(), command.name, command.argument, code, reply)

        work = self.desk.ask(carried_out)
        done = await self.waiting.until(bot, place, work, self._language(place, code))
        self.last.went_to(place, message.message_id, done.turn.brief_id)
        await self._show(bot, message, place, done.turn)
        if done.away:
            await self.cards.put_away(bot, done.away)

    async def _filed(self, bot: Bot, message: Message) -> None:
        """A document for us."""
        if message.from_user and message.document:
            place = place_of(message, message.from_user)
            ask = await self.desk.ask(await self._asker(bot, message, place))
            taking = asyncio.ensure_future(self.files.taken(bot, message.document, ask, _code(message)))
            turn = await self.waiting.until(bot, place, taking)
            await self._show(bot, message, place, turn)

    async def _show(self, bot: Bot, message: Message, place: Place, turn: Turn) -> None:
        """Below the person's message; in a group, as a reply to it."""
        reply_to = None if is_private(message) else message.message_id
        if turn.is_aside:
            await self.cards.beside(bot, turn, place, reply_to)
        else:
            await self.cards.below(bot, turn, place, reply_to)

    async def _asker(
        self, bot: Bot, message: Message, place: Place, *, is_admin: bool = True
    ) -> Callable[[], Ask]:
        """What tells who asks. It blocks: for the desk, together with what is asked.

        Telegram is asked whether they are an admin only where ``is_admin`` says that it matters.
        """
        if is_admin := is_admin and place.is_group:
            is_anonymous = message.sender_chat is not None and message.sender_chat.id == place.chat
            is_admin = is_anonymous or await self.admins.has(bot, place.chat, place.user)
        return partial(
            self.desk.ask_of,
            place,
            _code(message),
            message.from_user.full_name if message.from_user else "",
            is_private=is_private(message),
            is_admin=is_admin,
            is_forwarded=message.forward_origin is not None,
            bot=bot.username,
        )

    def _language(self, place: Place, code: str | None) -> Callable[[], Awaitable[str]]:
        """What asks for the language to speak in, where somebody waits so long that it matters."""
        return lambda: self.desk.ask(partial(self.desk.chat.language, place, code))

    def _meet(self, bot: Bot) -> None:
        """What the bot's account can do decides what a card offers."""
        self.desk.chat.showing.is_inline = self.sharing is not None and bot.supports_inline_queries


def _message(update: Update) -> Message:
    """The message that the filters let through."""
    message = update.effective_message
    if message is None:
        raise ValueError(f"update {update.update_id} has no message")
    return message


def _code(message: Message) -> str | None:
    return message.from_user.language_code if message.from_user else None
