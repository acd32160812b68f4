"""The pilot of rich messages: /plan's table as a table where the server knows it, as lines everywhere else."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.take_side import TakeAway
from bot.takeaway import table
from tests.bot.telegram.company import calls
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

DAY = date(2026, 11, 22)


def rich_stage(folder: Path, *, features: tuple[str, ...] = ("rich",)) -> Stage:
    def sides(_: Any) -> tuple[TakeAway]:
        return (
            TakeAway(lambda place, name: stage.chat.read(place, name), lambda: DAY, tables=bool(features)),
        )  # type: ignore[union-attr]

    stage = Stage(folder / "kol.db", FakeAdviser(), sides)
    stage.options, stage.api.rich = {"telegram_features": features}, []
    return stage


@pytest.fixture
async def stage(tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    async with rich_stage(tmp_path) as stage:
        yield stage
    assert witness.faults() == []


async def planned(stage: Stage) -> Person:
    """A seller with an answer and the offer of what can be taken away."""
    seller = stage.person()
    await seller.say("手工皂 280 預算3萬")
    await seller.say("/plan")
    stage.api.calls.clear()
    return seller


async def test_the_table_is_a_message_of_its_own(stage: Stage) -> None:
    seller = await planned(stage)
    offer = seller.card.text
    await seller.tap("▦ 表格")
    assert stage.api.rich and calls(stage) == ["answerCallbackQuery", "sendRichMessage"]
    ((chat, page),) = stage.api.rich
    assert chat == seller.chat.id and page.tables[0][1][1] == "小樹手作"
    assert seller.card.text == offer  # where it was asked for stays as it is


async def test_by_command_in_a_topic_it_answers_there(stage: Stage) -> None:
    forum = Chat(-1_000_000_000_200, "supergroup", "團隊", threads=(7,))
    ann = stage.member(forum, "小安", 1, thread=7)
    await ann.say("/kol 手工皂 280 預算3萬")
    await ann.say("/plan table")
    assert stage.api.rich
    sent = stage.api.calls[-1]
    assert sent[0] == "sendRichMessage" and sent[1]["message_thread_id"] == 7
    assert sent[1]["reply_parameters"]["message_id"] == ann.said.id  # type: ignore[union-attr]


async def test_an_older_server_is_asked_once_and_gets_lines(stage: Stage, witness: Witness) -> None:
    seller = await planned(stage)
    stage.api.rich = None
    await seller.say("/plan table")
    assert calls(stage) == ["sendRichMessage", "sendMessage"]
    seller.sees("小樹手作", "NT$2,000–3,000")
    assert "telegram.feature_off" in witness.names("warning")
    stage.api.calls.clear()
    await seller.say("/plan table")
    assert calls(stage) == ["sendMessage"]


async def test_without_the_setting_no_table_is_offered(tmp_path: Path, witness: Witness) -> None:
    async with rich_stage(tmp_path / "off", features=()) as stage:
        seller = await planned(stage)
        assert not seller.card.button("表格")
        await seller.say("/plan table")
        assert "sendRichMessage" not in calls(stage) and seller.card.button("Excel")


async def test_a_flood_is_waited_out_and_nothing_is_sent_twice(stage: Stage) -> None:
    seller = await planned(stage)
    stage.api.flood(seller.chat, calls=1, seconds=1)
    await seller.say("/plan table")
    assert stage.api.rich and len(stage.api.rich) == 1
    assert "sendMessage" not in calls(stage)


async def test_where_nobody_knows_whether_it_arrived_it_is_not_sent_again(stage: Stage) -> None:
    seller = await planned(stage)
    stage.network.answer_lost.append("sendRichMessage")
    await seller.say("/plan table")
    assert stage.api.rich and len(stage.api.rich) == 1
    assert calls(stage) == ["sendRichMessage"]


async def test_what_one_server_refuses_once_is_tried_again_next_time(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller = await planned(stage)
    good = table._rich
    monkeypatch.setattr(table, "_rich", lambda *_: "<div>never heard of</div>")
    await seller.say("/plan table")
    assert calls(stage) == ["sendRichMessage", "sendMessage"]
    assert stage.api.violations.pop().startswith("sendRichMessage")  # ours, and on purpose
    monkeypatch.setattr(table, "_rich", good)
    await seller.say("/plan table")
    assert stage.api.rich and len(stage.api.rich) == 1
