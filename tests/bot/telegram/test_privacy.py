"""/privacy and /forget in Telegram, on the home that `kol-advisor bot` puts together."""

import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.telegram.home import HomeStage
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person

ABOUT = {"privacy": "🔒 隱私", "forget": "刪除你的全部資料？"}


@pytest.fixture
async def stage(demo_folder: Path, tmp_path: Path) -> AsyncIterator[HomeStage]:
    shutil.copytree(demo_folder, tmp_path / "home")
    async with HomeStage(tmp_path / "home") as stage:
        yield stage


@pytest.fixture
async def mei(stage: HomeStage) -> Person:
    """Somebody who has asked for advice."""
    mei = stage.person()
    await mei.say("手工皂 280 預算 3萬")
    return mei


def rows(stage: HomeStage, user: int) -> int:
    assert stage.store
    return int(stage.store.execute("select count(*) from briefs where user_id = ?", [user]).fetchone()[0])


@pytest.mark.parametrize("command", ABOUT)
async def test_the_commands_answer(mei: Person, command: str) -> None:
    await mei.say(f"/{command}")
    mei.sees(ABOUT[command])


async def test_what_is_kept_comes_as_a_file(stage: HomeStage, mei: Person) -> None:
    other = stage.person("阿本", number=2)
    await other.say("露營椅 900 預算 5萬")
    await mei.say("/privacy")
    await mei.tap("匯出我的資料")
    (file,) = mei.received
    copy = json.loads(file.content)
    assert file.name == "kol-advisor-data.json"
    assert copy["user_id"] == mei.user.id
    assert [brief["brief"]["product"] for brief in copy["briefs"]] == ["手工皂"]
    assert "露營椅" not in file.content.decode()


async def test_a_person_is_forgotten_after_saying_so_twice(stage: HomeStage, mei: Person) -> None:
    other = stage.person("阿本", number=2)
    await other.say("露營椅 900 預算 5萬")
    await mei.say("/forget")
    assert rows(stage, mei.user.id) == 1
    await mei.tap("先不要")
    assert rows(stage, mei.user.id) == 1
    await mei.say("/forget")
    await mei.tap("全部刪除", times=2)
    mei.sees("已刪除你的資料", "已經沒有你的編號")
    assert rows(stage, mei.user.id) == 0 and rows(stage, other.user.id) == 1


async def test_old_buttons_of_somebody_forgotten_are_answered(stage: HomeStage, mei: Person) -> None:
    card = mei.card
    await mei.say("/forget")
    await mei.tap("全部刪除")
    await mei.tap("🔍", on=card) if card.button("🔍") else await mei.tap(card.labels[0], on=card)
    assert stage.api.toasts[-1]
    assert rows(stage, mei.user.id) == 0
    await mei.say("手工皂 280 預算 3萬")  # and they may begin anew
    assert rows(stage, mei.user.id) == 1


@pytest.mark.parametrize("command", ABOUT)
async def test_a_group_is_told_to_ask_in_private(stage: HomeStage, command: str) -> None:
    ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
    await ann.say(f"/{command}@{stage.api.bot.username}")
    ann.sees("私訊我輸入 /privacy")
    assert ann.card.labels == []


async def test_a_forged_button_in_a_group_forgets_nobody(stage: HomeStage, mei: Person) -> None:
    ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
    await ann.say(f"/privacy@{stage.api.bot.username}")
    stage.api.tap(ann.chat, mei.user, ann.card, "1:~privacy:confirm:", "x")
    await stage.settle()
    assert rows(stage, mei.user.id) == 1


async def test_votes_on_a_card_that_was_shared_go_with_the_voter_alone(stage: HomeStage, mei: Person) -> None:
    """The card stands in a chat that we do not see; two others have voted on it."""
    offered = await mei.ask_inline("手工皂 280 預算3萬")
    assert offered and offered.results
    copy = await mei.choose()
    ben, eve = stage.person("阿本", number=2), stage.person("小伊", number=3)
    for voter in (ben, eve):
        await voter.tap_inline("1 👍", copy)
    assert stage.api.inline[copy].labels[0] == "1 👍 2"
    await ben.say("/forget")
    await ben.tap("全部刪除")
    ben.sees("投票 1 筆")
    await eve.tap_inline("2 👎", copy)
    assert stage.api.inline[copy].labels[:4] == ["1 👍 1", "1 👎", "2 👍", "2 👎 1"], "hers, counted anew"
    assert stage.store and stage.store.execute("select distinct user_id from votes").fetchall() == [
        (eve.user.id,)
    ]
    await mei.say("/forget")
    await mei.tap("全部刪除")
    assert stage.store.execute("select count(*) from votes").fetchone() == (0,), "what she shared is gone"
    assert await eve.tap_inline("1 👍", copy) == "這張卡片的分享已結束，不能再投票。"
