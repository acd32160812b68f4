"""``kol-advisor roster …``: creators in and out of the roster, what is in it, and what is wrong with it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.roster_show import LINES, shortened, show_import, show_mapping, show_quality, show_stats
from bot.settings import SettingsProblem
from data.combine import UnknownCreator, combine
from data.exporter import write_csv
from data.importer import Options, import_files, read_files
from data.journal import CannotUndo, undo
from data.quality import quality_of
from data.refused import write_refused
from data.roster import Roster
from data.store import StoreError
from data.table import UnknownField, UnreadableFile

__all__ = ["LINES", "open_roster", "roster", "shortened"]
roster = typer.Typer(help="Bring creators in and out, and count them.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
Files = Annotated[list[Path], typer.Argument(help="CSV, TSV, XLSX, XLS, ODS, JSON or JSON Lines.")]
Target = Annotated[Path | None, typer.Argument(help="Where to write; standard output if left out.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would happen and change nothing.")]


AllOrNothing = Annotated[bool, typer.Option("--all-or-nothing", help="Import nothing if any row is refused.")]
ShowMapping = Annotated[bool, typer.Option("--mapping", help="Show what each column is read as, and stop.")]
Corrections = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="COLUMN=FIELD", help="Read a column as this field, or ignore it."),
]
Refused = Annotated[
    Path | None,
    typer.Option("--refused", metavar="FILE", help="Write refused rows here, to correct and import."),
]


class UnwritableFile(RuntimeError):
    """The export could not be written."""


_EXPECTED = (
    SettingsProblem, StoreError, UnreadableFile, UnwritableFile, UnknownField, UnknownCreator, CannotUndo,
)  # fmt: skip


def open_roster() -> Roster:
    """The roster of the home that the settings name."""
    from bot.app import open_home

    return open_home().roster


@roster.command("import")
def import_(
    files: Files,
    dry_run: DryRun = False,
    all_or_nothing: AllOrNothing = False,
    mapping: ShowMapping = False,
    map_: Corrections = None,
    refused: Refused = None,
    as_json: Json = False,
) -> None:
    """Add and update creators from spreadsheets; exit status 1 if any row was refused.

    A row is a channel, or several where columns name platforms (IG 粉絲數, YouTube 訂閱), found again by platform and
    handle (or its link). Empty cells erase nothing; a row with a mistake is refused as a whole and told with its
    number; the good rows of the file are taken. `roster undo` takes the import back.
    """
    corrections = _corrections(map_ or [])
    with _refusals():
        if mapping:
            show_mapping(read_files(files, corrections), Console())
            return
        options = Options(dry_run, all_or_nothing, corrections)
        with _progress(as_json) as on_step:
            report = import_files(open_roster(), files, options=options, on_step=on_step)
        if refused and report.refused:
            text = StringIO(newline="")
            write_refused(report, text)
            _replace(refused, text.getvalue())
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show_import(report, Console())
    if refused and report.refused:
        typer.echo(f"{report.refused:,} refused rows written to {refused}: correct and import them", err=True)
    if report.refused:
        raise typer.Exit(1)


@roster.command("undo")
def undo_() -> None:
    """Take back the last import or merge; nothing where its creators were changed since."""
    with _refusals():
        done = undo(open_roster())
    typer.echo(
        f"Undone: {done.what} of {done.at}: {done.restored:,} creators restored, {done.removed:,} removed"
    )


@roster.command()
def merge(kept: str, other: str) -> None:
    """Make two creators one: KEPT gets the channels of OTHER. Each is an id or platform:handle."""
    with _refusals():
        whole = combine(open_roster(), kept, other)
    channels = ", ".join(channel.key for channel in whole.channels)
    typer.echo(f"{whole.name} ({whole.id}) has {len(whole.channels)} channels now: {channels}")


@roster.command()
def check(as_json: Json = False) -> None:
    """Propose duplicates, and list figures out of range, older than 90 days, or missing. Changes nothing."""
    with _refusals():
        found = quality_of(open_roster().in_use(), date.today())
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        show_quality(found, Console())


@roster.command()
def export(file: Target = None) -> None:
    """Write your creators (the demo ones while there are no others) as a CSV file that import reads back."""
    text = StringIO(newline="")
    with _refusals():
        kept = open_roster()
        creators = kept.count_in_use()
        count = write_csv(kept.each_in_use(), text)
        if file is None:
            typer.echo(text.getvalue().encode(), nl=False)
            return
        _replace(file, text.getvalue())
    typer.echo(f"{count:,} rows of {creators:,} creators written to {file}", err=True)


@roster.command()
def stats(as_json: Json = False) -> None:
    """Count the roster by platform, size, category and region; what is missing, how old it is."""
    with _refusals():
        counted = open_roster().stats()
    if as_json:
        typer.echo(counted.model_dump_json(indent=2))
    else:
        show_stats(counted, Console())
        typer.echo("What to look at: kol-advisor roster check")


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


def _corrections(pairs: list[str]) -> dict[str, str]:
    """COLUMN=FIELD as given with --map; the last = parts them, for a column may have one in its name."""
    corrections: dict[str, str] = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not (column.strip() and equals and field.strip()):
            raise typer.BadParameter(
                f"{pair!r} is not COLUMN=FIELD, such as 欄位=followers", param_hint="--map"
            )
        corrections[column.strip()] = field.strip()
    return corrections


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr where a person watches it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("Importing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("import", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be done becomes one line on stderr and exit status 1."""
    try:
        yield
    except _EXPECTED as problem:
        typer.echo(f"kol-advisor: {problem}", err=True)
        raise typer.Exit(1) from problem
