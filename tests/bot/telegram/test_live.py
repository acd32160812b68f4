"""Counts are brought up to date by one task a subject, and one message that is wrong leaves the others right."""

import asyncio
from typing import Any, cast

import pytest
from structlog.testing import capture_logs
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram.card import Cards
from bot.telegram.desk import Desk
from bot.telegram.live import Copy, Live


class OneBrief:
    """A desk without briefs. Simpler than the real one: it works at once, in the loop."""

    class chat:
        class store:
            @staticmethod
            def load(brief: str) -> None:
                return None

    def ask(self, work: Any) -> asyncio.Future[Any]:
        future = asyncio.get_running_loop().create_future()
        future.set_result(work())
        return future


class Telegram:
    """Edits of buttons. Simpler than the real one: some fail always, and each takes a moment."""

    username = "kol_advisor_bot"

    def __init__(self, failing: dict[str, TelegramError] | None = None) -> None:
        self.failing, self.edits = failing or {}, list[tuple[str, str]]()

    async def edit_message_reply_markup(
        self, chat: None, message: None, inline: str, reply_markup: InlineKeyboardMarkup
    ) -> None:
        await asyncio.sleep(0.01)
        if error := self.failing.get(inline):
            raise error
        self.edits.append((inline, reply_markup.inline_keyboard[0][0].text))


class Board:
    """Copies of one card, with a count that goes up."""

    def __init__(self, *names: str) -> None:
        self.names, self.count, self.lost = names, 0, list[str]()

    def copies(self, subject: str, bot: str) -> list[Copy]:
        button = InlineKeyboardButton(f"👍 {self.count}", callback_data="1:x:vote:y.u")
        return [Copy(name, InlineKeyboardMarkup([[button]])) for name in self.names]


def live_on(board: Board) -> Live:
    desk = cast(Desk, OneBrief())
    return Live(desk, Cards(desk), board.copies, board.lost.append)


async def test_however_many_votes_the_newest_count_is_shown() -> None:
    board, telegram = Board("a", "b"), Telegram()
    live = live_on(board)
    for _ in range(50):
        board.count += 1
        live.touch(cast(Bot, telegram), "s")
        await asyncio.sleep(0.001)
    await live.finish()
    assert telegram.edits[-2:] == [("a", "👍 50"), ("b", "👍 50")]
    assert len(telegram.edits) < 30


async def test_what_is_shown_already_is_not_sent_again() -> None:
    board, telegram = Board("a"), Telegram()
    live = live_on(board)
    for _ in range(3):
        live.touch(cast(Bot, telegram), "s")
        await live.finish()
    assert telegram.edits == [("a", "👍 0")]


@pytest.mark.parametrize(
    ("error", "is_lost"),
    [
        (BadRequest("MESSAGE_ID_INVALID"), True),
        (BadRequest("Message to edit not found"), True),
        (BadRequest("Message is not modified"), False),
        (Forbidden("bot was kicked"), False),
    ],
)
async def test_one_that_fails_leaves_the_others_right(error: TelegramError, is_lost: bool) -> None:
    board, telegram = Board("gone", "here"), Telegram({"gone": error})
    live = live_on(board)
    with capture_logs():
        live.touch(cast(Bot, telegram), "s")
        await live.finish()
    assert telegram.edits == [("here", "👍 0")]
    assert board.lost == (["gone"] if is_lost else [])


async def test_two_subjects_do_not_wait_for_each_other() -> None:
    board, telegram = Board("a"), Telegram()
    live = live_on(board)
    live.touch(cast(Bot, telegram), "s1")
    live.touch(cast(Bot, telegram), "s2")
    names = {task.get_name() for task in asyncio.all_tasks()}
    assert {"votes:s1", "votes:s2"} <= names
    await live.finish()
