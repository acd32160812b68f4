"""Homes with made-up rosters, made once and kept in a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

from bot.bench.made import creators
from data.bulk import batches
from data.roster import Roster
from data.store import connect
from knowledge.models import Creator

DATABASE = "roster.db"
SAVED = 20_000  # creators in a transaction


def roster_of(folder: Path, size: int, progress: Callable[[int, int], None] | None = None) -> Roster:
    """A roster of so many made-up channels; what a stopped run left is continued."""
    roster = Roster(connect(folder / DATABASE))
    there = roster.channel_count
    missing = _after(there, size) if there < size else iter(())
    for some in batches(missing, SAVED):
        roster.save_all(some, checked=True)
        there += len(some)
        if progress:
            progress(there, size)
    return roster


def _after(there: int, size: int) -> Iterator[Creator]:
    return (one for n, one in enumerate(creators(size)) if n >= there)
