"""``kol-advisor index load | export | delete``: creators in and out of the Milvus server that KOL_INDEX names."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from bot.app import Home, open_home
from bot.bar import bar
from bot.milvus import access_of, open_index
from data.exporter import write_csv
from data.importer import import_files
from data.roster import Roster
from data.store import connect
from data.table import UnreadableFile

if TYPE_CHECKING:
    from retrieval.milvus import MilvusIndex
    from retrieval.milvus_load import Loaded, OnStep

Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
Files = Annotated[
    list[Path] | None,
    typer.Argument(help="Roster files as roster import reads them; your roster if left out."),
]
Again = Annotated[bool, typer.Option("--again", help="Begin at the beginning where an earlier load stopped.")]
Ids = Annotated[
    list[str], typer.Argument(help="Ids of creators, as index export and roster export show them.")
]


def load(files: Files = None, again: Again = False, as_json: Json = False) -> None:
    """Bring creators to Milvus; a load that was stopped goes on where it was when it is begun again.

    Without FILES the roster in KOL_HOME: all of it the first time, then whom it changed or removed since. With FILES
    the creators in them, who replace those with the same ids. Exit status 1 if any row or creator was refused.
    """
    set_on_retry_hooks([_waiting])
    home = open_home()
    with opened(home, create=True) as index:
        done, unread = (
            _from_files(home, index, files, again, as_json)
            if files
            else _from_roster(home, index, again, as_json)
        )
    if as_json:
        typer.echo(json.dumps(done._asdict() | {"unread_rows": unread}, ensure_ascii=False))
    else:
        typer.echo(
            f"{done.creators:,} creators with {done.channels:,} channels sent to {access_of(home.options).shown}"
        )
        if done.resumed:
            typer.echo(f"{done.resumed:,} of them in an earlier run, where this one went on")
    for line in (
        *done.refused,
        *([f"{unread:,} rows were not read: see roster import --dry-run"] if unread else []),
    ):
        typer.echo(f"kol-advisor: {line}", err=True)
    if done.refused or unread:
        raise typer.Exit(1)


def _from_roster(home: Home, index: "MilvusIndex", again: bool, quiet: bool) -> "tuple[Loaded, int]":
    """Follow the roster in KOL_HOME. Demo creators are not put among real ones."""
    from retrieval.milvus_follow import follow

    if not home.roster.has_own() and index.has_own():
        typer.echo(
            "kol-advisor: the roster in KOL_HOME has demo creators only, and Milvus real ones", err=True
        )
        raise typer.Exit(1)
    with _told(home.roster.count_in_use(), quiet) as on_step:
        return follow(index, home.roster, again, on_step), 0


def _from_files(
    home: Home, index: "MilvusIndex", files: Sequence[Path], again: bool, quiet: bool
) -> "tuple[Loaded, int]":
    """Read files as the importer does and load who is in them."""
    from retrieval.milvus_load import Source, load

    with TemporaryDirectory() as folder, closing(connect(Path(folder) / "roster.db")) as store:
        roster = Roster(store, home.seal)
        try:
            report = import_files(roster, files)
        except UnreadableFile as problem:
            typer.echo(f"kol-advisor: {problem}", err=True)
            raise typer.Exit(1) from problem
        if roster.has_own():
            index.delete_demo()
        with _told(roster.count_in_use(), quiet) as on_step:
            source = Source(_digest(files), roster.each_in_use)
            return load(index, source, again, on_step), report.refused


def export(file: Annotated[Path, typer.Argument(help="CSV file to write.")]) -> None:
    """Write every creator on Milvus to a CSV file that roster import reads back, a page at a time."""
    unfinished = file.with_name(f"{file.name}.part")
    with opened(open_home()) as index:
        try:
            with unfinished.open("w", encoding="utf-8-sig", newline="") as out:
                count = write_csv(index.creators(), out)
            unfinished.replace(file)
        except OSError as problem:
            typer.echo(f"kol-advisor: {file} cannot be written ({problem.strerror or problem})", err=True)
            raise typer.Exit(1) from problem
        finally:
            unfinished.unlink(missing_ok=True)
    typer.echo(f"{count:,} rows written to {file}", err=True)


def delete(ids: Ids) -> None:
    """Remove creators with all their channels from Milvus; exit status 1 if none of them was there."""
    with opened(open_home()) as index:
        there = sorted(index.get(ids))
        index.delete(there)
    if not there:
        typer.echo("kol-advisor: none of these creators is there", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(there):,} creators removed: {', '.join(there[:20])}{' …' if len(there) > 20 else ''}")


@contextmanager
def opened(home: Home, create: bool = False) -> "Iterator[MilvusIndex]":
    """The index of a home, closed at the end."""
    index = open_index(home.options, home.meaning.encoder, home.seal, create)
    try:
        yield index
    finally:
        index.close()


def _waiting(details: RetryDetails) -> None:
    typer.echo(f"kol-advisor: {details.caused_by}. Trying again", err=True)


def _digest(files: Sequence[Path]) -> str:
    """Equal for files of equal content in the same order."""
    seen = hashlib.blake2b(digest_size=16)
    for path in files:
        with path.open("rb") as file:
            seen.update(hashlib.file_digest(file, "blake2b").digest())
    return seen.hexdigest()


@contextmanager
def _told(creators: int, quiet: bool) -> "Iterator[OnStep]":
    """Progress on stderr: a bar where a person watches, a line after each batch in a log."""
    with bar("Loading", quiet) as shown:
        if shown:
            yield lambda done: shown(done, creators)
        elif quiet:
            yield lambda done: None
        else:
            yield lambda done: typer.echo(f"{done:,} of {creators:,} creators", err=True)
