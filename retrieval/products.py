"""From a seller's words to a product type: by name where a name is the head of the phrase, else by likeness."""

import math
from collections.abc import Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from knowledge.products import ProductMatch, ProductType, products
from retrieval.encoder import Encoder, Vectors
from retrieval.product_names import Ending, NameBook, Scores
from retrieval.product_words import Stretch, stretches, without_trade_words

# Weights of the evidence, chosen on tests/retrieval/product_phrases.tsv with the shipped encoder.
NEAREST_NAME, ALL_NAMES, SHARED_WORDS, ENDING, HEAD = 0.7, 0.3, 0.5, 0.1, 0.2
LATER_ENDING = 0.6  # 童裝 套裝: what is named first is sold, what follows says how it comes
LEADERS = 24  # types whose every name is compared; more of them changed no answer
# Score of even odds, and the confidence never exceeded: for a name at the end of the phrase, and for likeness.
NAMED_CURVE, LIKE_CURVE = (0.4, 0.96), (0.66, 0.85)
STEEPNESS = 6.0
LEAST_CONFIDENCE = 0.55
WORDS_ALONE = 0.8  # a name at the end of the phrase, and no encoder to doubt it


class ProductIndex:
    """Product types by name and by meaning. Immutable; safe to share between threads.

    :param encoder: None matches by words alone, and then nothing by likeness
    :param vectors: `encoder.documents(index.names)` kept from before, to save their computing
    """

    def __init__(
        self,
        encoder: Encoder | None = None,
        types: Mapping[str, ProductType] | None = None,
        vectors: Vectors | None = None,
    ) -> None:
        self.types = tuple((products() if types is None else types).values())
        self.encoder = encoder
        self._book = NameBook(self.types)
        self._starts = np.array(self._book.starts)
        if encoder is not None:
            self.vectors: Vectors = encoder.documents(self.names) if vectors is None else vectors
            if self.vectors.shape != (len(self.names), encoder.dim):
                raise ValueError(
                    f"vectors are {self.vectors.shape}, expected {(len(self.names), encoder.dim)}: "
                    "they belong to another encoder or taxonomy. Leave them out"
                )

    @property
    def names(self) -> list[str]:
        """Every name and synonym, in the order of the rows of ``vectors``."""
        return self._book.names

    def nearest(self, phrase: str, n: int = 5) -> list[tuple[ProductType, float]]:
        """The n likeliest types with their scores, best first, however unlikely: for diagnosis."""
        said = without_trade_words(phrase)
        scores = self._scores(said, self._cut(said))
        order = np.argsort(-scores, kind="stable")[:n]
        return [(self.types[row], float(scores[row])) for row in order]

    def match(self, phrase: str) -> ProductMatch | None:
        """The type a phrase names, or resembles enough; None where that would be a guess."""
        row = self._book.whole(phrase)
        if row is not None:
            return ProductMatch(type=self.types[row], confidence=1.0, exact=True)
        said = without_trade_words(phrase)
        cut = self._cut(said)
        if not cut:
            return None
        return self._judged(cut, self._scores(said, cut))

    def _cut(self, said: str) -> list[Stretch]:
        return [self._book.bare(stretch) for stretch in stretches(said)]

    def _judged(self, cut: list[Stretch], scores: Scores) -> ProductMatch | None:
        row = int(scores.argmax())
        named = any(ending.row == row for ending in self._endings(cut))
        if not named and (self.encoder is None or self._book.only_describes(cut, row)):
            return None
        confidence = WORDS_ALONE if self.encoder is None else confidence_of(float(scores[row]), named)
        if confidence < LEAST_CONFIDENCE:
            return None
        return ProductMatch(type=self.types[row], confidence=confidence, exact=named)

    def _endings(self, cut: list[Stretch]) -> list[Ending]:
        heads = (stretch for stretch in cut if not stretch.after_preposition)
        return [ending for stretch in heads if (ending := self._book.ending(stretch))]

    def _scores(self, said: str, cut: list[Stretch]) -> Scores:
        scores = SHARED_WORDS * self._book.shared(cut) + HEAD * self._book.heads(cut)
        points = np.zeros(len(self.types))
        for place, ending in enumerate(self._endings(cut)):
            weight = ending.weight * (LATER_ENDING if place else 1.0)
            points[ending.row] = max(points[ending.row], weight)
        scores += ENDING * points
        if self.encoder is not None:
            scores = self._with_meaning(scores, self.encoder.queries([said])[0])
        return scores * self._book.favour(said)

    def _with_meaning(self, scores: Scores, asked: npt.NDArray[np.float32]) -> Scores:
        scores = scores + ALL_NAMES * (self._centres @ asked)
        # A cosine with each of 13,000 names takes milliseconds, so only those of the leaders are taken.
        leaders = np.argpartition(-scores, min(LEADERS, len(scores) - 1))[:LEADERS]
        for row in leaders:
            scores[row] += NEAREST_NAME * float((self._named(row) @ asked).max())
        return scores

    def _named(self, row: int) -> Vectors:
        end = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.names)
        return self.vectors[self._starts[row] : end]

    @cached_property
    def _centres(self) -> Vectors:
        sums = np.add.reduceat(self.vectors, self._starts, axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)


def confidence_of(score: float, named: bool) -> float:
    """About how often a match with such a score was right on phrases not seen before."""
    middle, most = NAMED_CURVE if named else LIKE_CURVE
    return round(min(most, 1 / (1 + math.exp(-STEEPNESS * (score - middle)))), 3)
