"""The last changes of the roster, each of which can be taken back as a whole."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple

from data.bulk import BATCH, batches, without_collections
from data.roster import Roster
from knowledge.models import Creator

KEPT = 10  # changes that can be taken back, one after the other
_NOBODY = Creator(id="nobody", name="nobody")
_LISTED = 5  # creators named in an error


class CannotUndo(RuntimeError):
    """There is nothing to take back, or later changes would be lost with it."""


class Undone(NamedTuple):
    """A change that was taken back: what it was, when it was made, and how many creators it concerned."""

    what: str
    at: str
    restored: int
    removed: int


class Entry:
    """One change while it is made. ``replaced`` is to be told of every creator before it is saved."""

    def __init__(self, roster: Roster, what: str) -> None:
        self.roster, self.db = roster, roster.db
        now = datetime.now(UTC).isoformat(timespec="seconds")
        self.id: int = (
            self.db.execute(
                "INSERT INTO journal (at, what) VALUES (?, ?)", [now, roster.seal.close(what)]
            ).lastrowid
            or 0
        )

    def replaced(self, changes: Iterable[tuple[str, Creator | None, Creator | None]]) -> None:
        """Note creators by id, before and after. Only the first "before" of each counts, and the last "after".

        Demo creators are not noted: a new roster begins with them, and undo must not empty it.
        """
        self.db.conn.executemany(
            "INSERT INTO journal_creators (entry_id, creator_id, before, after) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET after = excluded.after",
            [
                (self.id, creator_id, self._sealed(before), _digest(after))
                for creator_id, before, after in changes
                if not (after or before or _NOBODY).demo
            ],
        )

    def _sealed(self, creator: Creator | None) -> str | None:
        return self.roster.seal.close(creator.model_dump_json()) if creator else None

    def close(self) -> None:
        """Forget a change that changed nothing, and the changes before the last few."""
        changed = "SELECT entry_id FROM journal_creators"
        self.db.execute(f"DELETE FROM journal WHERE id = ? AND id NOT IN ({changed})", [self.id])
        last = f"SELECT id FROM journal ORDER BY id DESC LIMIT {KEPT}"
        self.db.execute(f"DELETE FROM journal WHERE id NOT IN ({last})")


def undo(roster: Roster) -> Undone:
    """Take the last change back. CannotUndo where its creators were changed since, and nothing happens then."""
    with without_collections(), roster.transaction() as db:
        found = db.execute("SELECT id, what, at FROM journal ORDER BY id DESC LIMIT 1").fetchone()
        if found is None:
            raise CannotUndo("There is no import and no merge left to undo.")
        entry_id, what, at = found[0], roster.seal.open(found[1]), found[2]
        rows = db.execute(
            "SELECT creator_id, before, after FROM journal_creators WHERE entry_id = ?", [entry_id]
        ).fetchall()
        _check_untouched(roster, what, {creator_id: after for creator_id, _, after in rows})
        made = [creator_id for creator_id, before, _ in rows if before is None]
        roster.remove(made)
        before = [roster.seal.open(text) for _, text, _ in rows if text is not None]
        for some in batches(before, BATCH):
            roster.save_all(map(Creator.model_validate_json, some))
        db.execute("DELETE FROM journal WHERE id = ?", [entry_id])
    return Undone(what, at, len(before), len(made))


def _check_untouched(roster: Roster, what: str, after: dict[str, str | None]) -> None:
    now = {
        creator.id: _digest(creator) for some in batches(after, BATCH) for creator in roster.find(ids=some)
    }
    touched = sorted(creator_id for creator_id, digest in after.items() if now.get(creator_id) != digest)
    if touched:
        named = ", ".join(touched[:_LISTED]) + (" …" if len(touched) > _LISTED else "")
        raise CannotUndo(
            f"{what!r} cannot be undone: {len(touched):,} of its creators were changed since ({named}). "
            "Export the roster, correct them in the file and import it."
        )


def _digest(creator: Creator | None) -> str | None:
    """Of the values alone: where they come from is beside them, and journals of before have none of it."""
    if creator is None:
        return None
    values = creator.model_dump_json(exclude={"provenance": True, "channels": {"__all__": {"provenance"}}})
    return blake2b(values.encode(), digest_size=12).hexdigest()
