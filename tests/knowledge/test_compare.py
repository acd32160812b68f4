"""Why X and not Y, why not first, and what would help: read off the contributions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.advise import advise
from knowledge.answer import Advice, Pick
from knowledge.compare import compare, what_would_help, why_not_first
from knowledge.models import Candidate, Format, Reason
from knowledge.money import MoneyRange
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, fee, figure, roster


def answer(candidates: list[Candidate], budget: float | None = 30_000) -> Advice:
    money = None if budget is None else MoneyRange.of(budget, budget, "TWD")
    return advise(brief(budget=money), candidates, product=COT, peers=PEERS, today=TODAY)


def everyone(advice: Advice) -> dict[str, Pick]:
    return {pick.handle: pick for pick in [*advice.creators, *advice.alternatives]}


def said(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def test_the_comparison_names_both_fits_the_leads_and_the_fees() -> None:
    picks = everyone(answer([candidate("a", engagement=figure(0.06)), candidate("b", style=0.95)]))
    told = compare(picks["a"], picks["b"])
    assert said(told) == ["compare.fit", "compare.ahead", "compare.ahead", "compare.fees"]
    fit, ahead, behind, fees = (reason.values for reason in told)
    assert (fit["name"], fit["name_2"]) == ("Creator a", "Creator b")
    # Engagement 6 % against a median of 3 % is 0.75, not 0.5, of a weight of 0.12.
    assert ahead == {"name": "Creator a", "name_2": "Creator b", "factor": "engagement", "points": 3.0}
    # Style 0.95 against 0.9 of a weight of 0.34.
    assert behind == {"name": "Creator b", "name_2": "Creator a", "factor": "style", "points": 1.7}
    assert fees["fee"] == fees["fee_2"] == {"low": 10_000, "high": 10_000, "currency": "TWD"}


def leads(told: tuple[Reason, ...]) -> dict[tuple[str, str], float]:
    """Points by leader and factor."""
    return {(r.values["name"], r.values["factor"]): r.values["points"] for r in told if "points" in r.values}


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1_000))
def test_a_comparison_is_the_same_from_both_sides(seed: int) -> None:
    first, second, *_ = everyone(answer(roster(20, seed), None)).values()
    forth, back = leads(compare(first, second)), leads(compare(second, first))
    assert forth == back
    assert all(points > 0 for points in forth.values())


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1_000))
def test_the_points_of_all_factors_are_the_difference_of_the_fits(seed: int) -> None:
    first, second, *_ = everyone(answer(roster(20, seed), None)).values()
    other = {factor.name: factor.contribution for factor in second.factors}
    points = sum(100 * (factor.contribution - other[factor.name]) for factor in first.factors)
    assert points == pytest.approx(first.fit - second.fit, abs=1e-9)


def test_a_lead_over_the_unknown_is_told_as_such() -> None:
    picks = everyone(answer([candidate("a", engagement=figure(0.06)), candidate("b", engagement=None)]))
    lead = next(r for r in compare(picks["a"], picks["b"]) if r.values.get("factor") == "engagement")
    assert (lead.code, lead.values["unsure"]) == ("compare.ahead_unknown", "Creator b")


def test_the_first_is_first() -> None:
    advice = answer([candidate("a")])
    assert said(why_not_first(advice, advice.creators[0])) == ["why_not.is_first"]


@pytest.mark.parametrize(
    ("cost", "code"),
    [(90_000, "why_not.too_dear"), (25_000, "why_not.no_room")],
)
def test_the_money_is_told_of_those_left_out(cost: float, code: str) -> None:
    field = [candidate(h, fees=(fee(Format.REVIEW, 10_000),)) for h in "ab"]
    # Only one format has a price, and the others follow from it: all beyond what is left.
    field.append(candidate("c", style=0.2, avg_views=figure(600), fees=tuple(fee(f, cost) for f in PIECES)))
    advice = answer(field)
    told = why_not_first(advice, everyone(advice)["c"])
    assert told[0].code == "why_not.behind"
    assert told[1].values["factor"] == "style"
    assert told[-1].code == code
    assert told[-1].values["fee"]["low"] == cost


PIECES = (Format.REVIEW, Format.UNBOXING, Format.TUTORIAL, Format.SHORT, Format.LIVESTREAM)


def test_without_a_price_or_a_budget_that_is_the_reason() -> None:
    bare = candidate("z", style=0.1, fees=(), followers=None)
    priced = answer([candidate("a"), bare])
    assert said(why_not_first(priced, everyone(priced)["z"]))[-1] == "why_not.unpriced"
    unsolved = answer([candidate(f"{n}") for n in range(9)], None)
    assert said(why_not_first(unsolved, unsolved.alternatives[0])) == ["why_not.close", "why_not.unplanned"]


def test_what_would_help_is_what_is_unknown_or_poor_by_its_points() -> None:
    weak = candidate("a", engagement=None, avg_views=figure(3_000), style=None)
    told = what_would_help(answer([weak]).creators[0])
    assert said(told) == ["better.ask.style", "better.ask.engagement", "better.mend.views"]
    # Half of the weight for what is unknown; views at half the median lack 0.25 of a weight of 0.05.
    assert [reason.values["points"] for reason in told] == [17.0, 6.0, 1.2]


def test_flags_come_before_everything() -> None:
    suspicious = candidate("a", engagement=figure(0.4), avg_views=None)
    told = what_would_help(answer([suspicious]).creators[0])
    assert (told[0].code, told[0].values) == ("better.clear_flags", {"count": 1})


def test_a_channel_without_faults_has_nothing_to_mend() -> None:
    told = what_would_help(answer([candidate("a", content="工程師露營裝備實測")]).creators[0])
    assert "better.mend.views" not in said(told)
