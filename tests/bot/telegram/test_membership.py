"""Groups that we are removed from, and groups that become supergroups."""

import pytest

from tests.bot.telegram.company import card_of
from tests.bot.telegram.membership import status_changed
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage


@pytest.fixture
def stage(sharing_bot: Stage) -> Stage:
    return sharing_bot


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
