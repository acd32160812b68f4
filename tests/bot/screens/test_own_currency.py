"""Fees told in the seller's own currency first, at two digits, with the original beside it."""

import pytest

from bot.screens import words
from bot.texts import Texts
from knowledge.answer import Offer
from knowledge.models import Basis, Format, Price


def offer(low: float, high: float, currency: str) -> Offer:
    return Offer(format=Format.REEL, fee=Price(low=low, high=high, currency=currency, basis=Basis.QUOTED))


TOLD = [
    # fee, own currency, English; rates: 32.20 TWD a US dollar, 4.108 a Hong Kong dollar, 0.1987 a yen
    ((8_000, 12_000, "TWD"), "USD", "reel about US$250–370 (NT$8,000–12,000, quoted)"),
    ((8_000, 8_000, "TWD"), "HKD", "reel about HK$1,900 (NT$8,000, quoted)"),
    ((300, 500, "USD"), "JPY", "reel about JP¥49,000–81,000 (US$300–500, quoted)"),
    ((8_000, 12_000, "TWD"), "TWD", "reel NT$8,000–12,000 (quoted)"),
    ((8_000, 12_000, "TWD"), None, "reel NT$8,000–12,000 (quoted)"),
    ((8_000, 12_000, "BRL"), "USD", "reel BRL 8,000–12,000 (quoted)"),  # no rate, no guess
]


@pytest.mark.parametrize(("fee", "own", "told"), TOLD)
def test_a_fee_is_told_in_the_sellers_own_currency_first(
    fee: tuple[float, float, str], own: str | None, told: str
) -> None:
    assert words.offer(Texts("en"), offer(*fee), own) == told


def test_in_chinese() -> None:
    assert words.offer(Texts("zh-TW"), offer(8_000, 12_000, "TWD"), "USD") == (
        "Reels 短片 約 US$250–370（NT$8,000–12,000，創作者報價）"
    )


def test_a_share_of_sales_is_no_sum() -> None:
    free = Offer(format=Format.AFFILIATE, fee=Price(low=0, high=0, currency="TWD", basis=Basis.ESTIMATE))
    assert words.offer(Texts("en"), free, "USD") == words.offer(Texts("en"), free)
