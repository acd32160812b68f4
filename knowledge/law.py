"""What the law of a market asks to be said about paid work, and which claims are dangerous. Not legal advice.

A text key is the msgid of the catalogue. Each rule names its source; the source table has the date it was
read.
"""

from collections.abc import Mapping, Sequence

from knowledge.answer import Disclosure
from knowledge.markets import markets_of
from knowledge.models import Brief
from knowledge.products import REGULATED, ProductMatch, Trait

ADULT = 18  # in Taiwan, and no market we know is lower
NOT_ADVICE = "law.not_advice"
UNKNOWN = "law.unknown"
EU = frozenset(
    {
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE", "IT", "LV",
        "LT", "LU",
        "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
    }
)  # fmt: skip
# How a paid relation is to be disclosed: market -> (text key, source).
DISCLOSE: Mapping[str, tuple[str, str]] = {
    "TW": ("law.disclose.tw", "L01"),
    "HK": ("law.disclose.hk", "L14"),
    "MY": ("law.disclose.my", "L13"),
    "SG": ("law.disclose.sg", "L12"),
    "US": ("law.disclose.us", "L06"),
    "GB": ("law.disclose.gb", "L07"),
    "FR": ("law.disclose.fr", "L09"),
    "CN": ("law.disclose.cn", "L10"),
    "JP": ("law.disclose.jp", "L11"),
    "AU": ("law.disclose.au", "L15"),
    "EU": ("law.disclose.eu", "L08"),
}
# Who answers for a false claim, where it reaches further than the advertiser.
LIABLE: Mapping[str, tuple[str, str]] = {"TW": ("law.liable.tw", "L02")}
# Claims that are dangerous for a kind of product: in one market, else in general.
CLAIMS: Mapping[tuple[str, Trait], tuple[str, str]] = {
    ("TW", Trait.COSMETIC): ("law.claim.tw_cosmetic", "L04"),
    ("TW", Trait.FOOD): ("law.claim.tw_food", "L03"),
    ("TW", Trait.HEALTH): ("law.claim.tw_health", "L03"),
    ("TW", Trait.MEDICAL): ("law.claim.tw_medical", "L16"),
    ("TW", Trait.ALCOHOL): ("law.claim.tw_alcohol", "L05"),
    ("CN", Trait.HEALTH): ("law.claim.cn_health", "L10"),
    ("CN", Trait.MEDICAL): ("law.claim.cn_health", "L10"),
    ("FR", Trait.MEDICAL): ("law.claim.fr_medical", "L09"),
}
# Kinds that a trait does not tell: in one market, else in general.
KINDS: Mapping[tuple[str, str], tuple[str, str]] = {("TW", "adult.tobacco"): ("law.claim.tw_tobacco", "L17")}
BANNED = frozenset({("TW", "adult.tobacco")})  # no creator may take it
GENERAL_KINDS: Mapping[str, tuple[str, str]] = {"adult.tobacco": ("law.claim.tobacco", "OWN")}
GENERAL_CLAIMS: Mapping[Trait, tuple[str, str]] = {
    Trait.COSMETIC: ("law.claim.cosmetic", "OWN"),
    Trait.FOOD: ("law.claim.food", "OWN"),
    Trait.HEALTH: ("law.claim.health", "OWN"),
    Trait.MEDICAL: ("law.claim.medical", "OWN"),
    Trait.ALCOHOL: ("law.claim.alcohol", "OWN"),
    Trait.FINANCE: ("law.claim.finance", "OWN"),
    Trait.CHILDREN: ("law.claim.children", "OWN"),
}


def disclosures(markets: Sequence[str], product: ProductMatch | None = None) -> tuple[Disclosure, ...]:
    """For each market the disclosure rule and the claims to avoid; the last line says: not legal advice."""
    found = [line for market in dict.fromkeys(markets) for line in _for_market(market, product)]
    seen: dict[tuple[str, str], Disclosure] = {(line.market, line.text_key): line for line in found}
    home = markets[0] if markets else "TW"
    return (*seen.values(), Disclosure(market=home, text_key=NOT_ADVICE, source="OWN"))


def bans_online_sale(brief: Brief, product: ProductMatch | None) -> bool:
    """Whether the law forbids selling this online in the brief's market: spirits and beer in Taiwan (L05)."""
    return product is not None and Trait.ALCOHOL in product.type.traits and "TW" in markets_of(brief)


def bans_promotion(brief: Brief, product: ProductMatch | None) -> bool:
    """Whether no creator may take this in any of the brief's markets: tobacco and vapes in Taiwan (L17)."""
    if product is None or not product.exact:  # by likeness alone nobody is refused
        return False
    return all((market, product.type.id) in BANNED for market in markets_of(brief))


def for_adults_only(brief: Brief, product: ProductMatch | None) -> bool:
    """Whether the audience asked for includes minors, to whom this may not be advertised."""
    adult = product is not None and Trait.ALCOHOL in product.type.traits
    return adult and brief.audience.age_low is not None and brief.audience.age_low < ADULT


def _for_market(market: str, product: ProductMatch | None) -> list[Disclosure]:
    rules = [DISCLOSE.get(market) or (DISCLOSE["EU"] if market in EU else (UNKNOWN, "OWN"))]
    if market in EU and market in DISCLOSE:
        rules.append(DISCLOSE["EU"])
    if market in LIABLE:
        rules.append(LIABLE[market])
    rules += _claims(market, product)
    return [Disclosure(market=market, text_key=key, source=origin) for key, origin in rules]


def _claims(market: str, product: ProductMatch | None) -> list[tuple[str, str]]:
    if product is None:
        return []
    regulated = [trait for trait in Trait if trait in product.type.traits & REGULATED]
    # Health food is food too: its own rule says more.
    if Trait.HEALTH in regulated and Trait.FOOD in regulated:
        regulated.remove(Trait.FOOD)
    kind = KINDS.get((market, product.type.id)) or GENERAL_KINDS.get(product.type.id)
    found = [CLAIMS.get((market, trait)) or GENERAL_CLAIMS[trait] for trait in regulated]
    return [*found, *([kind] if kind else [])]
