"""A screen in Telegram's terms, and how to tell whether Telegram shows it already."""

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2s

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
    TelegramObject,
)

from bot import callback
from bot.company import Ballot, Counts, counted
from bot.conversation import tag_of
from bot.screens.screen import Button, Screen


@lru_cache(maxsize=64)  # a screen that is sent is also compared and noted
def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The buttons below a message, None where there are none."""
    rows = [[_button(button) for button in row] for row in screen.buttons if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.copy is not None:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    if button.url is not None:
        return InlineKeyboardButton(button.label, url=button.url)
    if button.share is not None:
        where = SwitchInlineQueryChosenChat(
            button.share, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
        )
        return InlineKeyboardButton(button.label, switch_inline_query_chosen_chat=where)
    if button.tap is None:
        raise ValueError(f"the button {button.label!r} does nothing")
    return InlineKeyboardButton(button.label, callback_data=callback.encode(button.tap))


def recounted(
    markup: InlineKeyboardMarkup | None, tallies: Mapping[str, Counts]
) -> InlineKeyboardMarkup | None:
    """The same buttons with the votes as they are now; ``tallies`` by channel key."""
    if markup is None:
        return None
    by_tag = {tag_of(channel): counts for channel, counts in tallies.items()}
    rows = [[_recounted(button, by_tag) for button in row] for row in markup.inline_keyboard]
    return InlineKeyboardMarkup(rows)


def _recounted(button: InlineKeyboardButton, tallies: Mapping[str, Counts]) -> InlineKeyboardButton:
    try:
        tap = callback.decode(str(button.callback_data))
        ballot = Ballot.read(tap.value) if tap.slot == "vote" else None
    except ValueError:
        return button
    if ballot is None:
        return button
    counts = tallies.get(ballot.tag)
    count = 0 if counts is None else counts.up if ballot.value > 0 else counts.down
    return InlineKeyboardButton(counted(button.text, count), callback_data=button.callback_data)


def words(text: str) -> str:
    """Equal for two texts that read the same. Marks (bold, quotes) do not count."""
    return _digest(text.strip())


def keys(markup: InlineKeyboardMarkup | None) -> str:
    """Equal for two keyboards that look and act the same."""
    rows = markup.inline_keyboard if markup else ()
    return _digest(json.dumps([[_features(button) for button in row] for row in rows], sort_keys=True))


def _features(button: InlineKeyboardButton) -> dict[str, object]:
    """Everything that a button has; what the library does not know of yet as well."""
    known = {name: getattr(button, name) for name in InlineKeyboardButton.__slots__}
    return {
        name: value.to_dict() if isinstance(value, TelegramObject) else value
        for name, value in {**known, **button.api_kwargs}.items()
        if value is not None
    }


def _digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=16).hexdigest()
