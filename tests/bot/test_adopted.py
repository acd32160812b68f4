"""Another plan in place of the best one: who, cost, share, economics and notes are that plan's; the rest stays."""

from pathlib import Path

import pytest

from bot.adopted import adopted
from bot.advisor import Advisor
from bot.conversation import Conversation, OtherPlan, View
from bot.screens.card import draw
from bot.screens.rows import width
from bot.texts import LANGUAGES, Texts
from knowledge.answer import Advice, PlanStatus
from knowledge.economics import break_even_orders, cpe, cpm
from knowledge.models import Brief
from knowledge.money import Money, MoneyRange
from knowledge.offers import cost_of
from knowledge.relax import RunnerUp
from tests.conftest import home_at

SOAP = Brief(
    product="手工皂",
    category="care.handmade_soap",
    unit_price=Money.of(280, "TWD"),
    budget=MoneyRange.of(30_000, 30_000, "TWD"),
)
ZH = Texts("zh-TW")


@pytest.fixture(scope="module")
def advisor(demo_folder: Path) -> Advisor:
    return home_at(demo_folder).advisor


@pytest.fixture(scope="module")
def best(advisor: Advisor) -> Advice:
    return advisor.advise(SOAP, "zh-TW")


@pytest.fixture(scope="module")
def others(advisor: Advisor) -> tuple[RunnerUp, ...]:
    return advisor.choices(SOAP, View()).runner_ups


def taken(best: Advice, other: RunnerUp, margin: float | None = None) -> Advice:
    return adopted(best, OtherPlan(other.kind), (other,), margin, ZH)


def test_every_kind_that_knowledge_has_can_be_taken(advisor: Advisor) -> None:
    briefs = [
        SOAP.model_copy(update={"budget": MoneyRange.of(n, n, "TWD")}) for n in (30_000, 80_000, 300_000)
    ]
    kinds = {other.kind for brief in briefs for other in advisor.choices(brief, View()).runner_ups}
    assert kinds == set(OtherPlan)


def test_who_cost_and_share_are_those_of_the_plan_taken(best: Advice, others: tuple[RunnerUp, ...]) -> None:
    for other in others:
        after = taken(best, other)
        spent = sum(cost_of(pick.offer.fee, "TWD") for pick in after.creators if pick.offer)
        assert [pick.id for pick in after.creators] == [pick.id for pick in other.creators]
        assert after.plan.total == other.plan.total and after.plan.remainder
        assert after.plan.remainder.minor == 3_000_000 - spent
        assert all(reason.text for pick in after.creators for reason in pick.reasons)


def test_nobody_is_lost_and_nobody_is_there_twice(best: Advice, others: tuple[RunnerUp, ...]) -> None:
    for other in others:
        after = taken(best, other)
        ids = [pick.creator_id for pick in (*after.creators, *after.alternatives)]
        shown = {pick.creator_id for pick in (*best.creators, *best.alternatives, *other.creators)}
        assert sorted(ids) == sorted(shown)
        assert [p.fit for p in after.alternatives] == sorted(
            (p.fit for p in after.alternatives), reverse=True
        )


def test_it_says_that_it_is_the_sellers_choice_and_how_far_from_the_best(
    best: Advice, others: tuple[RunnerUp, ...]
) -> None:
    (cheaper,) = (other for other in others if other.kind == "cheaper")
    after = taken(best, cheaper)
    share = ZH.percent(cheaper.worth)
    assert after.notes[0].text == f"你選：省一點，效益約最佳 {share}"
    assert after.plan.status is PlanStatus.FEASIBLE and after.plan.gap == round(1 - cheaper.worth, 4)
    assert best.plan.status is PlanStatus.OPTIMAL  # a plan worth more than the best one does not exist
    assert taken(best, cheaper._replace(worth=1.02)).plan.gap == 0


@pytest.mark.parametrize("margin", [None, 0.4])
def test_economics_are_those_of_the_plan_taken(
    best: Advice, others: tuple[RunnerUp, ...], margin: float | None
) -> None:
    for other in others:
        after = taken(best, other, margin)
        total, expected = other.plan.total, other.plan.expected
        assert total
        assert after.economics.cpm == cpm(total, expected.reach)
        assert after.economics.cpe == cpe(total, expected.engagements)
        middle = Money(minor=total.mid_minor, currency="TWD")
        assert after.economics.break_even_orders == break_even_orders(middle, Money.of(280, "TWD"), margin)
        assert after.economics.break_even_basis == ("revenue" if margin is None else "margin")


def test_notes_on_the_best_plan_go_and_those_on_the_brief_stay(
    best: Advice, others: tuple[RunnerUp, ...]
) -> None:
    codes = {note.code for note in best.notes}
    assert "note.money_left" in codes
    for other in others:
        after = {note.code for note in taken(best, other).notes}
        assert after >= codes - {"note.money_left"} and "note.money_left" not in after


def test_over_the_budget_at_the_highest_fees_is_said_of_this_plan(
    best: Advice, others: tuple[RunnerUp, ...]
) -> None:
    dear = others[0].plan.model_copy(update={"total": MoneyRange.of(20_000, 41_000, "TWD")})
    told = [note.text for note in taken(best, others[0]._replace(plan=dear)).notes]
    assert "報價若都落在高標，總額會是 NT$20,000–41,000，超過預算 NT$30,000；先談定價格再簽" in told


def test_one_who_takes_most_of_a_large_budget_is_named(advisor: Advisor) -> None:
    rich = SOAP.model_copy(update={"budget": MoneyRange.of(60_000, 60_000, "TWD")})
    best, other = advisor.advise(rich, "zh-TW"), advisor.choices(rich, View()).runner_ups[0]
    first = other.creators[0]
    assert first.offer
    fee = first.offer.fee.model_copy(update={"low": 40_000, "high": 50_000})
    dear = first.model_copy(update={"offer": first.offer.model_copy(update={"fee": fee})})
    told = [note.text for note in taken(best, other._replace(creators=(dear,))).notes]
    assert f"{first.name} 一個人就占預算 75%；怕風險可先小額試做" in told  # 45,000 of 60,000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_that_is_there_no_more_gives_way_to_the_best_and_says_so(best: Advice, language: str) -> None:
    after = adopted(best, OtherPlan.BOLDER, (), None, Texts(language))
    assert [p.id for p in after.creators] == [p.id for p in best.creators] and after.plan == best.plan
    assert after.notes[0].code == "note.gone_bolder" and after.notes[0].text


def test_it_needs_no_unit_price(advisor: Advisor) -> None:
    free = SOAP.model_copy(update={"unit_price": None})
    best, others = advisor.advise(free, "en"), advisor.choices(free, View()).runner_ups
    after = adopted(best, OtherPlan(others[0].kind), others, None, Texts("en"))
    assert after.economics.break_even_orders is None and after.economics.cpm


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", OtherPlan)
def test_the_head_of_the_card_says_so_in_one_line(
    best: Advice, others: tuple[RunnerUp, ...], language: str, kind: OtherPlan
) -> None:
    texts = Texts(language)
    after = adopted(best, kind, (others[0]._replace(kind=kind, worth=0.888),), None, texts)
    view = View(plan=kind)
    card = draw(Conversation(id="b", language=language, brief=SOAP, view=view), after, texts, [])
    head = card.plain.split("\n\n")[0].splitlines()
    assert head[1] == f"📌 {texts.reason(after.notes[0])}" and width(head[1]) <= 41 - 4 * (
        language == "zh-TW"
    )
    assert "88.8%" in head[1] or "89%" in head[1]
    assert card.plain.count(texts.reason(after.notes[0])) == 1
    assert len(head) == 8
