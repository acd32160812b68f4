"""Inline mode: cards for any chat, one query of a person at a time, and votes that are in step everywhere."""

import json
from pathlib import Path

import pytest

from bot.sharing import Teams
from tests.bot.telegram.company import calls, card_of, sharing_stage
from tests.bot.telegram.conftest import COMPLETE
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage
from tests.fakes.telegram.witness import Witness

ASKED = "手工皂 中價 3萬"


@pytest.fixture
def stage(sharing_bot: Stage) -> Stage:
    return sharing_bot


@pytest.fixture
def ann(stage: Stage) -> Person:
    return stage.person("小安", number=1)


@pytest.fixture
def ben(stage: Stage) -> Person:
    return stage.person("阿本", number=2)


def labels(stage: Stage, name: str) -> list[str]:
    return stage.api.inline[name].labels


async def test_a_query_is_answered_with_a_plan_and_each_creator(ann: Person) -> None:
    offered = await ann.ask_inline(ASKED)
    assert offered is not None and offered.is_personal and offered.cache_time <= 60
    titles = [result["title"] for result in offered.results]
    assert titles == [
        "整份計畫",
        "小樹手作",
        "Mia <3 日常",
        "阿德 & 露營",
        "慢慢洗",
        "泡泡研究室",
        "Jen's Bath",
    ]
    assert offered.button is None and offered.next_offset == ""


async def test_the_text_stands_on_its_own(stage: Stage, ann: Person) -> None:
    """Forwarded, it has no buttons any more."""
    await ann.ask_inline(ASKED)
    plan = stage.api.inline[await ann.choose(0)].text
    for told in (
        "手工皂",
        "NT$30,000",
        "示範名單",
        "小樹手作",
        "@c0",
        "NT$2,000–3,000",
        "kol_advisor_bot",
        "202",
    ):
        assert told in plan, told
    one = stage.api.inline[await ann.choose(2)].text
    for told in ("Mia <3 日常", "@c1", "適合：手工皂", "示範名單", "內容貼近 <手工皂> & 質感"):
        assert told in one, told


@pytest.mark.parametrize("words", ["", "   ", "3萬", "hello", "😀", "/start", "#", "#nope"])
async def test_without_a_product_there_is_a_way_to_begin(ann: Person, words: str) -> None:
    offered = await ann.ask_inline(words)
    assert offered and offered.results == []
    assert offered.button == {"text": "先跟我說商品和預算", "start_parameter": "inline"}


async def test_the_way_to_begin_leads_to_a_question(ann: Person) -> None:
    await ann.say("/start inline")
    ann.sees("你賣什麼")


async def test_nothing_typed_offers_the_newest_brief(ann: Person) -> None:
    await ann.say(ASKED)
    offered = await ann.ask_inline("")
    assert offered and "手工皂" in offered.results[0]["input_message_content"]["message_text"]


async def test_in_the_language_of_the_words(stage: Stage) -> None:
    eve = stage.person("Eve", code="en", number=3)
    offered = await eve.ask_inline("handmade soap, mid price, budget NT$30,000")
    assert offered and offered.results[0]["title"] == "The whole plan"


async def test_pages(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import sharing_inline

    monkeypatch.setattr(sharing_inline, "PAGE", 3)
    seen, offset = [], ""
    for _ in range(3):
        offered = await ann.ask_inline(ASKED, offset)
        assert offered and len(offered.results) <= 3
        seen += [result["id"] for result in offered.results]
        offset = offered.next_offset
    assert len(seen) == len(set(seen)) == 7 and offset == ""
    assert len({result.partition(".")[0] for result in seen}) == 1, "pages of one answer"


@pytest.mark.parametrize("offset", ["x", ".", "zzz.10", "99999999999999999999", "-1", "a.b.c"])
async def test_a_forged_offset_is_a_page_at_worst(ann: Person, offset: str) -> None:
    assert await ann.ask_inline(ASKED, offset) is not None


async def test_nobody_pages_through_another_persons_answer(ann: Person, ben: Person) -> None:
    offered = await ann.ask_inline(ASKED)
    assert offered
    hers = offered.results[0]["id"].partition(".")[0]
    his = await ben.ask_inline("面膜 中價 5萬", f"{hers}.0")
    assert his and "面膜" in his.results[0]["input_message_content"]["message_text"]


async def test_the_newest_words_win(stage: Stage, ann: Person) -> None:
    stage.network.slow["answerInlineQuery"] = 0.05
    queries = []
    for n in range(1, len(ASKED) + 1):
        query = str(9_000 + n)
        stage.api.offered[query] = None
        told = {"id": query, "from": ann.user.json(), "query": ASKED[:n], "offset": ""}
        stage.api.push("inline_query", told)
        queries.append(query)
    stage.api.calls.clear()
    await stage.settle()
    answered = [query for query in queries if stage.api.offered[query] is not None]
    assert queries[-1] in answered and len(answered) <= 4, "what was typed on the way is not worked on"
    assert not calls(stage).count("sendMessage")


async def test_one_who_types_holds_up_nobody(stage: Stage, ann: Person, ben: Person) -> None:
    stage.network.slow["answerInlineQuery"] = 0.05
    for person in (ann, ben):
        for n in range(3):
            query = f"{person.user.id}{n}"
            stage.api.offered[query] = None
            stage.api.push(
                "inline_query", {"id": query, "from": person.user.json(), "query": ASKED, "offset": ""}
            )
    await ann.say("/help")
    await stage.settle()
    for person in (ann, ben):
        assert stage.api.offered[f"{person.user.id}2"] is not None


async def test_an_answer_that_comes_too_late_is_no_fault(stage: Stage, ann: Person, witness: Witness) -> None:
    stage.api.push("inline_query", {"id": "old", "from": ann.user.json(), "query": ASKED, "offset": ""})
    await stage.settle()
    assert "telegram.inline_too_late" in witness.names("info")


@pytest.mark.parametrize("feedback", [True, False])
async def test_votes_on_a_sent_card(stage: Stage, ann: Person, ben: Person, feedback: bool) -> None:
    """With feedback Telegram tells which card was sent; without it, its first vote does."""
    await ann.ask_inline(ASKED)
    name = await ann.choose(0, feedback=feedback)
    assert await ben.tap_inline("1 👍", name) == "👍 投給 小樹手作。再按一次收回。"
    assert labels(stage, name)[:2] == ["1 👍 1", "1 👎"]
    await ann.tap_inline("1 👍", name)
    assert labels(stage, name)[0] == "1 👍 2"
    await ann.tap_inline("1 👍", name)
    assert labels(stage, name)[0] == "1 👍 1"


async def test_copies_in_several_chats_are_in_step(stage: Stage, ann: Person, ben: Person) -> None:
    await ann.ask_inline(ASKED)
    plan, again, single = await ann.choose(0), await ann.choose(0), await ann.choose(1)
    await ben.tap_inline("1 👍", plan)
    assert [labels(stage, name)[0] for name in (plan, again, single)] == ["1 👍 1", "1 👍 1", "👍 1"]
    await ben.tap_inline("👎", single)
    assert [labels(stage, name)[:2] for name in (plan, single)] == [["1 👍", "1 👎 1"], ["👍", "👎 1"]]


async def test_a_groups_card_and_its_copies_are_in_step(stage: Stage) -> None:
    ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
    ben = stage.member(ann.chat, "阿本", 2)
    brief = stage.knows(ann, COMPLETE)
    await ann.say("/help")
    await ben.tap("1 👍")
    share = card_of(ann).button("📤 分享")
    assert share and share["switch_inline_query_chosen_chat"]["query"] == f"#{brief}"
    await ann.ask_inline(f"#{brief}")
    copy = await ann.choose(0)
    assert labels(stage, copy)[0] == "1 👍 1"
    await ann.tap_inline("1 👍", copy)
    assert "1 👍 2" in card_of(ann).labels
    await ben.tap("1 👍")
    assert labels(stage, copy)[0] == "1 👍 1"


async def test_only_who_took_part_shares_a_groups_answer(stage: Stage) -> None:
    ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
    ben = stage.member(ann.chat, "阿本", 2)
    brief = stage.knows(ann, COMPLETE)
    await ann.say("/help")
    refused = await ben.ask_inline(f"#{brief}")
    assert refused and refused.results == [] and refused.button
    await ben.tap("1 👍")
    allowed = await ben.ask_inline(f"#{brief}")
    assert allowed and allowed.results


async def test_nobody_shares_what_somebody_asked_in_private(stage: Stage, ann: Person, ben: Person) -> None:
    brief = stage.knows(ann, COMPLETE)
    refused = await ben.ask_inline(f"#{brief}")
    assert refused and refused.results == []


async def test_a_copy_that_is_gone_is_not_tried_again(stage: Stage, ann: Person, ben: Person) -> None:
    await ann.ask_inline(ASKED)
    here, gone = await ann.choose(0), await ann.choose(0)
    del stage.api.inline[gone]
    await ben.tap_inline("1 👍", here)
    stage.api.calls.clear()
    await ann.tap_inline("1 👍", here)
    assert calls(stage) == ["answerCallbackQuery", "editMessageReplyMarkup"]


async def test_a_card_that_is_shared_no_more_says_so(stage: Stage, ann: Person, ben: Person) -> None:
    await ann.ask_inline(ASKED)
    name = await ann.choose(0)
    assert stage.store
    stage.store.execute("delete from shares")
    stage.store.conn.commit()
    assert await ben.tap_inline("1 👍", name) == "這張卡片的分享已結束，不能再投票。"


@pytest.mark.parametrize(
    "data", ["1:b1:tier:mid", "1:~share:see:x.page.1", "1:~share:vote:x", "0:~share:vote:x", "x"]
)
async def test_a_forged_tap_on_a_shared_card_is_refused(stage: Stage, ann: Person, data: str) -> None:
    await ann.ask_inline(ASKED)
    name = await ann.choose(0)
    before = labels(stage, name)
    stage.api.tap_told(ann.user, data, "forged", inline_message_id=name)
    await stage.settle()
    assert stage.api.toasts[-1] and labels(stage, name) == before


@pytest.mark.parametrize("feedback", [True, False])
async def test_a_double_tap_and_a_repeated_one(
    stage: Stage, ann: Person, ben: Person, feedback: bool
) -> None:
    """Votes that cancel out before the first edit are no edit: Telegram refuses one that changes nothing."""
    await ann.ask_inline(ASKED)
    name = await ann.choose(0, feedback=feedback)
    await ben.tap_inline("1 👍", name, times=2)
    assert labels(stage, name)[0] == "1 👍"
    await ben.tap_inline("1 👍", name, times=3)
    assert labels(stage, name)[0] == "1 👍 1"


async def test_a_card_offered_before_a_vote_and_sent_after_it_counts_it(
    stage: Stage, ann: Person, ben: Person
) -> None:
    await ann.ask_inline(ASKED)
    first = await ann.choose(0)
    await ben.tap_inline("1 👍", first)
    assert labels(stage, await ann.choose(0))[0] == "1 👍 1"


async def test_an_edited_card_keeps_its_link(stage: Stage, ann: Person, ben: Person) -> None:
    """The bot's name in it was empty in an edit that came before any other update."""
    await ann.ask_inline(ASKED)
    first, later = await ann.choose(0), await ann.choose(0)
    before = stage.api.inline[later].keyboard[-1]
    await ben.tap_inline("1 👍", first)
    assert stage.api.inline[later].keyboard[-1] == before


async def test_a_card_that_is_up_to_date_is_not_edited_when_it_is_sent(stage: Stage, ann: Person) -> None:
    await ann.ask_inline(ASKED)
    stage.api.calls.clear()
    await ann.choose(0)
    assert calls(stage) == []


async def test_votes_survive_a_restart(stage: Stage, ann: Person, ben: Person) -> None:
    await ann.ask_inline(ASKED)
    name = await ann.choose(0)
    await ben.tap_inline("1 👍", name)
    await stage.restart()
    await ann.tap_inline("1 👍", name)
    assert labels(stage, name)[0] == "1 👍 2"


async def test_where_inline_mode_is_off_no_button_needs_it(tmp_path: Path, witness: Witness) -> None:
    stage = sharing_stage(tmp_path / "off")
    stage.api.is_inline = False
    async with stage:
        seller = stage.person()
        await seller.say(ASKED)
        assert not [label for label in seller.card.labels if "分享" in label]


async def test_buttons_hold_the_limits(stage: Stage, ann: Person) -> None:
    await ann.ask_inline(ASKED)
    for number in range(3):
        for row in stage.api.inline[await ann.choose(number)].keyboard:
            assert len(row) <= 4
            for button in row:
                assert len(json.dumps(button.get("callback_data", "")).encode()) <= 66


async def test_who_reads_along_in_a_teams_group_takes_nothing_out(tmp_path: Path, witness: Witness) -> None:
    teams = Teams(lambda place: "t1" if place.chat == -100 else None, lambda team, user: user == 7001)
    async with sharing_stage(tmp_path / "team", teams) as stage:
        ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
        ben = stage.member(ann.chat, "阿本", 2)
        brief = stage.knows(ann, COMPLETE)
        await ann.say("/help")
        await ben.tap("1 👍")
        refused, allowed = await ben.ask_inline(f"#{brief}"), await ann.ask_inline(f"#{brief}")
        assert refused and refused.results == [] and allowed and allowed.results
        await ben.say("/share")
        ben.sees("這份結果由提問的人分享")


async def test_a_teams_answer_is_its_teams(tmp_path: Path, witness: Witness) -> None:
    teams = Teams(lambda place: "t1", lambda team, user: user == 7001)
    async with sharing_stage(tmp_path / "team", teams) as stage:
        ann, ben = stage.person("小安", number=1), stage.person("阿本", number=2)
        await ann.ask_inline(ASKED)
        name = await ann.choose(0)
        link = stage.api.inline[name].keyboard[-1][0]["url"].partition("start=")[2]
        await ben.say(f"/start {link}")
        ben.sees("這個連結不能用了")
        await ann.say(f"/start {link}")
        ann.sees("分享的結果，只能看")
