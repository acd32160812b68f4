"""Messages whose reading depends on what stands on screen, and those that must not touch the brief there."""

import pytest

from bot.understand import Context, Shown, understand
from knowledge.models import Brief
from knowledge.money import Money, MoneyRange
from tests.bot.understand.table import classify

SHOWN = (Shown(key="instagram:mia", name="Mia"), Shown(key="youtube:kai", name="Kai"))
SOAP = Brief.model_validate(
    {
        "product": "手工皂",
        "category": "care.handmade_soap",
        "unit_price": {"amount": 180, "currency": "TWD"},
        "budget": {"low": 30000, "high": 30000, "currency": "TWD"},
    }
)
ANSWERED = Context(has_advice=True, shown=SHOWN, classify=classify)
ASKED = Context(asked="product", classify=classify)


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ("要有小孩的", "有小孩"),
        ("希望是有在露營的", "有在露營"),
        ("想找健身教練型的", "健身教練型"),
        ("講話直接的", "講話直接"),
        ("someone with kids", "with kids"),
        ("want someone funny and down to earth", "funny and down to earth"),
        ("natural skincare, not glam", "natural skincare"),
    ],
)
def test_a_wish_about_the_person_is_a_style(words: str, style: str) -> None:
    assert understand(words, SOAP, ANSWERED).brief.style == style


@pytest.mark.parametrize("words", ["好的", "是的", "真的", "你說的", "someone else", "可以的", "謝謝你的"])
def test_an_answer_in_passing_is_no_style(words: str) -> None:
    assert understand(words, SOAP, ANSWERED).brief == SOAP


def test_product_price_and_budget_told_anew_replace_all() -> None:
    brief = understand("單價2500 預算八萬 露營推車", SOAP, ANSWERED).brief
    assert brief.product == "露營推車"
    assert brief.unit_price == Money.of(2500, "TWD")
    assert brief.budget == MoneyRange.of(80000, 80000, "TWD")


def test_a_price_alone_leaves_the_product() -> None:
    assert understand("單價2500 那種的", SOAP, ANSWERED).brief.product == "手工皂"


@pytest.mark.parametrize(
    "words",
    [
        "is 500 USD for a TikTok normal?",
        "is 20k followers enough?",
        "5萬粉的IG開價3萬合理嗎?",
        "她的粉絲是真的嗎?",
    ],
)
def test_a_question_about_the_answer_changes_nothing(words: str) -> None:
    assert understand(words, SOAP, ANSWERED).brief == SOAP


@pytest.mark.parametrize(
    "words",
    ["謝謝", "你好", "哈哈哈", "早安", "test", "ok", "asdfghjkl", "qwrtzp", "你是機器人嗎?", "哈囉 我想找網紅",
     "預算", "預算 0", "預算 -5000", "預算 500 ISK", "budget", "價格:", "等等", "lol"],
)  # fmt: skip
def test_what_is_no_product_is_not_taken_for_one(words: str) -> None:
    assert understand(words, Brief(), ASKED).brief == Brief()


@pytest.mark.parametrize(
    "words", ["手工皂", "strength training", "rhythm", "是手工皂喔", "test strips", "預算表模板"]
)
def test_what_may_be_a_product_is(words: str) -> None:
    assert understand(words, Brief(), ASKED).brief.product is not None


@pytest.mark.parametrize(
    ("words", "price"),
    [
        ("定價2000打八折", 1600),
        ("原價1000打85折", 850),
        ("一個賣1200 打七五折 預算5萬", 900),
        ("$50 20% off", 40),
    ],
)
def test_a_discount_in_tenths_is_worked_out(words: str, price: int) -> None:
    unit_price = understand(words, Brief(), Context(asked="price")).brief.unit_price
    assert unit_price is not None
    assert unit_price.amount == price


@pytest.mark.parametrize(
    ("words", "key"), [("without 2", "youtube:kai"), ("don't include Mia", "instagram:mia")]
)
def test_one_creator_less(words: str, key: str) -> None:
    action = understand(words, SOAP, ANSWERED).action
    assert action is not None
    assert action.kind == "without"
    assert action.which.key == key


def test_only_one_is_enough() -> None:
    assert understand("只要一個就好", SOAP, ANSWERED).brief.creators == 1
