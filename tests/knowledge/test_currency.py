"""Exchange rates: by hand, exactly, and with the unknown ones named."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.currency import (
    HOME_CURRENCY,
    RATE_SOURCES,
    RATES_AS_OF,
    TWD_PER,
    UnknownCurrency,
    convert,
    convert_range,
    home_currency,
    rate,
    worth,
)
from knowledge.money import Money, MoneyRange, minor_digits
from knowledge.sources import SOURCES

CURRENCIES = st.sampled_from(sorted(TWD_PER))


@pytest.mark.parametrize(
    ("amount", "source", "target", "expected"),
    [
        (100, "USD", "TWD", "3220"),
        (3220, "TWD", "USD", "100"),
        (1000, "TWD", "TWD", "1000"),
        (1, "EUR", "USD", "1.15"),  # 36.935 / 32.20 = 1.147…
        (10_000, "JPY", "TWD", "1987"),
        (1000, "TWD", "JPY", "5033"),  # 5032.71…, and yen have no minor unit
        (1000, "TWD", "HKD", "243.43"),  # 243.427…
        (500, "CNY", "TWD", "2379.5"),
        (200, "MYR", "TWD", "1642.44"),
    ],
)
def test_by_hand(amount: int, source: str, target: str, expected: str) -> None:
    assert convert(Money.of(amount, source), target) == Money.of(expected, target)


def exactly(minor: int, source: str, target: str) -> int:
    """The conversion in fractions, halves up: the oracle."""
    major = (
        Fraction(minor, 10 ** minor_digits(source)) * Fraction(TWD_PER[source]) / Fraction(TWD_PER[target])
    )
    scaled = major * 10 ** minor_digits(target)
    return (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)


@given(st.integers(0, 10**10), CURRENCIES, CURRENCIES)
def test_conversion_is_exact_to_the_minor_unit(minor: int, source: str, target: str) -> None:
    assert convert(Money(minor=minor, currency=source), target).minor == exactly(minor, source, target)


@given(st.integers(0, 10**9), st.integers(0, 10**9), CURRENCIES, CURRENCIES)
def test_order_survives(one: int, other: int, source: str, target: str) -> None:
    low, high = sorted((one, other))
    converted = convert_range(MoneyRange(low_minor=low, high_minor=high, currency=source), target)
    assert converted.high_minor is not None and converted.low_minor <= converted.high_minor
    assert converted.currency == target


def test_an_open_range_stays_open() -> None:
    assert convert_range(MoneyRange.of(100, None, "USD"), "TWD") == MoneyRange.of(3220, None, "TWD")


def test_the_same_currency_is_left_alone() -> None:
    money = MoneyRange.of("0.01", "0.03", "USD")
    assert convert_range(money, "USD") is money


def test_there_and_back_is_one() -> None:
    assert (rate("USD", "TWD") * rate("TWD", "USD")).quantize(Decimal("1.000000"), ROUND_HALF_UP) == 1


@pytest.mark.parametrize(("source", "target"), [("XAU", "TWD"), ("TWD", "XAU")])
def test_an_unknown_currency_is_named_with_what_is_known(source: str, target: str) -> None:
    with pytest.raises(UnknownCurrency) as refused:
        convert(Money.of(1, source), target)
    assert refused.value.currency == "XAU"
    assert "XAU" in str(refused.value) and "TWD" in str(refused.value) and "2026-07-16" in str(refused.value)
    assert set(refused.value.known) == set(TWD_PER)


def test_rates_have_a_date_and_sources() -> None:
    assert date(2026, 7, 16) == RATES_AS_OF
    assert set(RATE_SOURCES.values()) <= set(SOURCES)
    assert set(RATE_SOURCES) <= set(TWD_PER)
    assert (set(RATE_SOURCES), RATE_SOURCES["JPY"], RATE_SOURCES["KRW"]) == (set(TWD_PER), "F01", "F02")


def test_every_home_currency_has_a_rate() -> None:
    assert set(HOME_CURRENCY.values()) <= set(TWD_PER)


@pytest.mark.parametrize(("market", "currency"), [("TW", "TWD"), ("FR", "EUR"), (None, "TWD"), ("XK", "USD")])
def test_home_currency(market: str | None, currency: str) -> None:
    assert home_currency(market) == currency


def test_worth_is_none_without_a_rate() -> None:
    assert worth(Money.of(1, "XAF"), "TWD") is None
    assert worth(Money.of(1, "USD"), "TWD") == Money.of("32.2", "TWD")
