"""Callback data: ``version:brief:slot:value``, at most 64 bytes (Bot API InlineKeyboardButton)."""

from bot.screens.screen import Tap

VERSION = "1"
LIMIT_BYTES = 64


class UnreadableTap(ValueError):
    """Callback data that this version did not write: an old button, or a forged one."""


def encode(tap: Tap) -> str:
    """The callback data of a tap. Raises ValueError when it would not fit."""
    data = ":".join((VERSION, *tap))
    if len(data.encode()) > LIMIT_BYTES:
        raise ValueError(f"callback data {data!r} is over {LIMIT_BYTES} bytes")
    return data


def decode(data: str) -> Tap:
    """The tap behind callback data. Raises UnreadableTap for anything that `encode` did not write."""
    parts = data.split(":", 3)
    if len(parts) != 4 or parts[0] != VERSION or not parts[1] or not parts[2]:
        raise UnreadableTap(f"callback data of {len(data)} characters is not version {VERSION}")
    return Tap(*parts[1:])
