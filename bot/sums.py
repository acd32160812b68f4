"""The arithmetic that a seller may ask for by command: what a discount does to profit, what a margin allows."""

import re
from typing import NamedTuple

from bot.screens.screen import Screen, bold, esc
from bot.texts import Texts
from knowledge.economics import discount_question, promotion
from knowledge.money import Money, to_major

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_OFF = re.compile(r"(?P<kept>\d+(?:\.\d+)?)\s?折|(?P<off>\d+(?:\.\d+)?)\s?%")


class Unreadable(ValueError):
    """What follows the command is not what it takes. The argument is the key of the text that says what to send."""


class Sale(NamedTuple):
    """A planned promotion: price and unit cost, the share taken off, orders before and orders planned."""

    price: Money
    cost: Money
    discount: float
    volume: int
    planned: int


_ASKED = re.compile(
    r"(?:打|降價|折扣|促銷).{0,12}(?:多賣|要賣|賣多少|划算|值得|打平|回本|賺|虧|賠)|"
    r"(?:off|discount).{0,40}(?:worth|break even|pay off|how many|sell more|make sense)|"
    r"(?:worth|how many|break even).{0,40}(?:off|discount)",
    re.IGNORECASE,
)


def discount_asked(words: str) -> float | None:
    """The discount in "打75折要多賣多少", "is 20% off worth it": its share, None where no such thing is asked."""
    off = _OFF.search(words[:200])
    if off is None or not _ASKED.search(words[:200]):
        return None
    share = float(off["off"]) / 100 if off["off"] else 1 - _kept(off["kept"])
    return share if 0 < share < 1 else None


def needed(discount: float, margin: float | None, texts: Texts) -> Screen:
    """How many times as much must sell, at the seller's margin or at a few usual ones."""
    lines = [bold(texts("promo.asked", discount_rate=discount))]
    lines += [f"· {esc(texts.reason(reason))}" for reason in discount_question(discount, margin)]
    return Screen("\n".join([*lines, esc(texts("promo.usage"))]))


def read_margin(words: str) -> float | None:
    """A gross margin from ``40``, ``40%`` or ``0.4``; None from ``off``. Raises Unreadable."""
    if words.strip().lower() in {"off", "不用", "取消"}:
        return None
    found = _NUMBER.fullmatch(words.strip().removesuffix("%").strip())
    if found is None:
        raise Unreadable("margin.usage")
    share = float(found[0])
    share = share if share < 1 else share / 100
    if not 0 < share < 1:
        raise Unreadable("margin.usage")
    return share


def read_sale(words: str, currency: str) -> Sale:
    """``1000 500 75折 100 200``: price, cost, discount, orders now, orders planned (as now if left out)."""
    text = words[:200].replace(",", "").replace("$", " ")
    off = _OFF.search(text)
    numbers = _NUMBER.findall(_OFF.sub(" ", text, count=1))
    if off is None or not 3 <= len(numbers) <= 4:
        raise Unreadable("promo.usage")
    discount = float(off["off"]) / 100 if off["off"] else 1 - _kept(off["kept"])
    try:
        price, cost = (Money.of(number, currency) for number in numbers[:2])
    except ValueError:  # more money than there is
        raise Unreadable("promo.usage") from None
    volume, planned = int(float(numbers[2])), int(float(numbers[-1]))
    if not 0 < discount < 1 or not volume:
        raise Unreadable("promo.usage")
    return Sale(price, cost, discount, volume, planned)


def _kept(digits: str) -> float:
    """What is left to pay: 75折 is 0.75 and 8折 is 0.8."""
    return float(digits) / (100 if float(digits) >= 10 else 10)


def judged(sale: Sale, texts: Texts) -> Screen:
    """The promotion before and after, as a message."""
    done = promotion(sale.price, sale.cost, sale.discount, sale.volume, sale.planned)
    was, now = (
        texts.sum(float(to_major(minor, done.currency)), done.currency)
        for minor in (done.before_minor, done.after_minor)
    )
    lines = [
        bold(texts("promo.title", price=sale.price, price_after=done.price_after)),
        esc(texts("promo.before", volume=sale.volume, profit=was)),
        esc(texts("promo.after", planned=sale.planned, profit=now)),
        *(f"· {esc(texts.reason(reason))}" for reason in done.reasons),
    ]
    return Screen("\n".join(lines))
