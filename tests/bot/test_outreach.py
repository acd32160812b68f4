"""The first message to a creator: in their language, of facts alone, within what a button copies."""

from typing import Any

import pytest

from bot.conversation import View
from bot.outreach import COPIED, language_for, message, short
from knowledge.answer import Offer, Pick
from knowledge.models import Basis, Brief, Format, Platform, Price, Reason
from knowledge.money import Money
from tests.fakes.adviser import FakeAdviser

SOAP = Brief(product="手工皂", category="care.handmade_soap", unit_price=Money.of(280, "TWD"))
WORDS = Reason(code="fit.style", values={"words": ["冷製皂", "敏感肌", "洗臉"], "beaten_share": 0.9})


def creator(**changes: Any) -> Pick:
    first = FakeAdviser().advise(SOAP, "zh-TW", View()).creators[0]
    return first.model_copy(update={"name": "Mina", "language": "zh-TW", "reasons": (WORDS,)} | changes)


def offer(format: Format, basis: Basis = Basis.ESTIMATE) -> Offer:
    return Offer(format=format, fee=Price(low=2_000, high=3_000, currency="TWD", basis=basis))


def test_a_whole_message_in_chinese() -> None:
    assert message(creator(offer=offer(Format.REEL)), SOAP) == (
        "Mina 你好，我們是〔品牌〕，在賣手工皂（NT$280）。\n"
        "看到你聊「冷製皂」、「敏感肌」的內容，覺得和我們的商品很對味。\n"
        "想邀你合作一支 Reels。\n"
        "這是付費合作，費用想先請教你的報價。\n"
        "內容會依規定清楚標示「業配」或「合作」。\n"
        "最近方便接合作嗎？怎麼呈現對你的觀眾最自然？"
    )


def test_a_message_in_english_names_the_product_in_english() -> None:
    text = message(creator(language="en-US", name="Jen", offer=offer(Format.REVIEW, Basis.QUOTED)), SOAP)
    assert text.startswith("Hi Jen, this is [your brand]. We sell handmade soap (NT$280).")
    assert "at your rate" in text and "冷製皂" not in text and "手工皂" not in text


@pytest.mark.parametrize(
    ("language", "name", "written"),
    [
        ("zh-TW", "Jen", "zh-TW"), ("zh-HK", "Jen", "zh-TW"), ("en", "小美", "en"), ("ja", "さくら", "en"),
        ("ms", "Siti", "en"), (None, "小美手作", "zh-TW"), (None, "Camp Kaki", "en"), (None, "🙂", "zh-TW"),
    ],
)  # fmt: skip
def test_the_language_is_the_creators(language: str | None, name: str, written: str) -> None:
    assert language_for(creator(language=language, name=name)) == written


@pytest.mark.parametrize(
    ("offered", "said"),
    [
        (offer(Format.REEL), "請教你的報價"),
        (offer(Format.REEL, Basis.RATE_CARD), "照你的報價"),
        (offer(Format.GIFTING), "寄給你試用"),
        (offer(Format.GROUP_BUY), "分潤"),
        (offer(Format.AFFILIATE), "分潤"),
        (None, "請教你的報價"),
    ],
)
def test_what_is_offered_is_what_the_plan_says(offered: Offer | None, said: str) -> None:
    assert said in message(creator(offer=offered), SOAP)


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_our_estimate_of_a_fee_is_never_told(format: Format, language: str) -> None:
    text = message(creator(offer=offer(format), language=language), SOAP)
    assert "2,000" not in text and "3,000" not in text and "{" not in text


def test_without_words_of_theirs_nothing_is_made_up() -> None:
    text = message(creator(reasons=(), platform=Platform.YOUTUBE), SOAP)
    assert "注意到你的 YouTube" in text and "「" in text  # only the disclosure is quoted
    assert "聊" not in text


@pytest.mark.parametrize(
    ("platform", "said"), [(Platform.BLOG, "注意到你的部落格，"), (Platform.TIKTOK, "注意到你的 TikTok，")]
)
def test_a_platform_stands_in_chinese_as_it_is_written(platform: Platform, said: str) -> None:
    assert said in message(creator(platform=platform, reasons=()), SOAP)


def test_a_launch_is_called_one() -> None:
    assert "最近推出手工皂" in message(creator(), SOAP.model_copy(update={"new_product": True}))
    assert "最近推出" not in message(creator(), SOAP)


@pytest.mark.parametrize("product", ["手工皂", "x" * 200, "長" * 200])
@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_a_short_message_fits_a_button(product: str, language: str) -> None:
    text = short(creator(language=language), SOAP.model_copy(update={"product": product, "category": None}))
    assert 0 < len(text) <= COPIED and text.count("\n") <= 2
