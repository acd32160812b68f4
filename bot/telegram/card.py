"""The living card: one message per brief, at the bottom after words, edited in place by taps."""

import asyncio
import html
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial

import structlog
from telegram import Bot, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError

from bot.screens.screen import Screen
from bot.telegram import render
from bot.telegram.desk import Desk
from bot.telegram.errors import is_gone, is_moot
from bot.telegram.looks import Look, Looks
from bot.telegram.raw import Raw
from bot.turn import Turn
from data.conversations import Place, Saved

log = structlog.get_logger(__name__)


class Cards:
    """Shows turns. What several people do to one brief is shown one after the other, the latest last."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.looks, self.raw = desk, Looks(), Raw(())
        self.stands: Callable[[str, int, int], bool] = lambda *_: False  # whether a brief's message is pinned
        self._lines: dict[str, tuple[asyncio.Lock, int]] = {}
        self._latest: dict[str, int] = {}  # of the briefs in work: the number of the last turn shown

    async def below(self, bot: Bot, turn: Turn, place: Place, reply_to: int | None = None) -> None:
        """Send the turn's messages and its card below everything else, then take the old card away.

        In this order: a crash in between leaves two cards, of which the older one answers taps as outdated.
        """
        async with self.alone(turn.brief_id):
            for screen in turn.screens[:-1]:
                sent = await self._send(bot, screen, place, reply_to)
                self._about(sent, turn.brief_id)
            if self._is_latest(turn):
                await self._card_below(bot, turn, place, reply_to)

    async def _card_below(self, bot: Bot, turn: Turn, place: Place, reply_to: int | None = None) -> None:
        try:
            sent = await self._send(bot, turn.card, place, reply_to)
        except NetworkError as lost:
            if isinstance(lost, BadRequest) or not await self._told_above(bot, turn):
                raise
            return
        old, stands = await self.desk.ask(partial(self._placed, turn.brief_id, sent.message_id))
        if old and old[0] == sent.chat_id and old[1] != sent.message_id:
            await (self._disarm if stands else self.retire)(bot, *old)

    def _placed(self, brief_id: str, message: int) -> tuple[tuple[int, int] | None, bool]:
        """Note where a brief's card is from now on. Blocks: for the desk.

        :return: where it was, and whether it is pinned there: then it stays to be read.
        """
        store = self.desk.chat.store
        before = store.card_of(brief_id)
        stands = before is not None and self.stands(brief_id, *before)
        store.place_card(brief_id, message)
        return before, stands

    async def _told_above(self, bot: Bot, turn: Turn) -> bool:
        """Show the turn on the old card, where nobody knows whether the new one arrived: that can be repeated."""
        old = await self.desk.ask(partial(self.desk.chat.store.card_of, turn.brief_id))
        wanted = Look.of(turn.card)
        if old is None or (self.looks.of(old) != wanted and not await self._edited(bot, turn.card, old)):
            return False
        self.looks.note(old, wanted)
        return True

    async def in_place(self, bot: Bot, turn: Turn, place: Place, message: int, looks: Look | None) -> None:
        """Edit the card where it is, unless it looks so already.

        :param looks: how Telegram's copy looks, for a card that this process has not shown itself.
            Where nobody knows, or the message cannot be edited any more, the card is sent below.
        """
        async with self.alone(turn.brief_id):
            if not self._is_latest(turn):
                return
            at, wanted = (place.chat, message), Look.of(turn.card)
            known = self.looks.of(at) or looks
            if known is None or (known != wanted and not await self._edited(bot, turn.card, at)):
                await self._card_below(bot, turn, place)
                return
            self.looks.note(at, wanted)
            if turn.message is None:
                store = self.desk.chat.store
                await self.desk.ask(lambda: store.place_card(turn.brief_id, message))

    async def beside(
        self,
        bot: Bot,
        turn: Turn,
        place: Place,
        reply_to: int | None = None,
        tapped: int | None = None,
        looks: Look | None = None,
    ) -> None:
        """A turn beside the brief: a tap is answered in the tapped message, words and commands below; then files."""
        screens = turn.screens
        if tapped is not None and screens and not screens[-1].rich:  # a table is a message of its own
            at = (place.chat, tapped)
            if Look.of(screens[-1]) == (self.looks.of(at) or looks) or await self._edited(
                bot, screens[-1], at
            ):
                self.looks.note(at, Look.of(screens[-1]))
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

    async def look(self, bot: Bot, screen: Screen, brief: Saved, viewer: int, tapped: Message | None) -> None:
        """What somebody opened for themselves, in one message of their own: edited while it is below the card."""
        place, store = brief.place, self.desk.chat.store
        async with self.alone(f"{brief.id}/{viewer}"):
            own = (await self.desk.ask(lambda: store.looked_at(brief.id))).get(viewer)
            if own is not None:
                at, wanted = (place.chat, own), Look.of(screen)
                is_tapped = tapped is not None and tapped.message_id == own
                known = self.looks.of(at) or (Look.told(tapped) if tapped and is_tapped else None)
                is_near = is_tapped or own > (brief.message or 0)
                if known and is_near and (known == wanted or await self._edited(bot, screen, at)):
                    self.looks.note(at, wanted)
                    return
                await self.retire(bot, *at)
            sent = await self._send(bot, screen, place, brief.message, is_silent=True)
            chat, message = sent.chat_id, sent.message_id
            await self.desk.ask(lambda: store.note_message(chat, message, brief.id, viewer))

    async def recount(self, bot: Bot, at: tuple[int, int] | str, markup: InlineKeyboardMarkup | None) -> bool:
        """Give a message other buttons, unless it has them already; False where it is gone."""
        known = self.looks.of(at)
        if known and known.keys == render.keys(markup):
            return True
        chat, message = at if isinstance(at, tuple) else (None, None)
        inline = at if isinstance(at, str) else None
        try:
            await bot.edit_message_reply_markup(chat, message, inline, reply_markup=markup)
        except BadRequest as error:
            if is_gone(error):
                return False
            if not is_moot(error):
                raise
        self.looks.note_keys(at, markup)
        return True

    async def put_away(self, bot: Bot, saved: Saved) -> None:
        """The card of a cancelled brief: a question vanishes, an answer stays to be read, without buttons.

        What others had opened beside it goes.
        """
        for message in (await self.desk.ask(lambda: self.desk.chat.store.looked_at(saved.id))).values():
            await self.retire(bot, saved.place.chat, message)
            await self.desk.ask(partial(self.desk.chat.store.forget_message, saved.place.chat, message))
        if saved.message is not None and saved.brief.missing:
            await self.retire(bot, saved.place.chat, saved.message)
        elif saved.message is not None:
            await self._disarm(bot, saved.place.chat, saved.message)

    async def _disarm(self, bot: Bot, chat: int, message: int) -> None:
        """Leave a card to be read, without its buttons."""
        self.looks.forget((chat, message))
        with suppress(BadRequest):
            await bot.edit_message_reply_markup(chat, message)

    async def retire(self, bot: Bot, chat: int, message: int) -> None:
        """Delete a card; take its buttons away where Telegram lets nobody delete it (48 hours)."""
        self.looks.forget((chat, message))
        try:
            await bot.delete_message(chat, message)
        except BadRequest as error:
            if "can't be deleted" in error.message:
                with suppress(BadRequest):
                    await bot.edit_message_reply_markup(chat, message)
        except TelegramError as error:
            log.warning("telegram.card_left", chat=chat, message=message, error=type(error).__name__)

    async def _edited(self, bot: Bot, screen: Screen, at: tuple[int, int]) -> bool:
        """Edit a message; False where it can no longer be edited."""
        try:
            await bot.edit_message_text(screen.html, *at, reply_markup=render.keyboard(screen))
        except BadRequest as error:
            if is_gone(error):
                return False
            if not is_moot(error):
                raise
        return True

    async def _send(
        self, bot: Bot, screen: Screen, place: Place, reply_to: int | None, *, is_silent: bool = False
    ) -> Message:
        """Send one message. Where the group has become a supergroup, what is kept of it moves along first."""
        try:
            sent = await self._sent(bot, screen, place, reply_to, is_silent)
        except ChatMigrated as moved:
            new = moved.new_chat_id
            await self.desk.ask(lambda: self.desk.chat.moved(place.chat, new))
            sent = await self._sent(bot, screen, place._replace(chat=new), None, is_silent)
        self.looks.note((sent.chat_id, sent.message_id), Look.of(screen))
        return sent

    async def _sent(
        self, bot: Bot, screen: Screen, place: Place, reply_to: int | None, is_silent: bool
    ) -> Message:
        if rich := await self.raw.rich(bot, place, screen, reply_to):
            return rich
        return await bot.send_message(
            place.chat,
            screen.html,
            message_thread_id=place.thread or None,
            reply_markup=render.keyboard(screen),
            reply_parameters=ReplyParameters(reply_to) if reply_to else None,
            disable_notification=is_silent or None,
        )

    def _about(self, sent: Message, brief_id: str) -> None:
        """So that a reply to an answer finds its brief. Nobody waits for it."""
        chat, message = sent.chat_id, sent.message_id
        self.desk.ask(lambda: self.desk.chat.store.note_message(chat, message, brief_id))

    def _is_latest(self, turn: Turn) -> bool:
        """Whether no later turn of this brief has been shown: two people's turns may overtake each other."""
        if turn.number < self._latest.get(turn.brief_id, 0):
            return False
        self._latest[turn.brief_id] = turn.number
        return True

    @asynccontextmanager
    async def alone(self, name: str) -> AsyncGenerator[None, None]:
        """One at a time for each name; names are forgotten once nobody waits."""
        line, waiting = self._lines.get(name, (asyncio.Lock(), 0))
        self._lines[name] = (line, waiting + 1)
        try:
            async with line:
                yield
        finally:
            line, waiting = self._lines.pop(name)
            if waiting > 1:
                self._lines[name] = (line, waiting - 1)
            else:
                self._latest.pop(name, None)
