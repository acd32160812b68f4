"""Callback data survives the way to Telegram and back, and nothing forged does."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callback import LIMIT_BYTES, OldTap, UnreadableTap, decode, encode
from bot.screens.screen import Tap

word = st.text("abcdefghijklmnopqrstuvwxyz0123456789_-", min_size=1, max_size=12)


@given(word, word, st.text("abcdefghijk0123456789.+-:", max_size=20))
def test_what_is_encoded_is_decoded(brief: str, slot: str, value: str) -> None:
    tap = Tap(brief, slot, value)
    data = encode(tap)
    assert decode(data) == tap
    assert len(data.encode()) <= LIMIT_BYTES


def test_too_long_is_our_mistake_and_loud() -> None:
    with pytest.raises(ValueError, match="over 64 bytes"):
        encode(Tap("b", "detail", "長" * 22))


@pytest.mark.parametrize(
    "data", ["", "1", "1:b:tier", ":b:tier:mid", "a:b:tier:mid", "1::tier:mid", "1:b::mid", "x" * 64]
)
def test_foreign_data_is_unreadable(data: str) -> None:
    with pytest.raises(UnreadableTap):
        decode(data)


@pytest.mark.parametrize("data", ["0:b:tier:mid", "2:b:tier:mid", "2:b:something else", "13:b:x:y:z"])
def test_another_version_says_of_which_brief_it_was(data: str) -> None:
    with pytest.raises(OldTap) as old:
        decode(data)
    assert old.value.brief_id == "b"


@given(st.text(max_size=64))
def test_any_text_is_read_or_refused(data: str) -> None:
    with suppress(UnreadableTap, OldTap):
        assert encode(decode(data)) == data
