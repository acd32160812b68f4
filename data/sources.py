"""The sources that a roster's values come from, each label kept once: names of files are free text, and sealed."""

from collections.abc import Iterable
from functools import lru_cache

from data.bulk import BATCH, batches
from data.seal import Seal
from data.store import Store

OPENED = 4096  # labels that need not be opened again
# Wherever the number of a source stands; in the JSON of a provenance it begins a key ("7:2026-11-20").
_NUMBERED = " UNION ".join(
    [
        *(f"SELECT source_id FROM {table}" for table in ("figures", "fees", "audiences")),
        *(
            f"SELECT CAST(json_each.key AS INTEGER) FROM {table}, json_each({table}.provenance)"
            for table in ("creators", "channels")
        ),
    ]
)


class Sources:
    """Labels by number and back, inside the caller's transaction."""

    def __init__(self, db: Store, seal: Seal) -> None:
        self.db, self.seal = db, seal
        self._open = lru_cache(OPENED)(seal.open)
        self._numbers: dict[str, tuple[int, str]] = {}  # by label, with the label as it is kept
        self._last = 0

    def labels(self, numbers: Iterable[int]) -> dict[int, str]:
        """The labels of these sources."""
        return {number: self._open(kept) for number, kept in self._kept(set(numbers)).items()}

    def numbers(self, labels: Iterable[str]) -> dict[str, int]:
        """The numbers of these labels, new ones for those that are new."""
        wanted = set(labels)
        there = self._kept({self._numbers[label][0] for label in wanted if label in self._numbers})
        if any(
            there.get(number) != kept for label, (number, kept) in self._numbers.items() if label in wanted
        ):
            self._numbers, self._last = (
                {},
                0,
            )  # what was added here was taken back, or removed by another process
        if wanted - self._numbers.keys():
            self._learn()
        for label in sorted(wanted - self._numbers.keys()):
            kept = self.seal.close(label)
            made = self.db.execute("INSERT INTO sources (label) VALUES (?)", [kept]).lastrowid or 0
            self._remember(made, kept, label)
        return {label: self._numbers[label][0] for label in wanted}

    def sweep(self) -> None:
        """Forget the sources that no value has any more."""
        self.db.execute(
            f"DELETE FROM sources WHERE id NOT IN "
            f"(SELECT source_id FROM ({_NUMBERED}) WHERE source_id IS NOT NULL)"
        )

    def _learn(self) -> None:
        """Read what others added. A label that two added at once has two numbers, either of which will do."""
        new = self.db.execute(
            "SELECT id, label FROM sources WHERE id > ? ORDER BY id", [self._last]
        ).fetchall()
        for number, kept in new:
            self._remember(number, kept, self._open(kept))

    def _remember(self, number: int, kept: str, label: str) -> None:
        self._numbers[label] = (number, kept)
        self._last = max(self._last, number)

    def _kept(self, numbers: set[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for some in batches(sorted(numbers), BATCH):
            marks = ", ".join("?" * len(some))
            found |= dict(
                self.db.execute(f"SELECT id, label FROM sources WHERE id IN ({marks})", some).fetchall()
            )
        return found
