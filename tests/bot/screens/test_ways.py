"""The buttons of the other plans: each does what a line above says, and nothing is offered twice."""

from typing import Any

from bot.conversation import Conversation, OtherPlan, View
from bot.screens import ways
from bot.screens.screen import Button, Tap
from bot.stage import Choices
from bot.texts import Texts
from knowledge.answer import Plan, PlanStatus
from knowledge.models import Audience, Brief, FollowerRange, Platform, Reason
from knowledge.money import Money, MoneyRange
from knowledge.relax import RunnerUp

SOAP = Brief(product="手工皂", budget=MoneyRange.of(30_000, 30_000, "TWD"))
PLAN = Plan(budget=SOAP.budget, total=None, remainder=None, status=PlanStatus.OPTIMAL, gap=0)
THREE = tuple(RunnerUp(kind, PLAN, (), 0.8) for kind in OtherPlan)


def buttons(brief: Brief, choices: Choices, **view: Any) -> dict[str, Button]:
    conversation = Conversation(id="b", language="zh-TW", brief=brief, view=View(**view))
    return {b.label: b for row in ways.of(conversation, choices, Texts("zh-TW")) for b in row}


def widened(name: str) -> Reason:
    return Reason(code=f"widen.{name}", values={})


def test_each_plan_can_be_taken() -> None:
    shown = buttons(SOAP, Choices(THREE, ()))
    assert {label: b.tap for label, b in shown.items()} == {
        "採用：穩一點": Tap("b", "plan", "safer"),
        "採用：省一點": Tap("b", "plan", "cheaper"),
        "採用：大膽一點": Tap("b", "plan", "bolder"),
    }


def test_the_plan_that_is_taken_gives_way_to_the_best_one() -> None:
    shown = buttons(SOAP, Choices(THREE, ()), plan="cheaper")
    assert list(shown) == ["採用：穩一點", "採用：大膽一點", "↩️ 最佳方案"]
    assert shown["↩️ 最佳方案"].tap == Tap("b", "plan", "best")


def test_more_money_and_one_more_creator_are_changes_of_the_brief() -> None:
    dearer = Reason(code="relax.budget", values={"budget": Money.of("416.25", "USD").model_dump()})
    more = Reason(code="relax.creators_same", values={"count": 4, "gain_share": 0.2})
    freer = Reason(code="relax.matrix", values={"gain_share": 0.1})
    shown = buttons(SOAP, Choices((), (dearer, more, freer)))
    assert shown["加到 US$417"].tap == Tap("b", "budget", "417-USD")  # whole units, never less than was said
    assert shown["改請 4 位"].tap == Tap("b", "creators", "4")
    assert len(shown) == 2  # a freer mix is no condition of the brief


def test_a_single_condition_has_one_button() -> None:
    brief = SOAP.model_copy(update={"platforms": (Platform.YOUTUBE,), "followers": FollowerRange(low=1_000)})
    shown = buttons(brief, Choices((), (), (widened("platforms"), widened("followers_only"))))
    assert {label: b.tap for label, b in shown.items()} == {
        "不限平台": Tap("b", "drop", "platforms"),
        "不限粉絲數": Tap("b", "drop", "followers"),
    }


def test_conditions_that_go_together_are_lifted_together() -> None:
    brief = SOAP.model_copy(
        update={
            "platforms": (Platform.YOUTUBE,),
            "excluded_platforms": (Platform.DCARD,),
            "audience": Audience(age_low=50, regions=("JP",)),
        }
    )
    shown = buttons(brief, Choices((), (), (widened("platforms"), widened("market"))))
    assert {label: b.tap for label, b in shown.items()} == {
        "不限平台": Tap("b", "widen", "platforms"),
        "不限市場": Tap("b", "widen", "market"),
        "不限受眾": Tap("b", "drop", "audience"),
    }
