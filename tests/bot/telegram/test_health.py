"""/healthz and /metrics: the state of the process, for machines, and nothing about people."""

import asyncio
import time
from collections.abc import Callable

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.telegram import health
from bot.telegram.errors import CannotListen
from bot.telegram.health import DEAF_SECONDS, Health
from bot.telegram.listen import Listener
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness


class Source:
    mode = "polling"

    def __init__(self, silence: float = 1.0) -> None:
        self.silence = silence


def well() -> None:
    """Nothing is wrong."""


def broken() -> str:
    raise OSError("secret words")


def slow() -> None:
    time.sleep(0.2)


async def get(app: Health, path: str, method: str = "GET") -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app.app), base_url="http://bot") as client:
        return await client.request(method, path)


async def test_all_is_well() -> None:
    answer = await get(Health(Source(), lambda: 3, {"database": well, "index": well}), "/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True,
        "telegram": {"mode": "polling", "seconds_silent": 1.0},
        "updates_held": 3,
        "database": "ok",
        "index": "ok",
    }


@pytest.mark.parametrize(
    ("check", "says"),
    [(lambda: "no room left", "no room left"), (broken, "OSError"), (slow, "no answer within 0 s")],
)
async def test_what_is_not_well_is_named_and_503(
    monkeypatch: pytest.MonkeyPatch, check: Callable[[], str | None], says: str
) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)
    answer = await get(Health(Source(), lambda: 0, {"database": well, "disk": check}), "/healthz")
    assert answer.status_code == 503 and answer.json()["disk"] == says and answer.json()["ok"] is False
    assert answer.json()["database"] == "ok" and "secret" not in answer.text


async def test_a_bot_that_hears_nothing_is_not_well() -> None:
    answer = await get(Health(Source(DEAF_SECONDS + 1), lambda: 0, {}), "/healthz")
    assert answer.status_code == 503 and answer.json()["telegram"]["seconds_silent"] == DEAF_SECONDS + 1


@pytest.mark.parametrize(
    ("method", "path", "status"), [("POST", "/healthz", 405), ("GET", "/", 404), ("GET", "/admin", 404)]
)
async def test_there_is_nothing_else(method: str, path: str, status: int) -> None:
    assert (await get(Health(Source(), lambda: 0, {}), path, method)).status_code == status


async def test_deafness_is_logged_once_and_so_is_its_end(
    monkeypatch: pytest.MonkeyPatch, witness: Witness
) -> None:
    monkeypatch.setattr(health, "WATCH_SECONDS", 0.001)
    source = Source(DEAF_SECONDS + 1)
    watching = asyncio.create_task(Health(source, lambda: 0, {}).watch())
    await asyncio.sleep(0.02)
    source.silence = 0.0
    await asyncio.sleep(0.02)
    watching.cancel()
    assert [fault["event"] for fault in witness.faults()] == ["telegram.deaf"]
    assert witness.names("info") == ["telegram.hears_again"]


async def test_metrics_count_and_tell_of_nobody(stage: Stage, asked: Person) -> None:
    assert stage.serving
    await asked.tap("中價")
    text = (await get(stage.serving.health, "/metrics")).text
    families = {family.name: family for family in text_string_to_metric_families(text)}
    kinds = {sample.labels["kind"] for sample in families["kol_updates"].samples if "kind" in sample.labels}
    assert {"message", "callback_query"} <= kinds
    count = next(s.value for s in families["kol_answer_seconds"].samples if s.name.endswith("_count"))
    assert count >= 2
    labels = {value for family in families.values() for s in family.samples for value in s.labels.values()}
    assert str(asked.user.id) not in labels and "手工皂" not in text and stage.api.token not in text


async def test_it_is_served_on_the_address_of_the_settings(stage: Stage, asked: Person) -> None:
    stage.options = {"health_listen": "127.0.0.1:0"}
    await stage.restart()
    assert stage.serving and stage.serving.listener
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://127.0.0.1:{stage.serving.listener.port}/healthz")
    assert answer.status_code == 200 and answer.json()["telegram"]["mode"] == "polling"


@pytest.mark.parametrize("address", ["127.0.0.1:99999", "203.0.113.7:8081", "nowhere.invalid:80"])
def test_an_address_that_is_not_ours_is_named(address: str) -> None:
    with pytest.raises(CannotListen, match=address):
        Listener(Health(Source(), lambda: 0, {}).app, address).open()
