"""What somebody is to which roster: the facts from the stores, judged by bot/authority."""

from collections.abc import Collection
from typing import NamedTuple

from bot import authority
from bot.authority import Standing
from bot.sides import Ask
from data.conversations import Place
from data.teams import Role, Seat, Team, TeamStore

TERMINAL = Place()


class Desk(NamedTuple):
    """What a dialogue about rosters works on: a team's roster, or the common one (None), and as what."""

    team: Team | None
    standing: Standing


class Access:
    """Finds standings anew for each deed. ``operators`` run this installation; so does who sits at its terminal."""

    def __init__(self, teams: TeamStore, operators: Collection[int] = ()) -> None:
        self.teams, self.operators = teams, frozenset(operators)

    def seat(self, place: Place) -> Seat:
        """What a place works on. In a group its team; in private a team the person is in, the first if none was chosen."""
        seat = self.teams.seat(place.chat)
        if not is_private(place):
            return seat or Seat()
        if seat and (seat.team is None or self.teams.role(seat.team, place.user)):
            return seat
        mine = self.teams.teams_of(place.user)
        return Seat(mine[0].team.id if mine else None)

    def team_for_advice(self, place: Place) -> str | None:
        """The team whose roster advice in a place is made of; None for the common roster."""
        seat = self.seat(place)
        return None if seat.uses_common else seat.team

    def desk(self, ask: Ask) -> Desk:
        """What /roster works on here, and as what."""
        seat = self.seat(ask.place)
        team = self.teams.team(seat.team) if seat.team and not seat.uses_common else None
        return Desk(team, self.standing(ask, team.id if team else None))

    def standing(self, ask: Ask, team_id: str | None) -> Standing:
        """What the person is, here, to a team's roster or to the common one (None)."""
        place = ask.place
        if team_id is None:
            return authority.of_common(is_private(place) and self.is_operator(place))
        seat = self.teams.seat(place.chat)
        return authority.of_team(
            self._role(team_id, place.user),
            is_chat_of_team=seat is not None and seat.team == team_id,
            is_private=is_private(place),
            is_admin=ask.is_admin,
        )

    def is_operator(self, place: Place) -> bool:
        return place == TERMINAL or place.user in self.operators

    def may_found(self, ask: Ask) -> bool:
        """Whether the person may begin a team here: in private, or as a group's admin under their own name."""
        if ask.place.user in authority.SHARED_ACCOUNTS:
            return False
        return is_private(ask.place) or (ask.is_admin and self.seat(ask.place).team is None)

    def _role(self, team_id: str, user: int) -> Role | None:
        return None if user in authority.SHARED_ACCOUNTS else self.teams.role(team_id, user)


def is_private(place: Place) -> bool:
    """A private chat has the id of the person in it; so has the terminal."""
    return place.chat == place.user
