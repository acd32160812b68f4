"""Words that meaning misses: names, brands, rare words. SQLite FTS5 over words and Chinese bigrams."""

import math
import re
import sqlite3
from collections.abc import Iterable, Sequence
from threading import RLock

import numpy as np
import numpy.typing as npt

COMMON = 0.2  # share of the rows from which a word is too common to tell channels apart

_TOKEN = re.compile(r"[㐀-鿿]+|[^\W_]+")
_CJK = re.compile(r"[㐀-鿿]")


class WordIndex:
    """Which rows share words with a query, in memory. Immutable, like the vectors it stands beside.

    FTS5's own tokenizers cut no Chinese words, and its trigram one cannot find a word of two characters,
    which most are; so runs of Chinese are stored as overlapping pairs.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._size, self._lock = len(texts), RLock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute(
            "create virtual table words using fts5(text, content='', tokenize='porter unicode61')"
        )
        rows = ((n, " ".join(tokens(text))) for n, text in enumerate(texts))
        self._db.executemany("insert into words (rowid, text) values (?, ?)", rows)

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """How much of a query each row says, 0..1: the share of its words, weighed by how rare they are here.

        Each script counts by itself and the better one is taken: a roster described in English cannot share
        the Chinese half of "Rust 線上課程".
        """
        terms = list(dict.fromkeys(tokens(query)))
        chinese = [term for term in terms if _CJK.match(term)]
        return np.maximum(self._share(chinese), self._share([term for term in terms if term not in chinese]))

    def _share(self, terms: list[str]) -> npt.NDArray[np.float32]:
        """The share of the terms' rarity in each row. A term that no row has counts as rare and missing.

        The last term counts twice: in both languages it names the thing, and those before it only qualify it
        (a mechanical engineer has more to do with "mechanical" than with a mechanical keyboard).
        """
        found, total = np.zeros(self._size, dtype=np.float32), 0.0
        for term in terms:
            rows = self._rows(term)
            if len(rows) > COMMON * self._size + 1:
                continue
            rarity = math.log((self._size + 1) / (len(rows) + 1)) * (2 if term == terms[-1] else 1)
            total += rarity
            found[rows] += rarity
        return found / total if total > 0 else found

    def _rows(self, term: str) -> list[int]:
        with self._lock:
            return [
                row
                for (row,) in self._db.execute("select rowid from words where words match ?", [f'"{term}"'])
            ]


def tokens(text: str) -> Iterable[str]:
    """Words in lower case; a run of Chinese gives its pairs of neighbours (貓砂盆 -> 貓砂, 砂盆)."""
    for run in _TOKEN.findall(text.casefold()):
        if not _CJK.match(run) or len(run) == 1:
            yield run
        else:
            yield from (run[n : n + 2] for n in range(len(run) - 1))
