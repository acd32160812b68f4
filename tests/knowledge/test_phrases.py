"""The rules behind the shipped encoder: from a seller's phrase to platform, role, route and formats (phrases.txt)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from knowledge.formats import formats
from knowledge.models import Audience, Brief, Goal
from knowledge.modes import role, route
from knowledge.money import Money, MoneyRange
from knowledge.platforms import rank_platforms
from retrieval.encoder import load
from retrieval.products import ProductIndex

TARGET = 0.9
TABLE = Path(__file__).with_name("phrases.txt")
QUESTIONS = ("platform", "role", "route", "formats")


@cache
def index() -> ProductIndex:
    return ProductIndex(load())


def answers(line: str) -> tuple[str, Mapping[str, tuple[set[str], set[str]]]]:
    """The phrase, and for each question what we say and what is accepted."""
    cells = [cell.strip() for cell in f"{line} ".split("|")]
    name, price, budget, goal, *wanted = cells
    product = index().match(name)
    brief = Brief(
        product=name,
        unit_price=Money.of(price, "TWD"),
        price_tier=product.type.tier_of(float(price)) if product and float(price) else None,
        budget=MoneyRange.of(budget, budget, "TWD"),
        goal=Goal(goal) if goal else None,
        audience=Audience(regions=("TW",)),
    )
    ranked = [advice.platform for advice in rank_platforms(brief, product)]
    said: list[set[str]] = [
        {ranked[0].value},
        {role(brief, product).value.value},
        {route(brief, 3, 2).value.value},
        {piece.format.value for piece in formats(brief, product, ranked)},
    ]
    return name, dict(
        zip(QUESTIONS, zip(said, (set(cell.split("/")) for cell in wanted), strict=True), strict=True)
    )


@cache
def table() -> dict[str, Mapping[str, tuple[set[str], set[str]]]]:
    lines = TABLE.read_text("utf-8").splitlines()
    return dict(answers(line) for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_rules_agree_with_the_marketer(question: str) -> None:
    cases = {name: said[question] for name, said in table().items() if said[question][1] != {""}}
    wrong = {name: (ours, wanted) for name, (ours, wanted) in cases.items() if not ours & wanted}
    assert len(cases) >= 60
    assert 1 - len(wrong) / len(cases) >= TARGET, wrong
