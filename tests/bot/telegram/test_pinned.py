"""Cards that are pinned: they stay to be read, and with whoever asked once the bot has left the group."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.pins import Pins
from tests.bot.telegram.company import GROUP
from tests.bot.telegram.home import HomeStage
from tests.bot.telegram.membership import status_changed
from tests.fakes.telegram.chats import Chat, Message
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.witness import Witness


@pytest.fixture
async def stage(demo_folder: Path, tmp_path: Path, witness: Witness) -> AsyncIterator[HomeStage]:
    shutil.copytree(demo_folder, tmp_path / "home")
    async with HomeStage(tmp_path / "home") as stage:
        yield stage
    assert witness.faults() == []


@pytest.fixture
async def ann(stage: HomeStage) -> Person:
    """Somebody with an answer in a group."""
    ann = stage.member(Chat(GROUP, "group", "團隊"), "小安", 1)
    await ann.say("/kol 手工皂 280 預算3萬")
    return ann


@pytest.fixture
async def alone(stage: HomeStage, ann: Person) -> Person:
    """The same somebody in private, where they have begun something else."""
    alone = stage.person("小安", number=1)
    await alone.say("/start")
    return alone


async def removed(stage: HomeStage, ann: Person) -> None:
    ann.chat.is_closed_to_bot = "kicked from the group chat"
    status_changed(stage, ann.chat, ann, "kicked")
    await stage.settle()


def pinned(stage: HomeStage) -> int:
    assert stage.store
    return int(stage.store.execute("select count(*) from pins").fetchone()[0])


async def test_the_card_says_what_pinning_it_means(stage: HomeStage, ann: Person, ben: Person) -> None:
    card, seen = ann.card, len(ann.seen)
    await ben.pin(card)
    assert len(ann.seen) == seen and ann.card is card, "in place, and without a new message"
    ann.sees("📌 已釘選。就算把我移出群組", "手工皂")
    await ben.pin(card)
    await ann.tap("🔍 1")
    assert pinned(stage) == 1


async def test_other_messages_are_pinned_without_a_word(stage: HomeStage, ann: Person, ben: Person) -> None:
    said = await ben.say("午餐吃什麼")
    shown = [(m.text, m.labels) for m in ann.seen]
    await ann.pin(said)
    assert pinned(stage) == 0 and [(m.text, m.labels) for m in ann.seen] == shown


async def test_a_pinned_card_is_not_deleted_when_the_card_moves(ann: Person, ben: Person) -> None:
    card: Message = ann.card
    await ann.pin(card)
    await ann.say("預算改成8萬", reply_to=card)
    assert ann.card is not card and card.id in ann.chat.messages
    assert card.labels == [] and "NT$30,000" in card.text, "it stays as it was, and acts no more"
    second = ann.card
    await ann.say("預算改成9萬", reply_to=second)
    assert second.id not in ann.chat.messages, "this one was not pinned"


async def test_what_was_pinned_stays_with_whoever_asked(
    stage: HomeStage, ann: Person, ben: Person, alone: Person
) -> None:
    await ben.tap("1 👍")
    await ann.pin(ann.card)
    name = ann.card.button("🔍 1")
    assert name
    await ben.say("/kol 露營推車 2500 預算8萬")
    await removed(stage, ann)
    assert stage.store and stage.store.execute("select count(*) from votes").fetchone() == (0,)
    await alone.say("/shortlist")
    alone.sees("手工皂", "⭐", "📄 打開建議")
    await alone.tap("📄 打開建議")
    alone.sees("🎯 手工皂", "NT$30,000")
    await alone.say("預算改成8萬")
    alone.sees("🎯 手工皂", "NT$80,000")
    other = stage.person("阿本", number=2)
    await other.say("/shortlist")
    other.sees("收藏還是空的")  # what was not pinned is gone


async def test_the_next_words_in_private_are_not_about_it(
    stage: HomeStage, ann: Person, alone: Person
) -> None:
    await alone.say("面膜 中價 5萬")
    await ann.pin(ann.card)
    await removed(stage, ann)
    await alone.say("預算改成6萬")
    alone.sees("面膜", "NT$60,000")


async def test_nobody_else_opens_it(stage: HomeStage, ann: Person, alone: Person) -> None:
    await ann.pin(ann.card)
    assert stage.store
    (brief,) = Pins(stage.store).in_chat(GROUP)
    await removed(stage, ann)
    other = stage.person("Eve", number=3)
    await other.say("/start")
    for slot in ("open", "off", "nonsense"):
        stage.api.tap(other.chat, other.user, other.card, f"1:~pin:{slot}:{brief}", "x")
        await stage.settle()
        assert stage.api.toasts[-1] == "這份需求找不到了，輸入 /new 重新開始。"
    assert pinned(stage) == 1


async def test_it_can_be_unpinned_again(stage: HomeStage, ann: Person, ben: Person, alone: Person) -> None:
    await ann.pin(ann.card)
    await ann.say("/shortlist")
    assert "📄 打開建議" not in ann.card.labels, "in the group the card is there"
    listed = ann.card
    assert await ben.tap("📌 不留了", on=listed) == "這份需求找不到了，輸入 /new 重新開始。"
    assert pinned(stage) == 1
    told = await ann.tap("📌 不留了", on=listed)
    assert told and told.startswith("不再留存")
    await removed(stage, ann)
    assert (
        stage.store
        and stage.store.execute("select count(*) from briefs where user_id = 1").fetchone()[0] <= 1
    )
    await alone.say("/shortlist")
    assert "手工皂" not in alone.card.text


async def test_a_card_pinned_in_private_is_found_again(stage: HomeStage) -> None:
    mei = stage.person()
    await mei.say("手工皂 280 預算 3萬")
    card = mei.card
    await mei.pin(card)
    mei.sees("📌 已釘選，輸入 /shortlist")
    await mei.say("/new 露營推車 2500 預算8萬")
    await mei.say("/shortlist")
    mei.sees("手工皂")
    await mei.tap("📄 打開建議")
    mei.sees("🎯 手工皂")
    assert card.id in mei.chat.messages and mei.card is not card, "brought down to where one looks"


async def test_a_supergroup_keeps_its_pins(stage: HomeStage, ann: Person, alone: Person) -> None:
    await ann.pin(ann.card)
    new = stage.api.migrate(ann.chat)
    await stage.settle()
    there = stage.member(new, "小安", 1)
    await removed(stage, there)
    await alone.say("/shortlist")
    alone.sees("手工皂")


async def test_after_a_restart_a_pin_is_a_pin(stage: HomeStage, ann: Person) -> None:
    await stage.restart()
    seen = len(ann.seen)
    await ann.pin(ann.card)
    assert len(ann.seen) == seen
    ann.sees("📌 已釘選")
    assert pinned(stage) == 1


@pytest.mark.parametrize("language", ["en", "zh-TW"])
async def test_privacy_tells_of_it(stage: HomeStage, language: str) -> None:
    mei = stage.person()
    await mei.say(f"/language {language}")
    await mei.say("/privacy")
    mei.sees("pinned" if language == "en" else "釘選")
