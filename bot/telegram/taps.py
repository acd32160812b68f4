"""Taps: the finger is answered first and promptly, then what it asked for is shown where it belongs."""

import asyncio
from contextlib import suppress
from functools import partial

import structlog
from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage, Message
from telegram.constants import ChatType
from telegram.error import BadRequest, TelegramError

from bot.callback import decode
from bot.sharing import Sharing
from bot.telegram import render
from bot.telegram.admins import Admins
from bot.telegram.card import Cards
from bot.telegram.desk import Desk, Refused, Tapped, Tapping
from bot.telegram.errors import is_moot
from bot.telegram.live import Live
from bot.telegram.looks import Look
from bot.telegram.processor import thread_of
from bot.telegram.raw import whispered
from bot.telegram.waiting import PROMPTLY, Waiting
from bot.votes import Cast
from data.conversations import Place

log = structlog.get_logger(__name__)

SIDE = ":~"  # between version and area in the data of a side's button


class Taps:
    """Every button."""

    def __init__(
        self,
        desk: Desk,
        cards: Cards,
        live: Live,
        waiting: Waiting,
        admins: Admins,
        sharing: Sharing | None,
    ) -> None:
        self.desk, self.cards, self.live, self.waiting = desk, cards, live, waiting
        self.admins, self.sharing, self.raw = admins, sharing, waiting.raw

    async def on_tap(self, bot: Bot, query: CallbackQuery) -> None:
        """A button below a message, or below a card that was shared into some chat."""
        if query.message:
            await self._on_message(bot, query, query.message)
        elif query.inline_message_id:
            await self._on_shared(bot, query, query.inline_message_id)

    async def _on_message(self, bot: Bot, query: CallbackQuery, message: MaybeInaccessibleMessage) -> None:
        is_admin = await self._is_admin(bot, query, message)
        work = self.desk.ask(partial(self._tapped, bot, query, message, is_admin))
        toast = await _within(PROMPTLY, work)
        answering = asyncio.create_task(_answer(query, toast))
        await asyncio.sleep(0)  # it goes out first; what it is for need not wait until it has arrived
        try:
            with suppress(Refused):
                place = Place(message.chat.id, thread_of(message))
                await self._show(bot, query, message, await self.waiting.until(bot, place, work))
        finally:
            await answering

    async def _is_admin(self, bot: Bot, query: CallbackQuery, message: MaybeInaccessibleMessage) -> bool:
        """Asked of Telegram only for the dialogues beside the brief, which want to know."""
        if message.chat.type == ChatType.PRIVATE or SIDE not in (query.data or ""):
            return False
        return await self.admins.has(bot, message.chat.id, query.from_user.id)

    def _tapped(
        self, bot: Bot, query: CallbackQuery, message: MaybeInaccessibleMessage, is_admin: bool
    ) -> Tapped:
        """Blocks: for the desk."""
        user, chat = query.from_user, message.chat
        place, is_private = Place(chat.id, thread_of(message), user.id), chat.type == ChatType.PRIVATE
        code, name = user.language_code, user.full_name
        ask = self.desk.ask_of(place, code, name, is_private=is_private, is_admin=is_admin, bot=bot.username)
        is_whispered = isinstance(message, Message) and whispered(message) is not None
        return self.desk.tapped(
            Tapping(ask, code, query.data or "", message.message_id, query.id, is_whispered)
        )

    async def _show(
        self, bot: Bot, query: CallbackQuery, message: MaybeInaccessibleMessage, tapped: Tapped
    ) -> None:
        """In place where the tapped message is the card; an outdated one makes way for the card, below."""
        turn, place = tapped.turn, tapped.place
        looks = Look.told(message) if isinstance(message, Message) else None
        if tapped.closes:
            await self._close(bot, query, message)
        elif tapped.voted:
            await self._recount(bot, message, tapped.voted)
        elif tapped.viewer is not None:
            await self._opened(bot, query, message, tapped)
        elif turn.is_aside:
            await self.cards.beside(bot, turn, place, tapped=message.message_id, looks=looks)
        else:
            await self._card(bot, message, tapped, looks)

    async def _card(
        self, bot: Bot, message: MaybeInaccessibleMessage, tapped: Tapped, looks: Look | None
    ) -> None:
        turn, place = tapped.turn, tapped.place
        is_same = turn.brief_id == tapped.brief_id
        card = turn.message or (message.message_id if is_same else None)
        if card is None or turn.toast or len(turn.screens) > 1:
            await self.cards.below(bot, turn, place)
        else:
            await self.cards.in_place(bot, turn, place, card, looks if card == message.message_id else None)
        if turn.toast and turn.message != message.message_id:
            await self.cards.retire(bot, place.chat, message.message_id)

    async def _opened(
        self, bot: Bot, query: CallbackQuery, message: MaybeInaccessibleMessage, tapped: Tapped
    ) -> None:
        """What somebody opened beside the card: seen by them alone where Telegram can do that, else in a reply."""
        screen, user, place = tapped.turn.card, query.from_user.id, tapped.place
        before = message if isinstance(message, Message) else None
        number = whispered(before)
        if number is not None and await self.raw.rewhisper(bot, place.chat, user, number, screen):
            return
        if await self.raw.whisper(bot, place.chat, user, query.id, place.thread, screen):
            return
        brief = await self.desk.ask(partial(self.desk.chat.store.load, tapped.brief_id))
        if brief is not None:
            await self.cards.look(bot, screen, brief, user, before)

    async def _close(self, bot: Bot, query: CallbackQuery, message: MaybeInaccessibleMessage) -> None:
        number = whispered(message if isinstance(message, Message) else None)
        if number is not None:
            await self.raw.hush(bot, message.chat.id, query.from_user.id, number)
        else:
            await self.cards.retire(bot, message.chat.id, message.message_id)

    async def _recount(self, bot: Bot, message: MaybeInaccessibleMessage, subject: str) -> None:
        """The votes on the tapped message, then on the card and every copy."""
        if isinstance(message, Message) and whispered(message) is None:
            at, told = (message.chat.id, message.message_id), Look.told(message)
            known = self.cards.looks.of(at)
            if known is None:
                self.cards.looks.note(at, told)
            if known is None or known.keys == told.keys:  # else it has changed since the finger saw it
                await self._recount_beside(bot, message, subject)
        self.live.touch(bot, subject)

    async def _recount_beside(self, bot: Bot, message: Message, subject: str) -> None:
        """What somebody looks at beside the card; the card itself is drawn anew."""
        at = (message.chat.id, message.message_id)
        if await self.desk.ask(partial(self.desk.chat.store.card_of, subject)) != at:
            tallies = await self.desk.ask(partial(self.desk.chat.poll.tally, subject))
            await self.cards.recount(bot, at, render.recounted(message.reply_markup, tallies))

    async def _on_shared(self, bot: Bot, query: CallbackQuery, inline_message: str) -> None:
        """A vote on a shared card. Who votes is known; in which chat, Telegram does not say."""
        if self.sharing is None:
            await _answer(query)
            return
        try:
            cast = await self.desk.ask(partial(self._voted, query, inline_message, self.sharing))
        except Refused as refused:
            await _answer(query, str(refused))
            return
        share, which, *_ = decode(query.data or "").value.split(".")
        # With feedback off, a vote is the first to tell which card this is.
        self.cards.looks.chosen(f"{share}.{which}", inline_message)
        await _answer(query, cast.toast)
        self.live.touch(bot, cast.subject)

    def _voted(self, query: CallbackQuery, inline_message: str, sharing: Sharing) -> Cast:
        """Blocks: for the desk."""
        user = query.from_user
        ask = self.desk.ask_of(Place(user.id, 0, user.id), user.language_code, user.full_name)
        tapping = Tapping(ask, user.language_code, query.data or "", 0, query.id)
        return self.desk.voted_inline(tapping, inline_message, sharing)


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
