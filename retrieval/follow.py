"""Bringing an index up to its roster: only what changed is encoded and added.

Files are written first, the manifest last, so that whatever a crash leaves is the state before or the one after.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from retrieval.arrays import Array
from retrieval.columns import Columns, all_joined
from retrieval.encoder import Encoder, Progress, Vectors
from retrieval.entry import Entry, entries
from retrieval.exact import Held
from retrieval.lexical import WordIndex
from retrieval.manifest import Manifest, next_number
from retrieval.segment import write_small
from retrieval.settle import LISTED, Probes, settle
from retrieval.snapshot import Snapshot
from retrieval.source import Source, State

BATCH = 8192  # entries encoded at once
HALF = 0.5  # share of the roster from which following is no less work than beginning anew

T = TypeVar("T")


class Written(NamedTuple):
    """A new manifest, and how many channels had to be encoded for it."""

    manifest: Manifest
    encoded: int


class Built(NamedTuple):
    """Rows that are ready to be written."""

    columns: Columns
    vectors: Vectors
    encoded: int


def follow(
    folder: Path, last: Snapshot, source: Source, encoder: Encoder, listed: int = LISTED
) -> Written | None:
    """Write what changed since a snapshot. None where that is not known, or nearly everything did."""
    with source.reading():
        state = source.state()
        ids = source.changed_since(*last.manifest.roster[:2])
        if ids is None or state[2] != last.manifest.roster[2] or len(ids) > max(listed, HALF * len(last)):
            return None
        creators = [c for some in batches(ids, BATCH) for c in source.find(ids=some) if c.demo != state[2]]
    base, delta = (segment.columns.owners.rows(ids) for segment in (last.base, last.delta))
    gone = np.concatenate([base[last.alive.has(base)], delta + len(last.base)])
    words = WordIndex.open(folder / f"{last.manifest.words}.words", writable=True)
    try:
        made = _encoded(list(entries(creators)), encoder, words, Remembered(last, gone), same_words=True)
    finally:
        words.close()
    kept = np.setdiff1d(np.arange(len(last.delta)), delta)
    added = Built(
        last.delta.columns.take(kept).joined(made.columns),
        np.concatenate([last.delta.shelf.read(kept), made.vectors]),
        made.encoded,
    )
    dead = np.union1d(last.dead, base)
    return Written(_write(folder, last, added, dead, state, listed), made.encoded)


def _write(folder: Path, last: Snapshot, added: Built, dead: Array, state: State, listed: int) -> Manifest:
    """Few rows are written as one segment; beside many, only what was added and which are dead."""
    number = next_number(folder)
    if len(last.base) - len(dead) + len(added.columns) <= listed:
        alive = last.base.everyone.but(dead).rows()
        columns = last.base.columns.take(alive).joined(added.columns)
        vectors = np.concatenate([last.base.shelf.read(alive), added.vectors])
        write_small(folder, number, columns, vectors, {})
        return last.manifest._replace(roster=state, base=number, delta=None).write(folder)
    write_small(folder, number, added.columns, added.vectors, {"dead": dead})
    return last.manifest._replace(roster=state, delta=number).write(folder)


def rebuild(
    folder: Path,
    source: Source,
    encoder: Encoder,
    probes: Probes,
    last: Snapshot | None = None,
    progress: Progress | None = None,
    listed: int = LISTED,
) -> Written:
    """Write an index of all that a roster has. Vectors of texts that ``last`` has are taken from there."""
    number = next_number(folder)
    words = WordIndex.create(folder / f"{number}.words")
    staged = folder / f"{number}.staged.tmp"
    parts: list[Built] = []
    before = Remembered(last, np.arange(len(last.base) + len(last.delta) if last else 0))
    try:
        with source.aside() as roster, roster.reading(), staged.open("wb") as file:
            state, total, done = roster.state(), roster.channel_count, 0
            for some in batches(entries(roster.each_in_use()), BATCH):
                made = _encoded(some, encoder, words, before, same_words=False)
                file.write(made.vectors.tobytes())
                parts.append(made._replace(vectors=made.vectors[:0]))
                done += len(some)
                if progress:
                    progress(min(done, total), total)
    finally:
        words.close()
    columns = all_joined([part.columns for part in parts])
    vectors = Held(_mapped(staged, len(columns), encoder.dim))
    settle(folder, number, columns, vectors, probes, listed=listed)
    staged.unlink()
    manifest = Manifest(encoder.fingerprint, encoder.dim, state, base=number, words=number)
    return Written(manifest.write(folder), sum(part.encoded for part in parts))


class Remembered:
    """Rows of a snapshot by the digest of their texts."""

    def __init__(self, last: Snapshot | None, rows: Array) -> None:
        self._last = last
        digests = last.digests(rows) if last else ()
        self._rows = {digest.tobytes(): row for digest, row in zip(digests, rows.tolist(), strict=True)}

    def take(self, digests: Array) -> tuple[Array, Vectors, Array]:
        """Which of some digests are known, and the vectors and serials of those."""
        rows = np.array([self._rows.get(digest.tobytes(), -1) for digest in digests], dtype=np.int64)
        known = np.flatnonzero(rows >= 0)
        if self._last is None or not len(known):
            return known, np.empty((0, 0), np.float32), known
        return known, self._last.vectors(rows[known]), self._last.serials(rows[known])


def _encoded(
    some: Sequence[Entry], encoder: Encoder, words: WordIndex, before: Remembered, same_words: bool
) -> Built:
    """Columns and vectors of entries. Those whose texts are remembered keep their vector.

    With ``same_words`` they keep their place in the word index too; else all are new to it.
    """
    columns = Columns.of(some, np.zeros(len(some), dtype=np.int64))
    vectors = np.empty((len(some), encoder.dim), dtype=np.float32)
    serials = np.full(len(some), -1, dtype=np.int64)
    known, their_vectors, their_serials = before.take(columns.digest)
    if len(known):
        vectors[known] = their_vectors
        serials[known] = their_serials if same_words else -1
    fresh = np.setdiff1d(np.arange(len(some)), known)
    if len(fresh):
        vectors[fresh] = encode([some[n] for n in fresh.tolist()], encoder)
    new = np.flatnonzero(serials < 0)
    if len(new):
        texts = ((f"{one.category} {one.described}", one.name) for one in map(some.__getitem__, new.tolist()))
        serials[new] = words.add(texts)
    return Built(columns.numbered(serials), vectors, len(fresh))


def encode(some: Sequence[Entry], encoder: Encoder) -> Vectors:
    """One vector a channel: category and content weigh the same, where there is a category.

    Sixty words of scenes and manners drown the two that say what the channel is about; halving them does not.
    """
    texts = list(dict.fromkeys(text for one in some for text in (one.category, one.described) if text))
    place = {text: n for n, text in enumerate(texts)}
    vectors = encoder.documents(texts)
    mixed = vectors[[place[one.described] for one in some]]
    has = np.array([bool(one.category) for one in some])
    mixed[has] += vectors[[place[one.category] for one in some if one.category]]
    return np.ascontiguousarray(mixed / np.linalg.norm(mixed, axis=1, keepdims=True), dtype=np.float32)


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Split into lists of ``size``, the last one shorter."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some


def _mapped(path: Path, rows: int, dim: int) -> Vectors:
    if not rows:
        return np.empty((0, dim), dtype=np.float32)
    return np.memmap(path, dtype=np.float32, mode="r", shape=(rows, dim))
