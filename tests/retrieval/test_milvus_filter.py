"""Conditions as expressions: their text by hand; that they mean what they should is the contract's part."""

import pytest

from knowledge.models import Platform
from retrieval.filters import Filter
from retrieval.milvus_filter import Market, expression, listed, market_of, quoted


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        (Filter(), 'platform != ""'),
        (Filter(platforms={Platform.YOUTUBE, Platform.BLOG}), 'platform in ["blog", "youtube"]'),
        (
            Filter(excluded_platforms={Platform.TIKTOK}),
            'platform != "" and platform not in ["tiktok"]',
        ),
        (
            Filter(regions={"TW"}),
            'platform != "" and market in ["*", "TW"] and (market != "*" or regions like "%|TW|%")',
        ),
        (
            Filter(regions={"TW", "HK"}, unknown_passes=True),
            'platform != "" and market in ["*", "-", "HK", "TW"]'
            ' and (market != "*" or regions like "%|HK|%" or regions like "%|TW|%")',
        ),
        (Filter(languages={"zh", "en"}), 'platform != "" and language in ["en", "zh"]'),
        (Filter(languages={"zh"}, unknown_passes=True), 'platform != "" and language in ["", "zh"]'),
        (Filter(followers_low=1000), 'platform != "" and followers >= 1000.0'),
        (Filter(followers_high=0), 'platform != "" and followers >= 0.0 and followers <= 0.0'),
        (
            Filter(followers_low=10, followers_high=20, unknown_passes=True),
            'platform != "" and (followers >= 10.0 and followers <= 20.0 or followers < 0.0)',
        ),
        (Filter(without={"youtube:b", "blog:a"}), 'platform != "" and key not in ["blog:a", "youtube:b"]'),
    ],
)
def test_a_condition_reads(conditions: Filter, wanted: str) -> None:
    assert expression(conditions) == wanted


@pytest.mark.parametrize(
    ("conditions", "wanted"),
    [
        (Filter(regions={"*"}), 'platform == ""'),  # a value that stands for something else in its column
        (Filter(regions={"-", "taiwan", ""}), 'platform == ""'),
        (Filter(regions={"tw"}, unknown_passes=True), 'market in ["-"]'),
        (Filter(languages={""}), 'platform == ""'),
        (Filter(followers_high=-1), "followers >= 0.0 and followers <= -1.0"),
        (Filter(followers_high=-(10**400)), "followers >= 0.0 and followers <= -1.0"),
        (Filter(followers_low=-5), "followers >= 0.0"),  # the unknown are kept as -1
        (Filter(followers_low=2**53 + 1), "followers >= 9007199254740994.0"),  # the next float above
        (
            Filter(followers_low=0, followers_high=2**53 + 1),
            "followers >= 0.0 and followers <= 9007199254740992.0",
        ),
        (Filter(followers_low=10**400), "followers >= 1.7976931348623157e+308"),
    ],
)
def test_values_that_no_roster_has(conditions: Filter, wanted: str) -> None:
    assert expression(conditions) == f'platform != "" and {wanted}'


def test_text_cannot_leave_its_quotes() -> None:
    assert quoted('a" or "b') == r'"a\" or \"b"'
    assert quoted("back\\slash\nline\ttab\rreturn") == r'"back\\slash\nline\ttab\rreturn"'
    assert listed({"貓", "a"}) == '["a", "貓"]'
    assert listed(()) == "[]"


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ((), Market("-", "")),
        ({"TW"}, Market("TW", "")),
        ({"TW", "HK"}, Market("*", "|HK|TW|")),
        ({"TW", "MY", "HK"}, Market("*", "|HK|MY|TW|")),
    ],
)
def test_most_channels_are_of_one_market(places: set[str], wanted: Market) -> None:
    assert market_of(places) == wanted
