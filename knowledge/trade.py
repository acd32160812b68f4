"""Short answers to what sellers ask about the trade, as reasons by topic. The words are in the catalogues."""

from collections.abc import Mapping

from knowledge.commission import RETURN_DAYS, TW_GROUP_BUY, three_shapes
from knowledge.economics import honest_orders
from knowledge.engagement import ALARM_LOW
from knowledge.mode_rules import AGENCY_RATES, AGENCY_SOURCES, TEST_SHARES
from knowledge.models import Reason, Tier
from knowledge.modes import route_sides
from knowledge.pricing import MODIFIERS
from knowledge.sources import because
from knowledge.tiers import RANGES, TIER_SOURCE


class UnknownTopic(KeyError):
    """A question about the trade that has no answer here."""


def _points(topic: str, *origins: tuple[str, ...]) -> tuple[Reason, ...]:
    """The numbered points of a topic, each with its own sources."""
    return tuple(because(f"trade.{topic}.{n}", *sources) for n, sources in enumerate(origins, start=1))


def _clause(name: str) -> Reason:
    clause = MODIFIERS[name]
    return because(f"clause.{name}", *clause.sources, low_rate=abs(clause.low), high_rate=abs(clause.high))


def _tiers() -> tuple[Reason, ...]:
    listed = because("trade.tiers.list", TIER_SOURCE, tiers=[tier.value for tier in RANGES])
    return (listed, *_points("tiers", (TIER_SOURCE, "M02", "M10"), ("M02", "M10", "OWN")))


def _engagement() -> tuple[Reason, ...]:
    sizes = (Tier.NANO, Tier.MICRO, Tier.MID)
    alarms = {f"alarm_{n}_rate": ALARM_LOW[tier] for n, tier in enumerate(sizes, start=1)}
    return (
        because("trade.engagement.formula", "M40"),
        because("trade.engagement.alarm", "M05", **alarms),
        *_points("engagement", ("M06", "M08", "M09"), ("M04",)),
    )


def _commission() -> tuple[Reason, ...]:
    usual = TW_GROUP_BUY
    rate = because(
        "trade.group_buy_rate", *usual.sources, low_rate=usual.low, high_rate=usual.high, days=RETURN_DAYS
    )
    return (rate, *three_shapes(), *_points("group_buy_commission", ("M40", "OWN")))


def _agency() -> tuple[Reason, ...]:
    low, high = AGENCY_RATES
    return (*route_sides(), because("trade.agency_rate", *AGENCY_SOURCES, low_rate=low, high_rate=high))


def _timeline() -> tuple[Reason, ...]:
    low, high = TEST_SHARES
    test = because("timeline.test", "M26", low_rate=low, high_rate=high)
    return (
        test,
        because("timeline.winners", "M26", "M39"),
        because("timeline.persist", "S2"),
        because("timeline.track", "S1"),
    )


RIGHTS = ("usage_rights", "whitelisting", "exclusivity")
TRADE: Mapping[str, tuple[Reason, ...]] = {
    # what the trade is
    "what_is_kol": _points("what_is_kol", ("S1", "S2"), ("S2",), ("S1",)),
    "what_is_koc": _points("what_is_koc", ("OWN",), ("OWN",)),
    "benefits": _points("benefits", ("S1", "S2"), ("S1", "S2"), ("S1", "S2"), ("OWN",)),
    "abilities": _points("abilities", ("S2",), ("S2",), ("S2",)),
    "celebrity": _points("celebrity", ("S2",), ("S2",)),
    "why_now": _points("why_now", ("S2",), ("S2",), ("S2",)),
    "role": _points("role", ("S2",), ("S2",)),
    "tiers": _tiers(),
    # whom to choose
    "choosing": _points("choosing", ("S1",), ("S1", "S2"), ("S1",), ("S2",)),
    "style": _points("style", ("S1", "S2"), ("S1",), ("S1",)),
    "character": _points("character", ("S2",), ("S2",)),
    "matrix": _points("matrix", ("S2",), ("S2",), ("M26",)),
    "in_house": _points("in_house", ("S2",), ("S2", "L11")),
    "fake_followers": _points("fake_followers", ("M02", "M10"), ("M05",), ("M11",), ("OWN",)),
    "engagement": _engagement(),
    # money
    "pricing": (*_points("pricing", ("M12",), ("S1",), ("OWN",), ("M23",)), *map(_clause, ("video", "multi_platform"))),
    "budgeting": _points("budgeting", ("S1",), ("S1",), ("S1",), ("M26",), ("M26",)),
    "usage_rights": (*_points("usage_rights", ("M42",)), *map(_clause, RIGHTS)),
    "expectation": (honest_orders(50_000), *_points("expectation", ("OWN",), ("S2",))),
    "promotion": _points("promotion", ("S1",), ("S1",), ("S1",)),
    # where and how
    "platform_choice": _points("platform_choice", ("S1",), ("S1",), ("M34", "M33"), ("M36",)),
    "direct_or_agency": _agency(),
    "outreach": _points("outreach", ("OWN",), ("OWN",), ("S1",)),
    "formats": _points("formats", ("S1",), ("S1",), ("M35",), ("M39",)),
    "group_buy_commission": _commission(),
    "group_buy_or_ad": _points("group_buy_or_ad", ("M39",), ("M39", "M27"), ("M39",)),
    "affiliate": _points("affiliate", ("M39",), ("M29", "M30"), ("M39",)),
    "gifting": _points("gifting", ("M39",), ("M39",), ("L01", "L06", "L07")),
    "timeline": _timeline(),
    "persistence": _points("persistence", ("S2",), ("S2",), ("S2",)),
    "before_you_start": _points("before_you_start", ("S1",), ("S1",), ("S1",)),
    # results
    "kpi": _points("kpi", ("M40",), ("M40",), ("M40",), ("M41",)),
    "no_sales": (*_points("no_sales", ("S1",), ("S1",), ("OWN",)), honest_orders(50_000)),
    # law and data
    "contract": _points(
        "contract", ("M42",), ("M42",), ("M42",), ("M42", "M15"), ("M42", "M16"), ("M42", "L01")
    ),
    "disclosure": _points("disclosure", ("L01", "L06", "L07"), ("L02",), ("OWN",)),
    "data_source": _points("data_source", ("OWN",), ("OWN",), ("OWN",)),
    "privacy": _points("privacy", ("OWN",), ("OWN",)),
}  # fmt: skip
TOPICS: tuple[str, ...] = tuple(TRADE)


def explain(topic: str) -> tuple[Reason, ...]:
    """Two to six short points on a topic, the most useful first."""
    if topic not in TRADE:
        raise UnknownTopic(f"no answer about {topic!r}; topics are {', '.join(TOPICS)}")
    return TRADE[topic]
