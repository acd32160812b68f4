"""The rules against a table of unusual products: first platform, role, route and formats (judgement.txt)."""

from pathlib import Path
from typing import NamedTuple

import pytest

from knowledge.formats import formats
from knowledge.models import Audience, Brief, Gender, Goal
from knowledge.modes import role, route
from knowledge.money import Money, MoneyRange
from knowledge.platforms import rank_platforms
from knowledge.products import ProductMatch, ProductType, Trait

TARGET = 0.9
TABLE = Path(__file__).with_name("judgement.txt")


class Case(NamedTuple):
    brief: Brief
    product: ProductMatch
    platforms: set[str]
    role: str
    route: str
    formats: set[str]


def audience(words: list[str], market: str) -> Audience:
    ages = next((word.split("-") for word in words if "-" in word), ["", ""])
    low, high = (int(age) if age else None for age in ages)
    gender = next((Gender(word) for word in words if word in ("male", "female")), None)
    return Audience(age_low=low, age_high=high, gender=gender, regions=(market,))


def read(line: str) -> Case:
    said, wanted = line.split("||")
    _, traits, price, budget, goal, people, market = (cell.strip() for cell in said.split("|"))
    platforms, part, way, pieces = (cell.strip() for cell in wanted.split("|"))
    game = "GAME" in traits
    kind = ProductType(
        id="game.any" if game else "shelf.any",
        zh="東西",
        en="thing",
        traits=frozenset(Trait(trait) for trait in traits.replace("GAME", "").split()),
        bands=(300, 3_000),
    )
    brief = Brief(
        product="thing",  # the traits are given: the name's own words must not help
        unit_price=Money.of(price, "TWD") if price else None,
        price_tier=kind.tier_of(float(price)) if price else None,
        budget=MoneyRange.of(budget, budget, "TWD"),
        goal=Goal(goal) if goal else None,
        audience=audience(people.split(), market),
    )
    match = ProductMatch(type=kind, confidence=1.0, exact=True)
    return Case(brief, match, set(platforms.split("/")), part, way, set(pieces.split("/")))


CASES = {
    line.split("|")[0].strip(): read(line)
    for line in TABLE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
}


def ours(case: Case) -> tuple[str, str, str, set[str]]:
    """First platform, role, route and formats that the rules give."""
    ranked = [advice.platform for advice in rank_platforms(case.brief, case.product)]
    pieces = {advice.format.value for advice in formats(case.brief, case.product, ranked)}
    way = route(case.brief, 3, 1).value.value
    return ranked[0].value, role(case.brief, case.product).value.value, way, pieces


def misses(question: str) -> dict[str, object]:
    """The products where the rules differ from the table, with what they say instead."""
    found: dict[str, object] = {}
    for name, case in CASES.items():
        platform, part, way, pieces = ours(case)
        answer: dict[str, tuple[object, bool]] = {
            "platform": (platform, platform in case.platforms),
            "role": (part, part == case.role),
            "route": (way, way == case.route),
            "formats": (sorted(pieces), bool(pieces & case.formats)),
        }
        said, agrees = answer[question]
        if not agrees:
            found[name] = said
    return found


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("question", ["platform", "role", "route", "formats"])
def test_the_rules_agree_with_the_marketer(question: str) -> None:
    wrong = misses(question)
    assert 1 - len(wrong) / len(CASES) >= TARGET, wrong
