"""A stage for every test, and no ERROR in any log unless a test expects it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from knowledge.models import Brief, PriceTier
from knowledge.money import MoneyRange
from tests.bot.telegram.company import GROUP, sharing_stage
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

COMPLETE = Brief(product="手工皂", price_tier=PriceTier.MID, budget=MoneyRange.of(30_000, 30_000, "TWD"))


@pytest.fixture
def witness(caplog: pytest.LogCaptureFixture) -> Iterator[Witness]:
    """Who reads the logs."""
    with capture_logs() as events:
        yield Witness(events, caplog)


@pytest.fixture
async def stage(tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    """The bot at work. Fails on an ERROR left in the logs; a test that expects one takes it out."""
    async with Stage(tmp_path / "kol.db", FakeAdviser()) as stage:
        yield stage
    assert witness.faults() == []


@pytest.fixture
async def sharing_bot(tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    """The same with the dialogue about shared answers: a module's ``stage`` where that is wanted."""
    async with sharing_stage(tmp_path) as stage:
        yield stage
    assert witness.faults() == []


@pytest.fixture
async def ann(stage: Stage) -> Person:
    """Somebody with an answer in a group."""
    ann = stage.member(Chat(GROUP, "group", "團隊"), "小安", 1)
    stage.knows(ann, COMPLETE)
    await ann.say("/help")
    return ann


@pytest.fixture
def ben(stage: Stage, ann: Person) -> Person:
    """Another member of the group."""
    return stage.member(ann.chat, "阿本", 2)


@pytest.fixture
def eve(stage: Stage, ann: Person) -> Person:
    """And one more."""
    return stage.member(ann.chat, "小伊", 3)


@pytest.fixture
def seller(stage: Stage) -> Person:
    """Somebody who has not written yet."""
    return stage.person()


@pytest.fixture
async def asked(stage: Stage, seller: Person) -> Person:
    """A seller with the question for the price on screen."""
    stage.knows(seller, Brief(product="手工皂"))
    await seller.say("/help")
    return seller


@pytest.fixture
async def advised(stage: Stage, seller: Person) -> Person:
    """A seller with an answer on screen."""
    stage.knows(seller, COMPLETE)
    await seller.say("/help")
    return seller
