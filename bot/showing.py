"""What is shown of a brief: the advice on it, the card with what people around it need, and what onlookers open."""

from collections.abc import Callable
from typing import Protocol

from pydantic import ValidationError

from bot import company, taps
from bot.company import NAME
from bot.conversation import Conversation, Scene, Stage, View, look
from bot.screens import card, words
from bot.screens.rows import clip
from bot.screens.screen import Button, Screen, Tap, esc
from bot.sides import Ask
from bot.stage import Choices, as_listed, listed
from bot.texts import Texts
from bot.votes import NAMES, Poll
from data.conversations import ConversationStore, Place, Saved
from knowledge.answer import Advice
from knowledge.models import Brief
from knowledge.products import ProductMatch

SHARE = "#"  # stands before a brief's id where a person shares it by inline mode
CHANGED = 300  # characters of the line that says who changed what


class Adviser(Protocol):
    """What a conversation needs of the advisor."""

    def advise(self, brief: Brief, language: str, view: View) -> Advice: ...

    def choices(self, brief: Brief, view: View) -> Choices: ...

    def classify(self, phrase: str) -> ProductMatch | None: ...

    def warm(self) -> None: ...


class NotFound(LookupError):
    """There is no such brief here, or it belongs to somebody else, or it has no answer yet."""


class Showing:
    """Draws briefs. Blocking (SQLite, encoder).

    :param adviser_of: the advisor on the roster that a place uses.
    :param currency_of: the currency that a place has chosen for amounts that name none.
    """

    def __init__(
        self,
        store: ConversationStore,
        adviser_of: Callable[[Place], Adviser],
        poll: Poll,
        currency_of: Callable[[Place], str | None],
    ) -> None:
        self.store, self.adviser_of, self.poll, self.currency_of = store, adviser_of, poll, currency_of
        self.is_inline = False  # whether inline mode is on, which sharing a card by a button needs

    def load(self, saved: Saved) -> Conversation:
        """A stored conversation; in a group that chose a language, in that one."""
        try:
            view = View.model_validate_json(saved.view)
        except (
            ValidationError
        ):  # written by another version: the brief is what counts, the view is drawn anew
            view = View()
        chosen = self.store.chat_language(saved.place.chat) if saved.place.is_group else None
        return Conversation(
            id=saved.id,
            language=chosen or saved.language,
            brief=saved.brief,
            view=view,
            currency=self.currency_of(saved.place),
        )

    def advice(self, conversation: Conversation, place: Place) -> Advice | None:
        """The advice on a conversation, None while it is not ready for one."""
        if not conversation.is_ready:
            return None
        adviser, view = self.adviser_of(place), conversation.view
        best = adviser.advise(conversation.brief, conversation.language, view)
        if view.plan is None:
            return best
        from bot.adopted import adopted  # the solver comes with it, as it does with the advisor

        others = adviser.choices(conversation.brief, view).runner_ups
        return adopted(best, view.plan, others, view.margin, Texts(conversation.language))

    def stage(self, conversation: Conversation, place: Place) -> Stage:
        """What stands on the stage while somebody speaks or taps."""
        advice = self.advice(conversation, place)
        return Stage(as_listed(advice) if advice else (), self.adviser_of(place).classify)

    def changer(self, conversation: Conversation) -> int | None:
        """Who made the last change, where it was not the asker."""
        return self.store.changed_by(conversation.id, company.change_of(conversation))

    def card(
        self, conversation: Conversation, place: Place, advice: Advice | None, notes: list[str]
    ) -> Screen:
        """The card, with what several people around it need, and a way to share it. ``notes`` are HTML lines."""
        texts, choices = Texts(conversation.language), self._choices(conversation, advice, place)
        name = self._changer_name(conversation, texts) if place.is_group else None
        if name:
            notes = [esc(clip(company.changed(conversation, name, texts), CHANGED)), *notes]
        screen = card.draw(conversation, advice, texts, notes, choices)
        if name:
            screen = company.with_undo(screen, conversation, name, texts)
        if place.is_group and advice and company.is_answer(conversation):
            tallies = self.poll.tally(conversation.id)
            screen = company.with_votes(screen, conversation, tallies, Tap(conversation.id, "vote"))
        return self._shareable(screen, conversation, place, texts)

    def look(self, saved: Saved, tap: Tap, ask: Ask) -> Screen:
        """What somebody opens for themselves beside the card, which stays as it is. Raises NotFound, UnknownTap."""
        conversation = look(
            self.load(saved), scene=Scene.MAIN, on=(), page=1, asked=None, doubt=None, starred=()
        )
        advice = self.advice(conversation, saved.place)
        if advice is None:
            raise NotFound("there is no answer to look at yet")
        texts = Texts(conversation.language)
        close = Button(texts("button.close"), Tap(saved.id, "close"))
        if tap.slot == "votes":
            screen = self._standing(saved, advice, tap.value == NAMES, texts)
            back = Button(texts("button.back"), Tap(saved.id, "page", "1"))
            return Screen(screen.html, (*screen.buttons, (back, close)))
        step = taps.tapped(conversation, tap.slot, tap.value, self.stage(conversation, saved.place))
        title = esc(texts("groups.looking", name=clip(ask.name, NAME)))
        notes = [title, *(words.note(texts, note) for note in step.notes)]
        choices = self._choices(step.conversation, advice, saved.place)
        screen = card.draw(step.conversation, advice, texts, notes, choices)
        screen = company.for_onlookers(screen, step.conversation)
        tallies = self.poll.tally(saved.id)
        screen = company.with_votes(screen, step.conversation, tallies, Tap(saved.id, "vote"))
        return Screen(screen.html, (*screen.buttons, (close,)))

    def _standing(self, saved: Saved, advice: Advice, is_named: bool, texts: Texts) -> Screen:
        topic, area = esc(company.topic(saved.brief, texts)), Tap(saved.id, "votes")
        return self.poll.standing(saved.id, listed(advice), topic, area, texts, named=is_named)

    def _choices(self, conversation: Conversation, advice: Advice | None, place: Place) -> Choices | None:
        """Other plans, where they are what is shown."""
        if advice is None or conversation.question or conversation.view.scene != Scene.CHOICES:
            return None
        return self.adviser_of(place).choices(conversation.brief, conversation.view)

    def _changer_name(self, conversation: Conversation, texts: Texts) -> str | None:
        changer = self.changer(conversation) if conversation.view.past else None
        return self.poll.called(changer, texts) if changer is not None else None

    def _shareable(self, screen: Screen, conversation: Conversation, place: Place, texts: Texts) -> Screen:
        """The answer with a button that shares it, and one for the votes on it where people vote."""
        if not company.is_answer(conversation) or conversation.view.scene is not Scene.MAIN:
            return screen
        row = []
        if place.is_group:
            row.append(Button(texts("button.votes"), Tap(conversation.id, "votes")))
        if self.is_inline and place.chat:
            row.append(Button(texts("button.share"), share=f"{SHARE}{conversation.id}"))
        return Screen(screen.html, (*screen.buttons, tuple(row))) if row else screen
