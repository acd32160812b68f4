"""Every change says which words made it, and what was assumed."""

import pytest

from bot.understand import Change, Context, Intent, understand
from knowledge.models import Brief, PriceTier
from tests.bot.understand.table import classify

EMPTY = Brief.model_validate({})
KNOWING = Context(classify=classify)


def changes(words: str, brief: Brief = EMPTY, context: Context = KNOWING) -> dict[str, Change]:
    return {change.field: change for change in understand(words, brief, context).changes}


def test_each_field_names_its_own_words() -> None:
    told = changes("我們賣琺瑯鍋 一個1280 想找料理系的YouTuber 五萬以內 不要浮誇")
    assert {name: change.words for name, change in told.items() if name in EXPECTED} == EXPECTED


EXPECTED = {
    "product": "琺瑯鍋",
    "unit_price": "一個1280",
    "platforms": "YouTuber",
    "style": "料理系",
    "budget": "五萬以內",
    "exclusions": "浮誇",
}


def test_words_are_the_sellers_own_in_full_width_and_simplified() -> None:
    told = changes("我们卖ＬＥＤ台灯，预算３万")
    assert told["product"].words == "ＬＥＤ台灯"
    assert told["budget"].words == "预算３万"


@pytest.mark.parametrize(
    ("words", "assumed", "note"),
    [
        ("預算 NT$30000", False, None),
        ("預算 30000", True, "currency_assumed"),
        ("budget $3000", True, "currency_assumed"),
        ("每位一萬找五位", True, "per_creator"),
        ("每月2萬台幣 做3個月", False, "per_month"),
    ],
)
def test_an_assumed_currency_is_marked(words: str, assumed: bool, note: str | None) -> None:
    budget = changes(words)["budget"]
    assert (budget.assumed, budget.note) == (assumed, note)


def test_a_tier_read_off_the_price_says_so_and_words_win_over_it() -> None:
    assert changes("口紅 500元 預算5萬")["price_tier"].note == "from_price"
    lipstick = understand("口紅 500元 高價位 預算5萬", EMPTY, KNOWING)
    assert lipstick.brief.price_tier is PriceTier.PREMIUM


def test_the_same_price_is_mid_for_a_lipstick_and_cheap_for_a_phone() -> None:
    tiers = [
        understand(f"我們賣{what} 單價500元", EMPTY, KNOWING).brief.price_tier for what in ("口紅", "手機")
    ]
    assert tiers == [PriceTier.MID, PriceTier.BUDGET]


def test_a_named_group_marks_its_ages_as_assumed() -> None:
    age = changes("目標客群是大學生")["audience.age"]
    assert (age.words, age.assumed, age.note) == ("大學生", True, "group")


def test_what_is_not_known_yet_is_noted_and_fills_nothing() -> None:
    understood = understand("還沒想好", EMPTY, Context(asked="budget"))
    assert understood.brief == EMPTY
    assert [(c.field, c.note) for c in understood.changes] == [("budget", "unknown")]


def test_a_range_of_prices_keeps_its_lower_end_and_says_so() -> None:
    price = changes("售價500到800元")["unit_price"]
    assert (price.words, price.note) == ("售價500到800元", "range")


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("預算3萬", Intent.BRIEF),
        ("換一批", Intent.REFINE),
        ("比較1跟2", Intent.ABOUT_ANSWER),
        ("KOL 是什麼?", Intent.ABOUT_TRADE),
        ("重來", Intent.COMMAND),
        ("謝謝", Intent.SMALL_TALK),
        ("asdf", Intent.NOTHING),
    ],
)
def test_the_intent_of_a_message(words: str, intent: Intent) -> None:
    assert understand(words, EMPTY, Context(has_advice=True)).intent is intent
