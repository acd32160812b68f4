"""Cells as people write them."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import codes, notation
from data.account import handle_cell, plain_url
from data.notation import Unreadable, guard, read_count, read_date, read_flag, read_list, read_rate, unguard
from tests.data.creators import AWKWARD


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("0", 0), ("12000000", 12_000_000), ("12,000,000", 12_000_000), ("1.2萬", 12_000), ("1.2万", 12_000),
        ("9百", 900), ("3.5K", 3_500), ("3.5k", 3_500), ("2M", 2_000_000), ("1.2億", 120_000_000), ("1.5w", 15_000),
        ("１２，０００", 12_000), ("約 5 萬+", 50_000), ("12 000", 12_000), ("1 234 567", 1_234_567), ("1.2E+07", 12_000_000),
        ("3.2萬人", 32_000), ("1,234.5", 1234.5), ("5千", 5_000), (" 800 ", 800), ("0.57萬", 5_700), ("1200 followers", 1_200),
    ],
)  # fmt: skip
def test_counts(cell: str, count: float) -> None:
    assert read_count(cell) == count


@pytest.mark.parametrize(
    "cell", ["-5", "12,5", "1,2345", "abc", "1.2.3", "12k萬", "5 6", "1-2", "9" * 20, "inf", "1e99", "二萬"]
)
def test_what_is_no_count(cell: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_count(cell)
    assert refused.value.suggestion


def test_the_unit_of_the_column_holds_where_a_cell_has_none() -> None:
    assert [read_count(cell, 10_000) for cell in ("1.2", "1.2萬", "800K")] == [12_000, 12_000, 800_000]


@pytest.mark.parametrize(
    ("cell", "percent", "rate"),
    [("3.2%", False, 0.032), ("3.2%", True, 0.032), ("３．２％", None, 0.032), ("0.032", False, 0.032), ("3.2", True, 0.032),
     ("100%", False, 1), ("1", False, 1), ("0", True, 0), ("約3%", False, 0.03)],
)  # fmt: skip
def test_rates(cell: str, percent: bool | None, rate: float) -> None:
    assert read_rate(cell, percent) == rate


@pytest.mark.parametrize(
    ("cell", "percent"), [("3.2", False), ("101%", True), ("-1%", True), ("high", True), ("0.5", None)]
)
def test_what_is_no_rate(cell: str, percent: bool | None) -> None:
    with pytest.raises(Unreadable):
        read_rate(cell, percent)


@pytest.mark.parametrize(
    "cell",
    ["2026-11-01", "2026/11/1", "2026.11.01", "20261101", "2026年11月1日", "2026-11-01 09:30", "2026-11-01T09:30:00Z",
     "115/11/1", "115年11月1日", "民國115年11月1日", "２０２６－１１－０１"],
)  # fmt: skip
def test_one_day_in_many_ways(cell: str) -> None:
    assert read_date(cell) == date(2026, 11, 1)


@pytest.mark.parametrize(
    "cell", ["11/1/2026", "1-11-26", "2026-11", "2026-02-30", "2026-13-01", "99/1/1", "soon", "45962"]
)
def test_what_is_no_day_or_more_than_one(cell: str) -> None:
    with pytest.raises(Unreadable, match=r"no such day|only one way"):
        read_date(cell)


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("A; B", ("A", "B")), ("A、B,C", ("A", "B,C")), ("A, B", ("A", "B")), ("A｜B", ("A｜B",)), ("A | B", ("A", "B")),
        ('["A, B", ""]', ("A, B", "")), ("A;;B;", ("A", "B")), ("A\nB", ("A", "B")), ("A & Co., Ltd; B", ("A & Co., Ltd", "B")),
    ],
)  # fmt: skip
def test_lists(cell: str, items: tuple[str, ...]) -> None:
    assert read_list(cell) == items


@pytest.mark.parametrize("cell", ["[1, 2]", "[", '["a"', "[]x"])
def test_a_broken_list_is_told(cell: str) -> None:
    with pytest.raises(Unreadable):
        read_list(cell)


def test_flags() -> None:
    assert [read_flag(cell) for cell in ("Yes", "是", "1", "TRUE", "no", "否", "0")] == [True] * 4 + [
        False
    ] * 3
    with pytest.raises(Unreadable):
        read_flag("maybe")


@pytest.mark.parametrize("cell", ["", " ", "-", "N/A", "n/a", "無", "未知", "NULL", "—", "#N/A", "面議"])
def test_what_says_nothing(cell: str) -> None:
    assert notation.is_unknown(cell)
    assert notation.plain_text(cell) is None


@given(st.floats(0, 1e12))
def test_a_written_count_is_read_exactly(value: float) -> None:
    assert read_count(notation.write_number(value)) == value


@given(st.floats(0, 1))
def test_a_written_rate_is_read_exactly(value: float) -> None:
    assert read_rate(notation.write_rate(value), None) == value


@given(st.lists(st.text(max_size=8) | st.sampled_from(AWKWARD), max_size=4).map(tuple))
def test_a_written_list_is_read_exactly(items: tuple[str, ...]) -> None:
    written = notation.write_list(items)
    assert (read_list(written) if written else ()) == items
    assert not written.startswith(notation.FORMULA)


@given(
    st.text(max_size=10) | st.sampled_from(AWKWARD) | st.text("'=+-@ a", max_size=6),
    st.sampled_from([notation.plain_text, handle_cell, plain_url]),
)
def test_a_guarded_text_is_read_exactly_and_runs_nowhere(
    text: str, plain: Callable[[str], str | None]
) -> None:
    guarded = guard(text, plain)
    assert unguard(guarded, plain) == text
    assert not guarded.startswith(notation.FORMULA)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"),
        ("'Tis the season", "'Tis the season"),
        (" mei ", "mei"),
        ("=1+1", "=1+1"),
        ("''", "'"),
        ("'90s", "'90s"),
    ],
)
def test_an_apostrophe_goes_only_where_a_guard_put_it(cell: str, text: str) -> None:
    assert unguard(cell) == text


@given(st.text(max_size=40) | st.text("0123456789,.-~萬kKm%$ ", max_size=20))
def test_any_cell_is_read_or_refused(cell: str) -> None:
    readers: list[Callable[[str], object]] = [
        read_count, read_date, read_flag, read_list, codes.read_platform, codes.read_region, codes.read_language,
        lambda text: read_rate(text, True),
    ]  # fmt: skip
    for read in readers:
        try:
            read(cell)
        except Unreadable as refused:
            assert str(refused) and refused.suggestion


@pytest.mark.parametrize(
    ("word", "platform"),
    [("YouTube", "youtube"), ("YT", "youtube"), ("ig", "instagram"), ("Instagram ", "instagram"), ("臉書", "facebook"),
     ("粉絲專頁", "facebook"), ("抖音", "tiktok"), ("脆", "threads"), ("小紅書", "xiaohongshu"), ("RED", "xiaohongshu"),
     ("部落格", "blog"), ("Podcast", "podcast"), ("Twitter", "x"), ("Ｘ", "x"), ("LINE@", "line"), ("Dcard", "dcard")],
)  # fmt: skip
def test_platforms(word: str, platform: str) -> None:
    assert codes.read_platform(word) == platform


@pytest.mark.parametrize(
    ("word", "code"),
    [("TW", "TW"), ("tw", "TW"), ("台灣", "TW"), ("臺灣", "TW"), ("Taiwan", "TW"), ("台北", "TW"), ("高雄市", "TW"), ("香港", "HK"),
     ("Hong Kong", "HK"), ("UK", "GB"), ("日本", "JP"), ("马来西亚", "MY"), ("United States", "US")],
)  # fmt: skip
def test_regions(word: str, code: str) -> None:
    assert codes.read_region(word) == code


@pytest.mark.parametrize(
    ("word", "tag"),
    [("zh-TW", "zh-TW"), ("zh_TW", "zh-TW"), ("ZH", "zh"), ("中文", "zh"), ("繁體中文", "zh-Hant"), ("English", "en"), ("英文", "en"),
     ("日文", "ja"), ("台語", "nan"), ("粵語", "yue"), ("韓文", "ko")],
)  # fmt: skip
def test_languages(word: str, tag: str) -> None:
    assert codes.read_language(word) == tag


@pytest.mark.parametrize("read", [codes.read_platform, codes.read_region, codes.read_language])
def test_an_unknown_word_is_refused_with_examples(read: Callable[[str], str]) -> None:
    with pytest.raises(Unreadable, match="we know") as refused:
        read("火星")
    assert "write" in refused.value.suggestion


def test_a_thousand_brackets_are_no_list() -> None:
    """They once ended an import with a traceback: deeper than Python goes."""
    with pytest.raises(Unreadable, match="not a list of texts"):
        read_list("[" * 5000)
