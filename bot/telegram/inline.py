"""Inline mode: ``@bot words`` in any chat. The newest words win; what was typed on the way is not worked on."""

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import Application, ChosenInlineResultHandler, ContextTypes, InlineQueryHandler

from bot.sharing import Sharing
from bot.sharing_inline import Asking, Card, Inline, Offer
from bot.telegram import render
from bot.telegram.desk import Desk
from bot.telegram.errors import is_moot
from bot.telegram.live import Copy, Live
from bot.telegram.looks import Looks

log = structlog.get_logger(__name__)

CACHED = 10  # seconds that Telegram may give the same person the same answer
BEGIN = "inline"  # what /start carries from the button below an empty answer
TITLE, LINE = 64, 120  # characters that an app shows of a result


class InlineMode:
    """Answers queries, one of each person at a time."""

    def __init__(self, desk: Desk, sharing: Sharing, looks: Looks, live: Live) -> None:
        self.desk, self.inline, self.looks, self.live = desk, Inline(sharing), looks, live
        self._newest: dict[int, InlineQuery] = {}
        self._at_work: set[int] = set()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Not in line with the person's other updates: a query that came later replaces one that waits."""
        application.add_handler(InlineQueryHandler(self.on_query, block=False))
        application.add_handler(ChosenInlineResultHandler(self.on_chosen))

    async def on_query(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody types after our name."""
        query = update.inline_query
        if query is None:
            return
        user = query.from_user.id
        self._newest[user] = query
        if user in self._at_work:
            return
        self._at_work.add(user)
        try:
            while newest := self._newest.pop(user, None):
                await self._answer(context.bot, newest)
        finally:
            self._at_work.discard(user)

    async def on_chosen(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Somebody sent one of the cards; votes may have come in since it was offered."""
        chosen = update.chosen_inline_result
        if chosen and chosen.inline_message_id:
            self.looks.chosen(chosen.result_id, chosen.inline_message_id)
            work = partial(self.inline.chosen, chosen.result_id, chosen.inline_message_id)
            if subject := await self.desk.ask(work):
                self.live.touch(context.bot, subject)

    async def _answer(self, bot: Bot, query: InlineQuery) -> None:
        user = query.from_user
        asking = Asking(user.id, user.language_code, query.query, query.offset, bot.username)
        offer = await self.desk.ask(partial(self.inline.offer, asking))
        for card in offer.cards:
            self.looks.offer(card.id, render.keyboard(card.screen))
        try:
            await bot.answer_inline_query(
                query.id,
                [article(card) for card in offer.cards],
                cache_time=CACHED,
                is_personal=True,
                next_offset=offer.next or None,  # the library sends an empty text as a list
                button=_button(offer),
            )
        except BadRequest as error:
            if not is_moot(error):
                raise
            log.info("telegram.inline_too_late", user=user.id)


def article(card: Card) -> InlineQueryResultArticle:
    """A card as a result to choose."""
    return InlineQueryResultArticle(
        card.id,
        card.title[:TITLE],
        InputTextMessageContent(card.screen.html),
        reply_markup=render.keyboard(card.screen),
        description=card.line[:LINE],
    )


def _button(offer: Offer) -> InlineQueryResultsButton | None:
    return InlineQueryResultsButton(offer.prompt, start_parameter=BEGIN) if offer.prompt else None


def copies_of(sharing: Sharing | None) -> tuple[Callable[[str, str], list[Copy]], Callable[[str], None]]:
    """The shared copies that show a subject's votes, for the bot's username, and what to do about one that is gone."""
    if sharing is None:
        return (lambda subject, bot: []), (lambda inline_message: None)

    def copies(subject: str, bot: str) -> list[Copy]:
        found = sharing.shares.copies(subject)
        kinds = {(share, copy.which) for share, copy in found}
        boards = {kind: render.keyboard(sharing.card(*kind, bot)[1]) for kind in kinds}
        return [Copy(copy.inline_message_id, boards[share, copy.which]) for share, copy in found]

    return copies, sharing.shares.lost
