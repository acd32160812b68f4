"""Unusual products in a seller's words against what an experienced marketer would say: two tables, read whole.

Here the phrase has to find its product type, so the shipped encoder takes part; test_judgement.py gives the traits.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from knowledge.formats import formats
from knowledge.models import Brief, Goal
from knowledge.modes import role, route
from knowledge.money import Money, MoneyRange
from knowledge.platforms import rank_platforms
from retrieval import encoder as encoders
from retrieval.encoder import EncoderError
from retrieval.products import ProductIndex

HERE = Path(__file__).parent
TARGET = 0.9
FIRST_FORMATS = 3


class Row(NamedTuple):
    phrase: str
    price: str
    budget: str
    goal: str
    creators: int
    platforms: list[str]
    role: list[str]
    route: list[str]
    formats: list[list[str]]  # each inner list needs one of its formats among the first three


def rows(name: str) -> Iterator[Row]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            said, wanted = ([cell.strip() for cell in half.split("|")] for half in line.split("||"))
            phrase, price, budget, goal, creators = said
            platforms, part, way = (cell.split("/") for cell in wanted[:3])
            pieces = [slot.split("/") for slot in wanted[3].split()]
            yield Row(phrase, price, budget, goal, int(creators), platforms, part, way, pieces)


@cache
def shipped() -> ProductIndex:
    try:
        return ProductIndex(encoders.load())
    except EncoderError:
        pytest.skip("the shipped encoder is not installed")


def misses(row: Row) -> set[str]:
    """The questions on which our answer differs from the marketer's."""
    product = shipped().match(row.phrase)
    paid = row.price not in ("", "0")
    brief = Brief(
        product=row.phrase,
        unit_price=Money.of(row.price, "TWD") if paid else None,
        price_tier=product.type.tier_of(float(row.price)) if paid and product else None,
        budget=MoneyRange.of(row.budget, row.budget, "TWD"),
        goal=Goal(row.goal) if row.goal else None,
        creators=row.creators,
    )
    ranked = [advice.platform for advice in rank_platforms(brief, product)]
    first = {advice.format.value for advice in formats(brief, product, ranked)[:FIRST_FORMATS]}
    agreed = {
        "platform": ranked[0].value in row.platforms,
        "role": role(brief, product).value.value in row.role,
        "route": route(brief, row.creators, 1).value.value in row.route,
        "formats": all(first & set(slot) for slot in row.formats),
    }
    return {question for question, agrees in agreed.items() if not agrees}


@pytest.mark.parametrize(("table", "least"), [("review.txt", 80), ("review_fresh.txt", 40)])
def test_the_tables_are_long_enough_to_mean_something(table: str, least: int) -> None:
    assert len(list(rows(table))) >= least


@pytest.mark.parametrize("question", ["platform", "role", "route", "formats"])
@pytest.mark.parametrize("table", ["review.txt", "review_fresh.txt"])
def test_the_answer_agrees_with_the_marketer(table: str, question: str) -> None:
    asked = list(rows(table))
    wrong = [row.phrase for row in asked if question in misses(row)]
    assert 1 - len(wrong) / len(asked) >= TARGET, wrong
