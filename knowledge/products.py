"""Product types, their traits and what they cost at retail. The rows are in products.jsonl."""

import json
from enum import StrEnum
from functools import cache
from importlib.resources import files

from pydantic import Field

from knowledge.models import Frozen, PriceTier, Share


class Trait(StrEnum):
    """What about a product decides how it should be shown and sold."""

    VISUAL = "visual"
    COMPLEX = "complex"
    ASSEMBLED = "assembled"
    LONG_OBSERVATION = "long_observation"
    TECHNICAL = "technical"
    SENSORY = "sensory"  # taste, smell, touch: what a screen cannot carry
    IMPULSE = "impulse"
    SEARCHED = "searched"  # buyers compare and search before they buy
    EXPERTISE = "expertise"  # buyers want a professional's word
    FAMILY = "family"
    GROUP_BUY = "group_buy"  # consumed again and again, shared, easy to ship
    SERVICE = "service"
    B2B = "b2b"
    COMMODITY = "commodity"
    NOVEL = "novel"
    NICHE = "niche"
    HIGH_END = "high_end"
    SEASONAL = "seasonal"
    COSMETIC = "cosmetic"  # from here on: regulated advertising
    FOOD = "food"
    HEALTH = "health"
    MEDICAL = "medical"
    ALCOHOL = "alcohol"
    FINANCE = "finance"
    CHILDREN = "children"


REGULATED = frozenset(
    {Trait.COSMETIC, Trait.FOOD, Trait.HEALTH, Trait.MEDICAL, Trait.ALCOHOL, Trait.FINANCE, Trait.CHILDREN}
)


class ProductType(Frozen):
    """One kind of product. ``bands`` are TWD: below the first is budget, from the second on premium."""

    id: str = Field(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$", description="group.type")
    zh: str
    en: str
    zh_synonyms: tuple[str, ...] = ()
    en_synonyms: tuple[str, ...] = ()
    traits: frozenset[Trait]
    bands: tuple[int, int]
    months: tuple[int, ...] = Field((), description="1..12, when it sells; empty means all year")

    @property
    def group(self) -> str:
        """The shelf it stands on: ``beauty`` of ``beauty.lipstick``."""
        return self.id.split(".", 1)[0]

    def tier_of(self, price_twd: float) -> PriceTier:
        """Price tier of a retail price in TWD within this kind of product."""
        if price_twd < self.bands[0]:
            return PriceTier.BUDGET
        return PriceTier.MID if price_twd < self.bands[1] else PriceTier.PREMIUM


class ProductMatch(Frozen):
    """The product type that a phrase was mapped onto. ``exact``: by name or synonym, not by likeness."""

    type: ProductType
    confidence: Share
    exact: bool


@cache
def products() -> dict[str, ProductType]:
    """Every product type by id, in file order."""
    lines = files("knowledge").joinpath("products.jsonl").read_text("utf-8").splitlines()
    rows = [ProductType.model_validate(json.loads(line)) for line in lines if line]
    return {row.id: row for row in rows}
