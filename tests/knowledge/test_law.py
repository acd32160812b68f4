"""Disclosure and claims by market."""

import pytest

from knowledge.law import (
    CLAIMS,
    DISCLOSE,
    EU,
    GENERAL_CLAIMS,
    LIABLE,
    NOT_ADVICE,
    bans_online_sale,
    bans_promotion,
    disclosures,
    for_adults_only,
)
from knowledge.models import Audience, Brief
from knowledge.products import REGULATED, ProductMatch, ProductType, Trait
from knowledge.sources import SOURCES


def match(*traits: Trait, key: str = "shelf.kind") -> ProductMatch:
    kind = ProductType(id=key, zh="東西", en="thing", traits=frozenset(traits), bands=(100, 500))
    return ProductMatch(type=kind, confidence=1, exact=True)


def keys(markets: list[str], *traits: Trait, key: str = "shelf.kind") -> list[str]:
    return [line.text_key for line in disclosures(markets, match(*traits, key=key))]


@pytest.mark.parametrize(
    ("market", "first", "source"),
    [
        ("TW", "law.disclose.tw", "L01"),
        ("HK", "law.disclose.hk", "L14"),
        ("MY", "law.disclose.my", "L13"),
        ("SG", "law.disclose.sg", "L12"),
        ("US", "law.disclose.us", "L06"),
        ("GB", "law.disclose.gb", "L07"),
        ("CN", "law.disclose.cn", "L10"),
        ("JP", "law.disclose.jp", "L11"),
        ("AU", "law.disclose.au", "L15"),
        ("DE", "law.disclose.eu", "L08"),
        ("FR", "law.disclose.fr", "L09"),
        ("BR", "law.unknown", "OWN"),
    ],
)
def test_each_market_has_its_rule(market: str, first: str, source: str) -> None:
    line = disclosures([market])[0]
    assert (line.market, line.text_key, line.source) == (market, first, source)


def test_france_is_also_the_union() -> None:
    assert keys(["FR"])[:2] == ["law.disclose.fr", "law.disclose.eu"]


def test_taiwan_says_who_answers() -> None:
    assert keys(["TW"]) == ["law.disclose.tw", "law.liable.tw", NOT_ADVICE]


@pytest.mark.parametrize(
    ("market", "trait", "claim"),
    [
        ("TW", Trait.COSMETIC, "law.claim.tw_cosmetic"),
        ("TW", Trait.FOOD, "law.claim.tw_food"),
        ("TW", Trait.HEALTH, "law.claim.tw_health"),
        ("TW", Trait.MEDICAL, "law.claim.tw_medical"),
        ("TW", Trait.ALCOHOL, "law.claim.tw_alcohol"),
        ("TW", Trait.FINANCE, "law.claim.finance"),
        ("TW", Trait.CHILDREN, "law.claim.children"),
        ("CN", Trait.HEALTH, "law.claim.cn_health"),
        ("US", Trait.COSMETIC, "law.claim.cosmetic"),
        ("JP", Trait.ALCOHOL, "law.claim.alcohol"),
    ],
)
def test_regulated_products_carry_a_warning(market: str, trait: Trait, claim: str) -> None:
    assert claim in keys([market], trait)
    assert claim not in keys([market], Trait.VISUAL)


@pytest.mark.parametrize("trait", sorted(REGULATED))
def test_every_regulated_trait_is_warned_of_everywhere(trait: Trait) -> None:
    for market in [*DISCLOSE, "BR"]:
        assert any(key.startswith("law.claim.") for key in keys([market], trait))


def test_health_food_is_warned_of_once() -> None:
    assert keys(["TW"], Trait.FOOD, Trait.HEALTH).count("law.claim.tw_health") == 1
    assert "law.claim.tw_food" not in keys(["TW"], Trait.FOOD, Trait.HEALTH)


def test_tobacco_is_told_by_its_kind() -> None:
    assert "law.claim.tw_tobacco" in keys(["TW"], key="adult.tobacco")
    assert "law.claim.tobacco" in keys(["US"], key="adult.tobacco")


def test_several_markets_each_have_their_say_and_the_end_is_modest() -> None:
    lines = disclosures(["TW", "US", "TW"], match(Trait.COSMETIC))
    assert [(line.market, line.text_key) for line in lines] == [
        ("TW", "law.disclose.tw"),
        ("TW", "law.liable.tw"),
        ("TW", "law.claim.tw_cosmetic"),
        ("US", "law.disclose.us"),
        ("US", "law.claim.cosmetic"),
        ("TW", NOT_ADVICE),
    ]


def test_every_rule_has_a_source_that_exists() -> None:
    rules = [*DISCLOSE.values(), *LIABLE.values(), *CLAIMS.values(), *GENERAL_CLAIMS.values()]
    assert {source for _, source in rules} <= set(SOURCES)


def test_the_union_has_27_members() -> None:
    assert len(EU) == 27


@pytest.mark.parametrize(
    ("regions", "traits", "banned"),
    [
        ((), [Trait.ALCOHOL], True),
        (("TW",), [Trait.ALCOHOL], True),
        (("US", "TW"), [Trait.ALCOHOL], True),
        (("US",), [Trait.ALCOHOL], False),
        ((), [Trait.FOOD], False),
    ],
)
def test_where_alcohol_may_not_be_sold_online(regions, traits, banned) -> None:
    assert bans_online_sale(Brief(audience=Audience(regions=regions)), match(*traits)) is banned


def test_without_a_product_nothing_is_banned() -> None:
    assert bans_online_sale(Brief(), None) is False


@pytest.mark.parametrize(
    ("regions", "key", "exact", "banned"),
    [
        ((), "adult.tobacco", True, True),  # Taiwan is assumed
        (("TW",), "adult.tobacco", True, True),
        (("TW", "JP"), "adult.tobacco", True, False),  # elsewhere its own law decides
        (("TW",), "adult.tobacco", False, False),  # by likeness alone nobody is refused
        (("TW",), "adult.condom", True, False),
    ],
)
def test_tobacco_is_refused_in_taiwan(regions: tuple[str, ...], key: str, exact: bool, banned: bool) -> None:
    product = match(key=key).model_copy(update={"exact": exact})
    assert bans_promotion(Brief(audience=Audience(regions=regions)), product) is banned


@pytest.mark.parametrize(
    ("low", "trait", "asked_for"),
    [
        (15, Trait.ALCOHOL, True),
        (18, Trait.ALCOHOL, False),
        (None, Trait.ALCOHOL, False),
        (15, Trait.FOOD, False),
    ],
)
def test_alcohol_is_for_adults(low: int | None, trait: Trait, asked_for: bool) -> None:
    assert for_adults_only(Brief(audience=Audience(age_low=low)), match(trait)) is asked_for
