"""What can be done about a team. Each deed comes here only after bot/authority allowed it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from bot.authority import Act, NotAllowed, Standing, may_grant
from bot.links import Kind, Payload, deep_link
from bot.screens.pane import Pane, visible
from bot.sides import Ask
from bot.taps import UnknownTap
from bot.teams import screens
from bot.teams.access import is_private
from bot.teams.screens import AREA
from bot.turn import Turn
from data.invitations import TooMany
from data.teams import OwnerStays, Role, Team

if TYPE_CHECKING:
    from bot.teams.side import TeamSide


class Case(NamedTuple):
    """One deed about a team: who asks, how to draw, the team, and what the rest of the button says."""

    ask: Ask
    pane: Pane
    team: Team
    standing: Standing
    rest: list[str]


Deed = Callable[["TeamSide", Case], Turn]


def show_home(side: "TeamSide", case: Case) -> Turn:
    return Turn.aside(case.ask.language, side.of(case.ask, case.pane, case.team, None))


def ask_name(side: "TeamSide", case: Case) -> Turn:
    side.waits.ask(case.ask.place, AREA, case.team.id)
    return Turn.aside(case.ask.language, screens.told(case.pane, "team.name.ask", case.team.id))


def members(side: "TeamSide", case: Case) -> Turn:
    everybody = side.teams.members(case.team.id)
    screen = screens.members(case.pane, case.team, everybody, int(case.rest[0]), case.standing)
    return Turn.aside(case.ask.language, screen)


def member(side: "TeamSide", case: Case) -> Turn:
    user = int(case.rest[0])
    one = next((m for m in side.teams.members(case.team.id) if m.user == user), None)
    if one is None or one.role is Role.OWNER:
        return members(side, case._replace(rest=["1"]))
    return Turn.aside(case.ask.language, screens.member(case.pane, case.team, one))


def role(side: "TeamSide", case: Case) -> Turn:
    user, role = int(case.rest[0]), Role(case.rest[1])
    try:
        side.teams.set_role(case.team.id, user, role)
    except OwnerStays:
        return members(side, case._replace(rest=["1"]))
    return member(side, case)


def ask_drop(side: "TeamSide", case: Case) -> Turn:
    yes = case.pane.button("team.button.remove", "drop2", f"{case.team.id}.{int(case.rest[0])}")
    return Turn.aside(case.ask.language, screens.sure(case.pane, "team.sure.remove", yes, case.team.id))


def drop(side: "TeamSide", case: Case) -> Turn:
    try:
        side.teams.remove(case.team.id, int(case.rest[0]))
    except OwnerStays:
        return Turn.aside(case.ask.language, toast=case.pane.texts("team.owner.stays"))
    return members(side, case._replace(rest=["1"]))


def ask_hand(side: "TeamSide", case: Case) -> Turn:
    yes = case.pane.button("team.button.hand", "hand2", f"{case.team.id}.{int(case.rest[0])}")
    return Turn.aside(case.ask.language, screens.sure(case.pane, "team.sure.hand", yes, case.team.id))


def hand(side: "TeamSide", case: Case) -> Turn:
    done = side.teams.hand_over(case.team.id, case.ask.place.user, int(case.rest[0]))
    note = case.pane.texts("team.handed") if done else None
    return Turn.aside(case.ask.language, side.of(case.ask, case.pane, case.team, note))


def invite(side: "TeamSide", case: Case) -> Turn:
    waiting = side.invitations.open_of(case.team.id)
    screen = screens.invite(case.pane, case.team, case.standing, waiting, side.invitations.now())
    return Turn.aside(case.ask.language, screen)


def link(side: "TeamSide", case: Case) -> Turn:
    role, uses = Role(case.rest[0]), int(case.rest[1])
    if not may_grant(case.standing, role):
        raise NotAllowed(case.standing, Act.INVITE)
    try:
        token = side.invitations.invite(case.team.id, role, case.ask.place.user, uses)
    except TooMany:
        return Turn.aside(case.ask.language, toast=case.pane.texts("team.link.many"))
    payload = Payload(Kind.INVITATION, token)
    address = deep_link(case.ask.bot, payload) if case.ask.bot else f"/start {payload}"
    return Turn.aside(case.ask.language, screens.link(case.pane, case.team, role, uses, address))


def revoke(side: "TeamSide", case: Case) -> Turn:
    side.invitations.revoke(case.team.id, int(case.rest[0]))
    return invite(side, case)


def ask_leave(side: "TeamSide", case: Case) -> Turn:
    if case.standing is Standing.OWNER:
        return Turn.aside(case.ask.language, toast=case.pane.texts("team.owner.stays"))
    yes = case.pane.button("team.button.leave", "leave2", case.team.id)
    return Turn.aside(case.ask.language, screens.sure(case.pane, "team.sure.leave", yes, case.team.id))


def leave(side: "TeamSide", case: Case) -> Turn:
    try:
        side.teams.remove(case.team.id, case.ask.place.user)
    except OwnerStays:
        return Turn.aside(case.ask.language, toast=case.pane.texts("team.owner.stays"))
    side.teams.leave_chat(case.ask.place.chat)
    return side.home(case.ask)


def ask_delete(side: "TeamSide", case: Case) -> Turn:
    yes = case.pane.button("team.button.delete", "delete2", case.team.id)
    name = visible(case.team.name)
    return Turn.aside(
        case.ask.language, screens.sure(case.pane, "team.sure.delete", yes, case.team.id, name=name)
    )


def delete(side: "TeamSide", case: Case) -> Turn:
    side.teams.delete(case.team.id)
    side.shelf.bury()
    return Turn.aside(case.ask.language, screens.told(case.pane, "team.deleted"))


def unbind(side: "TeamSide", case: Case) -> Turn:
    if is_private(case.ask.place):
        raise UnknownTap("a private chat is no group's")
    side.teams.leave_chat(case.ask.place.chat)
    return Turn.aside(case.ask.language, screens.told(case.pane, "team.unbound"))


IN_GROUPS = frozenset({"home", "unbind"})
DEEDS: dict[str, tuple[Act, Deed]] = {
    "home": (Act.READ, show_home),
    "members": (Act.SEE_TEAM, members),
    "rename": (Act.ADMINISTER, ask_name),
    "member": (Act.ADMINISTER, member),
    "role": (Act.ADMINISTER, role),
    "drop": (Act.ADMINISTER, ask_drop),
    "drop2": (Act.ADMINISTER, drop),
    "hand": (Act.ADMINISTER, ask_hand),
    "hand2": (Act.ADMINISTER, hand),
    "invite": (Act.INVITE, invite),
    "link": (Act.INVITE, link),
    "revoke": (Act.INVITE, revoke),
    "leave": (Act.LEAVE, ask_leave),
    "leave2": (Act.LEAVE, leave),
    "delete": (Act.ADMINISTER, ask_delete),
    "delete2": (Act.ADMINISTER, delete),
    "unbind": (Act.ADMINISTER, unbind),
}
