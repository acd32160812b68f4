"""What is shown, as data: text in Telegram's HTML subset and buttons that carry what a tap means."""

import html
import re
from typing import NamedTuple

from bot.screens.legible import legible

TEXT_LIMIT = 4096  # characters after entity parsing, Bot API sendMessage

_TAG = re.compile(r"<[^<>]{1,60}>")


class Tap(NamedTuple):
    """What a button means: one slot of one brief set to one value. Absolute, so a second tap changes nothing."""

    brief_id: str
    slot: str
    value: str = ""


class Button(NamedTuple):
    """A label with the tap behind it, or with a text to copy, a page to open, or a query to share by.

    ``share`` is written after our name in the chat that the person chooses (Telegram's inline mode).
    """

    label: str
    tap: Tap | None = None
    copy: str | None = None
    url: str | None = None
    share: str | None = None


class Screen(NamedTuple):
    """One message: HTML (b, i, code, blockquote) and rows of buttons.

    ``rich`` is the same in the HTML of Telegram's rich messages, for who can show it; empty where it has no table.
    """

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    rich: str = ""

    @property
    def plain(self) -> str:
        """The text without marks, for terminals, JSON and alerts."""
        return html.unescape(_TAG.sub("", self.html))


def esc(text: object) -> str:
    """A value made safe for HTML and for the lines around it."""
    return html.escape(legible(str(text)), quote=False)


def bold(text: object) -> str:
    return f"<b>{esc(text)}</b>"


def quote(lines: list[str], *, folded: bool = True) -> str:
    """A block quote of ready HTML lines; folded ones open on a tap."""
    return f"<blockquote{' expandable' if folded else ''}>{chr(10).join(lines)}</blockquote>"
