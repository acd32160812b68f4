"""What share of a sale creators ask, and the three shapes in which it is agreed."""

from collections.abc import Mapping
from typing import NamedTuple

from knowledge.models import Format, Reason
from knowledge.sources import because


class Commission(NamedTuple):
    """A range of shares of the selling price, as fractions."""

    low: float
    high: float
    sources: tuple[str, ...]


# Taiwanese group-buys: one source says 5-20 %, the other 10-30 %; counted after the 7-day return window.
TW_GROUP_BUY = Commission(0.05, 0.30, ("M27",))
RETURN_DAYS = 7
# TikTok Shop's usual rates by shelf: the nearest thing to a published table for affiliates.
AFFILIATE: Mapping[str, Commission] = {
    "beauty": Commission(0.12, 0.20, ("M30",)),
    "supplements": Commission(0.18, 0.22, ("M30",)),
    "fashion": Commission(0.12, 0.18, ("M30",)),
    "home": Commission(0.12, 0.15, ("M30",)),
    "food": Commission(0.10, 0.15, ("M30",)),
    "electronics": Commission(0.05, 0.12, ("M30",)),
    "pet": Commission(0.15, 0.18, ("M30",)),
}
# Shelves of the product taxonomy that share a rate.
SHELF: Mapping[str, str] = {
    "skincare": "beauty", "makeup": "beauty", "hair": "beauty", "health": "supplements",
    "supplement": "supplements", "apparel": "fashion", "clothing": "fashion", "bags": "fashion",
    "shoes": "fashion",
    "jewelry": "fashion", "furniture": "home", "kitchen": "home", "household": "home",
    "appliance": "electronics",
    "appliances": "electronics", "tech": "electronics", "3c": "electronics", "computer": "electronics",
    "drink": "food", "beverage": "food", "snack": "food", "pets": "pet",
}  # fmt: skip
ANY_AFFILIATE = Commission(0.05, 0.22, ("M30",))
CN_LIVE = Commission(0.10, 0.30, ("M32", "M31"))


def commission_for(format: Format, market: str = "TW", group: str | None = None) -> Commission | None:
    """The usual share of a sale; None for formats that are paid by the piece."""
    if format not in (Format.GROUP_BUY, Format.AFFILIATE):
        return None
    if market == "CN":
        return CN_LIVE
    if format is Format.GROUP_BUY:
        return TW_GROUP_BUY
    shelf = SHELF.get(group or "", group or "")
    return AFFILIATE.get(shelf, ANY_AFFILIATE)


def three_shapes() -> tuple[Reason, ...]:
    """Pure share, guarantee plus share, or whichever is higher: what each means for the seller."""
    return (
        because("commission.pure", "M28"),
        because("commission.guarantee_plus", "M28"),
        because("commission.higher_of", "M28"),
    )
