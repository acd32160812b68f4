"""Groups: silent unless addressed, one card per asker, topics and migration."""

import pytest

from tests.bot.telegram.conftest import COMPLETE
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage

GROUP, FORUM = -100, -1_000_000_000_200


@pytest.fixture
def ann(stage: Stage) -> Person:
    return stage.member(Chat(GROUP, "group", "團隊"), "小安", 1)


@pytest.mark.parametrize(
    "words", ["今天吃什麼", "/weather", "/new@other_bot 手工皂", "/weather@other_bot", "手工皂 280 預算 3萬"]
)
async def test_silent_when_not_addressed(stage: Stage, ann: Person, words: str) -> None:
    stage.api.calls.clear()
    await ann.say(words)
    assert stage.api.calls == []


async def test_silent_to_stickers_and_service_messages(stage: Stage, ann: Person) -> None:
    stage.api.calls.clear()
    await ann.send("sticker")
    joined = ann.chat.add(ann.user, media={"new_chat_members": [ann.user.json()]})
    stage.api.push("message", ann.chat.told(joined))
    await stage.settle()
    assert stage.api.calls == []


@pytest.mark.parametrize("words", ["/new", "/new@kol_advisor_bot", "/new@KOL_Advisor_Bot"])
async def test_a_command_is_answered_as_a_reply(ann: Person, words: str) -> None:
    said = await ann.say(words)
    ann.sees("你賣什麼")
    assert ann.card.reply_to is said


async def test_a_strange_command_is_answered_where_it_names_us(ann: Person) -> None:
    await ann.say("/weather@kol_advisor_bot")
    await ann.say("/weather@kol_advisor_bot")
    ann.sees("沒有 /weather 這個指令")


async def test_a_reply_to_the_card_is_heard(ann: Person) -> None:
    await ann.say("/new")
    question = ann.card
    await ann.say("?", reply_to=question)
    assert ann.card is not question and len(ann.seen) == 1


async def test_a_reply_to_somebody_else_is_not(stage: Stage, ann: Person, ben: Person) -> None:
    await ann.say("/new")
    said = await ben.say("你們看")
    stage.api.calls.clear()
    await ann.say("手工皂", reply_to=said)
    assert stage.api.calls == []


async def test_two_people_have_two_cards(ann: Person, ben: Person) -> None:
    await ann.say("/new")
    await ben.say("/new")
    await ann.say("/help")
    assert len(ann.seen) == 2


async def test_somebody_elses_buttons_are_refused(stage: Stage, ann: Person, ben: Person) -> None:
    stage.knows(ann, COMPLETE)
    await ann.say("/help")
    before = (ann.card.text, ann.card.edits)
    assert (
        await ben.tap("便宜點") == "這顆按鈕由提問的人操作。想改條件，直接回覆卡片打字；想自己問，輸入 /kol。"
    )
    assert (ann.card.text, ann.card.edits) == before
    await ann.tap("計畫細節")
    ann.sees("計畫細節")


async def test_topics_are_kept_apart(stage: Stage) -> None:
    forum = Chat(FORUM, "supergroup", "論壇", threads=(5, 9))
    here, there = stage.member(forum, "小安", 1, thread=5), stage.member(forum, "小安", 1, thread=9)
    stage.knows(here, COMPLETE)
    await here.say("/help")
    await there.say("/new")
    here.sees("小樹手作")
    there.sees("你賣什麼")
    await here.tap("▶")
    here.sees("泡泡研究室")


async def test_reply_threads_of_a_plain_group_are_no_topics(stage: Stage, ann: Person) -> None:
    # Telegram gives these a message_thread_id too; sent back, it is "message thread not found".
    message = ann.chat.add(ann.user, text="/new")
    stage.api.push("message", ann.chat.told(message) | {"message_thread_id": 77})
    await stage.settle()
    ann.sees("你賣什麼")


async def test_a_brief_follows_its_group_to_the_supergroup(stage: Stage, ann: Person) -> None:
    stage.knows(ann, COMPLETE)
    await ann.say("/help")
    new = stage.api.migrate(ann.chat)
    await stage.settle()
    ann_there = stage.member(new, "小安", 1)
    await ann_there.say("/help")
    ann_there.sees("小樹手作")
    await ann_there.tap("▶")
    ann_there.sees("泡泡研究室")


async def test_an_answer_on_its_way_follows_the_group_too(stage: Stage, ann: Person) -> None:
    # The words came before the upgrade, the answer after it: Telegram refuses it and names the new chat.
    stage.knows(ann, COMPLETE)
    words = ann.chat.add(ann.user, text="/help")
    told = ann.chat.told(words)
    new = stage.api.chat(Chat(-1_000_000_000_100, "supergroup", "團隊"))
    ann.chat.became = new.id
    stage.api.push("message", told)
    await stage.settle()
    there = stage.member(new, "小安", 1)
    there.sees("小樹手作")
    await there.tap("▶")
    there.sees("泡泡研究室")
