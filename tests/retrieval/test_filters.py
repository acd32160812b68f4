"""Conditions hold always; what is unknown cannot be shown to hold."""

import pytest

from knowledge.models import (
    Audience,
    Brief,
    Channel,
    ChannelAudience,
    Creator,
    Figure,
    FollowerRange,
    Platform,
)
from retrieval.filters import Filter, primary


def creator(region: str | None = "TW", **channel: object) -> tuple[Creator, Channel]:
    made = Channel.model_validate({"platform": "instagram", "handle": "mina"} | channel)
    return Creator(id="c", name="Mina", region=region, channels=(made,)), made


def followers(count: float) -> dict[str, object]:
    return {"followers": Figure(value=count)}


HER = creator(language="zh-TW", **followers(20_000))
CASES = [
    ("no condition", {}, HER, True),
    ("a wished platform", {"platforms": {"instagram"}}, HER, True),
    ("another platform", {"platforms": {"youtube"}}, HER, False),
    ("an excluded platform", {"excluded_platforms": {"instagram"}}, HER, False),
    ("excluded beats wished", {"platforms": {"instagram"}, "excluded_platforms": {"instagram"}}, HER, False),
    ("her region", {"regions": {"TW", "HK"}}, HER, True),
    ("another region", {"regions": {"US"}}, HER, False),
    ("an unknown region", {"regions": {"TW"}}, creator(None), False),
    ("an unknown region, relaxed", {"regions": {"TW"}, "unknown_passes": True}, creator(None), True),
    ("a wrong region, relaxed", {"regions": {"US"}, "unknown_passes": True}, HER, False),
    ("followers abroad", {"regions": {"MY"}}, creator("TW", audience=ChannelAudience(regions=("MY",))), True),
    ("her language in another region's form", {"languages": {"zh"}}, HER, True),
    ("another language", {"languages": {"en"}}, HER, False),
    ("an unknown language", {"languages": {"en"}}, creator(), False),
    ("an unknown language, relaxed", {"languages": {"en"}, "unknown_passes": True}, creator(), True),
    ("at the lower end", {"followers_low": 20_000}, HER, True),
    ("below the lower end", {"followers_low": 20_001}, HER, False),
    ("at the upper end", {"followers_high": 20_000}, HER, True),
    ("over the upper end", {"followers_high": 19_999}, HER, False),
    ("unknown size", {"followers_high": 50_000}, creator(), False),
    ("unknown size, relaxed", {"followers_high": 50_000, "unknown_passes": True}, creator(), True),
    ("ruled out by name", {"without": {"instagram:mina"}}, HER, False),
]


@pytest.mark.parametrize(("what", "conditions", "who", "admitted"), CASES, ids=[case[0] for case in CASES])
def test_conditions(
    what: str, conditions: dict[str, object], who: tuple[Creator, Channel], admitted: bool
) -> None:
    assert Filter.model_validate(conditions).admits(*who) is admitted


def test_a_brief_gives_its_conditions() -> None:
    brief = Brief(
        platforms=(Platform.YOUTUBE,),
        excluded_platforms=(Platform.TIKTOK,),
        audience=Audience(regions=("TW",), languages=("zh-TW", "en")),
        followers=FollowerRange(low=5_000),
    )
    assert Filter.of(brief, frozenset({"youtube:x"})) == Filter(
        platforms=frozenset({Platform.YOUTUBE}),
        excluded_platforms=frozenset({Platform.TIKTOK}),
        regions=frozenset({"TW"}),
        languages=frozenset({"zh", "en"}),
        followers_low=5_000,
        without=frozenset({"youtube:x"}),
    )


@pytest.mark.parametrize(("tag", "subtag"), [("zh-TW", "zh"), ("yue", "zh"), ("EN-gb", "en"), ("ja", "ja")])
def test_primary_subtags(tag: str, subtag: str) -> None:
    assert primary(tag) == subtag
