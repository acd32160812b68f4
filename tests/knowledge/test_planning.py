"""From assessed candidates to a plan: shortlist, terms, totals and notes."""

from typing import Any

import pytest

from knowledge.answer import PlanStatus
from knowledge.case import Case
from knowledge.fit import Assessment, assess
from knowledge.models import ChannelAudience, Format, Platform
from knowledge.money import Money, MoneyRange
from knowledge.offers import Ways
from knowledge.planning import (
    MOST_EVER,
    Field,
    chosen,
    expected,
    field,
    plan_notes,
    plan_of,
    shortlist,
    solve_field,
    terms_of,
)
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, fee, figure

WAYS = Ways([Format.REVIEW, Format.POST], dict.fromkeys(Platform, 1.0))


def assessed(*handles: str, **known: Any) -> list[Assessment]:
    return [assess(Case(brief(), candidate(h, **known), COT, PEERS, TODAY, {})) for h in handles]


def competing(ones: list[Assessment], keep: frozenset[str] = frozenset(), **told: Any) -> Field:
    close = dict.fromkeys((one.key for one in ones), 1.0)
    return field(brief(**told), ones, WAYS, "TW", close, keep)


def twd(low: float, high: float | None = None) -> MoneyRange:
    return MoneyRange.of(low, high, "TWD")


@pytest.mark.parametrize(
    ("budget", "most"),
    [(500, 3), (19_999, 3), (20_000, 5), (100_000, 6), (300_000, 8), (999_999, 10), (1_000_000, MOST_EVER)],
)
def test_a_budget_looks_after_so_many_creators(budget: float, most: int) -> None:
    terms = terms_of(brief(budget=twd(budget, budget)))
    assert (terms.cap, terms.most, terms.creators) == (budget * 100, most, None)


def test_dollars_are_compared_with_the_same_limits() -> None:
    assert terms_of(brief(budget=MoneyRange.of(3_000, 3_000, "USD"))).most == 6  # NT$96,600


@pytest.mark.parametrize(("budget", "cap"), [(twd(0, 50_000), 50_000), (twd(50_000), 50_000), (twd(3, 5), 5)])
def test_at_most_and_at_least_are_spent_to_the_figure_said(budget: MoneyRange, cap: int) -> None:
    assert terms_of(brief(budget=budget)).cap == cap * 100


@pytest.mark.parametrize(
    ("budget", "creators", "largest"),
    [(40_000, None, None), (50_000, None, 30_000), (200_000, 3, 120_000), (200_000, 1, None)],
)
def test_one_creator_does_not_carry_a_larger_budget_alone(
    budget: float, creators: int | None, largest: int | None
) -> None:
    terms = terms_of(brief(budget=twd(budget, budget), creators=creators))
    assert terms.largest == (None if largest is None else largest * 100)


def test_a_single_wished_platform_asks_for_no_second() -> None:
    assert terms_of(brief(platforms=(Platform.YOUTUBE,))).platforms == 1
    assert terms_of(brief(platforms=(Platform.YOUTUBE, Platform.BLOG))).platforms == 2


def test_the_shortlist_is_the_field_and_never_too_short() -> None:
    ones = assessed(*(f"{n:02}" for n in range(30)))
    close = {one.key: 1 - n / 30 for n, one in enumerate(ones)}
    assert [one.key for one in shortlist(ones, close)] == [one.key for one in ones[:17]]  # closeness 0.45
    far = {one.key: 0.1 for one in ones}
    assert len(shortlist(ones, far)) == 12
    assert len(shortlist(ones, far, frozenset({"c-29"}))) == 13


def test_followers_abroad_drop_out_while_enough_are_left() -> None:
    abroad = ChannelAudience(age_low=25, age_high=44, regions=("JP",))
    home, away = assessed("a", "b", "c", "d", "e"), assessed("x", audience=abroad)
    close = dict.fromkeys((one.key for one in home + away), 1.0)
    assert shortlist(home + away, close) == home
    assert shortlist(home[:4] + away, close) == home[:4] + away


def test_a_plan_adds_up_to_the_cent() -> None:
    ones = assessed("a", fees=(fee(Format.REVIEW, 10_000, 12_000.5),))
    ones += assessed("b", fees=(fee(Format.REVIEW, 5_000),), followers=figure(5_000), avg_views=figure(1_000))
    seen = competing(ones)
    plan = plan_of(seen, solve_field(seen))
    assert plan.total == MoneyRange.of(15_000, 17_000.5, "TWD")
    assert plan.remainder == Money.of("13999.75", "TWD")  # 30,000 − 11,000.25 − 5,000
    assert plan.split.tier == {"micro": 11_000.25, "nano": 5_000}
    assert plan.split.platform == {"youtube": 16_000.25}
    assert (plan.status, plan.gap) == (PlanStatus.OPTIMAL, 0)


def test_fees_in_other_currencies_are_converted() -> None:
    seen = competing(assessed("a", fees=(fee(Format.REVIEW, 100, 200, "USD"),)))
    plan = plan_of(seen, solve_field(seen))
    assert plan.total == MoneyRange.of(3_220, 6_440, "TWD")
    assert plan.remainder == Money.of(30_000 - 4_830, "TWD")


def test_a_currency_without_a_rate_is_left_out_and_named() -> None:
    unknown = (fee(Format.REVIEW, 100, None, "XYZ"), fee(Format.TUTORIAL, 900))
    seen = competing(assessed("a", fees=unknown))
    assert seen.unconverted == ("XYZ",)
    assert "youtube:a/review" not in seen.deals
    assert "youtube:a/tutorial" in seen.deals


def test_channels_without_any_price_are_counted() -> None:
    assert competing(assessed("a", "b", fees=(), followers=None)).unpriced == 2


def test_nothing_affordable_leaves_the_budget_whole() -> None:
    seen = competing(assessed("a", fees=(fee(Format.REVIEW, 90_000),)))
    plan = plan_of(seen, solve_field(seen))
    assert (plan.status, plan.total, plan.remainder) == (PlanStatus.EMPTY, None, Money.of(30_000, "TWD"))


def test_the_chosen_come_best_fit_first() -> None:
    ones = assessed("a", style=0.5, fees=(fee(Format.REVIEW, 1_000),))
    ones += assessed("b", style=0.95, fees=(fee(Format.REVIEW, 1_000),))
    seen = competing(ones)
    assert [made.one.key for made in chosen(seen, solve_field(seen))] == ["youtube:b", "youtube:a"]


def test_expectations_sum_and_take_overlap_off_the_reach() -> None:
    seen = competing(assessed("a", "b", fees=(fee(Format.REVIEW, 1_000),)))
    both = expected(chosen(seen, solve_field(seen)))
    # Each: 6,000 views × 0.5–1.2; two of them overlap by a tenth.
    assert both.reach is not None
    assert (both.reach.low, both.reach.high) == (pytest.approx(5_400), pytest.approx(14_400))
    assert expected([]).reach is None


def test_the_worst_case_over_the_budget_is_told() -> None:
    seen = competing(assessed("a", fees=(fee(Format.REVIEW, 10_000, 40_000),)))
    note = plan_notes(seen, solve_field(seen))[-1]
    assert note.code == "note.over_at_high"
    assert note.values["total"] == {"low": 10_000, "high": 40_000, "currency": "TWD"}
    assert note.values["budget"] == {"amount": 30_000, "currency": "TWD"}


def test_money_left_is_told_unless_a_number_was_asked_for() -> None:
    ones = assessed("a", fees=(fee(Format.REVIEW, 1_000),))
    codes = [note.code for note in plan_notes(competing(ones), solve_field(competing(ones)))]
    assert "note.money_left" in codes
    asked = competing(ones, creators=1)
    assert [note.code for note in plan_notes(asked, solve_field(asked))] == []


def only(handle: str, cost: float, **known: Any) -> list[Assessment]:
    """A channel whose every piece costs the same."""
    pieces = (Format.REVIEW, Format.UNBOXING, Format.TUTORIAL, Format.SHORT, Format.LIVESTREAM)
    return assessed(handle, fees=tuple(fee(piece, cost) for piece in pieces), **known)


def test_a_budget_is_spread_where_that_costs_little() -> None:
    ones = only("a", 80_000, avg_views=figure(12_000)) + only("b", 50_000) + only("c", 50_000)
    seen = competing(ones, budget=twd(0, 100_000))
    assert [made.one.key for made in chosen(seen, solve_field(seen))] == ["youtube:b", "youtube:c"]


def test_one_who_is_worth_far_more_stays_and_is_named() -> None:
    ones = only("a", 80_000, avg_views=figure(90_000)) + only("b", 50_000) + only("c", 50_000)
    seen = competing(ones, budget=twd(0, 100_000))
    solution = solve_field(seen)
    assert [made.one.key for made in chosen(seen, solution)] == ["youtube:a"]
    notes = {note.code: note.values for note in plan_notes(seen, solution)}
    assert notes["note.one_dominates"] == {"name": "Creator a", "budget_share": 0.8}


def test_fewer_creators_than_wanted_are_told() -> None:
    seen = competing(assessed("a", "b", fees=(fee(Format.REVIEW, 20_000),)), creators=2)
    notes = {note.code: note.values for note in plan_notes(seen, solve_field(seen))}
    assert notes["note.relaxed_creators"] == {"wanted": 2, "count": 1}


def test_pinned_creators_are_kept() -> None:
    ones = assessed("a", fees=(fee(Format.REVIEW, 25_000),)) + assessed(
        "b", fees=(fee(Format.REVIEW, 20_000),)
    )
    seen = competing(ones, keep=frozenset({"c-b"}))
    assert [made.one.key for made in chosen(seen, solve_field(seen))] == ["youtube:b"]
