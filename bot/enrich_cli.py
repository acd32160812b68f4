"""``kol-advisor roster enrich``: figures from the platforms' own interfaces, by key."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


class Platform(StrEnum):
    """The sources by name; bot/enrichment.py has the rest, which takes a second to load."""

    YOUTUBE = "youtube"
    INSTAGRAM = "instagram"


def enrich_(
    source: Annotated[
        Platform | None, typer.Option(help="One source; all that have a key if left out.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Only this creator or channel: an id, platform:handle or handle.")
    ] = None,
    add_: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="LINK", help="First add the channel of a link, or of a video."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask and tell, but change nothing.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")
    ] = False,
) -> None:
    """Refresh your creators' figures from YouTube and Instagram, by key and within their quotas.

    Followers, median views, engagement, posts a month, last post, language, country and a description made of titles
    and captions, each with date and source. A run that stops at the quota goes on next time. `roster undo` takes it
    back. Exit status 1 where a source could not be asked to the end.
    """
    from bot.app import open_home
    from bot.enrich_show import show_enrichment
    from bot.enrichment import NoKey, Source, connector_of, connectors, run
    from data.connectors.connector import SourceError
    from data.store import StoreError

    if add_ and dry_run:
        raise typer.BadParameter("a dry run adds nothing: leave one of the two out", param_hint="--add")
    try:
        home = open_home()
        options, db = home.options, home.store
        sources = [connector_of(options, db, Source(source))] if source else connectors(options, db)
        progress = partial(_progress, as_json)
        told = run(home.roster, sources, only or (), add_ or (), dry_run, options.enrich_days, progress)
    except (NoKey, StoreError, SourceError) as problem:
        typer.echo(f"kol-advisor: {problem}", err=True)
        raise typer.Exit(1) from problem
    if as_json:
        typer.echo(told.model_dump_json(indent=2))
    else:
        show_enrichment(told.sources, told.added, told.lost, Console())
    if told.lost or any(report.stopped for report in told.sources):
        raise typer.Exit(1)


@contextmanager
def _progress(quiet: bool, name: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on stderr where a person watches it."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn(f"Asking {name}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("enrich", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
