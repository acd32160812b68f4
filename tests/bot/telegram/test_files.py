"""Documents in Telegram: for whom they are, how large they may be, and what becomes of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.rosters.talk import table
from tests.bot.telegram.home import HomeStage
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.witness import Witness

LIST = table("名稱 | 連結 | 粉絲數", "小樹手作 | https://www.instagram.com/littletree | 1.2萬")
BAD = table(
    "名稱 | 連結 | 粉絲數",
    "小樹 | https://www.instagram.com/littletree | 很多",
    "Mia | https://youtube.com/@mia | 9萬",
)


@pytest.fixture
async def stage(tmp_path: Path, witness: Witness) -> AsyncIterator[HomeStage]:
    async with HomeStage(tmp_path / "home") as stage:
        yield stage
    assert witness.faults() == []


async def test_a_file_comes_in_and_the_mistakes_go_out(stage: HomeStage) -> None:
    ann = stage.person("小安")
    await ann.send_file("名單.csv", BAD)
    ann.sees("名單.csv → 小安的團隊", "有問題 1", "✅ 匯入 1 列，略過 1 列")
    await ann.tap("問題列檔案")
    (file,) = ann.received
    assert file.name == "名單_refused.csv" and "很多" in file.content.decode("utf-8-sig")
    await ann.tap("匯入 1 列")
    ann.sees("匯入完成", "新增 1", "↩️ 復原")
    assert len(ann.received) == 2, "the mistakes come with the report too"


async def test_two_taps_import_once(stage: HomeStage) -> None:
    ann = stage.person("小安")
    await ann.send_file("名單.csv", LIST)
    await ann.tap("匯入 1 列", times=2)
    assert sorted(map(str, stage.api.toasts[-2:])) == [
        "None",
        "這個已經處理過，或不在了。打 /roster 看最新的。",
    ]
    await ann.say("/roster")
    ann.sees("1 位創作者")


async def test_an_import_waits_through_a_restart(stage: HomeStage) -> None:
    ann = stage.person("小安")
    await ann.send_file("名單.csv", LIST)
    await stage.restart()
    await ann.tap("匯入 1 列")
    ann.sees("匯入完成")


async def test_advice_uses_it_at_once(stage: HomeStage) -> None:
    ann = stage.person("小安")
    await ann.say("手工皂 280 預算 3萬")
    ann.sees("示範名單")
    await ann.send_file("名單.csv", LIST)
    await ann.tap("匯入 1 列")
    await ann.say("/new 手工皂 280 預算 3萬")
    ann.sees("小樹手作")
    assert "示範名單" not in ann.card.text


async def test_a_large_file_is_not_even_fetched(stage: HomeStage) -> None:
    ann = stage.person("小安")
    await ann.send_file("大.csv", b"x", size=20_000_001)
    ann.sees("這個檔案有 21 MB，我最多能收 20 MB")
    assert not [name for name, _ in stage.api.calls if name == "getFile"]


async def test_a_file_that_is_lost_on_its_way_is_asked_for_again(stage: HomeStage, witness: Witness) -> None:
    ann = stage.person("小安")
    await ann.send_file("名單.csv", LIST)
    stage.api.files.clear()
    stage.api.push("message", ann.chat.told(ann.chat.messages[1]))
    await stage.settle()
    ann.sees("檔案沒收到，請再傳一次")


async def test_a_forwarded_message_with_links(stage: HomeStage) -> None:
    ann = stage.person("小安")
    await ann.forward(
        "嗨我是小樹，拍手作日常，合作歡迎\nIG https://www.instagram.com/littletree\nhttps://youtube.com/@littletree"
    )
    ann.sees("轉傳的訊息 → 小安的團隊", "新增 1")


@pytest.mark.parametrize(
    "caption", ["/import", "/import@kol_advisor_bot", "@kol_advisor_bot 匯入", "/IMPORT 這個月的"]
)
async def test_in_a_group_a_file_is_ours_when_it_says_so(stage: HomeStage, caption: str) -> None:
    group = Chat(-100, "group", "團隊")
    boss = stage.member(group, "小安", 1)
    stage.api.admins.add((-100, boss.user.id))
    await boss.send_file("名單.csv", LIST, caption)
    boss.sees("小安的團隊", "✅ 匯入 1 列")


@pytest.mark.parametrize(
    "caption", ["", "這個月的名單", "/import@another_bot", "mail: a@kol_advisor_bots.com"]
)
async def test_in_a_group_other_files_are_left_alone(stage: HomeStage, caption: str) -> None:
    group = Chat(-100, "group", "團隊")
    boss = stage.member(group, "小安", 1)
    stage.api.admins.add((-100, boss.user.id))
    await boss.send_file("名單.csv", LIST, caption)
    assert boss.seen == []


async def test_in_a_group_admins_import_and_all_read(stage: HomeStage) -> None:
    group = Chat(-100, "group", "團隊")
    boss, guest = stage.member(group, "小安", 1), stage.member(group, "阿本", 2)
    await guest.send_file("名單.csv", LIST, "/import")
    guest.sees("請群組管理員")
    stage.api.admins.add((-100, boss.user.id))
    await boss.send_file("名單.csv", LIST, "/import")
    toast = await guest.tap("匯入 1 列")
    assert toast and "編輯或擁有者" in toast
    await boss.tap("匯入 1 列")
    boss.sees("匯入完成")
    await guest.say("/roster")
    guest.sees("1 位創作者")
    await guest.say("/new 手工皂 280 預算 3萬")
    guest.sees("小樹手作")


async def test_a_group_keeps_its_team_as_a_supergroup(stage: HomeStage) -> None:
    group = Chat(-100, "group", "團隊")
    boss = stage.member(group, "小安", 1)
    stage.api.admins.add((-100, boss.user.id))
    await boss.send_file("名單.csv", LIST, "/import")
    await boss.tap("匯入 1 列")
    later = stage.api.migrate(group)
    await stage.settle()
    guest = stage.member(later, "阿本", 2)
    await guest.say("/roster")
    guest.sees("1 位創作者")


async def test_an_invitation_by_link(stage: HomeStage) -> None:
    ann, ben = stage.person("小安"), stage.person("阿本", number=2)
    await ann.send_file("名單.csv", LIST)
    await ann.tap("匯入 1 列")
    await ann.say("/team")
    await ann.tap("邀請")
    await ann.tap("邀請成員（1")
    payload = next(line for line in ann.card.text.splitlines() if "start=" in line).partition("start=")[2]
    await ben.say(f"/start {payload}")
    ben.sees("邀你加入「小安的團隊」")
    await ben.tap("加入")
    await ben.say("/roster")
    ben.sees("1 位創作者")
    cat = stage.person("Cat", "en", number=3)
    await cat.say(f"/start {payload}")
    cat.sees("This invitation link does not work")


async def test_a_forged_tap_is_refused_like_one_on_what_is_gone(stage: HomeStage) -> None:
    ann, ben = stage.person("小安"), stage.person("阿本", number=2)
    await ann.send_file("名單.csv", LIST)
    data = (ann.card.button("匯入") or {})["callback_data"]
    await ben.say("/team")
    told = []
    for forged in (data, data.replace(data.split(":")[3].split(".")[0], "nowhere1")):
        stage.api.tap(ben.chat, ben.user, ben.card, forged, "x")
        await stage.settle()
        told.append(stage.api.toasts[-1])
    assert told[0] == told[1] and "沒有這個項目" in str(told[0])
