"""The budget as a table: a real one for who can show it, the same line by line for all others."""

import pytest

from bot.screens.screen import TEXT_LIMIT
from bot.takeaway import table
from bot.texts import LANGUAGES, Texts
from knowledge.answer import Advice
from knowledge.offers import cost_of
from tests.fakes.telegram.html import parse
from tests.fakes.telegram.rich import Page


def test_the_table_says_who_costs_what_share_of_the_budget(advice: Advice) -> None:
    page = Page(table.draw(advice, Texts("zh-TW")).rich)
    ((head, *rows),) = page.tables
    assert head == ["#", "創作者", "平台", "費用", "占預算", "契合度"]
    assert [row[1] for row in rows] == [pick.name for pick in advice.creators]
    for row, pick in zip(rows, advice.creators, strict=True):
        assert pick.offer
        share = cost_of(pick.offer.fee, "TWD") / 6_000_000
        assert row[4] == Texts("zh-TW").percent(share) and row[5] == str(round(pick.fit))
    assert any("示範名單" in text for text in page.texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_stands_in_plain_lines(advice: Advice, language: str) -> None:
    screen = table.draw(advice, Texts(language))
    told = parse(screen.html).text
    for row in Page(screen.rich).tables[0][1:]:
        assert all(cell in told for cell in row)
    assert len(screen.plain) <= TEXT_LIMIT and not screen.buttons


def test_names_are_no_markup(advice: Advice) -> None:
    first = advice.creators[0].model_copy(update={"name": "</td><b>A & B"})
    page = Page(table.draw(advice.model_copy(update={"creators": (first,)}), Texts("en")).rich)
    assert page.tables[0][1][1] == "</td><b>A & B"


def test_without_a_budget_there_are_no_shares(advice: Advice) -> None:
    plan = advice.plan.model_copy(update={"budget": None, "remainder": None, "total": None})
    page = Page(table.draw(advice.model_copy(update={"plan": plan}), Texts("en")).rich)
    assert {row[4] for row in page.tables[0][1:]} == {"–"}


def test_where_nobody_fits_the_alternatives_stand_in(advice: Advice) -> None:
    page = Page(table.draw(advice.model_copy(update={"creators": ()}), Texts("en")).rich)
    assert [row[1] for row in page.tables[0][1:]] == [pick.name for pick in advice.alternatives]
