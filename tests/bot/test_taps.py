"""Buttons: each sets one value, a second tap changes nothing, an old one never does harm."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Conversation, Listed, Note, OtherPlan, Scene, Stage, View, tag_of
from bot.taps import EXAMPLES, RELATIVE, UnknownTap, tapped
from knowledge.models import Audience, Brief, FollowerRange, Goal, Platform, PriceTier
from knowledge.money import Money, MoneyRange

SOAP = Brief(product="手工皂", unit_price=Money.of(280, "TWD"), budget=MoneyRange.of(30_000, 30_000, "TWD"))
NOTHING = Brief()
STAGE = Stage((Listed("instagram:mina", "Mina", 23_000), Listed("youtube:tao", "阿濤", 180_000)))


def talk(brief: Brief = NOTHING, **view: Any) -> Conversation:
    return Conversation(id="b1", language="zh-TW", brief=brief, view=View(**view))


def tap(conversation: Conversation, slot: str, value: str = "") -> Conversation:
    value = value or (conversation.mark if slot in RELATIVE else "")
    return tapped(conversation, slot, value, STAGE).conversation


SETS = [
    ("tier", "mid", {"price_tier": PriceTier.MID}),
    ("goal", "sales", {"goal": Goal.SALES}),
    ("budget", "50000-TWD", {"budget": MoneyRange.of(50_000, 50_000, "TWD")}),
    ("budget", "1000-USD", {"budget": MoneyRange.of(1_000, 1_000, "USD")}),
    ("platform", "+youtube", {"platforms": (Platform.YOUTUBE,)}),
]


@pytest.mark.parametrize(("slot", "value", "fields"), SETS)
def test_a_button_sets_its_value_and_a_second_tap_changes_nothing(
    slot: str, value: str, fields: dict[str, Any]
) -> None:
    once = tap(talk(SOAP), slot, value)
    assert once.brief == SOAP.model_copy(update=fields)
    assert tap(once, slot, value) == once


def test_an_answer_closes_its_question_and_is_no_longer_unknown_or_assumed() -> None:
    before = talk(Brief(product="皂"), asked="price", unknown=("price",), assumed=("price_tier",), page=3)
    after = tap(before, "tier", "budget").view
    assert (after.asked, after.unknown, after.assumed, after.page) == (None, (), (), 1)


def test_platforms_toggle_and_wanting_one_takes_back_not_wanting_it() -> None:
    conversation = talk(
        SOAP.model_copy(update={"excluded_platforms": (Platform.YOUTUBE,)}), asked="platforms"
    )
    wanted = tap(tap(conversation, "platform", "+instagram"), "platform", "+youtube")
    assert (wanted.brief.platforms, wanted.brief.excluded_platforms) == (
        (Platform.INSTAGRAM, Platform.YOUTUBE),
        (),
    )
    assert wanted.question == "platforms"
    assert tap(wanted, "platform", "-instagram").brief.platforms == (Platform.YOUTUBE,)


def test_skipping_leaves_the_value_unknown_and_does_not_ask_again() -> None:
    after = tap(talk(Brief(product="皂")), "skip", "price")
    assert (after.brief.price_tier, after.question) == (None, "budget")
    assert tap(after, "skip", "budget").is_ready


def test_the_product_cannot_be_skipped() -> None:
    with pytest.raises(UnknownTap):
        tap(talk(), "skip", "product")


def test_back_closes_what_was_opened_before_it_undoes() -> None:
    conversation = tap(talk(SOAP), "tier", "mid")
    opened = tap(tap(conversation, "show", "change"), "ask", "goal")
    assert opened.question == "goal"
    assert tap(opened, "back").view.scene == Scene.MAIN
    assert tap(tap(opened, "back"), "back").brief == SOAP


def test_undo_takes_back_a_batch_and_a_creator_left_out() -> None:
    moved = tap(tap(talk(SOAP), "another"), "without", tag_of("youtube:tao"))
    assert (tap(moved, "undo").view.seen, tap(moved, "undo").view.without) == (
        ("instagram:mina", "youtube:tao"),
        (),
    )
    assert tap(tap(moved, "undo"), "undo") == talk(SOAP)


def test_back_on_a_later_question_returns_to_the_one_that_was_skipped() -> None:
    skipped = tap(talk(Brief(product="皂")), "skip", "price")
    assert tap(skipped, "back").question == "price"


@pytest.mark.parametrize("slot", sorted(RELATIVE))
def test_moving_on_from_an_old_state_does_nothing(slot: str) -> None:
    now = tap(talk(SOAP), "tier", "mid")
    assert tap(now, slot, talk(SOAP).mark) == now


def test_cheaper_goes_below_the_largest_tier_shown_and_bigger_above_the_smallest() -> None:
    assert tap(talk(SOAP), "cheaper").brief.followers == FollowerRange(low=None, high=100_000)
    assert tap(talk(SOAP), "bigger").brief.followers == FollowerRange(low=100_000, high=None)


def test_another_batch_puts_the_shown_aside_until_the_brief_changes() -> None:
    later = tap(talk(SOAP), "another")
    assert later.view.seen == ("instagram:mina", "youtube:tao")
    assert tap(later, "goal", "trust").view.seen == ()


def test_another_plan_is_taken_once_and_undo_brings_the_best_one_back() -> None:
    opened = tap(talk(SOAP), "show", "choices")
    taken = tap(opened, "plan", "cheaper")
    assert (taken.view.plan, taken.view.scene, taken.brief) == (OtherPlan.CHEAPER, Scene.MAIN, SOAP)
    assert tap(taken, "plan", "cheaper") == taken
    assert tap(taken, "undo").view.plan is None
    assert tap(tap(tap(taken, "plan", "best"), "undo"), "undo").view.plan is None


def test_the_best_plan_comes_back_by_a_tap_and_says_so() -> None:
    step = tapped(talk(SOAP, plan="safer"), "plan", "best", STAGE)
    assert (step.conversation.view.plan, step.notes) == (None, (Note("choices.best_back"),))
    assert tapped(talk(SOAP), "plan", "best", STAGE).notes == ()


LOSES_THE_PLAN = [
    ("budget", "50000-TWD"),
    ("goal", "sales"),
    ("another", ""),
    ("without", tag_of("youtube:tao")),
    ("drop", "audience"),
]


@pytest.mark.parametrize(("slot", "value"), LOSES_THE_PLAN)
def test_a_change_goes_back_to_the_best_plan_says_so_once_and_can_be_undone(slot: str, value: str) -> None:
    elders = SOAP.model_copy(update={"audience": Audience(age_low=50)})
    taken = talk(elders, plan="safer")
    step = tapped(taken, slot, value or taken.mark, STAGE)
    assert step.conversation.view.plan is None and Note("choices.best_again") in step.notes
    again = tapped(step.conversation, "creators", "3", STAGE)
    assert Note("choices.best_again") not in again.notes
    undone = tapped(step.conversation, "undo", step.conversation.mark, STAGE)
    assert undone.conversation == taken and undone.notes == (Note("said.undone"),)


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("star", f"+{tag_of('youtube:tao')}"),
        ("margin", "40"),
        ("show", "more"),
        ("page", "2"),
        ("ask", "goal"),
    ],
)
def test_looking_around_keeps_the_plan_that_was_taken(slot: str, value: str) -> None:
    step = tapped(talk(SOAP, plan="bolder"), slot, value, STAGE)
    assert step.conversation.view.plan is OtherPlan.BOLDER and step.notes == ()


def test_the_same_budget_again_is_no_change() -> None:
    assert tap(talk(SOAP, plan="bolder"), "budget", "30000-TWD").view.plan is OtherPlan.BOLDER


WIDER = [
    ("platforms", {"platforms": (), "excluded_platforms": ()}),
    ("followers", {"followers": None}),
    ("exclusions", {"exclusions": ()}),
    ("market", {"audience": Audience(age_low=50)}),
]


@pytest.mark.parametrize(("name", "fields"), WIDER)
def test_a_condition_is_given_up_as_its_line_says(name: str, fields: dict[str, Any]) -> None:
    strict = SOAP.model_copy(
        update={
            "platforms": (Platform.YOUTUBE,),
            "excluded_platforms": (Platform.DCARD,),
            "followers": FollowerRange(low=1_000),
            "exclusions": ("直銷",),
            "audience": Audience(age_low=50, regions=("TW",), languages=("zh",)),
        }
    )
    wider = tap(talk(strict, scene=Scene.CHOICES), "widen", name)
    assert wider.brief == strict.model_copy(update=fields) and wider.view.scene == Scene.MAIN
    assert tap(wider, "widen", name) == wider
    assert tap(wider, "undo").brief == strict


def test_details_are_of_the_creator_tapped() -> None:
    after = tap(talk(SOAP), "show", f"detail.{tag_of('youtube:tao')}")
    assert (after.view.scene, after.view.on) == (Scene.DETAIL, ("youtube:tao",))


def test_details_of_somebody_who_left_say_so() -> None:
    step = tapped(talk(SOAP), "show", "detail.00000000", STAGE)
    assert (step.conversation, step.notes) == (talk(SOAP), (Note("said.nobody"),))


def test_leaving_somebody_out() -> None:
    after = tap(talk(SOAP), "without", tag_of("instagram:mina"))
    assert after.view.without == ("instagram:mina",)


def test_comparing_takes_the_first_two() -> None:
    assert tap(talk(SOAP), "show", "compare").view.on == ("instagram:mina", "youtube:tao")


FORGED = [
    ("", ""), ("tier", ""), ("tier", "gold"), ("goal", "fame"), ("budget", "lots"), ("budget", "-5-TWD"),
    ("budget", "5-twd"), ("platform", ""), ("platform", "+myspace"), ("skip", "product"), ("ask", "password"),
    ("show", "admin"), ("page", "x"), ("drop", "id"), ("nothing", "here"),
]  # fmt: skip


@pytest.mark.parametrize(("slot", "value"), FORGED)
def test_forged_buttons_are_refused(slot: str, value: str) -> None:
    with pytest.raises(UnknownTap):
        tapped(talk(SOAP), slot, value, STAGE)


@given(st.text(max_size=12), st.text(max_size=40))
def test_no_tap_does_anything_but_change_the_conversation_or_be_refused(slot: str, value: str) -> None:
    with suppress(UnknownTap):
        assert tapped(talk(SOAP), slot, value, STAGE).conversation.id == "b1"


def test_comparing_takes_those_who_were_chosen_three_at_most() -> None:
    both = ".".join(tag_of(key) for key in ("youtube:tao", "instagram:mina"))
    assert tap(talk(SOAP), "show", f"compare.{both}").view.on == ("youtube:tao", "instagram:mina")
    assert tap(talk(SOAP), "show", f"choose.{tag_of('youtube:tao')}").view.on == ("youtube:tao",)
    assert tap(talk(SOAP), "show", "choose").view.scene == Scene.CHOOSE


def test_one_creator_cannot_be_compared() -> None:
    step = tapped(talk(SOAP), "show", f"compare.{tag_of('youtube:tao')}", STAGE)
    assert step.notes == (Note("said.compare_two"),)


def test_a_star_is_set_and_taken_off_and_survives_undo() -> None:
    tag = tag_of("youtube:tao")
    starred = tap(talk(SOAP), "star", f"+{tag}")
    assert starred.view.starred == ("youtube:tao",)
    assert tap(starred, "star", f"+{tag}") == starred
    assert tap(tap(starred, "goal", "trust"), "undo").view.starred == ("youtube:tao",)
    assert tap(starred, "star", f"-{tag}") == talk(SOAP)


def test_somebody_who_left_the_list_can_still_be_unstarred_but_not_starred() -> None:
    gone = talk(SOAP, starred=("blog:gone",))
    assert tap(gone, "star", f"-{tag_of('blog:gone')}").view.starred == ()
    assert tap(talk(SOAP), "star", f"+{tag_of('blog:gone')}") == talk(SOAP)


def test_a_condition_is_dropped_and_its_question_closes() -> None:
    opened = talk(SOAP.model_copy(update={"platforms": (Platform.X,)}), asked="platforms", page=2)
    after = tap(opened, "drop", "platforms")
    assert (after.brief.platforms, after.view.asked, after.view.page) == ((), None, 1)


def test_a_margin_in_percent_is_counted_with_and_put_off() -> None:
    counted = tap(talk(SOAP), "margin", "40")
    assert (counted.view.margin, counted.view.scene) == (0.4, Scene.MORE)
    assert tap(counted, "margin", "off").view.margin is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_a_brief_that_can_be_answered_at_once(name: str) -> None:
    after = tap(talk(), "example", name)
    assert after.is_ready and after.brief.unit_price and after.brief.budget
    assert tap(after, "example", name) == after


@pytest.mark.parametrize(
    ("slot", "value"),
    [("star", ""), ("star", "*x"), ("margin", "0"), ("margin", "100"), ("margin", "-5"), ("margin", ""),
     ("example", "gold"), ("creators", "0"), ("creators", "x"), ("size", "giant"), ("novelty", "")],
)  # fmt: skip
def test_more_forged_buttons_are_refused(slot: str, value: str) -> None:
    with pytest.raises(UnknownTap):
        tapped(talk(SOAP), slot, value, STAGE)
