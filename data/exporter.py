"""The roster as a CSV file that the importer reads back without loss."""

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from tempfile import TemporaryFile
from typing import TextIO

from data.account import handle_cell, plain_url
from data.fees import write_fee
from data.notation import guard, write_list, write_number, write_rate
from data.rows import METRICS
from knowledge.models import Channel, ChannelAudience, Creator, Figure, Format, Price

CREATOR = ("creator_id", "name", "region", "contact", "notes", "demo")
ACCOUNT = ("platform", "handle", "url")
PROVENANCE = ("_as_of", "_source")
FIELDS = (
    "creator_id", "name", *ACCOUNT, "region", "language", "category", "content",
    *(name for metric in METRICS for name in (metric, f"{metric}_as_of", f"{metric}_source")),
    "last_post", "audience_age_low", "audience_age_high", "audience_female_share", "audience_regions",
    "audience_as_of", "audience_source",
)  # fmt: skip
LAST = ("past_collaborations", "contact", "notes", "demo", "fee_basis", "as_of", "source")
ALWAYS = frozenset({*CREATOR, *ACCOUNT, "category", "content", "followers", "as_of", "source"})


def write_csv(creators: Iterable[Creator], out: TextIO) -> int:
    """Write a row for each channel (one for a creator without any) and return how many.

    ``out`` must be opened with newline="". Columns that nobody fills are left out. Text that a spreadsheet
    would run as a formula gets an apostrophe, which the importer takes away again. The rows wait in a file until
    all columns are known, so that memory does not grow with them.
    """
    used, count = set(ALWAYS), 0
    with TemporaryFile("w+", encoding="ascii") as waiting:
        for creator in creators:
            for cells in creator_cells(creator):
                row = {name: cell for name, cell in collapsed(cells).items() if cell}
                used.update(row)
                waiting.write(json.dumps(row) + "\n")
                count += 1
        waiting.seek(0)
        writer = csv.DictWriter(out, list(_ordered(used)), restval="")
        writer.writeheader()
        writer.writerows(map(json.loads, waiting))
    return count


def creator_cells(creator: Creator) -> Iterator[dict[str, str]]:
    """The cells of each channel by column; every figure and fee has its own for date and source."""
    person = {
        "creator_id": guard(creator.id),
        "name": guard(creator.name),
        "region": _text(creator.region),  # guarded: NA is Namibia, and elsewhere unknown
        "contact": _text(creator.contact),
        "notes": _text(creator.notes),
        "demo": "yes" if creator.demo else "",
    }
    for channel in creator.channels:
        yield person | channel_cells(channel)
    if not creator.channels:
        yield person


def channel_cells(channel: Channel) -> dict[str, str]:
    """The cells of a channel by column."""
    cells = {
        "platform": channel.platform.value,
        "handle": guard(channel.handle, handle_cell),
        "url": "" if channel.url is None else guard(channel.url, plain_url),
        "category": _text(channel.category),
        "content": _text(channel.content),
        "language": _text(channel.language),  # guarded: nan is Taiwanese, and elsewhere unknown
        "last_post": _day(channel.last_post),
        "past_collaborations": write_list(channel.past_collaborations),
    }
    for metric in METRICS:
        if figure := getattr(channel, metric):
            write = write_rate if metric == "engagement" else write_number
            cells |= {metric: write(figure.value), **_provenance(metric, figure)}
    return cells | _audience_cells(channel.audience) | _fee_cells(channel)


def _audience_cells(audience: ChannelAudience) -> dict[str, str]:
    if audience == ChannelAudience():
        return {}
    return {
        "audience_age_low": "" if audience.age_low is None else str(audience.age_low),
        "audience_age_high": "" if audience.age_high is None else str(audience.age_high),
        "audience_female_share": "" if audience.female_share is None else write_rate(audience.female_share),
        "audience_regions": write_list(audience.regions),
        **_provenance("audience", audience),
    }


def _fee_cells(channel: Channel) -> dict[str, str]:
    cells: dict[str, str] = {}
    for fee in channel.fees:
        slot = next(n for n in range(1, len(channel.fees) + 1) if fee_column(fee.format, n) not in cells)
        name = fee_column(fee.format, slot)
        cells |= {
            name: write_fee(fee.price),
            f"{name}_basis": fee.price.basis.value,
            **_provenance(name, fee.price),
        }
    return cells


def fee_column(format_: Format, slot: int) -> str:
    """The column of the ``slot``-th fee of a format: fee_reel, fee_reel_2 …"""
    return f"fee_{format_}" if slot == 1 else f"fee_{format_}_{slot}"


def collapsed(cells: dict[str, str]) -> dict[str, str]:
    """The same with one date, source and basis for the row, where all its figures and fees agree on them."""
    row = dict(cells)
    for ending, column in (("_as_of", "as_of"), ("_source", "source"), ("_basis", "fee_basis")):
        own = {name: cell for name, cell in cells.items() if name.endswith(ending)}
        if len(set(own.values())) == 1:
            row[column] = next(iter(own.values()))
            # An audience of which only the date is known has no other cell to show that there is one.
            kept = set() if _has_audience(cells) else {f"audience{ending}"}
            row = {name: cell for name, cell in row.items() if name not in own or name in kept}
    return row


def _has_audience(cells: dict[str, str]) -> bool:
    return any(
        cell for name, cell in cells.items() if name.startswith("audience") and not name.endswith(PROVENANCE)
    )


def _ordered(used: set[str]) -> Iterator[str]:
    """Columns in the order of a sheet a person would keep; fees stand before what comes last."""
    yield from (name for name in FIELDS if name in used)
    yield from sorted((name for name in used if _fee_format(name)), key=_fee_order)
    yield from (name for name in LAST if name in used)


def _fee_format(column: str) -> Format | None:
    """The format of a fee's column, or of one for its date, source or basis."""
    formats = [format_ for format_ in Format if f"{column}_".startswith(f"fee_{format_}_")]
    return formats[0] if formats else None


def _fee_order(column: str) -> tuple[int, str]:
    format_ = _fee_format(column)
    return (list(Format).index(format_) if format_ else 0), column


def _provenance(name: str, thing: Figure | Price | ChannelAudience) -> dict[str, str]:
    return {f"{name}_as_of": _day(thing.as_of), f"{name}_source": _text(thing.source)}


def _text(text: str | None) -> str:
    return "" if text is None else guard(text)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
