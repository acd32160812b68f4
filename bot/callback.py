"""Callback data: ``version:brief:slot:value``, at most 64 bytes (Bot API InlineKeyboardButton).

The version is that of this format. The revision of the brief stands in the value, as `Conversation.mark`, wherever a
button moves on from one state to the next; a button that sets a value needs none, since setting it twice is the same.
"""

from bot.screens.screen import Tap

VERSION = "1"
LIMIT_BYTES = 64


class UnreadableTap(ValueError):
    """Callback data that this version did not write: an old button, or a forged one."""


class OldTap(ValueError):
    """Callback data of another version of this format; ``brief_id`` is the brief that it names."""

    def __init__(self, brief_id: str) -> None:
        super().__init__(f"callback data of another version than {VERSION}")
        self.brief_id = brief_id


def encode(tap: Tap) -> str:
    """The callback data of a tap. Raises ValueError when it would not fit."""
    data = ":".join((VERSION, *tap))
    if len(data.encode()) > LIMIT_BYTES:
        raise ValueError(f"callback data {data!r} is over {LIMIT_BYTES} bytes")
    return data


def decode(data: str) -> Tap:
    """The tap behind callback data. Raises OldTap, or UnreadableTap for anything that `encode` never wrote."""
    parts = data.split(":", 3)
    if len(parts) > 2 and parts[0] != VERSION and parts[0].isdecimal() and parts[1]:
        raise OldTap(parts[1])
    if len(parts) != 4 or parts[0] != VERSION or not parts[1] or not parts[2]:
        raise UnreadableTap(f"callback data of {len(data)} characters is not version {VERSION}")
    return Tap(*parts[1:])
