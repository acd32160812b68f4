"""The fit as a sum, and each factor alone moving the ranking the right way."""

from datetime import date, timedelta
from math import fsum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.case import Case
from knowledge.fit import NAMES, WEIGHTS, assess, factors, objections, platform_scores, supports
from knowledge.models import (
    Audience,
    Brief,
    Candidate,
    ChannelAudience,
    Figure,
    Gender,
    Goal,
    Platform,
    PriceTier,
)
from knowledge.products import ProductMatch, Trait
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, figure, product, roster

EXPERT = product(Trait.TECHNICAL, Trait.EXPERTISE)
YOUNG = ChannelAudience(age_low=13, age_high=20, female_share=0.5, regions=("TW",))
GROWN = ChannelAudience(age_low=25, age_high=44, female_share=0.5, regions=("TW",))


def fit(one: Candidate, wanted: Brief | None = None, kind: ProductMatch | None = COT) -> float:
    return 100 * fsum(f.contribution for f in factors(wanted or brief(), one, kind, PEERS, TODAY))


def value(
    name: str, one: Candidate, wanted: Brief | None = None, kind: ProductMatch | None = COT
) -> float | None:
    """A factor's value, None where it is unknown."""
    found = next(f for f in factors(wanted or brief(), one, kind, PEERS, TODAY) if f.name == name)
    return found.value if found.known else None


@pytest.mark.parametrize("goal", [*Goal, None])
def test_weights_sum_to_one(goal: Goal | None) -> None:
    assert tuple(WEIGHTS[goal]) == NAMES
    assert fsum(WEIGHTS[goal].values()) == pytest.approx(1, abs=1e-12)
    assert min(WEIGHTS[goal].values()) > 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([*Goal, None]))
def test_contributions_add_up_to_the_fit(seed: int, goal: Goal | None) -> None:
    wanted, scores = brief(goal=goal), platform_scores(brief(), COT)
    for one in roster(5, seed):
        found = assess(Case(wanted, one, COT, PEERS, TODAY, scores))
        assert found.fit == pytest.approx(100 * sum(f.value * f.weight for f in found.factors), abs=1e-9)
        assert all(f.contribution == pytest.approx(f.value * f.weight, abs=1e-12) for f in found.factors)
        assert 0 <= found.fit <= 100
        assert all(f.value == 0.5 for f in found.factors if not f.known)


# Two channels that differ in one thing; the first must come before the second.
ONE_DIFFERENCE: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any], ProductMatch]] = [
    ("style", {"style": 0.95}, {"style": 0.6}, {}, COT),
    (
        "audience",
        {"audience": GROWN},
        {"audience": ChannelAudience(age_low=25, age_high=44, regions=("US",))},
        {},
        COT,
    ),
    ("audience", {"language": "zh-TW"}, {"language": "en"}, {}, COT),
    (
        "audience",
        {"audience": ChannelAudience(female_share=0.8)},
        {"audience": ChannelAudience(female_share=0.2)},
        {"audience": Audience(gender=Gender.FEMALE)},
        COT,
    ),
    (
        "audience",
        {"audience": ChannelAudience(age_low=45, age_high=60)},
        {"audience": ChannelAudience(age_low=20, age_high=30)},
        {"audience": Audience(age_low=45)},
        COT,
    ),
    ("price_level", {"audience": GROWN}, {"audience": YOUNG}, {"price_tier": PriceTier.PREMIUM}, COT),
    (
        "price_level",
        {"content": "精品旗艦露營"},
        {"content": "平價學生露營"},
        {"price_tier": PriceTier.PREMIUM},
        COT,
    ),
    ("engagement", {"engagement": figure(0.05)}, {"engagement": figure(0.02)}, {}, COT),
    ("views", {"avg_views": figure(12_000)}, {"avg_views": figure(3_000)}, {}, COT),
    ("recency", {"last_post": TODAY}, {"last_post": TODAY - timedelta(days=200)}, {}, COT),
    ("recency", {"posts_per_month": figure(8)}, {"posts_per_month": figure(0.5)}, {}, COT),
    ("depth", {"content": "工程師拆解實測"}, {"content": "搞笑整人挑戰"}, {}, EXPERT),
    ("collaborations", {"past_collaborations": ("tea",)}, {"past_collaborations": ("行軍床",)}, {}, COT),
    ("platform", {"platform": Platform.YOUTUBE}, {"platform": Platform.TWITCH}, {}, COT),
    ("confidence", {"fees": candidate().channel.fees}, {"fees": ()}, {}, COT),
]


@pytest.mark.parametrize(("name", "better", "worse", "told", "kind"), ONE_DIFFERENCE)
def test_each_factor_alone_moves_the_ranking(
    name: str, better: dict[str, Any], worse: dict[str, Any], told: dict[str, Any], kind: ProductMatch
) -> None:
    wanted = brief(**told)
    first, second = candidate("z", **better), candidate("a", **worse)
    assert value(name, first, wanted, kind) > value(name, second, wanted, kind)
    assert fit(first, wanted, kind) > fit(second, wanted, kind)


# What is unknown, and the field that makes it so.
UNKNOWN = [
    ("style", {"style": None}, COT),
    ("price_level", {"audience": ChannelAudience()}, COT),
    ("engagement", {"engagement": None}, COT),
    ("views", {"avg_views": None}, COT),
    ("recency", {"last_post": None, "posts_per_month": None}, COT),
    ("depth", {"content": "露營"}, EXPERT),
    ("collaborations", {"past_collaborations": ()}, COT),
]


@pytest.mark.parametrize(("name", "missing", "kind"), UNKNOWN)
def test_what_is_missing_is_unknown_and_never_good(
    name: str, missing: dict[str, Any], kind: ProductMatch
) -> None:
    found = next(f for f in factors(brief(), candidate(**missing), kind, PEERS, TODAY) if f.name == name)
    assert (found.value, found.known) == (0.5, False)


def test_nothing_known_is_never_better_than_everything_average() -> None:
    bare = {
        "content": None,
        "avg_views": None,
        "engagement": None,
        "posts_per_month": None,
        "last_post": None,
    }
    bare |= {"audience": ChannelAudience(), "past_collaborations": (), "fees": (), "language": None}
    blank = candidate(style=None, region=None, followers=None, **bare)
    assert value("confidence", blank) == 0
    assert fit(blank) < fit(candidate(style=0.5))


def test_suspicious_figures_do_not_count_as_good() -> None:
    # 30,000 followers with 40 % engagement: more than three times the usual band.
    assert value("engagement", candidate(engagement=figure(0.4))) == 0.3
    assert value("views", candidate(avg_views=figure(400_000))) == 0.3


def test_figures_are_measured_within_platform_and_tier() -> None:
    # 3 % is the median of every group here, so sizes do not matter; without a group nothing is measured.
    small, large = (candidate(followers=figure(n), avg_views=None) for n in (5_000, 2_000_000))
    assert value("engagement", small) == value("engagement", large) == 0.5
    alone = factors(brief(), candidate(platform=Platform.BLOG), COT, {}, TODAY)
    assert not next(f for f in alone if f.name == "views").known


def test_a_figure_of_long_ago_weighs_less_in_the_confidence() -> None:
    old = Figure(value=30_000, as_of=date(2023, 1, 1))
    assert value("confidence", candidate(followers=old)) < value("confidence", candidate())


def test_reasons_are_the_largest_contributions() -> None:
    found = assess(Case(brief(), candidate(), COT, PEERS, TODAY, platform_scores(brief(), COT)))
    ranked = sorted((f for f in found.factors if f.known and f.value >= 0.55), key=lambda f: -f.contribution)
    told = [reason.code.split(".")[1] for reason in supports(found)]
    assert told == [f.name for f in ranked[:3]] == ["style", "audience", "price_level"]


def test_reasons_name_the_words_that_matched_and_the_figures() -> None:
    found = assess(Case(brief(), candidate(engagement=figure(0.09)), COT, PEERS, TODAY, {}))
    by_code = {reason.code: reason.values for reason in supports(found, most=9)}
    assert by_code["fit.style"]["words"] == ["露營", "裝備"]
    assert by_code["fit.engagement"] == {"platform": "youtube", "engagement_rate": 0.09, "peer_rate": 0.03}


def test_objections_name_the_poor_before_the_unknown() -> None:
    weak = candidate(style=0.2, engagement=figure(0.015), avg_views=None)
    found = assess(Case(brief(), weak, COT, PEERS, TODAY, platform_scores(brief(), COT)))
    assert [reason.code for reason in objections(found)] == [
        "against.style",
        "against.engagement",
        "unknown.views",
    ]


def test_a_single_channel_keeps_the_share_it_beats() -> None:
    assert value("style", candidate(style=0.9)) == 0.9


def test_style_is_worth_less_far_behind_the_closest() -> None:
    case = Case(brief(), candidate(style=0.9), COT, PEERS, TODAY, {}, closeness=0.1)
    assert assess(case).reading("style").value == pytest.approx(0.9 * 0.28)
