"""Which dialogue beside the brief a command, a button, words, a file or a deep link is for."""

from collections.abc import Sequence

from bot.links import parse_payload
from bot.screens.screen import Tap
from bot.sides import Ask, Side
from bot.taps import UnknownTap
from bot.turn import File, Turn


class Beside:
    """The dialogues beside the brief. Blocking, as they are."""

    def __init__(self, sides: Sequence[Side]) -> None:
        self.sides = {side.area: side for side in sides}
        self.commands = {name: side for side in sides for name in side.commands}

    def beside(self, ask: Ask, name: str, argument: str) -> Turn:
        """A command of a side. Raises KeyError for one that no side has."""
        return self.commands[name].command(ask, name, argument)

    def tap_beside(self, ask: Ask, tap: Tap) -> Turn:
        """A button of a side. Raises taps.UnknownTap."""
        if tap.brief_id not in self.sides:
            raise UnknownTap(f"no side dialogue is called {tap.brief_id!r}")
        return self.sides[tap.brief_id].tap(ask, tap.slot, tap.value)

    def words_beside(self, ask: Ask, text: str) -> Turn | None:
        """What the sides make of words; None where they are for the brief."""
        turns = (side.words(ask, text) for side in self.sides.values())
        return next((turn for turn in turns if turn is not None), None)

    def file(self, ask: Ask, file: File) -> Turn | None:
        """What the sides make of a file; None where nobody takes it."""
        turns = (side.file(ask, file) for side in self.sides.values())
        return next((turn for turn in turns if turn is not None), None)

    def link_beside(self, ask: Ask, payload: str) -> Turn | None:
        """What the sides make of a deep link; None for one that none of them knows."""
        read = parse_payload(payload)
        side = next((side for side in self.sides.values() if read and side.link is read.kind), None)
        return side.arrived(ask, read) if side and read else None
