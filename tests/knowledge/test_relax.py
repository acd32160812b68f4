"""Runner-up plans, what giving way buys, and the fee at which a channel would enter."""

from typing import Any

import pytest

from knowledge.engagement import channel_flags
from knowledge.models import Audience, Brief, Candidate, Format, Platform
from knowledge.money import Money, MoneyRange
from knowledge.planning import solve_field
from knowledge.relax import entries, entry_fee, lifted, relaxations, runner_ups, widening
from knowledge.survey import Survey, survey
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, fee, figure, roster


def surveyed(candidates: list[Candidate], budget: float | None = 30_000, **told: Any) -> Survey:
    money = None if budget is None else MoneyRange.of(budget, budget, "TWD")
    return survey(brief(budget=money, **told), candidates, COT, PEERS, TODAY)


def only(handle: str, cost: float, high: float | None = None, **known: Any) -> Candidate:
    """A candidate whose every piece costs the same."""
    pieces = (Format.REVIEW, Format.UNBOXING, Format.TUTORIAL, Format.SHORT, Format.LIVESTREAM)
    return candidate(handle, fees=tuple(fee(piece, cost, high) for piece in pieces), **known)


@pytest.mark.parametrize("seed", range(4))
def test_runner_ups_are_what_they_are_called(seed: int) -> None:
    seen = surveyed(roster(80, seed), 200_000)
    best, cap = solve_field(seen.competing), 20_000_000
    found = {plan.kind: plan for plan in runner_ups(seen)}
    assert found
    for plan in found.values():
        assert plan.plan.remainder is not None
        assert plan.plan.remainder.minor >= 0
    if cheaper := found.get("cheaper"):
        assert cheaper.plan.remainder is not None
        assert cap - cheaper.plan.remainder.minor <= best.cost * 0.7
    if safer := found.get("safer"):
        assert safer.plan.total is not None
        assert safer.plan.total.cap_minor <= cap  # even if every fee ends at its high end
        assert not any(pick.flags for pick in safer.creators)
    if bolder := found.get("bolder"):
        assert len(bolder.creators) <= max(1, len(best.chosen) // 2)


def test_a_runner_up_that_is_the_best_plan_is_not_told() -> None:
    assert [plan.kind for plan in runner_ups(surveyed([only("a", 10_000)]))] == []


def test_the_safe_plan_leaves_out_the_flagged() -> None:
    bought = only("a", 1_000, engagement=figure(0.4), avg_views=None)
    assert channel_flags(bought.channel)
    found = {plan.kind: plan for plan in runner_ups(surveyed([bought, only("b", 1_000)]))}
    assert [pick.handle for pick in found["safer"].creators] == ["b"]


def test_the_safe_plan_keeps_the_budget_at_the_highest_fees() -> None:
    # Middles 15,000 each fit twice; highs of 25,000 fit once.
    found = {plan.kind: plan for plan in runner_ups(surveyed([only(h, 5_000, 25_000) for h in "ab"]))}
    assert len(found["safer"].creators) == 1


def test_more_money_names_whom_it_adds() -> None:
    seen = surveyed([only("a", 20_000), only("b", 17_000)])
    told = {reason.code: reason.values for reason in relaxations(seen)}
    assert told["relax.budget"]["budget"] == {"amount": 37_500, "currency": "TWD"}
    assert len(told["relax.budget"]["names"]) == 1
    assert told["relax.budget"]["gain_share"] > 0.5


def test_one_more_creator_is_offered_where_a_number_was_asked_for() -> None:
    seen = surveyed([only(h, 1_000) for h in "abc"], creators=1)
    told = {reason.code: reason.values for reason in relaxations(seen)}
    assert told["relax.creators"]["count"] == 2
    assert "relax.budget" not in told


def test_the_matrix_costs_what_it_costs() -> None:
    strong = [only(h, 15_000) for h in "ab"]
    weak = only("c", 15_000, platform=Platform.BLOG, followers=figure(900), avg_views=figure(40))
    told = {reason.code: reason.values for reason in relaxations(surveyed([*strong, weak]))}
    assert told["relax.matrix"]["names"] == ["Creator b"]


def test_gains_come_best_first_and_small_ones_not_at_all() -> None:
    shares = [reason.values["gain_share"] for reason in relaxations(surveyed(roster(80, 3), 100_000))]
    assert shares == sorted(shares, reverse=True)
    assert all(share >= 0.03 for share in shares)


def test_an_empty_plan_has_no_neighbours() -> None:
    for seen in (surveyed([only("a", 90_000)], 300), surveyed([only("a", 9)], None), surveyed([])):
        assert relaxations(seen) == ()
        assert runner_ups(seen) == ()


def test_what_a_condition_costs() -> None:
    narrow = surveyed([only("a", 15_000)])
    wide = surveyed([only("a", 15_000), only("b", 15_000, platform=Platform.INSTAGRAM)])
    reason = widening(narrow, wide, "platforms")
    assert reason is not None
    assert reason.code == "widen.platforms"
    assert (reason.values["names"], reason.values["platforms"]) == (["Creator b"], ["instagram"])
    assert widening(wide, wide, "platforms") is None


def test_a_condition_that_left_nobody_is_told_as_such() -> None:
    reason = widening(surveyed([]), surveyed([only("a", 15_000)]), "followers")
    assert reason is not None
    assert (reason.code, reason.values["names"]) == ("widen.followers_only", ["Creator a"])


def test_the_fee_at_which_a_channel_enters() -> None:
    seen = surveyed([only("a", 20_000), only("b", 25_000)])
    entry = entry_fee(seen, "youtube:b")
    assert entry is not None
    # Beside a there are 10,000 left; in a's place a like channel would be as good at 20,000.
    assert Money.of(9_700, "TWD").minor <= entry.minor <= Money.of(20_000, "TWD").minor
    cheaper = surveyed([only("a", 20_000), only("b", float(entry.amount))])
    assert "c-b" in {bid.creator for bid in solve_field(cheaper.competing).chosen}


def test_a_channel_without_a_price_has_no_entry_fee() -> None:
    seen = surveyed([only("a", 20_000), candidate("b", fees=(), followers=None)])
    assert entry_fee(seen, "youtube:b") is None
    assert entry_fee(seen, "youtube:unheard-of") is None


def test_each_condition_that_stands_is_lifted_alone() -> None:
    brief = Brief(
        product="皂",
        platforms=(Platform.YOUTUBE,),
        excluded_platforms=(Platform.X,),
        exclusions=("直銷",),
        audience=Audience(regions=("TW",), age_low=20),
    )
    wider = dict(lifted(brief))
    assert list(wider) == ["platforms", "exclusions", "market"]
    assert (wider["platforms"].platforms, wider["platforms"].excluded_platforms) == ((), ())
    assert wider["platforms"].exclusions == ("直銷",) and wider["exclusions"].exclusions == ()
    assert wider["market"].audience == Audience(age_low=20)
    assert dict(lifted(Brief(product="皂"))) == {}


def test_those_left_out_are_told_with_the_fee_that_would_bring_them_in() -> None:
    # By hand as above: b asks 25,000 and enters at about 20,000 at most, where a like channel is as good.
    (told,) = entries(surveyed([only("a", 20_000), only("b", 25_000)]))
    assert (told.code, told.values["name"]) == ("entry.fee", "Creator b")
    assert 9_000 <= told.values["fee"]["amount"] <= 20_000
    assert told.values["asked"]["low"] == 25_000


def test_a_fee_that_nobody_would_agree_to_is_not_told() -> None:
    assert entries(surveyed([only("a", 20_000), only("b", 90_000)])) == ()
    assert entries(surveyed([])) == ()
