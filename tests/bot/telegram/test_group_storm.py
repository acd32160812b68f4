"""Five people at once in one group, with updates out of order and taps doubled: nothing breaks and nothing is doubled."""

import random

import pytest

from tests.bot.telegram.conftest import COMPLETE
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage

WORDS = (
    *("預算改成8萬", "不要 TikTok", "便宜一點", "換一批", "/undo", "/kol 面膜 中價 5萬", "/kol 預算改成6萬"),
    *(
        "@kol_advisor_bot 想找 5 位",
        "比較 1 和 3",
        "為什麼推薦第二個？",
        "/help",
        "/cancel",
        "/share",
        "你好",
        "復原",
    ),
)
DEEDS = 90


@pytest.fixture
def stage(sharing_bot: Stage) -> Stage:
    return sharing_bot


def act(stage: Stage, person: Person, chance: random.Random) -> None:
    """Some words, perhaps in reply to something, or a button of some message."""
    messages = [message for message in person.seen if message.keyboard]
    if not messages or chance.random() < 0.35:
        replied = chance.choice([*messages, None])
        stage.api.message(person.chat, person.user, chance.choice(WORDS), reply_to=replied)
        return
    message = chance.choice(messages)
    button = chance.choice([button for row in message.keyboard for button in row])
    for _ in range(chance.choice([1, 1, 2]) if "callback_data" in button else 0):
        stage.api.tap(person.chat, person.user, message, button["callback_data"], button["text"])


@pytest.mark.parametrize("seed", [5, 6, 7])
async def test_whatever_they_do(stage: Stage, seed: int) -> None:
    chance, group = random.Random(seed), Chat(-100, "group", "團隊")
    people = [stage.member(group, f"人{n}", n) for n in range(1, 6)]
    for person in people[:2]:
        stage.knows(person, COMPLETE)
        await person.say("/help")
    for _ in range(DEEDS):
        act(stage, chance.choice(people), chance)
        if chance.random() < 0.25:
            chance.shuffle(stage.api.updates)
            await stage.settle()
    await stage.settle()
    assert stage.api.broken() == [], (
        "every callback answered once, no edit that edits nothing, nothing malformed"
    )
    assert stage.store
    cards = stage.store.execute(
        "select chat_id, message_id from briefs where message_id is not null"
    ).fetchall()
    assert len(set(cards)) == len(cards), "no message is the card of two briefs"
    assert {message for _, message in cards} <= group.messages.keys(), "every card is there"
