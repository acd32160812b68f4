"""Traits that the seller's own words give."""

import pytest

from knowledge.cues import Kinship, cued, kinship, traits_of
from knowledge.models import Brief
from knowledge.money import Money
from knowledge.products import ProductMatch, ProductType, Trait


@pytest.mark.parametrize(
    ("phrase", "traits"),
    [
        ("專利可折疊嬰兒床", {Trait.NOVEL, Trait.CHILDREN}),
        ("AI翻譯耳機", {Trait.TECHNICAL}),
        ("智慧貓砂機", {Trait.TECHNICAL}),
        ("客製化寵物畫像", {Trait.NICHE}),
        ("木製模型材料包", {Trait.ASSEMBLED}),
        ("商用咖啡機", {Trait.B2B, Trait.TECHNICAL}),
        ("團購冷凍水餃", {Trait.GROUP_BUY}),
        ("銀髮族健身課程", {Trait.FAMILY, Trait.SERVICE, Trait.NICHE}),
        ("頂級和牛禮盒", {Trait.HIGH_END}),
        ("patented foldable kayak", {Trait.NOVEL}),
        ("DIY kit for a wooden clock", {Trait.ASSEMBLED}),
        ("left-handed scissors", {Trait.NICHE}),
        ("B2B invoicing", {Trait.B2B}),
        ("smart bottle for kids", {Trait.TECHNICAL, Trait.CHILDREN}),
    ],
)
def test_plain_words_say_it(phrase: str, traits: set[Trait]) -> None:
    assert cued(phrase) == traits


@pytest.mark.parametrize(
    "phrase",
    [
        "Apple手機殼",
        "hair clip",
        "makeup kit",
        "全家便當",
        "mail bags",
        "smartly cut shirt",
        "手工水餃",
        "酒櫃",
        "童顏針",
        "painting",
    ],
)
def test_words_that_only_look_like_it(phrase: str) -> None:
    assert cued(phrase) == frozenset()


def match(key: str, *traits: Trait) -> ProductMatch:
    kind = ProductType(id=key, zh="東西", en="thing", traits=frozenset(traits), bands=(100, 500))
    return ProductMatch(type=kind, confidence=1, exact=True)


def test_words_add_to_the_kind() -> None:
    found = traits_of(Brief(product="專利牙刷"), match("care.toothbrush", Trait.COMMODITY))
    assert found == {Trait.COMMODITY, Trait.NOVEL}


def test_words_alone_are_better_than_nothing() -> None:
    assert traits_of(Brief(product="智慧花盆"), None) == {Trait.TECHNICAL}
    assert traits_of(Brief(), None) == frozenset()


@pytest.mark.parametrize(
    ("key", "traits", "seen"),
    [
        ("fashion.socks", [Trait.COMMODITY], True),
        ("accessory.hat", [], True),
        ("pet.bed", [Trait.SEARCHED], True),
        ("pet.smart_feeder", [Trait.TECHNICAL], False),
        ("accessory.mask_wear", [Trait.MEDICAL], False),
        ("fashion.uniform", [Trait.B2B], False),
        ("tech.charger", [Trait.SEARCHED], False),
    ],
)
def test_what_is_worn_or_petted_is_seen(key: str, traits: list[Trait], seen: bool) -> None:
    assert (Trait.VISUAL in traits_of(Brief(), match(key, *traits))) is seen


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("專利折疊傘", "patented folding umbrella"),
        ("客製鋼筆", "custom fountain pen"),
        ("銀髮族瑜珈課程", "yoga course for seniors"),
        ("兒童智慧手錶", "smart watch for kids"),
        ("太陽能燈", "solar lamp"),
        ("左撇子剪刀", "left-handed scissors"),
        ("企業批發文具", "wholesale stationery"),
        ("頂級茶葉", "luxury tea"),
        ("素食便當", "vegan lunch box"),
        ("組裝書桌", "self-assembly desk"),
        ("糖尿病點心", "snacks for diabetics"),
    ],
)
def test_both_languages_give_the_same_cues(zh: str, en: str) -> None:
    assert cued(zh) == cued(en) != frozenset()


@pytest.mark.parametrize(
    ("phrase", "traits", "niche"),
    [
        ("手工皮夾", [Trait.VISUAL], True),
        ("handmade soap", [Trait.COSMETIC], True),
        ("手工水餃", [Trait.FOOD], False),
    ],
)
def test_made_by_hand_is_a_niche_but_for_food(phrase: str, traits: list[Trait], niche: bool) -> None:
    assert (Trait.NICHE in traits_of(Brief(product=phrase), match("shelf.kind", *traits))) is niche


@pytest.mark.parametrize(
    ("phrase", "kin"),
    [
        ("跑步機", Kinship.NAMED),
        ("Treadmills", Kinship.NAMED),
        ("走步機", Kinship.NAMED),
        ("running  machine", Kinship.NAMED),
        ("狗狗跑步機", Kinship.TWIST),
        ("dog treadmill", Kinship.TWIST),
        ("滾輪", Kinship.STRANGER),
        ("hamster wheel", Kinship.STRANGER),
        (None, Kinship.NAMED),
    ],
)
def test_how_a_phrase_stands_to_its_kind(phrase: str | None, kin: Kinship) -> None:
    kind = ProductType(
        id="sports.treadmill",
        zh="跑步機",
        en="treadmill",
        zh_synonyms=("走步機",),
        en_synonyms=("running machine",),
        traits=frozenset(),
        bands=(100, 500),
    )
    assert kinship(Brief(product=phrase), ProductMatch(type=kind, confidence=1, exact=True)) is kin


def test_what_resembles_nothing_is_a_stranger() -> None:
    assert kinship(Brief(product="滾輪"), None) is Kinship.STRANGER
    assert kinship(Brief(), None) is Kinship.NAMED


@pytest.mark.parametrize(
    ("price", "everyday"),
    [
        (None, True),
        (300, True),
        (3_900, True),  # under eight times the premium price of 500
        (4_000, False),  # so dear that it cannot be the everyday thing it is called after
        (68_000, False),
    ],
)
def test_a_price_far_above_its_kind_is_no_everyday_thing(price: int | None, everyday: bool) -> None:
    told = Brief(product="東西", unit_price=Money.of(price, "TWD") if price else None)
    found = traits_of(told, match("folk.worship", Trait.COMMODITY, Trait.NICHE))
    assert found == ({Trait.COMMODITY, Trait.NICHE} if everyday else {Trait.HIGH_END, Trait.NICHE})


def test_a_box_of_a_cheap_thing_is_still_that_thing() -> None:
    cheap = match("food.rice_dumpling", Trait.COMMODITY)
    cheap = cheap.model_copy(update={"type": cheap.type.model_copy(update={"bands": (20, 80)})})
    told = Brief(product="東西", unit_price=Money.of(690, "TWD"))  # eight times a piece, and little money
    assert Trait.COMMODITY in traits_of(told, cheap)
