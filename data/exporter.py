"""The roster as a CSV file or a workbook that the importer reads back without loss."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TextIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from data.account import handle_cell, plain_url
from data.fees import write_fee
from data.notation import guard, write_list, write_number, write_rate
from data.provenance import FIELDS as WORDS
from data.provenance import WHOLE_DATE, WHOLE_SOURCE, known
from data.rows import METRICS
from knowledge.models import Channel, ChannelAudience, Creator, Figure, Format, Price

CREATOR = ("creator_id", "name", "region", "contact", "notes", "demo")
ACCOUNT = ("platform", "handle", "url")
PROVENANCE = ("_as_of", "_source")
WHOLE_ORIGIN = (WHOLE_DATE, WHOLE_SOURCE)
WORDS_ORIGINS = tuple(f"{name}{ending}" for name in WORDS for ending in PROVENANCE)
FIELDS = (
    "creator_id", "name", *ACCOUNT, "region", "language", "category", "content",
    *(name for metric in METRICS for name in (metric, f"{metric}_as_of", f"{metric}_source")),
    "last_post", "audience_age_low", "audience_age_high", "audience_female_share", "audience_regions",
    "audience_as_of", "audience_source",
)  # fmt: skip
LAST = (
    "past_collaborations",
    "contact",
    "notes",
    "demo",
    "fee_basis",
    "as_of",
    "source",
    *WHOLE_ORIGIN,
    *WORDS_ORIGINS,
)
# Of xlsxwriter: rows go to disk at once, and no text becomes anything but text.
WORKBOOK = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_CELL = 32_767  # characters, of Excel
DIGITS = 15  # that a number of a workbook holds exactly
COUNTS = ("followers", "avg_views", "posts_per_month")
WIDTHS = {"name": 24, "handle": 20, "url": 36, "content": 60, "notes": 30, "contact": 24}
_OF_WORDS = frozenset(WORDS_ORIGINS)
ALWAYS = frozenset({*CREATOR, *ACCOUNT, "category", "content", "followers", "as_of", "source", *WHOLE_ORIGIN})


class Unwritable(RuntimeError):
    """The export could not be written."""


def write_file(creators: Iterable[Creator], file: Path) -> int:
    """Write a workbook where the name ends with .xlsx, else CSV, and return how many rows.

    Written beside the file and renamed, so that a full disk leaves the old one whole. Unwritable says why not.
    """
    unfinished = file.with_name(f"{file.name}.part")
    try:
        if file.suffix.lower() == ".xlsx":
            with unfinished.open("wb") as workbook:
                count = write_xlsx(creators, workbook)
        else:  # with the mark, without which Excel misreads Chinese
            with unfinished.open("w", encoding="utf-8-sig", newline="") as text:
                count = write_csv(creators, text)
        unfinished.replace(file)
    except (OSError, Unwritable) as problem:
        with suppress(OSError):
            unfinished.unlink()
        if isinstance(problem, Unwritable):
            raise
        raise Unwritable(f"{file} cannot be written ({problem.strerror or problem}).") from problem
    return count


def write_csv(creators: Iterable[Creator], out: TextIO) -> int:
    """Write a row for each channel (one for a creator without any) and return how many.

    ``out`` must be opened with newline="". Columns that nobody fills are left out. Text that a spreadsheet
    would run as a formula gets an apostrophe, which the importer takes away again.
    """
    with _rows(creators) as (header, rows, count):
        writer = csv.DictWriter(out, header, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return count


def write_xlsx(creators: Iterable[Creator], out: IO[bytes]) -> int:
    """The same as a workbook: text is text and never a formula or a link, whole counts are numbers.

    Unwritable for a text that is longer than a cell of a workbook may be.
    """
    with _rows(creators) as (header, rows, count), Workbook(out, WORKBOOK) as book:
        sheet = book.add_worksheet("creators")
        sheet.freeze_panes(1, 2)
        bold = book.add_format({"bold": True})
        for place, name in enumerate(header):
            sheet.set_column(place, place, WIDTHS.get(name, 14))
            sheet.write_string(0, place, name, bold)
        for number, cells in enumerate(rows, 1):
            for place, name in enumerate(header):
                if cell := cells.get(name):
                    _write_cell(sheet, number, place, name, cell)
    return count


def _write_cell(sheet: Worksheet, row: int, place: int, name: str, cell: str) -> None:
    if name in COUNTS and cell.isascii() and cell.isdigit() and len(cell) <= DIGITS:
        sheet.write_number(row, place, int(cell))
    elif len(cell) <= LONGEST_CELL:
        sheet.write_string(row, place, cell)
    else:
        raise Unwritable(
            f"{name} in row {row + 1} has {len(cell):,} characters, a cell of a workbook holds {LONGEST_CELL:,}. "
            "Export CSV instead."
        )


@contextmanager
def _rows(creators: Iterable[Creator]) -> Iterator[tuple[list[str], Iterator[dict[str, str]], int]]:
    """Header, rows and their number. The rows wait in a file until all columns are known: memory does not grow."""
    used, count = set(ALWAYS), 0
    with TemporaryFile("w+", encoding="ascii") as waiting:
        for creator in creators:
            for cells in creator_cells(creator):
                row = {name: cell for name, cell in collapsed(cells).items() if cell}
                used.update(row)
                waiting.write(json.dumps(row) + "\n")
                count += 1
        waiting.seek(0)
        yield list(_ordered(used)), map(json.loads, waiting), count


def creator_cells(creator: Creator) -> Iterator[dict[str, str]]:
    """The cells of each channel by column; every figure and fee has its own for date and source."""
    person = {
        "creator_id": guard(creator.id),
        "name": guard(creator.name),
        "region": _text(creator.region),  # guarded: NA is Namibia, and elsewhere unknown
        "contact": _text(creator.contact),
        "notes": _text(creator.notes),
        "demo": "yes" if creator.demo else "",
        **_origins(creator),
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
    return cells | _audience_cells(channel.audience) | _fee_cells(channel) | _origins(channel)


def _origins(one: Creator | Channel) -> dict[str, str]:
    """Date and source of each of its words, as far as they are known."""
    cells: dict[str, str] = {}
    for name, origin in known(one).items():
        if name in WORDS:
            cells |= {f"{name}_as_of": _day(origin.as_of), f"{name}_source": _text(origin.source)}
    return cells


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
    """The same with one date, source and basis for the row, where all its figures and fees agree on them.

    Another date and source are of its words: those that most have, where all have some.
    """
    row = _words_collapsed(cells)
    for ending, column in (("_as_of", "as_of"), ("_source", "source"), ("_basis", "fee_basis")):
        own = {name: cell for name, cell in cells.items() if name.endswith(ending) and name not in _OF_WORDS}
        if len(set(own.values())) == 1:
            row[column] = next(iter(own.values()))
            # An audience of which only the date is known has no other cell to show that there is one.
            kept = set() if _has_audience(cells) else {f"audience{ending}"}
            row = {name: cell for name, cell in row.items() if name not in own or name in kept}
    return row


def _words_collapsed(cells: dict[str, str]) -> dict[str, str]:
    """A word without a cell for date or source has that of the whole, so that one unknown leaves all to themselves."""
    origins = {
        name: tuple(cells.get(f"{name}{end}", "") for end in PROVENANCE) for name in WORDS if cells.get(name)
    }
    row = dict(cells) | dict.fromkeys(WHOLE_ORIGIN, "")
    if not origins or not all(all(origin) for origin in origins.values()):
        return row
    ((most, _),) = Counter(origins.values()).most_common(1)
    alike = {f"{name}{end}" for name, origin in origins.items() if origin == most for end in PROVENANCE}
    return {name: cell for name, cell in row.items() if name not in alike} | dict(
        zip(WHOLE_ORIGIN, most, strict=True)
    )


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
