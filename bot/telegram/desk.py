"""The conversation engine behind a few worker threads, so that the event loop never waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import NamedTuple, TypeVar

from bot import company
from bot.authority import Act, may, of_brief, require
from bot.callback import OldTap, UnreadableTap, decode
from bot.chat import Chat, NotFound, is_asker
from bot.groups import Commanded, Groups
from bot.screens.screen import TEXT_LIMIT, Screen, esc
from bot.sharing import Sharing
from bot.sides import AREA, Ask
from bot.taps import UnknownTap
from bot.texts import Texts, language_of
from bot.turn import File, Turn
from bot.votes import Cast
from data.conversations import Place, Saved

Answer = TypeVar("Answer")

WORKERS = 4
SIMPLIFIED = ("zh-hans", "zh-cn", "zh-sg", "zh-my")


class Refused(Exception):
    """A tap that is not carried out. The argument is the toast that says why."""


class Tapped(NamedTuple):
    """What came of a tap: the turn, and the brief whose button it was.

    ``viewer``: the turn is what this person opened for themselves beside the card. ``voted``: the votes on this
    subject have changed. ``closes``: the tapped message goes.
    """

    turn: Turn
    brief_id: str
    place: Place
    viewer: int | None = None
    voted: str | None = None
    closes: bool = False


class Tapping(NamedTuple):
    """A tap as it came: by whom, on which button of which message. ``id`` is Telegram's, one for each tap.

    ``is_whispered``: only the person who taps sees the message, which has no number.
    """

    ask: Ask
    code: str | None
    data: str
    message: int
    id: str
    is_whispered: bool = False


class Desk:
    """Calls to the engine from the event loop.

    Several workers, so that a question is not held up by somebody else's search. The store and the advisor
    lock for themselves; that one person's calls stay in order is the update processor's part.
    """

    def __init__(self, chat: Chat) -> None:
        self.chat, self.groups = chat, Groups(chat)
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="engine")

    def ask(self, work: Callable[[], Answer]) -> asyncio.Future[Answer]:
        """Have a worker do something, on behalf of the update at hand; the future belongs to the running loop."""
        return asyncio.get_running_loop().run_in_executor(self._workers, copy_context().run, work)

    def close(self) -> None:
        """Finish what was begun, then stop the workers."""
        self._workers.shutdown()

    # The rest blocks: call it through `ask`.

    def heard(
        self, ask: Ask, words: str, code: str | None, replied_to: int | None, corrects: str | None = None
    ) -> Turn:
        """Words, to the side that asked for them, or to the brief that they mean.

        :param corrects: the brief that the words went to before they were corrected, if that is known.
        """
        if (beside := self.chat.words_beside(ask, words)) is not None:
            return beside
        return self._greeted(self._said(ask, words, code, replied_to, corrects), ask, code)

    def _said(
        self, ask: Ask, words: str, code: str | None, replied_to: int | None, corrects: str | None
    ) -> Turn:
        place, store = ask.place, self.chat.store
        earlier = store.load(corrects) if corrects else None
        if earlier is not None:
            by = None if earlier.place.user == place.user else ask
            return self.chat.say(earlier.place, words, code, earlier.id, by)
        if place.is_group:
            return self.groups.said(ask, words, code, replied_to)
        saved = store.of_message(place.chat, replied_to) if replied_to else None
        return self.chat.say(place, words, code, saved.id if saved and saved.place == place else None)

    def commanded(
        self, ask: Ask, name: str, argument: str, code: str | None, replied_to: int | None
    ) -> Commanded:
        """A command, of a side or of the brief."""
        if name in self.chat.commands:
            return Commanded(self.chat.beside(ask, name, argument))
        if ask.place.is_group:
            return self.groups.commanded(ask, name, argument, code, replied_to)
        before = self.chat.store.current(ask.place) if name == "cancel" else None
        turn = self.chat.command(ask.place, name, argument, code)
        return Commanded(self._greeted(turn, ask, code), before)

    def linked(self, ask: Ask, payload: str, code: str | None) -> Turn:
        """/start with what a deep link carries; one that nobody knows begins as /start does."""
        turn = self.chat.link_beside(ask, payload)
        return turn if turn is not None else self.commanded(ask, "start", "", code, None).turn

    def sent(self, ask: Ask, file: File) -> Turn | None:
        """A file; None where nobody takes it."""
        return self.chat.file(ask, file)

    def tapped(self, tapping: Tapping) -> Tapped:
        """A tap on a button below a message. Raises Refused."""
        ask, code = tapping.ask, tapping.code
        try:
            return self._carried_out(tapping)
        except OldTap as error:
            return self._anew(tapping, error.brief_id)
        except (UnreadableTap, UnknownTap) as error:
            raise Refused(self.text("toast.unreadable", ask.place.user, code)) from error
        except NotFound as error:
            raise Refused(self.text("toast.gone", ask.place.user, code)) from error

    def _carried_out(self, tapping: Tapping) -> Tapped:
        ask, tap = tapping.ask, decode(tapping.data)
        if tap.brief_id.startswith(AREA):
            return Tapped(self.chat.tap_beside(ask, tap), "", ask.place)
        saved = self._saved(tap.brief_id, ask.place)
        standing = of_brief(is_asker=is_asker(saved, ask.place.user), is_same_chat=True)
        if tap.slot == "vote" and ask.place.is_group:
            require(standing, Act.VOTE)
            cast = self.groups.vote(saved, tap.value, ask, tapping.id)
            return Tapped(
                Turn.aside(ask.language, toast=cast.toast), saved.id, saved.place, voted=cast.subject
            )
        viewer = self._viewer(saved, tapping)
        if tap.slot == "close":
            return self._closed(saved, tapping, viewer)
        steers = may(standing, Act.STEER)
        if company.only_shows(tap.slot, tap.value) and (viewer or not steers or tap.slot == "votes"):
            require(standing, Act.LOOK)
            turn = self.groups.opened(saved, tap, ask)
            return Tapped(turn, saved.id, saved.place, viewer=ask.place.user)
        if not steers and not (tap.slot == "undo" and self.chat.may_undo(saved, ask.place.user)):
            raise Refused(self.text("groups.not_yours", ask.place.user, tapping.code))
        return Tapped(self.chat.tap(saved.place, tap, tapping.message), saved.id, saved.place)

    def _viewer(self, saved: Saved, tapping: Tapping) -> int | None:
        """Whose own look at a brief a message is; None for the card."""
        if tapping.is_whispered:
            return tapping.ask.place.user
        looked = self.chat.store.looked_at(saved.id).items()
        return next((viewer for viewer, message in looked if message == tapping.message), None)

    def _closed(self, saved: Saved, tapping: Tapping, viewer: int | None) -> Tapped:
        """Close what somebody opened: for whoever opened it, and for the asker."""
        user = tapping.ask.place.user
        if viewer is None:
            raise UnknownTap("the card itself is not closed")
        if viewer != user and not is_asker(saved, user):
            raise Refused(self.text("groups.not_yours", user, tapping.code))
        self.chat.store.forget_message(saved.place.chat, tapping.message)
        return Tapped(Turn.aside(tapping.ask.language), saved.id, saved.place, closes=True)

    def _saved(self, brief_id: str, place: Place) -> Saved:
        """A brief of this chat. Raises NotFound for every other."""
        saved = self.chat.store.load(brief_id)
        if saved is None or saved.place.chat != place.chat:
            raise NotFound("no such brief in this chat")
        return saved

    def _anew(self, tapping: Tapping, brief_id: str) -> Tapped:
        """A button of another version: a word about it, and the card as it is drawn now. Raises Refused."""
        ask = tapping.ask
        toast = self.text("groups.old_version", ask.place.user, tapping.code)
        try:
            saved = self._saved(brief_id, ask.place)
        except NotFound:
            raise Refused(self.text("toast.gone", ask.place.user, tapping.code)) from None
        turn = self.chat.shown(saved.place, saved.id)
        return Tapped(turn._replace(toast=toast), saved.id, saved.place)

    def voted_inline(self, tapping: Tapping, inline_message: str, sharing: Sharing) -> Cast:
        """A vote on a card that was shared into some chat. Raises Refused."""
        user = tapping.ask.place.user
        try:
            tap = decode(tapping.data)
            if (tap.brief_id, tap.slot) != (sharing.area, "vote"):
                raise UnknownTap("shared cards have votes alone")
            return sharing.voted(tapping.ask, tap.value, tapping.id, inline_message)
        except NotFound as error:
            raise Refused(self.text("share.over", user, tapping.code)) from error
        except (OldTap, UnreadableTap, UnknownTap) as error:
            raise Refused(self.text("toast.unreadable", user, tapping.code)) from error

    def current(self, place: Place) -> Saved | None:
        """The brief that words in a place go to."""
        return self.chat.store.current(place)

    def ask_of(
        self,
        place: Place,
        code: str | None,
        name: str = "",
        *,
        is_private: bool = True,
        is_admin: bool = False,
        is_forwarded: bool = False,
        bot: str = "",
    ) -> Ask:
        """Who asks, in the language to answer in."""
        language = self.chat.language(place, code)
        return Ask(place, language, name, is_private, is_admin, is_forwarded, bot)

    def text(self, key: str, user: int, code: str | None, **values: object) -> str:
        """A text of the skin's own in the language of a person."""
        return Texts(self.chat.store.language(user) or language_of(code))(key, **values)

    def _greeted(self, turn: Turn, ask: Ask, code: str | None) -> Turn:
        """Whoever reads Simplified Chinese is told once, in private, which Chinese we speak."""
        is_simplified = (code or "").lower().startswith(SIMPLIFIED)
        if not is_simplified or turn.is_aside or turn.language != "zh-TW" or ask.place.is_group:
            return turn
        if not self.chat.store.tell_once(ask.place.user, "simplified"):
            return turn
        note = esc(Texts(turn.language)("groups.simplified"))
        card = Screen(f"{note}\n\n{turn.card.html}", turn.card.buttons)
        if len(card.plain) > TEXT_LIMIT:
            return turn._replace(screens=(Screen(note), *turn.screens))
        return turn._replace(screens=(*turn.screens[:-1], card))
