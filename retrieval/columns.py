"""What conditions look at, as columns: a filter becomes a bitmap without any channel being loaded."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

import numpy as np

from knowledge.models import Platform
from retrieval.arrays import Array
from retrieval.bits import Bits, Mask, all_of
from retrieval.entry import Entry
from retrieval.filters import Filter
from retrieval.sizes import Sizes
from retrieval.strings import Strings

FEW = 4  # values up to which comparing beats looking each row up
REMEMBERED = 48  # bitmaps of single conditions; one is 125 kB for a million rows
PLAIN = ("followers", "views", "engagement", "known", "serial", "digest")
CODED, TEXTS = ("platform", "language", "places"), ("keys", "owners")
V = TypeVar("V", bound=Hashable)


class Coded(Generic[V]):
    """A column of few distinct values: a code a row, and what the codes mean."""

    def __init__(self, codes: Array, values: Sequence[V]) -> None:
        self.codes, self.values = codes, list(values)

    @classmethod
    def of(cls, cells: Sequence[V]) -> "Coded[V]":
        """A column in memory."""
        codes: dict[V, int] = {}
        made = [codes.setdefault(cell, len(codes)) for cell in cells]
        return cls(_narrow(np.array(made, dtype=np.uint32), len(codes)), list(codes))

    def passing(self, admits: Callable[[V], bool]) -> Mask | None:
        """The rows whose value is admitted; None for all of them."""
        table = np.array([admits(value) for value in self.values], dtype=np.bool_)
        if table.all():
            return None
        if table.sum() > len(table) / 2 and (~table).sum() <= FEW:
            return ~self._among(np.flatnonzero(~table))
        few = table.sum() <= FEW
        return self._among(np.flatnonzero(table)) if few else table[self.codes]

    def _among(self, codes: Array) -> Mask:
        found = np.zeros(len(self.codes), dtype=np.bool_)
        for code in codes:
            found |= self.codes == code
        return found

    def take(self, rows: Array) -> "Coded[V]":
        return Coded(self.codes[rows], self.values)

    def joined(self, other: "Coded[V]") -> "Coded[V]":
        places = {value: n for n, value in enumerate(self.values)}
        moved = np.array([places.setdefault(v, len(places)) for v in other.values] or [0], dtype=np.uint32)
        codes = np.concatenate([self.codes.astype(np.uint32), moved[other.codes]])
        return Coded(_narrow(codes, len(places)), list(places))


@dataclass(frozen=True)
class Columns:
    """Rows of an index. Unknown numbers are NaN; ``serial`` is the row's number in the word index.

    ``digest`` changes with the texts that were encoded, (n, 2).
    """

    platform: Coded[Platform]
    language: Coded[str | None]
    places: Coded[frozenset[str]]
    followers: Array
    views: Array
    engagement: Array
    known: Array
    serial: Array
    digest: Array
    keys: Strings
    owners: Strings
    order: Array | None = None
    ordered: Sizes | None = None

    @cached_property
    def sizes(self) -> Sizes:
        """The rows by followers."""
        return self.ordered or Sizes.of(self.followers)

    @cached_property
    def by_serial(self) -> Array:
        """The rows in the order of their serials."""
        if self.order is None:
            return np.argsort(self.serial, kind="stable")
        return self.order

    @classmethod
    def of(cls, entries: Sequence[Entry], serials: Array) -> "Columns":
        """The rows of some entries, in their order."""
        digests = b"".join(entry.digest for entry in entries)
        return cls(
            platform=Coded.of([entry.platform for entry in entries]),
            language=Coded.of([entry.language for entry in entries]),
            places=Coded.of([entry.places for entry in entries]),
            followers=_numbers([entry.followers for entry in entries]),
            views=_numbers([entry.views for entry in entries]),
            engagement=_numbers([entry.engagement for entry in entries]),
            known=np.array([entry.known for entry in entries], dtype=np.bool_),
            serial=np.asarray(serials, dtype=np.int64),
            digest=np.frombuffer(digests, dtype="<u8").reshape(-1, 2),
            keys=Strings.of([entry.key for entry in entries]),
            owners=Strings.of([entry.creator_id for entry in entries]),
        )

    def __len__(self) -> int:
        return len(self.known)

    def numbered(self, serials: Array) -> "Columns":
        """The same rows with other serials."""
        return replace(self, serial=serials, order=None)

    def take(self, rows: Array) -> "Columns":
        """Some of the rows, in the order given."""
        parts: dict[str, Any] = {name: getattr(self, name)[rows] for name in PLAIN}
        return Columns(**parts, **{name: getattr(self, name).take(rows) for name in (*CODED, *TEXTS)})

    def joined(self, other: "Columns") -> "Columns":
        """These rows and then the others."""
        plain: dict[str, Any] = {n: np.concatenate([getattr(self, n), getattr(other, n)]) for n in PLAIN}
        parts = {name: getattr(self, name).joined(getattr(other, name)) for name in (*CODED, *TEXTS)}
        return Columns(**plain, **parts)

    def arrays(self) -> tuple[dict[str, Array], dict[str, str]]:
        """What to keep, as ``arrays.write`` takes it."""
        values = {
            "platform": self.platform.values,
            "language": self.language.values,
            "places": [sorted(places) for places in self.places.values],
        }
        kept = (
            {"by_serial": self.by_serial}
            | {name: getattr(self, name) for name in PLAIN}
            | {n: getattr(self, n).codes for n in CODED}
        )
        strings = self.keys.arrays("keys") | self.owners.arrays("owners")
        return kept | self.sizes.arrays() | strings, {"values": json.dumps(values)}

    @classmethod
    def read(cls, arrays: Mapping[str, Array], words: Mapping[str, str]) -> "Columns":
        """The columns that ``arrays`` gave."""
        values = json.loads(words["values"])
        coded: dict[str, Any] = {
            "platform": Coded(arrays["platform"], [Platform(value) for value in values["platform"]]),
            "language": Coded(arrays["language"], values["language"]),
            "places": Coded(arrays["places"], [frozenset(places) for places in values["places"]]),
        }
        plain: dict[str, Any] = {name: arrays[name] for name in PLAIN}
        strings: dict[str, Any] = {name: Strings.read(arrays, name) for name in TEXTS}
        ordered = Sizes.read(plain["followers"], arrays)
        return cls(**plain, **coded, **strings, order=arrays["by_serial"], ordered=ordered)


def all_joined(parts: Sequence[Columns]) -> Columns:
    """The rows of all parts, in order. Joined in pairs, so that no row is copied more than a few times."""
    while len(parts) > 1:
        parts = [a.joined(*b) if b else a for a, *b in (parts[n : n + 2] for n in range(0, len(parts), 2))]
    return parts[0] if parts else Columns.of([], np.empty(0, np.int64))


class Gate:
    """Filters to bitmaps over columns. Remembers the bitmaps of single conditions: most are asked again."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self._seen: dict[Hashable, Bits | None] = {}

    def passing(self, conditions: Filter, among: Bits) -> Bits:
        """The rows of ``among`` that the filter admits: the same as asking ``Filter.admits`` of each."""
        found = all_of(self._parts(conditions), among)
        return found.but(self.columns.keys.rows(conditions.without)) if conditions.without else found

    def _parts(self, c: Filter) -> list[Bits | None]:
        columns = self.columns
        wished, relaxed = (c.platforms, c.excluded_platforms), c.unknown_passes
        size = (c.followers_low, c.followers_high)
        parts: list[Bits | None] = []
        if any(wished):
            parts.append(self._part(("platform", wished), lambda: columns.platform.passing(c.is_wished)))
        if c.regions:
            parts.append(self._part((c.regions, relaxed), lambda: columns.places.passing(c.is_here)))
        if c.languages:
            key = ("language", c.languages, relaxed)
            parts.append(self._part(key, lambda: columns.language.passing(c.speaks)))
        if size != (None, None):
            parts.append(self._part((size, relaxed), lambda: columns.sizes.within(*size, relaxed)))
        return parts

    def _part(self, key: Hashable, made: Callable[[], Mask | None]) -> Bits | None:
        seen = self._seen
        if key not in seen:
            mask = made()
            if len(seen) >= REMEMBERED:
                seen = {}
            seen[key] = None if mask is None else Bits.of(mask)
            self._seen = seen  # replaced rather than emptied: another thread may be reading the old one
        return seen[key]


def _numbers(cells: Sequence[float | None]) -> Array:
    return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.float64)


def _narrow(codes: Array, values: int) -> Array:
    """Codes in as few bytes as they need."""
    kind = np.uint8 if values <= 2**8 else np.uint16 if values <= 2**16 else np.uint32
    return codes.astype(kind)
