"""One deed about a roster: who asks, as what, and the roster, open."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from bot.authority import Act, Standing, may
from bot.screens.pane import Pane, visible
from bot.screens.screen import Screen
from bot.sides import Ask
from bot.teams.access import is_private
from bot.turn import File, Turn
from data.pending import PendingImports
from data.roster import Roster
from data.teams import Team

AREA = "~roster"
COMMON = "-"  # in a button, where a team's id would stand


class Case(NamedTuple):
    """``team`` is None for the common roster; ``rest`` is what a button says behind it."""

    ask: Ask
    pane: Pane
    team: Team | None
    standing: Standing
    roster: Roster
    today: date
    rest: list[str]

    @property
    def key(self) -> str:
        """The roster's name in a button."""
        return self.team.id if self.team else COMMON

    @property
    def name(self) -> str:
        """What the roster is called."""
        return visible(self.team.name) if self.team else self.pane.texts("roster.common")

    @property
    def pending(self) -> PendingImports:
        return PendingImports(self.roster)

    @property
    def is_private(self) -> bool:
        return is_private(self.ask.place)

    def may(self, act: Act) -> bool:
        return may(self.standing, act)

    def value(self, *rest: object) -> str:
        """A button's value: this roster, and what else it says."""
        return ".".join([self.key, *map(str, rest)])

    def show(self, *screens: Screen, files: tuple[File, ...] = (), toast: str | None = None) -> Turn:
        return Turn.aside(self.ask.language, *screens, files=files, toast=toast)


class Gone(LookupError):
    """What a button is about is not there (any more)."""


Deed = Callable[[Case], Turn]
