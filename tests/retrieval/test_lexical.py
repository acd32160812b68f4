"""Words that meaning misses."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.lexical import WordIndex, tokens

TEXTS = ["Rust, Dart and Flutter tutorials", "trust and frustration", "貓砂盆評測 十四種貓砂", "狗狗散步", ""]


def scores(index: WordIndex, query: str) -> dict[int, float]:
    serials, shares = index.shared(query)
    return dict(sorted(zip(serials.tolist(), shares.tolist(), strict=True)))


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("Rust course", [0]),  # and not the "rust" in trust
        ("tutorial", [0]),  # plurals meet
        ("貓砂", [2]),  # two characters, which a trigram index cannot find
        ("狗", []),  # a lone character inside a longer run is no word
        ('NEAR( "OR" *', []),  # FTS5's own operators are words like any other
        ("", []),
        ("😀", []),
    ],
)
def test_shared_words_are_found(query: str, texts: list[int]) -> None:
    assert list(scores(WordIndex.of(TEXTS), query)) == texts


CAMPS = "stove alpha|stove beta|tent gamma|wagon 露營推車|chair|lamp|table|rope|mat|bag".split("|")


def test_a_score_is_the_share_of_the_query_weighed_by_rarity() -> None:
    """By hand: 2 of 10 texts have stove, log(11/3); 1 has alpha, log(11/2), twice as it names the thing."""
    stove, alpha = math.log(11 / 3), 2 * math.log(11 / 2)
    found = scores(WordIndex.of(CAMPS), "stove alpha")
    assert found == pytest.approx({0: 1, 1: stove / (stove + alpha)})


def test_a_word_that_most_share_tells_nothing() -> None:
    assert not scores(WordIndex.of(["camping " + camp for camp in CAMPS]), "camping")


def test_a_name_of_common_words_alone_is_found_as_a_whole() -> None:
    """Each of these words is in a third of the names; each name is there once."""
    parts = [["mia", "leo", "ivy"], ["chen", "wong", "park"], ["daily", "studio", "小廚房"]]
    names = [" ".join(name) for name in product(*parts)]
    index = WordIndex.of([])
    index.add([(f"camping {n}x", name) for n, name in enumerate(names)] + [(name, "") for name in names * 9])
    assert list(scores(index, "Leo Park Daily")) == [names.index("leo park daily")]
    assert list(scores(index, "leo park 小廚房")) == [names.index("leo park 小廚房")]
    assert not scores(index, "Park Leo Daily")  # nobody is called that
    assert scores(index, "leo park") == dict.fromkeys(
        [n for n, name in enumerate(names) if name.startswith("leo park")], 1.0
    )


def test_each_script_counts_by_itself() -> None:
    """Incident: "Rust 線上課程" found no Rust channel in a roster described in English."""
    index = WordIndex.of(CAMPS)
    assert scores(index, "alpha 線上課程")[0] == 1.0
    rare, missing = math.log(11 / 2), 2 * math.log(11)
    assert scores(index, "露營車")[3] == pytest.approx(rare / (rare + missing))  # 營車 is not there


def test_chinese_runs_give_pairs() -> None:
    assert list(tokens("貓砂盆 Pro5 茶")) == ["貓砂", "砂盆", "pro5", "茶"]


@given(st.text(max_size=60))
def test_no_query_breaks_it(query: str) -> None:
    assert set(scores(WordIndex.of(TEXTS), query)) <= set(range(len(TEXTS)))


def test_no_texts_no_scores() -> None:
    assert scores(WordIndex.of([]), "rust") == {}
