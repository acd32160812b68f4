"""Creators as rows of a Milvus collection, one a channel, and back.

A row has the whole channel and the whole of its creator's own fields, so that nothing needs another database.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from knowledge.models import Channel, Creator, Platform
from retrieval.encoder import Encoder
from retrieval.entry import Entry, entry
from retrieval.follow import encode
from retrieval.milvus_client import MilvusProblem, Row
from retrieval.milvus_filter import UNKNOWN_COUNT, UNKNOWN_LANGUAGE, market_of
from retrieval.milvus_schema import LONGEST_ID, LONGEST_KEY, LONGEST_TEXT
from retrieval.milvus_words import NO_WORDS, sparse

LOTS = 2**31  # a row's lot is a number below this, drawn from its key: all with low ones are a fair sample
PERSONAL = ("contact", "notes")  # sealed before they leave this process
ORIGINS = "provenance"
FIGURES = ("followers", "views", "engagement")
RECORD = ("creator", "place", "person", "channel")  # the columns that a creator is read from

_UNKNOWN = entry(Creator(id="-", name="-"), Channel(platform=Platform.BLOG, handle="-"))


class Sealing(NamedTuple):
    """How personal fields are closed before they are stored, and opened again."""

    close: Callable[[str], str] = str
    open: Callable[[str], str] = str


UNSEALED = Sealing()


class Unstorable(MilvusProblem):
    """A creator that does not fit into rows."""


def rows_of(creators: Sequence[Creator], encoder: Encoder, sealing: Sealing) -> list[Row]:
    """The rows of creators, vectors and all. Raises Unstorable for one that does not fit."""
    placed = [(creator, place) for creator in creators for place in range(len(creator.channels))]
    kept = [entry(creator, creator.channels[place]) for creator, place in placed]
    words = sparse([f"{one.category} {one.described}" for one in kept])
    vectors = encode(kept, encoder) if kept else ()
    parts = zip(placed, kept, vectors, words, strict=True)
    rows = [
        _row(creator, place, one, sealing) | {"style": vector, "words": said}
        for (creator, place), one, vector, said in parts
    ]
    nowhere = {"style": np.eye(1, encoder.dim, dtype=np.float32)[0], "words": {NO_WORDS: 1.0}}
    rows += [_bare(creator, 0, sealing) | nowhere for creator in creators if not creator.channels]
    for row in rows:
        _check(row)
    return rows


def row_key(creator_id: str, place: int) -> str:
    """The primary key of a creator's channel: in the order of ids, and safe within an expression."""
    return f"{creator_id.encode().hex()}-{place:04}"


def creators_of(rows: Iterable[Row], sealing: Sealing) -> Iterator[Creator]:
    """The creators whose rows these are; rows of one stand together."""
    for _, own in groupby(rows, key=lambda row: row["creator"]):
        yield _creator(sorted(own, key=lambda row: int(row["place"])), sealing)


def figures_of(row: Row) -> Entry:
    """What medians are made of, from the columns of a channel."""
    followers, views, engagement = (row[name] if row[name] >= 0 else None for name in FIGURES)
    return _UNKNOWN._replace(
        platform=Platform(row["platform"]), followers=followers, views=views, engagement=engagement
    )


def _row(creator: Creator, place: int, kept: Entry, sealing: Sealing) -> Row:
    counts = {name: getattr(kept, name) for name in FIGURES}
    return _bare(creator, place, sealing) | {
        "key": kept.key,
        **market_of(kept.places)._asdict(),
        "platform": kept.platform.value,
        "language": kept.language or UNKNOWN_LANGUAGE,
        **{name: UNKNOWN_COUNT if count is None else count for name, count in counts.items()},
        "described": kept.known,
        "channel": _closed(creator.channels[place].model_dump(mode="json", exclude_defaults=True), sealing),
    }


def _bare(creator: Creator, place: int, sealing: Sealing) -> Row:
    """A row without a channel, which every export has and no search finds."""
    key = row_key(creator.id, place)
    return {
        "row": key,
        "lot": int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big") % LOTS,
        "creator": creator.id,
        "place": place,
        "demo": creator.demo,
        "person": _person(creator, sealing),
        "key": "",
        **market_of(())._asdict(),
        "platform": "",
        "language": UNKNOWN_LANGUAGE,
        **dict.fromkeys(FIGURES, UNKNOWN_COUNT),
        "described": False,
        "channel": "",
    }


def _person(creator: Creator, sealing: Sealing) -> str:
    """A creator without channels, as JSON with the personal fields sealed."""
    return _closed(creator.model_dump(mode="json", exclude={"channels"}, exclude_defaults=True), sealing)


def _closed(record: dict[str, Any], sealing: Sealing) -> str:
    """A record as JSON. Where its values come from is sealed whole: names of files are nobody's to read here."""
    closed = {name: sealing.close(record[name]) for name in PERSONAL if record.get(name) is not None}
    if ORIGINS in record:
        closed[ORIGINS] = sealing.close(json.dumps(record[ORIGINS], ensure_ascii=False))
    return json.dumps(record | closed, ensure_ascii=False)


def _opened(text: str, sealing: Sealing) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(text)
    opened = {name: sealing.open(record[name]) for name in PERSONAL if name in record}
    if ORIGINS in record:
        opened[ORIGINS] = json.loads(sealing.open(record[ORIGINS]))
    return record | opened


def _creator(rows: Sequence[Row], sealing: Sealing) -> Creator:
    channels = [_opened(row["channel"], sealing) for row in rows if row["channel"]]
    return Creator.model_validate_json(
        json.dumps(_opened(rows[0]["person"], sealing) | {"channels": channels})
    )


def _check(row: Row) -> None:
    longest = {"creator": LONGEST_ID, "key": LONGEST_KEY, "person": LONGEST_TEXT, "channel": LONGEST_TEXT}
    for name, most in longest.items():
        if (size := len(row[name].encode())) > most:
            raise Unstorable(
                f"{row['key'] or row['creator'][:80]}: its {name} takes {size:,} bytes, and Milvus keeps {most:,} "
                "at most. Shorten its texts."
            )
