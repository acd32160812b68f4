"""``kol-advisor roster …``: creators in and out of the roster, what is in it, and what is wrong with it."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.bar import bar
from bot.enrich_cli import enrich_
from bot.roster_creator import NoSuchCreator, creator_called, show_creator
from bot.roster_show import (
    LINES,
    shortened,
    show_import,
    show_mapping,
    show_quality,
    show_remembered,
    show_stats,
)
from bot.settings import SettingsProblem
from data.combine import UnknownCreator, combine
from data.corrections import HeaderMemory
from data.exporter import Unwritable, write_csv, write_file
from data.importer import Options, import_read
from data.intake import Pasted, Source, proposed, read_sources
from data.journal import CannotUndo, undo
from data.quality import quality_of
from data.refused import refused_file
from data.roster import Roster
from data.store import StoreError
from data.table import File, UnknownField, UnreadableFile

__all__ = ["LINES", "open_roster", "roster", "shortened"]
roster = typer.Typer(help="Bring creators in and out, refresh and count them.", no_args_is_help=True)
roster.command("enrich")(enrich_)

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
Files = Annotated[
    list[Path], typer.Argument(help="CSV, TSV, XLSX, XLS, ODS, JSON or JSON Lines; - reads pasted text.")
]
Target = Annotated[Path | None, typer.Argument(help="Where to write; standard output if left out.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would happen and change nothing.")]


AllOrNothing = Annotated[bool, typer.Option("--all-or-nothing", help="Import nothing if any row is refused.")]
ShowMapping = Annotated[bool, typer.Option("--mapping", help="Show what each column is read as, and stop.")]
Corrections = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="COLUMN=FIELD", help="Read a column as this field, or ignore it; remembered."
    ),
]
Refused = Annotated[
    Path | None,
    typer.Option("--refused", metavar="FILE", help="Write refused rows here, to correct and import."),
]


_EXPECTED = (
    SettingsProblem, StoreError, UnreadableFile, Unwritable, UnknownField, UnknownCreator, CannotUndo,
    NoSuchCreator,
)  # fmt: skip


def open_roster() -> Roster:
    """The roster of the home that the settings name."""
    from bot.app import open_home
    from bot.milvus import is_remote

    home = open_home()
    if is_remote(home.options):
        typer.echo(
            f"The roster in {home.options.home}. For advice bring it to Milvus: kol-advisor index load",
            err=True,
        )
    return home.roster


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
        kept = open_roster()
        read = read_sources(kept, [_source(file) for file in files], corrections)
        if mapping:
            _show_mapping(read, as_json)
            return
        options = Options(dry_run, all_or_nothing, corrections)
        with bar("Importing", as_json) as on_step:
            report = import_read(kept, read, options, on_step)
        if refused and (made := refused_file(report, refused.suffix.lower().lstrip("."))):
            _replace(refused, made.content)
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show_import(report, Console())
    if refused and report.refused:
        typer.echo(f"{report.refused:,} refused rows written to {refused}: correct and import them", err=True)
    if report.refused:
        raise typer.Exit(1)


def _source(file: Path) -> Source:
    return Pasted(sys.stdin.read(), "pasted text") if str(file) == "-" else file


def _show_mapping(files: Sequence[File], as_json: bool) -> None:
    if as_json:
        tables = [asdict(proposed(table)) for file in files for table in file.tables]
        typer.echo(json.dumps(tables, ensure_ascii=False, indent=2))
    else:
        show_mapping(files, Console())


@roster.command()
def mappings(
    forget: Annotated[str | None, typer.Option(help="Forget one by its id, or `all`.")] = None,
    as_json: Json = False,
) -> None:
    """List the headers whose columns you corrected with --map; they are read so again by themselves."""
    with _refusals():
        memory = HeaderMemory(open_roster().db)
        if forget:
            count = memory.forget(None if forget == "all" else forget)
            typer.echo(f"{count:,} forgotten")
            return
        known = memory.all()
    if as_json:
        typer.echo(json.dumps([one._asdict() for one in known], ensure_ascii=False, indent=2))
    else:
        show_remembered(known, Console())


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
def show(
    name: Annotated[str, typer.Argument(help="A creator's id, platform:handle, or name.")],
    as_json: Json = False,
) -> None:
    """Show one creator with all that is known, each value with its date and source."""
    with _refusals():
        one = creator_called(open_roster(), name)
    if as_json:
        typer.echo(one.model_dump_json(indent=2))
    else:
        show_creator(one, Console())


@roster.command()
def export(file: Target = None) -> None:
    """Write your creators (the demo ones while there are no others) as a file that import reads back.

    A name that ends with .xlsx makes a workbook, any other CSV.
    """
    with _refusals():
        kept = open_roster()
        creators = kept.count_in_use()
        if file is None:
            text = StringIO(newline="")
            write_csv(kept.each_in_use(), text)
            typer.echo(text.getvalue().encode(), nl=False)
            return
        count = write_file(kept.each_in_use(), file)
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


def _replace(file: Path, content: bytes) -> None:
    """Write beside the file and rename, so that a full disk leaves the old one whole."""
    unfinished = file.with_name(f"{file.name}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(file)
    except OSError as problem:
        raise Unwritable(f"{file} cannot be written ({problem.strerror or problem}).") from problem


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
def _refusals() -> Iterator[None]:
    """What cannot be done becomes one line on stderr and exit status 1."""
    try:
        yield
    except _EXPECTED as problem:
        typer.echo(f"kol-advisor: {problem}", err=True)
        raise typer.Exit(1) from problem
