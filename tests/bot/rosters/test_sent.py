"""Which words belong into a roster without having been asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rosters.sent import is_roster_text

LINK = "https://www.instagram.com/littletree"


@pytest.mark.parametrize(
    ("text", "plain", "forwarded"),
    [
        (LINK, True, True),
        (f"小樹手作 {LINK}", True, True),
        (f"{LINK}\nhttps://youtube.com/@mia\nhttps://www.tiktok.com/@ade", True, True),
        (f"名單如下\n{LINK}\nhttps://youtube.com/@mia", True, True),
        (f"大家好我是小樹，專門拍手作和生活，合作請看這裡\n{LINK}", False, True),
        (f"我賣手工皂，一顆 280，預算三萬，想找像 {LINK} 這樣的", False, True),
        (f"Would {LINK} fit my handmade soap at NT$280?", False, True),
        ("我賣手工皂 280 預算 3 萬", False, False),
        ("https://shop.example.com/p/1", False, False),
        ("https://www.youtube.com/watch?v=abc123def45", False, False),
        ("", False, False),
    ],
)
def test_which_words(text: str, plain: bool, forwarded: bool) -> None:
    assert is_roster_text(text, is_forwarded=False) is plain
    assert is_roster_text(text, is_forwarded=True) is forwarded


@given(st.text(max_size=200), st.booleans())
def test_whatever_is_written(text: str, forwarded: bool) -> None:
    assert not is_roster_text(text, forwarded) or "/" in text
