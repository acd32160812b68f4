"""The currency that a seller chose: amounts that name none are in it; amounts that name one are not."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understand import Context, FairQuote, understand
from knowledge.models import Brief
from knowledge.money import Money, MoneyRange

Language = Literal["zh-TW", "en"]


def budget(text: str, chosen: str | None, brief: Brief | None = None) -> tuple[str, str, bool]:
    """Amount, currency and whether it was assumed."""
    language: Language = "zh-TW" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en"
    heard = understand(text, brief or Brief(product="soap"), Context(language=language, currency=chosen))
    money = heard.brief.budget
    assert money and money.high
    change = next(c for c in heard.changes if c.field == "budget")
    return f"{money.high:,.0f}", money.currency, change.assumed


READ = [
    # words, chosen, read as
    ("預算3000", None, ("3,000", "TWD", True)),
    ("預算3000", "USD", ("3,000", "USD", False)),
    ("預算3萬", "JPY", ("30,000", "JPY", False)),
    ("預算3萬元", "HKD", ("30,000", "HKD", False)),
    ("預算3萬元", "MYR", ("30,000", "TWD", True)),  # nobody calls a ringgit 元
    ("預算 $3000", "HKD", ("3,000", "HKD", False)),
    ("預算 $3000", "JPY", ("3,000", "TWD", True)),  # a yen is no dollar
    ("預算 ¥30000", "JPY", ("30,000", "JPY", False)),
    ("預算 ¥30000", "CNY", ("30,000", "CNY", False)),
    ("預算 ¥30000", "USD", ("30,000", "CNY", True)),
    ("預算 NT$30000", "USD", ("30,000", "TWD", False)),
    ("預算 500美金", "TWD", ("500", "USD", False)),
    ("預算 3000 人民幣", "HKD", ("3,000", "CNY", False)),
    ("budget 3000", None, ("3,000", "TWD", True)),
    ("budget 3k", "SGD", ("3,000", "SGD", False)),
    ("budget $3k", None, ("3,000", "USD", True)),
    ("budget $3k", "SGD", ("3,000", "SGD", False)),
    ("budget $3k", "EUR", ("3,000", "USD", True)),
    ("budget RM3000", "USD", ("3,000", "MYR", False)),
    ("budget €3000", "TWD", ("3,000", "EUR", False)),
]


@pytest.mark.parametrize(("words", "chosen", "read"), READ)
def test_amounts_are_read_in_the_chosen_currency_unless_they_name_one(
    words: str, chosen: str | None, read: tuple[str, str, bool]
) -> None:
    assert budget(words, chosen) == read


def test_price_and_budget_are_both_in_it() -> None:
    heard = understand("手工皂 28 預算3000", Brief(), Context(currency="USD")).brief
    assert heard.unit_price == Money.of(28, "USD") and heard.budget == MoneyRange.of(3_000, 3_000, "USD")


def test_one_amount_that_names_a_currency_holds_for_the_message() -> None:
    heard = understand("手工皂 NT$280 預算30000", Brief(), Context(currency="USD")).brief
    assert heard.unit_price == Money.of(280, "TWD") and heard.budget == MoneyRange.of(30_000, 30_000, "TWD")


def test_a_change_of_a_budget_stays_in_its_currency() -> None:
    held = Brief(product="皂", budget=MoneyRange.of(3_000, 3_000, "TWD"))
    assert budget("改成5000", "USD", held)[:2] == ("5,000", "TWD")


def test_a_quote_is_judged_in_it() -> None:
    asked = understand("5萬粉的 IG 一篇貼文報 900，合理嗎？", Brief(), Context(currency="USD")).action
    assert isinstance(asked, FairQuote) and asked.money.currency == "USD"


@given(st.integers(1_000, 900_000), st.sampled_from(["TWD", "USD", "HKD", "CNY", "JPY", "SGD", "MYR", "EUR"]))
def test_any_bare_budget_is_in_the_chosen_currency(amount: int, chosen: str) -> None:
    assert budget(f"預算{amount}", chosen) == (f"{amount:,}", chosen, False)
