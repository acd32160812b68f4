"""Inputs that nobody sends by mistake: random, adversarial, and real ones bent out of shape. Same seed, same inputs."""

import random
from collections.abc import Callable, Iterator

from tests.bot.understand.test_cost import PIECES

LONGEST = 5000
BRIEFS = (
    "我賣手工皂，一顆 280，預算 3 萬",
    "我們賣琺瑯鍋 一個1280 想找料理系的YouTuber 五萬以內 不要直銷風",
    "camping cot, $60, budget US$3k, not IG, 25-40 female in Taiwan",
    "面膜 中價位 十萬 1萬到5萬粉 IG 5位",
    "便宜一點的", "not IG", "100k instead", "為什麼推薦第二個？", "compare 1 and 3",
    "NT$30,000 for one IG post by a 50k creator, fair?", "打75折要多賣多少", "is 20% off worth it",
    "名稱,平台,帳號,粉絲數\n小美,IG,@amei,1.2萬", "platform\thandle\tfollowers\ninstagram\tamei\t12k",
    '[{"platform": "youtube", "handle": "tent", "followers": 53000}]',
    "https://www.instagram.com/amei/\nyoutube.com/@tent 露營阿德",
)  # fmt: skip
WORDS = (
    "手工皂 預算 一顆 萬 3萬 30k $60 NT$ IG YouTube 抖音 不要 網紅 創作者 粉絲 女生 25-40歲 台灣 便宜 再便宜 "
    "兩位 開箱 團購 直播 為什麼 第二個 比較 and or not budget under about followers creators 嗎 ? ， 。 、 \n : ： "
    "- – ~ 到 至 以內 以上 左右 大概 沒有 隨便 都可以 new undo 上一步 取消 /help /tap @ # % 折 .5 ½ 一二三 幾十"
).split(" ")
MARKS = (
    "\u202e", "\u202d", "\u2066", "\u2067", "\u2069", "\u200b", "\u200d", "\u200f", "\ufeff", "\u00ad", "\u0000",
    "\x1b[31m", "\r", "\t", "\u2028", "\ufffe", "\U000e0041", "\u0301" * 30, "\U0001f469\u200d\U0001f469", "𠮷", "👍🏽", "🇹🇼",
    "שלום", "مرحبا", "葛\U000e0100", "ﷺ", "ͣ", "\ud83d", "ｈｔｔｐ", "㎖", "①",
)  # fmt: skip
MARKUP = (
    "<b>", "</b>", "<a href='x'>", "<script>", "&lt;", "&amp;amp;", "&#x202e;", "**", "__", "`", "[x](y)", "]]>", "<!--",
    "{", "}", "{name}", "%s", "%(x)s", "\\", "'", '"', "--", ";", "';drop table briefs;--", "=1+1", "+1", "-1", "@SUM(A1)",
    "=HYPERLINK(\"x\")", "|", "\t=1",
)  # fmt: skip
HARD = (
    *PIECES,
    "(", "((", "a(", "1.1.1.", "0.0", "1e9", "９", "萬億", "十" , "零", "a@b.co ", "www.", "https://a.b/", "@a ", "ig yt ",
    "第一個", "1到", "25-", "歲", "-", "—", "、", "，", ";", '"', "'", ",", "\n", "\t", "|", "{\"a\":", "[[", "<b", "&#", "\u200d",
    "\u0301", "\u202e", "😀", "𠮷", "k ", "m ", "%", "折", "或", "不", "沒", "的", "了", "嗎", "?!", "..", "。。",
)  # fmt: skip


def inputs(count: int, seed: int = 8) -> Iterator[str]:
    """So many texts, none longer than LONGEST."""
    chance = random.Random(seed)
    makers = (_random, _repeated, _mixed, _bent, _bent, _marked, _tabular)
    for _ in range(count):
        yield chance.choice(makers)(chance)[:LONGEST]


def _length(chance: random.Random) -> int:
    """Mostly a message, sometimes as long as it may be."""
    return chance.choice((3, 10, 40, 40, 200, 200, 1000, LONGEST))


def _random(chance: random.Random) -> str:
    """Any characters, of a few planes at a time, surrogates among them."""
    planes = ((0, 0x7F), (0, 0xFF), (0x300, 0x36F), (0x590, 0x6FF), (0x2000, 0x206F), (0x3000, 0x30FF), (0x4E00, 0x9FFF),
              (0xD800, 0xDFFF), (0xFE00, 0xFFFF), (0x1F000, 0x1FAFF), (0x20000, 0x2A6DF), (0xE0000, 0xE01EF))  # fmt: skip
    chosen = chance.sample(planes, chance.randint(1, 3))
    return "".join(chr(chance.randint(*chance.choice(chosen))) for _ in range(_length(chance)))


def _repeated(chance: random.Random) -> str:
    """One to three hard pieces over and over: what makes a bad expression backtrack."""
    unit = "".join(chance.choices(HARD, k=chance.randint(1, 3)))
    tail = chance.choice(("", "!", "x", "嗎", "\n", "萬"))
    return unit * (_length(chance) // max(len(unit), 1) + 1) + tail


def _mixed(chance: random.Random) -> str:
    """Words of the trade in any order."""
    glue = chance.choice(("", " ", "，", "\n"))
    return glue.join(chance.choices(WORDS, k=min(_length(chance), 600)))


def _bent(chance: random.Random) -> str:
    """Something that people do send, cut, doubled, turned, or with something put in."""
    text = chance.choice(BRIEFS)
    for _ in range(chance.randint(1, 4)):
        text = chance.choice(_BENDS)(chance, text)
    return text


def _marked(chance: random.Random) -> str:
    """A brief with marks that hide or turn, or with markup."""
    pieces = list(chance.choice(BRIEFS))
    for _ in range(chance.randint(1, 30)):
        pieces.insert(chance.randint(0, len(pieces)), chance.choice(chance.choice((MARKS, MARKUP))))
    return "".join(pieces)


def _tabular(chance: random.Random) -> str:
    """Rows and cells, more or less."""
    glue = chance.choice((",", "\t", ";", "|"))
    header = chance.choices(
        ("platform", "handle", "平台", "帳號", "粉絲數", "followers", "fee_reel", "", "名稱", "name"), k=5
    )
    rows = [header]
    for _ in range(chance.randint(0, 12)):
        rows.append(
            chance.choices(
                (*WORDS, *MARKUP, *MARKS, "instagram", "amei", "12,000", "8%", '"', ""),
                k=chance.randint(1, 7),
            )
        )
    return chance.choice(("\n", "\r\n", "\r")).join(glue.join(row) for row in rows)


Bend = Callable[[random.Random, str], str]
_BENDS: tuple[Bend, ...] = (
    lambda chance, text: text[: chance.randint(0, len(text))],
    lambda chance, text: text + chance.choice(BRIEFS),
    lambda chance, text: text * chance.randint(1, 20),
    lambda chance, text: text[::-1],
    lambda chance, text: "".join(chance.sample(text, len(text))),
    lambda chance, text: text.replace(" ", chance.choice(MARKS)),
    lambda chance, text: text.replace(chance.choice(text or " "), chance.choice(WORDS)),
    lambda chance, text: text.upper(),
    lambda chance, text: "/" + text,
    lambda chance, text: text + chance.choice(MARKUP),
)
