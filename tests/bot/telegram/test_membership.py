"""Groups that we are removed from, and groups that become supergroups."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.telegram.company import card_of, sharing_stage
from tests.bot.telegram.conftest import COMPLETE
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

GROUP = -100


@pytest.fixture
async def stage(tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    async with sharing_stage(tmp_path) as stage:
        yield stage
    assert witness.faults() == []


@pytest.fixture
async def ann(stage: Stage) -> Person:
    ann = stage.member(Chat(GROUP, "group", "團隊"), "小安", 1)
    stage.knows(ann, COMPLETE)
    await ann.say("/help")
    return ann


@pytest.fixture
def ben(stage: Stage, ann: Person) -> Person:
    return stage.member(ann.chat, "阿本", 2)


def status_changed(stage: Stage, chat: Chat, person: Person, status: str) -> None:
    """Somebody removes the bot from a chat, or adds it."""
    bot = stage.api.bot.json()
    told: dict[str, Any] = {"chat": chat.json(), "from": person.user.json(), "date": 1_760_000_000}
    told |= {"old_chat_member": {"status": "member", "user": bot}}
    told |= {
        "new_chat_member": {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})
    }
    stage.api.push("my_chat_member", told)


def rows(stage: Stage, table: str) -> int:
    assert stage.store
    return int(stage.store.execute(f"select count(*) from {table}").fetchone()[0])


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_nothing_stays_of_a_group_that_removed_us(
    stage: Stage, ann: Person, ben: Person, status: str
) -> None:
    await ben.say("預算改成8萬", reply_to=ann.card)
    await ben.tap("1 👍")
    await ben.tap("🔍 1")
    await ben.say("/language en")
    private = stage.person("小美", number=5)
    await private.say("/kol 面膜 中價 5萬")
    ann.chat.is_closed_to_bot = "kicked from the group chat"
    status_changed(stage, ann.chat, ann, status)
    await stage.settle()
    for table in ("brief_messages", "brief_changes", "chat_languages", "votes"):
        assert rows(stage, table) == 0, table
    assert rows(stage, "briefs") == 1, "what was said in private stays"


async def test_a_card_that_is_left_there_no_longer_acts(stage: Stage, ann: Person, ben: Person) -> None:
    card = card_of(ann)
    status_changed(stage, ann.chat, ann, "kicked")
    await stage.settle()
    assert await ben.tap("1 👍", on=card) == "這份需求找不到了，輸入 /new 重新開始。"


async def test_added_again_it_begins_anew(stage: Stage, ann: Person) -> None:
    status_changed(stage, ann.chat, ann, "left")
    status_changed(stage, ann.chat, ann, "member")
    await stage.settle()
    await ann.say("/undo")
    ann.sees("這裡還沒有卡片")


async def test_who_blocks_us_keeps_their_briefs(stage: Stage) -> None:
    seller = stage.person()
    await seller.say("/kol 面膜 中價 5萬")
    status_changed(stage, seller.chat, seller, "kicked")
    await stage.settle()
    await seller.say("/help")
    seller.sees("面膜")


async def test_votes_changes_and_shares_follow_to_the_supergroup(
    stage: Stage, ann: Person, ben: Person
) -> None:
    await ben.say("預算改成8萬", reply_to=ann.card)
    await ben.tap("1 👍")
    await ben.say("/language en")
    offered = await ann.ask_inline("#b1")
    assert offered and offered.results
    copy = await ann.choose()
    new = stage.api.migrate(ann.chat)
    await stage.settle()
    there, ben_there = stage.member(new, "小安", 1), stage.member(new, "阿本", 2)
    await there.say("/help")
    there.sees("✏️ 阿本 changed", "1 👍 1", "Who")
    await ben_there.tap("1 👍")
    there.sees("1 👍")
    assert stage.api.inline[copy].labels[0] == "1 👍", "the copy in another chat is in step"
    await ben_there.tap("Undo 阿本")
    there.sees("NT$30,000")


async def test_told_of_the_migration_after_the_first_words_there(
    stage: Stage, ann: Person, ben: Person
) -> None:
    # Updates arrive out of order: somebody's words in the supergroup first, then both of Telegram's notices.
    new = stage.api.migrate(ann.chat)
    notices, stage.api.updates = stage.api.updates, []
    there = stage.member(new, "小安", 1)
    await there.say("/kol 面膜 中價 5萬")
    for notice in notices:
        stage.api.push("message", notice["message"])
    await stage.settle()
    assert "面膜" in card_of(there).text
    await there.tap("便宜點")
    assert len([m for m in there.seen if m.keyboard]) == 1
