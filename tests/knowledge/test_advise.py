"""The whole answer: budget, sums, repeatability, and what is said when something is missing."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.advise import Options, advise
from knowledge.answer import Advice, PlanStatus
from knowledge.currency import convert
from knowledge.fit import NAMES
from knowledge.models import Audience, Brief, Candidate, Creator, Format, Goal, Platform, PriceTier
from knowledge.money import Money, MoneyRange
from knowledge.products import Trait
from tests.knowledge.rosters import COT, PEERS, TODAY, brief, candidate, channel, fee, figure, product, roster

BUDGETS = st.sampled_from([300, 5_000, 30_000, 77_777.77, 250_000, 1_000_000, 20_000_000])
BRIEFS = st.builds(
    lambda budget, currency, open_end, **told: brief(
        budget=MoneyRange.of(budget, None if open_end else budget, currency), **told
    ),
    budget=BUDGETS,
    currency=st.sampled_from(["TWD", "USD", "JPY"]),
    open_end=st.booleans(),
    goal=st.sampled_from([*Goal, None]),
    creators=st.none() | st.integers(1, 8),
    platforms=st.sampled_from([(), (Platform.YOUTUBE,), (Platform.INSTAGRAM, Platform.BLOG)]),
    price_tier=st.sampled_from([*PriceTier, None]),
    unit_price=st.sampled_from([None, Money.of(280, "TWD"), Money.of(60, "USD")]),
)


def answer(wanted: Brief, candidates: list[Candidate], options: Options | None = None) -> Advice:
    return advise(wanted, candidates, product=COT, peers=PEERS, today=TODAY, options=options)


def middle(advice: Advice, currency: str) -> int:
    """What the plan costs at the middle of its fees, added up from the answer alone."""
    offers = [pick.offer for pick in advice.creators if pick.offer]
    ranges = [offer.fee.range for offer in offers]
    return sum(convert(Money(minor=r.mid_minor, currency=r.currency), currency).minor for r in ranges)


def codes(advice: Advice) -> list[str]:
    return [note.code for note in advice.notes]


@settings(max_examples=40, deadline=None)
@given(BRIEFS, st.integers(0, 10_000), st.integers(0, 40))
def test_no_plan_costs_more_than_the_budget(wanted: Brief, seed: int, size: int) -> None:
    field = roster(size, seed, wanted.platforms or tuple(Platform))
    advice = answer(wanted, field)
    assert wanted.budget is not None
    spent = middle(advice, wanted.budget.currency)
    assert spent <= wanted.budget.cap_minor
    if advice.plan.status is PlanStatus.UNSOLVED:
        assert not any(pick.offer for pick in advice.creators)  # nobody has a price
    elif advice.creators:
        assert advice.plan.status is PlanStatus.OPTIMAL
        assert advice.plan.remainder is not None
        assert advice.plan.remainder.minor == wanted.budget.cap_minor - spent
        assert sum(advice.plan.split.tier.values()) == pytest.approx(sum(advice.plan.split.platform.values()))
    else:
        assert advice.plan.status is PlanStatus.EMPTY
    known = {c.channel.key for c in field}
    everyone = [*advice.creators, *advice.alternatives]
    assert {pick.id for pick in everyone} <= known
    assert len({pick.creator_id for pick in everyone}) == len(everyone)
    assert len(advice.creators) <= (wanted.creators or 12)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([*Goal, None]))
def test_every_pick_adds_up_and_has_two_to_four_reasons(seed: int, goal: Goal | None) -> None:
    advice = answer(brief(goal=goal), roster(30, seed))
    for pick in [*advice.creators, *advice.alternatives]:
        assert tuple(f.name for f in pick.factors) == NAMES
        assert sum(f.weight for f in pick.factors) == pytest.approx(1, abs=1e-9)
        assert pick.fit == pytest.approx(100 * sum(f.contribution for f in pick.factors), abs=1e-9)
        assert 2 <= len(pick.reasons) <= 4
    fits = [pick.fit for pick in advice.creators]
    assert fits == sorted(fits, reverse=True)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000), st.randoms())
def test_the_same_question_has_the_same_answer(seed: int, random: Random) -> None:
    field = roster(40, seed)
    first = answer(brief(), field)
    assert answer(brief(), random.sample(field, len(field))).model_dump_json() == first.model_dump_json()


def test_chinese_and_english_briefs_have_the_same_plan() -> None:
    field = roster(60, 7)
    chinese, english = answer(brief(product="露營床"), field), answer(brief(product="camping cot"), field)
    assert chinese.model_dump(exclude={"brief"}) == english.model_dump(exclude={"brief"})


@pytest.mark.parametrize(("budget", "few", "many"), [(30_000, 2, 5), (100_000, 3, 6), (1_000_000, 5, 12)])
def test_a_plan_that_a_marketer_would_sign(budget: int, few: int, many: int) -> None:
    for seed in range(3):
        advice = answer(brief(budget=MoneyRange.of(budget, budget, "TWD")), roster(200, seed))
        assert few <= len(advice.creators) <= many
        assert len(advice.plan.split.tier) >= 2
        assert len(advice.plan.split.platform) >= 2


def test_one_offer_a_creator_with_several_channels() -> None:
    known = [channel("a"), channel("b", platform=Platform.INSTAGRAM)]
    two = Creator(id="both", name="Both", region="TW", channels=tuple(known))
    field = [Candidate(creator=two, channel=one, similarity=0.6, style=0.9) for one in known]
    advice = answer(brief(budget=MoneyRange.of(500_000, 500_000, "TWD")), field)
    assert [pick.creator_id for pick in [*advice.creators, *advice.alternatives]] == ["both"]


def test_demo_creators_are_marked() -> None:
    advice = answer(brief(), [candidate("a", demo=True), candidate("b")])
    assert {pick.handle: pick.demo for pick in advice.creators} == {"a": True, "b": False}


def test_suspicious_figures_are_flagged_on_the_pick() -> None:
    advice = answer(brief(), [candidate("a", engagement=figure(0.4), avg_views=None)])
    assert [flag.code for flag in advice.creators[0].flags] == ["flag.engagement_high"]


def test_without_a_budget_the_best_fitting_are_shown_unsolved() -> None:
    advice = answer(brief(budget=None), [candidate(f"{n}", style=n / 10) for n in range(10)])
    assert advice.plan.status is PlanStatus.UNSOLVED
    assert advice.plan.total is advice.plan.remainder is None
    assert [pick.handle for pick in advice.creators] == ["9", "8", "7", "6", "5"]
    assert [pick.handle for pick in advice.alternatives] == ["4", "3", "2", "1", "0"]
    assert all(pick.offer for pick in advice.creators)
    assert "note.missing_budget" in codes(advice)


def test_what_is_missing_is_named_and_nothing_else_is_asked() -> None:
    bare = Brief(product="露營床")
    advice = answer(bare, [candidate()])
    assert codes(advice)[:2] == ["note.missing_price", "note.missing_budget"]
    assert advice.brief == bare


def test_an_unknown_product_still_gets_an_answer() -> None:
    advice = advise(brief(product="XYZ"), [candidate()], product=None, peers=PEERS, today=TODAY)
    assert advice.creators
    assert advice.role.reasons
    assert advice.formats


def test_a_guessed_product_says_so() -> None:
    guess = product(Trait.COMPLEX, confidence=0.3)
    advice = advise(brief(), [candidate()], product=guess, peers=PEERS, today=TODAY)
    note = next(note for note in advice.notes if note.code == "note.nearest_product")
    assert note.values == {"zh": "露營床", "en": "camping cot"}


def test_nothing_affordable_names_the_smallest_change() -> None:
    field = [
        candidate("a", fees=(fee(Format.REVIEW, 90_000),)),
        candidate("b", fees=(fee(Format.REVIEW, 50_000),)),
    ]
    advice = answer(brief(budget=MoneyRange.of(600, 600, "TWD"), unit_price=Money.of(9_000, "TWD")), field)
    assert (advice.creators, advice.plan.status) == ((), PlanStatus.EMPTY)
    least = next(note for note in advice.notes if note.code == "note.smallest_budget")
    # The cheapest is b: its short at 40 % of the review, as the rate card's ratio has it.
    assert least.values["name"] == "Creator b"
    needed = Money.model_validate(least.values["needed"])
    again = answer(brief(budget=MoneyRange.of(needed.amount, needed.amount, "TWD")), field)
    assert [pick.handle for pick in again.creators] == ["b"]
    just_under = needed.amount - 1
    less = brief(budget=MoneyRange.of(just_under, just_under, "TWD"), unit_price=Money.of(9_000, "TWD"))
    assert answer(less, field).creators == ()


def test_no_candidates_is_an_answer_too() -> None:
    advice = answer(brief(), [])
    assert (advice.creators, advice.alternatives, advice.plan.status) == ((), (), PlanStatus.EMPTY)
    assert "note.no_candidates" in codes(advice)
    assert advice.platforms


def test_where_nobody_has_a_price_the_best_fitting_are_shown() -> None:
    field = [candidate(f"{n}", style=n / 10, fees=(), followers=None) for n in range(3)]
    advice = answer(brief(), field)
    assert (advice.plan.status, [pick.handle for pick in advice.creators]) == (
        PlanStatus.UNSOLVED,
        ["2", "1", "0"],
    )
    assert next(n for n in advice.notes if n.code == "note.nobody_priced").values == {"count": 3}
    assert all(pick.offer is None for pick in advice.creators)


@pytest.mark.parametrize(("sure", "said"), [(None, False), (0.3, False), (0.7, True)])
def test_a_roster_without_the_field_says_so(sure: float | None, said: bool) -> None:
    advice = answer(brief(), [candidate("a", similarity=0.6)], Options(sure_similarity=sure))
    assert ("note.nobody_close" in codes(advice)) is said


def test_a_budget_in_a_currency_without_a_rate_is_left_aside() -> None:
    told = brief(budget=MoneyRange.of(5_000, 5_000, "XYZ"))
    advice = answer(told, [candidate()])
    assert advice.brief == told
    assert advice.plan.status is PlanStatus.UNSOLVED
    assert next(n for n in advice.notes if n.code == "note.no_rate").values == {"currencies": ["XYZ"]}
    assert "note.missing_budget" not in codes(advice)


def test_a_floor_is_spent_to_its_figure_and_told() -> None:
    advice = answer(brief(budget=MoneyRange.of(30_000, None, "TWD")), roster(30, 1))
    assert middle(advice, "TWD") <= 3_000_000
    assert "note.budget_floor" in codes(advice)


@pytest.mark.parametrize(
    ("told", "assumed"),
    [
        ({}, False),  # New Taiwan dollars: nobody needs to be told that Taiwan is meant
        ({"budget": MoneyRange.of(900, 900, "USD"), "unit_price": None}, True),
        ({"budget": MoneyRange.of(900, 900, "USD"), "audience": Audience(regions=("TW",))}, False),
    ],
)
def test_a_market_that_nobody_named_is_told(told: dict[str, Any], assumed: bool) -> None:
    assert ("note.assumed_market" in codes(answer(brief(**told), [candidate()]))) is assumed


def test_another_batch_leaves_out_those_shown() -> None:
    field = roster(60, 5)
    first = answer(brief(), field)
    seen = frozenset(pick.creator_id for pick in first.creators)
    second = answer(brief(), field, Options(exclude=seen))
    assert second.creators
    assert not seen & {pick.creator_id for pick in [*second.creators, *second.alternatives]}


def test_a_pinned_creator_stays_in_the_plan() -> None:
    field = roster(60, 5)
    plain = answer(brief(), field)
    pinned = next(p.creator_id for p in plain.alternatives if p.offer and p.offer.fee.high <= 10_000)
    kept = answer(brief(), field, Options(keep=frozenset({pinned})))
    assert pinned in {pick.creator_id for pick in kept.creators}


def test_break_even_counts_orders_of_margin_or_of_revenue() -> None:
    field = [candidate("a", fees=(fee(Format.REVIEW, 18_000),))]
    revenue, margin = answer(brief(), field).economics, answer(brief(), field, Options(margin=0.5)).economics
    assert (revenue.break_even_orders, revenue.break_even_basis) == (10, "revenue")
    assert (margin.break_even_orders, margin.break_even_basis) == (20, "margin")


def test_law_and_next_steps_come_with_the_answer() -> None:
    advice = answer(brief(), [candidate()])
    assert advice.disclosure[0].market == "TW"
    assert advice.next_steps[-1].code == "step.ask"


def test_a_dear_product_is_premium_though_nobody_said_the_word() -> None:
    advice = answer(brief(unit_price=Money.of(8_000, "TWD")), [candidate()])
    assert "role.premium" in [reason.code for reason in advice.role.reasons]
    assert advice.brief.price_tier is None  # what was told stays as it was told


@pytest.mark.parametrize(
    "told", [{"platforms": (Platform.YOUTUBE,)}, {"excluded_platforms": (Platform.BLOG, Platform.INSTAGRAM)}]
)
def test_a_platform_that_was_ruled_out_never_appears(told: dict[str, Any]) -> None:
    field = roster(30, 4, (Platform.YOUTUBE, Platform.BLOG, Platform.INSTAGRAM))
    advice = answer(brief(**told), field)
    assert {pick.platform for pick in [*advice.creators, *advice.alternatives]} == {Platform.YOUTUBE}


def test_another_market_has_another_law() -> None:
    advice = answer(brief(), [candidate()], Options(market="JP"))
    assert advice.disclosure[0].market == "JP"


def test_json_round_trip() -> None:
    advice = answer(brief(), roster(30, 2))
    assert Advice.model_validate_json(advice.model_dump_json()) == advice


def test_a_gift_of_unknown_price_is_left_out_and_said_so() -> None:
    small = brief(budget=MoneyRange.of(5_000, 5_000, "TWD"), unit_price=None)
    field = roster(60, 3)
    without = answer(small, field)
    assert "note.gift_unpriced" in codes(without)
    assert Format.GIFTING not in {pick.offer.format for pick in without.creators if pick.offer}
    priced = answer(small.model_copy(update={"unit_price": Money.of(480, "TWD")}), field)
    assert "note.gift_unpriced" not in codes(priced)
    gifts = [pick.offer.fee for pick in priced.creators if pick.offer and pick.offer.format is Format.GIFTING]
    assert gifts and {(gift.low, gift.high) for gift in gifts} == {(480, 480)}


def test_a_price_that_cannot_pay_for_a_video_is_said() -> None:
    told = brief(budget=MoneyRange.of(50_000, 50_000, "TWD"), unit_price=Money.of(30, "TWD"))
    assert "platform.video_cannot_pay" in codes(answer(told, roster(20, 1)))
    dear = told.model_copy(update={"unit_price": Money.of(30_000, "TWD")})
    assert "platform.video_cannot_pay" not in codes(answer(dear, roster(20, 1)))
    elsewhere = told.model_copy(update={"excluded_platforms": (Platform.YOUTUBE,)})
    assert "platform.video_cannot_pay" not in codes(answer(elsewhere, roster(20, 1)))


def test_what_nobody_may_promote_gets_no_creators() -> None:
    cigarettes = COT.model_copy(update={"type": COT.type.model_copy(update={"id": "adult.tobacco"})})
    told = brief(budget=MoneyRange.of(50_000, 50_000, "TWD"))
    advice = advise(told, roster(40, 1), product=cigarettes, peers=PEERS, today=TODAY)
    assert (advice.creators, advice.alternatives, advice.plan.status) == ((), (), PlanStatus.EMPTY)
    assert advice.next_steps == ()
    assert codes(advice)[0] == "note.forbidden" and "note.no_candidates" not in codes(advice)


def test_a_product_like_nothing_known_is_said() -> None:
    told = brief(product="zorblax", budget=MoneyRange.of(50_000, 50_000, "TWD"))
    advice = advise(told, roster(40, 1), product=None, peers=PEERS, today=TODAY)
    assert "note.unknown_product" in codes(advice)


def test_minors_are_no_audience_for_alcohol() -> None:
    told = brief(budget=MoneyRange.of(50_000, 50_000, "TWD"), audience=Audience(age_low=15, age_high=30))
    advice = advise(told, roster(40, 1), product=product(Trait.ALCOHOL), peers=PEERS, today=TODAY)
    assert codes(advice)[0] == "note.adults_only"


def test_a_share_of_sales_is_no_fee_of_nothing() -> None:
    told = brief(budget=MoneyRange.of(3_000, 3_000, "TWD"), unit_price=Money.of(300, "TWD"))
    kind = product(Trait.GROUP_BUY, Trait.COMMODITY, Trait.FAMILY)
    advice = advise(told, roster(80, 2, (Platform.FACEBOOK,)), product=kind, peers=PEERS, today=TODAY)
    shared = [
        p for p in advice.creators if p.offer and p.offer.format is Format.GROUP_BUY and not p.offer.fee.high
    ]
    assert shared
    assert all(pick.reasons[-1].code == "offer.group_buy_share_only" for pick in shared)
