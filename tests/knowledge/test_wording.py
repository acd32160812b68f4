"""Words found in descriptions, and those that a scout denies."""

import pytest

from knowledge.wording import ENTERTAINING, PROFESSIONAL, THRIFTY, UPMARKET, found


@pytest.mark.parametrize(
    ("content", "words", "hits"),
    [
        ("平價開架彩妝,學生也買得起", THRIFTY, ("平價", "開架", "學生")),
        ("Drugstore dupes for students", THRIFTY, ("drugstore", "dupes", "students")),
        ("CP值很高", THRIFTY, ("cp值",)),
        ("精品與旗艦音響", UPMARKET, ("精品", "旗艦")),
        ("High-end audio for collectors", UPMARKET, ("high-end", "collectors")),
        ("前藥師,講成分與數據", PROFESSIONAL, ("藥師", "成分", "數據")),
        ("Licensed vet, in-depth reviews", PROFESSIONAL, ("licensed", "vet", "in-depth", "reviews")),
        ("整人與迷因", ENTERTAINING, ("整人", "迷因")),
        ("實測又實測", PROFESSIONAL, ("實測",)),
        (None, PROFESSIONAL, ()),
        ("", ENTERTAINING, ()),
    ],
)
def test_words_are_found_once_in_their_order(
    content: str | None, words: tuple[str, ...], hits: tuple[str, ...]
) -> None:
    assert found(content, words) == hits


@pytest.mark.parametrize(
    "content",
    [
        "不搞笑",
        "從不惡搞",
        "拒接整人企劃",
        "no pranks",
        "never funny",
        "refuses comedy skits",
        "without gossip",
    ],
)
def test_what_is_denied_is_not_found(content: str) -> None:
    assert found(content, ENTERTAINING) == ()


def test_a_denial_reaches_no_further_than_its_clause() -> None:
    assert found("不接業配,搞笑短劇為主", ENTERTAINING) == ("搞笑", "短劇")
    assert found("不接業配，搞笑；不惡搞。整人", ENTERTAINING) == ("搞笑", "整人")
    assert found("No sponsors. Funny skits", ENTERTAINING) == ("funny", "skits")


def test_latin_words_are_whole_words() -> None:
    assert found("vetted database of cheapest tutorials", PROFESSIONAL) == ("tutorials",)
    assert found("cheapest", THRIFTY) == ()
