"""Screens in Telegram's terms."""

import pytest
from telegram import InlineKeyboardMarkup

from bot.screens.screen import Button, Screen, Tap
from bot.telegram.render import digest, keyboard

MID = Button("中價位", Tap("b1", "tier", "mid"))


def test_buttons_carry_their_tap_or_what_to_copy() -> None:
    markup = keyboard(Screen("?", ((MID, Button("📋", copy="@mia")), (MID,))))
    assert isinstance(markup, InlineKeyboardMarkup)
    assert markup.to_dict()["inline_keyboard"] == [
        [
            {"text": "中價位", "callback_data": "1:b1:tier:mid"},
            {"text": "📋", "copy_text": {"text": "@mia"}},
        ],
        [{"text": "中價位", "callback_data": "1:b1:tier:mid"}],
    ]


def test_no_buttons_no_keyboard() -> None:
    assert keyboard(Screen("?")) is None
    assert keyboard(Screen("?", ((),))) is None


def test_a_button_that_does_nothing_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="does nothing"):
        keyboard(Screen("?", ((Button("?"),),)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Screen("<b>a</b> &lt; b"), Screen("a &lt; b"), True),
        (Screen("a\n"), Screen("a"), True),
        (Screen("a"), Screen("b"), False),
        (Screen("a"), Screen("a", ((MID,),)), False),
        (Screen("a", ((MID,),)), Screen("a", ((MID._replace(label="mid"),),)), False),
        (Screen("a", ((MID,),)), Screen("a", ((Button("中價位", Tap("b2", "tier", "mid")),),)), False),
        (Screen("a", ((MID, MID),)), Screen("a", ((MID,), (MID,))), False),
    ],
)
def test_two_screens_that_look_the_same(one: Screen, other: Screen, same: bool) -> None:
    assert (digest(one) == digest(other)) is same
