"""Real advice on the demo roster, made once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from knowledge.answer import Advice
from knowledge.models import Brief, Goal
from knowledge.money import Money, MoneyRange
from tests.conftest import home_at

SOAP = Brief(
    product="手工皂",
    category="care.handmade_soap",
    unit_price=Money.of(280, "TWD"),
    budget=MoneyRange.of(60_000, 60_000, "TWD"),
    goal=Goal.SALES,
)


@pytest.fixture(scope="package")
def advisor(demo_folder: Path) -> Iterator[Advisor]:
    home = home_at(demo_folder)
    yield home.advisor
    home.store.close()


@pytest.fixture(scope="package")
def advice(advisor: Advisor) -> Advice:
    return advisor.advise(SOAP, "zh-TW")


@pytest.fixture(scope="package")
def in_english(advisor: Advisor) -> Advice:
    return advisor.advise(SOAP, "en")
