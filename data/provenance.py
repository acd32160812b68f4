"""Where each word of a creator comes from and when: kept, said and grouped by the rules that hold for figures.

A value that changes takes the date and source of what changed it. One that is said again as it was keeps its first
ones, unless the date or source is stated for it. A field that becomes empty has none.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from data.said import Origin
from knowledge.models import Channel, Creator, Provenance

OF_CREATOR = ("name", "region", "contact", "notes")
OF_CHANNEL = ("handle", "url", "category", "content", "language", "last_post", "past_collaborations")
FIELDS = (*OF_CREATOR, *OF_CHANNEL)
WHOLE = "profile"  # all of these together, and the columns of an export for their date and source
WHOLE_DATE, WHOLE_SOURCE = "profile_date", "profile_origin"
_FIELDS = frozenset(FIELDS)
_EMPTY: tuple[Any, ...] = (None, (), "")
_UNLIKE = 4096  # different combinations that are held once for all who have them


class Known(NamedTuple):
    """When and from where one value is known."""

    as_of: date | None = None
    source: str | None = None


UNKNOWN = Known()


def known(one: Creator | Channel) -> dict[str, Known]:
    """What is known of each field of a creator, or of a channel."""
    return {
        name: origin
        for part in one.provenance
        for origin in (Known(part.as_of, part.source),)
        for name in part.fields
        if name in _FIELDS
    }


def grouped(origins: Mapping[str, Known]) -> tuple[Provenance, ...]:
    """The same with the fields of one date and source together, in the order of the fields."""
    return _grouped(tuple(origins.items()))


@lru_cache(_UNLIKE)
def _grouped(origins: tuple[tuple[str, Known], ...]) -> tuple[Provenance, ...]:
    groups: dict[Known, list[str]] = {}
    for name, origin in sorted(origins, key=lambda item: FIELDS.index(item[0])):
        if origin != UNKNOWN:
            groups.setdefault(origin, []).append(name)
    return tuple(Provenance(fields=tuple(names), **origin._asdict()) for origin, names in groups.items())


def said_again(old: Known | None, same: bool, origin: Origin) -> Known:
    """A default date or source does not change a value that is the same as before: only a statement does."""
    if old is None or not same:
        return Known(origin.as_of, origin.source)
    return Known(
        origin.as_of if origin.as_of_stated else old.as_of,
        origin.source if origin.source_stated else old.source,
    )


def when_said(
    one: Creator | Channel | None, values: Mapping[str, Any], origin_of: Callable[[str], Origin]
) -> tuple[Provenance, ...]:
    """The provenance of a creator or channel (None for a new one) after some of its fields were said."""
    origins = known(one) if one else {}
    for name, value in values.items():
        if name in _FIELDS:
            same = one is not None and getattr(one, name) == value
            old = origins.get(name, UNKNOWN) if one else None
            origins[name] = UNKNOWN if value in _EMPTY else said_again(old, same, origin_of(name))
    return grouped(origins)


def both(first: Known, second: Known) -> Known:
    """Of a value made of two: the first's source with its date, then the second's, as of the later day."""
    day = max((part.as_of for part in (first, second) if part.as_of), default=None)
    if first.source == second.source:
        return Known(day, first.source)
    earlier = f"{first.source or '?'} ({first.as_of})" if first.as_of else first.source or "?"
    return Known(day, f"{earlier} + {second.source or '?'}")
