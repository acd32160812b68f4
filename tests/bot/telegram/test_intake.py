"""From Telegram to the inbox and out again: nothing twice, nothing lost, whatever breaks in between."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.telegram import intake
from data.inbox import Acting, Inbox, Taken, acting, mark_of
from data.seal import Seal
from data.store import UnwritableStore
from tests.bot.telegram.conftest import COMPLETE
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

RESUMED = "剛剛重新啟動過，這一步已經完成了。"


async def test_an_update_that_comes_again_acts_once(stage: Stage, asked: Person) -> None:
    stage.api.message(asked.chat, asked.user, "280")
    update = stage.api.updates[-1]
    await stage.settle()
    before = len(stage.api.calls)
    stage.api.updates.append(update)
    await stage.settle()
    await stage.restart()
    stage.api.updates += [update, update]
    await stage.settle()
    deeds = [name for name, _ in stage.api.calls[before:] if not name.startswith("get")]
    assert deeds == ["deleteWebhook"]  # which every start does


async def test_updates_that_come_together_are_put_right(stage: Stage, seller: Person) -> None:
    for text in ("手工皂", "280", "預算3萬"):
        stage.api.message(seller.chat, seller.user, text)
    stage.api.updates.reverse()
    await stage.settle()
    seller.sees("手工皂", "NT$280", "NT$30,000")


def left_by_a_crash(stage: Stage, person: Person, text: str, does: Callable[[], object] | None = None) -> int:
    """What is in the database when the power goes after an update was taken, and perhaps acted on."""
    assert stage.store
    stage.api.message(person.chat, person.user, text)
    update = stage.api.updates.pop()
    inbox = Inbox(stage.store, Seal(), mark_of(stage.api.token))
    inbox.take([Taken(update["update_id"], json.dumps(update))])
    if does:
        token = acting.set(Acting(update["update_id"]))
        does()
        acting.reset(token)
    return int(update["update_id"])


async def test_what_was_taken_and_not_done_is_done_after_a_restart(stage: Stage, asked: Person) -> None:
    left_by_a_crash(stage, asked, "280")
    await stage.restart()
    await stage.settle()
    asked.sees("總預算", "NT$280")


async def test_what_was_done_and_not_answered_is_answered_and_not_done_again(
    stage: Stage, seller: Person
) -> None:
    stage.knows(seller, COMPLETE)
    await seller.say("/help")
    left_by_a_crash(stage, seller, "預算 99999", lambda: stage.knows(seller, COMPLETE))
    await stage.restart()
    await stage.settle()
    seller.sees(RESUMED, "手工皂")
    assert "99,999" not in seller.card.text


async def test_words_that_acted_on_no_brief_are_answered_too(stage: Stage, seller: Person) -> None:
    assert stage.store
    store = stage.store

    def effect() -> None:
        with store.atomic():
            store.execute("create table if not exists something (x)")

    left_by_a_crash(stage, seller, "/privacy", effect)
    await stage.restart()
    await stage.settle()
    assert seller.card.text == RESUMED


async def test_an_update_that_kills_the_bot_each_time_is_given_up(
    stage: Stage, asked: Person, witness: Witness
) -> None:
    number = left_by_a_crash(stage, asked, "777")
    assert stage.store
    stage.store.execute("update inbox set tries = ? where update_id = ?", [intake.MOST_TRIES, number])
    await stage.restart()
    await stage.settle()
    (given_up,) = witness.faults()
    assert given_up["event"] == "telegram.given_up" and given_up["update"] == number
    assert "777" not in asked.card.text


async def test_nothing_of_what_was_said_is_left_when_it_is_answered(stage: Stage, seller: Person) -> None:
    await seller.say("我想賣一種特別的手工皂")
    await stage.restart()
    assert stage.store
    rows = stage.store.execute("select payload, acted from inbox").fetchall()
    assert rows and all(payload is None for payload, _ in rows) and any(acted for _, acted in rows)


async def test_what_is_done_goes_with_what_comes_next(
    stage: Stage, asked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "GATHER", 60.0)
    await stage.restart()
    assert stage.store
    for text in ("280", "預算3萬"):
        await asked.say(text)
    (waiting,) = stage.store.execute("select count(*) from inbox where payload is not null").fetchone()
    assert waiting == 1  # the last one, until the bot stops or another comes
    await stage.restart()
    (waiting,) = stage.store.execute("select count(*) from inbox where payload is not null").fetchone()
    assert waiting == 0
    asked.sees("NT$30,000")


async def test_what_could_not_be_put_away_with_the_next_is_put_away_later(
    stage: Stage, asked: Person, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "GATHER", 60.0)
    await stage.restart()
    take, tried = Inbox.take, list[list[int]]()

    def full(inbox: Inbox, updates: Any, done: list[int]) -> Any:
        tried.append(done)
        if len(tried) == 2:
            raise UnwritableStore("kol.db cannot be written (disk full). Make room.")
        return take(inbox, updates, done)

    monkeypatch.setattr(Inbox, "take", full)
    await asked.say("280")
    await asked.say("預算3萬")
    assert tried[1] and tried[2] == tried[1]
    assert [fault["event"] for fault in witness.faults()] == ["telegram.not_kept"]
    asked.sees("NT$30,000")


async def test_a_backlog_of_an_earlier_process_is_served_to_the_end(
    stage: Stage, asked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 70 updates of one person were held when the power went: 39 of them were answered "too many are waiting".
    assert stage.app
    for _ in range(40):
        left_by_a_crash(stage, asked, "/help")
    stage.api.calls.clear()
    await stage.restart()
    await stage.settle()
    assert "前面還有很多則" not in "".join(message.text for message in asked.seen)
    sent = [told["text"] for name, told in stage.api.calls if name == "sendMessage"]
    assert len(sent) == 40


async def test_while_nothing_can_be_kept_telegram_keeps_it(
    stage: Stage, asked: Person, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = iter([UnwritableStore("kol.db cannot be written (disk full). Make room.")] * 2)
    take = Inbox.take

    def full(inbox: Inbox, updates: Any, done: Any) -> Any:
        if problem := next(failures, None):
            raise problem
        return take(inbox, updates, done)

    monkeypatch.setattr(Inbox, "take", full)
    await asked.say("280")
    asked.sees("總預算")
    assert [fault["event"] for fault in witness.faults()] == ["telegram.not_kept"] * 2


async def test_more_than_can_be_held_is_left_with_telegram(
    stage: Stage, asked: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert stage.serving
    monkeypatch.setattr(intake, "MOST_HELD", 1)
    for text in ("280", "預算3萬"):
        stage.api.message(asked.chat, asked.user, text)
    await stage.settle()
    asked.sees("NT$30,000")
    assert not stage.serving.intake.is_full and stage.serving.intake.held == 0


async def test_a_newer_process_takes_up_what_an_older_one_was_at(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "kol.db", FakeAdviser())
    await stage.start()
    seller = stage.person()
    stage.api.message(seller.chat, seller.user, "手工皂")
    await stage.stop()
    await stage.start()
    await stage.settle()
    seller.sees("手工皂")
    assert len(seller.seen) == 1
    await stage.stop()
