"""Words as numbers: equal to what the local index shares, for every query and roster."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexical import WordIndex
from retrieval.milvus_words import NO_WORDS, Rarity, number, sparse, stems

WORDS = ["soap", "soaps", "keyboard", "mechanical", "貓砂盆", "手工", "Pokémon", "OZ8", "ok"]
texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)


def test_words_are_cut_folded_and_stemmed() -> None:
    assert stems(["Soaps, soap! 貓砂盆 Pokémon’s", "", "!!!"]) == [
        ["soap", "貓砂", "砂盆", "pokemon", "s"],
        [],
        [],
    ]


def test_a_text_is_a_vector_of_ones() -> None:
    assert sparse(["soap soap 手工", "…"]) == [{number("soap"): 1.0, number("手工"): 1.0}, {NO_WORDS: 1.0}]


@given(st.text())
def test_every_word_has_a_dimension_that_milvus_takes(word: str) -> None:
    assert 1 <= number(word) <= 2**32 - 2


def test_rare_words_weigh_more_and_the_last_twice() -> None:
    rarity = Rarity(sparse(["soap cat", "soap", "hat", "dog", "cup", "pen"]), 0)
    (asked,) = rarity.asked("soap cat")
    soap, cat = math.log(7 / 3), 2 * math.log(7 / 2)
    assert asked.weights == pytest.approx(
        {number("soap"): soap / (soap + cat), number("cat"): cat / (soap + cat)}
    )
    assert asked.share(sparse(["cat"])[0]) == pytest.approx(cat / (soap + cat))
    assert asked.share({}) == 0


def test_what_every_fifth_says_is_not_looked_for() -> None:
    rarity = Rarity(sparse(["soap"] * 4 + ["cat"] * 6), 10)
    assert rarity.asked("soap cat 貓") == [rarity.asked("貓")[0]]
    assert rarity.asked("soap") == rarity.asked("") == rarity.asked("…") == []


@given(st.lists(texts, min_size=1, max_size=8), texts)
def test_shares_are_those_of_the_local_index(roster: list[str], query: str) -> None:
    rows = sparse(roster)
    asked = Rarity(rows, len(rows)).asked(query)
    ours = [max((one.share(row) for one in asked), default=0.0) for row in rows]
    serials, shares = WordIndex.of(roster).shared(query)
    theirs = np.zeros(len(roster))
    theirs[serials] = shares
    np.testing.assert_allclose(ours, theirs, atol=1e-6)
