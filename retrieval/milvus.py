"""The index on a Milvus server: for rosters past one machine, and for several bots on one roster."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from threading import RLock
from typing import NamedTuple

import numpy as np

from knowledge.models import Creator
from retrieval.encoder import Encoder
from retrieval.filters import Filter
from retrieval.join import Scores, joined
from retrieval.milvus_client import MOST, Access, MilvusProblem, Row, Server
from retrieval.milvus_collection import Collection
from retrieval.milvus_filter import expression, listed, quoted
from retrieval.milvus_rows import RECORD, UNSEALED, Sealing, creators_of, rows_of
from retrieval.milvus_sample import CHANNELS, Sample, median_peers, sampled
from retrieval.milvus_schema import DEFAULT_KIND, KINDS
from retrieval.milvus_words import Asked
from retrieval.protocol import Behind, Hit, Peers, Vector

COLLECTION = "kol_advisor"
BATCH = 500  # creators written at once
ASIDE = 1e-4  # what the server's similarities may be off, where its index quantises vectors
FOUND = ("creator", "key", "described", "style", "words")


class ChannelTaken(ValueError):
    """A channel belongs to another creator of the roster."""


class Known:
    """What was learned about one state of the collection, each thing at its first need."""

    def __init__(self, collection: Collection, state: str) -> None:
        self.collection, self.state, self._lock = collection, state, RLock()

    @cached_property
    def channels(self) -> int:
        return self.collection.count(CHANNELS)

    @cached_property
    def _sample(self) -> Sample:
        return sampled(self.collection, self.channels)

    @cached_property
    def _peers(self) -> Peers:
        return median_peers(self.collection, self.channels)

    def sample(self) -> Sample:
        with self._lock:
            return self._sample

    def peers(self) -> Peers:
        with self._lock:
            return self._peers


class Found(NamedTuple):
    """A row found, with its score."""

    row: Row
    score: float


class MilvusIndex:
    """Channels in one collection of a server, shared by every process that opens it. See Index for the methods.

    What is kept in memory is a sample, by which similarities are placed among all and rare words are told; it is
    drawn again when ``state`` has changed.
    """

    def __init__(self, collection: Collection, encoder: Encoder, sealing: Sealing) -> None:
        self.collection, self.encoder, self.sealing = collection, encoder, sealing
        self._known: Known | None = None

    def __len__(self) -> int:
        return self.collection.count(CHANNELS)

    @property
    def version(self) -> str:
        """What the server says it is."""
        return self.collection.server.version()

    def state(self) -> str:
        """A word that every change, by whichever process, replaces. One call to the server."""
        state = self.collection.note("state") or ""
        if self._known is None or self._known.state != state:
            self._known = Known(self.collection, state)
        return state

    def behind(self) -> Behind | None:
        """None: what the server has is found, and what a roster has beside it is not known here."""
        return None

    def search(self, query: Vector, conditions: Filter, k: int, words: str = "") -> list[Hit]:
        """The server finds what is near; the order is by similarities computed here, the same every time."""
        if k <= 0:
            return []
        where, sample = expression(conditions), self._learned().sample()
        asked = sample.rarity.asked(words)
        saying = [
            row
            for each in asked
            for row, _ in self.collection.search("words", each.weights, where, _plenty(k), FOUND)
        ]
        best = _best(self._near(query, where, k), saying, query, asked, k)
        return self._hits(best, query, sample)

    def vector(self, key: str) -> Vector | None:
        found = self.collection.some(f"key == {quoted(key)} and {CHANNELS}", ("style",))
        return np.array(found[0]["style"], dtype=np.float32) if found else None

    def peers(self) -> Peers:
        """Medians by platform × tier. Of rosters past 50,000 channels they are those of a sample."""
        return self._learned().peers()

    def upsert(self, creators: Iterable[Creator]) -> None:
        """Insert or replace creators. Raises ChannelTaken and Unstorable before anything of their batch is written."""
        latest = list({creator.id: creator for creator in creators}.values())
        try:
            for start in range(0, len(latest), BATCH):
                self._replace(latest[start : start + BATCH])
        finally:
            self._changed()

    def delete(self, creator_ids: Iterable[str]) -> None:
        ids = sorted(set(creator_ids))
        try:
            for start in range(0, len(ids), BATCH):
                self.collection.delete(f"creator in {listed(ids[start : start + BATCH])}")
        finally:
            self._changed()

    def has_own(self) -> bool:
        """Whether anybody there is not fictional."""
        return bool(self.collection.some("demo == false", ("demo",), 1))

    def delete_demo(self) -> None:
        """Remove the fictional creators, as there are real ones now."""
        self.collection.delete("demo == true")
        self._changed()

    def creators(self) -> Iterator[Creator]:
        return creators_of(self.collection.rows('row != ""', RECORD), self.sealing)

    def get(self, creator_ids: Iterable[str]) -> dict[str, Creator]:
        """Creators by id; ids that are not there are missing."""
        if not (ids := set(creator_ids)):
            return {}
        rows = self.collection.every(f"creator in {listed(ids)}", RECORD)
        rows.sort(key=lambda row: str(row["creator"]))
        return {creator.id: creator for creator in creators_of(rows, self.sealing)}

    def close(self) -> None:
        """End the connection."""
        self.collection.close()

    def _learned(self) -> Known:
        if self._known is None:
            self.state()
        return self._known or Known(self.collection, "")

    def _near(self, query: Vector, where: str, k: int) -> list[Row]:
        """The k rows closest to a query, by exact similarity, ties by key."""
        most = _plenty(k)
        while True:
            sent = self.collection.search("style", query, where, most, FOUND)
            rows = sorted((row for row, _ in sent), key=lambda row: str(row["key"]))
            scores = _scores(rows, query)
            best = np.argsort(-np.round(scores, 6), kind="stable")[:k]
            # Rows as good as the last one may be left on the server. Ties are settled here: it has to send them.
            if len(sent) < most or most == MOST or sent[-1][1] < scores[best[-1]] - ASIDE:
                return [rows[place] for place in best]
            most = min(MOST, 4 * most)

    def _hits(self, best: Sequence[Found], query: Vector, sample: Sample) -> list[Hit]:
        creators = self.get(found.row["creator"] for found in best)
        scores = np.array([found.score for found in best], dtype=np.float32)
        shares = sample.beaten(query, scores) if best else None
        hits = []
        for place, found in enumerate(best):
            creator = creators.get(found.row["creator"])
            key = found.row["key"]
            channel = next((c for c in creator.channels if c.key == key), None) if creator else None
            if creator is None or channel is None:
                continue  # deleted since it was found
            placed = None if shares is None or not found.row["described"] else float(shares[place])
            hits.append(Hit(creator, channel, min(1.0, found.score), placed))
        return hits

    def _replace(self, creators: Sequence[Creator]) -> None:
        """Write the rows of creators, then remove those of channels they no longer have."""
        rows = rows_of(creators, self.encoder, self.sealing)
        there = self._there(creators)
        wanted = {row["row"]: row["market"] for row in rows}
        # Not every version of Milvus finds the earlier copy of a row in another partition: such a row goes first.
        self._remove(row for row, market in there.items() if wanted.get(row, market) != market)
        self.collection.upsert(rows)
        self._remove(there.keys() - wanted.keys())

    def _there(self, creators: Sequence[Creator]) -> dict[str, str]:
        """The rows that creators have so far, with their markets. Raises ChannelTaken."""
        owners = _owners(creators)
        ids = {creator.id for creator in creators}
        where = f"creator in {listed(ids)}" + (f" or key in {listed(owners)}" if owners else "")
        found = dict[str, str]()
        for row in self.collection.rows(where, ("creator", "key", "market")):
            if row["creator"] in ids:
                found[row["row"]] = row["market"]
            else:
                raise ChannelTaken(_taken(row["key"], row["creator"], owners[row["key"]]))
        return found

    def _remove(self, rows: Iterable[str]) -> None:
        if some := set(rows):
            self.collection.delete(f"row in {listed(some)}")

    def _changed(self) -> None:
        """Tell every process, this one included, that what they know is out of date."""
        self._known = None
        self.collection.keep_note("state", uuid.uuid4().hex)


def connect(
    access: Access,
    encoder: Encoder,
    collection: str = COLLECTION,
    sealing: Sealing = UNSEALED,
    kind: str = DEFAULT_KIND,
    create: bool = False,
    shards: int = 1,
) -> MilvusIndex:
    """Open the index on a server; with ``create`` make what is not there yet, of that kind and so many shards.

    Raises MilvusProblem with what to do, and what ``sealing.open`` raises for a wrong key.
    """
    if kind not in KINDS:
        raise MilvusProblem(f"KOL_INDEX_KIND is {kind!r}, expected one of {', '.join(KINDS)}")
    opened = Collection(Server(access), collection, KINDS[kind])
    if create:
        opened.make(encoder, sealing, shards)
    opened.open(encoder, sealing)
    return MilvusIndex(opened, encoder, sealing)


def _plenty(k: int) -> int:
    """How many rows are asked for where k are wanted: quantised vectors and ties put some in the wrong place."""
    return min(MOST, 2 * k + 16)


def _best(
    near: Iterable[Row], saying: Iterable[Row], query: Vector, asked: Sequence[Asked], k: int
) -> list[Found]:
    """The k best of rows close in meaning and rows that share words, joined as the local index joins them."""
    distinct = {row["key"]: row for row in (*near, *saying)}
    rows = [distinct[key] for key in sorted(distinct)]
    shares = np.array(
        [max((each.share(row["words"]) for each in asked), default=0.0) for row in rows], np.float32
    )
    said = np.flatnonzero(shares > 0)
    places, scores = joined(
        np.arange(len(rows)),
        _scores(rows, query),
        said,
        shares[said],
        k,
        lambda some: [rows[n]["key"] for n in some],
    )
    return [Found(rows[place], float(score)) for place, score in zip(places, scores, strict=True)]


def _scores(rows: Sequence[Row], query: Vector) -> Scores:
    """Exact similarities. In doubles and row by row, so that equal vectors score the same wherever they stand."""
    if not rows:
        return np.zeros(0, dtype=np.float32)
    vectors = np.array([row["style"] for row in rows], dtype=np.float64)
    scores: Scores = (vectors * query.astype(np.float64)).sum(axis=1).astype(np.float32)
    return scores


def _owners(creators: Iterable[Creator]) -> dict[str, str]:
    """Who has each channel. Raises ChannelTaken for one that two have."""
    owners = dict[str, str]()
    for creator in creators:
        for channel in creator.channels:
            if channel.key in owners:
                raise ChannelTaken(_taken(channel.key, owners[channel.key], creator.id))
            owners[channel.key] = creator.id
    return owners


def _taken(key: str, owner: str, other: str) -> str:
    return f"{key} belongs to creator {owner}, so {other} cannot have it"
