"""Correcting one creator of a roster by hand. ``journal.undo`` takes each correction back."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO

from data.intake import Upload, apply
from data.journal import Entry
from data.merge import updated, updated_from
from data.report import ImportReport
from data.roster import Roster
from data.said import NOWHERE
from knowledge.models import Channel, Creator, Format

OF_CREATOR = ("name", "region", "contact", "notes")
OF_CHANNEL = (
    "followers", "avg_views", "engagement", "posts_per_month", "last_post", "category", "content", "language",
    "url", "past_collaborations",
)  # fmt: skip
FEES = tuple(f"fee_{format_}" for format_ in Format)
EDITABLE = (*OF_CREATOR, *OF_CHANNEL, *FEES)
CANNOT_BE_EMPTY = frozenset({"name"})


def amend(
    roster: Roster, creator: Creator, channel: Channel | None, field: str, cell: str, source: str, day: date
) -> ImportReport:
    """Set one field from a text, read as a cell of that column in a file is. What cannot be read is refused.

    :param channel: whose field it is; None for a field of the creator.
    :param source: where the value comes from, as the roster remembers it.
    """
    row = {"creator_id": creator.id, field: cell}
    if channel:
        row |= {"platform": channel.platform.value, "handle": channel.handle}
    text = StringIO(newline="")
    writer = csv.DictWriter(text, list(row))
    writer.writeheader()
    writer.writerow(row)
    return apply(roster, Upload(source, text.getvalue().encode(), day))


def clear(roster: Roster, creator: Creator, channel: Channel | None, field: str, source: str) -> bool:
    """Make one field unknown. False where it was."""
    if field in CANNOT_BE_EMPTY:
        return False
    if channel is None:
        after = updated_from(creator, {field: None}, lambda _: NOWHERE)
    else:
        emptied = updated_from(channel, _emptied(channel, field), lambda _: NOWHERE)
        channels = tuple(emptied if other.key == channel.key else other for other in creator.channels)
        after = updated(creator, {"channels": channels})
    return _replaced(roster, creator, after, source)


def remove(roster: Roster, creator: Creator, source: str) -> bool:
    """Take a creator out of the roster with all channels."""
    return _replaced(roster, creator, None, source)


def _emptied(channel: Channel, field: str) -> dict[str, object]:
    if field.startswith("fee_"):
        return {"fees": tuple(fee for fee in channel.fees if f"fee_{fee.format}" != field)}
    return {field: () if field == "past_collaborations" else None}


def _replaced(roster: Roster, before: Creator, after: Creator | None, source: str) -> bool:
    if before == after:
        return False
    change: Callable[[], object] = (
        (lambda: roster.remove([before.id])) if after is None else (lambda: roster.save(after))
    )
    with roster.transaction():
        entry = Entry(roster, source)
        entry.replaced([(before.id, before, after)])
        change()
        entry.close()
    return True
