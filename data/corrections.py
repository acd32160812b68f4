"""What people said that columns mean: now, and of such a header before. It is kept in the roster's own database."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple

from sqlite_utils import Database, Migrations

from data.columns import REFUSED, How, plain_header
from data.store import Store

migrations = Migrations("corrections")  # append only: never edit one that has shipped
KEPT = 200  # headers that are remembered, the latest ones


@migrations()
def m001_headers(db: Database) -> None:
    """What was said of the columns of a header: both as JSON, the header's plain names as the key."""
    db.table("headers").create(
        {"id": str, "header": str, "fields": str, "said_at": str},
        pk="id",
        not_null={"header", "fields", "said_at"},
        strict=True,
    )


Said = Mapping[str, tuple[str, How]]  # column key -> the field said, and whether now or before


class Corrections(NamedTuple):
    """Header to field: said with this file, and recalled for a header. What is said now outranks."""

    now: Mapping[str, str] = {}
    before: Callable[[Sequence[str]], Mapping[str, str]] = lambda header: {}

    def of(self, header: Sequence[str]) -> Said:
        """What was said of the columns of a header, by ``column_key``."""
        recalled = {plain_header(name) or name.strip(): field for name, field in self.before(header).items()}
        told = {plain_header(name) or name.strip(): field for name, field in self.now.items()}
        return {name: (field, How.REMEMBERED) for name, field in recalled.items()} | {
            name: (field, How.CORRECTION) for name, field in told.items()
        }


def column_key(header: Sequence[str], place: int) -> str:
    """By what a correction names a column: its plain header, "column3" where it has none."""
    return plain_header(header[place]) or header[place].strip() or f"column{place + 1}"


class Remembered(NamedTuple):
    """A header that was corrected once: its columns, what was said of them, and when."""

    id: str
    header: tuple[str, ...]
    fields: dict[str, str]
    said_at: str


class HeaderMemory:
    """Corrections by header, whatever the order of its columns. A header without names is not remembered."""

    def __init__(self, db: Store) -> None:
        self.db = db
        db.migrate(migrations)

    def recall(self, header: Sequence[str]) -> dict[str, str]:
        """What was said of the columns of this header, nothing where it was never corrected."""
        if not (wanted := _id(header)):
            return {}
        with self.db.snapshot():
            row = self.db.execute("SELECT fields FROM headers WHERE id = ?", [wanted]).fetchone()
        return dict(json.loads(row[0])) if row else {}

    def remember(self, header: Sequence[str], fields: Mapping[str, str]) -> None:
        """Keep what was said of the columns, beside what was said before; later words outrank."""
        named = {plain_header(name) or name.strip() for name in header}
        here = {
            name: field for name, field in fields.items() if (plain_header(name) or name.strip()) in named
        }
        if not (wanted := _id(header)) or not here:
            return
        with self.db.atomic():
            known = {plain_header(name) or name.strip(): name for name in self.recall(header)}
            kept = self.recall(header)
            for name, field in here.items():
                kept.pop(known.get(plain_header(name) or name.strip(), name), None)
                kept[name] = field
            names = [name.strip() for name in header if name.strip()]
            row = [wanted, json.dumps(names, ensure_ascii=False), json.dumps(kept, ensure_ascii=False)]
            now = datetime.now(UTC).isoformat(timespec="microseconds")
            self.db.execute("INSERT OR REPLACE INTO headers VALUES (?, ?, ?, ?)", [*row, now])
            latest = f"SELECT id FROM headers ORDER BY said_at DESC LIMIT {KEPT}"
            self.db.execute(f"DELETE FROM headers WHERE id NOT IN ({latest})")

    def all(self) -> list[Remembered]:
        """Every header that is remembered, the latest first."""
        with self.db.snapshot():
            rows = self.db.execute("SELECT * FROM headers ORDER BY said_at DESC, id").fetchall()
        return [Remembered(id_, tuple(json.loads(h)), json.loads(f), at) for id_, h, f, at in rows]

    def forget(self, id_: str | None = None) -> int:
        """Forget one header, or all of them; how many there were."""
        with self.db.atomic():
            if id_ is None:
                return self.db.execute("DELETE FROM headers").rowcount
            return self.db.execute("DELETE FROM headers WHERE id = ?", [id_]).rowcount


def _id(header: Sequence[str]) -> str:
    """A digest of the names in any order and spelling; nothing where there are none.

    A file of refused rows is known by the file that they come from.
    """
    own = (name.strip() for name in header if name.strip() not in REFUSED)
    names = sorted({plain_header(name) or name for name in own} - {""})
    return blake2b("\n".join(names).encode(), digest_size=6).hexdigest() if names else ""
