"""The taxonomy as data: complete in both languages, unambiguous, and judged as a marketer would."""

import unicodedata
from collections import Counter

import pytest

from knowledge.models import PriceTier
from knowledge.products import REGULATED, ProductType, Trait, products

TYPES = tuple(products().values())


def names(kind: ProductType) -> list[str]:
    return [kind.zh, kind.en, *kind.zh_synonyms, *kind.en_synonyms]


def spelled(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().replace(" ", "").replace("-", "")


def has_han(text: str) -> bool:
    return any("\u3400" <= character <= "\u9fff" for character in text)


def test_there_are_enough_types_on_enough_shelves():
    assert len(TYPES) >= 340
    assert len({kind.group for kind in TYPES}) >= 25


def test_ids_are_distinct_and_kept_in_file_order_by_shelf():
    groups = [kind.group for kind in TYPES]
    changes = [group for n, group in enumerate(groups) if n == 0 or groups[n - 1] != group]
    assert Counter(changes).most_common(1)[0][1] == 1, "a shelf is one run of lines"


def test_a_name_belongs_to_one_type_only():
    owners: dict[str, str] = {}
    for kind in TYPES:
        for name in names(kind):
            assert owners.setdefault(spelled(name), kind.id) == kind.id, (
                f"{name}: {owners[spelled(name)]}, {kind.id}"
            )


def test_a_name_is_written_once_in_its_type():
    for kind in TYPES:
        written = [name.casefold() for name in names(kind)]
        assert len(set(written)) == len(written), kind.id


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.id)
def test_each_type_is_named_in_both_languages(kind: ProductType):
    assert has_han(kind.zh)
    assert kind.en.isascii()
    assert len(kind.zh_synonyms) >= 3 and len(kind.en_synonyms) >= 3
    assert not any(has_han(name) for name in kind.en_synonyms)
    assert all(name == name.strip() and name for name in names(kind))


def test_traditional_characters_only_in_the_chinese_names():
    # Characters that exist only in Simplified writing; Simplified phrases are folded when they are matched.
    simplified = set("护肤发妆车电脑饮养猫马鱼贝门书画笔")
    for kind in TYPES:
        for name in (kind.zh, *kind.zh_synonyms):
            assert not simplified & set(name), f"{kind.id}: {name}"


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.id)
def test_bands_rise_and_have_traits_beside_them(kind: ProductType):
    low, high = kind.bands
    assert 0 < low < high
    assert kind.traits
    assert (Trait.SEASONAL in kind.traits) == bool(kind.months)
    assert all(1 <= month <= 12 for month in kind.months)
    assert len(set(kind.months)) == len(kind.months)
    assert not {Trait.COMMODITY, Trait.NOVEL} <= kind.traits, "what all know needs no explaining"


@pytest.mark.parametrize(
    ("price", "product", "tier"),
    [
        (500, "beauty.lipstick", PriceTier.MID),
        (500, "tech.smartphone", PriceTier.BUDGET),
        (299, "beauty.lipstick", PriceTier.BUDGET),
        (300, "beauty.lipstick", PriceTier.MID),
        (900, "beauty.lipstick", PriceTier.PREMIUM),
        (1280, "kitchen.enamel_pot", PriceTier.MID),
        (390, "care.handmade_soap", PriceTier.PREMIUM),
        (250, "care.handmade_soap", PriceTier.MID),
        (35_000, "tech.laptop", PriceTier.MID),
        (65, "food.bubble_tea_shop", PriceTier.MID),
        (600, "drink.coffee_beans", PriceTier.MID),
        (60_000, "appliance.espresso_machine", PriceTier.PREMIUM),
        (15_000, "appliance.robot_vacuum", PriceTier.MID),
        (3_000, "furniture.sofa", PriceTier.BUDGET),
        (12_000_000, "service.real_estate", PriceTier.MID),
        (150, "drink.whisky", PriceTier.BUDGET),
    ],
)
def test_price_tier_is_relative_to_the_kind_of_product(price: float, product: str, tier: PriceTier):
    assert products()[product].tier_of(price) is tier


T = Trait


@pytest.mark.parametrize(
    ("product", "has", "has_not"),
    [
        ("outdoor.camping_furniture", {T.ASSEMBLED, T.VISUAL, T.SEASONAL}, {T.FOOD}),
        ("outdoor.wagon", {T.ASSEMBLED}, {T.LONG_OBSERVATION}),
        ("tech.keyboard", {T.COMPLEX, T.ASSEMBLED, T.TECHNICAL, T.SENSORY}, {T.COMMODITY}),
        ("tech.linux_laptop", {T.COMPLEX, T.TECHNICAL, T.NICHE, T.EXPERTISE}, {T.COMMODITY, T.IMPULSE}),
        ("learning.programming", {T.COMPLEX, T.LONG_OBSERVATION, T.SERVICE}, {T.VISUAL, T.IMPULSE}),
        ("beauty.serum", {T.LONG_OBSERVATION, T.COSMETIC, T.EXPERTISE}, {T.MEDICAL}),
        ("beauty.lipstick", {T.VISUAL, T.IMPULSE, T.COSMETIC}, {T.COMPLEX, T.LONG_OBSERVATION}),
        ("care.handmade_soap", {T.VISUAL, T.SENSORY, T.COSMETIC, T.NICHE}, {T.COMPLEX}),
        ("health.probiotics", {T.LONG_OBSERVATION, T.HEALTH, T.FOOD}, {T.VISUAL}),
        ("home.mattress", {T.LONG_OBSERVATION, T.SENSORY, T.SEARCHED}, {T.IMPULSE}),
        ("pet.aquarium", {T.COMPLEX, T.ASSEMBLED, T.VISUAL, T.LONG_OBSERVATION}, {T.COMMODITY}),
        ("appliance.robot_vacuum", {T.COMPLEX, T.TECHNICAL, T.SEARCHED}, {T.COMMODITY}),
        ("appliance.espresso_machine", {T.COMPLEX, T.TECHNICAL, T.SENSORY}, {T.COMMODITY}),
        ("home.tissue", {T.COMMODITY, T.GROUP_BUY, T.FAMILY}, {T.NOVEL, T.VISUAL}),
        ("home.detergent", {T.COMMODITY, T.GROUP_BUY}, {T.COMPLEX}),
        ("food.rice", {T.COMMODITY, T.FOOD, T.FAMILY}, {T.NOVEL}),
        ("food.mooncake", {T.SEASONAL, T.FOOD, T.GROUP_BUY}, {T.TECHNICAL}),
        ("drink.whisky", {T.ALCOHOL, T.SENSORY}, {T.FAMILY, T.CHILDREN}),
        ("medical.hearing_aid", {T.MEDICAL, T.EXPERTISE}, {T.COMMODITY}),
        ("medical.aesthetic_clinic", {T.MEDICAL, T.SERVICE, T.HIGH_END}, {T.COMMODITY, T.COSMETIC}),
        ("finance.insurance", {T.FINANCE, T.SERVICE, T.COMPLEX}, {T.VISUAL, T.IMPULSE}),
        ("baby.formula", {T.CHILDREN, T.FOOD, T.EXPERTISE}, {T.VISUAL}),
        ("software.erp", {T.B2B, T.COMPLEX, T.TECHNICAL}, {T.VISUAL, T.IMPULSE, T.FAMILY}),
        ("industry.machinery", {T.B2B, T.TECHNICAL}, {T.IMPULSE}),
        ("wedding.photo", {T.VISUAL, T.SERVICE, T.SEARCHED}, {T.COMMODITY}),
        ("folk.worship", {T.COMMODITY, T.SEASONAL}, {T.TECHNICAL}),
        ("care.menstrual_cup", {T.NOVEL, T.MEDICAL}, {T.COMMODITY}),
    ],
)
def test_traits_are_what_an_experienced_marketer_would_say(
    product: str, has: set[Trait], has_not: set[Trait]
):
    traits = products()[product].traits
    assert has <= traits
    assert not has_not & traits


@pytest.mark.parametrize(
    ("shelf", "trait"),
    [
        ("beauty.", T.COSMETIC),
        ("food.", T.FOOD),
        ("health.", T.HEALTH),
        ("medical.", T.MEDICAL),
        ("finance.", T.FINANCE),
        ("baby.", T.CHILDREN),
    ],
)
def test_a_regulated_shelf_says_so(shelf: str, trait: Trait):
    tools = {
        "beauty.makeup_tools",
        "beauty.beauty_device",
        "beauty.spa",
        "beauty.salon",
        "beauty.tattoo_studio",
        "medical.massage_device",
        "baby.breast_pump",
        "baby.maternity",
        "baby.postpartum_care",
    }
    kinds = [kind for kind in TYPES if kind.id.startswith(shelf) and kind.id not in tools]
    assert kinds
    assert [kind.id for kind in kinds if trait not in kind.traits] == []


def test_every_trait_is_used_and_alcohol_is_never_for_families():
    used = Counter(trait for kind in TYPES for trait in kind.traits)
    assert set(used) == set(Trait)
    assert set(used) >= REGULATED
    assert not [kind.id for kind in TYPES if Trait.ALCOHOL in kind.traits and Trait.FAMILY in kind.traits]
