"""Product names as words: one spelling for both scripts, and where the head of a phrase stands.

A Chinese phrase ends with its head (琺瑯鍋收納袋 is a bag); an English one ends with it too, unless a
preposition follows (a phone case for an iPhone is a case). So a name counts where it ends a stretch of the phrase.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import opencc

_TOKEN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]|\S|\s+")
_QUANTITY = re.compile(r"\d+[a-z]{0,3}|[a-z]?\d+")  # 500g, 2p, 1000w, x2
_PREPOSITIONS = frozenset(["for", "with", "from", "in", "by", "to", "on", "at", "made", "without"])
_JOINING = frozenset(["of", "and", "or"])  # a set of knives: either side may be the head
_PARTICLES = frozenset("的之和与及")
_HYPHENS = "-‐‑–—_&+.#°"
# What is said of any product, and so says nothing about which; in Simplified, as folded text is.
_WRAPPING = (
    "专卖店",
    "补充包",
    "补充瓶",
    "礼盒组",
    "伴手礼盒",
    "礼盒",
    "礼袋",
    "套组",
    "套装",
    "组合",
    "系列",
    "品牌",
    "商品",
    "产品",
    "专卖",
    "产地直送",
    "直送",
    "宅配",
    "批发",
    "新品",
    "客制化",
    "客制",
    "订制",
    "订做",
    "优惠",
    "推荐",
    "预购",
    "现货",
    "特价",
    "团购",
    "组",
    "款",
)
_WRAPPING_EN = frozenset(
    [
        "pro",
        "max",
        "plus",
        "mini",
        "set",
        "pack",
        "kit",
        "box",
        "brand",
        "line",
        "collection",
        "series",
        "range",
        "bundle",
        "product",
        "foldable",
        "portable",
        "rechargeable",
        "shop",
        "wholesale",
    ]
)
_FUNCTION_WORDS = frozenset(
    [
        "the",
        "and",
        "all",
        "any",
        "our",
        "you",
        "your",
        "over",
        "out",
        "off",
        "not",
        "new",
        "one",
        "this",
        "that",
        "more",
        "start",
        "get",
    ]
)
# The words of influencer marketing itself are in any message and name no product.
_TRADE = re.compile(
    r"(?<![a-z0-9])(?:youtube|yt|ig|instagram|facebook|fb|line|tiktok|threads|kols?|kocs?|influencers?|"
    r"creators?|youtubers?|budget|reels?|hi|hello|tests?|testing)(?![a-z0-9])|"
    r"測試|测试|網紅|网红|業配|业配|部落客|創作者|创作者|預算|预算|粉專|小紅書|抖音|臉書|脸书|油管|推特",
    re.IGNORECASE,
)


def without_trade_words(phrase: str) -> str:
    """The phrase less the names of platforms and the talk of creators and budgets."""
    return _TRADE.sub(" ", phrase).strip()


# Where the single character and the word convert apart (項鍊 is 项链, 計畫 is 计划), and shapes that are not in the table.
_VARIANTS = [
    ("臺", "台"),
    ("裏", "里"),
    ("裡", "里"),
    ("衞", "卫"),
    ("着", "著"),
    ("纔", "才"),
    ("鍊", "链"),
    ("劃", "画"),
    ("划", "画"),
    ("顎", "腭"),
    ("颚", "腭"),
    ("琺", "珐"),
    ("瑯", "琅"),
]


@cache
def _simplified() -> dict[int, str]:
    """Traditional to Simplified, one character to one: that direction is a function, the other is not."""
    characters = [chr(code) for code in range(0x3400, 0xA000)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {ord(a): b for a, b in zip(characters, converted, strict=True) if a != b and len(b) == 1}
    return table | {ord(a): b for a, b in _VARIANTS}


def fold(text: str) -> str:
    """Full width to half, lower case, Simplified characters: equal for all the ways of writing one name."""
    return (
        unicodedata.normalize("NFKC", text)
        .casefold()
        .translate(_simplified())
        .replace("'", "")
        .replace("’", "")
    )


def singular(word: str) -> str:
    """An English noun without its plural ending, by rule: wrong for `lens`, but equally wrong on both sides."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ves") and len(word) > 4:
        return word[:-3] + "f"  # knives: knif, as knife is folded to below
    return word[:-2] if word.endswith(("sses", "shes", "ches", "xes")) else word[:-1]


def stem(word: str) -> str:
    """The form under which a Latin word is compared."""
    bare = singular(word)
    return (
        bare[:-1] if bare.endswith("fe") else bare.replace("colour", "color").replace("jewellery", "jewelry")
    )


def is_han(token: str) -> bool:
    """Whether a token is one Chinese character."""
    return "\u3400" <= token[0] <= "\u9fff"


@dataclass(frozen=True)
class Stretch:
    """A run of tokens that may end with a head noun. ``after_preposition``: what the head is for or of."""

    tokens: tuple[str, ...]
    after_preposition: bool = False

    @cached_property
    def key(self) -> str:
        """Tokens without gaps, so that skin care is skincare."""
        return "".join(self.tokens)

    def tails(self, longest: int) -> Iterator[str]:
        """Keys of its endings, longest first."""
        for start in range(max(0, len(self.tokens) - longest), len(self.tokens)):
            yield "".join(self.tokens[start:])

    def unwrapped(self) -> "Stretch | None":
        """Without packaging and praise at its end (禮盒, 系列, set, pack); None when there was nothing to take off."""
        for word in _WRAPPING:
            if self.key.endswith(word) and len(word) < len(self.tokens) and is_han(self.tokens[-1]):
                return Stretch(self.tokens[: -len(word)], self.after_preposition)
        if len(self.tokens) > 1 and (self.tokens[-1] in _WRAPPING_EN or _QUANTITY.fullmatch(self.tokens[-1])):
            return Stretch(self.tokens[:-1], self.after_preposition)
        return None


def stretches(phrase: str) -> list[Stretch]:
    """A phrase cut where a head may stand: at punctuation, Chinese gaps, prepositions and 的. Bare amounts are left out."""
    runs: list[tuple[list[str], bool]] = [([], False)]
    for token in _TOKEN.findall(fold(phrase)):
        run, after = runs[-1]
        if token in _PREPOSITIONS and run:
            runs.append(([], True))
        elif token in _JOINING or token in _PARTICLES:
            runs.append(([], False))
        elif token[0].isalnum():
            run.append(token if is_han(token) else stem(token))
        elif _cuts(token, run):
            runs.append(([], after and token.isspace()))
    return [Stretch(tuple(run), after) for run, after in runs if not all(map(_QUANTITY.fullmatch, run))]


def _cuts(mark: str, run: list[str]) -> bool:
    """Whether a mark ends a run: not a hyphen, and not a space after a Latin word."""
    return is_han(run[-1]) if mark.isspace() and run else not mark.isspace() and mark not in _HYPHENS


def key_of(name: str) -> str:
    """The whole name as one key, cuts and all."""
    tokens = (token for token in _TOKEN.findall(fold(name)) if token[0].isalnum())
    return "".join(token if is_han(token) else stem(token) for token in tokens)


def features(tokens: Sequence[str]) -> list[str]:
    """What two phrases may share: Latin words, and pairs of neighbouring Chinese characters."""
    words = [
        t for t in tokens if not (is_han(t) or len(t) < 3 or t in _FUNCTION_WORDS or _QUANTITY.fullmatch(t))
    ]
    pairs = [a + b for a, b in pairwise(tokens) if is_han(a) and is_han(b)]
    return words + pairs
