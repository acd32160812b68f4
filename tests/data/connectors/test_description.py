"""Descriptions hold nothing that the titles do not say."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.connectors.description import compose, language_of, recurring
from data.connectors.pieces import Piece, count, engagement, median_views, moment, posts_per_month
from data.notation import folded

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("titles", "words"),
    [
        (["手沖咖啡 開箱", "手沖咖啡 教學", "手沖咖啡壺", "今天吃什麼"], ["手沖咖啡"]),
        (["iPhone 18 review", "Pixel review", "the review of iPads"], ["review"]),
        (["#露營 A", "#露營 B", "#露營 C"], ["露營"]),
        (["我的一天", "你的一天", "他的一天"], ["一天"]),
        (["跟我們", "跟你們", "跟他們"], []),  # nothing recurs but what joins words
        (["一", "二"], []),
        ([], []),
        ([f"今天的露營早餐第{n}集" for n in range(4)], ["今天", "露營早餐"]),
        ([f"下午茶 {n}" for n in range(3)], ["下午茶"]),
        ([f"鑄鐵鍋開箱與保養方法大全 {n}" for n in range(3)], ["保養方法大全", "鑄鐵鍋開箱"]),
    ],
)
def test_recurring_words(titles: list[str], words: list[str]) -> None:
    assert recurring(titles) == words


@given(st.lists(st.text("露營開箱的我 #abcde咖啡 ", max_size=14), max_size=8))
def test_every_recurring_word_stands_in_three_titles(titles: list[str]) -> None:
    for word in recurring(titles):
        assert sum(word in folded(title) for title in titles) >= 3


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=5))
def test_lines_are_lines(about: str, titles: list[str]) -> None:
    lines = compose(about, ("Food",), titles)
    assert all("\n" not in line and len(line) < 2000 for line in lines)


@pytest.mark.parametrize(
    ("texts", "language"),
    [(["露營 camping day"], "zh"), (["My long day out in Taipei 台北"], "en"), (["12 🎉"], None), ([], None)],
)
def test_the_language_of_titles(texts: list[str], language: str | None) -> None:
    assert language_of(texts) == language


def test_figures_of_pieces_by_hand() -> None:
    made = [Piece(NOW - timedelta(days=10 * n), "", 100 * n, n, 0) for n in range(1, 6)]
    assert median_views(made, NOW) == 300
    assert engagement(made, 100, NOW) == 0.03
    assert engagement(made, 1, NOW) is None  # three hundred percent is no rate
    assert engagement(made, 0, NOW) is engagement(made, None, NOW) is None
    assert median_views(made[:2], NOW) is None
    assert posts_per_month(made, NOW, whole=True) == round(5 / 90 * 30.4375, 2)
    assert posts_per_month(made, NOW, whole=False) == round(5 / 50 * 30.4375, 2)
    assert posts_per_month([], NOW, whole=True) is None


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", 12),
        (7, 7),
        ("1.5e3", 1500),
        (None, None),
        (True, None),
        ("-1", None),
        ("many", None),
        ("inf", None),
        ([], None),
    ],
)
def test_counts(value: object, number: int | None) -> None:
    assert count(value) == number


def test_moments() -> None:
    assert (
        moment("2026-11-01T10:00:00Z")
        == moment("2026-11-01T10:00:00+0000")
        == datetime(2026, 11, 1, 10, tzinfo=UTC)
    )
    assert moment("2026-11-01") == datetime(2026, 11, 1, tzinfo=UTC)
    assert moment("soon") is moment(None) is None
