"""``kol-advisor roster enrich``: figures from the platforms' own interfaces, by key."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.bar import bar

if TYPE_CHECKING:
    from bot.enrichment import Enrichments


class Platform(StrEnum):
    """The sources by name; bot/enrichment.py has the rest, which takes a second to load."""

    YOUTUBE = "youtube"
    INSTAGRAM = "instagram"


OfSource = Annotated[Platform | None, typer.Option(help="One source; all that have a key if left out.")]
Only = Annotated[
    list[str] | None, typer.Option(help="Only this creator or channel: an id, platform:handle or handle.")
]
Add = Annotated[
    list[str] | None,
    typer.Option("--add", metavar="LINK", help="First add the channel of a link, or of a video."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Ask and tell, but change nothing.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]


def enrich_(
    source: OfSource = None,
    only: Only = None,
    add_: Add = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Refresh your creators' figures from YouTube and Instagram, by key and within their quotas.

    Followers, median views, engagement, posts a month, last post, language, country and a description made of titles
    and captions, each with date and source. A run that stops at the quota goes on next time. `roster undo` takes it
    back. Exit status 1 where a source could not be asked to the end.
    """
    from bot.enrich_show import show_enrichment

    if add_ and dry_run:
        raise typer.BadParameter("a dry run adds nothing: leave one of the two out", param_hint="--add")
    told = _asked(source, only or (), add_ or (), dry_run, as_json)
    if as_json:
        typer.echo(told.model_dump_json(indent=2))
    else:
        show_enrichment(told.sources, told.added, told.lost, Console())
    if told.lost or any(report.stopped for report in told.sources):
        raise typer.Exit(1)


def _asked(
    source: Platform | None, only: Sequence[str], links: Sequence[str], dry_run: bool, quiet: bool
) -> "Enrichments":
    """Ask the sources that have a key. What keeps them from it becomes one line on stderr and exit status 1."""
    from bot.app import open_home
    from bot.enrichment import NoKey, Source, connector_of, connectors, run
    from data.connectors.connector import SourceError
    from data.store import StoreError

    try:
        home = open_home()
        options, db = home.options, home.store
        sources = [connector_of(options, db, Source(source))] if source else connectors(options, db)
        return run(
            home.roster, sources, only, links, dry_run, options.enrich_days,
            lambda name: bar(f"Asking {name}", quiet),
        )  # fmt: skip
    except (NoKey, StoreError, SourceError) as problem:
        typer.echo(f"kol-advisor: {problem}", err=True)
        raise typer.Exit(1) from problem
