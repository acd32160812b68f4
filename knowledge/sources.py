"""Where the figures come from. Every figure of the trade names an id of this table.

Marks: A regulator, statute, paper or vendor's own page; B press or specialist; C agency blog or copied table,
good for a range only; U a judgement of this project's authors or not verified.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from knowledge.models import Frozen, Reason
from knowledge.source_table import ROWS


class Mark(StrEnum):
    """How far a source can be trusted."""

    A = "A"
    B = "B"
    C = "C"
    U = "U"


class Source(Frozen):
    """One publication, read on ``read``; ``url`` None where only the publisher is known."""

    id: str
    title: str
    publisher: str
    url: str | None
    read: date
    mark: Mark


class UnknownSource(KeyError):
    """A figure names a source that the table does not have."""


def _table() -> dict[str, Source]:
    rows = (
        Source(
            id=key, title=title, publisher=publisher, url=url, read=date.fromisoformat(read), mark=Mark(mark)
        )
        for key, title, publisher, url, read, mark in ROWS
    )
    return {row.id: row for row in rows}


SOURCES: dict[str, Source] = _table()


def source(key: str) -> Source:
    """The publication behind an id."""
    if key not in SOURCES:
        raise UnknownSource(f"no source {key!r}; the table has {', '.join(sorted(SOURCES))}")
    return SOURCES[key]


def because(code: str, *sources: str, **values: Any) -> Reason:
    """A reason whose sources all exist; ``values`` must be JSON-able."""
    return Reason(code=code, values=values, sources=tuple(source(key).id for key in sources))
