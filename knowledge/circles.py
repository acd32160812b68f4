"""Whose circle a product belongs to: what the creators who can speak for it make (S2: circle ability).

A description of a cycling channel rarely says "helmet". These words lead from the shelf a product stands on to the
subject of the channels around it; they are a judgement of this project's authors (OWN).
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache

from knowledge.products import ProductType, products

_LATIN = re.compile(r"[a-z]+")

CIRCLES = {  # product group -> what its creators make, in both languages
    "beauty": ("美妝 保養 化妝教學", "makeup, skincare, beauty"),
    "care": ("美髮 保養 個人清潔", "hair care, skincare, grooming"),
    "fashion": ("穿搭 時尚", "fashion, outfits"),
    "accessory": ("穿搭 飾品 時尚", "fashion, jewellery and accessories"),
    "food": ("美食 料理 吃播", "food, cooking, restaurants"),
    "drink": ("飲品 美食 咖啡 茶", "drinks, coffee, tea, food"),
    "health": ("健康 營養 健身", "health, nutrition, fitness"),
    "medical": ("健康 醫療 照護", "health, medicine, care"),
    "baby": ("育兒 親子 媽媽", "parenting, babies, pregnancy"),
    "toy": ("親子 玩具 兒童", "kids, toys, parenting"),
    "pet": ("寵物", "pets"),
    "home": ("居家 收納 生活", "home, organisation, household"),
    "kitchen": ("料理 下廚 廚具", "cooking, kitchen, cookware"),
    "furniture": ("居家布置 室內設計 裝潢", "home interiors, furniture, renovation"),
    "appliance": ("家電 居家 清潔", "home appliances, cleaning"),
    "tech": ("科技 3C 開箱", "gadgets, computer hardware, electronics"),
    "camera": ("攝影 相機", "photography, cameras"),
    "audio": ("音響 音樂 耳機", "audio gear, music"),
    "gaming": ("遊戲 電玩 實況", "video games, gaming"),
    "software": ("軟體 數位工具 工作效率", "software, productivity, business tools"),
    "learning": ("學習 教學 語言 職涯", "learning, education, careers"),
    "culture": ("閱讀 藝文 音樂", "books, arts, music"),
    "stationery": ("文具 手帳 閱讀", "stationery, journaling, books"),
    "service": ("生活 職場 商業", "lifestyle, careers, business"),
    "finance": ("理財 投資", "personal finance, investing"),
    "travel": ("旅遊 旅行", "travel"),
    "sports": ("運動 健身", "sports, fitness"),
    "outdoor": ("露營 登山 戶外", "camping, hiking, outdoors"),
    "vehicle": ("汽車 機車", "cars, motorcycles"),
    "hobby": ("動漫 模型 手作 收藏", "anime, models, handicraft, collecting"),
    "music": ("樂器 音樂", "musical instruments, music"),
    "garden": ("園藝 植物", "gardening, plants"),
    "folk": ("民俗 信仰 宮廟", "temples, folk beliefs, religion"),
    "adult": ("兩性 情感", "relationships, sexual wellness"),
    "wedding": ("婚禮 結婚", "weddings"),
    "industry": ("工程 DIY 修繕 工具", "DIY, tools, engineering"),
}
SPECIAL = {  # product types whose creators are others than their shelf's
    "beauty.perfume": ("香水 香氛", "perfume, fragrance"),
    "beauty.nail": ("美甲", "nails, nail art"),
    "care.handmade_soap": ("手作 保養 生活", "handmade crafts, skincare, home"),
    "drink.beer": ("品酒 調酒", "beer, wine, spirits"),
    "drink.wine": ("品酒 調酒", "wine, spirits"),
    "drink.whisky": ("品酒 調酒", "whisky, spirits"),
    "drink.sake": ("品酒 調酒", "sake, spirits"),
}


def circle_of(product: ProductType) -> tuple[str, str]:
    """What the creators around a product make, in Chinese and in English; empty texts for an unknown shelf."""
    return SPECIAL.get(product.id) or CIRCLES.get(product.group, ("", ""))


def is_foreign(word: str, product: ProductType, said: str = "") -> bool:
    """Whether a word names products of other shelves alone, which share no word with this one's names or circle.

    To an encoder a face mask (面膜) and a medical mask (口罩) are near, and so are a camera and an alarm. Such a
    word does not speak for a creator, however close it is. What the seller ``said`` is never foreign.

    :param word: Chinese, or one word of English
    """
    kinds, own = _named().get(_plain(word), ()), _own(product)
    if not kinds or any(kind.group == product.group for kind in kinds):
        return False
    return not (_shares(word, own, said) or any(_shares(kind.zh, own) for kind in kinds))


def _shares(word: str, *texts: str) -> bool:
    """Whether two Chinese characters in a row, or the English word, stand in one of the texts."""
    word = word.casefold()
    if word.isascii():
        stem = _plain(word)
        return any(stem == _plain(found) for text in texts for found in _LATIN.findall(text.casefold()))
    pairs = [word[n : n + 2] for n in range(len(word) - 1)]
    return any(pair in text.casefold() for text in texts for pair in pairs)


def _plain(name: str) -> str:
    """Without case, spaces and the English plural."""
    return "".join(name.casefold().split()).removesuffix("s")


@lru_cache(maxsize=256)
def _own(product: ProductType) -> str:
    names = (product.zh, product.en, *product.zh_synonyms, *product.en_synonyms)
    return "\n".join((*names, *circle_of(product))).casefold()


@cache
def _named() -> Mapping[str, tuple[ProductType, ...]]:
    """The product types that have a name, by the plain name."""
    found: dict[str, tuple[ProductType, ...]] = defaultdict(tuple)
    for kind in products().values():
        for name in (kind.zh, kind.en, *kind.zh_synonyms, *kind.en_synonyms):
            found[_plain(name)] += (kind,)
    return found
