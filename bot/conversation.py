"""A conversation: its brief, the little that decides the screen besides, and the steps it can take. Pure.

The state of a conversation is its brief. Which question comes next is derived from what is missing; all
else a person can do (change, undo, look at one creator) is kept in the small `View` beside it.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from hashlib import blake2s
from typing import Any, NamedTuple

from pydantic import Field

from bot.understand import Doubt
from bot.understand import model as act
from knowledge.models import Brief, Frozen
from knowledge.products import ProductMatch

PAST_KEPT = 20  # steps that undo can take back
PRICE_FIELDS = frozenset({"price", "unit_price", "price_tier"})


class Scene(StrEnum):
    """What the card shows once no question is open."""

    MAIN = "main"
    DETAIL = "detail"
    COMPARE = "compare"
    CHOOSE = "choose"
    OUTREACH = "outreach"
    MORE = "more"
    CHOICES = "choices"
    CHANGE = "change"


class OtherPlan(StrEnum):
    """A kind of plan that may be taken in place of the best one, as knowledge names it (``relax.RunnerUp``)."""

    SAFER = "safer"
    CHEAPER = "cheaper"
    BOLDER = "bolder"


class Before(Frozen):
    """What undo brings back: all that decides who is recommended."""

    brief: Brief
    unknown: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    like: str | None = None
    plan: OtherPlan | None = None


class View(Frozen):
    """What decides the screen besides the brief. ``seen``/``without``/``like`` are channel keys."""

    asked: str | None = None
    unknown: tuple[str, ...] = ()
    scene: Scene = Scene.MAIN
    on: tuple[str, ...] = ()
    page: int = Field(1, ge=1)
    seen: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    like: str | None = None
    plan: OtherPlan | None = Field(None, description="taken in place of the best plan")
    starred: tuple[str, ...] = Field((), description="channel keys on the seller's shortlist")
    assumed: tuple[str, ...] = ()
    margin: float | None = Field(None, gt=0, lt=1, description="gross margin, where the seller gave it")
    doubt: Doubt | None = None
    remembered: dict[str, str] = Field({}, description="doubt code -> option taken")
    past: tuple[Before, ...] = ()


class Conversation(Frozen):
    """One brief being talked about."""

    id: str
    language: str
    brief: Brief = Brief()
    view: View = View()
    currency: str | None = Field(None, description="ISO 4217; chosen for amounts that name none")

    @property
    def question(self) -> str | None:
        """The question on the card: one that was opened, else the first missing answer; None shows the advice."""
        if self.view.asked:
            return self.view.asked
        return next((slot for slot in self.brief.missing if slot not in self.view.unknown), None)

    @property
    def is_ready(self) -> bool:
        """Enough is known, or known to be unknown, to advise."""
        return all(slot in self.view.unknown for slot in self.brief.missing)

    @property
    def mark(self) -> str:
        """Names this very state, so that a button of an older state can be told from one of now."""
        return _digest(self.brief.model_dump_json() + self.view.model_dump_json())


class Note(NamedTuple):
    """A line above the card: a text key with its values."""

    key: str
    values: Mapping[str, Any] = {}


class Listed(NamedTuple):
    """A creator on screen, as far as the dialogue needs to know them."""

    key: str
    name: str
    followers: int | None
    in_plan: bool = True


class Stage(NamedTuple):
    """What the seller sees while acting: the creators in order, and how a product phrase is classified."""

    listed: tuple[Listed, ...] = ()
    classify: Callable[[str], ProductMatch | None] = lambda phrase: None


class Step(NamedTuple):
    """The conversation after an event. ``action`` is a question that knowledge answers, if one was asked."""

    conversation: Conversation
    notes: tuple[Note, ...] = ()
    action: act.Action | None = None


def slot_of(field: str) -> str:
    """The question that a field of the brief answers: a unit price and a tier both answer ``price``."""
    field = field.split(".")[0]
    return "price" if field in PRICE_FIELDS else field


def with_brief(conversation: Conversation, brief: Brief) -> Conversation:
    """The conversation with another brief, the old one kept for undo."""
    if brief == conversation.brief:
        return conversation
    return marked(conversation).model_copy(update={"brief": brief})


def marked(conversation: Conversation) -> Conversation:
    """The conversation about to change, with this state to come back to. A change begins at the best plan again."""
    past = (*conversation.view.past, here(conversation))[-PAST_KEPT:]
    return look(conversation, past=past, plan=None)


def here(conversation: Conversation) -> Before:
    """This state, as undo would bring it back."""
    view = conversation.view
    return Before(
        brief=conversation.brief,
        unknown=view.unknown,
        seen=view.seen,
        without=view.without,
        like=view.like,
        plan=view.plan,
    )


def best_again(before: Conversation, step: Step) -> Step:
    """The step, saying so where it brought the best plan back in place of one that the seller had taken."""
    was, now = here(before), here(step.conversation)
    taken_back = len(step.conversation.view.past) < len(before.view.past)
    if was.plan is None or now.plan is not None or taken_back:
        return step
    is_asked = now == was.model_copy(update={"plan": None})
    note = Note("choices.best_back" if is_asked else "choices.best_again")
    return step._replace(notes=(*step.notes, note))


def look(conversation: Conversation, **view: Any) -> Conversation:
    """The conversation seen in another way; the brief stays."""
    return conversation.model_copy(update={"view": conversation.view.model_copy(update=view)})


def tag_of(key: str) -> str:
    """A channel's key in eight characters, so that it fits a button. Stable across runs."""
    return _digest(key)


def _digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=4).hexdigest()
