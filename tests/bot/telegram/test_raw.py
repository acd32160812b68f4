"""Newer features behind a setting: used where the server knows them, done without where it does not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.telegram import waiting
from knowledge.models import Brief
from tests.bot.telegram.company import calls, card_of, look_of, sharing_stage
from tests.bot.telegram.conftest import COMPLETE
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

BOTH = ("drafts", "ephemeral")


@pytest.fixture
async def stage(tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    stage = sharing_stage(tmp_path, telegram_features=BOTH)
    stage.api.whispers = {}
    async with stage:
        yield stage
    assert witness.faults() == []


def whispered(stage: Stage, person: Person) -> list[str]:
    return [whisper.text for whisper in (stage.api.whispers or {}).get(person.user.id, {}).values()]


async def test_what_somebody_opens_is_for_their_eyes_alone(stage: Stage, ann: Person, ben: Person) -> None:
    await ben.tap("🔍 2")
    assert look_of(ben) is None and len(ann.seen) == 1
    (text,) = whispered(stage, ben)
    assert text.startswith("👀 阿本 看的") and "Mia <3 日常" in text


async def test_their_taps_change_it_in_place(stage: Stage, ann: Person, ben: Person) -> None:
    await ben.tap("🔍 2")
    await ben.tap_whisper("返回")
    (text,) = whispered(stage, ben)
    assert "找誰" in text
    await ben.tap_whisper("1 👍")
    assert "1 👍 1" in card_of(ann).labels
    await ben.tap_whisper("收起")
    assert whispered(stage, ben) == []


async def test_a_server_that_refuses_it_is_asked_once(
    stage: Stage, ann: Person, ben: Person, witness: Witness
) -> None:
    await ben.tap("🔍 2")
    stage.api.whispers = None  # from here on it knows nothing of them
    stage.api.calls.clear()
    await ben.tap("🔍 3", on=card_of(ann))
    # An older server shows to everybody what it should have shown to one: that is taken away again.
    assert calls(stage) == ["answerCallbackQuery", "sendMessage", "deleteMessage", "sendMessage"]
    assert "telegram.feature_off" in witness.names("warning")
    stage.api.calls.clear()
    await ben.tap("🔍 1", on=card_of(ann))
    assert calls(stage) == ["answerCallbackQuery", "editMessageText"]
    assert "小樹手作" in look_of(ben).text


async def test_without_the_setting_nothing_of_it_is_tried(tmp_path: Path, witness: Witness) -> None:
    stage = sharing_stage(tmp_path / "off")
    stage.api.whispers = {}
    async with stage:
        ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
        stage.knows(ann, COMPLETE)
        await ann.say("/help")
        ben = stage.member(ann.chat, "阿本", 2)
        await ben.tap("🔍 2")
        assert stage.api.whispers == {} and look_of(ben)


@pytest.fixture
def _slowly(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """An advisor that takes long enough to wonder."""
    monkeypatch.setattr(waiting, "WONDER", 0.001)
    assert stage.chat
    shown = stage.chat.showing.card

    def slow(*arguments: object) -> object:
        import time

        time.sleep(0.05)
        return shown(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(stage.chat.showing, "card", slow)
    return lambda: None


async def test_in_private_a_line_is_written_while_they_wait(_slowly: None, stage: Stage) -> None:
    seller = stage.person()
    stage.knows(seller, Brief(product="手工皂"))
    stage.api.calls.clear()
    await seller.say("/help")
    assert calls(stage) == ["sendMessageDraft", "sendMessage"]
    assert stage.api.drafts == {seller.chat.id: "找創作者中…"}


async def test_a_tap_edits_in_place_and_so_shows_typing(_slowly: None, stage: Stage) -> None:
    seller = stage.person()
    stage.knows(seller, COMPLETE)
    await seller.say("/help")
    stage.api.calls.clear()
    await seller.tap("計畫細節")
    assert "sendMessageDraft" not in calls(stage)


async def test_in_a_group_it_is_typing(_slowly: None, stage: Stage) -> None:
    ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
    stage.knows(ann, COMPLETE)
    stage.api.calls.clear()
    await ann.say("/help")
    assert "sendMessageDraft" not in calls(stage) and "sendChatAction" in calls(stage)


async def test_a_server_without_drafts_is_asked_once(_slowly: None, stage: Stage) -> None:
    stage.api.drafts = None
    seller = stage.person()
    stage.api.calls.clear()
    await seller.say("/start")
    await seller.say("/start")
    assert calls(stage).count("sendMessageDraft") == 1 and "sendChatAction" in calls(stage)
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("text", "features"), [("", ()), ("drafts", ("drafts",)), ("drafts, EPHEMERAL", BOTH)]
)
def test_the_setting(text: str, features: tuple[str, ...]) -> None:
    assert Settings(_env_file=None, telegram_features=text).telegram_features == features


def test_the_setting_names_what_it_knows() -> None:
    with pytest.raises(ValueError, match="expected some of drafts, ephemeral, rich, not hologram"):
        Settings(_env_file=None, telegram_features="drafts,hologram")
