"""The webhook: open to Telegram alone, and 200 only for what is kept."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.telegram import webhook
from bot.telegram.webhook import HEADER, LARGEST_BODY, Webhook
from data.inbox import Inbox
from data.store import UnwritableStore
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

SECRET = "a-secret_of-16-or-more"
PATH = "/telegram/hook"


@pytest.fixture
async def hooked(tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    """The bot with a webhook on a free port."""
    stage = Stage(tmp_path / "kol.db", FakeAdviser())
    stage.options = {
        "webhook_url": f"https://bot.example.org{PATH}",
        "webhook_secret": SecretStr(SECRET),
        "webhook_listen": "127.0.0.1:0",
    }
    async with stage:
        yield stage
    assert witness.faults() == []


def source(stage: Stage) -> Webhook:
    assert stage.serving and isinstance(stage.serving.source, Webhook)
    return stage.serving.source


async def post(
    stage: Stage, content: Any, path: str = PATH, method: str = "POST", **headers: str
) -> httpx.Response:
    """A request as Telegram makes it, but for what is said otherwise."""
    told = {"Content-Type": "application/json", HEADER: SECRET} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    body = content if isinstance(content, (bytes, str)) else json.dumps(content)
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(
            method, f"http://127.0.0.1:{source(stage).listener.port}{path}", content=body, headers=told
        )


def written(stage: Stage, person: Person, text: str) -> dict[str, Any]:
    """The update of a message, taken from the emulator's queue."""
    stage.api.message(person.chat, person.user, text)
    return stage.api.updates.pop()


async def test_a_dialogue_by_webhook(hooked: Stage) -> None:
    seller = hooked.person()
    for text in ("手工皂", "280"):
        assert (await post(hooked, written(hooked, seller, text))).status_code == 200
        await hooked.settle()
    seller.sees("總預算", "NT$280")


async def test_telegram_is_told_where_and_what(hooked: Stage) -> None:
    (told,) = [params for name, params in hooked.api.calls if name == "setWebhook"]
    assert told["url"] == f"https://bot.example.org{PATH}" and told["secret_token"] == SECRET
    assert told["allowed_updates"][:3] == ["message", "edited_message", "callback_query"]


async def test_when_it_stops_telegram_keeps_the_updates(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "kol.db", FakeAdviser())
    stage.options = {"webhook_url": "https://bot.example.org/x", "webhook_listen": "127.0.0.1:0"}
    await stage.start()
    await stage.stop()
    assert [params for name, params in stage.api.calls if name == "deleteWebhook"] == [
        {"drop_pending_updates": False}
    ]


async def test_the_same_update_twice_acts_once(hooked: Stage) -> None:
    seller = hooked.person()
    update = written(hooked, seller, "手工皂")
    for _ in range(3):
        assert (await post(hooked, update)).status_code == 200
    await hooked.settle()
    assert len(seller.seen) == 1


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({HEADER: "wrong-secret_of-16"}, 403),
        ({HEADER: ""}, 403),
        ({HEADER: SECRET + "x"}, 403),
        ({"path": "/"}, 404),
        ({"path": "/telegram"}, 404),
        ({"path": PATH + "/x"}, 404),
        ({"method": "GET"}, 405),
        ({"method": "PUT"}, 405),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"content": b"\xff\xfe"}, 400),
        ({"content": b""}, 400),
        ({"content": b"{"}, 400),
        ({"content": []}, 400),
        ({"content": {"message": {}}}, 400),
        ({"content": {"update_id": "7"}}, 400),
        ({"content": {"update_id": True}}, 400),
        ({"content": {"update_id": -7}}, 400),
        ({"content": {"update_id": 2**63}}, 400),
        ({"content": b"[" * 100_000}, 400),
        ({"content": b" " * (LARGEST_BODY + 1)}, 413),
        ({"Content-Length": "99999999999"}, 413),
    ],
)
async def test_anything_else_is_refused_and_changes_nothing(
    hooked: Stage, change: dict[str, Any], status: int
) -> None:
    seller = hooked.person()
    asked = {"content": written(hooked, seller, "手工皂")} | change
    if "Content-Length" in change:
        assert await raw_status(hooked, change["Content-Length"]) == status
    else:
        content = asked.pop("content")
        answer = await post(hooked, content, **{name.replace("-", "_"): v for name, v in asked.items()})
        assert answer.status_code == status and SECRET not in answer.text
    await hooked.settle()
    assert seller.seen == []


async def raw_status(stage: Stage, length: str) -> int:
    """The status of a request that announces more than it brings."""
    import asyncio

    reader, writer = await asyncio.open_connection("127.0.0.1", source(stage).listener.port)
    writer.write(
        f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"{HEADER}: {SECRET}\r\nContent-Length: {length}\r\n\r\n{{".encode()
    )
    line = await reader.readline()
    writer.close()
    return int(line.split()[1])


async def test_what_cannot_be_kept_is_brought_again(
    hooked: Stage, monkeypatch: pytest.MonkeyPatch, witness: Witness
) -> None:
    seller = hooked.person()
    update = written(hooked, seller, "手工皂")

    def full(*_: object) -> None:
        raise UnwritableStore("kol.db cannot be written (disk full)")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Inbox, "take", full)
        assert (await post(hooked, update)).status_code == 503
    assert [fault["event"] for fault in witness.faults()] == ["telegram.not_kept"]
    assert (await post(hooked, update)).status_code == 200
    await hooked.settle()
    seller.sees("手工皂")


async def test_a_body_that_dawdles_is_not_waited_for(hooked: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "SLOWEST_BODY", 0.05)
    assert await raw_status(hooked, "100") == 408


async def test_without_a_secret_each_start_makes_its_own(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "kol.db", FakeAdviser())
    stage.options = {"webhook_url": "https://bot.example.org", "webhook_listen": "127.0.0.1:0"}
    secrets = []
    for _ in range(2):
        await stage.start()
        secrets.append(source(stage).secret)
        told = [params for name, params in stage.api.calls if name == "setWebhook"][-1]
        assert told["secret_token"] == secrets[-1] and len(secrets[-1]) >= 32
        assert told["url"] == f"https://bot.example.org{source(stage).path}" and len(source(stage).path) > 20
        assert secrets[-1] not in told["url"]
        await stage.stop()
    assert secrets[0] != secrets[1]


@pytest.mark.parametrize("message", ["x", {"text": "x"}, [1]])
async def test_an_update_that_cannot_be_read_is_not_asked_for_again(
    hooked: Stage, witness: Witness, message: object
) -> None:
    assert (await post(hooked, {"update_id": 7, "message": message})).status_code == 200
    (line,) = witness.faults()
    assert line["event"] == "telegram.unreadable" and line["update"] == 7
