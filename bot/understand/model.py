"""What understanding takes and gives: the context of a message, its changes, intent, action and doubt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field

from knowledge.models import Brief, Format, Frozen, Platform
from knowledge.money import MoneyRange
from knowledge.products import ProductMatch


class Intent(StrEnum):
    """What the seller wants with this message, as a whole."""

    BRIEF = "brief"  # tells something about the campaign
    REFINE = "refine"  # asks for other creators than those shown
    ABOUT_ANSWER = "about_answer"
    ABOUT_TRADE = "about_trade"
    COMMAND = "command"
    SMALL_TALK = "small_talk"
    NOTHING = "nothing"


class Topic(StrEnum):
    """Questions about the trade that knowledge/ answers."""

    WHAT_IS_KOL = "what_is_kol"
    WHAT_IS_KOC = "what_is_koc"
    BENEFITS = "benefits"  # is it worth it, what does it bring
    TIERS = "tiers"
    PRICING = "pricing"  # what creators cost
    BUDGETING = "budgeting"  # how much to spend, how to split it
    PLATFORM_CHOICE = "platform_choice"
    CHOOSING = "choosing"  # how to pick a creator
    DIRECT_OR_AGENCY = "direct_or_agency"
    OUTREACH = "outreach"  # how to write to a creator
    GROUP_BUY_COMMISSION = "group_buy_commission"
    GROUP_BUY_OR_AD = "group_buy_or_ad"
    AFFILIATE = "affiliate"
    GIFTING = "gifting"
    DISCLOSURE = "disclosure"
    CONTRACT = "contract"
    USAGE_RIGHTS = "usage_rights"
    FAKE_FOLLOWERS = "fake_followers"
    ENGAGEMENT = "engagement"
    KPI = "kpi"
    NO_SALES = "no_sales"
    FORMATS = "formats"
    TIMELINE = "timeline"
    DATA_SOURCE = "data_source"  # where the roster and the figures come from
    PRIVACY = "privacy"


class Which(Frozen):
    """A creator pointed at. All None: the one in view ("why him?")."""

    number: int | None = Field(default=None, ge=1, description="place in the list shown, from 1")
    key: str | None = None
    name: str | None = Field(default=None, description="as the seller wrote it, or as shown")


class Cheaper(Frozen):
    kind: Literal["cheaper"] = "cheaper"


class Bigger(Frozen):
    kind: Literal["bigger"] = "bigger"


class Smaller(Frozen):
    kind: Literal["smaller"] = "smaller"


class MoreLike(Frozen):
    kind: Literal["more_like"] = "more_like"
    which: Which = Which()


class Another(Frozen):
    """Another batch."""

    kind: Literal["another"] = "another"


class Without(Frozen):
    kind: Literal["without"] = "without"
    which: Which = Which()


class DropLimit(Frozen):
    """Lift a condition; ``field`` None: the seller did not say which."""

    kind: Literal["drop_limit"] = "drop_limit"
    field: str | None = None


class StartOver(Frozen):
    kind: Literal["start_over"] = "start_over"


class Undo(Frozen):
    kind: Literal["undo"] = "undo"


class Why(Frozen):
    kind: Literal["why"] = "why"
    which: Which = Which()


class WhyNot(Frozen):
    """Why somebody is not (or not first) in the answer."""

    kind: Literal["why_not"] = "why_not"
    which: Which = Which()


class Compare(Frozen):
    """Compare creators; empty: those in view."""

    kind: Literal["compare"] = "compare"
    which: tuple[Which, ...] = ()


class FairQuote(Frozen):
    """Is this quote fair? What was not said is None."""

    kind: Literal["fair_quote"] = "fair_quote"
    money: MoneyRange
    format: Format | None = None
    platform: Platform | None = None
    followers: int | None = None
    which: Which | None = None


class TradeQuestion(Frozen):
    kind: Literal["trade_question"] = "trade_question"
    topic: Topic


class Thanks(Frozen):
    kind: Literal["thanks"] = "thanks"


class Greeting(Frozen):
    kind: Literal["greeting"] = "greeting"


class Help(Frozen):
    kind: Literal["help"] = "help"


Action = Annotated[
    Cheaper
    | Bigger
    | Smaller
    | MoreLike
    | Another
    | Without
    | DropLimit
    | StartOver
    | Undo
    | Why
    | WhyNot
    | Compare
    | FairQuote
    | TradeQuestion
    | Thanks
    | Greeting
    | Help,
    Field(discriminator="kind"),
]


class Change(Frozen):
    """One field that a message changed, and the words that did it.

    ``field`` is the brief's name, with a dot for the audience ("audience.age_low" is under "audience.age").
    ``note`` says how: None (as said), "unknown" (the seller does not know or skips: do not ask again),
    "currency_assumed", "from_price" (a tier read off the unit price), "per_creator", "per_month", "added",
    "discounted", "range" (the lower end of a price range), "group" (ages of a named group), "dropped".
    """

    field: str
    words: str
    assumed: bool = False
    note: str | None = None


class Option(Frozen):
    """One way to read what was in doubt: a button. ``label`` is a text key."""

    id: str
    label: str
    values: dict[str, Any] = Field(default_factory=dict)
    brief: Brief
    changes: tuple[Change, ...] = ()


class Doubt(Frozen):
    """One short question. ``code`` is what to remember the chosen option's id under; ``text`` a text key."""

    code: str
    text: str
    values: dict[str, Any] = Field(default_factory=dict)
    options: tuple[Option, Option]


class Problem(Frozen):
    """A value that was refused, as a text key that says what to send instead."""

    key: str
    values: dict[str, Any] = Field(default_factory=dict)


class Shown(Frozen):
    """A creator on screen: ``key`` is the pick's id (platform:handle)."""

    key: str
    name: str


def _unclassified(phrase: str) -> ProductMatch | None:
    """No taxonomy at hand."""
    return None


@dataclass(frozen=True)
class Context:
    """What stood on the screen when the message came, and how to look a product up.

    ``classify`` maps a product phrase onto the taxonomy; ``remembered`` maps a doubt's code to the
    option taken; ``currency`` is the one the seller has chosen for amounts that name none.
    """

    language: Literal["zh-TW", "en"] = "zh-TW"
    asked: str | None = None
    has_advice: bool = False
    shown: tuple[Shown, ...] = ()
    classify: Callable[[str], ProductMatch | None] = _unclassified
    doubt: Doubt | None = None
    remembered: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    currency: str | None = None


class Understanding(Frozen):
    """A message understood. ``brief`` has the changes in it; with a doubt open it has all that is certain.

    ``settled`` is (doubt code, option id) when the message answered the pending doubt: remember it.
    """

    brief: Brief
    changes: tuple[Change, ...] = ()
    intent: Intent = Intent.NOTHING
    action: Action | None = None
    doubt: Doubt | None = None
    settled: tuple[str, str] | None = None
    problems: tuple[Problem, ...] = ()
