"""One engine under one filter after the other: latency, recall, and what holding the vectors costs."""

import ctypes
import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bot.bench.asked import SELECTIVITIES, Asked, asked, queries
from bot.bench.peers import KINDS, Exact
from bot.meaning import Meaning
from retrieval.arrays import Array
from retrieval.encoder import Vectors
from retrieval.filters import Filter
from retrieval.index import LocalIndex
from retrieval.snapshot import Snapshot

WANTED = 200  # rows a query, as the advisor asks
COUNTED = 50  # nearest rows whose recall counts
OURS = "kol-advisor"


class Cell(NamedTuple):
    """One engine, one size, one selectivity. Times are milliseconds a query, ``recall`` that of the nearest 50.

    ``cpu`` is the processor time of a query in the middle: what is left of p50 where nothing else runs.
    """

    engine: str
    size: int
    selectivity: float
    p50: float
    p99: float
    cpu: float
    recall: float


class Load(NamedTuple):
    """What it takes to get an engine ready: seconds, and MiB that the process grew by.

    Of ours, ``seconds`` are for encoding and indexing the texts if that was not done before, ``opened`` for opening.
    """

    engine: str
    size: int
    seconds: float
    resident: float
    opened: float | None = None


Search = Callable[[Asked], Sequence[int]]


class Bench:
    """One roster's vectors and the questions asked of them, with the true answers."""

    def __init__(self, index: LocalIndex, meaning: Meaning, count: int) -> None:
        self.snapshot: Snapshot = index.current()
        self.size = len(self.snapshot.base)
        self.columns = self.snapshot.base.columns
        self.vectors: Vectors = self.snapshot.base.shelf.read(np.arange(self.size))
        tight = [s for s in SELECTIVITIES if s * self.size >= 1]
        self.questions = {s: list(asked(self.columns, meaning, s, count)) for s in tight}
        exact = Exact(self.vectors, self.columns, Path())
        self.answers = {s: [self._answer(exact, one) for one in some] for s, some in self.questions.items()}

    def _answer(self, exact: Exact, one: Asked) -> set[int]:
        return set(exact.search(one.vector, one.conditions, one.passing, COUNTED))

    def ours(self) -> list[Cell]:
        """The index itself: filter, search, exact scores, keys; ``words`` also looks up shared words."""
        rows = self.columns.keys.rows

        def search(one: Asked, words: str = "") -> Sequence[str]:
            return self.snapshot.find(one.vector, one.conditions, WANTED, words).keys

        plain = self._cells(OURS, search, lambda keys: set(rows(keys[:COUNTED]).tolist()))
        worded = self._cells(f"{OURS}, with words", lambda one: search(one, one.words), None)
        return plain + worded

    def peer(self, name: str, folder: Path) -> tuple[list[Cell], Load]:
        """Another engine, loaded for this and let go."""
        before, start = resident(), time.perf_counter()
        peer = KINDS[name].load(self.vectors, self.columns, folder)
        load = Load(name, self.size, time.perf_counter() - start, resident() - before)

        def search(one: Asked) -> Sequence[int]:
            return peer.search(one.vector, one.conditions, one.passing, WANTED)

        return self._cells(name, search, lambda found: set(found[:COUNTED])), load

    def _cells(
        self, name: str, search: Callable[[Asked], Any], nearest: Callable[[Any], set[int]] | None
    ) -> list[Cell]:
        """Without ``nearest`` no recall is counted: shared words change who comes up."""
        cells = []
        for selectivity, some in self.questions.items():
            search(some[0])
            times, spent, recalls = [], [], []
            for one, truth in zip(some, self.answers[selectivity], strict=True):
                start, began = time.perf_counter(), time.process_time()
                found = search(one)
                spent.append(1000 * (time.process_time() - began))
                times.append(1000 * (time.perf_counter() - start))
                recalls.append(len(nearest(found) & truth) / max(1, len(truth)) if nearest else np.nan)
            p50, p99 = np.quantile(times, [0.5, 0.99]).tolist()
            cells.append(
                Cell(name, self.size, selectivity, p50, p99, float(np.median(spent)), float(np.mean(recalls)))
            )
        return cells


def opened(index: LocalIndex, meaning: Meaning, count: int, seconds: float) -> Load:
    """What our index costs once it is built: open it, and ask until what is needed is in memory."""
    before, start = resident(), time.perf_counter()
    snapshot = index.current()
    took = time.perf_counter() - start
    for words, vector in queries(meaning, count):
        snapshot.find(vector, Filter(), WANTED, words)
    return Load(OURS, len(index), seconds, resident() - before, took)


def resident() -> float:
    """MiB of memory that this process holds, with what freed memory it can give back given back."""
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * 4096 / 2**20


def bandwidth() -> float:
    """GB/s at which this machine reads memory on one core: the floor under comparing every vector."""
    block: Array = np.ones(2**26, dtype=np.float32)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        block.sum()
        times.append(time.perf_counter() - start)
    return float(block.nbytes / min(times) / 1e9)


def profile(bench: Bench, selectivity: float) -> dict[str, float]:
    """Where the milliseconds of a query go, by step, in the middle; processor time."""
    parts: dict[str, list[float]] = {name: [] for name in ("filter", "nearest", "words", "whole")}
    snapshot = bench.snapshot
    for one in bench.questions[selectivity]:
        marks = [time.process_time()]
        passing = snapshot.base.gate.passing(one.conditions, snapshot.alive)
        marks.append(time.process_time())
        snapshot.base.nearest(one.vector, passing, WANTED)
        marks.append(time.process_time())
        snapshot.words.shared(one.words)
        marks.append(time.process_time())
        snapshot.find(one.vector, one.conditions, WANTED, one.words)
        marks.append(time.process_time())
        for name, spent in zip(parts, np.diff(marks).tolist(), strict=True):
            parts[name].append(1000 * spent)
    middle = {name: float(np.median(spent)) for name, spent in parts.items()}
    return middle | {
        "join and name": middle["whole"] - sum(middle[n] for n in ("filter", "nearest", "words"))
    }
