"""What is shown of teams. Pure: everything that is known comes in."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.authority import Act, Standing, may, may_grant
from bot.screens.pane import Pane, visible
from bot.screens.screen import Button, Screen, esc
from data.invitations import Invitation
from data.teams import Member, Membership, Role, Team

AREA = "~team"
ROSTER = "~roster"
PAGE = 8  # members on a screen


class Facts(NamedTuple):
    """What the first screen tells of a team."""

    team: Team
    standing: Standing
    members: int
    creators: int
    is_private: bool


def home(pane: Pane, facts: Facts, note: str | None = None) -> Screen:
    """The team, with what this person may do about it. What concerns people is done in private."""
    lines = [esc(note), ""] if note else []
    lines.append(pane.title("team.title", name=visible(facts.team.name)))
    lines.append(pane.line(f"team.you.{facts.standing.value}"))
    lines.append(pane.line("team.members", n=facts.members))
    lines.append(pane.line("team.roster.own" if facts.creators else "team.roster.none", n=facts.creators))
    lines.append(pane.line("team.private" if facts.is_private else "team.in_group"))
    return pane.screen(lines, _doings(pane, facts))


def _doings(pane: Pane, facts: Facts) -> list[Button]:
    team, standing = facts.team.id, facts.standing
    buttons = [Pane(ROSTER, pane.texts.language).button("team.button.roster", "home", team)]
    if not facts.is_private:
        owns = may(standing, Act.ADMINISTER)
        return [*buttons, pane.button("team.button.unbind", "unbind", team)] if owns else buttons
    buttons.append(pane.button("team.button.members", "members", f"{team}.1"))
    if may(standing, Act.INVITE):
        buttons.append(pane.button("team.button.invite", "invite", team))
    if may(standing, Act.ADMINISTER):
        buttons.append(pane.button("team.button.rename", "rename", team))
        buttons.append(pane.button("team.button.delete", "delete", team))
    elif may(standing, Act.LEAVE):
        buttons.append(pane.button("team.button.leave", "leave", team))
    return [*buttons, pane.button("team.button.switch", "switch")]


def none_yet(pane: Pane, may_found: bool, is_private: bool) -> Screen:
    """Nobody's team here yet, and how there will be one."""
    where = "private" if is_private else "group"
    key = f"team.none.{where}" if may_found else f"team.none.{where}.others"
    buttons = [pane.button("team.button.found", "found")] if may_found else []
    if is_private:
        buttons.append(Pane(ROSTER, pane.texts.language).button("team.button.common", "home", "-"))
    return pane.screen([pane.title("team.none"), pane.line(key)], buttons)


def choose(pane: Pane, mine: Sequence[Membership], note: str) -> Screen:
    """Which of one's teams a group is to work with."""
    rows = [[pane.named(m.team.name, "bind", m.team.id)] for m in mine]
    return pane.screen([pane.line(note)], (), *rows, [pane.button("team.button.found", "found")])


def members(pane: Pane, team: Team, everybody: Sequence[Member], page: int, standing: Standing) -> Screen:
    """A page of the members; who may change them can open each."""
    pages = max(1, -(-len(everybody) // PAGE))
    page = min(max(page, 1), pages)
    some = everybody[PAGE * (page - 1) : PAGE * page]
    lines = [pane.title("team.members.title", name=visible(team.name), n=len(everybody))]
    lines += [pane.line("team.member", name=visible(m.name, 40), team_role=_role(pane, m.role)) for m in some]
    rows = []
    if may(standing, Act.ADMINISTER):
        rows = [
            [pane.named(m.name, "member", f"{team.id}.{m.user}")] for m in some if m.role is not Role.OWNER
        ]
        lines.append(pane.line("team.members.hint" if rows else "team.members.alone"))
    return pane.screen(lines, (), *rows, pane.pager("members", team.id, page, pages), [_back(pane, team.id)])


def member(pane: Pane, team: Team, one: Member) -> Screen:
    """One member, and what the owner may do."""
    who = f"{team.id}.{one.user}"
    other = Role.EDITOR if one.role is Role.MEMBER else Role.MEMBER
    lines = [
        pane.title("team.member", name=visible(one.name, 40), team_role=_role(pane, one.role)),
        pane.line("team.roles"),
    ]
    buttons = [
        pane.button(f"team.button.make.{other}", "role", f"{who}.{other}"),
        pane.button("team.button.hand", "hand", who),
        pane.button("team.button.remove", "drop", who),
    ]
    return pane.screen(lines, buttons, [pane.button("team.button.members", "members", f"{team.id}.1")])


def invite(
    pane: Pane, team: Team, standing: Standing, waiting: Sequence[Invitation], now: datetime
) -> Screen:
    """Whom to invite, and the invitations that are open."""
    lines = [pane.title("team.invite.title", name=visible(team.name)), pane.line("team.invite.how")]
    buttons = [
        pane.button(f"team.button.invite.{role}", "link", f"{team.id}.{role}.{uses}", n=uses)
        for role, uses in ((Role.MEMBER, 1), (Role.MEMBER, 10), (Role.EDITOR, 1))
        if may_grant(standing, role)
    ]
    lines += ["", pane.line("team.invite.open")] if waiting else []
    lines += [f"· {_invitation(pane, one, now)}" for one in waiting]
    revoke = [
        pane.button("team.button.revoke", "revoke", f"{team.id}.{one.id}", number=one.id) for one in waiting
    ]
    shown = pane.screen(lines, [*buttons, *revoke])
    return Screen(shown.html, (*shown.buttons, (_back(pane, team.id),)))


def link(pane: Pane, team: Team, role: Role, uses: int, address: str) -> Screen:
    """A new link, told this once."""
    lines = [
        pane.title("team.link.title", name=visible(team.name), team_role=_role(pane, role)),
        esc(address),
        "",
        pane.line("team.link.once" if uses == 1 else "team.link.uses", n=uses),
    ]
    copy = Button(pane.texts("team.button.copy"), copy=address)
    return pane.screen(lines, [copy], [pane.button("team.button.invitations", "invite", team.id)])


def welcome(pane: Pane, team: Team, role: Role, token: str) -> Screen:
    """What an invitation leads to, before one joins."""
    lines = [
        pane.title("team.welcome", name=visible(team.name), team_role=_role(pane, role)),
        pane.line("team.welcome.seen"),
    ]
    return pane.screen(
        lines, [pane.button("team.button.join", "join", token), pane.button("team.button.not_now", "not_now")]
    )


def switch(pane: Pane, mine: Sequence[Membership], current: str | None) -> Screen:
    """The teams of a person, and the common roster."""
    rows = [
        [pane.named(("✓ " if m.team.id == current else "") + m.team.name, "sit", m.team.id)] for m in mine
    ]
    common = pane.texts("team.button.common")
    rows.append([pane.named(("✓ " if current is None else "") + common, "sit", "-")])
    return pane.screen(
        [pane.title("team.switch.title"), pane.line("team.switch.how")],
        (), *rows, [pane.button("team.button.found", "found")],
    )  # fmt: skip


def sure(pane: Pane, question: str, yes: Button, team_id: str, **values: object) -> Screen:
    """A deed that cannot be taken back: the safe way out comes first."""
    return pane.screen(
        [pane.line(question, **values)], (), [pane.button("team.button.keep", "home", team_id)], [yes]
    )


def told(pane: Pane, key: str, team_id: str | None = None, **values: object) -> Screen:
    """One line, with the way back."""
    return pane.screen([pane.line(key, **values)], [_back(pane, team_id or "")])


def _role(pane: Pane, role: Role) -> str:
    return pane.texts(f"team.role.{role.value}")


def _invitation(pane: Pane, one: Invitation, now: datetime) -> str:
    days = max(1, round((one.expires_at - now).total_seconds() / 86_400))
    return pane.line(
        "team.invitation", number=one.id, team_role=_role(pane, one.role), uses=one.uses_left, days=days
    )


def _back(pane: Pane, team_id: str) -> Button:
    return pane.button("button.back", "home", team_id) if team_id else pane.button("button.back", "start")
