"""The concrete words of a description that speak for a brief."""

import re
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from retrieval.clauses import clauses
from retrieval.encoder import Encoder

CLOSE = 0.32  # cosine from which a word is worth naming; below it, chance words come through
LONGEST = 40  # characters of a clause that is quoted where no single word is close
KEPT = 50_000  # word vectors remembered; a language has fewer words that matter

_CJK = re.compile(r"[㐀-鿿]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'-]{2,}")
_EMPTY = frozenset(
    "the and for with that this from her his she they them their who what when where how why are was were has have "
    "not but one two three four five six per into over under after before than then only every each any all more most "
    "very just like about out off its it's you your our can will would makes make made does done own".split()
)
CONTENTS = 20_000  # descriptions whose words are kept in mind
CLAUSED = 3_000  # descriptions of whose clauses the vectors are: some 5 KB each

Vector = npt.NDArray[np.float32]


class Mentions:
    """Finds words of a known vocabulary (Chinese has no spaces) and plain English words in descriptions."""

    def __init__(self, encoder: Encoder, vocabulary: Iterable[str]) -> None:
        self.encoder = encoder
        self._words = {word for word in vocabulary if len(word) > 1 and _CJK.fullmatch(word)}
        self._longest = max(map(len, self._words), default=0)
        self._vectors: dict[str, Vector] = {}
        self._clauses: dict[str, Vector] = {}
        self._contents: dict[str, tuple[list[str], list[str]]] = {}

    def of(self, query: Vector, content: str, most: int = 3) -> tuple[str, ...]:
        """At most ``most`` words of what the creator does, closest to the query first; else a close clause.

        Nothing where nothing is close: a quotation that does not speak for the match would be made up.
        """
        done, words = self._read(content)
        closeness = self._close(words, query)
        ranked = sorted(zip(words, closeness, strict=True), key=lambda pair: (-round(pair[1], 6), pair[0]))
        chosen: list[str] = []
        for word, close in ranked:
            if close >= CLOSE and not any(word in other or other in word for other in chosen):
                chosen.append(word)
        return tuple(chosen[:most]) or self._nearest(content, done, query)

    def _read(self, content: str) -> tuple[list[str], list[str]]:
        """The clauses of what a creator does, and the words in them."""
        known = self._contents.get(content)
        if known is None:
            done = [clause.text for clause in clauses(content) if not clause.refuses]
            known = done, list(dict.fromkeys(word for text in done for word in self.words(text)))
            if len(self._contents) >= CONTENTS:
                self._contents.clear()
            self._contents[content] = known
        return known

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

    def _close(self, words: list[str], query: Vector) -> list[float]:
        vectors = self._vectors
        if new := [word for word in words if word not in vectors]:
            if len(vectors) > KEPT:  # another thread may be reading the old ones: they are left to it
                vectors, new = {}, words
            vectors = self._vectors = vectors | dict(zip(new, self.encoder.queries(new), strict=True))
        return [float(vectors[word] @ query) for word in words]

    def _nearest(self, content: str, done: list[str], query: Vector) -> tuple[str, ...]:
        if not done:
            return ()
        vectors = self._clauses.get(content)
        if vectors is None:
            if len(self._clauses) >= CLAUSED:
                self._clauses.clear()
            vectors = self._clauses[content] = self.encoder.queries(done)
        closeness = np.round(vectors @ query, 6)
        best = done[int(closeness.argmax())]
        if closeness.max() < CLOSE:
            return ()
        return (best if len(best) <= LONGEST else best[: LONGEST - 1].rstrip() + "…",)
