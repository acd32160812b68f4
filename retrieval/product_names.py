"""What the words of a phrase say about its product type, before any vector is looked at."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.products import ProductType
from retrieval.product_words import Stretch, features, fold, is_han, key_of, stretches

Scores = npt.NDArray[np.float64]  # one figure for each product type

LONGEST_NAME = 8  # tokens; a longer name is found by the words it shares
FULL_LENGTH = 5  # Chinese characters; a longer ending says no more
LATIN_PER_HAN = 2.2  # letters that weigh as one Chinese character
AFTER_PREPOSITION = 0.3  # what it is for or made of, against what it is
NO_ROWS = np.zeros(0, dtype=np.int64)
LAST_FEATURE, OTHER_FEATURE = 1.5, 0.6  # the head is at the end


# For whom or where: the words (folded) favour types of these groups, whatever the head noun. A shampoo for dogs.
SETTINGS = (
    (
        re.compile(
            "儿童|孩童|小孩|小朋友|幼儿|婴儿|宝宝|新生儿|女童|男童|(?<![a-z])(?:kids?|child(?:ren)?s?|baby|babies|toddlers?"
            "|infants?|newborns?)(?![a-z])"
        ),
        frozenset({"baby", "toy"}),
    ),
    (
        re.compile(
            "宠物|狗狗|犬用|猫用|猫咪|毛孩|(?<![a-z])(?:pets?|dogs?|cats?|pupp(?:y|ies)|kittens?)(?![a-z])"
        ),
        frozenset({"pet"}),
    ),
    (re.compile("车用|车载|汽车|机车"), frozenset({"vehicle"})),
    (re.compile("露营|(?<![a-z])camping(?![a-z])"), frozenset({"outdoor"})),
    (re.compile("婚礼|(?<![a-z])(?:wedding|bridal)(?![a-z])"), frozenset({"wedding"})),
)
SETTING_FACTOR = 1.3


class Ending(NamedTuple):
    """A name that ends a stretch. ``weight`` in Chinese characters, 0 to FULL_LENGTH."""

    row: int
    key: str
    weight: float


class NameBook:
    """Every name of every product type, looked up by whole, by ending and by shared words. Immutable."""

    def __init__(self, types: Sequence[ProductType]) -> None:
        self._groups = np.array([kind.group for kind in types])
        self.names: list[str] = []
        self.starts: list[int] = []
        self._rows: dict[str, int] = {}
        sharing: dict[str, set[int]] = defaultdict(set)
        closing: dict[str, set[int]] = defaultdict(set)
        heads: dict[str, Counter[int]] = defaultdict(Counter)
        for row, kind in enumerate(types):
            self.starts.append(len(self.names))
            self.names += (kind.zh, kind.en, *kind.zh_synonyms, *kind.en_synonyms)
            for name in self.names[self.starts[-1] :]:
                self._rows.setdefault(key_of(name), row)
                for stretch in stretches(name):
                    found = features(stretch.tokens)
                    for feature in found:
                        sharing[feature].add(row)
                    for feature in found[-1:]:
                        closing[feature].add(row)
                    heads[stretch.tokens[-1]][row] += not stretch.after_preposition
        self._sharing = {feature: np.array(sorted(rows)) for feature, rows in sharing.items()}
        self._closing = {feature: np.array(sorted(rows)) for feature, rows in closing.items()}
        self._heads = {token: _shares(counts) for token, counts in heads.items()}

    @property
    def _size(self) -> int:
        return len(self.starts)

    def _rarity(self, feature: str) -> float:
        return math.log(1 + self._size / max(1, len(self._sharing.get(feature, NO_ROWS))))

    def whole(self, phrase: str) -> int | None:
        """The row of the type that has exactly this name, in any spelling."""
        return self._rows.get(key_of(phrase))

    def bare(self, stretch: Stretch) -> Stretch:
        """Without the packaging at its end, where what is packed has a name: 蛋糕禮盒 is a cake, 禮盒 is itself."""
        inner = stretch.unwrapped()
        if inner is None:
            return stretch
        found = self.ending(stretch)
        if found and len(found.key) > len(stretch.key) - len(inner.key):
            return stretch
        deeper = self.bare(inner)
        return deeper if self.ending(deeper) else stretch

    def ending(self, stretch: Stretch) -> Ending | None:
        """The longest name that ends a stretch."""
        for key in stretch.tails(LONGEST_NAME):
            row = self._rows.get(key)
            # One character ends too many words to mean itself: 臉書 is no book.
            if row is not None and (len(key) > 1 or key == stretch.key):
                length = len(key) if is_han(key) else len(key) / LATIN_PER_HAN
                return Ending(row, key, min(length, FULL_LENGTH))
        return None

    def shared(self, cut: Sequence[Stretch]) -> Scores:
        """Share of the phrase's words, by rarity and place, that a type's names have too: 0 to 1."""
        scores = np.zeros(self._size)
        total = 0.0
        for stretch in cut:
            found = features(stretch.tokens)
            for place, feature in enumerate(found, 1):
                weight = self._rarity(feature) * (AFTER_PREPOSITION if stretch.after_preposition else 1.0)
                last = place == len(found)
                total += weight * (LAST_FEATURE if last else OTHER_FEATURE)
                scores[self._sharing.get(feature, NO_ROWS)] += weight * OTHER_FEATURE
                if last:
                    scores[self._closing.get(feature, NO_ROWS)] += weight * (LAST_FEATURE - OTHER_FEATURE)
        return scores / total if total else scores

    def only_describes(self, cut: Sequence[Stretch], row: int) -> bool:
        """Whether all the phrase shares with a type is one word that stands before the head in its names (女生, luxury)."""
        found = [feature for stretch in cut for feature in features(stretch.tokens)]
        known = [feature for feature in found if feature in self._sharing]
        return len(found) == 1 and bool(known) and row not in self._closing.get(known[0], NO_ROWS)

    def favour(self, phrase: str) -> Scores:
        """A factor for each type: above 1 where the phrase says for whom it is and the type is for them."""
        said = fold(phrase)
        favoured = {group for pattern, groups in SETTINGS if pattern.search(said) for group in groups}
        return np.where(np.isin(self._groups, list(favoured)), SETTING_FACTOR, 1.0)

    def heads(self, cut: Sequence[Stretch]) -> Scores:
        """How many of the names with the same last word or character are a type's: 0 to 1."""
        scores = np.zeros(self._size)
        for stretch in cut:
            bare: Stretch | None = None if stretch.after_preposition else stretch
            while bare is not None and bare.tokens[-1] not in self._heads:
                bare = bare.unwrapped()
            if bare is not None:
                rows, shares = self._heads[bare.tokens[-1]]
                scores[rows] = np.maximum(scores[rows], shares)
        return scores


def _shares(counts: Counter[int]) -> tuple[npt.NDArray[np.int64], Scores]:
    total = max(1, sum(counts.values()))
    return np.array(list(counts)), np.array([count / total for count in counts.values()])
