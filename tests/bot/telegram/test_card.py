"""The living card: always one, below words, in place for taps."""

import pytest

from bot.telegram import looks
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage


def methods(stage: Stage) -> list[str]:
    """The calls of the bot so far, those of its start left out."""
    return [
        name for name, _ in stage.api.calls if "My" not in name and name not in ("getMe", "deleteWebhook")
    ]


async def test_words_move_the_card_below_them(asked: Person) -> None:
    first, words = asked.card, await asked.say("/help")
    assert asked.card.id > words.id > first.id
    assert asked.cards == [asked.card]


async def test_the_new_card_is_there_before_the_old_one_goes(stage: Stage, asked: Person) -> None:
    stage.api.calls.clear()
    await asked.say("/help")
    assert methods(stage) == ["sendMessage", "deleteMessage"]


async def test_a_tap_answers_first_and_edits_in_place(stage: Stage, asked: Person) -> None:
    stage.api.calls.clear()
    before = asked.card
    assert await asked.tap("中價") is None
    assert methods(stage) == ["answerCallbackQuery", "editMessageText"]
    assert asked.card is before
    asked.sees("總預算")


async def test_a_double_tap_is_answered_twice_and_shown_once(stage: Stage, asked: Person) -> None:
    stage.api.calls.clear()
    await asked.tap("中價", times=2)
    assert methods(stage) == ["answerCallbackQuery", "editMessageText", "answerCallbackQuery"]
    asked.sees("總預算", "NT$30,000")


async def test_an_answer_that_changes_nothing_edits_nothing(stage: Stage, advised: Person) -> None:
    await advised.tap("▶")
    stage.api.calls.clear()
    await advised.tap("2/2")
    assert methods(stage) == ["answerCallbackQuery"]


async def test_after_a_restart_the_tapped_message_tells_how_the_card_looks(
    stage: Stage, advised: Person
) -> None:
    # The process has forgotten what it showed; an identical edit would be refused by Telegram.
    await advised.tap("▶")
    await stage.restart()
    stage.api.calls.clear()
    await advised.tap("2/2")
    assert methods(stage) == ["answerCallbackQuery"]


async def test_a_restart_in_mid_dialogue_forgets_nothing(stage: Stage, asked: Person) -> None:
    await asked.tap("中價")
    await stage.restart()
    await asked.tap("NT$30,000")
    asked.sees("找誰", "小樹手作")
    assert len(asked.cards) == 1


async def test_a_tap_on_an_outdated_card_brings_the_latest_one_down(stage: Stage, asked: Person) -> None:
    outdated = asked.card
    await asked.say("/help")
    assert await asked.tap("中價", on=outdated) == "這張卡片已經不是最新的，請用最下面那張。"
    asked.sees("一個賣多少錢")
    assert len(asked.cards) == 1


async def test_a_card_too_old_to_delete_loses_its_buttons(asked: Person) -> None:
    old = asked.card
    old.is_old = True
    await asked.say("/help")
    assert old in asked.seen and not old.keyboard
    assert asked.cards == [asked.card]


async def test_a_card_that_somebody_deleted_is_sent_again(asked: Person) -> None:
    card = asked.card
    del asked.chat.messages[card.id]
    await asked.tap("中價", on=card)
    asked.sees("總預算")
    assert len(asked.cards) == 1


@pytest.mark.parametrize(
    "data",
    [
        "x",
        "1:b1:tier:gold",
        "1:b1:budget:-5-TWD",
        "1:b1:budget:many-TWD",
        "1:b1:page:x",
        "1:b1:show:nothing",
        "1:b1:drop:product.x",
        "1:b1:__class__:x",
        "1:b1:skip:product",
        "1:" + "b" * 62,
    ],
)
async def test_a_forged_button_is_refused_with_a_toast(stage: Stage, asked: Person, data: str) -> None:
    before = (asked.card.text, asked.card.edits)
    stage.api.tap(asked.chat, asked.user, asked.card, data, "forged")
    await stage.settle()
    assert stage.api.toasts[-1] == "這個按鈕已失效，輸入 /new 重新開始。"
    assert (asked.card.text, asked.card.edits) == before


@pytest.mark.parametrize("data", ["0:b1:tier:mid", "2:b1:whatever", "17:b1:a:b:c"])
async def test_a_button_of_another_version_brings_the_card_anew(
    stage: Stage, asked: Person, data: str
) -> None:
    old = asked.card
    stage.api.tap(asked.chat, asked.user, old, data, "of another version")
    await stage.settle()
    assert stage.api.toasts[-1] == "這是舊版的按鈕，已換上新的卡片。"
    assert asked.card is not old and asked.cards == [asked.card]
    asked.sees("一個賣多少錢")


async def test_a_button_of_another_version_and_of_a_lost_brief(stage: Stage, asked: Person) -> None:
    stage.api.tap(asked.chat, asked.user, asked.card, "0:zzz:tier:mid", "of another version")
    await stage.settle()
    assert stage.api.toasts[-1] == "這份需求找不到了，輸入 /new 重新開始。"


async def test_a_button_of_a_brief_that_is_gone_says_so(stage: Stage, asked: Person) -> None:
    stage.api.tap(asked.chat, asked.user, asked.card, "1:zzz:tier:mid", "of a lost brief")
    await stage.settle()
    assert stage.api.toasts[-1] == "這份需求找不到了，輸入 /new 重新開始。"


async def test_a_handle_can_be_copied(advised: Person) -> None:
    await advised.tap("🔍 1")
    assert await advised.tap("複製帳號") == "copied @c0"


async def test_a_new_brief_leaves_the_last_answer_to_be_read_and_tapped(advised: Person) -> None:
    answer = advised.card
    await advised.tap("新需求", times=2)
    advised.sees("你賣什麼")
    assert [m.text for m in advised.seen].count(advised.card.text) == 1
    await advised.tap("計畫細節")
    assert "計畫細節" in answer.text


async def test_start_again_and_again_leaves_one_card(seller: Person) -> None:
    for _ in range(3):
        await seller.say("/start")
    assert len(seller.seen) == 1


async def test_a_cancelled_question_vanishes(asked: Person) -> None:
    question = asked.card
    await asked.say("/cancel")
    assert question not in asked.seen
    asked.sees("已取消")


async def test_a_cancelled_answer_stays_without_buttons(advised: Person) -> None:
    answer = advised.card
    await advised.say("/cancel")
    assert answer in advised.seen and not answer.keyboard


async def test_pages_turn_in_place(advised: Person) -> None:
    await advised.tap("▶")
    advised.sees("泡泡研究室", "2/2")
    await advised.tap("◀")
    advised.sees("Mia <3 日常", "1/2")
    assert len(advised.seen) == 1


async def test_what_a_card_looks_like_is_not_remembered_for_ever(
    stage: Stage, seller: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "REMEMBERED", 1)
    other = stage.person("阿明", number=2)
    for person in (seller, other):
        await person.say("/start")
    await seller.say("/help")
    assert len(seller.seen) == 1
