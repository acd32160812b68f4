"""Which change of a roster an undo would take back, so that a button can name the one it was drawn for."""

from datetime import datetime
from typing import NamedTuple

from data.journal import CannotUndo, Undone, undo
from data.roster import Roster


class LastChange(NamedTuple):
    """The latest import, merge or correction that can be taken back, and how many creators it concerned."""

    mark: str
    what: str
    at: datetime
    creators: int


def last_change(roster: Roster) -> LastChange | None:
    """What ``journal.undo`` would take back now; None where there is nothing left."""
    with roster.db.snapshot():
        sql = (
            "SELECT id, what, at, (SELECT count(*) FROM journal_creators WHERE entry_id = id)"
            " FROM journal ORDER BY id DESC LIMIT 1"
        )
        row = roster.db.execute(sql).fetchone()
    if row is None:
        return None
    at = datetime.fromisoformat(row[2])
    return LastChange(f"{row[0]}-{int(at.timestamp())}", roster.seal.open(row[1]), at, row[3])


def undo_change(roster: Roster, mark: str) -> Undone:
    """Take back the change with this mark. CannotUndo where it is not the latest any more, or cannot be."""
    with roster.transaction():
        last = last_change(roster)
        if last is None or last.mark != mark:
            raise CannotUndo("This change was taken back already, or another one came after it.")
        return undo(roster)
