"""What a card says and offers where several people stand around it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import company
from bot.company import Ballot
from bot.conversation import Conversation, Scene, View, look, tag_of, with_brief
from bot.screens.screen import Button, Screen, Tap
from bot.texts import LANGUAGES, Texts
from data.votes import Tally
from knowledge.models import Brief, FollowerRange, Platform, PriceTier
from knowledge.money import MoneyRange

SOAP = Brief(product="手工皂", price_tier=PriceTier.MID, budget=MoneyRange.of(30_000, 30_000, "TWD"))
ZH, EN = Texts("zh-TW"), Texts("en")
MINA, TOM = "instagram:mina", "youtube:tom"


def changed_to(**fields: object) -> Conversation:
    """A brief after one change."""
    before = Conversation(id="b1", language="zh-TW", brief=SOAP)
    return with_brief(before, SOAP.model_copy(update=fields))


@pytest.mark.parametrize(
    ("fields", "zh", "en"),
    [
        (
            {"budget": MoneyRange.of(80_000, 80_000, "TWD")},
            "✏️ 小安 把預算改成 NT$80,000",
            "✏️ 小安 changed budget: NT$80,000",
        ),
        ({"budget": None}, "✏️ 小安 拿掉了預算", "✏️ 小安 dropped budget"),
        (
            {"product": "面膜", "creators": 5},
            "✏️ 小安 把商品改成 面膜、把人數改成 5 位",
            "✏️ 小安 changed product: 面膜, changed creators: 5 creators",
        ),
        (
            {"excluded_platforms": (Platform.TIKTOK,)},
            "✏️ 小安 把平台改成 不要 TikTok",
            "✏️ 小安 changed platforms: not TikTok",
        ),
    ],
)
def test_who_changed_what(fields: dict[str, object], zh: str, en: str) -> None:
    conversation = changed_to(**fields)
    told = {texts.language: company.changed(conversation, "小安", texts) for texts in (ZH, EN)}
    assert told == {"zh-TW": zh, "en": en}


def test_a_change_of_who_is_listed_is_told_too() -> None:
    from bot.conversation import marked

    base = Conversation(id="b1", language="zh-TW", brief=SOAP)
    assert company.changed(look(marked(base), without=(MINA,)), "小安", ZH) == "✏️ 小安 排除了一位創作者"
    assert company.changed(look(marked(base), seen=(MINA,)), "小安", ZH) == "✏️ 小安 換了一批"
    assert company.changed(look(marked(base), like=MINA), "小安", ZH) == "✏️ 小安 調整了名單"
    taken = look(marked(base), plan="cheaper")
    assert company.changed(taken, "小安", ZH) == "✏️ 小安 換了方案"
    assert company.changed(marked(taken), "小安", EN) == "✏️ 小安 took another plan"
    assert company.changed(look(marked(taken), like=MINA), "小安", ZH) == "✏️ 小安 調整了名單"


def test_a_change_has_a_name_of_its_own() -> None:
    first, second = changed_to(creators=5), changed_to(creators=6)
    assert company.change_of(Conversation(id="b1", language="en", brief=SOAP)) == ""
    names = {company.change_of(conversation) for conversation in (first, second)}
    assert len(names) == 2
    turned = look(first, page=2, scene=Scene.DETAIL, on=(MINA,))
    assert company.change_of(turned) == company.change_of(first), "looking around is no change"


@pytest.mark.parametrize(
    ("slot", "value", "shows"),
    [
        ("show", "detail.1a2b3c4d", True),
        ("show", "compare", True),
        ("show", "more", True),
        ("show", "choices", True),
        ("page", "2", True),
        ("votes", "", True),
        ("show", "change", False),
        ("show", "main", False),
        ("show", "", False),
        ("show", "nothing", False),
        ("ask", "budget", False),
        ("back", "x", False),
        ("undo", "x", False),
        ("budget", "1-TWD", False),
        ("star", "+x", False),
        ("vote", "1a2b3c4d.u", False),
        ("", "", False),
    ],
)
def test_what_anybody_may_press(slot: str, value: str, shows: bool) -> None:
    assert company.only_shows(slot, value) is shows


def card(*rows: tuple[Button, ...]) -> Screen:
    return Screen("card", rows)


def detail(number: str, key: str) -> Button:
    return Button(f"🔍 {number}", Tap("b1", "show", f"detail.{tag_of(key)}"))


MAIN = Conversation(id="b1", language="zh-TW", brief=SOAP)
LAST = (Button("last", Tap("b1", "show", "more")),)


def test_votes_stand_below_the_details_with_their_numbers_and_counts() -> None:
    screen = card((detail("1", MINA), detail("12", TOM)), LAST)
    tallies = {MINA: Tally(MINA, 3, 0), TOM: Tally(TOM, 0, 11)}
    voted = company.with_votes(screen, MAIN, tallies, Tap("b1", "vote"))
    assert [[b.label for b in row] for row in voted.buttons] == [
        ["🔍 1", "🔍 12"],
        ["1 👍 3", "1 👎", "12 👍", "12 👎 11"],
        ["last"],
    ]
    assert voted.buttons[1][0].tap == Tap("b1", "vote", f"{tag_of(MINA)}.u")


def test_on_one_creator_the_votes_come_first_and_bear_no_number() -> None:
    seen = look(MAIN, scene=Scene.DETAIL, on=(MINA,))
    voted = company.with_votes(card(LAST), seen, {}, Tap("b1", "vote"))
    assert [b.label for b in voted.buttons[0]] == ["👍", "👎"] and voted.buttons[1] == LAST


@pytest.mark.parametrize("scene", [Scene.COMPARE, Scene.MORE, Scene.CHANGE, Scene.CHOICES])
def test_elsewhere_nobody_votes(scene: Scene) -> None:
    screen = card((detail("A", MINA),), LAST)
    assert (
        company.with_votes(screen, look(MAIN, scene=scene, on=(MINA, TOM)), {}, Tap("b1", "vote")) == screen
    )


@given(st.text("0123456789 ", max_size=4), st.integers(0, 10_000))
def test_a_recount_leaves_one_number(prefix: str, count: int) -> None:
    label = company.counted(f"{prefix}👍", 7)
    again = company.counted(label, count)
    assert company.counted(again, count) == again
    assert again.endswith(f"👍 {count}" if count else "👍")


@pytest.mark.parametrize("value", ["", "x", "abc.x", ".", "abc.", "u"])
def test_what_is_no_vote_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="is no vote"):
        Ballot.read(value)


@given(st.from_regex(r"[0-9a-f]{8}", fullmatch=True), st.sampled_from([1, -1]))
def test_a_vote_is_read_as_it_was_written(tag: str, value: int) -> None:
    assert Ballot.read(str(Ballot(tag, value))) == Ballot(tag, value)


def test_onlookers_keep_what_shows_and_back_leads_to_the_list() -> None:
    screen = card(
        (detail("1", MINA), Button("改", Tap("b1", "ask", "budget"))),
        (Button("back", Tap("b1", "back", "mark")),),
        (Button("Excel", Tap("~take", "xlsx", "b1")),),
        (Button("copy", copy="@mina"), Button("page", url="https://x.tw")),
        (Button("undo", Tap("b1", "undo", "mark")),),
    )
    kept = company.for_onlookers(screen, MAIN)
    assert [[b.label for b in row] for row in kept.buttons] == [["🔍 1"], ["back"], ["copy", "page"]]
    assert kept.buttons[1][0].tap == Tap("b1", "page", "1")


def test_of_a_frozen_answer_the_taps_go_to_the_share() -> None:
    kept = company.for_onlookers(card((detail("1", MINA),)), MAIN, Tap("~share", "see", "s1."))
    assert kept.buttons[0][0].tap == Tap("~share", "see", f"s1.show.detail.{tag_of(MINA)}")


def test_the_undo_button_bears_the_name_and_stands_alone() -> None:
    screen = card((Button("✏️", Tap("b1", "show", "change")), Button("↩️", Tap("b1", "undo", "m"))))
    shown = company.with_undo(screen, changed_to(creators=5), "一個很長很長的名字", ZH)
    labels = [[b.label for b in row] for row in shown.buttons]
    assert labels[0] == ["✏️"] and re.fullmatch(r"↩️ 復原一個很…的變更", labels[1][0]), labels


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_topic_names_product_price_and_budget(language: str) -> None:
    brief = SOAP.model_copy(update={"followers": FollowerRange(low=1, high=2)})
    told = company.topic(brief, Texts(language))
    assert "手工皂" in told and "NT$30,000" in told and told.count("｜") == 2
    assert company.topic(Brief(), Texts(language)) == ""


def test_an_open_question_is_no_answer() -> None:
    assert company.is_answer(MAIN)
    assert not company.is_answer(Conversation(id="b", language="en"))
    assert not company.is_answer(look(MAIN, asked="budget"))
    assert company.is_answer(
        Conversation(id="b", language="en", view=View(unknown=("budget", "price", "product")))
    )
