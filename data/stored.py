"""Creators from the rows of the roster's tables, as data/rows.py writes them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from data.provenance import Known, grouped
from data.rows import PERSONAL, Row
from data.seal import Seal
from knowledge.models import (
    Channel,
    ChannelAudience,
    Creator,
    Fee,
    Figure,
    Format,
    Platform,
    Price,
    Provenance,
)
from knowledge.money import to_major

Labels = Mapping[int, str]  # of sources, by number


class ChannelRows(NamedTuple):
    """The rows of a channel's own figures, fees and audience."""

    figures: list[Row]
    fees: list[Row]
    audience: Row | None


def numbers_in(people: Iterable[Row], parts: Iterable[Row]) -> set[int]:
    """The numbers of the sources that rows name: of creators and channels, and of figures, fees and audiences."""
    numbers = {row["source_id"] for row in parts} - {None}
    texts = {row["provenance"] for row in people}
    return numbers | {number for text in texts for number, _ in map(_origin, json.loads(text)) if number}


def creators_of(
    creators: Sequence[Row],
    channels: Sequence[Row],
    figures: Iterable[Row],
    fees: Iterable[Row],
    audiences: Iterable[Row],
    seal: Seal,
    labels: Labels,
) -> list[Creator]:
    """Creators from their tables' rows, in the order of ``creators``; channels and fees in theirs."""
    parts: dict[int, ChannelRows] = defaultdict(lambda: ChannelRows([], [], None))
    for figure in figures:
        parts[figure["channel_id"]].figures.append(figure)
    for fee in fees:
        parts[fee["channel_id"]].fees.append(fee)
    for audience in audiences:
        parts[audience["channel_id"]] = parts[audience["channel_id"]]._replace(audience=audience)
    # Whole imports have the same few.
    provenances = {
        text: _read(text, labels) for text in {row["provenance"] for row in (*creators, *channels)}
    }
    owned: dict[str, list[Channel]] = defaultdict(list)
    for row in channels:
        own = _channel(row, parts[row["id"]], labels, provenances[row["provenance"]])
        owned[row["creator_id"]].append(own)
    return [
        Creator(
            **_opened(row, seal),
            channels=tuple(owned[row["id"]]),
            provenance=provenances[row["provenance"]],
        )
        for row in creators
    ]


def _opened(row: Row, seal: Seal) -> dict[str, Any]:
    opened = {column: seal.open_some(row[column]) for column in PERSONAL}
    return {name: value for name, value in row.items() if name != "provenance"} | opened


def _channel(row: Row, parts: ChannelRows, labels: Labels, provenance: tuple[Provenance, ...]) -> Channel:
    return Channel(
        platform=Platform(row["platform"]),
        handle=row["handle"],
        url=row["url"],
        category=row["category"],
        content=row["content"],
        language=row["language"],
        last_post=_date(row["last_post"]),
        past_collaborations=tuple(json.loads(row["past_collaborations"])),
        fees=tuple(_fee(fee, labels) for fee in parts.fees),
        audience=_audience(parts.audience, labels),
        provenance=provenance,
        **{row["metric"]: _figure(row, labels) for row in parts.figures},
    )


def _figure(row: Row, labels: Labels) -> Figure:
    return Figure(value=row["value"], as_of=_date(row["as_of"]), source=_source(row, labels))


def _fee(row: Row, labels: Labels) -> Fee:
    low, high = (float(to_major(row[end], row["currency"])) for end in ("low_minor", "high_minor"))
    price = Price(
        low=low,
        high=high,
        currency=row["currency"],
        basis=row["basis"],
        as_of=_date(row["as_of"]),
        source=_source(row, labels),
    )
    return Fee(format=Format(row["format"]), price=price)


def _audience(row: Row | None, labels: Labels) -> ChannelAudience:
    if row is None:
        return ChannelAudience()
    return ChannelAudience(
        age_low=row["age_low"],
        age_high=row["age_high"],
        female_share=row["female_share"],
        regions=tuple(json.loads(row["regions"])),
        as_of=_date(row["as_of"]),
        source=_source(row, labels),
    )


def _read(text: str, labels: Labels) -> tuple[Provenance, ...]:
    origins: dict[str, Known] = {}
    for written, fields in json.loads(text).items():
        number, day = _origin(written)
        origins |= dict.fromkeys(fields, Known(_date(day), labels[number] if number else None))
    return grouped(origins)


def _origin(written: str) -> tuple[int, str]:
    number, _, day = written.partition(":")
    return int(number or 0), day


def _source(row: Row, labels: Labels) -> str | None:
    return labels[row["source_id"]] if row["source_id"] else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
