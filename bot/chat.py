"""One event of one conversation: load, step, save, advise, show. What Telegram and the terminal both call."""

import secrets
from collections.abc import Callable, Sequence
from typing import Protocol

from pydantic import ValidationError

from bot import sums, taps
from bot.answers import answer
from bot.conversation import Conversation, Note, Scene, Stage, Step, View, look
from bot.dialog import said
from bot.refine import undo
from bot.screens import card, words
from bot.screens.screen import Screen, Tap
from bot.sides import Ask, Side
from bot.stage import Choices, as_listed
from bot.texts import Texts, language_of, written_in
from bot.turn import File, Turn
from bot.understand import model as act
from data.conversations import ConversationStore, Place, Saved
from knowledge.answer import Advice
from knowledge.models import Brief
from knowledge.products import ProductMatch

TEXT_CAP = 2000  # characters of a message that are read; sellers do not write more, and regexes stay quick


class Adviser(Protocol):
    """What a conversation needs of the advisor."""

    def advise(self, brief: Brief, language: str, view: View) -> Advice: ...

    def choices(self, brief: Brief, view: View) -> Choices: ...

    def classify(self, phrase: str) -> ProductMatch | None: ...

    def warm(self) -> None: ...


class NotFound(LookupError):
    """There is no such brief here, or it belongs to somebody else."""


class Chat:
    """The conversation engine. Blocking (SQLite, encoder): call it from a worker thread in a server.

    :param adviser_of: the advisor on the roster that a place uses: a team's own, or the common one.
    """

    def __init__(
        self,
        store: ConversationStore,
        adviser_of: Callable[[Place], Adviser],
        sides: Sequence[Side] = (),
    ) -> None:
        self.store, self.adviser_of = store, adviser_of
        self.sides = {side.area: side for side in sides}
        self.commands = {name: side for side in sides for name in side.commands}

    def warm(self) -> None:
        """Load what the first answer will need: the advisor, and the patterns that words are read by."""
        said(Conversation(id="warm", language="zh-TW"), "手工皂 280 預算3萬, budget $3k, not IG", Stage())
        self.adviser_of(Place()).warm()

    def start(self, place: Place, code: str | None, greeting: str = "hello") -> Turn:
        """/start and /new: an empty brief. A brief nobody has filled yet is used again."""
        current, conversation = self.store.current(place), self._fresh(place, code)
        if current and current.brief == Brief():
            conversation = conversation.model_copy(update={"id": current.id})
        return self._turn(place, Step(conversation, (Note(greeting),)), current)

    def _open(
        self, place: Place, code: str | None, brief_id: str | None = None
    ) -> tuple[Saved | None, Conversation]:
        """The brief named, else the newest here, else a fresh one that nothing is saved of yet."""
        saved = self._mine(place, brief_id) if brief_id else self.store.current(place)
        return saved, _load(saved) if saved else self._fresh(place, code)

    def _fresh(self, place: Place, code: str | None) -> Conversation:
        language = self.store.language(place.user) or language_of(code)
        return Conversation(id=secrets.token_urlsafe(6), language=language)

    def say(self, place: Place, text: str, code: str | None, brief_id: str | None = None) -> Turn:
        """Words to the newest brief of this person here, or to the brief whose card they replied to."""
        saved, conversation = self._open(place, code, brief_id)
        conversation = self._in_language_of(text, conversation, place, code)
        if discount := sums.discount_asked(text):
            asked = sums.needed(discount, conversation.view.margin, Texts(conversation.language))
            return _above(asked, self._turn(place, Step(conversation), saved))
        step = said(conversation, text[:TEXT_CAP], self._stage(conversation, place))
        if isinstance(step.action, act.StartOver):
            return self.start(place, conversation.language, "fresh")
        if len(text) > TEXT_CAP:
            step = step._replace(notes=(Note("said.cut", {"limit": TEXT_CAP}), *step.notes))
        return self._turn(place, step, saved)

    def tap(self, place: Place, tap: Tap, message: int | None = None) -> Turn:
        """A button. Raises NotFound, or taps.UnknownTap for what no button of ours says."""
        saved = self._mine(place, tap.brief_id)
        conversation = _load(saved)
        if tap.slot == "new":
            return self.start(place, conversation.language, "fresh")
        if message is not None and saved.message is not None and message != saved.message:
            return self._turn(place, Step(conversation), saved)._replace(
                toast=Texts(conversation.language)("toast.old")
            )
        return self._turn(
            place, taps.tapped(conversation, tap.slot, tap.value, self._stage(conversation, place)), saved
        )

    def command(self, place: Place, name: str, argument: str, code: str | None) -> Turn:
        """A command that every skin has: start, new, help, cancel, language, undo, back."""
        if name in {"start", "new"}:
            turn = self.start(place, code, "hello" if name == "start" else "fresh")
            return self.say(place, argument, code) if argument.strip() else turn
        saved, conversation = self._open(place, code)
        if name == "promo":
            return self._promotion(place, conversation, argument, saved)
        return self._turn(place, self._commanded(conversation, name, argument, place), saved)

    def _promotion(self, place: Place, conversation: Conversation, words: str, saved: Saved | None) -> Turn:
        """/promo: the sum as a message of its own above the card."""
        price = conversation.brief.unit_price
        try:
            sale = sums.read_sale(words, price.currency if price else "TWD")
        except sums.Unreadable as problem:
            return self._turn(place, Step(conversation, (Note(str(problem)),)), saved)
        screen = sums.judged(sale, Texts(conversation.language))
        return _above(screen, self._turn(place, Step(conversation), saved))

    def read(self, place: Place, brief_id: str | None = None) -> tuple[Conversation, Advice | None]:
        """A brief as it stands and the advice on it, for what is made of an answer. Raises NotFound."""
        _, conversation = self._open(place, None, brief_id)
        return conversation, self._advice(conversation, place)

    def language(self, place: Place, code: str | None) -> str:
        """The language to speak with a person: the one they chose, else that of their newest brief here."""
        chosen = self.store.language(place.user)
        if chosen:
            return chosen
        current = self.store.current(place)
        return current.language if current else language_of(code)

    def beside(self, ask: Ask, name: str, argument: str) -> Turn:
        """A command of a side. Raises KeyError for one that no side has."""
        return self.commands[name].command(ask, name, argument)

    def tap_beside(self, ask: Ask, tap: Tap) -> Turn:
        """A button of a side. Raises taps.UnknownTap."""
        if tap.brief_id not in self.sides:
            raise taps.UnknownTap(f"no side dialogue is called {tap.brief_id!r}")
        return self.sides[tap.brief_id].tap(ask, tap.slot, tap.value)

    def words_beside(self, ask: Ask, text: str) -> Turn | None:
        """What the sides make of words; None where they are for the brief."""
        turns = (side.words(ask, text) for side in self.sides.values())
        return next((turn for turn in turns if turn is not None), None)

    def file(self, ask: Ask, file: File) -> Turn | None:
        """What the sides make of a file; None where nobody takes it."""
        turns = (side.file(ask, file) for side in self.sides.values())
        return next((turn for turn in turns if turn is not None), None)

    def remark(self, place: Place, key: str, code: str | None) -> Turn:
        """The card as it stands under a line of ours: what a skin has to say itself (a sticker came, say)."""
        saved, conversation = self._open(place, code)
        return self._turn(place, Step(conversation, (Note(key),)), saved)

    def _commanded(self, conversation: Conversation, name: str, argument: str, place: Place) -> Step:
        match name:
            case "help":
                return Step(conversation, (Note("help"),))
            case "undo":
                return undo(conversation)
            case "back":
                return taps.tapped(conversation, "back", conversation.mark, Stage())
            case "language":
                return self._language(conversation, argument, place)
            case "margin":
                return _margin(conversation, argument)
            case "cancel":
                return Step(self._fresh(place, conversation.language), (Note("cancelled"),))
            case _:
                return Step(conversation, (Note("said.unknown_command", {"command": name}),))

    def _language(self, conversation: Conversation, argument: str, place: Place) -> Step:
        """/language zh-TW, /language en; without a word, the other one."""
        wanted = argument.strip()
        other = "en" if conversation.language == "zh-TW" else "zh-TW"
        language = language_of(wanted) if wanted else other
        self.store.choose_language(place.user, language)
        return Step(conversation.model_copy(update={"language": language}), (Note("language.chosen"),))

    def _in_language_of(
        self, text: str, conversation: Conversation, place: Place, code: str | None
    ) -> Conversation:
        """Follow the script of the words, unless the person chose a language."""
        if self.store.language(place.user):
            return conversation
        written = written_in(text[:TEXT_CAP], plainly=code is not None or conversation.brief != Brief())
        return conversation.model_copy(update={"language": written or conversation.language})

    def _mine(self, place: Place, brief_id: str) -> Saved:
        saved = self.store.load(brief_id)
        if saved is None or saved.place != place:
            raise NotFound("no such brief in this conversation")
        return saved

    def _stage(self, conversation: Conversation, place: Place) -> Stage:
        adviser, advice = self.adviser_of(place), self._advice(conversation, place)
        return Stage(as_listed(advice) if advice else (), adviser.classify)

    def _advice(self, conversation: Conversation, place: Place) -> Advice | None:
        """The advice on a conversation, None while it is not ready for one."""
        if not conversation.is_ready:
            return None
        return self.adviser_of(place).advise(conversation.brief, conversation.language, conversation.view)

    def _turn(self, place: Place, step: Step, current: Saved | None) -> Turn:
        """Save, then show."""
        conversation = step.conversation
        message = current.message if current and current.id == conversation.id else None
        self.store.save(_saved(conversation, place, message))
        advice = self._advice(conversation, place)
        texts = Texts(conversation.language)
        replies = answer(step.action, conversation, advice, texts) if step.action else ()
        notes = [words.note(texts, note) for note in step.notes]
        choices = None
        if advice and conversation.question is None and conversation.view.scene == Scene.CHOICES:
            choices = self.adviser_of(place).choices(conversation.brief, conversation.view)
        screen = card.draw(conversation, advice, texts, notes, choices)
        return Turn(
            conversation.id,
            conversation.language,
            (*replies, screen),
            conversation.brief,
            advice,
            None,
            message,
        )


def _above(screen: Screen, turn: Turn) -> Turn:
    """A message of its own over the card."""
    return turn._replace(screens=(screen, *turn.screens))


def _margin(conversation: Conversation, words: str) -> Step:
    """/margin 40: break-even and the highest fee that pays are counted with it."""
    try:
        margin = sums.read_margin(words)
    except sums.Unreadable as problem:
        return Step(conversation, (Note(str(problem)),))
    told = Note("margin.off") if margin is None else Note("margin.set", {"margin_rate": margin})
    return Step(look(conversation, margin=margin, scene=Scene.MORE), (told,))


def _load(saved: Saved) -> Conversation:
    try:
        view = View.model_validate_json(saved.view)
    except ValidationError:  # written by another version: the brief is what counts, the view is drawn anew
        view = View()
    return Conversation(id=saved.id, language=saved.language, brief=saved.brief, view=view)


def _saved(conversation: Conversation, place: Place, message: int | None) -> Saved:
    view = conversation.view.model_dump_json()
    return Saved(conversation.id, place, conversation.language, conversation.brief, view, message)
