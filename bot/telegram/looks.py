"""How messages look that we have shown, since Telegram refuses an edit that edits nothing."""

from collections import OrderedDict
from functools import lru_cache
from typing import NamedTuple

from telegram import InlineKeyboardMarkup, Message

from bot.screens.screen import Screen
from bot.telegram import render

REMEMBERED = 10_000  # messages whose look is kept in mind; of others, the tapped message itself tells

At = tuple[int, int] | str  # chat and message, or an inline message's id


class Look(NamedTuple):
    """Digests of a message's text, None where nobody knows it, and of its buttons."""

    text: str | None
    keys: str

    @staticmethod
    @lru_cache(maxsize=64)
    def of(screen: Screen) -> "Look":
        return Look(render.words(screen.plain), render.keys(render.keyboard(screen)))

    @classmethod
    def told(cls, message: Message) -> "Look":
        """Of a message as Telegram last told us it looks."""
        return cls(render.words(message.text or ""), render.keys(message.reply_markup))


class Looks:
    """The newest messages we have shown."""

    def __init__(self) -> None:
        self._known: OrderedDict[At, Look] = OrderedDict()
        self._offered: OrderedDict[str, str] = (
            OrderedDict()
        )  # digests of buttons, by the results to choose from

    def note(self, at: At, look: Look) -> None:
        """A message looks so now."""
        self._known[at] = look
        self._known.move_to_end(at)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def note_keys(self, at: At, markup: InlineKeyboardMarkup | None) -> None:
        """A message has other buttons now; its text is what it was."""
        known = self.of(at)
        self.note(at, Look(known.text if known else None, render.keys(markup)))

    def offer(self, result: str, markup: InlineKeyboardMarkup | None) -> None:
        """A message with these buttons is offered as an inline result."""
        self._offered[result] = render.keys(markup)
        self._offered.move_to_end(result)
        if len(self._offered) > REMEMBERED:
            self._offered.popitem(last=False)

    def chosen(self, result: str, inline_message: str) -> None:
        """An inline result was sent: it looks as it was offered, unless it has been edited since."""
        if result in self._offered and self.of(inline_message) is None:
            self.note(inline_message, Look(None, self._offered[result]))

    def of(self, at: At) -> Look | None:
        """How a message looks, None where nobody remembers."""
        return self._known.get(at)

    def forget(self, at: At) -> None:
        """A message is there no more, or may look in whatever way."""
        self._known.pop(at, None)
