"""When a call is tried again, and when it must not be."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.telegram import limiter
from bot.telegram.limiter import TRIES, Patience


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


def unsent() -> NetworkError:
    return caused(NetworkError("httpx.ConnectError: no route"), httpx.ConnectError("no route"))


class Server:
    """Answers with these, one after the other."""

    def __init__(self, *answers: object) -> None:
        self.answers, self.calls = list(answers), 0

    async def __call__(self) -> object:
        self.calls += 1
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


async def call(patience: Patience, server: Server, chat: int | None = 1) -> Any:
    data = {} if chat is None else {"chat_id": chat}
    return await patience.process_request(server, (), {}, "sendMessage", data, None)


@pytest.fixture(autouse=True)
def brief_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limiter, "PAUSE", 0.001)


@pytest.mark.parametrize(
    "error",
    [
        unsent(),
        caused(TimedOut(), httpx.ConnectTimeout("")),
        caused(TimedOut("Pool timeout"), httpx.PoolTimeout("")),
        RetryAfter(timedelta(milliseconds=20)),
    ],
)
async def test_what_was_never_taken_is_tried_again(error: Exception) -> None:
    server = Server(error, "sent")
    assert await call(Patience(), server) == "sent"
    assert server.calls == 2


@pytest.mark.parametrize(
    "error",
    [
        TimedOut(),
        caused(TimedOut(), httpx.ReadTimeout("")),
        caused(TimedOut(), httpx.WriteTimeout("")),
        caused(NetworkError("httpx.ReadError"), httpx.ReadError("")),
        caused(NetworkError("httpx.RemoteProtocolError"), httpx.RemoteProtocolError("")),
        NetworkError("Bad Gateway (502)"),
        BadRequest("Chat not found"),
        RetryAfter(timedelta(hours=1)),
    ],
)
async def test_what_may_have_been_taken_is_not(error: Exception) -> None:
    server = Server(error, "sent")
    with pytest.raises(type(error)):
        await call(Patience(), server)
    assert server.calls == 1


async def test_patience_ends() -> None:
    server = Server(*[unsent() for _ in range(TRIES)])
    with pytest.raises(NetworkError):
        await call(Patience(), server)
    assert server.calls == TRIES


async def test_a_flood_in_one_chat_holds_up_no_other() -> None:
    patience, began = Patience(), time.monotonic()
    flooded = asyncio.create_task(
        call(patience, Server(RetryAfter(timedelta(milliseconds=80)), "late"), chat=1)
    )
    await asyncio.sleep(0)
    assert await call(patience, Server("at once"), chat=2) == "at once"
    assert await call(patience, Server("at once"), chat=None) == "at once"
    assert time.monotonic() - began < 0.06
    assert await call(patience, Server("after it"), chat=1) == "after it"
    assert time.monotonic() - began >= 0.08
    assert await flooded == "late"


async def test_a_second_flood_never_shortens_the_first() -> None:
    patience = Patience()
    patience._close(1, 0.08)
    patience._close(1, 0.01)
    began = time.monotonic()
    await call(patience, Server("sent"))
    assert time.monotonic() - began >= 0.07
