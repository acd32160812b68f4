"""Names, brands and rare words on Milvus: a sparse vector of the words of each channel.

A full-text index of Milvus itself would cut Chinese as its tokenizer does, another one on every server version.
Words are cut here, as for the local index, and stored as numbers; the server only adds up.
"""

import hashlib
import math
import re
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from typing import NamedTuple

from retrieval.lexical import COMMON, MOST_TERMS, RARE, tokens

NO_WORDS = 0  # stands where a text has no words: Milvus stores no empty sparse vectors
_CHINESE = re.compile(r"[㐀-鿿]")


class Asked(NamedTuple):
    """A query's words of one script with their shares of its rarity, which add up to 1 at most."""

    weights: dict[int, float]

    def share(self, words: Collection[int]) -> float:
        """How much of the query a channel says, 0..1."""
        return sum(weight for term, weight in self.weights.items() if term in words)


class Rarity:
    """How many channels say a word, of ``size`` in all, as far as the words of a sample tell."""

    def __init__(self, sample: Iterable[Collection[int]], size: int) -> None:
        self._counts: Counter[int] = Counter()
        drawn = 0
        for words in sample:
            self._counts.update(words)
            drawn += 1
        self._size, self._scale = max(size, drawn), max(1.0, size / max(1, drawn))

    def asked(self, query: str) -> list[Asked]:
        """The words to look for, each script by itself; what too many channels say is left out.

        Each script counts by itself, as a roster described in English cannot share the Chinese half of "Rust 線上課程".
        """
        terms = list(dict.fromkeys(tokens(query)))[:MOST_TERMS]
        numbers = {term: number(stem[0]) for term, stem in zip(terms, stems(terms), strict=True) if stem}
        chinese = [one for term, one in numbers.items() if _CHINESE.match(term)]
        others = [one for term, one in numbers.items() if not _CHINESE.match(term)]
        return [Asked(weights) for script in (chinese, others) if (weights := self._weights(script))]

    def _weights(self, found: Sequence[int]) -> dict[int, float]:
        """The last word counts twice: in both languages it names the thing that those before it qualify."""
        rarities = {term: self._rarity(term) * (2 if term == found[-1] else 1) for term in found}
        total = sum(rarities.values())
        return {term: rarity / total for term, rarity in rarities.items() if rarity > 0} if total else {}

    def _rarity(self, term: int) -> float:
        count = round(self._scale * self._counts[term])
        if count > min(int(COMMON * self._size) + 1, RARE):
            return 0.0
        return math.log((self._size + 1) / (count + 1))


def sparse(texts: Sequence[str]) -> list[dict[int, float]]:
    """The words of each text as a sparse vector of ones."""
    return [{number(stem): 1.0 for stem in found} or {NO_WORDS: 1.0} for found in stems(texts)]


def number(stem: str) -> int:
    """A word as a dimension, 1 to 2^32 - 2; that two words share one is rarer than a misspelling."""
    digest = hashlib.blake2b(stem.encode(), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "big") % (2**32 - 2)


def stems(texts: Sequence[str]) -> list[list[str]]:
    """The words of each text, each once, as SQLite's index cuts, folds and stems them for the local index."""
    found: list[dict[str, None]] = [{} for _ in texts]
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create virtual table words using fts5(text, tokenize='porter unicode61')")
        db.execute("create virtual table stems using fts5vocab(words, instance)")
        rows = ((row, " ".join(tokens(text))) for row, text in enumerate(texts))
        db.executemany("insert into words (rowid, text) values (?, ?)", rows)
        for row, stem in db.execute("select doc, term from stems order by doc, offset"):
            found[row][stem] = None
    return [list(one) for one in found]
