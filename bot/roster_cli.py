"""``kol-advisor roster …``: creators in and out of the roster, and what is in it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.settings import SettingsProblem
from data.exporter import write_csv
from data.importer import import_files
from data.report import AddedRow, ImportReport, Notice, Report
from data.roster import Roster
from data.stats import RosterStats
from data.store import StoreError
from data.table import UnreadableFile

roster = typer.Typer(help="Bring creators in and out, and count them.", no_args_is_help=True)

LINES = 20  # rows of each kind shown on a screen
T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
Files = Annotated[list[Path], typer.Argument(help="CSV files with a header in English or Chinese.")]
Target = Annotated[Path | None, typer.Argument(help="Where to write; standard output if left out.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would happen and change nothing.")]


class UnwritableFile(RuntimeError):
    """The export could not be written."""


def open_roster() -> Roster:
    """The roster of the home that the settings name."""
    from bot.app import open_home

    return open_home().roster


@roster.command("import")
def import_(files: Files, dry_run: DryRun = False, as_json: Json = False) -> None:
    """Add and update creators from CSV files; exit status 1 if any row was refused.

    A row is a channel, found again by platform and handle (or its link). Empty cells erase nothing; a row with
    a mistake is refused as a whole and told with its number; the good rows of the file are taken.
    """
    with _refusals():
        report = import_files(open_roster(), files, dry_run)
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show_import(report, Console())
    if report.refused:
        raise typer.Exit(1)


@roster.command()
def export(file: Target = None) -> None:
    """Write your creators (the demo ones while there are no others) as a CSV file that import reads back."""
    text = StringIO(newline="")
    with _refusals():
        creators = open_roster().in_use()
        count = write_csv(creators, text)
        if file is None:
            typer.echo(text.getvalue().encode(), nl=False)
            return
        _replace(file, text.getvalue())
    typer.echo(f"{count:,} rows of {len(creators):,} creators written to {file}", err=True)


@roster.command()
def stats(as_json: Json = False) -> None:
    """Count the roster by platform, size, category and region; what is missing, how old it is."""
    with _refusals():
        counted = open_roster().stats()
    if as_json:
        typer.echo(counted.model_dump_json(indent=2))
    else:
        show_stats(counted, Console())


def show_import(report: ImportReport, console: Console) -> None:
    """Tell what happened to each row, at most LINES of a kind; columns and refusals first."""
    for file in report.files:
        _show_columns(file, console)
        _show_refused(file, console)
        _show_rows("Notes", ("row", "column", "value", ""), file.notices, _notice_line, console)
        _show_rows("Changed", ("row", "channel", "field", "old", "new"), _changes(file), tuple, console)
        _show_rows("Added", ("row", "channel", "name"), file.added, _added_line, console)
    verb = "would be " if report.dry_run else ""
    parts = [f"{getattr(report, kind):,} {kind}" for kind in ("added", "changed", "unchanged", "refused")]
    rows = sum(file.rows for file in report.files)
    console.print(f"{rows:,} rows: {verb}{', '.join(parts)}", style="bold", markup=False)
    if report.dry_run:
        console.print("Dry run: the roster is as it was.", markup=False)


def _show_columns(file: Report, console: Console) -> None:
    delimiter = {"\t": "tabs"}.get(file.delimiter, repr(file.delimiter))
    console.print(
        f"{file.file}: {file.rows:,} rows, {file.encoding}, {delimiter}", style="bold", markup=False
    )
    read = ", ".join(f"{column.column} = {column.field}" for column in file.columns)
    console.print(f"Columns: {read}", markup=False)
    for column in file.unknown_columns:
        console.print(
            f"Not imported: {column.column} ({column.cells:,} cells): {column.reason}", markup=False
        )


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
    _show_rows("Refused", ("row", "column", "value", "why", "what to do"), lines, tuple, console)


def _changes(file: Report) -> list[tuple[str, ...]]:
    return [
        (str(row.row), row.key, change.field, change.old or "(unknown)", change.new or "(unknown)")
        for row in file.changed
        for change in row.changes
    ]


def _notice_line(notice: Notice) -> tuple[str, ...]:
    return str(notice.row), notice.column, notice.value, notice.reason


def _added_line(row: AddedRow) -> tuple[str, ...]:
    return str(row.row), row.key, row.name


def _show_rows(
    title: str,
    header: Sequence[str],
    rows: Sequence[T],
    line: Callable[[T], tuple[str, ...]],
    console: Console,
) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows[:LINES]:
        table.add_row(*(Text(shortened(cell)) for cell in line(row)))  # Text: a cell's brackets are no markup
    console.print(table)
    if len(rows) > LINES:
        console.print(f"... and {len(rows) - LINES:,} more; --json shows all", markup=False)


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


def _replace(file: Path, text: str) -> None:
    """Write beside the file and rename, so that a full disk leaves the old one whole."""
    unfinished = file.with_name(f"{file.name}.part")
    try:
        unfinished.write_text(
            text, encoding="utf-8-sig", newline=""
        )  # without the mark Excel misreads Chinese
        unfinished.replace(file)
    except OSError as problem:
        raise UnwritableFile(f"{file} cannot be written ({problem.strerror or problem}).") from problem


@contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be done becomes one line on stderr and exit status 1."""
    try:
        yield
    except (SettingsProblem, StoreError, UnreadableFile, UnwritableFile) as problem:
        typer.echo(f"kol-advisor: {problem}", err=True)
        raise typer.Exit(1) from problem
