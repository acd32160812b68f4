"""A screen in Telegram's terms, and how to tell whether Telegram shows it already."""

import json
from hashlib import blake2s

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot import callback
from bot.screens.screen import Button, Screen


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The buttons below a message, None where there are none."""
    rows = [[_button(button) for button in row] for row in screen.buttons if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.copy is not None:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    if button.tap is None:
        raise ValueError(f"the button {button.label!r} does nothing")
    return InlineKeyboardButton(button.label, callback_data=callback.encode(button.tap))


def digest(screen: Screen) -> str:
    """Equal for two screens that look the same. Marks (bold, quotes) do not count."""
    return _digest(screen.plain, keyboard(screen))


def shown(message: Message) -> str:
    """The digest of a message as Telegram last told us it looks."""
    return _digest(message.text or "", message.reply_markup)


def _digest(text: str, markup: InlineKeyboardMarkup | None) -> str:
    rows = markup.to_dict()["inline_keyboard"] if markup else []
    return blake2s(json.dumps([text.strip(), rows], sort_keys=True).encode(), digest_size=16).hexdigest()
