"""Who may do what: one table for everything that is read, changed, shared or run. Pure, and asked by every part.

A standing is what somebody is to one thing (a team's roster, a brief), found anew for every deed; nothing is
allowed by having seen a button, an id or a link. Whoever may not see a thing is told what they are told of a thing
that does not exist.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Standing(StrEnum):
    """What somebody is to a team and its roster, or to a brief."""

    OWNER = "owner"
    EDITOR = "editor"
    MEMBER = "member"
    PRESENT = "present"  # in the group that the team is bound to, or the brief was asked in
    OPERATOR = "operator"  # of this installation, for the common roster; of a team's no more than anybody
    USER = "user"  # of the common roster: everybody who has none of their own
    ASKER = "asker"  # of a brief
    STRANGER = "stranger"


class Act(StrEnum):
    """What can be done. The first group is about rosters, the second about teams, the third about briefs."""

    READ = "read"
    CHANGE = "change"
    IMPORT = "import"
    EXPORT = "export"

    SEE_TEAM = "see_team"
    INVITE = "invite"
    LEAVE = "leave"
    ADMINISTER = "administer"  # name, roles, removal, handing over, deletion, the chats it is bound to

    LOOK = "look"
    VOTE = "vote"
    STEER = "steer"  # a tap that changes the brief


_READS = frozenset({Act.READ})
_WORKS = frozenset({Act.READ, Act.CHANGE, Act.IMPORT, Act.EXPORT})
_BELONGS = frozenset({Act.SEE_TEAM, Act.LEAVE})
_TABLE: Mapping[Standing, frozenset[Act]] = MappingProxyType(
    {
        Standing.OWNER: _WORKS | _BELONGS | {Act.INVITE, Act.ADMINISTER},
        Standing.EDITOR: _WORKS | _BELONGS | {Act.INVITE},
        Standing.MEMBER: _READS | _BELONGS,
        Standing.PRESENT: _READS | {Act.SEE_TEAM, Act.LOOK, Act.VOTE},
        Standing.OPERATOR: _WORKS,
        Standing.USER: _READS,
        Standing.ASKER: frozenset({Act.LOOK, Act.VOTE, Act.STEER}),
        Standing.STRANGER: frozenset(),
    }
)
# Whom an inviter may make what: nobody can give more than they have.
_GRANTS: Mapping[Standing, frozenset[str]] = MappingProxyType(
    {
        Standing.OWNER: frozenset({Standing.EDITOR, Standing.MEMBER}),
        Standing.EDITOR: frozenset({Standing.MEMBER}),
    }
)
# Accounts that Telegram shares among many people: anonymous admins, channels, Telegram itself.
SHARED_ACCOUNTS = frozenset({1087968824, 136817688, 777000})


class NotAllowed(PermissionError):
    """A deed that the standing does not allow; ``standing`` and ``act`` say which."""

    def __init__(self, standing: Standing, act: Act) -> None:
        super().__init__(f"{standing} may not {act}")
        self.standing, self.act = standing, act


def may(standing: Standing, act: Act) -> bool:
    """Whether somebody of this standing may do this."""
    return act in _TABLE[standing]


def require(standing: Standing, act: Act) -> None:
    """Raise NotAllowed unless somebody of this standing may do this."""
    if not may(standing, act):
        raise NotAllowed(standing, act)


def may_grant(standing: Standing, role: str) -> bool:
    """Whether somebody of this standing may invite others as this role."""
    return may(standing, Act.INVITE) and role in _GRANTS[standing]


def of_team(role: str | None, *, is_chat_of_team: bool, is_private: bool, is_admin: bool) -> Standing:
    """The standing to a team.

    In a group counts only the team that the group is bound to, whatever else the person belongs to: what a bot
    says there all of them read. A group's admin may do there what an editor may.

    :param role: owner, editor or member, None for somebody who never joined.
    """
    if not is_private and not is_chat_of_team:
        return Standing.STRANGER
    if not is_private and is_admin and role != Standing.OWNER:
        return Standing.EDITOR
    if role is not None:
        return Standing(role)
    return Standing.STRANGER if is_private else Standing.PRESENT


def of_common(is_operator: bool) -> Standing:
    """The standing to the common roster."""
    return Standing.OPERATOR if is_operator else Standing.USER


def of_brief(*, is_asker: bool, is_same_chat: bool) -> Standing:
    """The standing to a brief: its asker, somebody in the same chat, or nobody it concerns."""
    if not is_same_chat:
        return Standing.STRANGER
    return Standing.ASKER if is_asker else Standing.PRESENT
