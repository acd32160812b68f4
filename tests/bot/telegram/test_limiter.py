"""How fast Telegram is called, when a call is made again, and when it must not be."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram import limiter
from bot.telegram.errors import BrokenConnection, NoConnection
from bot.telegram.limiter import LONGEST_PAUSE, LONGEST_WAIT, PAUSE, TRIES, TRIES_UNSENT, Patience
from bot.telegram.pace import Clock, Pace
from tests.fakes.clock import FakeClock

GROUP = -100


def unsent() -> NetworkError:
    return NoConnection("ClientConnectorError")


class Server:
    """Answers with these, one after the other, then with "ok"; notes when it was called, and with what."""

    def __init__(self, clock: FakeClock, *answers: object, takes: float = 0.0) -> None:
        self.clock, self.answers, self.takes = clock, list(answers), takes
        self.calls: list[tuple[float, str]] = []

    async def __call__(self, what: str) -> object:
        self.calls.append((round(self.clock.now() - 1_000, 6), what))
        if self.takes:
            await self.clock.sleep(self.takes)
        answer = self.answers.pop(0) if self.answers else "ok"
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def times(self) -> list[float]:
        return [at for at, _ in self.calls]


class Line:
    """A limiter on a clock of its own, and a server behind it."""

    def __init__(self, *answers: object, pace: Pace | None = None, takes: float = 0.0) -> None:
        self.clock = FakeClock()
        self.server = Server(self.clock, *answers, takes=takes)
        self.patience = Patience(pace, Clock(self.clock.now, self.clock.sleep))

    def call(self, endpoint: str = "sendMessage", chat: int | None = 1, what: str = "", **data: Any) -> Any:
        told = data if chat is None else {"chat_id": chat, **data}
        return self.patience.process_request(self.server, (what or endpoint,), {}, endpoint, told, None)

    async def run(self, *calls: Coroutine[Any, Any, Any]) -> list[Any]:
        return await self.clock.run(*calls)

    async def later(self, seconds: float, call: Coroutine[Any, Any, Any]) -> Any:
        await self.clock.sleep(seconds)
        return await call


# What Telegram did not take


@pytest.mark.parametrize(
    "error",
    [
        unsent(),
        NoConnection("ConnectionTimeoutError"),
        RetryAfter(timedelta(seconds=2)),
        NetworkError("Bad Gateway"),
        NetworkError("Internal Server Error (500)"),
        NetworkError("Service Unavailable (503)"),
    ],
)
async def test_what_was_never_taken_is_tried_again(error: Exception) -> None:
    line = Line(error, "sent")
    assert await line.run(line.call()) == ["sent"]
    assert len(line.server.calls) == 2


@pytest.mark.parametrize("endpoint", ["sendMessage", "sendDocument", "copyMessage"])
@pytest.mark.parametrize(
    "error",
    [
        TimedOut(),
        BrokenConnection("ServerDisconnectedError"),
        NetworkError("Gateway Timeout (504)"),
        BadRequest("Chat not found"),
        BadRequest("message text has 502 characters too many"),
        Forbidden("bot was blocked by the user"),
        ChatMigrated(5),
        RetryAfter(timedelta(hours=1)),
    ],
)
async def test_what_may_have_been_taken_is_not_sent_again(endpoint: str, error: Exception) -> None:
    line = Line(error, "sent")
    assert await line.run(line.call(endpoint)) == [error]
    assert len(line.server.calls) == 1


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (TimedOut(), 1),
        (BrokenConnection("ServerDisconnectedError"), 2),
        (NetworkError("Bad Gateway"), 2),
        (BadRequest("Query is too old and response timeout expired"), 1),
    ],
)
async def test_a_finger_is_answered_again_only_where_the_connection_broke(
    error: Exception, calls: int
) -> None:
    line = Line(error)
    await line.run(line.call("answerCallbackQuery", None, callback_query_id="q"))
    assert len(line.server.calls) == calls


@pytest.mark.parametrize("endpoint", ["editMessageText", "deleteMessage", "setMyCommands", "getFile"])
async def test_what_comes_to_the_same_twice_is_made_again_after_a_lost_answer(endpoint: str) -> None:
    line = Line(TimedOut(), "done")
    assert await line.run(line.call(endpoint, message_id=9)) == ["done"]
    assert len(line.server.calls) == 2


async def test_patience_ends() -> None:
    line = Line(*[unsent() for _ in range(TRIES)])
    (error,) = await line.run(line.call("getMe", chat=None))
    assert isinstance(error, NetworkError) and len(line.server.calls) == TRIES


async def test_a_network_that_is_down_for_minutes_loses_no_message() -> None:
    line = Line(*[unsent() for _ in range(TRIES_UNSENT - 1)])
    assert await line.run(line.call()) == ["ok"]
    pauses = [b - a for a, b in zip(line.server.times, line.server.times[1:], strict=False)]
    assert pauses[:3] == [PAUSE, 2 * PAUSE, 4 * PAUSE] and max(pauses) == LONGEST_PAUSE
    assert line.server.times[-1] > 500


# Flood control


async def test_a_flood_in_one_chat_holds_up_no_other() -> None:
    line = Line(RetryAfter(timedelta(seconds=30)))
    first = line.call(chat=1, what="flooded")
    assert (
        await line.run(
            first,
            line.later(1, line.call(chat=2, what="other")),
            line.later(1, line.call(chat=1, what="same")),
        )
        == ["ok"] * 3
    )
    assert line.server.calls[:2] == [(0, "flooded"), (1, "other")] and line.server.times[2:] == [30, 30]


async def test_a_second_flood_never_shortens_the_first() -> None:
    line = Line(RetryAfter(timedelta(seconds=30)), RetryAfter(timedelta(seconds=3)), takes=2)
    await line.run(line.call(what="a"), line.later(1, line.call(what="b")))
    assert line.server.times[:2] == [0, 1] and min(line.server.times[2:]) == 32


async def test_an_answer_to_a_tap_waits_for_no_flood_of_the_chat() -> None:
    line = Line(RetryAfter(timedelta(seconds=30)))
    await line.run(line.call(), line.later(1, line.call("answerCallbackQuery", None, callback_query_id="q")))
    assert (1, "answerCallbackQuery") in line.server.calls


# Pace


async def test_one_chat_gets_a_burst_and_then_a_message_a_second() -> None:
    line = Line()
    await line.run(*(line.call(what=str(n)) for n in range(7)))
    assert line.server.calls == [(0, "0"), (0, "1"), (0, "2"), (0, "3"), (1, "4"), (2, "5"), (3, "6")]


async def test_a_group_gets_twenty_messages_a_minute() -> None:
    line = Line()
    await line.run(*(line.call(chat=GROUP) for _ in range(45)))
    times = line.server.times
    in_a_minute = [sum(start <= at < start + 60 for at in times) for start in times]
    assert len(times) == 45 and max(in_a_minute) <= 40 and times[-1] == pytest.approx(75, abs=1)


async def test_all_chats_together_get_28_a_second() -> None:
    line = Line()
    await line.run(*(line.call(chat=n) for n in range(1, 141)))
    assert line.server.times[27] == 0 and line.server.times[-1] == pytest.approx(4, abs=0.05)


async def test_edits_are_counted_by_themselves_and_leave_messages_their_way() -> None:
    line = Line()
    edits = (line.call("editMessageText", chat=n, message_id=1) for n in range(1, 57))
    await line.run(*edits, line.later(0.1, line.call(chat=99, what="message")))
    assert (0.1, "message") in line.server.calls


async def test_in_a_group_messages_go_before_edits() -> None:
    line = Line(pace=Pace(chat_per_second=100, chat_burst=100))
    edits = [line.call("editMessageText", chat=GROUP, what="edit", message_id=n) for n in range(30)]
    sends = [line.later(1, line.call(chat=GROUP, what="send")) for _ in range(3)]
    await line.run(*edits, *sends)
    assert [at for at, what in line.server.calls if what == "send"] == [1, 1, 1]
    assert len(line.server.calls) == 33


async def test_deleting_costs_nothing() -> None:
    line = Line()
    await line.run(*(line.call("deleteMessage", message_id=n) for n in range(9)), line.call())
    assert set(line.server.times) == {0}


async def test_answers_to_queries_wait_for_nothing() -> None:
    line = Line()
    await line.run(*(line.call("answerCallbackQuery", None, callback_query_id=str(n)) for n in range(90)))
    assert set(line.server.times) == {0}


async def test_typing_is_dropped_where_it_would_wait() -> None:
    line = Line()
    sends = [line.call(what="send") for _ in range(6)]
    typing = line.later(0.5, line.call("sendChatAction"))
    quiet = line.later(60, line.call("sendChatAction"))
    results = await line.run(*sends, typing, quiet)
    assert results[-2:] == [True, "ok"]
    assert [at for at, what in line.server.calls if what == "sendChatAction"] == [60]


async def test_a_flood_that_typing_was_told_of_holds_for_the_message_after_it() -> None:
    """It went unheard: the answer was sent into the flood wait."""
    line = Line(RetryAfter(timedelta(seconds=3)))
    typing, send = line.call("sendChatAction"), line.later(1, line.call())
    other = line.later(1, line.call(chat=2, what="other"))
    assert await line.run(typing, send, other) == [True, "ok", "ok"]
    assert sorted(line.server.calls) == [(0, "sendChatAction"), (1, "other"), (3, "sendMessage")]


async def test_a_flood_of_an_hour_that_typing_was_told_of_does_not_hold_so_long() -> None:
    line = Line(RetryAfter(timedelta(hours=1)))
    await line.run(line.call("sendChatAction"), line.later(1, line.call()))
    assert line.server.calls[1] == (LONGEST_WAIT, "sendMessage")


# Edits of one message


async def test_of_several_edits_that_wait_the_newest_is_made_for_all() -> None:
    line = Line()
    await line.run(*(line.call() for _ in range(4)))
    edits = [line.call("editMessageText", message_id=5, what=f"edit {n}") for n in range(4)]
    assert await line.run(*edits) == ["ok"] * 4
    assert [what for _, what in line.server.calls[4:]] == ["edit 3"]


async def test_an_edit_that_comes_while_one_is_on_its_way_is_made_after_it() -> None:
    line = Line(takes=1)
    await line.run(
        line.call("editMessageText", message_id=5, what="old"),
        *(line.later(0.5, line.call("editMessageText", message_id=5, what=w)) for w in ("newer", "newest")),
    )
    assert [what for _, what in line.server.calls] == ["old", "newest"]


async def test_an_edit_that_failed_is_not_made_over_a_newer_one() -> None:
    line = Line(unsent())
    await line.run(
        line.call("editMessageText", message_id=5, what="old"),
        line.later(0.1, line.call("editMessageText", message_id=5, what="new")),
    )
    assert [what for _, what in line.server.calls] == ["old", "new"]


async def test_edits_of_other_messages_are_not_mixed_up() -> None:
    line = Line()
    edits = [line.call("editMessageText", message_id=n, what=str(n)) for n in (1, 2)]
    markup = line.call("editMessageReplyMarkup", message_id=1, what="markup")
    await line.run(*edits, markup)
    assert sorted(what for _, what in line.server.calls) == ["1", "2", "markup"]


async def test_edits_of_a_card_in_a_group_are_spread() -> None:
    line = Line()
    await line.run(
        *(line.later(n, line.call("editMessageText", chat=GROUP, message_id=5)) for n in (0, 2, 2.5, 3, 3.2))
    )
    gaps = [b - a for a, b in zip(line.server.times, line.server.times[1:], strict=False)]
    assert min(gaps) >= 1.5 and len(line.server.calls) == 3


async def test_an_edit_that_is_refused_tells_everybody_who_joined_it() -> None:
    line = Line(BadRequest("message to edit not found"), takes=1)
    results = await line.run(line.call("editMessageText", message_id=5))
    assert isinstance(results[0], BadRequest)
    assert line.patience._on_the_way == {}


# Upkeep


async def test_idle_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "REMEMBERED", 10)
    line = Line(pace=Pace(all_per_second=1e6))
    for number in range(1, 200):
        await line.run(line.later(5, line.call(chat=number)))
    assert len(line.patience._gates) <= 12


async def test_a_call_given_up_while_it_waits_leaves_the_line() -> None:
    line = Line()
    await line.run(*(line.call() for _ in range(4)))
    waiting = asyncio.create_task(line.call(what="given up"))
    await asyncio.sleep(0)
    waiting.cancel()
    await line.run(line.call(what="next"))
    assert [what for _, what in line.server.calls[4:]] == ["next"]


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([1, 2, GROUP])), max_size=60))
def test_no_chat_ever_gets_more_than_its_pace(sends: list[tuple[int, int]]) -> None:
    async def calls() -> dict[int, list[float]]:
        line = Line()
        await line.run(*(line.later(s / 4, line.call(chat=chat, what=str(chat))) for s, chat in sends))
        return {c: [at for at, what in line.server.calls if what == str(c)] for c in (1, 2, GROUP)}

    for times in asyncio.run(calls()).values():
        assert all(times[n + 5] - times[n] >= 1.999 for n in range(len(times) - 5))
    # a burst of 4, and one each second: six messages never fall within two seconds


def test_errors_are_the_librarys_own() -> None:
    # BadRequest is a NetworkError in python-telegram-bot: a refusal must not be taken for a lost connection
    assert issubclass(BadRequest, NetworkError) and issubclass(TimedOut, NetworkError)
    assert issubclass(NetworkError, TelegramError)
