"""Updates of any shape: read, or given up by themselves, and never in the way of others."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.telegram.metrics import METRICS
from bot.telegram.reading import number_of, read, read_all
from data.inbox import Inbox, Taken, mark_of
from data.seal import Seal
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

BOT = Bot("1:x")
USER = {"id": 7_001, "is_bot": False, "first_name": "小美"}
CHAT = {"id": 7_001, "type": "private"}
LEFT = {
    "chat": CHAT,
    "from": USER,
    "date": 1_700_000_000,
    "old_chat_member": {"user": USER, "status": "member"},
    "new_chat_member": {"user": USER, "status": "left", "until_date": 0},
}
UNREADABLE: list[dict[str, Any]] = [
    {"message": {"text": "秘密"}},
    {"message": "秘密"},
    {"message": {"message_id": 1, "date": 10**30, "chat": CHAT}},
    {"callback_query": {"id": "1", "from": "秘密", "chat_instance": "1"}},
    {"inline_query": [1, 2]},
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda more: st.lists(more, max_size=3) | st.dictionaries(st.text(max_size=9), more, max_size=3),
    max_leaves=9,
)
KINDS = st.sampled_from(["message", "callback_query", "my_chat_member", "inline_query", "x", "update_id"])


def unreadable() -> float:
    return METRICS.registry.get_sample_value("kol_updates_unreadable_total") or 0.0


@pytest.mark.parametrize("told", UNREADABLE)
def test_a_shape_that_nobody_knows_is_given_up_and_counted(told: dict[str, Any], witness: Witness) -> None:
    before = unreadable()
    assert read({"update_id": 7, **told}, BOT) is None
    assert unreadable() == before + 1
    (line,) = witness.faults()
    assert (line["event"], line["update"], line["kind"]) == ("telegram.unreadable", 7, next(iter(told)))
    assert "秘密" not in str(line)


def test_what_the_library_reads_and_cannot_write_is_kept_as_it_came() -> None:
    told = {"update_id": 7, "my_chat_member": LEFT, "of_tomorrow": {"a": [1, "字"]}}
    one = read(told, BOT)
    assert one and one.update.my_chat_member and json.loads(one.payload) == told


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ({"update_id": 7}, 7),
        ({"update_id": 0}, 0),
        *(({"update_id": number}, None) for number in (True, "7", -1, 2**63, None)),
        *((told, None) for told in ({}, [7], None)),
    ],
)
def test_the_number_of_an_update(told: object, number: int | None) -> None:
    assert number_of(told) == number


@given(st.lists(JSON | st.dictionaries(KINDS, JSON | st.integers(0, 9), max_size=3), max_size=5))
def test_nothing_that_comes_breaks_the_reading(came: list[object]) -> None:
    numbers = [one.update.update_id for one in read_all(came, BOT)]
    assert [n for n in map(number_of, came) if n in numbers] == numbers


async def test_the_bot_goes_on_after_an_update_that_it_cannot_read(
    stage: Stage, asked: Person, witness: Witness
) -> None:
    stage.api.message(asked.chat, asked.user, "280")
    good = stage.api.updates.pop()
    stage.api.updates += [{"update_id": good["update_id"], "message": {"text": "x"}}]
    stage.api.updates += [{**good, "update_id": good["update_id"] + 1}]
    await stage.settle()
    asked.sees("總預算", "NT$280")
    assert [line["event"] for line in witness.faults()] == ["telegram.unreadable"]


async def test_one_that_was_kept_and_cannot_be_read_any_more_does_not_keep_the_bot_from_starting(
    stage: Stage, asked: Person, witness: Witness
) -> None:
    assert stage.store
    inbox = Inbox(stage.store, Seal(), mark_of(stage.api.token))
    inbox.take([Taken(1, json.dumps({"update_id": 1, "message": {"text": "x"}}))])
    await stage.restart()
    await asked.say("280")
    asked.sees("總預算", "NT$280")
    await stage.restart()
    assert Inbox(stage.store, Seal(), mark_of(stage.api.token)).waiting() == 0
    assert [line["event"] for line in witness.faults()] == ["telegram.unreadable"]


async def test_who_leaves_with_more_fields_than_the_library_knows_holds_up_nobody(
    stage: Stage, asked: Person
) -> None:
    stage.api.push("my_chat_member", LEFT)
    await asked.say("280")
    asked.sees("總預算", "NT$280")
