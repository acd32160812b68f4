"""Whose circle a product belongs to, and which words speak of something else."""

import pytest

from knowledge.circles import CIRCLES, SPECIAL, circle_of, is_foreign
from knowledge.products import ProductType, products

BY_NAME = {kind.zh: kind for kind in products().values()}


def test_every_shelf_has_a_circle_in_both_languages() -> None:
    assert {kind.group for kind in products().values()} <= CIRCLES.keys()
    assert SPECIAL.keys() <= products().keys()
    assert all(zh and en for zh, en in (*CIRCLES.values(), *SPECIAL.values()))


def test_an_unknown_shelf_has_none() -> None:
    odd = ProductType(id="odd.thing", zh="怪東西", en="odd thing", bands=(1, 2), traits=frozenset())
    assert circle_of(odd) == ("", "")


# Near in the encoder (cosine 0.5 to 0.83), and of quite another kind. 面膜 was explained by 口罩.
STRANGERS = [
    ("面膜", "口罩"),
    ("口罩", "面膜"),
    ("毛巾", "揹巾"),
    ("精油", "食用油"),
    ("睡袋", "床包"),
    ("隱形眼鏡", "鏡頭"),
    ("收納箱", "儲存裝置"),
    ("相機", "監視器"),
    ("洗衣機", "沐浴乳"),
    ("化妝刷", "牙刷"),
    ("身體乳", "鮮奶"),
    ("螢幕", "監視器"),
    ("魚油", "護髮油"),
    ("面膜", "wigs"),
    ("瑜珈墊", "Mattress"),
]


@pytest.mark.parametrize(("product", "word"), STRANGERS)
def test_a_word_for_another_kind_of_product_is_foreign(product: str, word: str) -> None:
    assert is_foreign(word, BY_NAME[product])


# Of the same shelf; with a word in common; of what is made around it; a main name that has; no product at all.
KIN = [
    ("面膜", "精華液"),
    ("面膜", "面膜"),
    ("面膜", "masks"),
    ("帳篷", "睡袋"),
    ("帳篷", "露營車"),
    ("帳篷", "Tent"),
    ("帳篷", "營地"),
    ("帳篷", "登山"),
    ("咖啡機", "咖啡豆"),
    ("面膜", "成分"),
    ("面膜", "skincare"),
    ("面膜", ""),
]


@pytest.mark.parametrize(("product", "word"), KIN)
def test_a_word_that_speaks_for_it_is_not(product: str, word: str) -> None:
    assert not is_foreign(word, BY_NAME[product])


def test_what_the_seller_said_is_never_foreign() -> None:
    mask = BY_NAME["面膜"]
    assert is_foreign("口罩", mask) and not is_foreign("口罩", mask, "口罩型面膜")
    assert is_foreign("Wig", mask) and not is_foreign("Wig", mask, "for wigs")


def test_a_name_of_its_own_is_foreign_to_no_product() -> None:
    names = [(kind, name) for kind in products().values() for name in (kind.zh, *kind.zh_synonyms)]
    assert not [(kind.id, name) for kind, name in names if is_foreign(name, kind)]
