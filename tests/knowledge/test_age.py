"""Old figures count less, a little with each day, and the arithmetic of the fit stays exact."""

from datetime import date, timedelta
from math import fsum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import Texts
from knowledge.advise import advise
from knowledge.age import evidence, stale_days, towards_unknown
from knowledge.case import Case
from knowledge.fit import Assessment, assess, platform_scores
from knowledge.models import Candidate, Channel, ChannelAudience, Figure, Platform, Reason
from knowledge.picks import pick
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def figures(days: int | None, **values: float) -> dict[str, Any]:
    known = {
        "followers": 30_000.0,
        "avg_views": 20_000.0,
        "engagement": 0.06,
        "posts_per_month": 9.0,
    } | values
    as_of = None if days is None else ago(days)
    return {name: Figure(value=value, as_of=as_of) for name, value in known.items()}


def assessed(one: Candidate) -> Assessment:
    return assess(Case(brief(), one, COT, PEERS, TODAY, platform_scores(brief(), COT)))


def value(name: str, one: Candidate) -> float:
    return next(term.value for term in assessed(one).factors if term.name == name)


@pytest.mark.parametrize(
    ("days", "counts"),
    [
        (0, 1),
        (90, 1),
        (135, 0.9),
        (180, 0.8),
        (365, 0.5),
        (730, 0.2),
        (1461, 0),
        (9999, 0),
        (-5, 1),
        (None, 0.3),
    ],
)
def test_what_a_figure_counts_by_its_age(days: int | None, counts: float) -> None:
    assert evidence(None if days is None else ago(days), TODAY) == pytest.approx(counts)


@given(st.integers(0, 2000))
def test_a_day_more_never_counts_more_and_never_jumps(days: int) -> None:
    now, then = evidence(ago(days), TODAY), evidence(ago(days + 1), TODAY)
    assert 0 <= now - then < 0.003


@pytest.mark.parametrize(
    ("days", "engagement", "views"),
    # 6 % against a median of 3 % is one doubling: 0.75. Views per follower 0.67 against 0.2: 1.737 doublings, 0.9342.
    [(30, 0.75, 0.9342), (90, 0.75, 0.9342), (180, 0.7, 0.8474), (365, 0.625, 0.7171), (1461, 0.5, 0.5)],
)
def test_factors_move_towards_unknown(days: int, engagement: float, views: float) -> None:
    one = candidate(**figures(days))
    assert value("engagement", one) == pytest.approx(engagement, abs=1e-4)
    assert value("views", one) == pytest.approx(views, abs=1e-4)


def test_old_bad_news_hurts_less_as_old_good_news_helps_less() -> None:
    good, bad = ({"engagement": 0.06}, {"engagement": 0.012})
    assert value("engagement", candidate(**figures(400, **good))) < value(
        "engagement", candidate(**figures(9, **good))
    )
    assert value("engagement", candidate(**figures(400, **bad))) > value(
        "engagement", candidate(**figures(9, **bad))
    )


def test_views_count_as_much_as_the_older_of_the_two_figures() -> None:
    mixed = figures(10) | {"followers": Figure(value=30_000, as_of=ago(365))}
    assert value("views", candidate(**mixed)) == value("views", candidate(**figures(365)))


def test_pace_ages_and_the_day_of_the_last_post_does_not() -> None:
    fresh, old = (value("recency", candidate(last_post=ago(5), **figures(days))) for days in (10, 1500))
    assert (fresh, old) == (pytest.approx(1.0), pytest.approx(0.6 + 0.4 * 0.5))


def test_ages_and_gender_of_followers_age_and_their_country_does_not() -> None:
    seen = {"age_low": 25, "age_high": 34, "regions": ("TW",)}
    wish = brief(audience={"age_low": 25, "age_high": 34})
    parts = []
    for as_of in (ago(10), ago(1500)):
        one = candidate(audience=ChannelAudience(**seen, as_of=as_of))
        found = assess(Case(wish, one, COT, PEERS, TODAY, {}))
        parts.append(next(term.value for term in found.factors if term.name == "audience"))
    # Region 4 parts at 1, language 2 at 1, ages 2 parts at 1 and then at 0.5.
    assert parts == [pytest.approx(1.0), pytest.approx((4 + 2 + 2 * 0.5) / 8)]


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_contributions_add_up_whatever_the_ages(one: int, other: int) -> None:
    made = figures(one) | {"engagement": Figure(value=0.02, as_of=ago(other))}
    found = assessed(candidate(**made))
    assert found.fit == 100 * fsum(term.contribution for term in found.factors)
    assert all(term.contribution == term.value * term.weight for term in found.factors)


def test_the_older_of_two_equal_channels_comes_second() -> None:
    told = brief()
    field = [candidate("a", **figures(700)), candidate("b", **figures(20))]
    advice = advise(told, field, product=COT, peers=PEERS, today=TODAY)
    ranked = sorted((*advice.creators, *advice.alternatives), key=lambda one: -one.fit)
    assert ranked[0].handle == field[1].channel.handle


@pytest.mark.parametrize(("days", "stale"), [(90, None), (91, 91), (400, 400), (None, None)])
def test_figures_older_than_ninety_days_are_flagged(days: int | None, stale: int | None) -> None:
    one = assessed(candidate(**figures(days)))
    told = [flag.values for flag in pick(one, None, None).flags if flag.code == "flag.stale"]
    assert (one.stale, told) == (stale, [] if stale is None else [{"days": stale}])


def test_the_oldest_figure_decides_and_none_at_all_is_not_old() -> None:
    channel = Channel(platform=Platform.YOUTUBE, handle="a", followers=Figure(value=1, as_of=ago(5)))
    assert stale_days(channel, TODAY) is None
    assert (
        stale_days(channel.model_copy(update={"engagement": Figure(value=0, as_of=ago(200))}), TODAY) == 200
    )
    assert stale_days(Channel(platform=Platform.YOUTUBE, handle="a"), TODAY) is None


def test_fiction_does_not_age() -> None:
    one = candidate(**figures(1500))
    demo = one._replace(creator=one.creator.model_copy(update={"demo": True}))
    assert value("engagement", demo) == value("engagement", candidate(**figures(1)))
    assert assessed(demo).stale is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Figures are 120 days old and count for less: ask for current ones"),
        ("zh-TW", "數據已是 120 天前的，評分時打了折扣，合作前請對方提供近期數據"),
    ],
)
def test_what_a_seller_reads(language: str, text: str) -> None:
    assert Texts(language).reason(Reason(code="flag.stale", values={"days": 120})) == text


def test_towards_unknown() -> None:
    assert [towards_unknown(v, c) for v, c in ((1, 1), (1, 0), (0, 0.5), (0.5, 0.3))] == [1, 0.5, 0.25, 0.5]
