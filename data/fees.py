"""Fees as people write them: '8000-12000', '1.5-2萬', 'NT$8,000~12,000', 'US$300/支'. Pure, both ways."""

import re
from decimal import Decimal
from functools import cache, lru_cache

from babel.numbers import list_currencies

from data.notation import NUMBER, UNIT, UNITS, Unreadable, exact, folded
from knowledge.models import Price
from knowledge.money import MoneyRange, as_number

HOME_CURRENCY = "TWD"  # of an amount that names no currency, in a roster kept in Taiwan
LARGEST_FEE = 10**10  # a hundred times what the largest campaign costs, in any currency
# A bare $ names no currency: in Taiwan it is as often NT$ as US$.
CURRENCY_WORDS = {
    "nt$": "TWD", "ntd": "TWD", "nt": "TWD", "台幣": "TWD", "臺幣": "TWD", "新台幣": "TWD",
    "新臺幣": "TWD", "元": "", "塊": "", "圓": "", "$": "", "us$": "USD", "usd$": "USD", "美金": "USD",
    "美元": "USD", "hk$": "HKD", "港幣": "HKD", "港元": "HKD", "s$": "SGD", "新幣": "SGD", "rm": "MYR",
    "馬幣": "MYR", "令吉": "MYR", "jp¥": "JPY", "日圓": "JPY", "日幣": "JPY", "円": "JPY",
    "cn¥": "CNY", "rmb": "CNY", "人民幣": "CNY", "€": "EUR", "£": "GBP", "₩": "KRW", "韓元": "KRW",
    "฿": "THB", "a$": "AUD",
}  # fmt: skip
PIECE = re.compile(
    r"[/每]\s*(?:1|一)?(?:支|篇|則|部|集|次|場|檔|小時|post|video|reel|story|hr)|(?:每|一)(?:支|篇|則|部|場)"
)
_RANGE = re.compile(rf"{NUMBER}\s*{UNIT}(?:\s*(?:-|~|–|—|〜|至|到|to)\s*{NUMBER}\s*{UNIT})?")
_SPOKEN = re.compile(r"(?<![\d.,])(\d{1,4})[萬万](\d{3,4}(?!\d)|\d(?!\d)[千k]?)(?![\d.,萬万千])")
_IN_PARENTHESES = re.compile(r"\(([^()]*)\)")
_ABOUT = re.compile(r"^(?:大約|約|大概)\s*")
_REMARK = re.compile(
    r"\s*(?:\([^()]*\)|（[^（）]*）|未稅|含稅|不含稅|[+＋]稅|稅外加|含授權|不含授權|起|以上|up)\s*$",
    re.IGNORECASE,
)
_HOW = "write it like 8000, 8000-12000, 1.5萬 or US$300"


@cache
def currency_words() -> dict[str, str]:
    """ISO code by the words and signs for it, longest first; a word without a currency of its own is ''."""
    words = CURRENCY_WORDS | {code.lower(): code for code in sorted(list_currencies())}
    return dict(sorted(words.items(), key=lambda item: (-len(item[0]), item[0])))


LONGEST = 200  # characters of a cell that may be a fee; remarks are taken off one by one, so that it must end


@cache
def _currency_pattern() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![a-z]){re.escape(word)}(?![a-z])" for word in currency_words()))


@lru_cache(2**14)
def read_fee(cell: str, currency: str = HOME_CURRENCY, scale: int = 1) -> MoneyRange:
    """Read an amount or a range. ``currency`` and ``scale`` hold where the cell names no currency or unit."""
    if len(cell) > LONGEST:
        raise Unreadable("not an amount or a range of amounts with both ends", _HOW)
    text = _SPOKEN.sub(_written_out, PIECE.sub("", folded(cell)))
    text = _IN_PARENTHESES.sub(lambda found: found[1] if found[1] in currency_words() else found[0], text)
    found, text = _take_currency(text)
    if text.startswith("-"):
        raise Unreadable("a fee cannot be negative", _HOW)
    if "%" in text:
        raise Unreadable(
            "a commission is not a fee", "write the fee as an amount, and the commission in the notes"
        )
    amounts = _RANGE.fullmatch(text.strip())
    if not amounts:
        raise Unreadable("not an amount or a range of amounts with both ends", _HOW)
    low, high = _ends(amounts, scale)
    if high < low:
        raise Unreadable("a range that ends below where it starts", _HOW)
    if high > LARGEST_FEE:
        raise Unreadable("too large to be a fee", "check the number of digits")
    return MoneyRange.of(low, high, found or currency)


def without_remark(cell: str) -> tuple[str, str]:
    """A fee without what is said beside the amount, and that: '8000起(未稅)' is '8000' and '起(未稅)'."""
    if len(cell) > LONGEST:
        return cell.strip(), ""
    text = _ABOUT.sub("", cell.strip())
    amount = text
    while (shorter := _REMARK.sub("", amount).strip()) != amount:
        amount = shorter
    return amount, cell.strip().replace(amount, "", 1).strip() if amount else ""


def _written_out(spoken: re.Match[str]) -> str:
    """1萬5 and 1萬5千 are 15000, 1萬500 is 10500."""
    digits = spoken[2].rstrip("千k")
    rest = int(digits) * (1 if len(digits) > 1 else 1000)
    return str(int(spoken[1]) * 10_000 + rest)


def _take_currency(text: str) -> tuple[str, str]:
    """The one currency a fee names ('' for none), and the text without it."""
    if _RANGE.fullmatch(text):
        return "", text
    words = [found[0] for found in _currency_pattern().finditer(text)]
    named = {currency_words()[word] for word in words} - {""}
    if len(named) > 1:
        raise Unreadable(
            f"more than one currency ({', '.join(sorted(named))})", "write both ends in one currency"
        )
    return (named.pop() if named else ""), _currency_pattern().sub(" ", text).strip()


def _ends(amounts: re.Match[str], scale: int) -> tuple[Decimal, Decimal]:
    low_number, low_unit, high_number, high_unit = amounts.groups()
    if high_number is None:
        only = exact(low_number) * (UNITS[low_unit] if low_unit else scale)
        return only, only
    high = exact(high_number) * (UNITS[high_unit] if high_unit else scale)
    if low_unit:
        return exact(low_number) * UNITS[low_unit], high
    # '1.5-2萬' means 1.5萬, '8000-1.2萬' means 8000: the unit is shared where the range stays one.
    shared = exact(low_number) * (UNITS[high_unit] if high_unit else scale)
    return (shared if shared <= high else exact(low_number)), high


def write_fee(price: Price) -> str:
    """The inverse of read_fee, always with its currency: '8000-12000 TWD'."""
    money = price.range
    low, high = (format(Decimal(str(as_number(end))), "f") for end in (money.low, money.high or money.low))
    return f"{low} {money.currency}" if low == high else f"{low}-{high} {money.currency}"
