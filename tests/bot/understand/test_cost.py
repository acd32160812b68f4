"""Fast for a message, and never slow: no input makes an expression backtrack."""

import time

import pytest

from bot.understand import Context, understand
from bot.understand.folding import pattern
from knowledge.models import Brief

EMPTY = Brief.model_validate({})
PIECES = ["9", "1,", "萬", "一", "1萬", "a ", "we sell ", "賣", "不要", "的", " ", ",", "two ", "no ", "creators ", "網紅",
          "預算", "?", "團購多少", "1-", "ig", "style is ", "希望", "台灣", "$", "🥲", "一個", "more like ", "x@", "a-", "a@b.",
          "的的網紅", "is of ", "找", "想要", "要有", "是有", "someone a", "people who a", 
          "一二三", "萬千百", "1,0", "()", "(((a)", "[", "粉絲",
          "嗎?",           "500 TRY", "法郎", "hm", "老牌", "3年", "no no ", "or ", "除了ig", "抖音", "½", "\n", "、", "打折",
          "我們賣琺瑯鍋 一個1280 想找料理系的YouTuber 五萬以內 "]  # fmt: skip


def seconds(text: str) -> float:
    started = time.process_time()
    understand(text, EMPTY, Context())
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES)
def test_five_thousand_characters_of_anything_are_read_in_a_blink(piece: str) -> None:
    # 50 ms on an idle core; the bound leaves room for a busy one and still catches anything quadratic.
    assert min(seconds((piece * 5000)[:5000]) for _ in range(2)) < 0.25


def test_an_expression_is_compiled_when_it_is_first_used() -> None:
    # Compiling them all took half a second of every start, `--help` included.
    expression = pattern("不要‹ig›")
    assert "compiled" not in vars(expression)
    assert expression.search("我不要ig") is not None
    assert "compiled" in vars(expression)


def test_a_message_takes_a_few_milliseconds() -> None:
    words = "我們賣保濕面膜,一盒 499,預算 10 萬,想找 IG 美妝網紅 5 位,1萬到5萬粉,不要浮誇"
    understand(words, EMPTY, Context())
    assert min(seconds(words) for _ in range(5)) < 0.015
