"""Text that people paste or forward: what is read of it, and what is told as not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.pasted import LONGEST, has_channels, read_pasted
from data.sheet import UnreadableFile

IG, YT = "https://www.instagram.com/mei", "https://www.youtube.com/@meitube"
Rows = list[tuple[int, list[str]]]


def rows(text: str, one_creator: bool = False) -> Rows:
    """The rows below the header, without cells that are empty."""
    sheet = read_pasted(text, one_creator).sheet
    return [(number, [cell for cell in cells if cell]) for number, cells in sheet.rows[1:]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (IG, [(1, [IG])]),
        (f"{IG}\n\n{YT}", [(1, [IG]), (3, [YT])]),
        (f"看看這個 {IG}?igsh=abc 不錯吧！", [(1, [f"{IG}?igsh=abc"])]),
        (f"（{IG}）、「{YT}」。", [(1, [f"{IG} {YT}"])]),  # two platforms in a line are one creator
        (f"{IG} https://www.instagram.com/bo", [(1, [IG]), (2, ["https://www.instagram.com/bo"])]),
        ("IG @mei，YT：＠meitube", [(1, [f"{IG} {YT}"])]),
        ("my ig: @mei.tw!", [(1, ["https://www.instagram.com/mei.tw"])]),
        (
            "www.instagram.com/mei m.youtube.com/@meitube/videos",
            [(1, ["www.instagram.com/mei m.youtube.com/@meitube/videos"])],
        ),
        (f"1. 小美 {IG}\n2. 阿波：{YT} 3.5萬", [(1, ["小美", IG]), (2, ["阿波", YT, "3.5萬"])]),
        (f"• 小美 — {IG}\n• 阿波 | {YT}", [(1, ["小美", IG]), (2, ["阿波", YT])]),
    ],
)
def test_links_in_lines_and_in_prose(text: str, found: Rows) -> None:
    assert rows(text) == found


def test_a_creators_own_message_is_one_creator() -> None:
    text = f"嗨我是小美～\n我的IG {IG}\nYouTube {YT}\n合作歡迎私訊"
    assert rows(text, one_creator=True) == [(2, [f"{IG} {YT}"])]
    assert [row for row, _ in rows(text)] == [2, 3]
    assert [line.row for line in read_pasted(text, one_creator=True).skipped] == [1, 4]


@pytest.mark.parametrize(
    ("text", "header", "found"),
    [
        (f"名稱,連結\n小美,{IG}\n", ["名稱", "連結"], [(2, ["小美", IG])]),
        (f"名稱\t連結\t粉絲數\n小美\t{IG}\t1.2萬", ["名稱", "連結", "粉絲數"], [(2, ["小美", IG, "1.2萬"])]),
        (
            f"| name | url |\n|---|---|\n| Mei | {IG} |",
            ["", " name ", " url ", ""],
            [(2, [" ", " Mei ", f" {IG} "])],
        ),
        (
            f"名稱：小美\nIG：{IG}\n粉絲數：1.2萬\n謝謝",
            ["名稱", "IG", "粉絲數"],
            [(1, ["小美", IG, "1.2萬"])],
        ),
        (
            f"名稱: A\nIG: @a\n名稱: B\nIG: @b\n{YT}",
            ["名稱", "IG", "url"],
            [(1, ["A", "@a"]), (3, ["B", "@b", YT])],
        ),
    ],
)
def test_tables_and_labelled_lines(text: str, header: list[str], found: Rows) -> None:
    sheet = read_pasted(text).sheet
    assert sheet.rows[0][1] == header
    assert [(n, [cell for cell in cells if cell.strip()]) for n, cells in sheet.rows[1:]] == [
        (n, [cell for cell in cells if cell.strip()]) for n, cells in found
    ]


def test_a_table_without_a_header_keeps_its_cells() -> None:
    assert read_pasted(f"小美\t{IG}\t1.2萬").sheet.rows == [(1, ["小美", IG, "1.2萬"])]
    assert read_pasted(f"小美,{IG},1\n阿波,{YT},2").sheet.rows == [
        (1, ["小美", IG, "1"]),
        (2, ["阿波", YT, "2"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "你好，想找網紅",
        "預算 3 萬，一顆 280",
        "mail me@x.tw",
        "x.com",
        "時間：下午 3:30",
        "a, b, c",
        "@mei",
    ],
)
def test_messages_that_are_no_roster(text: str) -> None:
    assert not has_channels(text)
    with pytest.raises(UnreadableFile, match="Send links such as"):
        read_pasted(text)


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="at most"):
        read_pasted("a" * (LONGEST + 1))


@given(
    st.lists(
        st.sampled_from(
            [
                IG,
                YT,
                "x.com/a",
                "IG @bo",
                "名稱：",
                "\n",
                "\t",
                ",",
                " ",
                "|",
                '"',
                "粉絲 1.2萬",
                "嗨",
                "@",
                ":",
            ]
        ),
        max_size=14,
    )
)
def test_no_line_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        found = read_pasted(text)
    except UnreadableFile:
        return
    numbers = [number for number, _ in found.sheet.rows if number]
    assert numbers == sorted(set(numbers))
    assert len({len(cells) for _, cells in found.sheet.rows}) == 1 or found.sheet.delimiter != "text"


@pytest.mark.parametrize(
    "piece", ["a", "a.", "a-", "IG ", "IG@", "www.", "名稱：", "https://", "@", "，", "a@", "1. ", "\t", '"']
)
def test_long_adversarial_text_is_read_in_time(piece: str) -> None:
    """Quadratic time would be minutes here."""
    has_channels(piece * 40_000)
