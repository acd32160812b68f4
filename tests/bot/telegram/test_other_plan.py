"""Another plan taken at a tap, in Telegram: in private, in a group, over a restart and an edited message."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from tests.bot.telegram.conftest import COMPLETE
from tests.conftest import home_at
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

CHOSEN = "📌 你選：省一點"


@pytest.fixture(scope="module")
def adviser(demo_folder: Path) -> Advisor:
    return home_at(demo_folder).advisor


@pytest.fixture
async def stage(tmp_path: Path, adviser: Advisor, witness: Witness) -> AsyncIterator[Stage]:
    async with Stage(tmp_path / "kol.db", adviser) as stage:
        yield stage
    assert witness.faults() == []


async def cheaper(person: Person) -> None:
    await person.tap("其他方案")
    await person.tap("採用：省一點")


async def test_the_card_shows_the_plan_taken_and_keeps_it_over_a_restart(stage: Stage) -> None:
    seller = stage.person()
    await seller.say("手工皂 280 預算3萬")
    await cheaper(seller)
    seller.sees(CHOSEN, "↩️ 復原")
    await stage.restart()
    await seller.tap("📊")
    await seller.tap("返回")
    seller.sees(CHOSEN)
    assert len(seller.cards) == 1


async def test_an_edited_message_is_a_change_and_brings_the_best_plan_back(stage: Stage) -> None:
    seller = stage.person()
    await seller.say("手工皂 280 預算3萬")
    await cheaper(seller)
    await seller.correct("手工皂 280 預算5萬")
    seller.sees("條件變了，改回最佳方案", "NT$50,000")


async def test_two_briefs_side_by_side_keep_their_own_plans(stage: Stage) -> None:
    seller = stage.person()
    await seller.say("手工皂 280 預算3萬")
    await cheaper(seller)
    soap = seller.card
    await seller.say("/new 面膜 390 預算5萬")
    assert CHOSEN not in seller.card.text
    await seller.tap("📊", on=soap)
    await seller.tap("返回", on=seller.chat.messages[soap.id])
    assert CHOSEN in seller.chat.messages[soap.id].text
    await seller.say("/cancel")
    await seller.say("手工皂 280 預算3萬")
    assert CHOSEN not in seller.card.text


async def test_in_a_group_the_asker_takes_it_and_the_others_see_it(stage: Stage) -> None:
    ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
    ben = stage.member(ann.chat, "阿本", 2)
    stage.knows(ann, COMPLETE)
    await ann.say("/help")
    await ben.tap("其他方案")
    assert not any(
        "採用" in label for message in ben.seen for label in message.labels if "👀" in message.text
    )
    await ann.tap("其他方案", on=ann.cards[0])
    assert "由提問的人操作" in str(await ben.tap("採用：省一點"))
    assert not any(CHOSEN in message.text for message in ben.seen)
    await ann.tap("採用：省一點")
    assert any(CHOSEN in message.text for message in ben.seen)
