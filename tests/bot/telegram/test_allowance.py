"""Too much from one person, or one group: a friendly word once, every finger answered, nobody else held up."""

from pathlib import Path

import pytest

from bot.telegram import allowance
from bot.telegram.allowance import Limits
from tests.bot.telegram.conftest import COMPLETE
from tests.bot.telegram.test_card import methods
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

SLOW = "訊息來得有點快，我先休息一下。一分鐘後再傳，需求都還在。"
TOAST = "按得有點快，請稍等一下再按。"


def running(tmp_path: Path, limits: Limits) -> Stage:
    """A stage with these limits, started by its context."""
    stage = Stage(tmp_path / "kol.db", FakeAdviser())
    stage.limits = limits
    return stage


async def test_who_writes_too_much_is_told_once_and_the_rest_is_not_carried_out(
    tmp_path: Path, witness: Witness
) -> None:
    async with running(tmp_path, Limits(person=3)) as stage:
        hasty = stage.person()
        for text in ("手工皂", "280", "/help", "蛋糕", "貓砂", "行李箱"):
            await hasty.say(text)
        assert [message.text for message in hasty.seen].count(SLOW) == 1
        assert "手工皂" in hasty.cards[-1].text and "蛋糕" not in hasty.cards[-1].text
        assert witness.faults() == []


async def test_every_tap_over_the_limit_is_answered_and_changes_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, Limits(person=4)) as stage:
        hasty = stage.person()
        stage.knows(hasty, COMPLETE)
        await hasty.say("/help")
        for label in ("▶", "◀", "▶"):
            await hasty.tap(label)
        stage.api.toasts.clear()
        before = hasty.card.text, hasty.card.edits
        await hasty.tap("◀", times=3)
        assert stage.api.toasts == [TOAST] * 3 and (hasty.card.text, hasty.card.edits) == before


async def test_others_are_served_meanwhile(tmp_path: Path) -> None:
    async with running(tmp_path, Limits(person=2)) as stage:
        hasty, other = stage.person(), stage.person("阿明", number=2)
        for _ in range(5):
            await hasty.say("/help")
        await other.say("手工皂")
        other.sees("手工皂")


async def test_a_group_has_a_limit_of_its_own(tmp_path: Path) -> None:
    async with running(tmp_path, Limits(person=100, group=3)) as stage:
        group = stage.api.chat(Chat(-55, "supergroup", "團隊"))
        people = [stage.member(group, name, number) for number, name in enumerate("甲乙丙丁戊", 10)]
        for person in people:
            await person.say("/help")
        assert sum(message.text == SLOW for message in people[0].seen) == 2  # 丁 and 戊, once each


async def test_talk_in_a_group_that_is_not_for_the_bot_counts_nothing(tmp_path: Path) -> None:
    async with running(tmp_path, Limits(person=1)) as stage:
        group = stage.api.chat(Chat(-55, "supergroup", "團隊"))
        person = stage.member(group, "甲", 1)
        for _ in range(5):
            await person.say("午餐吃什麼")
        stage.api.calls.clear()
        await person.say("/help")
        assert methods(stage)[0] == "sendMessage" and SLOW not in person.card.text


async def test_operators_are_exempt(tmp_path: Path) -> None:
    async with running(tmp_path, Limits(person=1, exempt={7_001})) as stage:
        operator = stage.person()
        for _ in range(5):
            await operator.say("/help")
        assert SLOW not in [message.text for message in operator.seen]


async def test_somebody_over_the_limit_who_blocked_us_is_no_fault(tmp_path: Path, witness: Witness) -> None:
    async with running(tmp_path, Limits(person=1)) as stage:
        hasty = stage.person()
        await hasty.say("/help")
        hasty.chat.is_closed_to_bot = "blocked by the user"
        await hasty.say("/help")
        assert witness.faults() == []


@pytest.mark.parametrize(("pause", "times"), [(60.0, 1), (0.0, 2)])
async def test_the_word_comes_again_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pause: float, times: int
) -> None:
    monkeypatch.setattr(allowance, "PAUSE", pause)
    async with running(tmp_path, Limits(person=1)) as stage:
        hasty = stage.person()
        for _ in range(3):
            await hasty.say("/help")
        assert [message.text for message in hasty.seen].count(SLOW) == times
