"""A file of the answer, through Telegram: a tap on the card sends a document, and the card stays as it is."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from bot.conversation import Conversation, View
from bot.take_side import TakeAway
from data.conversations import Place
from knowledge.answer import Advice
from tests.bot.telegram.conftest import COMPLETE
from tests.conftest import TODAY
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness


def read(place: Place, brief_id: str | None) -> tuple[Conversation, Advice]:
    """The one brief there is."""
    conversation = Conversation(id=brief_id or "b1", language="zh-TW", brief=COMPLETE)
    return conversation, FakeAdviser().advise(COMPLETE, "zh-TW", View())


@pytest.fixture
async def stage(tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    sides = [TakeAway(read, lambda: TODAY)]
    async with Stage(tmp_path / "kol.db", FakeAdviser(), lambda _: sides) as stage:
        yield stage
    assert witness.faults() == []


async def test_a_tap_on_the_card_sends_the_workbook(stage: Stage) -> None:
    seller = stage.person()
    stage.knows(seller, COMPLETE)
    await seller.say("/help")
    card, looks = seller.card, seller.card.text
    await seller.tap("📎 Excel")
    (sent,) = seller.received
    assert sent.name == "kol-手工皂-20261122.xlsx" and "示範名單" in sent.caption
    book = CalamineWorkbook.from_filelike(BytesIO(sent.content))
    assert "小樹手作" in {row[1] for row in book.get_sheet_by_name("計畫").to_python() if len(row) > 1}
    assert (card.text, card.keyboard is not None) == (looks, True)


async def test_the_command_offers_the_files_below_the_card(stage: Stage) -> None:
    seller = stage.person()
    stage.knows(seller, COMPLETE)
    await seller.say("/plan")
    seller.sees("帶走這份計畫", "📎 PDF", "📎 圖片")
    await seller.say("/plan xlsx")
    assert len(seller.received) == 1
