"""What an event comes to: what is shown, and what is handed over."""

from typing import NamedTuple, Self

from bot.screens.screen import Screen
from knowledge.answer import Advice
from knowledge.models import Brief


class File(NamedTuple):
    """A file on its way in or out. ``caption`` is plain text, at most 1,024 characters."""

    name: str
    content: bytes
    caption: str = ""


class Turn(NamedTuple):
    """What to show after an event. The last screen is the card; ``toast`` is for the tapping finger alone.

    A turn beside the brief (``brief_id`` empty) has no card: its screens are messages of their own, and a tap on
    one of them is answered in place. Of two turns of one brief the one with the higher ``number`` came later.
    """

    brief_id: str
    language: str
    screens: tuple[Screen, ...]
    brief: Brief
    advice: Advice | None
    toast: str | None = None
    message: int | None = None
    files: tuple[File, ...] = ()
    number: int = 0

    @classmethod
    def aside(
        cls, language: str, *screens: Screen, toast: str | None = None, files: tuple[File, ...] = ()
    ) -> Self:
        """A turn beside the brief. Without a screen it is a toast, or files, alone."""
        return cls("", language, screens, Brief(), None, toast, None, files)

    @property
    def is_aside(self) -> bool:
        return not self.brief_id

    @property
    def card(self) -> Screen:
        return self.screens[-1]
