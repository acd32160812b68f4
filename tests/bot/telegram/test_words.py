"""What people send besides plain words: commands, media, edits."""

import pytest

from tests.fakes.telegram.people import MEDIA, Person
from tests.fakes.telegram.stage import Stage

LINES = {"sticker": "貼圖", "photo": "照片", "voice": "語音", "location": "位置", "contact": "聯絡人"}


@pytest.mark.parametrize("kind", MEDIA)
async def test_what_cannot_be_read_gets_a_kind_line_and_loses_nothing(asked: Person, kind: str) -> None:
    await asked.send(kind)
    asked.sees(LINES[kind], "手工皂", "一個賣多少錢")
    assert len(asked.seen) == 1


async def test_a_sticker_first_of_all_is_answered_with_a_question(seller: Person) -> None:
    await seller.send("sticker")
    seller.sees("我只看得懂文字", "你賣什麼")


async def test_a_caption_is_words(asked: Person) -> None:
    await asked.send("photo", caption="asdf")
    assert "我只看得懂文字" not in asked.card.text


async def test_a_command_in_a_caption_is_a_command(advised: Person) -> None:
    await advised.send("photo", caption="/new")
    advised.sees("你賣什麼")


async def test_a_link_brings_words_that_nobody_said(seller: Person) -> None:
    await seller.say("/start s_AbC-123")
    seller.sees("你賣什麼")
    assert "沒看懂" not in seller.card.text


async def test_an_unknown_command_gets_a_line(asked: Person) -> None:
    await asked.say("/weather today")
    asked.sees("沒有 /weather 這個指令", "一個賣多少錢")


async def test_a_path_is_not_a_command(asked: Person) -> None:
    await asked.say("/etc/passwd & <b>")
    assert "指令" not in asked.card.text


async def test_language_is_switched_and_kept(stage: Stage, asked: Person) -> None:
    await asked.say("/language en")
    asked.sees("What does one cost?")
    await stage.restart()
    await asked.say("/new")
    asked.sees("What do you sell?")
    await asked.say("/language")
    asked.sees("你賣什麼")


@pytest.mark.parametrize(
    ("code", "greeting"),
    [("en", "What do you sell?"), ("zh-hans", "你賣什麼"), ("ja", "What do you sell?"), (None, "你賣什麼")],
)
async def test_the_first_words_are_in_the_language_of_the_app(
    stage: Stage, code: str | None, greeting: str
) -> None:
    seller = stage.person(code=code)
    await seller.say("/start")
    seller.sees(greeting)


async def test_back_and_undo_by_command(asked: Person) -> None:
    await asked.tap("中價")
    await asked.say("/undo")
    asked.sees("已復原", "一個賣多少錢")
    await asked.tap("還沒決定")
    asked.sees("總預算")
    await asked.say("/back")
    asked.sees("一個賣多少錢")


async def test_an_edit_of_the_last_words_is_heard_again(asked: Person) -> None:
    await asked.say("asdf")
    before = asked.card
    await asked.correct("asdfg")
    assert asked.card is not before and len(asked.seen) == 1


async def test_an_edit_of_older_words_is_history(stage: Stage, asked: Person) -> None:
    old = await asked.say("asdf")
    await asked.say("qwer")
    stage.api.calls.clear()
    await asked.correct("zxcv", old)
    assert stage.api.calls == []


async def test_an_edit_that_leaves_the_words_alone_is_none(stage: Stage, asked: Person) -> None:
    # Telegram reports one when the preview of a link arrives.
    await asked.say("asdf")
    stage.api.calls.clear()
    await asked.correct("asdf")
    assert stage.api.calls == []


async def test_an_edited_command_changes_its_words_and_starts_nothing_new(asked: Person) -> None:
    await asked.say("/new asdf")
    count = len(asked.seen)
    await asked.correct("/new qwer")
    assert len(asked.seen) == count


async def test_an_edited_command_without_words_does_nothing(stage: Stage, asked: Person) -> None:
    await asked.say("/new asdf")
    stage.api.calls.clear()
    await asked.correct("/new")
    assert stage.api.calls == []
