"""What is remembered of messages that were shown, and of cards that are offered by inline mode."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.screens.screen import Screen
from bot.telegram import looks, render
from bot.telegram.looks import Look, Looks


def board(label: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data="1:x:vote:y.u")]])


def test_a_chosen_card_looks_as_it_was_offered() -> None:
    known = Looks()
    known.offer("s.0", board("👍"))
    known.offer("s.0", board("👍 1"))
    known.chosen("s.0", "sent")
    assert known.of("sent") == Look(None, render.keys(board("👍 1")))


def test_what_was_edited_since_it_was_chosen_is_known_better() -> None:
    known = Looks()
    known.offer("s.0", board("👍"))
    known.note_keys("sent", board("👍 2"))
    known.chosen("s.0", "sent")
    assert known.of("sent") == Look(None, render.keys(board("👍 2")))


def test_of_a_card_that_nobody_offered_nothing_is_known() -> None:
    known = Looks()
    known.chosen("s.0", "sent")
    assert known.of("sent") is None


def test_new_buttons_leave_the_text_as_it_was() -> None:
    known = Looks()
    known.note((1, 2), Look.of(Screen("hello")))
    known.note_keys((1, 2), board("👍"))
    assert known.of((1, 2)) == Look(render.words("hello"), render.keys(board("👍")))
    known.forget((1, 2))
    assert known.of((1, 2)) is None


def test_the_oldest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "REMEMBERED", 2)
    known = Looks()
    for name in ("a", "b", "c"):
        known.offer(name, board(name))
        known.note(f"shown {name}", Look(None, name))
    for name in ("a", "b", "c"):
        known.chosen(name, name)
    assert [known.of(f"shown {name}") for name in ("a", "b", "c")] == [None, None, None]
    assert known.of("a") is None and known.of("c") == Look(None, render.keys(board("c")))
