"""The sums a seller may ask for, checked by hand."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import Home
from bot.sums import Sale, Unreadable, discount_asked, judged, read_margin, read_sale
from bot.texts import Texts
from data.conversations import Place
from knowledge.money import Money

SEED = Sale(Money.of(1000, "TWD"), Money.of(500, "TWD"), 0.25, 100, 200)


@pytest.mark.parametrize(
    ("words", "sale"),
    [
        ("1000 500 75折 100 200", SEED),
        ("1,000 500 25% 100 200", SEED),
        ("$1000 $500 100 200 25%", SEED),
        ("1000 500 8折 100", SEED._replace(discount=0.2, planned=100)),
        ("12.5 5 10% 40 60", Sale(Money.of("12.5", "TWD"), Money.of(5, "TWD"), 0.1, 40, 60)),
    ],
)
def test_a_promotion_is_read(words: str, sale: Sale) -> None:
    found = read_sale(words, "TWD")
    assert found._replace(discount=round(found.discount, 9)) == sale


@pytest.mark.parametrize(
    "words",
    [
        "",
        "1000",
        "1000 500 100 200",
        "1000 500 75折",
        "1000 500 100% 5 6",
        "a b c",
        "1 2 5折 0 0",
        "9" * 30 + " 1 5折 1",
    ],
)
def test_what_is_no_promotion_says_how_to_write_one(words: str) -> None:
    with pytest.raises(Unreadable, match=r"promo\.usage"):
        read_sale(words, "TWD")


def test_the_well_known_example_works_hard_for_nothing() -> None:
    """1,000 less 25 %, cost 500: 100 sold earn 50,000, 200 sold at 750 earn 50,000 as well."""
    text = judged(SEED, Texts("zh-TW")).plain
    assert "NT$1,000 → NT$750" in text
    assert text.count("NT$50,000") >= 3


@pytest.mark.parametrize(("planned", "profit"), [(300, "NT$75,000"), (100, "NT$25,000")])
def test_more_and_less(planned: int, profit: str) -> None:
    assert profit in judged(SEED._replace(planned=planned), Texts("en")).plain


def test_selling_below_cost_is_a_loss() -> None:
    assert "-" in judged(SEED._replace(discount=0.6), Texts("en")).plain


@pytest.mark.parametrize(
    ("words", "margin"),
    [("40", 0.4), ("40%", 0.4), (" 0.4 ", 0.4), ("5", 0.05), ("off", None), ("取消", None)],
)
def test_a_margin_is_read(words: str, margin: float | None) -> None:
    assert read_margin(words) == margin


@pytest.mark.parametrize(
    ("words", "discount"),
    [
        ("打75折要多賣多少才划算？", 0.25),
        ("打8折值得嗎", 0.2),
        ("is 20% off worth it?", 0.2),
        ("手工皂 打75折 預算3萬", None),
        ("要多賣多少", None),
        ("互動率 5%", None),
    ],
)
def test_a_question_about_a_discount_is_heard_and_nothing_else(words: str, discount: float | None) -> None:
    assert discount_asked(words) == pytest.approx(discount)


def test_how_much_more_must_sell(home: Home) -> None:
    """By hand: a margin of 50 % less 25 % leaves half, so twice as much must sell. The brief stays empty."""
    home.chat.command(Place(), "margin", "50", "zh-TW")
    turn = home.chat.say(Place(), "打75折要多賣多少才划算？", "zh-TW")
    assert "2 倍" in turn.screens[0].plain
    assert turn.brief.goal is None


@given(st.text(max_size=30))
def test_any_words_are_read_or_refused(words: str) -> None:
    for read in (read_margin, lambda text: read_sale(text, "TWD")):
        with suppress(Unreadable):
            read(words)


def test_a_margin_changes_what_breaks_even_and_is_kept(home: Home) -> None:
    place = Place()

    def economics(turn: Any) -> tuple[Any, Any]:
        return turn.advice.economics.break_even_orders, turn.advice.economics.break_even_basis

    by_revenue = economics(home.chat.say(place, "手工皂 280 預算3萬", "zh-TW"))
    turn = home.chat.command(place, "margin", "50", "zh-TW")
    assert by_revenue[1] == "revenue"
    assert economics(turn) == (pytest.approx(2 * by_revenue[0], abs=1), "margin")
    assert "50%" in turn.card.plain and "最多值得付" in turn.card.plain
    assert economics(home.chat.say(place, "預算改成4萬", "zh-TW"))[1] == "margin"
    assert economics(home.chat.command(place, "margin", "off", "zh-TW"))[1] == "revenue"


@pytest.mark.parametrize(("name", "words"), [("margin", "lots"), ("promo", "cheap")])
def test_a_wrong_sum_says_what_to_send(name: str, words: str, home: Home) -> None:
    assert f"/{name}" in home.chat.command(Place(), name, words, "en").card.plain


def test_a_promotion_is_answered_above_the_card(home: Home) -> None:
    turn = home.chat.command(Place(), "promo", "1000 500 75折 100 200", "zh-TW")
    assert len(turn.screens) == 2 and "NT$750" in turn.screens[0].plain
