"""Guest mode: asked in a chat that we are no member of; a placeholder at once, then the plan in its place."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.telegram.company import calls, sharing_stage
from tests.fakes.telegram.chats import Chat, User
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

ANN = User(7001, "小安")


@pytest.fixture
async def stage(tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    async with sharing_stage(tmp_path, guest=True) as stage:
        stage.api.calls.clear()
        yield stage
    assert witness.faults() == []


async def guest(stage: Stage, words: str, query: str | None = "g1", sender: User = ANN) -> None:
    """Somebody names us in a chat that we are no member of."""
    chat = Chat(-900, "supergroup", "別人的群組")
    told: dict[str, Any] = chat.told(chat.add(sender, text=words, entities=()))
    at = words.find("@kol_advisor_bot")
    if at >= 0:
        told["entities"] = [{"type": "mention", "offset": at, "length": 16}]
    if query is not None:
        told["guest_query_id"] = query
        stage.api.offered[query] = None
    stage.api.push("guest_message", told)
    await stage.settle()


async def test_a_placeholder_then_the_plan(stage: Stage) -> None:
    await guest(stage, "@kol_advisor_bot 面膜 中價 5萬")
    assert calls(stage) == ["answerGuestQuery", "editMessageText"]
    (message,) = stage.api.inline.values()
    assert "KOL 計畫：面膜" in message.text and "示範名單" in message.text
    assert message.labels[-1] == "🔎 開啟完整結果"


async def test_what_stands_there_first(stage: Stage) -> None:
    await guest(stage, "@kol_advisor_bot 面膜 中價 5萬")
    offered = stage.api.offered["g1"]
    assert offered and offered.results[0]["input_message_content"]["message_text"] == "找創作者中…"


async def test_votes_there_are_counted(stage: Stage) -> None:
    await guest(stage, "@kol_advisor_bot 面膜 中價 5萬")
    (name,) = stage.api.inline
    ben = Person(stage.api, stage.settle, User(7002, "阿本"), stage.api.chat(Chat(7002)))
    await ben.tap_inline("1 👍", name)
    assert stage.api.inline[name].labels[0] == "1 👍 1"


async def test_votes_there_that_cancel_out_are_no_edit(stage: Stage) -> None:
    """Telegram refuses an edit that changes nothing."""
    await guest(stage, "@kol_advisor_bot 面膜 中價 5萬")
    (name,) = stage.api.inline
    ben = Person(stage.api, stage.settle, User(7002, "阿本"), stage.api.chat(Chat(7002)))
    await ben.tap_inline("1 👍", name, times=2)
    assert stage.api.inline[name].labels[0] == "1 👍"


@pytest.mark.parametrize("words", ["@kol_advisor_bot", "@kol_advisor_bot 你好", "@kol_advisor_bot 3萬"])
async def test_without_a_product_it_says_how_to_ask(stage: Stage, words: str) -> None:
    await guest(stage, words)
    (message,) = stage.api.inline.values()
    assert "@kol_advisor_bot 面膜 390 預算5萬" in message.text and not message.keyboard


async def test_in_the_language_of_the_asker(stage: Stage) -> None:
    await guest(stage, "@kol_advisor_bot", sender=User(7003, "Eve", "en"))
    (message,) = stage.api.inline.values()
    assert message.text.startswith("Say product, price and budget")


async def test_a_query_that_is_too_old_is_no_fault(stage: Stage, witness: Witness) -> None:
    stage.api.offered["g1"] = None
    await guest(stage, "@kol_advisor_bot 面膜 中價 5萬")
    stage.api.calls.clear()
    chat = Chat(-900, "supergroup")
    told = chat.told(chat.add(ANN, text="面膜 中價 5萬")) | {"guest_query_id": "g1"}
    stage.api.push("guest_message", told)
    await stage.settle()
    assert calls(stage) == ["answerGuestQuery"] and "telegram.guest_too_late" in witness.names("info")


async def test_nothing_else_is_ever_sent_there(stage: Stage) -> None:
    """Telegram refuses it: PEER_ID_INVALID."""
    for words in ("/start", "/help", "手工皂 280 預算 3萬", "/roster", "😀"):
        await guest(stage, words, query=f"g{words}")
    assert set(calls(stage)) <= {"answerGuestQuery", "editMessageText"}


async def test_a_guest_message_without_a_query_is_left_alone(stage: Stage) -> None:
    await guest(stage, "@kol_advisor_bot 面膜 中價 5萬", query=None)
    assert calls(stage) == []


async def test_switched_off_it_is_silent(tmp_path: Path, witness: Witness) -> None:
    async with sharing_stage(tmp_path / "off") as stage:
        stage.api.calls.clear()
        await guest(stage, "@kol_advisor_bot 面膜 中價 5萬")
        await guest(stage, "/help", query="g2")
        assert calls(stage) == []
