"""The roster counted, against figures worked out by hand."""

from datetime import date
from pathlib import Path

from data.roster import Roster
from data.store import connect
from knowledge.models import Basis, Channel, Creator, Fee, Figure, Format, Platform, Price

TODAY = date(2026, 11, 22)


def channel(
    platform: Platform, handle: str, followers: float | None, day: date | None, category: str | None
) -> Channel:
    figure = None if followers is None else Figure(value=followers, as_of=day)
    return Channel(platform=platform, handle=handle, followers=figure, category=category)


def test_an_empty_roster() -> None:
    stats = Roster(connect(Path(":memory:"))).stats(TODAY)
    assert (stats.creators, stats.channels, stats.version) == (0, 0, 0)
    assert (stats.platforms, stats.tiers, stats.missing, stats.age, stats.oldest) == ({}, {}, {}, {}, None)


def test_counts_by_hand() -> None:
    roster = Roster(connect(Path(":memory:")))
    old = Price(low=1, high=2, currency="TWD", basis=Basis.QUOTED, as_of=date(2025, 11, 21))
    first = channel(Platform.YOUTUBE, "a", 9_999, TODAY, "food")
    second = channel(Platform.YOUTUBE, "b", 10_000, date(2026, 10, 22), "food")
    third = channel(Platform.BLOG, "c", None, None, None)
    fourth = channel(Platform.TIKTOK, "d", 2e6, None, "tech")
    fourth = fourth.model_copy(update={"fees": (Fee(format=Format.SHORT, price=old),), "content": "phones"})
    roster.save_all(
        [
            Creator(id="1", name="A", region="TW", channels=(first, third)),
            Creator(id="2", name="B", demo=True, channels=(second,)),
            Creator(id="3", name="C", region="HK", channels=(fourth,)),
        ]
    )
    stats = roster.stats(TODAY)
    assert (stats.creators, stats.demo_creators, stats.own_creators, stats.channels) == (3, 1, 2, 4)
    assert list(stats.platforms.items()) == [("youtube", 2), ("blog", 1), ("tiktok", 1)]
    assert list(stats.tiers.items()) == [("nano", 1), ("micro", 1), ("mega", 1), ("unknown", 1)]
    assert stats.categories == {"food": 2, "tech": 1, "unknown": 1}
    assert stats.regions == {"TW": 2, "HK": 1, "unknown": 1}
    assert stats.missing == {
        "audience": 4, "avg_views": 4, "engagement": 4, "language": 4, "last_post": 4, "posts_per_month": 4, "url": 4,
        "content": 3, "fees": 3, "category": 1, "followers": 1, "region": 1,
    }  # fmt: skip
    assert list(stats.age.items()) == [
        ("up to 30 days", 1),
        ("31 to 90 days", 1),
        ("over a year", 1),
        ("unknown", 1),
    ]
    assert (stats.oldest, stats.newest) == (date(2025, 11, 21), TODAY)
