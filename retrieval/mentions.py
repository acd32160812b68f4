"""The concrete words of a description that speak for a brief."""

import re
from collections.abc import Callable, Iterable, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from retrieval.clauses import clauses
from retrieval.encoder import Encoder

CLOSE = 0.32  # cosine from which a word is worth naming; below it, chance words come through
LONGEST = 40  # characters of a clause that is quoted where no single word is close
KEPT = 30_000  # vectors of words and clauses kept, 1 KB each; a language has fewer words that matter

_CJK = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'-]{2,}")
_EMPTY = frozenset(
    "the and for with that this from her his she they them their who what when where how why are was were has have "
    "not but one two three four five six per into over under after before than then only every each any all more most "
    "very just like about out off its it's you your our can will would makes make made does done own".split()
)
CONTENTS = 10_000  # descriptions whose words are kept in mind
ROWS = 1_024  # vectors that there is room for at first

Vector = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int32]


class Read(NamedTuple):
    """What a description says its creator does: the clauses, and the words in them, as rows of vectors."""

    clauses: tuple[str, ...]
    words: tuple[str, ...]
    rows: Rows


class Mentions:
    """Finds words of a known vocabulary (Chinese has no spaces) and plain English words in descriptions.

    Safe to call from several threads.
    """

    def __init__(self, encoder: Encoder, vocabulary: Iterable[str]) -> None:
        self.encoder = encoder
        self._words = {word for word in vocabulary if len(word) > 1 and _CJK.fullmatch(word)}
        self._longest = max(map(len, self._words), default=0)
        self._lock = Lock()
        self._known = Known(encoder.dim)

    def of(
        self, query: Vector, content: str, most: int = 3, foreign: Callable[[str], bool] = lambda word: False
    ) -> tuple[str, ...]:
        """At most ``most`` words of what the creator does, closest to the query first; else a close clause.

        Nothing where nothing is close: a quotation that does not speak for the match would be made up. Nor does a
        word that is ``foreign``, however close.
        """
        known = self._known  # another thread may begin a new one meanwhile
        read = known.contents.get(content) or self._read(known, content)
        closeness = known.vectors[read.rows] @ query
        near = np.flatnonzero(closeness >= CLOSE).tolist()
        chosen: list[str] = []
        others: list[str] = []
        for _, word in sorted((-round(float(closeness[n]), 6), read.words[n]) for n in near):
            if foreign(word):
                others.append(word)
            elif not any(word in other or other in word for other in chosen):
                chosen.append(word)
        return tuple(chosen[:most]) or self._nearest(known, read, query, others)

    def _read(self, known: "Known", content: str) -> Read:
        done = tuple(clause.text for clause in clauses(content) if not clause.refuses)
        words = tuple(dict.fromkeys(word for text in done for word in self.words(text)))
        with self._lock:
            read = known.contents[content] = Read(done, words, known.rows_of(words, self.encoder))
            if known is self._known and (len(known.contents) >= CONTENTS or len(known.rows) > KEPT):
                self._known = Known(self.encoder.dim)  # the old ones are left to whoever is reading them
        return read

    def words(self, text: str) -> list[str]:
        """The words of a text that could be named, in order: the longest known one at each place."""
        found = [word for word in _LATIN.findall(text) if word.lower() not in _EMPTY]
        for run in _CJK.findall(text):
            found += self._segmented(run)
        return found

    def _segmented(self, run: str) -> list[str]:
        found, start = [], 0
        while start < len(run) - 1:
            lengths = range(min(self._longest, len(run) - start), 1, -1)
            word = next(
                (run[start : start + n] for n in lengths if run[start : start + n] in self._words), None
            )
            if word:
                found.append(word)
            start += len(word) if word else 1
        return found

    def _nearest(self, known: "Known", read: Read, query: Vector, others: Sequence[str]) -> tuple[str, ...]:
        """The closest clause, where it is close and owes that to none of the ``others``."""
        told = [clause for clause in read.clauses if not any(word in clause for word in others)]
        if not told:
            return ()
        with self._lock:
            rows = known.rows_of(told, self.encoder)
        closeness = np.round(known.vectors[rows] @ query, 6)
        best = told[int(closeness.argmax())]
        if closeness.max() < CLOSE:
            return ()
        return (best if len(best) <= LONGEST else best[: LONGEST - 1].rstrip() + "…",)


class Known:
    """What was read so far: descriptions, and the vectors of their words and clauses.

    It only grows, under the lock of its owner, and rows stay where they are: whoever took rows from it may read
    ``vectors`` without a lock.
    """

    def __init__(self, dim: int) -> None:
        self.contents: dict[str, Read] = {}
        self.rows: dict[str, int] = {}
        self.vectors: Vector = np.empty((ROWS, dim), dtype=np.float32)

    def rows_of(self, texts: Sequence[str], encoder: Encoder) -> Rows:
        """Where the vectors of texts are; those that are not there are put there."""
        new = [text for text in dict.fromkeys(texts) if text not in self.rows]
        if new:
            start = len(self.rows)
            if start + len(new) > len(self.vectors):
                room = np.empty((2 * (start + len(new)), self.vectors.shape[1]), dtype=np.float32)
                room[:start] = self.vectors[:start]
                self.vectors = room
            self.vectors[start : start + len(new)] = encoder.queries(new)
            self.rows |= {text: start + n for n, text in enumerate(new)}
        return np.fromiter((self.rows[text] for text in texts), np.int32, len(texts))
