"""Words that meaning misses: names, brands, rare words. SQLite FTS5 over words and Chinese bigrams, on disk."""

import math
import re
import sqlite3
import weakref
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock

import numpy as np
import numpy.typing as npt

COMMON = 0.2  # share of the texts from which a word is too common to tell channels apart
RARE = 1000  # texts up to which a word is looked up at all, however many there are
MOST_TERMS = 24  # of a query; nobody describes a product in more, and each one costs a look

_TOKEN = re.compile(r"[㐀-鿿]+|[^\W_]+")
_CJK = re.compile(r"[㐀-鿿]")
_TABLES = """
CREATE VIRTUAL TABLE words USING fts5 (text, content='', tokenize='porter unicode61', detail=none);
CREATE VIRTUAL TABLE names USING fts5 (text, content='', tokenize='porter unicode61');
CREATE TABLE kept (texts INTEGER NOT NULL, next INTEGER NOT NULL);
INSERT INTO kept VALUES (0, 0)
"""

Serials = npt.NDArray[np.int64]
Shares = npt.NDArray[np.float32]


class WordIndex:
    """Which texts share words with a query. Texts are numbered as they come, and only ever added.

    FTS5's own tokenizers cut no Chinese words, and its trigram one cannot find a word of two characters,
    which most are; so runs of Chinese are stored as overlapping pairs.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db, self._lock = db, RLock()
        weakref.finalize(self, db.close)

    @classmethod
    def create(cls, path: Path) -> "WordIndex":
        """A new and empty file."""
        index = cls(sqlite3.connect(path, check_same_thread=False, isolation_level=None))
        index._db.execute("PRAGMA journal_mode = WAL")
        index._db.executescript(f"BEGIN; {_TABLES}; COMMIT")
        return index

    @classmethod
    def open(cls, path: Path, writable: bool) -> "WordIndex":
        """A file that is there. One that cannot be written is taken as it is. sqlite3.Error where it is damaged."""
        how = "mode=rw" if writable else "immutable=1"
        uri = f"{path.absolute().as_uri()}?{how}"
        index = cls(sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None, timeout=10))
        index.next()
        return index

    @classmethod
    def of(cls, texts: Sequence[str]) -> "WordIndex":
        """In memory, numbered from 0."""
        index = cls(sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None))
        index._db.executescript(_TABLES)
        index.add([(text, "") for text in texts])
        return index

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def next(self) -> int:
        """The number that the next text will get."""
        with self._lock:
            return int(self._db.execute("SELECT next FROM kept").fetchone()[0])

    def add(self, texts: Iterable[tuple[str, str]]) -> Serials:
        """Add pairs of a text and a name, all or none, and say which numbers they got."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                first = self.next()
                made = [
                    (n, " ".join(tokens(text)), " ".join(tokens(name)))
                    for n, (text, name) in enumerate(texts, first)
                ]
                rows = ((n, text) for n, text, _ in made)
                self._db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", rows)
                names = ((n, name) for n, _, name in made if name)
                self._db.executemany("INSERT INTO names (rowid, text) VALUES (?, ?)", names)
                self._db.execute("UPDATE kept SET texts = texts + ?, next = next + ?", [len(made)] * 2)
                self._db.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                raise
        return np.arange(first, first + len(made), dtype=np.int64)

    def shared(self, query: str) -> tuple[Serials, Shares]:
        """Which texts say some of a query, ascending, and how much of it, 0..1: the share of its words, weighed by
        how rare they are here.

        Each script counts by itself and the better one is taken: a roster described in English cannot share
        the Chinese half of "Rust 線上課程".
        """
        spelled = list(tokens(query))[:MOST_TERMS]
        terms = list(dict.fromkeys(spelled))
        if not terms:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        chinese = [term for term in terms if _CJK.match(term)]
        with self._lock:
            size = int(self._db.execute("SELECT texts FROM kept").fetchone()[0])
            one = self._share(chinese, size)
            other = self._share([term for term in terms if term not in chinese], size)
            if not len(one[0]) and not len(other[0]):
                return self._named(spelled, size)
        serials, places = np.unique(np.concatenate([one[0], other[0]]), return_inverse=True)
        shares = np.zeros(len(serials), dtype=np.float32)
        np.maximum.at(shares, places, np.concatenate([one[1], other[1]]))
        return serials, shares

    def _named(self, spelled: list[str], size: int) -> tuple[Serials, Shares]:
        """Texts whose name says all of a query in its order: a name may be made of words that are all too common."""
        most = min(int(COMMON * size) + 1, RARE)
        serials = np.sort(self._serials("names", f'"{" ".join(spelled)}"', most))
        if len(serials) > most:
            serials = serials[:0]
        return serials, np.ones(len(serials), dtype=np.float32)

    def _share(self, terms: list[str], size: int) -> tuple[Serials, Shares]:
        """The share of the terms' rarity in each text. A term that no text has counts as rare and missing.

        The last term counts twice: in both languages it names the thing, and those before it only qualify it
        (a mechanical engineer has more to do with "mechanical" than with a mechanical keyboard).
        """
        most = min(int(COMMON * size) + 1, RARE)
        found, rarities, total = [np.empty(0, np.int64)], [], 0.0
        for term in terms:
            serials = self._serials("words", f'"{term}"', most)
            if len(serials) > most:
                continue
            rarities.append(math.log((size + 1) / (len(serials) + 1)) * (2 if term == terms[-1] else 1))
            found.append(serials)
            total += rarities[-1]
        serials, places = np.unique(np.concatenate(found), return_inverse=True)
        weights = np.repeat(rarities, [len(some) for some in found[1:]])
        return serials, np.bincount(places, weights, len(serials)).astype(np.float32) / (total or 1)

    def _serials(self, table: str, match: str, most: int) -> Serials:
        """One more than ``most`` says that there are more. Joined by SQLite: a row at a time takes thrice as long."""
        some = f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {most + 1}"
        joined = self._db.execute(f"SELECT group_concat(rowid, ' ') FROM ({some})", [match]).fetchone()[0]
        return np.fromstring(joined or "", dtype=np.int64, sep=" ")


def tokens(text: str) -> Iterable[str]:
    """Words in lower case; a run of Chinese gives its pairs of neighbours (貓砂盆 -> 貓砂, 砂盆)."""
    for run in _TOKEN.findall(text.casefold()):
        if not _CJK.match(run) or len(run) == 1:
            yield run
        else:
            yield from (run[n : n + 2] for n in range(len(run) - 1))
