"""/team: a team's name, members, roles and invitations. What may be done is asked of bot/authority at each deed."""

from collections.abc import Callable

from bot.authority import Act, NotAllowed, Standing, may, require
from bot.links import Kind, Payload
from bot.rosters.shelf import Shelf
from bot.screens.legible import NOTHING
from bot.screens.pane import Pane, visible
from bot.screens.screen import Screen
from bot.sides import Aside, Ask
from bot.taps import UnknownTap
from bot.teams import screens
from bot.teams.access import Access, is_private
from bot.teams.deeds import DEEDS, IN_GROUPS, Case
from bot.teams.screens import AREA
from bot.turn import Turn
from data.invitations import InvitationStore
from data.teams import Role, Seat, Team
from data.waits import Waits

LONGEST_NAME = 40  # characters of a team's name
NOBODY = "–"  # somebody whose name says nothing


class TeamSide(Aside):
    """The dialogue about teams."""

    area = AREA
    commands = frozenset({"team"})
    link: Kind | None = Kind.INVITATION

    def __init__(self, access: Access, invitations: InvitationStore, shelf: Shelf, waits: Waits) -> None:
        self.access, self.invitations, self.shelf, self.waits = access, invitations, shelf, waits
        self.teams = access.teams

    def command(self, ask: Ask, name: str, argument: str) -> Turn:
        """/team, or /team NAME to begin one, or to rename it where there is one already."""
        self.waits.done(ask.place)
        if not argument.strip():
            return self.home(ask)
        desk = self.access.desk(ask)
        if desk.team is None or not may(desk.standing, Act.ADMINISTER):
            return self._found(ask, argument)
        return self.rename(ask, desk.team, argument)

    def tap(self, ask: Ask, slot: str, value: str) -> Turn:
        self.waits.done(ask.place)
        if slot in _OPEN:
            return _OPEN[slot](self, ask, value)
        if slot not in DEEDS:
            raise UnknownTap(f"no button of a team sets {slot!r}")
        act, deed = DEEDS[slot]
        team_id, *rest = value.split(".")
        pane, standing = Pane(AREA, ask.language), self.access.standing(ask, team_id)
        try:
            require(standing, act)
            team = self.teams.team(team_id)
            if team is None or (slot not in IN_GROUPS and not is_private(ask.place)):
                raise NotAllowed(Standing.STRANGER, act)
            return deed(self, Case(ask, pane, team, standing, rest))
        except NotAllowed as refusal:
            return Turn.aside(ask.language, toast=refused(pane, refusal))
        except (ValueError, IndexError) as error:
            raise UnknownTap(f"no button of a team sets {slot!r} so") from error

    def words(self, ask: Ask, text: str) -> Turn | None:
        """A team's new name, where it was asked for."""
        asked = self.waits.asked(ask.place, AREA)
        if asked is None:
            return None
        self.waits.done(ask.place)
        team = self.teams.team(asked)
        if team is None or not may(self.access.standing(ask, asked), Act.ADMINISTER):
            return None
        return self.rename(ask, team, text)

    def arrived(self, ask: Ask, payload: Payload) -> Turn:
        """Somebody came by an invitation: what it leads to, or one refusal whatever is wrong with it."""
        pane, found = Pane(AREA, ask.language), self.invitations.look(payload.token)
        team = self.teams.team(found.team) if found else None
        if found is None or team is None or not is_private(ask.place):
            return Turn.aside(ask.language, pane.screen([pane.line("team.link.void")]))
        if self.teams.role(team.id, ask.place.user) in (Role.OWNER, Role.EDITOR, found.role):
            self.teams.sit(ask.place.chat, Seat(team.id))
            return self.home(ask, pane.texts("team.already", name=visible(team.name)))
        return Turn.aside(ask.language, screens.welcome(pane, team, found.role, payload.token))

    # The first screen, and what needs no team

    def home(self, ask: Ask, note: str | None = None) -> Turn:
        pane, seat = Pane(AREA, ask.language), self.access.seat(ask.place)
        team = self.teams.team(seat.team) if seat.team else None
        screen = self.of(ask, pane, team, note) if team else self._none(ask, pane)
        return Turn.aside(ask.language, screen)

    def _none(self, ask: Ask, pane: Pane) -> Screen:
        may_found = self.access.may_found(ask)
        if may_found and not is_private(ask.place):
            own = [m for m in self.teams.teams_of(ask.place.user) if m.role is Role.OWNER]
            if own:
                return screens.choose(pane, own, "team.choose")
        return screens.none_yet(pane, may_found, is_private(ask.place))

    def of(self, ask: Ask, pane: Pane, team: Team, note: str | None) -> Screen:
        with self.shelf.lent(team.id) as kept:
            creators = kept.roster.count_in_use()
        facts = screens.Facts(
            team=team,
            standing=self.access.standing(ask, team.id),
            members=len(self.teams.members(team.id)),
            creators=creators,
            is_private=is_private(ask.place),
        )
        return screens.home(pane, facts, note)

    def _found(self, ask: Ask, name: str = "") -> Turn:
        pane = Pane(AREA, ask.language)
        if not self.access.may_found(ask):
            return Turn.aside(ask.language, screens.none_yet(pane, False, is_private(ask.place)))
        self.found(ask, name)
        return self.home(ask, pane.texts("team.founded"))

    def found(self, ask: Ask, name: str = "") -> Team:
        """A new team of this person, on which this chat works from now on. Whether they may is asked before."""
        who = _called(ask.name) or NOBODY
        called = _called(name)
        if not called:
            texts = Pane(AREA, ask.language).texts
            called = texts("team.named_after", name=who) if ask.name else texts("team.named")
        with self.teams.db.atomic():
            team = self.teams.create(called, ask.place.user, who)
            self.teams.sit(ask.place.chat, Seat(team.id))
        return team

    def _switch(self, ask: Ask, value: str) -> Turn:
        pane, seat = Pane(AREA, ask.language), self.access.seat(ask.place)
        current = None if seat.uses_common else seat.team
        mine = self.teams.teams_of(ask.place.user) if is_private(ask.place) else []
        return Turn.aside(ask.language, screens.switch(pane, mine, current))

    def _sit(self, ask: Ask, value: str) -> Turn:
        """Work on another team's roster, or on the common one, in this private chat."""
        pane = Pane(AREA, ask.language)
        if not is_private(ask.place):
            raise UnknownTap("a group works on one team's roster")
        if value == "-":
            seat = self.access.seat(ask.place)
            self.teams.sit(ask.place.chat, Seat(seat.team, uses_common=True))
            return Turn.aside(ask.language, screens.told(pane, "team.sits.common"))
        if self.teams.role(value, ask.place.user) is None:
            return Turn.aside(ask.language, toast=pane.texts("team.gone"))
        self.teams.sit(ask.place.chat, Seat(value))
        return self.home(ask, pane.texts("team.sits"))

    def _bind(self, ask: Ask, value: str) -> Turn:
        """Let a group work with a team: a deed of its owner, who is an admin of the group."""
        pane = Pane(AREA, ask.language)
        if not self.access.may_found(ask) or self.teams.role(value, ask.place.user) is not Role.OWNER:
            return Turn.aside(ask.language, toast=pane.texts("team.gone"))
        self.teams.sit(ask.place.chat, Seat(value))
        return self.home(ask, pane.texts("team.bound"))

    def _join(self, ask: Ask, token: str) -> Turn:
        pane = Pane(AREA, ask.language)
        name = _called(ask.name) or NOBODY
        joined = self.invitations.accept(token, ask.place.user, name) if is_private(ask.place) else None
        if joined is None:
            return Turn.aside(ask.language, pane.screen([pane.line("team.link.void")]))
        self.teams.sit(ask.place.chat, Seat(joined.team))
        return self.home(ask, pane.texts("team.joined"))

    def _not_now(self, ask: Ask, value: str) -> Turn:
        pane = Pane(AREA, ask.language)
        return Turn.aside(ask.language, pane.screen([pane.line("team.not_joined")]))

    def rename(self, ask: Ask, team: Team, name: str) -> Turn:
        pane, called = Pane(AREA, ask.language), _called(name)
        if not called:
            return Turn.aside(ask.language, screens.told(pane, "team.name.empty", team.id))
        self.teams.rename(team.id, called)
        return self.home(ask, pane.texts("team.renamed"))


def _called(text: str) -> str:
    """A name as it is kept; empty where nobody could see it."""
    shown = visible(text, LONGEST_NAME)
    return "" if shown == NOTHING else shown


def refused(pane: Pane, refusal: NotAllowed) -> str:
    """What somebody is told who may not: strangers the same as of a thing that is not there."""
    if refusal.standing is Standing.STRANGER:
        return pane.texts("team.gone")
    return pane.texts("team.refused", team_role=pane.texts(f"team.needs.{refusal.act.value}"))


_OPEN: dict[str, Callable[[TeamSide, Ask, str], Turn]] = {
    "start": lambda side, ask, value: side.home(ask),
    "found": lambda side, ask, value: side._found(ask),
    "switch": TeamSide._switch,
    "sit": TeamSide._sit,
    "bind": TeamSide._bind,
    "join": TeamSide._join,
    "not_now": TeamSide._not_now,
}
