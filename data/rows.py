"""Creators as rows of the roster's tables, and back. The round trip is exact to the currency's minor unit."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from data.links import plain_handle
from data.notation import LARGEST_COUNT
from data.seal import Seal
from knowledge.models import Channel, ChannelAudience, Creator, Fee, Figure, Format, Platform, Price
from knowledge.money import MoneyRange, to_major

METRICS = ("followers", "avg_views", "engagement", "posts_per_month")
PERSONAL = (
    "contact",
    "notes",
)  # columns of ``creators`` that are sealed; the rest is public on the platforms
MOST_CHANNELS = 200  # nobody has more; an agency is not one creator
Row = Mapping[str, Any]


class Unstorable(ValueError):
    """A creator holds a value that the roster does not take."""


class ChannelRows(NamedTuple):
    """The rows of a channel's own figures, fees and audience."""

    figures: list[Row]
    fees: list[Row]
    audience: Row | None


def check(creator: Creator) -> None:
    """Raise Unstorable for what would not come back as it went in, or would give one channel two keys."""
    if len(creator.channels) > MOST_CHANNELS:
        found = f"{len(creator.channels)} channels, expected {MOST_CHANNELS} at most"
        raise Unstorable(f"{creator.id} has {found}; is it one person or team?")
    for channel in creator.channels:
        for message in _faults(channel):
            raise Unstorable(f"{creator.id}: {channel.key}: {message}")


def _faults(channel: Channel) -> Iterable[str]:
    if channel.handle != (plain := plain_handle(channel.handle)):
        yield f"the handle is {channel.handle!r}, expected {plain!r}"
    for metric in METRICS:
        figure: Figure | None = getattr(channel, metric)
        if figure and figure.value > (limit := 1 if metric == "engagement" else LARGEST_COUNT):
            yield f"{metric} is {figure.value}, expected {limit:,} at most"
    low, high = channel.audience.age_low, channel.audience.age_high
    if low is not None and high is not None and high < low:
        yield f"the audience's ages end ({high}) below where they start ({low})"
    yield from (fault for fee in channel.fees if (fault := _fee_fault(fee)))


def _fee_fault(fee: Fee) -> str | None:
    try:
        money = _range(fee.price.low, fee.price.high, fee.price.currency)
    except ValueError as problem:
        return f"the fee for {fee.format} is no range of money: {problem}"
    if (float(money.low), float(money.high or 0)) != (fee.price.low, fee.price.high):
        return f"the fee for {fee.format} has fractions of the currency's smallest unit"
    return None


@lru_cache(2**14)
def _range(low: float, high: float, currency: str) -> MoneyRange:
    """The exact money of a price; fees are round, so that few of them are many."""
    return MoneyRange.of(low, high, currency)


def creator_row(creator: Creator, seal: Seal) -> dict[str, Any]:
    """The row of ``creators``; what is personal in it is sealed."""
    row = creator.model_dump(exclude={"channels"})
    return row | {column: seal.close_some(row[column]) for column in PERSONAL}


def channel_row(creator: Creator, position: int) -> dict[str, Any]:
    """The row of ``channels``, without its id."""
    channel = creator.channels[position]
    return {
        "creator_id": creator.id,
        "position": position,
        "key": channel.key,
        "platform": channel.platform.value,
        "handle": channel.handle,
        "url": channel.url,
        "category": channel.category,
        "content": channel.content,
        "language": channel.language,
        "last_post": _text(channel.last_post),
        "past_collaborations": json.dumps(channel.past_collaborations, ensure_ascii=False),
    }


def figure_rows(channel: Channel, channel_id: int) -> Iterable[dict[str, Any]]:
    """A row for each figure that is known."""
    for metric in METRICS:
        figure: Figure | None = getattr(channel, metric)
        if figure is not None:
            yield {"channel_id": channel_id, "metric": metric, **_dated(figure), "value": figure.value}


def fee_rows(channel: Channel, channel_id: int) -> Iterable[dict[str, Any]]:
    """A row for each fee, in the channel's order."""
    for position, fee in enumerate(channel.fees):
        money = _range(fee.price.low, fee.price.high, fee.price.currency)
        yield {
            "channel_id": channel_id,
            "position": position,
            "format": fee.format.value,
            "low_minor": money.low_minor,
            "high_minor": money.cap_minor,
            "currency": money.currency,
            "basis": fee.price.basis.value,
            **_dated(fee.price),
        }


def audience_rows(channel: Channel, channel_id: int) -> Iterable[dict[str, Any]]:
    """One row where something is known of the audience, else none."""
    audience = channel.audience
    if audience != ChannelAudience():
        yield {
            "channel_id": channel_id,
            **audience.model_dump(include={"age_low", "age_high", "female_share"}),
            "regions": json.dumps(audience.regions),
            **_dated(audience),
        }


def creators_of(
    creators: Iterable[Row],
    channels: Iterable[Row],
    figures: Iterable[Row],
    fees: Iterable[Row],
    audiences: Iterable[Row],
    seal: Seal,
) -> list[Creator]:
    """Creators from their tables' rows, in the order of ``creators``; channels and fees in theirs."""
    parts: dict[int, ChannelRows] = defaultdict(lambda: ChannelRows([], [], None))
    for figure in figures:
        parts[figure["channel_id"]].figures.append(figure)
    for fee in fees:
        parts[fee["channel_id"]].fees.append(fee)
    for audience in audiences:
        parts[audience["channel_id"]] = parts[audience["channel_id"]]._replace(audience=audience)
    owned: dict[str, list[Channel]] = defaultdict(list)
    for row in channels:
        owned[row["creator_id"]].append(_channel(row, parts[row["id"]]))
    return [Creator(**_opened(row, seal), channels=tuple(owned[row["id"]])) for row in creators]


def _opened(row: Row, seal: Seal) -> dict[str, Any]:
    return {**row, **{column: seal.open_some(row[column]) for column in PERSONAL}}


def _channel(row: Row, parts: ChannelRows) -> Channel:
    return Channel(
        platform=Platform(row["platform"]),
        handle=row["handle"],
        url=row["url"],
        category=row["category"],
        content=row["content"],
        language=row["language"],
        last_post=_date(row["last_post"]),
        past_collaborations=tuple(json.loads(row["past_collaborations"])),
        fees=tuple(map(_fee, parts.fees)),
        audience=_audience(parts.audience),
        **{row["metric"]: _figure(row) for row in parts.figures},
    )


def _figure(row: Row) -> Figure:
    return Figure(value=row["value"], as_of=_date(row["as_of"]), source=row["source"])


def _fee(row: Row) -> Fee:
    low, high = (float(to_major(row[end], row["currency"])) for end in ("low_minor", "high_minor"))
    price = Price(
        low=low,
        high=high,
        currency=row["currency"],
        basis=row["basis"],
        as_of=_date(row["as_of"]),
        source=row["source"],
    )
    return Fee(format=Format(row["format"]), price=price)


def _audience(row: Row | None) -> ChannelAudience:
    if row is None:
        return ChannelAudience()
    return ChannelAudience(
        age_low=row["age_low"],
        age_high=row["age_high"],
        female_share=row["female_share"],
        regions=tuple(json.loads(row["regions"])),
        as_of=_date(row["as_of"]),
        source=row["source"],
    )


def _dated(thing: Figure | Price | ChannelAudience) -> dict[str, Any]:
    return {"as_of": _text(thing.as_of), "source": thing.source}


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
