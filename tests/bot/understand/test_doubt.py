"""One thing at a time when in doubt: both readings as buttons, and the answer remembered."""

from dataclasses import replace

import pytest

from bot.understand import Context, Doubt, understand
from knowledge.models import Brief
from knowledge.money import Money, MoneyRange
from tests.bot.understand.table import classify

EMPTY = Brief.model_validate({})
KNOWING = Context(classify=classify)
UNCLEAR = "行李箱 15000 IG"  # a dear suitcase, or a small campaign


def doubt() -> Doubt:
    found = understand(UNCLEAR, EMPTY, KNOWING).doubt
    assert found is not None
    return found


def test_an_amount_that_may_be_either_is_asked_about_and_fills_neither() -> None:
    understood = understand(UNCLEAR, EMPTY, KNOWING)
    assert understood.brief.unit_price is None
    assert understood.brief.budget is None
    assert understood.brief.product == "行李箱"
    assert [platform.value for platform in understood.brief.platforms] == ["instagram"]


def test_each_option_leads_to_its_own_whole_brief() -> None:
    price, budget = doubt().options
    assert price.brief.unit_price == Money.of(15000, "TWD")
    assert price.brief.budget is None
    assert budget.brief.budget == MoneyRange.of(15000, 15000, "TWD")
    assert budget.brief.unit_price is None
    assert price.brief.product == budget.brief.product == "行李箱"


@pytest.mark.parametrize(
    ("answer", "option"),
    [
        ("單價", "price"),
        ("預算", "budget"),
        ("是預算啦", "budget"),
        ("the price", "price"),
        ("budget", "budget"),
        ("第一個", "price"),
        ("2", "budget"),
        ("後者", "budget"),
    ],
)
def test_a_word_answers_the_doubt(answer: str, option: str) -> None:
    pending = doubt()
    understood = understand(answer, EMPTY, replace(KNOWING, doubt=pending))
    assert understood.settled == (pending.code, option)
    assert understood.brief == next(o.brief for o in pending.options if o.id == option)


def test_something_else_leaves_the_doubt_and_is_read_as_what_it_is() -> None:
    understood = understand("不要抖音", EMPTY, replace(KNOWING, doubt=doubt()))
    assert understood.settled is None
    assert [platform.value for platform in understood.brief.excluded_platforms] == ["tiktok"]


def test_a_remembered_answer_is_not_asked_for_again() -> None:
    understood = understand(UNCLEAR, EMPTY, replace(KNOWING, remembered={doubt().code: "budget"}))
    assert understood.doubt is None
    assert understood.brief.budget == MoneyRange.of(15000, 15000, "TWD")


@pytest.mark.parametrize(
    "words", ["手工皂 280", "手工皂 8萬", "行李箱 8000 預算5萬", "行李箱 單價8000", "預算8000"]
)
def test_a_clear_amount_is_not_asked_about(words: str) -> None:
    assert understand(words, EMPTY, KNOWING).doubt is None
