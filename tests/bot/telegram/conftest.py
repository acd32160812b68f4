"""A stage for every test, and no ERROR in any log unless a test expects it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from knowledge.models import Brief, PriceTier
from knowledge.money import MoneyRange
from tests.fakes.adviser import FakeAdviser
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
