"""Every word a seller reads: gettext catalogues, and how values look inside them."""

import math
import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, format_percent

from bot.languages import DEFAULT_LANGUAGE, LANGUAGES, language_of
from knowledge.models import Reason
from knowledge.money import Money, MoneyRange

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Texts", "catalogue", "language_of", "written_in"]

SYMBOLS = {"TWD": "NT$", "USD": "US$", "HKD": "HK$", "CNY": "RMB ", "JPY": "JP¥", "MYR": "RM", "SGD": "S$"}
SYMBOLS |= {"EUR": "€", "GBP": "£", "KRW": "₩", "THB": "฿", "AUD": "A$", "CAD": "C$", "VND": "₫"}
# Keys of values that hold an id with a label of its own, such as platform.youtube.
LABELLED = frozenset(
    "platform tier format goal trait gender price_tier market region basis factor role route language".split()
)
PLURALS = frozenset(f"{name}s" for name in LABELLED)

_CJK = re.compile(r"[\u3400-\u9fff]")
_ENGLISH = re.compile(
    r"\b(?:the|a|an|i|we|is|are|for|my|our|with|want|sell|selling|budget|to|of|and|please)\b", re.I
)
_BETWEEN_CJK = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_LATIN = re.compile(r"[A-Za-z]{3,}")
_NUMBERED = re.compile(r"_\d{1,2}$")


def written_in(text: str, *, plainly: bool = True) -> str | None:
    """The language a text is written in; None for what could be either ("5w", "IG", "JBL Flip 6").

    ``plainly`` False takes any Latin word for English, for when nothing else is known of the writer.
    """
    chinese = len(_CJK.findall(text))
    if chinese:
        return "zh-TW" if chinese >= 2 else None
    if plainly:
        return "en" if len(_ENGLISH.findall(text)) >= 2 else None
    return "en" if _LATIN.search(text) else None


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of a language by key. Raises KeyError for a language we do not have."""
    texts: dict[str, str] = {}
    for file in LANGUAGES[language].files:
        texts |= {str(m.id): str(m.string) for m in read_po(BytesIO(file.read_bytes())) if m.id}
    return texts


class Texts:
    """The texts of one language: ``texts("ask.product")``, ``texts.reason(reason)``, ``texts.money(…)``."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = Locale.parse(LANGUAGES[language].locale)
        self._texts = catalogue(language)

    def __call__(self, key: str, **values: Any) -> str:
        """The text of a key with its values shown. Raises KeyError for a key that no catalogue has."""
        shown = {name: self.value(name, value) for name, value in values.items()}
        return self._texts[key].format_map(shown)

    def label(self, kind: str, identifier: str) -> str:
        """The label of an id, or the id itself where nobody named it (a region we never met, say)."""
        return self._texts.get(f"{kind}.{identifier}", identifier)

    def reason(self, reason: Reason) -> str:
        """A reason as a sentence: no blanks between Chinese words that were put together, a capital in English."""
        text = self(f"reason.{reason.code}", **reason.values)
        if not text.isascii():
            text = _BETWEEN_CJK.sub("", text)
        return text[:1].upper() + text[1:]

    def money(self, money: Money | MoneyRange) -> str:
        """NT$1,280 or NT$3,000–5,000; an open range says so."""
        symbol = self.symbol(money.currency)
        if isinstance(money, Money):
            return symbol + self.number(money.amount)
        if money.high is None:
            return self("money.at_least", amount=symbol + self.number(money.low))
        rough = money.low != money.high and money.high >= 1000  # of such a range nobody means the cents
        low, high = (self.number(round(end) if rough else end) for end in (money.low, money.high))
        if money.low == money.high:
            return symbol + high
        return f"{symbol}{low}–{high}" if money.low else self("money.at_most", amount=symbol + high)

    def whole(self, money: Money) -> str:
        """A computed sum in whole units, where cents would claim more than is known; small ones keep theirs."""
        return self.sum(round(money.amount) if money.amount >= 100 else float(money.amount), money.currency)

    def sum(self, amount: float, currency: str) -> str:
        """A plain sum of money in major units."""
        return self.symbol(currency) + self.number(round(amount, 2))

    def symbol(self, currency: str) -> str:
        """NT$, US$; a code for a currency whose sign we do not know."""
        return SYMBOLS.get(currency, f"{currency} ")

    def number(self, number: Any) -> str:
        """With separators; at most two decimals, none for a whole number."""
        return _decimal(number, LANGUAGES[self.language].locale)

    def count(self, number: float) -> str:
        """Short, as sellers say it: 1.2萬, 12K; small ones in full."""
        if number < (10_000 if self.locale.language == "zh" else 1_000):
            return self.number(round(number))
        return _compact(number, LANGUAGES[self.language].locale)

    def about(self, low: float, high: float) -> str:
        """An estimated range at two significant digits: more would claim what nobody knows."""
        first, last = (self.number(_significant(number)) for number in (low, high))
        return first if first == last else f"{first}–{last}"

    def day(self, day: date) -> str:
        """A date as it is written: 2026年11月22日, Nov 22, 2026."""
        return format_date(
            day, format="medium" if self.locale.language == "en" else "long", locale=self.locale
        )

    def percent(self, share: float) -> str:
        """A share of 1 as percent; one decimal below ten percent, since 2.3 % and 2.9 % differ much."""
        pattern = "0.#%" if abs(share) < 0.1 else "0%"
        return _percent(share, pattern, LANGUAGES[self.language].locale)

    def join(self, items: list[str]) -> str:
        return self._texts["list.separator"].join(items)

    def value(self, name: str, value: Any) -> str:
        """How a reason's value looks, by the convention of its key (README, "Reasons and texts")."""
        base = _base(name)
        if isinstance(value, str):
            return self.label(base, str(value)) if base in LABELLED else str(value)
        if value is None:
            return self("unknown")
        if isinstance(value, (list, tuple)):
            single = base[:-1] if base in PLURALS else base
            return self.join([self.value(single, item) for item in value])
        if isinstance(value, (Money, MoneyRange)):
            return self.money(value)
        if isinstance(value, dict) and "currency" in value:
            return _priced(self.language, *_money_keys(value).items())
        if isinstance(value, (date, bool)):
            return str(value)
        if isinstance(value, (int, float)):
            return self._numeric(base, value)
        return self.label(base, str(value)) if base in LABELLED else str(value)

    def _numeric(self, base: str, value: float) -> str:
        if base.endswith(("_rate", "_share")):
            return self.percent(value)
        if base.endswith(("followers", "views")):
            return self.count(value)
        return str(value) if base.endswith("year") else self.number(round(value, 2))


@cache  # the names are the code's own
def _base(name: str) -> str:
    return _NUMBERED.sub("", name)


@lru_cache(maxsize=4_096)  # the same fees and counts stand in many answers
def _priced(language: str, *amounts: tuple[str, Any]) -> str:
    """An amount, or a range of amounts, as it stands in a reason's values."""
    value = dict(amounts)
    return Texts(language).money((Money if "amount" in value else MoneyRange).model_validate(value))


@lru_cache(maxsize=16_384, typed=True)
def _decimal(number: Any, locale: str) -> str:
    return format_decimal(number, format="#,##0.##", locale=locale)


@lru_cache(maxsize=16_384, typed=True)
def _percent(share: float, pattern: str, locale: str) -> str:
    return format_percent(share, format=pattern, locale=locale)


@lru_cache(maxsize=16_384, typed=True)
def _compact(number: float, locale: str) -> str:
    return format_compact_decimal(number, locale=locale, fraction_digits=1)


def _significant(number: float) -> float:
    digits = 1 - math.floor(math.log10(number)) if number > 0 else 0
    return round(number, digits)


def _money_keys(value: dict[str, Any]) -> dict[str, Any]:
    return {key: value[key] for key in ("amount", "low", "high", "currency") if key in value}
