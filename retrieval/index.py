"""The index on this machine: it follows a roster, plans each search, and heals by itself."""

import logging
import os
import shutil
import weakref
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from threading import RLock, Thread
from typing import NamedTuple

from knowledge.models import Creator
from retrieval.apart import apart_from, clear, fold, put_base, put_whole, renew
from retrieval.encoder import Encoder, Progress, Vectors
from retrieval.filters import Filter
from retrieval.follow import Written, follow, rebuild
from retrieval.loaded import Loaded
from retrieval.manifest import Damaged, Manifest, locked, sweep
from retrieval.probes import typical
from retrieval.protocol import Behind, Hit, Peers, Vector
from retrieval.settle import LISTED
from retrieval.snapshot import Found, Snapshot
from retrieval.source import Source

FOLDED = 4000  # rows beside the base, added or dead, from which they are folded into it
FOLDED_SHARE = 0.005  # or so many of the base: comparing them all costs as much as the lists do
SOON = 3000  # creators changed up to which whoever asks waits: so many are encoded in about a second
PATIENCE = 5  # times an index that another process replaces meanwhile is opened again

log = logging.getLogger(__name__)


class Report(NamedTuple):
    """How many channels there are in an index, and how many had to be encoded for it."""

    channels: int
    encoded: int


class LocalIndex:
    """Channels of one roster in files of one folder; see ``protocol.Index``.

    Every call brings the index up to the roster first. Several processes may share the folder. One that cannot be
    written is used as it is while it is current; after that a temporary one takes its place.

    :param soon: once more creators than these changed, answers are given from the index as it was, less those who
        are gone, while a thread reads them: for a process that lasts. None has whoever asks wait.
    """

    def __init__(
        self,
        folder: Path,
        source: Source,
        load_encoder: Callable[[], Encoder],
        listed: int = LISTED,
        soon: int | None = None,
    ) -> None:
        self.folder, self.source, self._load, self._listed = folder, source, load_encoder, listed
        self._soon = soon
        self._creators = Loaded(source)
        self._lock = RLock()
        self._snapshot: Snapshot | None = None
        self._temporary = False
        self._folding: Thread | None = None
        self._behind: Behind | None = None

    @cached_property
    def encoder(self) -> Encoder:
        return self._load()

    def __len__(self) -> int:
        return len(self.current())

    def state(self) -> Hashable:
        answered = self.current().manifest.roster
        now = tuple(self.source.state())
        return answered if answered == now else (answered, now)  # who is gone from the roster is not found

    def behind(self) -> Behind | None:
        self.current()
        return self._behind

    def search(self, query: Vector, conditions: Filter, k: int, words: str = "") -> list[Hit]:
        found = self.current().find(query, conditions, k, words)
        return [hit for hit in self._loaded(found) if conditions.admits(hit.creator, hit.channel)]

    def vector(self, key: str) -> Vector | None:
        snapshot = self.current()
        rows = snapshot.rows_with(key)
        return snapshot.vectors(rows[:1])[0] if len(rows) else None

    def peers(self) -> Peers:
        return self.current().peers

    def upsert(self, creators: Iterable[Creator]) -> None:
        self.source.save_all(creators)
        self.current()

    def delete(self, creator_ids: Iterable[str]) -> None:
        self.source.remove(creator_ids)
        self.current()

    def creators(self) -> Iterator[Creator]:
        return self.source.each_in_use()

    def _loaded(self, found: Found) -> Iterator[Hit]:
        """The channels themselves. One that changed hands a moment ago is left out."""
        creators = self._creators.find(list(dict.fromkeys(found.owners)))
        channels = {(c.id, channel.key): (c, channel) for c in creators for channel in c.channels}
        for key, owner, similarity, style in zip(*found, strict=True):
            if (owner, key) in channels:
                yield Hit(*channels[owner, key], similarity, style)

    def build(self, progress: Progress | None = None) -> Report:
        """Bring the index up to the roster and put everything in its final place, however long it takes."""
        with self._lock:
            encoded = self._bring_up(progress)
            clear(self.folder)
            snapshot = self.current()
            if len(snapshot.delta) or len(snapshot.dead):
                self._fold()
            return Report(len(self.current()), encoded)

    def fault(self) -> str | None:
        """What is wrong with the files on disk, in words, or None; makes nothing."""
        manifest = Manifest.read(self.folder)
        if manifest is None:
            return f"there is no index in {self.folder}"
        if manifest.encoder != self.encoder.fingerprint:
            return f"the index belongs to encoder {manifest.encoder}, in use is {self.encoder.fingerprint}"
        try:
            Snapshot.open(self.folder, manifest, os.access(self.folder, os.W_OK))
        except Damaged as problem:
            return str(problem)
        changed = self.source.changed_since(*manifest.roster[:2])
        if changed is None or manifest.roster[2] != self.source.state()[2]:
            return "the index belongs to another state of the roster"
        return f"{len(changed):,} creators changed since the index was written" if changed else None

    def current(self) -> Snapshot:
        """The index as the roster is now; as it was, while much of a changed one is being read."""
        with self._lock:
            snapshot, wanted = self._snapshot, tuple(self.source.state())
            if (snapshot is None or snapshot.manifest.roster != wanted) and not self._put_off(wanted):
                self._bring_up(None)
            assert self._snapshot is not None
            return self._snapshot

    def _bring_up(self, progress: Progress | None) -> int:
        """Open or make the index of the roster's present state; says how many channels were encoded."""
        wanted = tuple(self.source.state())
        if self._open() is not None and self._snapshot and self._snapshot.manifest.roster == wanted:
            return 0
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with locked(self.folder):
                return self._write(wanted, progress)
        except OSError as problem:
            if self._temporary:
                raise
            log.warning("the index cannot be written (%s): one is made for the time being", problem)
            self._temporary, self.folder = True, Path(mkdtemp(prefix="kol-advisor-"))
            weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)
            return self._bring_up(progress)

    def _write(self, wanted: tuple[object, ...], progress: Progress | None) -> int:
        last = self._open()
        if last and last.manifest.roster == wanted:
            return 0
        written = follow(self.folder, last, self.source, self.encoder, self._listed) if last else None
        if written is None:
            written = rebuild(
                self.folder, self.source, self.encoder, self._probes, last, progress, self._listed
            )
        self._take(written)
        return written.encoded

    def _take(self, written: Written) -> None:
        sweep(self.folder, written.manifest)
        clear(self.folder)
        self._snapshot = Snapshot.open(self.folder, written.manifest, True, self._snapshot)
        self._fold_if_worthwhile()

    def _open(self) -> Snapshot | None:
        """The index as it is on disk; None where there is none that serves."""
        for _ in range(PATIENCE):
            manifest = Manifest.read(self.folder)
            if manifest is None or manifest.encoder != self.encoder.fingerprint:
                return None
            if self._snapshot and self._snapshot.manifest == manifest:
                return self._snapshot
            try:
                writable = os.access(self.folder, os.W_OK)
                self._snapshot = Snapshot.open(self.folder, manifest, writable, self._snapshot)
                return self._snapshot
            except Damaged as problem:
                if Manifest.read(self.folder) == manifest:
                    log.warning("%s: it is made again", problem)
                    return None
        return None

    def _probes(self) -> Vectors:
        return typical(self.encoder)

    def _fold_if_worthwhile(self) -> None:
        snapshot = self._snapshot
        if snapshot is None or (self._folding and self._folding.is_alive()):
            return
        beside = len(snapshot.delta) + len(snapshot.dead)
        if len(snapshot.base) > self._listed and beside > FOLDED + FOLDED_SHARE * len(snapshot.base):
            self._folding = Thread(target=self._fold, name="index-fold", daemon=True)
            self._folding.start()

    def _fold(self) -> None:
        """Write one base of everything, while answers are given from the old files, and put it in place."""
        last = self._snapshot
        if last is None:
            return
        try:
            with apart_from(self.folder, wait=False) as apart:
                fold(apart, last, self._probes, self._listed)
                with self._lock:
                    with locked(self.folder):
                        put_base(self.folder, apart, last)
                    self.current()
        except OSError as problem:
            log.warning("the index could not be put together: %s", problem)

    def _put_off(self, wanted: tuple[object, ...]) -> bool:
        """Whether the index that there is answers meanwhile: much changed, and a thread reads it."""
        last = self._open() if self._soon is not None else None
        if last is None or self._soon is None:
            return False
        if self._behind or last.manifest.roster == wanted:
            return True
        changed = self.source.changed_since(*last.manifest.roster[:2])
        same = changed is not None and last.manifest.roster[2] == wanted[2]
        fresh = len(changed) if changed is not None and same else self.source.channel_count
        if fresh <= self._soon:
            return False
        self._behind = Behind(0, fresh)
        Thread(target=self._renew, name="index-renew", daemon=True).start()
        return True

    def _renew(self) -> None:
        """Bring the index up to the roster, as often as that changes meanwhile."""
        try:
            with self.source.aside() as roster:
                while last := self._outdated(roster):
                    self._renew_once(last, roster)
        except Exception as problem:  # whatever it is, whoever asks next waits for the index and is told
            log.warning("the roster cannot be read in the background: %s", problem)
            self._soon, self._behind = None, None

    def _outdated(self, roster: Source) -> Snapshot | None:
        """The index as it is on disk; None where it is that of the roster, and nobody has to be told otherwise."""
        with self._lock:
            last = self._open()
            if last is None or last.manifest.roster == tuple(roster.state()):
                self._behind = None
                self._fold_if_worthwhile()
                return None
            return last

    def _renew_once(self, last: Snapshot, roster: Source) -> None:
        with locked(self.folder):
            if Manifest.read(self.folder) != last.manifest:
                return
            if written := follow(self.folder, last, roster, self.encoder, self._listed):
                sweep(self.folder, written.manifest)
                return
        with apart_from(self.folder, wait=True) as apart:
            if Manifest.read(self.folder) != last.manifest:  # it was made in another process while we waited
                return
            made = renew(apart, last, roster, self.encoder, self._probes, self._read, self._listed)
            with self._lock, locked(self.folder):
                put_whole(self.folder, apart, made, roster)

    def _read(self, done: int, total: int) -> None:
        self._behind = Behind(done, total)
