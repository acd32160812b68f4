"""What is in a roster: counts by platform, tier, category and region, what is missing, and how old it is."""

from collections import Counter
from datetime import date

from data.rows import METRICS
from data.store import Store
from knowledge.models import Frozen, Tier
from knowledge.tiers import tier_of

UNKNOWN = "unknown"
AGES = {"up to 30 days": 30, "31 to 90 days": 90, "91 to 365 days": 365, "over a year": None}


class RosterStats(Frozen):
    """Counts of channels, most first. ``age`` counts figures and fees by the days since their ``as_of``."""

    version: int
    creators: int
    demo_creators: int
    own_creators: int
    channels: int
    platforms: dict[str, int]
    tiers: dict[str, int]
    categories: dict[str, int]
    regions: dict[str, int]
    missing: dict[str, int]
    age: dict[str, int]
    oldest: date | None
    newest: date | None


def stats_of(db: Store, today: date) -> RosterStats:
    """Count one state of the roster's tables."""
    with db.snapshot():
        days = {date.fromisoformat(day) if day else None: n for day, n in _pairs(db, _DAYS).items()}
        known = [day for day in days if day]
        creators, demo = db.execute("SELECT count(*), coalesce(sum(demo), 0) FROM creators").fetchone()
        channels = db.execute("SELECT count(*) FROM channels").fetchone()[0]
        return RosterStats(
            version=db.execute("SELECT version FROM roster_state").fetchone()[0],
            creators=creators,
            demo_creators=demo,
            own_creators=creators - demo,
            channels=channels,
            platforms=_counts(db, "platform"),
            tiers=_tiers(db, channels),
            categories=_counts(db, "category"),
            regions=_counts(db, "region"),
            missing=_missing(db, channels),
            age=_ages(days, today),
            oldest=min(known, default=None),
            newest=max(known, default=None),
        )


_DAYS = """
SELECT as_of, count(*) FROM (SELECT as_of FROM figures UNION ALL SELECT as_of FROM fees) GROUP BY as_of
"""


def _pairs(db: Store, sql: str) -> dict[str | None, int]:
    return dict(db.execute(sql).fetchall())


def _counts(db: Store, column: str) -> dict[str, int]:
    sql = f"SELECT {column}, count(*) FROM channels JOIN creators ON creators.id = creator_id GROUP BY 1"
    return _most_first({name or UNKNOWN: n for name, n in _pairs(db, sql).items()})


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _tiers(db: Store, channels: int) -> dict[str, int]:
    """Channels by size, small to large, and those of which the size is not known."""
    sizes = db.execute("SELECT value, count(*) FROM figures WHERE metric = 'followers' GROUP BY value")
    counts: Counter[str] = Counter()
    for followers, n in sizes.fetchall():
        counts[tier_of(followers)] += n
    ordered = {tier.value: counts[tier] for tier in Tier if counts[tier]}
    unknown = channels - counts.total()
    return ordered | ({UNKNOWN: unknown} if unknown else {})


def _missing(db: Store, channels: int) -> dict[str, int]:
    """How many channels lack what the advice is computed from; what none lacks is left out."""
    having = {
        metric: db.execute("SELECT count(*) FROM figures WHERE metric = ?", [metric]).fetchone()[0]
        for metric in METRICS
    }
    having["fees"] = db.execute("SELECT count(DISTINCT channel_id) FROM fees").fetchone()[0]
    having["audience"] = db.execute("SELECT count(*) FROM audiences").fetchone()[0]
    for column in ("category", "content", "language", "region", "url", "last_post"):
        sql = f"SELECT count({column}) FROM channels JOIN creators ON creators.id = creator_id"
        having[column] = db.execute(sql).fetchone()[0]
    return _most_first({name: channels - n for name, n in having.items() if n < channels})


def _ages(days: dict[date | None, int], today: date) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for day, n in days.items():
        age = None if day is None else (today - day).days
        name = next(
            (name for name, most in AGES.items() if age is not None and (most is None or age <= most)),
            UNKNOWN,
        )
        counts[name] += n
    return {name: counts[name] for name in (*AGES, UNKNOWN) if counts[name]}
