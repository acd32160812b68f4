"""Exchange rates with their date, and exact conversion.

Middle of Bank of Taiwan's spot quotes where it has both (F01); where it quotes cash only, the European
Central Bank's euro rates crossed with Bank of Taiwan's dollar (F02). For comparing offers, not for
settling invoices.
"""

from datetime import date
from decimal import Decimal

from knowledge.money import Money, MoneyRange, to_minor

RATES_AS_OF = date(2026, 7, 16)

# New Taiwan dollars for one unit of the currency.
TWD_PER: dict[str, Decimal] = {
    "TWD": Decimal(1),
    "USD": Decimal("32.20"),
    "HKD": Decimal("4.108"),
    "CNY": Decimal("4.759"),
    "JPY": Decimal("0.1987"),
    "SGD": Decimal("24.98"),
    "EUR": Decimal("36.935"),
    "GBP": Decimal("43.63"),
    "THB": Decimal("0.9637"),
    "AUD": Decimal("22.5575"),
    "CAD": Decimal("22.945"),
    "CHF": Decimal("39.995"),
    "NZD": Decimal("18.85"),
    "MYR": Decimal("8.2122"),  # F02: 1.1761 USD and 4.6115 MYR a euro
    "KRW": Decimal("0.021953"),
    "PHP": Decimal("0.53237"),
    "IDR": Decimal("0.0018542"),
    "INR": Decimal("0.34078"),
    "VND": Decimal("0.001185"),  # F01, cash quotes only: the spread is wide
}
RATE_SOURCES: dict[str, str] = dict.fromkeys(TWD_PER, "F01") | dict.fromkeys(
    ("MYR", "KRW", "PHP", "IDR", "INR"), "F02"
)
HOME_CURRENCY: dict[str, str] = {
    "TW": "TWD", "US": "USD", "CN": "CNY", "HK": "HKD", "MY": "MYR", "SG": "SGD", "JP": "JPY", "KR": "KRW",
    "TH": "THB", "VN": "VND", "ID": "IDR", "PH": "PHP", "IN": "INR", "AU": "AUD", "NZ": "NZD", "CA": "CAD",
    "GB": "GBP", "CH": "CHF", "FR": "EUR", "DE": "EUR", "ES": "EUR", "IT": "EUR", "NL": "EUR", "IE": "EUR",
    "AT": "EUR", "BE": "EUR", "FI": "EUR", "PT": "EUR", "GR": "EUR",
}  # fmt: skip


class UnknownCurrency(ValueError):
    """A currency without a rate in the table."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.known = tuple(TWD_PER)
        super().__init__(
            f"no exchange rate for {currency}; rates of {RATES_AS_OF} cover {', '.join(TWD_PER)}"
        )


def rate(source: str, target: str) -> Decimal:
    """Units of ``target`` for one unit of ``source``, unrounded."""
    for currency in (source, target):
        if currency not in TWD_PER:
            raise UnknownCurrency(currency)
    return TWD_PER[source] / TWD_PER[target]


def convert(money: Money, to: str) -> Money:
    """The same value in another currency, rounded to its minor unit, halves up."""
    if money.currency == to:
        return money
    return Money(minor=to_minor(_cross(money.amount, money.currency, to), to), currency=to)


def convert_range(money: MoneyRange, to: str) -> MoneyRange:
    """Both ends in another currency; an open end stays open."""
    if money.currency == to:
        return money
    low = to_minor(_cross(money.low, money.currency, to), to)
    high = None if money.high is None else to_minor(_cross(money.high, money.currency, to), to)
    return MoneyRange(low_minor=low, high_minor=high, currency=to)


def worth(money: Money, to: str) -> Money | None:
    """The same value in another currency; None where the table has no rate, for rules that can do without."""
    try:
        return convert(money, to)
    except UnknownCurrency:
        return None


def home_currency(market: str | None) -> str:
    """The currency sellers of a market think in; US dollars where we do not know it."""
    return HOME_CURRENCY.get(market or "TW", "USD")


def _cross(amount: Decimal, source: str, target: str) -> Decimal:
    # Multiply before dividing: one rounding at the 28th digit instead of two.
    rate(source, target)
    return amount * TWD_PER[source] / TWD_PER[target]
