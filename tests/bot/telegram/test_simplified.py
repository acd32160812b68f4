"""Who reads Simplified Chinese is answered in Taiwan's, and told so once."""

import pytest

from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.stage import Stage

NOTE = "目前的介面是台灣繁體中文"


@pytest.mark.parametrize("code", ["zh-hans", "zh-CN", "zh-SG", "zh-Hans-CN"])
async def test_told_once(stage: Stage, code: str) -> None:
    seller = stage.person("小王", code=code)
    await seller.say("/start")
    seller.sees(NOTE, "你賣什麼")
    await seller.say("手工皂 280 预算 3万")
    seller.sees("找誰")
    assert NOTE not in seller.card.text
    await stage.restart()
    await seller.say("/start")
    assert NOTE not in seller.card.text


@pytest.mark.parametrize("code", ["zh-hant", "zh-TW", "zh-HK", "en", "ja", None])
async def test_nobody_else_is_told(stage: Stage, code: str | None) -> None:
    seller = stage.person("小美", code=code)
    await seller.say("/start")
    assert NOTE not in seller.card.text


async def test_not_in_a_group(stage: Stage) -> None:
    member = stage.member(Chat(-100, "group", "團隊"), "小王", 1)
    member.user.code = "zh-hans"
    await member.say("/kol 手工皂 280 預算 3万")
    assert NOTE not in member.card.text


async def test_who_speaks_english_with_us_is_not_told(stage: Stage) -> None:
    seller = stage.person("小王", code="zh-hans")
    await seller.say("we sell handmade soap for NT$280 and the budget is 30k")
    assert NOTE not in seller.card.text
