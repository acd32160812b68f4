"""Creators as rows of the roster's tables; data/stored.py reads them back, exact to the currency's minor unit."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from data.links import plain_handle
from data.notation import LARGEST_COUNT
from data.seal import Seal
from knowledge.models import (
    Channel,
    ChannelAudience,
    Creator,
    Fee,
    Figure,
    Price,
    Provenance,
)
from knowledge.money import MoneyRange

METRICS = ("followers", "avg_views", "engagement", "posts_per_month")
PERSONAL = (
    "contact",
    "notes",
)  # columns of ``creators`` that are sealed; the rest is public on the platforms
MOST_CHANNELS = 200  # nobody has more; an agency is not one creator
Row = Mapping[str, Any]
Numbers = Mapping[str, int]  # of sources, by label


class Unstorable(ValueError):
    """A creator holds a value that the roster does not take."""


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


def labels_of(creators: Iterable[Creator]) -> set[str]:
    """The sources that anything of the creators is known from."""
    labels: set[str | None] = set()
    for creator in creators:
        labels.update([part.source for part in creator.provenance])
        for channel in creator.channels:
            figures = [getattr(channel, metric) for metric in METRICS]
            labels.update([figure.source for figure in figures if figure])
            labels.update([fee.price.source for fee in channel.fees])
            labels.update([part.source for part in channel.provenance])
            labels.add(channel.audience.source)
    return {label for label in labels if label is not None}


def creator_row(creator: Creator, seal: Seal, numbers: Numbers) -> dict[str, Any]:
    """The row of ``creators``; what is personal in it is sealed."""
    row = creator.model_dump(exclude={"channels", "provenance"})
    sealed = {column: seal.close_some(row[column]) for column in PERSONAL}
    return row | sealed | {"provenance": _written(creator.provenance, numbers)}


def channel_row(creator: Creator, position: int, numbers: Numbers) -> dict[str, Any]:
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
        "provenance": _written(channel.provenance, numbers),
    }


def figure_rows(channel: Channel, channel_id: int, numbers: Numbers) -> Iterable[dict[str, Any]]:
    """A row for each figure that is known."""
    for metric in METRICS:
        figure: Figure | None = getattr(channel, metric)
        if figure is not None:
            yield {
                "channel_id": channel_id,
                "metric": metric,
                **_dated(figure, numbers),
                "value": figure.value,
            }


def fee_rows(channel: Channel, channel_id: int, numbers: Numbers) -> Iterable[dict[str, Any]]:
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
            **_dated(fee.price, numbers),
        }


def audience_rows(channel: Channel, channel_id: int, numbers: Numbers) -> Iterable[dict[str, Any]]:
    """One row where something is known of the audience, else none."""
    audience = channel.audience
    if audience != ChannelAudience():
        yield {
            "channel_id": channel_id,
            **audience.model_dump(include={"age_low", "age_high", "female_share"}),
            "regions": json.dumps(audience.regions),
            **_dated(audience, numbers),
        }


def _written(provenance: Iterable[Provenance], numbers: Numbers) -> str:
    """As m004_sources has it."""
    origins = {
        f"{'' if part.source is None else numbers[part.source]}:{_text(part.as_of) or ''}": part.fields
        for part in provenance
    }
    return json.dumps(origins)


def _dated(thing: Figure | Price | ChannelAudience, numbers: Numbers) -> dict[str, Any]:
    return {"as_of": _text(thing.as_of), "source_id": None if thing.source is None else numbers[thing.source]}


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
