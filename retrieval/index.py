"""The index on this machine: it follows a roster, plans each search, and heals by itself."""

import logging
import os
import shutil
import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from threading import RLock, Thread
from typing import NamedTuple

import numpy as np

from knowledge.models import Creator
from knowledge.products import products
from retrieval.encoder import Encoder, Progress, Vectors
from retrieval.filters import Filter
from retrieval.follow import Written, fold, follow, put_in_place, rebuild
from retrieval.loaded import Loaded
from retrieval.manifest import Damaged, Manifest, locked, sweep
from retrieval.protocol import Hit, Peers, Vector
from retrieval.settle import LISTED
from retrieval.snapshot import Found, Snapshot
from retrieval.source import Source, State

PROBES = 96  # typical queries on which it is measured how far a search has to reach
MIXED = 0.7  # what kind and style weigh in these beside the product
STYLES = ("有實測數據", "calm and honest", "適合新手", "funny", "講話慢")
FOLDED = 4000  # rows beside the base, added or dead, from which they are folded into it
FOLDED_SHARE = 0.005  # or so many of the base: comparing them all costs as much as the lists do
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
    """

    def __init__(
        self, folder: Path, source: Source, load_encoder: Callable[[], Encoder], listed: int = LISTED
    ) -> None:
        self.folder, self.source, self._load, self._listed = folder, source, load_encoder, listed
        self._creators = Loaded(source)
        self._lock = RLock()
        self._snapshot: Snapshot | None = None
        self._temporary = False
        self._folding: Thread | None = None

    @cached_property
    def encoder(self) -> Encoder:
        return self._load()

    def __len__(self) -> int:
        return len(self.current())

    def state(self) -> State:
        return self.current().manifest.roster

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
        """The index as the roster is now."""
        with self._lock:
            snapshot = self._snapshot
            if snapshot is None or snapshot.manifest.roster != tuple(self.source.state()):
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
        """What sellers ask for, as the advisor puts it: a product, its kind, and for every other one a style."""
        kinds = list(products().values())[:: max(1, len(products()) // PROBES)]
        asked = self.encoder.queries([kind.zh if n % 4 else kind.en for n, kind in enumerate(kinds)])
        asked = asked + MIXED * self.encoder.queries([f"{kind.zh} {kind.en}" for kind in kinds])
        asked[::2] += MIXED * self.encoder.queries([STYLES[n % len(STYLES)] for n in range(len(asked[::2]))])
        return np.asarray(asked / np.linalg.norm(asked, axis=1, keepdims=True), dtype=np.float32)

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
            with locked(self.folder, "folding.lock", wait=False):
                made = fold(self.folder, last, self._probes, self._listed)
                with self._lock, locked(self.folder):
                    if put_in_place(self.folder, made, last):
                        self._write(tuple(self.source.state()), None)
                        sweep(self.folder, self.current().manifest)
        except OSError as problem:
            log.warning("the index could not be put together: %s", problem)
