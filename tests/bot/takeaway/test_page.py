"""The page for the boss: one page, what the advice says, and no text that the typesetter would run."""

import json
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
import typst

from bot.takeaway import fonts, page
from bot.texts import Texts
from knowledge.answer import Advice

TODAY = date(2026, 11, 22)
EVIL = '#panic("run") $x$ *b* _i_ `r` <l> @ref \\ // /* ]] #read("/etc/passwd")'
needs_chinese = pytest.mark.skipif(
    not set(fonts.TAIWAN) & fonts.installed()[1], reason="no font with Chinese characters here"
)


@needs_chinese
def test_a_pdf_of_one_page_with_the_answer_as_text(advice: Advice) -> None:
    content = page.draw(advice, Texts("zh-TW"), TODAY, "pdf")
    assert content.startswith(b"%PDF-") and content.count(b"/Type /Page\n") <= 1
    assert content == page.draw(advice, Texts("zh-TW"), TODAY, "pdf")  # the same day, the same file


@needs_chinese
def test_a_picture_wide_enough_for_a_phone_and_in_telegrams_limits(in_english: Advice) -> None:
    content = page.draw(in_english, Texts("en"), TODAY, "png")
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG") and width == 1240
    assert width + height <= 10_000 and len(content) < 10_000_000


def said(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_the_page_says_who_where_how_for_how_much_and_why(advice: Advice) -> None:
    shown = page.content(advice, Texts("zh-TW"), TODAY, "pdf")
    assert [title for title, _ in shown["answer"]] == ["找誰", "在哪", "怎麼做", "花多少", "為什麼"]
    assert [row["name"] for row in shown["plan"]] == [pick.name for pick in advice.creators[: page.MOST]]
    assert "示範名單" in shown["demo"] and "2026年11月22日" in shown["date"]
    assert "NT$" in said(shown) and not any(f" ${n}" in said(shown) for n in range(10))


def test_the_shares_of_the_budget_are_the_whole_of_it(advice: Advice) -> None:
    shown = page.content(advice, Texts("zh-TW"), TODAY, "pdf")
    assert sum(part["share"] for part in shown["split"]) == pytest.approx(1)
    assert [part["rest"] for part in shown["split"]].count(True) == 1


def test_the_parts_of_a_bar_sum_to_the_fit(advice: Advice) -> None:
    shown = page.content(advice, Texts("zh-TW"), TODAY, "pdf")
    for bar, pick in zip(shown["fits"], advice.creators, strict=False):
        assert 100 * sum(bar["parts"]) == pytest.approx(pick.fit)


@needs_chinese
@pytest.mark.parametrize("kind", ["pdf", "png"])
def test_no_words_are_run_as_source(advice: Advice, kind: Any) -> None:
    picks = tuple(pick.model_copy(update={"name": EVIL}) for pick in advice.creators)
    brief = advice.brief.model_copy(update={"product": EVIL, "style": EVIL})
    assert page.draw(
        advice.model_copy(update={"creators": picks, "brief": brief}), Texts("zh-TW"), TODAY, kind
    )


@needs_chinese
def test_any_plan_fits_one_sheet_of_paper(advice: Advice) -> None:
    long = tuple(
        pick.model_copy(update={"name": f"{pick.name} {'很長的名字' * 8}", "id": f"{pick.id}{n}"})
        for n, pick in enumerate((advice.creators * 9)[: page.MOST + 3])
    )
    shown = page.content(advice.model_copy(update={"creators": long}), Texts("zh-TW"), TODAY, "pdf")
    template = page.template()
    pages = typst.compile(
        template, format="svg", font_paths=fonts.installed()[0], sys_inputs={"data": said(shown)}
    )
    assert not isinstance(pages, list)
    assert shown["more"]


def test_without_a_chinese_font_the_page_says_which_package_has_one(
    advice: Advice, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = (fonts.installed()[0], frozenset({"Libertinus Serif"}))
    monkeypatch.setattr(fonts, "installed", lambda: latin)
    with pytest.raises(fonts.NoFont, match="fonts-noto-cjk"):
        page.content(advice, Texts("zh-TW"), TODAY, "pdf")
    assert fonts.families("only Latin") == ["Libertinus Serif"]


def test_without_a_budget_there_is_no_split(advice: Advice) -> None:
    plan = advice.plan.model_copy(update={"budget": None, "remainder": None, "total": None})
    shown = page.content(advice.model_copy(update={"plan": plan}), Texts("zh-TW"), TODAY, "pdf")
    assert shown["split"] == [] and shown["fits"]


@needs_chinese
def test_setting_a_page_lets_others_work_meanwhile(advice: Advice) -> None:
    """Compiling holds no lock of the interpreter: somebody else's answer need not wait for it."""
    done = threading.Event()
    ticks: list[None] = []

    def tick() -> None:
        while not done.wait(0.001):
            ticks.append(None)

    other = threading.Thread(target=tick)
    other.start()
    try:
        page.draw(advice, Texts("zh-TW"), TODAY, "png")
    finally:
        done.set()
        other.join()
    assert len(ticks) > 5  # under the lock it would be one or two


@needs_chinese
def test_two_pages_at_once_are_what_each_is_alone(advice: Advice) -> None:
    def drawn(kind: Any) -> bytes:
        return page.draw(advice, Texts("zh-TW"), TODAY, kind)

    with ThreadPoolExecutor(2) as pool:
        pdf, png = pool.map(drawn, ("pdf", "png"))
    assert pdf == drawn("pdf") and png == drawn("png")
