"""Puts together the dialogues about a finished answer: taking it away, the shortlist, settings."""

from typing import TYPE_CHECKING

from bot.conversation import Conversation
from bot.screens.screen import Tap
from bot.settings_side import Preferences, SettingsSide
from bot.shortlist_side import Briefs, Shortlist
from bot.sides import Side
from bot.take_side import TakeAway
from data.conversations import Place
from knowledge.answer import Advice

if TYPE_CHECKING:
    from bot.app import Home

RECENT = 20  # briefs of a person whose shortlists are looked for


def plan_sides(home: "Home") -> tuple[Side, ...]:
    """The three, each asking the conversation when it is needed: it needs its sides to come into being."""

    def asked(place: Place, brief_id: str | None) -> Place:
        """Where a brief was asked, if in the same chat: what is made of an answer is for everybody there."""
        saved = home.conversations.load(brief_id) if brief_id else None
        return saved.place if saved and saved.place.chat == place.chat else place

    def read(place: Place, brief_id: str | None) -> tuple[Conversation, Advice | None]:
        return home.chat.read(asked(place, brief_id), brief_id)

    def star(place: Place, tap: Tap) -> object:
        return home.chat.tap(asked(place, tap.brief_id), tap)

    def recent(place: Place) -> list[Conversation]:
        return [home.chat.showing.load(saved) for saved in home.conversations.newest(place, RECENT)]

    def voted(brief_id: str) -> list[str]:
        return [tally.channel for tally in home.chat.poll.votes.shortlist(brief_id)]

    def margin(place: Place) -> float | None:
        saved = home.conversations.current(place)
        return home.chat.showing.load(saved).view.margin if saved else None

    briefs = Briefs(recent, read, star, voted)
    preferences = Preferences(
        lambda place, wanted, now: home.chat.choose_language(place, wanted, now),
        margin,
        lambda place, percent: home.chat.command(place, "margin", percent, None),
    )
    return TakeAway(read, home.today), Shortlist(briefs, home.today), SettingsSide(preferences)
