"""Screens in Telegram's terms."""

import pytest
from telegram import InlineKeyboardMarkup

from bot.conversation import tag_of
from bot.screens.screen import Button, Screen, Tap
from bot.telegram import render
from bot.telegram.looks import Look
from bot.telegram.render import keyboard
from data.votes import Tally

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
    assert (Look.of(one) == Look.of(other)) is same


def test_buttons_that_open_a_page_or_share() -> None:
    screen = Screen("x", ((Button("page", url="https://t.me/b?start=s1"), Button("share", share="#b1")),))
    markup = render.keyboard(screen)
    assert markup is not None
    page, share = markup.inline_keyboard[0]
    assert page.url == "https://t.me/b?start=s1"
    where = share.switch_inline_query_chosen_chat
    assert where and where.query == "#b1"
    assert where.allow_user_chats and where.allow_group_chats and where.allow_channel_chats


def test_votes_are_counted_anew_and_nothing_else_changes() -> None:
    tag = tag_of("instagram:mina")
    rows = (
        (Button("1 👍 3", Tap("b1", "vote", f"{tag}.u")), Button("1 👎", Tap("b1", "vote", f"{tag}.d"))),
        (Button("2 👍 9", Tap("b1", "vote", "00000000.u")), Button("page", Tap("b1", "page", "2"))),
        (Button("copy", copy="@mina"),),
    )
    tallies = {"instagram:mina": Tally("instagram:mina", 0, 2)}
    markup = render.recounted(render.keyboard(Screen("x", rows)), tallies)
    assert markup is not None
    labels = [[button.text for button in row] for row in markup.inline_keyboard]
    assert labels == [["1 👍", "1 👎 2"], ["2 👍", "page"], ["copy"]]
    assert render.recounted(None, tallies) is None


def test_a_keyboard_is_known_again_when_telegram_tells_of_it() -> None:
    row = (
        MID,
        Button("copy", copy="@mina"),
        Button("page", url="https://t.me/b"),
        Button("share", share="#b"),
    )
    markup = render.keyboard(Screen("x", (row, (MID,))))
    assert markup is not None
    told = markup.to_dict()
    assert render.keys(InlineKeyboardMarkup.de_json(told, None)) == render.keys(markup)
    for change in (
        {"text": "another"},
        {"style": "danger"},
        {"disabled": True},
        {"callback_data": "1:b:c:d"},
    ):
        other = {
            "inline_keyboard": [[*told["inline_keyboard"][0][:3], told["inline_keyboard"][0][3] | change]]
        }
        other["inline_keyboard"].append(told["inline_keyboard"][1])
        assert render.keys(InlineKeyboardMarkup.de_json(other, None)) != render.keys(markup)


def test_keys_tell_keyboards_apart() -> None:
    first = render.keyboard(Screen("x", ((Button("a", Tap("b", "page", "1")),),)))
    second = render.keyboard(Screen("y", ((Button("a", Tap("b", "page", "2")),),)))
    assert render.keys(first) == render.keys(first) != render.keys(second) != render.keys(None)
