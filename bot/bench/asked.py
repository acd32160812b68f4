"""What the bench asks: queries as sellers put them, and filters that let a given share of the channels through."""

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.advisor import looked_for, mixed
from bot.meaning import Meaning
from knowledge.models import Brief, Platform
from knowledge.products import products
from retrieval.bits import Bits
from retrieval.columns import Columns, Gate
from retrieval.encoder import Vectors
from retrieval.filters import Filter

SELECTIVITIES = (1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0001)
STYLES = "講話慢|有實測數據|with spreadsheets|像跟鄰居聊天|dry jokes|for beginners|適合新手|direct and honest".split(
    "|"
)
# Conditions as briefs have them, from loose to tight; what is missing to a selectivity a follower range adds.
WISHES: tuple[dict[str, Any], ...] = (
    {},
    {"excluded_platforms": {Platform.FACEBOOK}},
    {"regions": {"TW"}},
    {"languages": {"zh"}},
    {"platforms": {Platform.YOUTUBE, Platform.INSTAGRAM}},
    {"regions": {"TW"}, "languages": {"zh"}},
    {"platforms": {Platform.YOUTUBE}, "regions": {"TW"}},
    {"regions": {"HK", "MY", "SG"}},
    {"languages": {"en"}, "platforms": {Platform.INSTAGRAM}},
    {"regions": {"US"}, "platforms": {Platform.YOUTUBE}},
    {"regions": {"MY"}, "platforms": {Platform.TIKTOK}},
)


class Asked(NamedTuple):
    """One query under one filter, with the rows that pass."""

    words: str
    vector: npt.NDArray[np.float32]
    conditions: Filter
    passing: npt.NDArray[np.bool_]


def queries(meaning: Meaning, count: int, seed: int = 7) -> list[tuple[str, Vectors]]:
    """Briefs with a product in either language, half of them with a style, as the advisor asks for them."""
    random, kinds = Random(seed), list(products().values())
    found = []
    for _ in range(count):
        kind = random.choice(kinds)
        names = random.choice([(kind.zh, *kind.zh_synonyms), (kind.en, *kind.en_synonyms)])
        brief = Brief(product=random.choice(names), style=random.choice([None, random.choice(STYLES)]))
        words = " ".join(word for word in (brief.product, brief.style) if word)
        found.append(
            (words, mixed(looked_for(brief, meaning.classify(brief.product or "")), meaning.encoder))
        )
    return found


def asked(
    columns: Columns, meaning: Meaning, selectivity: float, count: int, seed: int = 7
) -> Iterator[Asked]:
    """Queries under filters that pass about this share of the rows."""
    random, gate = Random(f"{seed}:{selectivity}"), _Passing(columns)
    for words, vector in queries(meaning, count, seed):
        conditions = _filter(random, gate, selectivity)
        yield Asked(words, vector, conditions, gate(conditions))


class _Passing:
    """Filters to masks; those without a follower range are few and remembered."""

    def __init__(self, columns: Columns) -> None:
        self.columns, self._gate, self._all = columns, Gate(columns), Bits.all(len(columns))

    def __call__(self, conditions: Filter) -> npt.NDArray[np.bool_]:
        mask = np.zeros(len(self.columns), dtype=np.bool_)
        mask[self._gate.passing(conditions, self._all).rows()] = True
        return mask


def _filter(random: Random, passing: _Passing, selectivity: float) -> Filter:
    """A wish that passes more than that, and a follower range that passes the right part of it."""
    if selectivity == 1.0:
        return Filter()
    size = len(passing.columns)
    wishes = [Filter.model_validate(wish) for wish in WISHES]
    loose = [(wish, mask) for wish in wishes if (mask := passing(wish)).sum() >= 1.5 * selectivity * size]
    wish, mask = random.choice(loose)
    counts = np.sort(passing.columns.followers[mask & ~np.isnan(passing.columns.followers)])
    wanted = max(1, round(selectivity * size))
    first = random.randrange(max(1, len(counts) - wanted))
    last = min(first + wanted, len(counts)) - 1
    return wish.model_copy(update={"followers_low": int(counts[first]), "followers_high": int(counts[last])})
