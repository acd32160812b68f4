"""What a transcript of one seller cannot tell: groups, long messages, several at once. With the real advisor."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.chat import TEXT_CAP
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

LINES = {
    "手工皂 280 預算 3萬": "手工皂",
    "露營推車 2500 預算 8萬": "露營推車",
    "線上課程 3600 預算 10萬": "線上課程",
    "camping cot, $60, budget US$3k": "camping cot",
}


@pytest.fixture
async def stage(adviser: Advisor, tmp_path: Path, witness: Witness) -> AsyncIterator[Stage]:
    async with Stage(tmp_path / "kol.db", adviser) as stage:
        yield stage
    assert witness.faults() == []


async def test_two_people_ask_in_one_group(stage: Stage) -> None:
    group = Chat(-100, "group", "團隊")
    ann, ben = stage.member(group, "小安", 1), stage.member(group, "阿本", 2)
    await ann.say("/new 手工皂 280")
    hers = ann.card
    await ben.say("/new 露營推車 2500 預算 8萬")
    ben.sees("露營推車", "找誰")
    await ben.tap("NT$30,000", on=hers)
    assert "總預算" in hers.text
    await ann.tap("NT$30,000", on=hers)
    assert "找誰" in hers.text and "手工皂" in hers.text
    reply = await ann.say("改成5萬", reply_to=hers)
    ann.sees("手工皂", "NT$50,000")
    assert ann.card.reply_to is reply
    assert [m for m in group.messages.values() if m.keyboard] == ann.cards and len(ann.cards) == 2


async def test_words_in_reply_to_an_earlier_card_go_to_its_brief(stage: Stage) -> None:
    seller = stage.person()
    await seller.say("手工皂 280 預算 3萬")
    soap = seller.card
    await seller.say("/new 露營推車 2500 預算 8萬")
    await seller.say("改成5萬", reply_to=soap)
    seller.sees("手工皂", "NT$50,000")
    assert len(seller.cards) == 2
    await seller.say("改成9萬")
    seller.sees("露營推車", "NT$90,000")


async def test_five_thousand_characters(stage: Stage) -> None:
    # Telegram's apps cut a longer text into messages of 4,096 characters.
    seller, text = stage.person(), ("我賣手工皂 " + "很好洗又溫和" * 900)[:5000]
    await seller.say(text[:4096])
    seller.sees(f"{TEXT_CAP:,}")
    await seller.say(text[4096:])
    assert len(seller.cards) <= 1
    await seller.say("/new 手工皂 280 預算 3萬")
    seller.sees("找誰")


@pytest.mark.parametrize(
    "words", ["<b>", "&lt;", "I <3 soap & more", "</blockquote>", "\u200b", "\u202eabc", "\\n{product}"]
)
async def test_words_that_look_like_marks(stage: Stage, words: str) -> None:
    seller = stage.person()
    await seller.say(f"/new {words}")
    await seller.say(words)
    await seller.say("/help")
    assert len(seller.cards) <= 1


async def test_a_correction_by_editing(stage: Stage) -> None:
    seller = stage.person()
    await seller.say("手工皂 280 預算 3萬")
    await seller.correct("手工皂 280 預算 5萬")
    seller.sees("NT$50,000")
    assert len(seller.cards) == 1


async def test_many_people_at_once_get_their_own_answers(stage: Stage) -> None:
    people = [stage.person(f"賣家{n}", number=n) for n in range(16)]
    wanted = [list(LINES.items())[n % len(LINES)] for n in range(16)]
    for person, (words, _) in zip(people, wanted, strict=True):
        stage.api.message(person.chat, person.user, words)
        stage.api.message(person.chat, person.user, "/language en")
    await stage.settle()
    for person, (_, product) in zip(people, wanted, strict=True):
        person.sees(product, "Who", "Demo roster")
        assert len(person.seen) == 1


async def test_a_flurry_of_taps_leaves_one_card_and_no_callback_open(stage: Stage) -> None:
    seller = stage.person()
    await seller.say("手工皂 280 預算 3萬")
    for label in ("▶", "換一批", "便宜點", "🔍 1", "計畫細節", "改條件", "大一點", "▶"):
        button = seller.card.button(label)
        if button:
            stage.api.tap(seller.chat, seller.user, seller.card, button["callback_data"], label)
    await asyncio.sleep(0)
    await stage.settle()
    assert len(seller.cards) == 1 and not stage.api.unanswered
