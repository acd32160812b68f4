"""The roster: creators kept by id, their channels unique by platform and handle."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from itertools import chain
from typing import Any, NamedTuple

from data import rows, stored
from data.bulk import BATCH, batches, without_collections
from data.seal import Seal
from data.sources import Sources
from data.stats import RosterStats, stats_of
from data.store import Store, connect
from knowledge.models import Channel, Creator

PAGE = 2000  # creators read at once
LOGGED = 10_000  # versions after which an index that did not follow has to compare everything
_PARTS = {"figures": rows.figure_rows, "fees": rows.fee_rows, "audiences": rows.audience_rows}


class ChannelTaken(ValueError):
    """A channel belongs to another creator of the roster."""


class RosterState(NamedTuple):
    """Which state of which roster: the stamp is random, so that no two ever share number and stamp.

    ``own`` tells whether advice is made of one's own creators or of the demo ones.
    """

    version: int
    stamp: str
    own: bool


class Roster:
    """Creators in one database. Every call is a transaction of its own unless one is open already.

    ``version`` grows with every change, so that an index can tell whether it is up to date.
    Contacts, notes and the names of sources are sealed; whoever reads the tables past this class finds them so.
    """

    def __init__(self, db: Store, seal: Seal | None = None) -> None:
        self.db, self.seal = db, seal or Seal()
        self.sources = Sources(db, self.seal)

    @property
    def version(self) -> int:
        """0 for a new roster. Saving what is there already does not change it."""
        return int(self._value("SELECT version FROM roster_state"))

    def state(self) -> RosterState:
        """The state that an index can belong to."""
        sql = (
            "SELECT version, stamp, EXISTS (SELECT 1 FROM creators WHERE demo = 0) "
            "FROM roster_state JOIN roster_versions USING (version)"
        )
        with self.db.lock:
            version, stamp, own = self.db.execute(sql).fetchone()
        return RosterState(version, stamp, bool(own))

    def changed_since(self, version: int, stamp: str) -> list[str] | None:
        """Ids of creators that were saved or removed after a state; None where this roster never had that state,
        or so long ago that it was forgotten."""
        with self.db.snapshot():
            known = "SELECT 1 FROM roster_versions WHERE version = ? AND stamp = ?"
            if self.db.execute(known, [version, stamp]).fetchone() is None:
                return None
            # The plus keeps SQLite from reading every change in the order of the ids.
            ids = "SELECT creator_id FROM changes WHERE version > ? ORDER BY +creator_id"
            return [creator_id for (creator_id,) in self.db.execute(ids, [version]).fetchall()]

    def reading(self) -> AbstractContextManager[Store]:
        """Bind several reads to one state of the roster."""
        return self.db.snapshot()

    @contextmanager
    def aside(self) -> Iterator["Roster"]:
        """The same roster over a connection of its own, for a long read that nobody should wait for."""
        if not self.db.path.exists():  # in memory there is only the one
            yield self
            return
        db = connect(self.db.path)
        try:
            yield Roster(db, self.seal)
        finally:
            db.close()

    @property
    def channel_count(self) -> int:
        """How many channels there are, demo ones included."""
        return int(self._value("SELECT count(*) FROM channels"))

    def has_own(self) -> bool:
        """Whether there is any creator that is not demo fiction."""
        return bool(self._value("SELECT EXISTS (SELECT 1 FROM creators WHERE demo = 0)"))

    def creators(self) -> list[Creator]:
        """Every creator, by id."""
        with without_collections():
            return list(self.each())

    def each(self, own_only: bool = False) -> Iterator[Creator]:
        """Every creator, by id, a page at a time: a roster of any size takes the memory of a page.

        All of one state of the database; write nothing to it meanwhile.
        """
        wanted = "demo = 0" if own_only else "TRUE"
        with self.db.snapshot():
            last, after = "", ">="
            page = f"SELECT id FROM creators WHERE {wanted} AND id {{}} ? ORDER BY id LIMIT {PAGE}"
            while some := self._load(f"id IN ({page.format(after)})", [last]):
                yield from some
                last, after = some[-1].id, ">"

    def each_in_use(self) -> Iterator[Creator]:
        """The creators that advice is made of, as ``in_use`` has them and ``each`` reads them."""
        return self.each(own_only=self.has_own())

    def in_use(self) -> list[Creator]:
        """The creators that advice is made of: one's own, or the demo ones while there are no others."""
        everyone = self.creators()
        return [creator for creator in everyone if not creator.demo] or everyone

    def count_in_use(self) -> int:
        """How many creators ``in_use`` has, without reading them."""
        return int(self._value("SELECT count(*) FROM creators WHERE demo = (SELECT min(demo) FROM creators)"))

    def get(self, key: str) -> Creator | None:
        """The creator who has the channel ``platform:handle``, in any case; None where nobody has."""
        return next(iter(self.find(keys=[key])), None)

    def creator(self, creator_id: str) -> Creator | None:
        """The creator with this id, None where there is none."""
        return next(iter(self.find(ids=[creator_id])), None)

    def find(self, keys: Iterable[str] = (), ids: Iterable[str] = ()) -> list[Creator]:
        """The creators who have one of these channels or ids, each once, by id."""
        found: dict[str, Creator] = {}
        for some in batches((key.casefold() for key in keys), BATCH):
            where = f"id IN (SELECT creator_id FROM channels WHERE key IN ({_marks(some)}))"
            found |= {creator.id: creator for creator in self._load(where, some)}
        for some in batches(ids, BATCH):
            found |= {creator.id: creator for creator in self._load(f"id IN ({_marks(some)})", some)}
        return [found[creator_id] for creator_id in sorted(found)]

    def stats(self, today: date | None = None) -> RosterStats:
        """Counts of what there is and what is missing; ages are in days before ``today``."""
        return stats_of(self.db, today or date.today())

    def save(self, creator: Creator) -> bool:
        """Insert the creator or replace the one with this id. False if nothing changed, nor the version."""
        return self.save_all([creator]) == 1

    def save_all(self, creators: Iterable[Creator], checked: bool = False) -> int:
        """Insert or replace them all or none, and say how many changed. ``checked`` if rows.check saw them.

        Unstorable for a value the roster does not take, ChannelTaken for a channel of somebody else.
        """
        changed = 0
        with self.transaction():
            for some in batches(creators, BATCH):
                changed += self._save_batch({creator.id: creator for creator in some}, checked)
            if changed:
                self._bump()
        return changed

    def delete(self, key: str) -> bool:
        """Remove a channel; its creator goes with the last one. False where there was no such channel."""
        with self.transaction():
            owner = self.get(key)
            if owner is None:
                return False
            self.db.execute("DELETE FROM channels WHERE key = ?", [key.casefold()])
            if len(owner.channels) == 1:
                self.db.execute("DELETE FROM creators WHERE id = ?", [owner.id])
            self._log([owner.id])
            self._bump()
            self.sources.sweep()
        return True

    def remove(self, ids: Iterable[str]) -> int:
        """Remove creators with all their channels, and say how many there were."""
        removed = 0
        with self.transaction():
            for some in batches(ids, BATCH):
                gone = self.db.execute(
                    f"DELETE FROM creators WHERE id IN ({_marks(some)}) RETURNING id", some
                ).fetchall()
                self._log(creator_id for (creator_id,) in gone)
                removed += len(gone)
            if removed:
                self._bump()
                self.sources.sweep()
        return removed

    def transaction(self) -> AbstractContextManager[Store]:
        """Bind several calls into one: all happen, or none when the block raises."""
        return self.db.atomic()

    def _save_batch(self, creators: dict[str, Creator], checked: bool) -> int:
        stored = {creator.id: creator for creator in self.find(ids=creators)}
        changed = [creator for creator in creators.values() if creator != stored.get(creator.id)]
        for creator in () if checked else changed:
            rows.check(creator)
        sources = self.sources.numbers(rows.labels_of(changed))
        self._write_creators(changed, sources)
        channels = self._write_channels(changed, sources)
        for table, maker in _PARTS.items():
            made = [row for number, channel in channels for row in maker(channel, number, sources)]
            self._insert(table, made)
        self._log(creator.id for creator in changed)
        return len(changed)

    def _write_creators(self, creators: Sequence[Creator], sources: rows.Numbers) -> None:
        """Insert or update the creators themselves, and remove the channels they had."""
        made = [rows.creator_row(creator, self.seal, sources) for creator in creators]
        self._insert("creators", made, replace="id")
        self.db.conn.executemany("DELETE FROM channels WHERE creator_id = ?", [(c.id,) for c in creators])

    def _write_channels(
        self, creators: Sequence[Creator], sources: rows.Numbers
    ) -> list[tuple[int, Channel]]:
        """Insert their channels, each beside the id it got."""
        self._check_free(creators)
        placed = [(creator, place) for creator in creators for place in range(len(creator.channels))]
        first = 1 + int(self._value("SELECT coalesce(max(id), 0) FROM channels"))
        made = [{"id": n, **rows.channel_row(*where, sources)} for n, where in enumerate(placed, first)]
        self._insert("channels", made)
        return [(n, creator.channels[place]) for n, (creator, place) in enumerate(placed, first)]

    def _check_free(self, creators: Sequence[Creator]) -> None:
        owners: dict[str, str] = {}
        wanted = [(channel.key, creator.id) for creator in creators for channel in creator.channels]
        for some in batches((key for key, _ in wanted), BATCH):
            where = f"SELECT key, creator_id FROM channels WHERE key IN ({_marks(some)})"
            owners |= dict(self.db.execute(where, some).fetchall())
        for key, creator_id in wanted:
            if key in owners:
                raise ChannelTaken(f"{key} belongs to creator {owners[key]}, so {creator_id} cannot have it")
            owners[key] = creator_id

    def _insert(self, table: str, made: Sequence[rows.Row], replace: str | None = None) -> None:
        if not made:
            return
        names = list(made[0])
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
        if replace:
            kept = ", ".join(f"{name} = excluded.{name}" for name in names if name != replace)
            sql += f" ON CONFLICT ({replace}) DO UPDATE SET {kept}"
        self.db.conn.executemany(sql, made)

    def _load(self, where: str, arguments: Sequence[str]) -> list[Creator]:
        """The creators for whom a condition on ``creators`` holds, read as one state of the database."""
        theirs = f"creator_id IN (SELECT id FROM creators WHERE {where})"
        channel = f"channel_id IN (SELECT id FROM channels WHERE {theirs})"
        with self.db.snapshot():
            people = self._rows(f"SELECT * FROM creators WHERE {where} ORDER BY id", arguments)
            owned = self._rows(
                f"SELECT * FROM channels WHERE {theirs} ORDER BY creator_id, position", arguments
            )
            parts = (
                self._rows(f"SELECT * FROM figures WHERE {channel}", arguments),
                self._rows(f"SELECT * FROM fees WHERE {channel} ORDER BY channel_id, position", arguments),
                self._rows(f"SELECT * FROM audiences WHERE {channel}", arguments),
            )
            labels = self.sources.labels(stored.numbers_in((*people, *owned), chain(*parts)))
        return stored.creators_of(people, owned, *parts, self.seal, labels)

    def _rows(self, sql: str, arguments: Sequence[str]) -> list[rows.Row]:
        return list(self.db.query(sql, arguments))

    def _value(self, sql: str) -> Any:
        with self.db.lock:
            return self.db.execute(sql).fetchone()[0]

    def _log(self, ids: Iterable[str]) -> None:
        """Note creators as changed by the version that ``_bump`` will make."""
        self.db.conn.executemany(
            "INSERT INTO changes (creator_id, version) SELECT ?, version + 1 FROM roster_state WHERE TRUE "
            "ON CONFLICT DO UPDATE SET version = excluded.version",
            ([creator_id] for creator_id in ids),
        )

    def _bump(self) -> None:
        self.db.execute("UPDATE roster_state SET version = version + 1")
        self.db.execute(
            "INSERT INTO roster_versions SELECT version, lower(hex(randomblob(8))) FROM roster_state"
        )
        self.db.execute(
            "DELETE FROM roster_versions WHERE version <= (SELECT version FROM roster_state) - ?", [LOGGED]
        )


def _marks(arguments: Sequence[object]) -> str:
    return ", ".join("?" * len(arguments))
