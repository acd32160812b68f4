"""Weights and thresholds behind role, route and formats. Directions have sources; sizes are ours (OWN)."""

from collections.abc import Mapping
from typing import NamedTuple

from knowledge.models import Format, Goal
from knowledge.products import Trait

# Role (S2): innovative, upgraded, higher-level and special groups -> main; traditional and popular ->
# supplementary.
ROLE_MAIN: Mapping[Trait, float] = {
    Trait.NOVEL: 2.0, Trait.NICHE: 2.0, Trait.HIGH_END: 1.5, Trait.EXPERTISE: 0.8, Trait.TECHNICAL: 0.4,
    Trait.COMPLEX: 0.4,
    Trait.MEDICAL: 0.4, Trait.B2B: 0.3,
}  # fmt: skip
ROLE_SUPPLEMENTARY: Mapping[Trait, float] = {
    Trait.COMMODITY: -1.2, Trait.IMPULSE: -0.4, Trait.GROUP_BUY: -0.4, Trait.SEASONAL: -0.2,
}  # fmt: skip
NEW_PRODUCT = 1.5
PREMIUM_PRICE = 0.8
BUDGET_PRICE = -0.3
TRIFLING_PRICE, TRIFLING_TWD = -1.0, 100  # of a product whose kind is unknown, and so its bands (OWN)
UNFAMILIAR = 0.8  # a product that no name of 500 kinds fits is new to its buyers too (OWN)
PARTICULAR = 0.4  # a named kind with a twist: somebody has to tell what is different (OWN)
TWISTED_COMMODITY = 0.6  # with a twist it is half as common as its kind (OWN)
MAIN_FROM = 0.6

# Route (S1): a small project is cheaper done directly, a large one through a platform or agency.
LARGE_TWD, MEDIUM_TWD = 300_000, 150_000
CROWD, MANY_CREATORS, SEVERAL_CREATORS = 16, 10, 6
MANY_PLATFORMS = 3
AGENCY_POINTS = 2
AGENCY_RATES = (0.10, 0.30)  # M16 10-20 %, M26 platforms 10-20 % and MCN 20-30 %, M44 12-20 %
AGENCY_SOURCES = ("M16", "M26", "M44")
HOURS_DIRECT = 8  # a creator: find, write, agree, brief, review, follow up (OWN)
HOURS_AGENCY = 2  # what is left to do: choose, brief, approve (OWN)
HOURS_PLATFORM = 8  # each platform after the first: other rules, other reports (OWN)
HOURS_PER_TWD = 4 / 100_000  # contracts, stock and reports grow with the sum (OWN)
HOUR_TWD = 350  # NT$46,617 a month (F03) over 174 hours, plus about 30 % for insurance and holidays (OWN)
HOUR_SOURCES = ("F03", "OWN")


class FormatPull(NamedTuple):
    """Traits and goals that call for a format, as one reason."""

    format: Format
    why: str
    traits: Mapping[Trait, float]
    goals: Mapping[Goal, float]
    sources: tuple[str, ...]


FORMAT_PULLS: tuple[FormatPull, ...] = (
    FormatPull(
        Format.UNBOXING,
        "show_first_use",
        {
            Trait.COMPLEX: 1.2,
            Trait.ASSEMBLED: 1.6,
            Trait.TECHNICAL: 1.2,
            Trait.NOVEL: 0.7,
            Trait.HIGH_END: 0.3,
            Trait.FOOD: -1.0,
            Trait.COSMETIC: -0.3,
            Trait.SERVICE: -2.0,
            Trait.FINANCE: -3.0,
            Trait.B2B: -0.8,
        },
        {Goal.AWARENESS: 0.3},
        ("S1",),
    ),
    FormatPull(
        Format.REVIEW,
        "test_over_time",
        {
            Trait.LONG_OBSERVATION: 1.6,
            Trait.COMPLEX: 1.1,
            Trait.TECHNICAL: 1.2,
            Trait.SEARCHED: 0.7,
            Trait.EXPERTISE: 0.8,
            Trait.MEDICAL: 0.4,
            Trait.HIGH_END: 0.4,
            Trait.SENSORY: 0.3,
            Trait.B2B: 0.6,
            Trait.FINANCE: 0.6,
            Trait.HEALTH: 0.4,
            Trait.SERVICE: 0.5,
            Trait.ASSEMBLED: 0.4,
            Trait.NICHE: 0.4,
        },
        {Goal.TRUST: 0.6},
        ("S1",),
    ),
    FormatPull(
        Format.TUTORIAL,
        "teach_steps",
        {
            Trait.COMPLEX: 1.1,
            Trait.ASSEMBLED: 0.8,
            Trait.COSMETIC: 0.7,
            Trait.EXPERTISE: 0.6,
            Trait.B2B: 0.7,
            Trait.TECHNICAL: 0.5,
            Trait.FINANCE: 0.5,
        },
        {Goal.TRUST: 0.3},
        ("S1",),
    ),
    FormatPull(
        Format.POST,
        "picture_says_it",
        {
            Trait.VISUAL: 1.3,
            Trait.FOOD: 0.4,
            Trait.SEASONAL: 0.2,
            Trait.FAMILY: 0.6,
            Trait.COMMODITY: 0.4,
            Trait.SENSORY: 0.3,
            Trait.SERVICE: 0.4,
        },
        {Goal.AWARENESS: 0.3},
        ("S1",),
    ),
    FormatPull(
        Format.REEL,
        "moving_picture",
        {Trait.VISUAL: 1.2, Trait.IMPULSE: 0.5, Trait.SENSORY: 0.5, Trait.COSMETIC: 0.3, Trait.FOOD: 0.3},
        {Goal.AWARENESS: 0.5},
        ("S1",),
    ),
    FormatPull(
        Format.SHORT,
        "moving_picture",
        {Trait.IMPULSE: 0.6, Trait.VISUAL: 0.6, Trait.NOVEL: 0.3},
        {Goal.AWARENESS: 0.5},
        ("S1", "M34"),
    ),
    FormatPull(
        Format.STORY,
        "link_now",
        {Trait.IMPULSE: 0.6, Trait.SEASONAL: 0.4, Trait.VISUAL: 0.3, Trait.FOOD: 0.2},
        {Goal.SALES: 0.4},
        ("M33", "OWN"),
    ),
    FormatPull(
        Format.LIVESTREAM,
        "uncut",
        {
            Trait.IMPULSE: 0.3,
            Trait.GROUP_BUY: 0.2,
            Trait.HIGH_END: -0.3,
            Trait.B2B: -0.5,
            Trait.FINANCE: -0.6,
        },
        {Goal.SALES: 0.5},
        ("M35", "S2"),
    ),
    FormatPull(
        Format.GROUP_BUY,
        "share_of_sale",
        {
            Trait.GROUP_BUY: 1.3,
            Trait.FAMILY: 0.3,
            Trait.COMMODITY: 0.3,
            Trait.B2B: -2.0,
            Trait.SERVICE: -0.8,
            Trait.FINANCE: -3.0,
            Trait.HIGH_END: -0.5,
            Trait.MEDICAL: -0.8,
        },
        {Goal.SALES: 0.7, Goal.AWARENESS: -0.5, Goal.TRUST: -0.5},
        ("M27", "M28"),
    ),
    FormatPull(
        Format.AFFILIATE,
        "pay_on_sale",
        {Trait.IMPULSE: 0.2, Trait.SERVICE: 0.1, Trait.B2B: -0.8, Trait.FINANCE: -0.6, Trait.MEDICAL: -1.0},
        {Goal.SALES: 0.9, Goal.AWARENESS: -0.6, Goal.TRUST: -0.4},
        ("M39",),
    ),
    FormatPull(
        Format.GIFTING,
        "product_for_word",
        {Trait.HIGH_END: -0.6, Trait.B2B: -1.5, Trait.FINANCE: -3.0, Trait.IMPULSE: 0.2, Trait.MEDICAL: -1.5},
        {Goal.AWARENESS: 0.2},
        ("M39",),
    ),
    FormatPull(
        Format.AMBASSADOR,
        "long_bond",
        {
            Trait.HIGH_END: 0.8,
            Trait.LONG_OBSERVATION: 0.3,
            Trait.NICHE: 0.5,
            Trait.HEALTH: 0.2,
            Trait.B2B: 0.2,
        },
        {Goal.TRUST: 0.6},
        ("S2", "M39"),
    ),
    FormatPull(
        Format.BLOG_ARTICLE,
        "found_by_search",
        {
            Trait.SEARCHED: 1.3,
            Trait.EXPERTISE: 0.4,
            Trait.SERVICE: 0.7,
            Trait.MEDICAL: 0.4,
            Trait.FINANCE: 0.6,
            Trait.B2B: 0.5,
            Trait.VISUAL: 0.2,
        },
        {Goal.TRUST: 0.3},
        ("M36",),
    ),
)
FORMAT_ECHO = 0.4
TINY_TWD = 10_000  # below this, gifting and commission carry the campaign (OWN; M13: fees of small creators)
LONG_TWD = 200_000  # from here a lasting bond is affordable (OWN)
FORMATS_TOLD = 4
WORTH_DOING = 0.45

# Timeline (M26: test first with 20-30 % of the budget).
TEST_SHARES = (0.20, 0.30)
SEASON_WEEKS = 8  # agree with creators this long before the season (OWN)
