"""Dialogues beside the brief: the team's roster, privacy, what is taken away. Each has commands and buttons.

A side's buttons carry its area where a brief's carry the brief's id (``1:~roster:confirm:x7``), so that one
codec, one dispatch and one terminal serve them all. No brief id begins with a tilde.
"""

from typing import NamedTuple, Protocol

from bot.links import Kind, Payload
from bot.turn import File, Turn
from data.conversations import Place

AREA = "~"


class Ask(NamedTuple):
    """Who asks for something, where and in which language. ``name`` is what Telegram calls the person.

    ``is_admin``: of the group this is in. ``is_forwarded``: the words are somebody else's. ``bot`` is our username,
    for links; empty in a terminal.
    """

    place: Place
    language: str
    name: str = ""
    is_private: bool = True
    is_admin: bool = False
    is_forwarded: bool = False
    bot: str = ""


class Side(Protocol):
    """A dialogue beside the brief. Blocking, like the conversation: it runs in a worker thread."""

    area: str
    commands: frozenset[str]

    @property
    def link(self) -> Kind | None:
        """The kind of deep link that leads here."""
        ...

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        """One of ``commands``, without its slash."""
        ...

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        """A button of this area. Raises taps.UnknownTap for what no button of ours says."""
        ...

    def words(self, ask: Ask, text: str) -> Turn | None:
        """Words that are plainly meant for this side, such as an answer it asked for; None leaves them to the brief."""
        ...

    def file(self, ask: Ask, file: File) -> Turn | None:
        """A file that was sent; None where this side takes none."""
        ...

    def arrived(self, ask: Ask, payload: Payload) -> Turn:
        """Somebody came by a deep link of the kind ``link``."""
        ...

    def forget(self) -> None:
        """Drop what is in memory of people's words."""
        ...


class Aside:
    """A side that listens to its commands and buttons alone: the base of most."""

    link: Kind | None = None

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        raise LookupError(f"/{name} is no command of this dialogue")

    def words(self, ask: Ask, text: str) -> Turn | None:
        return None

    def file(self, ask: Ask, file: File) -> Turn | None:
        return None

    def arrived(self, ask: Ask, payload: Payload) -> Turn:
        raise LookupError(f"no link of the kind {payload.kind} leads here")

    def forget(self) -> None:
        """Most keep nothing in memory."""
