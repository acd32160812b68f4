"""A column of strings that is mapped rather than read: by row, and from a string to its rows."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from retrieval.arrays import Array

HELD = 20_000  # rows up to which the strings are kept as such: taken from a list they cost next to nothing

Rows = npt.NDArray[np.int64]


class Strings:
    """Strings by row. One may stand in several rows."""

    def __init__(self, blob: Array, ends: Array, hashes: Array, order: Array | None = None) -> None:
        self._blob, self._ends, self._hashes, self._known_order = blob, ends, hashes, order
        self._raw = np.ascontiguousarray(blob).data

    @classmethod
    def of(cls, strings: Sequence[str]) -> "Strings":
        """A column in memory."""
        raw = [string.encode("utf-8", "surrogatepass") for string in strings]
        ends = np.cumsum(np.fromiter(map(len, raw), dtype=np.int64, count=len(raw)))
        hashes = np.fromiter(map(_hash, raw), dtype=np.uint64, count=len(raw))
        return cls(np.frombuffer(b"".join(raw), dtype=np.uint8), ends, hashes)

    @classmethod
    def read(cls, arrays: Mapping[str, Array], name: str) -> "Strings":
        """The column of this name among arrays that ``arrays`` gave."""
        return cls(*(arrays[f"{name}.{part}"] for part in ("blob", "ends", "hashes", "order")))

    def arrays(self, name: str) -> dict[str, Array]:
        """All there is to keep, for ``read``."""
        parts = {"blob": self._blob, "ends": self._ends, "hashes": self._hashes, "order": self._order}
        return {f"{name}.{part}": array for part, array in parts.items()}

    @cached_property
    def _order(self) -> Array:
        """Rows by hash."""
        if self._known_order is None:
            return np.argsort(self._hashes, kind="stable")
        return self._known_order

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, row: int) -> str:
        return self.read_rows(np.array([row]))[0]

    def read_rows(self, rows: Array) -> list[str]:
        """The strings of some rows."""
        if len(self) <= HELD:
            known = self._all
            return [known[row] for row in rows.tolist()]
        return self._read(*self._span(rows))

    @cached_property
    def _all(self) -> list[str]:
        return self._read(*self._span(np.arange(len(self))))

    def _read(self, starts: Array, ends: Array) -> list[str]:
        pairs = zip(starts.tolist(), ends.tolist(), strict=True)
        return [str(self._raw[start:end], "utf-8", "surrogatepass") for start, end in pairs]

    def rows(self, strings: Iterable[str]) -> Rows:
        """Every row of every one of the strings, in no order; those that are nowhere are left out."""
        wanted = list(dict.fromkeys(strings))
        if not len(self) or not wanted:
            return np.empty(0, dtype=np.int64)
        hashes = np.array([_hash(s.encode("utf-8", "surrogatepass")) for s in wanted], dtype=np.uint64)
        lows, highs = (
            np.searchsorted(self._hashes, hashes, s, sorter=self._order) for s in ("left", "right")
        )
        spans = zip(lows.tolist(), highs.tolist(), strict=True)
        near = np.concatenate([self._order[low:high] for low, high in spans]).astype(np.int64)
        asked = np.repeat(np.arange(len(wanted)), highs - lows).tolist()
        same = [wanted[n] == found for n, found in zip(asked, self.read_rows(near), strict=True)]
        return near[np.array(same, dtype=np.bool_)]

    def take(self, rows: Array) -> "Strings":
        """The strings of some rows, in their order."""
        starts, ends = self._span(rows)
        lengths = ends - starts
        places = np.repeat(starts - np.cumsum(lengths) + lengths, lengths) + np.arange(int(lengths.sum()))
        return Strings(self._blob[places], np.cumsum(lengths), self._hashes[rows])

    def joined(self, other: "Strings") -> "Strings":
        """These strings and then the others."""
        return Strings(
            np.concatenate([self._blob, other._blob]),
            np.concatenate([self._ends, other._ends + len(self._blob)]),
            np.concatenate([self._hashes, other._hashes]),
        )

    def _span(self, rows: Array) -> tuple[Rows, Rows]:
        """Where the strings of some rows start and end."""
        starts = np.where(rows > 0, self._ends[rows - 1], 0) if len(self) else np.empty(0, np.int64)
        return starts, self._ends[rows]


def _hash(raw: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(raw, digest_size=8).digest(), "little")
