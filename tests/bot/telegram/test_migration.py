"""A group becomes a supergroup in bad weather: notices lost, doubled, cut short by a crash, calls that break."""

import json

import pytest

from data.inbox import Acting, Inbox, Taken, acting, mark_of
from data.seal import Seal
from tests.bot.telegram.company import GROUP
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage

NOTICES = ["in the old group", "in the new one"]


async def test_notices_that_come_again_and_in_any_order_move_it_once(stage: Stage, ann: Person) -> None:
    new = stage.api.migrate(ann.chat)
    first, second = stage.api.updates
    stage.api.updates = [second, first, second, first]
    await stage.settle()
    there = stage.member(new, "小安", 1)
    await there.say("/help")
    there.sees("小樹手作")
    stage.api.updates = [first, second]
    await stage.settle()
    await there.tap("▶")
    there.sees("泡泡研究室")


@pytest.mark.parametrize("lost", [0, 1], ids=NOTICES)
async def test_either_notice_is_enough(stage: Stage, ann: Person, lost: int) -> None:
    new = stage.api.migrate(ann.chat)
    del stage.api.updates[lost]
    await stage.settle()
    there = stage.member(new, "小安", 1)
    await there.say("/help")
    there.sees("小樹手作")


@pytest.mark.parametrize("cut", [0, 1], ids=NOTICES)
@pytest.mark.parametrize("is_done", [False, True], ids=["not begun", "carried out"])
async def test_a_crash_in_the_middle_loses_nothing_and_says_nothing(
    stage: Stage, ann: Person, cut: int, is_done: bool
) -> None:
    assert stage.store and stage.chat
    new = stage.api.migrate(ann.chat)
    update = stage.api.updates.pop(cut)
    stage.api.updates.clear()
    inbox = Inbox(stage.store, Seal(), mark_of(stage.api.token))
    inbox.take([Taken(update["update_id"], json.dumps(update))])
    if is_done:
        token = acting.set(Acting(update["update_id"]))
        stage.chat.moved(GROUP, new.id)
        acting.reset(token)
    stage.api.calls.clear()
    await stage.restart()
    await stage.settle()
    assert not [name for name, _ in stage.api.calls if name.startswith(("send", "edit"))]
    there = stage.member(new, "小安", 1)
    await there.say("/help")
    there.sees("小樹手作")


@pytest.mark.parametrize("fault", ["never_sent", "hung_up", "answer_lost"])
async def test_calls_that_break_while_it_moves_lose_nothing_of_the_brief(
    stage: Stage, ann: Person, fault: str
) -> None:
    stage.api.push("message", ann.chat.told(ann.chat.add(ann.user, text="/help")))
    new = stage.api.migrate(ann.chat)
    getattr(stage.network, fault).append("sendMessage")
    await stage.settle()
    there = stage.member(new, "小安", 1)
    await there.say("/help")
    there.sees("小樹手作")
    await there.tap("▶")
    there.sees("泡泡研究室")
