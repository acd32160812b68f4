"""Teams: who belongs to one, as what, and which chats work on its roster. Names are sealed.

A team has exactly one owner. Where the owner is forgotten the eldest editor follows, else the eldest member; with
its last member a team is gone, and its id waits in ``teams_gone`` until its files are.
"""

import secrets
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlite_utils import Database, Migrations

from data.seal import Seal
from data.store import Store

migrations = Migrations("teams")  # append only: never edit one that has shipped


@migrations()
def m001_teams(db: Database) -> None:
    """Teams with members and chats. ``chat_id`` is a group, or a person, whose private chat has their id."""
    for statement in _TEAMS.split(";;"):
        db.execute(statement)


_TEAMS = """
CREATE TABLE teams (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;;
CREATE TABLE team_members (
    team_id TEXT NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'member')),
    name TEXT NOT NULL,
    joined_at TEXT NOT NULL,
    PRIMARY KEY (team_id, user_id)
) STRICT;;
CREATE UNIQUE INDEX team_owner ON team_members (team_id) WHERE role = 'owner';;
CREATE INDEX team_members_user ON team_members (user_id);;
CREATE TABLE team_chats (
    chat_id INTEGER PRIMARY KEY,
    team_id TEXT REFERENCES teams (id) ON DELETE CASCADE,
    uses_common INTEGER NOT NULL CHECK (uses_common IN (0, 1))
) STRICT;;
CREATE TABLE teams_gone (id TEXT PRIMARY KEY NOT NULL) STRICT;;
CREATE TRIGGER team_heir AFTER DELETE ON team_members WHEN old.role = 'owner' BEGIN
    UPDATE team_members SET role = 'owner' WHERE rowid = (
        SELECT rowid FROM team_members WHERE team_id = old.team_id ORDER BY role, joined_at, user_id LIMIT 1
    );
END;;
CREATE TRIGGER team_empty AFTER DELETE ON team_members
WHEN NOT EXISTS (SELECT 1 FROM team_members WHERE team_id = old.team_id) BEGIN
    DELETE FROM teams WHERE id = old.team_id;
END;;
CREATE TRIGGER team_gone AFTER DELETE ON teams BEGIN
    INSERT OR IGNORE INTO teams_gone VALUES (old.id);
END
"""


class Role(StrEnum):
    """What a member is in a team. In alphabetical order an editor stands before a member, as heirs do."""

    OWNER = "owner"
    EDITOR = "editor"
    MEMBER = "member"


class Team(NamedTuple):
    id: str
    name: str


class Member(NamedTuple):
    user: int
    role: Role
    name: str


class Membership(NamedTuple):
    """A team of somebody, and what they are in it."""

    team: Team
    role: Role


class Seat(NamedTuple):
    """What a chat works on: a team's roster, or the common one, for now or for lack of a team."""

    team: str | None = None
    uses_common: bool = False


class OwnerStays(ValueError):
    """The owner can neither be removed nor made less, and leaves only after handing the team over."""


class TeamStore:
    """Teams in the main database. Every call is one committed transaction. It knows no rights: see bot/authority."""

    def __init__(self, db: Store, seal: Seal | None = None) -> None:
        self.db, self.seal = db, seal or Seal()
        db.migrate(migrations)

    def create(self, name: str, owner: int, owner_name: str) -> Team:
        """A new team of one."""
        team = Team(secrets.token_urlsafe(6), name)
        with self.db.atomic():
            self._run("insert into teams values (?, ?, ?)", team.id, self.seal.close(name), _now())
            self.join(team.id, owner, owner_name, Role.OWNER)
        return team

    def team(self, team_id: str) -> Team | None:
        """The team with this id."""
        row = self._row("select name from teams where id = ?", team_id)
        return Team(team_id, self.seal.open(row[0])) if row else None

    def rename(self, team_id: str, name: str) -> None:
        self._run("update teams set name = ? where id = ?", self.seal.close(name), team_id)

    def delete(self, team_id: str) -> None:
        """Remove a team with its memberships, chats and invitations. Its files are the caller's part."""
        self._run("delete from teams where id = ?", team_id)

    def gone(self) -> list[str]:
        """The ids of teams that are no more and whose files may be left."""
        return [str(row[0]) for row in self._rows("select id from teams_gone order by id")]

    def buried(self, team_id: str) -> None:
        """The files of a team are gone too."""
        self._run("delete from teams_gone where id = ?", team_id)

    def role(self, team_id: str, user: int) -> Role | None:
        """What somebody is in a team, None where they are nothing, or the team is no team."""
        row = self._row("select role from team_members where team_id = ? and user_id = ?", team_id, user)
        return Role(row[0]) if row else None

    def members(self, team_id: str) -> list[Member]:
        """The owner first, then editors and members by when they joined."""
        sql = (
            "select user_id, role, name from team_members where team_id = ?"
            " order by role = 'owner' desc, role, joined_at, user_id"
        )
        return [
            Member(user, Role(role), self.seal.open(name)) for user, role, name in self._rows(sql, team_id)
        ]

    def teams_of(self, user: int) -> list[Membership]:
        """The teams somebody belongs to, the one joined first first."""
        sql = (
            "select id, teams.name, role from team_members join teams on id = team_id where user_id = ?"
            " order by joined_at, id"
        )
        return [
            Membership(Team(id_, self.seal.open(n)), Role(role)) for id_, n, role in self._rows(sql, user)
        ]

    def join(self, team_id: str, user: int, name: str, role: Role) -> None:
        """Make somebody a member, or give a member another role. Raises OwnerStays for the owner."""
        with self.db.atomic():
            if self.role(team_id, user) is Role.OWNER:
                raise OwnerStays("the owner keeps the team until handing it over")
            self._run(
                "insert into team_members values (?, ?, ?, ?, ?) on conflict (team_id, user_id)"
                " do update set role = excluded.role, name = excluded.name",
                team_id, user, role, self.seal.close(name), _now(),
            )  # fmt: skip

    def set_role(self, team_id: str, user: int, role: Role) -> bool:
        """Give a member another role, never the owner's. False where they are no member. Raises OwnerStays."""
        with self.db.atomic():
            known = self.role(team_id, user)
            if Role.OWNER in (known, role):
                raise OwnerStays("ownership is handed over")
            self._run(
                "update team_members set role = ? where team_id = ? and user_id = ?", role, team_id, user
            )
        return known is not None

    def remove(self, team_id: str, user: int) -> bool:
        """End a membership. False where there was none. Raises OwnerStays for the owner."""
        with self.db.atomic():
            known = self.role(team_id, user)
            if known is Role.OWNER:
                raise OwnerStays("the owner leaves after handing the team over")
            self._run("delete from team_members where team_id = ? and user_id = ?", team_id, user)
        return known is not None

    def hand_over(self, team_id: str, owner: int, heir: int) -> bool:
        """Make another member the owner, and the owner an editor. False where one of them is not that."""
        with self.db.atomic():
            if self.role(team_id, owner) is not Role.OWNER or self.role(team_id, heir) in (None, Role.OWNER):
                return False
            change = "update team_members set role = ? where team_id = ? and user_id = ?"
            self._run(change, Role.EDITOR, team_id, owner)
            self._run(change, Role.OWNER, team_id, heir)
        return True

    def seat(self, chat: int) -> Seat | None:
        """What a chat works on; None where nobody ever chose."""
        row = self._row("select team_id, uses_common from team_chats where chat_id = ?", chat)
        return Seat(row[0], bool(row[1])) if row else None

    def sit(self, chat: int, seat: Seat) -> None:
        """Let a chat work on a team's roster, or on the common one. Nobody is asked: see bot/authority."""
        self._run("insert or replace into team_chats values (?, ?, ?)", chat, seat.team, seat.uses_common)

    def leave_chat(self, chat: int) -> None:
        """A chat works on no team's roster any more."""
        self._run("delete from team_chats where chat_id = ?", chat)

    def _run(self, sql: str, *values: Any) -> None:
        with self.db.atomic():
            self.db.execute(sql, values)

    def _row(self, sql: str, *values: Any) -> Any:
        with self.db.snapshot():
            return self.db.execute(sql, values).fetchone()

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self.db.snapshot():
            return list(self.db.execute(sql, values).fetchall())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
