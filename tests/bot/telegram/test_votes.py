"""Votes: one a person and creator, counted live on the card, named on request; and what somebody opens for themselves."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.telegram import looks
from tests.bot.telegram.company import calls, card_of, look_of
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage


def votes(person: Person) -> list[str]:
    """The vote buttons of the card."""
    return [label for label in card_of(person).labels if "👍" in label or "👎" in label]


async def test_each_creator_of_the_page_can_be_voted_on(ann: Person) -> None:
    for _ in range(2):
        shown = [label.removeprefix("🔍 ") for label in card_of(ann).labels if label.startswith("🔍 ")]
        assert votes(ann) == [f"{number} {thumb}" for number in shown for thumb in "👍👎"] and len(shown) >= 2
        await (ann.tap("▶") if card_of(ann).button("▶") else ann.tap("◀"))


async def test_in_private_nobody_votes(advised: Person) -> None:
    assert not any("👍" in label or "🗳" in label for label in advised.card.labels)


async def test_everybody_votes_and_the_card_counts(
    stage: Stage, ann: Person, ben: Person, eve: Person
) -> None:
    assert await ben.tap("1 👍") == "👍 投給 小樹手作。再按一次收回。"
    await eve.tap("1 👍")
    assert await ann.tap("2 👎") == "👎 不選 Mia <3 日常。再按一次收回。"
    assert votes(ann)[:4] == ["1 👍 2", "1 👎", "2 👍", "2 👎 1"]
    assert await eve.tap("1 👍") == "收回了對 小樹手作 的票。"
    assert votes(ann)[0] == "1 👍 1"


async def test_a_vote_costs_an_answer_and_an_edit(stage: Stage, ann: Person, ben: Person) -> None:
    text = card_of(ann).text
    stage.api.calls.clear()
    await ben.tap("1 👍")
    assert calls(stage) == ["answerCallbackQuery", "editMessageReplyMarkup"]
    assert card_of(ann).text == text


async def test_a_double_tap_takes_the_vote_back(ann: Person, ben: Person) -> None:
    await ben.tap("1 👍", times=2)
    assert votes(ann)[0] == "1 👍"


async def test_the_other_thumb_replaces_the_first(ann: Person, ben: Person) -> None:
    await ben.tap("1 👍")
    await ben.tap("1 👎")
    assert votes(ann)[:2] == ["1 👍", "1 👎 1"]


async def test_a_tap_that_is_delivered_twice_counts_once(stage: Stage, ann: Person, ben: Person) -> None:
    # Telegram repeats what it thinks was lost: another update, the same callback query.
    data = card_of(ann).button("1 👍")["callback_data"]
    stage.api.tap(ann.chat, ben.user, card_of(ann), data, "1 👍")
    again = {"update_id": 700_000, "callback_query": dict(stage.api.updates[-1]["callback_query"])}
    await stage.settle()
    stage.api.unanswered[again["callback_query"]["id"]] = "again"
    stage.api.updates.append(again)
    await stage.settle()
    assert votes(ann)[0] == "1 👍 1"


async def test_votes_that_arrive_in_another_order_come_to_the_same(stage: Stage, ann: Person) -> None:
    card, people = card_of(ann), [stage.member(ann.chat, f"人{n}", 10 + n) for n in range(6)]
    for n, person in enumerate(people):
        label = "1 👍" if n % 3 else "1 👎"
        stage.api.tap(ann.chat, person.user, card, card.button(label)["callback_data"], label)
    stage.api.updates.reverse()
    await stage.settle()
    assert votes(ann)[:2] == ["1 👍 4", "1 👎 2"]


async def test_many_votes_at_once_are_shown_in_few_edits(stage: Stage, ann: Person) -> None:
    card = card_of(ann)
    stage.api.calls.clear()
    stage.network.slow["editMessageReplyMarkup"] = 0.05
    for n in range(20):
        person = stage.member(ann.chat, f"人{n}", 10 + n)
        stage.api.tap(ann.chat, person.user, card, card.button("1 👍")["callback_data"], "1 👍")
    await stage.settle()
    assert votes(ann)[0] == "1 👍 20"
    assert calls(stage).count("editMessageReplyMarkup") < 10


async def test_votes_survive_a_restart(stage: Stage, ann: Person, ben: Person) -> None:
    await ben.tap("1 👍")
    await stage.restart()
    await stage.member(ann.chat, "小伊", 3).tap("1 👍")
    assert votes(ann)[0] == "1 👍 2"


async def test_a_vote_on_somebody_who_left_the_list_says_so(stage: Stage, ann: Person, ben: Person) -> None:
    outdated = card_of(ann).button("1 👍")["callback_data"]
    await ann.tap("🔍 1")
    await ann.tap("排除這位")
    stage.api.tap(ann.chat, ben.user, card_of(ann), outdated, "1 👍")
    await stage.settle()
    assert "已不在" in (stage.api.toasts[-1] or "")


@pytest.mark.parametrize("value", ["", "x", "12345678", "12345678.x", "12345678.u.u", "u", ".u"])
async def test_a_forged_vote_is_refused(stage: Stage, ann: Person, ben: Person, value: str) -> None:
    stage.api.tap(ann.chat, ben.user, card_of(ann), f"1:b1:vote:{value}", "forged")
    await stage.settle()
    assert stage.api.toasts[-1] and votes(ann)[0] == "1 👍"


async def test_a_vote_from_another_chat_is_refused(stage: Stage, ann: Person) -> None:
    other = stage.member(Chat(-200, "group", "別的"), "外人", 9)
    await other.say("/help")
    data = card_of(ann).button("1 👍")["callback_data"]
    stage.api.tap(other.chat, other.user, other.card, data, "1 👍")
    await stage.settle()
    assert stage.api.toasts[-1] == "這份需求找不到了，輸入 /new 重新開始。" and votes(ann)[0] == "1 👍"


async def test_the_standing_counts_and_names_on_request(ann: Person, ben: Person, eve: Person) -> None:
    await ben.tap("2 👍")
    await eve.tap("2 👍")
    await eve.tap("1 👎")
    await ann.tap("投票結果")
    look = look_of(ann)
    assert look.text.splitlines()[-2:] == ["1. Mia <3 日常　👍 2 · 👎 0", "2. 小樹手作　👍 0 · 👎 1"]
    assert "阿本" not in look.text
    await ann.tap("誰投的")
    assert "👍 阿本、小伊" in look_of(ann).text and "👎 小伊" in look_of(ann).text


async def test_nobody_has_voted_yet(ann: Person, ben: Person) -> None:
    await ben.tap("投票結果")
    assert "還沒有人投票" in look_of(ben).text


# What somebody opens beside the card


async def test_another_person_opens_details_beside_the_card(stage: Stage, ann: Person, ben: Person) -> None:
    card, before = card_of(ann), (card_of(ann).text, card_of(ann).edits)
    assert await ben.tap("🔍 2") is None
    look = look_of(ben)
    assert look.text.startswith("👀 阿本 看的") and "Mia <3 日常" in look.text and look.reply_to is card
    assert (card.text, card.edits) == before


async def test_their_taps_stay_in_their_own_message(stage: Stage, ann: Person, ben: Person) -> None:
    await ben.tap("🔍 2")
    stage.api.calls.clear()
    look = look_of(ben)
    await ben.tap("返回", on=look)
    assert "找誰" in look.text
    await ben.tap("▶", on=look)
    assert "泡泡研究室" in look.text
    assert calls(stage) == ["answerCallbackQuery", "editMessageText"] * 2
    assert "找誰" in card_of(ann).text and "1/2" in card_of(ann).labels


async def test_a_look_has_no_button_that_changes_the_brief(ann: Person, ben: Person) -> None:
    await ben.tap("🔍 2")
    await ben.tap("返回", on=look_of(ben))
    labels = look_of(ben).labels
    assert not [
        x
        for x in labels
        if any(word in x for word in ("便宜", "大一點", "換一批", "改條件", "新需求", "分享", "手工皂"))
    ]


async def test_the_card_tapped_again_edits_the_look_they_have(stage: Stage, ann: Person, ben: Person) -> None:
    await ben.tap("🔍 2", on=card_of(ann))
    first = look_of(ben)
    await ben.tap("🔍 3", on=card_of(ann))
    assert look_of(ben) is first and "阿德 & 露營" in first.text
    stage.api.calls.clear()
    await ben.tap("🔍 3", on=card_of(ann))
    assert calls(stage) == ["answerCallbackQuery"]


async def test_below_a_card_that_moved_the_look_moves_too(ann: Person, ben: Person) -> None:
    await ben.tap("🔍 2")
    first = look_of(ben)
    await ann.say("/help")
    await ben.tap("🔍 3", on=card_of(ann))
    assert first not in ben.seen and look_of(ben).id > card_of(ann).id


async def test_two_people_look_at_two_things(ann: Person, ben: Person, eve: Person) -> None:
    await ben.tap("🔍 2", on=card_of(ann))
    await eve.tap("🔍 3", on=card_of(ann))
    looks = [m for m in ann.seen if "👀" in m.text]
    assert [("阿本" in m.text, "小伊" in m.text) for m in looks] == [(True, False), (False, True)]
    await eve.tap("2 ➡️" if looks[0].button("2 ➡️") else "3 ➡️", on=looks[0])
    assert "阿本" in looks[0].text and "Mia <3 日常" in looks[0].text, "his stays"


async def test_a_vote_in_a_look_counts_there_and_on_the_card(ann: Person, ben: Person) -> None:
    await ben.tap("🔍 1")
    await ben.tap("👍", on=look_of(ben))
    assert look_of(ben).labels[:2] == ["👍 1", "👎"] and votes(ann)[0] == "1 👍 1"


async def test_a_look_is_closed_by_its_owner_or_the_asker(ann: Person, ben: Person, eve: Person) -> None:
    await ben.tap("🔍 1")
    assert "提問的人" in (await eve.tap("收起", on=look_of(ben)) or "")
    assert look_of(ben)
    await ben.tap("收起", on=look_of(ben))
    assert look_of(ben) is None
    await eve.tap("🔍 1", on=card_of(ann))
    await ann.tap("收起", on=look_of(eve))
    assert look_of(eve) is None


async def test_nobody_closes_the_card(stage: Stage, ann: Person) -> None:
    stage.api.tap(ann.chat, ann.user, card_of(ann), "1:b1:close:", "forged")
    await stage.settle()
    assert card_of(ann) and stage.api.toasts[-1] == "這個按鈕已失效，輸入 /new 重新開始。"


async def test_looks_go_when_the_brief_is_put_away(ann: Person, ben: Person) -> None:
    await ben.tap("🔍 1")
    await ann.say("/cancel")
    assert look_of(ben) is None


async def test_a_look_survives_a_restart(stage: Stage, ann: Person, ben: Person) -> None:
    await ben.tap("🔍 1")
    await stage.restart()
    await ben.tap("返回", on=look_of(ben))
    assert "找誰" in look_of(ben).text


@pytest.mark.parametrize("data", ["1:b1:show:change", "1:b1:show:main", "1:b1:ask:budget", "1:b1:star:+x"])
async def test_what_a_look_has_no_button_for_is_refused(
    stage: Stage, ann: Person, ben: Person, data: str
) -> None:
    stage.api.tap(ann.chat, ben.user, card_of(ann), data, "forged")
    await stage.settle()
    assert stage.api.toasts[-1] == "這顆按鈕由提問的人操作。想改條件，直接回覆卡片打字；想自己問，輸入 /kol。"


@pytest.fixture
def _few(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    monkeypatch.setattr(looks, "REMEMBERED", 1)
    yield


async def test_looks_that_nobody_remembers_are_sent_anew(
    _few: None, stage: Stage, ann: Person, ben: Person, eve: Person, tmp_path: Path
) -> None:
    await ben.tap("🔍 1", on=card_of(ann))
    await eve.tap("🔍 2", on=card_of(ann))
    await ben.tap("🔍 3", on=card_of(ann))
    assert len([m for m in ann.seen if "👀" in m.text]) == 2


async def test_the_shortlist_in_the_store_is_the_groups(
    stage: Stage, ann: Person, ben: Person, eve: Person
) -> None:
    await ben.tap("2 👍")
    await eve.tap("2 👍")
    await eve.tap("1 👎")
    assert stage.chat
    assert [tally.channel for tally in stage.chat.poll.votes.shortlist("b1")] == ["instagram:c1"]
