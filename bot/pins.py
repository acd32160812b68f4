"""Pinned answers: they stay with whoever asked, in /shortlist, when we are removed from the group they were asked in.

A card is pinned as any message is, in Telegram's own menu. Bots are told of that, and of no message that is unpinned:
so that is done here, by a button in /shortlist.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.authority import SHARED_ACCOUNTS
from bot.conversation import Note
from bot.screens import words
from bot.screens.screen import Button, Tap
from bot.showing import NotFound
from bot.sides import Aside, Ask
from bot.taps import STARS, UnknownTap
from bot.texts import Texts
from bot.turn import Turn
from data.conversations import Place, Saved
from data.pins import Pins

if TYPE_CHECKING:
    from bot.chat import Chat

AREA = "~pin"


class Pinning(Aside):
    """What pinning a card means, and the buttons of pinned answers in /shortlist. Blocking (SQLite)."""

    area = AREA
    commands = frozenset[str]()

    def __init__(self, pins: Pins, chat_of: "Callable[[], Chat]") -> None:
        self.pins, self.chat_of = pins, chat_of

    def pinned(self, chat: int, message: int) -> Turn | None:
        """A message was pinned in a chat: the card that says what that means; None where there is nothing to say.

        What was asked anonymously has nobody to stay with.
        """
        saved = self.chat_of().store.of_message(chat, message)
        if saved is None or saved.place.user in SHARED_ACCOUNTS:
            return None
        if not self.pins.pin(saved.id, chat, message) or saved.message != message:
            return None
        turn = self.chat_of().shown(saved.place, saved.id)
        showing = self.chat_of().showing
        note = words.note(
            Texts(turn.language), Note("pin.in_group" if saved.place.is_group else "pin.in_private")
        )
        card = showing.card(showing.load(saved), saved.place, turn.advice, [note])
        return turn._replace(screens=(card,))

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        """``open`` a pinned answer here, or take its pin ``off``. Raises NotFound, UnknownTap."""
        saved = self._mine(ask, value)
        match slot:
            case "open":
                return self._opened(ask, saved)
            case "off":
                self.pins.unpin(saved.id)
                return Turn.aside(ask.language, toast=Texts(ask.language)("pin.off"))
        raise UnknownTap(f"no button of pinned answers sets {slot!r}")

    def _mine(self, ask: Ask, brief_id: str) -> Saved:
        """A pinned brief of this person in this chat. Raises NotFound for every other."""
        saved = self.chat_of().store.load(brief_id)
        is_here = saved is not None and saved.place == ask.place
        if saved is None or not is_here or not self.pins.has(brief_id):
            raise NotFound("no such pinned brief of this person here")
        return saved

    def _opened(self, ask: Ask, saved: Saved) -> Turn:
        """The card at the bottom; what is said next is about it."""
        self.pins.bring_up(saved.id)
        return self.chat_of().shown(ask.place, saved.id)._replace(message=None)


def buttons_of(brief_id: str, ask: Ask, texts: Texts) -> tuple[Button, ...]:
    """What can be done with a pinned answer in /shortlist, by whoever asked for it."""
    open_, off = (Button(texts(f"button.pin.{slot}"), Tap(AREA, slot, brief_id)) for slot in ("open", "off"))
    return (open_, off) if ask.is_private else (off,)


def keep_choices(chat: "Chat", group: int) -> None:
    """Star the creators whom a group voted up on its pinned briefs: the votes themselves go with the group.

    Where another roster advises the asker in private, nobody of the group's roster goes along, starred or not.
    """
    for brief_id in Pins(chat.store.db).in_chat(group):
        if saved := chat.store.load(brief_id):
            view = chat.showing.load(saved).view
            liked = [tally.channel for tally in chat.poll.votes.shortlist(brief_id)]
            home = Place(saved.place.user, 0, saved.place.user)
            stays = chat.adviser_of(home) == chat.adviser_of(saved.place)
            starred = tuple(dict.fromkeys((*view.starred, *liked)))[-STARS:] if stays else ()
            kept = view.model_copy(update={"starred": starred})
            chat.store.save(saved._replace(view=kept.model_dump_json()))
