"""A short round of what `make fuzz` does at length: nothing raises, and what is shown can be shown."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from bot.conversation import View
from bot.languages import LANGUAGES
from bot.screens.screen import Button, Screen, Tap
from bot.takeaway import page, workbook
from bot.takeaway.fonts import NoFont
from bot.texts import Texts
from tests.conftest import TODAY, product_index
from tests.fuzz.inputs import BRIEFS, HARD, LONGEST, MARKS, MARKUP, inputs
from tests.fuzz.round import Measured, measured, told
from tests.fuzz.shape import HIDDEN, check_csv, check_screen
from tests.fuzz.targets import READY, HostileAdviser, Target, targets

ROUND = 40  # inputs for each target


@pytest.mark.parametrize("name", ["understand", "dialogue", "callbacks", "screens", "import"])
def test_nothing_that_is_sent_breaks_anything(name: str, tmp_path: Path) -> None:
    target = next(target for target in targets(tmp_path, product_index().match) if target.name == name)
    for text in (*inputs(ROUND), *BRIEFS):
        target.run(text[: target.longest])


@pytest.mark.parametrize(
    "text", ["預算十幾多萬", "預算幾多萬幾", "\ud83d 手工皂 280", "賣\u200b\u2060 280 預算3萬"]
)
def test_what_once_broke_the_reading_of_words(text: str, tmp_path: Path) -> None:
    """Found by earlier rounds: two vague words in one number, half a character, a product that nobody can see."""
    for target in targets(tmp_path, product_index().match):
        target.run(text[: target.longest])


def test_inputs_are_the_same_for_the_same_seed_and_no_longer_than_said() -> None:
    first, again, other = (list(inputs(300, seed)) for seed in (1, 1, 2))
    assert first == again != other
    assert max(map(len, first)) == LONGEST
    assert len({text[:20] for text in first}) > 200


def test_the_hard_pieces_make_long_inputs_too() -> None:
    texts = list(inputs(2000))
    assert any(len(text) == LONGEST and len(set(text)) < 8 for text in texts)
    assert any("\u202e" in text for text in texts) and any("<b>" in text for text in texts)
    assert len(set(HARD)) > 80


def test_what_raises_is_told_with_its_input_and_what_is_slow_is_found(tmp_path: Path) -> None:
    def fussy(text: str) -> None:
        if "x" in text:
            raise ValueError("no x")
        sum(range(20_000 * text.count("s")))

    steps: list[int] = []
    results = list(measured([Target("fussy", 1, fussy)], iter(["a", "x", "ss", "s"]), 1, steps.append))
    report = told("fussy", results)
    assert steps == [1, 2, 3, 4]
    assert [result.text for result in report.failed] == ["x"]
    assert "no x" in (report.failed[0].error or "")
    assert report.slowest[0].text == "ss" and report.inputs == 4


def test_a_target_takes_no_more_of_an_input_than_it_says() -> None:
    taken: list[int] = []
    target = Target("short", 1, lambda text: taken.append(len(text)), longest=10)
    list(measured([target], iter(["a" * 500]), 1, lambda n: None))
    assert taken == [10]


def test_a_report_of_nothing_is_empty() -> None:
    assert told("none", []).slowest == () and told("none", []).p99_ms == 0
    assert told("one", [Measured("one", "a", 2.0, None)]).median_ms == 2.0


def test_the_shape_is_strict() -> None:
    """What the rounds rely on: text that hides, turns, overflows or would run is noticed."""
    for html in ("a\u202eb", "\u2068a", "a\u2069", "<b>a", "", "x" * 4097, "a\x00"):
        with pytest.raises((AssertionError, ValueError)):
            check_screen(Screen(html))
    for button in (Button(""), Button("a"), Button("a", url="javascript:x"), Button("a", copy="x" * 257),
                   Button("a", tap=Tap("b", "c", "d" * 60)), Button("a\u202e", tap=Tap("b", "c"))):  # fmt: skip
        with pytest.raises((AssertionError, ValueError)):
            check_screen(Screen("a", ((button,),)))
    check_screen(Screen("<b>a</b> \u2068שלום\u2069", ((Button("a", tap=Tap("b", "c")),),)))
    with pytest.raises(AssertionError):
        check_csv("name\n=1+1\n")
    check_csv("name\n'=1+1\n")


NAMES = [*MARKS, *MARKUP, "=1+1", "x" * 300, "\x00", "שלום <b>" + "\u202e" * 20, "a\nb\tc", "\ufffe"]


def test_a_workbook_with_any_names_opens_and_runs_nothing() -> None:
    adviser = HostileAdviser(lambda phrase: None)
    for number, name in enumerate(NAMES):
        adviser.name, language = name, list(LANGUAGES)[number % 2]
        content = workbook.draw(adviser.advise(READY, language, View()), Texts(language), TODAY)
        with ZipFile(BytesIO(content)) as parts:
            sheets = [part for part in parts.namelist() if part.startswith("xl/worksheets/sheet")]
            assert not any(b"<f>" in parts.read(sheet) for sheet in sheets), name
        cells = [cell for row in CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
                 for cell in row]  # fmt: skip
        assert not any(HIDDEN.search(cell) for cell in cells if isinstance(cell, str)), name


def test_a_page_with_all_these_names_is_drawn() -> None:
    adviser = HostileAdviser(lambda phrase: None)
    adviser.name = "".join(NAMES)
    try:
        drawn = page.draw(adviser.advise(READY, "en", View()), Texts("en"), TODAY, "pdf")
    except NoFont:
        pytest.skip("no font for Chinese here")
    assert drawn.startswith(b"%PDF")
