"""Which market a brief is about, and which platforms are used there."""

import pytest

from knowledge.markets import assumed_market, market_of, markets_of, used_in
from knowledge.models import Audience, Brief, Platform
from knowledge.money import Money, MoneyRange


@pytest.mark.parametrize(
    ("brief", "markets"),
    [
        (Brief(), ("TW",)),
        (Brief(audience=Audience(regions=("JP", "KR"))), ("JP", "KR")),
        (Brief(audience=Audience(languages=("en",))), ("US",)),
        (Brief(audience=Audience(languages=("zh-TW",))), ("TW",)),
        (Brief(audience=Audience(languages=("zh-CN",))), ("CN",)),
        (Brief(audience=Audience(languages=("en-GB",))), ("US",)),
        (Brief(audience=Audience(languages=("ja",)), budget=MoneyRange.of(1, 2, "USD")), ("JP",)),
        (Brief(budget=MoneyRange.of(0, 3_000, "USD")), ("US",)),
        (Brief(budget=MoneyRange.of(0, 3_000, "TWD"), unit_price=Money.of(5, "USD")), ("US",)),
        (Brief(unit_price=Money.of(5, "MYR")), ("MY",)),
    ],
)
def test_the_market(brief: Brief, markets: tuple[str, ...]) -> None:
    assert markets_of(brief) == markets
    assert market_of(brief) == markets[0]


def test_what_was_said_beats_what_is_concluded() -> None:
    said = Brief(audience=Audience(regions=("TW",), languages=("en",)), budget=MoneyRange.of(1, 2, "USD"))
    assert market_of(said) == "TW"
    assert not assumed_market(said)
    assert assumed_market(Brief(budget=MoneyRange.of(1, 2, "USD")))


@pytest.mark.parametrize(
    ("market", "absent"),
    [
        ("US", {Platform.LINE, Platform.DCARD, Platform.XIAOHONGSHU}),
        ("HK", {Platform.TIKTOK, Platform.DCARD}),
        ("CN", {Platform.YOUTUBE, Platform.INSTAGRAM, Platform.FACEBOOK, Platform.X, Platform.LINE}),
        ("JP", {Platform.DCARD, Platform.XIAOHONGSHU}),
        ("BR", {Platform.LINE, Platform.DCARD, Platform.XIAOHONGSHU}),
    ],
)
def test_what_is_not_used_there(market: str, absent: set[Platform]) -> None:
    assert used_in((market,)) & absent == set()


def test_taiwan_uses_everything_we_know() -> None:
    assert used_in(("TW",)) == set(Platform)


def test_two_markets_use_what_either_uses() -> None:
    assert used_in(("CN", "US")) == used_in(("CN",)) | used_in(("US",))
