"""Words that meaning misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexical import WordIndex, tokens

TEXTS = ["Rust, Dart and Flutter tutorials", "trust and frustration", "貓砂盆評測 十四種貓砂", "狗狗散步", ""]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("Rust course", [0]),  # and not the "rust" in trust
        ("tutorial", [0]),  # plurals meet
        ("貓砂", [2]),  # two characters, which a trigram index cannot find
        ("狗", []),  # a lone character inside a longer run is no word
        ("NEAR( \"OR\" *", []),  # FTS5's own operators are words like any other
        ("", []),
        ("😀", []),
    ],
)
def test_shared_words_are_found(query: str, rows: list[int]) -> None:
    scores = WordIndex(TEXTS).scores(query)
    assert [row for row in range(len(TEXTS)) if scores[row]] == rows
    assert max(scores) == (1.0 if rows else 0.0)


def test_a_rarer_word_weighs_more() -> None:
    scores = WordIndex(["camping stove", "camping tent", "camping chair", "camping wagon"]).scores("camping wagon")
    assert scores.argmax() == 3
    assert scores[0] < 0.5


def test_chinese_runs_give_pairs() -> None:
    assert list(tokens("貓砂盆 Pro5 茶")) == ["貓砂", "砂盆", "pro5", "茶"]


@given(st.text(max_size=60))
def test_no_query_breaks_it(query: str) -> None:
    assert len(WordIndex(TEXTS).scores(query)) == len(TEXTS)


def test_no_rows_no_scores() -> None:
    assert len(WordIndex([]).scores("rust")) == 0
