"""Words that meaning misses: names, brands, rare words. SQLite FTS5 over words and Chinese bigrams."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from threading import RLock

import numpy as np
import numpy.typing as npt

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
        self._db.execute("create virtual table words using fts5(text, content='', tokenize='porter unicode61')")
        rows = ((n, " ".join(tokens(text))) for n, text in enumerate(texts))
        self._db.executemany("insert into words (rowid, text) values (?, ?)", rows)

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """BM25 of each row scaled to 0..1 by the best row; zeros where no word is shared."""
        found = np.zeros(self._size, dtype=np.float32)
        terms = list(dict.fromkeys(tokens(query)))
        if not terms:
            return found
        match = " OR ".join(f'"{term}"' for term in terms)
        with self._lock:
            hits = self._db.execute("select rowid, -rank from words where words match ?", [match]).fetchall()
        for row, score in hits:
            found[row] = max(score, 0.0)
        best = float(found.max(initial=0.0))
        return found / best if best else found


def tokens(text: str) -> Iterable[str]:
    """Words in lower case; a run of Chinese gives its pairs of neighbours (貓砂盆 -> 貓砂, 砂盆)."""
    for run in _TOKEN.findall(text.casefold()):
        if not _CJK.match(run) or len(run) == 1:
            yield run
        else:
            yield from (run[n : n + 2] for n in range(len(run) - 1))
