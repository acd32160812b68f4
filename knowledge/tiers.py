"""Size of a channel by followers. Four schemes are in use; this is the one common in Taiwan shops (M01).

The words differ between schemes, so every label prints the range beside the word.
"""

from bisect import bisect_right

from knowledge.models import Tier

TIER_SOURCE = "M01"
FLOORS: dict[Tier, int] = {
    Tier.NANO: 0,
    Tier.MICRO: 10_000,
    Tier.MID: 100_000,
    Tier.MACRO: 500_000,
    Tier.MEGA: 1_000_000,
}
_TIERS, _FLOORS = tuple(FLOORS), tuple(FLOORS.values())
_CEILINGS = [*_FLOORS[1:], None]
RANGES: dict[Tier, tuple[int, int | None]] = {
    tier: (floor, ceiling) for (tier, floor), ceiling in zip(FLOORS.items(), _CEILINGS, strict=True)
}


def tier_of(followers: float) -> Tier:
    """The tier whose range holds this many followers: the lower end belongs to it, the upper end does not."""
    if followers < 0:
        raise ValueError(f"followers cannot be {followers}; expected 0 or more")
    return _TIERS[bisect_right(_FLOORS, followers) - 1]
