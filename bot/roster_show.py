"""What ``kol-advisor roster …`` shows on a screen: reports, mappings, counts and findings."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from data.corrections import Remembered
from data.importer import used_columns
from data.quality import Quality
from data.report import AddedRow, ImportReport, Notice, Report
from data.stats import RosterStats
from data.table import File

LINES = 20  # rows of each kind shown on a screen
T = TypeVar("T")
_HOW = {
    "content": " (by content)",
    "platform": " (by its platform)",
    "correction": " (as you said)",
    "remembered": " (as you said before)",
}


def show_import(report: ImportReport, console: Console) -> None:
    """Tell what happened to each row, at most LINES of a kind; columns and refusals first."""
    for file in report.files:
        _show_columns(file, console)
        _show_skipped(file, console)
        _show_refused(file, console)
        show_rows("Notes", ("row", "column", "value", ""), file.notices, _notice_line, console)
        show_rows("Changed", ("row", "channel", "field", "old", "new"), _changes(file), tuple, console)
        show_rows("Added", ("row", "channel", "name"), file.added, _added_line, console)
    verb = "" if report.kept else "would be "
    parts = [f"{getattr(report, kind):,} {kind}" for kind in ("added", "changed", "unchanged", "refused")]
    rows = sum(file.rows for file in report.files)
    console.print(f"{rows:,} rows: {verb}{', '.join(parts)}", style="bold", markup=False)
    if report.dry_run:
        console.print("Dry run: the roster is as it was.", markup=False)
    elif not report.kept:
        console.print("Nothing was imported, because a row was refused (--all-or-nothing).", markup=False)


def _show_columns(file: Report, console: Console) -> None:
    delimiter = {"\t": "tabs", "cells": "cells", "json": "objects", "text": "pasted"}.get(
        file.delimiter, repr(file.delimiter)
    )
    title = f"{file.file}, sheet {file.sheet}" if file.sheet else file.file
    console.print(f"{title}: {file.rows:,} rows, {file.encoding}, {delimiter}", style="bold", markup=False)
    read = ", ".join(f"{column.column} = {column.field}{_HOW.get(column.how, '')}" for column in file.columns)
    console.print(f"Columns: {read}", markup=False)
    for column in file.unknown_columns:
        console.print(
            f"Not imported: {column.column} ({column.cells:,} cells): {column.reason}", markup=False
        )


def _show_skipped(file: Report, console: Console) -> None:
    sheets = [skipped for skipped in file.skipped if skipped.row is None]
    for sheet in sheets:
        console.print(f"Sheet not read: {sheet.text}: {sheet.reason}", markup=False)
    rows = [(str(s.row), s.text, s.reason) for s in file.skipped if s.row is not None]
    show_rows("Not rows of the table", ("row", "text", ""), rows, tuple, console)


def _show_refused(file: Report, console: Console) -> None:
    lines = [
        (
            str(row.row),
            problem.column or "",
            problem.value or row.name or "",
            problem.reason,
            problem.suggestion,
        )
        for row in file.refused
        for problem in row.problems
    ]
    show_rows("Refused", ("row", "column", "value", "why", "what to do"), lines, tuple, console)


def _changes(file: Report) -> list[tuple[str, ...]]:
    return [
        (str(row.row), row.key, change.field, change.old or "(unknown)", change.new or "(unknown)")
        for row in file.changed
        for change in row.changes
    ]


def _notice_line(notice: Notice) -> tuple[str, ...]:
    return str(notice.row), notice.column, notice.value, notice.reason


def _added_line(row: AddedRow) -> tuple[str, ...]:
    return str(row.row), ", ".join((row.key, *row.also)), row.name


def show_rows(
    title: str,
    header: Sequence[str],
    rows: Sequence[T],
    line: Callable[[T], tuple[str, ...]],
    console: Console,
    most: int = LINES,
) -> None:
    """A table of at most so many rows under a title, nothing where there are none."""
    if not rows:
        return
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows[:most]:
        table.add_row(*(Text(shortened(cell)) for cell in line(row)))  # Text: a cell's brackets are no markup
    console.print(table)
    if len(rows) > most:
        console.print(f"... and {len(rows) - most:,} more; --json shows all", markup=False)


def shortened(cell: str, most: int = 80) -> str:
    """A cell on one line."""
    line = " ".join(cell.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def show_stats(counted: RosterStats, console: Console) -> None:
    """One table: a section for each thing that is counted."""
    table = Table(show_header=False, title=f"Roster, version {counted.version}", title_justify="left")
    demo = f"{counted.demo_creators:,} of them demo fiction"
    table.add_row("creators", f"{counted.creators:,}", demo)
    table.add_row("channels", f"{counted.channels:,}", "", end_section=True)
    for name in ("platforms", "tiers", "categories", "regions", "missing", "age"):
        counts: dict[str, int] = getattr(counted, name)
        for place, (value, count) in enumerate(list(counts.items())[:LINES], 1):
            last = place == min(len(counts), LINES)
            table.add_row(name if place == 1 else "", f"{count:,}", Text(value), end_section=last)
    console.print(table)
    if counted.oldest and counted.newest:
        console.print(f"Figures from {counted.oldest} to {counted.newest}", markup=False)


def show_mapping(files: Sequence[File], console: Console) -> None:
    """What each column would be read as, with a cell of it and how to correct it."""
    for table in (table for file in files for table in file.tables):
        title = f"{table.name}, sheet {table.sheet}" if table.sheet else table.name
        lines = [
            (column.column, column.sample, column.field, column.how) for column in used_columns(table)
        ] + [(column.header, "", f"not imported: {column.reason}", "") for column in table.mapping.unused]
        show_rows(title, ("column", "first cell", "read as", "by"), lines, tuple, console, len(lines))
    for file in files:
        for sheet in file.skipped:
            console.print(f"{file.name}: sheet not read: {sheet.sheet}: {sheet.reason}", markup=False)
    console.print(
        'Correct a column with --map "COLUMN=FIELD", leave one out with --map "COLUMN=ignore".', markup=False
    )


def show_remembered(known: Sequence[Remembered], console: Console) -> None:
    """Headers that were corrected, the latest first, with what was said of them."""
    if not known:
        console.print("No column was corrected yet: --map does it, with an import.", markup=False)
    lines = [
        (
            one.id,
            one.said_at[:10],
            ", ".join(one.header),
            ", ".join(f"{n} = {f}" for n, f in one.fields.items()),
        )
        for one in known
    ]
    show_rows("Remembered", ("id", "since", "header", "read as"), lines, tuple, console)
    if known:
        console.print("Forget one with --forget ID, all with --forget all.", markup=False)


def show_quality(found: Quality, console: Console) -> None:
    """What to look at, most pressing first, at most LINES of a kind."""
    odd = [(o.channel, o.name, o.field, str(o.value), o.why) for o in found.out_of_range]
    show_rows("Out of range", ("channel", "name", "field", "value", "why"), odd, tuple, console)
    twins = [
        (f"{d.first_name} ({d.first})", f"{d.second_name} ({d.second})", "; ".join(d.because))
        for d in found.duplicates
    ]
    show_rows("Perhaps one creator", ("creator", "creator", "because"), twins, tuple, console)
    if twins:
        console.print(
            "If they are: kol-advisor roster merge ID ID. Nothing is merged by itself.", markup=False
        )
    stale = [(s.channel, s.name, s.as_of.isoformat(), f"{s.days:,} days") for s in found.stale]
    show_rows("Older than 90 days", ("channel", "name", "newest figure", "age"), stale, tuple, console)
    missing = [(name, f"{count:,} of {found.channels:,}") for name, count in found.missing.items()]
    show_rows("Missing", ("field", "channels"), missing, tuple, console)
    if found.undated:
        console.print(f"{found.undated:,} channels have no figure with a date.", markup=False)
    console.print(
        f"{found.creators:,} creators, {found.channels:,} channels: {len(found.duplicates):,} possible duplicates, "
        f"{len(found.out_of_range):,} figures out of range, {len(found.stale):,} channels older than 90 days",
        style="bold",
        markup=False,
    )
