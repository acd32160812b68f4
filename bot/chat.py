"""One event of one conversation: load, step, save, advise, show. What Telegram and the terminal both call."""

import secrets
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from threading import RLock
from typing import Protocol

from bot import company, orders, pins, sums, taps
from bot.answers import answer
from bot.authority import SHARED_ACCOUNTS
from bot.beside import Beside
from bot.chosen import Chosen
from bot.conversation import Conversation, Note, Stage, Step, View
from bot.dialog import said
from bot.languages import language_of
from bot.screens import words
from bot.screens.rows import clip
from bot.screens.screen import Screen, Tap
from bot.showing import Adviser, NotFound, Showing
from bot.sides import Ask, Side
from bot.texts import Texts, written_in
from bot.turn import Turn
from bot.understand import model as act
from bot.understand.reading import LONGEST
from bot.votes import Poll
from data.conversations import ConversationStore, Place, Saved
from data.votes import Names, Votes
from knowledge.answer import Advice
from knowledge.models import Brief

__all__ = ["TEXT_CAP", "Adviser", "Chat", "Keeper", "NotFound"]

LOCKS = 64  # briefs that can be changed at the same time, about
TEXT_CAP = LONGEST  # characters of a message that are read; who writes more is told


class Keeper(Protocol):
    """Who follows a group where it goes, and forgets it, in everything that is kept."""

    def move_chat(self, old: int, new: int) -> None: ...

    def forget_chat(self, chat: int, first: Callable[[], object]) -> object: ...


class Chat(Beside):
    """The conversation engine. Blocking (SQLite, encoder): call it from a worker thread in a server.

    What two people do to one brief at the same time happens one after the other; turns are numbered in that order.

    :param adviser_of: the advisor on the roster that a place uses: a team's own, or the common one.
    :param keeper: by default the conversations alone.
    """

    def __init__(
        self,
        store: ConversationStore,
        adviser_of: Callable[[Place], Adviser],
        sides: Sequence[Side] = (),
        keeper: Keeper | None = None,
    ) -> None:
        self.store, self.adviser_of = store, adviser_of
        super().__init__(sides)
        self.keeper: Keeper = keeper or store
        self.poll = Poll(Votes(store.db), Names(store.db, store.seal))
        self.chosen = Chosen(store)
        self.showing = Showing(store, adviser_of, self.poll, self.chosen.currency)
        self._locks = [RLock() for _ in range(LOCKS)]
        self._numbers = count(1)

    def warm(self) -> None:
        """Load what the first answer will need: the advisor, and the patterns that words are read by."""
        said(Conversation(id="warm", language="zh-TW"), "手工皂 280 預算3萬, budget $3k, not IG", Stage())
        self.adviser_of(Place()).warm()

    def start(self, place: Place, code: str | None, greeting: str = "hello") -> Turn:
        """/start and /new: an empty brief. A brief nobody has filled yet is used again."""
        current, conversation = self.store.current(place), self.fresh(place, code)
        if current and current.brief == Brief():
            conversation = conversation.model_copy(update={"id": current.id})
        return self._turn(place, Step(conversation, (Note(greeting),)), current)

    def asked(self, place: Place, text: str, code: str | None) -> Turn:
        """A new brief from these words; without words, an empty one."""
        turn = self.start(place, code, "fresh")
        return self.say(place, text, code, turn.brief_id) if text.strip() else turn

    def adopt(self, place: Place, brief: Brief, language: str) -> Turn:
        """A brief of this person's own from one that was shared; what it lacks is not asked."""
        fresh = self.fresh(place, language)
        view = View(unknown=tuple(brief.missing))
        conversation = fresh.model_copy(update={"brief": brief, "view": view})
        return self._turn(place, Step(conversation, (Note("share.continued"),)), None)

    def fresh(self, place: Place, code: str | None) -> Conversation:
        """An empty brief, which is not saved."""
        language = self.chosen_language(place) or language_of(code)
        currency = self.chosen.currency(place)
        return Conversation(id=secrets.token_urlsafe(6), language=language, currency=currency)

    def say(
        self, place: Place, text: str, code: str | None, brief_id: str | None = None, by: Ask | None = None
    ) -> Turn:
        """Words to the newest brief of this person here, or to the brief named.

        :param by: who says them, where it is not the brief's asker.
        """
        with self._alone(place, brief_id):
            saved, conversation = self._open(place, code, brief_id)
            if by is None:
                conversation = self._in_language_of(text, conversation, place, code)
            if discount := sums.discount_asked(text):
                asked = sums.needed(discount, conversation.view.margin, Texts(conversation.language))
                return _above(asked, self._turn(place, Step(conversation), saved))
            step = said(conversation, text[:TEXT_CAP], self.showing.stage(conversation, place))
            if isinstance(step.action, act.StartOver):
                return self.start(by.place if by else place, conversation.language, "fresh")
            if (
                by
                and saved
                and _takes_back(step.conversation, conversation)
                and not self.may_undo(saved, by.place.user)
            ):
                step = Step(conversation, (Note("groups.undo_theirs"),))
            if len(text) > TEXT_CAP:
                step = step._replace(notes=(Note("said.cut", {"limit": TEXT_CAP}), *step.notes))
            return self._turn(place, step, saved, by)

    def tap(self, place: Place, tap: Tap, message: int | None = None) -> Turn:
        """A button. Raises NotFound, or taps.UnknownTap for what no button of ours says."""
        with self._alone(place, tap.brief_id):
            saved = self._mine(place, tap.brief_id)
            conversation = self.showing.load(saved)
            if tap.slot == "new":
                return self.start(place, conversation.language, "fresh")
            if message is not None and saved.message is not None and message != saved.message:
                toast = Texts(conversation.language)("toast.old")
                return self._turn(place, Step(conversation), saved)._replace(toast=toast)
            stage = self.showing.stage(conversation, place)
            return self._turn(place, taps.tapped(conversation, tap.slot, tap.value, stage), saved)

    def command(
        self, place: Place, name: str, argument: str, code: str | None, brief_id: str | None = None
    ) -> Turn:
        """A command that every skin has: start, new, kol, help, cancel, language, undo, back, margin, promo."""
        if name == "start" and not argument.strip():
            return self.start(place, code)
        if name in {"start", "new", "kol"}:
            return self.asked(place, argument, code)
        with self._alone(place, brief_id):
            saved, conversation = self._open(place, code, brief_id)
            match name:
                case "promo":
                    return self._promotion(place, conversation, argument, saved)
                case "cancel" if conversation.brief == Brief():
                    step = Step(conversation, (Note("cancelled.nothing"),))
                case "cancel":
                    step = Step(self.fresh(place, conversation.language), (Note("cancelled"),))
                case "language":
                    language = self.choose_language(place, argument, conversation.language)
                    spoken = conversation.model_copy(update={"language": language})
                    step = Step(spoken, (Note("language.chosen"),))
                case _:
                    step = orders.commanded(conversation, name, argument)
            return self._turn(place, step, saved)

    def shown(self, place: Place, brief_id: str | None = None, code: str | None = None) -> Turn:
        """The card as it stands. Raises NotFound."""
        with self._alone(place, brief_id):
            saved, conversation = self._open(place, code, brief_id)
            return self._turn(place, Step(conversation), saved)

    def drawn(self, saved: Saved) -> Screen:
        """A card as it stands, which is not brought up to date anywhere by this."""
        conversation = self.showing.load(saved)
        advice = self.showing.advice(conversation, saved.place)
        return self.showing.card(conversation, saved.place, advice, [])

    def remark(self, place: Place, key: str, code: str | None) -> Turn:
        """The card as it stands under a line of ours: what a skin has to say itself (a sticker came, say)."""
        with self._alone(place):
            saved, conversation = self._open(place, code)
            return self._turn(place, Step(conversation, (Note(key),)), saved)

    def read(self, place: Place, brief_id: str | None = None) -> tuple[Conversation, Advice | None]:
        """A brief as it stands and the advice on it, for what is made of an answer. Raises NotFound."""
        saved = self._mine(place, brief_id) if brief_id else self.store.at_hand(place)
        conversation = self.showing.load(saved) if saved else self.fresh(place, None)
        return conversation, self.showing.advice(conversation, saved.place if saved else place)

    def moved(self, old: int, new: int) -> None:
        """A group became a supergroup: everything follows. Told of it twice, the second time nothing is left to do."""
        self.store.move_chat(old, new)
        self.keeper.move_chat(old, new)

    def left(self, chat: int) -> None:
        """We were removed from a group: nothing of it stays, but what was pinned does with whoever asked."""
        self.keeper.forget_chat(chat, partial(pins.keep_choices, self, chat))

    def may_undo(self, saved: Saved, user: int) -> bool:
        """Whether a person may take the last change back: its maker may, and the brief's asker."""
        return is_asker(saved, user) or self.showing.changer(self.showing.load(saved)) == user

    def chosen_language(self, place: Place) -> str | None:
        """The language that a group chose, else the one that the person chose."""
        return self.chosen.language(place)

    def choose_language(self, place: Place, wanted: str, now: str) -> str:
        """Remember a language, a group's or a person's: the one wanted, without a word the other one."""
        return self.chosen.choose_language(place, wanted, now)

    def language(self, place: Place, code: str | None) -> str:
        """The language to speak with a person: the one chosen, else that of their newest brief here."""
        if chosen := self.chosen_language(place):
            return chosen
        current = self.store.current(place)
        return current.language if current else language_of(code)

    def _open(
        self, place: Place, code: str | None, brief_id: str | None = None
    ) -> tuple[Saved | None, Conversation]:
        """The brief named, else the newest here, else a fresh one that nothing is saved of yet."""
        saved = self._mine(place, brief_id) if brief_id else self.store.current(place)
        return saved, self.showing.load(saved) if saved else self.fresh(place, code)

    @contextmanager
    def _alone(self, place: Place, brief_id: str | None = None) -> Generator[None, None, None]:
        """Alone with a brief: read it and write it in here."""
        current = None if brief_id else self.store.current(place)
        name = brief_id or (current.id if current else repr(place))
        with self._locks[hash(name) % LOCKS]:
            yield

    def _promotion(self, place: Place, conversation: Conversation, text: str, saved: Saved | None) -> Turn:
        """/promo: the sum as a message of its own above the card."""
        price = conversation.brief.unit_price
        try:
            sale = sums.read_sale(text, price.currency if price else conversation.currency or "TWD")
        except sums.Unreadable as problem:
            return self._turn(place, Step(conversation, (Note(str(problem)),)), saved)
        screen = sums.judged(sale, Texts(conversation.language))
        return _above(screen, self._turn(place, Step(conversation), saved))

    def _in_language_of(
        self, text: str, conversation: Conversation, place: Place, code: str | None
    ) -> Conversation:
        """Follow the script of the words, unless a language was chosen."""
        if self.chosen_language(place):
            return conversation
        written = written_in(text[:TEXT_CAP], plainly=code is not None or conversation.brief != Brief())
        return conversation.model_copy(update={"language": written or conversation.language})

    def _mine(self, place: Place, brief_id: str) -> Saved:
        saved = self.store.load(brief_id)
        if saved is None or saved.place != place:
            raise NotFound("no such brief in this conversation")
        return saved

    def _turn(self, place: Place, step: Step, current: Saved | None, by: Ask | None = None) -> Turn:
        """Save, then show."""
        conversation = step.conversation
        message = current.message if current and current.id == conversation.id else None
        self._save(conversation, place, current, by)
        number = next(self._numbers)
        advice, texts = self.showing.advice(conversation, place), Texts(conversation.language)
        replies = answer(step.action, conversation, advice, texts) if step.action else ()
        notes = [words.note(texts, note) for note in step.notes]
        screens = (*replies, self.showing.card(conversation, place, advice, notes))
        shown = Turn(conversation.id, conversation.language, screens, conversation.brief, advice)
        return shown._replace(message=message, number=number)

    def _save(self, conversation: Conversation, place: Place, current: Saved | None, by: Ask | None) -> None:
        """Commit the brief, and in a group who changed it."""
        change = company.change_of(conversation) if place.is_group else ""
        before = company.change_of(self.showing.load(current)) if change and current else ""
        view = conversation.view.model_dump_json()
        with self.store.db.atomic():
            self.store.save(Saved(conversation.id, place, conversation.language, conversation.brief, view))
            if change != before and not (current and _takes_back(conversation, self.showing.load(current))):
                self.store.note_change(conversation.id, change, by.place.user if by else None)
            if by:
                self.poll.names.note(by.place.user, clip(by.name, company.NAME))


def is_asker(saved: Saved, user: int) -> bool:
    """Whether a brief is this person's. One that was asked anonymously is everybody's: a tap never is anonymous."""
    return saved.place.user == user or saved.place.user in SHARED_ACCOUNTS


def _takes_back(after: Conversation, before: Conversation) -> bool:
    return len(after.view.past) < len(before.view.past)


def _above(screen: Screen, turn: Turn) -> Turn:
    """A message of its own over the card."""
    return turn._replace(screens=(screen, *turn.screens))
