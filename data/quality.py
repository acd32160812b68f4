"""What is wrong with a roster, or likely to be: duplicates, odd figures, old figures, gaps."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from data.duplicates import Duplicate, duplicates
from data.rows import METRICS
from knowledge.models import Channel, Creator, Fee, Figure, Frozen

STALE_DAYS = 90
# Bounds beyond which a slip of the keyboard or of the unit is likelier than the truth.
FEWEST_FOLLOWERS = 10
MOST_FOLLOWERS = 500_000_000
VIEWS_PER_FOLLOWER = 20
VIEWS_FROM_FOLLOWERS = 1_000  # one video of a small channel may go far beyond it
HIGHEST_ENGAGEMENT = 0.5
MOST_POSTS = 300
FEE_BOUNDS = {"TWD": (100, 5_000_000), "USD": (3, 160_000), "HKD": (25, 1_250_000)}


class Odd(Frozen):
    """A figure that is out of range, with the channel and why."""

    channel: str
    name: str
    field: str
    value: float | str
    why: str


class Stale(Frozen):
    """A channel whose newest figure is older than STALE_DAYS."""

    channel: str
    name: str
    as_of: date
    days: int


class Quality(Frozen):
    """Everything to look at. ``missing`` counts channels by what they lack; ``undated`` have no date at all."""

    creators: int
    channels: int
    duplicates: tuple[Duplicate, ...]
    out_of_range: tuple[Odd, ...]
    stale: tuple[Stale, ...]
    undated: int
    missing: dict[str, int]

    @property
    def findings(self) -> int:
        """How many there are of what a person can correct."""
        return len(self.duplicates) + len(self.out_of_range) + len(self.stale)


def quality_of(creators: Sequence[Creator], today: date) -> Quality:
    """Examine creators. Nothing is changed, and nothing merged."""
    pairs = [(creator, channel) for creator in creators for channel in creator.channels]
    odd = [
        Odd(channel=channel.key, name=creator.name, field=field, value=value, why=why)
        for creator, channel in pairs
        for field, value, why in _odd(channel, today)
    ]
    stale, undated = _stale(pairs, today)
    missing = Counter(name for creator, channel in pairs for name in _missing(creator, channel))
    return Quality(
        creators=len(creators),
        channels=len(pairs),
        duplicates=duplicates(creators),
        out_of_range=tuple(odd),
        stale=tuple(sorted(stale, key=lambda one: (-one.days, one.channel))),
        undated=undated,
        missing=dict(sorted(missing.items(), key=lambda item: (-item[1], item[0]))),
    )


def _figures(channel: Channel) -> Iterator[tuple[str, Figure]]:
    for metric in METRICS:
        if figure := getattr(channel, metric):
            yield metric, figure


def _odd(channel: Channel, today: date) -> Iterator[tuple[str, float | str, str]]:
    known = {name: figure.value for name, figure in _figures(channel)}
    followers = known.get("followers")
    if followers is not None and not FEWEST_FOLLOWERS <= followers <= MOST_FOLLOWERS:
        yield (
            "followers",
            followers,
            f"expected {FEWEST_FOLLOWERS} to {MOST_FOLLOWERS:,}; is the unit missing?",
        )
    views = known.get("avg_views", 0)
    if followers and followers >= VIEWS_FROM_FOLLOWERS and views > followers * VIEWS_PER_FOLLOWER:
        yield "avg_views", views, f"more than {VIEWS_PER_FOLLOWER} times the {followers:,.0f} followers"
    if known.get("engagement", 0) > HIGHEST_ENGAGEMENT:
        yield "engagement", known["engagement"], f"over {HIGHEST_ENGAGEMENT:.0%}; is a percent sign missing?"
    if known.get("posts_per_month", 0) > MOST_POSTS:
        yield "posts_per_month", known["posts_per_month"], "more than ten a day"
    yield from (odd for fee in channel.fees if (odd := _odd_fee(fee)))
    days = [("last_post", channel.last_post), *((name, figure.as_of) for name, figure in _figures(channel))]
    for name, day in days:
        if day and day > today:
            yield name, day.isoformat(), "in the future"


def _odd_fee(fee: Fee) -> tuple[str, float | str, str] | None:
    price = fee.price
    low, high = FEE_BOUNDS.get(price.currency, (0, float("inf")))
    if low <= price.low and price.high <= high:
        return None
    shown = f"{price.low:,.0f}-{price.high:,.0f} {price.currency}"
    return f"fee_{fee.format}", shown, f"expected {low:,} to {high:,.0f} {price.currency}"


def _stale(pairs: Iterable[tuple[Creator, Channel]], today: date) -> tuple[list[Stale], int]:
    stale, undated = [], 0
    for creator, channel in pairs:
        figures = [figure.as_of for _, figure in _figures(channel)]
        days = [day for day in (*figures, *(fee.price.as_of for fee in channel.fees)) if day]
        if not days:
            undated += 1
        elif (age := (today - max(days)).days) > STALE_DAYS:
            stale.append(Stale(channel=channel.key, name=creator.name, as_of=max(days), days=age))
    return stale, undated


def _missing(creator: Creator, channel: Channel) -> Iterator[str]:
    yield from (metric for metric in METRICS if getattr(channel, metric) is None)
    yield from (name for name in ("category", "content", "language") if not getattr(channel, name))
    if not channel.fees:
        yield "fees"
    if creator.region is None:
        yield "region"
    if not creator.contact:
        yield "contact"
