"""Links to an answer: opened by a colleague as it was, continued as one's own, listed and taken back."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.sharing import Sharing, Teams
from tests.bot.telegram.conftest import COMPLETE
from tests.fakes.telegram.chats import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.stage import Stage

VOID = "這個連結不能用了：可能已過期、已收回，或你沒有權限。"


@pytest.fixture
def stage(sharing_bot: Stage) -> Stage:
    return sharing_bot


@pytest.fixture
async def ann(stage: Stage) -> Person:
    """Somebody with an answer."""
    ann = stage.person("小安", number=1)
    stage.knows(ann, COMPLETE)
    await ann.say("/help")
    return ann


@pytest.fixture
def ben(stage: Stage) -> Person:
    return stage.person("阿本", number=2)


async def link_of(person: Person) -> str:
    """The payload of a new link."""
    await person.say("/share")
    address = next(line for line in person.card.text.splitlines() if line.startswith("https://"))
    assert address.startswith("https://t.me/kol_advisor_bot?start=s")
    assert await person.tap("複製連結") == f"copied {address}"
    return address.partition("start=")[2]


def sharing(stage: Stage) -> Sharing:
    assert stage.chat
    side = stage.chat.sides["~share"]
    assert isinstance(side, Sharing)
    return side


async def test_a_colleague_sees_the_answer_as_it_was(ann: Person, ben: Person) -> None:
    link = await link_of(ann)
    await ann.say("預算改成9萬")
    await ben.say(f"/start {link}")
    ben.sees("🔒", "分享的結果，只能看", "手工皂", "NT$30,000", "小樹手作", "✏️ 以這份繼續")


async def test_they_look_around_in_it(ann: Person, ben: Person) -> None:
    await ben.say(f"/start {await link_of(ann)}")
    await ben.tap("▶")
    ben.sees("泡泡研究室")
    await ben.tap("🔍 5")
    ben.sees("契合度怎麼來的", "✏️ 以這份繼續")
    await ben.tap("返回")
    ben.sees("找誰")
    await ben.tap("比較")
    ben.sees("Mia <3 日常")
    await ben.tap("返回")
    await ben.tap("計畫細節")
    assert not ben.card.button("其他方案"), "it would be solved anew"
    assert len(ben.seen) == 1


async def test_they_change_nothing_in_it(ann: Person, ben: Person) -> None:
    await ben.say(f"/start {await link_of(ann)}")
    words = ("便宜", "大一點", "換一批", "改條件", "新需求", "排除", "Excel")
    assert not [label for label in ben.card.labels if any(word in label for word in words)]


async def test_they_continue_with_a_copy_of_their_own(ann: Person, ben: Person) -> None:
    link = await link_of(ann)
    await ben.say(f"/start {link}")
    frozen = ben.card
    await ben.tap("以這份繼續")
    ben.sees("這是你自己的一份", "便宜點", "NT$30,000")
    await ben.say("預算改成9萬")
    ben.sees("NT$90,000")
    await ann.say("/help")
    ann.sees("NT$30,000")
    assert "分享的結果" in frozen.text, "the shared one stays"


async def test_it_opens_as_often_as_one_likes_and_after_a_restart(
    stage: Stage, ann: Person, ben: Person
) -> None:
    # Desktop apps may open a link twice.
    link = await link_of(ann)
    for _ in range(2):
        await ben.say(f"/start {link}")
    await stage.restart()
    await ben.tap("🔍 1")
    ben.sees("契合度怎麼來的")


@pytest.mark.parametrize(
    "link", ["s" + "A" * 22, "s" + "A" * 21, "i" + "A" * 22, "s' or 1=1", "x" * 64, "S" + "A" * 22]
)
async def test_a_guess_tells_nothing(stage: Stage, ann: Person, ben: Person, link: str) -> None:
    await link_of(ann)
    await ben.say(f"/start {link}")
    assert VOID in ben.card.text or "你賣什麼" in ben.card.text
    assert "手工皂｜" not in ben.card.text


async def test_revoked_expired_and_forbidden_look_like_unknown(
    stage: Stage, ann: Person, ben: Person
) -> None:
    said = []
    for spoil in ("unknown", "revoked", "expired", "forbidden"):
        link = await link_of(ann)
        side = sharing(stage)
        if spoil == "unknown":
            link = "s" + "A" * 22
        if spoil == "revoked":
            await ann.tap("收回連結")
            assert stage.api.toasts[-1] == "已收回，連結不能用了。"
        if spoil == "expired":
            side.shares.now = lambda: datetime.now(UTC) + timedelta(days=31)
        if spoil == "forbidden":
            side.shares.now = lambda: datetime.now(UTC)
            side.teams = Teams(lambda place: "t1", lambda team, user: user == ann.user.id)
            link = await link_of(ann)
        await ben.say(f"/start {link}")
        said.append(ben.card.text)
    assert len(set(said)) == 1 and VOID in said[0]


async def test_revoking_ends_looking_around(stage: Stage, ann: Person, ben: Person) -> None:
    await ben.say(f"/start {await link_of(ann)}")
    await ann.tap("收回連結")
    await ben.tap("🔍 1")
    ben.sees(VOID)


async def test_nobody_looks_around_who_has_not_opened_it(stage: Stage, ann: Person, ben: Person) -> None:
    """An id is no token: whoever forges a tap with one is told nothing."""
    await link_of(ann)
    (share,) = sharing(stage).shares.made_by(ann.user.id)
    await ben.say("/help")
    for data in (f"1:~share:see:{share.id}.page.1", f"1:~share:take:{share.id}", f"1:~share:end:{share.id}"):
        stage.api.tap(ben.chat, ben.user, ben.card, data, "forged")
        await stage.settle()
        assert "手工皂｜" not in ben.card.text
    assert sharing(stage).shares.made_by(ann.user.id) == [share]


@pytest.mark.parametrize(
    "rest", ["", ".", ".ask.budget", ".show.change", ".undo.x", ".page.x", ".show.nothing"]
)
async def test_forged_taps_on_a_frozen_answer(stage: Stage, ann: Person, ben: Person, rest: str) -> None:
    await ben.say(f"/start {await link_of(ann)}")
    (share,) = sharing(stage).shares.made_by(ann.user.id)
    before = ben.card.text
    stage.api.tap(ben.chat, ben.user, ben.card, f"1:~share:see:{share.id}{rest}", "forged")
    await stage.settle()
    assert stage.api.toasts[-1] == "這個按鈕已失效，輸入 /new 重新開始。" and ben.card.text == before


async def test_a_list_of_ones_links(ann: Person) -> None:
    await ann.say("/shares")
    ann.sees("目前沒有分享中的連結")
    await link_of(ann)
    await link_of(ann)
    await ann.say("/shares")
    ann.sees("1. ", "2. ", "手工皂", "🚫 收回第 2 個")
    await ann.tap("收回第 2 個")
    assert "2. " not in ann.card.text
    await ann.tap("收回第 1 個")
    ann.sees("目前沒有分享中的連結")


async def test_nothing_to_share_yet(ben: Person) -> None:
    await ben.say("/share")
    ben.sees("還沒有可以分享的結果")


async def test_in_a_group_the_asker_shares_and_who_voted(stage: Stage) -> None:
    ann = stage.member(Chat(-100, "group", "團隊"), "小安", 1)
    ben = stage.member(ann.chat, "阿本", 2)
    stage.knows(ann, COMPLETE)
    await ann.say("/help")
    await ben.say("/share")
    ben.sees("這份結果由提問的人分享")
    await ben.tap("1 👍")
    await ben.say("/share")
    ben.sees("https://t.me/kol_advisor_bot?start=s")


async def test_a_link_opens_in_private_alone(stage: Stage, ann: Person) -> None:
    link = await link_of(ann)
    ben = stage.member(Chat(-100, "group", "團隊"), "阿本", 2)
    await ben.say(f"/start@kol_advisor_bot {link}")
    ben.sees(VOID)


async def test_a_brief_that_lacks_a_budget_is_shared_as_it_stands(stage: Stage, ben: Person) -> None:
    eve = stage.person("小伊", number=3)
    await eve.say("手工皂")
    await eve.tap("還沒決定")
    await eve.tap("還沒決定")
    await ben.say(f"/start {await link_of(eve)}")
    ben.sees("手工皂", "以這份繼續")
    await ben.tap("以這份繼續")
    ben.sees("這是你自己的一份", "手工皂")
