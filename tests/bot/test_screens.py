"""Every screen within Telegram's limits, in both languages; the first eight lines answer the question."""

import html
import re
from typing import Any

import pytest

from bot.advisor import Advisor
from bot.app import Home
from bot.callback import LIMIT_BYTES, encode
from bot.conversation import Conversation, Scene, View
from bot.screens import card
from bot.screens.question import BUDGETS
from bot.screens.result import PER_PAGE
from bot.screens.rows import fits
from bot.screens.screen import Screen
from bot.texts import LANGUAGES, Texts
from knowledge.models import Audience, Brief, FollowerRange, Gender, Goal, Platform, PriceTier
from knowledge.money import Money, MoneyRange

FULL = Brief(
    product="手工皂",
    category="care.handmade_soap",
    unit_price=Money.of(280, "TWD"),
    price_tier=PriceTier.MID,
    budget=MoneyRange.of(0, 80_000, "TWD"),
    goal=Goal.SALES,
    audience=Audience(age_low=25, age_high=40, gender=Gender.FEMALE, regions=("TW",)),
    followers=FollowerRange(high=100_000),
    style="真實 不浮誇",
    exclusions=("不要直銷",),
    new_product=True,
)
HOSTILE = "<b>&\u202e\U0001f4a5" + "長" * 150
BRIEFS = {
    "full": FULL,
    "three answers": Brief(
        product="camping cot", unit_price=Money.of(60, "USD"), budget=MoneyRange.of(3000, 3000, "USD")
    ),
    "nothing fits": FULL.model_copy(update={"budget": MoneyRange.of(500, 500, "TWD")}),
    "hostile words": FULL.model_copy(update={"product": HOSTILE, "style": HOSTILE, "exclusions": (HOSTILE,)}),
    "nobody there": FULL.model_copy(update={"platforms": (Platform.DCARD,)}),
    "a million": FULL.model_copy(
        update={"budget": MoneyRange.of(1_000_000, 1_000_000, "TWD"), "followers": None}
    ),
}


def drawn(advisor: Advisor, brief: Brief, language: str, **view: Any) -> Screen:
    conversation = Conversation(id="AbCdEfGh", language=language, brief=brief, view=View(**view))
    advice = advisor.advise(brief, language, conversation.view) if conversation.is_ready else None
    if view.get("scene") in {Scene.DETAIL, Scene.COMPARE, Scene.OUTREACH} and advice:
        on = tuple(pick.id for pick in advice.creators[:3])
        conversation = conversation.model_copy(
            update={"view": conversation.view.model_copy(update={"on": on})}
        )
    choices = advisor.choices(brief, conversation.view) if advice else None
    return card.draw(conversation, advice, Texts(language), ["note"], choices)


@pytest.fixture(scope="module")
def advisor(demo_folder: Any) -> Advisor:
    from tests.conftest import home_at

    return home_at(demo_folder).advisor


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", Scene)
@pytest.mark.parametrize("brief", BRIEFS.values(), ids=BRIEFS.keys())
def test_a_screen_keeps_every_limit(advisor: Advisor, brief: Brief, scene: Scene, language: str) -> None:
    screen = drawn(advisor, brief, language, scene=scene)
    assert 0 < len(screen.plain) <= 4096
    for row in screen.buttons:
        assert fits(row) or (len(row) == 1 and row[0].tap and row[0].tap.slot == "doubt"), row
        for button in row:
            assert button.label.strip()
            assert button.tap is None or len(encode(button.tap).encode()) <= LIMIT_BYTES
            assert button.copy is None or 0 < len(button.copy) <= 256
    assert_well_formed(screen.html)


def assert_well_formed(text: str) -> None:
    """Tags nest and close; every other < and & is escaped."""
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)(\w+)(?: expandable)?>", text):
        if closing:
            assert open_tags.pop() == tag
        else:
            open_tags.append(tag)
    assert open_tags == []
    bare = re.sub(r"</?(?:b|i|code|blockquote)(?: expandable)?>", "", text)
    assert "<" not in bare
    assert re.findall(r"&(?!(?:amp|lt|gt|quot);)", bare) == []
    assert html.unescape(bare) == Screen(text).plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_eight_lines_say_who_where_how_how_much_and_why(advisor: Advisor, language: str) -> None:
    advice, texts = advisor.advise(FULL, language), Texts(language)
    conversation = Conversation(id="b", language=language, brief=FULL)
    head = card.draw(conversation, advice, texts, []).plain.splitlines()[:8]
    for name in ("who", "where", "how", "cost", "why"):
        assert any(line.startswith(texts(f"line.{name}")) for line in head), name
    assert advice.creators[0].name in "\n".join(head)
    assert texts.money(advice.plan.total) in "\n".join(head)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", [scene for scene in Scene if scene is not Scene.CHANGE])
def test_fiction_is_marked_wherever_it_shows(advisor: Advisor, scene: Scene, language: str) -> None:
    assert Texts(language)("demo.notice") in drawn(advisor, FULL, language, scene=scene).plain


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", sorted({"price", *Brief.model_fields} - {"category"}))
def test_every_field_can_be_asked_for_and_left(advisor: Advisor, asked: str, language: str) -> None:
    screen = drawn(advisor, FULL, language, asked=asked)
    assert Texts(language)(f"ask.{asked}") in screen.plain
    assert screen.buttons[-1][-1].tap is not None and screen.buttons[-1][-1].tap.slot == "back"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_scene_is_a_dead_end(advisor: Advisor, language: str) -> None:
    for scene in set(Scene) - {Scene.MAIN}:
        slots = [
            b.tap.slot for row in drawn(advisor, FULL, language, scene=scene).buttons for b in row if b.tap
        ]
        assert slots[-1] == ("show" if scene is Scene.OUTREACH else "back"), scene
    for brief in BRIEFS.values():
        slots = [b.tap.slot for row in drawn(advisor, brief, language).buttons for b in row if b.tap]
        assert {"new", "show"} <= set(slots)


def test_tiers_are_offered_with_the_money_they_mean_for_this_product(advisor: Advisor) -> None:
    brief = Brief(product="口紅", category="beauty.lipstick")
    labels = [row[0].label for row in drawn(advisor, brief, "zh-TW").buttons[:3]]
    assert all(re.search(r"\d", label) for label in labels)


@pytest.mark.parametrize("currency", BUDGETS)
def test_budgets_are_offered_in_the_currency_of_the_price(advisor: Advisor, currency: str) -> None:
    brief = Brief(product="soap", unit_price=Money.of(9, currency))
    taps = [
        b.tap for row in drawn(advisor, brief, "en").buttons for b in row if b.tap and b.tap.slot == "budget"
    ]
    assert [tap.value.split("-")[1] for tap in taps] == [currency] * len(BUDGETS[currency])


def test_pages_show_everybody_once(advisor: Advisor) -> None:
    brief = BRIEFS["a million"]
    advice = advisor.advise(brief, "en")
    everyone = [*advice.creators, *advice.alternatives]
    pages = -(-len(everyone) // PER_PAGE)
    text = "\n".join(drawn(advisor, brief, "en", page=n).plain for n in range(1, pages + 1))
    assert [f"{n}. {pick.name}" in text for n, pick in enumerate(everyone, 1)] == [True] * len(everyone)


def test_a_page_past_the_last_shows_the_last(advisor: Advisor, home: Home) -> None:
    assert drawn(advisor, FULL, "en", page=99).plain.count("fit ") >= 1
