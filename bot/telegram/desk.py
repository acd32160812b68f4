"""The conversation engine behind a few worker threads, so that the event loop never waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

from bot.callback import UnreadableTap, decode
from bot.chat import Chat, NotFound
from bot.sides import AREA, Ask
from bot.taps import UnknownTap
from bot.texts import Texts, language_of
from bot.turn import File, Turn
from data.conversations import Place, Saved

Answer = TypeVar("Answer")

WORKERS = 4


class Refused(Exception):
    """A tap that is not carried out. The argument is the toast that says why."""


class Tapped(NamedTuple):
    """What came of a tap: the turn, and the brief whose button it was."""

    turn: Turn
    brief_id: str
    place: Place


class Desk:
    """Calls to the engine from the event loop.

    Several workers, so that a question is not held up by somebody else's search. The store and the advisor
    lock for themselves; that one person's calls stay in order is the update processor's part.
    """

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="engine")

    def ask(self, work: Callable[[], Answer]) -> asyncio.Future[Answer]:
        """Have a worker do something; the future belongs to the running loop."""
        return asyncio.get_running_loop().run_in_executor(self._workers, work)

    def close(self) -> None:
        """Finish what was begun, then stop the workers."""
        self._workers.shutdown()

    # The rest blocks: call it through `ask`.

    def heard(self, ask: Ask, words: str, code: str | None, replied_to: int | None) -> Turn:
        """Words, to the side that asked for them, or to the brief whose card they reply to, if it is theirs."""
        place = ask.place
        if (beside := self.chat.words_beside(ask, words)) is not None:
            return beside
        saved = self.chat.store.of_card(place.chat, replied_to) if replied_to else None
        brief_id = saved.id if saved and saved.place == place else None
        return self.chat.say(place, words, code, brief_id)

    def commanded(self, ask: Ask, name: str, argument: str, code: str | None) -> Turn:
        """A command, of a side or of the brief."""
        if name in self.chat.commands:
            return self.chat.beside(ask, name, argument)
        return self.chat.command(ask.place, name, argument, code)

    def sent(self, ask: Ask, file: File) -> Turn | None:
        """A file; None where nobody takes it."""
        return self.chat.file(ask, file)

    def tapped(self, ask: Ask, code: str | None, data: str, message: int) -> Tapped:
        """A tap on a button below a message. Raises Refused."""
        chat, user = ask.place.chat, ask.place.user
        try:
            tap = decode(data)
            if tap.brief_id.startswith(AREA):
                return Tapped(self.chat.tap_beside(ask, tap), "", ask.place)
            saved = self.chat.store.load(tap.brief_id)
            if saved is None or saved.place.chat != chat:
                raise Refused(self.text("toast.gone", user, code))
            if saved.place.user != user:
                raise Refused(self.text("toast.not_yours", user, code))
            return Tapped(self.chat.tap(saved.place, tap, message), saved.id, saved.place)
        except (UnreadableTap, UnknownTap) as error:
            raise Refused(self.text("toast.unreadable", user, code)) from error
        except NotFound as error:
            raise Refused(self.text("toast.gone", user, code)) from error

    def current(self, place: Place) -> Saved | None:
        """The brief that words in a place go to."""
        return self.chat.store.current(place)

    def ask_of(self, place: Place, code: str | None, name: str = "", is_private: bool = True) -> Ask:
        """Who asks, in the language to answer in."""
        return Ask(place, self.chat.language(place, code), name, is_private)

    def text(self, key: str, user: int, code: str | None, **values: object) -> str:
        """A text of the skin's own in the language of a person."""
        return Texts(self.chat.store.language(user) or language_of(code))(key, **values)
