"""Shared cards stand on their own, in both languages, whatever the creators are called, within Telegram's limits."""

from datetime import date

import pytest

from bot.conversation import View
from bot.screens.screen import TEXT_LIMIT
from bot.sharing_screens import AREA, Card, Snapshot, below, card_of
from bot.telegram import render
from bot.texts import LANGUAGES, Texts
from data.votes import Tally
from knowledge.answer import Advice
from knowledge.models import Brief, PriceTier
from knowledge.money import MoneyRange
from tests.fakes.adviser import FakeAdviser
from tests.fakes.telegram.html import parse

SOAP = Brief(product="手工皂 <b>", price_tier=PriceTier.MID, budget=MoneyRange.of(30_000, 30_000, "TWD"))
DAY, BOT, LINK = date(2026, 11, 23), "kol_advisor_bot", "https://t.me/kol_advisor_bot?start=s123"
EVIL = "<b>&\u202e\u0000" + "長" * 300 + "\n\n@all"


def snapshot(**picks: object) -> Snapshot:
    advice = FakeAdviser().advise(SOAP, "zh-TW", View())
    every = tuple(pick.model_copy(update=picks) for pick in advice.creators)
    return Snapshot(advice=advice.model_copy(update={"creators": every}))


def shown(which: int, language: str, of: Snapshot | None = None) -> Card:
    return card_of(of or snapshot(), which, DAY, BOT, Texts(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("which", [0, 1, 6])
def test_everything_needed_is_in_the_text(language: str, which: int) -> None:
    card, texts = shown(which, language), Texts(language)
    text = parse(card.html).text
    assert "手工皂 <b>" in text and "@kol_advisor_bot" in text and "2026" in text
    assert texts("demo.notice") in text, "fiction is marked wherever it goes"
    assert card.title and card.line and "\n" not in card.line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_names_creators_fees_and_total(language: str) -> None:
    text = parse(shown(0, language).html).text
    for told in ("小樹手作", "@c0", "NT$2,000–3,000", "Mia <3 日常", "阿德 & 露營", "NT$8,000–10,000"):
        assert told in text


@pytest.mark.parametrize("which", [0, 1])
def test_names_cannot_break_it(which: int) -> None:
    card = shown(which, "zh-TW", snapshot(name=EVIL, handle=EVIL))
    text = parse(card.html).text
    assert len(text) <= TEXT_LIMIT and "\u202e" not in text and "\u0000" not in text


def test_a_link_is_shown_of_real_people_alone() -> None:
    real = snapshot(url="https://instagram.com/c0", demo=False)
    assert "https://instagram.com/c0" in shown(1, "en", real).html
    assert "https://" not in shown(1, "en", snapshot(url="https://instagram.com/c0")).html


def test_nobody_to_recommend_is_said() -> None:
    advice = (
        FakeAdviser().advise(SOAP, "zh-TW", View()).model_copy(update={"creators": (), "alternatives": ()})
    )
    assert "沒有" in shown(0, "zh-TW", Snapshot(advice=advice)).html


def test_a_number_that_nobody_has() -> None:
    with pytest.raises(IndexError):
        shown(99, "en")


def test_votes_and_the_way_to_all_of_it_below() -> None:
    card = shown(0, "zh-TW")
    tallies = {card.keys[1]: Tally(card.keys[1], 2, 1)}
    screen = below(card, "s1.0.", tallies, LINK, Texts("zh-TW"))
    labels = [[b.label for b in row] for row in screen.buttons]
    assert labels == [["1 👍", "1 👎", "2 👍 2", "2 👎 1"], ["3 👍", "3 👎"], ["🔎 開啟完整結果"]]
    assert screen.buttons[-1][0].url == LINK
    tap = screen.buttons[0][0].tap
    assert tap and tap.brief_id == AREA and tap.value.startswith("s1.0.")
    assert render.keyboard(screen), "every button fits"


def test_a_single_creators_votes_bear_no_number() -> None:
    screen = below(shown(2, "en"), "s1.2.", {}, LINK, Texts("en"))
    assert [b.label for b in screen.buttons[0]] == ["👍", "👎"]


def test_a_snapshot_is_the_answer_and_nothing_of_the_talk() -> None:
    made = snapshot()
    again = Snapshot.model_validate_json(made.model_dump_json())
    assert again == made
    conversation = again.conversation("s1", "en")
    assert conversation.is_ready and conversation.question is None and conversation.view.past == ()


def test_an_answer_without_a_price_is_ready_too() -> None:
    advice: Advice = FakeAdviser().advise(Brief(product="皂"), "en", View())
    conversation = Snapshot(advice=advice).conversation("s1", "en")
    assert conversation.is_ready and conversation.question is None
