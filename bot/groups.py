"""Several people at one brief: whose card words and commands mean, and what each may do with it.

Taps that change a brief are its asker's. Anybody may change it by words addressed to us, may look at everything in a
message of their own (so that nobody turns the page under somebody else's eyes), and may vote. Taking a change back is
for the asker and for whoever made it.
"""

from typing import NamedTuple

from bot.chat import TEXT_CAP, Chat, is_asker
from bot.conversation import Stage
from bot.dialog import said
from bot.orders import LONGEST_COMMAND
from bot.screens.rows import clip
from bot.screens.screen import Screen, Tap, esc
from bot.showing import NotFound
from bot.sides import Ask
from bot.stage import listed
from bot.taps import UnknownTap
from bot.texts import Texts
from bot.turn import Turn
from bot.votes import Cast, NoCandidate
from data.conversations import Place, Saved

ANEW = frozenset({"kol", "new", "start"})
OWN = frozenset({"cancel", "back", "margin", "promo"})  # commands on a brief that are its asker's alone
KNOWN = ANEW | OWN | {"undo", "help", "language"}


class Commanded(NamedTuple):
    """What came of a command: the turn, and a brief whose card is to be put away."""

    turn: Turn
    away: Saved | None = None


class Groups:
    """What members of a group may do. Blocking, like the conversation."""

    def __init__(self, chat: Chat) -> None:
        self.chat, self.store = chat, chat.store

    def said(self, ask: Ask, words: str, code: str | None, replied_to: int | None) -> Turn:
        """Words addressed to us: to the card they reply to, else to the newest of the topic, else a brief anew."""
        if not words.strip():
            return self._aside(ask, "groups.nothing_said")
        saved = self._replied(ask.place, replied_to)
        if saved is None and self._begins(ask, words, code):
            return self.chat.asked(ask.place, words, code)
        return self._change(
            saved or self.store.newest_card(ask.place.chat, ask.place.thread), ask, words, code
        )

    def commanded(
        self, ask: Ask, name: str, argument: str, code: str | None, replied_to: int | None
    ) -> Commanded:
        """A command. Those about a brief mean the card replied to, else one's own, else the newest of the topic."""
        place = ask.place
        if name in ANEW:
            return Commanded(self._anew(ask, name, argument, code, replied_to))
        if name == "language":
            now = self.chat.chosen_language(place) or ask.language
            return Commanded(
                self._aside(
                    ask._replace(language=self.chat.choose_language(place, argument, now)), "groups.language"
                )
            )
        saved = self._replied(place, replied_to) or self.store.at_hand(place)
        if name not in KNOWN or (name == "help" and (saved is None or not is_asker(saved, place.user))):
            return Commanded(self._told(ask, name))
        if saved is None:
            return Commanded(self._aside(ask, "groups.no_card"))
        return self._on_card(saved, ask, name, argument, code)

    def opened(self, saved: Saved, tap: Tap, ask: Ask) -> Turn:
        """What somebody opens for themselves, as a turn beside the brief. Raises NotFound, UnknownTap."""
        return Turn.aside(ask.language, self.chat.showing.look(saved, tap, ask))

    def vote(self, saved: Saved, value: str, ask: Ask, tap: str) -> Cast:
        """A vote button; ``tap`` names the tap. Raises NotFound, UnknownTap."""
        conversation = self.chat.showing.load(saved)
        advice, texts = self.chat.showing.advice(conversation, saved.place), Texts(ask.language)
        if advice is None:
            raise NotFound("there is nobody to vote on yet")
        try:
            return self.chat.poll.cast(saved.id, listed(advice), value, ask.place.user, ask.name, tap, texts)
        except NoCandidate:
            return Cast(texts("detail.gone"), saved.id)
        except ValueError as error:
            raise UnknownTap("no button votes so") from error

    def _anew(self, ask: Ask, name: str, argument: str, code: str | None, replied_to: int | None) -> Turn:
        """A new brief; but words that name no product, where a card is meant, change that one."""
        if name == "kol" and argument.strip() and not self._product(ask.place, argument, code):
            saved = self._replied(ask.place, replied_to) or self.store.newest_card(
                ask.place.chat, ask.place.thread
            )
            if saved is not None:
                return self._change(saved, ask, argument, code)
        return self.chat.command(ask.place, name, argument, code)

    def _on_card(self, saved: Saved, ask: Ask, name: str, argument: str, code: str | None) -> Commanded:
        user = ask.place.user
        if name == "undo" and not self.chat.may_undo(saved, user):
            return Commanded(self._aside(ask, "groups.undo_theirs"))
        if name in OWN and not is_asker(saved, user):
            return Commanded(self._aside(ask, "groups.askers_command"))
        turn = self.chat.command(saved.place, name, argument, code, saved.id)
        if name != "cancel":
            return Commanded(turn)
        self.store.put_away(saved.id)
        return Commanded(self._aside(ask, "groups.put_away"), saved)

    def _change(self, saved: Saved | None, ask: Ask, words: str, code: str | None) -> Turn:
        """Words to a card, whoever says them."""
        if saved is None:
            return self.chat.say(ask.place, words, code)
        by = None if saved.place.user == ask.place.user else ask
        return self.chat.say(saved.place, words, code, saved.id, by)

    def _begins(self, ask: Ask, words: str, code: str | None) -> bool:
        """Whether words that reply to nothing are a brief of their own: they name a product that is not at hand."""
        own = self.store.current(ask.place)
        if own and own.message is not None and own.brief.product is None:
            return False  # it was asked for
        product = self._product(ask.place, words, code)
        newest = self.store.newest_card(ask.place.chat, ask.place.thread)
        return product is not None and (newest is None or newest.brief.product != product)

    def _product(self, place: Place, text: str, code: str | None) -> str | None:
        """The product that words name by themselves, which makes them a brief rather than a change of one."""
        stage = Stage((), self.chat.adviser_of(place).classify)
        return said(self.chat.fresh(place, code), text[:TEXT_CAP], stage).conversation.brief.product

    def _replied(self, place: Place, message: int | None) -> Saved | None:
        saved = self.store.of_message(place.chat, message) if message is not None else None
        return saved if saved and saved.place.thread == place.thread else None

    def _told(self, ask: Ask, name: str) -> Turn:
        if name == "help":
            return self._aside(ask, "groups.help")
        return self._aside(ask, "said.unknown_command", command=clip(name, LONGEST_COMMAND))

    def _aside(self, ask: Ask, key: str, **values: str) -> Turn:
        return Turn.aside(ask.language, Screen(esc(Texts(ask.language)(key, **values))))
