"""The workbook, read back: the numbers of the advice as numbers, and words as nothing but words."""

import re
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from bot.stage import listed
from bot.takeaway import workbook
from bot.texts import Texts
from knowledge.answer import Advice
from knowledge.money import to_major
from knowledge.offers import cost_of
from knowledge.sources import SOURCES

TODAY = date(2026, 11, 22)
EVIL = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-2+3",
    "http://evil.example/",
    "<b>&",
    "\x00\x0b",
    "長" * 900,
)


def book(advice: Advice, language: str = "zh-TW", sheets: tuple[str, ...] = workbook.WHOLE) -> bytes:
    return workbook.draw(advice, Texts(language), TODAY, sheets)


def rows(content: bytes, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()


def table(content: bytes, sheet: str, first: str) -> list[dict[str, Any]]:
    """The rows below the header that begins with ``first``."""
    found = rows(content, sheet)
    top = next(n for n, row in enumerate(found) if row[0] == first)
    return [dict(zip(found[top], row, strict=True)) for row in found[top + 1 :] if row[0] != ""]


def test_the_sheets_in_both_languages(advice: Advice, in_english: Advice) -> None:
    names = [CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names for content in (
        book(advice), book(in_english, "en"), book(advice, sheets=workbook.LIST))]  # fmt: skip
    assert names == [
        ["計畫", "備選", "契合度", "數字", "來源"],
        ["Plan", "Alternatives", "Factors", "Figures", "Sources"],
        ["收藏名單", "契合度", "來源"],
    ]


def test_the_plan_is_the_advices_own(advice: Advice) -> None:
    told = table(book(advice), "計畫", "#")
    assert [row["創作者"] for row in told] == [pick.name for pick in advice.creators]
    for row, pick in zip(told, advice.creators, strict=True):
        assert pick.offer
        assert row["契合度"] == pytest.approx(pick.fit)
        assert (row["費用（低）"], row["費用（高）"]) == (pick.offer.fee.low, pick.offer.fee.high)
        assert row["計畫費用"] == float(to_major(cost_of(pick.offer.fee, "TWD"), "TWD"))
        assert row["粉絲數"] == (pick.followers or "")
        assert row["連結"] == ""  # the demo creators have no pages


def test_planned_fees_and_what_is_left_make_up_the_budget(advice: Advice) -> None:
    planned = sum(row["計畫費用"] for row in table(book(advice), "計畫", "#"))
    figures = {row["項目"]: row for row in table(book(advice), "數字", "項目") if row["高"] != ""}
    assert planned + figures["未動用"]["高"] == pytest.approx(60_000) == figures["預算"]["高"]


def test_the_points_of_the_factors_sum_to_the_fit(advice: Advice) -> None:
    told = table(book(advice), "契合度", "創作者")
    assert [row["創作者"] for row in told] == [pick.name for pick in listed(advice)]
    for row, pick in zip(told, listed(advice), strict=True):
        points = [value for name, value in row.items() if name not in ("創作者", "契合度")]
        assert sum(points) == pytest.approx(row["契合度"]) == pytest.approx(pick.fit)


def test_sources_are_those_of_the_reasons(advice: Advice) -> None:
    named = {s for reason in (*advice.role.reasons, *advice.route.reasons) for s in reason.sources}
    told = {row["代號"] for row in table(book(advice), "來源", "代號")}
    assert named & SOURCES.keys() <= told <= SOURCES.keys()


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_fiction_is_marked_on_every_sheet(advice: Advice, in_english: Advice, language: str) -> None:
    content = book(advice if language == "zh-TW" else in_english, language)
    mark = Texts(language)("take.demo")
    for sheet in CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names:
        assert any(mark in row for row in rows(content, sheet)[:4]), sheet


def test_headers_stay_in_view_and_numbers_have_formats(advice: Advice) -> None:
    with ZipFile(BytesIO(book(advice))) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        styles = parts.read("xl/styles.xml").decode()
    assert all("frozen" in sheet for sheet in sheets) and len(sheets) == 5
    assert "NT$" in styles and "yyyy-mm-dd" in styles and "#,##0" in styles


def test_words_never_become_formulas_or_links(advice: Advice) -> None:
    names = [pick.model_copy(update={"name": evil, "handle": evil, "demo": False, "url": None})
             for pick, evil in zip(listed(advice) * 2, EVIL, strict=False)]  # fmt: skip
    brief = advice.brief.model_copy(update={"product": '=HYPERLINK("http://evil.example")'})
    hostile = advice.model_copy(update={"creators": tuple(names), "alternatives": (), "brief": brief})
    content = book(hostile)
    with ZipFile(BytesIO(content)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
    assert not any(re.search("<f>|<f |<hyperlink", sheet) for sheet in sheets)
    assert [row["創作者"] for row in table(content, "計畫", "#")][:4] == list(EVIL[:4])


def test_a_plan_of_nobody_is_a_workbook_still(advice: Advice) -> None:
    nobody = advice.model_copy(update={"creators": (), "alternatives": ()})
    assert table(book(nobody), "計畫", "#") == []
