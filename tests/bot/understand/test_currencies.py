"""Every currency is read by its code and by its names; one without a rate is refused, never taken for another."""

from typing import Literal

import pytest
from babel.core import get_global

from bot.understand import Context, understand
from bot.understand.currency_codes import CODES, WORDS
from knowledge.currency import TWD_PER
from knowledge.models import Brief
from knowledge.money import MoneyRange

EMPTY = Brief.model_validate({})
FRANCS = Brief.model_validate({"product": "露營推車", "unit_price": {"amount": 250, "currency": "CHF"}})


def in_use() -> list[str]:
    """Legal tender somewhere today, by the Unicode CLDR."""
    rows = (row for territory in get_global("territory_currencies").values() for row in territory)
    return sorted({code for code, _, until, tender in rows if until is None and tender})


@pytest.mark.parametrize("code", in_use())
@pytest.mark.parametrize("words", ["預算 5000 {}", "budget 5000 {}"])
def test_a_code_behind_an_amount_is_its_currency_or_refused_by_name(words: str, code: str) -> None:
    understood = understand(words.format(code), EMPTY, Context(asked="product"))
    if code in TWD_PER:
        assert understood.brief.budget == MoneyRange.of(5000, 5000, code)
    else:
        assert understood.brief == EMPTY
        assert [problem.values["currency"] for problem in understood.problems] == [code]


def test_the_table_of_codes_has_every_currency_in_use() -> None:
    assert {code.lower() for code in in_use()} <= CODES | WORDS
    assert CODES.isdisjoint(WORDS)


@pytest.mark.parametrize(
    ("words", "currency"),
    [
        ("3000 Swiss francs", "CHF"),
        ("三千法郎", "CHF"),
        ("5000 Australian dollars", "AUD"),
        ("5000 印度盧比", "INR"),
        ("5000 菲律賓披索", "PHP"),
        ("CHF 3000", "CHF"),
    ],
)
def test_names_of_currencies_with_a_rate(words: str, currency: str) -> None:
    budget = understand(words, EMPTY, Context(asked="budget")).brief.budget
    assert budget is not None
    assert (budget.currency, budget.low) == (currency, budget.high)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("5000 冰島克朗", "ISK"),
        ("三千里拉", "TRY"),
        ("3000 Mexican pesos", "MXN"),
        ("10k naira", "NGN"),
        ("5000 dirhams", "AED"),
        ("2萬緬幣", "MMK"),
        ("ISK 5000", "ISK"),
        ("500ISK", "ISK"),
    ],
)
def test_names_of_currencies_without_a_rate(words: str, named: str) -> None:
    understood = understand(words, EMPTY, Context(asked="budget"))
    assert understood.brief.budget is None
    assert [problem.values["currency"] for problem in understood.problems] == [named]


@pytest.mark.parametrize(
    "words", ["try 3000 usd", "3000 usd all in", "$3,000 top", "gel nails, budget 3000 usd"]
)
def test_a_code_that_is_a_word_is_a_word_in_small_letters(words: str) -> None:
    budget = understand(words, EMPTY, Context(language="en", asked="budget")).brief.budget
    assert budget is not None
    assert budget.currency == "USD"


@pytest.mark.parametrize(
    ("words", "language", "currency"),
    [
        ("八萬", "zh-TW", "TWD"),  # what the price was in says nothing of the budget
        ("80000", "zh-TW", "TWD"),
        ("預算八萬", "zh-TW", "TWD"),
        ("budget 8000", "en", "CHF"),
        ("$8,000", "en", "USD"),
        ("8000 CHF", "zh-TW", "CHF"),
    ],
)
def test_a_bare_amount_after_a_price_in_francs(
    words: str, language: Literal["zh-TW", "en"], currency: str
) -> None:
    budget = understand(words, FRANCS, Context(language=language, asked="budget")).brief.budget
    assert budget is not None
    assert budget.currency == currency


def test_yuan_beside_francs_are_not_francs() -> None:
    brief = understand("口紅 500元 預算CHF 3000", EMPTY, Context()).brief
    assert brief.unit_price is not None
    assert brief.budget is not None
    assert (brief.unit_price.currency, brief.budget.currency) == ("TWD", "CHF")


def test_revising_an_amount_keeps_its_currency() -> None:
    held = EMPTY.model_copy(update={"budget": MoneyRange.of(3000, 3000, "CNY")})
    assert understand("改成五千", held, Context()).brief.budget == MoneyRange.of(5000, 5000, "CNY")
