"""How a phrase is cut and spelled before a product is looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.product_words import Stretch, features, fold, key_of, stem, stretches, without_trade_words


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("knives", "knife"),
        ("boxes", "box"),
        ("dresses", "dress"),
        ("batteries", "battery"),
        ("watches", "watch"),
        ("brushes", "brush"),
        ("cups", "cup"),
        ("colours", "color"),
        ("jewellery", "jewelry"),
        ("glasses", "glass"),
        ("bus", "bus"),
        ("dress", "dress"),
        ("tennis", "tennis"),
        ("tv", "tv"),
        ("gas", "gas"),
    ],
)
def test_plural_and_singular_are_one(plural: str, one: str):
    assert stem(plural) == stem(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("洗髮水", "洗发水"),
        ("護膚品", "护肤品"),
        ("臺灣茶", "台湾茶"),
        ("手機殼", "手机壳"),
        ("ＢＢ霜", "bb霜"),
        ("Hi-Fi音響", "hifi 音響"),
        ("T-shirt", "t shirts"),
        ("skin care", "Skincare"),
        ("men's shoes", "MENS SHOE"),
        ("充電寶", "充电宝"),
        ("筆記本電腦", "笔记本电脑"),
        ("麵線", "面线"),
        ("眼鏡", "眼镜"),
    ],
)
def test_one_key_for_all_spellings(one: str, other: str):
    assert key_of(one) == key_of(other)


def cut(phrase: str) -> list[tuple[str, bool]]:
    return [(stretch.key, stretch.after_preposition) for stretch in stretches(phrase)]


@pytest.mark.parametrize(
    ("phrase", "runs"),
    [
        ("phone case for iPhone 15", [("phonecase", False), ("iphone15", True)]),
        ("set of knives", [("set", False), ("knif", False)]),
        ("新款藍牙降噪耳機 黑色", [("新款蓝牙降噪耳机", False), ("黑色", False)]),
        ("賣給媽媽的保溫瓶", [("卖给妈妈", False), ("保温瓶", False)]),
        ("HEPA 空氣清淨機", [("hepa空气清净机", False)]),
        ("鳳梨酥,蛋黃酥", [("凤梨酥", False), ("蛋黄酥", False)]),
        ("登機箱 20", [("登机箱", False)]),
        ("noise-cancelling headphones", [("noisecancellingheadphone", False)]),
        ("for sale", [("forsale", False)]),
        ("500g", []),
        ("😂", []),
        ("", []),
    ],
)
def test_a_phrase_is_cut_where_a_head_may_stand(phrase: str, runs: list[tuple[str, bool]]):
    assert cut(phrase) == runs


@pytest.mark.parametrize(
    ("phrase", "bare"),
    [
        ("蛋糕禮盒", "蛋糕"),
        ("耳機組", "耳机"),
        ("保養品牌", "保养"),
        ("knife set", "knif"),
        ("coffee 500g", "coffee"),
        ("客製", None),
        ("蛋糕", None),
        ("set", None),
    ],
)
def test_packaging_is_taken_off_the_end(phrase: str, bare: str | None):
    inner = stretches(phrase)[0].unwrapped()
    assert (inner.key if inner else None) == bare


def test_endings_are_whole_words_longest_first():
    assert list(Stretch(("gaming", "phone", "case")).tails(2)) == ["phonecase", "case"]
    assert list(Stretch(tuple("琺瑯鍋")).tails(9)) == ["琺瑯鍋", "瑯鍋", "鍋"]


def test_features_are_latin_words_and_chinese_pairs():
    assert features(("usb", "hub", "扩", "充", "座")) == ["usb", "hub", "扩充", "充座"]
    assert features(("ok", "15", "皂")) == []


@pytest.mark.parametrize(
    ("phrase", "left"),
    [
        ("YouTube", ""),
        ("想找網紅賣耳機", "想找 賣耳機"),
        ("online course", "online course"),
        ("臉書", ""),
        ("tiktok creators for tea", "for tea"),
    ],
)
def test_the_words_of_the_trade_are_no_product(phrase: str, left: str):
    assert " ".join(without_trade_words(phrase).split()) == left


@given(st.text(max_size=60))
def test_any_text_is_cut_without_failing(text: str):
    for stretch in stretches(text):
        assert stretch.tokens
        assert stretch.key == "".join(stretch.tokens)
        assert all(token == fold(token) for token in stretch.tokens)
        inner = stretch.unwrapped()
        assert inner is None or 0 < len(inner.tokens) < len(stretch.tokens)


@given(
    st.sampled_from(["keyboard", "手工皂", "藍牙耳機", "wooden toys"]),
    st.sampled_from([" ", "，", "!", "\n", "　"]),
)
def test_marks_around_a_name_do_not_change_its_key(name: str, mark: str):
    assert key_of(mark + name + mark) == key_of(name)
