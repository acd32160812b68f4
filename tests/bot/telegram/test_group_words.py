"""Words addressed to us in a group: whose card they mean, who changed what, and who may take it back."""

import pytest

from knowledge.models import Brief
from tests.bot.telegram.company import GROUP, calls, card_of
from tests.bot.telegram.conftest import COMPLETE
from tests.fakes.telegram.chats import Chat, User
from tests.fakes.telegram.people import MEDIA, Person
from tests.fakes.telegram.stage import Stage

CHANGED = "✏️ 阿本 把預算改成 NT$80,000"
UNDO = "↩️ 復原阿本的變更"


async def test_a_members_reply_changes_the_card_under_his_name(ann: Person, ben: Person) -> None:
    before = ann.card
    said = await ben.say("預算改成8萬", reply_to=ann.card)
    ben.sees(CHANGED, "NT$80,000", UNDO)
    assert ben.card.reply_to is said and before not in ann.seen and len(ann.seen) == 1


async def test_the_name_stays_until_the_next_change(ann: Person, ben: Person) -> None:
    await ben.say("預算改成8萬", reply_to=ann.card)
    await ann.tap("▶")
    ann.sees(CHANGED)
    await ann.tap("便宜點")
    assert CHANGED not in ann.card.text


async def test_the_askers_own_words_name_nobody(ann: Person) -> None:
    await ann.say("預算改成8萬", reply_to=ann.card)
    ann.sees("NT$80,000")
    assert "✏️ 小安" not in ann.card.text and "↩️ 復原小安的變更" not in ann.card.labels


@pytest.mark.parametrize("who", ["ann", "ben"])
async def test_asker_and_changer_take_it_back(ann: Person, ben: Person, who: str) -> None:
    await ben.say("預算改成8萬", reply_to=ann.card)
    await {"ann": ann, "ben": ben}[who].tap(UNDO)
    assert "NT$30,000" in ann.card.text and CHANGED not in ann.card.text


@pytest.mark.parametrize("words", ["復原", "/undo"])
async def test_nobody_else_does(ann: Person, ben: Person, eve: Person, words: str) -> None:
    await ben.say("預算改成8萬", reply_to=ann.card)
    card = card_of(ann)
    assert "直接回覆卡片" in (await eve.tap(UNDO) or "")
    await eve.say(words, reply_to=card)
    assert CHANGED in card_of(ann).text
    assert any("由提問的人或改的人復原" in m.text for m in ann.seen)


async def test_of_two_changes_each_is_taken_back_by_its_own(ann: Person, ben: Person, eve: Person) -> None:
    await ben.say("預算改成8萬", reply_to=ann.card)
    await eve.say("不要 TikTok", reply_to=ann.card)
    ann.sees("✏️ 小伊", "↩️ 復原小伊的變更")
    assert await ben.tap("復原小伊") is not None
    await eve.tap("復原小伊")
    ann.sees(CHANGED, UNDO)
    await ben.tap(UNDO)
    ann.sees("NT$30,000")


async def test_a_mention_means_the_newest_card_of_the_topic(ann: Person, ben: Person) -> None:
    await ben.say("@kol_advisor_bot 預算改成8萬")
    ben.sees(CHANGED)


async def test_a_mention_of_another_bot_does_not(stage: Stage, ann: Person, ben: Person) -> None:
    stage.api.calls.clear()
    await ben.say("@kol_advisor_bot2 預算改成8萬")
    await ben.say("ben@kol_advisor_bot.tw 預算改成8萬")
    assert stage.api.calls == []


async def test_kol_with_words_that_name_no_product_changes_the_newest_card(ann: Person, ben: Person) -> None:
    await ben.say("/kol 預算改成8萬")
    ben.sees(CHANGED)
    assert len(ann.seen) == 1


async def test_kol_with_a_product_is_a_brief_of_ones_own(ann: Person, ben: Person) -> None:
    await ben.say("/kol 面膜 中價 5萬")
    ben.sees("面膜", "NT$50,000")
    assert len(ann.seen) == 2
    await ann.tap("▶", on=ann.seen[0])
    assert "手工皂" in ann.seen[0].text, "the first card is where it was"


async def test_kol_in_private_is_always_a_new_brief(stage: Stage) -> None:
    seller = stage.person()
    stage.knows(seller, COMPLETE)
    await seller.say("/kol 預算5萬")
    seller.sees("你賣什麼")


async def test_a_mention_with_another_product_is_a_brief_of_ones_own(ann: Person, ben: Person) -> None:
    await ben.say("@kol_advisor_bot 面膜 中價 5萬")
    assert ["🎯 手工皂" in m.text for m in ann.seen] == [True, False]


async def test_a_mention_alone_says_how(ann: Person, ben: Person) -> None:
    await ben.say("@kol_advisor_bot")
    ben.sees("在我後面接著說")
    assert len(ann.seen) == 2


async def test_an_answer_to_the_question_that_is_open(stage: Stage) -> None:
    ann = stage.member(Chat(GROUP, "group", "團隊"), "小安", 1)
    await ann.say("/kol")
    await ann.say("@kol_advisor_bot 手工皂")
    ann.sees("手工皂", "一個賣多少錢")
    assert len(ann.seen) == 1


async def test_a_reply_to_an_answer_finds_its_brief(ann: Person, ben: Person) -> None:
    await ann.say("KOC 是什麼？", reply_to=ann.card)
    answer = next(m for m in ann.seen if "🎯" not in m.text)
    await ben.say("/kol 面膜 中價 5萬")
    await ben.say("預算改成8萬", reply_to=answer)
    ben.sees("手工皂", CHANGED)


async def test_a_correction_changes_the_same_brief_again(ann: Person, ben: Person) -> None:
    await ben.say("/kol 面膜 中價 5萬")
    await ben.correct("/kol 面膜 中價 9萬")
    ben.sees("面膜", "NT$90,000")
    assert len(ann.seen) == 2


async def test_two_briefs_side_by_side_do_not_mix(ann: Person, ben: Person) -> None:
    hers = card_of(ann)
    await ben.say("/kol 面膜 中價 5萬")
    await ann.say("預算改成9萬", reply_to=hers)
    texts = [m.text for m in ann.seen]
    assert any("手工皂" in t and "NT$90,000" in t for t in texts)
    assert any("面膜" in t and "NT$50,000" in t for t in texts)
    await ben.say("/undo")
    assert any("手工皂" in m.text and "NT$90,000" in m.text for m in ann.seen), "his undo is of his brief"


async def test_cancel_is_the_askers(ann: Person, ben: Person) -> None:
    card = card_of(ann)
    await ben.say("/cancel", reply_to=card)
    ben.sees("這個指令由提問的人使用")
    assert card.keyboard
    await ann.say("/cancel")
    ann.sees("這份需求收起來了")
    assert not card.keyboard
    await ben.say("/undo")
    ben.sees("這裡還沒有卡片")


async def test_help_and_unknown_commands_open_no_card(stage: Stage) -> None:
    ben = stage.member(Chat(GROUP, "group", "團隊"), "阿本", 2)
    await ben.say("/help")
    ben.sees("/kol 面膜 單價390 預算5萬")
    await ben.say("/weather@kol_advisor_bot")
    ben.sees("沒有 /weather 這個指令")
    await ben.say("/undo")
    ben.sees("這裡還沒有卡片")
    assert not any(m.keyboard for m in ben.seen)


async def test_the_language_is_the_groups(stage: Stage, ann: Person, ben: Person) -> None:
    await ben.say("/language en")
    ben.sees("I speak English in this group")
    await ann.tap("▶", on=card_of(ann))
    assert "Who" in card_of(ann).text
    await ben.say("/kol 面膜 中價 5萬")
    ben.sees("Who")
    there = stage.person("阿本", number=2)
    await there.say("/help")
    assert "直接打字" in there.card.text, "in private he goes on in his own"


async def test_english_words_of_one_do_not_turn_the_askers_card_english(ann: Person, ben: Person) -> None:
    await ben.say("please make the budget 80k for us", reply_to=ann.card)
    ben.sees("找誰", CHANGED)


async def test_names_cannot_break_the_card(stage: Stage, ann: Person) -> None:
    rude = stage.member(ann.chat, "<b>\u202e" + "長" * 60 + "\n&", 9)
    await rude.say("預算改成8萬", reply_to=ann.card)
    line = next(line for line in ann.card.text.splitlines() if line.startswith("✏️"))
    assert line.startswith("✏️ <b>") and "\u202e" not in line and len(line) < 60


async def test_an_anonymous_admin_is_answered_and_everybody_may_tap(stage: Stage) -> None:
    # Telegram sends these as GroupAnonymousBot; a tap, though, bears the person's own name.
    group = stage.api.chat(Chat(GROUP, "supergroup", "團隊"))
    anonymous = User(1087968824, "Group", None, is_bot=True, username="GroupAnonymousBot")
    message = group.add(anonymous, text="/kol 手工皂 中價 3萬")
    stage.api.push("message", group.told(message) | {"sender_chat": group.json()})
    await stage.settle()
    ben = stage.member(group, "阿本", 2)
    await ben.tap("便宜點")
    assert stage.api.toasts[-1] is None and "✏️" not in ben.card.text


async def test_an_anonymous_change_names_nobody(stage: Stage, ann: Person) -> None:
    anonymous = User(1087968824, "Group", None, is_bot=True, username="GroupAnonymousBot")
    message = ann.chat.add(anonymous, text="預算改成8萬", reply_to=ann.card)
    stage.api.push("message", ann.chat.told(message) | {"sender_chat": ann.chat.json()})
    await stage.settle()
    ann.sees("✏️ 匿名成員 把預算改成 NT$80,000")


async def test_silent_to_posts_that_a_channel_forwards_by_itself(stage: Stage, ann: Person) -> None:
    channel = User(777000, "Telegram", None)
    post = ann.chat.add(channel, text="/kol 手工皂 中價 3萬")
    stage.api.calls.clear()
    told = ann.chat.told(post) | {
        "is_automatic_forward": True,
        "sender_chat": {"id": -1005, "type": "channel"},
    }
    stage.api.push("message", told)
    await stage.settle()
    assert stage.api.calls == []


async def test_changes_at_the_same_time_lose_neither(
    stage: Stage, ann: Person, ben: Person, eve: Person
) -> None:
    card = card_of(ann)
    stage.api.message(ann.chat, ben.user, "預算改成8萬", reply_to=card)
    stage.api.message(ann.chat, eve.user, "不要 TikTok", reply_to=card)
    stage.api.message(ann.chat, ann.user, "想找 5 位", reply_to=card)
    await stage.settle()
    ann.sees("NT$80,000", "不要 TikTok", "5 位")
    assert len([m for m in ann.seen if "🎯" in m.text and m.keyboard]) == 1, "one card is left"


async def test_an_update_that_comes_twice_acts_once(stage: Stage, ann: Person, ben: Person) -> None:
    card = card_of(ann)
    await ben.say("便宜一點", reply_to=card)
    update = {
        "update_id": 600_000,
        "message": ann.chat.told(ann.chat.add(ben.user, text="/kol 面膜 中價 5萬")),
    }
    stage.api.updates += [dict(update), dict(update)]
    await stage.settle()
    assert sum("面膜" in m.text for m in ann.seen) == 1


async def test_in_a_topic_the_newest_card_is_the_topics(stage: Stage) -> None:
    forum = Chat(-1_000_000_000_300, "supergroup", "論壇", threads=(5, 9))
    ann, ben = stage.member(forum, "小安", 1, thread=5), stage.member(forum, "阿本", 2, thread=9)
    stage.knows(ann, COMPLETE)
    await ann.say("/help")
    await ben.say("@kol_advisor_bot 預算改成8萬")
    assert "NT$30,000" in ann.card.text
    ben.sees("你賣什麼")


async def test_one_answer_costs_two_calls(stage: Stage, ann: Person, ben: Person) -> None:
    """Twenty messages a minute are not many."""
    card = card_of(ann)
    stage.api.calls.clear()
    await ben.say("預算改成8萬", reply_to=card)
    assert [call for call in calls(stage) if call != "getChatMember"] == ["sendMessage", "deleteMessage"]


async def test_a_sticker_in_reply_to_the_card_is_left_alone(stage: Stage, ann: Person, ben: Person) -> None:
    stage.api.calls.clear()
    stage.api.message(ann.chat, ben.user, "", media=MEDIA["sticker"], reply_to=card_of(ann))
    await stage.settle()
    assert stage.api.calls == []


async def test_a_brief_that_lacks_a_product_is_asked_as_anywhere(stage: Stage) -> None:
    ann = stage.member(Chat(GROUP, "group", "團隊"), "小安", 1)
    stage.knows(ann, Brief())
    await ann.say("/kol 預算5萬")
    ann.sees("你賣什麼")
