"""What stands on the screens behind an answer, checked against the advice it was made of."""

from typing import Any

import pytest

from bot.advisor import Advisor
from bot.conversation import Conversation, Scene, View, tag_of
from bot.screens import card, result
from bot.screens.rows import width
from bot.screens.screen import Button, Screen
from bot.stage import Choices
from bot.texts import LANGUAGES, Texts
from knowledge.answer import Advice
from knowledge.economics import commission_check
from knowledge.models import Brief, FollowerRange, Platform, Reason
from knowledge.money import Money, MoneyRange

SOAP = Brief(
    product="手工皂",
    category="care.handmade_soap",
    unit_price=Money.of(280, "TWD"),
    budget=MoneyRange.of(60_000, 60_000, "TWD"),
)


@pytest.fixture(scope="module")
def advisor(demo_folder: Any) -> Advisor:
    from tests.conftest import home_at

    return home_at(demo_folder).advisor


def drawn(advice: Advice, language: str = "zh-TW", choices: Choices | None = None, **view: Any) -> Screen:
    conversation = Conversation(id="b", language=language, brief=advice.brief, view=View(**view))
    return card.draw(conversation, advice, Texts(language), [], choices)


def buttons(screen: Screen) -> dict[str, Button]:
    return {button.label: button for row in screen.buttons for button in row}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_head_is_eight_lines_on_a_phone(advisor: Advisor, language: str) -> None:
    head = drawn(advisor.advise(SOAP, language), language).plain.split("\n\n")[0].splitlines()
    assert len(head) == 7 and all(width(line) <= 41 for line in head[:-1])
    assert width(head[-1]) <= 82  # why, on two lines


def test_the_share_of_the_budget_is_that_of_the_middle_fees(advisor: Advisor) -> None:
    plan = advisor.advise(SOAP, "zh-TW").plan
    assert plan.remainder
    share = round(100 * (60_000 - float(plan.remainder.amount)) / 60_000)
    assert f"占預算 {share}%" in drawn(advisor.advise(SOAP, "zh-TW")).plain


class TestDetail:
    def test_fiction_has_no_page_and_the_real_have_theirs(self, advisor: Advisor) -> None:
        advice = advisor.advise(SOAP, "zh-TW")
        first = advice.creators[0].model_copy(
            update={"platform": Platform.YOUTUBE, "handle": "mei", "url": None}
        )
        assert not any(b.url for b in buttons(drawn(advice, scene=Scene.DETAIL, on=(first.id,))).values())
        real = advice.model_copy(update={"creators": (first.model_copy(update={"demo": False}),)})
        shown = drawn(real, scene=Scene.DETAIL, on=(first.id,))
        assert buttons(shown)["🔗 看頻道"].url == "https://www.youtube.com/@mei"
        assert buttons(shown)["📋 複製帳號"].copy == "@mei"

    def test_what_speaks_against_is_told(self, advisor: Advisor) -> None:
        advice = advisor.advise(SOAP, "zh-TW")
        told = [pick for pick in (*advice.creators, *advice.alternatives) if pick.against]
        assert told
        shown = drawn(advice, scene=Scene.DETAIL, on=(told[0].id,)).plain
        assert "要留意的地方" in shown and all(r.text in shown for r in told[0].against if r.text)

    def test_neighbours_are_one_tap_away(self, advisor: Advisor) -> None:
        advice = advisor.advise(SOAP, "zh-TW")
        shown = buttons(drawn(advice, scene=Scene.DETAIL, on=(advice.creators[1].id,)))
        assert shown["⬅️ 1"].tap and shown["⬅️ 1"].tap.value == f"detail.{tag_of(advice.creators[0].id)}"
        assert "3 ➡️" in shown


class TestChoosing:
    def test_toggles_are_absolute_and_hold_three(self, advisor: Advisor) -> None:
        advice = advisor.advise(SOAP, "zh-TW")
        keys = tuple(p.id for p in (*advice.creators, *advice.alternatives))
        shown = drawn(advice, scene=Scene.CHOOSE, on=keys[:3])
        labels = list(buttons(shown))
        assert [label[0] for label in labels[:4]] == ["✅", "✅", "✅", "⬜"]
        fourth = buttons(shown)[labels[3]].tap
        assert fourth and fourth.value == ".".join(["choose", *map(tag_of, keys[1:4])])
        assert "⚖️ 比較這 3 位" in labels

    def test_one_alone_cannot_be_compared(self, advisor: Advisor) -> None:
        advice = advisor.advise(SOAP, "zh-TW")
        shown = drawn(advice, scene=Scene.CHOOSE, on=(advice.creators[0].id,))
        assert not any("比較這" in label for label in buttons(shown))


class TestFigures:
    def test_the_highest_fees_are_held_against_the_budget(self, advisor: Advisor) -> None:
        advice = advisor.advise(SOAP, "zh-TW")
        total = advice.plan.total
        assert total and total.high is not None
        shown = drawn(advice, scene=Scene.MORE).plain
        assert f"費用都在高標時：NT${round(total.high):,}" in shown
        assert ("超出" in shown) == (total.high > 60_000)

    def test_a_margin_tells_what_a_group_buy_leaves(self, advisor: Advisor) -> None:
        coffee = SOAP.model_copy(update={"product": "保健食品", "category": None})
        view = View(margin=0.4)
        advice = advisor.advise(coffee, "zh-TW", view)
        expected = [Texts("zh-TW").reason(r) for r in commission_check(Money.of(280, "TWD"), 0.4)]
        shares = {f.format for f in advice.formats} & {"group_buy", "affiliate"}
        shown = drawn(advice, scene=Scene.MORE, margin=0.4).plain
        assert (expected[0] in shown) == bool(shares)
        assert "毛利" in shown

    def test_margins_are_offered_as_buttons(self, advisor: Advisor) -> None:
        labels = list(buttons(drawn(advisor.advise(SOAP, "zh-TW"), scene=Scene.MORE, margin=0.4)))
        assert labels[:4] == ["30%", "✅40%", "50%", "60%"]


class TestNobody:
    def test_a_budget_that_buys_nobody_can_be_raised_at_a_tap_to_one_that_does(
        self, advisor: Advisor
    ) -> None:
        small = SOAP.model_copy(update={"budget": MoneyRange.of(100, 100, "TWD"), "unit_price": None})
        advice = advisor.advise(small, "zh-TW")
        assert not advice.creators and advice.alternatives
        shown = drawn(advice, unknown=("price",))
        raises = [b.tap for label, b in buttons(shown).items() if label.startswith("加到")]
        assert len(raises) == 2 and raises[0] and "還請不到" in shown.plain
        amount = int(raises[0].value.removesuffix("-TWD"))
        raised = small.model_copy(update={"budget": MoneyRange.of(amount, amount, "TWD")})
        assert advisor.advise(raised, "zh-TW").creators

    def test_conditions_that_leave_nobody_can_be_dropped_one_by_one(self, advisor: Advisor) -> None:
        strict = SOAP.model_copy(
            update={"platforms": (Platform.DCARD,), "followers": FollowerRange(low=900_000)}
        )
        shown = buttons(drawn(advisor.advise(strict, "zh-TW")))
        assert {"不限平台", "不限粉絲數"} <= shown.keys()
        assert not {"📎 PDF", "🔄 換一批"} & shown.keys()

    def test_without_a_budget_the_next_step_is_to_name_one(self, advisor: Advisor) -> None:
        shown = drawn(advisor.advise(SOAP.model_copy(update={"budget": None}), "zh-TW"), unknown=("budget",))
        assert "還不知道預算" in shown.plain
        assert buttons(shown)["💰 填預算，排出計畫"].tap == ("b", "ask", "budget")


def test_other_plans_tell_what_each_way_of_giving_way_buys(advisor: Advisor) -> None:
    advice = advisor.advise(SOAP.model_copy(update={"platforms": (Platform.INSTAGRAM,)}), "zh-TW")
    names = {"names": ["甲"], "platforms": ["youtube"], "gain_share": 0.5}
    entry = {"name": "乙", "fee": {"amount": 9_000, "currency": "TWD"},
             "asked": {"low": 10_000, "high": 12_000, "currency": "TWD"}}  # fmt: skip
    choices = Choices(
        (), (), (Reason(code="widen.platforms", values=names),), (Reason(code="entry.fee", values=entry),)
    )
    shown = drawn(advice, choices=choices, scene=Scene.CHOICES)
    assert "放寬平台，效益約多 50%：甲（YouTube）" in shown.plain
    assert "乙：NT$9,000 以內（行情 NT$10,000–12,000）" in shown.plain
    assert buttons(shown)["不限平台"].tap == ("b", "drop", "platforms")


def test_names_give_way_to_a_number_where_a_line_would_break(advisor: Advisor) -> None:
    advice = advisor.advise(SOAP, "zh-TW")
    long = tuple(p.model_copy(update={"name": "很長很長很長的名字"}) for p in advice.creators)
    who = dict(result.summary(advice.model_copy(update={"creators": long}), Texts("zh-TW")))["who"]
    assert who == f"很長很長很長的名字 +{len(long) - 1}"
