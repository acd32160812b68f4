"""One state of an index, as it is searched. Never changed: who follows the roster opens another."""

import logging
import sqlite3
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from retrieval.arrays import Array
from retrieval.bits import Bits, Rows
from retrieval.columns import Columns
from retrieval.encoder import Vectors
from retrieval.filters import Filter
from retrieval.join import joined
from retrieval.lexical import WordIndex
from retrieval.manifest import Damaged, Manifest
from retrieval.peers import peers_of
from retrieval.protocol import Peers
from retrieval.segment import Scores, Segment

SAMPLE = 1024  # rows that stand for the roster when a similarity is placed among all
WORDED = 4  # times as many rows as wanted are taken from shared words at most

log = logging.getLogger(__name__)


class Found(NamedTuple):
    """Channels found, best first: keys, their creators' ids, similarities and styles."""

    keys: Sequence[str] = ()
    owners: Sequence[str] = ()
    similarities: Sequence[float] = ()
    styles: Sequence[float | None] = ()


class Snapshot:
    """A base segment less the rows that are ``dead``, and after it what was added since.

    Rows are numbered through: those of the delta follow those of the base.
    """

    def __init__(
        self, manifest: Manifest, base: Segment, delta: Segment, dead: Array, words: WordIndex
    ) -> None:
        self.manifest, self.base, self.delta, self.dead, self.words = manifest, base, delta, dead, words
        self.alive = base.everyone.but(dead)

    @classmethod
    def open(
        cls, folder: Path, manifest: Manifest, writable: bool, last: "Snapshot | None" = None
    ) -> "Snapshot":
        """Open the files that a manifest names. Damaged where they are not what it says.

        :param last: a snapshot whose base is opened already, if it is the same
        """
        manifest.check(folder)
        try:
            same = last is not None and last.manifest.base == manifest.base
            base = last.base if last and same else Segment.open(folder, manifest.base, manifest.dim)
            words = WordIndex.open(folder / f"{manifest.words}.words", writable)
            if manifest.delta is None:
                return cls(manifest, base, Segment.empty(manifest.dim), np.empty(0, np.int64), words)
            delta, more = Segment.with_more(folder, manifest.delta, manifest.dim)
            return cls(manifest, base, delta, more["dead"], words)
        except (OSError, ValueError, KeyError, RuntimeError, sqlite3.Error) as problem:
            raise Damaged(f"the index in {folder} cannot be opened: {problem}") from problem

    def __len__(self) -> int:
        return self.alive.count + len(self.delta)

    @cached_property
    def columns(self) -> Columns:
        """The columns of every row that is alive."""
        return self.base.columns.take(self.alive.rows()).joined(self.delta.columns)

    @cached_property
    def peers(self) -> Peers:
        """Medians by platform and tier."""
        if not len(self.delta) and not len(self.dead):
            return peers_of(self.base.columns)
        return peers_of(self.columns)

    def vectors(self, rows: Array) -> Vectors:
        """The vectors of some rows, in their order."""
        size = len(self.base)
        found = np.empty((len(rows), self.manifest.dim), dtype=np.float32)
        old = rows < size
        found[old] = self.base.shelf.read(rows[old])
        found[~old] = self.delta.shelf.read(rows[~old] - size)
        return found

    def serials(self, rows: Array) -> Array:
        """The serials of some rows."""
        return self._numbers("serial", rows)

    def digests(self, rows: Array) -> Array:
        """The digests of some rows."""
        return self._numbers("digest", rows)

    def _numbers(self, column: str, rows: Array) -> Array:
        size = len(self.base)
        base, delta = getattr(self.base.columns, column), getattr(self.delta.columns, column)
        found = np.empty((len(rows), *base.shape[1:]), dtype=base.dtype)
        found[rows < size] = base[rows[rows < size]]
        found[rows >= size] = delta[rows[rows >= size] - size]
        return found

    def rows_with(self, key: str) -> Rows:
        """The row of a channel, if it is there."""
        base, delta = self.base.columns.keys.rows([key]), self.delta.columns.keys.rows([key])
        return np.concatenate([base[self.alive.has(base)], delta + len(self.base)])

    def find(self, query: Vectors, conditions: Filter, k: int, words: str = "") -> Found:
        """The k channels that pass and fit best, best first, ties by key; see ``protocol.Index.search``."""
        base = self.base.gate.passing(conditions, self.alive)
        delta = self.delta.gate.passing(conditions, self.delta.everyone)
        if not k or not base.count + delta.count:
            return Found()
        near, scores = self._nearest(query, base, delta, k)
        said, shares = self._saying(words, base, delta, k)
        if len(said):
            new = np.setdiff1d(said, near)
            near = np.concatenate([near, new])
            scores = np.concatenate([scores, np.vecdot(self.vectors(new), query)])
        best, scores = joined(near, scores, said, shares, k, self.keys)
        return self._found(best, scores, query)

    def _nearest(self, query: Vectors, base: Bits, delta: Bits, k: int) -> tuple[Rows, Scores]:
        rows, scores = self.base.nearest(query, base, k)
        if not delta.count:
            return rows, scores
        more, their = self.delta.nearest(query, delta, k)
        return np.concatenate([rows, more + len(self.base)]), np.concatenate([scores, their])

    def _saying(self, words: str, base: Bits, delta: Bits, k: int) -> tuple[Rows, Scores]:
        """Rows that pass and share words, ascending, and how much they share."""
        try:
            serials, shares = self.words.shared(words)
        except sqlite3.Error as problem:
            log.warning("words cannot be looked up: %s. Run: kol-advisor index build", problem)
            serials = np.empty(0, np.int64)
        if not len(serials):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        rows = self.delta.rows_of(serials)
        old = self.base.rows_of(serials)
        passing = np.where(rows >= 0, _has(delta, rows), _has(base, old))
        rows = np.where(rows >= 0, rows + len(self.base), old)[passing]
        shares = shares[passing]
        most = np.argsort(-shares, kind="stable")[: WORDED * k]
        most = most[np.argsort(rows[most])]
        return rows[most], shares[most]

    def keys(self, rows: Array) -> list[str]:
        """The keys of some rows."""
        return self._strings("keys", rows)

    def _strings(self, column: str, rows: Array) -> list[str]:
        size = len(self.base)
        base, delta = getattr(self.base.columns, column), getattr(self.delta.columns, column)
        if not len(self.delta):
            return list(base.read_rows(rows))
        old, new = iter(base.read_rows(rows[rows < size])), iter(delta.read_rows(rows[rows >= size] - size))
        return [next(new if row >= size else old) for row in rows.tolist()]

    def _found(self, rows: Rows, scores: Scores, query: Vectors) -> Found:
        everyone = np.sort(np.vecdot(self._sample, query))
        beaten = np.searchsorted(everyone, scores - 1e-6) / max(1, len(everyone) - 1)
        known = self._numbers("known", rows) & bool(len(everyone))
        styles = np.where(known, np.minimum(1.0, beaten), np.nan).tolist()
        similarities = np.minimum(1.0, scores).tolist()
        told = [None if style != style else style for style in styles]  # NaN alone differs from itself
        return Found(self.keys(rows), self._strings("owners", rows), similarities, told)

    @cached_property
    def _sample(self) -> Vectors:
        """Rows with content, evenly from all."""
        base = self.base.columns.known.copy()
        base[self.dead] = False
        rows = np.flatnonzero(np.concatenate([base, self.delta.columns.known]))
        return self.vectors(rows[:: max(1, len(rows) // SAMPLE)])


def _has(bits: Bits, rows: Rows) -> Array:
    """Whether each row is in the set; -1 is in none."""
    return (rows >= 0) & bits.has(np.maximum(rows, 0)) if bits.size else np.zeros(len(rows), dtype=np.bool_)
