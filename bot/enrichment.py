"""Asking the platforms about one's own creators: which sources have a key, links to add, reports of each."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from enum import StrEnum

from pydantic import BaseModel

from bot.settings import Settings
from data.connectors import instagram, youtube
from data.connectors.connector import Connector
from data.enrich import Enrichment, NotFound, OnStep, add, enrich
from data.roster import Roster
from data.store import Store


class Source(StrEnum):
    YOUTUBE = "youtube"
    INSTAGRAM = "instagram"


class NoKey(RuntimeError):
    """A source without the settings it needs."""


SETTINGS = {
    Source.YOUTUBE: "KOL_YOUTUBE_KEY (an API key of the YouTube Data API v3)",
    Source.INSTAGRAM: (
        "KOL_INSTAGRAM_TOKEN (an access token with instagram_basic) and KOL_INSTAGRAM_ACCOUNT "
        "(the Instagram user id of your own professional account)"
    ),
}


class Enrichments(BaseModel):
    """What ``--json`` prints: a report for each source, what was added by link, and links that name no channel."""

    sources: list[Enrichment]
    added: list[str] = []
    lost: list[NotFound] = []


def connector_of(options: Settings, db: Store, source: Source) -> Connector:
    """The source as the settings say. NoKey where they lack its key."""
    age = timedelta(days=options.enrich_days)
    if source is Source.YOUTUBE and options.youtube_key:
        url = options.youtube_base_url or youtube.BASE_URL
        return youtube.YouTube(db, options.youtube_key, url, options.youtube_quota, age)
    if source is Source.INSTAGRAM and options.instagram_token and options.instagram_account:
        url = options.instagram_base_url or instagram.BASE_URL
        return instagram.Instagram(
            db, options.instagram_token, options.instagram_account, url, options.instagram_quota, age
        )
    raise NoKey(f"{source} needs {SETTINGS[source]}. Set it in the environment or .env")


def connectors(options: Settings, db: Store) -> list[Connector]:
    """The sources whose keys are set. NoKey where there is none."""
    found = connectors_with_keys(options, db)
    if not found:
        raise NoKey(f"no source has a key: set {' or '.join(SETTINGS.values())}")
    return found


def connectors_with_keys(options: Settings, db: Store) -> list[Connector]:
    """The sources whose keys are set, if any. ``db`` keeps their answers and what of their quota is used."""
    found: list[Connector] = []
    for source in Source:
        try:
            found.append(connector_of(options, db, source))
        except NoKey:
            continue
    return found


def run(
    roster: Roster,
    sources: Sequence[Connector],
    only: Sequence[str] = (),
    links: Sequence[str] = (),
    dry_run: bool = False,
    days: int = 7,
    progress: Callable[[str], AbstractContextManager[OnStep | None]] = lambda source: nullcontext(),
) -> Enrichments:
    """Add links, then ask each source; with links and no names only what was added is asked about."""
    added, lost = add(roster, sources, links)
    told = Enrichments(sources=[], added=added, lost=lost)
    chosen = [*only, *added]
    for connector in sources if chosen or not links else ():
        with progress(connector.name) as on_step:
            report = enrich(roster, connector, chosen, dry_run, timedelta(days=days), on_step=on_step)
        told.sources.append(report)
    return told
