"""Polling: confirmed only when kept, patient with the network, not with a rival."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram import poll
from bot.telegram.errors import Rival
from bot.telegram.poll import APART, LONGEST_PAUSE, PAUSE, Poll
from bot.telegram.reading import Read
from data.store import CorruptStore, LockedStore, UnwritableStore


class Telegram:
    """Gives these answers to polls, one after the other; a number is an update."""

    def __init__(self, *answers: Any) -> None:
        self.answers, self.offsets = list(answers), list[int | None]()

    async def do_api_request(self, _: str, *, api_kwargs: dict[str, Any], **__: Any) -> object:
        self.offsets.append(api_kwargs.get("offset"))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, list):
            return answer
        return [{"update_id": told} if isinstance(told, int) else told for told in answer]


class Shelf:
    """Keeps what it is given, unless it fails."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.kept = list(failures), list[int]()

    async def room(self) -> None:
        """There is always room."""

    async def take(self, updates: Sequence[Read]) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.kept += [one.update.update_id for one in updates]


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def polling(telegram: Telegram, shelf: Shelf, clock: Time) -> Poll:
    return Poll(telegram, shelf, ("message",), 30.0, clock)


async def polls(poll: Poll, clock: Time, seconds: float = 0.0) -> list[float]:
    """The pauses after each poll, until the answers are used up."""
    pauses = []
    while poll.bot.answers:
        pauses.append(await poll._once())
        clock.now += seconds
    return pauses


async def test_updates_are_confirmed_by_the_next_poll_once_they_are_kept() -> None:
    clock, shelf = Time(), Shelf()
    telegram = Telegram([7, 9, 8], [], [10], [])
    assert await polls(polling(telegram, shelf, clock), clock) == [0, 0, 0, 0]
    assert telegram.offsets == [None, 10, 10, 11] and shelf.kept == [7, 9, 8, 10]


async def runs(poll: Poll, clock: Time, monkeypatch: pytest.MonkeyPatch, takes: list[float]) -> list[float]:
    """When each poll went out, as many as there are answers; each takes so long."""
    began, ask = list[float](), poll.bot.do_api_request

    async def asked(*arguments: Any, **named: Any) -> object:
        began.append(round(clock.now, 6))
        if not poll.bot.answers:
            raise InvalidToken("the end")
        clock.now += takes[len(began) - 1]
        return await ask(*arguments, **named)

    async def sleep(seconds: float) -> None:
        assert seconds > 0
        clock.now += seconds

    monkeypatch.setattr(poll.bot, "do_api_request", asked)
    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(InvalidToken):
        await poll.run()
    return began


async def test_in_a_rush_polls_wait_for_company_and_after_a_silence_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Each tap was fetched by itself, some 40 polls and as many commits a second.
    clock = Time()
    telegram = Telegram([7], [8], [9], [], [10], [11])
    began = await runs(
        polling(telegram, Shelf(), clock), clock, monkeypatch, [10.0, 0.01, 0.04, 10.0, 3.0, 0.07]
    )
    assert APART == 0.05
    assert began == [0, 10, 10.05, 10.1, 20.1, 23.1, 23.17]


async def test_nothing_that_was_sent_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Time()
    telegram = Telegram([], NetworkError("down"), [], [7])
    began = await runs(polling(telegram, Shelf(), clock), clock, monkeypatch, [0.0, 0.0, 0.0, 0.0])
    assert began == [0, 0, PAUSE, PAUSE, PAUSE + APART]


@pytest.mark.parametrize("problem", [UnwritableStore("full"), LockedStore("locked")])
async def test_what_cannot_be_kept_is_not_confirmed(problem: Exception) -> None:
    clock, shelf = Time(), Shelf(problem)
    telegram = Telegram([7], [7], [])
    assert await polls(polling(telegram, shelf, clock), clock) == [PAUSE, 0, 0]
    assert telegram.offsets == [None, None, 8] and shelf.kept == [7]


@pytest.mark.parametrize("fatal", [InvalidToken("no"), CorruptStore("broken")])
async def test_what_waiting_cannot_mend_ends_the_bot(fatal: Exception) -> None:
    broken = isinstance(fatal, CorruptStore)
    telegram = Telegram([7] if broken else fatal)
    with pytest.raises(type(fatal)):
        await polls(polling(telegram, Shelf(*[fatal] * broken), Time()), Time())


@pytest.mark.parametrize("error", [NetworkError("down"), TimedOut(), TelegramError("Bad Gateway")])
async def test_a_lost_network_is_asked_again_less_and_less_often(error: TelegramError) -> None:
    clock, telegram = Time(), Telegram(*[error] * 8, [], error)
    pauses = await polls(polling(telegram, Shelf(), clock), clock)
    assert pauses[:3] == [PAUSE, 2 * PAUSE, 4 * PAUSE]
    assert max(pauses) == LONGEST_PAUSE and pauses[8:] == [0, PAUSE]


async def test_flood_control_is_heeded_to_the_second() -> None:
    assert await polls(polling(Telegram(RetryAfter(timedelta(seconds=17))), Shelf(), Time()), Time()) == [17]


async def test_a_rival_of_a_moment_is_waited_out() -> None:
    clock = Time()
    conflict = Conflict("terminated by other getUpdates request")
    telegram = Telegram(*[conflict] * 3, [], *[conflict] * 3, [])
    assert len(await polls(polling(telegram, Shelf(), clock), clock, seconds=14)) == 8


async def test_a_rival_that_stays_ends_the_bot_with_the_reason() -> None:
    clock = Time()
    telegram = Telegram(*[Conflict("terminated by other getUpdates request")] * 9)
    with pytest.raises(Rival, match=r"^36$"):
        await polls(polling(telegram, Shelf(), clock), clock, seconds=12)
    assert len(telegram.answers) == 5


async def test_silence_is_counted_from_the_last_answer() -> None:
    clock = Time()
    source = polling(Telegram([], NetworkError("down"), NetworkError("down")), Shelf(), clock)
    await polls(source, clock, seconds=50)
    assert source.silence == 150


async def test_a_poll_that_never_comes_back_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poll, "HELD_SECONDS", 0)
    monkeypatch.setattr(poll, "LATE_SECONDS", 0.01)

    class Deaf(Telegram):
        async def do_api_request(self, _: str, **__: Any) -> object:
            await asyncio.sleep(60)
            return []

    assert await polling(Deaf([]), Shelf(), Time())._once() == PAUSE


async def test_an_update_that_cannot_be_read_holds_up_no_other() -> None:
    shelf = Shelf()
    telegram = Telegram(
        [7, {"update_id": 8, "message": {"text": "x"}}, 9], [{"update_id": 10, "message": 1}], []
    )
    assert await polls(polling(telegram, shelf, Time()), Time()) == [0, 0, 0]
    assert telegram.offsets == [None, 10, 11] and shelf.kept == [7, 9]


@pytest.mark.parametrize("nonsense", [{"ok": 1}, 7, None, [[7], "x", None], [{"update_id": "7"}], [{}]])
async def test_an_answer_without_updates_is_asked_for_again_and_not_at_once(nonsense: object) -> None:
    shelf, telegram = Shelf(), Telegram(nonsense, [7], [])
    assert await polls(polling(telegram, shelf, Time()), Time()) == [PAUSE, 0, 0]
    assert telegram.offsets == [None, None, 8] and shelf.kept == [7]


async def test_a_token_that_was_revoked_ends_the_bot() -> None:
    with pytest.raises(InvalidToken):
        await polls(polling(Telegram(EndPointNotFound("getUpdates")), Shelf(), Time()), Time())
