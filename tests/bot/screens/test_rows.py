"""Labels on a phone: how wide they are, where they are cut, how buttons fill rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screens.rows import ROOM, clip, fits, flow, width
from bot.screens.screen import Button

LABELS = st.text(st.sampled_from("手工皂NT$3,0aW é📎⚖️🔍＊"), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [("手工皂", "abc"), ("手", "a"), ("🔍", "皂"), ("⚖️", "⚖"), ("ABC", "abc"), ("abc", "i.,")],
)
def test_what_takes_more_room(wide: str, narrow: str) -> None:
    assert width(wide) > width(narrow)


def test_chinese_takes_two_columns_each() -> None:
    assert width("手工皂") == 6 and width("") == 0


# Measured in a browser: 14 pixels high, rows of 306 pixels with 4 between buttons and 6 on either side of a label.
@pytest.mark.parametrize(
    "label", ["💰 便宜點", "📊 計畫細節", "🧭 其他方案", "NT$30,000*", "⚖️ Compare", "🔄 Others"]
)
def test_three_of_these_stand_in_a_row(label: str) -> None:
    assert fits([Button(label)] * 3)


@pytest.mark.parametrize("label", ["NT$1,000,000*", "camping wagon", "不要 Instagram"])
def test_three_of_these_do_not(label: str) -> None:
    assert not fits([Button(label)] * 3)


@given(st.lists(LABELS, max_size=12), st.integers(1, 5))
def test_rows_keep_the_order_and_cut_nothing_that_fits_alone(labels: list[str], most: int) -> None:
    buttons = [Button(label) for label in labels]
    rows = flow(buttons, most)
    assert [button for row in rows for button in row] == buttons
    assert all(fits(row, most) or len(row) == 1 for row in rows)


@given(LABELS, st.floats(3, 40))
def test_a_clipped_text_fits_and_begins_as_before(text: str, columns: float) -> None:
    clipped = clip(text, columns)
    assert width(clipped) <= columns
    assert clipped in (" ".join(text.split()), "—") or clipped.endswith("…")


def test_room_shrinks_with_company() -> None:
    assert list(ROOM.values()) == sorted(ROOM.values(), reverse=True)
