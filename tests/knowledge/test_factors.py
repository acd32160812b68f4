"""Each factor's value at hand-computed points."""

from datetime import date, timedelta
from math import log2
from typing import Any

import pytest

from knowledge.audience_match import audience
from knowledge.case import Case, Reading, price_tier
from knowledge.factors import collaborations, confidence, depth, engagement, price_level, recency, views
from knowledge.models import Audience, Brief, ChannelAudience, Figure, Gender, Peer, Platform, PriceTier, Tier
from knowledge.money import Money
from knowledge.products import ProductMatch, Trait
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, figure, product


def case(
    told: Brief | None = None,
    kind: ProductMatch | None = COT,
    peers: Any = PEERS,
    region: str | None = "TW",
    **known: Any,
) -> Case:
    return Case(told or brief(), candidate(region=region, **known), kind, peers, TODAY, {})


def followed(**known: Any) -> ChannelAudience:
    return ChannelAudience(**known)


@pytest.mark.parametrize(
    ("rate", "value"),
    [(0.03, 0.5), (0.06, 0.75), (0.015, 0.25), (0.0075, 0.0), (0.001, 0.0), (0.04, 0.5 + 0.25 * log2(4 / 3))],
)
def test_engagement_is_a_quarter_up_for_each_doubling(rate: float, value: float) -> None:
    assert engagement(case(engagement=figure(rate))).value == pytest.approx(value)


def test_no_engagement_at_all_is_the_worst() -> None:
    assert engagement(case(engagement=figure(0))).value == 0


def test_without_peers_engagement_is_measured_against_the_usual_band() -> None:
    # Instagram micro: 1 to 4 %, whose geometric middle is 2 %.
    found = engagement(case(peers={}, platform=Platform.INSTAGRAM, engagement=figure(0.02)))
    assert found.value == pytest.approx(0.5)
    assert found.sources


def test_a_small_group_gives_way_to_the_whole_platform() -> None:
    peers = {
        (Platform.YOUTUBE, Tier.MICRO): Peer(channels=2, engagement=0.01),
        (Platform.YOUTUBE, None): Peer(channels=50, engagement=0.03),
    }
    assert engagement(case(peers=peers)).value == pytest.approx(0.5)
    del peers[Platform.YOUTUBE, None]
    assert engagement(case(peers=peers)).value == pytest.approx(0.5 + 0.25 * log2(3))


def test_views_are_measured_per_follower() -> None:
    found = views(case(followers=figure(30_000), avg_views=figure(12_000)))
    assert (found.value, found.values["times"]) == (pytest.approx(0.75), 2.0)


@pytest.mark.parametrize(
    ("days", "pace", "value"),
    [
        (10, 8, 1.0),
        (30, 4, 0.85),
        (90, 4, 0.6 * 0.35 + 0.4 * 0.85),
        (400, 0.1, 0.04),
        (10, None, 0.8),
        (None, 4, 0.64),
    ],
)
def test_recency_is_three_fifths_the_last_post(days: int | None, pace: float | None, value: float) -> None:
    last = None if days is None else TODAY - timedelta(days=days)
    steady = None if pace is None else figure(pace)
    assert recency(case(last_post=last, posts_per_month=steady)).value == pytest.approx(value)


def test_a_post_in_the_future_is_a_slip_and_not_fresh() -> None:
    assert recency(case(last_post=date(2027, 1, 1), posts_per_month=None)).value is None


@pytest.mark.parametrize(
    ("ages", "tier", "value"),
    [
        ((13, 19), PriceTier.PREMIUM, 0.0),  # level 0.1 at the floor, gap 0.75: more than gone
        ((13, 19), PriceTier.BUDGET, 0.86),  # gap 0.1 × 1.4
        ((25, 35), PriceTier.MID, 1.0),  # the middle, 30, is level 0.5
        ((40, 60), PriceTier.BUDGET, 0.675),  # level 0.85, 0.65 too high × 0.5
    ],
)
def test_price_level_punishes_dear_goods_before_the_young(
    ages: tuple[int, int], tier: PriceTier, value: float
) -> None:
    told = brief(price_tier=tier)
    found = price_level(case(told, audience=followed(age_low=ages[0], age_high=ages[1])))
    assert found.value == pytest.approx(value)


def test_price_words_move_the_level() -> None:
    told = brief(price_tier=PriceTier.PREMIUM)
    nobody = followed()
    dear = price_level(case(told, audience=nobody, content="精品開箱"))
    cheap = price_level(case(told, audience=nobody, content="平價小資露營"))
    assert dear.value == pytest.approx(1 - 0.5 * -0.0 - 1.4 * 0.05)  # level 0.8
    assert cheap.value == pytest.approx(1 - 1.4 * 0.65)  # level 0.2
    assert cheap.values["words"] == ["平價", "小資"]


@pytest.mark.parametrize(
    ("price", "tier"),
    [
        (Money.of(900, "TWD"), PriceTier.BUDGET),
        (Money.of(1_000, "TWD"), PriceTier.MID),
        (Money.of(100, "USD"), PriceTier.PREMIUM),
        (Money.of(100, "XYZ"), None),
        (None, None),
    ],
)
def test_the_price_tier_follows_from_the_unit_price(price: Money | None, tier: PriceTier | None) -> None:
    assert price_tier(brief(unit_price=price), COT) is tier


def test_the_named_price_tier_wins() -> None:
    assert price_tier(brief(price_tier=PriceTier.BUDGET), COT) is PriceTier.BUDGET


@pytest.mark.parametrize(
    ("content", "value", "words"),
    [
        ("工程師拆解實測", 3.5 / 4, ["工程師", "拆解", "實測"]),
        ("搞笑挑戰", 0.5 / 3, ["搞笑", "挑戰"]),
        ("engineer who does funny reviews", 2.5 / 4, ["engineer", "reviews"]),
        ("不搞笑,只做實測", 1.5 / 2, ["實測"]),
    ],
)
def test_depth_counts_words_of_learning_and_of_play(content: str, value: float, words: list[str]) -> None:
    found = depth(case(kind=product(Trait.TECHNICAL), content=content))
    assert (found.value, found.values["words"]) == (pytest.approx(value), words)


def test_depth_does_not_matter_for_a_product_without_need_of_it() -> None:
    assert depth(case(kind=product(Trait.IMPULSE), content="工程師拆解")) == Reading(0.5)
    assert depth(case(kind=None, content="工程師拆解")).value is None


@pytest.mark.parametrize(
    ("past", "value"),
    [
        (("tea",), 1.0),
        (("tea", "行軍床"), 0.5),
        (("Camping Cot brand A", "露營床 B"), 0.2),
        (("露營床",) * 3, 0.0),
        ((), None),
    ],
)
def test_past_work_for_the_same_kind_of_product_counts_against(
    past: tuple[str, ...], value: float | None
) -> None:
    assert collaborations(case(past_collaborations=past)).value == value


def test_confidence_is_completeness_and_age() -> None:
    assert confidence(case()).value == pytest.approx(1.0)
    old = Figure(value=30_000, as_of=TODAY - timedelta(days=730))
    figures = {"avg_views": None, "engagement": None, "posts_per_month": None}
    assert confidence(case(followers=old, **figures)).value == pytest.approx(0.6 * 7 / 10 + 0.4 * 0.2)


TW_ONLY = {"region": None, "language": None}


def test_the_market_of_the_money_is_asked_for_when_none_was_named() -> None:
    # Region 4 parts, language 2: followers in Taiwan, language zh-TW.
    assert audience(case()) == Reading(1.0, "region", {"regions": ["TW"]})
    away = case(audience=followed(regions=("US",)), language="en")
    assert audience(away).value == pytest.approx((4 * 0.1 + 2 * 0.1) / 6)


def test_the_creators_home_stands_in_for_unknown_followers() -> None:
    found = audience(case(audience=followed(), language=None))
    assert found.value == pytest.approx((4 * 0.85 + 2 * 0.5) / 6)


def test_age_overlap_is_the_dice_coefficient() -> None:
    told = brief(audience=Audience(age_low=30, age_high=39))
    found = audience(case(told, audience=followed(age_low=35, age_high=44, regions=("TW",))))
    assert found.value == pytest.approx((4 + 2 + 2 * 0.5) / 8)  # 5 of 10 and 10 years shared


@pytest.mark.parametrize(("gender", "share"), [(Gender.FEMALE, 0.8), (Gender.MALE, 0.2)])
def test_gender_is_the_share_of_the_followers(gender: Gender, share: float) -> None:
    told = brief(audience=Audience(gender=gender))
    found = audience(case(told, audience=followed(female_share=0.8, regions=("TW",))))
    assert found.value == pytest.approx((4 + 2 + 2 * share) / 8)


def test_the_narrowest_good_match_is_told() -> None:
    told = brief(audience=Audience(gender=Gender.FEMALE, age_low=25, age_high=44))
    both = followed(female_share=0.8, age_low=25, age_high=44, regions=("TW",))
    assert audience(case(told, audience=both)).variant == "gender"
    assert audience(case(told, audience=both.model_copy(update={"female_share": 0.5}))).variant == "age"


def test_the_worst_part_is_told_where_the_audience_is_wrong() -> None:
    found = audience(case(audience=followed(regions=("US", "GB")), language="en"))
    assert (found.variant, found.values["regions"]) == ("region", ["US", "GB"])


def test_an_audience_nobody_knows_is_unknown() -> None:
    assert audience(case(region=None, audience=followed(), language=None)).value is None


@pytest.mark.parametrize(
    ("spoken", "wanted", "value"),
    [("zh-TW", "zh-TW", 1.0), ("zh-HK", "zh-TW", 0.7), ("zh-TW", "zh", 1.0), ("en", "zh-TW", 0.1)],
)
def test_languages_of_one_family_are_near(spoken: str, wanted: str, value: float) -> None:
    told = brief(audience=Audience(languages=(wanted,), regions=("TW",)))
    found = audience(case(told, language=spoken, audience=followed(regions=("TW",))))
    assert found.value == pytest.approx((4 + 2 * value) / 6)
