"""Fees in the notations sellers use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.fees import read_fee, without_remark, write_fee
from data.notation import Unreadable
from knowledge.models import Price
from knowledge.money import MoneyRange
from tests.data.creators import prices


@pytest.mark.parametrize(
    ("cell", "low", "high", "currency"),
    [
        ("8000", 8000, 8000, "TWD"),
        ("8000-12000", 8000, 12000, "TWD"),
        ("NT$8,000~12,000", 8000, 12000, "TWD"),
        ("NT$8,000～NT$12,000", 8000, 12000, "TWD"),
        ("1.5萬", 15000, 15000, "TWD"),
        ("1.5-2萬", 15000, 20000, "TWD"),
        ("8000-1.2萬", 8000, 12000, "TWD"),
        ("500-1k", 500, 1000, "TWD"),
        ("8-10K", 8000, 10000, "TWD"),
        ("8000 至 12000 元", 8000, 12000, "TWD"),
        ("3000元/支", 3000, 3000, "TWD"),
        ("每篇 3000", 3000, 3000, "TWD"),
        ("３萬", 30000, 30000, "TWD"),
        ("US$300", 300, 300, "USD"),
        ("300 USD", 300, 300, "USD"),
        ("USD 300 - US$400.50", 300, 400.5, "USD"),
        ("美金300", 300, 300, "USD"),
        ("300 (USD)", 300, 300, "USD"),
        ("1,000（美金）", 1000, 1000, "USD"),
        ("HK$2,000", 2000, 2000, "HKD"),
        ("RM 500", 500, 500, "MYR"),
        ("5萬日圓", 50000, 50000, "JPY"),
        ("$500", 500, 500, "TWD"),
        ("0", 0, 0, "TWD"),
        ("1萬2", 12000, 12000, "TWD"),
        ("1萬5千", 15000, 15000, "TWD"),
        ("1萬500", 10500, 10500, "TWD"),
        ("8000-1萬2", 8000, 12000, "TWD"),
        ("NT$1萬5-2萬/支", 15000, 20000, "TWD"),
    ],
)
def test_amounts(cell: str, low: float, high: float, currency: str) -> None:
    money = read_fee(cell)
    assert money == MoneyRange.of(low, high, currency)


def test_the_column_tells_what_the_cell_does_not() -> None:
    assert read_fee("300-400", "USD").currency == "USD"
    assert read_fee("NT$300", "USD").currency == "TWD"
    assert [read_fee(cell, scale=10_000).low for cell in ("1.5", "1.5萬", "1.5-2")] == [15000, 15000, 15000]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("-500", "negative"),
        ("15%", "commission is not a fee"),
        ("12000-8000", "ends below where it starts"),
        ("5000起", "both ends"),
        ("¥3000", "both ends"),  # yen or yuan
        ("US$300-NT$9000", "more than one currency"),
        ("互惠", "both ends"),
        ("1萬23", "both ends"),
        ("9" * 30, "too large"),
    ],
)
def test_what_is_no_fee(cell: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason) as refused:
        read_fee(cell)
    assert refused.value.suggestion


@pytest.mark.parametrize(
    ("cell", "amount", "remark"),
    [
        ("8000起", "8000", "起"), ("約8000", "8000", "約"),
        ("8000(未稅)", "8000", "(未稅)"), ("8,000 起（含授權）", "8,000", "起（含授權）"),
        ("US$300 up", "US$300", "up"), ("8000+稅", "8000", "+稅"), ("8000", "8000", ""), ("300 (USD)", "300", "(USD)"), ("起", "", ""),
    ],
)  # fmt: skip
def test_what_stands_beside_the_amount(cell: str, amount: str, remark: str) -> None:
    assert without_remark(cell) == (amount, remark)


@given(prices())
def test_a_written_fee_is_read_exactly(price: Price) -> None:
    assert read_fee(write_fee(price), "XXX") == price.range


@given(st.text(max_size=30) | st.text("0123456789,.-~萬kNTUSD$元/支 ", max_size=25))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    try:
        money = read_fee(cell)
    except Unreadable:
        return
    assert money.high is not None and 0 <= money.low <= money.high


@pytest.mark.parametrize("piece", ["()", "以上", "½", "(((a)", "ok "])
def test_a_cell_too_long_for_a_fee_is_not_searched_for_one(piece: str) -> None:
    """Remarks were taken off one by one: 4,000 characters of them took half a second."""
    cell = piece * 1000
    assert without_remark(cell) == (cell.strip(), "")
    with pytest.raises(Unreadable, match="not an amount"):
        read_fee(cell)
