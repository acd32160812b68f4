"""One roster's collection on a server: made, opened, and checked that it is ours to read."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from retrieval.encoder import Encoder
from retrieval.milvus_client import MOST, MilvusProblem, Row, Server
from retrieval.milvus_filter import quoted
from retrieval.milvus_rows import Sealing
from retrieval.milvus_schema import KINDS, SCHEMA, Kind, indexes, notes_indexes, notes_schema, schema

WITNESS = "kol-advisor"  # kept sealed, so that a wrong key is noticed at the start


class Mismatch(MilvusProblem):
    """The collection was not made by this program with this encoder."""


class Collection:
    """The rows of a roster, and beside them a small collection of named notes about it."""

    def __init__(self, server: Server, name: str, kind: Kind) -> None:
        self.server, self.name, self.kind = server, name, kind
        self.notes = f"{name}_notes"

    def make(self, encoder: Encoder, sealing: Sealing, shards: int) -> None:
        """Create what is not there yet: nothing is lost by doing it again, or by stopping half way."""
        client = self.server.client
        self.server.make(
            self.name, schema(client, encoder.dim), indexes(client, self.kind), num_shards=shards
        )
        self.server.make(self.notes, notes_schema(client), notes_indexes(client), num_shards=1)
        self.server.load(self.notes)
        if self.note("made") is None:
            self.keep_note("witness", sealing.close(WITNESS))
            self.keep_note("made", json.dumps(_made(encoder, self.kind)))

    def open(self, encoder: Encoder, sealing: Sealing) -> None:
        """Load it into the server's memory. Raises Mismatch, and what opening a seal with a wrong key raises."""
        if not (self.server.has(self.name) and self.server.has(self.notes)):
            raise Mismatch(
                f"{self.server.access.shown} has no collection {self.name}. Make it: kol-advisor index load"
            )
        self.server.load(self.notes)
        made = json.loads(self.note("made") or "{}")
        for part, wanted in _made(encoder, self.kind).items():
            if part != "kind" and made.get(part) != wanted:
                raise Mismatch(
                    f"the collection {self.name} was made with {part} {made.get(part)!r}, and this is {wanted!r}. "
                    "Load the roster into a new one: set KOL_INDEX_COLLECTION to another name and run "
                    "kol-advisor index load"
                )
        sealing.open(self.note("witness") or "")
        self.kind = KINDS.get(str(made.get("kind")), self.kind)
        self.reload()

    def reload(self) -> None:
        """Bring it into the memory of a server that was started anew; nothing where it is there."""
        for name in (self.notes, self.name):
            self.server.load(name)

    def drop(self) -> None:
        """Remove it with all that is in it."""
        for name in (self.name, self.notes):
            self.server.drop(name)

    def note(self, name: str) -> str | None:
        """A note by name, None where there is none."""
        found = self.server.some(self.notes, f"name == {quoted(name)}", ("text",), 1)
        return str(found[0]["text"]) if found else None

    def keep_note(self, name: str, text: str) -> None:
        self.server.upsert(self.notes, [{"name": name, "text": text, "nothing": [0.0, 0.0]}])

    def forget_note(self, name: str) -> None:
        self.server.delete(self.notes, f"name == {quoted(name)}")

    def count(self, where: str) -> int:
        return self.server.count(self.name, where)

    def rows(self, where: str, columns: Sequence[str]) -> Iterator[Row]:
        """See Server."""
        return self.server.rows(self.name, where, columns)

    def some(self, where: str, columns: Sequence[str], most: int = MOST) -> list[Row]:
        """See Server."""
        return self.server.some(self.name, where, columns, most)

    def every(self, where: str, columns: Sequence[str], most: int = MOST) -> list[Row]:
        """The rows for which an expression holds: in one call where they are few, else page by page."""
        rows = self.some(where, columns, most)
        return rows if len(rows) < most else list(self.rows(where, columns))

    def search(
        self, column: str, query: Any, where: str, most: int, columns: Sequence[str]
    ) -> list[tuple[Row, float]]:
        """See Server."""
        params = self.kind.params(most) if column == "style" else {}
        return self.server.search(self.name, column, query, where, most, columns, **params)

    def upsert(self, rows: Sequence[Row]) -> None:
        """Insert or replace rows, in pieces that no limit of a message's size meets."""
        for some in pieces(rows):
            self.server.upsert(self.name, some)

    def delete(self, where: str) -> None:
        self.server.delete(self.name, where)

    def close(self) -> None:
        self.server.close()


MOST_ROWS, MOST_BYTES = 1000, 16 * 2**20


def pieces(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows in lists of limited count and size."""
    piece, size = list[Row](), 0
    for row in rows:
        own = sum(len(row[name].encode()) for name in ("person", "channel")) + 4 * len(row["style"])
        if piece and (len(piece) == MOST_ROWS or size + own > MOST_BYTES):
            yield piece
            piece, size = [], 0
        piece.append(row)
        size += own
    if piece:
        yield piece


def _made(encoder: Encoder, kind: Kind) -> dict[str, Any]:
    """What a collection is made with, by the names an operator reads."""
    return {"schema": SCHEMA, "encoder": encoder.fingerprint, "dimensions": encoder.dim, "kind": kind.name}
