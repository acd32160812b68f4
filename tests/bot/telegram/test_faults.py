"""What goes wrong on the way: nothing doubled, nothing lost, and an apology where it was our fault."""

import time
from typing import Any

import pytest
from telegram import Update
from telegram.error import Conflict, InvalidToken

from bot.telegram import waiting
from bot.telegram.start import ALLOWED
from knowledge.answer import Advice
from tests.bot.telegram.conftest import COMPLETE
from tests.bot.telegram.test_card import methods
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness


class Broken(FakeAdviser):
    """Fails with an error that quotes the seller, as validation errors do."""

    def advise(self, *asked: Any) -> Advice:
        raise ValueError("input was 手工皂")


class Slow(FakeAdviser):
    def advise(self, *asked: Any) -> Advice:
        time.sleep(0.4)
        return super().advise(*asked)


async def test_an_answer_that_may_have_arrived_is_not_sent_again_but_shown_on_the_card_we_know(
    stage: Stage, asked: Person, witness: Witness
) -> None:
    stage.network.answer_lost = ["sendMessage"]
    stage.api.calls.clear()
    await asked.say("280")
    assert methods(stage) == ["sendMessage", "editMessageText"]
    assert [("總預算" in card.text) for card in asked.cards] == [True, True]
    assert witness.names("warning") == []


async def test_an_answer_that_never_arrived_is_shown_on_the_card_we_know(
    stage: Stage, asked: Person, witness: Witness
) -> None:
    stage.network.hung_up = ["sendMessage"]
    await asked.say("280")
    asked.sees("總預算", "NT$280")
    assert len(asked.cards) == 1


async def test_a_first_answer_that_may_have_arrived_is_left_at_that(
    stage: Stage, seller: Person, witness: Witness
) -> None:
    stage.network.answer_lost = ["sendMessage"]
    stage.api.calls.clear()
    await seller.say("手工皂")
    assert methods(stage) == ["sendMessage"]
    assert witness.names("warning") == ["telegram.network"]


async def test_the_card_that_arrived_unknown_to_us_makes_way_when_tapped(stage: Stage, asked: Person) -> None:
    stage.network.answer_lost = ["sendMessage"]
    await asked.say("/help")
    assert len(asked.cards) == 2
    assert await asked.tap("中價", on=asked.card) == "這張卡片已經不是最新的，請用最下面那張。"
    assert len(asked.cards) == 1
    await asked.tap("中價")
    asked.sees("總預算")


async def test_an_answer_that_was_never_sent_is_tried_again(stage: Stage, asked: Person) -> None:
    stage.network.never_sent = ["sendMessage"]
    await asked.say("/help")
    assert len(asked.seen) == 1


async def test_flood_control_is_waited_out(stage: Stage, asked: Person) -> None:
    stage.api.flood(asked.chat, calls=1, seconds=1)
    await asked.tap("中價")
    asked.sees("總預算")


async def test_somebody_who_blocked_us_is_no_fault(stage: Stage, asked: Person, witness: Witness) -> None:
    asked.chat.is_closed_to_bot = "blocked by the user"
    await asked.say("/help")
    assert "telegram.not_delivered" in witness.names("info")
    asked.chat.is_closed_to_bot = None
    await asked.say("/help")
    asked.sees("手工皂")


async def test_being_blocked_is_noted(stage: Stage, asked: Person, witness: Witness) -> None:
    member = {"user": stage.api.bot.json(), "status": "member"}
    blocked = {"user": stage.api.bot.json(), "status": "kicked", "until_date": 0}
    told = {"chat": asked.chat.json(), "from": asked.user.json(), "date": 1}
    stage.api.push("my_chat_member", told | {"old_chat_member": member, "new_chat_member": blocked})
    await stage.settle()
    assert {
        "event": "telegram.membership",
        "chat": asked.chat.id,
        "status": "kicked",
        "log_level": "info",
    } in witness.events


async def test_a_fault_of_ours_is_owned_up_to_with_a_reference(
    stage: Stage, seller: Person, witness: Witness
) -> None:
    stage.knows(seller, COMPLETE)
    await seller.say("/help")
    whole = seller.card
    assert stage.app
    stage.adviser = Broken()
    await stage.restart()
    await seller.tap("▶")
    (fault,) = witness.faults()
    seller.sees("抱歉", fault["reference"])
    assert whole in seller.cards
    assert fault["error"] == "ValueError" and any("advise" in place for place in fault["where"])


async def test_the_log_holds_ids_and_never_words(stage: Stage, seller: Person, witness: Witness) -> None:
    stage.adviser = Broken()
    await stage.restart()
    stage.knows(seller, COMPLETE)
    await seller.say("我想賣一種特別的東西")
    logged = repr([*witness.faults(), *witness.events])
    assert "ValueError" in logged
    assert not [secret for secret in ("手工皂", "特別", stage.api.token) if secret in logged]


async def test_a_slow_answer_shows_typing_and_the_finger_does_not_wait(
    stage: Stage, seller: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "WONDER", 0.2)
    stage.adviser = Slow()
    await stage.restart()
    stage.knows(seller, COMPLETE)
    await seller.say("/help")
    stage.api.calls.clear()
    await seller.tap("▶")
    assert methods(stage) == ["answerCallbackQuery", "sendChatAction", "editMessageText"]


async def test_an_answer_that_takes_a_moment_shows_no_typing(stage: Stage, seller: Person) -> None:
    # Beside the answer it was one call more, for something that nobody saw.
    stage.adviser = Slow()
    await stage.restart()
    stage.knows(seller, COMPLETE)
    await seller.say("/help")
    stage.api.calls.clear()
    await seller.tap("▶")
    await seller.say("/help")
    assert methods(stage) == ["answerCallbackQuery", "editMessageText", "sendMessage", "deleteMessage"]


async def test_what_a_tap_asks_for_is_shown_while_its_answer_is_on_the_way(
    stage: Stage, seller: Person
) -> None:
    stage.knows(seller, COMPLETE)
    await seller.say("/help")
    stage.api.calls.clear()
    stage.network.slow = {"answerCallbackQuery": 0.1}
    await seller.tap("▶")
    assert methods(stage) == ["editMessageText", "answerCallbackQuery"]


async def test_a_quick_answer_shows_no_typing(stage: Stage, asked: Person) -> None:
    assert "sendChatAction" not in methods(stage)


@pytest.mark.parametrize(
    ("error", "event"),
    [
        (Conflict("terminated by other getUpdates request"), "telegram.rival"),
        (InvalidToken("The token `1:secret` was rejected"), "telegram.revoked"),
    ],
)
async def test_trouble_with_polling_is_named(
    stage: Stage, witness: Witness, error: Exception, event: str
) -> None:
    assert stage.app
    await stage.app.process_error(None, error)
    (fault,) = witness.faults()
    assert fault["event"] == event and "secret" not in repr(fault)


async def test_an_apology_that_fails_is_logged_and_no_more(
    stage: Stage, seller: Person, witness: Witness
) -> None:
    stage.adviser = Broken()
    await stage.restart()
    stage.knows(seller, COMPLETE)
    seller.chat.is_closed_to_bot = "blocked by the user"
    await seller.say("/help")
    assert witness.names("warning") == ["telegram.no_apology"]
    assert len(witness.faults()) == 1


async def test_updates_of_kinds_we_never_asked_for_are_not_sent(stage: Stage, asked: Person) -> None:
    stage.api.push("poll", {"id": "1"})
    await stage.settle()
    assert stage.api.allowed == list(ALLOWED) and "poll" not in ALLOWED


def test_an_update_without_a_sender_has_a_line_to_wait_in() -> None:
    from bot.telegram.processor import Key, key_of

    assert key_of(Update(1)) == key_of("no update") == Key(0, 0, 0)
