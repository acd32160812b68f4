"""Puts together the dialogues about a finished answer: taking it away, the shortlist, settings, pinned answers."""

from typing import TYPE_CHECKING

from bot.conversation import Conversation
from bot.pins import Pinning
from bot.screens.screen import Tap
from bot.settings_side import Preferences, SettingsSide
from bot.shortlist_side import Briefs, Shortlist
from bot.sides import Side
from bot.take_side import TakeAway
from data.conversations import Place
from data.pins import Pins
from knowledge.answer import Advice

if TYPE_CHECKING:
    from bot.app import Home

RICH = "rich"  # in KOL_TELEGRAM_FEATURES
RECENT = 20  # briefs of a person whose shortlists are looked for


def plan_sides(home: "Home") -> tuple[Side, ...]:
    """Each asks the conversation when it is needed: it needs its sides to come into being."""

    def asked(place: Place, brief_id: str | None) -> Place:
        """Where a brief was asked, if in the same chat: what is made of an answer is for everybody there."""
        saved = home.conversations.load(brief_id) if brief_id else None
        return saved.place if saved and saved.place.chat == place.chat else place

    def read(place: Place, brief_id: str | None) -> tuple[Conversation, Advice | None]:
        return home.chat.read(asked(place, brief_id), brief_id)

    def star(place: Place, tap: Tap) -> object:
        return home.chat.tap(asked(place, tap.brief_id), tap)

    def recent(place: Place) -> list[Conversation]:
        newest = home.conversations.newest(place, RECENT)
        known = {saved.id for saved in newest}
        older = [home.conversations.load(brief) for brief in pins.of(place) if brief not in known]
        return [home.chat.showing.load(saved) for saved in (*newest, *older) if saved]

    def voted(brief_id: str) -> list[str]:
        return [tally.channel for tally in home.chat.poll.votes.shortlist(brief_id)]

    pins = Pins(home.store)
    briefs = Briefs(recent, read, star, voted, pins.has)
    return (
        TakeAway(read, home.today, tables=RICH in home.options.telegram_features),
        Shortlist(briefs, home.today),
        SettingsSide(_preferences(home)),
        Pinning(pins, lambda: home.chat),
    )


def _preferences(home: "Home") -> Preferences:
    """What /settings sets, as the conversation keeps it."""

    def margin(place: Place) -> float | None:
        saved = home.conversations.current(place)
        return home.chat.showing.load(saved).view.margin if saved else None

    return Preferences(
        lambda place, wanted, now: home.chat.choose_language(place, wanted, now),
        margin,
        lambda place, percent: home.chat.command(place, "margin", percent, None),
        lambda place: home.chat.chosen.currency(place),
        lambda place, currency: home.chat.chosen.choose_currency(place, currency),
    )
