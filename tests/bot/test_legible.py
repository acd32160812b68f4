"""Anybody's text between ours: nothing hides, nothing turns the line around, nothing is cut in half."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screens.legible import END, ISOLATE, graphemes, legible, linkable, name
from bot.screens.pane import visible
from bot.screens.rows import clip, width
from bot.screens.screen import esc
from tests.fuzz.inputs import MARKS
from tests.fuzz.shape import HIDDEN

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
texts = st.text(st.characters() | st.sampled_from([char for mark in MARKS for char in mark]), max_size=60)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("小美 Mei", "小美 Mei"),
        ("evil\u202egnp.exe", "evilgnp.exe"),  # as in a file name that ends in exe and reads png
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("a\u2066b\u2069c\u2067d", "abcd"),
        ("tab\there\r\nand there", "tab here \nand there"),
        ("two\nlines", "two\nlines"),
        ("\ud83d", "\ufffd"),
        ("\x1b[31mred", "[31mred"),
        (f"{FAMILY} 👍🏽 🇹🇼 ❤️", f"{FAMILY} 👍🏽 🇹🇼 ❤️"),  # what belongs together stays
        ("a\u200db", "ab"),  # but joins no letters
        ("e" + "\u0301" * 40, "e" + "\u0301" * 3),
        ("葛\U000e0100", "葛"),
        ("שלום", f"{ISOLATE}שלום{END}"),
        ("", ""),
    ],
)
def test_what_is_shown_of_a_text(written: str, shown: str) -> None:
    assert legible(written) == shown


@given(texts)
def test_nothing_hides_and_twice_is_once(text: str) -> None:
    once = legible(text)
    assert not HIDDEN.search(once)
    assert legible(once) == once
    assert once.count("\n") == text.count("\n")
    once.encode()


@given(texts, st.integers(1, 30))
def test_a_name_is_one_line_that_fits_and_turns_nothing(text: str, columns: int) -> None:
    shown = clip(text, columns)
    assert "\n" not in shown and not HIDDEN.search(shown)
    assert width(shown) <= max(columns, width("…"))
    assert bool(shown) == bool(text)
    assert esc(f"1. {shown} · 3") == esc(
        esc(f"1. {shown} · 3").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )
    inside = shown.strip(ISOLATE + END)
    assert ISOLATE not in inside and END not in inside
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in shown):
        assert shown.startswith(ISOLATE) and shown.endswith(END)


def test_a_right_to_left_name_stands_alone_in_the_line() -> None:
    line = legible(f"1. {name('שלום')} · Instagram · 3")
    assert line == f"1. {ISOLATE}שלום{END} · Instagram · 3"


def test_a_name_cannot_leave_its_isolate() -> None:
    assert name("שלום\u2069 x \u2068") == f"{ISOLATE}שלום x{END}"


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("短", 9, "短"),
        ("很長的名字", 3, "很長…"),
        ("abcdef", 4, "abc…"),
        (f"a{FAMILY}b", 5, "a…"),
        ("🇹🇼🇯🇵🇰🇷", 2, "…"),
        ("  a \n b  ", 9, "a b"),
        ("\u200b\u2060", 9, "—"),
        ("", 9, ""),
    ],
)
def test_names_are_cut_between_characters(text: str, most: int, shown: str) -> None:
    assert name(text, lambda line: len(line) <= most) == shown


@given(texts)
def test_graphemes_are_the_text_again(text: str) -> None:
    pieces = list(graphemes(text))
    assert "".join(pieces) == text
    assert all(pieces)


def test_graphemes_are_what_a_reader_counts() -> None:
    assert list(graphemes(f"e\u0301{FAMILY}🇹🇼🇯🇵👍🏽葛")) == ["e\u0301", FAMILY, "🇹🇼", "🇯🇵", "👍🏽", "葛"]


@given(texts, st.integers(1, 200))
def test_visible_text_is_no_longer_than_asked(text: str, most: int) -> None:
    assert len(visible(text, most).strip(ISOLATE + END)) <= most


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://www.instagram.com/amei/", "https://www.instagram.com/amei/"),
        ("https://youtube.com/@露營", "https://youtube.com/@%E9%9C%B2%E7%87%9F"),
        ("https://例子.tw/a?b=c d", "https://xn--fsqu00a.tw/a?b=c%20d"),
        ("http://a.tw:8080/%20x", "http://a.tw:8080/%20x"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("https://localhost/x", None),
        ("not a link", None),
        ("https://a.tw:99999/", None),
        ("https://[::1/", None),
        ("https://a..tw/", None),
        ("https://a.tw/" + "x" * 2000, None),
        ("", None),
    ],
)
def test_only_addresses_that_telegram_takes_become_links(address: str, link: str | None) -> None:
    assert linkable(address) == link


@given(st.text(max_size=80))
def test_any_link_is_plain_ascii(text: str) -> None:
    for address in (text, f"https://example.com/{text}", f"https://{text}"):
        link = linkable(address)
        assert link is None or (link.isascii() and link.isprintable() and " " not in link)
