"""From the training data to a tokenizer and the rows the student starts from."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from training import corpus, lessons, vocabulary
from training.corpus import Pair
from training.student import DIM
from training.teacher import Teacher
from training.vocabulary import HAN

CHINESE_PIECES = 65_000
RARITY = 3e-4  # a word as frequent as this weighs half of a rare one (smooth inverse frequency)


FIGURES = 0.3  # numbers and single letters (model names, sizes) say less than their rarity claims


class Corpora(NamedTuple):
    """Every pair to train on, by where it comes from."""

    dictionary: list[Pair]
    products: list[Pair]
    sentences: list[Pair]
    news: list[Pair]
    scored: list[corpus.Scored]
    own: list[Pair]
    questions: list[Pair]

    @classmethod
    def read(cls, data: Path) -> Corpora:
        """All of it, the held-out parts left out."""
        return cls(
            corpus.cedict(data),
            corpus.taxonomy(data)[0],
            corpus.tatoeba(data)[0],
            corpus.sib200(data, "train"),
            corpus.stsb(data, "train"),
            lessons.own_pairs(),
            corpus.drcd(data)[0],
        )

    @property
    def texts(self) -> list[Pair]:
        """Running text, without the dictionary."""
        scored = [pair for row in self.scored for pair in (Pair(row.zh1, row.en1), Pair(row.zh2, row.en2))]
        return self.products + self.sentences + self.news + scored + self.own


def english_counts(
    corpora: Corpora, teacher_words: Sequence[str], folding: vocabulary.normalizers.Normalizer
) -> Counter[str]:
    """Counts of English words: the teacher's list is in order of frequency; words it lacks are counted in the texts."""
    counts: Counter[str] = Counter()
    for rank, word in enumerate(word for word in teacher_words if word.isascii() and word.isalnum()):
        counts[word] = int(3e6 / (rank + 10))
    mine = set(vocabulary.english_words([pair.zh + " " + pair.en for pair in corpora.own], folding))
    found = vocabulary.english_words([pair.en for pair in corpora.texts + corpora.dictionary], folding)
    for word, count in found.items():
        if (
            word not in counts
            and (count > 1 or word in mine)
            and len(word) <= 20
            and not (word.isdigit() and len(word) > 4)
        ):
            counts[word] = 3 * count
    return counts


def chinese_counts(corpora: Corpora, folding: vocabulary.normalizers.Normalizer) -> Counter[str]:
    """Counts of Chinese words: jieba's for words of the dictionary; the project's own terms always stay."""
    common = vocabulary.dictionary_frequency(folding)
    counts: Counter[str] = Counter()
    for pair in corpora.dictionary:
        word = folding.normalize_str(pair.zh).strip()
        if HAN.search(word) and " " not in word and len(word) <= 6:
            counts[word] = max(common[word], 1)
    for word, count in vocabulary.chinese_words([pair.zh for pair in corpora.texts], folding).items():
        if count >= 3:
            counts[word] = max(counts[word], common[word], count)
    counts = Counter(dict(counts.most_common(CHINESE_PIECES)))
    for pair in corpora.own:
        word = folding.normalize_str(pair.zh).strip()
        if HAN.search(word) and " " not in word and len(word) <= 4:
            counts[word] = max(counts[word], common[word], 100)
    return counts


def tokenizer(corpora: Corpora, teacher_vocabulary: Path) -> Tokenizer:
    """The tokenizer of all this text."""
    known = teacher_vocabulary.read_text("utf-8").splitlines()
    folding = vocabulary.normalizer()
    words = [word for word in known if word and word[0] not in "[#"]
    parts = [
        word[2:] for word in known if word.startswith("##") and word[2:].isascii() and word[2:].isalpha()
    ]
    return vocabulary.build(
        dict(english_counts(corpora, words, folding)), dict(chinese_counts(corpora, folding)), parts, folding
    )


def principal_axes(vectors: np.ndarray, seed: int) -> np.ndarray:
    """(384, DIM): the directions that keep most of the teacher's vectors, not centred, so that cosines stay."""
    some = vectors[np.random.default_rng(seed).permutation(len(vectors))[:30_000]]
    return np.linalg.svd(some, full_matrices=False)[2][:DIM].T.copy()


def starting_rows(
    coder: Tokenizer, corpora: Corpora, teacher: Teacher, axes: np.ndarray, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """(rows, weights): an English piece starts from its teacher vector, a Chinese word from that of its gloss."""
    pieces = [coder.id_to_token(n) for n in range(coder.get_vocab_size())]
    meaning = {piece: piece for piece in pieces if piece.isascii() and len(piece) > 1}
    for pair in corpora.dictionary[::-1] + corpora.own[::-1]:
        meaning[coder.normalizer.normalize_str(pair.zh).strip()] = pair.en
    known = [n for n, piece in enumerate(pieces) if piece in meaning]
    rows = np.zeros((len(pieces), DIM), dtype=np.float32)
    rows[known] = teacher([meaning[pieces[n]] for n in known]) @ axes
    rows[known] /= np.linalg.norm(rows[known], axis=1, keepdims=True)
    for chinese in (True, False):  # each language's own mean off: what is left is meaning
        same = [n for n in known if bool(HAN.search(pieces[n])) is chinese]
        rows[same] -= rows[same].mean(axis=0)
    place, have = {piece: n for n, piece in enumerate(pieces)}, set(known)
    for n, piece in enumerate(pieces):
        spelt = [place[char] for char in piece if place.get(char) in have]
        if n not in have and HAN.search(piece) and spelt:
            rows[n] = rows[spelt].mean(axis=0)
    return fill(rows, seed), rarity(coder)


def fill(rows: np.ndarray, seed: int) -> np.ndarray:
    """Rows that have no start get small random ones; the unknown piece stays at zero."""
    blank = ~rows.any(axis=1)
    rows[blank] = np.random.default_rng(seed).normal(scale=0.003, size=(blank.sum(), rows.shape[1]))
    rows[0] = 0.0
    return rows


def rarity(coder: Tokenizer) -> np.ndarray:
    """A weight for each piece from its Unigram score: rare words near 1, the most frequent near 0."""
    found = json.loads(coder.to_str())["model"]["vocab"]
    weights = np.array([RARITY / (RARITY + math.exp(score)) for _, score in found], dtype=np.float32)
    weights[[piece.isdigit() or (piece.isascii() and len(piece) == 1) for piece, _ in found]] *= FIGURES
    weights[0] = 0.0
    return weights
